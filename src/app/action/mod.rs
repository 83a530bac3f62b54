//! The tables of actions, one for each purpose.
//!
//! From [`all`] come the default keys, the user's `[keys]`, the footer, which-key, the help
//! and the palette, the README's key table and "did you mean" in configuration errors. Nothing
//! about a key is typed anywhere else.

mod choosing;
mod finding;
mod house;
mod moving;
mod reading;
mod work;
mod writing;

use super::App;
use super::when::{self, When};
use crate::domain::spelling::nearest;
use crate::domain::tickets::{Priority, Status};

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// One row or line down.
    Down,
    /// One row or line up.
    Up,
    /// One view down.
    PageDown,
    /// One view up.
    PageUp,
    /// To the first row or line.
    First,
    /// To the last row or line.
    Last,
    /// Opens the ticket under the cursor.
    Open,
    /// Leaves what is open, innermost first.
    Back,
    /// Opens the next ticket of the list.
    Next,
    /// Opens the previous ticket of the list.
    Previous,
    /// Types a filter.
    Filter,
    /// Goes to a ticket by its number.
    Jump,
    /// Shows or hides the preview.
    Preview,
    /// Marks the row.
    Mark,
    /// Marks all rows on show.
    MarkShown,
    /// Says why clocks stand as they do, and what codes mean.
    Why,
    /// Shows what is known about the open ticket.
    Facts,
    /// Tells other events of the open ticket.
    History,
    /// Folds or unfolds quotes.
    Quotes,
    /// Looks for words in the open ticket.
    Find,
    /// To the next thing found.
    FindNext,
    /// To the thing found before.
    FindPrevious,
    /// Ends looking.
    FindLeave,
    /// Lists the links of the open ticket.
    Links,
    /// Opens the ticket's page in the browser.
    Browse,
    /// Copies the chosen link.
    CopyLink,
    /// Writes an internal note.
    Note,
    /// Sets the status.
    SetStatus(Status),
    /// Sets or clears the priority.
    SetPriority(Option<Priority>),
    /// Takes the last action back.
    Undo,
    /// Does it again.
    Redo,
    /// Opens the palette.
    Palette,
    /// Opens the help.
    Help,
    /// Goes to the queue.
    GoQueue,
    /// Changes between dark and light.
    Theme,
    /// Reads everything again and draws every cell.
    Redraw,
    /// Gives the terminal back until continued.
    Suspend,
    /// Closes the pane; leaves from the queue.
    Close,
    /// Cancels; twice leaves.
    Cancel,
    /// Sends what is written.
    Send,
    /// Leaves the composer; the draft stays.
    KeepDraft,
    /// Opens the text in the person's editor.
    Editor,
    /// Accepts what was typed or chosen.
    Accept,
    /// Leaves the field or list.
    Dismiss,
    /// Chooses the next line.
    PickNext,
    /// Chooses the line before.
    PickPrevious,
    /// Chooses a view further.
    PickPageDown,
    /// Chooses a view back.
    PickPageUp,
}

/// Where a key is heard. Inner scopes come before [`Scope::Global`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everywhere but in text; with Ctrl or Alt there too.
    Global,
    /// In the queue.
    Queue,
    /// In an open ticket.
    Ticket,
    /// In a text that floats.
    Float,
    /// While words are looked for in a ticket.
    Find,
    /// While a note is written.
    Composer,
    /// While a filter or a number is typed.
    Field,
    /// In the palette and the help.
    Picker,
}

impl Scope {
    /// Every scope, outermost first.
    pub const ALL: [Self; 8] = [
        Self::Global,
        Self::Queue,
        Self::Ticket,
        Self::Float,
        Self::Find,
        Self::Composer,
        Self::Field,
        Self::Picker,
    ];

    /// True if plain keys are text here.
    pub const fn is_text(self) -> bool {
        matches!(
            self,
            Self::Find | Self::Composer | Self::Field | Self::Picker
        )
    }

    /// Its name, as the palette shows it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Global => "anywhere",
            Self::Queue => "Queue",
            Self::Ticket => "Ticket",
            Self::Float => "float",
            Self::Find => "find",
            Self::Composer => "Note",
            Self::Field => "field",
            Self::Picker => "list",
        }
    }
}

/// By what purpose the help groups actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// What is done to the row or the marked rows.
    Work,
    /// Moving about.
    Move,
    /// Finding and marking.
    Find,
    /// Reading a ticket.
    Read,
    /// Writing.
    Write,
    /// Choosing from a list or field.
    Choose,
    /// The rest of the house.
    Everywhere,
}

impl Group {
    /// Every group, in the order of the help.
    pub const ALL: [Self; 7] = [
        Self::Work,
        Self::Read,
        Self::Move,
        Self::Find,
        Self::Write,
        Self::Choose,
        Self::Everywhere,
    ];

    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Work => "On the row or the marked",
            Self::Move => "Move",
            Self::Find => "Find and mark",
            Self::Read => "Read",
            Self::Write => "Write",
            Self::Choose => "Choose",
            Self::Everywhere => "Everywhere",
        }
    }
}

/// Everything there is to say about an action.
#[derive(Clone, Copy, Debug)]
pub struct ActionSpec {
    /// Which action.
    pub action: Action,
    /// Its name in `[keys]`.
    pub name: &'static str,
    /// Its title in palette and help.
    pub title: &'static str,
    /// The scopes in which its keys are heard.
    pub scopes: &'static [Scope],
    /// Its default keys, best first.
    pub keys: &'static [&'static str],
    /// Its group in the help.
    pub group: Group,
    /// Its rank in the hint row (1 first; 0 is not shown) and its word there.
    pub hint: (u8, &'static str),
    /// Whether it can be done now, and what it would do.
    pub when: fn(&App) -> When,
}

const LISTS: &[Scope] = &[Scope::Queue, Scope::Ticket];
const READING: &[Scope] = &[Scope::Queue, Scope::Ticket, Scope::Float];
const OPENED: &[Scope] = &[Scope::Ticket, Scope::Float];
const FIND: &[Scope] = &[Scope::Find];
const QUEUE: &[Scope] = &[Scope::Queue];
const TICKET: &[Scope] = &[Scope::Ticket];
const COMPOSER: &[Scope] = &[Scope::Composer];
const PICKER: &[Scope] = &[Scope::Picker];
const TYPED: &[Scope] = &[Scope::Field, Scope::Picker];
const GLOBAL: &[Scope] = &[Scope::Global];

/// An action that can always be done and is not in the hint row.
const fn spec(
    action: Action,
    name: &'static str,
    title: &'static str,
    scopes: &'static [Scope],
    keys: &'static [&'static str],
    group: Group,
) -> ActionSpec {
    ActionSpec {
        action,
        name,
        title,
        scopes,
        keys,
        group,
        hint: (0, ""),
        when: when::always,
    }
}

impl ActionSpec {
    const fn hint(mut self, rank: u8, word: &'static str) -> Self {
        self.hint = (rank, word);
        self
    }

    const fn when(mut self, when: fn(&App) -> When) -> Self {
        self.when = when;
        self
    }
}

/// A status verb.
const fn status(
    status: Status,
    name: &'static str,
    title: &'static str,
    keys: &'static [&'static str],
    when: fn(&App) -> When,
) -> ActionSpec {
    spec(
        Action::SetStatus(status),
        name,
        title,
        LISTS,
        keys,
        Group::Work,
    )
    .when(when)
}

/// A priority verb.
const fn priority(
    priority: Option<Priority>,
    name: &'static str,
    title: &'static str,
    keys: &'static [&'static str],
) -> ActionSpec {
    spec(
        Action::SetPriority(priority),
        name,
        title,
        LISTS,
        keys,
        Group::Work,
    )
    .when(when::set_priority)
}

/// The tables in the order of the help.
const TABLES: [&[ActionSpec]; 7] = [
    work::TABLE,
    reading::TABLE,
    moving::TABLE,
    finding::TABLE,
    writing::TABLE,
    choosing::TABLE,
    house::TABLE,
];

/// Every action, by purpose.
pub fn all() -> impl Iterator<Item = &'static ActionSpec> + Clone {
    TABLES.iter().copied().flatten()
}

impl Action {
    /// Everything about this action.
    pub fn spec(self) -> Option<&'static ActionSpec> {
        all().find(|spec| spec.action == self)
    }
}

/// The action with this name, or the nearest name there is.
pub fn by_name(name: &str) -> Result<Action, Option<&'static str>> {
    if let Some(spec) = all().find(|spec| spec.name == name) {
        return Ok(spec.action);
    }
    Err(nearest(name, all().map(|spec| spec.name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::key::Chord;
    use std::collections::HashSet;

    #[test]
    fn each_action_stands_once_under_one_name() {
        let mut actions = HashSet::new();
        let mut names = HashSet::new();
        for spec in all() {
            assert!(
                actions.insert(spec.action),
                "{:?} stands twice",
                spec.action
            );
            assert!(names.insert(spec.name), "{} stands twice", spec.name);
            assert!(!spec.title.is_empty() && !spec.keys.is_empty() && !spec.scopes.is_empty());
            for keys in spec.keys {
                let chord = Chord::parse(keys).expect(keys);
                assert_eq!(
                    &chord.to_string(),
                    keys,
                    "keys are written in their normal spelling"
                );
            }
        }
    }

    #[test]
    fn no_default_key_needs_altgr_on_qwertz_or_azerty() {
        for spec in all() {
            for keys in spec.keys {
                assert!(
                    !keys.contains(['[', ']', '{', '}', '\\', '|', '@', '~']),
                    "{keys}"
                );
            }
        }
    }

    #[test]
    fn a_misspelt_name_finds_the_nearest() {
        assert_eq!(by_name("ticket.note"), Ok(Action::Note));
        assert_eq!(by_name("ticket.nota"), Err(Some("ticket.note")));
        assert_eq!(by_name("fly.to.the.moon"), Err(None));
    }
}
