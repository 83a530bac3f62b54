//! A one-line text field with the keys of a shell's line.

use unicode_segmentation::UnicodeSegmentation;

use crate::app::key::{Key, KeyCode};
use crate::domain::text;

/// Longest text in bytes: a pasted log is not a query.
const MAX_BYTES: usize = 2_000;

/// Text with a cursor between its graphemes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    text: String,
    /// Byte offset, always on a grapheme bound.
    cursor: usize,
}

impl Input {
    /// A field holding `text`, cursor at its end.
    pub fn new(text: &str) -> Self {
        let mut input = Self::default();
        input.insert(text);
        input
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text left and right of the cursor.
    pub fn parts(&self) -> (&str, &str) {
        self.text.split_at(self.cursor)
    }

    /// Inserts text at the cursor, made safe and put on one line; what is beyond the limit is left out.
    pub fn insert(&mut self, text: &str) {
        let flat = text.replace(['\r', '\n', '\t'], " ");
        for grapheme in text::line(&flat).graphemes(true) {
            if self.text.len() + grapheme.len() > MAX_BYTES {
                break;
            }
            self.text.insert_str(self.cursor, grapheme);
            self.cursor += grapheme.len();
        }
    }

    /// Takes a key; true if the field used it.
    pub fn key(&mut self, key: Key) -> bool {
        if let Some(c) = key.text() {
            self.insert(c.encode_utf8(&mut [0; 4]));
            return true;
        }
        match (key.code, key.ctrl, key.alt) {
            (KeyCode::Backspace, false, false) | (KeyCode::Char('h'), true, false) => {
                self.delete(self.before());
            }
            (KeyCode::Delete, false, false) | (KeyCode::Char('d'), true, false) => {
                self.delete(self.after());
            }
            (KeyCode::Char('w'), true, false) | (KeyCode::Backspace, false, true) => {
                self.delete(self.word_before());
            }
            (KeyCode::Char('u'), true, false) => self.delete(0),
            (KeyCode::Char('k'), true, false) => self.delete(self.text.len()),
            (KeyCode::Left, false, false) => self.cursor = self.before(),
            (KeyCode::Right, false, false) => self.cursor = self.after(),
            (KeyCode::Char('b'), false, true) | (KeyCode::Left, true, false) => {
                self.cursor = self.word_before();
            }
            (KeyCode::Char('f'), false, true) | (KeyCode::Right, true, false) => {
                self.cursor = self.word_after();
            }
            (KeyCode::Home, ..) | (KeyCode::Char('a'), true, false) => self.cursor = 0,
            (KeyCode::End, ..) | (KeyCode::Char('e'), true, false) => self.cursor = self.text.len(),
            _ => return false,
        }
        true
    }

    /// Removes what lies between the cursor and `to`.
    fn delete(&mut self, to: usize) {
        let (start, end) = (self.cursor.min(to), self.cursor.max(to));
        self.text.replace_range(start..end, "");
        self.cursor = start;
    }

    fn before(&self) -> usize {
        self.parts()
            .0
            .grapheme_indices(true)
            .next_back()
            .map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        self.cursor + self.parts().1.graphemes(true).next().map_or(0, str::len)
    }

    fn word_before(&self) -> usize {
        let left = self.parts().0;
        left.split_word_bound_indices()
            .rev()
            .find(|(_, word)| !word.trim().is_empty())
            .map_or(0, |(at, _)| at)
    }

    fn word_after(&self) -> usize {
        let right = self.parts().1;
        right
            .split_word_bound_indices()
            .find(|(_, word)| !word.trim().is_empty())
            .map_or(self.text.len(), |(at, word)| self.cursor + at + word.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(input: &mut Input, keys: &[&str]) {
        for key in keys {
            input.key(Key::parse(key).unwrap());
        }
    }

    #[test]
    fn words_graphemes_and_ends_move_and_delete_whole() {
        let mut input = Input::new("status:open e\u{301}a");
        press(&mut input, &["Left", "Backspace"]);
        assert_eq!(input.text(), "status:open a");
        press(&mut input, &["Ctrl-E", "Ctrl-W", "Ctrl-W"]);
        assert_eq!(input.text(), "");
        press(&mut input, &["a", "b", "Home", "x", "Ctrl-K"]);
        assert_eq!(input.text(), "x");
        press(&mut input, &["Ctrl-U", "Backspace", "Left"]);
        assert_eq!(input.text(), "");
    }

    #[test]
    fn pasted_text_stays_one_line_and_bounded() {
        let mut input = Input::default();
        input.insert("a\r\nb\tc");
        assert_eq!(input.text(), "a  b c");
        input.insert(&"x".repeat(10_000));
        assert!(input.text().len() <= MAX_BYTES);
    }
}
