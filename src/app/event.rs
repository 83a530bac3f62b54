//! What reaches the model and what it asks for.
//!
//! [`Event`] = it happened; [`Effect`] = please do. Both are data: the model does no work and
//! reads no clock.

use std::time::Duration;

use super::key::Key;
use super::look::ThemeLine;
use super::target::{Pane, Target};
use crate::domain::theme::Theme;
use crate::domain::tickets::TicketId;
use crate::domain::{Answer, Command, Instant, Outcome, Query};
use crate::error::Result;

/// The time, as the loop read it for one event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Now {
    /// Wall clock (`--now` fixes it): what is written and shown.
    pub wall: Instant,
    /// Monotonic, since the start: what timers count.
    pub mono: Duration,
}

/// A number that grows with every question of a slot; an answer to an older one is dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gen(pub u64);

impl Gen {
    /// The next number.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// The things the screen waits for; in each only the newest question counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// A window of the queue.
    Page,
    /// How many tickets the queue holds.
    Count,
    /// The ticket under the cursor, for the preview.
    Preview,
    /// Tickets near the cursor, read ahead for their previews.
    Ahead,
    /// The ticket that is open.
    Thread,
    /// The ticket that a pasted id names.
    Locate,
    /// What can be undone.
    Journal,
    /// What the desk remembers.
    Settings,
    /// The views there are.
    Views,
    /// Tickets that share something with the one under the cursor.
    Alike,
    /// Tickets that are copied.
    Copy,
    /// Tickets that the palette looks for.
    Found,
    /// People that the palette looks for.
    People,
    /// The clocks of the ticket that is open.
    Clocks,
    /// Why clocks stand as they do.
    Why,
}

/// Whose command it was: decides what its outcome does to the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A verb of the person: say what was done.
    Verb,
    /// Something taken back or done again: as a verb, and the cursor goes to where it was.
    Reversal,
    /// A note on this ticket that was sent: close its composer once it is written.
    Send(TicketId),
    /// A draft on this ticket that was kept: say so, quietly.
    Draft(TicketId),
    /// Housekeeping: say nothing unless it fails.
    Quiet,
}

impl Purpose {
    /// True for what can be taken back.
    pub const fn changes(self) -> bool {
        matches!(self, Self::Verb | Self::Send(_))
    }
}

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// The mouse was pressed on this.
    Click(Target),
    /// The wheel was turned over this.
    Wheel {
        /// What it turns.
        pane: Pane,
        /// True towards the end.
        down: bool,
    },
    /// Text was pasted; paste is not typing.
    Paste(String),
    /// The terminal has this many columns and rows.
    Resize(u16, u16),
    /// An answer of the store.
    Reply {
        /// Which question.
        slot: Slot,
        /// Of which generation.
        generation: Gen,
        /// The answer.
        result: Result<Answer>,
    },
    /// A command was carried out, or was not.
    Done {
        /// Whose it was.
        purpose: Purpose,
        /// What it did.
        result: Result<Outcome>,
    },
    /// A deadline of [`super::App::deadline`] has passed.
    Tick,
    /// Another process has changed the store.
    StoreChanged,
    /// An address was given to the browser, or was not.
    Browsed {
        /// The address.
        address: String,
        /// Why not, if it was not: a sentence without full stop.
        result: std::result::Result<(), String>,
    },
    /// The person's editor was closed; none if it gave nothing back.
    Edited(Result<Option<String>>),
    /// The theme of this name was read, or could not be.
    Theme {
        /// Its name.
        name: String,
        /// The theme.
        result: Result<Box<Theme>>,
    },
    /// Every theme was read.
    Themes(Vec<ThemeLine>),
    /// Something outside the model failed and the person should know.
    Trouble(crate::error::Error),
    /// A signal asks to leave: keep everything and go.
    Terminate,
}

/// Something the model asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask the store.
    Ask {
        /// Which question.
        slot: Slot,
        /// Of which generation.
        generation: Gen,
        /// The question.
        query: Query,
    },
    /// Carry out a command.
    Perform {
        /// Whose it is.
        purpose: Purpose,
        /// The command.
        command: Command,
    },
    /// See whether another process has changed the store.
    Watch,
    /// Open the person's editor on this text.
    Edit(String),
    /// Read the theme of this name.
    Theme(String),
    /// Read every theme there is.
    Themes,
    /// Open this address in the browser.
    Browse(String),
    /// Put a text into the clipboard.
    Copy {
        /// What it is, as the status row says it.
        what: String,
        /// The text, safe for a terminal.
        text: String,
    },
    /// Draw every cell again.
    Repaint,
    /// Give the terminal back and stop, until continued.
    Suspend,
    /// Leave, after everything asked for so far was written.
    Quit,
}
