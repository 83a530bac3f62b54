//! A list that is searched by typing: the palette, the help, and whatever is picked from.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::input::Input;
use crate::app::key::Key;

/// Longest candidate searched, in characters: the matcher's time grows with its length.
const MAX_CANDIDATE: usize = 200;

/// An item that matches, with the characters of its text that did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Index into the items.
    pub item: usize,
    /// Character indices of the hits.
    pub hits: Vec<usize>,
}

/// How items are searched.
#[derive(Clone, Copy, Debug)]
enum Search<T> {
    /// By this text of each, best match first.
    Text(fn(&T) -> &str),
    /// By a rule of their own, which hands over what matches in its order.
    Own(fn(&str, &[T]) -> Vec<Match>),
}

/// Items, the text that searches them, and the chosen one.
#[derive(Clone, Debug)]
pub struct Picker<T> {
    input: Input,
    items: Vec<T>,
    search: Search<T>,
    matches: Vec<Match>,
    chosen: usize,
    /// True once the person has chosen a line of what was typed; else the first one is meant.
    is_moved: bool,
}

impl<T> Picker<T> {
    /// A picker over `items`, searched by `text`, all of them shown in their order.
    pub fn new(items: Vec<T>, text: fn(&T) -> &str) -> Self {
        Self::with(items, Search::Text(text))
    }

    /// A picker over `items` with a rule of its own for what a text finds.
    pub fn found_by(items: Vec<T>, find: fn(&str, &[T]) -> Vec<Match>) -> Self {
        Self::with(items, Search::Own(find))
    }

    fn with(items: Vec<T>, search: Search<T>) -> Self {
        let mut picker = Self {
            input: Input::default(),
            items,
            search,
            matches: Vec::new(),
            chosen: 0,
            is_moved: false,
        };
        picker.search();
        picker
    }

    /// What was typed.
    pub fn input(&self) -> &Input {
        &self.input
    }

    /// The items that match, best first, and which of them is chosen.
    pub fn matches(&self) -> (&[Match], usize) {
        (&self.matches, self.chosen)
    }

    /// The item at an index of [`Match::item`].
    pub fn item(&self, index: usize) -> Option<&T> {
        self.items.get(index)
    }

    /// How many items there are in all.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// True if there is nothing to pick from.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The chosen item.
    pub fn chosen(&self) -> Option<&T> {
        self.matches
            .get(self.chosen)
            .and_then(|found| self.items.get(found.item))
    }

    /// Moves the choice; it stops at the ends.
    pub fn move_by(&mut self, rows: isize) {
        let last = self.matches.len().saturating_sub(1);
        self.chosen = self.chosen.saturating_add_signed(rows).min(last);
        self.is_moved = true;
    }

    /// Takes a key of the text field; true if it was used.
    pub fn key(&mut self, key: Key) -> bool {
        let used = self.input.key(key);
        if used {
            self.search();
        }
        used
    }

    /// Adds pasted text to what was typed.
    pub fn paste(&mut self, text: &str) {
        self.input.insert(text);
        self.search();
    }

    /// Changes the items. The line that the person chose stays chosen as long as it is among what
    /// matches; where they chose none, the best one is.
    pub fn renew(&mut self, change: impl FnOnce(&mut Vec<T>), same: fn(&T, &T) -> bool)
    where
        T: Clone,
    {
        let chosen = self.chosen().filter(|_| self.is_moved).cloned();
        change(&mut self.items);
        self.search();
        if let Some(chosen) = chosen {
            let is_it = |found: &Match| {
                let item = self.items.get(found.item);
                item.is_some_and(|item| same(item, &chosen))
            };
            let found = self.matches.iter().position(is_it);
            self.is_moved = found.is_some();
            self.chosen = found.unwrap_or(0);
        }
    }

    /// Chooses the line at this place among those that match.
    pub fn choose(&mut self, line: usize) {
        self.chosen = line.min(self.matches.len().saturating_sub(1));
        self.is_moved = true;
    }

    /// Finds what matches. Without text: everything, in the order given.
    fn search(&mut self) {
        let pattern = self.input.text().trim();
        self.chosen = 0;
        self.is_moved = false;
        self.matches = match self.search {
            Search::Own(find) => find(pattern, &self.items),
            Search::Text(_) if pattern.is_empty() => (0..self.items.len()).map(whole).collect(),
            Search::Text(text) => fuzzy(pattern, self.items.iter().map(text).enumerate()),
        };
    }
}

/// A match of an item without a letter brought out.
pub fn whole(item: usize) -> Match {
    Match {
        item,
        hits: Vec::new(),
    }
}

/// The candidates that have the letters of `pattern` in their order, best first.
pub fn fuzzy<'a>(pattern: &str, candidates: impl Iterator<Item = (usize, &'a str)>) -> Vec<Match> {
    let matcher = SkimMatcherV2::default().ignore_case();
    let mut scored: Vec<(i64, Match)> = Vec::new();
    for (item, candidate) in candidates {
        let candidate: String = candidate.chars().take(MAX_CANDIDATE).collect();
        if let Some((score, hits)) = matcher.fuzzy_indices(&candidate, pattern) {
            scored.push((score, Match { item, hits }));
        }
    }
    scored.sort_by_key(|(score, found)| (std::cmp::Reverse(*score), found.item));
    scored.into_iter().map(|(_, found)| found).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_narrows_and_says_which_letters_matched() {
        let items = vec!["Set status open", "Undo", "Set priority high"];
        let mut picker = Picker::new(items, |item| item);
        assert_eq!(picker.matches().0.len(), 3);
        for c in "prio".chars() {
            picker.key(Key::char(c));
        }
        assert_eq!(picker.chosen(), Some(&"Set priority high"));
        assert_eq!(picker.matches().0[0].hits, [4, 5, 6, 7]);
        picker.key(Key::ctrl('u'));
        picker.move_by(9);
        assert_eq!(picker.chosen(), Some(&"Set priority high"));
        picker.renew(|items| items.insert(0, "Redo"), PartialEq::eq);
        assert_eq!(
            picker.chosen(),
            Some(&"Set priority high"),
            "what comes late moves no choice"
        );
        picker.key(Key::ctrl('u'));
        picker.renew(|items| items.insert(0, "Undo all"), PartialEq::eq);
        assert_eq!(picker.chosen(), Some(&"Undo all"), "none was made");
    }
}
