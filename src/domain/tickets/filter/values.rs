//! Values of the filter language: what a field takes, and what an error says when it does not.

use super::parse::FilterError;
use super::words::{self, Op, Word};
use super::{Test, Who};
use crate::domain::spelling::nearest;
use crate::domain::tickets::{Kind, Priority, Source, Status};

/// Statuses as a query spells them.
const STATUSES: [&str; 6] = ["new", "open", "pending", "hold", "solved", "closed"];
/// What is no name of a tag, team or organization unless it stands in quotes.
pub(super) const RESERVED_NAMES: [&str; 2] = ["none", "any"];
/// What `has:` and `no:` take.
const PRESENT: [&str; 3] = ["priority", "assignee", "draft"];

/// Reads every value of a comma list, each kept once.
pub(super) fn each<T: PartialEq>(
    value: Word<'_>,
    mut read: impl FnMut(Word<'_>) -> Result<T, FilterError>,
) -> Result<Vec<T>, FilterError> {
    let mut values = Vec::new();
    for part in value.parts() {
        if part.text().is_empty() {
            return Err(value.error("A value is missing beside the comma"));
        }
        let one = read(part)?;
        if !values.contains(&one) {
            values.push(one);
        }
    }
    Ok(values)
}

/// Lists out the members that a comparison leaves, in their order.
pub(super) fn compared<T: Copy + Ord>(
    value: Word<'_>,
    op: Op,
    all: &[T],
    read: impl FnMut(Word<'_>) -> Result<T, FilterError>,
) -> Result<Vec<T>, FilterError> {
    let named = each(value, read)?;
    let one = match (op, named.as_slice()) {
        (Op::Is | Op::Not, _) => None,
        (_, [one]) => Some(*one),
        _ => return Err(value.error("A comparison takes one value")),
    };
    let kept = |member: &T| match (op, one) {
        (Op::Less, Some(bound)) => *member < bound,
        (Op::AtMost, Some(bound)) => *member <= bound,
        (Op::Greater, Some(bound)) => *member > bound,
        (Op::AtLeast, Some(bound)) => *member >= bound,
        (Op::Not, _) => !named.contains(member),
        _ => named.contains(member),
    };
    let left: Vec<T> = all.iter().copied().filter(kept).collect();
    if left.is_empty() {
        return Err(value.error("No value is left by this comparison"));
    }
    Ok(left)
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
        .ok_or_else(|| match name.as_str() {
            "none" | "any" => {
                let nearest = if name == "any" {
                    "has:priority"
                } else {
                    "no:priority"
                };
                FilterError {
                    nearest: Some(nearest.to_owned()),
                    ..part.error("no:priority and has:priority ask whether there is one")
                }
            }
            _ => not_among(part, "priority", &members(Priority::ALL, Priority::name)),
        })
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

pub(super) fn text(part: Word<'_>) -> Result<String, FilterError> {
    let text = part.text();
    if text.is_empty() {
        return Err(part.error("There is nothing between the quotes"));
    }
    if !part.is_quoted() && words::ends_in_star(&text) {
        return Err(FilterError {
            nearest: text.strip_suffix('*').map(str::to_owned),
            ..part.error("The star is not needed: text is found anywhere, and a tag is meant whole")
        });
    }
    Ok(text)
}

/// The name of something a ticket may lack; whether it lacks it cannot be asked.
pub(super) fn name(part: Word<'_>) -> Result<String, FilterError> {
    let name = text(part)?;
    if !part.is_quoted()
        && RESERVED_NAMES
            .iter()
            .any(|word| name.eq_ignore_ascii_case(word))
    {
        return Err(part.error(format!(
            "Only assignee, requester and priority can be missing; \"{name}\" in quotes is a name"
        )));
    }
    Ok(name)
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

/// What `has:` asks for, and whether `has:` means that the test holds.
pub(super) fn presence(value: Word<'_>) -> Result<(bool, Test), FilterError> {
    match folded(value).as_str() {
        "priority" => Ok((true, Test::HasPriority)),
        "draft" => Ok((true, Test::Draft)),
        "assignee" => Ok((false, Test::Assignee(vec![Who::Nobody]))),
        _ => Err(FilterError {
            nearest: nearest(&value.text(), PRESENT).map(str::to_owned),
            ..value.error("has: and no: take priority, assignee or draft")
        }),
    }
}

pub(super) fn not_among(part: Word<'_>, field: &str, allowed: &[&'static str]) -> FilterError {
    FilterError {
        nearest: nearest(&folded(part), allowed.iter().copied()).map(str::to_owned),
        ..part.error(format!("{field} is one of {}", allowed.join(", ")))
    }
}
