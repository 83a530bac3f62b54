//! What happened to each clock, in words: made only when somebody asks.

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::policy::Target;
use super::state::Clocks;
use super::step::{Cause, Deed, Step};
use super::watch::{Hours, Watch};
use crate::domain::Instant;
use crate::domain::schedule::Schedule;
use crate::domain::tickets::Status;
use crate::domain::zone::Zone;

/// Most days that are counted one by one; a longer span is summed up.
const MAX_DAYS: usize = 10;

/// Most days of a span that are looked at.
const MAX_SPAN_DAYS: i64 = 400;

impl Clocks {
    /// The steps of each clock of [`Clocks::read`], in its order, as sentences. Times are those
    /// of the hours' zone, or of `zone` where every minute counts. Nothing but the state of now
    /// is said if the clocks were not made to remember.
    pub fn why(&self, now: Instant, zone: &Zone) -> Vec<Vec<String>> {
        let mut then = self.clone();
        then.settle(now);
        let listed = then.listed();
        listed
            .map(|(place, watch)| {
                let steps: Vec<_> = then.steps().iter().filter(|s| s.clock == place).collect();
                let kept = steps.iter().find_map(|step| match &step.deed {
                    Deed::Achieved { hours, .. } if !watch.is_open() => Some(hours.as_deref()),
                    _ => None,
                });
                let hours = kept.unwrap_or(then.hours().map(AsRef::as_ref));
                let words = Words {
                    zone: hours.map_or(zone, Schedule::zone),
                    year: now.year(),
                    hours,
                    watch,
                    now,
                };
                words.tell(&steps)
            })
            .collect()
    }
}

/// What is needed to put one clock into words.
struct Words<'a> {
    zone: &'a Zone,
    /// The year that needs no saying.
    year: i32,
    hours: Hours<'a>,
    watch: &'a Watch,
    now: Instant,
}

impl Words<'_> {
    fn tell(&self, steps: &[&Step]) -> Vec<String> {
        // The due instant that held last is explained, the ones before are only named.
        let last = steps.iter().rposition(|step| announces_due(step));
        let mut told = Vec::with_capacity(steps.len() + 1);
        let mut target = self.watch.target;
        for (i, step) in steps.iter().enumerate() {
            told.push(self.sentence(step));
            if let Deed::Retargeted { to, .. } = &step.deed {
                target = *to;
            }
            if !announces_due(step) {
                continue;
            }
            match (step.due, target) {
                (Some(due), Some(target)) if Some(i) == last && self.watch.due == Some(due) => {
                    told.push(self.explain_due(due, target));
                }
                (Some(due), Some(_)) => told.push(format!("due {}", self.time(due))),
                (None, Some(_)) if Some(i) == last && self.is_running() => {
                    told.push("never due: the hours that hold do not come".to_owned());
                }
                _ => {}
            }
        }
        told
    }

    /// True if time counts now: a paused clock has no due instant, and needs no reason for that.
    fn is_running(&self) -> bool {
        matches!(self.watch.phase, super::watch::Phase::Running(_))
    }

    fn sentence(&self, step: &Step) -> String {
        let at = self.time(step.at);
        let label = self.watch.metric.label();
        match &step.deed {
            Deed::Started(Cause::ClientMessage) => {
                format!("{label} started {at} with the client's message")
            }
            Deed::Started(Cause::AgentMessage) => {
                format!("{label} started {at} with a public message of an agent")
            }
            Deed::Started(_) => format!("{label} started {at} with the ticket"),
            Deed::Paused(status) => format!("paused {at} by {}", title(*status)),
            Deed::Resumed(status) => format!("resumed {at} by {}", title(*status)),
            Deed::Reopened(status) => format!("went on {at} when it was set to {}", title(*status)),
            Deed::Retargeted {
                to: Some(to),
                cause,
            } => {
                format!("target became {} at {at} {}", to, because(*cause))
            }
            Deed::Retargeted { to: None, cause } => {
                format!("lost its target {at} {}", because(*cause))
            }
            Deed::HoursChanged => {
                format!("measured anew {at} by the hours of another schedule, over its whole span")
            }
            Deed::Breached { late: None } => match step.due {
                Some(due) => format!("breached {}", self.time(due)),
                None => format!("breached {at}"),
            },
            Deed::Breached { late: Some(cause) } => format!(
                "already past {}: breach recorded {at} (breaches are not dated back)",
                because(*cause)
            ),
            Deed::Superseded { breach, cause } => format!(
                "breach of {} superseded {at} {}",
                self.time(*breach),
                because(*cause)
            ),
            Deed::Achieved { cause, .. } => {
                let verdict = if self.watch.breached.is_some() || self.is_reopened(step) {
                    "ended"
                } else {
                    "met"
                };
                format!("{verdict} {at} {}", because(*cause))
            }
            Deed::Cancelled {
                cause,
                breach: None,
            } => {
                format!("dropped {at} {}, without a verdict", because(*cause))
            }
            Deed::Cancelled {
                cause,
                breach: Some(breach),
            } => format!(
                "dropped {at} {}, its breach of {} with it",
                because(*cause),
                self.time(*breach)
            ),
        }
    }

    /// True for an end that was not the last word.
    fn is_reopened(&self, step: &Step) -> bool {
        match self.watch.phase {
            super::watch::Phase::Achieved { at, .. } => at != step.at,
            _ => true,
        }
    }

    /// "due Mon 27 Apr 09:30: 60 business minutes, 30 on Fri 24 Apr, 30 on Mon 27 Apr; Sat 25 Apr
    /// and Sun 26 Apr do not count".
    fn explain_due(&self, due: Instant, target: Target) -> String {
        let mut told = format!("due {}: {}", self.time(due), target);
        let Some(hours) = self.hours.filter(|_| target.business) else {
            return told;
        };
        let (open, closed) = self.days_until(due, hours);
        if open.len() > MAX_DAYS {
            return format!("{told} over {} days", open.len());
        }
        for (day, seconds) in &open {
            let (minutes, day) = (minutes(*seconds), day_name(*day));
            told = format!("{told}, {minutes} on {day}");
        }
        if !closed.is_empty() && closed.len() <= MAX_DAYS {
            let names: Vec<_> = closed
                .iter()
                .map(|day| {
                    if hours.closed_days().binary_search(day).is_ok() {
                        format!("{} (closed)", day_name(*day))
                    } else {
                        day_name(*day)
                    }
                })
                .collect();
            let verb = if names.len() == 1 { "does" } else { "do" };
            told = format!("{told}; {} {verb} not count", names.join(", "));
        }
        told
    }

    /// Business seconds of each local day on which it ran until `due`, and the days between that
    /// have none.
    fn days_until(
        &self,
        due: Instant,
        hours: &Schedule,
    ) -> (Vec<(NaiveDate, i64)>, Vec<NaiveDate>) {
        let mut open: Vec<(NaiveDate, i64)> = Vec::new();
        let mut closed = Vec::new();
        let until = due.max(self.now);
        for (from, to) in self.watch.runs(until) {
            let to = to.min(due);
            if to <= from {
                continue;
            }
            let first = self.zone.local(from).date_naive();
            let last = self.zone.local(to).date_naive();
            let days = (last - first).num_days().min(MAX_SPAN_DAYS);
            for day in (0..=days).filter_map(|n| first.checked_add_signed(TimeDelta::days(n))) {
                let (start, end) = bounds(self.zone, day);
                let seconds = hours.elapsed(from.max(start), to.min(end));
                match open.last_mut() {
                    Some((last, sum)) if *last == day => *sum += seconds,
                    _ if seconds > 0 => open.push((day, seconds)),
                    _ => closed.push(day),
                }
            }
        }
        closed.retain(|day| !open.iter().any(|(other, _)| other == day));
        closed.dedup();
        (open, closed)
    }

    fn time(&self, at: Instant) -> String {
        let local = self.zone.local(at);
        let mut format = "%a %-d %b".to_owned();
        if local.year() != self.year {
            format.push_str(" %Y");
        }
        format.push_str(if at.timestamp() % 60 == 0 {
            " %H:%M"
        } else {
            " %H:%M:%S"
        });
        local.format(&format).to_string()
    }
}

/// True if a clock's due instant is worth saying after this step.
fn announces_due(step: &Step) -> bool {
    matches!(
        step.deed,
        Deed::Started(_)
            | Deed::Resumed(_)
            | Deed::Reopened(_)
            | Deed::Retargeted { .. }
            | Deed::HoursChanged
    )
}

/// When a local day begins and ends.
fn bounds(zone: &Zone, day: NaiveDate) -> (Instant, Instant) {
    use crate::domain::zone::Occurrence::First;
    let next = day.succ_opt().unwrap_or(day);
    let midnight = chrono::NaiveTime::MIN;
    (
        zone.instant(day.and_time(midnight), First),
        zone.instant(next.and_time(midnight), First),
    )
}

fn day_name(day: NaiveDate) -> String {
    day.format("%a %-d %b").to_string()
}

fn because(cause: Cause) -> String {
    match cause {
        Cause::Created => "when the ticket was made".to_owned(),
        Cause::ClientMessage => "with the client's message".to_owned(),
        Cause::AgentMessage => "with a public message of an agent".to_owned(),
        Cause::Status(status) => format!("when it was set to {}", title(status)),
        Cause::Priority(Some(priority)) => format!("with priority {}", priority.name()),
        Cause::Priority(None) => "with the priority taken away".to_owned(),
        Cause::Policy => "with another policy".to_owned(),
        Cause::Schedule => "with another schedule".to_owned(),
        Cause::Merge => "when it was merged into another ticket".to_owned(),
    }
}

/// The status as a helpdesk shows it.
fn title(status: Status) -> &'static str {
    match status {
        Status::New => "New",
        Status::Open => "Open",
        Status::Pending => "Pending",
        Status::OnHold => "On-hold",
        Status::Solved => "Solved",
        Status::Closed => "Closed",
    }
}

/// Whole minutes, or with the seconds that are left.
fn minutes(seconds: i64) -> String {
    match seconds % 60 {
        0 => (seconds / 60).to_string(),
        rest => format!("{}:{rest:02}", seconds / 60),
    }
}
