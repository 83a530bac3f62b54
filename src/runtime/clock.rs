//! The time the loop hands to the model.

use std::time::Duration;

use crate::app::event::Now;
use crate::domain::Instant;

/// A wall clock that runs or stands, and a monotonic one beside it.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// What `--now` says, if it is given.
    fixed: Option<Instant>,
    mono: Mono,
}

#[derive(Clone, Copy, Debug)]
enum Mono {
    Since(std::time::Instant),
    Manual(Duration),
}

impl Clock {
    /// The machine's clock; `fixed` stops its wall side.
    pub fn new(fixed: Option<Instant>) -> Self {
        Self {
            fixed,
            mono: Mono::Since(std::time::Instant::now()),
        }
    }

    /// A clock that moves by [`Clock::advance`] only, for tests.
    pub fn manual(wall: Instant) -> Self {
        Self {
            fixed: Some(wall),
            mono: Mono::Manual(Duration::ZERO),
        }
    }

    /// Moves a manual clock on; timers run, the wall stands.
    pub fn advance(&mut self, by: Duration) {
        if let Mono::Manual(mono) = &mut self.mono {
            *mono += by;
        }
    }

    /// True if the wall side runs.
    pub fn runs(&self) -> bool {
        self.fixed.is_none()
    }

    /// The time.
    pub fn now(&self) -> Now {
        let mono = match self.mono {
            Mono::Since(start) => start.elapsed(),
            Mono::Manual(mono) => mono,
        };
        Now {
            wall: self.fixed.unwrap_or_else(read_wall),
            mono,
        }
    }
}

/// Reads the machine's wall clock: the one place where this is done.
#[expect(
    clippy::disallowed_methods,
    reason = "the clock is passed in everywhere else"
)]
pub fn read_wall() -> Instant {
    chrono::Utc::now()
}
