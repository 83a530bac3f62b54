//! Moving about in lists and texts.

use super::{Action, ActionSpec, Group, READING, TICKET, spec};
use crate::app::when;

pub(super) const TABLE: &[ActionSpec] = &[
    spec(
        Action::Down,
        "move.down",
        "Next row or line",
        READING,
        &["j", "Down"],
        Group::Move,
    ),
    spec(
        Action::Up,
        "move.up",
        "Previous row or line",
        READING,
        &["k", "Up"],
        Group::Move,
    ),
    spec(
        Action::PageDown,
        "move.page_down",
        "Page down",
        READING,
        &["PgDn", "Ctrl-F"],
        Group::Move,
    ),
    spec(
        Action::PageUp,
        "move.page_up",
        "Page up",
        READING,
        &["PgUp"],
        Group::Move,
    ),
    spec(
        Action::First,
        "move.first",
        "To the top",
        READING,
        &["g g", "Home"],
        Group::Move,
    ),
    spec(
        Action::Last,
        "move.last",
        "To the end",
        READING,
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
    spec(Action::Back, "back", "Back", READING, &["Esc"], Group::Move),
];
