//! Text: typed, pasted, taken or left.

use crate::domain::Query;
use crate::domain::tickets::{Handle, Query as TicketQuery};

use super::event::Slot;
use super::key::{Key, KeyCode};
use super::kit::input::Input;
use super::tour::Deed;
use super::{App, Modal, Pending};

impl App {
    pub(super) fn text_key(&mut self, key: Key) {
        let now = self.now;
        match self.modals.last_mut() {
            Some(Modal::Jump(input)) => {
                input.key(key);
            }
            Some(modal) => {
                if modal.lines_mut().is_some_and(|lines| lines.key(key)) {
                    self.look_up();
                }
            }
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
                        self.hear(Deed::Narrowed);
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
            Some(Modal::Jump(input)) => return input.insert(pasted.trim()),
            Some(modal) => {
                if let Some(lines) = modal.lines_mut() {
                    lines.paste(pasted);
                }
                return self.look_up();
            }
            None => {}
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
            Some(Modal::Jump(input)) => match Handle::parse(input.text()) {
                Some(handle) => {
                    self.modals.clear();
                    self.locate(handle);
                }
                None => self
                    .status
                    .refuse("a number, an id such as zd:35436, or a ticket's URL"),
            },
            Some(_) => self.take_line(),
            None => {
                if self.queue.end_filter(true, &mut self.requests) {
                    self.hear(Deed::Filtered);
                } else {
                    self.status
                        .refuse("the filter cannot be read; Esc goes back to the last one");
                }
            }
        }
    }

    pub(super) fn dismiss(&mut self) {
        if self.modals.is_empty() {
            self.queue.end_filter(false, &mut self.requests);
        } else {
            self.close_modals();
        }
    }

    pub(super) fn pick(&mut self, rows: isize) {
        if let Some(lines) = self.modals.last_mut().and_then(Modal::lines_mut) {
            lines.move_by(rows);
        }
    }
}
