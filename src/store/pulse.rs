//! Tells commits of others from our own.
//!
//! Every writing transaction of every paydesk counts one row up. Who reads a greater number
//! than the last one they know of, and did not write it, knows that somebody else has written.
//! `PRAGMA data_version` alone cannot say this: to a reader our own writer is a stranger too.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use super::{connection, fault};
use crate::error::Result;

/// What this process knows of the pulse.
#[derive(Debug, Default)]
pub(super) struct Pulse {
    known: Mutex<Known>,
    watch: Mutex<Option<Connection>>,
}

#[derive(Debug, Default)]
struct Known {
    /// The last number that was seen or written here; none before the first look.
    serial: Option<i64>,
    /// The number that our running commit is about to make visible.
    pending: Option<i64>,
    /// Others were found to have written while we wrote.
    others: bool,
}

impl Pulse {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the first look through a reader that has just opened, before it answers anything.
    pub(super) fn begin(&self, reader: &Connection) -> rusqlite::Result<()> {
        if self.known().serial.is_some() {
            return Ok(());
        }
        let serial = read(reader)?;
        self.known().serial.get_or_insert(serial);
        Ok(())
    }

    /// Counts up inside a transaction that holds the write lock.
    pub(super) fn beat(&self, writer: &Connection) -> rusqlite::Result<()> {
        let serial = read(writer)?;
        writer
            .prepare_cached("UPDATE pulse SET serial = ?1")?
            .execute([serial + 1])?;
        let mut known = self.known();
        known.others |= known.serial.is_some_and(|seen| serial > seen);
        known.pending = Some(serial + 1);
        Ok(())
    }

    /// The transaction of the last [`Pulse::beat`] has ended.
    pub(super) fn settle(&self, committed: bool) {
        let mut known = self.known();
        if let Some(serial) = known.pending.take()
            && committed
        {
            known.serial = Some(serial);
        }
    }

    /// True if somebody else has committed since the last call. Reads one row; never waits for a writer.
    pub(super) fn changed_elsewhere(&self, path: &Path) -> Result<bool> {
        let mut watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner);
        let reader = match &mut *watch {
            Some(reader) => reader,
            none => none.insert(connection::open_reader(path)?),
        };
        let serial =
            read(reader).map_err(|error| fault::explain(path, "watching the store", error))?;
        let mut known = self.known();
        let ours = known.pending == Some(serial);
        let changed = !ours && known.serial.is_some_and(|seen| serial > seen);
        if known.serial.is_none() || changed {
            known.serial = Some(serial);
        }
        Ok(std::mem::take(&mut known.others) || changed)
    }

    /// Closes the watching connection.
    pub(super) fn close(&self) {
        drop(
            self.watch
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
    }
}

fn read(connection: &Connection) -> rusqlite::Result<i64> {
    connection
        .prepare_cached("SELECT serial FROM pulse")?
        .query_row([], |row| row.get(0))
}
