//! The views: named queries, with how many tickets each holds.
//!
//! Counts come late and one at a time ([`super::counter`]), are asked while they are on show only,
//! and are at most a minute old; an old one stays until the new one is there.

use std::time::Duration;

use crate::domain::desk::View;
use crate::domain::tickets::Filter;

/// A count is asked again when it is so old.
const FRESH_FOR: Duration = Duration::from_mins(1);

/// A view with what is known of it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Name and query.
    pub view: View,
    /// Its query, read; or why it cannot be.
    pub filter: Result<Filter, String>,
    /// How many tickets it holds.
    pub count: Option<u64>,
    counted_at: Option<Duration>,
}

impl Entry {
    fn new(view: View) -> Self {
        Self {
            filter: Filter::parse(&view.query).map_err(|error| error.message),
            view,
            count: None,
            counted_at: None,
        }
    }

    /// True if it is this view, wherever that stands, with the query it has here.
    fn is_of(&self, view: &View) -> bool {
        (&self.view.name, &self.view.query) == (&view.name, &view.query)
    }
}

/// The views, in their order.
#[derive(Clone, Debug, Default)]
pub struct Views {
    entries: Vec<Entry>,
    is_known: bool,
}

impl Views {
    /// Takes the views there are; of those that stayed the counts stay.
    pub fn take(&mut self, views: Vec<View>) {
        self.is_known = true;
        let mut before = std::mem::take(&mut self.entries);
        self.entries = views
            .into_iter()
            .map(|view| {
                let known = before.iter().position(|entry| entry.is_of(&view));
                let known = known.map(|known| before.swap_remove(known));
                match known {
                    Some(entry) => Entry { view, ..entry },
                    None => Entry::new(view),
                }
            })
            .collect();
    }

    /// True once the store has said which there are.
    pub fn is_known(&self) -> bool {
        self.is_known
    }

    /// All of them.
    pub fn all(&self) -> &[Entry] {
        &self.entries
    }

    /// The view that a query is, with its place.
    pub fn of(&self, filter: &Filter) -> Option<(usize, &Entry)> {
        let mut entries = self.entries.iter().enumerate();
        entries.find(|(_, entry)| entry.filter.as_ref() == Ok(filter))
    }

    /// The next view whose count is not known or too old, and what to count for it.
    pub fn next_due(&self, now: Duration) -> Option<(View, Filter)> {
        let is_old = |entry: &Entry| entry.counted_at.is_none_or(|at| now >= at + FRESH_FOR);
        let mut entries = self.entries.iter();
        entries.find_map(|entry| match &entry.filter {
            // A limit is for lists; counts are of all.
            Ok(filter) if is_old(entry) => Some((
                entry.view.clone(),
                Filter {
                    limit: None,
                    ..filter.clone()
                },
            )),
            _ => None,
        })
    }

    /// Takes the count of a view, if that still asks for the same; none if it failed, so that it is
    /// not asked again at once.
    pub fn counted(&mut self, view: &View, count: Option<u64>, now: Duration) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.is_of(view)) {
            entry.count = count.or(entry.count);
            entry.counted_at = Some(now);
        }
    }

    /// Something has changed: every count is asked again.
    pub fn outdate(&mut self) {
        for entry in &mut self.entries {
            entry.counted_at = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(name: &str, place: i64, query: &str) -> View {
        View {
            name: name.into(),
            place,
            query: query.into(),
        }
    }

    #[test]
    fn counts_are_asked_in_turn_and_again_after_a_minute() {
        let mut views = Views::default();
        let list = vec![
            view("late", 1, "is:breached"),
            view("odd", 2, "moon:full"),
            view("mine", 3, "is:mine limit:5"),
        ];
        views.take(list.clone());
        let now = Duration::from_secs(1);
        let due = |views: &Views, now| views.next_due(now).map(|(view, _)| view.name);
        let name = |name: &str| Some(name.to_owned());
        assert_eq!(due(&views, now), name("late"));
        views.counted(&list[0], Some(7), now);
        assert_eq!(views.next_due(now).unwrap().1.limit, None);
        views.counted(&list[2], None, now);
        assert_eq!(due(&views, now), None, "what cannot be read is not counted");
        views.take(vec![
            view("mine", 1, &list[2].query),
            view("late", 2, &list[0].query),
        ]);
        assert_eq!(due(&views, now), None, "what stayed is known");
        views.take(list);
        assert_eq!(due(&views, now + FRESH_FOR), name("late"));
        views.outdate();
        assert_eq!(
            (due(&views, now), views.all()[0].count),
            (name("late"), Some(7))
        );
        views.take(vec![view("late", 1, "is:open")]);
        views.counted(&view("late", 1, "is:breached"), Some(9), now);
        assert_eq!(views.all()[0].count, None, "that was of another query");
        views.take(vec![view("late", 1, "is:breached")]);
        let filter = Filter::parse("is:breached").unwrap();
        assert_eq!(views.of(&filter).map(|(place, _)| place), Some(0));
        assert_eq!(views.of(&Filter::default()).map(|(place, _)| place), None);
    }
}
