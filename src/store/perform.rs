//! Carrying out a command: load the state, decide, write all of it, commit.
//!
//! Everything happens in one transaction of the writer, so the state that was decided on is
//! the state that is written to. The rows follow from [`Changes`] alone.

use chrono::SubsecRound;
use rusqlite::{Connection, OptionalExtension, params};

use super::fault::Fault;
use super::rows::{code, external_id, instant, maybe_instant};
use super::views;
use super::writer::{Durability, Writer};
use super::{derived, journal, settle};
use crate::domain::desk::ViewEdit;
use crate::domain::tickets::history::ClockRules;
use crate::domain::tickets::{
    Changes, DraftEdit, Editable, NewEntry, OutboxItem, Priority, SettingEdit, Source, State,
    Status, TicketEdit, TicketFacts, TicketId, decide,
};
use crate::domain::{Actor, Command, Instant, Outcome, desk};
use crate::error::Result;

/// Versions of a draft that are kept for each ticket.
const DRAFT_VERSIONS: i64 = 20;

/// Carries out `command` on the writer's thread.
pub(super) fn perform(
    writer: &mut Writer,
    command: &Command,
    actor: &Actor,
    now: Instant,
    rules: &ClockRules,
) -> Result<Outcome> {
    let now = now.trunc_subsecs(0); // what the store keeps
    match command {
        Command::Undo => journal::undo(writer, actor, rules),
        Command::Redo => journal::redo(writer, actor, rules),
        Command::Tickets(_) | Command::Desk(_) => writer.transact(
            Durability::Full,
            "saving",
            |connection| {
                let mut changes = plan(connection, command, actor, now)?;
                let journal = write(connection, &mut changes, actor, now)?;
                refresh(connection, rules, &changes)?;
                Ok(Outcome { changes, journal })
            },
            is_written,
        ),
    }
}

/// What a command would change; reads only.
pub(super) fn plan(
    connection: &Connection,
    command: &Command,
    actor: &Actor,
    now: Instant,
) -> Result<Changes, Fault> {
    let now = now.trunc_subsecs(0);
    match command {
        Command::Tickets(command) => {
            let state = load_state(connection, command.tickets())?;
            Ok(decide(&state, command, actor, now)?)
        }
        Command::Desk(desk::Command::Remember { setting, value }) => Ok(Changes {
            settings: vec![SettingEdit {
                setting: *setting,
                value: value.clone(),
            }],
            summary: format!("{} is {value}", setting.name()),
            ..Changes::default()
        }),
        Command::Desk(desk::Command::SaveView { name, query }) => {
            Ok(desk::save_view(&views::all(connection)?, name, query)?)
        }
        Command::Desk(desk::Command::DeleteView { name }) => {
            Ok(desk::delete_view(&views::all(connection)?, name)?)
        }
        Command::Undo => journal::plan_undo(connection, actor),
        Command::Redo => journal::plan_redo(connection, actor),
    }
}

/// The facts of those of `tickets` that are live.
pub(super) fn load_state(
    connection: &Connection,
    mut tickets: Vec<TicketId>,
) -> rusqlite::Result<State> {
    tickets.sort_unstable();
    tickets.dedup();
    let mut statement = connection.prepare_cached(
        "SELECT source, external_id, status, priority, solved_at, updated_at \
         FROM ticket WHERE id = ?1 AND presence = 1",
    )?;
    let mut state = State::default();
    for id in tickets {
        let facts = statement
            .query_row([id.0], |row| {
                Ok(TicketFacts {
                    id,
                    source: code(row, 0, Source::from_code)?,
                    external_id: external_id(row, 1)?,
                    editable: Editable {
                        status: code(row, 2, Status::from_code)?,
                        priority: Priority::from_code(row.get(3)?),
                        solved_at: maybe_instant(row, 4)?,
                        updated_at: instant(row, 5)?,
                    },
                    draft: None,
                })
            })
            .optional()?;
        if let Some(mut facts) = facts {
            facts.draft = draft_of(connection, id)?;
            state.tickets.push(facts);
        }
    }
    Ok(state)
}

/// The note being written on a ticket: its newest version that was not removed.
pub(super) fn draft_of(connection: &Connection, id: TicketId) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached(
            "SELECT body FROM draft WHERE ticket_id = ?1 AND removed_by IS NULL \
             ORDER BY id DESC LIMIT 1",
        )?
        .query_row([id.0], |row| row.get(0))
        .optional()
}

/// Writes all rows of `changes`, filling in the ids; returns the journal's if undo lists it.
fn write(
    connection: &Connection,
    changes: &mut Changes,
    actor: &Actor,
    now: Instant,
) -> Result<Option<i64>, Fault> {
    let journal = match changes.undo {
        Some(_) => Some(journal::insert(connection, actor, now)?),
        None => None,
    };
    apply(connection, changes, journal, now)?;
    if let Some(id) = journal {
        journal::record(connection, id, changes)?;
    }
    Ok(journal)
}

/// Brings clocks and words of every ticket up to what was written.
pub(super) fn refresh(
    connection: &Connection,
    rules: &ClockRules,
    changes: &Changes,
) -> Result<(), Fault> {
    let edited = changes.edits.iter().map(|edit| edit.ticket);
    let told = changes.entries.iter().map(|entry| entry.ticket);
    let mut tickets: Vec<_> = edited.chain(told).collect();
    tickets.sort_unstable();
    tickets.dedup();
    if !tickets.is_empty() {
        derived::claim(connection, rules)?;
    }
    for ticket in tickets {
        settle::refresh(connection, rules, ticket.0)?;
    }
    Ok(())
}

/// Writes the rows of a command, or of one that is done again (then ids are known and kept).
pub(super) fn apply(
    connection: &Connection,
    changes: &mut Changes,
    journal: Option<i64>,
    now: Instant,
) -> Result<(), Fault> {
    for edit in &changes.edits {
        write_edit(connection, edit)?;
    }
    for entry in &mut changes.entries {
        write_entry(connection, entry)?;
    }
    for item in &mut changes.outbox {
        write_outbox(connection, item, now)?;
    }
    for draft in &changes.drafts {
        write_draft(connection, draft, journal, now)?;
    }
    for setting in &changes.settings {
        connection
            .prepare_cached(
                "INSERT INTO setting (name, value) VALUES (?1, ?2) \
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            )?
            .execute(params![setting.setting.name(), setting.value])?;
    }
    for edit in &changes.views {
        write_view(connection, edit)?;
    }
    Ok(())
}

/// Puts a view in the place of the one before, or takes it away.
pub(super) fn write_view(connection: &Connection, edit: &ViewEdit) -> rusqlite::Result<()> {
    if let Some(before) = &edit.before {
        connection
            .prepare_cached("DELETE FROM view WHERE name = ?1")?
            .execute([&before.name])?;
    }
    if let Some(after) = &edit.after {
        connection
            .prepare_cached("INSERT INTO view (name, place, query) VALUES (?1, ?2, ?3)")?
            .execute(params![after.name, after.place, after.query])?;
    }
    Ok(())
}

fn write_edit(connection: &Connection, edit: &TicketEdit) -> rusqlite::Result<()> {
    let after = &edit.after;
    connection
        .prepare_cached(
            "UPDATE ticket SET status = ?2, priority = ?3, solved_at = ?4, updated_at = ?5 \
             WHERE id = ?1",
        )?
        .execute(params![
            edit.ticket.0,
            after.status.code(),
            priority_code(after.priority),
            after.solved_at.map(|at| at.timestamp()),
            after.updated_at.timestamp(),
        ])?;
    Ok(())
}

/// A priority as its column keeps it: 0 is none, so that it sorts.
pub(super) fn priority_code(priority: Option<Priority>) -> i64 {
    priority.map_or(0, Priority::code)
}

fn write_entry(connection: &Connection, entry: &mut NewEntry) -> Result<(), Fault> {
    let changes = match entry.changes.as_slice() {
        [] => None,
        changes => Some(serde_json::to_string(changes)?),
    };
    // An id that is known was given before an undo; an import may have taken it since.
    let id: i64 = connection
        .prepare_cached(
            "INSERT INTO entry (id, ticket_id, source, at, kind, public, author_name, text, changes) \
             VALUES (CASE WHEN EXISTS (SELECT 1 FROM entry WHERE id = ?1) THEN NULL ELSE ?1 END, \
             ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id",
        )?
        .query_row(
            params![
                entry.id.map(|id| id.0),
                entry.ticket.0,
                Source::Local.code(),
                entry.at.timestamp(),
                entry.kind.code(),
                entry.public,
                entry.author,
                entry.text,
                changes,
            ],
            |row| row.get(0),
        )?;
    entry.id = Some(crate::domain::tickets::EntryId(id));
    Ok(())
}

fn write_outbox(connection: &Connection, item: &mut OutboxItem, now: Instant) -> Result<(), Fault> {
    let action = serde_json::to_string(&item.action)?;
    let id: i64 = connection
        .prepare_cached(
            "INSERT INTO outbox (id, ticket_id, since, action) VALUES (?1, ?2, ?3, ?4) RETURNING id",
        )?
        .query_row(params![item.id, item.ticket.0, now.timestamp(), action], |row| {
            row.get(0)
        })?;
    item.id = Some(id);
    Ok(())
}

/// Adds a version of a draft, or marks all as removed; nothing is lost but the oldest versions.
fn write_draft(
    connection: &Connection,
    draft: &DraftEdit,
    journal: Option<i64>,
    now: Instant,
) -> rusqlite::Result<()> {
    let ticket = draft.ticket.0;
    let Some(body) = &draft.after else {
        connection
            .prepare_cached(
                "UPDATE draft SET removed_by = ?2 WHERE ticket_id = ?1 AND removed_by IS NULL",
            )?
            .execute(params![ticket, journal.unwrap_or(0)])?;
        return Ok(());
    };
    connection
        .prepare_cached("INSERT INTO draft (ticket_id, at, body) VALUES (?1, ?2, ?3)")?
        .execute(params![ticket, now.timestamp(), body])?;
    connection
        .prepare_cached(
            "DELETE FROM draft WHERE ticket_id = ?1 AND id NOT IN \
             (SELECT id FROM draft WHERE ticket_id = ?1 ORDER BY id DESC LIMIT ?2)",
        )?
        .execute(params![ticket, DRAFT_VERSIONS])?;
    Ok(())
}

/// Whether an outcome is in the store, asked after a COMMIT that failed.
fn is_written(connection: &Connection, outcome: &Outcome) -> rusqlite::Result<bool> {
    if let Some(id) = outcome.journal {
        // Ids are never given twice, but a failed transaction gave none: the text tells them apart.
        let changes = serde_json::to_string(&outcome.changes).unwrap_or_default();
        return connection
            .prepare("SELECT 1 FROM journal WHERE id = ?1 AND changes = ?2")?
            .exists(params![id, changes]);
    }
    for draft in &outcome.changes.drafts {
        if draft_of(connection, draft.ticket)? != draft.after {
            return Ok(false);
        }
    }
    for setting in &outcome.changes.settings {
        let there = connection
            .prepare("SELECT 1 FROM setting WHERE name = ?1 AND value = ?2")?
            .exists(params![setting.setting.name(), setting.value])?;
        if !there {
            return Ok(false);
        }
    }
    Ok(true)
}
