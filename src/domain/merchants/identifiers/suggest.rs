//! The reason of a "no", with the near miss that would be valid if there is exactly one.
//!
//! People swap neighbours and read O for 0; a candidate is the value with one such slip undone,
//! and the rule itself says whether it is valid. Nothing is allocated for a candidate.

use std::fmt::Write as _;

use super::fault::{Fault, Wanted, write_quoted};
use super::shape::is_alnum;
use super::text::{ENYE, Stray, Text};
use super::{Kind, MAX_VALUE, Rule};

/// Characters that are taken for each other: as typed, as meant.
const LOOK_ALIKES: &[(u8, u8)] = &[
    (b'O', b'0'),
    (b'I', b'1'),
    (b'L', b'1'),
    (b'S', b'5'),
    (b'B', b'8'),
    (b'Z', b'2'),
    (b'G', b'6'),
    (b'0', b'O'),
    (b'1', b'I'),
    (b'5', b'S'),
    (b'8', b'B'),
    (b'2', b'Z'),
    (b'6', b'G'),
];

/// Wrong letters put right in one value at most; more are no slip.
const MAX_REPAIRS: usize = 4;

/// A slip that, undone, makes the value valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slip {
    /// This place and the next are swapped.
    Swap(usize),
    /// This place should have this byte.
    Read(usize, u8),
}

/// The reason when nothing of the value was kept.
pub(super) fn bare_reason(fault: Fault) -> String {
    fault.words(&Text::empty())
}

/// Why this value is invalid, and what would help.
pub(super) fn reason(kind: &Kind, text: &Text, fault: Fault, year: i32) -> String {
    if let Some(stray) = text.stray() {
        return stray_reason(kind, text, stray, year);
    }
    let is_shape = matches!(fault, Fault::Length(_) | Fault::Character { .. });
    if is_shape && let Some(at) = foreign(kind, text) {
        return separator_reason(text, at);
    }
    let mut words = fault.words(text);
    // A string takes whatever is written.
    let _infallible = match fault {
        Fault::Character { .. } => write_repair(kind, text, fault, year, &mut words),
        fault if fault.is_checksum() => write_slip(kind, text, year, &mut words),
        _ => Ok(()),
    };
    words
}

/// The first character that is neither letter, digit nor one of the kind's own.
fn foreign(kind: &Kind, text: &Text) -> Option<usize> {
    let own = |byte: u8| {
        is_alnum(byte)
            || byte.is_ascii_lowercase()
            || byte == ENYE
            || kind.form.marks.as_bytes().contains(&byte)
    };
    text.bytes().iter().position(|byte| !own(*byte))
}

fn separator_reason(text: &Text, at: usize) -> String {
    let mut words = format!("character {} is ", text.place(at));
    let found = text.bytes().get(at).copied().map_or(' ', char::from);
    let _infallible = write_quoted(found, &mut words);
    words.push_str(", which is not allowed here");
    let mut separators = text.separators().peekable();
    if separators.peek().is_none() {
        words.push_str("; nothing may stand between letters and digits");
        return words;
    }
    words.push_str("; only ");
    let mut is_first = true;
    while let Some(separator) = separators.next() {
        match (is_first, separators.peek()) {
            (true, _) => {}
            (false, Some(_)) => words.push_str(", "),
            (false, None) => words.push_str(" and "),
        }
        is_first = false;
        match separator {
            ' ' => words.push_str("blanks"),
            other => words.push(other),
        }
    }
    words.push_str(" may stand between letters and digits");
    words
}

fn stray_reason(kind: &Kind, text: &Text, stray: Stray, year: i32) -> String {
    let mut words = format!("character {} is ", text.place(stray.at));
    let _infallible = write_quoted(stray.found, &mut words);
    if let Some(like) = stray.like {
        let like = char::from(like);
        let code = u32::from(stray.found);
        let _infallible = write!(words, " (U+{code:04X}), which only looks like {like}");
        if (kind.rule)(text.bytes(), year).is_ok() {
            let _infallible = write!(words, "; did you mean {like}?");
        }
    } else {
        words.push_str(", which no identifier of this kind has");
    }
    words
}

/// Adds what the wrong letters should be, if that makes the value valid.
fn write_repair(
    kind: &Kind,
    text: &Text,
    fault: Fault,
    year: i32,
    words: &mut String,
) -> std::fmt::Result {
    let Some((buffer, repairs, first)) = repaired(kind.rule, text, fault, year) else {
        return Ok(());
    };
    if repairs == 1 {
        return write!(words, "; did you mean {}?", char::from(first));
    }
    words.push_str("; did you mean ");
    let bytes = buffer.get(..text.bytes().len()).unwrap_or_default();
    words.extend(bytes.iter().copied().map(char::from));
    words.push('?');
    Ok(())
}

/// The text with every wrong character read as what it looks like, if the rule then says yes;
/// how many were read anew, and as what the first.
pub(super) fn repaired(
    rule: Rule,
    text: &Text,
    fault: Fault,
    year: i32,
) -> Option<([u8; MAX_VALUE], usize, u8)> {
    let length = text.bytes().len();
    let mut buffer = text.copied();
    let (mut fault, mut first) = (fault, None);
    for repairs in 1..=MAX_REPAIRS {
        let Fault::Character { at, wanted } = fault else {
            return None;
        };
        let place = buffer.get_mut(..length)?.get_mut(at)?;
        *place = look_alikes(*place).find(|byte| wanted.may_be(*byte))?;
        let first = *first.get_or_insert(*place);
        match rule(buffer.get(..length)?, year) {
            Ok(_) => return Some((buffer, repairs, first)),
            Err(next) => fault = next,
        }
    }
    None
}

impl Wanted {
    fn may_be(self, byte: u8) -> bool {
        match self {
            Self::Digit => byte.is_ascii_digit(),
            Self::Letter => byte.is_ascii_uppercase(),
            Self::Only(only) => byte == only,
            Self::Alnum | Self::This(_) => true,
        }
    }
}

/// Adds the slip that would explain wrong check characters.
fn write_slip(kind: &Kind, text: &Text, year: i32, words: &mut String) -> std::fmt::Result {
    let bytes = text.bytes();
    match slip(kind.rule, text, year) {
        None => Ok(()),
        Some(Slip::Swap(at)) => {
            let both = bytes.get(at..at + 2).unwrap_or_default();
            let noun = if both.iter().all(u8::is_ascii_digit) {
                "digits"
            } else {
                "characters"
            };
            let (place, next) = (text.place(at), text.place(at + 1));
            write!(words, "; swapping {noun} {place} and {next} would be valid")
        }
        Some(Slip::Read(at, byte)) => {
            let (place, byte) = (text.place(at), char::from(byte));
            write!(
                words,
                "; reading character {place} as {byte} would be valid"
            )
        }
    }
}

/// The one slip that, undone, makes the text valid; none if there is none or more than one.
pub(super) fn slip(rule: Rule, text: &Text, year: i32) -> Option<Slip> {
    let length = text.bytes().len();
    let has_letters = !text.bytes().iter().all(u8::is_ascii_digit);
    let mut buffer = text.copied();
    let bytes = buffer.get_mut(..length)?;
    let mut found = None;
    for at in 0..length.saturating_sub(1) {
        if bytes[at] == bytes[at + 1] {
            continue;
        }
        bytes.swap(at, at + 1);
        let is_valid = rule(bytes, year).is_ok();
        bytes.swap(at, at + 1);
        if is_valid && found.replace(Slip::Swap(at)).is_some() {
            return None;
        }
    }
    // Where all is digits, the kind has no letters to read them as.
    if !has_letters {
        return found;
    }
    for at in 0..length {
        let typed = bytes[at];
        for meant in look_alikes(typed) {
            bytes[at] = meant;
            let is_valid = rule(bytes, year).is_ok();
            bytes[at] = typed;
            if is_valid && found.replace(Slip::Read(at, meant)).is_some() {
                return None;
            }
        }
    }
    found
}

fn look_alikes(byte: u8) -> impl Iterator<Item = u8> {
    let pairs = LOOK_ALIKES.iter();
    pairs
        .filter(move |(typed, _)| *typed == byte)
        .map(|(_, meant)| *meant)
}
