//! Finds card numbers in running text.
//!
//! Digits may be parted by one blank, hyphen or dot, and by characters that do not show. What
//! stands in a UUID, an IBAN, a hexadecimal run or a longer word is something else.

use std::borrow::Cow;
use std::ops::Range;

use super::authentication::{security_codes, track_data};
use super::exemptions::{inside_hex_run, inside_iban, inside_uuid, passes_another_check};
use super::issuers::{Certainty, FEWEST, MOST, certainty};
use super::{Cut, alnum_at, alnum_before, char_before, splice};
use crate::domain::text::is_dropped;

/// Digits left in clear at the front and at the back (PCI DSS 3.4.1 allows no more in general).
const FRONT: usize = 6;
const BACK: usize = 4;

/// How far a word about cards may stand from the number, in bytes on each side.
const NEAR: usize = 48;

/// Words that make a number of a doubtful range a card number.
const CARD_WORDS: [&str; 24] = [
    "card",
    "cards",
    "cardnumber",
    "creditcard",
    "karte",
    "kreditkarte",
    "kartennummer",
    "tarjeta",
    "cartão",
    "cartao",
    "carte",
    "carta",
    "kaart",
    "maestro",
    "pan",
    "pans",
    "rupay",
    "elo",
    "hipercard",
    "troy",
    "uatp",
    "diners",
    "debit",
    "credit",
];

/// Masks every card number in `text` as first six and last four; says how many were masked.
/// Borrowed when there was none.
///
/// Security codes, PIN blocks and track data beside a card number are removed whole.
///
/// ```
/// use paydesk::domain::redact::mask_pans;
/// assert_eq!(mask_pans("card 4111 1111 1111 1111 declined").0, "card 411111******1111 declined");
/// assert_eq!(mask_pans("order 2603041111111").1, 0);
/// ```
pub fn mask_pans(text: &str) -> (Cow<'_, str>, usize) {
    if !has_enough_digits(text) {
        return (Cow::Borrowed(text), 0);
    }
    let mut cuts = track_data(text);
    let mut run = Run::default();
    let mut from = 0;
    while let Some(start) = next_digit(text, from) {
        run.read(text, start);
        if run.digits.len() >= FEWEST {
            find_cards(text, &run, &mut cuts);
        }
        from = run.end;
    }
    let count = cuts.len();
    if count > 0 {
        security_codes(text, &mut cuts);
    }
    (splice(text, cuts), count)
}

/// In pieces whose count fits a byte, so that the compiler looks at many bytes at a time.
fn has_enough_digits(text: &str) -> bool {
    let count = |piece: &[u8]| {
        piece
            .iter()
            .map(|b| u8::from(b.is_ascii_digit()))
            .sum::<u8>()
    };
    let pieces = text.as_bytes().chunks(usize::from(u8::MAX));
    text.len() >= FEWEST && pieces.map(|piece| usize::from(count(piece))).sum::<usize>() >= FEWEST
}

fn next_digit(text: &str, from: usize) -> Option<usize> {
    let rest = text.as_bytes().get(from..)?;
    Some(from + rest.iter().position(u8::is_ascii_digit)?)
}

/// Digits with at most one separator between two of them.
#[derive(Debug, Default)]
struct Run {
    /// Each digit's value.
    digits: Vec<u8>,
    /// Each digit's byte in the text.
    places: Vec<usize>,
    /// Digits between two separators, as ranges of `digits`.
    groups: Vec<Range<usize>>,
    /// Byte after the last digit.
    end: usize,
}

impl Run {
    /// Reads the longest run that begins with the digit at `start`.
    fn read(&mut self, text: &str, start: usize) {
        self.digits.clear();
        self.places.clear();
        self.groups.clear();
        let bytes = text.as_bytes();
        let mut at = start;
        let mut group = 0;
        while let Some(&byte) = bytes.get(at) {
            self.digits.push(byte - b'0');
            self.places.push(at);
            self.end = at + 1;
            let Some((gap, parted)) = gap(text, self.end) else {
                break;
            };
            if parted {
                self.groups.push(group..self.digits.len());
                group = self.digits.len();
            }
            at = self.end + gap;
        }
        self.groups.push(group..self.digits.len());
    }

    /// The bytes of these digits in the text.
    fn bytes(&self, digits: &Range<usize>) -> Range<usize> {
        let start = self.places.get(digits.start).copied().unwrap_or(self.end);
        let last = self.places.get(digits.end.saturating_sub(1)).copied();
        start..last.map_or(self.end, |last| last + 1)
    }
}

/// Bytes to the next digit and whether a separator stands between; none if the run ends at `at`.
fn gap(text: &str, at: usize) -> Option<(usize, bool)> {
    let mut parted = false;
    for (offset, c) in text.get(at..)?.char_indices() {
        match c {
            '0'..='9' => return Some((offset, parted)),
            c if is_separator(c) && !parted => parted = true,
            c if is_dropped(c) || matches!(c, '\u{200C}' | '\u{200D}' | '\u{AD}') => {}
            _ => return None,
        }
    }
    None
}

fn is_separator(c: char) -> bool {
    matches!(
        c,
        ' ' | '-' | '.' | '\u{A0}' | '\u{2007}' | '\u{2009}' | '\u{202F}' | '\u{2010}'..='\u{2013}'
    )
}

/// Adds a cut for each card number of the run. Windows begin and end where groups do.
fn find_cards(text: &str, run: &Run, cuts: &mut Vec<Cut>) {
    let mut first = 0;
    while let Some(start) = run.groups.get(first).map(|group| group.start) {
        // Of several ends the nearest tells which four digits may show, the farthest what is hidden.
        let mut nearest = None;
        let mut farthest = None;
        for (last, group) in run.groups.iter().enumerate().skip(first) {
            if group.end - start > MOST {
                break;
            }
            if is_card(text, run, first, last) {
                nearest = nearest.or(Some(group.end));
                farthest = Some((last, group.end));
            }
        }
        if let (Some(nearest), Some((last, end))) = (nearest, farthest) {
            cuts.push(Cut {
                range: run.bytes(&(start..end)),
                with: masked(
                    run.digits.get(start..end).unwrap_or_default(),
                    nearest - start,
                ),
            });
            first = last;
        }
        first += 1;
    }
}

/// True if the groups from `first` to `last` are a card number.
fn is_card(text: &str, run: &Run, first: usize, last: usize) -> bool {
    let Some(groups) = run.groups.get(first..=last) else {
        return false;
    };
    let (Some(head), Some(tail)) = (groups.first(), groups.last()) else {
        return false;
    };
    let digits = run.digits.get(head.start..tail.end).unwrap_or_default();
    let Some(certainty) = certainty(digits) else {
        return false;
    };
    let bytes = run.bytes(&(head.start..tail.end));
    let before = char_before(text, bytes.start);
    let phone = before == Some('+') && digits.len() <= 15;
    let fraction = before == Some('.') && first > 0 && groups.len() == 1;
    if phone
        || fraction
        || !grouped_like_a_card(groups)
        || alnum_before(text, bytes.start)
        || alnum_at(text, bytes.end)
        || inside_uuid(text, bytes.start, bytes.end)
        || inside_hex_run(text, bytes.start, bytes.end)
        || inside_iban(text, bytes.start, bytes.end)
    {
        return false;
    }
    // Written as Diners write theirs, whatever other check it passes.
    let as_diners = groups.iter().map(Range::len).eq([4, 6, 4]);
    let other = passes_another_check(digits) || passes_another_check(&run.digits);
    let doubtful = certainty == Certainty::WithWord || other && !as_diners;
    !doubtful || card_word_near(text, &bytes)
}

/// Cards are written in one, in groups of three and more with a rest, or evenly spelled out;
/// dates and times are not written so.
fn grouped_like_a_card(groups: &[Range<usize>]) -> bool {
    let Some((_, but_last)) = groups.split_last() else {
        return false;
    };
    but_last.iter().all(|group| group.len() >= 3)
        || groups.iter().all(|group| group.len() == 1)
        || groups.iter().all(|group| group.len() == 2)
}

fn card_word_near(text: &str, bytes: &Range<usize>) -> bool {
    let from = text.floor_char_boundary(bytes.start.saturating_sub(NEAR));
    let to = text.ceil_char_boundary(bytes.end + NEAR);
    let before = text.get(from..bytes.start).unwrap_or_default();
    let after = text.get(bytes.end..to).unwrap_or_default();
    [before, after].into_iter().any(|part| {
        part.split(|c: char| !c.is_alphabetic())
            .any(|word| CARD_WORDS.contains(&word.to_lowercase().as_str()))
    })
}

/// First six and last four of a number whose last digit is the `length`-th; the rest stars.
fn masked(digits: &[u8], length: usize) -> String {
    let shown = |place: usize| place < FRONT || (length - BACK..length).contains(&place);
    digits
        .iter()
        .enumerate()
        .map(|(place, digit)| {
            if shown(place) {
                char::from(b'0' + digit)
            } else {
                '*'
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_form_is_masked() {
        let cases = [
            ("4111111111111111", "411111******1111"),
            ("card 4111 1111 1111 1111.", "card 411111******1111."),
            ("5555-5555-5555-4444", "555555******4444"),
            ("4111.1111.1111.1111", "411111******1111"),
            ("4111\u{a0}1111\u{2009}1111\u{202f}1111", "411111******1111"),
            ("4\u{200b}111111111111111", "411111******1111"),
            ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "411111******1111"),
            ("amex 3782 822463 10005, ref", "amex 378282*****0005, ref"),
            ("(378282246310005)", "(378282*****0005)"),
            ("4222222222222", "422222***2222"),
            ("6011111111111117", "601111******1117"),
            ("30569309025904", "305693****5904"),
            ("3530111333300000", "353011******0000"),
            ("6200000000000005", "620000******0005"),
            ("2223003122003222", "222300******3222"),
            ("2200000000000004", "220000******0004"),
            (
                "no 12 4111 1111 1111 1111 12/27",
                "no 12 411111******1111 12/27",
            ),
            ("id=4111111111111111&x=1", "id=411111******1111&x=1"),
            ("Maestro 6759649826438453", "Maestro 675964******8453"),
        ];
        for (text, masked) in cases {
            assert_eq!(mask_pans(text), (masked.into(), 1), "{text}");
        }
        let two = mask_pans("4111111111111111, 5555555555554444");
        assert_eq!(two, ("411111******1111, 555555******4444".into(), 2));
    }

    #[test]
    fn what_is_no_card_stays() {
        for text in [
            "ref 4111111111111112 (no Luhn)",
            "order 2603041111111",
            "uuid 41111111-1111-4111-8111-111111111111",
            "charge_hdPMyIdfpQtyovhLxK91K",
            "a4111111111111111",
            "4111111111111111b",
            "41111111111111110000000",
            "deadbee1-4111111111111111",
            "+49 1511 2345675 and +4915112345675",
            "DE89 3704 0044 0532 0130 00",
            "IBAN DE48430609670000000001, DE48 4306 0967 0000 0000 01",
            "6759649826438453",
            "CLABE 646180157042875763",
            "SIRET 36252187400010, 362 521 874 00010",
            "CBU 4850 0993 4089 0438 8254 38, CLABE 6461 8015 7000 0000 04",
            "2026-09-21 14:13:20 380.63 SEK, 30.09.2026 14.13.20",
            "0.4111111111111111",
        ] {
            let (out, count) = mask_pans(text);
            assert_eq!((&*out, count), (text, 0));
            assert!(matches!(out, Cow::Borrowed(_)));
        }
    }

    #[test]
    fn a_number_and_its_beginning_show_ten_digits_at_most() {
        // Both the first sixteen and all nineteen digits pass.
        let digits: Vec<u8> = (0..1000)
            .map(|rest| format!("4111111111111111{rest:03}"))
            .map(|text| text.bytes().map(|b| b - b'0').collect::<Vec<_>>())
            .find(|digits| certainty(digits).is_some())
            .unwrap();
        let tail: String = digits
            .iter()
            .skip(16)
            .map(|d| char::from(d + b'0'))
            .collect();
        let text = format!("4111111111111111 {tail}");
        let (out, count) = mask_pans(&text);
        assert_eq!((&*out, count), ("411111******1111***", 1));
    }

    #[test]
    fn codes_and_tracks_beside_a_card_are_removed() {
        let cases = [
            (
                "4111111111111111 CVV: 123",
                "411111******1111 CVV: [removed]",
            ),
            (
                "cvc2=9876; 4111111111111111",
                "cvc2=[removed]; 411111******1111",
            ),
            (
                "4111 1111 1111 1111 12/27 123 x",
                "411111******1111 12/27 [removed] x",
            ),
            (
                "4111111111111111|12|2027|123",
                "411111******1111|12|2027|[removed]",
            ),
            (
                "PIN block 0412AC89ABCDEF67 of 4111111111111111",
                "PIN block [removed] of 411111******1111",
            ),
            (
                "%B4111111111111111^DOE/J^2512101000? ok",
                "[track data removed] ok",
            ),
            (
                ";4111111111111111=25121010000000000000? ok",
                "[track data removed] ok",
            ),
            (
                "4111111111111111=25121010000000000000",
                "[track data removed]",
            ),
        ];
        for (text, masked) in cases {
            assert_eq!(mask_pans(text).0, masked, "{text}");
        }
        for text in [
            "CVV: 123 of 2026-09-21 14:13",
            "12/27 123 of order 2603041111111",
        ] {
            assert_eq!(mask_pans(text).1, 0, "{text}");
        }
    }

    proptest! {
        #[test]
        fn masking_is_total_and_stable(text in "[0-9A-F %;^=?.+-]{0,80}") {
            let (once, _) = mask_pans(&text);
            let (twice, count) = mask_pans(&once);
            prop_assert_eq!(count, 0, "{}", once);
            prop_assert_eq!(&once, &twice);
        }

        #[test]
        fn any_text_is_survived(text in any::<String>()) {
            mask_pans(&text);
        }

        #[test]
        fn a_visa_never_survives(mid in 0u64..100_000_000_000_000, sep in "[ .-]?") {
            let body = format!("4{mid:014}");
            let digits: Vec<u8> = body.bytes().map(|b| b - b'0').collect();
            let full: Vec<u8> = (0..10)
                .map(|check| [digits.as_slice(), &[check]].concat())
                .find(|digits| super::super::issuers::luhn(digits))
                .unwrap();
            let groups: Vec<String> = full
                .chunks(4)
                .map(|g| g.iter().map(|d| char::from(d + b'0')).collect())
                .collect();
            let text = format!("paid with {} today", groups.join(&sep));
            let (out, count) = mask_pans(&text);
            prop_assert_eq!(count, 1, "{}", out);
        }
    }
}
