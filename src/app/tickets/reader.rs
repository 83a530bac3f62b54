//! The open ticket: its timeline, scrolled, with the composer under it.
//!
//! The view hangs on the entry at its top, never on a line's number: another width, a quote that
//! unfolds and an entry that comes in leave what is read where it stands.

use std::collections::BTreeSet;

use super::composer::Composer;
use super::facts::{self, Clocked, Row};
use super::find::{Find, Found};
use super::thread::{self, Events, Frame, Line, Link, Sheet};
use crate::app::event::{Now, Slot};
use crate::app::requests::Requests;
use crate::domain::Query;
use crate::domain::tickets::history::{ClockQuery, Standing};
use crate::domain::tickets::{self, EntryId, Thread, TicketId};
use crate::domain::zone::Zone;

/// A place in the timeline: an entry, and how many of its lines stand above.
type Place = (EntryId, usize);

/// A line on show.
#[derive(Clone, Debug)]
pub struct Shown<'a> {
    /// The line.
    pub line: &'a Line,
    /// What of it was found.
    pub found: &'a [Found],
}

/// A ticket that is open.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Which ticket.
    pub id: TicketId,
    /// The ticket and its timeline; none until the store has answered.
    pub thread: Option<Thread>,
    /// True if the store has no such ticket.
    pub missing: bool,
    /// True if the store could not say whether it has it, or how it stands now.
    pub unread: bool,
    /// The note being written.
    pub composer: Option<Composer>,
    /// What is looked for in the timeline.
    pub find: Option<Find>,
    /// Which events the timeline tells.
    pub events: Events,
    /// What is known about the ticket, as it stands beside it.
    pub facts: Vec<Row>,
    /// Messages that came in below what is on show.
    pub unseen: usize,
    /// How its clocks stand.
    clocked: Clocked,
    /// What was typed into a composer that opens as soon as the store has answered: its draft may
    /// be newer than the preview's copy, and what is typed meanwhile is text, never a verb.
    typed_ahead: Option<String>,
    /// True once the thread is the store's answer and not the preview's copy.
    is_read: bool,
    /// A note of ours is on its way into the timeline: the view goes to it.
    follows: bool,
    sheet: Sheet,
    /// Every quote is unfolded.
    unfolded: bool,
    /// Quotes that are unfolded alone, because something was found in them.
    open: BTreeSet<usize>,
    /// The lines that are not folded away.
    shown: Vec<usize>,
    /// What was found in the lines on show.
    found: Vec<Vec<Found>>,
    scroll: usize,
    /// True until the person scrolls: the newest message is what one comes to read.
    at_bottom: bool,
    /// Where the view was before something was looked for.
    before: Option<(usize, bool)>,
    cells: usize,
    height: usize,
}

impl Reader {
    /// Opens a ticket; how the clocks of another one stand is no longer wanted.
    pub fn open(id: TicketId, requests: &mut Requests) -> Self {
        requests.forget(Slot::Clocks);
        requests.ask(Slot::Thread, Query::Tickets(tickets::Query::Thread(id)));
        Self {
            id,
            thread: None,
            missing: false,
            unread: false,
            composer: None,
            find: None,
            events: Events::Short,
            facts: Vec::new(),
            unseen: 0,
            clocked: Clocked::Reading,
            typed_ahead: None,
            is_read: false,
            follows: false,
            sheet: Sheet::default(),
            unfolded: false,
            open: BTreeSet::new(),
            shown: Vec::new(),
            found: Vec::new(),
            scroll: 0,
            at_bottom: true,
            before: None,
            cells: 0,
            height: 1,
        }
    }

    /// Reads the ticket again.
    pub fn refresh(&self, requests: &mut Requests) {
        requests.ask(
            Slot::Thread,
            Query::Tickets(tickets::Query::Thread(self.id)),
        );
    }

    /// Asks how its clocks stand now.
    pub fn ask_clocks(&self, now: Now, requests: &mut Requests) {
        let query = ClockQuery::Stand {
            tickets: vec![self.id],
            now: now.wall,
            why: None,
        };
        requests.ask(Slot::Clocks, Query::Clocks(query));
    }

    /// The store could not read the ticket: the preview's copy stays, if there is one.
    pub fn failed(&mut self, now: Now, zone: &Zone) {
        self.unread = true;
        self.clocks_failed(now, zone);
    }

    /// The store could not say how its clocks stand.
    pub fn clocks_failed(&mut self, now: Now, zone: &Zone) {
        self.clocked.failed();
        self.tell_facts(now, zone);
    }

    /// Takes how its clocks stand.
    pub fn clocked(&mut self, standing: Option<Standing>, now: Now, zone: &Zone) {
        self.clocked = standing.into();
        self.tell_facts(now, zone);
    }

    /// Works out what stands beside the ticket.
    pub fn tell_facts(&mut self, now: Now, zone: &Zone) {
        self.facts = match &self.thread {
            Some(thread) => facts::rows(
                thread,
                &self.clocked,
                self.sheet.links.len(),
                now.wall,
                zone,
            ),
            None => Vec::new(),
        };
    }

    /// Shows what the preview has read, until the store answers.
    pub fn show(&mut self, thread: Thread, now: Now, zone: &Zone) {
        self.thread = Some(thread);
        self.lay_out(now, zone);
    }

    /// Takes the store's answer.
    pub fn answer(&mut self, thread: Option<Thread>, now: Now, zone: &Zone) {
        self.missing = thread.is_none();
        self.unread = false;
        let again = std::mem::replace(&mut self.is_read, true);
        let came = if again { self.came(thread.as_ref()) } else { 0 };
        self.thread = thread;
        if came > 0 && !self.follows {
            // What is read stays where it is; what came in is told.
            self.at_bottom = false;
            self.unseen += came;
        }
        self.at_bottom |= std::mem::take(&mut self.follows) && came > 0;
        self.lay_out(now, zone);
        self.see();
        if let Some(typed) = self.typed_ahead.take() {
            self.compose();
            if let Some(composer) = &mut self.composer
                && !typed.is_empty()
            {
                composer.paste(&typed, now);
            }
        }
    }

    /// How many messages a newer reading has that this one has not.
    fn came(&self, newer: Option<&Thread>) -> usize {
        let known: BTreeSet<EntryId> = match &self.thread {
            Some(thread) => thread.entries.iter().map(|entry| entry.id).collect(),
            None => return 0,
        };
        let entries = newer.map_or(&[][..], |thread| &thread.entries);
        let new = entries.iter().filter(|entry| !known.contains(&entry.id));
        new.filter(|entry| !thread::is_system(entry)).count()
    }

    /// A note of ours was written: the view goes to it when it is read.
    pub fn follow(&mut self) {
        self.follows = true;
    }

    /// Opens the composer, now or as soon as the ticket is here.
    pub fn compose(&mut self) {
        if !self.is_read {
            self.typed_ahead.get_or_insert_default();
            return;
        }
        if let (Some(thread), None) = (&self.thread, &self.composer) {
            self.composer = Some(Composer::new(self.id, thread.draft.as_deref()));
        }
    }

    /// True while a note is written, or will be as soon as the ticket is here.
    pub fn is_composing(&self) -> bool {
        self.composer.is_some() || self.typed_ahead.is_some()
    }

    /// Takes text typed or pasted before the composer is here; false if none is to open.
    pub fn type_ahead(&mut self, text: &str) -> bool {
        match &mut self.typed_ahead {
            Some(typed) => {
                typed.push_str(text);
                true
            }
            None => false,
        }
    }

    /// Wants no composer any more.
    pub fn forget_composer(&mut self) -> Option<Composer> {
        self.typed_ahead = None;
        self.composer.take()
    }

    /// Fits the timeline to a width and height.
    pub fn resize(&mut self, cells: usize, height: usize, now: Now, zone: &Zone) {
        self.height = height.max(1);
        if cells != self.cells {
            self.cells = cells;
            self.lay_out(now, zone);
        }
        self.clamp();
        self.highlight();
    }

    fn lay_out(&mut self, now: Now, zone: &Zone) {
        if self.cells == 0 {
            // Its place is not known yet: laid out once it is.
            return;
        }
        let place = self.place();
        let folds = self.sheet.folds.len();
        self.sheet = match &self.thread {
            Some(thread) => {
                let frame = Frame {
                    cells: self.cells,
                    now: now.wall,
                    zone,
                    events: self.events,
                };
                thread::lay_out(thread, &frame)
            }
            None => Sheet::default(),
        };
        if folds != self.sheet.folds.len() {
            self.open.clear();
        }
        if let Some(find) = &mut self.find {
            find.index(&self.sheet);
        }
        self.list_shown(place);
        self.tell_facts(now, zone);
    }

    /// The entry at the top of the view.
    fn place(&self) -> Option<Place> {
        let line = *self.shown.get(self.scroll)?;
        let entries = &self.sheet.entries;
        let at = entries.partition_point(|(_, first)| *first <= line);
        let (entry, first) = entries.get(at.checked_sub(1)?)?;
        Some((*entry, line - first))
    }

    /// Lists the lines that are not folded away, and puts a place back to the top of the view.
    fn list_shown(&mut self, place: Option<Place>) {
        self.shown.clear();
        let mut line = 0;
        for (at, fold) in self.sheet.folds.iter().enumerate() {
            self.shown.extend(line..fold.at);
            if self.unfolded || self.open.contains(&at) {
                // What is open needs no line that says so.
                self.shown.extend(fold.lines.clone());
            } else {
                self.shown.push(fold.at);
            }
            line = fold.lines.end;
        }
        self.shown.extend(line..self.sheet.lines.len());
        if let Some((entry, below)) = place {
            let entries = &self.sheet.entries;
            if let Some(at) = entries.iter().position(|(id, _)| *id == entry) {
                let first = entries.get(at).map_or(0, |(_, first)| *first);
                let end = entries.get(at + 1).map(|(_, next)| *next);
                let end = end.unwrap_or(self.sheet.lines.len());
                self.go_to_line((first + below).min(end.saturating_sub(1)));
            }
        }
        self.clamp();
    }

    /// Puts a line to the top of the view.
    fn go_to_line(&mut self, line: usize) {
        self.scroll = self.shown.partition_point(|shown| *shown < line);
    }

    fn last(&self) -> usize {
        self.shown.len().saturating_sub(self.height)
    }

    fn clamp(&mut self) {
        self.scroll = if self.at_bottom {
            self.last()
        } else {
            self.scroll.min(self.last())
        };
    }

    /// What came in is seen once the end is on show.
    fn see(&mut self) {
        if self.scroll == self.last() {
            self.unseen = 0;
        }
    }

    /// Scrolls by lines.
    pub fn scroll_by(&mut self, lines: isize) {
        let last = self.last();
        self.scroll = self.scroll.saturating_add_signed(lines).min(last);
        self.at_bottom = self.scroll == last;
        self.see();
    }

    /// Scrolls by views, two lines of overlap.
    pub fn scroll_page(&mut self, views: isize) {
        let step = isize::try_from(self.height.saturating_sub(2).max(1)).unwrap_or(1);
        self.scroll_by(step.saturating_mul(views));
    }

    /// The lines on show.
    pub fn visible(&self) -> impl Iterator<Item = Shown<'_>> {
        let end = (self.scroll + self.height).min(self.shown.len());
        let shown = self.shown.get(self.scroll..end).unwrap_or_default();
        shown.iter().enumerate().filter_map(|(row, at)| {
            let found = self.found.get(row).map_or(&[][..], Vec::as_slice);
            let line = self.sheet.lines.get(*at)?;
            Some(Shown { line, found })
        })
    }

    /// The first and last line on show, counted from 1, and how many there are.
    pub fn position(&self) -> (usize, usize, usize) {
        let all = self.shown.len();
        let end = (self.scroll + self.height).min(all);
        ((self.scroll + 1).min(end), end, all)
    }

    /// The links of its messages, in the order of their numbers.
    pub fn links(&self) -> &[Link] {
        &self.sheet.links
    }

    /// How many quotes can be folded, and whether they are unfolded.
    pub fn quotes(&self) -> (usize, bool) {
        let count = self.sheet.folds.len();
        (count, self.unfolded || self.open.len() == count)
    }

    /// Unfolds every quote, or folds them again.
    pub fn toggle_quotes(&mut self) {
        let (_, unfolded) = self.quotes();
        self.unfolded = !unfolded;
        self.open.clear();
        let place = self.place();
        self.at_bottom = false;
        self.list_shown(place);
        self.at_bottom = self.scroll == self.last();
    }

    /// Tells other events.
    pub fn turn_events(&mut self, now: Now, zone: &Zone) {
        self.events = self.events.next();
        self.lay_out(now, zone);
    }

    /// Begins to look for something in the timeline.
    pub fn begin_find(&mut self) {
        let top = self.shown.get(self.scroll).copied().unwrap_or(0);
        self.before = Some((self.scroll, self.at_bottom));
        self.find = Some(Find::new(&self.sheet, top));
    }

    /// After what is looked for has changed: shows the first of it.
    pub fn find_typed(&mut self) {
        if let Some(find) = &mut self.find {
            find.search();
        }
        self.show_found();
    }

    /// Goes to the next hit or the one before.
    pub fn find_step(&mut self, by: isize) {
        if let Some(find) = &mut self.find {
            find.step(by);
        }
        self.show_found();
    }

    /// Unfolds the quotes that something was found in, and brings the hit into the view.
    fn show_found(&mut self) {
        let Some(find) = &self.find else { return };
        let touched = self.sheet.folds.iter().enumerate();
        let touched = touched.filter(|(_, fold)| find.touches(&fold.lines));
        let open: BTreeSet<usize> = touched.map(|(at, _)| at).collect();
        let line = find.line();
        if open != self.open {
            self.open = open;
            let place = self.place();
            self.list_shown(place);
        }
        let Some(line) = line else {
            // Nothing is found: back to where one looked from.
            if let Some((scroll, at_bottom)) = self.before {
                (self.scroll, self.at_bottom) = (scroll, at_bottom);
                self.clamp();
            }
            return;
        };
        let row = self.shown.partition_point(|shown| *shown < line);
        let on_show = self.scroll..self.scroll + self.height;
        if !on_show.contains(&row) {
            self.scroll = row.saturating_sub(self.height / 2).min(self.last());
        }
        self.at_bottom = false;
    }

    /// Ends looking: at what was found, or where one began if nothing was.
    pub fn end_find(&mut self) {
        let Some(find) = self.find.take() else { return };
        let here = find.line();
        // What was unfolded for other hits folds again.
        let folds = &self.sheet.folds;
        self.open.retain(|at| {
            here.is_some_and(|line| folds.get(*at).is_some_and(|f| f.lines.contains(&line)))
        });
        let place = self.place();
        self.list_shown(place);
        self.before = None;
        self.at_bottom = self.scroll == self.last();
        self.found.clear();
    }

    /// Works out what was found in the lines on show.
    fn highlight(&mut self) {
        self.found.clear();
        let Some(find) = &self.find else { return };
        let end = (self.scroll + self.height).min(self.shown.len());
        let shown = self.shown.get(self.scroll..end).unwrap_or_default();
        let found = shown.iter().map(|at| match self.sheet.lines.get(*at) {
            Some(line) => find.found(*at, line),
            None => Vec::new(),
        });
        self.found = found.collect();
    }
}
