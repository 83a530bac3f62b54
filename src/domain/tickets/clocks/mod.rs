//! SLA clocks: what happened to a ticket in, its clocks out.
//!
//! [`Clocks`] takes one [`Event`] after the other and can be read at any instant since; taking
//! events one by one gives the same as taking all at once. Pure, without a clock of its own;
//! costs some hundred nanoseconds an event. Hours and targets are shared, so that the state of a
//! ticket is small. [`Clocks::why`] says in words what happened to each clock, if the state was
//! made to remember it.
//!
//! The rules are those Zendesk documents (articles 4408829459866, 5600997516058, 4408885881498,
//! 4408821871642, 4408894213018 of its help centre); what it leaves open is [`Switches`].

mod condition;
mod event;
mod metric;
mod policy;
mod said;
mod state;
mod step;
mod switches;
#[cfg(test)]
mod tests;
mod watch;
mod why;

pub use condition::{Condition, Conditions, Facts, Field, NotUnderstood, Test};
pub use event::{Event, EventKind, Side};
pub use metric::Metric;
pub use policy::{Goal, MAX_TARGET_SECONDS, Policy, Target, Targets, first_match, put_in_order};
pub use state::{Clock, ClockState, Clocks};
pub use switches::Switches;
