//! Zendesk's CSV: the export of all tickets, and that of a view with the view's columns alone.
//!
//! Neither has descriptions or comments, so a row says only what its columns say. Times are
//! local to the account and have no offset. Source: Zendesk help, "Exporting data to a JSON,
//! CSV, or XML file" and "Exporting a view to a CSV file".

use crate::domain::tickets::Source;
use crate::formats::export::{Fault, Options, Parsed};
use crate::formats::table::{Header, Row};
use crate::formats::tickets::{Manner, Names, Reader};

/// Columns of the export and of views that a ticket here has no place for: other people,
/// channels, counts.
const ASIDE: &[&str] = &[
    "summation column",
    "requester external id",
    "requester domain",
    "submitter",
    "via",
    "channel",
    "source",
    "form",
    "ticket form",
    "brand",
    "assigned at",
    "assigned",
    "initially assigned at",
    "due date",
    "next sla breach",
    "requester updated",
    "assignee updated",
    "updated by type",
    "latest update by type",
    "latest updater type agent end user",
    "resolution time",
    "satisfaction score",
    "satisfaction",
    "group stations",
    "assignee stations",
    "reopens",
    "replies",
    "external id",
];

/// How the names of measured times begin; each stands once for calendar and once for business
/// hours.
const MEASURES: [&str; 6] = [
    "First reply time",
    "First resolution time",
    "Full resolution time",
    "Agent wait time",
    "Requester wait time",
    "On hold time",
];

/// Where the members of a ticket stand in the table.
#[derive(Clone, Debug)]
pub struct Columns(Reader);

impl Columns {
    /// True if the header is that of a Zendesk export or view.
    pub fn fits(header: &Header) -> bool {
        let id = header.find(&["Id"]).is_some();
        let own = ["Requester", "Summation column", "Requester id", "Requested"];
        id && header.find(&own).is_some()
    }

    /// Finds the columns; a table without an id is refused.
    pub fn of(header: &Header, options: &Options<'_>) -> Result<Self, Fault> {
        let manner = Manner {
            source: Source::Zendesk,
            strict: false,
            title,
        };
        let names = Names::new().without(ASIDE);
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

/// The title of a custom field: the column's name without its type (`PSP reference [txt]`); none
/// for what Zendesk measures.
fn title(name: &str) -> Option<&str> {
    if MEASURES.iter().any(|measure| name.starts_with(measure)) {
        return None;
    }
    let typed = name
        .strip_suffix(']')
        .and_then(|name| name.rsplit_once('['));
    let word = |kind: &str| !kind.is_empty() && kind.bytes().all(|b| b.is_ascii_lowercase());
    match typed {
        Some((title, kind)) if word(kind) && !title.trim().is_empty() => Some(title.trim()),
        _ => Some(name),
    }
}

#[cfg(test)]
mod tests;
