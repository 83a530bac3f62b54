//! Computing the clocks of all tickets anew when the rules have changed, piece by piece.
//!
//! The row `clocks` of the settings says by which rules the columns of every ticket that is not
//! stale were computed, and, while a run is under way, how far it came: in the transaction of each
//! piece, so that a killed run goes on where it stopped. Without the row every ticket is stale.

use rusqlite::{Connection, OptionalExtension, params};

use super::refresh;
use crate::domain::digest::Fnv;
use crate::domain::tickets::history::ClockRules;
use crate::error::Result;
use crate::store::fault::Fault;
use crate::store::writer::{Durability, Piece, Writer};

/// Name of the row in `setting`.
const SETTING: &str = "clocks";

/// Stands in its value between the rules and the last ticket of a run under way.
const UNTIL: &str = " until ";

/// Says that columns are about to be computed by these rules. If the others are by different ones,
/// they are all behind from now on, for whichever rules come next.
pub(in crate::store) fn claim(connection: &Connection, rules: &ClockRules) -> rusqlite::Result<()> {
    let mark = mark(rules);
    match remembered(connection)? {
        None => remember(connection, &mark),
        Some(kept) if kept.starts_with(&mark) || kept.is_empty() => Ok(()),
        Some(_) => remember(connection, ""),
    }
}

/// True if the columns of some ticket were computed by other rules, or not at all.
pub(in crate::store) fn is_behind(
    connection: &Connection,
    rules: &ClockRules,
) -> rusqlite::Result<bool> {
    Ok(remembered(connection)?.as_deref() != Some(&mark(rules)))
}

/// Does a piece of the run that brings the columns to these rules; returns how many tickets it
/// looked at, none once all are done.
pub(in crate::store) fn recompute(writer: &mut Writer, rules: &ClockRules) -> Result<Option<u64>> {
    let measure = writer.piece();
    writer.transact(
        Durability::Normal,
        "computing clocks",
        |connection| piece(connection, rules, &measure.begin()),
        // Not looked up: a piece that was not written is done again.
        |_, _| Ok(false),
    )
}

fn piece(
    connection: &Connection,
    rules: &ClockRules,
    measure: &Piece,
) -> Result<Option<u64>, Fault> {
    let mark = mark(rules);
    let remembered = remembered(connection)?.unwrap_or_default();
    if remembered == mark {
        return Ok(None);
    }
    let until = remembered
        .strip_prefix(&mark)
        .and_then(|rest| rest.strip_prefix(UNTIL))
        .and_then(|id| id.parse().ok());
    let mut last: i64 = until.unwrap_or(0);
    let mut seen = 0;
    let mut statement =
        connection.prepare_cached("SELECT id FROM ticket WHERE id > ?1 ORDER BY id")?;
    let mut rows = statement.query([last])?;
    while let Some(row) = rows.next()? {
        last = row.get(0)?;
        refresh(connection, rules, last)?;
        seen += 1;
        if measure.is_over() {
            remember(connection, &format!("{mark}{UNTIL}{last}"))?;
            return Ok(Some(seen));
        }
    }
    remember(connection, &mark)?;
    Ok(Some(seen))
}

/// The rules in a few letters.
fn mark(rules: &ClockRules) -> String {
    let mut fnv = Fnv::new();
    fnv.text(Some(&rules.to_string()));
    format!("{:016x}", fnv.finish())
}

fn remembered(connection: &Connection) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached("SELECT value FROM setting WHERE name = ?1")?
        .query_row([SETTING], |row| row.get(0))
        .optional()
}

fn remember(connection: &Connection, value: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO setting (name, value) VALUES (?1, ?2) \
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )?
        .execute(params![SETTING, value])?;
    Ok(())
}
