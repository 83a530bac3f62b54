//! Views and counts: chosen, saved, deleted, counted late.

use crate::domain::desk::{self, View};
use crate::domain::{Command, Query};

use super::event::{Purpose, Slot};
use super::tickets::counter::Counted;
use super::{App, Modal};

impl App {
    /// Asks which views there are.
    pub(super) fn ask_views(&mut self) {
        self.requests.ask(Slot::Views, Query::Views);
    }

    /// Takes the views; false if nothing on show changes.
    pub(super) fn take_views(&mut self, views: Vec<View>) -> bool {
        let before: Vec<&View> = self.views.all().iter().map(|entry| &entry.view).collect();
        let is_new = !self.views.is_known() || before != views.iter().collect::<Vec<_>>();
        self.views.take(views);
        self.put_views();
        if let Some(Modal::Views(picker)) = self.modals.last()
            && picker.input().text().is_empty()
            && is_new
        {
            self.float(Modal::views(self));
        }
        is_new
    }

    /// Goes to the view at this place.
    pub(super) fn go_to_view(&mut self, place: usize) {
        let Some(entry) = self.views.all().get(place) else {
            return self.status.refuse("there is no such view");
        };
        match entry.filter.clone() {
            Ok(filter) => {
                if self.ticket.is_some() {
                    self.close_ticket();
                }
                self.queue.end_filter(false, &mut self.requests);
                self.queue.set_filter(filter, &mut self.requests);
            }
            Err(why) => {
                let why = format!("the query of this view cannot be read: {why}");
                self.status.refuse(why);
            }
        }
    }

    /// Keeps the filter that is on under a name.
    pub(super) fn save_view(&mut self, name: String) {
        let wish = desk::Command::SaveView {
            name,
            query: self.queue.filter.to_string(),
        };
        self.requests.perform(Purpose::Verb, Command::Desk(wish));
    }

    /// Forgets the view that is on; the list stays.
    pub(super) fn delete_view(&mut self) {
        if let Some((_, entry)) = self.views.of(&self.queue.filter) {
            let name = entry.view.name.clone();
            let wish = desk::Command::DeleteView { name };
            self.requests.perform(Purpose::Verb, Command::Desk(wish));
        }
    }

    /// True while counts of views are on show.
    fn shows_views(&self) -> bool {
        let picks = matches!(self.modals.last(), Some(Modal::Views(_)));
        picks || self.ticket.is_none() && self.layout().views.is_some()
    }

    /// Asks for the next count that is on show, once nothing that the person waits for is under way.
    pub(super) fn count_next(&mut self) {
        let queue = &mut self.queue;
        if !queue.counter.is_free() || !queue.is_settled() {
            return;
        }
        if queue.list.is_empty() && !queue.store_empty && queue.try_without(&mut self.requests) {
            return;
        }
        if !self.shows_views() {
            return;
        }
        if let Some((place, filter)) = self.views.next_due(self.now.mono) {
            let selection = self.queue.select(&filter);
            self.queue
                .counter
                .ask(Counted::View(place), selection, &mut self.requests);
        }
    }

    /// Takes a count, none if it failed; false if nothing on show changes.
    pub(super) fn counted(&mut self, count: Option<u64>) -> bool {
        match self.queue.counter.take() {
            Some(Counted::List) => {
                self.queue.count = count.or(self.queue.count);
                true
            }
            Some(Counted::Without(place)) => {
                if let Some(hidden) = &mut self.queue.hidden {
                    hidden.counted(place, count.unwrap_or(0));
                    return hidden.is_known();
                }
                false
            }
            Some(Counted::View(place)) => {
                self.views.counted(place, count, self.now.mono);
                self.shows_views()
            }
            None => false,
        }
    }
}
