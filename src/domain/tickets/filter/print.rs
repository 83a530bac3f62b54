//! [`Filter`] to its normal spelling, so that `parse(print(f)) == f`.

use std::fmt;

use super::ast::{Aged, Bounds, Expr, Number, Test, Who};
use super::fields::CUSTOM;
use super::selection::{Feature, Moment, Named, Party, Pattern, Valued};
use super::values::{PERSONS, RESERVED};
use super::words::{spell_text, spell_value};
use super::{Filter, Sort};
use crate::domain::tickets::{Kind, Priority, Source, Status};

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words = Vec::with_capacity(3);
        let want = self.want.to_string();
        if !want.is_empty() {
            words.push(want);
        }
        if self.sort != Sort::default() {
            let way = if self.sort.descending { "desc" } else { "asc" };
            words.push(format!("sort:{}-{way}", self.sort.field.name()));
        }
        if let Some(limit) = self.limit {
            words.push(format!("limit:{limit}"));
        }
        f.write_str(&words.join(" "))
    }
}

/// The term with the parentheses that were understood: a group within another kind of group has
/// them, and so has every group that is turned around.
impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(terms) => write_group(f, terms, " "),
            Self::Any(terms) => write_group(f, terms, " OR "),
            Self::Test(test) => write!(f, "{test}"),
            Self::Not(term) => match &**term {
                Self::Test(test @ (Test::Has(_) | Test::Exists)) => match present(test) {
                    Some(name) => write!(f, "no:{name}"),
                    None => write!(f, "-{test}"),
                },
                Self::Test(test) => write!(f, "-{test}"),
                group => write!(f, "-({group})"),
            },
        }
    }
}

fn write_group(f: &mut fmt::Formatter<'_>, terms: &[Expr], between: &str) -> fmt::Result {
    for (place, term) in terms.iter().enumerate() {
        if place > 0 {
            f.write_str(between)?;
        }
        match term {
            Expr::All(_) | Expr::Any(_) => write!(f, "({term})")?,
            term => write!(f, "{term}")?,
        }
    }
    Ok(())
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(list) if is_open(list) => f.write_str("is:open"),
            Self::Status(list) => write_list(f, "status", list, |s| spell_status(*s).to_owned()),
            Self::Priority(list) => write_list(f, "priority", list, name_of(Priority::name)),
            Self::Kind(list) => write_list(f, "kind", list, name_of(Kind::name)),
            Self::Source(list) => write_list(f, "source", list, name_of(Source::name)),
            Self::Number(number, bounds) => write_bounds(f, number_name(*number), bounds),
            Self::Called(number) => write!(f, "#{number}"),
            Self::When(moment, bounds) => write_bounds(f, moment_name(*moment), bounds),
            Self::Age(aged, bounds) => write_bounds(f, aged_name(*aged), &[*bounds]),
            Self::Person(party, list) => write_list(f, party_name(*party), list, spell_who),
            Self::Name(named, list) => write_list(f, named_name(*named), list, |text| {
                spell_value(text, &RESERVED, false)
            }),
            Self::Value(valued, list) => write_list(f, &valued_name(valued), list, spell_pattern),
            Self::Amount(bounds) => write_bounds(f, "amount", bounds),
            Self::Text(one) => f.write_str(&spell_text(&one.text, one.open)),
            Self::Subject(list) => write_list(f, "subject", list, spell_pattern),
            Self::Body(list) => write_list(f, "body", list, spell_pattern),
            Self::Matches(pattern) => write!(f, "/{pattern}/"),
            Self::Has(Feature::Dirty) => f.write_str("is:dirty"),
            Self::Has(Feature::Paused) => f.write_str("is:paused"),
            Self::Has(Feature::Unclocked) => f.write_str("is:unclocked"),
            Self::Has(_) | Self::Exists => {
                write!(f, "has:{}", present(self).unwrap_or_default())
            }
            Self::Breached => f.write_str("is:breached"),
            Self::Snoozed => f.write_str("is:snoozed"),
            Self::Marked => f.write_str("is:marked"),
        }
    }
}

/// What stands behind `has:` and `no:`; none for what is asked with `is:`.
fn present(test: &Test) -> Option<String> {
    let feature = match test {
        Test::Exists => return Some("id".to_owned()),
        Test::Has(feature) => feature,
        _ => return None,
    };
    Some(match feature {
        Feature::Value(valued) => valued_name(valued),
        Feature::Moment(moment) => moment_name(*moment).to_owned(),
        Feature::Priority => "priority".to_owned(),
        Feature::External => "external".to_owned(),
        Feature::Group => "group".to_owned(),
        Feature::Organization => "org".to_owned(),
        Feature::Merchant => "merchant".to_owned(),
        Feature::Tag => "tag".to_owned(),
        Feature::Amount => "amount".to_owned(),
        Feature::Subject => "subject".to_owned(),
        Feature::Message => "body".to_owned(),
        Feature::Attachment => "attachment".to_owned(),
        Feature::Draft => "draft".to_owned(),
        Feature::Dirty | Feature::Paused | Feature::Unclocked => return None,
    })
}

fn write_list<T>(
    f: &mut fmt::Formatter<'_>,
    field: &str,
    values: &[T],
    spell: impl Fn(&T) -> String,
) -> fmt::Result {
    let values: Vec<String> = values.iter().map(spell).collect();
    write!(f, "{field}:{}", values.join(","))
}

fn write_bounds<T: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    field: &str,
    bounds: &[Bounds<T>],
) -> fmt::Result {
    write_list(f, field, bounds, |one| match one {
        Bounds::Is(value) => value.to_string(),
        Bounds::Less(value) => format!("<{value}"),
        Bounds::AtMost(value) => format!("<={value}"),
        Bounds::Greater(value) => format!(">{value}"),
        Bounds::AtLeast(value) => format!(">={value}"),
        Bounds::Between(from, to) => format!("{from}..{to}"),
    })
}

fn name_of<T: Copy>(name: impl Fn(T) -> &'static str) -> impl Fn(&T) -> String {
    move |member| name(*member).to_owned()
}

fn is_open(list: &[Status]) -> bool {
    let open = Status::ALL.iter().filter(|status| status.is_open());
    open.eq(list)
}

/// As people say it: the contract's `on_hold` is `hold` in a query.
fn spell_status(status: Status) -> &'static str {
    match status {
        Status::OnHold => "hold",
        other => other.name(),
    }
}

fn spell_pattern(pattern: &Pattern) -> String {
    spell_value(&pattern.text, &RESERVED, pattern.open)
}

fn spell_who(who: &Who) -> String {
    match who {
        Who::Me => "me".to_owned(),
        Who::Nobody => "none".to_owned(),
        Who::Anyone => "any".to_owned(),
        Who::Named(name) if name.starts_with('@') => format!("\"{}\"", escaped(name)),
        Who::Named(name) => spell_value(name, &PERSONS, false),
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

fn number_name(number: Number) -> &'static str {
    match number {
        Number::Id => "id",
        Number::External => "external",
        Number::Agent => "agent_id",
        Number::Team => "group_id",
    }
}

fn party_name(party: Party) -> &'static str {
    match party {
        Party::Assignee => "assignee",
        Party::Requester => "requester",
    }
}

fn named_name(named: Named) -> &'static str {
    match named {
        Named::Organization => "org",
        Named::Group => "group",
        Named::Merchant => "merchant",
    }
}

fn valued_name(valued: &Valued) -> String {
    match valued {
        Valued::Tag => "tag".to_owned(),
        Valued::Method => "method".to_owned(),
        Valued::Jira => "jira".to_owned(),
        Valued::JiraStatus => "jira.status".to_owned(),
        Valued::Code => "code".to_owned(),
        Valued::Reference => "ref".to_owned(),
        Valued::Field(title) => format!("{CUSTOM}{title}"),
    }
}

/// The field of an instant. Those that no field asks are named as they are.
fn moment_name(moment: Moment) -> &'static str {
    match moment {
        Moment::Created => "created",
        Moment::Updated => "updated",
        Moment::Solved => "solved",
        Moment::Due => "due",
        Moment::FollowUp => "follow_up",
        Moment::Promise => "promise",
        Moment::Reply => "reply",
        Moment::Waiting => "wait",
        Moment::Message => "idle",
        Moment::Snoozed => "snoozed",
    }
}

fn aged_name(aged: Aged) -> &'static str {
    match aged {
        Aged::Older => "older",
        Aged::Idle => "idle",
        Aged::Wait => "wait",
        Aged::Reply => "reply",
        Aged::Sla => "sla",
        Aged::FollowUp => "follow_up",
        Aged::Promise => "promise",
    }
}
