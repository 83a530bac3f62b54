//! Counts that come late: of the list, of views, of what a term hides.
//!
//! One at a time and in one slot of the store, so that the other reader is always free for what
//! the person waits for. The list's own count takes the place of any other.

use crate::app::event::Slot;
use crate::app::requests::Requests;
use crate::domain::Query;
use crate::domain::desk::View;
use crate::domain::tickets;
use crate::domain::tickets::filter::selection::Selection;

/// What is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counted {
    /// The list on show.
    List,
    /// A view, wherever it stands by the time the answer comes.
    View(View),
    /// The list without its term at this place.
    Without(usize),
}

/// What the count under way is of.
#[derive(Clone, Debug, Default)]
pub struct Counter {
    under_way: Option<Counted>,
}

impl Counter {
    /// Counts this; what was counted is given up.
    pub fn ask(&mut self, what: Counted, selection: Selection, requests: &mut Requests) {
        self.under_way = Some(what);
        let query = tickets::Query::Count(selection);
        requests.ask(Slot::Count, Query::Tickets(query));
    }

    /// Gives up what is counted.
    pub fn stop(&mut self, requests: &mut Requests) {
        self.under_way = None;
        requests.forget(Slot::Count);
    }

    /// The answer has come: says of what.
    pub fn take(&mut self) -> Option<Counted> {
        self.under_way.take()
    }

    /// True if nothing is counted.
    pub fn is_free(&self) -> bool {
        self.under_way.is_none()
    }
}
