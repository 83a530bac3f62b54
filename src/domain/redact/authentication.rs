//! Data that proves a card is present: never stored, whoever sent it (PCI DSS 3.3.1).

use std::ops::Range;

use super::issuers::{FEWEST, MOST, luhn};
use super::{Cut, alnum_at, alnum_before};

/// What stands for magnetic stripe data.
const TRACK_REMOVED: &str = "[track data removed]";

/// What stands for a security code or PIN block.
const CODE_REMOVED: &str = "[removed]";

/// Longest track 1 (ISO/IEC 7813).
const LONGEST_TRACK: usize = 79;

/// Digits after the `=` of track 2 without its start sign: expiry and service code.
const BARE_TRACK_REST: usize = 7;

/// Words before a security code, lower case; longer ones first.
const CODE_WORDS: [&str; 20] = [
    "card verification value",
    "card verification code",
    "código de segurança",
    "código de seguridad",
    "codigo de seguranca",
    "codigo de seguridad",
    "code de sécurité",
    "kartenprüfnummer",
    "sicherheitscode",
    "security code",
    "prüfziffer",
    "cvv2",
    "cvc2",
    "cav2",
    "cvv",
    "cvc",
    "cvn",
    "csc",
    "cid",
    "pin",
];

/// Track 1 (`%B…^…?`) and track 2 (`;…=…?`), each one cut.
pub(super) fn track_data(text: &str) -> Vec<Cut> {
    let bytes = text.as_bytes();
    let mut cuts = Vec::new();
    for (at, byte) in bytes.iter().enumerate() {
        let range = match byte {
            b'^' => track_one(bytes, at),
            b'=' => track_two(text, at),
            _ => None,
        };
        let Some(range) = range else { continue };
        let overlaps = |cut: &Cut| cut.range.end > range.start;
        if !cuts.last().is_some_and(overlaps) {
            cuts.push(Cut {
                range,
                with: TRACK_REMOVED.to_owned(),
            });
        }
    }
    cuts
}

/// The track 1 whose first `^` is at `at`.
fn track_one(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let start = digits_back_from(bytes, at)?.checked_sub(2)?;
    let head = bytes.get(start..start + 2)?;
    if !head.eq_ignore_ascii_case(b"%b") {
        return None;
    }
    let rest = bytes.get(start..)?;
    let stop = rest
        .iter()
        .take(LONGEST_TRACK)
        .position(|b| matches!(b, b'?' | b'\n' | b'\r'));
    if let Some(stop) = stop {
        return Some(start..start + stop + usize::from(rest.get(stop) == Some(&b'?')));
    }
    // No end sign: to the end of the unbroken word after the first separator.
    let tail = bytes.get(at..)?;
    let length = tail
        .iter()
        .position(|b| b.is_ascii_whitespace() || !b.is_ascii());
    let end = at + length.unwrap_or(tail.len());
    Some(start..end)
}

/// The track 2 whose `=` is at `at`; without its start sign only if the number passes Luhn.
fn track_two(text: &str, at: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let number = digits_back_from(bytes, at)?;
    let tail = bytes.get(at + 1..)?;
    let rest = tail.iter().take_while(|b| b.is_ascii_digit()).count();
    let signed = number.checked_sub(1).and_then(|i| bytes.get(i)) == Some(&b';');
    let start = if signed && rest >= 4 {
        number - 1
    } else {
        let digits: Vec<u8> = bytes.get(number..at)?.iter().map(|b| b - b'0').collect();
        if rest < BARE_TRACK_REST || !luhn(&digits) || alnum_before(text, number) {
            return None;
        }
        number
    };
    let end = at + 1 + rest;
    Some(start..end + usize::from(bytes.get(end) == Some(&b'?')))
}

/// Where the 12 to 19 digits that end before `at` begin.
fn digits_back_from(bytes: &[u8], at: usize) -> Option<usize> {
    let head = bytes.get(..at)?;
    let count = head
        .iter()
        .rev()
        .take(MOST + 1)
        .take_while(|b| b.is_ascii_digit())
        .count();
    (FEWEST..=MOST).contains(&count).then(|| at - count)
}

/// Adds cuts for security codes and PIN blocks to a text in which `cuts` found card numbers.
pub(super) fn security_codes(text: &str, cuts: &mut Vec<Cut>) {
    let remove = |range| Cut {
        range,
        with: CODE_REMOVED.to_owned(),
    };
    for card in 0..cuts.len() {
        let end = cuts.get(card).map(|cut| cut.range.end);
        cuts.extend(end.and_then(|end| code_after_expiry(text, end)).map(remove));
    }
    let lower = text.to_ascii_lowercase();
    for word in CODE_WORDS {
        for (at, _) in lower.match_indices(word) {
            let end = at + word.len();
            let longer = text
                .get(end..)
                .is_some_and(|rest| rest.starts_with(char::is_alphabetic));
            if !longer && !alnum_before(text, at) {
                cuts.extend(code_after_word(text, end, word == "pin").map(remove));
            }
        }
    }
}

/// The code that a word names: `CVV: 123`, `security code is "1234"`, `PIN block 0412AC…`.
fn code_after_word(text: &str, from: usize, pin: bool) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = from;
    // A few words may stand between; the code comes soon or not at all.
    for _ in 0..4 {
        let rest = bytes.get(at..)?;
        at += rest
            .iter()
            .take_while(|b| b" \t:=#.-'\"()/*".contains(b))
            .count();
        let rest = bytes.get(at..)?;
        let length = rest
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric())
            .count();
        let word = rest.get(..length)?;
        let digits = word.iter().all(u8::is_ascii_digit);
        let fits = match length {
            3 | 4 => digits,
            5..=12 => pin && digits,
            16 => pin && word.iter().all(u8::is_ascii_hexdigit),
            _ => false,
        };
        if fits {
            return (!alnum_at(text, at + length)).then_some(at..at + length);
        }
        let known = ["is", "ist", "es", "code", "number", "no", "nr", "block"];
        if !known
            .iter()
            .any(|known| word.eq_ignore_ascii_case(known.as_bytes()))
        {
            return None;
        }
        at += length;
    }
    None
}

/// The code that follows a card number and its expiry: `… 12/27 123`, `…|12|2027|123`.
fn code_after_expiry(text: &str, from: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = from;
    let mut number = |lengths: &[usize]| -> Option<Range<usize>> {
        let rest = bytes.get(at..)?;
        at += rest
            .iter()
            .take(3)
            .take_while(|b| b" \t,;|/:-".contains(b))
            .count();
        let rest = bytes.get(at..)?;
        let length = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let range = at..at + length;
        at = range.end;
        lengths.contains(&length).then_some(range)
    };
    let month = number(&[1, 2])?;
    number(&[2, 4])?;
    let code = number(&[3, 4])?;
    let month: u8 = text.get(month)?.parse().ok()?;
    ((1..=12).contains(&month) && !alnum_at(text, code.end)).then_some(code)
}
