//! Tickets of an import: of each member the newest row that speaks of it wins, and what waits to
//! be sent is kept.
//!
//! A row that speaks of everything has the ticket's own version; a member of which a narrower
//! row spoke later has a version of its own in `ticket_part`. What a ticket looks like in the
//! end depends on the rows alone, not on the order in which they came.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::entries;
use super::names::{self, Ids};
use crate::domain::digest::Fnv;
use crate::domain::tickets::records::{Change, RemoteId, Said, TicketRecord};
use crate::domain::tickets::{OutboxAction, Source, Status, words};
use crate::store::fault::Fault;
use crate::store::perform::priority_code;

/// `presence` of a ticket that was only referred to, that is there, that was deleted there.
const STUB: i64 = 0;
const LIVE: i64 = 1;
const TOMBSTONE: i64 = 2;

/// Parts from here on are custom fields, by their local id.
const FIRST_FIELD_PART: i64 = 1_000;

/// Of two the greater wins: time of the row, its generation there, its content.
type Version = (i64, i64, i64);

/// The version of what no row has spoken of; the content of a real one is never 0.
const NEVER: Version = (0, 0, 0);

/// True if a row of version `new` counts where `known` stands.
fn beats(new: Version, known: Version) -> bool {
    known == NEVER || new > known
}

/// The columns that imports write, with local ids.
#[derive(Clone, Debug, Default, PartialEq)]
struct Row {
    presence: i64,
    status: i64,
    priority: i64,
    kind: i64,
    requester: Option<i64>,
    assignee: Option<i64>,
    organization: Option<i64>,
    team: Option<i64>,
    created_at: i64,
    updated_at: i64,
    solved_at: Option<i64>,
    version: Version,
    url: Option<String>,
    subject: String,
    description: Option<String>,
    requester_key: String,
}

/// Writes a ticket with the people and messages that its row carries.
pub(super) fn write(
    connection: &Connection,
    ids: &mut Ids,
    record: &TicketRecord,
) -> Result<Change, Fault> {
    let mut more = write_names(connection, ids, record)?;
    let version = (
        record.updated_at.timestamp(),
        record.generated,
        digest(record),
    );
    let (id, change) = match find(connection, record.source, record.id)? {
        None => {
            let mut row = Row::default();
            overlay(connection, ids, record, version, &mut row, |_| true)?;
            row.created_at = record.created_at.timestamp();
            row.updated_at = version.0;
            let id = insert(connection, record, &row)?;
            if !record.said.has(Said::WHOLE) {
                put_parts(connection, ids, id, record, version)?;
            }
            write_tags(connection, id, record)?;
            write_fields(connection, ids, id, record)?;
            (id, Change::New)
        }
        Some((id, stored)) => {
            let change = update(connection, ids, id, &stored, record, version)?;
            (id, change)
        }
    };
    for entry in &record.entries {
        more |= entries::write(connection, ids, id, entry)?;
    }
    if change != Change::Unchanged || more {
        ids.mark_stale(connection, id)?;
    }
    Ok(match change {
        Change::Unchanged if more => Change::Updated,
        change => change,
    })
}

/// Writes what the row names besides the ticket; true if any of it was news.
fn write_names(
    connection: &Connection,
    ids: &mut Ids,
    record: &TicketRecord,
) -> rusqlite::Result<bool> {
    let mut news = false;
    for person in &record.people {
        news |= names::person(connection, ids, person, true)?.1 != Change::Unchanged;
    }
    if let Some(organization) = &record.organization_named {
        news |= names::organization(connection, ids, organization)? != Change::Unchanged;
    }
    if let Some(team) = &record.team_named {
        news |= names::team(connection, ids, team)? != Change::Unchanged;
    }
    for field in record.titles.iter() {
        news |= names::field(connection, ids, field)? != Change::Unchanged;
    }
    Ok(news)
}

/// Brings a ticket that is known up to a row.
fn update(
    connection: &Connection,
    ids: &mut Ids,
    id: i64,
    stored: &Row,
    record: &TicketRecord,
    version: Version,
) -> Result<Change, Fault> {
    let parts = parts_of(connection, id)?;
    let is_whole = record.said.has(Said::WHOLE);
    if is_whole && !beats(version, stored.version) {
        return Ok(Change::Unchanged);
    }
    let wins = |member: Said| {
        let part = parts.get(&i64::from(member.bits()));
        beats(version, part.copied().unwrap_or(stored.version))
    };
    let mut row = stored.clone();
    let said = overlay(connection, ids, record, version, &mut row, wins)?;
    let knows_created = stored.version != NEVER
        || parts.contains_key(&i64::from(Said::CREATED.bits()))
        || record.said.has(Said::CREATED);
    if !knows_created {
        // Nobody says when it was made: not after the earliest that is known of it.
        let first = record.created_at.timestamp();
        row.created_at = match stored.presence {
            STUB => first,
            _ => first.min(stored.created_at),
        };
    }
    let waiting = Waiting::of(connection, id)?;
    if waiting.status {
        row.status = stored.status;
        row.solved_at = stored.solved_at;
    }
    if waiting.priority {
        row.priority = stored.priority;
    }
    // Of a ticket that is changed here the time of the change counts as well.
    let here = if waiting.any { stored.updated_at } else { 0 };
    let newest_part = parts.values().map(|part| part.0).max().unwrap_or(0);
    row.updated_at = row.version.0.max(newest_part).max(version.0).max(here);
    let tags = wins(Said::TAGS) && record.said.has(Said::TAGS);
    let fields = fields_that_win(connection, ids, record, version, &parts, stored.version)?;
    if !is_whole && !said && !tags && fields.is_empty() && stored.presence != STUB {
        return Ok(Change::Unchanged);
    }
    save(connection, id, &row)?;
    if tags {
        connection
            .prepare_cached("DELETE FROM ticket_tag WHERE ticket_id = ?1")?
            .execute([id])?;
        write_tags(connection, id, record)?;
    }
    if is_whole {
        replace_fields(connection, ids, id, record, version, &parts)?;
        connection
            .prepare_cached(
                "DELETE FROM ticket_part WHERE ticket_id = ?1 AND (updated, generated, digest) <= (?2, ?3, ?4) \
                 AND part NOT IN (SELECT 1000 + id FROM field WHERE external_id < 0)",
            )?
            .execute(params![id, version.0, version.1, version.2])?;
    } else {
        for (field, value) in fields {
            write_field(connection, id, field, value)?;
        }
        put_parts(connection, ids, id, record, version)?;
    }
    Ok(if stored.presence == STUB {
        Change::New
    } else {
        Change::Updated
    })
}

/// Puts the members of `record` that win into `row`; true if there is one.
fn overlay(
    connection: &Connection,
    ids: &mut Ids,
    record: &TicketRecord,
    version: Version,
    row: &mut Row,
    wins: impl Fn(Said) -> bool,
) -> rusqlite::Result<bool> {
    let source = record.source;
    let mut any = false;
    let mut says = |member: Said| {
        let says = record.said.has(member) && wins(member);
        any |= says;
        says
    };
    if says(Said::URL) {
        row.url.clone_from(&record.url);
    }
    if says(Said::SUBJECT) {
        row.subject.clone_from(&record.subject);
    }
    if says(Said::DESCRIPTION) {
        row.description.clone_from(&record.description);
    }
    if says(Said::KIND) {
        row.kind = record.kind.code();
    }
    if says(Said::STATUS) {
        row.status = record.status.code();
        // Where the row that calls it solved does not say when, it was then.
        let solved = record.solved_at.map_or(version.0, |at| at.timestamp());
        row.solved_at = (row.status >= Status::Solved.code()).then_some(solved);
        row.presence = if record.deleted { TOMBSTONE } else { LIVE };
    }
    if says(Said::PRIORITY) {
        row.priority = priority_code(record.priority);
    }
    if says(Said::REQUESTER) {
        let (id, key) = names::person_key(connection, ids, source, record.requester)?;
        (row.requester, row.requester_key) = (id, key);
    }
    if says(Said::ASSIGNEE) {
        row.assignee = optional(record.assignee, |id| {
            names::person_id(connection, ids, source, id)
        })?;
    }
    if says(Said::ORGANIZATION) {
        row.organization = optional(record.organization, |id| {
            names::organization_id(connection, ids, source, id)
        })?;
    }
    if says(Said::TEAM) {
        row.team = optional(record.team, |id| {
            names::team_id(connection, ids, source, id)
        })?;
    }
    if says(Said::CREATED) {
        row.created_at = record.created_at.timestamp();
    }
    if record.said.has(Said::WHOLE) {
        row.version = version;
    } else if row.presence == STUB {
        row.presence = LIVE;
    }
    Ok(any)
}

fn optional(
    remote: Option<RemoteId>,
    local: impl FnOnce(RemoteId) -> rusqlite::Result<i64>,
) -> rusqlite::Result<Option<i64>> {
    remote.map(local).transpose()
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
) -> rusqlite::Result<Option<(i64, Row)>> {
    connection
        .prepare_cached(
            "SELECT id, presence, status, priority, kind, requester_id, assignee_id, \
             organization_id, team_id, created_at, updated_at, solved_at, remote_updated_at, \
             generated, digest, url, subject, description, requester_key \
             FROM ticket WHERE source = ?1 AND external_id = ?2",
        )?
        .query_row(params![source.code(), remote], |row| {
            let found = Row {
                presence: row.get(1)?,
                status: row.get(2)?,
                priority: row.get(3)?,
                kind: row.get(4)?,
                requester: row.get(5)?,
                assignee: row.get(6)?,
                organization: row.get(7)?,
                team: row.get(8)?,
                created_at: row.get(9)?,
                updated_at: row.get(10)?,
                solved_at: row.get(11)?,
                version: (row.get(12)?, row.get(13)?, row.get(14)?),
                url: row.get(15)?,
                subject: row.get(16)?,
                description: row.get(17)?,
                requester_key: row.get(18)?,
            };
            Ok((row.get(0)?, found))
        })
        .optional()
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

fn insert(connection: &Connection, record: &TicketRecord, row: &Row) -> rusqlite::Result<i64> {
    connection
        .prepare_cached(
            // OR FAIL: the piece is rolled back anyway, and so no statement keeps its own journal.
            "INSERT OR FAIL INTO ticket (source, external_id, presence, status, priority, kind, requester_id, \
             assignee_id, organization_id, team_id, created_at, updated_at, solved_at, \
             remote_updated_at, generated, digest, url, subject, description, subject_key, requester_key, \
             message_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, \
             ?19, ?20, ?21, ?11)",
        )?
        .insert(params![
            record.source.code(),
            record.id,
            row.presence,
            row.status,
            row.priority,
            row.kind,
            row.requester,
            row.assignee,
            row.organization,
            row.team,
            row.created_at,
            row.updated_at,
            row.solved_at,
            row.version.0,
            row.version.1,
            row.version.2,
            row.url,
            row.subject,
            row.description,
            words::sort_key(&row.subject),
            row.requester_key,
        ])
}

fn save(connection: &Connection, id: i64, row: &Row) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE OR FAIL ticket SET presence = ?2, status = ?3, priority = ?4, kind = ?5, \
             requester_id = ?6, assignee_id = ?7, organization_id = ?8, team_id = ?9, \
             created_at = ?10, updated_at = ?11, solved_at = ?12, remote_updated_at = ?13, \
             generated = ?14, digest = ?15, url = ?16, subject = ?17, description = ?18, \
             subject_key = ?19, requester_key = ?20 WHERE id = ?1",
        )?
        .execute(params![
            id,
            row.presence,
            row.status,
            row.priority,
            row.kind,
            row.requester,
            row.assignee,
            row.organization,
            row.team,
            row.created_at,
            row.updated_at,
            row.solved_at,
            row.version.0,
            row.version.1,
            row.version.2,
            row.url,
            row.subject,
            row.description,
            words::sort_key(&row.subject),
            row.requester_key,
        ])?;
    Ok(())
}

/// The versions of members of which a narrower row spoke after the ticket's own.
fn parts_of(connection: &Connection, id: i64) -> rusqlite::Result<HashMap<i64, Version>> {
    connection
        .prepare_cached(
            "SELECT part, updated, generated, digest FROM ticket_part WHERE ticket_id = ?1",
        )?
        .query_map([id], |row| {
            Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?)))
        })?
        .collect()
}

/// Notes the version of every member that a narrow row speaks of, where it is the newest.
fn put_parts(
    connection: &Connection,
    ids: &mut Ids,
    id: i64,
    record: &TicketRecord,
    version: Version,
) -> rusqlite::Result<()> {
    let members = Said::MEMBERS.into_iter().filter(|m| record.said.has(*m));
    let mut parts: Vec<i64> = members.map(|member| i64::from(member.bits())).collect();
    for (field, _) in &record.fields {
        parts.push(FIRST_FIELD_PART + names::field_id(connection, ids, record.source, *field)?);
    }
    let mut statement = connection.prepare_cached(
        "INSERT INTO ticket_part (ticket_id, part, updated, generated, digest) \
         VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (ticket_id, part) DO UPDATE SET \
         updated = excluded.updated, generated = excluded.generated, digest = excluded.digest \
         WHERE (excluded.updated, excluded.generated, excluded.digest) > (updated, generated, digest)",
    )?;
    for part in parts {
        statement.execute(params![id, part, version.0, version.1, version.2])?;
    }
    // What the whole row says later than this one needs no version of its own, but for fields that
    // have no more than a name: of these it says nothing.
    connection
        .prepare_cached(
            "DELETE FROM ticket_part WHERE ticket_id = ?1 AND (updated, generated, digest) <= \
             (SELECT remote_updated_at, generated, digest FROM ticket WHERE id = ?1) \
             AND part NOT IN (SELECT 1000 + id FROM field WHERE external_id < 0)",
        )?
        .execute([id])?;
    Ok(())
}

fn write_tags(connection: &Connection, id: i64, record: &TicketRecord) -> rusqlite::Result<()> {
    for tag in &record.tags {
        connection
            .prepare_cached("INSERT OR IGNORE INTO ticket_tag (ticket_id, tag) VALUES (?1, ?2)")?
            .execute(params![id, tag])?;
    }
    Ok(())
}

fn write_fields(
    connection: &Connection,
    ids: &mut Ids,
    id: i64,
    record: &TicketRecord,
) -> rusqlite::Result<()> {
    for (field, value) in &record.fields {
        let field = names::field_id(connection, ids, record.source, *field)?;
        write_field(connection, id, field, value)?;
    }
    Ok(())
}

/// Sets a custom field; an empty value takes it away.
fn write_field(connection: &Connection, id: i64, field: i64, value: &str) -> rusqlite::Result<()> {
    if value.is_empty() {
        connection
            .prepare_cached("DELETE FROM ticket_field WHERE ticket_id = ?1 AND field_id = ?2")?
            .execute([id, field])?;
    } else {
        connection
            .prepare_cached(
                "INSERT OR REPLACE INTO ticket_field (ticket_id, field_id, value) \
                 VALUES (?1, ?2, ?3)",
            )?
            .execute(params![id, field, value])?;
    }
    Ok(())
}

/// The custom fields of a narrow row, by local id, of which nothing newer is known.
fn fields_that_win<'r>(
    connection: &Connection,
    ids: &mut Ids,
    record: &'r TicketRecord,
    version: Version,
    parts: &HashMap<i64, Version>,
    whole: Version,
) -> rusqlite::Result<Vec<(i64, &'r str)>> {
    let mut winning = Vec::new();
    for (remote, value) in &record.fields {
        let field = names::field_id(connection, ids, record.source, *remote)?;
        // A whole row says nothing about fields that have no more than a name.
        let own = if *remote < 0 { NEVER } else { whole };
        let known = parts.get(&(FIRST_FIELD_PART + field)).copied();
        if beats(version, known.unwrap_or(own)) {
            winning.push((field, value.as_str()));
        }
    }
    Ok(winning)
}

/// Custom fields as a whole row has them: gone are those it does not list, unless a narrow row
/// spoke of them later, and but for those that have no more than a name.
fn replace_fields(
    connection: &Connection,
    ids: &mut Ids,
    id: i64,
    record: &TicketRecord,
    version: Version,
    parts: &HashMap<i64, Version>,
) -> rusqlite::Result<()> {
    let later = |field: i64| {
        parts
            .get(&(FIRST_FIELD_PART + field))
            .is_some_and(|part| *part >= version)
    };
    let known: Vec<i64> = connection
        .prepare_cached(
            "SELECT v.field_id FROM ticket_field v JOIN field f ON f.id = v.field_id \
             WHERE v.ticket_id = ?1 AND f.external_id > 0",
        )?
        .query_map([id], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for field in known.into_iter().filter(|field| !later(*field)) {
        write_field(connection, id, field, "")?;
    }
    for (remote, value) in &record.fields {
        let field = names::field_id(connection, ids, record.source, *remote)?;
        if !later(field) {
            write_field(connection, id, field, value)?;
        }
    }
    Ok(())
}

/// A number for a record's own content: told apart are two rows that claim the same version, and
/// which of them wins does not depend on which came first.
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
    fnv.number(record.solved_at.map_or(0, |at| at.timestamp()));
    fnv.finish()
}
