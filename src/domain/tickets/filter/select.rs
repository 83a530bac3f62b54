//! A filter made definite: dates become instants, `me` becomes addresses.

use std::collections::BTreeSet;

use super::Filter;
use super::amounts::Amount;
use super::ast::{Aged, Bounds, Expr, Number, Test, Who};
use super::dates::{Date, Duration};
use super::selection::{
    self, Amounts, Check, Feature, Moment, Pattern, Phrase, Place, Range, Selection, Span, Valued,
    Want,
};
use crate::domain::Instant;
use crate::domain::schedule::Schedule;
use crate::domain::tickets::TicketId;
use crate::domain::tickets::words::{fold, phrase};
use crate::domain::zone::Zone;

/// Who asks, when and where: what a query's `me`, `today` and `2bh` stand for.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Addresses that are me, lower case.
    pub me: &'a [String],
    /// The desk's zone: its days are the days of a query.
    pub zone: &'a Zone,
    /// Business hours.
    pub schedule: &'a Schedule,
    /// The time it is.
    pub now: Instant,
    /// Tickets that are marked on the screen.
    pub marked: &'a BTreeSet<TicketId>,
}

impl Filter {
    /// What is asked, with every word resolved.
    pub fn select(&self, context: &Context<'_>) -> Selection {
        Selection {
            want: want(&self.want, context),
            sort: self.sort,
            limit: self.limit,
        }
    }
}

/// A term with every word resolved.
pub(super) fn want(expr: &Expr, context: &Context<'_>) -> Want {
    let all = |terms: &[Expr]| terms.iter().map(|term| want(term, context)).collect();
    match expr {
        Expr::All(terms) => Want::All(all(terms)),
        Expr::Any(terms) => Want::Any(all(terms)),
        Expr::Not(term) => Want::Not(Box::new(want(term, context))),
        Expr::Test(test) => resolve(test, context),
    }
}

fn resolve(test: &Test, context: &Context<'_>) -> Want {
    Want::Is(match test {
        Test::Status(set) => Check::Status(set.clone()),
        Test::Priority(set) => Check::Priority(set.clone()),
        Test::Kind(set) => Check::Kind(set.clone()),
        Test::Source(set) => Check::Source(set.clone()),
        Test::Number(number, bounds) => {
            let ranges = bounds.iter().map(|bounds| range(*bounds)).collect();
            match number {
                Number::Id => Check::Id(ranges),
                Number::External => Check::External(ranges),
                Number::Agent => Check::Agent(ranges),
                Number::Team => Check::Team(ranges),
            }
        }
        Test::Called(number) => {
            let one = || {
                vec![Range {
                    from: *number,
                    to: *number,
                }]
            };
            let local = Want::All(vec![
                Want::Is(Check::Id(one())),
                Want::Not(Box::new(Want::Is(Check::Has(Feature::External)))),
            ]);
            return Want::Any(vec![Want::Is(Check::External(one())), local]);
        }
        Test::When(moment, bounds) => Check::When(*moment, spans(bounds, context)),
        Test::Age(aged, bounds) => age(*aged, *bounds, context),
        Test::Person(party, who) => {
            Check::Person(*party, who.iter().map(|who| person(who, context)).collect())
        }
        Test::Name(named, texts) => Check::Name(
            *named,
            texts.iter().map(|text| fold(text).into_owned()).collect(),
        ),
        Test::Value(valued, patterns) => Check::Value(valued.clone(), patterns.clone()),
        Test::Amount(bounds) => Check::Amount(bounds.iter().map(|one| amounts(*one)).collect()),
        Test::Text(text) => return anywhere(text),
        Test::Subject(texts) => Check::Says(Place::Subject, phrases(texts)),
        Test::Body(texts) => Check::Says(Place::Body, phrases(texts)),
        Test::Matches(pattern) => Check::Matches(pattern.clone()),
        Test::Has(feature) => Check::Has(feature.clone()),
        Test::Exists => return Want::All(Vec::new()),
        Test::Breached => Check::Breached(context.now),
        Test::Snoozed => Check::When(
            Moment::Snoozed,
            vec![Span {
                from: Some(context.now + chrono::Duration::seconds(1)),
                to: None,
            }],
        ),
        Test::Marked => {
            let marked = context.marked.iter();
            Check::Id(
                marked
                    .map(|id| Range {
                        from: id.0,
                        to: id.0,
                    })
                    .collect(),
            )
        }
    })
}

fn spans(bounds: &[Bounds<Date>], context: &Context<'_>) -> Vec<Span> {
    bounds.iter().map(|one| one.resolve(context)).collect()
}

/// The numbers that are meant; both ends are included.
fn whole(bounds: Bounds<i64>, least: i64) -> (i64, i64) {
    match bounds {
        Bounds::Is(one) => (one, one),
        Bounds::Less(one) => (least, one - 1),
        Bounds::AtMost(one) => (least, one),
        Bounds::Greater(one) => (one.saturating_add(1), i64::MAX),
        Bounds::AtLeast(one) => (one, i64::MAX),
        Bounds::Between(from, to) => (from, to),
    }
}

fn range(bounds: Bounds<i64>) -> Range {
    let (from, to) = whole(bounds, 0);
    Range { from, to }
}

fn amounts(bounds: Bounds<Amount>) -> Amounts {
    let currency = match bounds {
        Bounds::Is(one)
        | Bounds::Less(one)
        | Bounds::AtMost(one)
        | Bounds::Greater(one)
        | Bounds::AtLeast(one)
        | Bounds::Between(one, _) => one.currency,
    };
    let (from, to) = whole(bounds.map(|one| one.value), i64::MIN);
    Amounts {
        currency: currency.map(|currency| currency.code().to_owned()),
        from,
        to,
    }
}

fn person(who: &Who, context: &Context<'_>) -> selection::Who {
    match who {
        Who::Me => selection::Who::Address(context.me.to_vec()),
        Who::Nobody => selection::Who::Nobody,
        Who::Anyone => selection::Who::Anyone,
        Who::Named(text) => selection::Who::Named(fold(text).into_owned()),
    }
}

fn phrases(texts: &[Pattern]) -> Vec<Phrase> {
    let phrase_of = |one: &Pattern| Phrase {
        text: phrase(&one.text),
        open: one.open,
    };
    texts.iter().map(phrase_of).collect()
}

/// Words without a field. The key of an issue names its tickets too; an account number in groups
/// is looked for without its blanks as well.
fn anywhere(text: &Pattern) -> Want {
    let mut phrases = phrases(std::slice::from_ref(text));
    if let Some(text) = account_number(&text.text) {
        phrases.push(Phrase { text, open: false });
    }
    let says = Want::Is(Check::Says(Place::Anywhere, phrases));
    if !is_issue_key(&text.text) {
        return says;
    }
    let keys = Check::Value(Valued::Jira, vec![text.clone()]);
    Want::Any(vec![says, Want::Is(keys)])
}

/// True for `PAY-123`: an issue key of the tracker, whose projects have two letters or more.
fn is_issue_key(text: &str) -> bool {
    let Some((project, number)) = text.split_once('-') else {
        return false;
    };
    let mut letters = project.chars();
    project.len() >= 2
        && letters
            .next()
            .is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// An IBAN that was typed in groups, without its blanks and folded.
fn account_number(text: &str) -> Option<String> {
    /// Shortest and longest IBAN (ISO 13616): Norway's and the limit of the standard.
    const LENGTHS: std::ops::RangeInclusive<usize> = 15..=34;
    let compact: String = text.split_whitespace().collect();
    let bytes = compact.as_bytes();
    let looks = bytes.iter().take(2).all(u8::is_ascii_alphabetic)
        && bytes.iter().skip(2).take(2).all(u8::is_ascii_digit)
        && bytes.iter().all(u8::is_ascii_alphanumeric);
    (looks && compact.len() < text.trim().len() && LENGTHS.contains(&compact.len()))
        .then(|| compact.to_ascii_lowercase())
}

fn age(aged: Aged, bounds: Bounds<Duration>, context: &Context<'_>) -> Check {
    let moment = match aged {
        Aged::Older => Moment::Created,
        Aged::Idle => Moment::Message,
        Aged::Wait => Moment::Waiting,
        Aged::Reply => Moment::Reply,
        Aged::Sla => Moment::Due,
        Aged::FollowUp => Moment::FollowUp,
        Aged::Promise => Moment::Promise,
    };
    let span = match aged {
        Aged::Older | Aged::Idle | Aged::Wait | Aged::Reply => past(bounds, context),
        Aged::FollowUp | Aged::Promise => ahead(bounds, context),
        Aged::Sla => {
            let span = ahead(bounds, context);
            // What is breached already is within any time; only a range leaves it out.
            if span.from.is_none() {
                return Check::Breached(span.to.unwrap_or_else(end_of_time));
            }
            span
        }
    };
    Check::When(moment, vec![span])
}

/// Instants so long ago. Alone a duration means more than that.
fn past(bounds: Bounds<Duration>, context: &Context<'_>) -> Span {
    // Where the schedule never was open for so long, nothing is so old.
    let never = |edge: Option<Instant>| Some(edge.unwrap_or(Instant::MIN_UTC));
    let (from, to) = match bounds {
        Bounds::Is(one) | Bounds::Greater(one) => (None, never(one.ago(context).1)),
        Bounds::AtLeast(one) => (None, never(one.ago(context).0)),
        Bounds::Less(one) => (one.ago(context).0, None),
        Bounds::AtMost(one) => (one.ago(context).1, None),
        Bounds::Between(least, most) => (most.ago(context).1, never(least.ago(context).0)),
    };
    Span { from, to }
}

/// Later than any clock is due: the last second of the year 9999.
fn end_of_time() -> Instant {
    Instant::from_timestamp(253_402_300_799, 0).unwrap_or(Instant::MAX_UTC)
}

/// Instants so far ahead. Alone a duration means within that.
fn ahead(bounds: Bounds<Duration>, context: &Context<'_>) -> Span {
    let never = |edge: Option<Instant>| Some(edge.unwrap_or_else(end_of_time));
    let (from, to) = match bounds {
        Bounds::Is(one) | Bounds::AtMost(one) => (None, one.ahead(context).1),
        Bounds::Less(one) => (None, one.ahead(context).0),
        Bounds::Greater(one) => (never(one.ahead(context).1), None),
        Bounds::AtLeast(one) => (never(one.ahead(context).0), None),
        Bounds::Between(least, most) => (never(least.ahead(context).0), most.ahead(context).1),
    };
    Span { from, to }
}

#[cfg(test)]
mod tests {
    use super::super::evaluate::{Row, holds};
    use super::super::random;
    use super::*;
    use crate::domain::tickets::{Kind, Source, Status};

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    /// A ticket made long ago, of which nothing else is known.
    fn row() -> Row {
        let old = at("2020-01-01T00:00:00Z");
        Row {
            id: 17,
            source: Source::Zendesk,
            external: Some(48_213),
            status: Status::Open,
            priority: None,
            kind: Kind::Inquiry,
            requester: None,
            assignee: None,
            group: None,
            organization: None,
            merchant: None,
            methods: Vec::new(),
            tags: Vec::new(),
            fields: Vec::new(),
            issues: Vec::new(),
            references: Vec::new(),
            codes: Vec::new(),
            amounts: Vec::new(),
            subject: String::new(),
            messages: Vec::new(),
            created: old,
            updated: old,
            solved: None,
            due: None,
            follow_up: None,
            snoozed: None,
            promise: None,
            reply: None,
            waiting: None,
            message: old,
            paused: false,
            late: false,
            unclocked: false,
            attached: false,
            draft: false,
            dirty: false,
        }
    }

    fn finds(query: &str, row: &Row) -> bool {
        let filter = Filter::parse(query).unwrap();
        holds(row, &filter.select(&random::context()).want)
    }

    /// Asserts which of the instants a query on one of a row's times lets through. Now is Monday
    /// 2026-04-27 10:47 in Berlin; the Friday before is a holiday of the schedule.
    fn assert_times(query: &str, set: fn(&mut Row, Instant), inside: &[&str], outside: &[&str]) {
        for (times, expected) in [(inside, true), (outside, false)] {
            for time in times {
                let mut row = row();
                set(&mut row, at(time));
                assert_eq!(finds(query, &row), expected, "{query} {time}");
            }
        }
    }

    #[test]
    fn a_date_is_a_day_of_the_desk_from_its_start_to_its_end() {
        let created: fn(&mut Row, Instant) = |row, at| row.created = at;
        let (last, first) = ("2026-03-31T21:59:59Z", "2026-03-31T22:00:00Z");
        let (end, after) = ("2026-04-01T21:59:59Z", "2026-04-01T22:00:00Z");
        for (query, inside, outside) in [
            ("created:2026-04-01", &[first, end][..], &[last, after][..]),
            ("created:>=2026-04-01", &[first, end, after], &[last]),
            ("created:>2026-04-01", &[after], &[first, end]),
            ("created:<2026-04-01", &[last], &[first, end]),
            ("created:<=2026-04-01", &[last, first, end], &[after]),
            ("created:2026-03-30..2026-04-01", &[last, end], &[after]),
            ("since:2026-04-01", &[first], &[last]),
            ("-created:2026-04-01", &[last, after], &[first, end]),
        ] {
            assert_times(query, created, inside, outside);
        }
        for (query, inside, outside) in [
            (
                "created:today",
                "2026-04-26T22:00:00Z",
                "2026-04-26T21:59:59Z",
            ),
            (
                "created:yesterday",
                "2026-04-26T21:59:59Z",
                "2026-04-26T22:00:00Z",
            ),
            (
                "created:monday",
                "2026-04-27T08:00:00Z",
                "2026-04-26T08:00:00Z",
            ),
            (
                "created:tuesday",
                "2026-04-21T08:00:00Z",
                "2026-04-28T08:00:00Z",
            ),
            (
                "since:sunday",
                "2026-04-25T22:00:00Z",
                "2026-04-25T21:59:59Z",
            ),
            (
                "created:10:00",
                "2026-04-27T08:00:59Z",
                "2026-04-27T08:01:00Z",
            ),
            (
                "created:>10:00",
                "2026-04-27T08:00:01Z",
                "2026-04-27T08:00:00Z",
            ),
            (
                "created:<=10:00",
                "2026-04-27T08:00:00Z",
                "2026-04-27T08:00:01Z",
            ),
            (
                "since:2026-04-01T10:00",
                "2026-04-01T08:00:00Z",
                "2026-04-01T07:59:59Z",
            ),
        ] {
            assert_times(query, created, &[inside], &[outside]);
        }
    }

    #[test]
    fn durations_count_from_now_to_the_second() {
        let created: fn(&mut Row, Instant) = |row, at| row.created = at;
        let waiting: fn(&mut Row, Instant) = |row, at| row.waiting = Some(at);
        let due: fn(&mut Row, Instant) = |row, at| row.due = Some(at);
        for (query, set, inside, outside) in [
            (
                "older:2d",
                created,
                "2026-04-25T08:46:59Z",
                "2026-04-25T08:47:00Z",
            ),
            (
                "older:>=2d",
                created,
                "2026-04-25T08:47:00Z",
                "2026-04-25T08:47:01Z",
            ),
            (
                "older:<2d",
                created,
                "2026-04-25T08:47:01Z",
                "2026-04-25T08:47:00Z",
            ),
            (
                "older:<=2d",
                created,
                "2026-04-25T08:47:00Z",
                "2026-04-25T08:46:59Z",
            ),
            (
                "since:2d",
                created,
                "2026-04-25T08:47:00Z",
                "2026-04-25T08:46:59Z",
            ),
            (
                "older:1d..2d",
                created,
                "2026-04-26T08:47:00Z",
                "2026-04-26T08:47:01Z",
            ),
            (
                "idle:1w",
                |row, at| row.message = at,
                "2026-04-20T08:46:59Z",
                "2026-04-20T08:47:00Z",
            ),
            (
                "reply:>30m",
                |row, at| row.reply = Some(at),
                "2026-04-27T08:16:59Z",
                "2026-04-27T08:17:00Z",
            ),
            // Three hours of business time: one hour and 47 minutes today, the rest on Thursday.
            (
                "wait:>3bh",
                waiting,
                "2026-04-23T13:46:59Z",
                "2026-04-23T13:47:00Z",
            ),
            (
                "wait:<3bh",
                waiting,
                "2026-04-23T13:47:01Z",
                "2026-04-23T13:47:00Z",
            ),
            // Two business days before Monday: Thursday and Wednesday.
            (
                "older:2bd",
                created,
                "2026-04-22T08:46:59Z",
                "2026-04-22T08:47:00Z",
            ),
            (
                "sla:<1h",
                due,
                "2026-04-27T09:46:59Z",
                "2026-04-27T09:47:00Z",
            ),
            (
                "sla:<=1h",
                due,
                "2026-04-27T09:47:00Z",
                "2026-04-27T09:47:01Z",
            ),
            (
                "sla:<1h",
                due,
                "2020-01-01T00:00:00Z",
                "2027-01-01T00:00:00Z",
            ),
            (
                "sla:0..1h",
                due,
                "2026-04-27T08:47:00Z",
                "2026-04-27T08:46:59Z",
            ),
            (
                "sla:>1h",
                due,
                "2026-04-27T09:47:01Z",
                "2026-04-27T09:47:00Z",
            ),
            // Nine hours of business time from 10:47: today until 17:00, tomorrow until 11:47.
            (
                "sla:<9bh",
                due,
                "2026-04-28T09:46:59Z",
                "2026-04-28T09:47:00Z",
            ),
            (
                "sla:<1bd",
                due,
                "2026-04-28T08:46:59Z",
                "2026-04-28T08:47:00Z",
            ),
            (
                "is:breached",
                due,
                "2026-04-27T08:46:59Z",
                "2026-04-27T08:47:00Z",
            ),
            (
                "promise:<today",
                |row, at| row.promise = Some(at),
                "2026-04-26T21:59:59Z",
                "2026-04-26T22:00:00Z",
            ),
            (
                "is:snoozed",
                |row, at| row.snoozed = Some(at),
                "2026-04-27T08:47:01Z",
                "2026-04-27T08:47:00Z",
            ),
        ] {
            assert_times(query, set, &[inside], &[outside]);
        }
    }

    #[test]
    fn what_is_missing_matches_no_comparison() {
        for query in [
            "priority:<urgent",
            "priority:!=high",
            "solved:<today",
            "solved:>=2020-01-01",
            "sla:<1h",
            "sla:>1h",
            "wait:>0",
            "promise:<today",
            "tag:!=x",
            "assignee:!=me",
            "due:!=today",
            "reply:<1d",
            "is:breached",
            "agent_id:>0",
            "jira.status:!=done",
        ] {
            assert!(!finds(query, &row()), "{query}");
        }
        for query in [
            "-tag:x",
            "no:priority",
            "-priority:high",
            "no:solved",
            "-sla:<1h",
            "no:sla",
        ] {
            assert!(finds(query, &row()), "{query}");
        }
    }

    #[test]
    fn paused_clocks_past_their_target_are_breached_within_any_time() {
        let late = Row {
            paused: true,
            late: true,
            ..row()
        };
        assert!(
            finds("is:breached", &late) && finds("sla:<1h", &late) && finds("is:paused", &late)
        );
        assert!(!finds("sla:0..1h", &late));
    }

    #[test]
    fn bare_ids_find_what_is_called_so() {
        let local = Row {
            id: 48_213,
            source: Source::Local,
            external: None,
            ..row()
        };
        assert!(finds("#48213", &row()) && finds("#48213", &local) && finds("48213", &row()));
        assert!(finds("zd:48213", &row()) && !finds("fd:48213", &row()) && !finds("#17", &row()));
        let linked = Row {
            issues: vec![super::super::evaluate::Issue {
                key: "PAY-123".into(),
                status: String::new(),
                stage: None,
            }],
            references: vec!["DE89370400440532013000".into(), "charge_X0O78kTq".into()],
            ..row()
        };
        for query in [
            "PAY-123",
            "pay-123",
            "charge_X0O78kTq",
            "X0O78",
            "charge_x0o*",
            "\"DE89 3704 0044 0532 0130 00\"",
            "DE89370400440532013000",
        ] {
            assert!(finds(query, &linked), "{query}");
        }
        assert!(!finds("PAY-12", &linked) && !finds("D-9931", &linked));
    }

    #[test]
    fn the_marked_are_those_of_the_screen() {
        let marked = Row { id: 3, ..row() };
        assert!(finds("is:marked", &marked) && !finds("is:marked", &row()));
    }

    #[test]
    fn a_schedule_that_never_opens_lets_nothing_grow_old() {
        let closed = Schedule::new(Zone::default(), &[], []).unwrap();
        let context = Context {
            schedule: &closed,
            ..random::context()
        };
        for query in ["older:1bd", "wait:>1bh", "sla:>1bh"] {
            let selection = Filter::parse(query).unwrap().select(&context);
            let mut row = row();
            (row.waiting, row.due) = (Some(row.created), Some(at("2090-01-01T00:00:00Z")));
            assert!(!holds(&row, &selection.want), "{query}");
        }
    }
}
