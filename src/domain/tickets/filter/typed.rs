//! A query that is still being typed, read so that each letter shows something.
//!
//! The last word is read as a beginning, an open quote or group is closed, and a field or OR that
//! waits for its term is left out. What is printed of the reading says so.

use super::Filter;
use super::parse::FilterError;
use super::words::{self, Word};

/// What a text that is being typed reads as.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed {
    /// The query as far as it goes.
    pub filter: Filter,
    /// What is still missing, if anything.
    pub lack: Option<Lack>,
}

/// What a text that is being typed lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// A quote is open; the reading closes it.
    Quote,
    /// A group is open; the reading closes it.
    Group,
    /// Something stands at the end that waits for what follows; the reading leaves it out.
    Rest,
}

impl Lack {
    /// What is missing, in a few words.
    pub const fn said(self) -> &'static str {
        match self {
            Self::Quote => "the quote is open",
            Self::Group => "the group is open",
            Self::Rest => "something must follow",
        }
    }
}

impl Filter {
    /// Reads a text whose end is being typed if the cursor stands there.
    ///
    /// ```
    /// use paydesk::domain::tickets::Filter;
    /// let reading = |text: &str| Filter::typed(text, text.len()).unwrap().filter.to_string();
    /// assert_eq!(reading("is:open refu"), "is:open refu*");
    /// assert_eq!(reading("is:open refund "), "is:open refund");
    /// assert_eq!(reading("(blik OR tag:"), "blik");
    /// ```
    pub fn typed(text: &str, cursor: usize) -> Result<Typed, FilterError> {
        if cursor == text.len()
            && let Some((completed, lack)) = complete(text)
            && let Ok(filter) = Self::parse(&completed)
        {
            return Ok(Typed { filter, lack });
        }
        let filter = Self::parse(text)?;
        Ok(Typed { filter, lack: None })
    }
}

/// The text as it may go on; none if nothing can be said about it.
fn complete(text: &str) -> Option<(String, Option<Lack>)> {
    let Ok(mut words) = words::split(text) else {
        let quotes = ['"', '\''].into_iter();
        let closed = quotes.map(|quote| format!("{text}{quote}"));
        let closed = closed.clone().find(|closed| words::split(closed).is_ok())?;
        let groups = open_groups(&words::split(&closed).ok()?);
        return Some((closed + &")".repeat(groups), Some(Lack::Quote)));
    };
    let mut lack = None;
    while let Some(last) = words.last()
        && waits(*last)
    {
        words.pop();
        lack = Some(Lack::Rest);
    }
    let end = words.last().map_or(0, |last| last.at + last.raw.len());
    let mut completed = text.get(..end)?.to_owned();
    if end == text.len() && words.last().is_some_and(|last| is_bare(*last)) {
        completed.push('*');
    }
    let groups = open_groups(&words);
    if groups > 0 {
        completed.push_str(&")".repeat(groups));
        lack = lack.or(Some(Lack::Group));
    }
    Some((completed, lack))
}

/// True for what means nothing without what follows it.
fn waits(word: Word<'_>) -> bool {
    if matches!(word.raw, "(" | "-") || words::is_keyword(word.raw) {
        return true;
    }
    let term = word.raw.strip_prefix('-').map_or(word, |_| word.skip(1));
    words::field_name(term).is_some_and(|name| {
        let rest = term.skip(name.raw.len());
        words::operator(rest.raw).is_some_and(|(_, sign)| sign == rest.raw.len())
    })
}

/// True for a word that may be the beginning of a longer one.
fn is_bare(word: Word<'_>) -> bool {
    word.raw.ends_with(char::is_alphanumeric)
        && !word.raw.starts_with(['-', '/'])
        && !word.is_quoted()
        && words::number(word.raw).is_none()
        && words::field_name(word).is_none()
}

/// How many groups are open at the end.
fn open_groups(words: &[Word<'_>]) -> usize {
    words.iter().fold(0, |open, word| match word.raw {
        "(" => open + 1,
        ")" => open.saturating_sub(1),
        _ => open,
    })
}

#[cfg(test)]
mod tests {
    use super::super::random;
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> (String, Option<Lack>) {
        let typed = Filter::typed(text, text.len()).unwrap();
        (typed.filter.to_string(), typed.lack)
    }

    #[test]
    fn the_word_at_the_cursor_is_a_beginning_and_no_other_is() {
        for (text, reading) in [
            ("r", "r*"),
            ("is:open refu", "is:open refu*"),
            ("refund miss", "refund miss*"),
            ("refund ", "refund"),
            ("refu*", "refu*"),
            ("tag:bli", "tag:bli"),
            ("-refu", "-refu"),
            ("#4821", "#4821"),
            ("charge_X0O78", "charge_X0O78*"),
            ("/refu/", "/refu/"),
            ("(blik)", "blik"),
        ] {
            assert_eq!(read(text), (reading.to_owned(), None), "{text}");
        }
        let inside = Filter::typed("refu blik", 4).unwrap();
        assert_eq!(inside.filter.to_string(), "refu blik");
    }

    #[test]
    fn what_is_open_is_closed_and_what_waits_is_left_out() {
        for (text, reading, lack) in [
            ("\"refund mis", "\"refund mis\"", Lack::Quote),
            ("tag:'a b", "tag:\"a b\"", Lack::Quote),
            ("(a \"b", "a b", Lack::Quote),
            ("x (blik OR pi", "x (blik OR pi*)", Lack::Group),
            ("blik OR", "blik", Lack::Rest),
            ("blik OR NOT ", "blik", Lack::Rest),
            ("blik tag:", "blik", Lack::Rest),
            ("blik -tag:", "blik", Lack::Rest),
            ("blik updated:>=", "blik", Lack::Rest),
            ("blik (", "blik", Lack::Rest),
            ("blik -", "blik", Lack::Rest),
        ] {
            assert_eq!(read(text), (reading.to_owned(), Some(lack)), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_wrong_while_it_is_typed_too() {
        for text in ["staus:open", "is:opne", "a)", "refund staus:open blik"] {
            let typed = Filter::typed(text, text.len()).unwrap_err();
            assert_eq!(typed, Filter::parse(text).unwrap_err());
        }
    }

    proptest! {
        #[test]
        fn a_blank_makes_a_reading_whole(line in random::typing()) {
            let line = line + " ";
            if let (Ok(typed), Ok(whole)) = (Filter::typed(&line, line.len()), Filter::parse(&line)) {
                // What waits for more is left out while it is typed.
                prop_assert!(typed.lack.is_some() || typed.filter == whole);
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,30}", cursor in 0_usize..40) {
            let _answer = Filter::typed(&text, cursor);
            let _answer = Filter::typed(&text, text.len());
        }
    }
}
