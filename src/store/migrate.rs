//! Brings a store to the newest schema: numbered SQL files, append-only.
//!
//! All steps run in one transaction, so a store is of the old schema or of the new one and
//! never between. Before the first step of an upgrade the whole store is copied beside itself
//! (`desk.db.v1`), because a person may need to go back.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::backup;
use super::fault;
use super::place::beside;
use crate::error::{Error, ErrorKind, Result};

/// The steps; the schema's version is how many of them a store has seen.
pub(super) const STEPS: &[&str] = &[
    include_str!("migrations/0001_desk.sql"),
    include_str!("migrations/0002_data.sql"),
    include_str!("migrations/0003_screens.sql"),
];

/// Marks a file as ours in SQLite's header: "pdsk".
pub(super) const APPLICATION_ID: i64 = 0x7064_736B;

/// The schema this program knows.
pub(super) fn newest() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// The schema's version of an open store.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// The refusal of a store that a newer program wrote.
pub(super) fn refuse_newer(path: &Path, version: i64) -> Error {
    Error::new(
        ErrorKind::Store,
        format!(
            "{} was written by a newer paydesk (schema {version}, this one knows {})",
            path.display(),
            newest()
        ),
    )
    .hint("update paydesk or name another file with --db")
}

/// Runs the steps that `connection` has not seen.
pub(super) fn migrate(connection: &Connection, path: &Path, steps: &[&str]) -> Result<()> {
    let failed = |error| fault::explain(path, "bringing the store to the newest schema", error);
    let known = i64::try_from(steps.len()).unwrap_or(i64::MAX);
    let before = version(connection).map_err(failed)?;
    if before > 0 && before < known {
        backup::copy_once(connection, &copy_of(path, before))?;
    }
    connection
        .execute_batch("BEGIN IMMEDIATE")
        .map_err(failed)?;
    let result = run_steps(connection, path, steps, known);
    let end = if result.is_ok() { "COMMIT" } else { "ROLLBACK" };
    let ended = connection.execute_batch(end).map_err(failed);
    result.and(ended)
}

/// Runs the missing steps inside the transaction; another process may have been first.
fn run_steps(connection: &Connection, path: &Path, steps: &[&str], known: i64) -> Result<()> {
    let failed = |error| fault::explain(path, "bringing the store to the newest schema", error);
    let seen = version(connection).map_err(failed)?;
    if seen > known {
        return Err(refuse_newer(path, seen));
    }
    let seen = usize::try_from(seen).unwrap_or(0);
    for step in steps.iter().skip(seen) {
        connection.execute_batch(step).map_err(failed)?;
    }
    connection
        .pragma_update(None, "application_id", APPLICATION_ID)
        .and_then(|()| connection.pragma_update(None, "user_version", known))
        .map_err(failed)
}

/// Where the copy of schema `version` lies.
pub(super) fn copy_of(path: &Path, version: i64) -> PathBuf {
    beside(path, &format!(".v{version}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::OptionalExtension;

    const SECOND: &str = "ALTER TABLE setting ADD COLUMN note TEXT;";

    #[test]
    fn an_empty_store_gets_every_step_and_again_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        let connection = Connection::open(&path).unwrap();
        migrate(&connection, &path, STEPS).unwrap();
        migrate(&connection, &path, STEPS).unwrap();
        assert_eq!(version(&connection).unwrap(), newest());
        let id: i64 = connection
            .pragma_query_value(None, "application_id", |row| row.get(0))
            .unwrap();
        assert_eq!(id, APPLICATION_ID);
        assert!(!copy_of(&path, 0).exists());
    }

    #[test]
    fn an_upgrade_leaves_a_copy_of_what_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        let connection = Connection::open(&path).unwrap();
        migrate(&connection, &path, &STEPS[..1]).unwrap();
        connection
            .execute(
                "INSERT INTO setting (name, value) VALUES ('theme', 'light')",
                [],
            )
            .unwrap();
        migrate(&connection, &path, &[STEPS[0], SECOND]).unwrap();
        assert_eq!(version(&connection).unwrap(), 2);
        let copy = Connection::open(copy_of(&path, 1)).unwrap();
        assert_eq!(version(&copy).unwrap(), 1);
        let theme: Option<String> = copy
            .query_row("SELECT value FROM setting", [], |row| row.get(0))
            .optional()
            .unwrap();
        assert_eq!(theme.as_deref(), Some("light"));
    }

    #[test]
    fn a_step_that_fails_leaves_the_old_schema_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.db");
        let connection = Connection::open(&path).unwrap();
        migrate(&connection, &path, &STEPS[..1]).unwrap();
        let broken = "ALTER TABLE setting ADD COLUMN note TEXT; ALTER TABLE nowhere ADD x;";
        assert!(migrate(&connection, &path, &[STEPS[0], broken]).is_err());
        assert_eq!(version(&connection).unwrap(), 1);
        assert!(connection.prepare("SELECT note FROM setting").is_err());
        assert!(connection.is_autocommit());
    }
}
