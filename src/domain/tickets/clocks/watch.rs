//! One clock: when it ran, how much of its target is used, when it is due.

use chrono::TimeDelta;

use super::metric::Metric;
use super::policy::Target;
use crate::domain::Instant;
use crate::domain::schedule::Schedule;

/// The hours in which business minutes pass; none: all hours.
pub(super) type Hours<'a> = Option<&'a Schedule>;

/// How a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// It runs, since the instant given.
    Running(Instant),
    /// It stands still.
    Paused,
    /// It was answered, with the due instant it had just before; none if it stood still.
    Achieved { at: Instant, due: Option<Instant> },
    /// It was dropped without a verdict.
    Cancelled(Instant),
}

/// A clock as it is kept; it measures its whole span anew whenever its target or the hours
/// change.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Watch {
    pub(super) metric: Metric,
    pub(super) instance: u32,
    pub(super) started: Instant,
    pub(super) phase: Phase,
    /// The target in force, or that of its end.
    pub(super) target: Option<Target>,
    pub(super) breached: Option<Instant>,
    /// The earliest instant at which the target is used up: lies in the run at hand or, if it was
    /// reached, in an earlier one. None while it stands still before that, or if it never comes.
    pub(super) due: Option<Instant>,
    /// Runs that have ended, oldest first.
    runs: Vec<(Instant, Instant)>,
    /// Seconds of those in the target's kind.
    used: i64,
}

impl Watch {
    /// A clock that starts to run.
    pub(super) fn start(
        metric: Metric,
        instance: u32,
        at: Instant,
        target: Option<Target>,
        hours: Hours<'_>,
    ) -> Self {
        let mut watch = Self {
            metric,
            instance,
            started: at,
            phase: Phase::Running(at),
            target,
            breached: None,
            due: None,
            runs: Vec::new(),
            used: 0,
        };
        watch.due = watch.due_of_run(at, hours);
        watch
    }

    /// True until it is achieved or cancelled.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.phase, Phase::Running(_) | Phase::Paused)
    }

    /// True if business minutes count.
    pub(super) fn is_business(&self) -> bool {
        self.target.is_some_and(|target| target.business)
    }

    /// True if the clock is open, its due instant has passed, and no breach is recorded.
    pub(super) fn is_overdue(&self, at: Instant) -> bool {
        self.is_open() && self.breached.is_none() && self.due.is_some_and(|due| due < at)
    }

    /// Stops it at `at`; true if it ran.
    pub(super) fn pause(&mut self, at: Instant, hours: Hours<'_>) -> bool {
        let ran = self.end_run(at, hours);
        if ran {
            self.phase = Phase::Paused;
            // What was reached stays reached.
            self.due = self.due.filter(|due| *due <= at);
        }
        ran
    }

    /// Lets it go on; true if it stood still.
    pub(super) fn resume(&mut self, at: Instant, hours: Hours<'_>) -> bool {
        if self.phase != Phase::Paused {
            return false;
        }
        self.phase = Phase::Running(at);
        if self.due.is_none() {
            self.due = self.due_of_run(at, hours);
        }
        true
    }

    /// Ends it as answered.
    pub(super) fn achieve(&mut self, at: Instant, hours: Hours<'_>) {
        let ran = self.end_run(at, hours);
        let due = self.due.filter(|_| ran);
        self.phase = Phase::Achieved { at, due };
    }

    /// Ends it without a verdict.
    pub(super) fn cancel(&mut self, at: Instant, hours: Hours<'_>) {
        self.end_run(at, hours);
        self.phase = Phase::Cancelled(at);
    }

    /// Goes on after it was achieved, running since `since`, with another target or the same.
    pub(super) fn reopen(&mut self, since: Instant, target: Option<Target>, hours: Hours<'_>) {
        self.phase = Phase::Running(since);
        self.target = target;
        self.measure(hours);
    }

    /// Measures the whole span anew, after the target or the hours changed.
    pub(super) fn measure(&mut self, hours: Hours<'_>) {
        self.used = 0;
        self.due = None;
        let Some(target) = self.target else { return };
        for (from, to) in &self.runs {
            if self.due.is_none() {
                let reached = after(*from, target.seconds - self.used, target, hours);
                self.due = reached.filter(|reached| reached <= to);
            }
            self.used += elapsed(*from, *to, target, hours);
        }
        if let Phase::Running(since) = self.phase
            && self.due.is_none()
        {
            self.due = self.due_of_run(since, hours);
        }
    }

    /// Seconds used at `now`, in the target's kind.
    pub(super) fn used(&self, now: Instant, hours: Hours<'_>) -> i64 {
        match (self.phase, self.target) {
            (Phase::Running(since), Some(target)) => self.used + elapsed(since, now, target, hours),
            _ => self.used,
        }
    }

    /// Every run, the one at hand until `now`.
    pub(super) fn runs(&self, now: Instant) -> impl Iterator<Item = (Instant, Instant)> {
        let open = match self.phase {
            Phase::Running(since) => Some((since, now)),
            _ => None,
        };
        self.runs.iter().copied().chain(open)
    }

    /// Ends the run at hand; false if there is none.
    fn end_run(&mut self, at: Instant, hours: Hours<'_>) -> bool {
        let Phase::Running(since) = self.phase else {
            return false;
        };
        if let Some(target) = self.target {
            self.used += elapsed(since, at, target, hours);
        }
        self.runs.push((since, at));
        true
    }

    fn due_of_run(&self, since: Instant, hours: Hours<'_>) -> Option<Instant> {
        let target = self.target?;
        after(since, target.seconds - self.used, target, hours)
    }
}

fn elapsed(from: Instant, to: Instant, target: Target, hours: Hours<'_>) -> i64 {
    match hours {
        Some(hours) if target.business => hours.elapsed(from, to),
        _ => (to - from).num_seconds().max(0),
    }
}

/// The earliest instant at which `seconds` of the target's kind have passed since `from`.
fn after(from: Instant, seconds: i64, target: Target, hours: Hours<'_>) -> Option<Instant> {
    match hours {
        Some(hours) if target.business => hours.after(from, seconds),
        _ => from.checked_add_signed(TimeDelta::try_seconds(seconds)?),
    }
}
