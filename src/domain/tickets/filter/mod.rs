//! The filter language: one line of typing that names tickets and their order.
//!
//! Terms must all
//! hold, each of which may be negated. There is no hidden filter: the empty text is every
//! ticket, closed ones too.

mod parse;
mod print;
mod select;
pub mod selection;
#[cfg(test)]
mod tests;
mod values;
mod words;

use super::ticket::{Kind, Priority, Source, Status};

pub use parse::FilterError;

/// Which tickets, in which order, at most how many.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Terms that must all hold.
    pub terms: Vec<Term>,
    /// The order.
    pub sort: Sort,
    /// At most this many.
    pub limit: Option<u32>,
}

/// A condition, possibly negated.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// True if it must not hold.
    pub negated: bool,
    /// The condition.
    pub test: Test,
}

/// A condition on one ticket; where it lists values, any of them will do.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// Its status is one of these. Comparisons (`status:<solved`) are listed out.
    Status(Vec<Status>),
    /// Its priority is one of these; a ticket without priority never matches.
    Priority(Vec<Priority>),
    /// Its kind is one of these.
    Kind(Vec<Kind>),
    /// It lives in one of these.
    Source(Vec<Source>),
    /// It has one of these tags, whole and without regard to case.
    Tag(Vec<String>),
    /// One of these works on it.
    Assignee(Vec<Who>),
    /// One of these asked.
    Requester(Vec<Who>),
    /// The organization's name contains one of these.
    Organization(Vec<String>),
    /// The team's name contains one of these.
    Group(Vec<String>),
    /// The subject contains one of these.
    Subject(Vec<String>),
    /// Its local id is one of these.
    Id(Vec<i64>),
    /// Its id in the helpdesk is one of these.
    External(Vec<i64>),
    /// It has any priority.
    HasPriority,
    /// A change of ours waits in the outbox.
    Dirty,
    /// A note is being written.
    Draft,
    /// Subject, requester's name, organization or helpdesk number contains this (number: equals it).
    Text(String),
}

/// A person in a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Me, by these addresses (`[desk] me`); empty matches nobody.
    Me(Vec<String>),
    /// Nobody (`none`).
    Nobody,
    /// Name or address contains this.
    Named(String),
}

/// The order of a list. Ties are broken by id in the same direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// By which column.
    pub field: SortField,
    /// Greatest first.
    pub descending: bool,
}

impl Default for Sort {
    /// Newest change first.
    fn default() -> Self {
        Self {
            field: SortField::Updated,
            descending: true,
        }
    }
}

/// The columns a list can be sorted by; each has an index that ends in `id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortField {
    /// Last change.
    Updated,
    /// Time made.
    Created,
    /// Urgency; tickets without one stand below low.
    Priority,
    /// Status, new to closed.
    Status,
    /// Local id.
    Id,
    /// When the next running clock is due; tickets without one stand last.
    Sla,
    /// The requester's name or address.
    Requester,
    /// Subject.
    Subject,
    /// When it comes back by itself; tickets that do not stand last.
    FollowUp,
}

impl SortField {
    /// Every offered sort.
    pub const ALL: [Self; 9] = [
        Self::Updated,
        Self::Created,
        Self::Priority,
        Self::Status,
        Self::Id,
        Self::Sla,
        Self::Requester,
        Self::Subject,
        Self::FollowUp,
    ];

    /// Its name after `sort:`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Updated => "updated",
            Self::Created => "created",
            Self::Priority => "priority",
            Self::Status => "status",
            Self::Id => "id",
            Self::Sla => "sla",
            Self::Requester => "requester",
            Self::Subject => "subject",
            Self::FollowUp => "follow_up",
        }
    }

    /// The direction it has when none is given: newest and most urgent first, the rest from the start.
    pub fn descends_by_default(self) -> bool {
        matches!(self, Self::Updated | Self::Created | Self::Priority)
    }
}
