//! The columns of a table, whichever system it comes from.

use super::System;
use crate::formats::export::{Fault, Options, Parsed};
use crate::formats::table::{Header, Row};
use crate::formats::{freshdesk, jira, tickets, zendesk};

/// Which columns of a table hold what.
#[derive(Debug)]
pub(super) enum Columns {
    Zendesk(zendesk::csv::Columns),
    Freshdesk(freshdesk::Columns),
    Jira(jira::csv::Columns),
    Tickets(tickets::Columns),
}

impl Columns {
    /// Finds out which column holds what; refuses a table of something else.
    pub(super) fn of(
        system: System,
        header: &Header,
        options: &Options<'_>,
    ) -> Result<Self, Fault> {
        // Whose table it is shows in its header; what was said of the columns goes before that.
        if let Some(other) = whose(header)
            && options.map.is_empty()
            && other != system
            && system != System::Tickets
        {
            return Err(elsewhere(other));
        }
        match system {
            System::Zendesk => zendesk::csv::Columns::of(header, options).map(Self::Zendesk),
            System::Freshdesk => freshdesk::Columns::of(header, options).map(Self::Freshdesk),
            System::Jira => jira::csv::Columns::of(header, options).map(Self::Jira),
            System::Tickets => tickets::Columns::of(header, options).map(Self::Tickets),
        }
    }

    pub(super) fn remarks(&self) -> &[String] {
        match self {
            Self::Zendesk(columns) => columns.remarks(),
            Self::Freshdesk(columns) => columns.remarks(),
            Self::Jira(columns) => columns.remarks(),
            Self::Tickets(columns) => columns.remarks(),
        }
    }

    pub(super) fn moments(&self) -> &[usize] {
        match self {
            Self::Zendesk(columns) => columns.moments(),
            Self::Freshdesk(columns) => columns.moments(),
            Self::Jira(columns) => columns.moments(),
            Self::Tickets(columns) => columns.moments(),
        }
    }

    pub(super) fn understood(&self) -> Vec<(String, String)> {
        match self {
            Self::Zendesk(columns) => columns.understood(),
            Self::Freshdesk(columns) => columns.understood(),
            Self::Jira(columns) => columns.understood(),
            Self::Tickets(columns) => columns.understood(),
        }
    }

    /// Reads a row, and says where its width is not the header's.
    pub(super) fn read(&self, row: &Row<'_>, width: usize) -> Result<Parsed, Fault> {
        let cells = row.len();
        let differs = || format!("has {cells} cells where the header has {width}");
        let spare = (width..cells).any(|column| !row.get(column).is_empty());
        // Jira writes such rows itself; elsewhere a cell has come apart, and all behind it with it.
        if spare && !matches!(self, Self::Jira(_)) {
            return Err(Fault::new(differs()));
        }
        let mut parsed = match self {
            Self::Zendesk(columns) => columns.read(row),
            Self::Freshdesk(columns) => columns.read(row),
            Self::Jira(columns) => columns.read(row),
            Self::Tickets(columns) => columns.read(row),
        }?;
        if spare || cells < width {
            parsed.remarks.push(differs());
        }
        Ok(parsed)
    }
}

/// The system whose table has this header, if it is one that shows.
pub(super) fn whose(header: &Header) -> Option<System> {
    if jira::csv::Columns::fits(header) {
        Some(System::Jira)
    } else if freshdesk::Columns::fits(header) {
        Some(System::Freshdesk)
    } else if zendesk::csv::Columns::fits(header) {
        Some(System::Zendesk)
    } else {
        None
    }
}

fn elsewhere(system: System) -> Fault {
    let (what, cure) = match system {
        System::Zendesk => (
            "is a table of Zendesk's",
            "import it with `paydesk import zendesk`",
        ),
        System::Freshdesk => (
            "is a table of Freshdesk's",
            "import it with `paydesk import freshdesk`",
        ),
        System::Jira => (
            "is a table of Jira's",
            "import it with `paydesk import jira`",
        ),
        System::Tickets => (
            "is some other table",
            "import it with `paydesk import tickets`",
        ),
    };
    Fault::new(what).cure(cure)
}
