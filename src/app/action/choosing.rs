//! Choosing from a list or typing into a field.

use super::{Action, ActionSpec, Group, PICKER, TYPED, spec};

pub(super) const TABLE: &[ActionSpec] = &[
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
];
