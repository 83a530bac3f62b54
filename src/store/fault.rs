//! SQLite's errors in the words of the desk: what happened, to which file, and what to do.

use std::path::Path;

use rusqlite::ErrorCode;

use super::place::folder_of;
use crate::domain::Refusal;
use crate::error::{Error, ErrorKind};

/// Explains a failure of SQLite met while `doing` something ("reading tickets").
pub(super) fn explain(path: &Path, doing: &str, error: rusqlite::Error) -> Error {
    let file = path.display();
    let Some(code) = error.sqlite_error_code() else {
        return Error::new(ErrorKind::Internal, format!("{doing} failed on {file}"))
            .caused_by(error)
            .hint("run paydesk doctor");
    };
    match code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Error::new(
            ErrorKind::Busy,
            format!("another process is writing to {file}"),
        )
        .hint("try again in a moment"),
        ErrorCode::OperationInterrupted => {
            Error::new(ErrorKind::Interrupted, format!("{doing} was interrupted"))
        }
        ErrorCode::DiskFull => Error::new(
            ErrorKind::Io,
            format!(
                "the disk of {} is full, so this was not saved",
                folder_of(path).display()
            ),
        )
        .hint("free some space and try again"),
        ErrorCode::DatabaseCorrupt => {
            Error::new(ErrorKind::Store, format!("{file} is damaged ({doing})"))
                .caused_by(error)
                .hint("run paydesk doctor")
                .hint("then paydesk restore with a backup")
        }
        ErrorCode::NotADatabase => {
            Error::new(ErrorKind::Store, format!("{file} is not a paydesk store"))
                .hint("name another file with --db")
                .hint("or paydesk restore with a backup")
        }
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Error::new(
            ErrorKind::Io,
            format!("{file} is read-only; nothing can be changed"),
        )
        .hint("make file and folder writable, or name another file with --db"),
        ErrorCode::CannotOpen => Error::new(ErrorKind::Io, format!("{file} cannot be opened"))
            .caused_by(error)
            .hint("see that its folder exists and can be written to"),
        ErrorCode::SystemIoFailure => Error::new(
            ErrorKind::Io,
            format!("the disk failed while {doing} ({file})"),
        )
        .caused_by(error)
        .hint("see the disk, then run paydesk doctor"),
        _ => Error::new(ErrorKind::Internal, format!("{doing} failed on {file}"))
            .caused_by(error)
            .hint("run paydesk doctor"),
    }
}

/// True if the error says that the file itself is broken: then nothing more may be written to it.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
    )
}

/// A defect of ours, caught at a thread's edge.
pub(super) fn defect(doing: &str) -> Error {
    Error::new(
        ErrorKind::Internal,
        format!("paydesk failed inside while {doing}"),
    )
    .hint("nothing of this was saved; run paydesk doctor")
}

/// A failure inside a transaction: of SQLite, or one that is already in words.
#[derive(Debug)]
pub(super) enum Fault {
    /// SQLite's.
    Sql(rusqlite::Error),
    /// Already explained: a refusal, a value that cannot be.
    Said(Error),
}

impl Fault {
    /// In words.
    pub(super) fn explain(self, path: &Path, doing: &str) -> Error {
        match self {
            Self::Sql(error) => explain(path, doing, error),
            Self::Said(error) => error,
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Said(error)
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Said(refusal.into())
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::Said(
            Error::new(ErrorKind::Store, "a row of the store cannot be read")
                .caused_by(error)
                .hint("run paydesk doctor"),
        )
    }
}
