//! The palette at work: what is asked as one types, what comes back, what a line does.

use super::App;
use super::event::Slot;
use super::modal::Modal;
use super::palette::{self, Asked, Choice, Sort};
use super::tour::Deed;
use super::when::When;
use crate::domain::Query;
use crate::domain::desk::Setting;
use crate::domain::tickets::filter::selection::Party;
use crate::domain::tickets::filter::{Expr, Test, Who};
use crate::domain::tickets::{
    Filter, Handle, ListRow, Person, Query as TicketQuery, Role, finding,
};

/// Tickets and people that are shown below the commands, each.
const MOST: u32 = 8;

impl App {
    /// Opens a palette, and asks which views there are by now.
    pub(super) fn open_palette(&mut self, modal: Modal) {
        self.float(modal);
        self.hear(Deed::Asking);
        self.ask_views();
    }

    /// After the palette's text changed: asks for the tickets and people it may mean.
    pub(super) fn look_up(&mut self) {
        let Some(lines) = self.modals.last_mut().and_then(Modal::asking) else {
            return;
        };
        palette::drop_stale(lines);
        let text = lines.input().text().to_owned();
        let asked = Asked::of(&text);
        match asked
            .tickets()
            .and_then(|words| finding::asked(words, MOST))
        {
            Some(query) => self.requests.ask(Slot::Found, Query::Tickets(query)),
            None => _ = self.requests.forget(Slot::Found),
        }
        match asked.people() {
            Some(words) => {
                let query = TicketQuery::People {
                    text: words.to_owned(),
                    limit: MOST,
                };
                self.requests.ask(Slot::People, Query::Tickets(query));
            }
            None => _ = self.requests.forget(Slot::People),
        }
    }

    /// True while the store looks for what was typed in the palette.
    pub fn is_looking_up(&self) -> bool {
        let mut slots = [Slot::Found, Slot::People].into_iter();
        slots.any(|slot| self.requests.is_waiting(slot))
    }

    /// Takes the tickets that the palette asked for; false if it is no longer open.
    pub(super) fn found_tickets(&mut self, rows: &[ListRow]) -> bool {
        let Some(lines) = self.modals.last_mut().and_then(Modal::asking) else {
            return false;
        };
        let found = rows.iter().map(palette::ticket_line).collect();
        palette::put(lines, Sort::Ticket, found);
        true
    }

    /// Takes the people that the palette asked for; false if it is no longer open.
    pub(super) fn found_people(&mut self, people: Vec<Person>) -> bool {
        let Some(lines) = self.modals.last_mut().and_then(Modal::asking) else {
            return false;
        };
        let found = people.into_iter().map(palette::person_line).collect();
        palette::put(lines, Sort::Person, found);
        true
    }

    /// Puts the views that were read anew into an open palette.
    pub(super) fn put_views(&mut self) {
        let views = self.views.all().iter().map(|entry| entry.view.clone());
        let found = views.map(palette::view_line).collect();
        if let Some(lines) = self.modals.last_mut().and_then(Modal::asking) {
            palette::put(lines, Sort::View, found);
        }
    }

    /// Does what the chosen line says.
    pub(super) fn take_line(&mut self) {
        let Some(lines) = self.modals.last().and_then(Modal::lines) else {
            return;
        };
        let typed = lines.input().text();
        let named = Handle::parse(typed).filter(|handle| !matches!(handle, Handle::Local(_)));
        let line = match (named, lines.chosen()) {
            // A number may be the beginning of the chosen line's; an id or address names one ticket.
            (Some(handle @ Handle::Remote(..)), _) | (Some(handle), None) => {
                self.close_modals();
                return self.locate(handle);
            }
            (_, None) => return,
            (_, Some(line)) => line.clone(),
        };
        if let When::No(reason) = line.when {
            return self.status.refuse(format!("{}: {reason}", line.title));
        }
        let is_palette = self
            .modals
            .last_mut()
            .is_some_and(|modal| modal.asking().is_some());
        self.close_modals();
        if is_palette {
            self.hear(Deed::Ran);
        }
        match line.does {
            Choice::Action(action) => {
                let before = self.status.text.clone();
                self.next_time = line.keys.into_iter().next();
                self.run(action);
                if is_palette && self.habits.pick(action) {
                    self.remember(Setting::Picked, &self.habits.text());
                }
                if let (Some(key), true) = (&self.next_time, self.status.text == before) {
                    self.status.say(format!("next time press {key}"));
                }
            }
            Choice::View(view) => self.show_view(&view),
            Choice::Ticket(id) => self.arrive(id),
            Choice::Person(person) => self.show_tickets_of(&person),
        }
    }

    /// Shows what a person asked, or what is assigned to them.
    fn show_tickets_of(&mut self, person: &Person) {
        let party = match person.role {
            Role::Agent => Party::Assignee,
            Role::EndUser | Role::Partner => Party::Requester,
        };
        let name = person.email.as_ref().unwrap_or(&person.name).clone();
        self.show_filter(Filter {
            want: Expr::Test(Test::Person(party, vec![Who::Named(name)])),
            ..Filter::default()
        });
    }

    /// Goes to the queue with this filter, whatever is open or typed there.
    pub(super) fn show_filter(&mut self, filter: Filter) {
        self.close_ticket();
        self.queue.end_filter(false, &mut self.requests);
        self.queue.set_filter(filter, &mut self.requests);
    }
}
