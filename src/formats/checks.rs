//! Identifiers to check, as JSON Lines of `{"kind", "value"}`, and their answers.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::Value;

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

/// Reads one line. The error says which member is wrong, and what would be right.
pub fn read(line: &[u8]) -> Result<Question<'_>, (String, String)> {
    let Ok(row) = serde_json::from_slice::<Row<'_>>(line) else {
        return Err(what_is_wrong(line));
    };
    match kind(&row.kind) {
        Some(kind) => Ok(Question {
            kind,
            value: row.value,
        }),
        None => Err(unknown_kind(&row.kind)),
    }
}

/// What to say when there is no such kind.
pub fn unknown_kind(name: &str) -> (String, String) {
    /// A name longer than this is quoted in part.
    const SHOWN: usize = 40;
    let cure = nearest_kind(name).map_or_else(
        || "`paydesk check --list` names them all".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    let short: String = name.chars().take(SHOWN).collect();
    (format!("no kind is called `{}`", text::line(&short)), cure)
}

/// Looks at a line that is no question once more, slowly, to say why.
fn what_is_wrong(line: &[u8]) -> (String, String) {
    let cure = r#"write {"kind": "iban", "value": "DE89..."}"#.to_owned();
    let row = match serde_json::from_slice::<Value>(line) {
        Ok(Value::Object(row)) => row,
        Ok(_) => return ("is no JSON object".to_owned(), cure),
        Err(error) if error.is_eof() => {
            return ("is cut off: its JSON does not end".to_owned(), cure);
        }
        Err(error) => return (format!("is no JSON (column {})", error.column()), cure),
    };
    for member in ["kind", "value"] {
        match row.get(member) {
            Some(Value::String(_)) => {}
            Some(_) => return (format!("member `{member}` is no string"), cure),
            None => return (format!("member `{member}` is missing"), cure),
        }
    }
    ("has a member twice".to_owned(), cure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_line_is_explained_by_its_member() {
        let what = |line: &str| match read(line.as_bytes()) {
            Ok(_) => "fine".to_owned(),
            Err((what, cure)) => format!("{what}; {cure}"),
        };
        assert_eq!(what(r#"{"kind":"iban","value":"x","note":1}"#), "fine");
        for (line, expected) in [
            (r#"{"kind":"iban","value":"#, "is cut off"),
            (r#"{"kind" "iban"}"#, "is no JSON (column 9)"),
            ("[1]", "is no JSON object"),
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
                "no kind is called `ibna`; did you mean `iban`?",
            ),
            (
                r#"{"kind":"no_such_kind\u001b[31m","value":"1"}"#,
                "no kind is called `no_such_kind",
            ),
        ] {
            assert!(what(line).starts_with(expected), "{line}: {}", what(line));
        }
    }
}
