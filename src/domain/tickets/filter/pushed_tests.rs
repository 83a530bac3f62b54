//! What is pushed to a helpdesk's search: the table of the language row by row, and the promise
//! that the search's answer and the check here together are the whole.

use std::cell::Cell;

use chrono::{DateTime, FixedOffset, NaiveDate};
use proptest::prelude::*;

use super::Filter;
use super::evaluate::{Human, Row, holds};
use super::pushdown::{Account, FRESHDESK_BYTES, Pushed, STATUSES, freshdesk, zendesk};
use super::random;
use super::selection::{Check, Phrase, Place, Want};
use crate::domain::Instant;
use crate::domain::tickets::words::phrase;
use crate::domain::tickets::{Priority, Status};

fn agents() -> Vec<(String, i64)> {
    let people = random::PEOPLE.iter();
    let known = people.filter_map(|(_, email, id)| Some((email.as_ref()?.to_lowercase(), *id)));
    known.collect()
}

fn to_freshdesk(filter: &Filter) -> Pushed {
    let account = Account {
        agents: &agents(),
        statuses: &STATUSES,
    };
    freshdesk(filter, &random::context(), &account)
}

fn to_zendesk(filter: &Filter) -> Pushed {
    zendesk(filter, &random::context())
}

#[test]
fn each_row_of_the_table_is_pushed_as_far_as_it_goes() {
    // typed; to Zendesk, and what stays; to Freshdesk, and what stays
    for (typed, zendesk, z_local, freshdesk, f_local) in [
        (
            "status:open priority:>=high sla:<1h tag:blik merchant:\"Acme\" older:2d text",
            "type:ticket status:open priority>=high tags:blik created<2026-04-25T08:47:00Z text",
            "sla:<1h merchant:Acme",
            "status:2 AND priority:>2 AND tag:'blik' AND created_at:<'2026-04-27'",
            "priority:high,urgent sla:<1h merchant:Acme older:2d text",
        ),
        (
            "is:unassigned -tag:spam",
            "type:ticket assignee:none -tags:spam",
            "",
            "agent_id:null",
            "-tag:spam",
        ),
        (
            "assignee:@me,none sort:sla",
            "type:ticket assignee:ana@desk.example | type:ticket assignee:none",
            "sort:sla-asc",
            "agent_id:11 | agent_id:null",
            "sort:sla-asc",
        ),
        (
            "status<solved updated>2026-04-01 order_by:created sort:desc",
            "type:ticket status<solved updated>=2026-04-01T22:00:00Z order_by:created sort:desc",
            "sort:created-desc",
            "(status:2 OR status:3) AND updated_at:>'2026-03-30'",
            "updated:>2026-04-01 sort:created-desc",
        ),
        (
            "priority:4 AND (status:2 OR status:3)",
            "type:ticket priority:urgent status>=open status<hold",
            "",
            "priority:4 AND (status:2 OR status:3)",
            "",
        ),
        (
            "is:open label:blik no:assignee sort:updated-desc",
            "type:ticket status<solved tags:blik assignee:none",
            "",
            "(status:2 OR status:3) AND tag:'blik' AND agent_id:null",
            "",
        ),
        (
            "charge:charge_X0O78*",
            "",
            "ref:charge_X0O78*",
            "",
            "ref:charge_X0O78*",
        ),
        (
            "amount:>=100EUR failure:PROVIDER_ERROR since:10:00",
            "type:ticket created>=2026-04-27T08:00:00Z",
            "amount:>=100EUR code:PROVIDER_ERROR",
            "created_at:>'2026-04-25'",
            "amount:>=100EUR code:PROVIDER_ERROR created:>=10:00",
        ),
        (
            "promise:<today has:jira jira.status:done",
            "",
            "promise:<today has:jira jira.status:done",
            "",
            "promise:<today has:jira jira.status:done",
        ),
        // One that asks for nothing there would bring everything: it is not asked.
        (
            "method:pix OR tag:blik",
            "",
            "method:pix OR tag:blik",
            "",
            "method:pix OR tag:blik",
        ),
        (
            "(status:open tag:a) OR (status:pending tag:b)",
            "type:ticket status:open tags:a | type:ticket status:pending tags:b",
            "",
            "status:2 AND tag:'a' | status:3 AND tag:'b'",
            "",
        ),
        // Not neighbours: one query each; more than four are not asked.
        (
            "-status:solved,closed,pending tag:a,b requester:me",
            "type:ticket status<pending tags:a requester:ana@desk.example | \
             type:ticket status<pending tags:b requester:ana@desk.example | \
             type:ticket status:hold tags:a requester:ana@desk.example | \
             type:ticket status:hold tags:b requester:ana@desk.example",
            "",
            "status:2 AND tag:'a' | status:2 AND tag:'b'",
            "requester:me",
        ),
    ] {
        let filter = Filter::parse(typed).unwrap();
        let (z, f) = (to_zendesk(&filter), to_freshdesk(&filter));
        assert_eq!(z.queries.join(" | "), zendesk, "{typed}");
        assert_eq!(z.local.to_string(), z_local, "{typed}");
        assert_eq!(f.queries.join(" | "), freshdesk, "{typed}");
        assert_eq!(f.local.to_string(), f_local, "{typed}");
        assert_eq!((z.most, f.most), (1_000, 300));
    }
}

#[test]
fn fields_of_other_parts_are_refused_before_anything_is_asked() {
    for typed in [
        "signature:@this",
        "blocker:client blocked:>3bd method:pix",
        "diff:!=0",
    ] {
        assert!(Filter::parse(typed).is_err(), "{typed}");
    }
}

#[test]
fn a_long_question_is_cut_to_what_freshdesk_takes() {
    let tag = "x".repeat(500);
    let filter = Filter::parse(&format!("status:open tag:{tag}")).unwrap();
    let pushed = to_freshdesk(&filter);
    assert_eq!(pushed.queries, ["status:2"]);
    assert_eq!(pushed.local.to_string(), format!("tag:{tag}"));
}

/// How the search reads what the documentation leaves open: by the bits of a number.
#[derive(Clone, Copy, Debug)]
struct Reading {
    /// Bounds of `:>` and `:<` count themselves.
    inclusive: bool,
    /// Tickets without priority stand below low.
    unset_is_lowest: bool,
    /// The account's zone, hours from UTC.
    hours: i32,
}

fn email(human: Option<&Human>) -> Option<String> {
    human
        .and_then(|human| human.email.as_ref())
        .map(|email| email.to_lowercase())
}

fn compare<T: PartialOrd>(sign: &str, left: &T, right: &T) -> bool {
    match sign {
        ":" => left == right,
        "<" => left < right,
        ">=" => left >= right,
        other => panic!("{other}"),
    }
}

/// Words of a query, quotes kept together.
fn cut(query: &str) -> Vec<&str> {
    let inside = Cell::new(false);
    query
        .split(|letter: char| {
            if letter == '"' {
                inside.set(!inside.get());
            }
            letter == ' ' && !inside.get()
        })
        .collect()
}

/// Zendesk's search, read from its text.
fn zendesk_holds(query: &str, row: &Row, reading: Reading) -> bool {
    cut(query).into_iter().all(|word| {
        let (negated, word) = match word.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, word),
        };
        let sign = [">=", "<", ":"]
            .into_iter()
            .find(|sign| word.contains(sign));
        let named = sign.and_then(|sign| Some((word.split_once(sign)?, sign)));
        let holds = match named {
            Some(((field, value), sign)) if !word.starts_with('"') => match field {
                "type" | "order_by" | "sort" => true,
                "status" => {
                    let name = value.replace("hold", "on_hold");
                    compare(sign, &row.status, &Status::from_name(&name).unwrap())
                }
                "priority" => {
                    let bound = Priority::from_name(value).unwrap().code();
                    match row.priority {
                        Some(own) => compare(sign, &own.code(), &bound),
                        None => reading.unset_is_lowest && compare(sign, &0, &bound),
                    }
                }
                "tags" => row.tags.iter().any(|tag| match value.strip_suffix('*') {
                    Some(start) => tag.to_lowercase().starts_with(&start.to_lowercase()),
                    None => tag.eq_ignore_ascii_case(value),
                }),
                "assignee" if value == "none" => row.assignee.is_none(),
                "assignee" => email(row.assignee.as_ref()).as_deref() == Some(value),
                "requester" => email(row.requester.as_ref()).as_deref() == Some(value),
                "created" | "updated" => {
                    let own = if field == "created" {
                        row.created
                    } else {
                        row.updated
                    };
                    let bound: DateTime<FixedOffset> = value.parse().unwrap();
                    compare(sign, &own, &bound.to_utc())
                }
                other => panic!("{other}"),
            },
            _ => {
                let (text, open) = match word.strip_suffix('*') {
                    Some(text) => (text, true),
                    None => (word, false),
                };
                let text = phrase(text.trim_matches('"'));
                let says = Check::Says(Place::Anywhere, vec![Phrase { text, open }]);
                holds(row, &Want::Is(says))
            }
        };
        holds != negated
    })
}

/// Freshdesk's search, read from its text.
fn freshdesk_holds(query: &str, row: &Row, reading: Reading) -> bool {
    let condition = |text: &str| {
        let (field, value) = text.split_once(':').unwrap();
        let (sign, value) = match value.split_at(1) {
            (sign @ (">" | "<"), value) => (sign, value),
            _ => ("", value),
        };
        let value = value.trim_matches('\'');
        let beyond = |ordering: std::cmp::Ordering| match sign {
            ">" => ordering.is_gt() || reading.inclusive && ordering.is_eq(),
            "<" => ordering.is_lt() || reading.inclusive && ordering.is_eq(),
            _ => ordering.is_eq(),
        };
        let day = |at: Instant| {
            let local = at.naive_utc() + chrono::Duration::hours(reading.hours.into());
            beyond(local.date().cmp(&value.parse::<NaiveDate>().unwrap()))
        };
        match field {
            "status" => {
                let number: i64 = value.parse().unwrap();
                STATUSES.contains(&(number, row.status))
            }
            "priority" => {
                let bound: i64 = value.parse().unwrap();
                let own = row.priority.map(Priority::code);
                let own = own.or(reading.unset_is_lowest.then_some(0));
                own.is_some_and(|own| beyond(own.cmp(&bound)))
            }
            "tag" => row.tags.iter().any(|tag| tag.eq_ignore_ascii_case(value)),
            "agent_id" if value == "null" => row.assignee.is_none(),
            "agent_id" => row
                .assignee
                .as_ref()
                .is_some_and(|one| one.remote.to_string() == value),
            "group_id" => row
                .group
                .as_ref()
                .is_some_and(|one| one.remote.to_string() == value),
            "created_at" => day(row.created),
            "updated_at" => day(row.updated),
            other => panic!("{other}"),
        }
    };
    query.split(" AND ").all(|text| {
        let group = text.trim_matches(['(', ')']);
        group.split(" OR ").any(condition)
    })
}

fn is_whole(
    filter: &Filter,
    pushed: &Pushed,
    row: &Row,
    answers: impl Fn(&str) -> bool,
) -> Result<(), TestCaseError> {
    let context = random::context();
    let whole = holds(row, &filter.select(&context).want);
    let asked = pushed.queries.is_empty() || pushed.queries.iter().any(|query| answers(query));
    let here = holds(row, &pushed.local.select(&context).want);
    prop_assert_eq!(
        whole,
        asked && here,
        "{} became {:?} and {}",
        filter,
        pushed.queries,
        pushed.local
    );
    prop_assert_eq!(
        (pushed.local.sort, pushed.local.limit),
        (filter.sort, filter.limit)
    );
    Ok(())
}

/// Questions that helpdesks understand more often than any question would be.
fn askable() -> impl Strategy<Value = Filter> {
    let terms = [
        "is:open",
        "status:open,solved",
        "-status:closed",
        "status:pending",
        "priority:<=normal",
        "priority:>=high",
        "priority:low,urgent",
        "tag:blik",
        "tag:blik*,pix",
        "-tag:ideal,pix",
        "assignee:me,none",
        "assignee:any",
        "requester:me",
        "agent_id:12,13",
        "group_id:91",
        "group_id:90..92",
        "older:2d",
        "created:>yesterday",
        "updated:2026-04-20..today",
        "refund",
        "-payout",
        "\"blik missing\"*",
        "(status:2 OR status:3)",
        "(tag:pix OR refund)",
        "(is:pending tag:vip-1 OR no:assignee)",
        "merchant:acme",
        "sla:<1h",
    ];
    let terms = prop::collection::vec(prop::sample::select(terms.to_vec()), 0..5);
    terms.prop_map(|terms| Filter::parse(&terms.join(" ")).unwrap())
}

fn reading() -> impl Strategy<Value = Reading> {
    (any::<bool>(), any::<bool>(), -12..=14).prop_map(|(inclusive, unset_is_lowest, hours)| {
        Reading {
            inclusive,
            unset_is_lowest,
            hours,
        }
    })
}

/// A row as Freshdesk may have one: it knows four statuses.
fn row_there(row: Row) -> Row {
    let status = match row.status {
        Status::New | Status::OnHold => Status::Pending,
        known => known,
    };
    Row { status, ..row }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn what_is_asked_and_what_is_checked_are_the_whole(
        filter in prop_oneof![askable(), random::filter()],
        row in random::row(),
        reading in reading(),
    ) {
        let zendesk = to_zendesk(&filter);
        is_whole(&filter, &zendesk, &row, |query| zendesk_holds(query, &row, reading))?;
        let freshdesk = to_freshdesk(&filter);
        let row = row_there(row);
        is_whole(&filter, &freshdesk, &row, |query| freshdesk_holds(query, &row, reading))?;
        prop_assert!(freshdesk.queries.iter().all(|query| query.len() <= FRESHDESK_BYTES));
    }
}
