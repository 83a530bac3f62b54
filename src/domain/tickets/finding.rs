//! What a few letters typed anywhere may mean: the number of a ticket, or words that it says.

use super::Query;
use super::filter::selection::{Check, Phrase, Place, Selection, Want};
use super::queries::{Anchor, PageRequest};
use super::words::fold;

/// Longest number of a ticket, in digits: the store's integers hold any of them.
pub const MAX_DIGITS: usize = 18;
/// From this many letters on the last word may go on: of shorter ones too many begin so.
const OPEN_FROM: usize = 3;

/// What is asked for these letters, at most `limit` tickets; none where there is no word.
pub fn asked(text: &str, limit: u32) -> Option<Query> {
    let text = text.trim();
    if is_number(text) {
        let digits = text.to_owned();
        return Some(Query::Numbered { digits, limit });
    }
    Some(Query::Page(PageRequest {
        selection: saying(text)?,
        anchor: Anchor::Start,
        limit,
    }))
}

/// True for what may be the beginning of a ticket's number.
fn is_number(text: &str) -> bool {
    let fits = !text.starts_with('0') && (1..=MAX_DIGITS).contains(&text.len());
    fits && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The tickets that say all of these words anywhere, the last one perhaps not typed to its end.
fn saying(text: &str) -> Option<Selection> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let last = words.len().checked_sub(1)?;
    let checks = words.iter().enumerate().map(|(at, word)| {
        let phrase = Phrase {
            text: fold(word).into_owned(),
            open: at == last && word.chars().count() >= OPEN_FROM,
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
    fn digits_are_a_number_and_anything_else_is_words() {
        let number = Query::Numbered {
            digits: "48".to_owned(),
            limit: 8,
        };
        assert_eq!(asked(" 48 ", 8), Some(number));
        for words in ["0", "-4", "4x", "9999999999999999999", "48 213"] {
            assert!(matches!(asked(words, 8), Some(Query::Page(_))), "{words}");
        }
        assert_eq!(asked("  ", 8), None);
    }

    #[test]
    fn every_word_must_be_said_and_the_last_may_go_on() {
        let says = |text: &str, open| {
            let phrase = Phrase {
                text: text.to_owned(),
                open,
            };
            Want::Is(Check::Says(Place::Anywhere, vec![phrase]))
        };
        let want = |text| saying(text).unwrap().want;
        let both = Want::All(vec![says("pix", false), says("zol", true)]);
        assert_eq!(want(" Pix  Żół "), both);
        assert_eq!(want("pi"), Want::All(vec![says("pi", false)]));
    }
}
