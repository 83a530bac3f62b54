//! The open ticket: its timeline, scrolled, with the composer under it.

use super::composer::Composer;
use super::thread::{self, Line};
use crate::app::event::{Now, Slot};
use crate::app::requests::Requests;
use crate::domain::Query;
use crate::domain::tickets::{self, Thread, TicketId};
use crate::domain::zone::Zone;

/// A ticket that is open.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Which ticket.
    pub id: TicketId,
    /// The ticket and its timeline; none until the store has answered.
    pub thread: Option<Thread>,
    /// True if the store has no such ticket.
    pub missing: bool,
    /// The note being written.
    pub composer: Option<Composer>,
    /// What was typed into a composer that opens as soon as the store has answered: its draft may
    /// be newer than the preview's copy, and what is typed meanwhile is text, never a verb.
    typed_ahead: Option<String>,
    /// True once the thread is the store's answer and not the preview's copy.
    is_read: bool,
    lines: Vec<Line>,
    scroll: usize,
    /// True until the person scrolls: the newest message is what one comes to read.
    at_bottom: bool,
    cells: usize,
    height: usize,
}

impl Reader {
    /// Opens a ticket.
    pub fn open(id: TicketId, requests: &mut Requests) -> Self {
        requests.ask(Slot::Thread, Query::Tickets(tickets::Query::Thread(id)));
        Self {
            id,
            thread: None,
            missing: false,
            composer: None,
            typed_ahead: None,
            is_read: false,
            lines: Vec::new(),
            scroll: 0,
            at_bottom: true,
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

    /// Shows what the preview has read, until the store answers.
    pub fn show(&mut self, thread: Thread, now: Now, zone: &Zone) {
        self.thread = Some(thread);
        self.lay_out(now, zone);
    }

    /// Takes the store's answer.
    pub fn answer(&mut self, thread: Option<Thread>, now: Now, zone: &Zone) {
        self.missing = thread.is_none();
        self.is_read = true;
        self.thread = thread;
        self.lay_out(now, zone);
        if let Some(typed) = self.typed_ahead.take() {
            self.compose();
            if let Some(composer) = &mut self.composer
                && !typed.is_empty()
            {
                composer.paste(&typed, now);
            }
        }
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
    }

    fn lay_out(&mut self, now: Now, zone: &Zone) {
        self.lines = match &self.thread {
            Some(thread) => thread::lines(thread, self.cells, now.wall, zone),
            None => Vec::new(),
        };
        self.clamp();
    }

    fn clamp(&mut self) {
        let last = self.lines.len().saturating_sub(self.height);
        self.scroll = if self.at_bottom {
            last
        } else {
            self.scroll.min(last)
        };
    }

    /// Scrolls by lines.
    pub fn scroll_by(&mut self, lines: isize) {
        let last = self.lines.len().saturating_sub(self.height);
        self.scroll = self.scroll.saturating_add_signed(lines).min(last);
        self.at_bottom = self.scroll == last;
    }

    /// Scrolls by views, two lines of overlap.
    pub fn scroll_page(&mut self, views: isize) {
        let step = isize::try_from(self.height.saturating_sub(2).max(1)).unwrap_or(1);
        self.scroll_by(step.saturating_mul(views));
    }

    /// The lines on show, how many stand above them, and how many there are in all.
    pub fn visible(&self) -> (&[Line], usize, usize) {
        let end = (self.scroll + self.height).min(self.lines.len());
        (
            self.lines.get(self.scroll..end).unwrap_or_default(),
            self.scroll,
            self.lines.len(),
        )
    }
}
