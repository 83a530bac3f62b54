//! What a few letters typed anywhere may mean: the number of a ticket, or words that it says.

use super::filter::selection::{Check, Feature, Phrase, Place, Range, Selection, Want};
use super::words::fold;

/// Longest number of a ticket, in digits.
const MAX_DIGITS: u32 = 18;

/// The tickets whose number begins with these digits: the helpdesk's, or the local one where there is
/// none. None if the text is no number.
pub fn numbered(digits: &str) -> Option<Selection> {
    let begun: i64 = digits.parse().ok().filter(|number| *number > 0)?;
    let known = u32::try_from(digits.len()).ok()?;
    if known > MAX_DIGITS || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // 48 is 48, 480 to 489, 4800 to 4899 and so on.
    let ranges: Vec<Range> = (0..=MAX_DIGITS - known)
        .map(|more| 10_i64.pow(more))
        .map(|scale| Range {
            from: begun * scale,
            to: begun * scale + (scale - 1),
        })
        .collect();
    let local = Want::All(vec![
        Want::Is(Check::Id(ranges.clone())),
        Want::Not(Box::new(Want::Is(Check::Has(Feature::External)))),
    ]);
    Some(Selection {
        want: Want::Any(vec![Want::Is(Check::External(ranges)), local]),
        ..Selection::default()
    })
}

/// The tickets that say all of these words anywhere, the last one perhaps not typed to its end. None
/// if there is no word.
pub fn saying(text: &str) -> Option<Selection> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let last = words.len().checked_sub(1)?;
    let checks = words.iter().enumerate().map(|(at, word)| {
        let phrase = Phrase {
            text: fold(word).into_owned(),
            open: at == last,
        };
        Want::Is(Check::Says(Place::Anywhere, vec![phrase]))
    });
    Some(Selection {
        want: Want::All(checks.collect()),
        ..Selection::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_looked_for_by_its_beginning() {
        let selection = numbered("48").unwrap();
        let Want::Any(parts) = selection.want else {
            panic!("{:?}", selection.want)
        };
        let Want::Is(Check::External(ranges)) = &parts[0] else {
            panic!("{parts:?}")
        };
        let holds = |number: i64| ranges.iter().any(|r| r.from <= number && number <= r.to);
        for number in [48, 480, 489, 48_213, 489_999_999_999_999_999] {
            assert!(holds(number), "{number}");
        }
        for number in [4, 47, 49, 490, 47_999, 1_480] {
            assert!(!holds(number), "{number}");
        }
        for not_one in ["", "0", "-4", "4x", "9999999999999999999"] {
            assert_eq!(numbered(not_one), None, "{not_one}");
        }
        assert!(numbered("999999999999999999").is_some());
    }

    #[test]
    fn every_word_must_be_said_and_the_last_may_go_on() {
        let selection = saying(" Pix  Żół ").unwrap();
        let says = |text: &str, open| {
            let phrase = Phrase {
                text: text.to_owned(),
                open,
            };
            Want::Is(Check::Says(Place::Anywhere, vec![phrase]))
        };
        assert_eq!(
            selection.want,
            Want::All(vec![says("pix", false), says("zol", true)])
        );
        assert_eq!(saying("  "), None);
    }
}
