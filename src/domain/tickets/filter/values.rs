//! Values of the filter language: what a field takes, and what an error says when it does not.

use super::SortField;
use super::ast::Who;
use super::parse::FilterError;
use super::selection::Pattern;
use super::words::{self, Word};
use crate::domain::spelling::nearest;
use crate::domain::tickets::words::{fold, phrase};
use crate::domain::tickets::{Kind, Priority, Source, Status};

/// Statuses as a query spells them.
const STATUSES: [&str; 6] = ["new", "open", "pending", "hold", "solved", "closed"];
/// What is no value of a field unless it stands in quotes.
pub(super) const RESERVED: [&str; 3] = ["none", "any", "*"];
/// What stands for more than a name where a person is meant.
pub(super) const PERSONS: [&str; 6] = ["me", "@me", "@team", "none", "any", "*"];

/// Reads every value of a list, each kept once.
pub(super) fn each<'a, T: PartialEq>(
    parts: &[Word<'a>],
    mut read: impl FnMut(Word<'a>) -> Result<T, FilterError>,
) -> Result<Vec<T>, FilterError> {
    let mut values = Vec::with_capacity(parts.len());
    for part in parts {
        let one = read(*part)?;
        if !values.contains(&one) {
            values.push(one);
        }
    }
    Ok(values)
}

/// Whether a value asks that there is one (`any`) or none (`none`). `null` is Freshdesk's none
/// of fields that are numbers.
pub(super) fn presence(part: Word<'_>, is_number: bool) -> Option<bool> {
    match &*part.raw.to_ascii_lowercase() {
        "none" => Some(false),
        "null" if is_number => Some(false),
        "any" | "*" => Some(true),
        _ => None,
    }
}

/// A value for lists of fixed words: small letters, `on-hold` and "on hold" as `on_hold`.
pub(super) fn folded(word: Word<'_>) -> String {
    word.text().to_ascii_lowercase().replace(['-', ' '], "_")
}

pub(super) fn status_named(name: &str) -> Option<Status> {
    match name {
        "hold" => Some(Status::OnHold),
        name => Status::from_name(name),
    }
}

/// A status by its name, or by Freshdesk's number.
pub(super) fn status(part: Word<'_>) -> Result<Status, FilterError> {
    let name = folded(part);
    let numbered = match name.as_str() {
        "2" => Some(Status::Open),
        "3" => Some(Status::Pending),
        "4" => Some(Status::Solved),
        "5" => Some(Status::Closed),
        _ => None,
    };
    numbered
        .or_else(|| status_named(&name))
        .ok_or_else(|| not_among(part, "status", &STATUSES))
}

/// A priority by its name, or by Freshdesk's number, which is the stored code.
pub(super) fn priority(part: Word<'_>) -> Result<Priority, FilterError> {
    let name = folded(part);
    let numbered = name.parse().ok().and_then(Priority::from_code);
    numbered
        .or_else(|| Priority::from_name(&name))
        .ok_or_else(|| not_among(part, "priority", &members(Priority::ALL, Priority::name)))
}

/// A kind by its name; Zendesk's question and task are inquiries.
pub(super) fn kind(part: Word<'_>) -> Result<Kind, FilterError> {
    match folded(part).as_str() {
        "question" | "task" => Ok(Kind::Inquiry),
        name => Kind::from_name(name)
            .ok_or_else(|| not_among(part, "kind", &members(Kind::ALL, Kind::name))),
    }
}

pub(super) fn source(part: Word<'_>) -> Result<Source, FilterError> {
    let name = folded(part);
    let mut all = Source::ALL.iter().copied();
    all.find(|source| source.name() == name || source.prefix() == Some(&name))
        .ok_or_else(|| not_among(part, "source", &members(Source::ALL, Source::name)))
}

fn members<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|member| name(*member)).collect()
}

/// A person: me, nobody, anyone, or part of a name or address. `@team` is whoever is at the
/// desk: anyone.
pub(super) fn who(part: Word<'_>) -> Result<Who, FilterError> {
    match &*part.raw.to_ascii_lowercase() {
        "me" | "@me" => Ok(Who::Me),
        "none" => Ok(Who::Nobody),
        "any" | "@team" | "*" => Ok(Who::Anyone),
        _ if !part.is_quoted() && part.raw.starts_with('@') => {
            let error = part.error("A person is me, none, any, or part of a name or address");
            Err(FilterError {
                nearest: nearest(part.raw, ["@me", "@team"]).map(str::to_owned),
                ..error
            })
        }
        _ => name(part).map(Who::Named),
    }
}

/// Part of a name; a star behind it changes nothing, for a name is found by any part of it.
pub(super) fn name(part: Word<'_>) -> Result<String, FilterError> {
    let (text, _) = pattern_of(part)?;
    if fold(&text).trim().is_empty() {
        return Err(part.error("There is nothing to look for"));
    }
    Ok(text)
}

/// A whole value, or its beginning.
pub(super) fn pattern(part: Word<'_>) -> Result<Pattern, FilterError> {
    let (text, open) = pattern_of(part)?;
    Ok(Pattern { text, open })
}

fn pattern_of(part: Word<'_>) -> Result<(String, bool), FilterError> {
    let (text, open) = part.open_text();
    if text.is_empty() {
        return Err(part.error("There is nothing between the quotes"));
    }
    if !part.is_quoted() {
        refuse_stray_star(part, &text)?;
        if words::expression(&text).is_some() {
            return Err(part.error(
                "An expression stands on its own, without a field; in quotes it is a value",
            ));
        }
    }
    Ok((text, open))
}

/// Words to look for: a term of its own, or the value of a field.
pub(super) fn words(part: Word<'_>, is_value: bool) -> Result<Pattern, FilterError> {
    let (text, open) = if is_value {
        pattern_of(part)?
    } else {
        let (text, open) = part.open_text();
        if text.is_empty() {
            return Err(part.error("There is nothing between the quotes"));
        }
        if part.is_quoted() {
            (text, open)
        } else {
            refuse_stray_star(part, &text)?;
            // A star behind a sign is a sign.
            if open && text.ends_with(char::is_alphanumeric) {
                (text, true)
            } else {
                (part.text(), false)
            }
        }
    };
    if phrase(&text).is_empty() {
        return Err(part.error("There is nothing to look for"));
    }
    Ok(Pattern { text, open })
}

fn refuse_stray_star(part: Word<'_>, text: &str) -> Result<(), FilterError> {
    if !words::has_stray_star(text) {
        return Ok(());
    }
    Err(part.error("A star stands at the end of a word; in quotes it is a sign like any other"))
}

/// What stands between the slashes.
pub(super) fn expression(word: Word<'_>) -> Result<String, FilterError> {
    let inside = word
        .raw
        .strip_prefix('/')
        .and_then(|raw| raw.strip_suffix('/'));
    let inside = inside.unwrap_or_default();
    if inside.is_empty() {
        return Err(word.error("There is nothing between the slashes"));
    }
    match super::regex::expression(inside) {
        Ok(_) => Ok(inside.to_owned()),
        Err(error) => Err(word.error(format!("This is no regular expression: {error}"))),
    }
}

pub(super) fn id(part: Word<'_>) -> Result<i64, FilterError> {
    let text = part.text();
    let digits = text.strip_prefix('#').unwrap_or(&text);
    let plain = digits.bytes().all(|b| b.is_ascii_digit());
    let id = digits.parse().ok().filter(|_| plain);
    id.ok_or_else(|| part.error("An id is a number, such as 48213"))
}

pub(super) fn limit(value: Word<'_>) -> Result<u32, FilterError> {
    let text = value.text();
    let plain = text.bytes().all(|b| b.is_ascii_digit());
    let limit = text.parse().ok().filter(|limit| plain && *limit > 0);
    limit.ok_or_else(|| value.error("limit is a number from 1 on, such as limit:20"))
}

/// A column and, if it is said, whether it descends.
pub(super) fn sort(value: Word<'_>) -> Result<(SortField, Option<bool>), FilterError> {
    let text = value.text().to_ascii_lowercase();
    let (name, way) = match text.rsplit_once('-') {
        Some((name, way)) => (name, direction(way)),
        None => (&*text, None),
    };
    let own = name.strip_suffix("_at").unwrap_or(name);
    let field = SortField::ALL.into_iter().find(|f| f.name() == own);
    match field {
        Some(field) if way.is_some() || name == text => Ok((field, way)),
        _ => {
            let names = SortField::ALL.map(SortField::name);
            Err(FilterError {
                nearest: nearest(name, names).map(str::to_owned),
                ..value.error(format!(
                    "sort is one of {}, with -asc or -desc",
                    names.join(", ")
                ))
            })
        }
    }
}

/// True for descending.
pub(super) fn direction(word: &str) -> Option<bool> {
    match word {
        "asc" => Some(false),
        "desc" => Some(true),
        _ => None,
    }
}

pub(super) fn not_among(part: Word<'_>, field: &str, allowed: &[&'static str]) -> FilterError {
    FilterError {
        nearest: nearest(&folded(part), allowed.iter().copied()).map(str::to_owned),
        ..part.error(format!("{field} is one of {}", allowed.join(", ")))
    }
}
