//! Regular expressions of queries: one way to make them, wherever they are checked or used.

use regex_lite::{Regex, RegexBuilder};

/// Longest expression: looking through every message with a longer one takes minutes.
const MOST_BYTES: usize = 500;

/// Memory one compiled expression may take.
const COMPILED_BYTES: usize = 1 << 18;

/// The expression as it is looked for, whatever the case of letters; or why not, in words.
pub fn expression(text: &str) -> Result<Regex, String> {
    if text.len() > MOST_BYTES {
        return Err(format!("it has more than {MOST_BYTES} bytes"));
    }
    RegexBuilder::new(text)
        .case_insensitive(true)
        .size_limit(COMPILED_BYTES)
        .build()
        .map_err(|error| error.to_string())
}
