//! What happens to a ticket, as far as its clocks are concerned.

use std::sync::Arc;

use super::policy::Targets;
use crate::domain::Instant;
use crate::domain::schedule::Schedule;
use crate::domain::tickets::{Priority, Status};

/// Something that happened at an instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// When.
    pub at: Instant,
    /// What.
    pub kind: EventKind,
}

/// Who acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The client.
    EndUser,
    /// A colleague.
    Agent,
    /// A rule, a bot or an automatic answer.
    System,
}

impl Side {
    /// Every side.
    pub const ALL: [Self; 3] = [Self::EndUser, Self::Agent, Self::System];

    /// The name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::EndUser => "end_user",
            Self::Agent => "agent",
            Self::System => "system",
        }
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum EventKind {
    /// The ticket was made, with its first message.
    Created {
        /// Who wrote.
        by: Side,
        /// False for an internal note.
        public: bool,
        /// Its first status.
        status: Status,
        /// Its first priority.
        priority: Option<Priority>,
    },
    /// A message.
    Comment {
        /// Who wrote.
        by: Side,
        /// False for an internal note.
        public: bool,
        /// The status set with it.
        status: Option<Status>,
    },
    /// A message of a side conversation or a child ticket.
    SideComment {
        /// Who wrote.
        by: Side,
        /// False for an internal note.
        public: bool,
    },
    /// The status was set.
    Status(Status),
    /// The priority was set.
    Priority(Option<Priority>),
    /// Another policy applies, or none.
    Policy(Option<Arc<Targets>>),
    /// Priority and policy were set in one update: no clock sees the one without the other.
    Terms {
        /// The priority.
        priority: Option<Priority>,
        /// The policy's targets, or none.
        targets: Option<Arc<Targets>>,
    },
    /// Other hours apply; none: every minute counts.
    Schedule(Option<Arc<Schedule>>),
    /// It was merged into another ticket, and is closed.
    Merged,
}
