//! JSON as `--json` prints it: pretty, and harmless on a terminal.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter};

use crate::domain::text::needs_json_escape;

/// Writes JSON with two spaces of indent and `\uXXXX` for what a terminal could act on.
#[derive(Debug)]
pub struct SafeFormatter {
    pretty: PrettyFormatter<'static>,
}

impl Default for SafeFormatter {
    fn default() -> Self {
        Self {
            pretty: PrettyFormatter::with_indent(b"  "),
        }
    }
}

/// Writes a piece of a string with `\uXXXX` for what a terminal could act on.
fn write_safely<W: ?Sized + io::Write>(writer: &mut W, fragment: &str) -> io::Result<()> {
    // Most text is plain: nothing in it can act.
    if fragment.is_ascii() && !fragment.contains('\u{7F}') {
        return writer.write_all(fragment.as_bytes());
    }
    let mut done = 0;
    for (at, c) in fragment.char_indices() {
        // Most text is ASCII, of which only DEL is meant.
        if c < '\u{7F}' || !needs_json_escape(c) {
            continue;
        }
        writer.write_all(fragment.as_bytes().get(done..at).unwrap_or_default())?;
        for unit in c.encode_utf16(&mut [0; 2]) {
            write!(writer, "\\u{unit:04x}")?;
        }
        done = at + c.len_utf8();
    }
    writer.write_all(fragment.as_bytes().get(done..).unwrap_or_default())
}

impl Formatter for SafeFormatter {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + io::Write,
    {
        write_safely(writer, fragment)
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.begin_array(writer)
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_array(writer)
    }

    fn begin_array_value<W>(&mut self, writer: &mut W, first: bool) -> io::Result<()>
    where
        W: ?Sized + io::Write,
    {
        self.pretty.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.begin_object(writer)
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_object(writer)
    }

    fn begin_object_key<W>(&mut self, writer: &mut W, first: bool) -> io::Result<()>
    where
        W: ?Sized + io::Write,
    {
        self.pretty.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_object_value(writer)
    }
}

/// Writes JSON on one line, as harmless as [`SafeFormatter`].
#[derive(Debug)]
struct SafeLine;

impl Formatter for SafeLine {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + io::Write,
    {
        write_safely(writer, fragment)
    }
}

/// Appends the value as JSON on one line; see [`to_json`].
pub fn write_line(value: &impl Serialize, out: &mut Vec<u8>) {
    let start = out.len();
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, SafeLine);
    if let Err(error) = value.serialize(&mut serializer) {
        out.truncate(start);
        let failed = serde_json::json!({ "error": error.to_string() });
        out.extend_from_slice(failed.to_string().as_bytes());
    }
}

/// The value as JSON without a last newline. A value that JSON cannot say (a map whose keys are
/// no texts: a defect) is a document with the member `error`.
pub fn to_json(value: &impl Serialize) -> String {
    let mut out = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, SafeFormatter::default());
    match value.serialize(&mut serializer) {
        Ok(()) => String::from_utf8_lossy(&out).into_owned(),
        Err(error) => serde_json::json!({ "error": error.to_string() }).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn it_is_pretty_with_two_spaces() {
        let value = serde_json::json!({"a": [1, null], "b": {}});
        assert_eq!(
            to_json(&value),
            "{\n  \"a\": [\n    1,\n    null\n  ],\n  \"b\": {}\n}"
        );
    }

    #[test]
    fn what_acts_is_escaped() {
        assert_eq!(
            to_json(&"a\x1b\x7f\u{9b}\u{202e}ë\u{e0041}"),
            r#""a\u001b\u007f\u009b\u202eë\udb40\udc41""#
        );
    }

    proptest! {
        #[test]
        fn what_is_read_back_is_what_was_written(text in any::<String>()) {
            let json = to_json(&text);
            prop_assert!(json.chars().all(|c| !c.is_control() && !needs_json_escape(c)));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
