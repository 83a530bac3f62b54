//! Issues of the engineers' tracker, and which tickets they belong to.

use rusqlite::{Connection, OptionalExtension, params};

use super::names::Ids;
use super::tickets;
use crate::domain::digest::Fnv;
use crate::domain::tickets::records::{Change, IssueRecord, IssueStage};
use crate::store::fault::Fault;

/// Who says that an issue and a ticket belong together.
#[derive(Clone, Copy)]
pub(in crate::store) enum Origin {
    /// The issue.
    Issue = 0,
    /// A field of the ticket.
    Ticket = 1,
}

/// Writes an issue; the newest row wins, of two of the same time the one with the greater digest.
pub(super) fn write(
    connection: &Connection,
    ids: &mut Ids,
    record: &IssueRecord,
) -> Result<Change, Fault> {
    let id = id_of(connection, &record.key)?;
    let comments: Vec<_> = record
        .comments
        .iter()
        .map(|comment| (comment.at.timestamp(), &comment.author, &comment.text))
        .collect();
    let labels = serde_json::to_string(&record.labels)?;
    let comments = serde_json::to_string(&comments)?;
    let version = (
        record.updated_at.timestamp(),
        digest(record, &labels, &comments),
    );
    let stored: (i64, (i64, i64)) = connection
        .prepare_cached("SELECT known, updated_at, digest FROM issue WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
    if stored.0 == 1 && version <= stored.1 {
        return Ok(Change::Unchanged);
    }
    connection
        .prepare_cached(
            "UPDATE issue SET known = 1, url = ?2, summary = ?3, description = ?4, status = ?5, \
             stage = ?6, kind = ?7, priority = ?8, assignee = ?9, reporter = ?10, labels = ?11, \
             comments = ?12, created_at = ?13, updated_at = ?14, resolved_at = ?15, digest = ?16 \
             WHERE id = ?1",
        )?
        .execute(params![
            id,
            record.url,
            record.summary,
            record.description,
            record.status,
            record.stage.map(stage_code),
            record.kind,
            record.priority,
            record.assignee,
            record.reporter,
            labels,
            comments,
            record.created_at.timestamp(),
            version.0,
            record.resolved_at.map(|at| at.timestamp()),
            version.1,
        ])?;
    connection
        .prepare_cached("DELETE FROM ticket_issue WHERE issue_id = ?1 AND origin = ?2")?
        .execute(params![id, Origin::Issue as i64])?;
    for (source, remote) in &record.tickets {
        let ticket = tickets::id_of(connection, ids, *source, *remote)?;
        link(connection, ticket, id, Origin::Issue)?;
    }
    Ok(if stored.0 == 0 {
        Change::New
    } else {
        Change::Updated
    })
}

/// The local id of an issue, made as a stub if it has not been met.
pub(in crate::store) fn id_of(connection: &Connection, key: &str) -> rusqlite::Result<i64> {
    let found = connection
        .prepare_cached("SELECT id FROM issue WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    match found {
        Some(id) => Ok(id),
        None => connection
            .prepare_cached("INSERT INTO issue (key) VALUES (?1)")?
            .insert([key]),
    }
}

/// Notes that a ticket and an issue belong together.
pub(in crate::store) fn link(
    connection: &Connection,
    ticket: i64,
    issue: i64,
    origin: Origin,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO ticket_issue (ticket_id, issue_id, origin) VALUES (?1, ?2, ?3)",
        )?
        .execute(params![ticket, issue, origin as i64])?;
    Ok(())
}

fn stage_code(stage: IssueStage) -> i64 {
    match stage {
        IssueStage::ToDo => 0,
        IssueStage::InProgress => 1,
        IssueStage::Done => 2,
    }
}

fn digest(record: &IssueRecord, labels: &str, comments: &str) -> i64 {
    let mut fnv = Fnv::new();
    for text in [
        Some(record.key.as_str()),
        record.url.as_deref(),
        Some(&record.summary),
        record.description.as_deref(),
        Some(&record.status),
        Some(&record.kind),
        record.priority.as_deref(),
        record.assignee.as_deref(),
        record.reporter.as_deref(),
        Some(labels),
        Some(comments),
    ] {
        fnv.text(text);
    }
    for (source, ticket) in &record.tickets {
        fnv.number(source.code());
        fnv.number(*ticket);
    }
    fnv.number(record.stage.map_or(-1, stage_code));
    fnv.number(record.created_at.timestamp());
    fnv.number(record.resolved_at.map_or(0, |at| at.timestamp()));
    fnv.finish()
}
