//! The table of tickets: which column holds what, and the rows read by it.
//!
//! A person chooses the columns of an export and their order, so each is known by its name alone.
//! People, teams and companies are given by name; times are local to the account. What no column
//! is known for becomes a custom field under its own name.

use std::collections::HashMap;
use std::sync::Arc;

use super::parts::{LEFT_ASIDE, Part, repeated};
use super::tickets::{describe, field, kind_named, status_named};
use crate::domain::Instant;
use crate::domain::spelling;
use crate::domain::tickets::records::{
    FieldRecord, OrganizationRecord, PersonRecord, Record, RemoteId, Said, TeamRecord,
    TicketRecord, named,
};
use crate::domain::tickets::{Priority, Role, Source};
use crate::domain::zone::Zone;
use crate::formats::dates;
use crate::formats::export::{Fault, Field, Options, Order, Parsed};
use crate::formats::kept::{self, MAX_NAME_CHARS, MAX_SUBJECT_CHARS, Notes, limited, stored};
use crate::formats::labels;
use crate::formats::table::{Header, Row};

/// What stands for nobody and nothing.
const NOBODY: [&str; 6] = [
    "no agent",
    "no group",
    "no company",
    "unassigned",
    "--",
    "-",
];

/// Most columns that are shown with what they hold.
const MOST_SHOWN: usize = 60;

/// Columns that hold one thing: the first that is not empty counts.
type Group = Vec<usize>;

/// Which columns of a table hold what.
#[derive(Clone, Debug)]
pub struct Columns {
    parts: HashMap<Part, Group>,
    fields: Vec<(RemoteId, Group)>,
    titles: Arc<[FieldRecord]>,
    /// The names of the columns, for faults.
    names: Vec<String>,
    moments: Vec<usize>,
    remarks: Vec<String>,
    zone: Option<Zone>,
    order: Order,
}

impl Columns {
    /// True if the header is that of a Freshdesk table.
    pub fn fits(header: &Header) -> bool {
        header.find(&["ticket id"]).is_some() && header.find(&["status", "subject"]).is_some()
    }

    /// Finds out which column holds what; refuses a table without ids or without times.
    pub fn of(header: &Header, options: &Options<'_>) -> Result<Self, Fault> {
        let mut columns = Self {
            parts: HashMap::new(),
            fields: Vec::new(),
            titles: Arc::default(),
            names: header.names.clone(),
            moments: Vec::new(),
            remarks: Vec::new(),
            zone: options.zone.cloned(),
            order: options.dates,
        };
        let mut taken = vec![false; header.names.len()];
        let mut customs = Vec::new();
        for (wanted, column) in options.map {
            let found = header.all(column).to_vec();
            if found.is_empty() {
                return Err(no_column(header, column));
            }
            columns.take(&found, &mut taken);
            match (Part::mapped(wanted), wanted) {
                (Some(part), _) => drop(columns.parts.insert(part, found)),
                (None, Field::Custom(title)) => customs.push((title.clone(), found)),
                (None, _) => {}
            }
        }
        for (part, _, names) in Part::ALL {
            if columns.parts.contains_key(&part) {
                continue;
            }
            let is_free = |column: &usize| taken.get(*column) == Some(&false);
            let free = names.iter().find(|name| {
                let all = header.all(name);
                !all.is_empty() && all.iter().all(is_free)
            });
            if let Some(name) = free {
                let found = repeated(header, name);
                columns.take(&found, &mut taken);
                columns.parts.insert(part, found);
            }
        }
        for name in LEFT_ASIDE {
            columns.take(&repeated(header, name), &mut taken);
        }
        columns.customs(header, customs, &taken);
        columns.checked(header)
    }

    /// What to say about the table as a whole.
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// Columns that hold times.
    pub fn moments(&self) -> &[usize] {
        &self.moments
    }

    /// What the columns are taken for: ours, and the column's name.
    pub fn understood(&self) -> Vec<(String, String)> {
        let parts = Part::ALL.iter().filter_map(|(part, shown, _)| {
            let column = self.parts.get(part)?.first()?;
            Some(((*shown).to_owned(), self.name(*column).to_owned()))
        });
        let customs = self.fields.iter().zip(self.titles.iter());
        let customs = customs.filter_map(|((_, group), field)| {
            let column = group.first()?;
            Some((format!("cf.{}", field.title), self.name(*column).to_owned()))
        });
        parts.chain(customs).take(MOST_SHOWN).collect()
    }

    /// Marks columns as taken, and says so of a name that stands more than once.
    fn take(&mut self, found: &[usize], taken: &mut [bool]) {
        for column in found {
            if let Some(taken) = taken.get_mut(*column) {
                *taken = true;
            }
        }
        if let ([first, _, ..], count) = (found, found.len()) {
            let name = labels::quoted(self.name(*first));
            self.remarks.push(format!(
                "column {name} stands {count} times; of each row the first that is not empty counts"
            ));
        }
    }

    /// Makes custom fields of the columns that are left.
    fn customs(&mut self, header: &Header, mapped: Vec<(String, Group)>, taken: &[bool]) {
        let mut notes = Notes::default();
        let mut places: HashMap<RemoteId, usize> = HashMap::new();
        let mut titles = Vec::new();
        let free = header
            .names
            .iter()
            .enumerate()
            .filter(|(column, name)| taken.get(*column) == Some(&false) && !name.is_empty());
        let free = free.map(|(column, name)| (name.clone(), vec![column]));
        for (name, group) in mapped.into_iter().chain(free) {
            let field = field(&name, &mut notes);
            if let Some(known) = places
                .get(&field.id)
                .and_then(|place| self.fields.get_mut(*place))
            {
                known.1.extend(group);
                continue;
            }
            places.insert(field.id, self.fields.len());
            self.fields.push((field.id, group));
            titles.push(field);
        }
        self.titles = titles.into();
        self.remarks.append(&mut notes.remarks);
    }

    /// Refuses what cannot be a table of tickets.
    fn checked(mut self, header: &Header) -> Result<Self, Fault> {
        if !self.parts.contains_key(&Part::Id) {
            return Err(no_column(header, "Ticket ID"));
        }
        let moments = [Part::Created, Part::Updated, Part::Resolved, Part::Closed];
        let moments = moments.iter().filter_map(|part| self.parts.get(part));
        self.moments = moments.flatten().copied().collect();
        if self.moments.is_empty() {
            return Err(no_column(header, "Last update time"));
        }
        Ok(self)
    }

    fn name(&self, column: usize) -> &str {
        self.names.get(column).map_or("", String::as_str)
    }

    /// The cell of a part and its column; none where the row does not reach so far.
    fn cell<'r>(&self, row: &Row<'r>, part: Part) -> Option<(&'r str, usize)> {
        first_filled(row, self.parts.get(&part)?)
    }

    /// A time; none where there is no column for it or its cell is empty.
    fn moment(&self, row: &Row<'_>, part: Part) -> Result<Option<Instant>, Fault> {
        let Some((cell, column)) = self.cell(row, part).filter(|(cell, _)| !cell.is_empty()) else {
            return Ok(None);
        };
        let read = dates::instant(cell, self.zone.as_ref(), self.order);
        read.map(Some)
            .map_err(|what| Fault::of(self.name(column), &what.to_string()).cure(what.cure()))
    }

    /// Reads a row.
    pub fn read(&self, row: &Row<'_>) -> Result<Parsed, Fault> {
        let mut notes = Notes::default();
        let ticket = self.ticket(row, &mut notes)?;
        Ok(Parsed::new(
            Record::Ticket(Box::new(ticket)),
            "tickets",
            notes,
        ))
    }

    fn ticket(&self, row: &Row<'_>, notes: &mut Notes) -> Result<TicketRecord, Fault> {
        let id = self.id(row)?;
        let created = self.moment(row, Part::Created)?;
        let updated = self.moment(row, Part::Updated)?;
        let resolved = self.moment(row, Part::Resolved)?;
        let closed = self.moment(row, Part::Closed)?;
        let latest = [created, resolved, closed].into_iter().flatten().max();
        let version = updated.or(latest).ok_or_else(|| {
            Fault::new("has no time: neither when it was made nor when it was last changed")
        })?;
        let mut ticket = TicketRecord::new(Source::Freshdesk, id, version);
        if let Some(created) = created {
            ticket.said = ticket.said.and(Said::CREATED);
            ticket.created_at = created;
        }
        if self.has(row, Part::Resolved) || self.has(row, Part::Closed) {
            ticket.said = ticket.said.and(Said::SOLVED);
            ticket.solved_at = resolved.or(closed);
        }
        self.words(row, &mut ticket, notes)?;
        self.parties(row, &mut ticket, notes);
        self.values(row, &mut ticket, notes);
        if let Some((text, _)) = self.cell(row, Part::Description) {
            let author = ticket.requester;
            describe(&mut ticket, author, stored(text, notes));
        }
        Ok(ticket)
    }

    fn has(&self, row: &Row<'_>, part: Part) -> bool {
        self.cell(row, part).is_some()
    }

    fn id(&self, row: &Row<'_>) -> Result<RemoteId, Fault> {
        let (cell, column) = self.cell(row, Part::Id).unwrap_or_default();
        let name = self.name(column);
        let digits = cell.trim_start_matches('#');
        match digits.parse::<RemoteId>() {
            Ok(id) if id > 0 && digits.bytes().all(|byte| byte.is_ascii_digit()) => Ok(id),
            _ if cell.is_empty() => Err(Fault::of(name, "is empty")),
            _ => {
                let cell = labels::quoted(cell);
                Err(Fault::new(format!("{name} is no ticket's number: {cell}")))
            }
        }
    }

    /// What stands in words: subject, status, priority, tags, kind.
    fn words(
        &self,
        row: &Row<'_>,
        ticket: &mut TicketRecord,
        notes: &mut Notes,
    ) -> Result<(), Fault> {
        let mut said = ticket.said;
        if let Some((text, _)) = self.cell(row, Part::Subject) {
            said = said.and(Said::SUBJECT);
            ticket.subject = limited(text, MAX_SUBJECT_CHARS, "subject", notes);
        }
        if let Some((label, _)) = self
            .cell(row, Part::Status)
            .filter(|(label, _)| !label.is_empty())
        {
            said = said.and(Said::STATUS);
            ticket.deleted = labels::status(label).is_some_and(|(_, deleted)| deleted);
            ticket.status = status_named(label, notes);
        }
        if let Some((label, column)) = self.cell(row, Part::Priority) {
            said = said.and(Said::PRIORITY);
            ticket.priority = self.priority(label, column)?;
        }
        let tags = self.cell(row, Part::Tags);
        if let Some((list, _)) = tags {
            said = said.and(Said::TAGS);
            ticket.tags = kept::tags(list.split(','), "a tag", notes);
        }
        let kind = self.cell(row, Part::Kind);
        if tags.is_some() || kind.is_some() {
            said = said.and(Said::KIND);
            let (word, _) = kind.unwrap_or_default();
            ticket.kind = kind_named(word, &ticket.tags, notes);
        }
        ticket.said = said;
        Ok(())
    }

    fn priority(&self, label: &str, column: usize) -> Result<Option<Priority>, Fault> {
        labels::priority(label).ok_or_else(|| {
            let (name, label) = (self.name(column), labels::quoted(label));
            Fault::new(format!(
                "{name} is none of Low, Medium, High, Urgent: {label}"
            ))
        })
    }

    /// Who asked, who works on it, for whom: known by name.
    fn parties(&self, row: &Row<'_>, ticket: &mut TicketRecord, notes: &mut Notes) {
        if let Some((cell, _)) = self.cell(row, Part::Agent) {
            ticket.said = ticket.said.and(Said::ASSIGNEE);
            let agent = somebody(cell).map(|agent| person(agent, Role::Agent, notes));
            ticket.assignee = agent.as_ref().map(|agent| agent.id);
            ticket.people.extend(agent);
        }
        if let Some((cell, _)) = self.cell(row, Part::Group) {
            ticket.said = ticket.said.and(Said::TEAM);
            ticket.team_named = somebody(cell).map(|group| TeamRecord {
                source: Source::Freshdesk,
                id: named(group),
                name: limited(group, MAX_NAME_CHARS, "a group's name", notes),
                updated_at: None,
            });
            ticket.team = ticket.team_named.as_ref().map(|team| team.id);
        }
        if let Some((cell, _)) = self.cell(row, Part::Company) {
            ticket.said = ticket.said.and(Said::ORGANIZATION);
            ticket.organization_named = somebody(cell).map(|company| OrganizationRecord {
                source: Source::Freshdesk,
                id: named(company),
                name: limited(company, MAX_NAME_CHARS, "a company's name", notes),
                partner: false,
                updated_at: None,
            });
            ticket.organization = ticket.organization_named.as_ref().map(|company| company.id);
        }
        let cells = [Part::Contact, Part::Email, Part::Name].map(|part| self.cell(row, part));
        if cells.iter().any(Option::is_some) {
            ticket.said = ticket.said.and(Said::REQUESTER);
            let [contact, email, name] = cells.map(|cell| cell.unwrap_or_default().0);
            let requester = requester(contact, email, name, ticket.organization, notes);
            ticket.requester = requester.as_ref().map(|requester| requester.id);
            ticket.people.extend(requester);
        }
    }

    /// Custom fields; an empty cell takes the value away.
    fn values(&self, row: &Row<'_>, ticket: &mut TicketRecord, notes: &mut Notes) {
        let values = self.fields.iter().filter_map(|(id, group)| {
            let (cell, _) = first_filled(row, group)?;
            Some((*id, stored(cell, notes)))
        });
        ticket.fields = values.collect();
        ticket.fields.sort_by_key(|(id, _)| *id);
        ticket.titles = Arc::clone(&self.titles);
    }
}

/// The first cell of a group that is not empty, without the blanks around it.
fn first_filled<'r>(row: &Row<'r>, group: &[usize]) -> Option<(&'r str, usize)> {
    let reached = group.iter().filter(|column| **column < row.len());
    let mut cells = reached.map(|column| (row.get(*column).trim(), *column));
    let first = cells.next()?;
    if !first.0.is_empty() {
        return Some(first);
    }
    Some(cells.find(|(cell, _)| !cell.is_empty()).unwrap_or(first))
}

/// The name in a cell, unless it says that there is nobody.
fn somebody(cell: &str) -> Option<&str> {
    let nobody = cell.is_empty() || NOBODY.iter().any(|word| word.eq_ignore_ascii_case(cell));
    (!nobody).then_some(cell)
}

fn person(cell: &str, role: Role, notes: &mut Notes) -> PersonRecord {
    PersonRecord {
        source: Source::Freshdesk,
        id: named(cell),
        name: limited(cell, MAX_NAME_CHARS, "a name", notes),
        email: cell.contains('@').then(|| cell.to_lowercase()),
        role: Some(role),
        organization: None,
        updated_at: None,
    }
}

/// Who asked: by their id, else by their address, else by their name.
fn requester(
    contact: &str,
    email: &str,
    name: &str,
    organization: Option<RemoteId>,
    notes: &mut Notes,
) -> Option<PersonRecord> {
    let own = contact.parse::<RemoteId>().ok().filter(|id| *id > 0);
    let id = match own {
        Some(id) => id,
        None => named(somebody(email).or(somebody(name))?),
    };
    let email = limited(email, MAX_NAME_CHARS, "an address", notes).to_lowercase();
    Some(PersonRecord {
        source: Source::Freshdesk,
        id,
        name: limited(name, MAX_NAME_CHARS, "a name", notes),
        email: Some(email).filter(|email| !email.is_empty()),
        role: Some(Role::EndUser),
        organization,
        updated_at: None,
    })
}

/// A column that must be there and is not, with the nearest that is.
fn no_column(header: &Header, wanted: &str) -> Fault {
    let near = spelling::nearest(wanted, header.names.iter().map(String::as_str));
    let near = near.map_or_else(String::new, |near| {
        format!("; the nearest is {}", labels::quoted(near))
    });
    Fault::new(format!(
        "has no column `{wanted}`{near}; a table of Freshdesk's tickets needs Ticket ID and a time \
         (Created time or Last update time)"
    ))
    .cure("export it with these columns, or name them with --map id=COLUMN")
}
