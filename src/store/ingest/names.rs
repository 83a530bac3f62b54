//! People, organizations, teams and fields: what other rows refer to by a helpdesk's id.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use crate::domain::tickets::records::{
    Change, FieldRecord, OrganizationRecord, PersonRecord, RemoteId, TeamRecord,
};
use crate::domain::tickets::{Role, Source};

/// Ids kept in memory for each table; beyond it the map starts anew (some 10 MiB for all).
const REMEMBERED: usize = 100_000;

/// How much is known of a row: referred to, named inside another row, or a row of its own.
const STUB: i64 = 0;
const NAMED: i64 = 1;
const OWN: i64 = 2;

type Key = (i64, RemoteId);

/// Local ids of rows that this import has met. Ids outlive a rollback nowhere: a failed piece drops them all.
#[derive(Debug, Default)]
pub(super) struct Ids {
    /// With how much is known.
    people: HashMap<Key, (i64, i64)>,
    organizations: HashMap<Key, i64>,
    teams: HashMap<Key, i64>,
    fields: HashMap<Key, i64>,
    /// Tickets, for entries that come in a file of their own.
    pub(super) tickets: HashMap<Key, i64>,
}

/// Remembers within bounds.
pub(super) fn remember<V>(map: &mut HashMap<Key, V>, key: Key, value: V) {
    if map.len() >= REMEMBERED {
        map.clear();
    }
    map.insert(key, value);
}

pub(super) fn person_id(
    connection: &Connection,
    ids: &mut Ids,
    source: Source,
    remote: RemoteId,
) -> rusqlite::Result<i64> {
    let key = (source.code(), remote);
    if let Some((id, _)) = ids.people.get(&key) {
        return Ok(*id);
    }
    let found = connection
        .prepare_cached("SELECT id, known FROM person WHERE source = ?1 AND external_id = ?2")?
        .query_row(params![key.0, key.1], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let known = match found {
        Some(known) => known,
        None => (insert_stub(connection, "person", key)?, STUB),
    };
    remember(&mut ids.people, key, known);
    Ok(known.0)
}

pub(super) fn organization_id(
    connection: &Connection,
    ids: &mut Ids,
    source: Source,
    remote: RemoteId,
) -> rusqlite::Result<i64> {
    row_id(
        connection,
        &mut ids.organizations,
        "organization",
        (source.code(), remote),
    )
}

pub(super) fn team_id(
    connection: &Connection,
    ids: &mut Ids,
    source: Source,
    remote: RemoteId,
) -> rusqlite::Result<i64> {
    row_id(connection, &mut ids.teams, "team", (source.code(), remote))
}

pub(super) fn field_id(
    connection: &Connection,
    ids: &mut Ids,
    source: Source,
    remote: RemoteId,
) -> rusqlite::Result<i64> {
    row_id(
        connection,
        &mut ids.fields,
        "field",
        (source.code(), remote),
    )
}

/// The local id of a row, made as a stub if it has not been met.
fn row_id(
    connection: &Connection,
    map: &mut HashMap<Key, i64>,
    table: &'static str,
    key: Key,
) -> rusqlite::Result<i64> {
    if let Some(id) = map.get(&key) {
        return Ok(*id);
    }
    let found = connection
        .prepare_cached(&format!(
            "SELECT id FROM {table} WHERE source = ?1 AND external_id = ?2"
        ))?
        .query_row(params![key.0, key.1], |row| row.get(0))
        .optional()?;
    let id = match found {
        Some(id) => id,
        None => insert_stub(connection, table, key)?,
    };
    remember(map, key, id);
    Ok(id)
}

fn insert_stub(connection: &Connection, table: &'static str, key: Key) -> rusqlite::Result<i64> {
    connection
        .prepare_cached(&format!(
            "INSERT INTO {table} (source, external_id) VALUES (?1, ?2)"
        ))?
        .insert(params![key.0, key.1])
}

/// Writes a person. One who is `embedded` in another row without a date only fills an unknown
/// one; of rows of their own the newest wins.
pub(super) fn person(
    connection: &Connection,
    ids: &mut Ids,
    record: &PersonRecord,
    embedded: bool,
) -> rusqlite::Result<(i64, Change)> {
    let key = (record.source.code(), record.id);
    let level = if embedded && record.updated_at.is_none() {
        NAMED
    } else {
        OWN
    };
    if level == NAMED
        && let Some((id, known)) = ids.people.get(&key)
        && *known != STUB
    {
        return Ok((*id, Change::Unchanged));
    }
    let id = person_id(connection, ids, record.source, record.id)?;
    let organization = record
        .organization
        .map(|org| organization_id(connection, ids, record.source, org))
        .transpose()?;
    let updated = record.updated_at.map_or(0, |at| at.timestamp());
    let (known, stored) = connection
        .prepare_cached(
            "SELECT known, updated_at, name, email, role, organization_id FROM person WHERE id = ?1",
        )?
        .query_row([id], |row| {
            let stored: (i64, String, Option<String>, i64, Option<i64>) =
                (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?);
            Ok((row.get::<_, i64>(0)?, stored))
        })?;
    let role = record.role.map_or(stored.3, Role::code);
    let incoming = (
        updated,
        record.name.clone(),
        record.email.clone(),
        role,
        organization,
    );
    let change = match known {
        STUB => Change::New,
        // Of two that say when, the newer wins; between equals the content decides, so that
        // the order in which files come does not.
        _ if level < known || incoming == stored && level == known => Change::Unchanged,
        OWN if incoming < stored => Change::Unchanged,
        NAMED if level == NAMED => Change::Unchanged,
        _ => Change::Updated,
    };
    if change != Change::Unchanged {
        connection
            .prepare_cached(
                "UPDATE person SET known = ?2, updated_at = ?3, name = ?4, email = ?5, role = ?6, \
                 organization_id = ?7 WHERE id = ?1",
            )?
            .execute(params![
                id,
                level,
                incoming.0,
                incoming.1,
                incoming.2,
                role,
                organization
            ])?;
    }
    remember(&mut ids.people, key, (id, known.max(level)));
    Ok((id, change))
}

/// Writes an organization; the newest row wins.
pub(super) fn organization(
    connection: &Connection,
    ids: &mut Ids,
    record: &OrganizationRecord,
) -> rusqlite::Result<Change> {
    let id = organization_id(connection, ids, record.source, record.id)?;
    let updated = record.updated_at.map_or(0, |at| at.timestamp());
    let incoming = (updated, record.name.clone(), record.partner);
    let (known, stored) = connection
        .prepare_cached("SELECT known, updated_at, name, partner FROM organization WHERE id = ?1")?
        .query_row([id], |row| {
            Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?)))
        })?;
    let change = verdict(known, &incoming, &stored);
    if change != Change::Unchanged {
        connection
            .prepare_cached(
                "UPDATE organization SET known = ?2, updated_at = ?3, name = ?4, partner = ?5 \
                 WHERE id = ?1",
            )?
            .execute(params![id, OWN, incoming.0, incoming.1, incoming.2])?;
    }
    Ok(change)
}

/// Writes a team; the newest row wins.
pub(super) fn team(
    connection: &Connection,
    ids: &mut Ids,
    record: &TeamRecord,
) -> rusqlite::Result<Change> {
    let id = team_id(connection, ids, record.source, record.id)?;
    let updated = record.updated_at.map_or(0, |at| at.timestamp());
    let incoming = (updated, record.name.clone());
    let (known, stored) = connection
        .prepare_cached("SELECT known, updated_at, name FROM team WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
    let change = verdict(known, &incoming, &stored);
    if change != Change::Unchanged {
        connection
            .prepare_cached("UPDATE team SET known = ?2, updated_at = ?3, name = ?4 WHERE id = ?1")?
            .execute(params![id, OWN, incoming.0, incoming.1])?;
    }
    Ok(change)
}

/// Writes a custom field's definition.
pub(super) fn field(
    connection: &Connection,
    ids: &mut Ids,
    record: &FieldRecord,
) -> rusqlite::Result<Change> {
    let id = field_id(connection, ids, record.source, record.id)?;
    let (known, stored): (i64, String) = connection
        .prepare_cached("SELECT known, title FROM field WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let change = match known {
        STUB => Change::New,
        _ if stored == record.title => Change::Unchanged,
        _ => Change::Updated, // a definition says no date: the last one read counts
    };
    if change != Change::Unchanged {
        connection
            .prepare_cached("UPDATE field SET known = ?2, title = ?3 WHERE id = ?1")?
            .execute(params![id, OWN, record.title])?;
    }
    Ok(change)
}

/// What a row with a date and content does to the one that is there.
fn verdict<T: Ord>(known: i64, incoming: &T, stored: &T) -> Change {
    if known == STUB {
        Change::New
    } else if incoming <= stored {
        Change::Unchanged
    } else {
        Change::Updated
    }
}
