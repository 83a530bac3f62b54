//! Questions to the store, with the answer each one has.

use crate::domain::Instant;
use crate::domain::desk::{JournalEntry, JournalQuery, OutboxRow, View};
use crate::domain::tickets::filter::selection::Selection;
use crate::domain::tickets::history::{ClockAnswer, ClockQuery, Standing};
use crate::domain::tickets::{self, Handle, ListRow, PageRequest, Thread, Ticket, TicketId};
use crate::domain::zone::Zone;
use crate::domain::{Answer, Query};
use crate::error::{Error, ErrorKind, Result};
use crate::store::Store;

/// The store answered another question: a defect of paydesk.
fn mismatch() -> Error {
    Error::new(
        ErrorKind::Internal,
        "the store answered another question than was asked",
    )
}

fn ask_tickets(store: &Store, query: tickets::Query) -> Result<tickets::Answer> {
    match store.ask(Query::Tickets(query))? {
        Answer::Tickets(answer) => Ok(answer),
        _ => Err(mismatch()),
    }
}

/// One window of a list.
pub(super) fn page(store: &Store, request: PageRequest) -> Result<tickets::Page> {
    match ask_tickets(store, tickets::Query::Page(request))? {
        tickets::Answer::Page(page) => Ok(page),
        _ => Err(mismatch()),
    }
}

/// How many tickets match.
pub(super) fn count(store: &Store, selection: Selection) -> Result<u64> {
    match ask_tickets(store, tickets::Query::Count(selection))? {
        tickets::Answer::Count(count) => Ok(count),
        _ => Err(mismatch()),
    }
}

/// Whether there is any ticket.
pub(super) fn any(store: &Store) -> Result<bool> {
    match ask_tickets(store, tickets::Query::Any)? {
        tickets::Answer::Any(any) => Ok(any),
        _ => Err(mismatch()),
    }
}

/// Whole tickets in the order of `ids`.
pub(super) fn full(store: &Store, ids: Vec<TicketId>) -> Result<Vec<Ticket>> {
    match ask_tickets(store, tickets::Query::Full(ids))? {
        tickets::Answer::Full(tickets) => Ok(tickets),
        _ => Err(mismatch()),
    }
}

/// The whole tickets of rows of a list, in their order.
pub(super) fn full_rows(store: &Store, rows: &[ListRow]) -> Result<Vec<Ticket>> {
    full(store, rows.iter().map(|row| row.id).collect())
}

/// The ticket that `handle` names.
pub(super) fn locate(store: &Store, handle: &Handle) -> Result<TicketId> {
    match ask_tickets(store, tickets::Query::Locate(handle.clone()))? {
        tickets::Answer::Locate(Some(id)) => Ok(id),
        tickets::Answer::Locate(None) => Err(missing(handle)),
        _ => Err(mismatch()),
    }
}

/// A ticket with its timeline.
pub(super) fn thread(store: &Store, handle: &Handle) -> Result<Thread> {
    let id = locate(store, handle)?;
    match ask_tickets(store, tickets::Query::Thread(id))? {
        tickets::Answer::Thread(thread) => {
            thread.map(|thread| *thread).ok_or_else(|| missing(handle))
        }
        _ => Err(mismatch()),
    }
}

/// What waits to be sent for a ticket.
pub(super) fn outbox(store: &Store, ticket: TicketId) -> Result<Vec<OutboxRow>> {
    match store.ask(Query::Outbox(Some(ticket)))? {
        Answer::Outbox(rows) => Ok(rows),
        _ => Err(mismatch()),
    }
}

/// The named queries, in the order of their places.
pub(super) fn views(store: &Store) -> Result<Vec<View>> {
    match store.ask(Query::Views)? {
        Answer::Views(views) => Ok(views),
        _ => Err(mismatch()),
    }
}

/// How the clocks of tickets stand at `now`, in their order; with a zone, in words too.
pub(super) fn standings(
    store: &Store,
    tickets: &[Ticket],
    now: Instant,
    why: Option<&Zone>,
) -> Result<Vec<Option<Standing>>> {
    let query = ClockQuery::Stand {
        tickets: tickets.iter().map(|ticket| ticket.id).collect(),
        now,
        why: why.cloned(),
    };
    match store.ask(Query::Clocks(query))? {
        Answer::Clocks(ClockAnswer::Stand(standings)) => Ok(standings),
        _ => Err(mismatch()),
    }
}

/// Whether lists are sorted by the clocks of other policies than those that hold.
pub(super) fn is_behind(store: &Store) -> Result<bool> {
    match store.ask(Query::Clocks(ClockQuery::Behind))? {
        Answer::Clocks(ClockAnswer::Behind { rules, rows }) => Ok(rules || rows),
        _ => Err(mismatch()),
    }
}

/// The newest actions, newest first.
pub(super) fn journal(store: &Store, limit: u32) -> Result<Vec<JournalEntry>> {
    match store.ask(Query::Journal(JournalQuery::Recent { limit }))? {
        Answer::Journal(entries) => Ok(entries),
        _ => Err(mismatch()),
    }
}

fn missing(handle: &Handle) -> Error {
    let name = match handle {
        Handle::Local(id) => id.to_string(),
        Handle::Remote(source, id) => format!("{}:{id}", source.prefix().unwrap_or_default()),
        Handle::Number(number) => format!("#{number}"),
    };
    let error = Error::new(ErrorKind::Missing, format!("there is no ticket {name}"));
    match handle {
        Handle::Local(id) => error.hint(format!(
            "a helpdesk's number is written zd:{id}; `paydesk ticket list` shows the tickets there are"
        )),
        _ => error.hint("`paydesk ticket list` shows the tickets there are"),
    }
}
