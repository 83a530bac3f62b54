//! Digits, letters, lengths and dates at their places.

use std::ops::Range;

use chrono::NaiveDate;

use super::fault::{Fault, Lengths, Wanted};

/// The text as digits, if it is `N` of them.
pub(super) fn digits<const N: usize>(text: &[u8]) -> Result<[u8; N], Fault> {
    has_length(text, Lengths::Exactly(N))?;
    digits_at(text, 0)
}

/// `N` digits from a place on; what lies behind the end is no digit.
pub(super) fn digits_at<const N: usize>(text: &[u8], at: usize) -> Result<[u8; N], Fault> {
    let mut digits = [0; N];
    for (offset, digit) in digits.iter_mut().enumerate() {
        *digit = match text.get(at + offset) {
            Some(byte @ b'0'..=b'9') => byte - b'0',
            _ => return Err(wrong(at + offset, Wanted::Digit)),
        };
    }
    Ok(digits)
}

/// Refuses another length.
pub(super) fn has_length(text: &[u8], lengths: Lengths) -> Result<(), Fault> {
    if lengths.has(text.len()) {
        Ok(())
    } else {
        Err(Fault::Length(lengths))
    }
}

/// Refuses what is no digit in these places.
pub(super) fn all_digits(text: &[u8], places: Range<usize>) -> Result<(), Fault> {
    all(text, places, Wanted::Digit, |byte| byte.is_ascii_digit())
}

/// Refuses what is no letter A-Z in these places.
pub(super) fn all_letters(text: &[u8], places: Range<usize>) -> Result<(), Fault> {
    all(text, places, Wanted::Letter, |byte| {
        byte.is_ascii_uppercase()
    })
}

/// Refuses what is neither digit nor letter A-Z in these places.
pub(super) fn all_alnum(text: &[u8], places: Range<usize>) -> Result<(), Fault> {
    all(text, places, Wanted::Alnum, is_alnum)
}

/// Refuses what the test refuses in these places.
pub(super) fn all(
    text: &[u8],
    places: Range<usize>,
    wanted: Wanted,
    test: impl Fn(u8) -> bool,
) -> Result<(), Fault> {
    for at in places {
        if !text.get(at).copied().is_some_and(&test) {
            return Err(wrong(at, wanted));
        }
    }
    Ok(())
}

/// The fault of a character.
pub(super) fn wrong(at: usize, wanted: Wanted) -> Fault {
    Fault::Character { at, wanted }
}

/// True for a digit or a letter A-Z.
pub(super) fn is_alnum(byte: u8) -> bool {
    byte.is_ascii_digit() || byte.is_ascii_uppercase()
}

/// The number that digits spell; at most nine of them.
pub(super) fn number(digits: &[u8]) -> u32 {
    digits
        .iter()
        .fold(0, |number, digit| number * 10 + u32::from(*digit))
}

/// Refuses a day that is not in the calendar.
pub(super) fn is_date(year: u32, month: u32, day: u32) -> Result<(), Fault> {
    let found = i32::try_from(year).ok();
    match found.and_then(|year| NaiveDate::from_ymd_opt(year, month, day)) {
        Some(_) => Ok(()),
        None => Err(Fault::Date { year, month, day }),
    }
}
