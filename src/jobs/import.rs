//! Imports files: reads and validates each whole, then writes it.
//!
//! Runs on the caller's thread and blocks; a second thread writes while this one reads on. Every
//! file is checked before the first is written, so a bad row changes nothing; each file, and each
//! member of an archive, is read twice (a table three times) and never held. Cancelled between
//! rows; an import that was stopped while writing keeps what is written and may be run again.

mod columns;
mod findings;
mod input;
mod parts;
mod survey;
mod walk;
mod writing;

use std::path::PathBuf;

use self::findings::Findings;
use self::parts::Part;
use self::walk::{Ended, Event, walk};
use self::writing::Writing;
use crate::domain::Instant;
use crate::domain::tickets::Source;
use crate::domain::zone::Zone;
use crate::error::{Error, ErrorKind, Result};
use crate::formats::export::{CORRECT, Field, Options, Order};
use crate::formats::table::Charset;
use crate::jobs::{CancelToken, OnProgress, Progress};
use crate::store::{ImportSource, Store};

/// Whose export it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// Zendesk: NDJSON, JSON, zip or gzip of them, the table.
    Zendesk,
    /// Freshdesk: the table, the account export, answers of the API.
    Freshdesk,
    /// Jira: the table, answers of the search.
    Jira,
    /// Any table with a header.
    Tickets,
}

impl System {
    /// Its name, as the command line has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Zendesk => "zendesk",
            Self::Freshdesk => "freshdesk",
            Self::Jira => "jira",
            Self::Tickets => "tickets",
        }
    }
}

/// How to import.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportOptions {
    /// Reports bad rows and goes on, instead of refusing the file.
    pub skip_bad: bool,
    /// Reads and checks, writes nothing.
    pub dry_run: bool,
    /// The zone of times without an offset.
    pub zone: Option<Zone>,
    /// True if nobody named that zone for this import: files that need it say so.
    pub is_zone_assumed: bool,
    /// How dates in digits are read; unknown, each file shows it or is refused.
    pub dates: Order,
    /// Which column of a table holds which field.
    pub map: Vec<(Field, String)>,
    /// How tables are encoded, where they do not show it.
    pub charset: Option<Charset>,
    /// Where the tickets of a table live that does not say it.
    pub source: Source,
}

impl Default for ImportOptions {
    fn default() -> Self {
        Self {
            skip_bad: false,
            dry_run: false,
            zone: None,
            is_zone_assumed: false,
            dates: Order::Unknown,
            map: Vec::new(),
            charset: None,
            source: Source::Local,
        }
    }
}

impl ImportOptions {
    /// What they say about a table whose dates are read so.
    fn table(&self, dates: Order) -> Options<'_> {
        Options {
            zone: self.zone.as_ref(),
            dates,
            map: &self.map,
            source: self.source,
        }
    }
}

/// What a file brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileReport {
    /// The file as given, with the member where it is an archive ("export.zip: Tickets0.json").
    pub file: String,
    /// What it holds ("tickets", "comments", "mixed", "nothing").
    pub kind: String,
    /// Rows that were not there (in a dry run: rows that would be read).
    pub new: u64,
    /// Rows that differed.
    pub updated: u64,
    /// Rows that were there as they are, or newer.
    pub unchanged: u64,
    /// Rows left out.
    pub skipped: u64,
    /// What was odd, by line; the first 20, then one that counts the rest, then what concerns
    /// the whole file.
    pub warnings: Vec<Warning>,
    /// What the columns of a table are taken for: ours, and the column's name.
    pub columns: Vec<(String, String)>,
}

/// Something odd in a file that did not stop it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Line in the file, from 1; none if it concerns the whole file.
    pub line: Option<u64>,
    /// What, and what was done about it.
    pub message: String,
}

impl Warning {
    fn whole_file(message: impl Into<String>) -> Self {
        Self {
            line: None,
            message: message.into(),
        }
    }
}

/// Imports exports of a system; what each file is shows in its content. All files are checked
/// before the first is written; `-` is standard input.
pub fn run(
    store: &Store,
    system: System,
    files: &[PathBuf],
    options: &ImportOptions,
    now: Instant,
    cancel: &CancelToken,
    progress: OnProgress<'_>,
) -> Result<Vec<FileReport>> {
    let inputs = input::take(files, cancel, progress)?;
    let mut parts = Vec::with_capacity(inputs.len());
    for input in &inputs {
        parts::find(input, system, options, &mut parts)?;
    }
    let mut job = Job {
        store,
        system,
        options,
        now,
        cancel,
        kept: 0,
    };
    let mut reports = Vec::with_capacity(parts.len());
    for part in &mut parts {
        survey::look(part, options, cancel, progress)?;
        reports.push(job.check(part, progress)?);
    }
    if !options.dry_run {
        let mut parts = parts.iter().zip(&mut reports);
        let written = parts.try_for_each(|(part, report)| job.write(part, report, progress));
        // What came in before a failure is settled too, unless the person wants to stop.
        let settled = if cancel.is_cancelled() {
            Ok(())
        } else {
            job.settle(progress)
        };
        written.and(settled)?;
    }
    Ok(reports)
}

/// A running import of one or more files.
struct Job<'a> {
    store: &'a Store,
    system: System,
    options: &'a ImportOptions,
    now: Instant,
    cancel: &'a CancelToken,
    /// Rows that are in the store, over all files.
    kept: u64,
}

impl Job<'_> {
    /// Pass 1: reads the whole file and refuses it if a row is bad. Counts rows as new.
    fn check(&self, part: &Part<'_>, progress: OnProgress<'_>) -> Result<FileReport> {
        let skip_bad = self.options.skip_bad;
        let mut found = Findings::default();
        let ended = walk(part, "checking", self.cancel, progress, &mut |event| {
            match event {
                Event::Row { line, parsed, .. } => found.take(line, *parsed),
                Event::Bad { line, what, cure } if skip_bad => {
                    found.skipped += 1;
                    let cure = match cure {
                        CORRECT => String::new(),
                        other => format!("; {other}"),
                    };
                    found.warn(line, format!("{what}; left out{cure}"));
                }
                Event::Bad { line, what, cure } => found.refuse(line, what, cure),
                Event::Cut { line } if found.good == 0 && !skip_bad => {
                    let what = "the file ends in the middle of its first row".to_owned();
                    found.refuse(line, what, "export it again");
                }
                Event::Cut { line } => {
                    found.skipped += 1;
                    found.cut = Some(line);
                }
            }
            Ok(())
        })?;
        if ended == Ended::Cancelled {
            return Err(stopped_checking(&part.name));
        }
        match found.refusal(&part.name) {
            Some(refusal) => Err(refusal),
            None => Ok(found.report(part)),
        }
    }

    /// Pass 2: writes the rows of a checked file and puts what they changed into its report.
    fn write(
        &mut self,
        part: &Part<'_>,
        report: &mut FileReport,
        progress: OnProgress<'_>,
    ) -> Result<()> {
        let source = ImportSource {
            file: part.given.clone(),
            kind: format!("{} {}", self.system.name(), report.kind),
            bytes: part.bytes,
        };
        let checked = std::mem::take(&mut report.new);
        let import = self.store.import(source, self.now)?;
        let skip_bad = self.options.skip_bad;
        let (ended, tally, import) =
            writing::beside(import, self.cancel, |writing: &mut Writing| {
                let walked = walk(
                    part,
                    "importing",
                    self.cancel,
                    progress,
                    &mut |event| match event {
                        Event::Row { parsed, size, .. } => writing.take(parsed.record, size),
                        Event::Bad { line, .. } if !skip_bad => Err(changed(&part.name, line)),
                        Event::Bad { .. } | Event::Cut { .. } => Ok(()),
                    },
                );
                walked.and_then(|ended| writing.flush().map(|()| ended))
            });
        self.kept += tally.rows();
        (report.new, report.updated, report.unchanged) =
            (tally.new, tally.updated, tally.unchanged);
        let ended = ended.map_err(|error| keeps(error, self.kept))?;
        if ended == Ended::Cancelled {
            let message = format!("stopped while importing {}", part.name);
            return Err(keeps(
                Error::new(ErrorKind::Interrupted, message),
                self.kept,
            ));
        }
        if let Some(import) = import {
            import.finish().map_err(|error| keeps(error, self.kept))?;
        }
        if tally.rows() != checked {
            let message = "the file changed while it was imported; import it again";
            report.warnings.push(Warning::whole_file(message));
        }
        Ok(())
    }

    /// Works out what the rows have left behind them.
    fn settle(&self, progress: OnProgress<'_>) -> Result<()> {
        let pass = self.store.settle(&mut |done, total| {
            progress(Progress {
                what: "working out words and clocks".to_owned(),
                done,
                total: (total > 0).then_some(total),
                unit: "tickets",
            });
            !self.cancel.is_cancelled()
        });
        match pass.map_err(|error| keeps(error, self.kept))? {
            pass if pass.is_whole => Ok(()),
            _ => {
                let message = "stopped while working out words and clocks";
                Err(keeps(
                    Error::new(ErrorKind::Interrupted, message),
                    self.kept,
                ))
            }
        }
    }
}

fn stopped_checking(name: &str) -> Error {
    let message = format!("stopped while checking {name}; nothing was written");
    Error::new(ErrorKind::Interrupted, message)
}

/// Adds to an error what of the import is in the store.
fn keeps(error: Error, kept: u64) -> Error {
    let rows = match kept {
        1 => "1 row is".to_owned(),
        _ => format!("{kept} rows are"),
    };
    error.hint(format!("{rows} kept; run it again to go on"))
}

fn changed(name: &str, line: u64) -> Error {
    let message = format!("{name} line {line}: changed while it was imported");
    Error::new(ErrorKind::Input, message).hint("import it again once nothing writes to it")
}

#[cfg(test)]
mod tests;
