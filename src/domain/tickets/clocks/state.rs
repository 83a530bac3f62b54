//! The clocks of one ticket: a state that takes events and can be read.

use std::sync::Arc;

use super::event::{Event, EventKind, Side};
use super::metric::Metric;
use super::policy::{Target, Targets};
use super::step::{Cause, Deed, Step};
use super::switches::Switches;
use super::watch::{Hours, Phase, Watch};
use crate::domain::Instant;
use crate::domain::schedule::Schedule;
use crate::domain::tickets::{Priority, Status};

/// How a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockState {
    /// It runs.
    Active,
    /// It stands still.
    Paused,
    /// It was answered, in time or not.
    Achieved,
    /// It was dropped without a verdict.
    Cancelled,
}

impl ClockState {
    /// The name in `--json`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Achieved => "achieved",
            Self::Cancelled => "cancelled",
        }
    }
}

/// A clock as read at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// What it measures.
    pub metric: Metric,
    /// Which one of its metric, in order of start; a next reply counts from 2.
    pub instance: u32,
    /// The target in force, or that of its end.
    pub target: Target,
    /// How it stands.
    pub state: ClockState,
    /// When it first started.
    pub started_at: Instant,
    /// When it is due, or was when it was achieved; none while it stands still.
    pub due_at: Option<Instant>,
    /// When it was achieved.
    pub achieved_at: Option<Instant>,
    /// When it was breached, if it is.
    pub breached_at: Option<Instant>,
    /// Seconds used, in the target's kind.
    pub elapsed_seconds: i64,
}

impl Clock {
    /// Seconds left in the target's kind, negative once it is over; none when it is done.
    pub fn remaining_seconds(&self) -> Option<i64> {
        matches!(self.state, ClockState::Active | ClockState::Paused)
            .then(|| self.target.seconds - self.elapsed_seconds)
    }
}

/// The clocks of one ticket.
///
/// Clocks run whether or not a target is set for them; only those with a target are read.
#[derive(Clone, Debug, PartialEq)]
pub struct Clocks {
    /// None until the ticket is made.
    status: Option<Status>,
    priority: Option<Priority>,
    targets: Option<Arc<Targets>>,
    schedule: Option<Arc<Schedule>>,
    /// When it was solved, while it is.
    solved: Option<Instant>,
    /// Every clock, in order of start.
    watches: Vec<Watch>,
    /// By metric: the newest clock, and how many there were.
    newest: [Option<usize>; Metric::ALL.len()],
    counts: [u32; Metric::ALL.len()],
    steps: Option<Vec<Step>>,
}

impl Clocks {
    /// A ticket that is yet to be made, under this policy and these hours (none: every minute
    /// counts).
    pub fn new(targets: Option<Arc<Targets>>, schedule: Option<Arc<Schedule>>) -> Self {
        Self {
            status: None,
            priority: None,
            targets,
            schedule,
            solved: None,
            watches: Vec::new(),
            newest: [None; Metric::ALL.len()],
            counts: [0; Metric::ALL.len()],
            steps: None,
        }
    }

    /// The same, remembering each step for [`Clocks::why`].
    #[must_use]
    pub fn remembering(mut self) -> Self {
        self.steps = Some(Vec::new());
        self
    }

    /// Takes an event. Events come in the order of their instants, equal ones in the order they
    /// happened; one before the ticket was made counts for its priority, policy and hours alone.
    pub fn apply(&mut self, event: &Event, switches: Switches) {
        let at = event.at;
        self.settle(at);
        match &event.kind {
            EventKind::Created {
                by,
                public,
                status,
                priority,
            } => {
                if self.status.is_none() {
                    self.priority = *priority;
                    self.create(at, *by, *public, *status, switches);
                }
            }
            EventKind::Comment { by, public, status } => {
                self.comment(at, *by, *public, *status, switches);
            }
            EventKind::SideComment { by, public } => {
                if switches.count_side_comments {
                    self.comment(at, *by, *public, None, switches);
                }
            }
            EventKind::Status(status) => self.set_status(at, *status, switches),
            EventKind::Priority(priority) => {
                self.priority = *priority;
                self.retarget(at, Cause::Priority(*priority), switches);
            }
            EventKind::Policy(targets) => {
                self.targets.clone_from(targets);
                self.retarget(at, Cause::Policy, switches);
            }
            EventKind::Terms { priority, targets } => {
                self.priority = *priority;
                self.targets.clone_from(targets);
                self.retarget(at, Cause::Policy, switches);
            }
            EventKind::Schedule(schedule) => {
                self.schedule.clone_from(schedule);
                self.change_hours(at, switches);
            }
            EventKind::Merged => self.merge(at, switches),
        }
    }

    /// The clocks with a target, by metric and instance, at `now`: an instant not before the last
    /// event.
    pub fn read(&self, now: Instant) -> Vec<Clock> {
        let hours = self.schedule.as_deref();
        let read = |watch: &Watch| read(watch, now, hours);
        self.listed().filter_map(|(_, watch)| read(watch)).collect()
    }

    /// The clocks that are read, in that order, with their places in the state.
    pub(super) fn listed(&self) -> impl Iterator<Item = (usize, &Watch)> {
        Metric::ALL.into_iter().flat_map(move |metric| {
            let all = self.watches.iter().enumerate();
            all.filter(move |(_, watch)| watch.metric == metric && watch.target.is_some())
        })
    }

    /// The hours that hold.
    pub(super) fn hours(&self) -> Option<&Arc<Schedule>> {
        self.schedule.as_ref()
    }

    /// What was remembered.
    pub(super) fn steps(&self) -> &[Step] {
        self.steps.as_deref().unwrap_or_default()
    }

    /// Records the breaches of every open clock whose due instant has passed at `at`.
    pub(super) fn settle(&mut self, at: Instant) {
        // Only the newest clock of a metric can be open.
        for place in self.newest.into_iter().flatten() {
            self.change(place, at, |watch, _| {
                if !watch.is_overdue(at) {
                    return None;
                }
                watch.breached = watch.due;
                Some(Deed::Breached { late: None })
            });
        }
    }

    fn create(&mut self, at: Instant, by: Side, public: bool, status: Status, switches: Switches) {
        self.status = Some(status);
        if !status.is_open() {
            self.solved = Some(at);
            return;
        }
        for metric in Metric::OF_STATUS {
            self.start(metric, at, Cause::Created);
        }
        match by {
            Side::EndUser if public => self.start(Metric::FirstReply, at, Cause::ClientMessage),
            Side::Agent if public => {
                if switches.first_reply_on_agent_tickets {
                    self.start(Metric::FirstReply, at, Cause::AgentMessage);
                }
                self.start(Metric::PeriodicUpdate, at, Cause::AgentMessage);
                self.start(Metric::PausableUpdate, at, Cause::AgentMessage);
            }
            _ => {}
        }
    }

    fn comment(
        &mut self,
        at: Instant,
        by: Side,
        public: bool,
        status: Option<Status>,
        switches: Switches,
    ) {
        let Some(before) = self.status.filter(|status| *status != Status::Closed) else {
            return;
        };
        let speaks_to_client = public && by == Side::Agent;
        let speaks_to_us = public && by == Side::EndUser;
        if speaks_to_client {
            for metric in [
                Metric::FirstReply,
                Metric::NextReply,
                Metric::PeriodicUpdate,
                Metric::PausableUpdate,
            ] {
                self.achieve(metric, at, Cause::AgentMessage);
            }
        }
        // A client's message puts a ticket that waits back to work.
        let reopens = speaks_to_us && !matches!(before, Status::New | Status::Open);
        if let Some(status) = status.or(reopens.then_some(Status::Open)) {
            self.set_status(at, status, switches);
        }
        if !self.status.is_some_and(Status::is_open) {
            return;
        }
        if speaks_to_client {
            self.start(Metric::PeriodicUpdate, at, Cause::AgentMessage);
            self.start(Metric::PausableUpdate, at, Cause::AgentMessage);
        }
        // The oldest unanswered message counts.
        let waits = self.is_open(Metric::FirstReply) || self.is_open(Metric::NextReply);
        if speaks_to_us && !waits {
            self.start(Metric::NextReply, at, Cause::ClientMessage);
        }
    }

    fn set_status(&mut self, at: Instant, status: Status, switches: Switches) {
        let Some(before) = self.status else { return };
        if before == Status::Closed || before == status {
            return;
        }
        self.status = Some(status);
        match (before.is_open(), status.is_open()) {
            (true, false) => self.solve(at, Cause::Status(status), switches),
            (false, true) => self.reopen(at, status, switches),
            (true, true) => self.pause_or_resume(at, status),
            (false, false) => {}
        }
    }

    fn pause_or_resume(&mut self, at: Instant, status: Status) {
        for metric in Metric::ALL {
            let Some(place) = self.newest_of(metric) else {
                continue;
            };
            self.change(place, at, |watch, hours| {
                if metric.pauses_in(status) {
                    watch.pause(at, hours).then_some(Deed::Paused(status))
                } else {
                    watch.resume(at, hours).then_some(Deed::Resumed(status))
                }
            });
        }
    }

    fn solve(&mut self, at: Instant, cause: Cause, switches: Switches) {
        self.solved = Some(at);
        for metric in Metric::ALL {
            if metric.is_of_reply() && switches.solve_drops_replies {
                self.cancel(metric, at, cause, false);
            } else {
                self.achieve(metric, at, cause);
            }
        }
    }

    fn reopen(&mut self, at: Instant, status: Status, switches: Switches) {
        let since = match self.solved.take() {
            Some(solved) if switches.count_solved_time => solved,
            _ => at,
        };
        for metric in Metric::ALL.into_iter().filter(|m| m.is_of_status()) {
            let Some(place) = self.newest_of(metric) else {
                continue;
            };
            let target = self.target(metric);
            let mut former = None;
            self.change(place, at, |watch, hours| {
                former = watch.target;
                watch.reopen(since, target, hours);
                Some(Deed::Reopened(status))
            });
            if target != former {
                self.supersede(place, at, Cause::Status(status), switches);
            } else if switches.schedule_revises_breach {
                self.revise(place, at, Cause::Status(status));
            }
            if metric.pauses_in(status) {
                self.change(place, at, |watch, hours| {
                    watch.pause(at, hours).then_some(Deed::Paused(status))
                });
            }
            self.breach_late(place, at, Cause::Status(status));
        }
    }

    /// Looks the targets up again. Only a clock that gets another one is touched.
    fn retarget(&mut self, at: Instant, cause: Cause, switches: Switches) {
        for metric in Metric::ALL {
            let Some(place) = self.newest_of(metric).filter(|_| self.is_open(metric)) else {
                continue;
            };
            let target = self.target(metric);
            let mut is_new = false;
            self.change(place, at, |watch, hours| {
                is_new = watch.target != target;
                if !is_new {
                    return None;
                }
                watch.target = target;
                watch.measure(hours);
                Some(Deed::Retargeted { to: target, cause })
            });
            if is_new {
                self.supersede(place, at, cause, switches);
                self.breach_late(place, at, cause);
            }
        }
    }

    fn change_hours(&mut self, at: Instant, switches: Switches) {
        for metric in Metric::ALL {
            let Some(place) = self.newest_of(metric).filter(|_| self.is_open(metric)) else {
                continue;
            };
            self.change(place, at, |watch, hours| {
                if !watch.is_business() {
                    return None;
                }
                watch.measure(hours);
                Some(Deed::HoursChanged)
            });
            if switches.schedule_revises_breach {
                self.revise(place, at, Cause::Schedule);
            }
            self.breach_late(place, at, Cause::Schedule);
        }
    }

    fn merge(&mut self, at: Instant, switches: Switches) {
        if self.status.is_some_and(Status::is_open) {
            if switches.merge_solves {
                self.solve(at, Cause::Merge, switches);
            } else {
                for metric in Metric::ALL {
                    self.cancel(metric, at, Cause::Merge, true);
                }
            }
        }
        if self.status.is_some() {
            self.status = Some(Status::Closed);
        }
    }

    fn start(&mut self, metric: Metric, at: Instant, cause: Cause) {
        let count = self.counts.get_mut(metric.index());
        let before = count.map_or(0, |count| {
            *count += 1;
            *count - 1
        });
        let instance = metric.first_instance() + before;
        let target = self.target(metric);
        let hours = self.schedule.as_deref();
        let watch = Watch::start(metric, instance, at, target, hours);
        let place = self.watches.len();
        self.watches.push(watch);
        if let Some(newest) = self.newest.get_mut(metric.index()) {
            *newest = Some(place);
        }
        self.change(place, at, |_, _| Some(Deed::Started(cause)));
        if let Some(status) = self.status.filter(|status| metric.pauses_in(*status)) {
            self.change(place, at, |watch, hours| {
                watch.pause(at, hours).then_some(Deed::Paused(status))
            });
        }
    }

    fn achieve(&mut self, metric: Metric, at: Instant, cause: Cause) {
        let Some(place) = self.newest_of(metric) else {
            return;
        };
        let kept = self.steps.as_ref().and(self.schedule.clone());
        self.change(place, at, |watch, hours| {
            if !watch.is_open() {
                return None;
            }
            watch.achieve(at, hours);
            Some(Deed::Achieved { cause, hours: kept })
        });
    }

    /// Ends a clock without a verdict; `forgives` takes a breach back as well.
    fn cancel(&mut self, metric: Metric, at: Instant, cause: Cause, forgives: bool) {
        let Some(place) = self.newest_of(metric) else {
            return;
        };
        self.change(place, at, |watch, hours| {
            if !watch.is_open() {
                return None;
            }
            watch.cancel(at, hours);
            let breach = watch.breached.filter(|_| forgives);
            if forgives {
                watch.breached = None;
            }
            Some(Deed::Cancelled { cause, breach })
        });
    }

    /// Takes back the breach of a target that no longer holds.
    fn supersede(&mut self, place: usize, at: Instant, cause: Cause, switches: Switches) {
        if !switches.keep_superseded_breach {
            self.change(place, at, |watch, _| {
                let breach = watch.breached.take()?;
                Some(Deed::Superseded { breach, cause })
            });
        }
    }

    /// Takes back a breach that the hours that hold now do not bear out.
    fn revise(&mut self, place: usize, at: Instant, cause: Cause) {
        self.change(place, at, |watch, _| {
            let is_borne_out = watch.due.is_some_and(|due| due < at);
            if is_borne_out || !watch.is_business() {
                return None;
            }
            let breach = watch.breached.take()?;
            Some(Deed::Superseded { breach, cause })
        });
    }

    /// Breaches are never dated back: one that a change brings about is recorded at the change.
    fn breach_late(&mut self, place: usize, at: Instant, cause: Cause) {
        self.change(place, at, |watch, _| {
            if !watch.is_overdue(at) {
                return None;
            }
            watch.breached = Some(at);
            Some(Deed::Breached { late: Some(cause) })
        });
    }

    /// Changes one clock, and remembers what it did.
    fn change(
        &mut self,
        place: usize,
        at: Instant,
        does: impl FnOnce(&mut Watch, Hours<'_>) -> Option<Deed>,
    ) {
        let Some(watch) = self.watches.get_mut(place) else {
            return;
        };
        let deed = does(watch, self.schedule.as_deref());
        if let (Some(deed), Some(steps)) = (deed, &mut self.steps) {
            steps.push(Step {
                clock: place,
                at,
                deed,
                due: watch.due,
            });
        }
    }

    fn newest_of(&self, metric: Metric) -> Option<usize> {
        self.newest.get(metric.index()).copied().flatten()
    }

    fn is_open(&self, metric: Metric) -> bool {
        let watch = self.newest_of(metric).and_then(|at| self.watches.get(at));
        watch.is_some_and(Watch::is_open)
    }

    fn target(&self, metric: Metric) -> Option<Target> {
        self.targets.as_ref()?.get(metric, self.priority)
    }
}

/// A clock at `now`, if it has a target.
fn read(watch: &Watch, now: Instant, hours: Hours<'_>) -> Option<Clock> {
    let target = watch.target?;
    let (state, due_at, achieved_at) = match watch.phase {
        Phase::Running(_) => (ClockState::Active, watch.due, None),
        Phase::Paused => (ClockState::Paused, None, None),
        Phase::Achieved { at, due } => (ClockState::Achieved, due, Some(at)),
        Phase::Cancelled(_) => (ClockState::Cancelled, None, None),
    };
    let passed = watch.due.filter(|_| watch.is_overdue(now));
    Some(Clock {
        metric: watch.metric,
        instance: watch.instance,
        target,
        state,
        started_at: watch.started,
        due_at,
        achieved_at,
        breached_at: watch.breached.or(passed),
        elapsed_seconds: watch.used(now, hours),
    })
}
