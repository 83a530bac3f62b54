//! Imports: checked records to rows, in pieces that never hold a person up.
//!
//! Records come in any order and name rows that may follow; an id that was not met yet gets a
//! stub. Of two versions of a row the greater wins whichever comes first, so the same files
//! give the same desk. A piece is one transaction of at most 25 ms under synchronous = NORMAL:
//! a killed import leaves whole pieces behind, and running it again changes nothing in them.

mod entries;
pub(super) mod issues;
mod names;
mod tickets;

use std::vec::IntoIter;

use rusqlite::{Connection, OptionalExtension, params};

use super::fault::Fault;
use super::writer::{Durability, Lane, Writer};
use super::{ImportSource, Store, wait};
use crate::domain::Instant;
use crate::domain::tickets::records::{Change, Record};
use crate::error::Result;

use names::Ids;
pub(super) use names::sort_key;

/// A running import; see [`Store::import`]. Dropped without [`Import::finish`] it counts as cut short.
#[derive(Debug)]
pub struct Import {
    store: Store,
    id: i64,
    now: Instant,
    ids: Option<Box<Ids>>,
}

/// What a piece leaves for the next one, and what it did.
struct Written {
    rest: IntoIter<Record>,
    ids: Box<Ids>,
    changes: Vec<Change>,
}

impl Import {
    /// Makes the import's row, or takes up one that was cut short.
    pub(super) fn start(store: Store, source: ImportSource, now: Instant) -> Result<Self> {
        let id = wait(|reply| {
            store.lanes().submit(
                Lane::Bulk,
                move |writer| {
                    writer.transact(
                        Durability::Normal,
                        "starting the import",
                        |connection| start(connection, &source, now),
                        |_, _| Ok(false),
                    )
                },
                reply,
            );
        })?;
        Ok(Self {
            store,
            id,
            now,
            ids: None,
        })
    }

    /// Writes records in chunks of at most 25 ms, one transaction each; says how each record changed the store.
    ///
    /// After an error the chunks before it are kept; running the import again is harmless.
    pub fn write(&mut self, records: Vec<Record>) -> Result<Vec<Change>> {
        let mut changes = Vec::with_capacity(records.len());
        let mut rest = records.into_iter();
        while rest.len() > 0 {
            let ids = self.ids.take().unwrap_or_default();
            let import = self.id;
            let piece = wait(|reply| {
                self.store.lanes().submit(
                    Lane::Bulk,
                    move |writer| write_piece(writer, import, rest, ids),
                    reply,
                );
            })?;
            changes.extend(piece.changes);
            rest = piece.rest;
            self.ids = Some(piece.ids);
        }
        Ok(changes)
    }

    /// Marks the import as whole.
    pub fn finish(self) -> Result<()> {
        let (id, at) = (self.id, self.now.timestamp());
        wait(|reply| {
            self.store.lanes().submit(
                Lane::Bulk,
                move |writer| {
                    // Full: this commit presses all earlier pieces onto the disk too.
                    writer.transact(
                        Durability::Full,
                        "ending the import",
                        |connection| {
                            connection
                                .prepare_cached("UPDATE import SET finished_at = ?2 WHERE id = ?1")?
                                .execute(params![id, at])?;
                            Ok(())
                        },
                        |connection, ()| {
                            connection
                                .prepare("SELECT 1 FROM import WHERE id = ?1 AND finished_at = ?2")?
                                .exists(params![id, at])
                        },
                    )
                },
                reply,
            );
        })
    }
}

fn start(connection: &Connection, source: &ImportSource, now: Instant) -> Result<i64, Fault> {
    let bytes = i64::try_from(source.bytes).unwrap_or(i64::MAX);
    let cut_short = connection
        .prepare_cached(
            "UPDATE import SET started_at = ?4, rows = 0 \
             WHERE file = ?1 AND kind = ?2 AND bytes = ?3 AND finished_at IS NULL RETURNING id",
        )?
        .query_row(
            params![source.file, source.kind, bytes, now.timestamp()],
            |row| row.get(0),
        )
        .optional()?;
    if let Some(id) = cut_short {
        return Ok(id);
    }
    Ok(connection
        .prepare_cached(
            "INSERT INTO import (file, kind, bytes, started_at) VALUES (?1, ?2, ?3, ?4)",
        )?
        .insert(params![source.file, source.kind, bytes, now.timestamp()])?)
}

fn write_piece(
    writer: &mut Writer,
    import: i64,
    mut rest: IntoIter<Record>,
    mut ids: Box<Ids>,
) -> Result<Written> {
    let piece = writer.piece();
    let changes = writer.transact(
        Durability::Normal,
        "importing",
        |connection| {
            let piece = piece.begin();
            ids.mark = connection
                .prepare_cached("SELECT serial FROM pulse")?
                .query_row([], |row| row.get(0))?;
            let mut changes = Vec::new();
            for record in rest.by_ref() {
                changes.push(write_record(connection, &mut ids, record)?);
                if piece.is_over() {
                    break;
                }
            }
            let rows = i64::try_from(changes.len()).unwrap_or(i64::MAX);
            connection
                .prepare_cached("UPDATE import SET rows = rows + ?2 WHERE id = ?1")?
                .execute([import, rows])?;
            Ok(changes)
        },
        // Not looked up: the piece can be written again, and then it says so.
        |_, _| Ok(false),
    )?;
    Ok(Written { rest, ids, changes })
}

fn write_record(connection: &Connection, ids: &mut Ids, record: Record) -> Result<Change, Fault> {
    match record {
        Record::Ticket(ticket) => tickets::write(connection, ids, &ticket),
        Record::Person(person) => Ok(names::person(connection, ids, &person, false)?.1),
        Record::Organization(organization) => {
            Ok(names::organization(connection, ids, &organization)?)
        }
        Record::Team(team) => Ok(names::team(connection, ids, &team)?),
        Record::Field(field) => Ok(names::field(connection, ids, &field)?),
        Record::Entries(list) => {
            let mut change = Change::Unchanged;
            for entry in &list {
                let ticket = tickets::id_of(connection, ids, entry.source, entry.ticket)?;
                if entries::write(connection, ids, ticket, entry)? {
                    ids.mark_stale(connection, ticket)?;
                    change = Change::New;
                }
            }
            Ok(change)
        }
        Record::Issue(issue) => issues::write(connection, ids, &issue),
    }
}
