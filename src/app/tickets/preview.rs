//! The preview: the ticket under the cursor, read whole, and those that the next keys would show.

use super::thread::{self, Line};
use crate::app::event::{Now, Slot};
use crate::app::kit::list::WindowedList;
use crate::app::requests::Requests;
use crate::domain::Query;
use crate::domain::tickets::{self, ListRow, Thread, TicketId};
use crate::domain::zone::Zone;

/// Tickets kept that were read ahead: a screen's walk, back and forth.
const AHEAD_KEPT: usize = 24;

/// The row under the cursor, read whole.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// Which ticket the preview is of.
    pub id: Option<TicketId>,
    /// The ticket; none until the store has answered, so that nothing stale is acted on.
    pub thread: Option<Thread>,
    /// Its timeline, laid out.
    pub lines: Vec<Line>,
    /// True if it is wanted.
    pub on: bool,
    /// True if it is wanted below the list even where there is room beside it.
    pub below: bool,
    cells: usize,
    /// The lines are of another ticket.
    stale: bool,
    /// The store has changed since it was read: shown until the answer comes.
    outdated: bool,
    /// An answer is under way.
    waits: bool,
    /// Tickets read ahead, oldest first.
    ahead: Vec<Thread>,
    /// A ticket is open: its neighbours are read ahead.
    reading: bool,
}

impl Preview {
    /// A preview that is wanted and knows nothing yet.
    pub(super) fn wanted() -> Self {
        Self {
            on: true,
            ..Self::default()
        }
    }

    /// The ticket that is shown.
    fn of(&self) -> Option<TicketId> {
        self.thread.as_ref().map(|thread| thread.ticket.id)
    }

    /// True if nothing is waited for.
    pub(super) fn is_settled(&self) -> bool {
        !self.waits
    }

    /// Shows the selected row if it was read ahead, else asks for it and blanks at once; then
    /// reads ahead what the next keys are likely to show.
    pub(super) fn look(&mut self, list: &WindowedList<ListRow>, requests: &mut Requests) {
        let id = list.selected().map(|row| row.id);
        if id == self.id && (self.thread.is_some() || id.is_none()) {
            return;
        }
        if id != self.of() {
            // Going back is as likely as going on.
            let left = self.thread.take();
            self.ahead.extend(left.filter(|_| !self.outdated));
            self.outdated = false;
            let found = self
                .ahead
                .iter()
                .position(|ahead| Some(ahead.ticket.id) == id);
            self.thread = found.map(|found| self.ahead.remove(found));
            self.lines.clear();
            self.stale = true;
        }
        let is_read = self.thread.is_some() && !self.outdated;
        self.id = id;
        match id {
            Some(id) if self.on && !is_read => {
                self.waits = true;
                requests.ask(Slot::Preview, Query::Tickets(tickets::Query::Thread(id)));
            }
            _ => {
                self.waits = false;
                requests.forget(Slot::Preview);
                self.look_ahead(list, requests);
            }
        }
    }

    /// Asks for the tickets that one more key would show: rows beside this one, a page away.
    fn look_ahead(&mut self, list: &WindowedList<ListRow>, requests: &mut Requests) {
        if !self.on && !self.reading {
            return;
        }
        let excess = self.ahead.len().saturating_sub(AHEAD_KEPT);
        self.ahead.drain(..excess);
        let page = isize::try_from(list.height().saturating_sub(1)).unwrap_or(1);
        let near = if self.reading {
            [1, -1, 2, 3, -2]
        } else {
            [1, -1, 2, page, -page]
        };
        let ids = near
            .into_iter()
            .filter_map(|rows| list.near(rows))
            .map(|row| row.id);
        let unread = ids.filter(|id| !self.ahead.iter().any(|ahead| ahead.ticket.id == *id));
        let unread: Vec<TicketId> = unread.collect();
        if !unread.is_empty() {
            requests.ask(Slot::Ahead, Query::Tickets(tickets::Query::Threads(unread)));
        }
    }

    /// Reads the neighbours of an open ticket ahead, until it is closed.
    pub(super) fn read_around(
        &mut self,
        open: bool,
        list: &WindowedList<ListRow>,
        requests: &mut Requests,
    ) {
        self.reading = open;
        if open && self.thread.is_some() == self.on {
            self.look_ahead(list, requests);
        }
    }

    /// Takes what was read ahead.
    pub fn read_ahead(&mut self, threads: Vec<Thread>) {
        self.ahead.extend(threads);
    }

    /// Takes the answer for the selected row.
    pub(super) fn answer(
        &mut self,
        thread: Option<Thread>,
        list: &WindowedList<ListRow>,
        requests: &mut Requests,
    ) {
        self.thread = thread;
        self.stale = true;
        self.outdated = false;
        self.waits = false;
        self.look_ahead(list, requests);
    }

    /// The store could not answer.
    pub fn failed(&mut self) {
        self.waits = false;
    }

    /// What was read is of before a change: it is read again.
    pub(super) fn outdate(&mut self, requests: &mut Requests) {
        self.id = None;
        self.outdated = true;
        self.ahead.clear();
        requests.forget(Slot::Ahead);
    }

    /// Shows or hides it.
    pub(super) fn toggle(&mut self, list: &WindowedList<ListRow>, requests: &mut Requests) {
        self.on = !self.on;
        self.id = None;
        self.look(list, requests);
    }

    /// Lays out the timeline if it is another one or has another width.
    pub(super) fn fit(&mut self, cells: usize, now: Now, zone: &Zone) {
        if self.stale || self.cells != cells {
            self.cells = cells;
            self.stale = false;
            self.lines = match &self.thread {
                Some(thread) => thread::lines(thread, cells, now.wall, zone),
                None => Vec::new(),
            };
        }
    }
}
