//! Paste is not typing: into a field it is text, elsewhere it names a ticket or becomes a filter,
//! and never a row of verbs.

use crate::domain::Query;
use crate::domain::tickets::mentions::{Mention, mentions};
use crate::domain::tickets::{
    Anchor, Answer, Filter, Handle, PageRequest, Query as TicketQuery, TicketId,
};

use super::event::Slot;
use super::kit::input::Input;
use super::{App, Modal, Pending};

/// A pasted text that is being looked for, the surest reading first.
#[derive(Clone, Debug)]
pub(super) struct Pasted {
    text: String,
    /// The query that is asked now; none while it is asked as a ticket's name.
    query: Option<String>,
    /// What is asked next, if nothing is found.
    rest: Vec<String>,
}

impl Pasted {
    /// A text, and the queries that find it if it names no ticket itself.
    fn new(text: &str) -> Self {
        let text = text.trim();
        let is_one_word = !text.contains(char::is_whitespace);
        let mut rest = Vec::new();
        if is_one_word {
            let mut references = mentions(text).into_iter().filter_map(|found| match found {
                Mention::Reference(reference) => Some(reference),
                _ => None,
            });
            // Asked last to first: as a reference, then as any word.
            if let (Some(reference), None) = (references.next(), references.next()) {
                rest.push(quoted(reference));
                rest.push(format!("ref:{}", quoted(reference)));
            }
        }
        Self {
            text: text.to_owned(),
            query: None,
            rest,
        }
    }
}

fn quoted(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if matches!(c, '"' | '\\') { ' ' } else { c })
        .collect();
    format!("\"{}\"", text.trim())
}

impl App {
    /// Takes pasted text.
    pub(super) fn paste(&mut self, pasted: &str) {
        let now = self.now;
        self.pending = Pending::default();
        match self.modals.last_mut() {
            Some(Modal::Views(picker)) => return picker.paste(pasted),
            Some(Modal::Links(picker)) => return picker.paste(pasted),
            Some(Modal::Themes(themes)) => {
                themes.picker.paste(pasted);
                return self.try_theme_on();
            }
            Some(Modal::Jump(input)) => return input.insert(pasted.trim()),
            Some(Modal::SaveView(input)) => return input.insert(pasted),
            Some(modal) => {
                if let Some(lines) = modal.lines_mut() {
                    lines.paste(pasted);
                }
                return self.look_up();
            }
            None => {}
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
        if pasted.trim().is_empty() {
            return;
        }
        let found = Pasted::new(pasted);
        match Handle::parse(pasted) {
            Some(handle) => {
                self.locate(handle);
                self.pasted = Some(found);
            }
            None => self.look_for(found),
        }
    }

    /// Asks for the ticket that a handle names.
    pub(super) fn locate(&mut self, handle: Handle) {
        // On the screen a bare number is what people say: the helpdesk's number first.
        let handle = match handle {
            Handle::Local(id) => Handle::Number(id.to_string()),
            other => other,
        };
        self.pasted = None;
        self.requests
            .ask(Slot::Locate, Query::Tickets(TicketQuery::Locate(handle)));
    }

    /// Asks for the next reading of a pasted text; after the last it is a filter, or in an open
    /// ticket nothing.
    fn look_for(&mut self, mut pasted: Pasted) {
        let Some(query) = pasted.rest.pop() else {
            let text = quoted(&pasted.text);
            return self.filter_pasted(&text);
        };
        // The whole store is looked through, whatever the list shows.
        if let Ok(filter) = Filter::parse(&query) {
            let request = PageRequest {
                selection: self.queue.select(&filter),
                anchor: Anchor::Start,
                limit: 2,
            };
            let query = Query::Tickets(TicketQuery::Page(request));
            self.requests.ask(Slot::Locate, query);
        }
        self.pasted = Some(Pasted {
            query: Some(query),
            ..pasted
        });
    }

    /// Takes what was found: one ticket opens, several become the filter.
    pub(super) fn located(&mut self, answer: Answer) {
        let pasted = self.pasted.take();
        let found: Vec<TicketId> = match answer {
            Answer::Locate(found) => found.into_iter().collect(),
            Answer::Page(page) => page.rows.into_iter().map(|row| row.id).collect(),
            _ => return,
        };
        match (found.as_slice(), pasted) {
            ([one], _) => self.arrive(*one),
            ([], None) => self.status.refuse("no ticket has this number"),
            ([], Some(pasted)) if pasted.query.is_none() && pasted.rest.is_empty() => {
                self.status.refuse("no ticket has this number");
            }
            ([], Some(pasted)) => self.look_for(pasted),
            (_, Some(Pasted { query, .. })) => {
                self.filter_pasted(&query.unwrap_or_default());
            }
            (_, None) => {}
        }
    }

    /// Types a filter in place of the one that is on.
    fn filter_pasted(&mut self, text: &str) {
        if self.ticket.is_some() {
            return self.status.refuse("no single ticket is named so");
        }
        self.queue.edit_filter();
        if let Some(edit) = &mut self.queue.editing {
            edit.input = Input::default();
            edit.input.insert(text);
        }
        self.queue.filter_typed(&mut self.requests);
    }
}
