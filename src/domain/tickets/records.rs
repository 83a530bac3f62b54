//! What an import brings: one record a row of an export, already checked.
//!
//! People, organizations, teams and fields are named by the helpdesk's id, because files come
//! in any order: the store makes a stub for an id it has not met and fills it in later. Where a
//! file gives a name alone, [`named`] makes an id of it. A row says which of a ticket's members
//! it speaks of ([`Said`]); of each member the newest row that speaks of it counts, so that a
//! table with five columns takes nothing away from a full export, whichever is read first.

use std::sync::Arc;

use super::ticket::{Attachment, EntryKind, FieldChange, Kind, Priority, Role, Source, Status};
use crate::domain::Instant;
use crate::domain::digest::Fnv;

/// A helpdesk's id: positive and within 63 bits; negative if it was made of a name ([`named`]).
pub type RemoteId = i64;

/// The id of a person, organization, team or field of which a file gives nothing but a name or
/// an address: negative, the same for every spelling of it in capitals or small letters.
///
/// ```
/// use paydesk::domain::tickets::records::named;
/// assert_eq!(named(" Gus Agent"), named("gus agent"));
/// assert!(named("Gus Agent") < 0);
/// ```
pub fn named(name: &str) -> RemoteId {
    let mut hash = Fnv::new();
    for letter in name.trim().chars().flat_map(char::to_lowercase) {
        hash.bytes(letter.encode_utf8(&mut [0; 4]).as_bytes());
    }
    i64::try_from(hash.bits() >> 2).map_or(-1, |hash| -1 - hash)
}

/// Members of a ticket that a row speaks of, even if only to say that there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said(u32);

impl Said {
    /// Nothing but that it exists.
    pub const NOTHING: Self = Self(0);
    /// Its page.
    pub const URL: Self = Self(1);
    /// The subject.
    pub const SUBJECT: Self = Self(1 << 1);
    /// The first message.
    pub const DESCRIPTION: Self = Self(1 << 2);
    /// What it is about.
    pub const KIND: Self = Self(1 << 3);
    /// The status.
    pub const STATUS: Self = Self(1 << 4);
    /// The priority.
    pub const PRIORITY: Self = Self(1 << 5);
    /// Who asked.
    pub const REQUESTER: Self = Self(1 << 6);
    /// Who works on it.
    pub const ASSIGNEE: Self = Self(1 << 7);
    /// The organization.
    pub const ORGANIZATION: Self = Self(1 << 8);
    /// The team.
    pub const TEAM: Self = Self(1 << 9);
    /// The tags.
    pub const TAGS: Self = Self(1 << 10);
    /// When it was made.
    pub const CREATED: Self = Self(1 << 11);
    /// When it was solved.
    pub const SOLVED: Self = Self(1 << 12);
    /// All its custom fields: one that is not listed has no value.
    pub const FIELDS: Self = Self(1 << 13);
    /// Everything but when it was solved, as a helpdesk's own export of whole tickets.
    pub const WHOLE: Self = Self((1 << 14) - 1 - (1 << 12));

    /// Each member alone.
    pub const MEMBERS: [Self; 13] = [
        Self::URL,
        Self::SUBJECT,
        Self::DESCRIPTION,
        Self::KIND,
        Self::STATUS,
        Self::PRIORITY,
        Self::REQUESTER,
        Self::ASSIGNEE,
        Self::ORGANIZATION,
        Self::TEAM,
        Self::TAGS,
        Self::CREATED,
        Self::SOLVED,
    ];

    /// The number that the store keeps of it.
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// Both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// True if all of `other` is spoken of.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

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
    /// An issue of the engineers' tracker.
    Issue(Box<IssueRecord>),
}

/// A ticket as a helpdesk exports it.
#[derive(Clone, Debug, PartialEq)]
pub struct TicketRecord {
    /// Which helpdesk.
    pub source: Source,
    /// Its id there.
    pub id: RemoteId,
    /// Which members the row speaks of; the others hold what stands in [`TicketRecord::new`].
    pub said: Said,
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
    /// Values of custom fields, by field id, each once. An empty one takes the value away; where
    /// the row says all [`Said::FIELDS`] they are left out.
    pub fields: Vec<(RemoteId, String)>,
    /// Made at.
    pub created_at: Instant,
    /// Last changed at: the version of the row. Where a file does not say, the latest instant
    /// it does say.
    pub updated_at: Instant,
    /// Solved at; none where the row does not say or it is not solved.
    pub solved_at: Option<Instant>,
    /// Version of the row beside `updated_at`: Zendesk's `generated_timestamp`, else 0.
    pub generated: i64,
    /// People named whole in the ticket's row.
    pub people: Vec<PersonRecord>,
    /// The organization, if the row names it.
    pub organization_named: Option<OrganizationRecord>,
    /// The team, if the row names it.
    pub team_named: Option<TeamRecord>,
    /// Custom fields whose titles the row gives; shared by the rows of a table.
    pub titles: Arc<[FieldRecord]>,
    /// Messages that came inside the ticket's row.
    pub entries: Vec<EntryRecord>,
}

impl TicketRecord {
    /// A ticket of which nothing is said yet: an open inquiry without a subject.
    pub fn new(source: Source, id: RemoteId, updated_at: Instant) -> Self {
        Self {
            source,
            id,
            said: Said::NOTHING,
            deleted: false,
            url: None,
            subject: String::new(),
            description: None,
            kind: Kind::Inquiry,
            status: Status::Open,
            priority: None,
            requester: None,
            assignee: None,
            organization: None,
            team: None,
            tags: Vec::new(),
            fields: Vec::new(),
            created_at: updated_at,
            updated_at,
            solved_at: None,
            generated: 0,
            people: Vec::new(),
            organization_named: None,
            team_named: None,
            titles: Arc::default(),
            entries: Vec::new(),
        }
    }
}

/// How far an issue is, whatever its status is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssueStage {
    /// Not begun.
    ToDo,
    /// Being worked on.
    InProgress,
    /// Over.
    Done,
}

/// An issue as the tracker exports it.
#[derive(Clone, Debug, PartialEq)]
pub struct IssueRecord {
    /// Its key, upper case ("PAY-123").
    pub key: String,
    /// Its page there.
    pub url: Option<String>,
    /// Its summary.
    pub summary: String,
    /// Its text, plain.
    pub description: Option<String>,
    /// The status as it is called there.
    pub status: String,
    /// How far that is; none where the row does not say.
    pub stage: Option<IssueStage>,
    /// What sort of issue ("Bug").
    pub kind: String,
    /// Its priority as it is called there.
    pub priority: Option<String>,
    /// Who works on it.
    pub assignee: Option<String>,
    /// Who reported it.
    pub reporter: Option<String>,
    /// Labels, sorted, each once.
    pub labels: Vec<String>,
    /// Tickets that it names by their handle (`zd:35436`), in labels or fields.
    pub tickets: Vec<(Source, RemoteId)>,
    /// Made at.
    pub created_at: Instant,
    /// Last changed at: the version of the row.
    pub updated_at: Instant,
    /// Resolved at.
    pub resolved_at: Option<Instant>,
    /// Its comments: when, who, what.
    pub comments: Vec<IssueComment>,
}

/// A comment of an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueComment {
    /// When.
    pub at: Instant,
    /// Who, by name or by the tracker's id.
    pub author: String,
    /// Its text, plain.
    pub text: String,
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
    /// Version of the row that brought it, in seconds: of two texts of one id the newer counts.
    pub version: i64,
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
