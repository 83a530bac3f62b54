//! The SQLite store: the only room that knows SQL.

use std::path::{Path, PathBuf};

use crate::domain::tickets::Changes;
use crate::domain::tickets::records::{Change, Record};
use crate::domain::{Actor, Answer, Command, Instant, Outcome, Query};
use crate::error::{Error, ErrorKind, Result};

/// A handle on the open store; clones share its threads.
#[derive(Clone, Debug)]
pub struct Store {
    path: PathBuf,
}

/// Names one thing a screen waits for: a newer question in the same slot supersedes the older.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Slot(pub u16);

/// Receives the answer to an asynchronous request, on a thread of the store; must not block.
pub type Reply<T> = Box<dyn FnOnce(Result<T>) + Send>;

/// Which file an import reads, as the store remembers it until the import has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportSource {
    /// The file's name as given.
    pub file: String,
    /// What it holds ("zendesk tickets").
    pub kind: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// A running import; see [`Store::import`].
#[derive(Debug)]
pub struct Import {
    _store: Store,
}

/// How grave a finding of `doctor` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Should be seen to (exit 3).
    Warning,
    /// Broken (exit 3).
    Error,
}

/// One finding of `doctor`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How grave.
    pub severity: Severity,
    /// What is the matter.
    pub what: String,
    /// Where.
    pub place: String,
    /// What to do.
    pub cure: String,
    /// True if `--repair` mended it.
    pub repaired: bool,
}

fn unbuilt<T>() -> Result<T> {
    Err(Error::new(ErrorKind::Internal, "store under construction"))
}

impl Store {
    /// Opens the store at `path`, making it (0600, folder 0700) if it is not there and
    /// migrating an older one after a copy. Refuses foreign, newer and damaged files unchanged.
    pub fn open(path: &Path) -> Result<Self> {
        Ok(Self {
            path: path.to_owned(),
        })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Carries out a command in one transaction on the writer's interactive lane; returns after the commit.
    pub fn perform(&self, command: Command, actor: &Actor, now: Instant) -> Result<Outcome> {
        let _ = (command, actor, now);
        unbuilt()
    }

    /// As [`Store::perform`], without waiting: `reply` gets the outcome after the commit.
    pub fn perform_then(
        &self,
        command: Command,
        actor: Actor,
        now: Instant,
        reply: Reply<Outcome>,
    ) {
        let _ = (command, actor, now, reply);
    }

    /// What a command would change, without writing (`--dry-run`).
    pub fn plan(&self, command: &Command, actor: &Actor, now: Instant) -> Result<Changes> {
        let _ = (command, actor, now);
        unbuilt()
    }

    /// Answers a question, waiting for it.
    pub fn ask(&self, query: Query) -> Result<Answer> {
        let _ = query;
        unbuilt()
    }

    /// Answers a question on a reader thread. A newer question in the same slot drops an older one
    /// that waits and interrupts one that runs; an interrupted question gets no reply.
    pub fn ask_then(&self, slot: Slot, query: Query, reply: Reply<Answer>) {
        let _ = (slot, query, reply);
    }

    /// True if another connection or process has committed since the last call (`PRAGMA data_version`).
    pub fn changed_elsewhere(&self) -> Result<bool> {
        unbuilt()
    }

    /// Starts (or takes up again) the import of one file on the bulk lane.
    pub fn import(&self, source: ImportSource, now: Instant) -> Result<Import> {
        let _ = (source, now);
        unbuilt()
    }

    /// Looks the store over: integrity, foreign keys, modes, size of the log, imports cut short.
    /// With `repair` it mends what can be mended without loss.
    pub fn doctor(path: &Path, repair: bool) -> Result<Vec<Finding>> {
        let _ = (path, repair);
        unbuilt()
    }

    /// Copies the running store to `to` (online, checked, 0600, atomically named).
    pub fn backup(&self, to: &Path, force: bool) -> Result<u64> {
        let _ = (to, force);
        unbuilt()
    }

    /// Puts the copy `from` in the place of the store at `path`; the old store is kept beside it.
    /// Returns where.
    pub fn restore(path: &Path, from: &Path, now: Instant) -> Result<Option<PathBuf>> {
        let _ = (path, from, now);
        unbuilt()
    }
}

impl Import {
    /// Writes records in chunks of at most 25 ms, one transaction each; says how each record changed the store.
    pub fn write(&mut self, records: Vec<Record>) -> Result<Vec<Change>> {
        let _ = records;
        unbuilt()
    }

    /// Marks the import as whole.
    pub fn finish(self) -> Result<()> {
        unbuilt()
    }
}
