//! Colours by what they are for: code names a ground and an ink, never a colour.
//!
//! A theme is data ([`crate::domain::theme`]); here it becomes the terminal's styles. Where a theme
//! has no colour its weights say the same: bold, dim, slant and reverse.

#[cfg(test)]
mod checks;

use ratatui::style::{Color, Modifier, Style};

use crate::app::{Depth, Look};
use crate::domain::theme::{self as data, Token, Weight};

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
    /// The bar of what leaves the house.
    Fill,
}

impl Ground {
    const fn token(self) -> Token {
        match self {
            Self::Page => Token::Ground,
            Self::Surface => Token::Surface,
            Self::Raised => Token::Raised,
            Self::Selection => Token::Selection,
            Self::Idle => Token::SelIdle,
            Self::Note => Token::Note,
            Self::Fill => Token::Fill,
        }
    }
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
    /// You: keys, marks, links.
    Accent,
    /// The word and the edge of what leaves the house.
    Public,
    /// The heavy rule, frames and the bar of the cursor.
    Focus,
    /// Letters on [`Ground::Fill`].
    OnAccent,
    /// Too late, wrong.
    Breach,
    /// Soon, refused.
    Warn,
    /// Proved, live, saved.
    Ok,
    /// The word and the dashes of a note.
    Internal,
    /// Letters that matched.
    Hit,
}

impl Ink {
    const fn token(self) -> Token {
        match self {
            Self::Text => Token::Text,
            Self::Muted => Token::Muted,
            Self::Faint => Token::Faint,
            Self::Rule => Token::Rule,
            Self::Accent => Token::Accent,
            Self::Public => Token::Public,
            Self::Focus => Token::Focus,
            Self::OnAccent => Token::OnAccent,
            Self::Breach => Token::Breach,
            Self::Warn => Token::Warn,
            Self::Ok => Token::Ok,
            Self::Internal => Token::Internal,
            Self::Hit => Token::Hit,
        }
    }
}

/// A theme at the depth of the terminal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Theme {
    data: data::Theme,
    depth: Depth,
}

impl Theme {
    /// The theme of a look.
    pub(crate) fn of(look: &Look) -> Self {
        let data = if look.no_color {
            data::Theme::MONO
        } else {
            look.theme
        };
        Self {
            data,
            depth: look.depth,
        }
    }

    /// True if nothing lies under letters: what a ground says must then be said by weight.
    pub(crate) fn is_flat(&self) -> bool {
        self.data.is_flat()
    }

    /// An ink on a ground.
    ///
    /// On a ground that reverses, colours are dropped: coloured patches in a reversed row look
    /// broken. Nothing is dim on a ground that weighs.
    pub(crate) fn on(&self, ground: Ground, ink: Ink) -> Style {
        let under = self.data.paint(ground.token());
        let letters = self.data.paint(ink.token());
        let weighs = under.weight != Weight::PLAIN;
        let mut modifier = modifier(letters.weight);
        if weighs {
            modifier.remove(Modifier::DIM);
        }
        // Colours are always named: what floats is drawn over cells that had others.
        let style = Style::new()
            .fg(Color::Reset)
            .bg(Color::Reset)
            .add_modifier(modifier.union(self::modifier(under.weight)));
        if under.weight.has(Weight::REVERSE) {
            return style;
        }
        let hit = self.data.paint(Token::HitGround).color;
        let under = match ink {
            Ink::Hit if hit != data::Color::Own => hit,
            _ => under.color,
        };
        style.fg(self.color(letters.color)).bg(self.color(under))
    }

    fn color(&self, color: data::Color) -> Color {
        match color {
            data::Color::Own => Color::Reset,
            data::Color::Palette(index) => Color::Indexed(index),
            data::Color::Exact { rgb, .. } if self.depth == Depth::True => {
                let [r, g, b] = rgb;
                Color::Rgb(r, g, b)
            }
            data::Color::Exact { index, .. } => Color::Indexed(index),
        }
    }
}

fn modifier(weight: Weight) -> Modifier {
    const PARTS: [(Weight, Modifier); 5] = [
        (Weight::BOLD, Modifier::BOLD),
        (Weight::DIM, Modifier::DIM),
        (Weight::ITALIC, Modifier::ITALIC),
        (Weight::UNDERLINE, Modifier::UNDERLINED),
        (Weight::REVERSE, Modifier::REVERSED),
    ];
    // Most weigh nothing, and this runs some thousand times a frame.
    if weight == Weight::PLAIN {
        return Modifier::empty();
    }
    let parts = PARTS.into_iter().filter(|(one, _)| weight.has(*one));
    parts.fold(Modifier::empty(), |all, (_, one)| all.union(one))
}

/// The first eight of a terminal's own sixteen colours in a picture: quiet ones, on the ground of
/// [`picture_default`].
const PICTURE_COLORS: [[u8; 3]; 8] = [
    [0x14, 0x17, 0x1c],
    [0xdd, 0x6b, 0x6b],
    [0x8f, 0xbf, 0x8f],
    [0xe0, 0xb0, 0x5c],
    [0x6f, 0x9f, 0xd8],
    [0xb8, 0x8f, 0xc8],
    [0x73, 0xb8, 0xa9],
    [0xd9, 0xdd, 0xe4],
];

/// Red, green and blue of a colour as a picture shows it; none for the terminal's own.
pub(crate) fn rgb(color: Color) -> Option<[u8; 3]> {
    match color {
        Color::Rgb(r, g, b) => Some([r, g, b]),
        Color::Indexed(index) => data::rgb_of_index(index)
            .or_else(|| PICTURE_COLORS.get(usize::from(index % 8)).copied()),
        _ => None,
    }
}

/// Letters and ground of a picture whose buffer names no colour: those of the dark theme.
pub(crate) fn picture_default() -> ([u8; 3], [u8; 3]) {
    let color = |token| data::Theme::DARK.paint(token).color.rgb();
    let known = color(Token::Text).zip(color(Token::Ground));
    known.unwrap_or(([u8::MAX; 3], [0; 3]))
}
