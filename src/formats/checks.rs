//! Identifiers to check, as JSON Lines of `{"kind", "value"}`, and their answers.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::batch::Fault;
use super::json::write_line;
use crate::domain::merchants::identifiers::{Checked, Kind, Proof, kind, nearest_kind};
use crate::domain::text;

/// A question: a value, and the kind it should be.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// The kind.
    pub kind: &'static Kind,
    /// The value as given.
    pub value: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Row<'a> {
    #[serde(borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    value: Cow<'a, str>,
}

/// An answer as `--json` prints it.
#[derive(Debug, Serialize)]
pub struct Answer<'a> {
    kind: Option<&'static str>,
    value: &'a str,
    valid: bool,
    compact: Option<&'a str>,
    reason: Option<&'a str>,
    proved: Proved<'a>,
    warning: Option<&'static str>,
}

#[derive(Debug)]
struct Proved<'a>(&'a Checked);

impl Serialize for Proved<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let proof = self.0.proof.iter();
        serializer.collect_seq(proof.flat_map(Proof::proved))
    }
}

impl<'a> Answer<'a> {
    /// The answer to a value of a kind.
    pub fn new(kind: &'static Kind, value: &'a str, checked: &'a Checked) -> Self {
        Self {
            kind: Some(kind.name),
            value,
            valid: checked.valid,
            compact: checked.compact.as_deref(),
            reason: checked.reason.as_deref(),
            proved: Proved(checked),
            warning: checked.proof.and_then(|proof| proof.warning),
        }
    }
}

/// Appends an answer as JSON on one line, with the members of [`Answer`].
///
/// A batch has a million of them, so what never changes is written as it is; only text goes through
/// the serializer.
pub fn write(kind: &'static Kind, value: &str, checked: &Checked, out: &mut Vec<u8>) {
    let fixed = |out: &mut Vec<u8>, text: &str| out.extend_from_slice(text.as_bytes());
    fixed(out, "{\"kind\":\"");
    fixed(out, kind.name);
    fixed(out, "\",\"value\":");
    write_text(Some(value), out);
    fixed(out, ",\"valid\":");
    fixed(out, if checked.valid { "true" } else { "false" });
    fixed(out, ",\"compact\":");
    write_text(checked.compact.as_deref(), out);
    fixed(out, ",\"reason\":");
    write_text(checked.reason.as_deref(), out);
    fixed(out, ",\"proved\":[");
    let proved = checked.proof.iter().flat_map(Proof::proved);
    for (at, proved) in proved.enumerate() {
        fixed(out, if at > 0 { ",\"" } else { "\"" });
        fixed(out, proved);
        out.push(b'"');
    }
    fixed(out, "],\"warning\":");
    write_text(checked.proof.and_then(|proof| proof.warning), out);
    out.push(b'}');
}

fn write_text(text: Option<&str>, out: &mut Vec<u8>) {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'!' | b'#'..=b'[' | b']'..=b'~');
    match text {
        None => out.extend_from_slice(b"null"),
        // All bytes are looked at, without a branch for each: many at once.
        Some(text)
            if text
                .bytes()
                .fold(true, |so_far, byte| so_far & is_plain(byte)) =>
        {
            out.push(b'"');
            out.extend_from_slice(text.as_bytes());
            out.push(b'"');
        }
        Some(text) => write_line(&text, out),
    }
}

/// Reads one line. The error says which member is wrong, and what would be right.
pub fn read(line: &[u8]) -> Result<Question<'_>, Fault> {
    // A list of two would pass for a question.
    let row = line
        .starts_with(b"{")
        .then(|| serde_json::from_slice::<Row<'_>>(line));
    let Some(Ok(row)) = row else {
        return Err(what_is_wrong(line));
    };
    match kind(&row.kind) {
        Some(kind) => Ok(Question {
            kind,
            value: row.value,
        }),
        None => {
            let fault = unknown_kind(&row.kind);
            Err(Fault {
                what: format!("member `kind`: {}", fault.what),
                cure: fault.cure,
            })
        }
    }
}

/// What to say when there is no such kind.
pub fn unknown_kind(name: &str) -> Fault {
    /// A name longer than this is quoted in part.
    const SHOWN: usize = 40;
    let cure = nearest_kind(name).map_or_else(
        || "`paydesk check --list` names them all".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    let short: String = name.chars().take(SHOWN).collect();
    Fault::new(format!("no kind is called `{}`", text::line(&short)), cure)
}

/// Looks at a line that is no question once more, slowly, to say why.
fn what_is_wrong(line: &[u8]) -> Fault {
    let cure = r#"write {"kind": "iban", "value": "DE89..."}"#.to_owned();
    let row = match serde_json::from_slice::<Value>(line) {
        Ok(Value::Object(row)) => row,
        Ok(_) => return Fault::new("is no JSON object", cure),
        Err(error) if error.is_eof() => {
            return Fault::new("is cut off: its JSON does not end", cure);
        }
        Err(error) => return Fault::new(format!("is no JSON (column {})", error.column()), cure),
    };
    for member in ["kind", "value"] {
        match row.get(member) {
            Some(Value::String(_)) => {}
            Some(_) => return Fault::new(format!("member `{member}` is no string"), cure),
            None => return Fault::new(format!("member `{member}` is missing"), cure),
        }
    }
    Fault::new("has a member twice", cure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_written_quickly_is_the_one_written_whole() {
        let iban = kind("iban").unwrap();
        for value in [
            "GB82WEST12345698765432",
            "DE89\u{1b}\"\\Ñ\u{202e}",
            "FR76",
            "",
        ] {
            let now = "2026-11-25T12:00:00Z".parse().unwrap();
            let checked = crate::domain::merchants::identifiers::check(iban, value, now);
            let (mut quick, mut whole) = (Vec::new(), Vec::new());
            write(iban, value, &checked, &mut quick);
            write_line(&Answer::new(iban, value, &checked), &mut whole);
            assert_eq!(String::from_utf8(quick), String::from_utf8(whole));
        }
    }

    #[test]
    fn a_bad_line_is_explained_by_its_member() {
        let what = |line: &str| match read(line.as_bytes()) {
            Ok(_) => "fine".to_owned(),
            Err(fault) => format!("{}; {}", fault.what, fault.cure.unwrap_or_default()),
        };
        assert_eq!(what(r#"{"kind":"iban","value":"x","note":1}"#), "fine");
        for (line, expected) in [
            (r#"{"kind":"iban","value":"#, "is cut off"),
            (r#"{"kind" "iban"}"#, "is no JSON (column 9)"),
            ("[1]", "is no JSON object"),
            (r#"["iban","x"]"#, "is no JSON object"),
            (
                r#"{"kind":"iban","value":12}"#,
                "member `value` is no string",
            ),
            (r#"{"kind":"iban"}"#, "member `value` is missing"),
            (
                r#"{"kind":"iban","kind":"bic","value":""}"#,
                "has a member twice",
            ),
            (
                r#"{"kind":"ibna","value":"x"}"#,
                "member `kind`: no kind is called `ibna`; did you mean `iban`?",
            ),
            (
                r#"{"kind":"no_such_kind\u001b[31m","value":"1"}"#,
                "member `kind`: no kind is called `no_such_kind",
            ),
        ] {
            assert!(what(line).starts_with(expected), "{line}: {}", what(line));
        }
    }
}
