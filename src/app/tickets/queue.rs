//! The queue: a list of tickets, its filter, its marks, and the preview of the row under the cursor.

use std::collections::BTreeSet;
use std::time::Duration;

use super::counter::{Counted, Counter};
use super::hidden::Hidden;
use super::preview::Preview;
use super::query::FilterEdit;
use crate::app::Desk;
use crate::app::event::{Now, Slot};
use crate::app::kit::list::{Side, WindowedList};
use crate::app::requests::Requests;
use crate::domain::Query;
use crate::domain::schedule::Schedule;
use crate::domain::tickets::filter::Context;
use crate::domain::tickets::filter::selection::Selection;
use crate::domain::tickets::{self, Anchor, Filter, ListRow, Page, PageRequest, Thread, TicketId};
use crate::domain::zone::Zone;

/// A pause in typing after which the list is counted: a count for each letter would hold up the next.
const COUNT_AFTER: Duration = Duration::from_millis(150);

/// An answer may take this long before the list says that it waits.
const PATIENCE: Duration = Duration::from_millis(150);

/// What the queue shows at first.
///
/// Where clocks run, what is due first stands on top; where there are no policies all would tie, so
/// that the newest stand there. Neither order moves a row under the hands of whoever works on it.
pub fn starting_filter(has_clocks: bool) -> Filter {
    let text = if has_clocks {
        "is:open sort:sla"
    } else {
        "is:open sort:created"
    };
    Filter::parse(text).unwrap_or_default()
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
    now: Now,
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
    /// Counts under way.
    pub counter: Counter,
    /// Which term hides everything, while the list is empty.
    pub hidden: Option<Hidden>,
    /// True once the first window is here.
    pub loaded: bool,
    /// True if the store holds no ticket at all.
    pub store_empty: bool,
    fetch: Option<Fetch>,
    /// The ticket that the next refresh selects, if the list holds it.
    returning: Option<TicketId>,
    /// When the list on its way was asked for.
    asked_at: Duration,
    /// When what is being typed is counted.
    pub(super) count_at: Option<Duration>,
    /// What was shown before the marked tickets alone.
    pub(super) before_marked: Option<Filter>,
    /// True if policies give tickets their clocks.
    pub(super) has_clocks: bool,
}

impl Queue {
    /// An empty queue with its default filter; nothing is asked yet.
    pub fn new(desk: &Desk, now: Now) -> Self {
        Self {
            selection: Selection::default(),
            asker: Asker {
                me: desk.me.iter().map(|one| one.to_lowercase()).collect(),
                zone: desk.zone.clone(),
                schedule: desk.schedule.clone(),
                now,
            },
            list: WindowedList::new(|row: &ListRow| row.id.0),
            filter: starting_filter(desk.has_clocks),
            editing: None,
            count: None,
            marks: BTreeSet::new(),
            preview: Preview::wanted(),
            counter: Counter::default(),
            hidden: None,
            loaded: false,
            store_empty: false,
            fetch: None,
            returning: None,
            asked_at: Duration::ZERO,
            count_at: None,
            before_marked: None,
            has_clocks: desk.has_clocks,
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
        self.preview.outdate(requests);
        self.preview.look(&self.list, requests);
    }

    /// The row beside an open ticket, `by` rows on. A verb may have taken the ticket out of the list:
    /// the row that stands in its place then comes next.
    pub fn beside(&self, open: TicketId, by: isize) -> Option<&ListRow> {
        let rows = self.list.rows();
        match rows.iter().position(|row| row.id == open) {
            Some(here) => rows.get(here.checked_add_signed(by)?),
            None if by > 0 => self.list.near(by - 1),
            None => self.list.near(by),
        }
    }

    /// Has the next refresh select a ticket, if the list holds it.
    pub fn return_to(&mut self, id: TicketId) {
        self.returning = Some(id);
    }

    /// Asks how many tickets the filter holds.
    pub fn ask_count(&mut self, requests: &mut Requests) {
        self.count_at = None;
        self.counter
            .ask(Counted::List, self.selection.clone(), requests);
    }

    /// Counts what was typed, once the typing has paused; at once if it is over.
    pub fn count_typed(&mut self, requests: &mut Requests) {
        let is_due = |at| at <= self.asker.now.mono || self.editing.is_none();
        if self.count_at.is_some_and(is_due) {
            self.ask_count(requests);
        }
    }

    /// Tries what the list holds without one of its terms, if it holds nothing; true if that is asked.
    pub fn try_without(&mut self, requests: &mut Requests) -> bool {
        let Some((place, filter)) = self.hidden.as_ref().and_then(Hidden::next) else {
            return false;
        };
        let selection = self.select(filter);
        self.counter
            .ask(Counted::Without(place), selection, requests);
        true
    }

    /// True if rows and preview are there: what is less pressing may be asked.
    pub fn is_settled(&self) -> bool {
        self.loaded && self.fetch.is_none() && self.preview.is_settled()
    }

    /// How long the list on its way has been waited for, once that is worth saying.
    pub fn waits(&self) -> Option<Duration> {
        match self.fetch {
            None | Some(Fetch::Extend(_)) => None,
            Some(_) => Some(self.waited()).filter(|waited| *waited >= PATIENCE),
        }
    }

    fn waited(&self) -> Duration {
        self.asker.now.mono.saturating_sub(self.asked_at)
    }

    /// When what is said of the waiting changes, or what was typed is counted.
    pub fn deadline(&self) -> Option<Duration> {
        let waiting = match self.fetch {
            None | Some(Fetch::Extend(_)) => None,
            Some(_) if self.waited() < PATIENCE => Some(self.asked_at + PATIENCE),
            Some(_) => Some(self.asked_at + Duration::from_secs(self.waited().as_secs() + 1)),
        };
        waiting.into_iter().chain(self.count_at).min()
    }

    fn ask(&mut self, fetch: Fetch, anchor: Anchor, rows: usize, requests: &mut Requests) {
        if !matches!(fetch, Fetch::Extend(_)) {
            // More rows of one list are asked for as the first were, whatever the time.
            self.selection = self.select(&self.filter);
            self.asked_at = self.asker.now.mono;
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
    pub fn look_at_clock(&mut self, now: Now) {
        self.asker.now = now;
    }

    /// A filter with its dates, people and marks resolved as things stand.
    pub fn select(&self, filter: &Filter) -> Selection {
        filter.select(&Context {
            me: &self.asker.me,
            zone: &self.asker.zone,
            schedule: &self.asker.schedule,
            now: self.asker.now.wall,
            marked: &self.marks,
        })
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
                    if self.editing.is_some() {
                        self.count_at = Some(self.asker.now.mono + COUNT_AFTER);
                    } else {
                        self.ask_count(requests);
                    }
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
        if self.list.is_empty() {
            self.hidden.get_or_insert_with(|| Hidden::of(&self.filter));
        } else {
            self.hidden = None;
        }
        self.moved(requests);
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
        self.preview.look(&self.list, requests);
    }

    /// Reads the neighbours of an open ticket ahead, until it is closed.
    pub fn read_around(&mut self, open: bool, requests: &mut Requests) {
        self.preview.read_around(open, &self.list, requests);
    }

    /// Takes the preview.
    pub fn previewed(&mut self, thread: Option<Thread>, requests: &mut Requests) {
        self.preview.answer(thread, &self.list, requests);
    }

    /// Fits list and preview to the page, and lays out the preview if it is another one and has a
    /// pane of so many cells.
    pub fn fit(&mut self, height: usize, preview: Option<usize>, now: Now, zone: &Zone) {
        self.list.set_height(height);
        if let Some(cells) = preview {
            self.preview.fit(cells, now, zone);
        }
    }

    /// Shows or hides the preview.
    pub fn toggle_preview(&mut self, requests: &mut Requests) {
        self.preview.toggle(&self.list, requests);
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
}
