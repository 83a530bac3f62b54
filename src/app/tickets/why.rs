//! Why: how each clock of a ticket came to stand as it does, what its error codes mean, what its
//! identifiers are.
//!
//! Opened at once and filled as the answers come. Nothing is looked up before somebody asks.

use super::facts::{self, Clocked};
use crate::app::kit::scroll::Scroll;
use crate::app::kit::wrap;
use crate::domain::codes::{Meaning, Meanings};
use crate::domain::merchants::identifiers::{self, Checked, Kind};
use crate::domain::tickets::history::Standing;
use crate::domain::tickets::marks::{self, Sort};
use crate::domain::tickets::{Entry, Press, Thread, TicketId};
use crate::domain::zone::Zone;
use crate::domain::{Instant, text};

/// Codes and identifiers of a ticket that are explained: a log of thousands is not a question.
const MAX_NAMED: usize = 40;
/// Bytes of a ticket's texts that are looked through.
const MAX_TEXT: usize = 1 << 20;
/// Cells by which what belongs to a line stands to the right of it.
const INDENT: u16 = 2;

/// One line of the float.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A section begins.
    Heading(String),
    /// A clock, and how pressing it is; none for one that has ended.
    Clock(Option<Press>, String),
    /// A code or an identifier.
    Name(String),
    /// What is said about it, cells to the right.
    Said(u16, String),
    /// What steps back: where it is from, what is not there yet.
    Aside(u16, String),
    /// Nothing.
    Blank,
}

/// What a text of a ticket names.
#[derive(Clone, Debug)]
struct Named {
    codes: Vec<(String, Vec<&'static Meaning>)>,
    /// As it is shown, and what it is.
    identifiers: Vec<(String, String)>,
}

/// The float.
#[derive(Clone, Debug)]
pub struct Why {
    /// Which ticket.
    pub ticket: TicketId,
    /// Its number, as people say it.
    pub number: String,
    /// How far it is scrolled.
    pub scroll: Scroll,
    clocked: Clocked,
    named: Option<Named>,
    /// The store could not read its texts.
    unread: bool,
    lines: Vec<Line>,
    cells: u16,
}

impl Why {
    /// A float on this ticket that knows nothing yet.
    pub fn new(ticket: TicketId, number: String) -> Self {
        Self {
            ticket,
            number,
            scroll: Scroll::default(),
            clocked: Clocked::Reading,
            named: None,
            unread: false,
            lines: Vec::new(),
            cells: 0,
        }
    }

    /// The lines, laid out.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// True while something is still to come.
    pub fn is_reading(&self) -> bool {
        self.clocked == Clocked::Reading || (self.lacks_texts() && !self.unread)
    }

    /// True until its texts were read.
    pub fn lacks_texts(&self) -> bool {
        self.named.is_none()
    }

    /// The store could not read its texts.
    pub fn failed(&mut self) {
        self.unread = true;
        self.cells = 0;
    }

    /// The store could not say how its clocks stand.
    pub fn clocks_failed(&mut self) {
        self.clocked.failed();
        self.cells = 0;
    }

    /// Takes how the clocks stand.
    pub fn clocked(&mut self, standing: Option<Standing>) {
        self.clocked = standing.into();
        self.cells = 0;
    }

    /// Takes the texts of the ticket; none if it has gone.
    pub fn read(&mut self, thread: Option<&Thread>, meanings: Meanings, now: Instant) {
        self.named = Some(match thread {
            Some(thread) => named(thread, meanings, now),
            None => Named {
                codes: Vec::new(),
                identifiers: Vec::new(),
            },
        });
        self.cells = 0;
    }

    /// Lays it out in so many cells and rows.
    pub fn fit(&mut self, cells: u16, height: usize, now: Instant, zone: &Zone) {
        if self.cells != cells {
            self.cells = cells;
            self.lines.clear();
            self.tell_clocks(now, zone);
            self.tell_named();
        }
        self.scroll.fit(self.lines.len(), height);
    }

    fn heading(&mut self, heading: impl Into<String>) {
        if !self.lines.is_empty() {
            self.lines.push(Line::Blank);
        }
        self.lines.push(Line::Heading(heading.into()));
    }

    /// Adds a sentence, wrapped; `make` says what its lines are.
    fn add(&mut self, indent: u16, text: &str, make: fn(u16, String) -> Line) {
        let room = usize::from(self.cells.saturating_sub(indent));
        let lines = wrap::wrap(text, room);
        self.lines
            .extend(lines.into_iter().map(|line| make(indent, line)));
    }

    fn tell_clocks(&mut self, now: Instant, zone: &Zone) {
        self.heading("Clocks");
        let standing = match std::mem::take(&mut self.clocked) {
            Clocked::Reading => return self.lines.push(Line::Aside(0, "reading".to_owned())),
            Clocked::Unread => {
                self.clocked = Clocked::Unread;
                return self.lines.push(Line::Aside(0, facts::UNREAD.to_owned()));
            }
            Clocked::Gone => {
                self.clocked = Clocked::Gone;
                let gone = "the ticket has gone";
                return self.lines.push(Line::Aside(0, gone.to_owned()));
            }
            Clocked::Known(standing) => standing,
        };
        if standing.clocks.is_empty() {
            let none = "no policy sets a target for this ticket";
            self.lines.push(Line::Aside(0, none.to_owned()));
        }
        for (at, clock) in standing.clocks.iter().enumerate() {
            if at > 0 {
                self.lines.push(Line::Blank);
            }
            let press = clock.remaining_seconds().map(|left| Press::of(clock, left));
            // The flag before it takes its place on each of the lines.
            let room = usize::from(self.cells.saturating_sub(3));
            let said = wrap::wrap(&clock.said(now, zone), room);
            self.lines
                .extend(said.into_iter().map(|line| Line::Clock(press, line)));
            self.add(3, &format!("target {}", clock.target_said()), Line::Aside);
            let why = standing.why.as_ref().and_then(|why| why.get(at));
            for sentence in why.into_iter().flatten() {
                self.add(3, &text::line(sentence), Line::Said);
            }
        }
        if standing.is_unclocked {
            let unclocked = "a message of the client waits, and no clock watches it";
            self.lines.push(Line::Blank);
            self.add(0, unclocked, Line::Said);
        }
        self.clocked = Clocked::Known(standing);
    }

    fn tell_named(&mut self) {
        let Some(named) = self.named.take() else {
            self.heading("Codes");
            let state = if self.unread {
                facts::UNREAD
            } else {
                "reading"
            };
            return self.lines.push(Line::Aside(0, state.to_owned()));
        };
        if !named.codes.is_empty() {
            self.heading("Codes");
        }
        for (code, meanings) in &named.codes {
            self.lines.push(Line::Name(code.clone()));
            if meanings.is_empty() {
                let unknown = "not in the lists of PPRO, SEPA and Pix";
                self.add(INDENT, unknown, Line::Aside);
            }
            for meaning in meanings {
                let said = format!("{}: {}", meaning.scheme, meaning.means);
                self.add(INDENT, &said, Line::Said);
                self.add(
                    INDENT,
                    &format!("who said no: {}", meaning.whose),
                    Line::Said,
                );
                let advice = meaning.advice();
                if !advice.is_empty() {
                    self.add(INDENT, &format!("next: {advice}"), Line::Said);
                }
                self.add(INDENT, &meaning.source, Line::Aside);
            }
        }
        if !named.identifiers.is_empty() {
            self.heading("Identifiers");
        }
        for (shown, what) in &named.identifiers {
            self.lines.push(Line::Name(shown.clone()));
            self.add(INDENT, what, Line::Said);
        }
        if named.codes.is_empty() && named.identifiers.is_empty() {
            self.heading("Codes and identifiers");
            let none = "the messages name none";
            self.lines.push(Line::Aside(0, none.to_owned()));
        }
        self.named = Some(named);
    }
}

/// What the messages of a ticket name, each once, in order.
fn named(thread: &Thread, meanings: Meanings, now: Instant) -> Named {
    let mut named = Named {
        codes: Vec::new(),
        identifiers: Vec::new(),
    };
    let mut left = MAX_TEXT;
    let said = |entry: &Entry| !entry.text.is_empty();
    let messages = thread.entries.iter().filter(|entry| said(entry));
    let texts = std::iter::once(&thread.ticket.subject).chain(messages.map(|entry| &entry.text));
    for given in texts {
        let Some(rest) = left.checked_sub(given.len()) else {
            break;
        };
        left = rest;
        let safe = text::screen(given);
        for line in safe.lines() {
            for mark in marks::marks(line) {
                let word = line.get(mark.range).unwrap_or_default();
                name(&mut named, mark.sort, word, meanings, now);
            }
        }
    }
    named
}

fn name(named: &mut Named, sort: Sort, word: &str, meanings: Meanings, now: Instant) {
    match sort {
        Sort::Code
            if named.codes.len() < MAX_NAMED
                && !named.codes.iter().any(|(known, _)| known == word) =>
        {
            named.codes.push((word.to_owned(), meanings.of(word)));
        }
        Sort::Iban | Sort::Reference if named.identifiers.len() < MAX_NAMED => {
            let shown = match sort {
                Sort::Iban => marks::masked(word),
                _ => word.to_owned(),
            };
            if !named.identifiers.iter().any(|(known, _)| *known == shown) {
                let what = what(sort, word, now);
                named.identifiers.push((shown, what));
            }
        }
        _ => {}
    }
}

/// What an identifier is, and whether it is right.
fn what(sort: Sort, word: &str, now: Instant) -> String {
    if sort == Sort::Iban {
        let Some(kind) = identifiers::kind("iban") else {
            return "an account".to_owned();
        };
        return told(kind, &identifiers::check(kind, word, now));
    }
    // A shape alone says little: only what check digits or a registry prove is named.
    let is_proved = |checked: &Checked| {
        let proof = checked.proof;
        proof.is_some_and(|proof| proof.checks > 0 || proof.list.is_some())
    };
    let guesses = identifiers::guess(word, now).into_iter();
    let proved = guesses
        .filter(|(_, checked)| checked.valid && is_proved(checked))
        .map(|(kind, checked)| told(kind, &checked));
    match proved.take(2).collect::<Vec<_>>().as_slice() {
        [] => "a reference".to_owned(),
        kinds => kinds.join("; or "),
    }
}

fn told(kind: &Kind, checked: &Checked) -> String {
    match (&checked.reason, &checked.proof) {
        (Some(reason), _) => {
            // A reason may say which account was meant.
            let reason = marks::with_accounts_masked(reason);
            format!("{}, not valid: {reason}", kind.title)
        }
        (None, Some(proof)) => {
            let proved: Vec<_> = proof.proved().collect();
            format!("{}, valid ({})", kind.title, proved.join(", "))
        }
        (None, None) => kind.title.to_owned(),
    }
}
