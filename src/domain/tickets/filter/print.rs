//! [`Filter`] to its normal spelling, so that `parse(print(f)) == f`.

use std::fmt;

use super::values::RESERVED_NAMES;
use super::words::{spell_text, spell_value};
use super::{Filter, Sort, Term, Test, Who};
use crate::domain::tickets::Status;

/// Words that stand for more than a name.
const PERSONS: [&str; 5] = ["me", "@me", "none", "any", "@team"];

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words: Vec<String> = self.terms.iter().map(ToString::to_string).collect();
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

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.test, self.negated) {
            (Test::HasPriority, true) => return f.write_str("no:priority"),
            (Test::Draft, true) => return f.write_str("no:draft"),
            (_, true) => f.write_str("-")?,
            (_, false) => {}
        }
        match &self.test {
            Test::Status(list) if is_open(list) => f.write_str("is:open"),
            Test::Status(list) => write_list(f, "status", list, |s| spell_status(*s).to_owned()),
            Test::Priority(list) => write_list(f, "priority", list, |p| p.name().to_owned()),
            Test::Kind(list) => write_list(f, "kind", list, |k| k.name().to_owned()),
            Test::Source(list) => write_list(f, "source", list, |s| s.name().to_owned()),
            Test::Tag(list) => write_list(f, "tag", list, |t| spell_name(t)),
            Test::Assignee(list) => write_list(f, "assignee", list, spell_who),
            Test::Requester(list) => write_list(f, "requester", list, spell_who),
            Test::Organization(list) => write_list(f, "org", list, |t| spell_name(t)),
            Test::Group(list) => write_list(f, "group", list, |t| spell_name(t)),
            Test::Subject(list) => write_list(f, "subject", list, |t| spell_value(t, &[])),
            Test::Id(list) => write_list(f, "id", list, ToString::to_string),
            Test::External(list) => write_list(f, "external", list, ToString::to_string),
            Test::HasPriority => f.write_str("has:priority"),
            Test::Dirty => f.write_str("is:dirty"),
            Test::Draft => f.write_str("has:draft"),
            Test::Text(text) => f.write_str(&spell_text(text)),
        }
    }
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

fn spell_name(name: &str) -> String {
    spell_value(name, &RESERVED_NAMES)
}

fn spell_who(who: &Who) -> String {
    match who {
        Who::Me(_) => "me".to_owned(),
        Who::Nobody => "none".to_owned(),
        Who::Named(name) => spell_value(name, &PERSONS),
    }
}
