//! Copying: what is asked for is read whole, made safe, bounded and handed out.

use crate::domain::tickets::{Answer, Query as TicketQuery, Ticket, TicketId, copies};
use crate::domain::{Query, text};

use super::App;
use super::action::Copied;
use super::event::{Effect, Slot};

/// Most tickets that one copy holds.
const MAX_TICKETS: usize = 500;

/// A copy whose tickets are being read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Copying {
    what: Copied,
    /// How many tickets were wanted.
    wanted: usize,
}

impl App {
    /// Reads what shall be copied: the marked tickets as a table or as JSON, else of one ticket.
    pub(super) fn copy(&mut self, what: Copied) {
        let mut ids: Vec<TicketId> = match what {
            Copied::Table | Copied::Json => self.targets(),
            _ => self.current().into_iter().collect(),
        };
        let wanted = ids.len();
        ids.truncate(MAX_TICKETS);
        self.copying = Some(Copying { what, wanted });
        let query = match what {
            Copied::References => TicketQuery::Threads(ids),
            _ => TicketQuery::Full(ids),
        };
        self.requests.ask(Slot::Copy, Query::Tickets(query));
    }

    /// Hands out what was read.
    pub(super) fn copy_read(&mut self, answer: Answer) {
        let Some(Copying { what, wanted }) = self.copying.take() else {
            return;
        };
        match answer {
            Answer::Threads(threads) => {
                let Some(thread) = threads.first() else {
                    return self.status.refuse("this ticket is gone");
                };
                let found = copies::references(thread);
                if found.is_empty() {
                    let number = number(&thread.ticket);
                    let why = format!("#{number} names no payment reference");
                    return self.status.refuse(why);
                }
                let what = match found.len() {
                    1 => text::line(found.first().unwrap_or(&"")).into_owned(),
                    count => format!("{count} references"),
                };
                let text = found.join("\n");
                self.hand_out(what, &text);
            }
            Answer::Full(tickets) => self.copy_tickets(what, &tickets, wanted),
            _ => {}
        }
    }

    fn copy_tickets(&mut self, what: Copied, tickets: &[Ticket], wanted: usize) {
        let Some(first) = tickets.first() else {
            return self.status.refuse("this ticket is gone");
        };
        let number = number(first);
        let rows = |held: usize| match (wanted, held == wanted) {
            (1, true) => format!("#{number}"),
            (_, true) => format!("{held} tickets"),
            (_, false) => format!("{held} of {wanted} tickets; a copy holds no more"),
        };
        match what {
            Copied::Id | Copied::References => self.hand_out(format!("#{number}"), &number),
            Copied::Subject => {
                let subject = text::line(&first.subject).into_owned();
                self.hand_out(format!("the subject of #{number}"), &subject);
            }
            Copied::Url => match &first.url {
                Some(url) => {
                    let url = text::line(url).into_owned();
                    self.hand_out(format!("the address of #{number}"), &url);
                }
                None => {
                    let why = format!("no address is known of #{number}");
                    self.status.refuse(why);
                }
            },
            Copied::Table => {
                let (table, held) = copies::table(tickets);
                self.hand_out(format!("{} as a table", rows(held)), &table);
            }
            Copied::Json => {
                let (json, held) = copies::json(tickets);
                self.hand_out(format!("{} as JSON", rows(held)), &json);
            }
        }
    }

    /// Copies a text, made safe and bounded, and says what was copied.
    pub(super) fn hand_out(&mut self, what: String, text: &str) {
        let mut text = text::screen(text).into_owned();
        let fits = text.floor_char_boundary(copies::MAX_BYTES);
        text.truncate(fits);
        self.status.say(format!("copied {what}"));
        self.requests.push(Effect::Copy { what, text });
    }
}

fn number(ticket: &Ticket) -> String {
    text::line(&ticket.number()).into_owned()
}
