//! What is kept of text from outside: card numbers masked, NUL replaced, too much cut off.
//!
//! Every reader of exports passes every text through here before any other room sees it.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use crate::domain::redact::mask_pans;

/// Characters kept of a subject, a name (of a person, an organization, a file) and a tag.
pub(super) const MAX_SUBJECT_CHARS: usize = 1024;
pub(super) const MAX_NAME_CHARS: usize = 256;
pub(super) const MAX_TAG_CHARS: usize = 64;

/// What reading a row brought besides the record.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// What was cut off ("subject cut to 1024 characters"), and what else was odd.
    pub(super) remarks: Vec<String>,
    /// What is counted over the whole file instead of told by line.
    pub(super) counted: Vec<String>,
    /// How many card numbers were masked.
    pub(super) masked: usize,
}

/// What is stored of a person's text: card numbers masked, NUL replaced.
pub(super) fn stored(text: &str, notes: &mut Notes) -> String {
    let text = without_nul(text);
    let (masked, count) = mask_pans(&text);
    notes.masked += count;
    match masked {
        Cow::Owned(masked) => masked,
        // Not cloned a second time where NUL was replaced.
        Cow::Borrowed(_) => text.into_owned(),
    }
}

/// What is stored of a short text: as [`stored`], and of `most` characters at most, cut where a
/// grapheme ends, with a note.
pub(super) fn limited(text: &str, most: usize, what: &str, notes: &mut Notes) -> String {
    let text = stored(text, notes);
    // As many bytes or fewer are as many characters or fewer.
    if text.len() <= most || text.chars().count() <= most {
        return text;
    }
    let mut chars = 0;
    let mut end = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        chars += grapheme.chars().count();
        if chars > most {
            break;
        }
        end = at + grapheme.len();
    }
    notes
        .remarks
        .push(format!("{what} cut to {most} characters"));
    text.get(..end).unwrap_or_default().to_owned()
}

/// Short words of a list: sorted, each once, cut to length; `what` names one of them in a note.
pub(super) fn tags<'t>(
    given: impl IntoIterator<Item = &'t str>,
    what: &str,
    notes: &mut Notes,
) -> Vec<String> {
    let given = given
        .into_iter()
        .map(str::trim)
        .filter(|tag| !tag.is_empty());
    let mut tags: Vec<_> = given
        .map(|tag| limited(tag, MAX_TAG_CHARS, what, notes))
        .collect();
    tags.sort_unstable();
    tags.dedup();
    tags
}

/// C code and full-text search would end a text at NUL.
fn without_nul(text: &str) -> Cow<'_, str> {
    if text.contains('\0') {
        Cow::Owned(text.replace('\0', "\u{FFFD}"))
    } else {
        Cow::Borrowed(text)
    }
}
