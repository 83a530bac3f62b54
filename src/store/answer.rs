//! Questions to the rooms that answer them, each on one snapshot of the store.

use rusqlite::Connection;

use super::fault::Fault;
use super::{derived, journal, settle, tickets, views};
use crate::domain::desk::{JournalQuery, Setting};
use crate::domain::tickets::history::{ClockAnswer, ClockQuery, ClockRules};
use crate::domain::{Answer, Query};

/// Answers `query`; all it reads is of one moment.
pub(super) fn answer(
    connection: &Connection,
    query: &Query,
    rules: &ClockRules,
) -> Result<Answer, Fault> {
    let snapshot = connection.unchecked_transaction()?;
    let answer = match query {
        Query::Tickets(query) => Answer::Tickets(tickets::answer(&snapshot, query)?),
        Query::Clocks(ClockQuery::Stand { tickets, now, why }) => {
            let standings = derived::standings(&snapshot, rules, tickets, *now, why.as_ref())?;
            Answer::Clocks(ClockAnswer::Stand(standings))
        }
        Query::Clocks(ClockQuery::Behind) => Answer::Clocks(ClockAnswer::Behind {
            rules: derived::is_behind(&snapshot, rules)?,
            rows: settle::is_stale(&snapshot)?,
        }),
        Query::Journal(JournalQuery::Recent { limit }) => {
            Answer::Journal(journal::recent(&snapshot, *limit)?)
        }
        Query::Settings => Answer::Settings(settings(&snapshot)?),
        Query::Views => Answer::Views(views::all(&snapshot)?),
        Query::Outbox(ticket) => Answer::Outbox(journal::outbox(&snapshot, *ticket)?),
    };
    Ok(answer)
}

fn settings(connection: &Connection) -> rusqlite::Result<Vec<(Setting, String)>> {
    let mut statement = connection.prepare_cached("SELECT name, value FROM setting")?;
    let mut rows = statement.query([])?;
    let mut settings = Vec::new();
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        // A name that is not known was remembered by another version.
        if let Some(setting) = Setting::ALL.into_iter().find(|s| s.name() == name) {
            settings.push((setting, row.get(1)?));
        }
    }
    Ok(settings)
}
