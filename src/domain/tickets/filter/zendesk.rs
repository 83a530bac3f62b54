//! A filter as a query of Zendesk's search (developer.zendesk.com, "Search", query syntax).

use chrono::SecondsFormat;

use super::pushdown::{Clause, Offer, Pushed, is_plain_tag, runs, split, statuses_left};
use super::select::Context;
use super::selection::{Check, Moment, Party, Pattern, Phrase, Place, Span, Valued, Who};
use super::{Filter, Sort, SortField};
use crate::domain::Instant;
use crate::domain::tickets::{Priority, Status};

/// Most tickets that Zendesk's search yields to one query, however many match.
pub const ZENDESK_MOST: u32 = 1_000;

/// Columns that it can order by.
const SORTS: [SortField; 4] = [
    SortField::Created,
    SortField::Updated,
    SortField::Priority,
    SortField::Status,
];

/// What Zendesk can be asked of a filter. Its index lags by minutes.
pub fn zendesk(filter: &Filter, context: &Context<'_>) -> Pushed {
    let (queries, local) = split(filter, context, &takes, &|_| true);
    let sort = filter.sort;
    let order = (sort != Sort::default() && SORTS.contains(&sort.field)).then(|| {
        let way = if sort.descending { "desc" } else { "asc" };
        format!("order_by:{} sort:{way}", sort.field.name())
    });
    let write = |clauses: Vec<Clause>| {
        let clauses = clauses.into_iter().map(|clause| clause.text);
        let words = std::iter::once("type:ticket".to_owned()).chain(clauses);
        words.chain(order.clone()).collect::<Vec<_>>().join(" ")
    };
    Pushed {
        queries: queries.into_iter().map(write).collect(),
        local,
        most: ZENDESK_MOST,
    }
}

fn takes(check: &Check, negated: bool) -> Option<Offer> {
    match (check, negated) {
        (Check::Status(set), _) => {
            let left = statuses_left(set, negated);
            let runs = runs(left.iter().map(|status| status.code()).collect());
            let ends = (Status::New.code(), Status::Closed.code());
            let name = |code| Status::from_code(code).map_or("", status_name);
            let clauses = runs.into_iter().map(|run| {
                let text = bounded("status", run, ends, name);
                Clause::about("status", text)
            });
            Offer::one_of(clauses.collect(), true)
        }
        (Check::Priority(set), false) => {
            let runs = runs(set.iter().map(|one| one.code()).collect());
            let most = Priority::Urgent.code();
            // Below a bound Zendesk may count tickets without one.
            let exact = runs.iter().all(|(from, to)| from == to || *to == most);
            let name = |code| Priority::from_code(code).map_or("", Priority::name);
            let clauses = runs.into_iter().map(|run| {
                let text = bounded("priority", run, (Priority::Low.code(), most), name);
                Clause::about("priority", text)
            });
            Offer::one_of(clauses.collect(), exact)
        }
        (Check::Value(Valued::Tag, patterns), _) => tags(patterns, negated),
        (Check::Person(party, who), false) => people(*party, who),
        (Check::When(moment, spans), false) => {
            let [span] = spans.as_slice() else {
                return None;
            };
            let about = match moment {
                Moment::Created => "created",
                Moment::Updated => "updated",
                _ => return None,
            };
            let text = between(about, *span)?;
            Offer::one_of(vec![Clause::about(about, text)], true)
        }
        (Check::Says(Place::Anywhere, phrases), _) => {
            let [phrase] = phrases.as_slice() else {
                return None;
            };
            let has_word = phrase.text.contains(char::is_alphanumeric);
            let is_plain = !phrase.text.contains(['"', '\\', '*']);
            if has_word && is_plain {
                words(phrase, negated)
            } else {
                None
            }
        }
        _ => None,
    }
}

fn tags(patterns: &[Pattern], negated: bool) -> Option<Offer> {
    if patterns.is_empty() || !patterns.iter().all(|one| is_plain_tag(&one.text)) {
        return None;
    }
    let tag = |pattern: &Pattern| {
        let star = if pattern.open { "*" } else { "" };
        format!("tags:{}{star}", pattern.text)
    };
    if negated {
        // None of them.
        let minus = |pattern| Clause {
            about: None,
            text: format!("-{}", tag(pattern)),
        };
        return Some(Offer {
            alternatives: vec![patterns.iter().map(minus).collect()],
            exact: true,
        });
    }
    let clauses = patterns.iter().map(|one| Clause::about("tags", tag(one)));
    Offer::one_of(clauses.collect(), true)
}

fn people(party: Party, who: &[Who]) -> Option<Offer> {
    let field = match party {
        Party::Assignee => "assignee",
        Party::Requester => "requester",
    };
    let mut texts = Vec::new();
    for one in who {
        match (party, one) {
            (Party::Assignee, Who::Nobody) => texts.push("assignee:none".to_owned()),
            (Party::Assignee, Who::Anyone) => texts.push("-assignee:none".to_owned()),
            (_, Who::Address(all)) if all.iter().all(|one| is_address(one)) => {
                texts.extend(all.iter().map(|address| format!("{field}:{address}")));
            }
            _ => return None,
        }
    }
    let clauses = texts.into_iter().map(|text| Clause::about(field, text));
    Offer::one_of(clauses.collect(), true)
}

fn words(phrase: &Phrase, negated: bool) -> Option<Offer> {
    let text = &phrase.text;
    let is_word = text.chars().all(|c| c.is_alphanumeric() || c == '_');
    let quote = if is_word { "" } else { "\"" };
    let minus = if negated { "-" } else { "" };
    let star = if phrase.open { "*" } else { "" };
    let clause = Clause {
        about: None,
        text: format!("{minus}{quote}{text}{quote}{star}"),
    };
    Offer::one_of(vec![clause], true)
}

/// An address that needs no quotes.
fn is_address(text: &str) -> bool {
    text.contains('@') && !text.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '*'))
}

/// A stretch of an order in the fewest words: `status<solved`, `priority>=high`, `status:open`.
fn bounded(
    field: &str,
    (from, to): (i64, i64),
    (least, most): (i64, i64),
    name: impl Fn(i64) -> &'static str,
) -> String {
    match (from == least, to == most) {
        _ if from == to => format!("{field}:{}", name(from)),
        (_, true) => format!("{field}>={}", name(from)),
        (true, false) => format!("{field}<{}", name(to + 1)),
        (false, false) => format!("{field}>={} {field}<{}", name(from), name(to + 1)),
    }
}

fn status_name(status: Status) -> &'static str {
    match status {
        Status::OnHold => "hold",
        other => other.name(),
    }
}

fn between(field: &str, span: Span) -> Option<String> {
    let at = |at: Instant| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let from = span.from.map(|from| format!("{field}>={}", at(from)));
    let to = span.to.map(|to| format!("{field}<{}", at(to)));
    let ends: Vec<String> = from.into_iter().chain(to).collect();
    (!ends.is_empty()).then(|| ends.join(" "))
}
