//! Finding, filtering, marking and what is shown of a list.

use super::{Action, ActionSpec, Group, LISTS, QUEUE, spec};
use crate::app::when;

pub(super) const TABLE: &[ActionSpec] = &[
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
        &["g #", "g n"],
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
        Action::MarkAlike,
        "queue.mark_alike",
        "Mark what fails alike",
        QUEUE,
        &["*"],
        Group::Find,
    )
    .when(when::on_row),
    spec(
        Action::Marked,
        "queue.marked",
        "Show the marked alone, or all again",
        QUEUE,
        &["M"],
        Group::Find,
    )
    .when(when::marked),
    spec(
        Action::DropTerm,
        "queue.drop_term",
        "Drop the term that hides all",
        QUEUE,
        &["Backspace"],
        Group::Find,
    )
    .when(when::drop_term),
    spec(
        Action::Preview,
        "queue.preview",
        "Show or hide the preview",
        QUEUE,
        &["p"],
        Group::Find,
    )
    .setting(),
    spec(
        Action::Find,
        "find",
        "Find a ticket or a person",
        LISTS,
        &["F"],
        Group::Find,
    ),
    spec(
        Action::PreviewPlace,
        "queue.preview_place",
        "Move the preview beside or below",
        QUEUE,
        &["P"],
        Group::Find,
    )
    .setting()
    .when(when::preview_place),
    spec(
        Action::Reopen,
        "find.again",
        "Open the last list again",
        LISTS,
        &["'"],
        Group::Find,
    )
    .when(when::reopen),
];
