//! Finds tokens, keys and passwords in running text.

use std::borrow::Cow;
use std::ops::Range;

use super::{Cut, alnum_before, splice};

/// What stands in a secret's place.
const REMOVED: &str = "[secret removed]";

/// Beginnings that only tokens have, and the fewest characters that must follow.
const PREFIXES: [(&str, usize); 14] = [
    ("sk_live_", 4),
    ("sk_test_", 4),
    ("rk_live_", 4),
    ("rk_test_", 4),
    ("rk_", 16),
    ("whsec_", 8),
    ("AKIA", 16),
    ("ghp_", 16),
    ("github_pat_", 16),
    ("xoxa-", 8),
    ("xoxb-", 8),
    ("xoxp-", 8),
    ("xoxr-", 8),
    ("xoxs-", 8),
];

/// Names whose value after `=` or `:` is secret, lower case.
const NAMES: [&str; 9] = [
    "password", "passwd", "pwd", "token", "api_key", "api-key", "apikey", "secret", "auth_key",
];

/// Replaces tokens, keys and passwords by `[secret removed]`; for logs and reports.
///
/// ```
/// use paydesk::domain::redact::mask_secrets;
/// assert_eq!(mask_secrets("GET /x?token=abc&page=2"), "GET /x?token=[secret removed]&page=2");
/// ```
pub fn mask_secrets(text: &str) -> Cow<'_, str> {
    let mut cuts = Vec::new();
    private_keys(text, &mut cuts);
    tokens(text, &mut cuts);
    named_values(text, &mut cuts);
    splice(text, cuts)
}

fn cut(cuts: &mut Vec<Cut>, range: Range<usize>) {
    cuts.push(Cut {
        range,
        with: REMOVED.to_owned(),
    });
}

/// `-----BEGIN … PRIVATE KEY-----` to its end, or to the end of the text.
fn private_keys(text: &str, cuts: &mut Vec<Cut>) {
    const END: &str = "PRIVATE KEY-----";
    let mut done = 0;
    for (start, _) in text.match_indices("-----BEGIN ") {
        if start < done {
            continue;
        }
        let rest = text.get(start..).unwrap_or_default();
        let head = rest.lines().next().unwrap_or_default();
        if !head.contains(END) {
            continue;
        }
        let foot = rest.find("-----END ").and_then(|foot| {
            let after = rest.get(foot..)?.find(END)?;
            Some(foot + after + END.len())
        });
        done = start + foot.unwrap_or(rest.len());
        cut(cuts, start..done);
    }
}

/// Tokens known by how they begin, and JSON Web Tokens.
fn tokens(text: &str, cuts: &mut Vec<Cut>) {
    for (prefix, fewest) in PREFIXES {
        for (start, _) in text.match_indices(prefix) {
            let rest = text.get(start + prefix.len()..).unwrap_or_default();
            let length = token_length(rest);
            if length >= fewest && !alnum_before(text, start) {
                cut(cuts, start..start + prefix.len() + length);
            }
        }
    }
    // What is no token from its first sign on is none from a later one: each sign is read once.
    let mut done = 0;
    for (start, _) in text.match_indices("eyJ") {
        if start < done {
            continue;
        }
        done = start + token_length(text.get(start..).unwrap_or_default());
        let rest = text.get(start..).unwrap_or_default();
        let mut parts = rest.splitn(3, '.');
        let mut length = || parts.next().map(|part| (part.len(), token_length(part)));
        // Header and claims must be whole; the signature may be empty.
        if let (Some((a, whole)), Some((b, claims)), Some((_, signature))) =
            (length(), length(), length())
            && a == whole
            && b == claims
            && b > 0
            && !alnum_before(text, start)
        {
            cut(cuts, start..start + a + b + signature + 2);
        }
    }
}

/// Bytes of the letters, digits, `_` and `-` that `text` begins with.
fn token_length(text: &str) -> usize {
    text.bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
        .count()
}

/// `Authorization: …` to the end of its line, and the values of names such as `password=`.
fn named_values(text: &str, cuts: &mut Vec<Cut>) {
    let lower = text.to_ascii_lowercase();
    for (at, name) in lower.match_indices("authorization") {
        if let Some(start) = value_start(text, at + name.len()) {
            cut_value(text, start, &['\n', '\r', '"', '\''], cuts);
        }
    }
    for name in NAMES {
        for (at, _) in lower.match_indices(name) {
            if alnum_before(text, at) {
                continue;
            }
            if let Some(start) = value_start(text, at + name.len()) {
                let ends = match quote_before(text, start) {
                    Some(quote) => vec![quote, '\n'],
                    None => vec![
                        ' ', '\t', '\n', '\r', '&', ';', ',', '"', '\'', '<', '>', ')',
                    ],
                };
                cut_value(text, start, &ends, cuts);
            }
        }
    }
}

/// Where the value begins after a name that ends at `at`: past a quote, `=` or `:`, and a quote.
fn value_start(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let named = rest.strip_prefix(['"', '\'']).unwrap_or(rest);
    let sign = named.trim_start_matches([' ', '\t']);
    let value = sign
        .strip_prefix(['=', ':'])?
        .trim_start_matches([' ', '\t']);
    let value = value.strip_prefix(['"', '\'']).unwrap_or(value);
    Some(text.len() - value.len())
}

fn quote_before(text: &str, at: usize) -> Option<char> {
    super::char_before(text, at).filter(|c| matches!(c, '"' | '\''))
}

fn cut_value(text: &str, start: usize, ends: &[char], cuts: &mut Vec<Cut>) {
    let value = text.get(start..).unwrap_or_default();
    let length = value.find(ends).unwrap_or(value.len());
    if length > 0 && !value.starts_with(REMOVED) {
        cut(cuts, start..start + length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_kind_is_removed() {
        let cases = [
            ("key sk_live_4eC39HqLyj used", "key [secret removed] used"),
            ("whsec_abcdefgh1", REMOVED),
            ("AKIAIOSFODNN7EXAMPLE.", "[secret removed]."),
            ("ghp_0123456789abcdefghij", REMOVED),
            ("xoxb-123456-abc", REMOVED),
            (
                "jwt eyJhbGciOiJI.eyJzdWIi.SflKxw_c, next",
                "jwt [secret removed], next",
            ),
            (
                "a -----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY----- b",
                "a [secret removed] b",
            ),
            ("-----BEGIN PRIVATE KEY-----\nMII", REMOVED),
            (
                "Authorization: Basic YTpi\nHost: x",
                "Authorization: [secret removed]\nHost: x",
            ),
            (
                r#"{"authorization":"Bearer x y"}"#,
                r#"{"authorization":"[secret removed]"}"#,
            ),
            ("password=hunter2&x=1", "password=[secret removed]&x=1"),
            (
                r#"{"api_key": "a b c"}"#,
                r#"{"api_key": "[secret removed]"}"#,
            ),
            (
                "access_token = abc, z",
                "access_token = [secret removed], z",
            ),
            ("PWD=x", "PWD=[secret removed]"),
        ];
        for (text, clean) in cases {
            assert_eq!(mask_secrets(text), clean, "{text}");
        }
    }

    #[test]
    fn ordinary_words_stay() {
        for text in [
            "the token has expired",
            "reset my password",
            "work_rk_1",
            "eyJust a word. And. More",
            "-----BEGIN CERTIFICATE-----",
            "charge_hdPMyIdfpQtyovhLxK91K",
        ] {
            assert!(matches!(mask_secrets(text), Cow::Borrowed(_)), "{text}");
        }
    }

    proptest! {
        #[test]
        fn masking_twice_is_masking_once(text in "(token=|Authorization: |\"|eyJ|sk_live_|[a-z.:=& \n-]){0,20}") {
            let once = mask_secrets(&text).into_owned();
            prop_assert_eq!(mask_secrets(&once), once.as_str());
        }
    }
}
