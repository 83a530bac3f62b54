//! Tickets in the store: lists, whole tickets, their timelines.

mod checks;
mod count;
mod filter;
pub(super) mod functions;
mod ids;
mod list;
mod load;
mod names;
mod numbers;
mod pages;
mod people;
mod said;
mod set;
mod sql;
mod term;
mod thread;
mod values;

use rusqlite::Connection;

use super::fault::Fault;
use crate::domain::tickets::{Answer, Query};

pub(super) use names::METHOD;

/// Answers a question about tickets.
pub(super) fn answer(connection: &Connection, query: &Query) -> Result<Answer, Fault> {
    Ok(match query {
        Query::Page(request) => Answer::Page(pages::page(connection, request)?),
        Query::Count(selection) => Answer::Count(count::count(connection, selection)?),
        Query::Thread(id) => Answer::Thread(thread::thread(connection, *id)?.map(Box::new)),
        Query::Threads(ids) => Answer::Threads(thread::threads(connection, ids)?),
        Query::Full(ids) => Answer::Full(load::full(connection, ids)?),
        Query::Locate(handle) => Answer::Locate(load::locate(connection, handle)?),
        Query::Numbered { digits, limit } => {
            Answer::Numbered(numbers::begun(connection, digits, *limit)?)
        }
        Query::People { text, limit } => Answer::People(people::found(connection, text, *limit)?),
        Query::Any => Answer::Any(load::any(connection)?),
    })
}
