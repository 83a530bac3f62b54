//! Identifiers of businesses, accounts and persons: kinds, each with its rule.
//!
//! Pure: no clock (this year comes in as `now`), no file, no failure. A check takes well under a
//! microsecond; an invalid value costs a few hundred nanoseconds more, because near misses are
//! tried. Values may be anything: what is longer than [`MAX_VALUE`] characters is refused unread.
//!
//! **To add a kind**, add a [`Kind`] to the `KINDS` of the family it belongs to: its name, title
//! and example, how it is normalised (data) and its rule (a function of the normalised bytes).
//! Nothing else needs to know. A rule says what is wrong as a `Fault`; words, near misses and
//! guesses follow by themselves. `schemes` has the arithmetic, `shape` the digits and letters,
//! `lists` the registry lists.

mod accounts;
mod andes;
mod argentina;
mod asia_pacific;
mod brazil;
mod britain_ireland;
mod categories;
mod eu_birth;
mod eu_states;
mod eu_vat;
mod fault;
mod form;
mod germanic;
mod guess;
mod iban;
mod iban_structures;
mod india;
mod lists;
mod mexico;
mod nordic;
mod poland;
mod romance;
mod schemes;
mod shape;
mod suggest;
#[cfg(test)]
mod tests;
mod text;
mod turkey;
mod united_states;
mod variants;

use std::sync::LazyLock;

use chrono::Datelike;

use super::super::{Instant, spelling};
use fault::Fault;
use form::Form;
pub use guess::guess;
pub use iban::iban_length;
use text::Text;

/// Characters a value may have; the longest identifier has 77, grouped perhaps 100.
pub const MAX_VALUE: usize = 128;

/// The families in the order in which equal guesses are named.
static FAMILIES: &[&[Kind]] = &[
    accounts::KINDS,
    eu_vat::KINDS,
    mexico::KINDS,
    brazil::KINDS,
    argentina::KINDS,
    andes::KINDS,
    romance::KINDS,
    germanic::KINDS,
    britain_ireland::KINDS,
    nordic::KINDS,
    poland::KINDS,
    united_states::KINDS,
    india::KINDS,
    asia_pacific::KINDS,
    turkey::KINDS,
    categories::KINDS,
];

/// A rule: takes the normalised bytes (Ñ as its Latin-1 byte, all else ASCII) and this year.
type Rule = fn(&[u8], i32) -> Result<Proof, Fault>;

/// A kind of identifier.
#[derive(Debug)]
pub struct Kind {
    /// Its name on the command line and in JSON: `mx_clabe`.
    pub name: &'static str,
    /// The country it belongs to (ISO 3166-1 alpha-2, `EU` for the union), none if many.
    pub country: Option<&'static str>,
    /// What people call it.
    pub title: &'static str,
    /// A value to look at.
    pub example: Example,
    form: Form,
    rule: Rule,
}

/// An example of a kind; never somebody's real identifier unless they published it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// The value.
    pub value: &'static str,
    /// Whether it is valid.
    pub valid: bool,
    /// Where it was published, or why it is invalid.
    pub about: &'static str,
}

impl Example {
    /// A valid example from public documentation.
    const fn published(value: &'static str, about: &'static str) -> Self {
        Self {
            value,
            valid: true,
            about,
        }
    }

    /// An example that is invalid on purpose.
    const fn invalid(value: &'static str, about: &'static str) -> Self {
        Self {
            value,
            valid: false,
            about,
        }
    }
}

/// What speaks for a value that is valid; its format always does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// How many check characters were right.
    pub checks: u8,
    /// The registry list that has a part of it.
    pub list: Option<&'static str>,
    /// What a person should know although it is valid.
    pub warning: Option<&'static str>,
}

impl Proof {
    /// Nothing but its format.
    const FORMAT: Self = Self::checks(0);
    /// One check character.
    const DIGIT: Self = Self::checks(1);
    /// Two check characters.
    const DIGITS: Self = Self::checks(2);

    const fn checks(checks: u8) -> Self {
        Self {
            checks,
            list: None,
            warning: None,
        }
    }

    const fn listed(mut self, list: &'static str) -> Self {
        self.list = Some(list);
        self
    }

    const fn warns(mut self, warning: &'static str) -> Self {
        self.warning = Some(warning);
        self
    }

    /// What was proved, in words: `format`, `checksum`, `registry`.
    pub fn proved(&self) -> impl Iterator<Item = &'static str> {
        let checksum = (self.checks > 0).then_some("checksum");
        let registry = self.list.map(|_| "registry");
        [Some("format"), checksum, registry].into_iter().flatten()
    }
}

/// The answer to one value of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Whether it is valid.
    pub valid: bool,
    /// The form to store; none if it is invalid.
    pub compact: Option<String>,
    /// What was proved, if it is valid.
    pub proof: Option<Proof>,
    /// Why it is invalid and what would help: a plain sentence in lower case without a full stop,
    /// with nothing in it that a terminal could act on.
    pub reason: Option<String>,
}

/// Checks a value of a kind. `now` says which years have been.
///
/// ```
/// use paydesk::domain::merchants::identifiers::{check, kind};
/// let clabe = kind("mx_clabe").unwrap();
/// let checked = check(clabe, "032 180 0001 1835 9719", "2026-04-27T08:00:00Z".parse().unwrap());
/// assert_eq!(checked.compact.as_deref(), Some("032180000118359719"));
/// ```
pub fn check(kind: &Kind, value: &str, now: Instant) -> Checked {
    let year = now.year();
    match kind.read(value, year) {
        Ok((text, Ok(proof))) => Checked {
            valid: true,
            compact: Some(text.compact()),
            proof: Some(proof),
            reason: None,
        },
        Ok((text, Err(fault))) => refused(suggest::reason(kind, &text, fault, year)),
        Err(fault) => refused(suggest::bare_reason(fault)),
    }
}

fn refused(reason: String) -> Checked {
    Checked {
        valid: false,
        compact: None,
        proof: None,
        reason: Some(reason),
    }
}

impl Kind {
    /// Normalises a value and applies the rule.
    fn read(&self, value: &str, year: i32) -> Result<(Text, Result<Proof, Fault>), Fault> {
        let text = Text::read(value, &self.form)?;
        let verdict = match text.stray() {
            Some(_) => Err(Fault::Stray),
            None if text.bytes().is_empty() => Err(Fault::Empty),
            None => (self.rule)(text.bytes(), year),
        };
        Ok((text, verdict))
    }
}

/// All kinds by name.
static BY_NAME: LazyLock<Vec<&'static Kind>> = LazyLock::new(|| {
    let mut all: Vec<&Kind> = FAMILIES.iter().copied().flatten().collect();
    all.sort_unstable_by_key(|kind| kind.name);
    all
});

/// The kind of this name.
pub fn kind(name: &str) -> Option<&'static Kind> {
    let at = BY_NAME.binary_search_by(|kind| kind.name.cmp(name)).ok()?;
    BY_NAME.get(at).copied()
}

/// All kinds, by name.
pub fn kinds() -> impl Iterator<Item = &'static Kind> {
    BY_NAME.iter().copied()
}

/// The name of the kind that was probably meant.
pub fn nearest_kind(name: &str) -> Option<&'static str> {
    // `clabe` is mx_clabe, `vat` the one of the union.
    let is_part = |kind: &&Kind| kind.name.split('_').any(|part| part == name);
    let families = FAMILIES.iter().copied().flatten();
    if let Some(kind) = families.into_iter().find(is_part) {
        return Some(kind.name);
    }
    spelling::nearest(name, kinds().map(|kind| kind.name))
}
