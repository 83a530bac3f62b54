//! What comes back: answers of the store, outcomes of commands, the person's editor.

use crate::domain::desk::{JournalEntry, Setting};
use crate::domain::tickets::history::ClockAnswer;
use crate::domain::tickets::{Answer as TicketAnswer, Query as TicketQuery, TicketId};
use crate::domain::{Actor, Answer, Outcome, Query, moment, text};
use crate::error::{Error, ErrorKind, Result};

use super::act::DRAFT_KEPT;
use super::event::{Gen, Purpose, Slot};
use super::tickets::reader::Reader;
use super::tour::Deed;
use super::{App, Modal};

impl App {
    /// Takes an answer; false if it was no longer wanted or changes nothing on show.
    pub(super) fn reply(&mut self, slot: Slot, generation: Gen, result: Result<Answer>) -> bool {
        if !self.requests.wants(slot, generation) {
            return false;
        }
        self.requests.answered(slot);
        let answer = match result {
            Ok(answer) => answer,
            Err(error) => {
                self.unanswered(slot);
                self.status.fail(&error);
                return true;
            }
        };
        let (now, zone) = (self.now, &self.desk.zone);
        match (slot, answer) {
            (Slot::Page, Answer::Tickets(TicketAnswer::Page(page))) => {
                self.queue.page(page, &mut self.requests);
                if self.queue.list.is_empty() {
                    let any = Query::Tickets(TicketQuery::Any);
                    self.requests.ask(Slot::Preview, any);
                } else {
                    self.queue.store_empty = false;
                }
            }
            (Slot::Count, Answer::Tickets(TicketAnswer::Count(count))) => {
                return self.counted(Some(count));
            }
            (Slot::Preview, Answer::Tickets(TicketAnswer::Thread(thread))) => {
                self.queue.previewed(thread.map(|t| *t), &mut self.requests);
            }
            (Slot::Ahead, Answer::Tickets(TicketAnswer::Threads(threads))) => {
                self.queue.preview.read_ahead(threads);
                return false;
            }
            (Slot::Preview, Answer::Tickets(TicketAnswer::Any(any))) => {
                self.queue.store_empty = !any;
            }
            (Slot::Thread, Answer::Tickets(TicketAnswer::Thread(thread))) => {
                self.read(thread.map(|t| *t));
            }
            (Slot::Clocks, Answer::Clocks(ClockAnswer::Stand(standings))) => {
                if let Some(reader) = &mut self.ticket {
                    reader.clocked(standings.into_iter().next().flatten(), now, zone);
                }
            }
            (Slot::Why, Answer::Clocks(ClockAnswer::Stand(standings))) => {
                if let Some(Modal::Why(why)) = self.modals.last_mut() {
                    why.clocked(standings.into_iter().next().flatten());
                }
            }
            (Slot::Locate, Answer::Tickets(answer)) => self.located(answer),
            (Slot::Views, Answer::Views(views)) => return self.take_views(views),
            (Slot::Alike, Answer::Tickets(answer)) => self.mark_found(answer),
            (Slot::Copy, Answer::Tickets(answer)) => self.copy_read(answer),
            (Slot::Journal, Answer::Journal(entries)) => {
                let mine = Actor::new(self.desk.me.first().map_or("", |m| m));
                let mut mine = entries.iter().filter(|entry| entry.actor == mine.email);
                // What was taken back last is the oldest of those above what stands.
                let mut taken_back = None;
                let last = mine.find(|entry| {
                    if entry.undone {
                        taken_back = Some(*entry);
                    }
                    !entry.undone
                });
                let say = |entry: &JournalEntry| text::line(&entry.changes.summary).into_owned();
                self.status.undo = last.map(say);
                self.status.redo = taken_back.map(say);
            }
            (Slot::Settings, Answer::Settings(settings)) => self.settle(&settings),
            (Slot::Found, Answer::Tickets(TicketAnswer::Page(page))) => {
                return self.found_tickets(&page.rows);
            }
            (Slot::Found, Answer::Tickets(TicketAnswer::Numbered(rows))) => {
                return self.found_tickets(&rows);
            }
            (Slot::People, Answer::Tickets(TicketAnswer::People(people))) => {
                return self.found_people(people);
            }
            _ => return false,
        }
        true
    }

    /// The store could not answer: what waits for it goes on without.
    fn unanswered(&mut self, slot: Slot) {
        match slot {
            Slot::Page => self.queue.failed(),
            Slot::Preview => self.queue.preview.failed(),
            Slot::Count => _ = self.counted(None),
            Slot::Thread => self.unread(),
            Slot::Clocks => {
                if let Some(reader) = &mut self.ticket {
                    reader.clocks_failed(self.now, &self.desk.zone);
                }
            }
            Slot::Why => {
                if let Some(Modal::Why(why)) = self.modals.last_mut() {
                    why.clocks_failed();
                }
            }
            _ => {}
        }
    }

    /// Goes to a ticket that was named: in the list if it holds it, and opened.
    pub(super) fn arrive(&mut self, id: TicketId) {
        self.keep_draft();
        self.queue.jump(id, &mut self.requests);
        self.ticket = Some(Reader::open(id, &mut self.requests));
        self.hear(Deed::Opened);
        self.queue.read_around(true, &mut self.requests);
    }

    /// Takes over what the desk remembers.
    fn settle(&mut self, settings: &[(Setting, String)]) {
        let find = |wanted| {
            settings
                .iter()
                .find(|(s, _)| *s == wanted)
                .map(|(_, v)| v.as_str())
        };
        let on = find(Setting::Preview) != Some("off");
        if on != self.queue.preview.on {
            // What was asked for it is no longer wanted.
            self.queue.toggle_preview(&mut self.requests);
        }
        self.queue.preview.below = find(Setting::PreviewPlace) == Some("below");
        if let Some(picked) = find(Setting::Picked) {
            self.habits.recall(picked);
        }
        self.toured = find(Setting::Toured).is_some();
        self.greeting = find(Setting::Greeted).is_none()
            && self.desk.read_only.is_none()
            && self.tour.is_none();
        self.recall_theme(find(Setting::Theme));
    }

    /// Takes the outcome of a command.
    pub(super) fn done(&mut self, purpose: Purpose, result: Result<Outcome>) {
        self.requests.performed(purpose);
        match (purpose, result) {
            (Purpose::Verb, Ok(outcome)) => {
                // A verb takes the marked rows once: what is marked for the next is marked anew.
                for id in outcome.changes.tickets() {
                    self.queue.marks.remove(&id);
                }
                self.queue.marks_taken(&mut self.requests);
                self.tell(&outcome);
                if !is_of_views(&outcome) {
                    self.hear(Deed::Changed);
                }
            }
            (Purpose::Reversal, Ok(outcome)) => {
                if let Some(id) = outcome.changes.tickets().first() {
                    self.queue.return_to(*id);
                }
                self.tell(&outcome);
                if !is_of_views(&outcome) {
                    self.hear(Deed::TakenBack);
                }
            }
            (Purpose::Send(id), Ok(outcome)) => {
                // Another ticket's note may be under way by now: that one stays.
                if let Some(reader) = self.ticket.as_mut().filter(|reader| reader.id == id) {
                    reader.composer = None;
                    reader.follow();
                }
                self.tell(&outcome);
            }
            (Purpose::Draft(id), Ok(_)) => {
                let now = self.now.wall;
                if let Some(reader) = self.ticket.as_mut().filter(|reader| reader.id == id) {
                    if let Some(composer) = &mut reader.composer {
                        composer.saved_at = Some(now);
                    } else {
                        reader.refresh(&mut self.requests);
                        self.status.say(DRAFT_KEPT);
                    }
                }
            }
            (Purpose::Quiet, Ok(_)) => {}
            (purpose, Err(error)) => {
                let now = self.now;
                if let Purpose::Send(id) | Purpose::Draft(id) = purpose
                    && let Some(reader) = self.ticket.as_mut().filter(|reader| reader.id == id)
                {
                    // A composer that was left opens again: its text is nowhere else.
                    reader.compose();
                    if let Some(composer) = &mut reader.composer {
                        composer.returned(now);
                    }
                }
                self.say_error(&error);
            }
        }
    }

    /// A rule's refusal stands in the status row; a failure is a toast that stays.
    fn say_error(&mut self, error: &Error) {
        if matches!(error.kind, ErrorKind::Refused | ErrorKind::Missing) {
            let cure = error
                .hints
                .first()
                .map(|hint| format!("; {hint}"))
                .unwrap_or_default();
            self.status.refuse(format!("{}{cure}", error.message));
        } else {
            self.status.fail(error);
        }
    }

    fn tell(&mut self, outcome: &Outcome) {
        let at = moment::when(self.now.wall, self.now.wall, &self.desk.zone);
        let summary = text::line(&outcome.changes.summary);
        let said = match self.next_time.take() {
            Some(key) => format!("{summary}  {at}  next time press {key}"),
            None => format!("{summary}  {at}"),
        };
        self.status.say(said);
        if is_of_views(outcome) {
            self.ask_views();
            self.ask_journal();
        } else {
            self.refresh();
        }
    }

    /// Takes back the text from the person's editor.
    pub(super) fn edited(&mut self, result: Result<Option<String>>) {
        let now = self.now;
        match result {
            Ok(Some(text)) => {
                if let Some(composer) = self.ticket.as_mut().and_then(|t| t.composer.as_mut()) {
                    composer.replace(&text, now);
                }
            }
            Ok(None) => {}
            Err(error) => self.status.fail(&error),
        }
    }
}

/// True if views were changed: no list and no count is another then.
fn is_of_views(outcome: &Outcome) -> bool {
    !outcome.changes.views.is_empty()
}
