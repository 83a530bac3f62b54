//! The order of the list.

use super::{Action, ActionSpec, Group, QUEUE, spec};
use crate::domain::tickets::SortField;

/// A sort verb; the same again turns the order around.
const fn sort(
    field: SortField,
    name: &'static str,
    title: &'static str,
    keys: &'static [&'static str],
) -> ActionSpec {
    spec(Action::Sort(field), name, title, QUEUE, keys, Group::View)
}

pub(super) const TABLE: &[ActionSpec] = &[
    sort(
        SortField::Sla,
        "sort.clock",
        "Sort by clock",
        &["Space s c"],
    ),
    sort(
        SortField::Priority,
        "sort.priority",
        "Sort by priority",
        &["Space s p"],
    ),
    sort(
        SortField::Id,
        "sort.number",
        "Sort by number",
        &["Space s n"],
    ),
    sort(
        SortField::Requester,
        "sort.requester",
        "Sort by requester",
        &["Space s r"],
    ),
    sort(
        SortField::Subject,
        "sort.subject",
        "Sort by subject",
        &["Space s s"],
    ),
    sort(
        SortField::Updated,
        "sort.updated",
        "Sort by last change",
        &["Space s u"],
    ),
    sort(
        SortField::Created,
        "sort.age",
        "Sort by age",
        &["Space s a"],
    ),
    sort(
        SortField::Status,
        "sort.status",
        "Sort by status",
        &["Space s t"],
    ),
    sort(
        SortField::FollowUp,
        "sort.follow_up",
        "Sort by follow-up",
        &["Space s f"],
    ),
];
