//! Freshdesk exports → checked records: the rows of an account export or of API v2 (JSON), and
//! the table of tickets (CSV).
//!
//! The kind of a JSON row is read from its members. Pure: no I/O, no clock; the record owns its
//! data. A ticket's number is the one people see (`display_id` in an account export, where `id` is
//! another). What a row does not speak of is left as it is ([`Said`]). Freshdesk's reference: API v2,
//! "Tickets", "Conversations", "Account export".
//!
//! [`Said`]: crate::domain::tickets::records::Said

mod columns;
mod people;
mod rows;
mod tickets;

pub use columns::Columns;

use self::rows::{Kind, Row, Wrapped};
use super::export::{Fault, Parsed};
use super::kept::Notes;
use super::members;
use super::rows::first_key;
use crate::domain::tickets::records::Record;

/// What an account export calls the files whose rows are read, without number and ending.
const MEMBERS: [&str; 7] = [
    "tickets",
    "users",
    "contacts",
    "agents",
    "companies",
    "customers",
    "groups",
];

/// What was looked for in an archive that has none of it.
pub const LOOKED_FOR: &str = "Tickets0.json, Users0.json, Companies0.json or Groups0.json";

/// True for the name of a file that an account export has rows in (`Tickets0.json`).
pub fn is_member(name: &str) -> bool {
    let name = name.to_lowercase();
    let stem = name
        .strip_suffix(".json")
        .map(|stem| stem.trim_end_matches(|c: char| c.is_ascii_digit()));
    stem.is_some_and(|stem| MEMBERS.contains(&stem))
}

/// Reads one JSON row.
pub fn parse(bytes: &[u8]) -> Result<Parsed, Fault> {
    let text = members::object(bytes)?;
    let (kind, row) = read(text).map_err(|error| Fault::json(&error))?;
    let Some(kind) = kind.or_else(|| Kind::of(&row)) else {
        return Err(Fault::new(
            "is no ticket, conversation, contact, agent, company or group",
        ));
    };
    let mut notes = Notes::default();
    let record = match kind {
        Kind::Ticket => Record::Ticket(Box::new(tickets::ticket(&row, &mut notes)?)),
        Kind::Conversation => Record::Entries(vec![tickets::conversation(row, &mut notes)?]),
        Kind::Person => Record::Person(people::person(&row, &mut notes)?),
        Kind::Company => Record::Organization(people::company(&row, &mut notes)?),
        Kind::Group => Record::Team(people::group(&row, &mut notes)?),
    };
    Ok(Parsed::new(record, kind.plural(), notes))
}

/// The row's members, and its kind if a wrapper says it.
fn read(text: &str) -> serde_json::Result<(Option<Kind>, Row<'_>)> {
    let wrapper = first_key(text.as_bytes()).and_then(Kind::wrapped_in);
    if let Some(kind) = wrapper {
        let wrapped: Wrapped<'_> = serde_json::from_str(text)?;
        if let Some(row) = wrapped.row() {
            return Ok((Some(kind), row));
        }
    }
    Ok((None, serde_json::from_str(text)?))
}

#[cfg(test)]
mod tests;
