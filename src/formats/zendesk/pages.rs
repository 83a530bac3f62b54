//! Pages of Zendesk's API as files: what they list, and where a member stands in them.

use std::fmt;

use serde_json::Value;

/// Most rows of a list: more are no settings of a helpdesk.
const MAX_ROWS: usize = 10_000;

/// Where something stands in a file, for errors: `sla_policies[0].title`.
#[derive(Clone, Debug)]
pub(super) struct Place(String);

impl Place {
    /// A member of this.
    pub(super) fn below(&self, member: &str) -> Self {
        match (self.0.as_str(), member) {
            (_, "") => self.clone(),
            ("", member) => Self(member.to_owned()),
            (own, member) => Self(format!("{own}.{member}")),
        }
    }

    /// A row of this list.
    pub(super) fn at(&self, place: usize) -> Self {
        Self(format!("{}[{place}]", self.0))
    }

    /// What is wrong with a member.
    pub(super) fn wrong(&self, member: &str, what: &str) -> String {
        format!("`{}` {what}; export it again", self.below(member))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The pages of a file, one after the other.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Value>, String> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let pages = serde_json::Deserializer::from_slice(bytes).into_iter::<Value>();
    let pages = pages.collect::<Result<Vec<_>, _>>().map_err(|error| {
        format!("is not JSON: {error}; export it again, or unpack it if it is packed")
    })?;
    if pages.is_empty() {
        return Err("is empty; export it again".to_owned());
    }
    Ok(pages)
}

/// The rows of a page: its member `plural`, a bare list, its member `single`, or the page itself
/// if it has the member `mark`.
pub(super) fn rows<'a>(
    page: &'a Value,
    plural: &str,
    single: &str,
    mark: &str,
) -> Result<Vec<(Place, &'a Value)>, String> {
    let (place, listed) = match page {
        Value::Array(_) => ("", Some(page)),
        _ => (plural, page.get(plural)),
    };
    if let Some(listed) = listed {
        let place = Place(place.to_owned());
        let rows = list(Some(listed), &place, "")?;
        let places = (0..).map(|at| place.at(at));
        return Ok(places.zip(rows).collect());
    }
    if let Some(row) = page.get(single) {
        return Ok(vec![(Place(single.to_owned()), row)]);
    }
    if page.get(mark).is_some() {
        return Ok(vec![(Place(String::new()), page)]);
    }
    Err(format!(
        "has no `{plural}`; name the answer of Zendesk's API to /{plural}"
    ))
}

/// A list, empty if there is none.
pub(super) fn list<'a>(
    value: Option<&'a Value>,
    place: &Place,
    member: &str,
) -> Result<&'a [Value], String> {
    match value {
        None | Some(Value::Null) => Ok(&[]),
        Some(Value::Array(rows)) if rows.len() <= MAX_ROWS => Ok(rows),
        Some(Value::Array(_)) => Err(place.wrong(member, "has more than 10000 rows")),
        Some(_) => Err(place.wrong(member, "is no list")),
    }
}

/// A text that must be there.
pub(super) fn text<'a>(row: &'a Value, place: &Place, member: &str) -> Result<&'a str, String> {
    match row.get(member) {
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err(place.wrong(member, "is no text")),
        None => Err(place.wrong(member, "is missing")),
    }
}
