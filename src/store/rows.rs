//! Columns to domain types: a code or instant that means nothing is an error, never a default.

use chrono::DateTime;
use rusqlite::Row;

use crate::domain::Instant;

/// The member of an enum that a column's code stands for.
pub(super) fn code<T>(
    row: &Row<'_>,
    column: usize,
    from_code: impl Fn(i64) -> Option<T>,
) -> rusqlite::Result<T> {
    let number: i64 = row.get(column)?;
    from_code(number).ok_or(rusqlite::Error::IntegralValueOutOfRange(column, number))
}

/// The instant in a column of seconds.
pub(super) fn instant(row: &Row<'_>, column: usize) -> rusqlite::Result<Instant> {
    let seconds: i64 = row.get(column)?;
    DateTime::from_timestamp(seconds, 0)
        .ok_or(rusqlite::Error::IntegralValueOutOfRange(column, seconds))
}

/// The instant in a column of seconds that may be empty.
pub(super) fn maybe_instant(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Instant>> {
    match row.get::<_, Option<i64>>(column)? {
        Some(_) => instant(row, column).map(Some),
        None => Ok(None),
    }
}

/// A ticket's number in its helpdesk; none for one made here, or known by its content alone.
pub(super) fn external_id(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<String>> {
    let id: Option<i64> = row.get(column)?;
    Ok(id.filter(|id| *id > 0).map(|id| id.to_string()))
}
