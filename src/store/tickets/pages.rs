//! Windows of a list, and counts.

use rusqlite::Connection;

use super::filter::Compiled;
use super::list::{From, List, Way};
use super::sql::Sql;
use crate::domain::tickets::{Anchor, Filter, ListRow, Page, PageRequest};

/// One window.
pub(super) fn page(connection: &Connection, request: &PageRequest) -> rusqlite::Result<Page> {
    let Some(list) = List::new(connection, &request.filter)? else {
        return Ok(Page {
            rows: Vec::new(),
            at_start: true,
            at_end: true,
        });
    };
    let forward = |from: Option<From>| -> rusqlite::Result<Page> {
        let (rows, at_end) = list.fetch(connection, Way::Forward, from, request.limit)?;
        let first = rows.first().map(|row: &ListRow| From {
            place: row.position(),
            inclusive: false,
        });
        let at_start = match (from, first) {
            (None, _) => true,
            (Some(from), _) if !from.inclusive && list.holds(connection, from.place)? => false,
            (Some(from), first) => !list.any(
                connection,
                Way::Backward,
                first.unwrap_or(From {
                    inclusive: true,
                    ..from
                }),
            )?,
        };
        Ok(Page {
            rows,
            at_start,
            at_end,
        })
    };
    let backward = |from: Option<From>| -> rusqlite::Result<Page> {
        let (mut rows, at_start) = list.fetch(connection, Way::Backward, from, request.limit)?;
        let at_end = match from {
            None => true,
            Some(from) if list.holds(connection, from.place)? => false,
            Some(from) => !list.any(
                connection,
                Way::Forward,
                From {
                    inclusive: true,
                    ..from
                },
            )?,
        };
        rows.reverse();
        Ok(Page {
            rows,
            at_start,
            at_end,
        })
    };
    let from = |place, inclusive| Some(From { place, inclusive });
    match request.anchor {
        Anchor::Start => forward(None),
        Anchor::End => backward(None),
        Anchor::After(place) => forward(from(place, false)),
        Anchor::Before(place) => backward(from(place, false)),
        Anchor::From(place) => forward(from(place, true)),
        Anchor::Ticket(id) => forward(
            list.place_of(connection, id)?
                .and_then(|place| from(place, true)),
        ),
    }
}

/// How many tickets match.
pub(super) fn count(connection: &Connection, filter: &Filter) -> rusqlite::Result<u64> {
    let compiled = Compiled::new(connection, filter)?;
    let sql = count_sql(&compiled);
    let found: i64 = sql
        .prepare(connection)?
        .query_row(sql.values(), |row| row.get(0))?;
    let found = u64::try_from(found).unwrap_or(0);
    Ok(filter
        .limit
        .map_or(found, |limit| found.min(u64::from(limit))))
}

fn count_sql(compiled: &Compiled) -> Sql {
    if compiled.is_status_only() {
        let mut sql = Sql::new("SELECT coalesce(sum(tickets), 0) FROM tally");
        if let Some(set) = &compiled.statuses {
            let set: Vec<String> = set.iter().map(i64::to_string).collect();
            sql.push(format!(" WHERE status IN ({})", set.join(", ")));
        }
        return sql;
    }
    let (pin, open_index) = match compiled.driver {
        Some(driver) => (driver, false),
        None if compiled.is_open() => ("INDEXED BY ticket_open_updated", true),
        None => ("", false),
    };
    let mut sql = Sql::new(format!("SELECT count(*) FROM ticket t {pin} WHERE "));
    compiled.append(&mut sql, open_index);
    sql
}

#[cfg(test)]
mod tests {
    use super::super::list::tests::{filter, store};
    use super::*;
    use crate::domain::tickets::{SortField, Status};

    #[test]
    fn counts_of_statuses_are_read_and_not_counted() {
        let (_folder, connection) = store();
        for statuses in [&[][..], &[Status::Solved], &[Status::Open, Status::New]] {
            let filter = filter(SortField::Updated, true, statuses);
            let compiled = Compiled::new(&connection, &filter).unwrap();
            let plan = count_sql(&compiled).plan(&connection);
            assert!(plan.contains("tally") && !plan.contains("ticket"), "{plan}");
        }
    }
}
