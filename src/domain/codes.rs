//! What error and return codes mean: whose no it was, and the usual next step.
//!
//! The meanings are data of the trade (`assets/codes`), read by `config`; here is only their shape.
//! One code may have several: AC06 of SEPA is not that of Pix.

/// What a code means in one scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The code in capitals.
    pub code: String,
    /// The scheme or house whose code it is.
    pub scheme: String,
    /// What it says.
    pub means: String,
    /// Whose no it was.
    pub whose: String,
    /// The usual next step, if there is one.
    pub next: Option<String>,
    /// Whether a fresh attempt may work; none where the source does not say.
    pub retry: Option<bool>,
    /// Where it is documented.
    pub source: String,
}

impl Meaning {
    /// The next step and whether to try again, as a sentence without full stop; empty if neither
    /// is known.
    pub fn advice(&self) -> String {
        let retry = match self.retry {
            Some(true) => Some("a fresh attempt may work"),
            Some(false) => Some("a fresh attempt will not work"),
            None => None,
        };
        let known = [self.next.as_deref(), retry].into_iter().flatten();
        known.collect::<Vec<_>>().join("; ")
    }
}

/// Finds the meanings of a code; the default knows none.
///
/// A function and not the table, so that nothing is read before somebody asks.
#[derive(Clone, Copy, Debug)]
pub struct Meanings(pub fn(&str) -> Vec<&'static Meaning>);

impl Meanings {
    /// What a code means, scheme by scheme.
    pub fn of(self, code: &str) -> Vec<&'static Meaning> {
        (self.0)(code)
    }
}

impl Default for Meanings {
    fn default() -> Self {
        Self(|_| Vec::new())
    }
}
