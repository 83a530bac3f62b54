//! What a text names: payment references, error codes, amounts.
//!
//! Read from messages as people write them, so that a ticket is found by the charge it is about.
//! Pure; looks at each byte a few times.

use std::ops::Range;

use crate::domain::money::Currency;

/// Shortest and longest reference that is taken for one.
const REFERENCE_BYTES: std::ops::RangeInclusive<usize> = 5..=64;

/// Digits from which a bare number is a reference (bank and card references; years, amounts and
/// times are shorter).
const BARE_DIGITS: usize = 8;

/// Shortest error code in capitals joined by `_`.
const CODE_BYTES: std::ops::RangeInclusive<usize> = 5..=64;

/// Ten-thousandths: no currency of ISO 4217 has more than four decimals.
const SCALE_DIGITS: usize = 4;

/// First letters of the ISO 20022 external status reason codes that banks return (`AC04`, `MD07`).
const REASONS: [&str; 17] = [
    "AC", "AG", "AM", "BE", "CH", "DT", "ED", "FF", "MD", "MS", "NA", "PY", "RC", "RF", "RR", "SL",
    "TM",
];

/// Something that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mention<'a> {
    /// A reference: of a charge, a mandate, a dispute, an order, an account.
    Reference(&'a str),
    /// An error or failure code: `PROVIDER_ERROR`, `AC04`.
    Code(&'a str),
    /// An amount.
    Amount(Named),
}

/// An amount with its currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// ISO 4217, upper case.
    pub currency: String,
    /// Ten-thousandths of the currency's unit, without a sign.
    pub value: i64,
}

/// Everything that `text` names, in order; what is named twice comes twice.
///
/// ```
/// use paydesk::domain::tickets::mentions::{Mention, mentions};
/// let found = mentions("charge_X0O78 failed with PROVIDER_ERROR");
/// assert_eq!(found, [Mention::Reference("charge_X0O78"), Mention::Code("PROVIDER_ERROR")]);
/// ```
pub fn mentions(text: &str) -> Vec<Mention<'_>> {
    let found = located(text).into_iter();
    found.map(|(_, mention)| mention).collect()
}

/// As [`mentions`], each with the bytes in which it stands.
pub fn located(text: &str) -> Vec<(Range<usize>, Mention<'_>)> {
    let mut found = Vec::new();
    // The number or currency right before the word at hand, and where it stands.
    let mut number: Option<(i64, Range<usize>)> = None;
    let mut currency: Option<(&str, Range<usize>)> = None;
    let mut rest = 0;
    while let Some((from, to)) = next_word(text, rest) {
        rest = to;
        let Some(word) = text.get(from..to) else {
            continue;
        };
        let adjacent = |end: usize| {
            text.get(end..from)
                .is_some_and(|gap| gap.len() <= 1 && gap.trim().is_empty())
        };
        if let Some(value) = decimal(word) {
            match currency.take().filter(|(_, at)| adjacent(at.end)) {
                Some((code, at)) => found.push((at.start..to, amount(code, value))),
                None => number = Some((value, from..to)),
            }
            if bare_number(word) {
                found.push((from..to, Mention::Reference(word)));
            }
            continue;
        }
        if let Some((digits, code)) = glued(word) {
            found.push((from..to, amount(code, digits)));
            continue;
        }
        if is_currency(word) {
            match number.take().filter(|(_, at)| adjacent(at.end)) {
                Some((value, at)) => found.push((at.start..to, amount(word, value))),
                None => currency = Some((word, from..to)),
            }
            continue;
        }
        (number, currency) = (None, None);
        if is_code(word) {
            found.push((from..to, Mention::Code(word)));
        } else if is_reference(word) {
            found.push((from..to, Mention::Reference(word)));
        }
    }
    found
}

fn amount(code: &str, value: i64) -> Mention<'static> {
    Mention::Amount(Named {
        currency: code.to_owned(),
        value,
    })
}

/// The next run of letters, digits and the signs that join them inside (`_ - . ,` and the euro
/// and pound signs stand alone), from byte `start` on.
fn next_word(text: &str, start: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte >= 0x80;
    let from = start + bytes.get(start..)?.iter().position(|byte| is_part(*byte))?;
    let mut to = from;
    while let Some(byte) = bytes.get(to) {
        let joins = matches!(byte, b'_' | b'-' | b'.' | b',')
            && bytes.get(to + 1).is_some_and(|next| is_part(*next))
            // A point or comma joins digits alone: sentences end with them too.
            && (matches!(byte, b'_' | b'-') || (digit(bytes, to.wrapping_sub(1)) && digit(bytes, to + 1)));
        if !is_part(*byte) && !joins {
            break;
        }
        to += 1;
    }
    Some((from, to))
}

fn digit(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(u8::is_ascii_digit)
}

fn is_currency(word: &str) -> bool {
    word.len() == 3
        && word.bytes().all(|byte| byte.is_ascii_uppercase())
        && Currency::known(word).is_some()
}

/// `100EUR`, `EUR100`.
fn glued(word: &str) -> Option<(i64, &str)> {
    let (head, tail) = word.split_at_checked(word.len().checked_sub(3)?)?;
    if is_currency(tail)
        && let Some(value) = decimal(head)
    {
        return Some((value, tail));
    }
    let (head, tail) = word.split_at_checked(3)?;
    (is_currency(head)).then(|| decimal(tail).map(|value| (value, head)))?
}

/// The value of `1,234.50`, `1.234,5` or `380` in ten-thousandths: the last sign is the decimal
/// mark if it stands once and one, two or four digits follow; groups have three.
pub fn decimal(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    if !digit(bytes, 0)
        || !bytes
            .iter()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
    {
        return None;
    }
    let mark = bytes.iter().rposition(|b| !b.is_ascii_digit());
    let is_decimal = mark.is_some_and(|at| {
        let behind = bytes.len() - at - 1;
        let once = bytes
            .iter()
            .filter(|b| Some(b) == bytes.get(at).as_ref())
            .count()
            == 1;
        once && matches!(behind, 1 | 2 | 4)
    });
    let (whole, part) = match mark {
        Some(at) if is_decimal => (text.get(..at)?, text.get(at + 1..)?),
        _ => (text, ""),
    };
    let groups: Vec<&str> = whole.split(['.', ',']).collect();
    let grouped = groups.iter().skip(1).all(|group| group.len() == 3)
        && groups
            .first()
            .is_some_and(|first| groups.len() == 1 || (1..=3).contains(&first.len()));
    if !grouped {
        return None;
    }
    let mut value: i64 = 0;
    let padding = std::iter::repeat_n('0', SCALE_DIGITS.checked_sub(part.len())?);
    for letter in groups.concat().chars().chain(part.chars()).chain(padding) {
        let next = letter.to_digit(10)?;
        value = value.checked_mul(10)?.checked_add(i64::from(next))?;
    }
    Some(value)
}

fn bare_number(word: &str) -> bool {
    word.len() >= BARE_DIGITS && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// `PROVIDER_ERROR`, `AC04`.
fn is_code(word: &str) -> bool {
    let capitals = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let reason = word.split_at_checked(2).is_some_and(|(head, tail)| {
        let is_number = tail.len() == 2 && tail.bytes().all(|byte| byte.is_ascii_digit());
        is_number && REASONS.contains(&head)
    });
    if reason {
        return true;
    }
    CODE_BYTES.contains(&word.len())
        && word.contains('_')
        && word.bytes().all(|byte| byte == b'_' || capitals(byte))
        && word
            .split('_')
            .all(|part| part.len() >= 2 && part.bytes().any(|byte| byte.is_ascii_uppercase()))
}

/// Letters and digits mixed, or many digits; no date.
fn is_reference(word: &str) -> bool {
    if !REFERENCE_BYTES.contains(&word.len()) || !word.is_ascii() || word.contains(['.', ',']) {
        return false;
    }
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    match (digits, letters) {
        (0, _) => false,
        // Dates and telephone numbers have few digits between their signs.
        (_, 0) => {
            digits >= BARE_DIGITS && word.split(['-', '_']).any(|part| part.len() >= BARE_DIGITS)
        }
        _ => !is_stamp(word),
    }
}

/// `2026-08-02T21`, `10am`, `3rd`: a date or time with a letter in it.
fn is_stamp(word: &str) -> bool {
    let shape: String = word
        .chars()
        .map(|letter| if letter.is_ascii_digit() { '0' } else { letter })
        .collect();
    shape.starts_with("0000-00-00")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn references(text: &str) -> Vec<&str> {
        let all = mentions(text).into_iter();
        all.filter_map(|found| match found {
            Mention::Reference(text) => Some(text),
            _ => None,
        })
        .collect()
    }

    fn codes(text: &str) -> Vec<&str> {
        let all = mentions(text).into_iter();
        all.filter_map(|found| match found {
            Mention::Code(text) => Some(text),
            _ => None,
        })
        .collect()
    }

    fn amounts(text: &str) -> Vec<String> {
        let all = mentions(text).into_iter();
        all.filter_map(|found| match found {
            Mention::Amount(named) => Some(format!("{} {}", named.value, named.currency)),
            _ => None,
        })
        .collect()
    }

    #[test]
    fn references_mix_letters_and_digits_or_are_long_numbers() {
        let text = "Example: charge_hdPMyIdfpQtyovhLxK91K (380.63 SEK, 2026-08-02 21:04 UTC), see \
            PAY-123, D-9931, order 48213, RRN 401234567890, DE89370400440532013000.";
        assert_eq!(
            references(text),
            [
                "charge_hdPMyIdfpQtyovhLxK91K",
                "PAY-123",
                "D-9931",
                "401234567890",
                "DE89370400440532013000"
            ]
        );
        assert_eq!(
            references("at 2026-08-02T21:04, 21st, 1,234.50, 10-11-2026"),
            Vec::<&str>::new()
        );
    }

    #[test]
    fn codes_are_capitals_joined_or_the_banks_own() {
        assert_eq!(
            codes(
                "UNRESPONSIVE_ISSUER, then AC04 (not ABC4, A_B or snake_case) R_3, AMOUNT_NOT_SUPPORTED"
            ),
            ["UNRESPONSIVE_ISSUER", "AC04", "AMOUNT_NOT_SUPPORTED"]
        );
    }

    #[test]
    fn amounts_stand_beside_their_currency() {
        assert_eq!(
            amounts("380.63 SEK, EUR 1,234.50 and 1.234,5 EUR, 100EUR, JPY5000; 7 days, SEK"),
            [
                "3806300 SEK",
                "12345000 EUR",
                "12345000 EUR",
                "1000000 EUR",
                "50000000 JPY"
            ]
        );
        assert_eq!(amounts("12 34 EURO, 1.2.3 EUR"), Vec::<String>::new());
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC{0,40}") {
            mentions(&text);
        }
    }
}
