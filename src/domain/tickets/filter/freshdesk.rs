//! A filter as a query of Freshdesk's search (developers.freshdesk.com/api, "Filter tickets").
//!
//! It knows no negation and no text, and days where we know seconds; whether its `:>` and `:<`
//! count the bound itself has changed, so what they leave is checked here as well.

use chrono::Days;

use super::Filter;
use super::pushdown::{Account, Clause, Offer, Pushed, is_plain_tag, runs, split, statuses_left};
use super::select::Context;
use super::selection::{Check, Moment, Party, Pattern, Range, Span, Valued, Who};
use crate::domain::tickets::Priority;

/// Most tickets that Freshdesk's search yields to one query: ten pages of thirty.
pub const FRESHDESK_MOST: u32 = 300;
/// Longest query that it takes, in bytes.
pub const FRESHDESK_BYTES: usize = 512;

/// Days around a day in which the account's own zone may see an instant, and one for a bound that
/// is not counted.
const MARGIN: Days = Days::new(2);

/// What Freshdesk can be asked of a filter. Its index lags by minutes.
pub fn freshdesk(filter: &Filter, context: &Context<'_>, account: &Account<'_>) -> Pushed {
    let takes = |check: &Check, negated: bool| takes(check, negated, account);
    let fits = |clauses: &[Clause]| write(clauses).len() <= FRESHDESK_BYTES;
    let (queries, local) = split(filter, context, &takes, &fits);
    Pushed {
        queries: queries.iter().map(|clauses| write(clauses)).collect(),
        local,
        most: FRESHDESK_MOST,
    }
}

fn write(clauses: &[Clause]) -> String {
    let clauses: Vec<&str> = clauses.iter().map(|clause| &*clause.text).collect();
    clauses.join(" AND ")
}

fn takes(check: &Check, negated: bool, account: &Account<'_>) -> Option<Offer> {
    match (check, negated) {
        (Check::Status(set), _) => {
            let left = statuses_left(set, negated);
            let known = account.statuses.iter();
            let known = known.filter(|(_, status)| left.contains(status));
            let all: Vec<String> = known
                .map(|(number, _)| format!("status:{number}"))
                .collect();
            let text = match all.as_slice() {
                [] => return None,
                [one] => one.clone(),
                all => format!("({})", all.join(" OR ")),
            };
            Offer::one_of(vec![Clause::about("status", text)], true)
        }
        (Check::Priority(set), false) => {
            let runs = runs(set.iter().map(|one| one.code()).collect());
            let exact = runs.iter().all(|(from, to)| from == to);
            let clauses = runs
                .into_iter()
                .map(|run| Clause::about("priority", priority(run)));
            Offer::one_of(clauses.collect(), exact)
        }
        (Check::Value(Valued::Tag, patterns), false) => {
            if patterns
                .iter()
                .any(|one| one.open || !is_plain_tag(&one.text))
            {
                return None;
            }
            let tag = |pattern: &Pattern| Clause::about("tag", format!("tag:'{}'", pattern.text));
            Offer::one_of(patterns.iter().map(tag).collect(), true)
        }
        (Check::Person(Party::Assignee, who), false) => {
            let mut clauses = Vec::new();
            for one in who {
                match one {
                    Who::Nobody => clauses.push(agent("null")),
                    Who::Address(addresses) => {
                        let mine = account.agents.iter();
                        let mine = mine.filter(|(address, _)| addresses.contains(address));
                        clauses.extend(mine.map(|(_, id)| agent(&id.to_string())));
                    }
                    Who::Anyone | Who::Named(_) => return None,
                }
            }
            Offer::one_of(clauses, true)
        }
        (Check::Agent(ranges), false) => {
            Offer::one_of(numbers(ranges, |id| agent(&id.to_string()))?, true)
        }
        (Check::Team(ranges), false) => {
            let team = |id| Clause::about("group_id", format!("group_id:{id}"));
            Offer::one_of(numbers(ranges, team)?, true)
        }
        (Check::When(moment, spans), false) => {
            let [span] = spans.as_slice() else {
                return None;
            };
            let field = match moment {
                Moment::Created => "created_at",
                Moment::Updated => "updated_at",
                _ => return None,
            };
            let text = between(field, *span)?;
            Offer::one_of(vec![Clause::about(field, text)], false)
        }
        _ => None,
    }
}

fn agent(id: &str) -> Clause {
    Clause::about("agent_id", format!("agent_id:{id}"))
}

/// Single numbers, each as a clause; none if there is a range among them.
fn numbers(ranges: &[Range], clause: impl Fn(i64) -> Clause) -> Option<Vec<Clause>> {
    let single = |range: &Range| (range.from == range.to).then(|| clause(range.from));
    ranges.iter().map(single).collect()
}

fn priority((from, to): (i64, i64)) -> String {
    let above = format!("priority:>{}", from - 1);
    let below = format!("priority:<{}", to + 1);
    match (from == Priority::Low.code(), to == Priority::Urgent.code()) {
        _ if from == to => format!("priority:{from}"),
        (_, true) => above,
        (true, false) => below,
        (false, false) => format!("{above} AND {below}"),
    }
}

fn between(field: &str, span: Span) -> Option<String> {
    let from = span
        .from
        .and_then(|from| from.date_naive().checked_sub_days(MARGIN));
    let to = span
        .to
        .and_then(|to| to.date_naive().checked_add_days(MARGIN));
    let from = from.map(|from| format!("{field}:>'{from}'"));
    let to = to.map(|to| format!("{field}:<'{to}'"));
    let ends: Vec<String> = from.into_iter().chain(to).collect();
    (!ends.is_empty()).then(|| ends.join(" AND "))
}
