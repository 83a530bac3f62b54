//! Tickets as lines of JSON → what SLA clocks need to know of them, and the clocks as JSON.
//!
//! A line is `{"id","schedule","policy","events":[...],"now"}`; members that are not named are
//! ignored. Pure: no I/O, no clock. A line is refused with the member that is wrong. Many lines
//! share few schedules and policies, so that a [`Reader`] keeps those it has seen: one for each
//! thread.

mod event;
mod loose;
mod policy;
mod results;
mod schedule;
#[cfg(test)]
mod tests;
mod ticket;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::batch;
use crate::domain::Instant;
use crate::domain::schedule::Schedule;
use crate::domain::tickets::clocks::{
    Clocks, Event, EventKind, Facts, Policy, Switches, Targets, first_match,
};
use loose::{Loose, RawEvent};

pub use results::{clocks_json, write_result};

/// Most events of a ticket.
const MAX_EVENTS: usize = 10_000;
/// Most different schedules, and policies, that are kept; then all are forgotten. A schedule takes
/// some 10 KB for each of the years it was asked about.
const MAX_KEPT: usize = 500;

/// What is wrong with a line: which member, what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The member, as `events[2].at`; empty for the line as a whole.
    pub member: String,
    /// What is wrong and what to do.
    pub what: String,
}

impl Fault {
    fn new(member: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            member: member.into(),
            what: what.into(),
        }
    }

    /// The same below another member.
    fn below(self, parent: &str) -> Self {
        let member = match self.member.as_str() {
            "" => parent.to_owned(),
            own => format!("{parent}.{own}"),
        };
        Self { member, ..self }
    }

    /// What the JSON reader says of a text that has not the form wanted.
    fn of_json(error: &serde_json::Error) -> Self {
        let said = error.to_string();
        let what = said.split(" at line ").next().unwrap_or_default();
        let column = error.column();
        let member = what.rsplit('`').nth(1).unwrap_or_default().to_owned();
        let what = if error.is_data() {
            format!("{what} (column {column}); write what is named here")
        } else {
            format!("is not JSON: {what} (column {column}); write one object a line")
        };
        Self { member, what }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.member.is_empty() {
            f.write_str(&self.what)
        } else {
            write!(f, "member `{}`: {}", self.member, self.what)
        }
    }
}

impl From<Fault> for batch::Fault {
    fn from(fault: Fault) -> Self {
        Self {
            what: fault.to_string(),
            cure: None,
        }
    }
}

/// What holds for lines that do not say it themselves.
#[derive(Clone, Debug, Default)]
pub struct Defaults {
    /// Policies in order, tried on the `ticket` of a line without `policy`.
    pub policies: Vec<Policy>,
    /// Hours of a line without `schedule`; none: the desk's office hours for the policies above,
    /// every minute for a policy of the line's own.
    pub schedule: Option<Arc<Schedule>>,
    /// The desk's office hours.
    pub office: Option<Arc<Schedule>>,
}

/// A ticket of a line.
#[derive(Clone, Debug)]
pub struct Ticket {
    /// Its id as JSON.
    pub id: String,
    /// Its first policy.
    pub targets: Option<Arc<Targets>>,
    /// Its first hours.
    pub schedule: Option<Arc<Schedule>>,
    /// What happened, in order, until `now`.
    pub events: Vec<Event>,
    /// When its clocks are read.
    pub now: Instant,
}

impl Ticket {
    /// Its clocks after all events; `remembers` for their `why`.
    pub fn clocks(&self, switches: Switches, remembers: bool) -> Clocks {
        let mut clocks = Clocks::new(self.targets.clone(), self.schedule.clone());
        if remembers {
            clocks = clocks.remembering();
        }
        for event in &self.events {
            clocks.apply(event, switches);
        }
        clocks
    }
}

/// Reads lines.
#[derive(Debug)]
pub struct Reader<'d> {
    defaults: &'d Defaults,
    shared: Shared,
}

/// Schedules and policies seen before, by their text.
#[derive(Debug, Default)]
struct Shared {
    schedules: Kept<Arc<Schedule>>,
    policies: Kept<Arc<Targets>>,
}

#[derive(Debug)]
struct Kept<T>(HashMap<Box<str>, Option<T>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T: Clone> Kept<T> {
    /// What a text says, read once; `null` is none.
    fn get(
        &mut self,
        text: &RawValue,
        read: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Result<Option<T>, Fault> {
        let text = text.get();
        if let Some(known) = self.0.get(text) {
            return Ok(known.clone());
        }
        let made = match text {
            "null" => None,
            text => Some(read(text)?),
        };
        if self.0.len() >= MAX_KEPT {
            self.0.clear();
        }
        self.0.insert(text.into(), made.clone());
        Ok(made)
    }
}

impl Shared {
    fn schedule(&mut self, text: &RawValue) -> Result<Option<Arc<Schedule>>, Fault> {
        let read = |text: &str| schedule::read(text).map(Arc::new);
        self.schedules
            .get(text, read)
            .map_err(|fault| fault.below("schedule"))
    }

    fn policy(&mut self, text: &RawValue) -> Result<Option<Arc<Targets>>, Fault> {
        let read = |text: &str| policy::read(text).map(Arc::new);
        self.policies
            .get(text, read)
            .map_err(|fault| fault.below("policy"))
    }
}

/// A line before it is checked.
#[derive(Deserialize)]
#[serde(expecting = "an object with id, policy, events and now")]
struct Line<'a> {
    #[serde(borrow, default)]
    id: Loose<'a>,
    #[serde(borrow, default, deserialize_with = "present")]
    schedule: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    policy: Option<&'a RawValue>,
    #[serde(borrow, default)]
    ticket: Option<&'a RawValue>,
    #[serde(borrow)]
    events: Events<'a>,
    #[serde(borrow, default)]
    now: Loose<'a>,
}

/// The value as written, `null` too.
fn present<'de, D: Deserializer<'de>>(from: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(from).map(Some)
}

struct Events<'a>(Vec<RawEvent<'a>>);

impl<'de: 'a, 'a> Deserialize<'de> for Events<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct List;
        impl<'de> Visitor<'de> for List {
            type Value = Vec<RawEvent<'de>>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list in `events`")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut events = Vec::with_capacity(16);
                while let Some(event) = seq.next_element()? {
                    if events.len() == MAX_EVENTS {
                        return Err(A::Error::custom(format_args!(
                            "more than {MAX_EVENTS} in `events`"
                        )));
                    }
                    events.push(event);
                }
                Ok(events)
            }
        }
        from.deserialize_seq(List).map(Events)
    }
}

impl<'d> Reader<'d> {
    /// A reader that has seen nothing yet.
    pub fn new(defaults: &'d Defaults) -> Self {
        Self {
            defaults,
            shared: Shared::default(),
        }
    }

    /// Reads one line.
    pub fn read(&mut self, line: &str) -> Result<Ticket, Fault> {
        let line: Line<'_> = serde_json::from_str(line).map_err(|e| Fault::of_json(&e))?;
        let id = line.id.id("id")?;
        let now = line.now.instant("now")?;
        let mut events = Vec::with_capacity(line.events.0.len());
        for (place, raw) in line.events.0.iter().enumerate() {
            let event = event::read(raw, &mut self.shared);
            events.push(event.map_err(|fault| fault.below(&format!("events[{place}]")))?);
        }
        Self::check_order(&events)?;
        // Stable: equal instants stay in the order of the file.
        if !events.is_sorted_by_key(|event| event.at) {
            events.sort_by_key(|event| event.at);
        }
        let schedule = match line.schedule {
            Some(text) => self.shared.schedule(text)?,
            None => self.usual_hours(line.policy.is_some()),
        };
        let targets = match line.policy {
            Some(text) => self.shared.policy(text)?,
            None => self.matching_policy(line.ticket, &events)?,
        };
        events.truncate(events.partition_point(|event| event.at <= now));
        Ok(Ticket {
            id,
            targets,
            schedule,
            events,
            now,
        })
    }

    /// A ticket is made once, before anything else happens to it.
    fn check_order(events: &[Event]) -> Result<(), Fault> {
        let is_creation = |event: &Event| matches!(event.kind, EventKind::Created { .. });
        let mut made = events.iter().enumerate().filter(|(_, e)| is_creation(e));
        let (first, second) = (made.next(), made.next());
        if let Some((place, _)) = second {
            let member = format!("events[{place}].kind");
            return Err(Fault::new(
                member,
                "a ticket is created once; leave the second away",
            ));
        }
        let earliest = events.iter().enumerate().min_by_key(|(_, event)| event.at);
        match (earliest, first) {
            (Some((place, earlier)), made) if made.is_none_or(|(_, made)| earlier.at < made.at) => {
                let member = format!("events[{place}]");
                Err(Fault::new(
                    member,
                    "comes before the ticket is made; begin with the kind `created`",
                ))
            }
            _ => Ok(()),
        }
    }

    fn usual_hours(&self, has_own_policy: bool) -> Option<Arc<Schedule>> {
        let office = self.defaults.office.as_ref().filter(|_| !has_own_policy);
        self.defaults.schedule.as_ref().or(office).cloned()
    }

    fn matching_policy(
        &self,
        ticket: Option<&RawValue>,
        events: &[Event],
    ) -> Result<Option<Arc<Targets>>, Fault> {
        let mut facts = match ticket {
            Some(text) => ticket::read(text.get()).map_err(|fault| fault.below("ticket"))?,
            None => Facts::default(),
        };
        // What the facts leave open, the ticket began with.
        let made = events.iter().find_map(|event| match event.kind {
            EventKind::Created {
                status, priority, ..
            } => Some((status, priority)),
            _ => None,
        });
        if let Some((status, priority)) = made {
            facts.status = facts.status.or(Some(status));
            facts.priority = facts.priority.or(priority);
        }
        let policy = first_match(&self.defaults.policies, &facts);
        Ok(policy.map(|policy| Arc::clone(&policy.targets)))
    }
}
