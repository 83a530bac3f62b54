//! One row of a table → one checked ticket.
//!
//! A cell that the row does not have is not said; an empty one says that there is nothing.

use chrono::DateTime;

use super::names::{Names, Slot};
use super::places::{Places, listed};
use crate::domain::Instant;
use crate::domain::tickets::records::{Record, Said, TicketRecord};
use crate::domain::tickets::{Kind, Source};
use crate::domain::zone::Zone;
use crate::formats::dates;
use crate::formats::export::{Fault, Options, Order, Parsed};
use crate::formats::kept::{self, MAX_NAME_CHARS, MAX_SUBJECT_CHARS, Notes, limited, stored};
use crate::formats::labels::{self, address, key, plain, quoted};
use crate::formats::table::{Header, Row};

/// The name of a file full of tickets.
const TICKETS: &str = "tickets";

const KNOWN_STATUSES: &str = "new, open, pending, on hold, solved, closed, deleted";
const KNOWN_PRIORITIES: &str = "low, normal, high, urgent";
const KNOWN_KINDS: &str = "inquiry, incident, problem, billing, onboarding, partner request";

const WORD_CURE: &str = "write one of these, make the column a custom field with --map \
    cf.NAME=COLUMN, or leave bad rows out with --skip-bad";

/// How a table is read.
#[derive(Clone, Copy, Debug)]
pub(in crate::formats) struct Manner {
    /// Whose ids the table has, if its rows do not say.
    pub(in crate::formats) source: Source,
    /// Refuses words for a status, priority or kind that are not known, instead of leaving
    /// them unsaid.
    pub(in crate::formats) strict: bool,
    /// The title of the custom field that a column is which is not known; none if it is left
    /// aside.
    pub(in crate::formats) title: fn(&str) -> Option<&str>,
}

/// Reads the rows of one table.
#[derive(Clone, Debug)]
pub(in crate::formats) struct Reader {
    places: Places,
    pub(super) manner: Manner,
    moments: Vec<usize>,
    zone: Option<Zone>,
    dates: Order,
}

impl Reader {
    /// Finds the columns of a table; see [`Places::find`].
    pub(in crate::formats) fn of(
        header: &Header,
        options: &Options<'_>,
        names: &Names,
        manner: Manner,
    ) -> Result<Self, Fault> {
        let mut places = Places::find(header, options, names, manner.title)?;
        let id = places.column(Slot::Id);
        if id.is_none() && manner.source != Source::Local {
            let what = format!(
                "the header has no column with the ids of the tickets, but {}",
                listed(header)
            );
            return Err(Fault::new(what).cure("add the column ID, or say --map id=COLUMN"));
        }
        if id.is_none() && places.column(Slot::Subject).is_none() {
            let what = format!(
                "the header has no column for an id or a subject, but {}",
                listed(header)
            );
            let cure = "name a column id or subject, or say --map subject=COLUMN";
            return Err(Fault::new(what).cure(cure));
        }
        if places.column(Slot::Updated).is_none() {
            places.remark(if places.column(Slot::Created).is_some() {
                "no column says when a ticket was last changed: when it was made stands for it"
            } else {
                "no column says when a ticket was made or changed: whatever another export says \
                 of it counts"
            });
        }
        let moments = [Slot::Created, Slot::Updated, Slot::Solved];
        Ok(Self {
            moments: moments
                .into_iter()
                .filter_map(|slot| places.column(slot))
                .collect(),
            places,
            manner,
            zone: options.zone.cloned(),
            dates: options.dates,
        })
    }

    /// What concerns the whole table.
    pub(in crate::formats) fn remarks(&self) -> &[String] {
        self.places.remarks()
    }

    /// Columns whose cells are dates.
    pub(in crate::formats) fn moments(&self) -> &[usize] {
        &self.moments
    }

    /// What each column was taken for.
    pub(in crate::formats) fn understood(&self) -> Vec<(String, String)> {
        self.places.understood()
    }

    /// Reads one ticket.
    pub(in crate::formats) fn read(&self, row: &Row<'_>) -> Result<Parsed, Fault> {
        let mut notes = Notes::default();
        let cells = Cells { reader: self, row };
        let record = cells.ticket(&mut notes)?;
        Ok(Parsed::new(
            Record::Ticket(Box::new(record)),
            TICKETS,
            notes,
        ))
    }
}

/// The cells of a row by what they hold.
pub(super) struct Cells<'r> {
    pub(super) reader: &'r Reader,
    pub(super) row: &'r Row<'r>,
}

impl<'r> Cells<'r> {
    /// The cell of a member; none if the row does not have it.
    pub(super) fn cell(&self, slot: Slot) -> Option<&'r str> {
        let column = self.reader.places.column(slot)?;
        (column < self.row.len()).then(|| plain(self.row.get(column)))
    }

    /// The same without the blanks around it.
    pub(super) fn word(&self, slot: Slot) -> Option<&'r str> {
        self.cell(slot).map(str::trim)
    }

    /// The same if something stands in it.
    pub(super) fn filled(&self, slot: Slot) -> Option<&'r str> {
        self.word(slot).filter(|cell| !cell.is_empty())
    }

    fn instant(&self, slot: Slot) -> Result<Option<Instant>, Fault> {
        let Some(cell) = self.filled(slot).filter(|cell| *cell != "-") else {
            return Ok(None);
        };
        let at = dates::instant(cell, self.reader.zone.as_ref(), self.reader.dates);
        at.map(Some).map_err(|what| {
            Fault::new(format!("{} {} {what}", slot.name(), quoted(cell))).cure(what.cure())
        })
    }

    fn ticket(&self, notes: &mut Notes) -> Result<TicketRecord, Fault> {
        let identity = self.identity()?;
        let created = self.instant(Slot::Created)?;
        let updated = self.instant(Slot::Updated)?;
        let solved = self.instant(Slot::Solved)?;
        let version = updated.or(created.max(solved));
        let version = version.unwrap_or(DateTime::UNIX_EPOCH);
        let mut ticket = TicketRecord::new(identity.source, identity.id, version);
        let mut said = Said::NOTHING;
        if let Some(at) = created {
            ticket.created_at = at;
            said = said.and(Said::CREATED);
        }
        if let Some(cell) = self.cell(Slot::Subject) {
            ticket.subject = limited(cell, MAX_SUBJECT_CHARS, "subject", notes);
            said = said.and(Said::SUBJECT);
        }
        if let Some(cell) = self.cell(Slot::Body) {
            ticket.description = Some(cell)
                .filter(|cell| !cell.trim().is_empty())
                .map(|cell| stored(cell, notes));
            said = said.and(Said::DESCRIPTION);
        }
        if let Some(cell) = self.cell(Slot::Url) {
            ticket.url = address(cell.trim()).map(str::to_owned);
            said = said.and(Said::URL);
        }
        if let Some(cell) = self.cell(Slot::Tags) {
            ticket.tags = tags(cell, notes);
            said = said.and(Said::TAGS);
        }
        said = said.and(self.status(&mut ticket, solved, notes)?);
        said = said.and(self.priority(&mut ticket, notes)?);
        said = said.and(self.kind(&mut ticket, notes)?);
        said = said.and(self.people(&mut ticket, notes)?);
        said = said.and(self.teams(&mut ticket, notes));
        self.fields(&mut ticket, identity.text, notes);
        ticket.said = said;
        Ok(ticket)
    }

    /// The status, and when it was solved.
    fn status(
        &self,
        ticket: &mut TicketRecord,
        solved: Option<Instant>,
        notes: &mut Notes,
    ) -> Result<Said, Fault> {
        let mut said = Said::NOTHING;
        let mut open = false;
        if let Some(cell) = self.filled(Slot::Status) {
            match labels::status(cell) {
                Some((status, deleted)) => {
                    ticket.status = status;
                    ticket.deleted = deleted;
                    open = status.is_open();
                    said = Said::STATUS;
                }
                None => self.unknown(Slot::Status, cell, KNOWN_STATUSES, notes)?,
            }
        }
        // A date that was left from before it was opened again says nothing.
        ticket.solved_at = solved.filter(|_| !open);
        if open || solved.is_some() {
            said = said.and(Said::SOLVED);
        }
        Ok(said)
    }

    fn priority(&self, ticket: &mut TicketRecord, notes: &mut Notes) -> Result<Said, Fault> {
        let Some(cell) = self.word(Slot::Priority) else {
            return Ok(Said::NOTHING);
        };
        match labels::priority(cell) {
            Some(priority) => {
                ticket.priority = priority;
                Ok(Said::PRIORITY)
            }
            None => {
                self.unknown(Slot::Priority, cell, KNOWN_PRIORITIES, notes)?;
                Ok(Said::NOTHING)
            }
        }
    }

    /// What the ticket is about. A tag that names a kind of this desk goes before a helpdesk's
    /// type. Where a helpdesk's tags did not come along, a type that is no more than a question
    /// says nothing.
    fn kind(&self, ticket: &mut TicketRecord, notes: &mut Notes) -> Result<Said, Fault> {
        let cell = self.word(Slot::Kind);
        let word = cell.filter(|cell| !key(cell).is_empty());
        let by_word = word.and_then(labels::kind);
        if let (Some(word), None) = (word, by_word) {
            self.unknown(Slot::Kind, word, KNOWN_KINDS, notes)?;
        }
        let helpdesks = matches!(
            by_word,
            None | Some(Kind::Inquiry | Kind::Incident | Kind::Problem)
        );
        let by_tag = labels::kind_of_tags(&ticket.tags).filter(|_| helpdesks);
        let tagged = self.word(Slot::Tags).is_some() || ticket.source == Source::Local;
        let kind = by_tag.or(by_word);
        let is_said = match kind {
            Some(Kind::Inquiry) => tagged,
            Some(_) => true,
            // No type is a question too, one that is not known is not.
            None => cell.is_some() && word.is_none() && tagged,
        };
        if !is_said {
            return Ok(Said::NOTHING);
        }
        ticket.kind = kind.unwrap_or(Kind::Inquiry);
        Ok(Said::KIND)
    }

    /// Says that a word is not known: a fault, or a note for the whole file.
    fn unknown(&self, slot: Slot, cell: &str, known: &str, notes: &mut Notes) -> Result<(), Fault> {
        let what = format!("{} {} is not known", slot.name(), quoted(cell));
        if self.reader.manner.strict {
            return Err(Fault::new(format!("{what}: known are {known}")).cure(WORD_CURE));
        }
        notes.counted.push(format!("{what} and left unsaid"));
        Ok(())
    }

    /// Custom fields: an empty cell takes a value away.
    fn fields(&self, ticket: &mut TicketRecord, id_text: Option<&str>, notes: &mut Notes) {
        let places = &self.reader.places;
        for (column, field) in &places.custom {
            if *column < self.row.len() {
                let cell = plain(self.row.get(*column));
                let cell = if cell.trim().is_empty() { "" } else { cell };
                ticket.fields.push((*field, stored(cell, notes)));
            }
        }
        if let Some(text) = id_text {
            let value = limited(text, MAX_NAME_CHARS, "id", notes);
            ticket.fields.push((places.id_field(), value));
        }
        ticket.fields.sort_by_key(|(field, _)| *field);
        ticket.fields.dedup_by_key(|(field, _)| *field);
        ticket.titles = places.titles(ticket.source, id_text.is_some());
    }
}

/// Tags, sorted, each once: set apart by commas or semicolons where there are any, else by blanks.
fn tags(cell: &str, notes: &mut Notes) -> Vec<String> {
    let sign = |c: char| matches!(c, ',' | ';' | '|');
    let signs = cell.contains(sign);
    let apart = |c: char| if signs { sign(c) } else { c.is_whitespace() };
    let bare = |tag| str::trim_matches(tag, |c: char| c.is_whitespace() || "[]\"".contains(c));
    let tags = cell.split(apart).map(bare);
    kept::tags(tags.filter(|tag| !key(tag).is_empty()), "a tag", notes)
}
