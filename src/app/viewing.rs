//! Views and counts: chosen, saved, deleted, counted late.

use crate::domain::desk::{self, View};
use crate::domain::tickets::Filter;
use crate::domain::{Command, Query, text};

use super::event::{Purpose, Slot};
use super::tickets::counter::Counted;
use super::{App, Modal, ViewLine};

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
        let lines = ViewLine::all(self);
        if let Some(Modal::Views(picker)) = self.modals.last_mut() {
            picker.renew(|items| *items = lines, |one, other| one.name == other.name);
        }
        is_new
    }

    /// Goes to the view at this place.
    pub(super) fn go_to_view(&mut self, place: usize) {
        match self.views.all().get(place).map(|entry| entry.view.clone()) {
            Some(view) => self.show_view(&view),
            None => self.status.refuse("there is no such view"),
        }
    }

    /// Shows what a view holds; the rule above the list names it.
    pub(super) fn show_view(&mut self, view: &View) {
        match Filter::parse(&view.query) {
            Ok(filter) => self.show_filter(filter),
            Err(error) => self.status.refuse(format!(
                "the view {} cannot be read: {}",
                text::line(&view.name),
                error.message
            )),
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
        if let Some((view, filter)) = self.views.next_due(self.now.mono) {
            let selection = self.queue.select(&filter);
            self.queue
                .counter
                .ask(Counted::View(view), selection, &mut self.requests);
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
            Some(Counted::View(view)) => {
                self.views.counted(&view, count, self.now.mono);
                self.shows_views()
            }
            None => false,
        }
    }
}
