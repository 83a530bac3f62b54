//! What a person or a script may want ([`Command`]) and ask ([`Query`]), over all subjects.
//!
//! Both doors, the screen and the command line, build these and nothing else; the store
//! carries them out.

use serde::{Deserialize, Serialize};

use super::{desk, tickets};
use tickets::history::{ClockAnswer, ClockQuery};

/// A wish to change the desk. `store::perform` carries it out in one transaction or not at all.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Changes to tickets.
    Tickets(tickets::Command),
    /// What the desk itself remembers (theme, first-run card, views).
    Desk(desk::Command),
    /// Takes back the last action of this person ([`Actor`]).
    Undo,
    /// Does again what this person took back last.
    Redo,
}

/// A question to the store; each subject has its own.
#[derive(Clone, Debug, PartialEq)]
pub enum Query {
    /// About tickets.
    Tickets(tickets::Query),
    /// About SLA clocks.
    Clocks(ClockQuery),
    /// About what can be undone.
    Journal(desk::JournalQuery),
    /// What the desk remembers.
    Settings,
    /// The named queries.
    Views,
    /// What waits to be sent, for one ticket or for all.
    Outbox(Option<tickets::TicketId>),
}

/// The store's answer; each variant belongs to the question of its name.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// To [`Query::Tickets`].
    Tickets(tickets::Answer),
    /// To [`Query::Clocks`].
    Clocks(ClockAnswer),
    /// To [`Query::Journal`], newest first.
    Journal(Vec<desk::JournalEntry>),
    /// To [`Query::Settings`].
    Settings(Vec<(desk::Setting, String)>),
    /// To [`Query::Views`], in the order of their places.
    Views(Vec<desk::View>),
    /// To [`Query::Outbox`], oldest first.
    Outbox(Vec<desk::OutboxRow>),
}

/// What a command did: the changes as written, with the ids that were given.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// What was written.
    pub changes: tickets::Changes,
    /// The journal entry, if undo lists it.
    pub journal: Option<i64>,
}

/// Who acts: the first address of `[desk] me`, or nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Mail address; empty when the configuration names nobody.
    pub email: String,
}

impl Actor {
    /// The actor with this address; an empty address is nobody.
    pub fn new(email: &str) -> Self {
        Self {
            email: email.trim().to_lowercase(),
        }
    }

    /// The name shown beside what this person did: the address, or "me".
    pub fn label(&self) -> &str {
        if self.email.is_empty() {
            "me"
        } else {
            &self.email
        }
    }
}

/// Why a command cannot be done now: one sentence for a person, and what to do instead.
///
/// The same refusal is an action's "why not" on the screen and the error of the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What stands in the way, as a sentence.
    pub reason: String,
    /// What would help, if anything.
    pub cure: Option<String>,
    /// True when the thing named does not exist.
    pub missing: bool,
}

impl Refusal {
    /// A refusal with its reason.
    pub fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            cure: None,
            missing: false,
        }
    }

    /// A refusal because the thing named is not there.
    pub fn missing(reason: impl Into<String>) -> Self {
        Self {
            missing: true,
            ..Self::new(reason)
        }
    }

    /// The reason and what would help, in one line.
    pub fn said(&self) -> String {
        match &self.cure {
            Some(cure) => format!("{}; {cure}", self.reason),
            None => self.reason.clone(),
        }
    }

    /// Adds what would help.
    #[must_use]
    pub fn cure(mut self, cure: impl Into<String>) -> Self {
        self.cure = Some(cure.into());
        self
    }
}
