//! Timeline entries of an import: one row for each id; of two texts that of the newer row counts.

use rusqlite::{Connection, params};

use super::names::{self, Ids};
use crate::domain::tickets::records::EntryRecord;
use crate::store::fault::Fault;

/// Adds an entry to a ticket's timeline, or brings it up to a newer row; false if neither.
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
             changes, attachments, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) \
             ON CONFLICT (source, external_id) DO UPDATE SET ticket_id = excluded.ticket_id, \
             at = excluded.at, kind = excluded.kind, public = excluded.public, \
             author_id = excluded.author_id, text = excluded.text, changes = excluded.changes, \
             attachments = excluded.attachments, version = excluded.version \
             WHERE (excluded.version, excluded.text, excluded.at, excluded.kind, coalesce(excluded.attachments, ''), \
             coalesce(excluded.changes, ''), excluded.public, \
             coalesce((SELECT p.external_id FROM person p WHERE p.id = excluded.author_id), 0)) > \
             (version, text, at, kind, coalesce(attachments, ''), coalesce(changes, ''), public, \
             coalesce((SELECT p.external_id FROM person p WHERE p.id = author_id), 0))",
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
            record.version,
        ])?;
    Ok(added > 0)
}
