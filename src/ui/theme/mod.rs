//! Colours by what they are for: code names a ground and an ink, never a colour.
//!
//! Mono (`NO_COLOR`) has the same tokens and no colour at all: weight, dimness, slant and reverse.

#[cfg(test)]
mod checks;
mod tokens;

use ratatui::style::{Color, Modifier, Style};

use crate::app::{Look, ThemeName};
use tokens::{DARK, LIGHT, Palette, Tint};

/// What lies under letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ground {
    /// The page.
    Page,
    /// The rows at the top and the bottom.
    Surface,
    /// What floats, and which-key.
    Raised,
    /// The row under the cursor.
    Selection,
    /// The row of a pane that has not the focus.
    Idle,
    /// An internal note.
    Note,
}

/// What letters say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    /// Content.
    Text,
    /// Who, where, what kind.
    Muted,
    /// Heads, units, resting rows.
    Faint,
    /// Hairlines; never text.
    Rule,
    /// You: keys, marks, what leaves the house.
    Accent,
    /// The heavy rule, frames and the bar of the cursor.
    Focus,
    /// Too late, wrong.
    Breach,
    /// Soon, refused.
    Warn,
    /// The word and the dashes of a note.
    Internal,
    /// Letters that matched.
    Hit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Depth {
    Mono,
    Indexed,
    True,
}

/// A palette at the depth of the terminal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Theme {
    palette: &'static Palette,
    depth: Depth,
}

impl Theme {
    /// The theme of a look.
    pub(crate) fn of(look: Look) -> Self {
        let palette = match look.theme {
            ThemeName::Dark => &DARK,
            ThemeName::Light => &LIGHT,
        };
        let depth = match (look.no_color, look.true_color) {
            (true, _) => Depth::Mono,
            (false, true) => Depth::True,
            (false, false) => Depth::Indexed,
        };
        Self { palette, depth }
    }

    /// True if there is no colour: what colour says must then be said by signs alone.
    pub(crate) fn is_mono(self) -> bool {
        self.depth == Depth::Mono
    }

    /// An ink on a ground.
    pub(crate) fn on(self, ground: Ground, ink: Ink) -> Style {
        if self.is_mono() {
            return Style::new().add_modifier(mono(ground, ink));
        }
        let style = Style::new()
            .fg(self.color(self.palette.ink(ink)))
            .bg(self.color(self.palette.ground(ground)));
        match (ink, self.palette.hit_ground) {
            (Ink::Hit, Some(tint)) => style.bg(self.color(tint)).add_modifier(Modifier::BOLD),
            (Ink::Hit, None) => style.add_modifier(Modifier::BOLD),
            _ => style,
        }
    }

    fn color(self, tint: Tint) -> Color {
        match self.depth {
            Depth::Mono => Color::Reset,
            Depth::Indexed => Color::Indexed(tint.index),
            Depth::True => {
                let [r, g, b] = tint.rgb;
                Color::Rgb(r, g, b)
            }
        }
    }
}

/// The same tokens without colour. The cursor row is reversed as a whole, its inks dropped:
/// dim patches in a reversed row look broken.
fn mono(ground: Ground, ink: Ink) -> Modifier {
    let weight = match ink {
        Ink::Text => Modifier::empty(),
        Ink::Muted | Ink::Faint | Ink::Rule => Modifier::DIM,
        Ink::Accent | Ink::Focus | Ink::Breach | Ink::Warn => Modifier::BOLD,
        Ink::Internal => Modifier::ITALIC,
        Ink::Hit => Modifier::BOLD.union(Modifier::UNDERLINED),
    };
    match ground {
        Ground::Selection => weight.difference(Modifier::DIM).union(Modifier::REVERSED),
        Ground::Idle => weight.difference(Modifier::DIM).union(Modifier::BOLD),
        _ => weight,
    }
}

/// Red, green and blue of a colour as a picture shows it; none for the terminal's own.
pub(crate) fn rgb(color: Color) -> Option<[u8; 3]> {
    /// The six levels of the colour cube of 256-colour terminals.
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    match color {
        Color::Rgb(r, g, b) => Some([r, g, b]),
        Color::Indexed(index @ 16..=231) => {
            let index = usize::from(index - 16);
            let level = |at: usize| LEVELS.get(at % 6).copied().unwrap_or_default();
            Some([level(index / 36), level(index / 6), level(index)])
        }
        Color::Indexed(index @ 232..) => Some([8 + 10 * (index - 232); 3]),
        _ => None,
    }
}

/// Letters and ground of a picture whose buffer names no colour: those of the dark theme.
pub(crate) fn picture_default() -> ([u8; 3], [u8; 3]) {
    (DARK.ink(Ink::Text).rgb, DARK.ground(Ground::Page).rgb)
}
