//! What every reader of exports shares: a checked row, the reason why one is refused, and what
//! the person says about a table that does not say it itself.

use std::fmt;

use super::kept::Notes;
use crate::domain::tickets::Source;
use crate::domain::tickets::records::{Record, RemoteId};
use crate::domain::zone::Zone;

/// What to do about a bad row of which nothing better is known.
pub const CORRECT: &str = "correct it, or leave bad rows out with --skip-bad";

/// A row, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// What it brings.
    pub record: Record,
    /// The name of a file full of such rows ("tickets", "issues").
    pub kind: &'static str,
    /// What was cut off ("subject cut to 1024 characters"), and what else was odd.
    pub remarks: Vec<String>,
    /// What is counted over the file instead of told by line.
    pub counted: Vec<String>,
    /// How many card numbers were masked.
    pub masked: usize,
}

impl Parsed {
    /// A row that brings this, with what its reader noted.
    pub(super) fn new(record: Record, kind: &'static str, notes: Notes) -> Self {
        Self {
            record,
            kind,
            remarks: notes.remarks,
            counted: notes.counted,
            masked: notes.masked,
        }
    }

    /// The id of the ticket it belongs to, if it belongs to one.
    pub fn ticket(&self) -> Option<RemoteId> {
        match &self.record {
            Record::Ticket(ticket) => Some(ticket.id),
            Record::Entries(entries) => entries.first().map(|entry| entry.ticket),
            _ => None,
        }
    }
}

/// Why a row is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, with the member or column if it is one ("`id` is negative").
    pub what: String,
    /// What to do.
    pub cure: &'static str,
    /// True if the row ends too early and may have been cut.
    pub cut: bool,
}

impl Fault {
    /// A fault of one row, which can be corrected or left out.
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            cure: CORRECT,
            cut: false,
        }
    }

    /// What is wrong with a member or column.
    pub(super) fn of(member: &str, what: &str) -> Self {
        Self::new(format!("{member} {what}"))
    }

    /// A member or column that is not there.
    pub(super) fn missing(member: &str) -> Self {
        Self::of(member, "is missing")
    }

    /// The fault of an entry of a list, told as seen from the row.
    #[must_use]
    pub(super) fn within(mut self, list: &str, place: usize) -> Self {
        self.what = format!("{list}[{place}].{}", self.what);
        self
    }

    /// The fault of a nested object, told as seen from the row.
    #[must_use]
    pub(super) fn inside(mut self, member: &str) -> Self {
        self.what = format!("{member}.{}", self.what);
        self
    }

    /// What serde says, without its line (a row is one) but with its column.
    pub(super) fn json(error: &serde_json::Error) -> Self {
        let said = error.to_string();
        let what = said
            .rsplit_once(" at line ")
            .map_or(&*said, |(what, _)| what);
        let column = error.column();
        let what = match what.strip_prefix("duplicate field ") {
            Some(member) => format!("{} stands twice", member.trim_matches('`')),
            // serde_json's words for `\ud83d` without its other half.
            None if what == "unexpected end of hex escape" => {
                format!("has half a character (a lone surrogate) at column {column}")
            }
            None if error.is_data() => format!("{what} at column {column}"),
            None => format!("is no whole JSON: {what} at column {column}"),
        };
        Self {
            cut: error.is_eof(),
            ..Self::new(what)
        }
    }

    /// The same fault with another cure.
    #[must_use]
    pub fn cure(self, cure: &'static str) -> Self {
        Self { cure, ..self }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

/// Which comes first in a date like 03/04/2026.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Nobody has said, and no date has shown it.
    #[default]
    Unknown,
    /// The day.
    DayFirst,
    /// The month.
    MonthFirst,
}

/// A member of a ticket that `--map` may name the column of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// The id.
    Id,
    /// The subject.
    Subject,
    /// The first message.
    Body,
    /// What it is about.
    Kind,
    /// The status.
    Status,
    /// The priority.
    Priority,
    /// The requester's name.
    Requester,
    /// The requester's address.
    Email,
    /// The assignee's name or address.
    Assignee,
    /// The team.
    Group,
    /// The organization.
    Organization,
    /// The tags.
    Tags,
    /// When it was made.
    Created,
    /// When it was last changed.
    Updated,
    /// When it was solved.
    Solved,
    /// Its page.
    Url,
    /// A custom field of this title (`cf.NAME`).
    Custom(String),
}

impl Field {
    /// The fields with a name of their own, as `--map` calls them.
    const NAMES: [(&str, Self); 16] = [
        ("id", Self::Id),
        ("subject", Self::Subject),
        ("body", Self::Body),
        ("kind", Self::Kind),
        ("status", Self::Status),
        ("priority", Self::Priority),
        ("requester", Self::Requester),
        ("email", Self::Email),
        ("assignee", Self::Assignee),
        ("group", Self::Group),
        ("org", Self::Organization),
        ("tags", Self::Tags),
        ("created", Self::Created),
        ("updated", Self::Updated),
        ("solved", Self::Solved),
        ("url", Self::Url),
    ];

    /// The field of this name.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim();
        if let Some(title) = name.strip_prefix("cf.").filter(|title| !title.is_empty()) {
            return Some(Self::Custom(title.to_owned()));
        }
        let known = Self::NAMES.into_iter().find(|(known, _)| *known == name);
        known.map(|(_, field)| field)
    }

    /// Its name.
    pub fn name(&self) -> String {
        if let Self::Custom(title) = self {
            return format!("cf.{title}");
        }
        let known = Self::NAMES.iter().find(|(_, field)| field == self);
        known.map_or_else(String::new, |(name, _)| (*name).to_owned())
    }

    /// The names of all fields.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::NAMES.iter().map(|(name, _)| *name)
    }
}

/// What the person, or the file as a whole, says about a table.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The zone of times without an offset.
    pub zone: Option<&'a Zone>,
    /// How dates in digits are read.
    pub dates: Order,
    /// Which column holds which field, by the column's name; goes before any guess.
    pub map: &'a [(Field, String)],
    /// Where the tickets of a table live that does not say it.
    pub source: Source,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            zone: None,
            dates: Order::Unknown,
            map: &[],
            source: Source::Local,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_name() {
        for name in Field::names() {
            assert_eq!(
                Field::named(name).map(|field| field.name()),
                Some(name.into())
            );
        }
        let custom = Field::named("cf.PSP reference");
        assert_eq!(custom, Some(Field::Custom("PSP reference".into())));
        assert_eq!(
            custom.map(|field| field.name()),
            Some("cf.PSP reference".into())
        );
        assert_eq!(Field::named("cf."), None);
        assert_eq!(Field::named("colour"), None);
    }
}
