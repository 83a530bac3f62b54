//! The model of the workbench: what is on the desk, what has the focus, what a key does.
//!
//! `update(event, now)` changes the model and returns effects; it does no work, blocks on
//! nothing and reads no clock. Focus is state: [`App::scope`] is a function of the model.

mod act;
pub mod action;
mod alike;
mod answers;
mod choosing;
mod copying;
pub mod event;
pub mod habits;
pub mod key;
pub mod keymap;
pub mod kit;
pub mod layout;
pub mod look;
mod modal;
#[cfg(test)]
mod modal_tests;
pub mod palette;
mod pasting;
#[cfg(test)]
mod queue_random;
#[cfg(test)]
mod queue_tests;
mod reading;
mod requests;
pub mod status;
pub mod target;
#[cfg(test)]
mod tests;
pub mod tickets;
pub mod tour;
mod typing;
mod update;
mod viewing;
pub mod when;

use std::time::Duration;

use crate::domain::codes::Meanings;
use crate::domain::schedule::Schedule;
use crate::domain::tickets::{Column, Status as TicketStatus, TicketId};
use crate::domain::zone::Zone;

use action::{Action, Scope};
use copying::Copying;
use event::{Effect, Gen, Now, Slot};
use habits::Habits;
use key::Key;
use keymap::Keymap;
use layout::{Layout, Panes};
use pasting::Pasted;
use requests::Requests;
use status::Status;
use tickets::composer::Composer;
use tickets::queue::Queue;
use tickets::reader::Reader;
use tickets::views::Views;
use tour::Tour;

pub use look::{Depth, Look};
pub use modal::{LinkLine, Modal, ViewLine};
pub use palette::CommandLine;

/// How long a begun key sequence waits before its continuations are shown.
const WHICH_KEY_AFTER: Duration = Duration::from_millis(300);

/// Who and where the desk is.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    /// The zone times are shown in.
    pub zone: Zone,
    /// Addresses that are me.
    pub me: Vec<String>,
    /// Business hours.
    pub schedule: Schedule,
    /// Why the store takes no changes, if it does not.
    pub read_only: Option<String>,
    /// True if the wall clock runs (no `--now`): the page then shows each new minute.
    pub clock_runs: bool,
    /// What error codes mean.
    pub meanings: Meanings,
    /// What the desk is called in row 0 ("demo"); empty for the person's own.
    pub label: String,
    /// True if policies give tickets their clocks.
    pub has_clocks: bool,
    /// The columns of the queue; none: those that fit the desk.
    pub columns: Vec<Column>,
    /// The file that holds what was copied last, as it is named to the person; empty for none.
    pub clipboard: String,
    /// True if the tour is on from the start.
    pub tour: bool,
}

impl Desk {
    /// True if nothing on it is real.
    pub fn is_sample(&self) -> bool {
        !self.label.is_empty()
    }
}

/// Keys of a sequence that is not complete.
#[derive(Clone, Debug, Default)]
pub struct Pending {
    /// The keys so far.
    pub keys: Vec<Key>,
    /// True once the continuations are shown.
    pub shown: bool,
    since: Duration,
    /// The ticket they began on.
    on: Option<TicketId>,
}

/// The whole model.
#[derive(Debug)]
pub struct App {
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The time of the last event.
    pub now: Now,
    /// Who and where.
    pub desk: Desk,
    /// How it is drawn.
    pub look: Look,
    /// What keys mean.
    pub keymap: Keymap,
    /// The begun key sequence.
    pub pending: Pending,
    /// What floats, innermost last.
    pub modals: Vec<Modal>,
    /// The queue.
    pub queue: Queue,
    /// The views and their counts.
    pub views: Views,
    /// The open ticket; it covers the queue.
    pub ticket: Option<Reader>,
    /// Status row and toasts.
    pub status: Status,
    /// True while the first-run card is shown.
    pub greeting: bool,
    /// The tour, while it is on.
    pub tour: Option<Tour>,
    /// True if the tour was walked to its end once.
    pub toured: bool,
    /// What this person does most.
    pub habits: Habits,
    /// The key of what was just taken from a list, until the next key is pressed.
    next_time: Option<String>,
    /// The list that was picked from last.
    last_list: Option<Modal>,
    /// The verb that was done last.
    repeated: Option<Action>,
    /// What is being read to be copied.
    copying: Option<Copying>,
    /// The ticket whose like are being looked for, and what they share.
    alike: Option<(TicketId, alike::Signature)>,
    /// The pasted text that is being looked for.
    pasted: Option<Pasted>,
    requests: Requests,
    changed: bool,
    cancelled: bool,
    watched: Duration,
}

impl App {
    /// A model of this size that knows nothing yet; [`App::start`] asks.
    pub fn new(desk: Desk, look: Look, keymap: Keymap, size: (u16, u16), now: Now) -> Self {
        let queue = Queue::new(&desk, now);
        let mut app = Self {
            size,
            now,
            desk,
            look,
            keymap,
            pending: Pending::default(),
            modals: Vec::new(),
            queue,
            views: Views::default(),
            repeated: None,
            copying: None,
            alike: None,
            pasted: None,
            ticket: None,
            status: Status::default(),
            greeting: false,
            tour: None,
            toured: false,
            habits: Habits::default(),
            next_time: None,
            last_list: None,
            requests: Requests::default(),
            changed: true,
            cancelled: false,
            watched: now.mono,
        };
        app.tour = app.desk.tour.then(|| app.tour_of_desk());
        app.fit();
        app
    }

    /// The division of the page as it stands.
    pub fn layout(&self) -> Layout {
        let panes = match &self.ticket {
            // The facts of an open ticket stand beside it only where there is room.
            Some(_) => Panes {
                preview: self.size.0 >= layout::SIDE_FROM,
                ..Panes::default()
            },
            None => Panes {
                preview: self.queue.preview.on,
                below: self.queue.preview.below,
                views: true,
            },
        };
        Layout::divide(self.size.0, self.size.1, panes)
    }

    /// True if the page shows what is asked in the preview's slot: a ticket, or for an empty list
    /// whether there is any.
    pub fn shows_preview(&self) -> bool {
        let layout = self.layout();
        self.queue.list.is_empty() || layout.side.or(layout.peek).is_some()
    }

    /// True if the answer to a question is still waited for.
    pub fn wants(&self, slot: Slot, generation: Gen) -> bool {
        self.requests.wants(slot, generation)
    }

    /// Where keys are heard now.
    pub fn scope(&self) -> Scope {
        match self.modals.last() {
            Some(modal) => modal.scope(),
            None => self.pane_scope(),
        }
    }

    /// Where keys are heard once nothing floats.
    pub fn pane_scope(&self) -> Scope {
        match &self.ticket {
            Some(reader) if reader.is_composing() => Scope::Composer,
            Some(reader) if reader.find.is_some() => Scope::Find,
            Some(_) => Scope::Ticket,
            None if self.queue.editing.is_some() => Scope::Field,
            None => Scope::Queue,
        }
    }

    /// The note being written.
    pub fn composer(&self) -> Option<&Composer> {
        self.ticket
            .as_ref()
            .and_then(|reader| reader.composer.as_ref())
    }

    /// The list that was picked from last.
    pub fn last_list(&self) -> Option<&Modal> {
        self.last_list.as_ref()
    }

    /// The tickets a verb acts on: the open one, else the marked, else the one under the cursor.
    pub fn targets(&self) -> Vec<TicketId> {
        match &self.ticket {
            Some(reader) => vec![reader.id],
            None => self.queue.targets(),
        }
    }

    /// The ticket a verb on one acts on.
    pub fn current(&self) -> Option<TicketId> {
        match &self.ticket {
            Some(reader) => Some(reader.id),
            None => self.queue.list.selected().map(|row| row.id),
        }
    }

    /// Its number, as people say it.
    pub fn current_number(&self) -> Option<String> {
        match &self.ticket {
            Some(reader) => reader.thread.as_ref().map(|thread| thread.ticket.number()),
            None => self
                .queue
                .list
                .selected()
                .map(crate::domain::tickets::ListRow::number),
        }
    }

    /// Its status.
    pub fn current_status(&self) -> Option<TicketStatus> {
        match &self.ticket {
            Some(reader) => reader.thread.as_ref().map(|thread| thread.ticket.status),
            None => self.queue.list.selected().map(|row| row.status),
        }
    }

    /// True if something that is drawn has changed since the last call.
    pub fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }

    /// When the model next wants a [`event::Event::Tick`], counted as [`Now::mono`]; none: not before the
    /// next event. Idle with a fixed clock there is none, so nothing wakes.
    pub fn deadline(&self) -> Option<Duration> {
        let pending = (!self.pending.keys.is_empty() && !self.pending.shown)
            .then(|| self.pending.since + WHICH_KEY_AFTER);
        let draft = self.composer().and_then(Composer::deadline);
        let minute = self.desk.clock_runs.then(|| {
            let into = u64::try_from(self.now.wall.timestamp().rem_euclid(60)).unwrap_or(0);
            self.now.mono + Duration::from_secs(60 - into)
        });
        let late = self.queue.deadline();
        [pending, draft, minute, late, self.status.deadline()]
            .into_iter()
            .flatten()
            .min()
    }

    /// Hands over what the last event asked for.
    fn effects(&mut self) -> Vec<Effect> {
        self.requests.take()
    }
}
