//! The one table of actions.
//!
//! From [`ACTIONS`] come the default keys, the user's `[keys]`, the footer, which-key, the help
//! and the palette, the README's key table and "did you mean" in configuration errors. Nothing
//! about a key is typed anywhere else.

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
    /// While a note is written.
    Composer,
    /// While a filter or a number is typed.
    Field,
    /// In the palette and the help.
    Picker,
}

impl Scope {
    /// Every scope, outermost first.
    pub const ALL: [Self; 6] = [
        Self::Global,
        Self::Queue,
        Self::Ticket,
        Self::Composer,
        Self::Field,
        Self::Picker,
    ];

    /// True if plain keys are text here.
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Composer | Self::Field | Self::Picker)
    }

    /// Its name, as the palette shows it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Global => "anywhere",
            Self::Queue => "Queue",
            Self::Ticket => "Ticket",
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
    /// Writing.
    Write,
    /// Choosing from a list or field.
    Choose,
    /// The rest of the house.
    Everywhere,
}

impl Group {
    /// Every group, in the order of the help.
    pub const ALL: [Self; 6] = [
        Self::Work,
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

/// Every action.
pub const ACTIONS: &[ActionSpec] = &[
    spec(
        Action::Open,
        "ticket.open",
        "Open the ticket",
        QUEUE,
        &["Enter"],
        Group::Work,
    )
    .hint(1, "open")
    .when(when::on_row),
    spec(
        Action::Note,
        "ticket.note",
        "Write an internal note",
        LISTS,
        &["n"],
        Group::Work,
    )
    .hint(2, "note")
    .when(when::note),
    status(
        Status::Open,
        "status.open",
        "Set status open",
        &["s o"],
        when::set_open,
    ),
    status(
        Status::Pending,
        "status.pending",
        "Set status pending",
        &["s p"],
        when::set_pending,
    ),
    status(
        Status::OnHold,
        "status.on_hold",
        "Set status on hold",
        &["s h"],
        when::set_on_hold,
    ),
    status(
        Status::Solved,
        "status.solved",
        "Solve",
        &["e", "s s"],
        when::set_solved,
    )
    .hint(5, "solve"),
    priority(
        Some(Priority::Urgent),
        "priority.urgent",
        "Set priority urgent",
        &["# u"],
    ),
    priority(
        Some(Priority::High),
        "priority.high",
        "Set priority high",
        &["# h"],
    ),
    priority(
        Some(Priority::Normal),
        "priority.normal",
        "Set priority normal",
        &["# n"],
    ),
    priority(
        Some(Priority::Low),
        "priority.low",
        "Set priority low",
        &["# l"],
    ),
    priority(None, "priority.none", "Clear the priority", &["# x"]),
    spec(
        Action::Down,
        "move.down",
        "Next row or line",
        LISTS,
        &["j", "Down"],
        Group::Move,
    ),
    spec(
        Action::Up,
        "move.up",
        "Previous row or line",
        LISTS,
        &["k", "Up"],
        Group::Move,
    ),
    spec(
        Action::PageDown,
        "move.page_down",
        "Page down",
        LISTS,
        &["PgDn", "Ctrl-F"],
        Group::Move,
    ),
    spec(
        Action::PageUp,
        "move.page_up",
        "Page up",
        LISTS,
        &["PgUp"],
        Group::Move,
    ),
    spec(
        Action::First,
        "move.first",
        "To the top",
        LISTS,
        &["g g", "Home"],
        Group::Move,
    ),
    spec(
        Action::Last,
        "move.last",
        "To the end",
        LISTS,
        &["G", "End"],
        Group::Move,
    ),
    spec(
        Action::Next,
        "ticket.next",
        "Next ticket of the list",
        TICKET,
        &[">"],
        Group::Move,
    )
    .hint(7, "next")
    .when(when::next),
    spec(
        Action::Previous,
        "ticket.previous",
        "Previous ticket of the list",
        TICKET,
        &["<"],
        Group::Move,
    )
    .when(when::previous),
    spec(Action::Back, "back", "Back", LISTS, &["Esc"], Group::Move),
    spec(
        Action::Filter,
        "queue.filter",
        "Filter this list",
        QUEUE,
        &["f", "/"],
        Group::Find,
    )
    .hint(6, "filter"),
    spec(
        Action::Jump,
        "queue.jump",
        "Go to a ticket by number",
        LISTS,
        &["g #"],
        Group::Find,
    ),
    spec(
        Action::Mark,
        "queue.mark",
        "Mark the row",
        QUEUE,
        &["v"],
        Group::Find,
    )
    .hint(8, "mark")
    .when(when::on_row),
    spec(
        Action::MarkShown,
        "queue.mark_shown",
        "Mark all rows shown",
        QUEUE,
        &["V"],
        Group::Find,
    )
    .when(when::on_row),
    spec(
        Action::Preview,
        "queue.preview",
        "Show or hide the preview",
        QUEUE,
        &["p"],
        Group::Find,
    ),
    spec(
        Action::Send,
        "note.send",
        "Add the note",
        COMPOSER,
        &["Ctrl-S", "Alt-Enter"],
        Group::Write,
    )
    .hint(1, "add note")
    .when(when::send),
    spec(
        Action::KeepDraft,
        "note.keep",
        "Keep the draft and leave",
        COMPOSER,
        &["Esc"],
        Group::Write,
    )
    .hint(2, "keep draft")
    .when(when::keep),
    spec(
        Action::Editor,
        "note.editor",
        "Write in your own editor",
        COMPOSER,
        &["Alt-E"],
        Group::Write,
    )
    .hint(3, "editor"),
    spec(
        Action::Accept,
        "choose.accept",
        "Take it",
        TYPED,
        &["Enter"],
        Group::Choose,
    )
    .hint(1, "take it"),
    spec(
        Action::PickNext,
        "choose.next",
        "Next line",
        PICKER,
        &["Down", "Ctrl-N"],
        Group::Choose,
    ),
    spec(
        Action::PickPrevious,
        "choose.previous",
        "Line before",
        PICKER,
        &["Up", "Ctrl-P"],
        Group::Choose,
    ),
    spec(
        Action::PickPageDown,
        "choose.page_down",
        "Page down",
        PICKER,
        &["PgDn"],
        Group::Choose,
    ),
    spec(
        Action::PickPageUp,
        "choose.page_up",
        "Page up",
        PICKER,
        &["PgUp"],
        Group::Choose,
    ),
    spec(
        Action::Dismiss,
        "choose.leave",
        "Leave it",
        TYPED,
        &["Esc"],
        Group::Choose,
    )
    .hint(2, "leave"),
    spec(
        Action::Undo,
        "undo",
        "Undo",
        GLOBAL,
        &["u"],
        Group::Everywhere,
    )
    .hint(9, "undo")
    .when(when::undo),
    spec(
        Action::Redo,
        "redo",
        "Redo",
        GLOBAL,
        &["U"],
        Group::Everywhere,
    ),
    spec(
        Action::Palette,
        "palette",
        "Every command",
        GLOBAL,
        &["Ctrl-P", ":"],
        Group::Everywhere,
    )
    .hint(10, "palette"),
    spec(
        Action::Help,
        "help",
        "Keys here",
        GLOBAL,
        &["?", "F1"],
        Group::Everywhere,
    ),
    spec(
        Action::GoQueue,
        "go.queue",
        "Go to the queue",
        GLOBAL,
        &["g q", "2"],
        Group::Everywhere,
    ),
    spec(
        Action::Theme,
        "theme",
        "Dark or light",
        GLOBAL,
        &["Space T"],
        Group::Everywhere,
    )
    .when(when::theme),
    spec(
        Action::Redraw,
        "redraw",
        "Read and draw again",
        GLOBAL,
        &["Ctrl-L"],
        Group::Everywhere,
    ),
    spec(
        Action::Suspend,
        "suspend",
        "Back to the shell for a while",
        GLOBAL,
        &["Ctrl-Z"],
        Group::Everywhere,
    ),
    spec(
        Action::Close,
        "close",
        "Close the pane, or leave",
        GLOBAL,
        &["q"],
        Group::Everywhere,
    )
    .hint(11, "leave"),
    spec(
        Action::Cancel,
        "cancel",
        "Cancel; twice leaves",
        GLOBAL,
        &["Ctrl-C"],
        Group::Everywhere,
    ),
];

impl Action {
    /// Everything about this action.
    pub fn spec(self) -> Option<&'static ActionSpec> {
        ACTIONS.iter().find(|spec| spec.action == self)
    }
}

/// The action with this name, or the nearest name there is.
pub fn by_name(name: &str) -> Result<Action, Option<&'static str>> {
    if let Some(spec) = ACTIONS.iter().find(|spec| spec.name == name) {
        return Ok(spec.action);
    }
    Err(nearest(name, ACTIONS.iter().map(|spec| spec.name)))
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
        for spec in ACTIONS {
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
        for spec in ACTIONS {
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
