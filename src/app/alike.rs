//! Marking the tickets of the list that fail as the one under the cursor does.

use std::collections::BTreeSet;

use crate::domain::Query;
use crate::domain::tickets::{
    Anchor, Answer, Page, PageRequest, Query as TicketQuery, Thread, TicketId, copies,
};

use super::App;
use super::event::Slot;

/// Most tickets that are marked at once: more is no group that one person answers.
const MAX_ALIKE: u32 = 500;

/// What tickets of one trouble share: error code and method, as far as they are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Signature {
    code: Option<String>,
    method: Option<String>,
}

impl Signature {
    /// What a ticket tells; none if it names neither.
    fn of(thread: &Thread) -> Option<Self> {
        let code = copies::code(thread).map(str::to_owned);
        let method = thread.ticket.method.clone();
        let method = method.filter(|method| !method.is_empty());
        (code.is_some() || method.is_some()).then_some(Self { code, method })
    }

    /// As terms of a query.
    fn terms(&self) -> String {
        let quoted = |text: &String| text.replace(['"', '\\'], " ");
        let code = self
            .code
            .iter()
            .map(|code| format!("code:\"{}\"", quoted(code)));
        let method = self.method.iter();
        let method = method.map(|method| format!("method:\"{}\"", quoted(method)));
        code.chain(method).collect::<Vec<_>>().join(" ")
    }

    /// In a few words.
    fn said(&self) -> String {
        match (&self.code, &self.method) {
            (Some(code), Some(method)) => format!("{code} and {method}"),
            (Some(one), None) | (None, Some(one)) => one.clone(),
            (None, None) => String::new(),
        }
    }
}

impl App {
    /// Looks for what the ticket under the cursor shares with others of the list.
    pub(super) fn mark_alike(&mut self) {
        let Some(id) = self.queue.list.selected().map(|row| row.id) else {
            return;
        };
        let preview = self.queue.preview.thread.take();
        match preview {
            Some(thread) if thread.ticket.id == id => {
                self.look_alike(&thread);
                self.queue.preview.thread = Some(thread);
            }
            other => {
                self.queue.preview.thread = other;
                let query = Query::Tickets(TicketQuery::Thread(id));
                self.requests.ask(Slot::Alike, query);
            }
        }
    }

    fn look_alike(&mut self, thread: &Thread) {
        let Some(signature) = Signature::of(thread) else {
            let why = "it names neither an error code nor a payment method";
            return self.status.refuse(format!("Mark what fails alike: {why}"));
        };
        let Ok(filter) = self.queue.filter.clone().narrow(&signature.terms()) else {
            return self.status.refuse("what it shares cannot be asked for");
        };
        let request = PageRequest {
            selection: self.queue.select(&filter),
            anchor: Anchor::Start,
            limit: MAX_ALIKE,
        };
        self.alike = Some((thread.ticket.id, signature));
        let query = Query::Tickets(TicketQuery::Page(request));
        self.requests.ask(Slot::Alike, query);
    }

    /// Takes the ticket, or those that are like it.
    pub(super) fn mark_found(&mut self, answer: Answer) {
        match answer {
            Answer::Thread(Some(thread)) => self.look_alike(&thread),
            Answer::Page(page) => self.mark_page(&page),
            _ => {}
        }
    }

    fn mark_page(&mut self, page: &Page) {
        let Some((id, signature)) = self.alike.take() else {
            return;
        };
        // It is like itself, even while what its texts name is still being worked out.
        let mut found: BTreeSet<TicketId> = page.rows.iter().map(|row| row.id).collect();
        found.insert(id);
        let count = found.len();
        self.queue.marks.extend(found);
        let share = signature.said();
        self.status.say(match (count, page.at_end) {
            (1, _) => format!("this ticket alone has {share} here; it is marked"),
            (_, true) => format!("{count} tickets with {share} are marked"),
            (_, false) => {
                format!("the first {count} tickets with {share} are marked; there are more")
            }
        });
    }
}
