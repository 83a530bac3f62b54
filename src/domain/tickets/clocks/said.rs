//! A clock in one line for a person.

use super::metric::Metric;
use super::state::{Clock, ClockState};
use crate::domain::zone::Zone;
use crate::domain::{Instant, moment};

impl Clock {
    /// How it stands, as "first reply: due 2026-04-27 10:47 CEST, 1h 15m of business hours left, 16h by
    /// the clock". Minutes are the target's own, those by the clock are added where they differ.
    pub fn said(&self, now: Instant, zone: &Zone) -> String {
        let full = |at: Instant| moment::full(at, zone);
        let breach = self.breached_at.map(|at| format!("breached {}", full(at)));
        let paused = || Some("paused".to_owned());
        let due = || self.due_at.map(|at| format!("due {}", full(at)));
        let ended = |verb: &str| self.achieved_at.map(|at| format!("{verb} {}", full(at)));
        let parts = match self.state {
            ClockState::Active => [breach.or_else(due), self.left(now), None],
            ClockState::Paused => [paused(), breach, self.left(now)],
            ClockState::Achieved if breach.is_some() => [ended("ended"), breach, None],
            ClockState::Achieved => [ended("met"), None, None],
            ClockState::Cancelled => [Some("dropped without a verdict".to_owned()), breach, None],
        };
        let said: Vec<_> = parts.into_iter().flatten().collect();
        format!("{}: {}", self.name(), said.join(", "))
    }

    /// Its target in words: `4h of business hours`, `45m`.
    pub fn target_said(&self) -> String {
        let kind = if self.target.business {
            " of business hours"
        } else {
            ""
        };
        format!("{}{kind}", span(self.target.seconds.div_euclid(60)))
    }

    /// The metric, and which one of it if it is not the first.
    fn name(&self) -> String {
        let label = self.metric.label();
        match self.instance {
            first if first == Metric::first_instance(self.metric) => label.to_owned(),
            instance => format!("{label} {instance}"),
        }
    }

    /// What is left of it, or by how much it is over.
    fn left(&self, now: Instant) -> Option<String> {
        let seconds = self.remaining_seconds()?;
        let minutes = seconds.div_euclid(60);
        let kind = if self.target.business {
            " of business hours"
        } else {
            ""
        };
        Some(match minutes {
            ..0 => format!("{}{kind} over", span(-minutes)),
            0 if self.state == ClockState::Active && self.breached_at.is_none() => "now".to_owned(),
            _ => {
                let by_clock = self
                    .due_at
                    .map(|due| (due - now).num_seconds().div_euclid(60));
                let by_clock = by_clock.filter(|wall| self.target.business && *wall > minutes);
                let by_clock = by_clock
                    .map_or_else(String::new, |wall| format!(", {} by the clock", span(wall)));
                format!("{}{kind} left{by_clock}", span(minutes))
            }
        })
    }
}

/// Minutes as `45m`, `7h 30m`, `62h`.
fn span(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes}m"),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h {minutes}m"),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, TimeZone, Utc};

    use super::*;
    use crate::domain::tickets::clocks::Target;

    #[test]
    fn a_clock_is_said_in_its_own_minutes_and_those_on_the_wall() {
        let zone = Zone::named("Europe/Berlin").unwrap();
        let now = Utc.with_ymd_and_hms(2026, 4, 27, 8, 47, 0).unwrap();
        let clock = Clock {
            metric: Metric::NextReply,
            instance: 2,
            target: Target {
                seconds: 7_200,
                business: true,
            },
            state: ClockState::Active,
            started_at: now - TimeDelta::hours(3),
            due_at: Some(now + TimeDelta::hours(16)),
            achieved_at: None,
            breached_at: None,
            elapsed_seconds: 2_700,
        };
        assert_eq!(
            clock.said(now, &zone),
            "next reply: due 2026-04-28 02:47 CEST, 1h 15m of business hours left, 16h by the clock"
        );
        let over = Clock {
            instance: 3,
            target: Target {
                seconds: 600,
                business: false,
            },
            breached_at: Some(now),
            ..clock
        };
        assert_eq!(
            over.said(now, &zone),
            "next reply 3: breached 2026-04-27 10:47 CEST, 35m over"
        );
        let paused = Clock {
            state: ClockState::Paused,
            due_at: None,
            ..clock
        };
        assert_eq!(
            paused.said(now, &zone),
            "next reply: paused, 1h 15m of business hours left"
        );
        let last_minute = Clock {
            elapsed_seconds: 7_150,
            ..clock
        };
        assert!(last_minute.said(now, &zone).ends_with(", now"));
        let ended = Clock {
            state: ClockState::Achieved,
            achieved_at: Some(now),
            ..over
        };
        assert_eq!(
            ended.said(now, &zone),
            "next reply 3: ended 2026-04-27 10:47 CEST, breached 2026-04-27 10:47 CEST"
        );
    }
}
