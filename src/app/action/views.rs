//! Views: queries with a name.

use super::{Action, ActionSpec, Group, LISTS, QUEUE, spec};
use crate::app::App;
use crate::app::when::{self, When};

/// A jump to the view at a place.
const fn view(
    number: u8,
    name: &'static str,
    title: &'static str,
    keys: &'static [&'static str],
    when: fn(&App) -> When,
) -> ActionSpec {
    spec(Action::View(number), name, title, LISTS, keys, Group::View).when(when)
}

pub(super) const TABLE: &[ActionSpec] = &[
    spec(
        Action::Views,
        "view.list",
        "Choose a view",
        LISTS,
        &["g v"],
        Group::View,
    ),
    spec(
        Action::SaveView,
        "view.save",
        "Save the filter as a view",
        QUEUE,
        &["Space v s"],
        Group::View,
    )
    .undoable()
    .when(when::save_view),
    spec(
        Action::DeleteView,
        "view.delete",
        "Delete the view that is on",
        QUEUE,
        &["Space v d"],
        Group::View,
    )
    .undoable()
    .when(when::delete_view),
    view(
        1,
        "view.1",
        "Go to the first view",
        &["Space v 1"],
        when::view::<1>,
    ),
    view(
        2,
        "view.2",
        "Go to the second view",
        &["Space v 2"],
        when::view::<2>,
    ),
    view(
        3,
        "view.3",
        "Go to the third view",
        &["Space v 3"],
        when::view::<3>,
    ),
    view(
        4,
        "view.4",
        "Go to the fourth view",
        &["Space v 4"],
        when::view::<4>,
    ),
    view(
        5,
        "view.5",
        "Go to the fifth view",
        &["Space v 5"],
        when::view::<5>,
    ),
    view(
        6,
        "view.6",
        "Go to the sixth view",
        &["Space v 6"],
        when::view::<6>,
    ),
    view(
        7,
        "view.7",
        "Go to the seventh view",
        &["Space v 7"],
        when::view::<7>,
    ),
    view(
        8,
        "view.8",
        "Go to the eighth view",
        &["Space v 8"],
        when::view::<8>,
    ),
    view(
        9,
        "view.9",
        "Go to the ninth view",
        &["Space v 9"],
        when::view::<9>,
    ),
];
