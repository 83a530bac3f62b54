//! The SQLite store: the only room that knows SQL.
//!
//! **Threads.** One writer thread owns the only connection that writes; two reader threads
//! answer questions. All start when they are first needed and end with the last [`Store`]
//! handle, whose drop waits for them. No call but [`Store::perform`], [`Store::ask`],
//! [`Store::plan`], [`Store::recompute_clocks`], [`Store::backup`] and those of an [`Import`] waits for the disk.
//!
//! **Promises.** What was answered is there: a command's transaction is on the disk
//! (synchronous = FULL) before its outcome goes out, whole or not at all. An import's pieces
//! survive a killed process; running it again changes nothing in them. Reads are of one moment
//! and never wait for the writer. A commit that the disk did not confirm is looked up, and the
//! error says which of the two it is.
//!
//! **Cost.** Opening reads a hundred bytes; a window of a list costs the same anywhere in it.
//!
//! `connection`, `migrate`, `place` and `network` open the file; `writer` and `readers` are the
//! threads; `perform` and `journal` write what people do, `ingest` what imports bring;
//! `answer` and `tickets` read, `derived` works out clocks. Every failure of SQLite is put into words in `fault`.

mod answer;
mod backup;
mod connection;
mod derived;
mod doctor;
mod fault;
mod ingest;
mod journal;
mod migrate;
mod network;
mod perform;
mod place;
mod pulse;
mod readers;
mod rows;
mod settle;
#[cfg(test)]
mod tests;
mod text;
mod tickets;
mod views;
mod writer;

use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, mpsc};

use crate::domain::tickets::Changes;
use crate::domain::tickets::history::ClockRules;
use crate::domain::{Actor, Answer, Command, Instant, Outcome, Query};
use crate::error::{Error, ErrorKind, Result};

pub use ingest::Import;
pub use settle::Pass;

use pulse::Pulse;
use readers::Readers;
use writer::{Lane, Lanes};

/// A handle on the open store; clones share its threads.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    path: Arc<Path>,
    pulse: Arc<Pulse>,
    readers: Readers,
    lanes: Lanes,
    clocks: OnceLock<Arc<ClockRules>>,
    /// See [`place::Look::held`].
    _held: Option<File>,
}

impl Drop for Inner {
    /// Readers first: the last connection to close empties the log, and only the writer may.
    fn drop(&mut self) {
        self.readers.close();
        self.pulse.close();
        self.lanes.close();
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("path", &self.inner.path)
            .finish_non_exhaustive()
    }
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

/// Starts something that replies, and waits for the reply.
fn wait<T: Send + 'static>(start: impl FnOnce(Reply<T>)) -> Result<T> {
    let (sender, receiver) = mpsc::sync_channel(1);
    start(Box::new(move |result| {
        // Nobody waits any more if the receiver has gone.
        drop(sender.send(result));
    }));
    receiver
        .recv()
        .unwrap_or_else(|_| Err(fault::defect("waiting for the store")))
}

impl Store {
    /// Opens the store at `path`, making it (0600, folder 0700) if it is not there and
    /// migrating an older one after a copy. Refuses foreign, newer and damaged files unchanged,
    /// and network shares, where locks do not hold.
    pub fn open(path: &Path) -> Result<Self> {
        let path: Arc<Path> = std::path::absolute(path)
            .map_err(|error| {
                Error::new(ErrorKind::Io, format!("{} is no file name", path.display()))
                    .caused_by(error)
            })?
            .into();
        let look = connection::prepare(&path)?;
        let pulse = Arc::new(Pulse::default());
        Ok(Self {
            inner: Arc::new(Inner {
                readers: Readers::new(path.clone(), pulse.clone()),
                lanes: Lanes::new(path.clone(), pulse.clone()),
                path,
                pulse,
                clocks: OnceLock::new(),
                _held: look.held,
            }),
        })
    }

    /// Says what clocks go by, before the first command or question; without a word there are no
    /// policies. What is said later does not count.
    pub fn keep_clocks(&self, rules: Arc<ClockRules>) {
        let kept = self.inner.clocks.set(rules);
        if kept.is_err() {
            log::warn!("what clocks go by was said twice; the first holds");
        }
    }

    /// What clocks go by.
    fn clocks(&self) -> Arc<ClockRules> {
        self.inner.clocks.get().cloned().unwrap_or_default()
    }

    /// Does a piece of bringing every ticket's clocks to the rules that hold, on the bulk lane,
    /// which lets persons in. Returns how many tickets it looked at, none once all are done. Killed in
    /// between it goes on where it stopped.
    pub fn recompute_clocks(&self) -> Result<Option<u64>> {
        let rules = self.clocks();
        wait(|reply| {
            self.lanes().submit(
                Lane::Bulk,
                move |writer| derived::recompute(writer, &rules),
                reply,
            );
        })
    }

    /// Where it is, absolute.
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    fn lanes(&self) -> &Lanes {
        &self.inner.lanes
    }

    /// Why the store takes no changes, if its file or folder cannot be written to.
    pub fn read_only(&self) -> Option<String> {
        place::unwritable(self.path())
    }

    /// Carries out a command in one transaction on the writer's interactive lane; returns after the commit.
    pub fn perform(&self, command: Command, actor: &Actor, now: Instant) -> Result<Outcome> {
        wait(|reply| self.perform_then(command, actor.clone(), now, reply))
    }

    /// As [`Store::perform`], without waiting: `reply` gets the outcome after the commit.
    pub fn perform_then(
        &self,
        command: Command,
        actor: Actor,
        now: Instant,
        reply: Reply<Outcome>,
    ) {
        let rules = self.clocks();
        self.lanes().submit(
            Lane::Interactive,
            move |writer| perform::perform(writer, &command, &actor, now, &rules),
            reply,
        );
    }

    /// What a command would change, without writing (`--dry-run`).
    pub fn plan(&self, command: &Command, actor: &Actor, now: Instant) -> Result<Changes> {
        let (command, actor) = (command.clone(), actor.clone());
        wait(|reply| {
            self.inner.readers.ask(
                None,
                "reading the store",
                move |connection| perform::plan(connection, &command, &actor, now),
                reply,
            );
        })
    }

    /// Answers a question, waiting for it.
    pub fn ask(&self, query: Query) -> Result<Answer> {
        wait(|reply| self.question(None, query, reply))
    }

    /// Answers a question on a reader thread. A newer question in the same slot drops an older one
    /// that waits and interrupts one that runs; an interrupted question gets no reply.
    pub fn ask_then(&self, slot: Slot, query: Query, reply: Reply<Answer>) {
        self.question(Some(slot), query, reply);
    }

    fn question(&self, slot: Option<Slot>, query: Query, reply: Reply<Answer>) {
        let rules = self.clocks();
        self.inner.readers.ask(
            slot,
            "reading the store",
            move |connection| answer::answer(connection, &query, &rules),
            reply,
        );
    }

    /// True if another process (or another [`Store`]) has committed since the last call; the
    /// first call counts from the first question that was answered. Cheap: one row, no waiting.
    pub fn changed_elsewhere(&self) -> Result<bool> {
        self.inner.pulse.changed_elsewhere(&self.inner.path)
    }

    /// Starts (or takes up again) the import of one file on the bulk lane.
    pub fn import(&self, source: ImportSource, now: Instant) -> Result<Import> {
        Import::start(self.clone(), source, now)
    }

    /// Works out what imports have left behind their rows: words, references, clocks. `go_on` is
    /// told how many tickets of how many are done, and says whether to.
    pub fn settle(&self, go_on: &mut dyn FnMut(u64, u64) -> bool) -> Result<Pass> {
        settle::settle(self, go_on)
    }

    /// Looks the store over: integrity, foreign keys, modes, size of the log, imports cut short.
    /// With `repair` it mends what can be mended without loss. Not for a store that this
    /// process has open.
    pub fn doctor(path: &Path, repair: bool) -> Result<Vec<Finding>> {
        doctor::examine(path, repair)
    }

    /// Copies the running store to `to` (online, checked, 0600, atomically named); returns the
    /// copy's size in bytes. What is there is kept unless `force`.
    pub fn backup(&self, to: &Path, force: bool) -> Result<u64> {
        backup::backup(&self.inner.path, to, force)
    }

    /// Puts the copy `from` in the place of the store at `path`; the old store is kept beside it.
    /// Returns where. Refused while a paydesk has the store open.
    pub fn restore(path: &Path, from: &Path, now: Instant) -> Result<Option<PathBuf>> {
        backup::restore(path, from, now)
    }
}
