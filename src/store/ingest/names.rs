//! People, organizations, teams and fields: what other rows refer to by a helpdesk's id.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use crate::domain::digest::Fnv;
use crate::domain::tickets::records::{
    Change, FieldRecord, OrganizationRecord, PersonRecord, RemoteId, TeamRecord,
};
use crate::domain::tickets::{Role, Source, words};

/// Ids kept in memory for each table; beyond it the map starts anew (some 10 MiB for all).
const REMEMBERED: usize = 100_000;

/// Rows whose change changes what is worked out from the tickets that refer to them.
#[derive(Clone, Copy)]
pub(in crate::store) enum Renamed {
    Person = 0,
    Organization = 1,
    Team = 2,
    Field = 3,
}

/// How much is known of a row: referred to, named inside another row, or a row of its own.
const STUB: i64 = 0;
const NAMED: i64 = 1;
const OWN: i64 = 2;

type Key = (i64, RemoteId);

/// A person as an import has met them.
#[derive(Debug, Clone)]
struct Met {
    id: i64,
    /// How much is known of them.
    known: i64,
    /// What their tickets are sorted by.
    key: Box<str>,
    /// What the last row that named them said.
    said: i64,
}

/// Local ids of rows that this import has met. Ids outlive a rollback nowhere: a failed piece drops them all.
#[derive(Debug, Default)]
pub(super) struct Ids {
    people: HashMap<Key, Met>,
    organizations: HashMap<Key, i64>,
    teams: HashMap<Key, i64>,
    fields: HashMap<Key, i64>,
    /// Tickets, for entries that come in a file of their own.
    pub(super) tickets: HashMap<Key, i64>,
    /// Tells the marks of one piece from those of others.
    pub(super) mark: i64,
}

impl Ids {
    /// Notes that what is worked out from a ticket is behind its rows.
    pub(super) fn mark_stale(&self, connection: &Connection, ticket: i64) -> rusqlite::Result<()> {
        connection
            .prepare_cached("INSERT OR REPLACE INTO stale (ticket_id, mark) VALUES (?1, ?2)")?
            .execute([ticket, self.mark])?;
        Ok(())
    }
}

/// Remembers within bounds.
pub(super) fn remember<V>(map: &mut HashMap<Key, V>, key: Key, value: V) {
    if map.len() >= REMEMBERED {
        map.clear();
    }
    map.insert(key, value);
}

/// Notes that a row that others may refer to has changed: their tickets follow in the settling pass.
fn mark_renamed(
    connection: &Connection,
    ids: &Ids,
    what: Renamed,
    id: i64,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO renamed (what, row_id, mark) VALUES (?1, ?2, ?3)")?
        .execute([what as i64, id, ids.mark])?;
    Ok(())
}

pub(super) fn person_id(
    connection: &Connection,
    ids: &mut Ids,
    source: Source,
    remote: RemoteId,
) -> rusqlite::Result<i64> {
    Ok(meet(connection, ids, (source.code(), remote))?.0.id)
}

/// A person's local id, and what their tickets are sorted by.
pub(super) fn person_key(
    connection: &Connection,
    ids: &mut Ids,
    source: Source,
    remote: Option<RemoteId>,
) -> rusqlite::Result<(Option<i64>, String)> {
    let Some(remote) = remote else {
        return Ok((None, String::new()));
    };
    let met = meet(connection, ids, (source.code(), remote))?.0;
    Ok((Some(met.id), met.key.into()))
}

/// A person as known, made as a stub if they have not been met; true if that was just now.
fn meet(connection: &Connection, ids: &mut Ids, key: Key) -> rusqlite::Result<(Met, bool)> {
    if let Some(met) = ids.people.get(&key) {
        return Ok((met.clone(), false));
    }
    let found = connection
        .prepare_cached(
            "SELECT id, known, name, email FROM person WHERE source = ?1 AND external_id = ?2",
        )?
        .query_row(params![key.0, key.1], |row| {
            let (name, email): (String, Option<String>) = (row.get(2)?, row.get(3)?);
            Ok(Met {
                id: row.get(0)?,
                known: row.get(1)?,
                key: sort_key(&name, email.as_deref()),
                said: 0,
            })
        })
        .optional()?;
    let is_new = found.is_none();
    let met = match found {
        Some(met) => met,
        None => Met {
            id: insert_stub(connection, "person", key)?,
            known: STUB,
            key: Box::default(),
            said: 0,
        },
    };
    remember(&mut ids.people, key, met.clone());
    Ok((met, is_new))
}

/// What the tickets of a requester are sorted by: the name, or the address where there is none.
pub(in crate::store) fn sort_key(name: &str, email: Option<&str>) -> Box<str> {
    let shown = if name.is_empty() {
        email.unwrap_or_default()
    } else {
        name
    };
    words::sort_key(shown).into()
}

pub(super) fn organization_id(
    connection: &Connection,
    ids: &mut Ids,
    source: Source,
    remote: RemoteId,
) -> rusqlite::Result<i64> {
    let key = (source.code(), remote);
    Ok(row_id(connection, &mut ids.organizations, "organization", key)?.0)
}

pub(super) fn team_id(
    connection: &Connection,
    ids: &mut Ids,
    source: Source,
    remote: RemoteId,
) -> rusqlite::Result<i64> {
    Ok(row_id(connection, &mut ids.teams, "team", (source.code(), remote))?.0)
}

pub(super) fn field_id(
    connection: &Connection,
    ids: &mut Ids,
    source: Source,
    remote: RemoteId,
) -> rusqlite::Result<i64> {
    Ok(row_id(
        connection,
        &mut ids.fields,
        "field",
        (source.code(), remote),
    )?
    .0)
}

/// The local id of a row, made as a stub if it has not been met; true if that was just now.
fn row_id(
    connection: &Connection,
    map: &mut HashMap<Key, i64>,
    table: &'static str,
    key: Key,
) -> rusqlite::Result<(i64, bool)> {
    if let Some(id) = map.get(&key) {
        return Ok((*id, false));
    }
    let found = connection
        .prepare_cached(&format!(
            "SELECT id FROM {table} WHERE source = ?1 AND external_id = ?2"
        ))?
        .query_row(params![key.0, key.1], |row| row.get(0))
        .optional()?;
    let is_new = found.is_none();
    let id = match found {
        Some(id) => id,
        None => insert_stub(connection, table, key)?,
    };
    remember(map, key, id);
    Ok((id, is_new))
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
    let (met, is_new) = meet(connection, ids, key)?;
    let said = said(record);
    if level == NAMED && (met.known == OWN || met.known == NAMED && met.said == said) {
        return Ok((met.id, Change::Unchanged));
    }
    let id = met.id;
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
    let mut incoming = (
        updated,
        record.name.clone(),
        record.email.clone(),
        role,
        organization,
    );
    if level == NAMED && known == NAMED {
        // Rows without a date name them differently: of each part the greater, in any order.
        incoming.1 = incoming.1.max(stored.1.clone());
        incoming.2 = incoming.2.max(stored.2.clone());
        incoming.3 = incoming.3.max(stored.3);
        incoming.4 = incoming.4.max(stored.4);
    }
    let change = match known {
        STUB => Change::New,
        // Of two that say when, the newer wins; between equals the content decides, so that
        // the order in which files come does not.
        _ if level < known || incoming == stored && level == known => Change::Unchanged,
        OWN if incoming < stored => Change::Unchanged,
        _ => Change::Updated,
    };
    if change != Change::Unchanged {
        connection
            .prepare_cached(
                "UPDATE person SET known = ?2, updated_at = ?3, name = ?4, email = ?5, role = ?6, \
                 organization_id = ?7 WHERE id = ?1",
            )?
            .execute(params![
                id, level, incoming.0, incoming.1, incoming.2, incoming.3, incoming.4,
            ])?;
        if !is_new {
            mark_renamed(connection, ids, Renamed::Person, id)?;
        }
    }
    let met = Met {
        id,
        known: known.max(level),
        key: if change == Change::Unchanged {
            met.key
        } else {
            sort_key(&incoming.1, incoming.2.as_deref())
        },
        said,
    };
    remember(&mut ids.people, key, met);
    Ok((id, change))
}

/// A number for what a row says of a person.
fn said(record: &PersonRecord) -> i64 {
    let mut fnv = Fnv::new();
    fnv.text(Some(&record.name));
    fnv.text(record.email.as_deref());
    fnv.number(record.role.map_or(-1, Role::code));
    fnv.number(record.organization.unwrap_or(0));
    fnv.finish()
}

/// Writes an organization; the newest row wins.
pub(super) fn organization(
    connection: &Connection,
    ids: &mut Ids,
    record: &OrganizationRecord,
) -> rusqlite::Result<Change> {
    let key = (record.source.code(), record.id);
    let (id, is_new) = row_id(connection, &mut ids.organizations, "organization", key)?;
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
        if !is_new {
            mark_renamed(connection, ids, Renamed::Organization, id)?;
        }
    }
    Ok(change)
}

/// Writes a team; the newest row wins.
pub(super) fn team(
    connection: &Connection,
    ids: &mut Ids,
    record: &TeamRecord,
) -> rusqlite::Result<Change> {
    let key = (record.source.code(), record.id);
    let (id, is_new) = row_id(connection, &mut ids.teams, "team", key)?;
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
        if !is_new {
            mark_renamed(connection, ids, Renamed::Team, id)?;
        }
    }
    Ok(change)
}

/// Writes a custom field's definition; of two titles the greater counts, for none says when it
/// was given.
pub(super) fn field(
    connection: &Connection,
    ids: &mut Ids,
    record: &FieldRecord,
) -> rusqlite::Result<Change> {
    let key = (record.source.code(), record.id);
    let (id, is_new) = row_id(connection, &mut ids.fields, "field", key)?;
    let (known, stored): (i64, String) = connection
        .prepare_cached("SELECT known, title FROM field WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let change = verdict(known, &record.title, &stored);
    if change != Change::Unchanged {
        connection
            .prepare_cached("UPDATE field SET known = ?2, title = ?3 WHERE id = ?1")?
            .execute(params![id, OWN, record.title])?;
        if !is_new {
            mark_renamed(connection, ids, Renamed::Field, id)?;
        }
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
