//! Reading the open ticket: why, facts, links, quotes, and looking for words.

use super::event::{Effect, Slot};
use super::kit::input::Input;
use super::kit::scroll::Scroll;
use super::tickets::why::Why;
use super::{App, Modal};
use crate::domain::Query;
use crate::domain::tickets::history::ClockQuery;
use crate::domain::tickets::{Query as TicketQuery, Thread, marks};

impl App {
    /// The scroll of the text that floats, if one does.
    pub(super) fn floating(&mut self) -> Option<&mut Scroll> {
        match self.modals.last_mut() {
            Some(Modal::Why(why)) => Some(&mut why.scroll),
            Some(Modal::Facts(scroll)) => Some(scroll),
            _ => None,
        }
    }

    /// Says why; the same key again closes it.
    pub(super) fn why(&mut self) {
        if let Some(Modal::Why(_)) = self.modals.last() {
            return self.close_modals();
        }
        let (Some(id), Some(number)) = (self.current(), self.current_number()) else {
            return;
        };
        let mut why = Why::new(id, number);
        let shown = match &self.ticket {
            Some(reader) => reader.thread.as_ref(),
            None => self.queue.preview.thread.as_ref(),
        };
        match shown.filter(|thread| thread.ticket.id == id) {
            Some(thread) => why.read(Some(thread), self.desk.meanings, self.now.wall),
            // In the list without a preview nobody else waits in this slot.
            None => {
                let query = Query::Tickets(TicketQuery::Thread(id));
                self.requests.ask(Slot::Thread, query);
            }
        }
        let query = ClockQuery::Stand {
            tickets: vec![id],
            now: self.now.wall,
            why: Some(self.desk.zone.clone()),
        };
        self.float(Modal::Why(Box::new(why)));
        self.requests.ask(Slot::Why, Query::Clocks(query));
    }

    /// Takes a ticket that was read: for the pane that is open, and for the why of it.
    pub(super) fn read(&mut self, thread: Option<Thread>) {
        let (now, zone) = (self.now, &self.desk.zone);
        if let Some(Modal::Why(why)) = self.modals.last_mut()
            && why.lacks_texts()
        {
            why.read(thread.as_ref(), self.desk.meanings, now.wall);
        }
        if let Some(reader) = &mut self.ticket {
            let is_its = |thread: &Thread| thread.ticket.id == reader.id;
            if thread.as_ref().is_none_or(is_its) {
                reader.answer(thread, now, zone);
                reader.ask_clocks(now, &mut self.requests);
            }
        }
    }

    /// The store could not read a ticket: whoever waits for it says so.
    pub(super) fn unread(&mut self) {
        if let Some(Modal::Why(why)) = self.modals.last_mut() {
            why.failed();
        }
        if let Some(reader) = &mut self.ticket {
            reader.failed(self.now, &self.desk.zone);
        }
    }

    /// Shows what is known about the open ticket; the same key again closes it.
    pub(super) fn facts(&mut self) {
        match self.modals.last() {
            Some(Modal::Facts(_)) => self.close_modals(),
            _ => self.float(Modal::Facts(Scroll::default())),
        }
    }

    pub(super) fn turn_events(&mut self) {
        let (now, zone) = (self.now, &self.desk.zone);
        if let Some(reader) = &mut self.ticket {
            reader.turn_events(now, zone);
            self.status.say(reader.events.said());
        }
    }

    pub(super) fn toggle_quotes(&mut self) {
        if let Some(reader) = &mut self.ticket {
            reader.toggle_quotes();
        }
    }

    pub(super) fn begin_find(&mut self) {
        if let Some(reader) = &mut self.ticket {
            reader.begin_find();
        }
    }

    pub(super) fn find_input(&mut self) -> Option<&mut Input> {
        let reader = self.ticket.as_mut().filter(|_| self.modals.is_empty())?;
        reader.find.as_mut().map(|find| &mut find.input)
    }

    pub(super) fn find_typed(&mut self) {
        if let Some(reader) = &mut self.ticket {
            reader.find_typed();
        }
    }

    pub(super) fn find_step(&mut self, by: isize) {
        if let Some(reader) = &mut self.ticket {
            reader.find_step(by);
        }
    }

    pub(super) fn end_find(&mut self) {
        if let Some(reader) = &mut self.ticket {
            reader.end_find();
        }
    }

    pub(super) fn links(&mut self) {
        if let Some(reader) = &self.ticket {
            self.float(Modal::links(reader));
        }
    }

    /// The page of the ticket that is open or under the cursor, or why there is none.
    pub(super) fn current_address(&self) -> Result<&str, &'static str> {
        let thread = match &self.ticket {
            Some(reader) => reader.thread.as_ref(),
            None => self.queue.preview.thread.as_ref(),
        };
        let thread = thread.ok_or("the ticket is still read")?;
        let address = thread.ticket.url.as_deref();
        address.ok_or("the helpdesk named no page of it")
    }

    pub(super) fn browse_ticket(&mut self) {
        if let Ok(address) = self.current_address() {
            let address = address.to_owned();
            self.browse(&address);
        }
    }

    /// Has an address opened, if a browser may have it.
    pub(super) fn browse(&mut self, address: &str) {
        match marks::openable(address) {
            Some(address) => self.requests.push(Effect::Browse(address.to_owned())),
            None => self
                .status
                .refuse("only addresses on the web are opened; this one is not"),
        }
    }

    /// An address was opened; one that was not is copied, so that it can be opened elsewhere.
    pub(super) fn browsed(&mut self, address: &str, result: Result<(), String>) {
        match result {
            Ok(()) => self
                .status
                .say(format!("{} opened in the browser", marks::host(address))),
            Err(why) => {
                self.hand_out("its address".to_owned(), address);
                self.status.refuse(format!("{why}; its address was copied"));
            }
        }
    }

    /// Copies the address of the chosen link.
    pub(super) fn copy_link(&mut self) {
        let Some(Modal::Links(picker)) = self.modals.last() else {
            return;
        };
        let address = picker.chosen().map(|line| line.address.clone());
        if let Some(address) = address {
            self.close_modals();
            let what = format!("an address of {}", marks::host(&address));
            self.hand_out(what, &address);
        }
    }
}
