//! The values a field had, rolled back from its recorded changes.

use super::Past;
use crate::domain::Instant;
use crate::domain::tickets::clocks::Field;
use crate::domain::tickets::{Priority, Status};

/// The values of one field that are known without playing its changes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Values<T> {
    /// What it was when the ticket was made.
    pub(super) first: T,
    /// What it was when the helpdesk's row was read last.
    pub(super) of_row: T,
}

impl<T: Clone> Values<T> {
    /// Reads them off what the changes changed, oldest first, and what the field is now.
    fn new(changed: impl Iterator<Item = (Instant, T)>, now: T, row_at: Instant) -> Self {
        let (mut first, mut of_row) = (None, None);
        for (at, from) in changed {
            if at > row_at && of_row.is_none() {
                of_row = Some(from.clone());
            }
            first.get_or_insert(from);
        }
        Self {
            first: first.unwrap_or_else(|| now.clone()),
            of_row: of_row.unwrap_or(now),
        }
    }
}

/// The first values of a ticket's fields, and those of its row.
#[derive(Debug)]
pub(super) struct Rolled {
    /// Its status; the first one none where no helpdesk recorded a change of it.
    pub(super) status: Values<Option<Status>>,
    pub(super) priority: Values<Option<Priority>>,
    pub(super) fields: Vec<(Field, Values<Vec<String>>)>,
}

impl Rolled {
    /// Rolls back; `order` has the places of the entries, oldest first.
    pub(super) fn back(past: &Past, order: &[usize], row_at: Instant) -> Self {
        let entries = || order.iter().filter_map(|place| past.entries.get(*place));
        let changes = || entries().flat_map(|e| e.changes.iter().map(move |change| (e, change)));
        let statuses = changes().filter_map(|(entry, change)| match change {
            super::Change::Status(from, _) => Some((entry.at, *from)),
            _ => None,
        });
        let mut status = Values::new(statuses, Some(past.status), row_at);
        // What was done here says nothing of how it began there.
        let recorded = changes().find_map(|(entry, change)| match change {
            super::Change::Status(from, _) => entry.external.and(Some(*from)),
            _ => None,
        });
        status.first = recorded.flatten();
        let priorities = changes().filter_map(|(entry, change)| match change {
            super::Change::Priority(from, _) => Some((entry.at, *from)),
            _ => None,
        });
        let fields = past.fields.iter().map(|(field, now)| {
            let changed = changes().filter_map(|(entry, change)| match change {
                super::Change::Field(own, from, _) if own == field => {
                    Some((entry.at, from.clone()))
                }
                _ => None,
            });
            (field.clone(), Values::new(changed, now.clone(), row_at))
        });
        Self {
            status,
            priority: Values::new(priorities, past.priority, row_at),
            fields: fields.collect(),
        }
    }
}

/// True if two values of a field name the same: a name and an id of it are both its values.
pub(super) fn are_same(field: &Field, one: &[String], other: &[String]) -> bool {
    let has = |value: &String| other.iter().any(|own| own.eq_ignore_ascii_case(value));
    match field {
        Field::Tags => one.len() == other.len() && one.iter().all(has),
        _ => one.iter().any(has) || (one.is_empty() && other.is_empty()),
    }
}
