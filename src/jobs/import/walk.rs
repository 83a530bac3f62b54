//! One pass over a file: every row parsed, its fate told to the caller.

use crate::domain::text;
use crate::error::{Error, ErrorKind, Result};
use crate::formats::export::Parsed;
use crate::formats::rows::{Fault, Row, Rows};
use crate::formats::zendesk;
use crate::jobs::import::input::Input;
use crate::jobs::{CancelToken, OnProgress, Progress};

/// How many bytes pass between two reports of progress.
const STEP_BYTES: u64 = 256 * 1024;

/// A row, or what stands in its place.
pub(super) enum Event {
    /// A good row.
    Row {
        line: u64,
        parsed: Box<Parsed>,
        /// Its bytes in the file.
        size: usize,
    },
    /// A row that cannot be used.
    Bad {
        line: u64,
        what: String,
        cure: &'static str,
    },
    /// The file ends in the middle of what begins here.
    Cut { line: u64 },
}

/// How a pass ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// At the end of the file.
    Whole,
    /// Because it was asked to stop.
    Cancelled,
}

/// Reads the file from its start and tells each row to `visit`, whose error ends the pass.
pub(super) fn walk(
    input: &Input,
    doing: &str,
    cancel: &CancelToken,
    progress: OnProgress<'_>,
    visit: &mut dyn FnMut(Event) -> Result<()>,
) -> Result<Ended> {
    let mut rows = Rows::new(input.open()?);
    let what = format!("{doing} {}", text::line(&input.name));
    let mut next_report = 0;
    loop {
        if cancel.is_cancelled() {
            return Ok(Ended::Cancelled);
        }
        let done = rows.bytes_done();
        if done >= next_report {
            next_report = done + STEP_BYTES;
            progress(Progress {
                what: what.clone(),
                done,
                total: Some(input.bytes),
                unit: "bytes",
            });
        }
        match rows.next_row() {
            Ok(Some(row)) => visit(judge(&row))?,
            Ok(None) => break,
            Err(Fault::Row { line, what, cure }) => visit(Event::Bad {
                line,
                what: what.to_owned(),
                cure,
            })?,
            Err(Fault::Cut { line }) => {
                visit(Event::Cut { line })?;
                break;
            }
            Err(Fault::File { line, what, cure }) => {
                let place = line.map_or_else(|| ":".to_owned(), |line| format!(" line {line}:"));
                let message = format!("{}{place} {what}", input.name);
                return Err(Error::new(ErrorKind::Input, message).hint(cure));
            }
            Err(Fault::Read(error)) => {
                let message = format!("{}: cannot be read", input.name);
                return Err(Error::new(ErrorKind::Io, message).caused_by(error));
            }
        }
    }
    progress(Progress {
        what,
        done: rows.bytes_done(),
        total: Some(input.bytes),
        unit: "bytes",
    });
    Ok(Ended::Whole)
}

fn judge(row: &Row<'_>) -> Event {
    let line = row.line;
    match zendesk::parse(row.bytes) {
        Ok(parsed) => Event::Row {
            line,
            parsed: Box::new(parsed),
            size: row.bytes.len(),
        },
        Err(fault) if fault.cut && row.unfinished => Event::Cut { line },
        Err(fault) => Event::Bad {
            line,
            what: fault.what,
            cure: fault.cure,
        },
    }
}
