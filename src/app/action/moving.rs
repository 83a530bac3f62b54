//! Moving about in lists and texts.

use super::{Action, ActionSpec, Group, LISTS, TICKET, spec};
use crate::app::when;

pub(super) const TABLE: &[ActionSpec] = &[
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
];
