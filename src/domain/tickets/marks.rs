//! What a line of a message names, and where: links, accounts, references, codes, amounts, tickets.
//!
//! Laid over a text so that the eye finds what the work is about. Marks never overlap; of two
//! readings the longer stands: a number in a link is part of the link. Looks at each byte a few
//! times.

use std::ops::Range;

use super::mentions::{self, Mention};
use crate::domain::merchants::identifiers::iban_length;

/// Beginnings of an address that may be opened.
const SCHEMES: [&str; 2] = ["https://", "http://"];

/// What an address does not end with, though it stands behind it: the sentence's own signs.
const TRAILING: [char; 10] = ['.', ',', ';', ':', '!', '?', '\'', '"', '*', '_'];

/// Codes of four signs that banks return, which no shape tells from a word.
pub const WORDS: [&str; 5] = ["CNOR", "DNOR", "DUPL", "FOCR", "FR01"];

/// Digits of a ticket's number.
const NUMBER_DIGITS: Range<usize> = 3..13;

/// What the letters of a mark are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// An address on the web.
    Link,
    /// A bank account: shown masked.
    Iban,
    /// An error or failure code.
    Code,
    /// A payment's reference.
    Reference,
    /// An amount with its currency.
    Amount,
    /// A ticket's number.
    Ticket,
}

/// A part of a text that names something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Which bytes.
    pub range: Range<usize>,
    /// What they are.
    pub sort: Sort,
}

/// The marks of a text, in order, none over another.
///
/// ```
/// use paydesk::domain::tickets::marks::{Sort, marks};
/// let found = marks("PROVIDER_ERROR on charge_X0O78kT");
/// assert_eq!(found.iter().map(|mark| mark.sort).collect::<Vec<_>>(), [Sort::Code, Sort::Reference]);
/// ```
pub fn marks(text: &str) -> Vec<Mark> {
    let mut all: Vec<Mark> = Vec::new();
    let mark = |sort| move |range| Mark { range, sort };
    if text.contains("://") {
        all.extend(links(text).map(mark(Sort::Link)));
    }
    all.extend(ibans(text).into_iter().map(mark(Sort::Iban)));
    all.extend(tickets(text).into_iter().map(mark(Sort::Ticket)));
    for word in WORDS {
        let found = text.match_indices(word).map(|(at, _)| at..at + word.len());
        let alone = found.filter(|range| is_alone(text, range));
        all.extend(alone.map(mark(Sort::Code)));
    }
    for (range, mention) in mentions::located(text) {
        let sort = match mention {
            Mention::Reference(_) => Sort::Reference,
            Mention::Code(_) => Sort::Code,
            Mention::Amount(_) => Sort::Amount,
        };
        all.push(Mark { range, sort });
    }
    // Of two that begin at one place the longer one stands, of others the first.
    all.sort_by_key(|mark| (mark.range.start, usize::MAX - mark.range.end));
    let mut end = 0;
    all.retain(|mark| {
        let stands = mark.range.start >= end;
        if stands {
            end = mark.range.end;
        }
        stands
    });
    all
}

/// True if no letter or digit stands right before or behind.
fn is_alone(text: &str, range: &Range<usize>) -> bool {
    let before = text
        .get(..range.start)
        .and_then(|head| head.chars().next_back());
    let after = text.get(range.end..).and_then(|tail| tail.chars().next());
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    !joins(before) && !joins(after)
}

/// The addresses in a text, without the signs of the sentence around them.
fn links(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut done = 0;
    text.match_indices("http").filter_map(move |(at, _)| {
        if at < done {
            return None;
        }
        let rest = text.get(at..)?;
        let scheme = SCHEMES.iter().find(|scheme| rest.starts_with(**scheme))?;
        let ends = |c: char| {
            c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`' | '|' | '…')
        };
        let address = rest.split(ends).next().unwrap_or_default();
        let mut end = address.len();
        while let Some(last) = address.get(..end).and_then(|kept| kept.chars().next_back()) {
            let open = match last {
                ')' => Some('('),
                ']' => Some('['),
                '}' => Some('{'),
                _ => None,
            };
            // A bracket that was opened in the address belongs to it.
            let stray =
                open.is_some_and(|open| !address.get(..end).is_some_and(|a| a.contains(open)));
            if !stray && !TRAILING.contains(&last) {
                break;
            }
            end -= last.len_utf8();
        }
        done = at + end.max(1);
        (end > scheme.len()).then_some(at..at + end)
    })
}

/// The accounts in a text: letters of a country, digits, as many signs as its accounts have.
fn ibans(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(head) = bytes.get(at..at + 4) {
        let begins = head.iter().take(2).all(u8::is_ascii_uppercase)
            && head.iter().skip(2).all(u8::is_ascii_digit);
        let country = text.get(at..at + 2).filter(|_| begins);
        match country
            .and_then(iban_length)
            .and_then(|length| account(bytes, at, length))
        {
            Some(end) if is_alone(text, &(at..end)) => {
                found.push(at..end);
                at = end;
            }
            _ => at += 1,
        }
    }
    found
}

/// Where an account of `length` letters and digits that begins here ends; one blank may stand
/// between two groups.
fn account(bytes: &[u8], from: usize, length: usize) -> Option<usize> {
    let mut at = from;
    let mut left = length;
    while left > 0 {
        match bytes.get(at)? {
            byte if byte.is_ascii_uppercase() || byte.is_ascii_digit() => left -= 1,
            b' ' | b'-'
                if left < length && bytes.get(at.checked_sub(1)?)?.is_ascii_alphanumeric() => {}
            _ => return None,
        }
        at += 1;
    }
    Some(at)
}

/// `#48213`, `zd:35436`, `fd:5001`.
fn tickets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for prefix in ["#", "zd:", "fd:"] {
        for (at, _) in text.match_indices(prefix) {
            let from = at + prefix.len();
            let rest = text.as_bytes().get(from..).unwrap_or_default();
            let digits = rest
                .iter()
                .take(NUMBER_DIGITS.end)
                .take_while(|byte| byte.is_ascii_digit())
                .count();
            let range = at..from + digits;
            if NUMBER_DIGITS.contains(&digits) && is_alone(text, &range) {
                found.push(range);
            }
        }
    }
    found
}

/// An account as it is shown: its beginning and its end.
///
/// ```
/// assert_eq!(paydesk::domain::tickets::marks::masked("DE89 3704 0044 0532 0130 00"), "DE89…3000");
/// ```
pub fn masked(account: &str) -> String {
    /// Signs that are shown at each end.
    const SHOWN: usize = 4;
    let compact: Vec<char> = account
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let head = compact.iter().take(SHOWN);
    let tail = compact
        .iter()
        .skip(compact.len().saturating_sub(SHOWN).max(SHOWN));
    head.copied().chain(['…']).chain(tail.copied()).collect()
}

/// A text with every account in it as it is shown.
pub fn with_accounts_masked(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut done = 0;
    for range in ibans(text) {
        shown.push_str(text.get(done..range.start).unwrap_or_default());
        shown.push_str(&masked(text.get(range.clone()).unwrap_or_default()));
        done = range.end;
    }
    shown.push_str(text.get(done..).unwrap_or_default());
    shown
}

/// The host of an address, without user, port and path: what decides where it leads.
///
/// ```
/// use paydesk::domain::tickets::marks::host;
/// assert_eq!(host("https://paypal.com@evil.example:8080/x"), "evil.example");
/// ```
pub fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let authority = rest.split_at(end).0;
    let host = authority.rsplit('@').next().unwrap_or(authority);
    if let Some((inner, _)) = host.strip_prefix('[').and_then(|host| host.split_once(']')) {
        return inner;
    }
    host.split(':').next().unwrap_or(host)
}

/// The address if a browser may be given it: http or https, with nothing in it but what an
/// address has. None else.
pub fn openable(address: &str) -> Option<&str> {
    /// Longest that browsers take.
    const LONGEST: usize = 8_192;
    let is_web = SCHEMES.iter().any(|scheme| address.starts_with(scheme));
    let plain = address
        .chars()
        .all(|c| c.is_ascii_graphic() || (c.is_alphanumeric() && !c.is_ascii()));
    (is_web && plain && address.len() <= LONGEST && !host(address).is_empty()).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(sort: Sort, text: &str) -> Vec<&str> {
        let all = marks(text).into_iter().filter(|mark| mark.sort == sort);
        all.filter_map(|mark| text.get(mark.range)).collect()
    }

    #[test]
    fn each_sort_is_found_in_a_sentence() {
        let text = "See (https://a.example/x?id=charge_X0O78kT), #48213 and zd:35436: 12.50 EUR from \
            DE89 3704 0044 0532 0130 00 failed with AC04, then CNOR; charge_9ZyXwVu.";
        assert_eq!(
            of(Sort::Link, text),
            ["https://a.example/x?id=charge_X0O78kT"]
        );
        assert_eq!(of(Sort::Ticket, text), ["#48213", "zd:35436"]);
        assert_eq!(of(Sort::Amount, text), ["12.50 EUR"]);
        assert_eq!(of(Sort::Iban, text), ["DE89 3704 0044 0532 0130 00"]);
        assert_eq!(of(Sort::Code, text), ["AC04", "CNOR"]);
        assert_eq!(of(Sort::Reference, text), ["charge_9ZyXwVu"]);
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        let cases = [
            ("at https://a.example/b.", "https://a.example/b"),
            ("<https://a.example/(b)>", "https://a.example/(b)"),
            ("(https://a.example/b)", "https://a.example/b"),
            ("\"http://a.example\"", "http://a.example"),
        ];
        for (text, link) in cases {
            assert_eq!(of(Sort::Link, text), [link]);
        }
        assert_eq!(of(Sort::Link, "https:// ftp://x http"), [""; 0]);
    }

    #[test]
    fn accounts_have_the_length_of_their_country() {
        assert_eq!(
            of(Sort::Iban, "DE89370400440532013000"),
            ["DE89370400440532013000"]
        );
        assert_eq!(of(Sort::Iban, "xDE89370400440532013000"), [""; 0]);
        assert_eq!(of(Sort::Iban, "DE893704004405320130001"), [""; 0]);
        assert_eq!(of(Sort::Iban, "XX89370400440532013000"), [""; 0]);
        assert_eq!(masked("NO9386011117947"), "NO93…7947");
    }

    #[test]
    fn only_what_a_browser_may_have_is_opened() {
        assert!(openable("https://a.example/ä?b=c").is_some());
        for not in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://",
            "https:///x",
            "https://a b",
            "https://a.example/\u{202e}x",
            "https://a.example/\n",
            "-https://a.example",
        ] {
            assert_eq!(openable(not), None, "{not:?}");
        }
        assert_eq!(host("https://a.example:80?x@b"), "a.example");
        assert_eq!(host("http://[::1]:80/x"), "::1");
    }

    proptest! {
        #[test]
        fn marks_lie_apart_on_whole_letters(text in "(\\PC|https://|DE89 3704 0044 0532 0130 00|#48213|AC04|1.50 EUR){0,30}") {
            let mut end = 0;
            for mark in marks(&text) {
                prop_assert!(mark.range.start >= end && !mark.range.is_empty());
                prop_assert!(text.get(mark.range.clone()).is_some());
                end = mark.range.end;
            }
        }
    }
}
