//! Copies: of the running store into a file, and of such a file back into its place.
//!
//! A copy is made beside its target, checked, pressed onto the disk and renamed: under its name
//! there is always a whole store or none.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use tempfile::NamedTempFile;

use super::migrate::{self, APPLICATION_ID};
use super::place::{self, Header, beside, folder_of};
use super::{connection, fault};
use crate::domain::Instant;
use crate::error::{Error, ErrorKind, Result};

/// Pages of a step of the copy; between steps other processes may write.
const ALL_PAGES: i32 = -1;

/// Copies the store at `path` to `to`; returns the copy's size in bytes.
pub(super) fn backup(path: &Path, to: &Path, force: bool) -> Result<u64> {
    let to = std::path::absolute(to).map_err(|error| unwritable(to, error))?;
    if [path.to_owned(), place::log_of(path), place::index_of(path)].contains(&to) {
        return Err(Error::new(
            ErrorKind::Refused,
            format!("{} is the store itself", to.display()),
        )
        .hint("name another file"));
    }
    let name = to.file_name().unwrap_or_default().to_string_lossy();
    if ["-journal", "-wal", "-shm"]
        .iter()
        .any(|end| name.ends_with(end))
    {
        return Err(Error::new(
            ErrorKind::Refused,
            format!(
                "{} is a name that SQLite keeps for its own files",
                to.display()
            ),
        )
        .hint("name another file"));
    }
    if !force && to.symlink_metadata().is_ok() {
        return Err(there_already(&to));
    }
    let source = connection::open_reader(path)?;
    let copy = copy_beside(&source, &to)?;
    let bytes = copy
        .as_file()
        .metadata()
        .map_err(|error| unwritable(&to, error))?
        .len();
    publish(copy, &to, force)?;
    Ok(bytes)
}

/// Copies an open store to `to` unless a copy is there already.
pub(super) fn copy_once(source: &Connection, to: &Path) -> Result<()> {
    if to.symlink_metadata().is_ok() {
        return Ok(());
    }
    publish(copy_beside(source, to)?, to, false)
}

fn there_already(to: &Path) -> Error {
    Error::new(
        ErrorKind::Refused,
        format!("{} is there already", to.display()),
    )
    .hint("use --force to replace it, or name another file")
}

fn unwritable(to: &Path, error: std::io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("{} cannot be written", to.display())).caused_by(error)
}

/// A checked copy in a temporary file (0600) in the folder of `to`.
fn copy_beside(source: &Connection, to: &Path) -> Result<NamedTempFile> {
    let file = tempfile::Builder::new()
        .prefix(".paydesk-")
        .tempfile_in(folder_of(to))
        .map_err(|error| unwritable(to, error))?;
    let failed = |error| fault::explain(to, "copying the store", error);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut target = Connection::open_with_flags(file.path(), flags).map_err(failed)?;
    let step = Backup::new(source, &mut target)
        .and_then(|copy| copy.step(ALL_PAGES))
        .map_err(failed)?;
    if step != StepResult::Done {
        return Err(Error::new(
            ErrorKind::Busy,
            format!("the store is busy; {} was not written", to.display()),
        )
        .hint("try again in a moment"));
    }
    // A copy is one file: without this it would ask for a log of its own when it is opened.
    target
        .query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))
        .map_err(failed)?;
    let damage = integrity(&target).map_err(failed)?;
    if let Some(damage) = damage {
        return Err(Error::new(
            ErrorKind::Store,
            format!("the copy for {} is damaged: {damage}", to.display()),
        )
        .hint("run paydesk doctor"));
    }
    drop(target);
    file.as_file()
        .sync_all()
        .map_err(|error| unwritable(to, error))?;
    Ok(file)
}

/// The first thing wrong with a store; none if it is whole.
pub(super) fn integrity(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let answer: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    Ok((answer != "ok").then_some(answer))
}

fn publish(copy: NamedTempFile, to: &Path, replace: bool) -> Result<()> {
    let persisted = if replace {
        copy.persist(to)
    } else {
        copy.persist_noclobber(to)
    };
    persisted.map_err(|failure| {
        if failure.error.kind() == std::io::ErrorKind::AlreadyExists {
            there_already(to)
        } else {
            unwritable(to, failure.error)
        }
    })?;
    place::sync_folder(folder_of(to)).map_err(|error| unwritable(to, error))
}

/// Puts the copy `from` in the place of the store at `path`; returns where the old one is kept.
pub(super) fn restore(path: &Path, from: &Path, now: Instant) -> Result<Option<PathBuf>> {
    let path = std::path::absolute(path).map_err(|error| unwritable(path, error))?;
    let from = std::path::absolute(from).map_err(|error| unwritable(from, error))?;
    if from == path {
        return Err(Error::new(
            ErrorKind::Refused,
            format!("{} is the store itself", from.display()),
        )
        .hint("name a backup"));
    }
    let source = open_source(&from)?;
    let there = match place::look(&path) {
        Ok(look) => look.header != Header::Missing,
        Err(error) => return Err(error),
    };
    if !there {
        place::create(&path)?;
        fs::remove_file(&path).map_err(|error| unwritable(&path, error))?;
    }
    let copy = copy_beside(&source, &path)?;
    let kept = if there {
        let name = format!(".before-restore-{}", now.format("%Y%m%dT%H%M%SZ"));
        let kept = beside(&path, &name);
        set_aside(&path, &kept)?;
        Some(kept)
    } else {
        None
    };
    publish(copy, &path, true)?;
    Ok(kept)
}

/// Opens a backup after making sure that it is a whole store of ours that this program knows.
fn open_source(from: &Path) -> Result<Connection> {
    match place::look(from)?.header {
        Header::Missing => {
            return Err(Error::new(
                ErrorKind::Missing,
                format!("there is no file {}", from.display()),
            ));
        }
        Header::Empty | Header::Alien => return Err(place::refuse_foreign(from)),
        Header::Ours { .. } | Header::Unmarked => {}
    }
    let failed = |error| fault::explain(from, "looking at the backup", error);
    let source = connection::look_only(from)?;
    let marked: i64 = source
        .pragma_query_value(None, "application_id", |row| row.get(0))
        .map_err(failed)?;
    if marked != APPLICATION_ID {
        return Err(place::refuse_foreign(from));
    }
    let version = migrate::version(&source).map_err(failed)?;
    if version > migrate::newest() {
        return Err(migrate::refuse_newer(from, version));
    }
    if let Some(damage) = integrity(&source).map_err(failed)? {
        return Err(Error::new(
            ErrorKind::Store,
            format!("{} is damaged: {damage}", from.display()),
        )
        .hint("restore another backup"));
    }
    Ok(source)
}

/// Moves the old store aside as one file, its log written into it.
///
/// Leaving write-ahead logging needs the store alone: that fails while another process has it
/// open, who would go on writing into the file that was moved.
fn set_aside(path: &Path, kept: &Path) -> Result<()> {
    if kept.symlink_metadata().is_ok() {
        return Err(Error::new(
            ErrorKind::Refused,
            format!("{} is there already", kept.display()),
        )
        .hint("a store was restored this very second: try again, or move that file away"));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let closed = Connection::open_with_flags(path, flags).and_then(|old| {
        old.query_row("PRAGMA journal_mode = DELETE", [], |row| {
            row.get::<_, String>(0)
        })
    });
    match closed {
        Ok(mode) if mode.eq_ignore_ascii_case("wal") => return Err(open_elsewhere(path)),
        Ok(_) => {}
        Err(error) => {
            let explained = fault::explain(path, "closing the old store", error);
            if explained.kind == ErrorKind::Busy {
                return Err(open_elsewhere(path));
            }
            // Too damaged to be closed properly, which may be why a backup is restored: its
            // log goes aside with it.
            log::warn!("{explained}");
            for (part, suffix) in [
                (place::log_of(path), "-wal"),
                (place::index_of(path), "-shm"),
            ] {
                if part.symlink_metadata().is_ok() {
                    fs::rename(&part, beside(kept, suffix))
                        .map_err(|error| unwritable(&part, error))?;
                }
            }
        }
    }
    // A second name instead of a rename: at no moment is there no store.
    fs::hard_link(path, kept)
        .or_else(|_| fs::rename(path, kept))
        .map_err(|error| unwritable(kept, error))
}

fn open_elsewhere(path: &Path) -> Error {
    Error::new(
        ErrorKind::Busy,
        format!("{} is open in another paydesk", path.display()),
    )
    .hint("close it and try again")
}
