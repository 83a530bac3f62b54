//! The multi-line text field of the composer: state and keys.
//!
//! The editing itself is ratatui-textarea's; this is the one file of `app` that knows it.

use ratatui_textarea::{Input, Key as TextKey, TextArea, WrapMode};

use crate::app::key::{Key, KeyCode};
use crate::domain::text;

/// Text being written, with its cursor and its own undo.
#[derive(Clone, Debug)]
pub struct Editor {
    area: TextArea<'static>,
}

impl Editor {
    /// An editor holding `text`, cursor at its end.
    pub fn new(text: &str) -> Self {
        let mut area = TextArea::default();
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        // No underlined line and no drawn cursor: the terminal's own stands there.
        area.set_cursor_line_style(<_>::default());
        area.set_cursor_style(<_>::default());
        area.insert_str(text::screen(text));
        Self { area }
    }

    /// The text, lines joined by newlines.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// True if nothing but blanks is written.
    pub fn is_blank(&self) -> bool {
        self.area.lines().iter().all(|line| line.trim().is_empty())
    }

    /// Inserts pasted text, made safe; its newlines are text and submit nothing.
    pub fn paste(&mut self, pasted: &str) {
        self.area.insert_str(text::screen(pasted));
    }

    /// Takes a key; true if the text changed.
    pub fn key(&mut self, key: Key) -> bool {
        let code = match key.code {
            KeyCode::Char(c) => TextKey::Char(c),
            KeyCode::Enter => TextKey::Enter,
            KeyCode::Tab => TextKey::Tab,
            KeyCode::Backspace => TextKey::Backspace,
            KeyCode::Delete => TextKey::Delete,
            KeyCode::Up => TextKey::Up,
            KeyCode::Down => TextKey::Down,
            KeyCode::Left => TextKey::Left,
            KeyCode::Right => TextKey::Right,
            KeyCode::Home => TextKey::Home,
            KeyCode::End => TextKey::End,
            KeyCode::PageUp => TextKey::PageUp,
            KeyCode::PageDown => TextKey::PageDown,
            KeyCode::Esc | KeyCode::BackTab | KeyCode::F(_) => return false,
        };
        self.area.input(Input {
            key: code,
            ctrl: key.ctrl,
            alt: key.alt,
            shift: false,
        })
    }

    /// The widget state, for drawing.
    pub fn area(&self) -> &TextArea<'static> {
        &self.area
    }
}
