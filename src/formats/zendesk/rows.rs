//! The members of Zendesk's objects that are read; all others are passed over.
//!
//! serde's derive refuses a member that stands twice in the same object.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::formats::members::value::{Many, Maybe, Pairs, Value};

/// Most comments of a ticket and events of an audit (Zendesk stops at 5,000 comments).
const MOST_EVENTS: usize = 10_000;

/// Most custom fields and attachments (Zendesk stops at some hundreds).
const MOST_PARTS: usize = 2000;

pub(super) type Events<'a> = Many<Event<'a>, MOST_EVENTS>;
pub(super) type Fields<'a> = Many<Field<'a>, MOST_PARTS>;
pub(super) type Files<'a> = Many<File<'a>, MOST_PARTS>;

/// A row of any kind: which members are there tells the kind.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Row<'a> {
    #[serde(borrow)]
    pub(super) id: Value<'a>,
    pub(super) url: Value<'a>,
    pub(super) created_at: Value<'a>,
    pub(super) updated_at: Value<'a>,
    pub(super) tags: Value<'a>,
    // Tickets.
    pub(super) subject: Value<'a>,
    pub(super) raw_subject: Value<'a>,
    pub(super) description: Value<'a>,
    #[serde(rename = "type")]
    pub(super) kind: Value<'a>,
    pub(super) status: Value<'a>,
    pub(super) priority: Value<'a>,
    pub(super) requester_id: Value<'a>,
    pub(super) assignee_id: Value<'a>,
    pub(super) organization_id: Value<'a>,
    pub(super) group_id: Value<'a>,
    pub(super) generated_timestamp: Value<'a>,
    pub(super) custom_fields: Option<Fields<'a>>,
    /// Older payloads repeat the custom fields under this name: looked into only if it stands alone.
    pub(super) fields: Option<&'a RawValue>,
    pub(super) requester: Maybe<Person<'a>>,
    pub(super) assignee: Maybe<Person<'a>>,
    pub(super) submitter: Maybe<Person<'a>>,
    pub(super) comments: Events<'a>,
    // Users, organizations, groups, fields.
    pub(super) name: Value<'a>,
    pub(super) email: Value<'a>,
    pub(super) role: Value<'a>,
    pub(super) domain_names: Value<'a>,
    pub(super) shared_tickets: Value<'a>,
    pub(super) organization_fields: Maybe<OrganizationFields<'a>>,
    pub(super) is_public: Value<'a>,
    pub(super) default: Value<'a>,
    pub(super) title: Value<'a>,
    pub(super) raw_title: Value<'a>,
    // Comments and events.
    pub(super) ticket_id: Value<'a>,
    pub(super) author_id: Value<'a>,
    pub(super) body: Value<'a>,
    pub(super) plain_body: Value<'a>,
    pub(super) html_body: Value<'a>,
    pub(super) public: Value<'a>,
    pub(super) attachments: Files<'a>,
    pub(super) updater_id: Value<'a>,
    pub(super) timestamp: Value<'a>,
    pub(super) child_events: Option<Events<'a>>,
    pub(super) events: Option<Events<'a>>,
}

/// A person inside a ticket's row.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Person<'a> {
    #[serde(borrow)]
    pub(super) id: Value<'a>,
    pub(super) name: Value<'a>,
    pub(super) email: Value<'a>,
    pub(super) role: Value<'a>,
    pub(super) organization_id: Value<'a>,
    pub(super) updated_at: Value<'a>,
}

/// Fields of an organization that this desk gives a meaning.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct OrganizationFields<'a> {
    #[serde(borrow)]
    pub(super) client_type: Value<'a>,
}

/// A custom field's value.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Field<'a> {
    #[serde(borrow)]
    pub(super) id: Value<'a>,
    pub(super) value: Value<'a>,
}

/// An attached file.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct File<'a> {
    #[serde(borrow)]
    pub(super) file_name: Value<'a>,
    pub(super) size: Value<'a>,
}

/// A comment, or an event of an audit: in incremental exports a change has a member named as the
/// field, in audits it has `field_name` and `value`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Event<'a> {
    #[serde(borrow)]
    pub(super) id: Value<'a>,
    #[serde(rename = "event_type")]
    pub(super) happened: Value<'a>,
    #[serde(rename = "type")]
    pub(super) kind: Value<'a>,
    pub(super) author_id: Value<'a>,
    pub(super) body: Value<'a>,
    pub(super) plain_body: Value<'a>,
    pub(super) html_body: Value<'a>,
    pub(super) public: Value<'a>,
    pub(super) comment_public: Value<'a>,
    pub(super) attachments: Files<'a>,
    pub(super) created_at: Value<'a>,
    pub(super) field_name: Value<'a>,
    pub(super) value: Value<'a>,
    pub(super) previous_value: Value<'a>,
    pub(super) status: Value<'a>,
    pub(super) priority: Value<'a>,
    pub(super) assignee_id: Value<'a>,
    pub(super) group_id: Value<'a>,
    pub(super) requester_id: Value<'a>,
    pub(super) organization_id: Value<'a>,
    pub(super) subject: Value<'a>,
    pub(super) tags: Value<'a>,
    pub(super) custom_ticket_fields: Maybe<Pairs<'a>>,
}
