//! The queue: a list of tickets, its filter, its marks, and the preview of the row under the cursor.

use std::collections::BTreeSet;

use super::thread::{self, Line};
use crate::app::Desk;
use crate::app::event::{Now, Slot};
use crate::app::kit::input::Input;
use crate::app::kit::list::{Side, WindowedList};
use crate::app::requests::Requests;
use crate::domain::schedule::Schedule;
use crate::domain::tickets::filter::Context;
use crate::domain::tickets::filter::selection::Selection;
use crate::domain::tickets::{
    self, Anchor, Filter, FilterError, ListRow, Page, PageRequest, Thread, TicketId,
};
use crate::domain::zone::Zone;
use crate::domain::{Instant, Query};

/// What the queue shows at first: the work there is, newest first. Sorted by creation, so that
/// no row moves under the hands of whoever works on it.
pub const DEFAULT_FILTER: &str = "is:open sort:created";

/// Tickets kept that were read ahead: a screen's walk, back and forth.
const AHEAD_KEPT: usize = 24;

/// A filter that is being typed.
#[derive(Clone, Debug)]
pub struct FilterEdit {
    /// The text.
    pub input: Input,
    /// Why it cannot be read, if so; the last good list stays.
    pub error: Option<FilterError>,
    before: Filter,
}

/// The row under the cursor, read whole.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// Which ticket the preview is of.
    pub id: Option<TicketId>,
    /// The ticket; none until the store has answered, so that nothing stale is acted on.
    pub thread: Option<Thread>,
    /// Its timeline, laid out.
    pub lines: Vec<Line>,
    cells: usize,
    /// The lines are of another ticket.
    stale: bool,
    /// The store has changed since it was read: shown until the answer comes.
    outdated: bool,
}

impl Preview {
    /// The ticket that is shown.
    fn of(&self) -> Option<TicketId> {
        self.thread.as_ref().map(|thread| thread.ticket.id)
    }
}

/// What a window that is under way does to the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fetch {
    /// The list begins anew at one end.
    Restart(Side),
    /// The same rows again; the cursor goes to this ticket, if they hold it.
    Refresh(Option<TicketId>),
    /// More rows on one side.
    Extend(Side),
    /// The rows around a ticket that shall be selected.
    Jump(TicketId),
}

/// Who asks, where and when.
#[derive(Clone, Debug)]
struct Asker {
    me: Vec<String>,
    zone: Zone,
    schedule: Schedule,
    now: Instant,
}

/// The queue pane.
#[derive(Clone, Debug)]
pub struct Queue {
    /// The rows.
    pub list: WindowedList<ListRow>,
    /// Which tickets, in which order.
    pub filter: Filter,
    /// The filter as it was last asked: what `today` and `me` stood for then.
    selection: Selection,
    asker: Asker,
    /// The filter being typed.
    pub editing: Option<FilterEdit>,
    /// How many tickets the filter holds; none while it is counted.
    pub count: Option<u64>,
    /// Marked tickets; they outlive filters.
    pub marks: BTreeSet<TicketId>,
    /// The preview.
    pub preview: Preview,
    /// True if the preview is wanted.
    pub preview_on: bool,
    /// True once the first window is here.
    pub loaded: bool,
    /// True if the store holds no ticket at all.
    pub store_empty: bool,
    fetch: Option<Fetch>,
    /// The ticket that the next refresh selects, if the list holds it.
    returning: Option<TicketId>,
    /// Tickets read ahead for their previews, oldest first.
    ahead: Vec<Thread>,
    /// A ticket is open: its neighbours are read ahead.
    reading: bool,
}

impl Queue {
    /// An empty queue with its default filter; nothing is asked yet.
    pub fn new(desk: &Desk, now: Instant) -> Self {
        Self {
            selection: Selection::default(),
            asker: Asker {
                me: desk.me.iter().map(|one| one.to_lowercase()).collect(),
                zone: desk.zone.clone(),
                schedule: desk.schedule.clone(),
                now,
            },
            list: WindowedList::new(|row: &ListRow| row.id.0),
            filter: Filter::parse(DEFAULT_FILTER).unwrap_or_default(),
            editing: None,
            count: None,
            marks: BTreeSet::new(),
            preview: Preview::default(),
            preview_on: true,
            loaded: false,
            store_empty: false,
            fetch: None,
            returning: None,
            ahead: Vec::new(),
            reading: false,
        }
    }

    /// Asks for the list from one of its ends.
    pub fn restart(&mut self, side: Side, requests: &mut Requests) {
        let anchor = match side {
            Side::Before => Anchor::Start,
            Side::After => Anchor::End,
        };
        self.ask(Fetch::Restart(side), anchor, self.list.window(), requests);
    }

    /// Asks for the rows and the count again, in place.
    pub fn refresh(&mut self, requests: &mut Requests) {
        let first = self.list.rows().first().map(ListRow::position);
        let anchor = match first {
            // From the start as long as the start is on show, so that new tickets appear above.
            Some(first) if !self.list.reaches(Side::Before) => Anchor::From(first),
            _ => Anchor::Start,
        };
        let rows = self.list.rows().len().max(self.list.window());
        let returning = self.returning.take();
        self.ask(Fetch::Refresh(returning), anchor, rows, requests);
        self.ask_count(requests);
        self.preview.id = None;
        self.preview.outdated = true;
        self.ahead.clear();
        requests.forget(Slot::Ahead);
        self.look(requests);
    }

    /// Has the next refresh select a ticket, if the list holds it.
    pub fn return_to(&mut self, id: TicketId) {
        self.returning = Some(id);
    }

    /// Asks how many tickets the filter holds, and whether there are any at all.
    pub fn ask_count(&mut self, requests: &mut Requests) {
        let query = tickets::Query::Count(self.selection.clone());
        requests.ask(Slot::Count, Query::Tickets(query));
    }

    fn ask(&mut self, fetch: Fetch, anchor: Anchor, rows: usize, requests: &mut Requests) {
        if !matches!(fetch, Fetch::Extend(_)) {
            // More rows of one list are asked for as the first were, whatever the time.
            self.resolve();
        }
        self.fetch = Some(fetch);
        let limit = u32::try_from(rows).unwrap_or(u32::MAX);
        let request = PageRequest {
            selection: self.selection.clone(),
            anchor,
            limit,
        };
        requests.ask(Slot::Page, Query::Tickets(tickets::Query::Page(request)));
    }

    /// Takes the time: what `today` and `older:2d` are measured from when the list is next asked.
    pub fn look_at_clock(&mut self, now: Instant) {
        self.asker.now = now;
    }

    fn resolve(&mut self) {
        self.selection = self.filter.select(&Context {
            me: &self.asker.me,
            zone: &self.asker.zone,
            schedule: &self.asker.schedule,
            now: self.asker.now,
            marked: &self.marks,
        });
    }

    /// Takes a window of rows.
    pub fn page(&mut self, page: Page, requests: &mut Requests) {
        let Page {
            rows,
            at_start,
            at_end,
        } = page;
        match self.fetch.take() {
            Some(Fetch::Restart(side)) => {
                self.list.restart(rows, at_start, at_end, side);
                // The count waits for the first rows: it must not delay them.
                if self.count.is_none() {
                    self.ask_count(requests);
                }
            }
            Some(Fetch::Extend(side)) => {
                let reaches = if side == Side::Before {
                    at_start
                } else {
                    at_end
                };
                self.list.extend(side, rows, reaches);
            }
            Some(Fetch::Jump(id)) => {
                // A ticket that the filter hides is opened; the place in the list stays.
                if rows.iter().any(|row| row.id == id) {
                    self.list.restart(rows, at_start, at_end, Side::Before);
                    self.list.select(id.0);
                }
            }
            Some(Fetch::Refresh(returning)) => {
                self.list.replace(rows, at_start, at_end);
                if let Some(id) = returning {
                    self.list.select(id.0);
                }
            }
            None => self.list.replace(rows, at_start, at_end),
        }
        self.loaded = true;
        self.moved(requests);
    }

    /// Takes the count.
    pub fn counted(&mut self, count: u64) {
        self.count = Some(count);
    }

    /// The store could not answer: the next move asks again.
    pub fn failed(&mut self) {
        self.fetch = None;
        self.loaded = true;
    }

    /// After the view or the selection moved: fetches rows ahead of need, and the preview.
    pub fn moved(&mut self, requests: &mut Requests) {
        if let Some(Fetch::Refresh(returning)) = &mut self.fetch {
            *returning = None;
        }
        if self.fetch.is_none()
            && let Some(side) = self.list.missing()
        {
            let edge = match side {
                Side::Before => self
                    .list
                    .rows()
                    .first()
                    .map(|r| Anchor::Before(r.position())),
                Side::After => self.list.rows().last().map(|r| Anchor::After(r.position())),
            };
            if let Some(anchor) = edge {
                self.ask(Fetch::Extend(side), anchor, self.list.window(), requests);
            }
        }
        self.look(requests);
    }

    /// Shows the preview of the selected row if it was read ahead, else asks for it and blanks
    /// it at once; then reads ahead what the next keys are likely to show.
    fn look(&mut self, requests: &mut Requests) {
        let id = self.list.selected().map(|row| row.id);
        if id == self.preview.id && (self.preview.thread.is_some() || id.is_none()) {
            return;
        }
        if id != self.preview.of() {
            // Going back is as likely as going on.
            let left = self.preview.thread.take();
            self.ahead.extend(left.filter(|_| !self.preview.outdated));
            self.preview.outdated = false;
            let found = self
                .ahead
                .iter()
                .position(|ahead| Some(ahead.ticket.id) == id);
            self.preview.thread = found.map(|found| self.ahead.remove(found));
            self.preview.lines.clear();
            self.preview.stale = true;
        }
        let is_read = self.preview.thread.is_some() && !self.preview.outdated;
        self.preview.id = id;
        match id {
            Some(id) if self.preview_on && !is_read => {
                requests.ask(Slot::Preview, Query::Tickets(tickets::Query::Thread(id)));
            }
            _ => {
                requests.forget(Slot::Preview);
                self.look_ahead(requests);
            }
        }
    }

    /// Asks for the tickets that one more key would show: rows beside this one, a page away.
    fn look_ahead(&mut self, requests: &mut Requests) {
        if !self.preview_on && !self.reading {
            return;
        }
        let excess = self.ahead.len().saturating_sub(AHEAD_KEPT);
        self.ahead.drain(..excess);
        let page = isize::try_from(self.list.height().saturating_sub(1)).unwrap_or(1);
        let near = if self.reading {
            [1, -1, 2, 3, -2]
        } else {
            [1, -1, 2, page, -page]
        };
        let ids = near
            .into_iter()
            .filter_map(|rows| self.list.near(rows))
            .map(|row| row.id);
        let unread = ids.filter(|id| !self.ahead.iter().any(|ahead| ahead.ticket.id == *id));
        let unread: Vec<TicketId> = unread.collect();
        if !unread.is_empty() {
            requests.ask(Slot::Ahead, Query::Tickets(tickets::Query::Threads(unread)));
        }
    }

    /// Reads the neighbours of an open ticket ahead, until it is closed.
    pub fn read_around(&mut self, open: bool, requests: &mut Requests) {
        self.reading = open;
        if open && self.preview.thread.is_some() == self.preview_on {
            self.look_ahead(requests);
        }
    }

    /// Takes what was read ahead.
    pub fn read_ahead(&mut self, threads: Vec<Thread>) {
        self.ahead.extend(threads);
    }

    /// Takes the preview.
    pub fn previewed(&mut self, thread: Option<Thread>, requests: &mut Requests) {
        self.preview.thread = thread;
        self.preview.stale = true;
        self.preview.outdated = false;
        self.look_ahead(requests);
    }

    /// Fits list and preview to the page, and lays out the preview if it is another one.
    pub fn fit(&mut self, height: usize, cells: usize, now: Now, zone: &Zone) {
        self.list.set_height(height);
        if self.preview.stale || self.preview.cells != cells {
            self.preview.cells = cells;
            self.preview.stale = false;
            self.preview.lines = match &self.preview.thread {
                Some(thread) => thread::lines(thread, cells, now.wall, zone),
                None => Vec::new(),
            };
        }
    }

    /// Shows or hides the preview.
    pub fn toggle_preview(&mut self, requests: &mut Requests) {
        self.preview_on = !self.preview_on;
        self.preview.id = None;
        self.look(requests);
    }

    /// Goes to an end of the list; asks only if the window does not reach it.
    pub fn go_to(&mut self, side: Side, requests: &mut Requests) {
        if self.list.reaches(side) {
            self.list.select_edge(side);
            self.moved(requests);
        } else {
            self.restart(side, requests);
        }
    }

    /// Selects a ticket: where it stands if the filter holds it.
    pub fn jump(&mut self, id: TicketId, requests: &mut Requests) {
        if self.list.select(id.0) {
            self.moved(requests);
        } else {
            self.ask(
                Fetch::Jump(id),
                Anchor::Ticket(id),
                self.list.window(),
                requests,
            );
        }
    }

    /// Marks the selected row or takes its mark, and goes on to the next.
    pub fn mark(&mut self, requests: &mut Requests) {
        if let Some(id) = self.list.selected().map(|row| row.id) {
            if !self.marks.remove(&id) {
                self.marks.insert(id);
            }
            self.list.move_by(1);
            self.moved(requests);
        }
    }

    /// Marks every row on show, or takes their marks if all have one.
    pub fn mark_shown(&mut self) {
        let shown: Vec<TicketId> = self.list.visible().0.iter().map(|row| row.id).collect();
        if shown.iter().all(|id| self.marks.contains(id)) {
            self.marks.retain(|id| !shown.contains(id));
        } else {
            self.marks.extend(shown);
        }
    }

    /// The tickets a verb acts on: the marked ones, else the selected one.
    pub fn targets(&self) -> Vec<TicketId> {
        if self.marks.is_empty() {
            self.list.selected().map(|row| row.id).into_iter().collect()
        } else {
            self.marks.iter().copied().collect()
        }
    }

    /// Begins to type a filter.
    pub fn edit_filter(&mut self) {
        let mut text = self.filter.to_string();
        if !text.is_empty() {
            text.push(' ');
        }
        let input = Input::new(&text);
        self.editing = Some(FilterEdit {
            input,
            error: None,
            before: self.filter.clone(),
        });
    }

    /// After the filter's text changed: shows what it finds, or why it cannot be read.
    pub fn filter_typed(&mut self, requests: &mut Requests) {
        let Some(edit) = &mut self.editing else {
            return;
        };
        match Filter::parse(edit.input.text()) {
            Ok(filter) => {
                edit.error = None;
                self.set_filter(filter, requests);
            }
            Err(error) => edit.error = Some(error),
        }
    }

    /// Ends typing: keeps the filter, or goes back to the one before. False if it cannot be read.
    pub fn end_filter(&mut self, keep: bool, requests: &mut Requests) -> bool {
        if keep
            && self
                .editing
                .as_ref()
                .is_some_and(|edit| edit.error.is_some())
        {
            return false;
        }
        if let Some(edit) = self.editing.take()
            && !keep
        {
            self.set_filter(edit.before, requests);
        }
        true
    }

    /// Shows what a filter holds, from its start.
    pub fn set_filter(&mut self, filter: Filter, requests: &mut Requests) {
        if filter != self.filter {
            self.filter = filter;
            self.count = None;
            requests.forget(Slot::Count);
            self.restart(Side::Before, requests);
        }
    }
}
