//! Opening the store's file: as writer, as reader, or only to look.
//!
//! Nothing is mapped into memory: a fault in a mapped file reads around it, which makes a cold
//! start twenty times slower and counts every page as ours.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::fault;
use super::migrate::{self, APPLICATION_ID, STEPS};
use super::place::{self, Header, Look};
use super::tickets::functions;
use crate::error::{Error, ErrorKind, Result};

/// Statements a connection keeps prepared: an import alone uses some thirty.
const STATEMENTS: usize = 64;
/// Pages the writer may keep (KiB, negative as SQLite wants it): an import dirties several
/// indexes at once, and the default of 2 MiB spills them before they are full.
const WRITER_CACHE: i64 = -65_536;
/// Pages of the log after which it is moved into the store (32 MiB): an import dirties the same
/// pages piece after piece, and each move writes them once more.
const LOG_PAGES: i64 = 8_192;
/// How long a writer waits for another process.
const BUSY_SECONDS: u64 = 5;

/// Sees to it that the file at `path` is a store of the newest schema, and that it is ours.
///
/// Reads the first hundred bytes and no more where all is well.
pub(super) fn prepare(path: &Path) -> Result<Look> {
    let look = place::look(path)?;
    match look.header {
        Header::Ours { version, .. } if version > migrate::newest() => {
            return Err(migrate::refuse_newer(path, version));
        }
        Header::Ours { version, logged } if version == migrate::newest() => {
            // Done now, while nobody reads: later it would have to wait for that. A store that
            // cannot be written to is read as it is.
            if !logged && let Err(error) = write_connection(path) {
                log::warn!("{error}");
            }
        }
        Header::Alien => return Err(place::refuse_foreign(path)),
        Header::Missing => {
            place::create(path)?;
            build(path)?;
        }
        Header::Empty | Header::Ours { .. } => build(path)?,
        Header::Unmarked => {
            refuse_foreign(path)?;
            build(path)?;
        }
    }
    Ok(look)
}

/// Refuses a file that is not marked as ours and holds something: its log may know better than its header.
fn refuse_foreign(path: &Path) -> Result<()> {
    let failed = |error| fault::explain(path, "looking at the store", error);
    let connection = look_only(path)?;
    let marked: i64 = connection
        .pragma_query_value(None, "application_id", |row| row.get(0))
        .map_err(failed)?;
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(failed)?;
    let version = migrate::version(&connection).map_err(failed)?;
    if marked == APPLICATION_ID || (tables == 0 && version == 0 && marked == 0) {
        Ok(())
    } else {
        Err(place::refuse_foreign(path))
    }
}

/// Makes or migrates the store.
fn build(path: &Path) -> Result<()> {
    let connection = write_connection(path)?;
    migrate::migrate(&connection, path, STEPS)
}

/// The one connection that writes.
pub(super) fn open_writer(path: &Path) -> Result<Connection> {
    let connection = write_connection(path)?;
    check_version(&connection, path)?;
    Ok(connection)
}

fn write_connection(path: &Path) -> Result<Connection> {
    let failed = |error| fault::explain(path, "opening the store", error);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    connection
        .busy_timeout(std::time::Duration::from_secs(BUSY_SECONDS))
        .map_err(failed)?;
    if connection.is_readonly("main").map_err(failed)? {
        return Err(Error::new(
            ErrorKind::Io,
            format!("{} is read-only; nothing can be changed", path.display()),
        )
        .hint("make file and folder writable, or name another file with --db"));
    }
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection
        .pragma_update(None, "page_size", 4096)
        .map_err(failed)?;
    // Switching can fail without an error: the answer is what counts.
    let mode: String = connection
        .query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))
        .map_err(failed)?;
    if !mode.eq_ignore_ascii_case("wal") {
        return Err(Error::new(
            ErrorKind::Store,
            format!(
                "{} does not take a write-ahead log (it stays in {mode} mode)",
                path.display()
            ),
        )
        .hint("see the disk, or name a file on another one with --db"));
    }
    connection
        .execute_batch(
            "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;",
        )
        .and_then(|()| steady(&connection))
        .and_then(|()| connection.pragma_update(None, "wal_autocheckpoint", LOG_PAGES))
        .and_then(|()| connection.pragma_update(None, "cache_size", WRITER_CACHE))
        .map_err(failed)?;
    if cfg!(target_os = "macos") {
        // fsync there does not reach the disk's own cache.
        connection
            .execute_batch("PRAGMA fullfsync = 1; PRAGMA checkpoint_fullfsync = 1;")
            .map_err(failed)?;
    }
    log::debug!("opened {} for writing", path.display());
    Ok(connection)
}

/// A connection that only reads: `query_only`, not opened as read-only, because the last one to
/// close could then neither empty nor remove the log, and every listing would leave two files behind.
///
/// Where neither log nor index can be made (a read-only folder) the file is read as it stands,
/// if the log holds nothing that it lacks.
pub(super) fn open_reader(path: &Path) -> Result<Connection> {
    let connection = match try_reader(path) {
        Err(error) if is_shut(&error) && place::log_bytes(path) == 0 => open_unchanging(path),
        other => other,
    };
    let connection =
        connection.map_err(|error| fault::explain(path, "opening the store", error))?;
    check_version(&connection, path)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

fn try_reader(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(std::time::Duration::from_secs(BUSY_SECONDS))?;
    connection.execute_batch("PRAGMA query_only = ON; PRAGMA trusted_schema = OFF;")?;
    functions::register(&connection)?;
    steady(&connection)?;
    migrate::version(&connection)?; // opens the log
    Ok(connection)
}

/// Plans do not hang on the values that are bound: without this a statement is prepared anew for
/// every value that is compared where a partial index might serve.
fn steady(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

fn is_shut(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied)
    )
}

/// Reads a file of which nobody else writes, without making files beside it.
fn open_unchanging(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let mut name = String::from("file:");
    for letter in path.to_string_lossy().chars() {
        match letter {
            '%' => name.push_str("%25"),
            '?' => name.push_str("%3f"),
            '#' => name.push_str("%23"),
            other => name.push(other),
        }
    }
    name.push_str("?immutable=1");
    let connection = Connection::open_with_flags(name, flags)?;
    connection.execute_batch("PRAGMA trusted_schema = OFF;")?;
    functions::register(&connection)?;
    Ok(connection)
}

/// A connection for a look at a file that may not be ours: makes nothing beside it unless its
/// log holds something.
pub(super) fn look_only(path: &Path) -> Result<Connection> {
    let connection = if place::log_bytes(path) == 0 {
        open_unchanging(path)
    } else {
        try_reader(path)
    };
    connection.map_err(|error| fault::explain(path, "looking at the store", error))
}

/// The log may hold a newer schema than the header that [`prepare`] read.
fn check_version(connection: &Connection, path: &Path) -> Result<()> {
    let version = migrate::version(connection)
        .map_err(|error| fault::explain(path, "opening the store", error))?;
    if version > migrate::newest() {
        return Err(migrate::refuse_newer(path, version));
    }
    Ok(())
}
