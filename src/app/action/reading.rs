//! Reading a ticket: why it stands as it does, what is known about it, what its messages hold.

use super::{Action, ActionSpec, FIND, Group, LISTS, OPENED, PICKER, READING, TICKET, spec};
use crate::app::when;

pub(super) const TABLE: &[ActionSpec] = &[
    spec(
        Action::Why,
        "ticket.why",
        "Why: clocks, codes and identifiers",
        READING,
        &["w"],
        Group::Read,
    )
    .hint(4, "why")
    .when(when::why),
    spec(
        Action::Search,
        "ticket.find",
        "Find in the thread",
        TICKET,
        &["f", "/"],
        Group::Read,
    )
    .hint(6, "find")
    .when(when::find),
    spec(
        Action::Quotes,
        "ticket.quotes",
        "Fold or unfold quotes",
        TICKET,
        &["x"],
        Group::Read,
    )
    .when(when::quotes),
    spec(
        Action::History,
        "ticket.history",
        "Events: in short, every change, none",
        TICKET,
        &["H"],
        Group::Read,
    )
    .when(when::history),
    spec(
        Action::Facts,
        "ticket.facts",
        "What is known about the ticket",
        OPENED,
        &["c"],
        Group::Read,
    )
    .when(when::facts),
    spec(
        Action::Links,
        "ticket.links",
        "Links of the ticket",
        TICKET,
        &["g l"],
        Group::Read,
    )
    .when(when::links),
    spec(
        Action::Browse,
        "ticket.browse",
        "Open the ticket in the browser",
        LISTS,
        &["g b"],
        Group::Read,
    )
    .when(when::browse),
    spec(
        Action::CopyLink,
        "link.copy",
        "Copy the link",
        PICKER,
        &["Ctrl-Y"],
        Group::Choose,
    )
    .when(when::copy_link),
    spec(
        Action::SearchNext,
        "find.next",
        "Next one found",
        FIND,
        &["Enter", "Down", "Ctrl-N"],
        Group::Choose,
    )
    .hint(1, "next"),
    spec(
        Action::SearchPrevious,
        "find.previous",
        "The one found before",
        FIND,
        &["Up", "Ctrl-P"],
        Group::Choose,
    )
    .hint(2, "previous"),
    spec(
        Action::SearchLeave,
        "find.leave",
        "Leave it here",
        FIND,
        &["Esc"],
        Group::Choose,
    )
    .hint(3, "leave"),
];
