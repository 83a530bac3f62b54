//! The rest of the house: what is heard everywhere.

use super::{Action, ActionSpec, GLOBAL, Group, spec};
use crate::app::when;

pub(super) const TABLE: &[ActionSpec] = &[
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
    )
    .when(when::redo),
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
        Action::AllKeys,
        "help.all",
        "Every key there is",
        GLOBAL,
        &["Space k"],
        Group::Everywhere,
    ),
    spec(
        Action::Tour,
        "tour",
        "Tour of five steps",
        GLOBAL,
        &["Space ?"],
        Group::Everywhere,
    )
    .when(when::tour),
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
        "Theme and colours",
        GLOBAL,
        &["Space T"],
        Group::Everywhere,
    )
    .setting()
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
        "Close the pane, or quit",
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
