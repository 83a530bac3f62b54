//! Writing a text.

use super::{Action, ActionSpec, COMPOSER, Group, spec};
use crate::app::when;

pub(super) const TABLE: &[ActionSpec] = &[
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
];
