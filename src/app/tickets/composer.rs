//! The note being written. It stays in the house: nothing here reaches a customer.

use std::time::Duration;

use crate::app::event::{Now, Purpose};
use crate::app::key::Key;
use crate::app::kit::editor::Editor;
use crate::app::requests::Requests;
use crate::domain::tickets::{Command as TicketCommand, TicketId};
use crate::domain::{Command, Instant};

/// A draft is kept this long after the first letter that is not: often enough to lose less than a
/// second of typing, rarely enough for a disk that takes 5 ms a commit.
const SAVE_AFTER: Duration = Duration::from_millis(400);

/// The text of a note and how much of it is kept.
#[derive(Clone, Debug)]
pub struct Composer {
    /// Which ticket it is on.
    pub ticket: TicketId,
    /// The text.
    pub editor: Editor,
    /// When the draft was last kept.
    pub saved_at: Option<Instant>,
    /// True once the note is on its way to the store; keys wait until it is there.
    pub sending: bool,
    unsaved_since: Option<Duration>,
}

impl Composer {
    /// Takes up the draft of a ticket, or starts a new one.
    pub fn new(ticket: TicketId, draft: Option<&str>) -> Self {
        Self {
            ticket,
            editor: Editor::new(draft.unwrap_or_default()),
            saved_at: None,
            sending: false,
            unsaved_since: None,
        }
    }

    /// Takes a key of the text.
    pub fn key(&mut self, key: Key, now: Now) {
        if !self.sending && self.editor.key(key) {
            self.changed(now);
        }
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str, now: Now) {
        if !self.sending {
            self.editor.paste(text);
            self.changed(now);
        }
    }

    /// Takes the text the person's own editor gave back.
    pub fn replace(&mut self, text: &str, now: Now) {
        self.editor = Editor::new(text.trim_end());
        self.changed(now);
    }

    fn changed(&mut self, now: Now) {
        self.unsaved_since.get_or_insert(now.mono);
    }

    /// When the draft must be kept; not while it is on its way as a note.
    pub fn deadline(&self) -> Option<Duration> {
        let since = self.unsaved_since.filter(|_| !self.sending);
        since.map(|since| since + SAVE_AFTER)
    }

    /// Keeps the draft if it is due, or at once if `leaving`; true if there was something to keep.
    pub fn save(&mut self, leaving: bool, now: Now, requests: &mut Requests) -> bool {
        let due = self
            .unsaved_since
            .is_some_and(|since| leaving || now.mono >= since + SAVE_AFTER);
        let due = due && !self.sending;
        if due {
            self.unsaved_since = None;
            let command = TicketCommand::SaveDraft {
                ticket: self.ticket,
                body: self.editor.text(),
            };
            requests.perform(Purpose::Draft(self.ticket), Command::Tickets(command));
        }
        due
    }

    /// Sends the note.
    pub fn send(&mut self, requests: &mut Requests) {
        if !self.sending {
            self.sending = true;
            let body = self.editor.text();
            let command = TicketCommand::Note {
                ticket: self.ticket,
                body,
                status: None,
            };
            requests.perform(Purpose::Send(self.ticket), Command::Tickets(command));
        }
    }

    /// The note or draft could not be written: the text is the person's again, and kept as a
    /// draft as soon as that goes.
    pub fn returned(&mut self, now: Now) {
        self.sending = false;
        self.changed(now);
    }
}
