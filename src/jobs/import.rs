//! Imports files: reads and validates each whole, then writes it.

use std::path::PathBuf;

use crate::domain::Instant;
use crate::error::{Error, ErrorKind, Result};
use crate::jobs::{CancelToken, OnProgress};
use crate::store::Store;

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
    /// What it holds ("tickets", "comments", "mixed").
    pub kind: String,
    /// Rows that were not there (in a dry run: rows that would be read).
    pub new: u64,
    /// Rows that differed.
    pub updated: u64,
    /// Rows that were there as they are, or newer.
    pub unchanged: u64,
    /// Rows left out.
    pub skipped: u64,
    /// What was odd, by line; the first 20, then one that counts the rest.
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
    let _ = (store, files, options, now, cancel, progress);
    Err(Error::new(ErrorKind::Internal, "import under construction"))
}
