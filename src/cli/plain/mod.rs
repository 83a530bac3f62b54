//! `paydesk --plain`: the desk in lines, for screen readers, dumb terminals and pipes.
//!
//! A line goes in, lines come out; nothing already said is ever changed, and no byte moves a cursor.
//! It is a third door to the same commands and queries. What changes is said once, behind a
//! word that says what it is: `STATUS 48213 pending, was open`. What is wrong is one line, and the
//! next one is read.

mod input;
mod list;
mod ticket;
mod word;

use std::collections::BTreeMap;
use std::env;
use std::io::{self, IsTerminal};
use std::time::Duration;

use super::print::{Output, terminal_width};
use super::query::Asker;
use super::session::{Session, actor};
use super::{Verdict, ask};
use crate::app::tickets::queue::starting_filter;
use crate::config::Config;
use crate::domain::tickets::{Filter, ListRow, Position, TicketId};
use crate::domain::{Actor, Command, Instant, text};
use crate::error::{Error, ErrorKind, Result};
use crate::runtime::read_wall;
use crate::store::Store;
use input::{Heard, Input};
use word::Word;

/// What is written before a line is read.
const PROMPT: &str = "> ";
/// The same while a note is written.
const NOTE_PROMPT: &str = "note> ";

/// What can be typed.
const HELP: &[&str] = &[
    "list, l QUERY: the tickets of the filter, or of a query; nine at a time",
    "more: the next nine",
    "filter QUERY: sets the filter; without a query it is read out. See paydesk ticket list --help",
    "1 to 9: opens that ticket of the list",
    "open ID: opens 48213, zd:35436 or a ticket's page",
    "show: reads the open ticket again",
    "note: begins a note; a line with a single . adds it, a line with .drop throws it away",
    "note TEXT: adds a note at once",
    "status open, pending, hold or solved: of the open ticket, or of those named behind it",
    "priority low, normal, high, urgent or none: the same",
    "undo, redo: takes back what you did last, or does it again",
    "views: the named filters; view NAME or view N takes one",
    "quit: leaves; so does the end of the input",
];

/// True if the desk is to be opened in lines: it was asked for, or the terminal can show nothing else.
/// A program without a terminal has to ask.
pub(super) fn is_wanted(flag: bool) -> bool {
    let has = |name: &str, value: &str| env::var(name).is_ok_and(|set| set == value);
    let is_terminal = io::stdin().is_terminal() || io::stdout().is_terminal();
    flag || is_terminal && (has("TERM", "dumb") || has("SCREENREADER", "1"))
}

/// A ticket that is open.
#[derive(Clone, Debug)]
struct Opened {
    id: TicketId,
    number: String,
}

/// A note that is being written.
#[derive(Debug)]
struct Writing {
    ticket: Opened,
    lines: Vec<String>,
}

/// The desk in lines.
struct Plain<'a> {
    session: &'a Session,
    config: Config,
    store: Store,
    /// When its clock stands, if it does.
    fixed_now: Option<Instant>,
    actor: Actor,
    output: &'a mut Output,
    filter: Filter,
    /// The rows that the digits open.
    rows: Vec<ListRow>,
    /// Where the next rows begin; none at the end.
    next: Option<Position>,
    open: Option<Opened>,
    writing: Option<Writing>,
    /// When tickets that were read out are due, by what they are called.
    due: BTreeMap<TicketId, (Instant, String)>,
}

/// Opens a desk in lines and returns when it is left.
pub(super) fn open(
    session: &Session,
    config: Config,
    store: Store,
    fixed_now: Option<Instant>,
    output: &mut Output,
) -> Result<Verdict> {
    let mut plain = Plain {
        actor: actor(&config),
        filter: starting_filter(!config.policies.is_empty()),
        session,
        config,
        store,
        fixed_now,
        output,
        rows: Vec::new(),
        next: None,
        open: None,
        writing: None,
        due: BTreeMap::new(),
    };
    plain.greet()?;
    plain.converse()?;
    Ok(Verdict::Done)
}

impl Plain<'_> {
    fn greet(&mut self) -> Result<()> {
        self.set_edge();
        if let Some(reason) = self.store.read_only() {
            self.say(&format!("read-only: {reason}"))?;
        }
        let count = self.count()?;
        self.say(&format!(
            "paydesk, {count}, filter {}. list reads them out, help says what can be typed.",
            self.filter
        ))
    }

    fn converse(&mut self) -> Result<()> {
        let mut input = Input::open()?;
        loop {
            self.set_edge();
            self.tell_breaches()?;
            self.prompt()?;
            let line = loop {
                match input.next(self.patience())? {
                    Heard::Line(line) => break line,
                    Heard::TooLong => {
                        let what = "a line of more than 128 kB was left out whole";
                        let cure = "write it in several lines";
                        self.complain(&Error::new(ErrorKind::Refused, what).hint(cure))?;
                        self.prompt()?;
                    }
                    Heard::End => return self.end(),
                    Heard::Nothing => {
                        if self.is_anything_due() {
                            // Behind the prompt, or behind what is half typed.
                            self.say("")?;
                            self.tell_breaches()?;
                            self.prompt()?;
                        }
                    }
                }
            };
            if !input.is_terminal() {
                // A terminal shows what is typed; in a pipe the lines would run together.
                self.say(&line)?;
            }
            match self.answer(&line) {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                Err(error) => self.complain(&error)?,
            }
            if self.output.is_closed() {
                return Ok(());
            }
        }
    }

    /// Takes one line; false if it was the last.
    fn answer(&mut self, line: &str) -> Result<bool> {
        if self.writing.is_some() {
            self.write(line)?;
            return Ok(true);
        }
        match word::parse(line)? {
            Word::Nothing => {}
            Word::List(None) => self.list()?,
            Word::Filter(None) => self.say(&format!("filter {}", self.filter))?,
            Word::List(Some(query)) | Word::Filter(Some(query)) => self.set_filter(&query)?,
            Word::More => self.more()?,
            Word::Row(number) => self.open_row(number)?,
            Word::Open(handle) => self.open_ticket(&handle)?,
            Word::Show => self.show()?,
            Word::Note(text) => self.note(text)?,
            Word::Set(field, tickets) => self.set(field, &tickets)?,
            Word::Undo => self.reverse(Command::Undo, "UNDO")?,
            Word::Redo => self.reverse(Command::Redo, "REDO")?,
            Word::Views => self.views()?,
            Word::View(name) => self.view(&name)?,
            Word::Help => {
                for line in HELP {
                    self.say(line)?;
                }
            }
            Word::Quit => return Ok(false),
        }
        Ok(true)
    }

    /// The input has ended.
    fn end(&mut self) -> Result<()> {
        // What follows begins a line of its own.
        self.say("")?;
        if let Some(writing) = self.writing.take() {
            self.say_draft(&writing, "kept; note goes on with it")?;
        }
        Ok(())
    }

    fn say(&mut self, line: &str) -> Result<()> {
        self.output.line(line)
    }

    /// One line, and the next one is read.
    fn complain(&mut self, error: &Error) -> Result<()> {
        log::error!("{error}");
        self.say(&format!("ERROR {}", error.one_line()))
    }

    fn prompt(&mut self) -> Result<()> {
        let prompt = if self.writing.is_some() {
            NOTE_PROMPT
        } else {
            PROMPT
        };
        self.output.write(prompt.as_bytes())?;
        self.output.finish()
    }

    /// Lines are as long as the terminal is wide now.
    fn set_edge(&mut self) {
        self.output.wrap_at(terminal_width());
    }

    fn now(&self) -> Instant {
        self.fixed_now.unwrap_or_else(read_wall)
    }

    fn asker(&self) -> Result<Asker> {
        Asker::at(self.config.clone(), self.now())
    }

    /// "24 tickets".
    fn count(&self) -> Result<String> {
        let selection = self.asker()?.select(&self.filter);
        let count = ask::count(&self.store, selection)?;
        Ok(super::print::count(count, "ticket"))
    }

    /// Remembers when a ticket that was read out is due, to say so when it is.
    fn watch(&mut self, id: TicketId, number: &str, due: Option<Instant>) {
        let due = due.filter(|due| *due > self.now());
        self.due.remove(&id);
        self.due
            .extend(due.map(|due| (id, (due, text::line(number).into_owned()))));
    }

    fn is_anything_due(&self) -> bool {
        let now = self.now();
        self.due.values().any(|(due, _)| *due <= now)
    }

    /// How long the input may be waited for; none where no clock runs.
    fn patience(&self) -> Option<Duration> {
        let first = self.due.values().map(|(due, _)| *due).min()?;
        let left = (first - self.now()).to_std().unwrap_or_default();
        // A little later: it is due once its second is over.
        self.fixed_now
            .is_none()
            .then(|| left + Duration::from_secs(1))
    }

    /// Says of each ticket that was read out when it becomes late, once.
    fn tell_breaches(&mut self) -> Result<()> {
        let now = self.now();
        let due = self.due.iter().filter(|(_, (due, _))| *due <= now);
        let due: Vec<_> = due.map(|(id, (_, number))| (*id, number.clone())).collect();
        for (id, number) in due {
            self.due.remove(&id);
            // It may have been answered elsewhere since.
            let tickets = ask::full(&self.store, vec![id])?;
            let standing = ask::standings(&self.store, &tickets, now, None)?;
            let standing = standing.into_iter().next().flatten();
            if standing.is_some_and(|s| s.next_breach_at.is_some_and(|at| at <= now)) {
                self.say(&format!("BREACH {number}"))?;
            }
        }
        Ok(())
    }
}
