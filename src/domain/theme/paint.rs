//! One token's look: a colour and a weight, as a theme's file writes them.

/// A colour of a terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Color {
    /// The terminal's own: letters or ground as the person set them.
    #[default]
    Own,
    /// A place in the terminal's table of 256; the first sixteen are the person's own colours.
    Palette(u8),
    /// A 24-bit colour, with its place in the table for terminals that know no other.
    Exact {
        /// Red, green, blue.
        rgb: [u8; 3],
        /// The nearest place from 16 on.
        index: u8,
    },
}

/// What letters do without colour: any of five things, in one byte, because a theme is copied with
/// every look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weight(u8);

impl Weight {
    /// Nothing.
    pub const PLAIN: Self = Self(0);
    /// Heavier.
    pub const BOLD: Self = Self(1);
    /// Fainter.
    pub const DIM: Self = Self(1 << 1);
    /// Slanted.
    pub const ITALIC: Self = Self(1 << 2);
    /// Underlined.
    pub const UNDERLINE: Self = Self(1 << 3);
    /// Letters and ground change places; inks on such a ground are dropped.
    pub const REVERSE: Self = Self(1 << 4);

    /// Both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// True if it does all that the other does.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The weight with this name in files.
    fn named(word: &str) -> Option<Self> {
        Some(match word {
            "bold" => Self::BOLD,
            "dim" => Self::DIM,
            "italic" => Self::ITALIC,
            "underline" => Self::UNDERLINE,
            "reverse" => Self::REVERSE,
            _ => return None,
        })
    }
}

/// The look of a token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paint {
    /// Its colour.
    pub color: Color,
    /// Its weight.
    pub weight: Weight,
}

/// The six levels of the colour cube of 256-colour terminals.
const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// Red, green and blue of a place in the table of 256; none for the sixteen that are the person's.
pub fn rgb_of_index(index: u8) -> Option<[u8; 3]> {
    match index {
        ..16 => None,
        16..=231 => {
            let at = usize::from(index - 16);
            let level = |at: usize| LEVELS.get(at % 6).copied().unwrap_or_default();
            Some([level(at / 36), level(at / 6), level(at)])
        }
        232.. => Some([8 + 10 * (index - 232); 3]),
    }
}

/// The place in the table of 256 that is nearest to a colour.
fn nearest_index(rgb: [u8; 3]) -> u8 {
    let distance = |index: &u8| {
        let place = rgb_of_index(*index).unwrap_or_default();
        let squares = rgb.iter().zip(place).map(|(a, b)| {
            let apart = u32::from(a.abs_diff(b));
            apart * apart
        });
        squares.sum::<u32>()
    };
    (16..=255).min_by_key(distance).unwrap_or(16)
}

impl Color {
    /// A 24-bit colour with the nearest of the 256.
    pub fn exact(rgb: [u8; 3]) -> Self {
        Self::Exact {
            rgb,
            index: nearest_index(rgb),
        }
    }

    /// Red, green and blue, where they are known.
    pub fn rgb(self) -> Option<[u8; 3]> {
        match self {
            Self::Own => None,
            Self::Palette(index) => rgb_of_index(index),
            Self::Exact { rgb, .. } => Some(rgb),
        }
    }
}

impl Paint {
    /// Reads what a file writes: `#24394f`, `#24394f 237 bold`, `6 bold`, `default dim`.
    ///
    /// A number behind a colour is its place among 256, for terminals that know no other.
    /// Fails with what is wrong, without a full stop.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut paint = Self::default();
        let mut named = false;
        for word in text.split_whitespace() {
            if let Some(weight) = Weight::named(word) {
                paint.weight = paint.weight.and(weight);
                continue;
            }
            match (word, paint.color) {
                ("default", Color::Own) if !named => named = true,
                (_, Color::Own) if !named => {
                    named = true;
                    paint.color = color(word)?;
                }
                (_, Color::Exact { rgb, .. }) => {
                    let index = word.parse().map_err(|_no_index| unknown(word))?;
                    paint.color = Color::Exact { rgb, index };
                }
                _ => return Err(unknown(word)),
            }
        }
        if text.trim().is_empty() {
            return Err("an empty text is no colour".to_owned());
        }
        Ok(paint)
    }
}

fn unknown(word: &str) -> String {
    format!(
        "`{word}` is no colour; write #rrggbb, #rgb, 0 to 255 or default, and behind it bold, dim, \
         italic, underline or reverse"
    )
}

fn color(word: &str) -> Result<Color, String> {
    let Some(digits) = word.strip_prefix('#') else {
        return word
            .parse()
            .map(Color::Palette)
            .map_err(|_no_index| unknown(word));
    };
    let digit = |c: char| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let digits: Option<Vec<u8>> = digits.chars().map(digit).collect();
    match digits.as_deref() {
        Some(&[r, g, b]) => Ok(Color::exact([r, g, b].map(|digit| digit * 17))),
        Some(six @ [_, _, _, _, _, _]) => {
            let mut rgb = [0; 3];
            for (channel, pair) in rgb.iter_mut().zip(six.chunks(2)) {
                *channel = pair.iter().fold(0, |sum, digit| sum * 16 + digit);
            }
            Ok(Color::exact(rgb))
        }
        _ => Err(unknown(word)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_read_in_each_of_its_forms() {
        let color = |text| Paint::parse(text).unwrap().color;
        let rgb = [0x24, 0x39, 0x4f];
        assert_eq!(color("#24394f 237"), Color::Exact { rgb, index: 237 });
        assert_eq!(color("#fff"), Color::exact([255; 3]));
        assert_eq!(color("default"), Color::Own);
        assert_eq!(color("6 bold"), Color::Palette(6));
        let paint = Paint::parse("default dim italic").unwrap();
        assert_eq!(paint.weight, Weight::DIM.and(Weight::ITALIC));
        assert_eq!(Paint::parse("reverse").unwrap().weight, Weight::REVERSE);
    }

    #[test]
    fn what_is_no_colour_is_refused() {
        for wrong in [
            "",
            "red",
            "#12345",
            "#ggg",
            "256",
            "6 7",
            "#fff 300",
            "default 3",
        ] {
            assert!(Paint::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_nearest_of_256_is_found() {
        for index in 16..=255 {
            let rgb = rgb_of_index(index).unwrap();
            assert_eq!(rgb_of_index(nearest_index(rgb)), Some(rgb));
        }
        assert_eq!(nearest_index([0, 0, 1]), 16);
    }
}
