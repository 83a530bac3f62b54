//! A ticket's timeline, with names in the place of a helpdesk's ids.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::load::{self, read_person};
use crate::domain::tickets::{
    Entry, EntryId, EntryKind, FieldChange, Person, Role, Source, Thread, Ticket, TicketId,
};
use crate::store::fault::Fault;
use crate::store::perform::draft_of;
use crate::store::rows::{code, instant};

/// The id of the entry that shows a ticket's description: no row has it.
const DESCRIPTION: EntryId = EntryId(0);

const ENTRIES: &str = "SELECT e.id, e.at, e.kind, e.public, e.text, e.changes, e.attachments, e.author_name, \
    e.external_id IS NOT NULL, \
    p.id, p.name, p.email, o.name, p.role, o.partner \
    FROM entry e \
    LEFT JOIN person p ON p.id = e.author_id \
    LEFT JOIN organization o ON o.id = p.organization_id \
    WHERE e.ticket_id = ?1 ORDER BY e.at, e.id";

/// The ticket with its timeline, oldest entry first; none if there is no such ticket.
pub(super) fn thread(connection: &Connection, id: TicketId) -> Result<Option<Thread>, Fault> {
    let Some((ticket, description)) = load::ticket(connection, id)? else {
        return Ok(None);
    };
    let mut entries = Vec::new();
    let mut has_messages = false;
    let mut statement = connection.prepare_cached(ENTRIES)?;
    let mut rows = statement.query([id.0])?;
    while let Some(row) = rows.next()? {
        let entry = read_entry(connection, &ticket, row)?;
        let imported: bool = row.get(8)?;
        has_messages |= imported && matches!(entry.kind, EntryKind::Reply | EntryKind::Note);
        entries.push(entry);
    }
    // The helpdesk's first message came as the description; a comment of its own replaces it.
    if !has_messages && let Some(text) = description.filter(|text| !text.trim().is_empty()) {
        entries.insert(0, first_message(&ticket, text));
    }
    Ok(Some(Thread {
        draft: draft_of(connection, id)?,
        ticket,
        entries,
    }))
}

/// Several tickets with their timelines, in the order given; missing ones are left out.
pub(super) fn threads(connection: &Connection, ids: &[TicketId]) -> Result<Vec<Thread>, Fault> {
    let threads = ids.iter().map(|id| thread(connection, *id).transpose());
    threads.flatten().collect()
}

fn first_message(ticket: &Ticket, text: String) -> Entry {
    Entry {
        id: DESCRIPTION,
        at: ticket.created_at,
        kind: EntryKind::Reply,
        author: ticket.requester.clone(),
        public: true,
        text,
        changes: Vec::new(),
        attachments: Vec::new(),
    }
}

fn read_entry(connection: &Connection, ticket: &Ticket, row: &Row<'_>) -> Result<Entry, Fault> {
    let changes: Option<String> = row.get(5)?;
    let attachments: Option<String> = row.get(6)?;
    let mut entry = Entry {
        id: EntryId(row.get(0)?),
        at: instant(row, 1)?,
        kind: code(row, 2, EntryKind::from_code)?,
        author: author(connection, row)?,
        public: row.get(3)?,
        text: row.get(4)?,
        changes: changes.map_or(Ok(Vec::new()), |json| serde_json::from_str(&json))?,
        attachments: attachments.map_or(Ok(Vec::new()), |json| serde_json::from_str(&json))?,
    };
    let imported: bool = row.get(8)?;
    if imported {
        for change in &mut entry.changes {
            resolve(connection, ticket.source, change)?;
        }
    }
    Ok(entry)
}

/// Who wrote an entry: a person the helpdesk knows, or whoever sat here.
fn author(connection: &Connection, row: &Row<'_>) -> rusqlite::Result<Option<Person>> {
    let Some(name) = row.get::<_, Option<String>>(7)? else {
        return read_person(row, 9);
    };
    let known = connection
        .prepare_cached(
            "SELECT p.id, p.name, p.email, o.name, p.role, o.partner FROM person p \
             LEFT JOIN organization o ON o.id = p.organization_id \
             WHERE p.email = ?1 AND p.name <> '' ORDER BY p.id LIMIT 1",
        )?
        .query_row([&name], |row| read_person(row, 0))
        .optional()?
        .flatten();
    Ok(known.or_else(|| {
        Some(Person {
            email: name.contains('@').then(|| name.clone()),
            name,
            organization: None,
            role: Role::Agent,
        })
    }))
}

/// Puts names in the place of ids; what is not known stays as it is.
fn resolve(
    connection: &Connection,
    source: Source,
    change: &mut FieldChange,
) -> rusqlite::Result<()> {
    if let Some(id) = change.field.strip_prefix("cf.") {
        if let Some(title) = name_of(connection, "field", "title", source, id)? {
            change.field = title;
        }
        return Ok(());
    }
    let table = match change.field.as_str() {
        "assignee" | "requester" => "person",
        "group" => "team",
        _ => return Ok(()),
    };
    for value in [&mut change.from, &mut change.to].into_iter().flatten() {
        if let Some(name) = name_of(connection, table, "name", source, value)? {
            *value = name;
        }
    }
    Ok(())
}

fn name_of(
    connection: &Connection,
    table: &'static str,
    column: &'static str,
    source: Source,
    id: &str,
) -> rusqlite::Result<Option<String>> {
    let Ok(id) = id.parse::<i64>() else {
        return Ok(None);
    };
    connection
        .prepare_cached(&format!(
            "SELECT {column} FROM {table} WHERE source = ?1 AND external_id = ?2 AND {column} <> ''"
        ))?
        .query_row(params![source.code(), id], |row| row.get(0))
        .optional()
}
