//! Windows of a list.

use rusqlite::Connection;

use super::list::{Direction, From, List};
use crate::domain::tickets::{Anchor, ListRow, Page, PageRequest};

/// One window.
pub(super) fn page(connection: &Connection, request: &PageRequest) -> rusqlite::Result<Page> {
    let Some(list) = List::new(connection, &request.selection)? else {
        return Ok(Page {
            rows: Vec::new(),
            at_start: true,
            at_end: true,
        });
    };
    let forward = |from: Option<From>| -> rusqlite::Result<Page> {
        let (rows, at_end) =
            list.fetch(connection, Direction::Forward, from.as_ref(), request.limit)?;
        let first = rows.first().map(|row: &ListRow| From {
            place: row.position(),
            inclusive: false,
        });
        let at_start = match (from, first) {
            (None, _) => true,
            (Some(from), _) if !from.inclusive && list.holds(connection, &from.place)? => false,
            (Some(from), first) => !list.any(
                connection,
                Direction::Backward,
                &first.unwrap_or(From {
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
        let (mut rows, at_start) = list.fetch(
            connection,
            Direction::Backward,
            from.as_ref(),
            request.limit,
        )?;
        let at_end = match from {
            None => true,
            Some(from) if list.holds(connection, &from.place)? => false,
            Some(from) => !list.any(
                connection,
                Direction::Forward,
                &From {
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
    match request.anchor.clone() {
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
