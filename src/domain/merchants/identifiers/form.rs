//! How a kind is normalised, as data: what is deleted, dropped and completed.

use super::text::Text;

/// How values of a kind are normalised.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    /// Characters deleted wherever they stand, a bit each.
    pub(super) deleted: u128,
    /// White space at the ends stays, and so refuses the value.
    pub(super) keeps_ends: bool,
    pub(super) lower: bool,
    /// Country prefixes of which one is dropped.
    pub(super) prefixes: &'static [&'static str],
    pub(super) complete: Option<fn(&mut Text)>,
    /// Characters beside letters and digits that belong to it.
    pub(super) marks: &'static str,
}

impl Form {
    /// Upper case without these separators.
    pub(super) const fn without(separators: &'static str) -> Self {
        Self {
            deleted: bits(separators),
            keeps_ends: false,
            lower: false,
            prefixes: &[],
            complete: None,
            marks: "",
        }
    }

    /// With white space at the ends refused.
    pub(super) const fn exact() -> Self {
        let mut form = Self::without("");
        form.keeps_ends = true;
        form
    }

    /// In lower case.
    pub(super) const fn lower(mut self) -> Self {
        self.lower = true;
        self
    }

    /// With one of these prefixes dropped.
    pub(super) const fn prefixed(mut self, prefixes: &'static [&'static str]) -> Self {
        self.prefixes = prefixes;
        self
    }

    /// With a last step.
    pub(super) const fn completed(mut self, complete: fn(&mut Text)) -> Self {
        self.complete = Some(complete);
        self
    }

    /// With further characters of its own.
    pub(super) const fn with_marks(mut self, marks: &'static str) -> Self {
        self.marks = marks;
        self
    }

    /// True for a separator of the kind.
    pub(super) fn deletes(&self, byte: u8) -> bool {
        byte < 0x80 && self.deleted >> byte & 1 == 1
    }
}

const fn bits(characters: &str) -> u128 {
    let bytes = characters.as_bytes();
    let (mut set, mut at) = (0, 0);
    while at < bytes.len() {
        set |= 1 << bytes[at];
        at += 1;
    }
    set
}
