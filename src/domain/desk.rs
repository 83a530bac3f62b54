//! What the desk itself remembers, and the journal that undo reads.

use serde::{Deserialize, Serialize};

use super::Instant;
use super::tickets::{Changes, OutboxItem};

/// A thing the desk remembers between starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    /// The theme chosen with `Space T`.
    Theme,
    /// Set once the first-run card was put away.
    Greeted,
}

impl Setting {
    /// Every setting.
    pub const ALL: [Self; 2] = [Self::Theme, Self::Greeted];

    /// The name under which it is stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::Theme => "theme",
            Self::Greeted => "greeted",
        }
    }
}

/// A change to what the desk remembers.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Remembers a value.
    Remember {
        /// Which setting.
        setting: Setting,
        /// Its new value.
        value: String,
    },
}

/// A question about the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JournalQuery {
    /// The newest entries over all actors, newest first.
    Recent {
        /// At most this many.
        limit: u32,
    },
}

/// How far an action can be taken back, easiest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UndoClass {
    /// Never left this machine: undone without limit.
    #[default]
    Local,
    /// Waits in the outbox: undone as long as nothing has left.
    Held,
    /// Delivered: undone by writing the old value back.
    Compensable,
    /// Cannot be undone.
    Final,
}

/// One action of a person, as the journal keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct JournalEntry {
    /// Row id; a later action has a greater one.
    pub id: i64,
    /// When it was done.
    pub at: Instant,
    /// Who did it (see [`super::Actor`]).
    pub actor: String,
    /// What it changed, with the ids that were given.
    pub changes: Changes,
    /// True once it was taken back (and can be done again).
    pub undone: bool,
}

/// A row of the outbox: what a helpdesk shall be asked to do, and how that stands.
#[derive(Clone, Debug, PartialEq)]
pub struct OutboxRow {
    /// What is asked, with its id.
    pub item: OutboxItem,
    /// The ticket's handle.
    pub handle: String,
    /// When it was put there.
    pub since: Instant,
}
