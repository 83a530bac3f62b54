//! Tickets by the beginning of their number, for a list to pick from.
//!
//! 48 is 48, 480 to 489, 4800 to 4899 and so on: each of these is one look into an index, however
//! many tickets there are.

use rusqlite::{Connection, params};

use super::list;
use crate::domain::tickets::finding::MAX_DIGITS;
use crate::domain::tickets::{ListRow, Source, TicketId};

/// The tickets whose number begins with `digits`, shortest number first, of one length the newest:
/// the helpdesk's number, or the local one where there is none.
pub(super) fn begun(
    connection: &Connection,
    digits: &str,
    limit: u32,
) -> rusqlite::Result<Vec<ListRow>> {
    let Some(begun) = digits.parse::<i64>().ok().filter(|number| *number > 0) else {
        return Ok(Vec::new());
    };
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut remote = connection.prepare_cached(
        "SELECT id FROM ticket WHERE source = ?1 AND external_id BETWEEN ?2 AND ?3 \
         AND presence = 1 ORDER BY external_id DESC LIMIT ?4",
    )?;
    let mut local = connection.prepare_cached(
        "SELECT id FROM ticket NOT INDEXED WHERE id BETWEEN ?1 AND ?2 \
         AND source = ?3 AND external_id IS NULL AND presence = 1 ORDER BY id DESC LIMIT ?4",
    )?;
    let mut ids: Vec<TicketId> = Vec::new();
    for more in 0..=MAX_DIGITS.saturating_sub(digits.len()) {
        let Some(scale) = u32::try_from(more)
            .ok()
            .and_then(|more| 10_i64.checked_pow(more))
        else {
            break;
        };
        let from = begun.saturating_mul(scale);
        let to = from.saturating_add(scale - 1);
        for source in [Source::Zendesk, Source::Freshdesk] {
            let found =
                remote.query_map(params![source.code(), from, to, limit], |row| row.get(0))?;
            for id in found {
                ids.push(TicketId(id?));
            }
        }
        let found = local.query_map(params![from, to, Source::Local.code(), limit], |row| {
            row.get(0)
        })?;
        for id in found {
            ids.push(TicketId(id?));
        }
        if ids.len() >= wanted {
            break;
        }
    }
    ids.truncate(wanted);
    list::rows(connection, &ids)
}
