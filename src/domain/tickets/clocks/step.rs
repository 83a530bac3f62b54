//! What happened to each clock, remembered only if words are wanted.

use std::sync::Arc;

use super::policy::Target;
use crate::domain::Instant;
use crate::domain::schedule::Schedule;
use crate::domain::tickets::{Priority, Status};

/// Why a clock did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    Created,
    ClientMessage,
    AgentMessage,
    Status(Status),
    Priority(Option<Priority>),
    Policy,
    Schedule,
    Merge,
}

/// What a clock did.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Deed {
    Started(Cause),
    Paused(Status),
    Resumed(Status),
    Retargeted {
        to: Option<Target>,
        cause: Cause,
    },
    HoursChanged,
    /// Its due instant passed, as recorded, or was found to have passed at a change.
    Breached {
        late: Option<Cause>,
    },
    Superseded {
        breach: Instant,
        cause: Cause,
    },
    Achieved {
        cause: Cause,
        hours: Option<Arc<Schedule>>,
    },
    Cancelled {
        cause: Cause,
        breach: Option<Instant>,
    },
    Reopened(Status),
}

/// A deed of one clock.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    /// Which clock, by its place in the state.
    pub(super) clock: usize,
    pub(super) at: Instant,
    pub(super) deed: Deed,
    /// When the clock was due after it.
    pub(super) due: Option<Instant>,
}
