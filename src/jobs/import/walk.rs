//! One pass over a part: every row parsed, its fate told to the caller.

use std::io::Read;

use super::columns::Columns;
use super::parts::{Form, Part, broken};
use crate::domain::text;
use crate::error::{Error, ErrorKind, Result};
use crate::formats::export::{self, Parsed};
use crate::formats::rows::{Fault, Rows};
use crate::formats::table::{Limits, Table};
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

/// Reports how far a pass is, now and then.
#[derive(Debug)]
pub(super) struct Steps {
    what: String,
    total: Option<u64>,
    next: u64,
}

impl Steps {
    /// Nothing is done yet.
    pub(super) fn new(doing: &str, name: &str, total: Option<u64>) -> Self {
        Self {
            what: format!("{doing} {}", text::line(name)),
            total,
            next: 0,
        }
    }

    /// So many bytes are done.
    pub(super) fn at(&mut self, done: u64, progress: OnProgress<'_>) {
        if done >= self.next {
            self.next = done + STEP_BYTES;
            self.report(done, progress);
        }
    }

    fn report(&self, done: u64, progress: OnProgress<'_>) {
        progress(Progress {
            what: self.what.clone(),
            done,
            total: self.total,
            unit: "bytes",
        });
    }
}

/// Reads the part from its start and tells each row to `visit`, whose error ends the pass.
pub(super) fn walk(
    part: &Part<'_>,
    doing: &str,
    cancel: &CancelToken,
    progress: OnProgress<'_>,
    visit: &mut dyn FnMut(Event) -> Result<()>,
) -> Result<Ended> {
    part.read(|input| {
        let mut reader = Reader::open(part, input)?;
        let mut steps = Steps::new(doing, &part.name, part.total());
        loop {
            if cancel.is_cancelled() {
                return Ok(Ended::Cancelled);
            }
            steps.at(reader.bytes_done(), progress);
            match reader.next() {
                Ok(Some(event)) => visit(event)?,
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
                Err(fault) => return Err(broken(&part.name, fault)),
            }
        }
        steps.report(reader.bytes_done(), progress);
        Ok(Ended::Whole)
    })
}

/// The rows of a part, whatever they are made of.
enum Reader<'r> {
    Rows(
        Rows<&'r mut dyn Read>,
        fn(&[u8]) -> Result<Parsed, export::Fault>,
    ),
    Table(Box<Table<&'r mut dyn Read>>, &'r Columns),
}

impl<'r> Reader<'r> {
    fn open(part: &'r Part<'_>, input: &'r mut dyn Read) -> Result<Self> {
        match &part.form {
            Form::Rows(parse) => Ok(Self::Rows(Rows::new(input), *parse)),
            Form::Table(columns, charset) => {
                let table = Table::open_as(input, Limits::default(), Some(*charset));
                let table = table.map_err(|fault| broken(&part.name, fault))?;
                Ok(Self::Table(Box::new(table), columns))
            }
            Form::Unseen(_) => {
                let message = format!("{}: was not looked at", part.name);
                Err(Error::new(ErrorKind::Internal, message))
            }
        }
    }

    fn bytes_done(&self) -> u64 {
        match self {
            Self::Rows(rows, _) => rows.bytes_done(),
            Self::Table(table, _) => table.bytes_done(),
        }
    }

    fn next(&mut self) -> Result<Option<Event>, Fault> {
        let (line, size, unfinished, parsed) = match self {
            Self::Rows(rows, parse) => {
                let Some(row) = rows.next_row()? else {
                    return Ok(None);
                };
                (row.line, row.bytes.len(), row.unfinished, parse(row.bytes))
            }
            Self::Table(table, columns) => {
                let width = table.header().names.len();
                let Some(row) = table.next_row()? else {
                    return Ok(None);
                };
                if row.unfinished && row.is_narrow() {
                    return Ok(Some(Event::Cut { line: row.line }));
                }
                (row.line, row.bytes(), false, columns.read(&row, width))
            }
        };
        Ok(Some(match parsed {
            Ok(parsed) => Event::Row {
                line,
                parsed: Box::new(parsed),
                size,
            },
            Err(fault) if fault.cut && unfinished => Event::Cut { line },
            Err(fault) => Event::Bad {
                line,
                what: fault.what,
                cure: fault.cure,
            },
        }))
    }
}
