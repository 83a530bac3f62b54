//! Batches of settlement calculations: JSON Lines of `{"id","kind","input"}` in, the dates and
//! amounts of each kind out.
//!
//! Kinds: `lag`, `billing_cycle`, `threshold`, `reserve`. A line that cannot be calculated refuses
//! the whole batch with file, line and member. Calendars and zones are looked up once a batch.
//! Of members that mean nothing here only those are refused that look like a slip of the pen.

mod cases;
mod input;

use std::io::BufRead;

use serde::Serialize;
use serde_json::Value;

use crate::domain::calendar::Calendars;
use crate::domain::text;
use crate::error::{Error, ErrorKind, Result};
pub use cases::Outcome;
use cases::{Case, Cases};

/// Longest line in bytes: a threshold with ten thousand amounts has a quarter of it.
const MAX_LINE: u64 = 1024 * 1024;

/// The result of one line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answer {
    /// The line's id, as it was written.
    pub id: Value,
    /// What came out.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// Reads and calculates every line; blank lines count for nothing. `name` is the file's name in
/// errors.
pub fn calculate(
    mut lines: impl BufRead,
    name: &str,
    calendars: &Calendars,
) -> Result<Vec<Answer>> {
    let mut cases = Cases::new(calendars);
    let mut answers = Vec::new();
    let mut line = Vec::new();
    for number in 1_usize.. {
        line.clear();
        let failed = |error: std::io::Error| {
            Error::new(ErrorKind::Io, format!("{name}: cannot be read")).caused_by(error)
        };
        let mut limited = std::io::Read::take(&mut lines, MAX_LINE + 1);
        if limited.read_until(b'\n', &mut line).map_err(failed)? == 0 {
            break;
        }
        let refuse = |what: &str| {
            Error::new(
                ErrorKind::Input,
                format!("{name} line {number}: {}", text::line(what)),
            )
        };
        if u64::try_from(line.len()).is_ok_and(|len| len > MAX_LINE) {
            return Err(refuse(&format!("is longer than {MAX_LINE} bytes")).hint("split it"));
        }
        let bytes = match number {
            1 => line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line),
            _ => &line,
        };
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        let foreign = || {
            refuse("is no JSON object").hint("write {\"id\", \"kind\", \"input\"} on one line each")
        };
        // A list of three would pass for one.
        if !bytes.trim_ascii_start().starts_with(b"{") {
            return Err(foreign());
        }
        let case: Case =
            serde_json::from_slice(bytes).map_err(|error| foreign().caused_by(error))?;
        let answer = cases.answer(&case).map_err(|bad| {
            let error = refuse(&format!("member `{}`: {}", bad.member, bad.refusal.reason));
            match bad.refusal.cure {
                Some(cure) => error.hint(cure),
                None => error,
            }
        })?;
        answers.push(answer);
    }
    if answers.is_empty() {
        return Err(Error::new(ErrorKind::Input, format!("{name}: is empty"))
            .hint("write one {\"id\", \"kind\", \"input\"} a line"));
    }
    Ok(answers)
}

#[cfg(test)]
mod tests;
