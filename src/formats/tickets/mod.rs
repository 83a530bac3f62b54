//! Any table with a header as tickets: its columns guessed from their names, or said.
//!
//! Columns that hold no member of a ticket become custom fields under their own title. A row
//! needs an id or a subject. Ids are those of the helpdesk that is named; else they are the
//! table's own, and the tickets live here ([`Source::Local`](crate::domain::tickets::Source::Local)) under
//!
//! - the number itself, where the id is one from 1 to 2^63 - 1,
//! - a negative number made of the id ("T-17"), whose text is kept as a custom field,
//! - a negative number made of what the row is, where there is no id: its subject, requester,
//!   address, first message and when it was made; where it does not say when, all its cells.
//!
//! So the same table read again changes nothing, and a later one changes the same tickets.
//! Pure: no I/O, no clock.

mod cells;
mod identity;
mod names;
mod people;
mod places;

pub(super) use cells::{Manner, Reader};
pub(super) use names::Names;

use super::export::{Fault, Options, Parsed};
use super::table::{Header, Row};
use names::{Known, Slot};

/// Where the members of a ticket stand, and how its cells are read.
#[derive(Clone, Debug)]
pub struct Columns(Reader);

impl Columns {
    /// True if the header has a column for an id or a subject.
    pub fn fits(header: &Header) -> bool {
        let names = Names::new();
        header.names.iter().any(|name| {
            let known = names.known(name);
            matches!(known, Some(Known::Slot(Slot::Id | Slot::Subject, _)))
        })
    }

    /// Finds the columns. Refused where none holds an id or a subject, or where the ids are a
    /// helpdesk's and no column holds them.
    pub fn of(header: &Header, options: &Options<'_>) -> Result<Self, Fault> {
        let names = Names::new();
        let manner = Manner {
            source: options.source,
            strict: true,
            title: own_title,
        };
        Reader::of(header, options, &names, manner).map(Self)
    }

    /// What concerns the whole table.
    pub fn remarks(&self) -> &[String] {
        self.0.remarks()
    }

    /// Columns whose cells are dates.
    pub fn moments(&self) -> &[usize] {
        self.0.moments()
    }

    /// What each column was taken for: our word, and its name as written.
    pub fn understood(&self) -> Vec<(String, String)> {
        self.0.understood()
    }

    /// Reads one ticket.
    pub fn read(&self, row: &Row<'_>) -> Result<Parsed, Fault> {
        self.0.read(row)
    }
}

/// A column that is not known is a custom field of the column's name.
#[expect(clippy::unnecessary_wraps, reason = "some tables leave columns aside")]
fn own_title(name: &str) -> Option<&str> {
    Some(name)
}

#[cfg(test)]
mod tests;
