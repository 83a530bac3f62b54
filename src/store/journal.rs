//! The journal of what people did, and taking it back.
//!
//! An entry keeps its [`Changes`] whole, with the ids that were given; undo applies them
//! backwards and marks the entry, redo applies them again. Each actor has a history of their own.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::fault::Fault;
use super::perform::{apply, draft_of, load_state, priority_code, refresh, write_view};
use super::rows::{code, external_id, instant};
use super::views;
use super::writer::{Durability, Writer};
use crate::domain::desk::{JournalEntry, OutboxRow, UndoClass, ViewEdit, check_views};
use crate::domain::tickets::history::ClockRules;
use crate::domain::tickets::{
    Changes, DraftEdit, OutboxItem, Source, TicketEdit, TicketId, handle, reversal,
};
use crate::domain::{Actor, Instant, Outcome, Refusal};
use crate::error::Result;

/// Makes the row of an action that is about to be written.
pub(super) fn insert(
    connection: &Connection,
    actor: &Actor,
    now: Instant,
) -> rusqlite::Result<i64> {
    connection
        .prepare_cached("INSERT INTO journal (at, actor, changes) VALUES (?1, ?2, '')")?
        .insert(params![now.timestamp(), actor.email])
}

/// Keeps what the action changed.
pub(super) fn record(connection: &Connection, id: i64, changes: &Changes) -> Result<(), Fault> {
    connection
        .prepare_cached("UPDATE journal SET changes = ?2 WHERE id = ?1")?
        .execute(params![id, serde_json::to_string(changes)?])?;
    Ok(())
}

/// Takes back the last action of `actor` that stands.
pub(super) fn undo(writer: &mut Writer, actor: &Actor, rules: &ClockRules) -> Result<Outcome> {
    writer.transact(
        Durability::Full,
        "undoing",
        |connection| {
            let entry = last_done(connection, actor)?;
            take_back(connection, &entry)?;
            refresh(connection, rules, &entry.changes)?;
            Ok(Outcome {
                changes: backwards(&entry),
                journal: Some(entry.id),
            })
        },
        |connection, outcome| is_undone(connection, outcome.journal, true),
    )
}

/// Does again what `actor` took back last, unless they did something else since.
pub(super) fn redo(writer: &mut Writer, actor: &Actor, rules: &ClockRules) -> Result<Outcome> {
    writer.transact(
        Durability::Full,
        "redoing",
        |connection| {
            let mut entry = last_undone(connection, actor)?;
            // A draft begun since is not the one this note was made of: it stays.
            entry.changes.drafts = fitting_drafts(connection, entry.changes.drafts)?;
            apply(connection, &mut entry.changes, Some(entry.id), entry.at)?;
            record(connection, entry.id, &entry.changes)?;
            refresh(connection, rules, &entry.changes)?;
            connection
                .prepare_cached("UPDATE journal SET undone = NULL WHERE id = ?1")?
                .execute([entry.id])?;
            Ok(Outcome {
                changes: again(&entry),
                journal: Some(entry.id),
            })
        },
        |connection, outcome| is_undone(connection, outcome.journal, false),
    )
}

/// What [`undo`] would change.
pub(super) fn plan_undo(connection: &Connection, actor: &Actor) -> Result<Changes, Fault> {
    last_done(connection, actor).map(|entry| backwards(&entry))
}

/// What [`redo`] would change.
pub(super) fn plan_redo(connection: &Connection, actor: &Actor) -> Result<Changes, Fault> {
    last_undone(connection, actor).map(|entry| again(&entry))
}

/// The newest action that can still be meant: one whose tickets were all deleted since is passed
/// over, or it would bar the way to those before it for ever.
fn last_done(connection: &Connection, actor: &Actor) -> Result<JournalEntry, Fault> {
    let mut statement = connection.prepare_cached(&format!(
        "{ENTRY} WHERE actor = ?1 AND undone IS NULL ORDER BY id DESC"
    ))?;
    let mut rows = statement.query([&actor.email])?;
    let entry = loop {
        let Some(row) = rows.next()? else {
            return Err(Refusal::new("There is nothing to undo.").into());
        };
        let entry = read_entry(row)??;
        let tickets = entry.changes.tickets();
        if tickets.is_empty() || !load_state(connection, tickets)?.tickets.is_empty() {
            break entry;
        }
    };
    if entry.changes.undo == Some(UndoClass::Final) {
        return Err(Refusal::new(format!(
            "\"{}\" is final and cannot be undone.",
            entry.changes.summary
        ))
        .into());
    }
    check(connection, &entry)?;
    let waiting = "SELECT 1 FROM outbox WHERE id = ?1 AND ticket_id = ?2 AND state = 0";
    for item in &entry.changes.outbox {
        let waits = connection
            .prepare_cached(waiting)?
            .exists(params![item.id, item.ticket.0])?;
        if !waits {
            return Err(Refusal::new(format!(
                "\"{}\" has been sent, so it cannot be undone here.",
                entry.changes.summary
            ))
            .cure("set the field back, or write another note")
            .into());
        }
    }
    Ok(entry)
}

fn last_undone(connection: &Connection, actor: &Actor) -> Result<JournalEntry, Fault> {
    let entry = connection
        .prepare_cached(&format!(
            "{ENTRY} WHERE actor = ?1 AND undone IS NOT NULL AND NOT EXISTS \
             (SELECT 1 FROM journal later WHERE later.actor = ?1 AND later.id > journal.id \
              AND later.undone IS NULL) \
             ORDER BY undone DESC LIMIT 1"
        ))?
        .query_row([&actor.email], read_entry)
        .optional()?
        .transpose()?
        .ok_or_else(|| Refusal::new("There is nothing to redo."))?;
    check(connection, &entry)?;
    Ok(entry)
}

fn check(connection: &Connection, entry: &JournalEntry) -> Result<(), Fault> {
    let state = load_state(connection, entry.changes.tickets())?;
    reversal(entry, &state)?;
    Ok(check_views(entry, &views::all(connection)?)?)
}

fn take_back(connection: &Connection, entry: &JournalEntry) -> Result<(), Fault> {
    for edit in &entry.changes.edits {
        write_back(connection, edit)?;
    }
    for row in &entry.changes.entries {
        connection
            .prepare_cached(
                "DELETE FROM entry WHERE id = ?1 AND ticket_id = ?2 AND external_id IS NULL",
            )?
            .execute(params![row.id.map(|id| id.0), row.ticket.0])?;
    }
    for item in &entry.changes.outbox {
        connection
            .prepare_cached("DELETE FROM outbox WHERE id = ?1 AND ticket_id = ?2")?
            .execute(params![item.id, item.ticket.0])?;
    }
    for draft in &entry.changes.drafts {
        connection
            .prepare_cached(
                "UPDATE draft SET removed_by = NULL WHERE ticket_id = ?1 AND removed_by = ?2",
            )?
            .execute(params![draft.ticket.0, entry.id])?;
    }
    for edit in &entry.changes.views {
        write_view(connection, &edit.reversed())?;
    }
    connection
        .prepare_cached(
            "UPDATE journal SET undone = (SELECT coalesce(max(undone), 0) + 1 FROM journal) \
             WHERE id = ?1",
        )?
        .execute([entry.id])?;
    Ok(())
}

/// Puts a ticket's columns back. Times that something else has moved since stay; if the
/// helpdesk's row is newer than what comes back, it is marked so that the next import wins.
fn write_back(connection: &Connection, edit: &TicketEdit) -> rusqlite::Result<()> {
    let (before, after) = (&edit.before, &edit.after);
    connection
        .prepare_cached(
            "UPDATE ticket SET status = ?2, priority = ?3, \
             solved_at = CASE WHEN solved_at IS ?5 THEN ?4 ELSE solved_at END, \
             updated_at = CASE WHEN updated_at = ?7 THEN ?6 ELSE updated_at END, \
             digest = CASE WHEN remote_updated_at > ?6 THEN 0 ELSE digest END \
             WHERE id = ?1",
        )?
        .execute(params![
            edit.ticket.0,
            before.status.code(),
            priority_code(before.priority),
            before.solved_at.map(|at| at.timestamp()),
            after.solved_at.map(|at| at.timestamp()),
            before.updated_at.timestamp(),
            after.updated_at.timestamp(),
        ])?;
    Ok(())
}

fn fitting_drafts(
    connection: &Connection,
    drafts: Vec<DraftEdit>,
) -> rusqlite::Result<Vec<DraftEdit>> {
    let mut fitting = Vec::new();
    for draft in drafts {
        if draft_of(connection, draft.ticket)? == draft.before {
            fitting.push(draft);
        }
    }
    Ok(fitting)
}

/// The changes that taking `entry` back makes.
fn backwards(entry: &JournalEntry) -> Changes {
    let changes = &entry.changes;
    Changes {
        edits: changes
            .edits
            .iter()
            .map(|edit| TicketEdit {
                ticket: edit.ticket,
                before: edit.after.clone(),
                after: edit.before.clone(),
            })
            .collect(),
        drafts: changes
            .drafts
            .iter()
            .map(|draft| DraftEdit {
                ticket: draft.ticket,
                before: draft.after.clone(),
                after: draft.before.clone(),
            })
            .collect(),
        views: changes.views.iter().map(ViewEdit::reversed).collect(),
        summary: format!("undid: {}", changes.summary),
        undo: changes.undo,
        ..Changes::default()
    }
}

fn again(entry: &JournalEntry) -> Changes {
    Changes {
        summary: format!("redid: {}", entry.changes.summary),
        ..entry.changes.clone()
    }
}

fn is_undone(connection: &Connection, id: Option<i64>, undone: bool) -> rusqlite::Result<bool> {
    connection
        .prepare("SELECT 1 FROM journal WHERE id = ?1 AND (undone IS NOT NULL) = ?2")?
        .exists(params![id, undone])
}

const ENTRY: &str = "SELECT id, at, actor, changes, undone IS NOT NULL FROM journal";

/// The newest entries over all actors, newest first.
pub(super) fn recent(connection: &Connection, limit: u32) -> Result<Vec<JournalEntry>, Fault> {
    connection
        .prepare_cached(&format!("{ENTRY} ORDER BY id DESC LIMIT ?1"))?
        .query_map([limit], read_entry)?
        .map(|entry| entry?)
        .collect()
}

fn read_entry(row: &Row<'_>) -> rusqlite::Result<Result<JournalEntry, Fault>> {
    let changes: String = row.get(3)?;
    let (id, at, actor, undone) = (row.get(0)?, instant(row, 1)?, row.get(2)?, row.get(4)?);
    Ok(serde_json::from_str(&changes)
        .map_err(Fault::from)
        .map(|changes| JournalEntry {
            id,
            at,
            actor,
            changes,
            undone,
        }))
}

/// What waits to be sent, oldest first, for one ticket or for all.
pub(super) fn outbox(
    connection: &Connection,
    ticket: Option<TicketId>,
) -> Result<Vec<OutboxRow>, Fault> {
    let mut statement = connection.prepare_cached(
        "SELECT x.id, x.ticket_id, x.since, x.action, t.source, t.external_id \
         FROM outbox x JOIN ticket t ON t.id = x.ticket_id \
         WHERE ?1 IS NULL OR x.ticket_id = ?1 ORDER BY x.id",
    )?;
    let mut rows = statement.query([ticket.map(|id| id.0)])?;
    let mut outbox = Vec::new();
    while let Some(row) = rows.next()? {
        let ticket = TicketId(row.get(1)?);
        let action: String = row.get(3)?;
        let external = external_id(row, 5)?;
        let source = code(row, 4, Source::from_code)?;
        outbox.push(OutboxRow {
            item: OutboxItem {
                id: Some(row.get(0)?),
                ticket,
                action: serde_json::from_str(&action)?,
            },
            handle: handle(source, external.as_deref(), ticket),
            since: instant(row, 2)?,
        });
    }
    Ok(outbox)
}
