//! Tickets with a timeline, and rules, for the tests of histories.

use std::sync::Arc;

use chrono::{TimeDelta, TimeZone, Utc};

use super::{Author, Change, ClockRules, Happened, Past};
use crate::domain::Instant;
use crate::domain::tickets::clocks::{
    Condition, Conditions, Goal, Metric, Policy, Switches, Target, Targets,
};
use crate::domain::tickets::{EntryKind, Priority, Role, Source, Status};

pub(super) const MINUTE: i64 = 60;
pub(super) const HOUR: i64 = 3_600;

/// People by their local ids.
pub(super) const CLIENT: Author = Author::Person(1, Role::EndUser);
pub(super) const AGENT: Author = Author::Person(2, Role::Agent);
pub(super) const STRANGER: Author = Author::Person(3, Role::EndUser);

pub(super) fn at(seconds: i64) -> Instant {
    Utc.with_ymd_and_hms(2026, 4, 27, 8, 0, 0).unwrap() + TimeDelta::seconds(seconds)
}

pub(super) fn minute(minutes: i64) -> Instant {
    at(minutes * MINUTE)
}

/// A ticket of a client, whose row was read a day after it was made.
pub(super) fn past(status: Status, entries: Vec<Happened>) -> Past {
    Past {
        source: Source::Zendesk,
        status,
        priority: Some(Priority::Normal),
        created_at: at(0),
        row_at: Some(at(24 * HOUR)),
        solved_at: None,
        requester: Some(1),
        assignee: None,
        fields: Vec::new(),
        entries,
    }
}

pub(super) fn entry(minutes: i64, id: i64, kind: EntryKind, by: Author) -> Happened {
    Happened {
        at: minute(minutes),
        external: Some(id),
        id,
        kind,
        by,
        public: kind == EntryKind::Reply,
        changes: Vec::new(),
        attached: false,
    }
}

pub(super) fn reply(minutes: i64, by: Author) -> Happened {
    entry(minutes, 1_000 + minutes, EntryKind::Reply, by)
}

pub(super) fn note(minutes: i64, by: Author) -> Happened {
    entry(minutes, 1_000 + minutes, EntryKind::Note, by)
}

/// An audit with its changes.
pub(super) fn audit(minutes: i64, by: Author, changes: Vec<Change>) -> Happened {
    Happened {
        changes,
        ..entry(minutes, 5_000 + minutes, EntryKind::Status, by)
    }
}

pub(super) fn set(from: Status, to: Status) -> Vec<Change> {
    vec![Change::Status(Some(from), to)]
}

/// The same as a person at this desk did it.
pub(super) fn here(entry: Happened) -> Happened {
    Happened {
        external: None,
        by: Author::Us,
        ..entry
    }
}

pub(super) fn goal(metric: Metric, priority: Option<Priority>, minutes: i64) -> Goal {
    Goal {
        metric,
        priority,
        target: Target {
            seconds: minutes * MINUTE,
            business: false,
        },
    }
}

pub(super) fn policy(name: &str, condition: Option<(&str, &str)>, goals: Vec<Goal>) -> Policy {
    let all =
        condition.map(|(field, value)| Condition::new(field, "is", &[value.to_owned()]).unwrap());
    Policy {
        name: name.to_owned(),
        position: 0,
        conditions: Conditions {
            all: all.into_iter().collect(),
            any: Vec::new(),
        },
        targets: Arc::new(Targets::new(goals)),
        not_understood: Vec::new(),
    }
}

pub(super) fn rules(policies: Vec<Policy>) -> ClockRules {
    ClockRules::new(policies, None, Switches::default())
}

/// Every metric within an hour, whatever the ticket.
pub(super) fn an_hour() -> ClockRules {
    let goals = Metric::ALL.map(|metric| goal(metric, None, 60));
    rules(vec![policy("all", None, goals.to_vec())])
}
