//! Text: typed, pasted, taken or left.

use crate::domain::Query;
use crate::domain::tickets::{Handle, Query as TicketQuery};

use super::event::Slot;
use super::key::{Key, KeyCode};
use super::kit::input::Input;
use super::when::When;
use super::{App, Modal, Pending};

impl App {
    pub(super) fn text_key(&mut self, key: Key) {
        let now = self.now;
        if let Some(input) = self.find_input() {
            if input.key(key) {
                self.find_typed();
            }
            return;
        }
        match self.modals.last_mut() {
            Some(Modal::Palette(picker) | Modal::Help(picker)) => {
                picker.key(key);
            }
            Some(Modal::Links(picker)) => {
                picker.key(key);
            }
            Some(Modal::Jump(input)) => {
                input.key(key);
            }
            Some(Modal::Why(_) | Modal::Facts(_)) => {}
            None => match (&mut self.queue.editing, &mut self.ticket) {
                (_, Some(reader)) => {
                    let typed = match key.code {
                        KeyCode::Enter => Some('\n'),
                        _ => key.text(),
                    };
                    if reader.composer.as_ref().is_some_and(|c| c.sending) {
                        self.status.refuse("the note is being written; wait for it");
                    } else if let Some(composer) = &mut reader.composer {
                        composer.key(key, now);
                    } else if let Some(typed) = typed {
                        reader.type_ahead(typed.encode_utf8(&mut [0; 4]));
                    }
                }
                (Some(edit), None) => {
                    if edit.input.key(key) {
                        self.queue.filter_typed(&mut self.requests);
                    }
                }
                (None, None) => {}
            },
        }
    }

    /// Paste is not typing: into a field it is text, elsewhere a search, never a row of verbs.
    pub(super) fn paste(&mut self, pasted: &str) {
        let now = self.now;
        self.pending = Pending::default();
        match self.modals.last_mut() {
            Some(Modal::Palette(picker) | Modal::Help(picker)) => return picker.paste(pasted),
            Some(Modal::Links(picker)) => return picker.paste(pasted),
            Some(Modal::Jump(input)) => return input.insert(pasted.trim()),
            Some(Modal::Why(_) | Modal::Facts(_)) | None => {}
        }
        if let Some(input) = self.find_input() {
            input.insert(pasted.trim());
            return self.find_typed();
        }
        if let Some(composer) = self.ticket.as_mut().and_then(|t| t.composer.as_mut()) {
            if composer.sending {
                return self.status.refuse("the note is being written; wait for it");
            }
            return composer.paste(pasted, now);
        }
        if self
            .ticket
            .as_mut()
            .is_some_and(|reader| reader.type_ahead(pasted))
        {
            return;
        }
        if self.ticket.is_none() && self.queue.editing.is_some() {
            if let Some(edit) = &mut self.queue.editing {
                edit.input.insert(pasted);
            }
            return self.queue.filter_typed(&mut self.requests);
        }
        match Handle::parse(pasted) {
            Some(handle) => self.locate(handle),
            None if self.ticket.is_none() && !pasted.trim().is_empty() => {
                self.queue.edit_filter();
                if let Some(edit) = &mut self.queue.editing {
                    edit.input = Input::default();
                    edit.input
                        .insert(&format!("\"{}\"", pasted.trim().replace('"', " ")));
                }
                self.queue.filter_typed(&mut self.requests);
            }
            None => {}
        }
    }

    pub(super) fn locate(&mut self, handle: Handle) {
        // On the screen a bare number is what people say: the helpdesk's number first.
        let handle = match handle {
            Handle::Local(id) => Handle::Number(id.to_string()),
            other => other,
        };
        self.requests
            .ask(Slot::Locate, Query::Tickets(TicketQuery::Locate(handle)));
    }

    /// Enter in a field or list: the result comes back as an action.
    pub(super) fn accept(&mut self) {
        match self.modals.last() {
            Some(Modal::Palette(picker) | Modal::Help(picker)) => {
                if let Some(handle) = named_ticket(picker.input().text()) {
                    self.modals.clear();
                    return self.locate(handle);
                }
                let Some(line) = picker.chosen().cloned() else {
                    return;
                };
                if let When::No(reason) = line.when {
                    return self.status.refuse(format!("{}: {reason}", line.title));
                }
                self.modals.clear();
                self.run(line.action);
                if let (Some(key), true) = (line.keys.first(), self.status.text.is_empty()) {
                    self.status.say(format!("next time press {key}"));
                }
            }
            Some(Modal::Links(picker)) => {
                if let Some(address) = picker.chosen().map(|line| line.address.clone()) {
                    self.modals.clear();
                    self.browse(&address);
                }
            }
            Some(Modal::Why(_) | Modal::Facts(_)) => {}
            Some(Modal::Jump(input)) => match Handle::parse(input.text()) {
                Some(handle) => {
                    self.modals.clear();
                    self.locate(handle);
                }
                None => self
                    .status
                    .refuse("a number, an id such as zd:35436, or a ticket's URL"),
            },
            None => {
                if !self.queue.end_filter(true, &mut self.requests) {
                    self.status
                        .refuse("the filter cannot be read; Esc goes back to the last one");
                }
            }
        }
    }

    pub(super) fn dismiss(&mut self) {
        if self.modals.pop().is_none() {
            self.queue.end_filter(false, &mut self.requests);
        }
    }

    pub(super) fn pick(&mut self, rows: isize) {
        match self.modals.last_mut() {
            Some(Modal::Palette(picker) | Modal::Help(picker)) => picker.move_by(rows),
            Some(Modal::Links(picker)) => picker.move_by(rows),
            _ => {}
        }
    }
}

/// The ticket that `#48213`, `zd:35436` or a URL typed into the palette names; a bare number searches.
fn named_ticket(text: &str) -> Option<Handle> {
    Handle::parse(text).filter(|handle| !matches!(handle, Handle::Local(_)))
}
