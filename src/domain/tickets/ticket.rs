//! A ticket, the people on it, and the entries of its timeline.

use serde::{Deserialize, Serialize};

use crate::domain::Instant;

/// Local row id of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TicketId(pub i64);

/// Local row id of a timeline entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryId(pub i64);

/// Declares an enum whose members have a stored code and a stable name.
///
/// One table per enum: the store's code, the contract's name and the short word of a column
/// can then never drift apart.
macro_rules! coded {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal, $text:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// Every member, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The number the store keeps.
            pub const fn code(self) -> i64 {
                match self { $(Self::$variant => $code),+ }
            }

            /// The member with this stored number.
            pub const fn from_code(code: i64) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }

            /// The name in `--json`, queries and files (lower snake case).
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The member with this name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

coded! {
    /// Where a ticket lives.
    Source {
        /// Made here; no helpdesk knows it.
        Local = 0, "local";
        /// Zendesk.
        Zendesk = 1, "zendesk";
        /// Freshdesk.
        Freshdesk = 2, "freshdesk";
    }
}

impl Source {
    /// The prefix of a ticket's handle (`zd:35436`); none for a local one.
    pub const fn prefix(self) -> Option<&'static str> {
        match self {
            Self::Local => None,
            Self::Zendesk => Some("zd"),
            Self::Freshdesk => Some("fd"),
        }
    }
}

coded! {
    /// Where a ticket stands. Ordered: new < open < pending < on hold < solved < closed.
    Status {
        /// Nobody has taken it.
        New = 0, "new";
        /// Ours to act on.
        Open = 1, "open";
        /// Waits for the requester.
        Pending = 2, "pending";
        /// Waits for a third party.
        OnHold = 3, "on_hold";
        /// Answered; the requester may come back.
        Solved = 4, "solved";
        /// Final: a helpdesk takes no more changes.
        Closed = 5, "closed";
    }
}

impl Status {
    /// True while there is work or waiting: neither solved nor closed.
    pub const fn is_open(self) -> bool {
        self.code() < Self::Solved.code()
    }

    /// Four letters for a list column.
    pub const fn short(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::Pending => "pend",
            Self::OnHold => "hold",
            Self::Solved => "solv",
            Self::Closed => "clsd",
        }
    }

    /// The word in a sentence.
    pub const fn label(self) -> &'static str {
        match self {
            Self::OnHold => "on hold",
            other => other.name(),
        }
    }
}

coded! {
    /// How pressing a ticket is. Ordered: low < normal < high < urgent.
    Priority {
        /// Can wait.
        Low = 1, "low";
        /// The usual.
        Normal = 2, "normal";
        /// Before the usual.
        High = 3, "high";
        /// Now.
        Urgent = 4, "urgent";
    }
}

impl Priority {
    /// One letter for a list column; the usual prints nothing.
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Low => "L",
            Self::Normal => " ",
            Self::High => "H",
            Self::Urgent => "U",
        }
    }
}

coded! {
    /// What a ticket is about, in the desk's terms.
    Kind {
        /// A question or task.
        Inquiry = 0, "inquiry";
        /// Something is broken for one requester.
        Incident = 1, "incident";
        /// The cause behind several incidents.
        Problem = 2, "problem";
        /// Invoices and fees.
        Billing = 3, "billing";
        /// Configuring a merchant.
        Onboarding = 4, "onboarding";
        /// An acquiring partner or scheme wants something.
        PartnerRequest = 5, "partner_request";
    }
}

coded! {
    /// What a person is to the desk.
    Role {
        /// A client's or merchant's employee, or a consumer.
        EndUser = 0, "end_user";
        /// A colleague.
        Agent = 1, "agent";
        /// An acquiring partner's or scheme's employee.
        Partner = 2, "partner";
    }
}

coded! {
    /// What a timeline entry is.
    EntryKind {
        /// A public message, in or out.
        Reply = 0, "reply";
        /// An internal note.
        Note = 1, "note";
        /// The status changed.
        Status = 2, "status";
        /// Another field changed.
        Field = 3, "field";
        /// A follow-up was set or came due.
        FollowUp = 4, "follow_up";
        /// A promise was made or kept.
        Promise = 5, "promise";
        /// Escalated to Jira.
        Escalation = 6, "escalation";
        /// A connector wrote or read it.
        Sync = 7, "sync";
        /// Merged.
        Merge = 8, "merge";
        /// Linked.
        Link = 9, "link";
    }
}

/// A person as others see them on a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Display name; empty when a file named only an id.
    pub name: String,
    /// Mail address, if known.
    pub email: Option<String>,
    /// The organization's name, if they have one.
    pub organization: Option<String>,
    /// Their role.
    pub role: Role,
}

/// A ticket with everything but its timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticket {
    /// Local id.
    pub id: TicketId,
    /// Where it lives.
    pub source: Source,
    /// Its id there.
    pub external_id: Option<String>,
    /// Its page there.
    pub url: Option<String>,
    /// Subject as it came in; made safe on its way out.
    pub subject: String,
    /// What it is about.
    pub kind: Kind,
    /// Where it stands.
    pub status: Status,
    /// How pressing it is; none where nobody said.
    pub priority: Option<Priority>,
    /// Who asked.
    pub requester: Option<Person>,
    /// Who works on it.
    pub assignee: Option<Person>,
    /// The team it belongs to.
    pub group: Option<String>,
    /// Tags, sorted.
    pub tags: Vec<String>,
    /// Merchant reference from the custom field of that name.
    pub merchant: Option<String>,
    /// Payment method from the custom field of that name, lower case.
    pub method: Option<String>,
    /// Made at.
    pub created_at: Instant,
    /// Last changed at.
    pub updated_at: Instant,
    /// Solved at, while it is solved or closed.
    pub solved_at: Option<Instant>,
    /// Issues it is linked to, by key.
    pub jira: Vec<String>,
    /// True while a change of ours waits in the outbox.
    pub dirty: bool,
}

impl Person {
    /// What the person is called where one word must do: the name, else the address.
    pub fn called(&self) -> Option<&str> {
        if self.name.is_empty() {
            self.email.as_deref()
        } else {
            Some(&self.name)
        }
    }
}

impl Ticket {
    /// The number people call it by: the helpdesk's, or the local one.
    pub fn number(&self) -> String {
        number(self.external_id.as_deref(), self.id)
    }

    /// The name by which commands know it: `zd:35436`, or the local id.
    pub fn handle(&self) -> String {
        handle(self.source, self.external_id.as_deref(), self.id)
    }
}

/// The number of a ticket from its parts.
pub(super) fn number(external_id: Option<&str>, id: TicketId) -> String {
    external_id.map_or_else(|| id.0.to_string(), str::to_owned)
}

/// The handle of a ticket from its parts.
pub(crate) fn handle(source: Source, external_id: Option<&str>, id: TicketId) -> String {
    match (source.prefix(), external_id) {
        (Some(prefix), Some(external)) => format!("{prefix}:{external}"),
        _ => id.0.to_string(),
    }
}

/// A file that came with a message: a label, never a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// File name as sent.
    pub name: String,
    /// Size in bytes, if said.
    pub size: Option<u64>,
}

/// One field's change, as shown and as `--json` prints it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Field name as in queries.
    pub field: String,
    /// Value before; none where there was none.
    pub from: Option<String>,
    /// Value after.
    pub to: Option<String>,
}

/// One entry of a ticket's timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Local id.
    pub id: EntryId,
    /// When it happened.
    pub at: Instant,
    /// What it is.
    pub kind: EntryKind,
    /// Who did it; none for the system.
    pub author: Option<Person>,
    /// True if the requester sees it.
    pub public: bool,
    /// The text, plain.
    pub text: String,
    /// Field changes.
    pub changes: Vec<FieldChange>,
    /// Names of attached files.
    pub attachments: Vec<Attachment>,
}
