//! The settling pass: works out again what stands behind its rows.
//!
//! Imports write rows and note which tickets they touched (`stale`), and which people,
//! organizations, teams and fields changed under tickets that refer to them (`renamed`). This
//! pass reads those tickets on the caller's thread while the writer writes the ones before, in
//! pieces that never hold a person up. A ticket that is touched again meanwhile has another mark and stays
//! stale; a pass that was cut short goes on where it stopped.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use rusqlite::Connection;

use super::fault::{self, Fault};
use super::writer::{Durability, Lane, Writer};
use super::{Store, connection, derived, text, wait};
use crate::domain::tickets::history::{ClockRules, Derived};
use crate::error::Result;

/// Tickets read together: some milliseconds of work.
const BATCH: i64 = 250;

/// Batches on their way to the writer.
const IN_FLIGHT: usize = 3;

/// Tickets looked through in one piece for references to what was renamed.
const LOOKED_THROUGH: i64 = 5_000;

/// A ticket, worked out.
struct Settled {
    ticket: i64,
    mark: i64,
    known: bool,
    document: Option<text::Document>,
    derived: Option<Derived>,
}

/// How a pass ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pass {
    /// Tickets that were settled.
    pub done: u64,
    /// True if nothing is left.
    pub is_whole: bool,
}

/// Settles what is stale; `go_on` is told how many of how many are done, and says whether to.
pub(super) fn settle(store: &Store, go_on: &mut dyn FnMut(u64, u64) -> bool) -> Result<Pass> {
    let path = store.path();
    let failed = |fault: Fault| fault.explain(path, "working out what changed");
    expand(store, go_on)?;
    let reader = connection::open_reader(path)?;
    let rules = store.clocks();
    let total = stale(&reader).map_err(|error| failed(error.into()))?;
    let (sender, receiver) = sync_channel(IN_FLIGHT);
    for _ in 0..IN_FLIGHT {
        drop(sender.send(Ok(0)));
    }
    let mut pass = Pass {
        done: 0,
        is_whole: true,
    };
    let mut last = i64::MIN;
    loop {
        if !go_on(pass.done, total.max(pass.done)) {
            pass.is_whole = false;
            break;
        }
        let batch = read(&reader, &rules, last).map_err(failed)?;
        let Some(end) = batch.last() else {
            break;
        };
        last = end.ticket;
        pass.done += answer(&receiver)?;
        submit(store, &rules, batch, sender.clone());
    }
    for _ in 0..IN_FLIGHT {
        pass.done += answer(&receiver)?;
    }
    Ok(pass)
}

/// How many tickets are stale.
pub(super) fn stale(connection: &Connection) -> rusqlite::Result<u64> {
    let count: i64 = connection
        .prepare_cached("SELECT count(*) FROM stale")?
        .query_row([], |row| row.get(0))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// True if there is anything to settle.
pub(super) fn is_stale(connection: &Connection) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM stale UNION ALL SELECT 1 FROM renamed LIMIT 1")?
        .exists([])
}

fn answer(receiver: &Receiver<Result<u64>>) -> Result<u64> {
    receiver
        .recv()
        .unwrap_or_else(|_| Err(fault::defect("waiting for the store")))
}

fn submit(
    store: &Store,
    rules: &Arc<ClockRules>,
    batch: Vec<Settled>,
    sender: SyncSender<Result<u64>>,
) {
    let (handle, rules) = (store.clone(), rules.clone());
    store.lanes().submit(
        Lane::Bulk,
        move |writer| {
            let mut rest = batch.into_iter();
            let mut done = 0;
            while rest.len() > 0 {
                done += write_piece(writer, &rules, &mut rest)?;
            }
            Ok(done)
        },
        Box::new(move |result: Result<u64>| {
            // First: who is answered may end the store, and waits for the writer then.
            drop(handle);
            drop(sender.send(result));
        }),
    );
}

/// The stale tickets after `last`, worked out.
fn read(reader: &Connection, rules: &ClockRules, last: i64) -> Result<Vec<Settled>, Fault> {
    let stale: Vec<(i64, i64, bool)> = reader
        .prepare_cached(
            "SELECT s.ticket_id, s.mark, \
             EXISTS (SELECT 1 FROM ticket_text_docsize d WHERE d.id = s.ticket_id) \
             FROM stale s WHERE s.ticket_id > ?1 \
             ORDER BY s.ticket_id LIMIT ?2",
        )?
        .query_map([last, BATCH], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    stale
        .into_iter()
        .map(|(ticket, mark, known)| {
            Ok(Settled {
                ticket,
                mark,
                known,
                document: text::read(reader, ticket)?,
                derived: derived::compute(reader, rules, ticket)?,
            })
        })
        .collect()
}

fn write_piece(
    writer: &mut Writer,
    rules: &ClockRules,
    rest: &mut std::vec::IntoIter<Settled>,
) -> Result<u64> {
    let piece = writer.piece();
    writer.transact(
        Durability::Normal,
        "working out what changed",
        |connection| {
            let piece = piece.begin();
            derived::claim(connection, rules)?;
            let mut done = 0;
            for settled in rest.by_ref() {
                if write(connection, &settled)? {
                    done += 1;
                }
                if piece.is_over() {
                    break;
                }
            }
            Ok(done)
        },
        // What was not written is still stale.
        |_, _| Ok(false),
    )
}

/// False if the ticket was touched again since it was read.
fn write(connection: &Connection, settled: &Settled) -> Result<bool, Fault> {
    let current = connection
        .prepare_cached("DELETE FROM stale WHERE ticket_id = ?1 AND mark = ?2")?
        .execute([settled.ticket, settled.mark])?;
    if current == 0 {
        return Ok(false);
    }
    text::write(
        connection,
        settled.ticket,
        settled.document.as_ref(),
        settled.known,
    )?;
    match &settled.derived {
        Some(derived) => {
            derived::write(connection, settled.ticket, derived)?;
        }
        None => derived::clear(connection, settled.ticket)?,
    }
    Ok(true)
}

/// Works a ticket out at once, in the transaction that changes it.
pub(super) fn refresh(
    connection: &Connection,
    rules: &ClockRules,
    ticket: i64,
) -> Result<(), Fault> {
    connection
        .prepare_cached("DELETE FROM stale WHERE ticket_id = ?1")?
        .execute([ticket])?;
    let document = text::read(connection, ticket)?;
    text::write(connection, ticket, document.as_ref(), true)?;
    derived::refresh(connection, rules, ticket)?;
    Ok(())
}

/// Makes every ticket stale that refers to what was renamed.
fn expand(store: &Store, go_on: &mut dyn FnMut(u64, u64) -> bool) -> Result<()> {
    let mut place = None;
    while go_on(0, 0) {
        let next: Option<Place> = wait(|reply| {
            store.lanes().submit(
                Lane::Bulk,
                move |writer| {
                    writer.transact(
                        Durability::Normal,
                        "working out what changed",
                        |connection| expand_piece(connection, place),
                        |_, _| Ok(false),
                    )
                },
                reply,
            );
        })?;
        match next {
            Some(next) => place = Some(next),
            None => break,
        }
    }
    Ok(())
}

/// How far the look through the tickets is.
#[derive(Clone, Copy)]
struct Place {
    /// The last ticket that was looked at.
    last: i64,
    /// Names that were marked before this are looked for: later ones are the next pass's.
    before: i64,
}

/// Looks through the tickets after a place; none when all have been.
fn expand_piece(connection: &Connection, place: Option<Place>) -> Result<Option<Place>, Fault> {
    let serial: i64 = connection
        .prepare_cached("SELECT serial FROM pulse")?
        .query_row([], |row| row.get(0))?;
    let Place { last, before } = place.unwrap_or(Place {
        last: 0,
        before: serial,
    });
    let any = connection
        .prepare_cached("SELECT 1 FROM renamed WHERE mark < ?1")?
        .exists([before])?;
    if !any {
        return Ok(None);
    }
    let end: Option<i64> = connection
        .prepare_cached(
            "SELECT max(id) FROM (SELECT id FROM ticket WHERE id > ?1 ORDER BY id LIMIT ?2)",
        )?
        .query_row([last, LOOKED_THROUGH], |row| row.get(0))?;
    let Some(end) = end else {
        connection
            .prepare_cached("DELETE FROM renamed WHERE mark < ?1")?
            .execute([before])?;
        return Ok(None);
    };
    connection
        .prepare_cached(
            "WITH r AS (SELECT what, row_id FROM renamed WHERE mark < ?4) \
             INSERT OR REPLACE INTO stale (ticket_id, mark) SELECT t.id, ?3 FROM ticket t \
             LEFT JOIN person p ON p.id = t.requester_id \
             WHERE t.id > ?1 AND t.id <= ?2 AND t.presence = 1 AND ( \
             t.requester_id IN (SELECT row_id FROM r WHERE what = 0) \
             OR t.assignee_id IN (SELECT row_id FROM r WHERE what = 0) \
             OR coalesce(t.organization_id, p.organization_id) IN (SELECT row_id FROM r WHERE what = 1) \
             OR t.team_id IN (SELECT row_id FROM r WHERE what = 2) \
             OR EXISTS (SELECT 1 FROM ticket_field v WHERE v.ticket_id = t.id \
                AND v.field_id IN (SELECT row_id FROM r WHERE what = 3)) \
             OR EXISTS (SELECT 1 FROM entry e WHERE e.ticket_id = t.id \
                AND e.author_id IN (SELECT row_id FROM r WHERE what = 0)))",
        )?
        .execute([last, end, serial, before])?;
    Ok(Some(Place { last: end, before }))
}
