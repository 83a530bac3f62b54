//! Card numbers and secrets, removed before they are stored or written.
//!
//! Pure functions over one text; neither can fail. Text with fewer than a dozen digits costs one
//! look at each byte.

mod authentication;
mod exemptions;
mod issuers;
mod pans;
mod secrets;

pub use pans::mask_pans;
pub use secrets::mask_secrets;

use std::borrow::Cow;
use std::ops::Range;

/// A part of a text and what shall stand in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cut {
    range: Range<usize>,
    with: String,
}

/// The text with every cut made; of two that overlap the one that begins first counts.
fn splice(text: &str, mut cuts: Vec<Cut>) -> Cow<'_, str> {
    if cuts.is_empty() {
        return Cow::Borrowed(text);
    }
    cuts.sort_by_key(|cut| (cut.range.start, usize::MAX - cut.range.end));
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for cut in cuts {
        if cut.range.start < done {
            continue;
        }
        out.push_str(text.get(done..cut.range.start).unwrap_or_default());
        out.push_str(&cut.with);
        done = cut.range.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

/// True if the character ending just before `at` is a letter or digit.
fn alnum_before(text: &str, at: usize) -> bool {
    char_before(text, at).is_some_and(char::is_alphanumeric)
}

/// True if the character beginning at `at` is a letter or digit.
fn alnum_at(text: &str, at: usize) -> bool {
    let after = text.get(at..).and_then(|rest| rest.chars().next());
    after.is_some_and(char::is_alphanumeric)
}

/// The character ending just before `at`.
fn char_before(text: &str, at: usize) -> Option<char> {
    text.get(..at).and_then(|head| head.chars().next_back())
}
