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

/// Items, the text that searches them, and the chosen one.
#[derive(Clone, Debug)]
pub struct Picker<T> {
    input: Input,
    items: Vec<T>,
    text: fn(&T) -> &str,
    matches: Vec<Match>,
    chosen: usize,
}

impl<T> Picker<T> {
    /// A picker over `items`, searched by `text`, all of them shown in their order.
    pub fn new(items: Vec<T>, text: fn(&T) -> &str) -> Self {
        let mut picker = Self {
            input: Input::default(),
            items,
            text,
            matches: Vec::new(),
            chosen: 0,
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

    /// Finds what matches. Without text: everything, in the order given.
    fn search(&mut self) {
        let pattern = self.input.text().trim();
        self.chosen = 0;
        if pattern.is_empty() {
            let all = 0..self.items.len();
            self.matches = all
                .map(|item| Match {
                    item,
                    hits: Vec::new(),
                })
                .collect();
            return;
        }
        let matcher = SkimMatcherV2::default().ignore_case();
        let mut scored: Vec<(i64, Match)> = Vec::new();
        for (item, value) in self.items.iter().enumerate() {
            let candidate: String = (self.text)(value).chars().take(MAX_CANDIDATE).collect();
            if let Some((score, hits)) = matcher.fuzzy_indices(&candidate, pattern) {
                scored.push((score, Match { item, hits }));
            }
        }
        scored.sort_by_key(|(score, found)| (std::cmp::Reverse(*score), found.item));
        self.matches = scored.into_iter().map(|(_, found)| found).collect();
    }
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
    }
}
