//! Batches of settlement calculations: JSON Lines of `{"id","kind","input"}` in, the dates and
//! amounts of each kind out.
//!
//! Kinds: `lag`, `billing_cycle`, `threshold`, `reserve`. A line that cannot be calculated refuses
//! the whole batch with file, line and member. Calendars and zones are looked up once a batch.
//! Of members that mean nothing here only those are refused that look like a slip of the pen.

mod cases;
mod input;
mod once;

use serde::Serialize;
use serde_json::Value;

use super::batch::Fault;
use crate::domain::calendar::Calendars;
pub use cases::Outcome;
use cases::{Case, Cases};

/// The result of one line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answer {
    /// The line's id, as it was written.
    pub id: Value,
    /// What came out.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// Calculates the lines of a batch, looking each calendar and zone up once.
#[derive(Debug)]
pub struct Calculator<'a>(Cases<'a>);

impl<'a> Calculator<'a> {
    /// A calculator that knows these calendars.
    pub fn new(calendars: &'a Calendars) -> Self {
        Self(Cases::new(calendars))
    }

    /// The result of one line.
    pub fn answer(&mut self, line: &[u8]) -> Result<Answer, Fault> {
        let shape = r#"write {"id", "kind", "input"} on one line each"#;
        // A list of three would pass for one.
        if !line.starts_with(b"{") {
            return Err(Fault::new("is no JSON object", shape));
        }
        let case: Case = serde_json::from_slice(line)
            .map_err(|error| Fault::new(format!("is no JSON object: {error}"), shape))?;
        let answer = self.0.answer(&case);
        answer.map_err(|bad| Fault::of(&bad.member, bad.refusal))
    }
}

#[cfg(test)]
mod tests;
