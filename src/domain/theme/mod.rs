//! Themes as data: what colour and weight each token has, and whether its letters can be read.
//!
//! A token says what a colour is for ([`Token::Breach`]), never which colour it is. The screen draws
//! tokens; the configuration reads them from files (`assets/themes`, and the person's own beside the
//! configuration). The theme of the first start is a constant, so that it costs nothing.

mod built_in;
mod contrast;
mod paint;
mod token;

pub use contrast::{Pale, WANTED, contrast, pale};
pub use paint::{Color, Paint, Weight, rgb_of_index};
pub use token::Token;

/// Longest name of a theme in bytes: it stands beside its sample in a narrow list.
pub const MAX_NAME: usize = 32;

/// A theme's name: ASCII letters, digits, `-` and `_`, so that it is a file name everywhere.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Name([u8; MAX_NAME]);

impl Name {
    /// The name, if it is one.
    pub fn new(name: &str) -> Option<Self> {
        let is_letter = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        let fits = !name.is_empty() && name.len() <= MAX_NAME && name.bytes().all(is_letter);
        fits.then(|| Self::of(name.as_bytes()))
    }

    /// The first [`MAX_NAME`] bytes as a name.
    const fn of(name: &[u8]) -> Self {
        let mut letters = [0; MAX_NAME];
        let len = if name.len() < MAX_NAME {
            name.len()
        } else {
            MAX_NAME
        };
        let (into, _) = letters.split_at_mut(len);
        let (from, _) = name.split_at(len);
        into.copy_from_slice(from);
        Self(letters)
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        let letters = str::from_utf8(&self.0).unwrap_or_default();
        letters.trim_end_matches('\0')
    }
}

impl std::fmt::Debug for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

/// What each token looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// What people call it.
    pub name: Name,
    paints: [Paint; Token::COUNT],
}

impl Default for Theme {
    fn default() -> Self {
        Self::DARK
    }
}

impl Theme {
    /// A theme with this name and the looks of another.
    #[must_use]
    pub const fn named(self, name: Name) -> Self {
        Self { name, ..self }
    }

    /// How a token looks.
    pub fn paint(&self, token: Token) -> Paint {
        self.paints.get(token.index()).copied().unwrap_or_default()
    }

    /// Gives a token a look.
    pub fn set(&mut self, token: Token, paint: Paint) {
        if let Some(place) = self.paints.get_mut(token.index()) {
            *place = paint;
        }
    }

    /// True if nothing lies under letters: the terminal's own ground is everywhere.
    pub fn is_flat(&self) -> bool {
        self.paint(Token::Ground).color == Color::Own
    }

    /// True if a terminal of sixteen colours shows it as it is meant.
    pub fn suits_sixteen(&self) -> bool {
        self.paints.iter().all(|paint| match paint.color {
            Color::Own => true,
            Color::Palette(index) => index < 16,
            Color::Exact { .. } => false,
        })
    }

    /// The theme as a terminal of 256 colours shows it.
    #[must_use]
    pub fn at_256(mut self) -> Self {
        for paint in &mut self.paints {
            if let Color::Exact { index, .. } = paint.color {
                paint.color = Color::Palette(index);
            }
        }
        self
    }

    /// True if people know it: a name that paydesk gave.
    pub fn is_built_in(&self) -> bool {
        BUILT_IN.contains(&self.name.as_str())
    }
}

/// The themes that come with paydesk, in the order in which they are offered.
pub const BUILT_IN: [&str; 5] = ["dark", "light", "contrast", "ansi", "mono"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_file_name_everywhere() {
        assert_eq!(Name::new("sand-2_b").unwrap().as_str(), "sand-2_b");
        for wrong in ["", "../dark", "a b", "é", "a.toml", &"x".repeat(33)] {
            assert_eq!(Name::new(wrong), None, "{wrong}");
        }
        assert_eq!(Theme::default().name.as_str(), "dark");
    }

    #[test]
    fn mono_is_flat_and_suits_every_terminal() {
        assert!(Theme::MONO.is_flat() && Theme::MONO.suits_sixteen());
        assert!(!Theme::DARK.is_flat() && !Theme::DARK.suits_sixteen());
        let indexed = Theme::DARK.at_256();
        assert_eq!(indexed.paint(Token::Text).color, Color::Palette(253));
    }
}
