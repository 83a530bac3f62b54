//! Timeline entries of an import: one row for each id, the first text met stays.

use rusqlite::{Connection, params};

use super::names::{self, Ids};
use crate::domain::tickets::records::EntryRecord;
use crate::store::fault::Fault;

/// Adds an entry to a ticket's timeline; false if it was there.
pub(super) fn write(
    connection: &Connection,
    ids: &mut Ids,
    ticket: i64,
    record: &EntryRecord,
) -> Result<bool, Fault> {
    let author = record
        .author
        .map(|author| names::person_id(connection, ids, record.source, author))
        .transpose()?;
    let changes = match record.changes.as_slice() {
        [] => None,
        changes => Some(serde_json::to_string(changes)?),
    };
    let attachments = match record.attachments.as_slice() {
        [] => None,
        attachments => Some(serde_json::to_string(attachments)?),
    };
    let added = connection
        .prepare_cached(
            "INSERT INTO entry (ticket_id, source, external_id, at, kind, public, author_id, text, \
             changes, attachments) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) \
             ON CONFLICT (source, external_id) DO NOTHING",
        )?
        .execute(params![
            ticket,
            record.source.code(),
            record.id,
            record.at.timestamp(),
            record.kind.code(),
            record.public,
            author,
            record.text,
            changes,
            attachments,
        ])?;
    Ok(added > 0)
}
