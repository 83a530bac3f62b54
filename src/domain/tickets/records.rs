//! What an import brings: one record a row of an export, already checked.
//!
//! People, organizations, teams and fields are named by the helpdesk's id, because files come
//! in any order: the store makes a stub for an id it has not met and fills it in later.

use super::ticket::{Attachment, EntryKind, FieldChange, Kind, Priority, Role, Source, Status};
use crate::domain::Instant;

/// A helpdesk's id: positive and within 63 bits.
pub type RemoteId = i64;

/// One row of an export.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// A ticket, with the people and messages its row carries.
    Ticket(Box<TicketRecord>),
    /// A person.
    Person(PersonRecord),
    /// An organization.
    Organization(OrganizationRecord),
    /// A team ("group" in Zendesk).
    Team(TeamRecord),
    /// The definition of a custom field.
    Field(FieldRecord),
    /// Timeline entries: a comment, or an audit with what it changed.
    Entries(Vec<EntryRecord>),
}

/// A ticket as a helpdesk exports it.
#[derive(Clone, Debug, PartialEq)]
pub struct TicketRecord {
    /// Which helpdesk.
    pub source: Source,
    /// Its id there.
    pub id: RemoteId,
    /// True if it was deleted there: it becomes a tombstone.
    pub deleted: bool,
    /// Its page there.
    pub url: Option<String>,
    /// Subject.
    pub subject: String,
    /// The first message as plain text; shown when no comment came along.
    pub description: Option<String>,
    /// What it is about.
    pub kind: Kind,
    /// Where it stands.
    pub status: Status,
    /// How pressing it is.
    pub priority: Option<Priority>,
    /// Who asked.
    pub requester: Option<RemoteId>,
    /// Who works on it.
    pub assignee: Option<RemoteId>,
    /// The requester's organization.
    pub organization: Option<RemoteId>,
    /// The team it belongs to.
    pub team: Option<RemoteId>,
    /// Tags, sorted, each once.
    pub tags: Vec<String>,
    /// Values of custom fields, by field id; empty values are left out.
    pub fields: Vec<(RemoteId, String)>,
    /// Made at.
    pub created_at: Instant,
    /// Last changed at.
    pub updated_at: Instant,
    /// Version of the row beside `updated_at`: Zendesk's `generated_timestamp`, else 0.
    pub generated: i64,
    /// People named whole in the ticket's row.
    pub people: Vec<PersonRecord>,
    /// Messages that came inside the ticket's row.
    pub entries: Vec<EntryRecord>,
}

/// A person as a helpdesk exports them.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonRecord {
    /// Which helpdesk.
    pub source: Source,
    /// Their id there.
    pub id: RemoteId,
    /// Display name.
    pub name: String,
    /// Mail address, lower case.
    pub email: Option<String>,
    /// Role as the helpdesk knows it; none where the row does not say.
    pub role: Option<Role>,
    /// Their organization.
    pub organization: Option<RemoteId>,
    /// Last changed at; none where the row does not say.
    pub updated_at: Option<Instant>,
}

/// An organization as a helpdesk exports it.
#[derive(Clone, Debug, PartialEq)]
pub struct OrganizationRecord {
    /// Which helpdesk.
    pub source: Source,
    /// Its id there.
    pub id: RemoteId,
    /// Its name.
    pub name: String,
    /// True if its people are an acquiring partner's or a scheme's.
    pub partner: bool,
    /// Last changed at; none where the row does not say.
    pub updated_at: Option<Instant>,
}

/// A team.
#[derive(Clone, Debug, PartialEq)]
pub struct TeamRecord {
    /// Which helpdesk.
    pub source: Source,
    /// Its id there.
    pub id: RemoteId,
    /// Its name.
    pub name: String,
    /// Last changed at; none where the row does not say.
    pub updated_at: Option<Instant>,
}

/// A custom field's definition.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldRecord {
    /// Which helpdesk.
    pub source: Source,
    /// Its id there.
    pub id: RemoteId,
    /// Its title, as people see it.
    pub title: String,
}

/// A timeline entry. Comments carry the comment's id and audits the audit's, so the same
/// comment met in two files is one entry.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryRecord {
    /// Which helpdesk.
    pub source: Source,
    /// Its id there.
    pub id: RemoteId,
    /// The ticket's id there.
    pub ticket: RemoteId,
    /// When.
    pub at: Instant,
    /// What it is.
    pub kind: EntryKind,
    /// Who did it.
    pub author: Option<RemoteId>,
    /// True if the requester sees it.
    pub public: bool,
    /// Its text, plain.
    pub text: String,
    /// Field changes. People and teams stand by their id in the helpdesk, custom fields as
    /// `cf.ID`; the store puts the names in when it is asked.
    pub changes: Vec<FieldChange>,
    /// Attached files.
    pub attachments: Vec<Attachment>,
}

/// How one row changed the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It was not there.
    New,
    /// It was there and differed.
    Updated,
    /// It was there as it is, or newer.
    Unchanged,
}
