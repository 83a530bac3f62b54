//! How many tickets match, exactly.

use rusqlite::Connection;

use super::checks::Term;
use super::filter::{Compiled, Way};
use super::ids::{Ids, list};
use super::sql::Sql;
use crate::domain::tickets::filter::selection::Selection;

/// Stubs and tombstones.
const GONE: &str =
    "SELECT gone.id FROM ticket gone INDEXED BY ticket_gone WHERE gone.presence <> 1";

/// How many tickets match.
pub(super) fn count(connection: &Connection, selection: &Selection) -> rusqlite::Result<u64> {
    let compiled = Compiled::new(connection, &selection.want)?;
    let found = count_sql(connection, &compiled)?.number(connection)?;
    let found = u64::try_from(found).unwrap_or(0);
    Ok(selection
        .limit
        .map_or(found, |limit| found.min(u64::from(limit))))
}

fn count_sql(connection: &Connection, compiled: &Compiled) -> rusqlite::Result<Sql> {
    if compiled.is_status_only() {
        let mut sql = Sql::new("SELECT coalesce(sum(tickets), 0) FROM tally");
        if let Some(set) = compiled.status_set() {
            sql.push(format!(" WHERE status IN ({})", list(set)));
        }
        return Ok(sql);
    }
    if let Some(ids) = answering(compiled) {
        return Ok(count_ids(ids, compiled.status_set()));
    }
    let way = compiled.way(connection)?;
    let (pin, open_index) = match &way {
        Way::Fetch(_) => ("NOT INDEXED", false),
        Way::Walk(_) if compiled.is_open() => ("INDEXED BY ticket_open_created", true),
        Way::Walk(_) => ("", false),
    };
    let mut sql = Sql::new(format!("SELECT count(*) FROM ticket t {pin} WHERE "));
    compiled.append(&mut sql, &way, open_index);
    Ok(sql)
}

/// The ids that answer a count by themselves: one condition, which an index knows exactly.
fn answering(compiled: &Compiled) -> Option<&Ids> {
    let [Term { ids: Some(ids), .. }] = compiled.terms.as_slice() else {
        return None;
    };
    let knows = compiled.status_set().is_none() || ids.knows_status();
    (compiled.priorities.is_none() && ids.exact && knows).then_some(ids)
}

fn count_ids(ids: &Ids, statuses: Option<&[i64]>) -> Sql {
    let distinct = if ids.is_distinct() { "" } else { "DISTINCT " };
    let select = ids.select(statuses);
    Sql::new("WITH known (id) AS (")
        .with(select)
        .and_text(&format!(
            ") SELECT count({distinct}known.id) FROM known WHERE known.id NOT IN ({GONE})"
        ))
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
            let compiled = Compiled::new(&connection, &statuses(set)).unwrap();
            let plan = count_sql(&connection, &compiled).unwrap().plan(&connection);
            assert!(plan.contains("tally") && !plan.contains("ticket"), "{plan}");
        }
    }
}
