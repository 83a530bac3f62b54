//! The members of Freshdesk's objects that are read; all others are passed over.
//!
//! serde's derive refuses a member that stands twice in the same object.

use std::borrow::Cow;

use serde::Deserialize;

use crate::formats::members::value::{Many, Maybe, Pairs, Value};

/// Most notes of a ticket.
const MOST_NOTES: usize = 10_000;

/// Most attachments.
const MOST_PARTS: usize = 2000;

/// What sort of row it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Ticket,
    Conversation,
    Person,
    Company,
    Group,
}

impl Kind {
    /// The name of a file full of them.
    pub(super) fn plural(self) -> &'static str {
        match self {
            Self::Ticket => "tickets",
            Self::Conversation => "comments",
            Self::Person => "users",
            Self::Company => "organizations",
            Self::Group => "groups",
        }
    }

    /// The kind whose rows an account export wraps in a member of this name.
    pub(super) fn wrapped_in(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"helpdesk_ticket" | b"ticket" => Self::Ticket,
            b"user" | b"contact" | b"agent" => Self::Person,
            b"company" | b"customer" => Self::Company,
            b"group" => Self::Group,
            _ => return None,
        })
    }

    pub(super) fn of(row: &Row<'_>) -> Option<Self> {
        let kind = if row.ticket_id.is_present()
            && (row.body.is_present() || row.body_text.is_present())
        {
            Self::Conversation
        } else if row.status.is_present() && (row.priority.is_present() || row.subject.is_present())
        {
            Self::Ticket
        } else if row.agent_ids.is_present()
            || row.escalate_to.is_present()
            || row.unassigned_for.is_present()
        {
            Self::Group
        } else if row.contact.0.is_some() || row.email.is_present() || row.mobile.is_present() {
            Self::Person
        } else if row.domains.is_present() || row.health_score.is_present() {
            Self::Company
        } else {
            return None;
        };
        Some(kind)
    }
}

/// A row of any kind: which members are there tells the kind.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Row<'a> {
    #[serde(borrow)]
    pub(super) id: Value<'a>,
    pub(super) created_at: Value<'a>,
    pub(super) updated_at: Value<'a>,
    pub(super) deleted: Value<'a>,
    // Tickets.
    pub(super) display_id: Value<'a>,
    pub(super) subject: Value<'a>,
    pub(super) description: Value<'a>,
    pub(super) description_text: Value<'a>,
    pub(super) status: Value<'a>,
    pub(super) status_name: Value<'a>,
    pub(super) priority: Value<'a>,
    pub(super) source: Value<'a>,
    #[serde(rename = "type")]
    pub(super) kind: Value<'a>,
    pub(super) ticket_type: Value<'a>,
    pub(super) spam: Value<'a>,
    pub(super) requester_id: Value<'a>,
    pub(super) requester_name: Value<'a>,
    pub(super) requester: Maybe<Person<'a>>,
    pub(super) responder_id: Value<'a>,
    pub(super) responder_name: Value<'a>,
    pub(super) group_id: Value<'a>,
    pub(super) company_id: Value<'a>,
    pub(super) company: Maybe<Company<'a>>,
    pub(super) tags: Option<Vec<Tag<'a>>>,
    pub(super) custom_field: Maybe<Pairs<'a>>,
    pub(super) custom_fields: Maybe<Pairs<'a>>,
    pub(super) ticket_states: Maybe<Stats<'a>>,
    pub(super) stats: Maybe<Stats<'a>>,
    pub(super) notes: Many<Note<'a>, MOST_NOTES>,
    pub(super) conversations: Many<Note<'a>, MOST_NOTES>,
    // Conversations.
    pub(super) ticket_id: Value<'a>,
    pub(super) user_id: Value<'a>,
    pub(super) body: Value<'a>,
    pub(super) body_text: Value<'a>,
    pub(super) private: Value<'a>,
    pub(super) attachments: Many<File<'a>, MOST_PARTS>,
    // People, companies, groups.
    pub(super) name: Value<'a>,
    pub(super) email: Value<'a>,
    pub(super) mobile: Value<'a>,
    pub(super) helpdesk_agent: Value<'a>,
    pub(super) customer_id: Value<'a>,
    pub(super) contact: Maybe<Person<'a>>,
    pub(super) domains: Value<'a>,
    pub(super) health_score: Value<'a>,
    pub(super) agent_ids: Value<'a>,
    pub(super) escalate_to: Value<'a>,
    pub(super) unassigned_for: Value<'a>,
}

/// A row inside a member that says its kind.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wrapped<'a> {
    #[serde(
        borrow,
        alias = "ticket",
        alias = "user",
        alias = "contact",
        alias = "agent"
    )]
    #[serde(alias = "company", alias = "customer", alias = "group")]
    helpdesk_ticket: Maybe<Row<'a>>,
    id: Value<'a>,
}

impl<'a> Wrapped<'a> {
    /// The row; none where the object is a row itself that happens to begin with such a member.
    pub(super) fn row(self) -> Option<Row<'a>> {
        self.helpdesk_ticket.0.filter(|_| !self.id.is_present())
    }
}

/// A person inside a row.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Person<'a> {
    #[serde(borrow)]
    pub(super) id: Value<'a>,
    pub(super) name: Value<'a>,
    pub(super) email: Value<'a>,
}

/// A company inside a ticket.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Company<'a> {
    #[serde(borrow)]
    pub(super) id: Value<'a>,
    pub(super) name: Value<'a>,
}

/// When a ticket was done with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Stats<'a> {
    #[serde(borrow)]
    pub(super) resolved_at: Value<'a>,
    pub(super) closed_at: Value<'a>,
}

/// A note of an account export, or a conversation inside a ticket.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Note<'a> {
    #[serde(borrow)]
    pub(super) id: Value<'a>,
    pub(super) user_id: Value<'a>,
    pub(super) body: Value<'a>,
    pub(super) body_text: Value<'a>,
    pub(super) private: Value<'a>,
    pub(super) deleted: Value<'a>,
    pub(super) created_at: Value<'a>,
    pub(super) updated_at: Value<'a>,
    pub(super) attachments: Many<File<'a>, MOST_PARTS>,
}

/// An attached file, as an account export and as the API call it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct File<'a> {
    #[serde(borrow)]
    pub(super) name: Value<'a>,
    pub(super) content_file_name: Value<'a>,
    pub(super) size: Value<'a>,
    pub(super) content_file_size: Value<'a>,
}

/// A tag: an account export has an object with its name, the API its name.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Tag<'a> {
    #[serde(borrow)]
    Name(Cow<'a, str>),
    Object {
        #[serde(borrow)]
        name: Cow<'a, str>,
    },
}

impl Tag<'_> {
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Name(name) | Self::Object { name } => name,
        }
    }
}
