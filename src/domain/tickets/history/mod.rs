//! What happened to a ticket, read off its row and its timeline: the events of its clocks.
//!
//! Pure. A [`Past`] is what the store knows of one ticket; [`History::of`] turns it into
//! [`Event`]s, and these into what lists are sorted and filtered by ([`Derived`]) and the clocks at
//! an instant ([`Standing`]). The order in which entries are given does not count. Costs some
//! microseconds an entry.
//!
//! # What is recorded
//!
//! Every change that the timeline records is taken as it was, at its instant. A field's first value
//! is what its first recorded change changed; a field without any had the value of now all along.
//! Messages and changes of one instant are one update: a status belongs to the message of the
//! same author, the policy is looked for when all is done. Whatever the timeline has before the
//! ticket was made counts at the instant it was made.
//!
//! # What is assumed
//!
//! - A ticket begins with its earliest message, if that came within [`FIRST_MESSAGE_WITHIN`]
//!   seconds; else with a public message of the requester, as its row says. Freshdesk keeps the
//!   first message in the row alone.
//! - Where no change of status came from the helpdesk (a table without audits), it began as
//!   new (Freshdesk knows no new: open), and was solved when the row says so.
//! - Where the row, as it was last read, does not stand where the recorded changes end, it got
//!   there when it was changed last.
//! - A client's message on a ticket that waits or is solved opens it, unless the changes that are
//!   recorded say that it did not.
//!
//! # Who speaks
//!
//! A colleague's message is ours; so is one of somebody of whom nothing but an id is known, and
//! who is not the requester: helpdesks export their agents last. The requester is the client
//! even if a colleague, who asks in public and notes in private. Partners and everybody else are
//! the client's side. What nobody wrote, the system did. A message of the client that is not
//! public came from an address the helpdesk did not know on this ticket: it starts no clock.

mod changes;
mod derived;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod properties;
mod rules;
mod tell;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::clocks::{Clocks, Event, EventKind, Field, Side, Targets};
use super::{EntryKind, Priority, Role, Source, Status};
use crate::domain::Instant;

pub use derived::{ClockAnswer, ClockQuery, Derived, NO_INSTANT, Standing};
pub use rules::ClockRules;

/// Seconds after a ticket was made within which its earliest message is the one it was made with:
/// a helpdesk writes both in one go.
pub const FIRST_MESSAGE_WITHIN: i64 = 10;

/// What the store knows of one ticket, as far as its clocks hang on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// Where it lives.
    pub source: Source,
    /// Where it stands now.
    pub status: Status,
    /// How pressing it is now.
    pub priority: Option<Priority>,
    /// Made at.
    pub created_at: Instant,
    /// The version of the helpdesk's row; none for a ticket made here.
    pub row_at: Option<Instant>,
    /// Solved at, while it is solved or closed.
    pub solved_at: Option<Instant>,
    /// Local id of the requester.
    pub requester: Option<i64>,
    /// Local id of who works on it.
    pub assignee: Option<i64>,
    /// Values of the fields that policies ask about, as they are now; tags are one.
    pub fields: Vec<(Field, Vec<String>)>,
    /// Its timeline, in any order.
    pub entries: Vec<Happened>,
}

/// One entry of a timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Happened {
    /// When.
    pub at: Instant,
    /// The helpdesk's id; none for what was done here.
    pub external: Option<i64>,
    /// Local id.
    pub id: i64,
    /// What it is.
    pub kind: EntryKind,
    /// Who did it.
    pub by: Author,
    /// True if the requester sees it.
    pub public: bool,
    /// What it changed, as far as clocks hang on it.
    pub changes: Vec<Change>,
    /// True if files are attached.
    pub attached: bool,
}

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Author {
    /// Nobody: a rule of the helpdesk.
    System,
    /// Whoever sat here.
    Us,
    /// Somebody of whom only a local id is known.
    Unknown(i64),
    /// Somebody with a role, by local id.
    Person(i64, Role),
}

impl Author {
    /// Their local id.
    fn id(self) -> Option<i64> {
        match self {
            Self::System | Self::Us => None,
            Self::Unknown(id) | Self::Person(id, _) => Some(id),
        }
    }
}

/// A change of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The status was set; from none where the row does not say.
    Status(Option<Status>, Status),
    /// The priority was set.
    Priority(Option<Priority>, Option<Priority>),
    /// Another field that policies ask about was set.
    Field(Field, Vec<String>, Vec<String>),
}

impl Past {
    /// When the last recorded change solved the ticket, if it is solved and one did: a helpdesk
    /// closes days later, and its row says no more than when that was.
    pub fn solved(&self) -> Option<Instant> {
        let solves = |change: &Change| match change {
            Change::Status(from, to) => !to.is_open() && from.is_none_or(Status::is_open),
            _ => false,
        };
        let solving = self
            .entries
            .iter()
            .filter(|entry| entry.changes.iter().any(solves));
        let last = solving.map(|entry| entry.at).max();
        last.filter(|_| !self.status.is_open())
    }
}

impl Happened {
    /// True for a message or a note.
    fn is_message(&self) -> bool {
        matches!(self.kind, EntryKind::Reply | EntryKind::Note)
    }

    /// Where it stands among entries of one instant: what the helpdesk has goes first, by its id, so
    /// that the order in which files were read does not count.
    fn place(&self) -> (Instant, bool, i64) {
        let order = self.external.unwrap_or(self.id);
        (self.at, self.external.is_none(), order)
    }
}

/// The events of a ticket, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// The policy it began with.
    targets: Option<Arc<Targets>>,
    events: Vec<Event>,
    status: Status,
    created_at: Instant,
    solved_at: Option<Instant>,
    attached: bool,
}

impl History {
    /// The events of a ticket.
    pub fn of(past: &Past, rules: &ClockRules) -> Self {
        let (targets, events) = tell::tell(past, rules);
        Self {
            targets,
            events,
            status: past.status,
            created_at: past.created_at,
            solved_at: past.solved(),
            attached: past.entries.iter().any(|entry| entry.attached),
        }
    }

    /// What happened, in order.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Its clocks after what happened until `now`, or after everything; `remembers` for their why.
    fn clocks(&self, rules: &ClockRules, now: Option<Instant>, remembers: bool) -> Clocks {
        let mut clocks = Clocks::new(self.targets.clone(), rules.hours().cloned());
        if remembers {
            clocks = clocks.remembering();
        }
        for event in self.until(now) {
            clocks.apply(event, rules.switches());
        }
        clocks
    }

    /// What happened until `now`, or everything.
    fn until(&self, now: Option<Instant>) -> &[Event] {
        let end = now.map_or(self.events.len(), |now| {
            self.events.partition_point(|event| event.at <= now)
        });
        self.events.get(..end).unwrap_or_default()
    }
}

/// Whose message an event is, and whether the client sees it.
fn message(event: &Event) -> Option<(Side, bool)> {
    match event.kind {
        EventKind::Created { by, public, .. } | EventKind::Comment { by, public, .. } => {
            Some((by, public))
        }
        _ => None,
    }
}

/// The status after an event, as clocks see it.
fn status_after(status: Status, event: &Event) -> Status {
    if status == Status::Closed {
        return status;
    }
    match event.kind {
        EventKind::Created { status, .. }
        | EventKind::Status(status)
        | EventKind::Comment {
            status: Some(status),
            ..
        } => status,
        EventKind::Comment {
            by: Side::EndUser,
            public: true,
            status: None,
        } if !matches!(status, Status::New | Status::Open) => Status::Open,
        EventKind::Merged => Status::Closed,
        _ => status,
    }
}
