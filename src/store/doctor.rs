//! Looks a store over without migrating it, and mends what can be mended without loss.
//!
//! Opens the file raw and by SQLite: not to be called while this process has a [`super::Store`] on it.

use std::cmp::Ordering;
use std::fs;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::migrate::{self, APPLICATION_ID};
use super::place::{self, Header};
use super::{Finding, Severity, backup, connection, fault};
use crate::error::Result;

/// A log over this size says that something keeps it from being emptied.
const LARGE_LOG: u64 = 64 * 1024 * 1024;

/// What group and world may do.
#[cfg(unix)]
const OTHERS: u32 = 0o077;

/// The first SQLite without the race of several connections that reset the log.
const SAFE_SQLITE: i32 = 3_052_000;

/// Everything that is the matter with the store at `path`.
pub(super) fn examine(path: &Path, repair: bool) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    let place = path.display().to_string();
    let note = |severity, what: String, cure: &str| Finding {
        severity,
        what,
        place: place.clone(),
        cure: cure.to_owned(),
        repaired: false,
    };
    if rusqlite::version_number() < SAFE_SQLITE {
        let what = format!("SQLite {} can damage a store", rusqlite::version());
        findings.push(note(
            Severity::Error,
            what,
            "build paydesk with its own SQLite",
        ));
    }
    let look = match place::look(path) {
        Ok(look) => look,
        Err(error) => {
            let cure = error.hints.first().cloned().unwrap_or_default();
            findings.push(note(Severity::Error, error.message, &cure));
            return Ok(findings);
        }
    };
    match look.header {
        Header::Missing => {
            let what = "there is no store yet".to_owned();
            findings.push(note(
                Severity::Info,
                what,
                "paydesk makes it on its first start",
            ));
            return Ok(findings);
        }
        Header::Empty => {
            let what = "the store is empty".to_owned();
            findings.push(note(
                Severity::Info,
                what,
                "paydesk fills it on its next start",
            ));
            return Ok(findings);
        }
        Header::Alien => {
            let what = "this is not a paydesk store".to_owned();
            findings.push(note(
                Severity::Error,
                what,
                "name another file, or restore a backup",
            ));
            return Ok(findings);
        }
        Header::Ours { .. } | Header::Unmarked => {}
    }
    let connection = match open(path, repair) {
        Ok(connection) => connection,
        Err(error) => {
            findings.push(note(Severity::Error, error.one_line(), "restore a backup"));
            return Ok(findings);
        }
    };
    match check_schema(&connection) {
        Ok(None) => {}
        Ok(Some((severity, what, cure))) => {
            findings.push(note(severity, what, cure));
            if severity == Severity::Error {
                return Ok(findings);
            }
        }
        Err(error) => {
            findings.push(damaged(path, &error.to_string()));
            return Ok(findings);
        }
    }
    // Only now is it known to be ours to mend.
    check_modes(path, repair, &mut findings)?;
    check_integrity(&connection, path, &mut findings);
    check_imports(&connection, path, &mut findings);
    check_log(&connection, path, repair, &mut findings)?;
    Ok(findings)
}

fn open(path: &Path, repair: bool) -> Result<Connection> {
    if !repair {
        return connection::look_only(path);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(path, flags).and_then(|connection| {
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_row| Ok(()))?;
        Ok(connection)
    });
    // What cannot be written to can still be looked at.
    opened.or_else(|_unwritable| connection::look_only(path))
}

type SchemaFinding = (Severity, String, &'static str);

fn check_schema(connection: &Connection) -> rusqlite::Result<Option<SchemaFinding>> {
    let marked: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if marked != APPLICATION_ID {
        let what = "this is not a paydesk store".to_owned();
        return Ok(Some((
            Severity::Error,
            what,
            "name another file, or restore a backup",
        )));
    }
    let (version, newest) = (migrate::version(connection)?, migrate::newest());
    Ok(match version.cmp(&newest) {
        Ordering::Greater => {
            let what =
                format!("written by a newer paydesk (schema {version}, this one knows {newest})");
            Some((Severity::Error, what, "update paydesk"))
        }
        Ordering::Less => {
            let what = format!("has schema {version}; this paydesk brings it to {newest}");
            let cure = "paydesk does so on its next start, after a copy";
            Some((Severity::Info, what, cure))
        }
        Ordering::Equal => None,
    })
}

fn damaged(path: &Path, what: &str) -> Finding {
    Finding {
        severity: Severity::Error,
        what: format!("the store is damaged: {what}"),
        place: path.display().to_string(),
        cure: "restore a backup with paydesk restore FILE".to_owned(),
        repaired: false,
    }
}

fn check_integrity(connection: &Connection, path: &Path, findings: &mut Vec<Finding>) {
    match backup::integrity(connection) {
        Ok(None) => {}
        Ok(Some(what)) => findings.push(damaged(path, &what)),
        Err(error) => findings.push(damaged(path, &error.to_string())),
    }
    let dangling = connection
        .prepare("SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY 1 ORDER BY 1")
        .and_then(|mut statement| {
            statement
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<Vec<(String, i64)>>>()
        });
    match dangling {
        Ok(tables) => findings.extend(tables.into_iter().map(|(table, rows)| {
            damaged(
                path,
                &format!("{rows} rows of {table} refer to rows that are not there"),
            )
        })),
        Err(error) => findings.push(damaged(path, &error.to_string())),
    }
}

fn check_imports(connection: &Connection, path: &Path, findings: &mut Vec<Finding>) {
    let unfinished = connection
        .prepare("SELECT file, rows FROM import WHERE finished_at IS NULL ORDER BY id")
        .and_then(|mut statement| {
            statement
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<Vec<(String, i64)>>>()
        });
    match unfinished {
        Ok(imports) => findings.extend(imports.into_iter().map(|(file, rows)| Finding {
            severity: Severity::Info,
            what: format!("import of {file} was cut short after {rows} rows"),
            place: path.display().to_string(),
            cure: "run it again".to_owned(),
            repaired: false,
        })),
        Err(error) => findings.push(damaged(path, &error.to_string())),
    }
}

fn check_log(
    connection: &Connection,
    path: &Path,
    repair: bool,
    findings: &mut Vec<Finding>,
) -> Result<()> {
    let bytes = place::log_bytes(path);
    let large = bytes > LARGE_LOG;
    let mut emptied = false;
    if repair && bytes > 0 {
        let busy: i64 = connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
            .map_err(|error| fault::explain(path, "emptying the log", error))?;
        emptied = busy == 0;
    }
    if large {
        findings.push(Finding {
            severity: Severity::Warning,
            what: format!("the log has {} MiB", bytes / (1024 * 1024)),
            place: place::log_of(path).display().to_string(),
            cure: "close other paydesks, then paydesk doctor --repair".to_owned(),
            repaired: emptied,
        });
    }
    Ok(())
}

/// Who else may read the store's files.
#[cfg(unix)]
fn check_modes(path: &Path, repair: bool, findings: &mut Vec<Finding>) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    for file in [path.to_owned(), place::log_of(path), place::index_of(path)] {
        let Ok(meta) = fs::metadata(&file) else {
            continue;
        };
        let mode = meta.permissions().mode() & 0o7777;
        if mode & OTHERS == 0 {
            continue;
        }
        if repair {
            fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).map_err(|error| {
                crate::error::Error::new(
                    crate::error::ErrorKind::Io,
                    format!("the mode of {} cannot be changed", file.display()),
                )
                .caused_by(error)
            })?;
        }
        findings.push(Finding {
            severity: Severity::Warning,
            what: format!("others can read it (mode {mode:04o})"),
            place: file.display().to_string(),
            cure: "paydesk doctor --repair".to_owned(),
            repaired: repair,
        });
    }
    Ok(())
}

/// Modes are a matter of Unix.
#[cfg(not(unix))]
fn check_modes(_path: &Path, _repair: bool, _findings: &mut Vec<Finding>) -> Result<()> {
    Ok(())
}
