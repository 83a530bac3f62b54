//! What is worked out of a ticket's row and timeline: its clocks, and the columns that lists are
//! sorted and filtered by.
//!
//! [`compute`] reads and is safe on any connection, [`write`] needs the writer's; apart, so that one
//! thread can compute while another writes; [`refresh`] does both. Whoever writes calls [`claim`] in
//! the same transaction. Costs three to five statements a
//! ticket, none of them over more than its own rows.

mod job;
mod load;

use rusqlite::{Connection, OptionalExtension, params};

use super::fault::Fault;
use super::tickets::METHOD;
use crate::domain::Instant;
use crate::domain::tickets::TicketId;
use crate::domain::tickets::history::{ClockRules, Derived, History, NO_INSTANT, Standing};
use crate::domain::zone::Zone;

pub(super) use job::{claim, is_behind, recompute};

/// What a ticket's columns shall be; none for one that is not there or was deleted.
pub(super) fn compute(
    connection: &Connection,
    rules: &ClockRules,
    id: i64,
) -> Result<Option<Derived>, Fault> {
    let past = load::past(connection, rules, id)?;
    Ok(past.map(|past| History::of(&past, rules).derive(rules)))
}

/// Writes the columns; false if they were so already.
pub(super) fn write(connection: &Connection, id: i64, derived: &Derived) -> rusqlite::Result<bool> {
    let seconds = |at: Option<Instant>| at.map(|at| at.timestamp());
    let changed = connection
        .prepare_cached(
            "UPDATE ticket SET due_at = ?2, clocks = ?3, replied_at = ?4, waiting_since = ?5, \
             message_at = ?6, attached = ?7, solved_at = coalesce(?8, solved_at), method = ?9 \
             WHERE id = ?1 AND \
             (due_at, clocks, replied_at, waiting_since, message_at, attached, solved_at, method) \
             IS NOT (?2, ?3, ?4, ?5, ?6, ?7, coalesce(?8, solved_at), ?9)",
        )?
        .execute(params![
            id,
            seconds(derived.due_at).unwrap_or(NO_INSTANT),
            derived.bits(),
            seconds(derived.replied_at),
            seconds(derived.waiting_since),
            derived.message_at.timestamp(),
            derived.is_attached,
            seconds(derived.solved_at),
            method(connection, id)?,
        ])?;
    Ok(changed > 0)
}

/// The payment method of the custom field of that name, lower case.
fn method(connection: &Connection, id: i64) -> rusqlite::Result<String> {
    let [title, other] = METHOD;
    let found = connection
        .prepare_cached(
            "SELECT lower(v.value) FROM ticket_field v JOIN field f ON f.id = v.field_id \
             WHERE v.ticket_id = ?1 AND \
             lower(replace(trim(f.title), ' ', '_')) IN (?2, ?3) \
             ORDER BY f.external_id LIMIT 1",
        )?
        .query_row(params![id, title, other], |row| row.get(0))
        .optional()?;
    Ok(found.unwrap_or_default())
}

/// Empties the columns of a ticket that was deleted: what they were depends on what came first.
pub(super) fn clear(connection: &Connection, id: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE ticket SET due_at = ?2, clocks = 0, replied_at = NULL, waiting_since = NULL, \
             message_at = created_at, attached = 0, requester_key = '', method = '' WHERE id = ?1",
        )?
        .execute([id, NO_INSTANT])?;
    Ok(())
}

/// Brings the columns of a ticket up to its row and timeline; false if they were.
pub(super) fn refresh(connection: &Connection, rules: &ClockRules, id: i64) -> Result<bool, Fault> {
    match compute(connection, rules, id)? {
        Some(derived) => Ok(write(connection, id, &derived)?),
        None => Ok(false),
    }
}

/// How the clocks of these tickets stand, in their order; of one that is not there nothing.
pub(super) fn standings(
    connection: &Connection,
    rules: &ClockRules,
    tickets: &[TicketId],
    now: Instant,
    why: Option<&Zone>,
) -> Result<Vec<Option<Standing>>, Fault> {
    let standing = |id: &TicketId| {
        let past = load::past(connection, rules, id.0)?;
        Ok(past.map(|past| History::of(&past, rules).stand(rules, now, why)))
    };
    tickets.iter().map(standing).collect()
}
