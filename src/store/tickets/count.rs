//! How many tickets match, exactly.
//!
//! Statuses are read from their tally. What an index or a set knows by itself is counted there,
//! less the stubs and tombstones in it; else the narrowest index that has what the conditions
//! read is walked from end to end.

use rusqlite::Connection;

use super::filter::{Compiled, Limits, Plan};
use super::ids::{Ids, list};
use super::set::Set;
use super::sql::Sql;
use super::term::{Reads, Term};
use crate::domain::tickets::filter::selection::Selection;

/// Stubs and tombstones.
const GONE: &str = "ticket gone INDEXED BY ticket_gone WHERE gone.presence <> 1";

/// Fetching a ticket costs as much as so many steps along an index.
const STEPS: usize = 10;

/// How many tickets match.
pub(super) fn count(connection: &Connection, selection: &Selection) -> rusqlite::Result<u64> {
    let compiled = Compiled::new(connection, &selection.want, Limits::COUNT)?;
    let found = found(connection, &compiled)?;
    let found = u64::try_from(found).unwrap_or(0);
    Ok(selection
        .limit
        .map_or(found, |limit| found.min(u64::from(limit))))
}

fn found(connection: &Connection, compiled: &Compiled) -> rusqlite::Result<i64> {
    let statuses = compiled.status_set();
    if compiled.is_status_only() {
        return tally(statuses).number(connection);
    }
    if let Some(ids) = answering(compiled) {
        return count_ids(ids, statuses).number(connection);
    }
    let mut plan = compiled.plan(connection)?;
    if let Some(set) = &plan.set {
        if compiled.is_answered(&plan) {
            let gone = count_gone(set).number(connection)?;
            return Ok(i64::try_from(set.count()).unwrap_or(i64::MAX) - gone);
        }
        let steps = tally(statuses).number(connection)?;
        let steps = usize::try_from(steps).unwrap_or(0);
        let cheap = match compiled.reads(&plan) {
            Reads::Index => true,
            Reads::OpenIndex => compiled.is_open(),
            Reads::Row | Reads::Texts => false,
        };
        let worth = if cheap { steps / STEPS } else { steps };
        plan.fetches |= set.count() < worth;
    }
    walk(compiled, &plan).number(connection)
}

fn tally(statuses: Option<&[i64]>) -> Sql {
    let mut sql = Sql::new("SELECT coalesce(sum(tickets), 0) FROM tally");
    if let Some(set) = statuses {
        sql.push(format!(" WHERE status IN ({})", list(set)));
    }
    sql
}

/// Counts row by row.
fn walk(compiled: &Compiled, plan: &Plan) -> Sql {
    let (pin, open_index) = match compiled.reads(plan) {
        _ if plan.fetches => ("NOT INDEXED", false),
        _ if compiled.is_open() => ("INDEXED BY ticket_open_created", true),
        Reads::Index => ("INDEXED BY ticket_status", false),
        _ => ("NOT INDEXED", false),
    };
    let mut sql = Sql::new(format!("SELECT count(*) FROM ticket t {pin} WHERE "));
    compiled.append(&mut sql, plan, open_index);
    sql
}

/// The ids that answer a count by themselves: one condition, which an index knows exactly.
fn answering(compiled: &Compiled) -> Option<&Ids> {
    let [Term { ids: Some(ids), .. }] = compiled.terms.as_slice() else {
        return None;
    };
    let statuses = compiled.status_set();
    let knows = statuses.is_none_or(|statuses| ids.knows_status(statuses));
    (compiled.priorities.is_none() && ids.exact && knows && ids.is_distinct()).then_some(ids)
}

/// Counts in the index alone.
fn count_ids(ids: &Ids, statuses: Option<&[i64]>) -> Sql {
    Sql::new("WITH known (id) AS (")
        .with(ids.select(statuses))
        .and_text(") SELECT count(*) FROM known WHERE known.id NOT IN (SELECT gone.id FROM ")
        .and_text(GONE)
        .and_text(")")
}

fn count_gone(set: &Set) -> Sql {
    Sql::new(format!("SELECT count(*) FROM {GONE} AND holds("))
        .with(set.bound())
        .and_text(", gone.id)")
}

#[cfg(test)]
mod tests {
    use super::super::list::tests::{statuses, store};
    use super::*;
    use crate::domain::tickets::Status;

    #[test]
    fn counts_of_statuses_are_read_and_not_counted() {
        let (_folder, connection) = store();
        for set in [&[][..], &[Status::Solved], &[Status::Open, Status::New]] {
            let compiled = Compiled::new(&connection, &statuses(set), Limits::COUNT).unwrap();
            assert!(compiled.is_status_only());
            let plan = tally(compiled.status_set()).plan(&connection);
            assert!(plan.contains("tally") && !plan.contains("ticket"), "{plan}");
        }
    }
}
