//! Imports files: reads and validates each whole, then writes it.
//!
//! Runs on the caller's thread and blocks. Every file is checked before the first is written, so
//! a bad row changes nothing; each file is read twice and never held. Cancelled between rows; an
//! import that was stopped while writing keeps what is written and may be run again.

mod findings;
mod input;
mod walk;

use std::path::PathBuf;

use self::findings::Findings;
use self::input::Input;
use self::walk::{Ended, Event, walk};
use crate::domain::Instant;
use crate::domain::tickets::records::{Change, Record};
use crate::error::{Error, ErrorKind, Result};
use crate::jobs::{CancelToken, OnProgress, Progress};
use crate::store::{Import, ImportSource, Store};

/// How many rows go to the store at once, and how many bytes of the file they may come from.
const BATCH_ROWS: usize = 300;
const BATCH_BYTES: usize = 4 * 1024 * 1024;

/// How to import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// Reports bad rows and goes on, instead of refusing the file.
    pub skip_bad: bool,
    /// Reads and checks, writes nothing.
    pub dry_run: bool,
}

/// What a file brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileReport {
    /// The file as given.
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

/// Imports Zendesk exports (NDJSON or JSON arrays). All files are checked before the first is
/// written; `-` is standard input.
pub fn zendesk(
    store: &Store,
    files: &[PathBuf],
    options: &ImportOptions,
    now: Instant,
    cancel: &CancelToken,
    progress: OnProgress<'_>,
) -> Result<Vec<FileReport>> {
    let inputs = input::take(files, cancel, progress)?;
    let mut job = Job {
        store,
        options,
        now,
        cancel,
        kept: 0,
    };
    let mut reports = Vec::with_capacity(inputs.len());
    for input in &inputs {
        reports.push(job.check(input, progress)?);
    }
    if !options.dry_run {
        for (input, report) in inputs.iter().zip(&mut reports) {
            job.write(input, report, progress)?;
        }
        job.settle(progress)?;
    }
    Ok(reports)
}

/// A running import of one or more files.
struct Job<'a> {
    store: &'a Store,
    options: &'a ImportOptions,
    now: Instant,
    cancel: &'a CancelToken,
    /// Rows that are in the store, over all files.
    kept: u64,
}

impl Job<'_> {
    /// Pass 1: reads the whole file and refuses it if a row is bad. Counts rows as new.
    fn check(&self, input: &Input, progress: OnProgress<'_>) -> Result<FileReport> {
        let skip_bad = self.options.skip_bad;
        let mut found = Findings::default();
        let ended = walk(input, "checking", self.cancel, progress, &mut |event| {
            match event {
                Event::Row { line, parsed, .. } => found.take(line, *parsed),
                Event::Bad { line, what, .. } if skip_bad => {
                    found.skipped += 1;
                    found.warn(line, format!("{what}; left out"));
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
            let message = format!("stopped while checking {}; nothing was written", input.name);
            return Err(Error::new(ErrorKind::Interrupted, message));
        }
        match found.refusal(&input.name) {
            Some(refusal) => Err(refusal),
            None => Ok(found.report(&input.given)),
        }
    }

    /// Pass 2: writes the rows of a checked file and puts what they changed into its report.
    fn write(
        &mut self,
        input: &Input,
        report: &mut FileReport,
        progress: OnProgress<'_>,
    ) -> Result<()> {
        let source = ImportSource {
            file: input.given.clone(),
            kind: format!("zendesk {}", report.kind),
            bytes: input.bytes,
        };
        let checked = std::mem::take(&mut report.new);
        let mut import = self.store.import(source, self.now)?;
        let mut batch = Vec::with_capacity(BATCH_ROWS);
        let mut batch_bytes = 0;
        let ended = walk(
            input,
            "importing",
            self.cancel,
            progress,
            &mut |event| match event {
                Event::Row { parsed, size, .. } => {
                    batch.push(parsed.record);
                    batch_bytes += size;
                    if batch.len() >= BATCH_ROWS || batch_bytes >= BATCH_BYTES {
                        batch_bytes = 0;
                        count(&mut import, &mut batch, report, &mut self.kept)?;
                    }
                    Ok(())
                }
                Event::Bad { line, .. } if !self.options.skip_bad => {
                    Err(keeps(changed(input, line), self.kept))
                }
                Event::Bad { .. } | Event::Cut { .. } => Ok(()),
            },
        )?;
        if ended == Ended::Cancelled {
            let message = format!("stopped while importing {}", input.name);
            return Err(keeps(
                Error::new(ErrorKind::Interrupted, message),
                self.kept,
            ));
        }
        count(&mut import, &mut batch, report, &mut self.kept)?;
        import.finish().map_err(|error| keeps(error, self.kept))?;
        if report.new + report.updated + report.unchanged != checked {
            let message = "the file changed while it was imported; import it again";
            report.warnings.push(Warning::whole_file(message));
        }
        Ok(())
    }
}

impl Job<'_> {
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

/// Writes a batch and counts what each row changed.
fn count(
    import: &mut Import,
    batch: &mut Vec<Record>,
    report: &mut FileReport,
    kept: &mut u64,
) -> Result<()> {
    let changes = import.write(std::mem::take(batch));
    for change in changes.map_err(|error| keeps(error, *kept))? {
        *kept += 1;
        match change {
            Change::New => report.new += 1,
            Change::Updated => report.updated += 1,
            Change::Unchanged => report.unchanged += 1,
        }
    }
    Ok(())
}

/// Adds to an error what of the import is in the store.
fn keeps(error: Error, kept: u64) -> Error {
    let rows = match kept {
        1 => "1 row is".to_owned(),
        _ => format!("{kept} rows are"),
    };
    error.hint(format!("{rows} kept; run it again to go on"))
}

fn changed(input: &Input, line: u64) -> Error {
    let message = format!("{} line {line}: changed while it was imported", input.name);
    Error::new(ErrorKind::Input, message).hint("import it again once nothing writes to it")
}

#[cfg(test)]
mod tests;
