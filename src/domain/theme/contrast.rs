//! Whether letters can be read: contrast as WCAG 2 defines it, for the pairs a theme can show.

use std::fmt;

use super::{Theme, Token};

/// The contrast that text needs to be read (WCAG 2.2, 1.4.3).
pub const WANTED: f64 = 4.5;

/// Letters that are hard to read on a ground of the same theme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pale {
    /// The letters.
    pub ink: Token,
    /// What lies under them.
    pub ground: Token,
    /// Their contrast.
    pub ratio: f64,
    /// The contrast they need.
    pub wanted: f64,
}

impl fmt::Display for Pale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} on {} is {:.1}:1, wanted {}",
            self.ink.name(),
            self.ground.name(),
            // Never rounded up to what is wanted.
            (self.ratio * 10.0).floor() / 10.0,
            self.wanted
        )
    }
}

/// Light that a channel gives, from 0 to 1.
fn linear(channel: u8) -> f64 {
    let c = f64::from(channel) / 255.0;
    if c <= 0.040_45 {
        c / 12.92
    } else {
        ((c + 0.055) / 1.055).powf(2.4)
    }
}

fn luminance(rgb: [u8; 3]) -> f64 {
    let [r, g, b] = rgb.map(linear);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// The contrast of two colours, from 1 to 21.
pub fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The pairs of a theme whose contrast is below `wanted`, worst first. What is the terminal's own
/// is the person's choice and not looked at.
pub fn pale(theme: &Theme, wanted: f64) -> Vec<Pale> {
    let everywhere = Token::GROUNDS
        .into_iter()
        .flat_map(|ground| Token::INKS.map(|ink| (ink, ground)));
    let on_grounds_of_their_own = [(Token::OnAccent, Token::Fill)];
    let has_ground = theme.paint(Token::HitGround).color.rgb().is_some();
    let hit_grounds = if has_ground {
        &[Token::HitGround][..]
    } else {
        &Token::GROUNDS
    };
    let hits = hit_grounds.iter().map(|ground| (Token::Hit, *ground));
    let mut pale: Vec<Pale> = everywhere
        .chain(on_grounds_of_their_own)
        .chain(hits)
        .filter_map(|(ink, ground)| {
            let letters = theme.paint(ink).color.rgb()?;
            let under = theme.paint(ground).color.rgb()?;
            let ratio = contrast(letters, under);
            (ratio < wanted).then_some(Pale {
                ink,
                ground,
                ratio,
                wanted,
            })
        })
        .collect();
    pale.sort_by(|a, b| a.ratio.total_cmp(&b.ratio));
    pale
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::theme::{Color, Paint};

    #[test]
    fn the_ends_of_the_scale_are_those_of_the_standard() {
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
        assert!((contrast([119; 3], [255; 3]) - 4.48).abs() < 0.01);
    }

    #[test]
    fn a_pale_ink_is_named_with_its_ground() {
        let mut theme = Theme::DARK;
        assert_eq!(pale(&theme, WANTED), []);
        let color = Color::exact([0x70, 0x78, 0x84]);
        theme.set(
            Token::Faint,
            Paint {
                color,
                ..Paint::default()
            },
        );
        let found = pale(&theme, WANTED);
        let worst = found.first().unwrap();
        assert_eq!(worst.to_string(), "faint on selection is 2.6:1, wanted 4.5");
        assert!(found.iter().all(|pale| pale.ink == Token::Faint));
    }
}
