//! Members of JSON rows: any value as it stands, checked by name; the value in our types, or what
//! is wrong with which member.

pub(super) mod value;

use self::value::Value;
use super::export::Fault;
use super::kept::{self, MAX_NAME_CHARS, Notes, limited};
use super::labels;
use super::rfc3339;
use super::rows::count;
use crate::domain::Instant;
use crate::domain::tickets::records::RemoteId;

/// Deepest nesting of a row; exports need six levels.
const MAX_DEPTH: usize = 128;

type Checked<T> = Result<T, Fault>;

/// An id; none if the member is absent or null.
pub(super) fn id(value: &Value<'_>, member: &str) -> Checked<Option<RemoteId>> {
    match whole(value, member)? {
        Some(0) => Err(Fault::of(member, "is 0; ids begin at 1")),
        other => Ok(other),
    }
}

/// A whole number from 0 to 2^63 - 1 (real exports number comments from 0); none if the member
/// is absent or null.
pub(super) fn whole(value: &Value<'_>, member: &str) -> Checked<Option<i64>> {
    let what = match value {
        Value::Absent | Value::Null => return Ok(None),
        Value::Whole(number) => match i64::try_from(*number) {
            Ok(number) => return Ok(Some(number)),
            Err(_) => "is too large; numbers are at most 9223372036854775807",
        },
        Value::Negative(_) => "is negative",
        Value::Fraction(_) => "is no whole number of at most 63 bits",
        Value::Text(_) => "is a text where a number belongs",
        Value::Flag(_) | Value::List(_) | Value::Nested => "is no number",
    };
    Err(Fault::of(member, what))
}

/// An instant; none if the member is absent or null.
pub(super) fn instant(value: &Value<'_>, member: &str) -> Checked<Option<Instant>> {
    match value {
        Value::Absent | Value::Null => Ok(None),
        Value::Text(text) => rfc3339::parse(text).map(Some).ok_or_else(|| {
            Fault::of(
                member,
                "is no date and time from 1900 to 2199 as in 2026-09-21T10:00:00Z",
            )
        }),
        _ => Err(Fault::of(member, "is no text with a date and time")),
    }
}

/// A text; none if the member is absent or null.
pub(super) fn text<'v>(value: &'v Value<'_>, member: &str) -> Checked<Option<&'v str>> {
    match value {
        Value::Absent | Value::Null => Ok(None),
        Value::Text(text) => Ok(Some(text)),
        _ => Err(Fault::of(member, "is no text")),
    }
}

/// Yes or no; none if the member is absent or null.
pub(super) fn flag(value: &Value<'_>, member: &str) -> Checked<Option<bool>> {
    match value {
        Value::Absent | Value::Null => Ok(None),
        Value::Flag(flag) => Ok(Some(*flag)),
        _ => Err(Fault::of(member, "is neither true nor false")),
    }
}

/// Tags: sorted, each once, cut to length.
pub(super) fn tags(value: &Value<'_>, notes: &mut Notes) -> Checked<Vec<String>> {
    let values = match value {
        Value::Absent | Value::Null => return Ok(Vec::new()),
        Value::List(values) => values,
        _ => return Err(Fault::of("tags", "is no list")),
    };
    let mut given = Vec::with_capacity(values.len());
    for value in values {
        given.extend(text(value, "tags")?);
    }
    Ok(kept::tags(given, "a tag", notes))
}

/// A mail address in lower case; none if it is empty.
pub(super) fn email(value: &Value<'_>, notes: &mut Notes) -> Checked<Option<String>> {
    let address = text(value, "email")?.unwrap_or_default().trim();
    if address.is_empty() {
        return Ok(None);
    }
    Ok(Some(
        limited(address, MAX_NAME_CHARS, "an address", notes).to_lowercase(),
    ))
}

/// A name, cut to length.
pub(super) fn name(value: &Value<'_>, member: &str, notes: &mut Notes) -> Checked<String> {
    let name = text(value, member)?.unwrap_or_default();
    Ok(limited(name, MAX_NAME_CHARS, member, notes))
}

/// An address of the web as it stands; none if it is no such, or too long.
pub(super) fn url<'v>(value: &'v Value<'_>, member: &str) -> Checked<Option<&'v str>> {
    Ok(text(value, member)?.and_then(labels::address))
}

/// The text of a row that is one JSON object, not nested too deep.
pub(super) fn object(bytes: &[u8]) -> Checked<&str> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let what = format!("is no UTF-8 text from byte {} on", error.valid_up_to() + 1);
        Fault {
            cut: error.error_len().is_none(),
            ..Fault::new(what)
        }
    })?;
    if !text.starts_with('{') {
        return Err(Fault::new("is no JSON object"));
    }
    if is_too_deep(bytes) {
        return Err(Fault::new(format!(
            "is nested more than {MAX_DEPTH} levels deep"
        )));
    }
    Ok(text)
}

/// True if brackets are nested beyond the limit. `serde_json` limits only what it looks into.
fn is_too_deep(bytes: &[u8]) -> bool {
    // Most rows have fewer brackets than that in all.
    if count(bytes, |byte| matches!(byte, b'{' | b'[')) <= MAX_DEPTH {
        return false;
    }
    let mut depth = 0usize;
    let mut in_text = false;
    let mut escaped = false;
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_text,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return true;
        }
    }
    false
}
