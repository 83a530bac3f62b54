//! From a ticket's row and entries to the events of its clocks.

use std::sync::Arc;

use chrono::TimeDelta;

use super::changes::{Rolled, are_same};
use super::{Author, Change, ClockRules, FIRST_MESSAGE_WITHIN, Happened, Past, status_after};
use crate::domain::Instant;
use crate::domain::tickets::clocks::{Event, EventKind, Facts, Field, Side, Targets};
use crate::domain::tickets::{EntryKind, Priority, Role, Source, Status};

/// The tag that Zendesk puts on a ticket it merges into another.
const MERGED_TAG: &str = "closed_by_merge";

/// What happens at one instant, in the order in which it counts there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    /// Entries of the timeline, by their places in the order.
    Update { from: usize, to: usize },
    /// It was solved, as the row alone knows.
    Solved,
    /// The row was written as it stands.
    Row,
}

/// The policy that a ticket begins with, and its events.
pub(super) fn tell(past: &Past, rules: &ClockRules) -> (Option<Arc<Targets>>, Vec<Event>) {
    let mut order: Vec<_> = (0..past.entries.len()).collect();
    order.sort_by_key(|place| past.entries.get(*place).map(Happened::place));
    let row_at = past.row_at.unwrap_or(past.created_at).max(past.created_at);
    let rolled = Rolled::back(past, &order, row_at);
    let steps = steps(past, &order, &rolled, row_at);
    let mut teller = Teller::begin(past, rules, &order, &rolled);
    let targets = teller.targets();
    for (at, step) in steps {
        match step {
            Step::Update { from, to } => {
                teller.update(at, order.get(from..to).unwrap_or_default());
            }
            Step::Solved => teller.set_status(at, Status::Solved),
            Step::Row => teller.settle(at, &rolled),
        }
        teller.review(at);
    }
    (targets, teller.events)
}

/// Everything that happens, in order.
fn steps(past: &Past, order: &[usize], rolled: &Rolled, row_at: Instant) -> Vec<(Instant, Step)> {
    let entry = |place: &usize| past.entries.get(*place);
    let mut steps = Vec::with_capacity(order.len() + 2);
    let mut from = 0;
    for update in order.chunk_by(|a, b| entry(a).map(|e| e.at) == entry(b).map(|e| e.at)) {
        let to = from + update.len();
        if let Some(first) = update.first().and_then(entry) {
            steps.push((first.at.max(past.created_at), Step::Update { from, to }));
        }
        from = to;
    }
    if past.row_at.is_some() {
        if let Some(at) = solved_at(past, order, rolled, row_at) {
            steps.push((at, Step::Solved));
        }
        steps.push((row_at, Step::Row));
    }
    steps.sort_by(|(a, one), (b, other)| a.cmp(b).then(one.cmp(other)));
    steps
}

/// When it was solved, if the row says so and no recorded change does.
fn solved_at(past: &Past, order: &[usize], rolled: &Rolled, row_at: Instant) -> Option<Instant> {
    let is_done = |status: Option<Status>| status.is_some_and(|status| !status.is_open());
    let solved = past.solved_at.filter(|at| *at <= row_at)?;
    if !is_done(rolled.status.of_row) {
        return None;
    }
    let entries = order.iter().filter_map(|place| past.entries.get(*place));
    let known = entries.filter(|entry| entry.at <= row_at);
    let last = known.flat_map(|entry| {
        let to = entry.changes.iter().filter_map(|change| match change {
            Change::Status(_, to) => Some(*to),
            _ => None,
        });
        to.map(move |to| (entry.at, to))
    });
    match last.last() {
        Some((_, to)) if is_done(Some(to)) => None,
        last => {
            let earliest = last.map_or(past.created_at, |(at, _)| at);
            Some(solved.max(earliest).max(past.created_at))
        }
    }
}

/// Tells the events one after the other, and knows how the ticket stands after each.
struct Teller<'p> {
    past: &'p Past,
    rules: &'p ClockRules,
    facts: Facts,
    status: Status,
    /// The policy it has, by its place.
    policy: Option<usize>,
    /// The entry it was made with.
    first: Option<usize>,
    /// Recorded statuses, oldest first: when it was left, if a helpdesk recorded any.
    left: Vec<(Instant, Status)>,
    /// True if the priority, and if another field that policies ask about, was set in the update
    /// at hand.
    is_reprioritised: bool,
    is_touched: bool,
    events: Vec<Event>,
}

impl<'p> Teller<'p> {
    fn begin(past: &'p Past, rules: &'p ClockRules, order: &[usize], rolled: &Rolled) -> Self {
        let assumed = match past.source {
            Source::Freshdesk => Status::Open,
            Source::Local | Source::Zendesk => Status::New,
        };
        let status = rolled.status.first.unwrap_or(assumed);
        let mut facts = Facts {
            status: Some(status),
            priority: rolled.priority.first,
            ..Facts::default()
        };
        for (field, values) in &rolled.fields {
            put(&mut facts, field, &values.first);
        }
        let first = first_message(past, order);
        let mut teller = Self {
            past,
            rules,
            policy: rules.place_of(&facts),
            facts,
            status,
            first,
            left: Vec::new(),
            is_reprioritised: false,
            is_touched: false,
            events: Vec::with_capacity(past.entries.len() + 3),
        };
        if rolled.status.first.is_some() {
            teller.left = left(past, order);
        }
        let message = first.and_then(|place| past.entries.get(place));
        let (by, public) = message.map_or((Side::EndUser, true), |message| {
            (teller.side(message), message.public)
        });
        teller.say(
            past.created_at,
            EventKind::Created {
                by,
                public,
                status,
                priority: rolled.priority.first,
            },
        );
        teller
    }

    fn say(&mut self, at: Instant, kind: EventKind) {
        let event = Event { at, kind };
        self.status = status_after(self.status, &event);
        self.events.push(event);
    }

    fn targets(&self) -> Option<Arc<Targets>> {
        let policy = self.rules.policy(self.policy);
        policy.map(|policy| Arc::clone(&policy.targets))
    }

    /// Plays the entries of one instant: messages with their status, then the rest.
    fn update(&mut self, at: Instant, places: &[usize]) {
        let past = self.past;
        let entries: Vec<(usize, &Happened)> = places
            .iter()
            .filter_map(|place| Some((*place, past.entries.get(*place)?)))
            .collect();
        let mut taken = Vec::new();
        for (place, message) in &entries {
            if !message.is_message() || Some(*place) == self.first {
                continue;
            }
            // Of several of one author the last one has it.
            let is_last = |other: &&(usize, &Happened)| {
                other.1.is_message() && Some(other.0) != self.first && other.1.by == message.by
            };
            let owns = entries.iter().rfind(is_last).map(|other| other.0) == Some(*place);
            let own = entries
                .iter()
                .filter(|(_, entry)| owns && entry.by == message.by);
            let changes = own.flat_map(|(_, entry)| entry.changes.iter());
            let status = changes.rev().find_map(status_of);
            if owns {
                taken.push(message.by);
            }
            self.comment(at, message, status);
        }
        for (_, entry) in &entries {
            let is_merge = entry.kind == EntryKind::Merge;
            for change in &entry.changes {
                match change {
                    Change::Status(_, Status::Closed) if is_merge => {
                        self.say(at, EventKind::Merged);
                    }
                    Change::Status(_, to) if !taken.contains(&entry.by) => {
                        self.set_status(at, *to);
                    }
                    Change::Status(..) => {}
                    Change::Priority(_, to) => self.set_priority(*to),
                    Change::Field(field, _, to) => self.set_field(field, to),
                }
            }
        }
    }

    fn comment(&mut self, at: Instant, message: &Happened, recorded: Option<Status>) {
        let (by, public) = (self.side(message), message.public);
        let reopens = by == Side::EndUser
            && public
            && !matches!(self.status, Status::New | Status::Open | Status::Closed);
        let status = recorded.or_else(|| {
            // What is recorded next tells whether the message opened it.
            let next = self.status_after(message.at);
            (reopens && next == Some(self.status)).then_some(self.status)
        });
        self.say(at, EventKind::Comment { by, public, status });
    }

    /// The status that held from `at` until the next recorded change; none where no helpdesk
    /// recorded any.
    fn status_after(&self, at: Instant) -> Option<Status> {
        self.left.first()?;
        let next = self.left.iter().find(|(when, _)| *when > at);
        Some(next.map_or(self.past.status, |(_, from)| *from))
    }

    fn set_status(&mut self, at: Instant, status: Status) {
        if self.status == Status::Closed || self.status == status {
            return;
        }
        let is_merged = || self.facts.tags.iter().any(|tag| tag == MERGED_TAG);
        let kind = if status == Status::Closed && is_merged() {
            EventKind::Merged
        } else {
            EventKind::Status(status)
        };
        self.say(at, kind);
    }

    fn set_priority(&mut self, priority: Option<Priority>) {
        if self.facts.priority != priority {
            self.facts.priority = priority;
            self.is_reprioritised = true;
        }
    }

    fn set_field(&mut self, field: &Field, values: &[String]) {
        put(&mut self.facts, field, values);
        self.is_touched = true;
    }

    /// Brings the ticket to where its row says it stood, where recorded changes ended elsewhere.
    fn settle(&mut self, at: Instant, rolled: &Rolled) {
        self.set_priority(rolled.priority.of_row);
        for (field, values) in &rolled.fields {
            let own = match field {
                Field::Tags => self.facts.tags.as_slice(),
                field => self.facts.fields.get(field).map_or(&[][..], Vec::as_slice),
            };
            if !are_same(field, own, &values.of_row) {
                self.set_field(field, &values.of_row);
            }
        }
        if let Some(status) = rolled.status.of_row {
            self.set_status(at, status);
        }
    }

    /// Looks for the policy anew at the end of an update.
    fn review(&mut self, at: Instant) {
        let is_touched = std::mem::take(&mut self.is_touched) || self.is_reprioritised;
        if self.facts.status.replace(self.status) == Some(self.status) && !is_touched {
            return;
        }
        let policy = self.rules.place_of(&self.facts);
        let priority = self.facts.priority;
        let is_other = policy != self.policy;
        self.policy = policy;
        match (std::mem::take(&mut self.is_reprioritised), is_other) {
            (true, true) => {
                let targets = self.targets();
                self.say(at, EventKind::Terms { priority, targets });
            }
            (true, false) => self.say(at, EventKind::Priority(priority)),
            (false, true) => {
                let targets = self.targets();
                self.say(at, EventKind::Policy(targets));
            }
            (false, false) => {}
        }
    }

    /// Whose side a message is on.
    fn side(&self, message: &Happened) -> Side {
        let id = message.by.id();
        let is_requester = id.is_some() && id == self.past.requester;
        let is_assignee = id.is_some() && id == self.past.assignee;
        match message.by {
            Author::System => Side::System,
            Author::Us => Side::Agent,
            Author::Unknown(_) if is_requester => Side::EndUser,
            _ if is_requester && message.public => Side::EndUser,
            Author::Unknown(_) | Author::Person(_, Role::Agent) => Side::Agent,
            Author::Person(..) if is_assignee => Side::Agent,
            Author::Person(..) => Side::EndUser,
        }
    }
}

/// The place of the message that the ticket was made with.
fn first_message(past: &Past, order: &[usize]) -> Option<usize> {
    if past.source == Source::Freshdesk {
        return None;
    }
    let first = order.iter().copied().find(|place| {
        let entry = past.entries.get(*place);
        // What was written here came after the ticket did.
        entry.is_some_and(|e| {
            e.is_message() && (e.external.is_some() || past.source == Source::Local)
        })
    })?;
    let latest = past.created_at + TimeDelta::seconds(FIRST_MESSAGE_WITHIN);
    let is_of_creation = past.entries.get(first).is_some_and(|e| e.at <= latest);
    is_of_creation.then_some(first)
}

/// The statuses that recorded changes left, oldest first.
fn left(past: &Past, order: &[usize]) -> Vec<(Instant, Status)> {
    let entries = order.iter().filter_map(|place| past.entries.get(*place));
    let left = entries.flat_map(|entry| {
        let from = entry.changes.iter().filter_map(|change| match change {
            Change::Status(from, _) => *from,
            _ => None,
        });
        from.map(|from| (entry.at, from))
    });
    left.collect()
}

fn status_of(change: &Change) -> Option<Status> {
    match change {
        Change::Status(_, to) => Some(*to),
        _ => None,
    }
}

/// Sets a field that policies ask about.
fn put(facts: &mut Facts, field: &Field, values: &[String]) {
    match field {
        Field::Tags => facts.tags = values.to_vec(),
        Field::Status | Field::Priority => {}
        field => {
            facts.fields.insert(field.clone(), values.to_vec());
        }
    }
}
