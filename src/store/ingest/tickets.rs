//! Tickets of an import: the greatest version wins, and what waits to be sent is kept.

use rusqlite::{Connection, OptionalExtension, params};

use super::digest::Fnv;
use super::entries;
use super::names::{self, Ids};
use crate::domain::tickets::records::{Change, RemoteId, TicketRecord};
use crate::domain::tickets::{OutboxAction, Source, Status};
use crate::store::fault::Fault;
use crate::store::perform::priority_code;

/// `presence` of a ticket that was only referred to, that is there, that was deleted there.
const STUB: i64 = 0;
const LIVE: i64 = 1;
const TOMBSTONE: i64 = 2;

/// The row as it is.
struct Stored {
    id: i64,
    presence: i64,
    version: (i64, i64, i64),
    status: i64,
    priority: i64,
    solved_at: Option<i64>,
    updated_at: i64,
}

/// The row as it shall be, with local ids.
struct Row {
    presence: i64,
    status: i64,
    priority: i64,
    solved_at: Option<i64>,
    updated_at: i64,
    requester: Option<i64>,
    assignee: Option<i64>,
    organization: Option<i64>,
    team: Option<i64>,
}

/// Writes a ticket with the people and messages that its row carries.
pub(super) fn write(
    connection: &Connection,
    ids: &mut Ids,
    record: &TicketRecord,
) -> Result<Change, Fault> {
    let mut more = false;
    for person in &record.people {
        more |= names::person(connection, ids, person, true)?.1 != Change::Unchanged;
    }
    let version = (
        record.updated_at.timestamp(),
        record.generated,
        digest(record),
    );
    let stored = find(connection, record.source, record.id)?;
    let (id, change) = match stored {
        Some(stored) if stored.presence != STUB && version <= stored.version => {
            (stored.id, Change::Unchanged)
        }
        Some(stored) => {
            let row = resolve(connection, ids, record, Some(&stored))?;
            update(connection, &stored, record, version, &row)?;
            clear_parts(connection, stored.id)?;
            write_parts(connection, ids, stored.id, record)?;
            let change = if stored.presence == STUB {
                Change::New
            } else {
                Change::Updated
            };
            (stored.id, change)
        }
        None => {
            let row = resolve(connection, ids, record, None)?;
            let id = insert(connection, record, version, &row)?;
            write_parts(connection, ids, id, record)?;
            (id, Change::New)
        }
    };
    for entry in &record.entries {
        more |= entries::write(connection, ids, id, entry)?;
    }
    Ok(match change {
        Change::Unchanged if more => Change::Updated,
        change => change,
    })
}

/// The local id of a ticket, made as a stub if it has not been met.
pub(super) fn id_of(
    connection: &Connection,
    ids: &mut Ids,
    source: Source,
    remote: RemoteId,
) -> rusqlite::Result<i64> {
    let key = (source.code(), remote);
    if let Some(id) = ids.tickets.get(&key) {
        return Ok(*id);
    }
    let found = connection
        .prepare_cached("SELECT id FROM ticket WHERE source = ?1 AND external_id = ?2")?
        .query_row(params![key.0, key.1], |row| row.get(0))
        .optional()?;
    let id = match found {
        Some(id) => id,
        None => connection
            .prepare_cached(
                "INSERT INTO ticket (source, external_id, presence) VALUES (?1, ?2, ?3)",
            )?
            .insert(params![key.0, key.1, STUB])?,
    };
    names::remember(&mut ids.tickets, key, id);
    Ok(id)
}

fn find(
    connection: &Connection,
    source: Source,
    remote: RemoteId,
) -> rusqlite::Result<Option<Stored>> {
    connection
        .prepare_cached(
            "SELECT id, presence, remote_updated_at, generated, digest, status, priority, solved_at, \
             updated_at FROM ticket WHERE source = ?1 AND external_id = ?2",
        )?
        .query_row(params![source.code(), remote], |row| {
            Ok(Stored {
                id: row.get(0)?,
                presence: row.get(1)?,
                version: (row.get(2)?, row.get(3)?, row.get(4)?),
                status: row.get(5)?,
                priority: row.get(6)?,
                solved_at: row.get(7)?,
                updated_at: row.get(8)?,
            })
        })
        .optional()
}

/// Turns a record into columns, keeping what a person has changed here and not sent yet.
fn resolve(
    connection: &Connection,
    ids: &mut Ids,
    record: &TicketRecord,
    stored: Option<&Stored>,
) -> Result<Row, Fault> {
    let source = record.source;
    let waiting = match stored {
        Some(stored) => Waiting::of(connection, stored.id)?,
        None => Waiting::default(),
    };
    let mut row = Row {
        presence: if record.deleted { TOMBSTONE } else { LIVE },
        status: record.status.code(),
        priority: priority_code(record.priority),
        solved_at: None,
        updated_at: record.updated_at.timestamp(),
        requester: optional(record.requester, |id| {
            names::person_id(connection, ids, source, id)
        })?,
        assignee: optional(record.assignee, |id| {
            names::person_id(connection, ids, source, id)
        })?,
        organization: optional(record.organization, |id| {
            names::organization_id(connection, ids, source, id)
        })?,
        team: optional(record.team, |id| {
            names::team_id(connection, ids, source, id)
        })?,
    };
    if let Some(stored) = stored {
        if waiting.status {
            row.status = stored.status;
        }
        if waiting.priority {
            row.priority = stored.priority;
        }
        if waiting.any {
            row.updated_at = row.updated_at.max(stored.updated_at);
        }
    }
    // A helpdesk closes days after it was solved: the first time that is known stays.
    if row.status >= Status::Solved.code() {
        let known = stored.and_then(|stored| stored.solved_at);
        row.solved_at = known.or(Some(record.updated_at.timestamp()));
    }
    Ok(row)
}

fn optional(
    remote: Option<RemoteId>,
    local: impl FnOnce(RemoteId) -> rusqlite::Result<i64>,
) -> rusqlite::Result<Option<i64>> {
    remote.map(local).transpose()
}

/// Which columns have a change of ours in the outbox.
#[derive(Default)]
struct Waiting {
    any: bool,
    status: bool,
    priority: bool,
}

impl Waiting {
    fn of(connection: &Connection, ticket: i64) -> Result<Self, Fault> {
        let mut waiting = Self::default();
        let mut statement =
            connection.prepare_cached("SELECT action FROM outbox WHERE ticket_id = ?1")?;
        let mut rows = statement.query([ticket])?;
        while let Some(row) = rows.next()? {
            waiting.any = true;
            let action: String = row.get(0)?;
            if let OutboxAction::Set { changes } = serde_json::from_str(&action)? {
                waiting.status |= changes.iter().any(|change| change.field == "status");
                waiting.priority |= changes.iter().any(|change| change.field == "priority");
            }
        }
        Ok(waiting)
    }
}

fn insert(
    connection: &Connection,
    record: &TicketRecord,
    version: (i64, i64, i64),
    row: &Row,
) -> rusqlite::Result<i64> {
    connection
        .prepare_cached(
            "INSERT INTO ticket (source, external_id, presence, status, priority, kind, requester_id, \
             assignee_id, organization_id, team_id, created_at, updated_at, solved_at, \
             remote_updated_at, generated, digest, url, subject, description) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
        )?
        .insert(params![
            record.source.code(),
            record.id,
            row.presence,
            row.status,
            row.priority,
            record.kind.code(),
            row.requester,
            row.assignee,
            row.organization,
            row.team,
            record.created_at.timestamp(),
            row.updated_at,
            row.solved_at,
            version.0,
            version.1,
            version.2,
            record.url,
            record.subject,
            record.description,
        ])
}

fn update(
    connection: &Connection,
    stored: &Stored,
    record: &TicketRecord,
    version: (i64, i64, i64),
    row: &Row,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE ticket SET presence = ?2, status = ?3, priority = ?4, kind = ?5, \
             requester_id = ?6, assignee_id = ?7, organization_id = ?8, team_id = ?9, \
             created_at = ?10, updated_at = ?11, solved_at = ?12, remote_updated_at = ?13, \
             generated = ?14, digest = ?15, url = ?16, subject = ?17, description = ?18 \
             WHERE id = ?1",
        )?
        .execute(params![
            stored.id,
            row.presence,
            row.status,
            row.priority,
            record.kind.code(),
            row.requester,
            row.assignee,
            row.organization,
            row.team,
            record.created_at.timestamp(),
            row.updated_at,
            row.solved_at,
            version.0,
            version.1,
            version.2,
            record.url,
            record.subject,
            record.description,
        ])?;
    Ok(())
}

fn clear_parts(connection: &Connection, id: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM ticket_tag WHERE ticket_id = ?1")?
        .execute([id])?;
    connection
        .prepare_cached("DELETE FROM ticket_field WHERE ticket_id = ?1")?
        .execute([id])?;
    Ok(())
}

fn write_parts(
    connection: &Connection,
    ids: &mut Ids,
    id: i64,
    record: &TicketRecord,
) -> rusqlite::Result<()> {
    for tag in &record.tags {
        connection
            .prepare_cached("INSERT OR IGNORE INTO ticket_tag (ticket_id, tag) VALUES (?1, ?2)")?
            .execute(params![id, tag])?;
    }
    for (field, value) in &record.fields {
        let field = names::field_id(connection, ids, record.source, *field)?;
        connection
            .prepare_cached(
                "INSERT OR REPLACE INTO ticket_field (ticket_id, field_id, value) \
                 VALUES (?1, ?2, ?3)",
            )?
            .execute(params![id, field, value])?;
    }
    Ok(())
}

/// A number for a record's own content, positive: told apart are two rows that claim the same
/// version, and which of them wins does not depend on which came first.
fn digest(record: &TicketRecord) -> i64 {
    let mut fnv = Fnv::new();
    fnv.number(i64::from(record.deleted));
    fnv.text(record.url.as_deref());
    fnv.text(Some(&record.subject));
    fnv.text(record.description.as_deref());
    fnv.number(record.kind.code());
    fnv.number(record.status.code());
    fnv.number(priority_code(record.priority));
    for id in [
        record.requester,
        record.assignee,
        record.organization,
        record.team,
    ] {
        fnv.number(id.unwrap_or(0));
    }
    for tag in &record.tags {
        fnv.text(Some(tag));
    }
    fnv.text(None);
    for (field, value) in &record.fields {
        fnv.number(*field);
        fnv.text(Some(value));
    }
    fnv.number(record.created_at.timestamp());
    fnv.finish()
}
