//! What can be wrong with a value, and the words for it.
//!
//! A fault is small and copied freely: near misses run a rule dozens of times and throw most
//! faults away. Words are made once, for the fault that is shown.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar;

use super::MAX_VALUE;
use super::text::Text;
use crate::domain::text::needs_json_escape;

/// Why a rule says no. Places count from 0 in the normalised text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Nothing is left.
    Empty,
    /// More characters than any identifier has.
    TooLong,
    /// A character that no identifier has; the text knows which.
    Stray,
    /// Another length.
    Length(Lengths),
    /// The wrong character in a place.
    Character { at: usize, wanted: Wanted },
    /// The wrong check character, and the right one.
    Check { at: usize, wanted: u8 },
    /// The wrong two check digits, and the right ones.
    Checks { at: usize, wanted: [u8; 2] },
    /// Check characters that several schemes could have made, and none has.
    Sum,
    /// No check digit exists for the digits.
    NoCheck,
    /// A part that its list does not have: `before` PART `after`.
    Unlisted {
        part: (usize, usize),
        before: &'static str,
        after: &'static str,
    },
    /// A day that is not in the calendar.
    Date { year: u32, month: u32, day: u32 },
    /// What else a rule has to say.
    Said(&'static str),
}

/// The lengths a kind has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lengths {
    Exactly(usize),
    Among(&'static [usize]),
    Between(usize, usize),
}

/// What should stand in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Digit,
    Letter,
    Alnum,
    /// Exactly this character.
    Only(u8),
    /// What the words say: "H, M or X".
    This(&'static str),
}

impl Lengths {
    pub(super) fn has(self, length: usize) -> bool {
        match self {
            Self::Exactly(n) => n == length,
            Self::Among(all) => all.contains(&length),
            Self::Between(least, most) => (least..=most).contains(&length),
        }
    }
}

impl Fault {
    /// True if the format is right and only the check characters are not.
    pub(super) fn is_checksum(self) -> bool {
        matches!(
            self,
            Self::Check { .. } | Self::Checks { .. } | Self::Sum | Self::NoCheck
        )
    }

    /// The same fault of a text that stands `by` places further to the right.
    pub(super) fn shifted(self, by: usize) -> Self {
        match self {
            Self::Character { at, wanted } => Self::Character {
                at: at + by,
                wanted,
            },
            Self::Check { at, wanted } => Self::Check {
                at: at + by,
                wanted,
            },
            Self::Checks { at, wanted } => Self::Checks {
                at: at + by,
                wanted,
            },
            Self::Unlisted {
                part: (at, length),
                before,
                after,
            } => Self::Unlisted {
                part: (at + by, length),
                before,
                after,
            },
            other => other,
        }
    }

    /// The fault in words.
    pub(super) fn words(self, text: &Text) -> String {
        let mut words = String::with_capacity(96);
        // Writing to a string cannot fail.
        let _infallible = self.write(text, &mut words);
        words
    }

    fn write(self, text: &Text, out: &mut String) -> std::fmt::Result {
        let bytes = text.bytes();
        match self {
            Self::Empty => out.push_str("there is nothing to check"),
            Self::TooLong => {
                write!(
                    out,
                    "over {MAX_VALUE} characters, and no identifier is that long"
                )?;
            }
            Self::Stray => {}
            Self::Length(lengths) => write_length(bytes, lengths, out)?,
            Self::Character { at, wanted } => {
                if let Some(found) = bytes.get(at) {
                    write!(out, "character {} is ", text.place(at))?;
                    write_quoted(char::from(*found), out)?;
                    out.push_str(", expected ");
                } else {
                    write!(out, "character {} is missing, expected ", text.place(at))?;
                }
                wanted.write(out)?;
            }
            Self::Check { at, wanted } => {
                let found = bytes.get(at).copied().unwrap_or(b'?');
                let sort = match (found.is_ascii_digit(), wanted.is_ascii_digit()) {
                    (true, true) => "digit",
                    (false, false) => "letter",
                    _ => "character",
                };
                write!(out, "check {sort} ")?;
                if at + 1 != bytes.len() {
                    write!(out, "in place {} ", text.place(at))?;
                }
                let (found, wanted) = (char::from(found), char::from(wanted));
                write!(out, "is {found}, expected {wanted}")?;
            }
            Self::Checks { at, wanted } => {
                out.push_str("check digits are ");
                let found = bytes.get(at..at + 2).unwrap_or_default();
                out.extend(found.iter().copied().map(char::from));
                out.push_str(", expected ");
                out.extend(wanted.map(char::from));
            }
            Self::Sum => out.push_str("the check digits do not fit the rest"),
            Self::NoCheck => {
                out.push_str("no check digit fits the digits before it, so one of them is wrong");
            }
            Self::Unlisted {
                part: (at, length),
                before,
                after,
            } => {
                out.push_str(before);
                for byte in bytes.get(at..at + length).unwrap_or_default() {
                    write_bare(char::from(*byte), out)?;
                }
                out.push_str(after);
            }
            Self::Date { year, month, day } => write_date(year, month, day, out)?,
            Self::Said(words) => out.push_str(words),
        }
        Ok(())
    }
}

impl Wanted {
    fn write(self, out: &mut String) -> std::fmt::Result {
        match self {
            Self::Digit => out.push_str("a digit"),
            Self::Letter => out.push_str("a letter A-Z"),
            Self::Alnum => out.push_str("a digit or a letter A-Z"),
            Self::Only(byte) => write_quoted(char::from(byte), out)?,
            Self::This(words) => out.push_str(words),
        }
        Ok(())
    }
}

fn write_length(bytes: &[u8], lengths: Lengths, out: &mut String) -> std::fmt::Result {
    let found = bytes.len();
    let noun = if bytes.iter().all(u8::is_ascii_digit) {
        "digit"
    } else {
        "character"
    };
    let plural = if found == 1 { "" } else { "s" };
    write!(out, "{found} {noun}{plural}, expected ")?;
    match lengths {
        Lengths::Exactly(wanted) => {
            write!(out, "{wanted}")?;
            match wanted.checked_sub(found) {
                Some(1) => write!(out, ": one {noun} is missing")?,
                Some(missing) => write!(out, ": {missing} are missing")?,
                None if found - wanted == 1 => write!(out, ": one {noun} too many")?,
                None => write!(out, ": {} too many", found - wanted)?,
            }
        }
        Lengths::Among(all) => {
            for (at, wanted) in all.iter().enumerate() {
                let joint = match at {
                    0 => "",
                    _ if at + 1 == all.len() => " or ",
                    _ => ", ",
                };
                write!(out, "{joint}{wanted}")?;
            }
        }
        Lengths::Between(least, most) => write!(out, "{least} to {most}")?,
    }
    Ok(())
}

fn write_date(year: u32, month: u32, day: u32, out: &mut String) -> std::fmt::Result {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let name = usize::try_from(month)
        .ok()
        .and_then(|month| MONTHS.get(month.checked_sub(1)?));
    match name {
        Some(name) if month == 2 && day == 29 => write!(out, "{day} {name} {year} is no date"),
        Some(name) => write!(out, "{day} {name} is no date"),
        None => write!(out, "month {month} does not exist"),
    }
}

/// A character in a sentence: in backquotes, or as its code point if it cannot be shown.
pub(super) fn write_quoted(c: char, out: &mut String) -> std::fmt::Result {
    if c == ' ' {
        out.push_str("a blank");
        Ok(())
    } else if is_shown(c) {
        write!(out, "`{c}`")
    } else {
        write_bare(c, out)
    }
}

fn write_bare(c: char, out: &mut String) -> std::fmt::Result {
    if is_shown(c) {
        out.push(c);
        Ok(())
    } else {
        write!(out, "U+{:04X}", u32::from(c))
    }
}

fn is_shown(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_graphic();
    }
    c.is_alphanumeric() && !needs_json_escape(c) && c.width().is_some_and(|width| width > 0)
}
