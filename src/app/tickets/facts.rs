//! What is known about the open ticket, as rows of the pane beside it or of a float.
//!
//! In the order in which they matter: where there are few rows, the last ones go.

use super::thread;
use crate::domain::tickets::clocks::Clock;
use crate::domain::tickets::history::Standing;
use crate::domain::tickets::{ListRow, Person, Press, Thread, Ticket, marks};
use crate::domain::zone::Zone;
use crate::domain::{Instant, moment, text};

/// Events that are told at most: the newest.
const EVENTS: usize = 40;

/// What stands in the place of what the store could not answer.
pub(super) const UNREAD: &str = "could not be read";

/// How the clocks of a ticket stand, as far as the store has said it.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Clocked {
    /// It was asked.
    #[default]
    Reading,
    /// There is no such ticket any more.
    Gone,
    /// The store could not say it.
    Unread,
    /// It has answered.
    Known(Standing),
}

impl From<Option<Standing>> for Clocked {
    fn from(answer: Option<Standing>) -> Self {
        answer.map_or(Self::Gone, Self::Known)
    }
}

impl Clocked {
    /// The store could not answer; what is known already stays.
    pub fn failed(&mut self) {
        if *self == Self::Reading {
            *self = Self::Unread;
        }
    }
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A section begins.
    Section {
        /// Its name.
        name: &'static str,
        /// What is said at its right; may be empty.
        summary: String,
    },
    /// A clock.
    Clock {
        /// What it measures.
        name: String,
        /// How pressing it is.
        press: Press,
        /// What is left of it.
        left: String,
        /// When it is due, in words.
        due: String,
    },
    /// A fact by its name.
    Fact {
        /// Its name; empty if it goes on from the row above.
        name: &'static str,
        /// What it is; none if nothing is known.
        value: Option<String>,
        /// What belongs to it and matters less.
        more: String,
    },
    /// Something that happened.
    Event {
        /// When.
        at: String,
        /// What.
        text: String,
    },
    /// A remark.
    Remark(String),
    /// Nothing.
    Blank,
}

/// The rows about a ticket.
pub fn rows(
    thread: &Thread,
    clocked: &Clocked,
    links: usize,
    now: Instant,
    zone: &Zone,
) -> Vec<Row> {
    let ticket = &thread.ticket;
    let mut rows = Vec::new();
    section(&mut rows, "Clocks", String::new());
    clocks(&mut rows, clocked, now, zone);
    section(
        &mut rows,
        "Ticket",
        text::line(&ticket.handle()).into_owned(),
    );
    about(&mut rows, ticket, now, zone);
    section(&mut rows, "Links", String::new());
    linked(&mut rows, ticket, links);
    section(&mut rows, "People", String::new());
    people(&mut rows, ticket);
    let files: Vec<&str> = thread
        .entries
        .iter()
        .flat_map(|entry| &entry.attachments)
        .map(|file| &*file.name)
        .collect();
    if !files.is_empty() {
        section(&mut rows, "Files", files.len().to_string());
        rows.extend(
            files
                .iter()
                .map(|name| Row::Remark(text::line(name).into_owned())),
        );
    }
    audit(&mut rows, thread, now, zone);
    rows
}

fn section(rows: &mut Vec<Row>, name: &'static str, summary: String) {
    if !rows.is_empty() {
        rows.push(Row::Blank);
    }
    rows.push(Row::Section { name, summary });
}

fn fact(rows: &mut Vec<Row>, name: &'static str, value: Option<String>) {
    rows.push(Row::Fact {
        name,
        value: value.map(|value| text::line(&value).into_owned()),
        more: String::new(),
    });
}

fn clocks(rows: &mut Vec<Row>, clocked: &Clocked, now: Instant, zone: &Zone) {
    let standing = match clocked {
        Clocked::Reading => return rows.push(Row::Remark("reading".to_owned())),
        Clocked::Gone => return rows.push(Row::Remark("the ticket has gone".to_owned())),
        Clocked::Unread => return rows.push(Row::Remark(UNREAD.to_owned())),
        Clocked::Known(standing) => standing,
    };
    let open = |clock: &&Clock| clock.remaining_seconds().is_some();
    let mut running: Vec<&Clock> = standing.clocks.iter().filter(open).collect();
    // What is due next stands first, what stands still last.
    running.sort_by_key(|clock| (clock.due_at.is_none(), clock.due_at));
    rows.extend(running.iter().map(|clock| clock_row(clock, now, zone)));
    if running.is_empty() {
        rows.push(Row::Remark("no clock runs".to_owned()));
    }
    if standing.is_unclocked {
        rows.push(Row::Remark(
            "the client waits, and no clock watches it".to_owned(),
        ));
    }
}

fn clock_row(clock: &Clock, now: Instant, zone: &Zone) -> Row {
    let left = clock.remaining_seconds().unwrap_or_default();
    let press = Press::of(clock, left);
    let due = match (clock.due_at, press) {
        (_, Press::Paused) | (None, _) => "paused".to_owned(),
        (Some(due), _) => format!("due {}", moment::day(due, now, zone)),
    };
    Row::Clock {
        name: clock.metric.label().to_owned(),
        press,
        left: moment::left(now + chrono::TimeDelta::seconds(left), now),
        due,
    }
}

/// The next clock of a row of the list, in the wall's minutes, or when it comes back if it sleeps;
/// none where no clock is open.
pub fn next_clock(row: &ListRow, now: Instant, zone: &Zone) -> Option<Row> {
    let press = row.press(now)?;
    let (left, due) = match (row.comes_back(now), row.clock.due_at) {
        (Some(until), _) => {
            let back = moment::day(until, now, zone);
            (String::new(), format!("snoozed until {back}"))
        }
        (None, Some(due)) => {
            let day = moment::day(due, now, zone);
            (moment::left(due, now), format!("due {day}"))
        }
        (None, None) => (String::new(), "paused".to_owned()),
    };
    Some(Row::Clock {
        name: "next clock".to_owned(),
        press,
        left,
        due,
    })
}

fn about(rows: &mut Vec<Row>, ticket: &Ticket, now: Instant, zone: &Zone) {
    fact(rows, "kind", Some(ticket.kind.name().replace('_', " ")));
    fact(rows, "method", ticket.method.clone());
    fact(rows, "merchant", ticket.merchant.clone());
    let tags = (!ticket.tags.is_empty()).then(|| ticket.tags.join(" "));
    fact(rows, "tags", tags);
    fact(
        rows,
        "created",
        Some(moment::when(ticket.created_at, now, zone)),
    );
    match ticket.solved_at {
        Some(solved) => fact(rows, "solved", Some(moment::when(solved, now, zone))),
        None => fact(
            rows,
            "changed",
            Some(moment::when(ticket.updated_at, now, zone)),
        ),
    }
}

fn linked(rows: &mut Vec<Row>, ticket: &Ticket, links: usize) {
    let jira = (!ticket.jira.is_empty()).then(|| ticket.jira.join(" "));
    fact(rows, "jira", jira);
    let host = ticket.url.as_deref().map(|url| marks::host(url).to_owned());
    fact(rows, "page", host);
    let count = match links {
        0 => None,
        1 => Some("1 link".to_owned()),
        many => Some(format!("{many} links")),
    };
    fact(rows, "in the text", count);
}

fn people(rows: &mut Vec<Row>, ticket: &Ticket) {
    person(rows, "from", ticket.requester.as_ref());
    person(rows, "assignee", ticket.assignee.as_ref());
    fact(rows, "group", ticket.group.clone());
}

/// A person: name and role, below it where they belong and how they are reached.
fn person(rows: &mut Vec<Row>, name: &'static str, person: Option<&Person>) {
    let Some(person) = person else {
        return fact(rows, name, None);
    };
    let safe = |text: &str| text::line(text).into_owned();
    let called = person.called();
    rows.push(Row::Fact {
        name,
        value: called.map(safe),
        more: thread::role(person.role).to_owned(),
    });
    let organization = person.organization.as_deref();
    let mail = person.email.as_deref().filter(|mail| called != Some(*mail));
    for value in [organization, mail].into_iter().flatten() {
        rows.push(Row::Fact {
            name: "",
            value: Some(safe(value)),
            more: String::new(),
        });
    }
}

/// The latest things that happened, newest first.
fn audit(rows: &mut Vec<Row>, thread: &Thread, now: Instant, zone: &Zone) {
    let events = || {
        thread
            .entries
            .iter()
            .filter(|entry| thread::is_system(entry))
    };
    let summary = match events().count() {
        1 => "1 event".to_owned(),
        count => format!("{count} events"),
    };
    section(rows, "Audit", summary);
    if events().next().is_none() {
        rows.push(Row::Remark("nothing but messages".to_owned()));
    }
    for entry in events().rev().take(EVENTS) {
        rows.push(Row::Event {
            at: moment::when(entry.at, now, zone),
            text: thread::system_text(entry),
        });
    }
}
