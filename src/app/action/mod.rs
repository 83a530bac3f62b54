//! The tables of actions, one for each purpose.
//!
//! From [`all`] come the default keys, the user's `[keys]`, the footer, which-key, the help
//! and the palette, the README's key table and "did you mean" in configuration errors. Nothing
//! about a key is typed anywhere else.

mod choosing;
mod copying;
mod finding;
mod house;
#[cfg(test)]
mod keyboards;
mod moving;
mod reading;
mod sorting;
mod views;
mod work;
mod writing;

use super::App;
use super::when::{self, When};
use crate::domain::spelling::nearest;
use crate::domain::tickets::{Priority, SortField, Status};

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
    /// Moves the preview beside or below the list.
    PreviewPlace,
    /// Marks the row.
    Mark,
    /// Marks all rows on show.
    MarkShown,
    /// Marks the tickets of the list that fail as the one under the cursor does.
    MarkAlike,
    /// Shows the marked tickets alone, or what was shown before.
    Marked,
    /// Takes away the term that hides every ticket.
    DropTerm,
    /// Sorts the list; the same again turns it around.
    Sort(SortField),
    /// Opens the list of views.
    Views,
    /// Goes to the view at this place, from 1.
    View(u8),
    /// Saves the filter as a view.
    SaveView,
    /// Deletes the view that is on.
    DeleteView,
    /// Copies something of the ticket or the marked ones.
    Copy(Copied),
    /// Does the last verb again.
    Repeat,
    /// Says why clocks stand as they do, and what codes mean.
    Why,
    /// Shows what is known about the open ticket.
    Facts,
    /// Tells other events of the open ticket.
    History,
    /// Folds or unfolds quotes.
    Quotes,
    /// Looks for words in the open ticket.
    Search,
    /// To the next thing found.
    SearchNext,
    /// To the thing found before.
    SearchPrevious,
    /// Ends looking.
    SearchLeave,
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
    /// Opens the palette on tickets and people.
    Find,
    /// Opens the list that was picked from last, with what was typed there.
    Reopen,
    /// Opens the help.
    Help,
    /// Opens the help of every pane.
    AllKeys,
    /// Begins the tour, or leaves it.
    Tour,
    /// Goes to the queue.
    GoQueue,
    /// Picks a theme.
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

/// What is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Copied {
    /// The number.
    Id,
    /// The page in the helpdesk.
    Url,
    /// The payment references that subject and messages name.
    References,
    /// A Markdown table, of the marked tickets if there are any.
    Table,
    /// JSON, of the marked tickets if there are any.
    Json,
    /// The subject.
    Subject,
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
    /// Views and their order.
    View,
    /// Copying.
    Copy,
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
    pub const ALL: [Self; 9] = [
        Self::Work,
        Self::Read,
        Self::Move,
        Self::Find,
        Self::View,
        Self::Copy,
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
            Self::View => "Views and order",
            Self::Copy => "Copy",
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
    /// True if it changes how the desk is shown: `=` in the palette finds it.
    pub is_setting: bool,
    /// True if what it does is undone by [`Action::Undo`].
    pub is_undoable: bool,
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
        is_setting: false,
        is_undoable: false,
        when: when::always,
    }
}

impl ActionSpec {
    const fn hint(mut self, rank: u8, word: &'static str) -> Self {
        self.hint = (rank, word);
        self
    }

    const fn setting(mut self) -> Self {
        self.is_setting = true;
        self
    }

    const fn undoable(mut self) -> Self {
        self.is_undoable = true;
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
    .undoable()
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
    .undoable()
    .when(when::set_priority)
}

/// The tables in the order of the help.
const TABLES: [&[ActionSpec]; 10] = [
    work::TABLE,
    reading::TABLE,
    moving::TABLE,
    finding::TABLE,
    sorting::TABLE,
    views::TABLE,
    copying::TABLE,
    writing::TABLE,
    choosing::TABLE,
    house::TABLE,
];

/// What the menus of keys are called, by the keys that open them as they stand by default.
const MENUS: [(&str, &str); 8] = [
    ("#", "priority"),
    ("Space", "more"),
    ("Space s", "sort by"),
    ("Space v", "views"),
    ("g", "go to"),
    ("i", "importance"),
    ("s", "status"),
    ("y", "copy"),
];

/// The name of the menu that these keys open; none for a menu of the user's own.
pub fn menu(keys: &str) -> Option<&'static str> {
    let found = MENUS.iter().find(|(known, _)| *known == keys);
    found.map(|(_, name)| *name)
}

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
    fn every_menu_of_the_defaults_has_a_name() {
        for keys in all().flat_map(|spec| spec.keys) {
            let chord = Chord::parse(keys).expect(keys).0;
            for length in 1..chord.len() {
                let begun = Chord(chord[..length].to_vec()).to_string();
                assert!(
                    menu(&begun).is_some(),
                    "`{begun}` opens a menu without a name"
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
