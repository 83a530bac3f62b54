//! Verbs on the row, the marked rows or the open ticket.

use super::{Action, ActionSpec, Group, LISTS, QUEUE, priority, spec, status};
use crate::app::when;
use crate::domain::tickets::{Priority, Status};

pub(super) const TABLE: &[ActionSpec] = &[
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
    .undoable()
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
        &["# u", "i u"],
    ),
    priority(
        Some(Priority::High),
        "priority.high",
        "Set priority high",
        &["# h", "i h"],
    ),
    priority(
        Some(Priority::Normal),
        "priority.normal",
        "Set priority normal",
        &["# n", "i n"],
    ),
    priority(
        Some(Priority::Low),
        "priority.low",
        "Set priority low",
        &["# l", "i l"],
    ),
    priority(None, "priority.none", "Clear the priority", &["# x", "i x"]),
    spec(
        Action::Repeat,
        "repeat",
        "Do the last verb again",
        LISTS,
        &["."],
        Group::Work,
    )
    .undoable()
    .when(when::repeat),
];
