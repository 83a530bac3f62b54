//! One JSON object of a Zendesk export → one checked record.
//!
//! The kind of a row is read from its members. Pure: no I/O, no clock; the record owns its data.
//! A row is refused with the member that is wrong; text beyond a limit is cut and noted; card
//! numbers are masked here, before any other room sees them.

mod checks;
pub mod csv;
mod entries;
mod pages;
mod people;
pub mod policies;
mod rows;
pub mod schedules;
mod tickets;
mod zones;

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

use self::rows::Row;
use super::export::{Fault, Parsed};
use super::kept::Notes;
use super::members::{self, value};
use super::rows::first_key;
use crate::domain::tickets::records::Record;

/// What sort of row it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RowKind {
    /// A ticket.
    Ticket,
    /// A user.
    User,
    /// An organization.
    Organization,
    /// A group.
    Group,
    /// The definition of a ticket field.
    TicketField,
    /// A comment.
    Comment,
    /// An audit, with what happened to a ticket.
    TicketEvent,
}

impl RowKind {
    /// The name of a file full of them.
    fn plural(self) -> &'static str {
        match self {
            Self::Ticket => "tickets",
            Self::User => "users",
            Self::Organization => "organizations",
            Self::Group => "groups",
            Self::TicketField => "ticket_fields",
            Self::Comment => "comments",
            Self::TicketEvent => "ticket_events",
        }
    }

    /// The kind whose rows are wrapped in a member of this name (`{"ticket": {…}}`).
    fn wrapped_in(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"ticket" => Self::Ticket,
            b"user" => Self::User,
            b"organization" => Self::Organization,
            b"group" => Self::Group,
            b"ticket_field" => Self::TicketField,
            b"comment" => Self::Comment,
            b"ticket_event" | b"audit" => Self::TicketEvent,
            _ => return None,
        })
    }

    fn of(row: &Row<'_>) -> Option<Self> {
        let url_has =
            |part: &str| matches!(&row.url, value::Value::Text(url) if url.contains(part));
        let kind = if row.child_events.is_some() || row.events.is_some() {
            Self::TicketEvent
        } else if row.ticket_id.is_present()
            && row.author_id.is_present()
            && (row.body.is_present() || row.plain_body.is_present() || row.html_body.is_present())
        {
            Self::Comment
        } else if row.status.is_present()
            || row.subject.is_present()
            || row.requester_id.is_present()
        {
            Self::Ticket
        } else if row.title.is_present() || row.raw_title.is_present() {
            Self::TicketField
        } else if row.role.is_present() || row.email.is_present() || url_has("/users/") {
            Self::User
        } else if row.organization_fields.0.is_some()
            || row.domain_names.is_present()
            || row.shared_tickets.is_present()
            || url_has("/organizations/")
        {
            Self::Organization
        } else if row.is_public.is_present() || row.default.is_present() || url_has("/groups/") {
            Self::Group
        } else {
            return None;
        };
        Some(kind)
    }
}

/// Reads one row.
pub fn parse(bytes: &[u8]) -> Result<Parsed, Fault> {
    let text = members::object(bytes)?;
    let (kind, row) = read(text).map_err(|error| Fault::json(&error))?;
    let Some(kind) = kind.or_else(|| RowKind::of(&row)) else {
        return Err(Fault::new(
            "is no ticket, user, organization, group, ticket field, comment or ticket event",
        ));
    };
    let mut notes = Notes::default();
    let record = record(kind, row, &mut notes)?;
    Ok(Parsed::new(record, kind.plural(), notes))
}

fn record(kind: RowKind, row: Row<'_>, notes: &mut Notes) -> Result<Record, Fault> {
    Ok(match kind {
        RowKind::Ticket => Record::Ticket(Box::new(tickets::ticket(&row, notes)?)),
        RowKind::User => Record::Person(people::user(row, notes)?),
        RowKind::Organization => Record::Organization(people::organization(&row, notes)?),
        RowKind::Group => Record::Team(people::team(&row, notes)?),
        RowKind::TicketField => Record::Field(people::field(&row, notes)?),
        RowKind::Comment => Record::Entries(vec![entries::comment_row(row, notes)?]),
        RowKind::TicketEvent => Record::Entries(entries::audit(&row, notes)?),
    })
}

/// The row's members, and its kind if a wrapper says it.
fn read(text: &str) -> serde_json::Result<(Option<RowKind>, Row<'_>)> {
    let wrapper = first_key(text.as_bytes()).and_then(RowKind::wrapped_in);
    if wrapper.is_some() {
        let wrapped: Wrapped<'_> = serde_json::from_str(text)?;
        if let Some((kind, row)) = wrapped.row {
            return Ok((Some(kind), row));
        }
    }
    Ok((None, serde_json::from_str(text)?))
}

/// An object whose one member of interest is the row; none where the object is a row itself
/// that happens to begin with such a member.
struct Wrapped<'a> {
    row: Option<(RowKind, Row<'a>)>,
}

impl<'de: 'a, 'a> Deserialize<'de> for Wrapped<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(WrappedVisitor)
    }
}

struct WrappedVisitor;

impl<'de> Visitor<'de> for WrappedVisitor {
    type Value = Wrapped<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Wrapped<'de>, A::Error> {
        let mut row = None;
        let mut bare = false;
        while let Some(value::Value::Text(name)) = map.next_key()? {
            match RowKind::wrapped_in(name.as_bytes()) {
                Some(kind) if !bare => {
                    if row.is_some() {
                        return Err(A::Error::custom("more than one object is wrapped"));
                    }
                    row = map
                        .next_value::<value::Maybe<Row<'_>>>()?
                        .0
                        .map(|row| (kind, row));
                }
                _ => {
                    bare |= name == "id";
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(Wrapped {
            row: row.filter(|_| !bare),
        })
    }
}

#[cfg(test)]
mod tests;
