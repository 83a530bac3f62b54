//! Copying.

use super::{Action, ActionSpec, Copied, Group, LISTS, spec};
use crate::app::when;

/// Copies something of the ticket under the cursor.
const fn copy(
    what: Copied,
    name: &'static str,
    title: &'static str,
    keys: &'static [&'static str],
) -> ActionSpec {
    spec(Action::Copy(what), name, title, LISTS, keys, Group::Copy).when(when::copy)
}

pub(super) const TABLE: &[ActionSpec] = &[
    copy(Copied::Id, "copy.id", "Copy the number", &["y i"]),
    copy(Copied::Url, "copy.url", "Copy the address", &["y u"]),
    copy(
        Copied::References,
        "copy.references",
        "Copy payment references",
        &["y r"],
    ),
    copy(
        Copied::Subject,
        "copy.subject",
        "Copy the subject",
        &["y s"],
    ),
    copy(Copied::Table, "copy.table", "Copy as a table", &["y t"]).when(when::copy_rows),
    copy(Copied::Json, "copy.json", "Copy as JSON", &["y j"]).when(when::copy_rows),
];
