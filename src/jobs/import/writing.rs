//! Writes rows on a second thread while the first reads on.
//!
//! At most [`QUEUED`] batches wait, so that memory stays bounded. The first failure ends both
//! threads; what was written before it is counted exactly.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::Ended;
use crate::domain::tickets::records::{Change, Record};
use crate::error::{Error, ErrorKind, Result};
use crate::jobs::CancelToken;
use crate::store::Import;

/// How many rows go to the store at once, and how many bytes of the file they may come from.
const BATCH_ROWS: usize = 300;
const BATCH_BYTES: usize = 4 * 1024 * 1024;

/// Batches that wait while one is written.
const QUEUED: usize = 2;

/// What rows changed in the store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) new: u64,
    pub(super) updated: u64,
    pub(super) unchanged: u64,
}

impl Tally {
    pub(super) fn rows(&self) -> u64 {
        self.new + self.updated + self.unchanged
    }

    fn count(&mut self, change: Change) {
        match change {
            Change::New => self.new += 1,
            Change::Updated => self.updated += 1,
            Change::Unchanged => self.unchanged += 1,
        }
    }
}

/// Collects rows into batches and hands them to the thread that writes.
#[derive(Debug)]
pub(super) struct Writing {
    batches: SyncSender<Vec<Record>>,
    batch: Vec<Record>,
    bytes: usize,
}

impl Writing {
    /// Takes a row that came from so many bytes. Fails once the other thread has.
    pub(super) fn take(&mut self, record: Record, bytes: usize) -> Result<()> {
        self.batch.push(record);
        self.bytes += bytes;
        if self.batch.len() < BATCH_ROWS && self.bytes < BATCH_BYTES {
            return Ok(());
        }
        self.flush()
    }

    /// Hands over what is collected.
    pub(super) fn flush(&mut self) -> Result<()> {
        self.bytes = 0;
        let batch = std::mem::take(&mut self.batch);
        self.batches.send(batch).map_err(|_unsent| ended_early())
    }
}

/// Runs `read` with a thread beside it that writes what it takes; says how reading ended, or the
/// first failure of either thread, what was written, and the import that goes on if writing did
/// not fail. Once it is cancelled, batches that wait are dropped.
pub(super) fn beside(
    import: Import,
    cancel: &CancelToken,
    read: impl FnOnce(&mut Writing) -> Result<Ended>,
) -> (Result<Ended>, Tally, Option<Import>) {
    thread::scope(|scope| {
        let (batches, queue) = sync_channel(QUEUED);
        let writer = scope.spawn(move || write(import, &queue, cancel));
        let mut writing = Writing {
            batches,
            batch: Vec::with_capacity(BATCH_ROWS),
            bytes: 0,
        };
        let read = read(&mut writing);
        drop(writing);
        let Ok((tally, written)) = writer.join() else {
            return (Err(ended_early()), Tally::default(), None);
        };
        match written {
            Err(error) => (Err(error), tally, None),
            Ok(_) if cancel.is_cancelled() => (read.or(Ok(Ended::Cancelled)), tally, None),
            Ok(import) => (read, tally, Some(import)),
        }
    })
}

/// Writes batches until there are no more.
fn write(
    mut import: Import,
    queue: &Receiver<Vec<Record>>,
    cancel: &CancelToken,
) -> (Tally, Result<Import>) {
    let mut tally = Tally::default();
    for batch in queue {
        if cancel.is_cancelled() {
            break;
        }
        match import.write(batch) {
            Ok(changes) => changes.into_iter().for_each(|change| tally.count(change)),
            Err(error) => return (tally, Err(error)),
        }
    }
    (tally, Ok(import))
}

/// What the reading thread meets when the writing one has ended; its own failure goes before.
fn ended_early() -> Error {
    Error::new(ErrorKind::Internal, "writing ended before reading did")
}
