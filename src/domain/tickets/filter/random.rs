//! Random rows, terms, selections and lines of typing, all of one small vocabulary, so that a
//! random question often has an answer.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use chrono::{NaiveDate, TimeZone, Utc, Weekday};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::amounts::{Amount, UNIT};
use super::ast::{Aged, Bounds, Expr, Number, Test, Who};
use super::dates::{Date, Duration, Unit};
use super::evaluate::{Group, Human, Issue, Row};
use super::select::Context;
use super::selection::{Feature, Moment, Named, Party, Pattern, Selection, Valued};
use super::{Filter, Sort, SortField};
use crate::domain::Instant;
use crate::domain::money::Currency;
use crate::domain::schedule::{Schedule, Span};
use crate::domain::tickets::{Kind, Priority, Source, Status, TicketId};
use crate::domain::zone::Zone;

/// People: name, address, number in the helpdesk.
pub(crate) const PEOPLE: [(&str, Option<&str>, i64); 5] = [
    ("Ana Lopes", Some("ana@desk.example"), 11),
    ("Gus Agent", Some("gus@desk.example"), 12),
    ("Zoë Müller", Some("Zoe@acme.example"), 13),
    ("", Some("ops@bolt.example"), 14),
    ("Ben", None, -77),
];
/// Teams, organizations and merchants.
pub(crate) const NAMES: [&str; 4] = ["Acme PSP", "Bolt Überweisung", "Partner desk", "acme"];
/// Tags and methods.
pub(crate) const TAGS: [&str; 5] = ["blik", "ideal", "pix", "BLIK_refund", "vip-1"];
/// Titles of custom fields, as queries spell them.
pub(crate) const FIELDS: [&str; 3] = ["risk_level", "psp_ref", "merchant"];
/// Values of custom fields.
pub(crate) const VALUES: [&str; 4] = ["high", "Low", "D-9931", "Acme PSP"];
/// Payment references.
pub(crate) const REFERENCES: [&str; 4] = [
    "charge_X0O78kTq",
    "charge_X0O99zzz",
    "D-9931",
    "DE89370400440532013000",
];
/// Error codes.
pub(crate) const CODES: [&str; 3] = ["PROVIDER_ERROR", "AC04", "provider_timeout"];
/// Issues of the tracker: key, status, stage.
pub(crate) const ISSUES: [(&str, &str, Option<&str>); 3] = [
    ("PAY-12", "In Progress", Some("in_progress")),
    ("PAY-123", "Released", Some("done")),
    ("OPS-7", "", None),
];
/// Words of subjects and messages.
pub(crate) const WORDS: [&str; 12] = [
    "refund",
    "Refunds",
    "missing",
    "BLIK",
    "payout",
    "not",
    "received",
    "Überweisung",
    "D-9931",
    "charge_X0O78kTq",
    "PAY-12",
    "48213",
];

/// The time it is in random questions: a Monday morning.
pub(crate) fn now() -> Instant {
    Utc.with_ymd_and_hms(2026, 4, 27, 8, 47, 0).unwrap()
}

/// Who asks, when and where.
pub(crate) fn context() -> Context<'static> {
    static HELD: OnceLock<(Vec<String>, Zone, Schedule, BTreeSet<TicketId>)> = OnceLock::new();
    let (me, zone, schedule, marked) = HELD.get_or_init(|| {
        let zone = Zone::named("Europe/Berlin").unwrap();
        let days = [
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
        ];
        let week = days.map(|day| Span {
            day,
            from: 9 * 60,
            to: 17 * 60,
        });
        let closed = NaiveDate::from_ymd_opt(2026, 4, 24);
        let schedule = Schedule::new(zone.clone(), &week, closed).unwrap();
        let me = vec!["ana@desk.example".to_owned()];
        let marked = [2, 3, 5, 8].map(TicketId);
        (me, zone, schedule, BTreeSet::from(marked))
    });
    Context {
        me,
        zone,
        schedule,
        now: now(),
        marked,
    }
}

/// Minutes from now that lie on both sides of what durations and days reach.
fn minutes() -> impl Strategy<Value = i64> {
    prop_oneof![
        select(vec![
            -20_160, -2_880, -1_440, -527, -240, -60, -1, 0, 1, 60, 120, 793, 2_880
        ]),
        -20_000i64..4_000,
    ]
}

/// An instant near now; on the second, or a second beside it.
pub(crate) fn instant() -> impl Strategy<Value = Instant> {
    (minutes(), -1i64..=1)
        .prop_map(|(minutes, seconds)| now() + chrono::Duration::seconds(minutes * 60 + seconds))
}

fn texts(all: &'static [&'static str], most: usize) -> impl Strategy<Value = Vec<String>> {
    subsequence(all, 0..=most.min(all.len()))
        .prop_map(|some| some.into_iter().map(str::to_owned).collect())
}

fn sentence() -> impl Strategy<Value = String> {
    prop::collection::vec(select(&WORDS[..]), 0..5).prop_map(|words| words.join(" "))
}

fn person() -> impl Strategy<Value = Option<Human>> {
    prop::option::of(select(&PEOPLE[..]).prop_map(|(name, email, remote)| Human {
        name: name.to_owned(),
        email: email.map(str::to_owned),
        remote,
    }))
}

fn name() -> impl Strategy<Value = Option<String>> {
    prop::option::of(select(&NAMES[..]).prop_map(str::to_owned))
}

/// A ticket.
pub(crate) fn row() -> impl Strategy<Value = Row> {
    let kept = (
        1i64..40,
        select(Source::ALL),
        48_200i64..48_220,
        select(Status::ALL),
        prop::option::of(select(Priority::ALL)),
        select(Kind::ALL),
    );
    let people = (
        person(),
        person(),
        prop::option::of((select(&NAMES[..]), 90i64..93)),
        name(),
        name(),
    );
    let issue = |(key, status, stage): (&str, &str, Option<&'static str>)| Issue {
        key: key.to_owned(),
        status: status.to_owned(),
        stage,
    };
    let issues = subsequence(&ISSUES[..], 0..=2)
        .prop_map(move |issues| issues.into_iter().map(issue).collect::<Vec<_>>());
    let field = (select(&FIELDS[..]), select(&VALUES[..]))
        .prop_map(|(title, value)| (title.to_owned(), value.to_owned()));
    let money = (
        select(vec!["EUR", "PLN"]),
        select(vec![99_9500, 100 * UNIT, 5 * UNIT]),
    )
        .prop_map(|(currency, value)| (currency.to_owned(), value));
    let values = (
        texts(&TAGS, 3),
        texts(&TAGS, 1),
        prop::collection::btree_map(select(&FIELDS[..]), field, 0..3).prop_map(|fields| {
            fields
                .into_iter()
                .map(|(title, (_, value))| (title.to_owned(), value))
        }),
        issues,
        texts(&REFERENCES, 2),
        texts(&CODES, 1),
        prop::collection::vec(money, 0..2),
    );
    let said = (sentence(), prop::collection::vec(sentence(), 0..3));
    let times = (
        (instant(), instant(), instant()),
        prop::collection::vec(prop::option::of(instant()), 7),
    );
    let bits = prop::collection::vec(any::<bool>(), 6);
    (kept, people, values, said, times, bits).prop_map(
        |(
            (id, source, external, status, priority, kind),
            (requester, assignee, group, organization, merchant),
            (tags, methods, fields, issues, references, codes, amounts),
            (subject, messages),
            ((created, updated, message), maybe),
            bits,
        )| Row {
            id,
            source,
            external: (source != Source::Local).then_some(external),
            status,
            priority,
            kind,
            requester,
            assignee,
            group: group.map(|(name, remote)| Group {
                name: name.to_owned(),
                remote,
            }),
            organization,
            merchant,
            methods,
            tags,
            fields: fields.collect(),
            issues,
            references,
            codes,
            amounts,
            subject,
            messages,
            created,
            updated,
            message,
            solved: maybe[0],
            due: maybe[1],
            follow_up: maybe[2],
            snoozed: maybe[3],
            promise: maybe[4],
            reply: maybe[5],
            waiting: maybe[6],
            paused: bits[0],
            late: bits[0] && bits[1],
            unclocked: bits[2],
            attached: bits[3],
            draft: bits[4],
            dirty: bits[5],
        },
    )
}

fn bounds<T: Copy + std::fmt::Debug + 'static>(
    one: impl Strategy<Value = T> + Clone + 'static,
    is_after: fn(&T, &T) -> bool,
) -> impl Strategy<Value = Bounds<T>> {
    (one.clone(), one, 0..6).prop_map(move |(one, other, way)| match way {
        0 => Bounds::Is(one),
        1 => Bounds::Less(one),
        2 => Bounds::AtMost(one),
        3 => Bounds::Greater(one),
        4 => Bounds::AtLeast(one),
        _ if is_after(&one, &other) => Bounds::Between(other, one),
        _ => Bounds::Between(one, other),
    })
}

fn date() -> impl Strategy<Value = Date> + Clone {
    let day = (-15i64..5).prop_map(|days| now().date_naive() + chrono::Duration::days(days));
    let clock = (0u32..24, select(vec![0u32, 30, 47]))
        .prop_map(|(hour, minute)| chrono::NaiveTime::from_hms_opt(hour, minute, 0).unwrap());
    prop_oneof![
        day.clone().prop_map(Date::Day),
        (day, clock.clone()).prop_map(|(day, time)| Date::Time(day.and_time(time))),
        minutes().prop_map(|minutes| Date::Instant(now() + chrono::Duration::minutes(minutes))),
        Just(Date::Today),
        Just(Date::Yesterday),
        Just(Date::Tomorrow),
        (0u8..7).prop_map(|day| Date::Weekday(Weekday::try_from(day).unwrap())),
        clock.prop_map(Date::Clock),
    ]
}

fn duration() -> impl Strategy<Value = Duration> + Clone {
    let units = [
        Unit::Minute,
        Unit::Hour,
        Unit::Day,
        Unit::Week,
        Unit::BusinessHour,
        Unit::BusinessDay,
    ];
    (0u32..50, select(units.to_vec())).prop_map(|(amount, unit)| Duration {
        amount,
        unit: if amount == 0 { Unit::Minute } else { unit },
    })
}

fn aged() -> impl Strategy<Value = Test> {
    let aged = select(vec![
        Aged::Older,
        Aged::Idle,
        Aged::Wait,
        Aged::Reply,
        Aged::Sla,
        Aged::FollowUp,
        Aged::Promise,
    ]);
    (
        aged,
        bounds(duration(), |one, other| {
            super::dates::runs_backwards(*one, *other)
        }),
    )
        .prop_map(|(aged, bounds)| {
            let bounds = match (aged, bounds) {
                (Aged::Older | Aged::Idle, Bounds::Greater(one)) => Bounds::Is(one),
                (Aged::Wait | Aged::Reply, Bounds::Is(one)) => Bounds::Greater(one),
                (Aged::Sla | Aged::FollowUp | Aged::Promise, Bounds::Is(one)) => {
                    Bounds::AtMost(one)
                }
                (_, other) => other,
            };
            Test::Age(aged, bounds)
        })
}

fn who() -> impl Strategy<Value = Who> {
    let named = select(vec!["ana", "Zoe", "muller", "bolt.example", "nobody here"]);
    prop_oneof![
        Just(Who::Me),
        Just(Who::Nobody),
        Just(Who::Anyone),
        named.prop_map(|name| Who::Named(name.to_owned())),
    ]
}

fn some<T: Clone + PartialEq + std::fmt::Debug>(
    one: impl Strategy<Value = T>,
) -> impl Strategy<Value = Vec<T>> {
    prop::collection::vec(one, 1..3).prop_map(|mut all| {
        all.dedup();
        all
    })
}

fn pattern(all: &'static [&'static str]) -> impl Strategy<Value = Pattern> {
    (select(all), 0usize..12, any::<bool>(), any::<bool>()).prop_map(|(text, end, open, loud)| {
        let end = (1..=end.min(text.len()))
            .rev()
            .find(|end| text.is_char_boundary(*end));
        let text = match (open, end) {
            (true, Some(end)) => text.get(..end).unwrap(),
            _ => text,
        };
        let text = if loud {
            text.to_uppercase()
        } else {
            text.to_owned()
        };
        Pattern { text, open }
    })
}

fn valued() -> impl Strategy<Value = (Valued, Vec<Pattern>)> {
    const KEYS: [&str; 4] = ["PAY-12", "PAY-123", "OPS-7", "OPS-8"];
    const STATUSES: [&str; 4] = ["in progress", "done", "Released", "to_do"];
    prop_oneof![
        some(pattern(&TAGS)).prop_map(|all| (Valued::Tag, all)),
        some(pattern(&TAGS)).prop_map(|all| (Valued::Method, all)),
        some(pattern(&KEYS)).prop_map(|all| (Valued::Jira, all)),
        some(pattern(&STATUSES)).prop_map(|all| (Valued::JiraStatus, all)),
        some(pattern(&CODES)).prop_map(|all| (Valued::Code, all)),
        some(pattern(&REFERENCES)).prop_map(|all| (Valued::Reference, all)),
        (select(&FIELDS[..]), some(pattern(&VALUES)))
            .prop_map(|(title, all)| (Valued::Field(title.to_owned()), all)),
    ]
}

fn feature() -> impl Strategy<Value = Test> {
    let values = [
        Valued::Method,
        Valued::Jira,
        Valued::JiraStatus,
        Valued::Code,
    ];
    let values = values
        .into_iter()
        .chain([Valued::Reference, Valued::Field("psp_ref".to_owned())]);
    let moments = [
        Moment::Solved,
        Moment::Due,
        Moment::FollowUp,
        Moment::Promise,
        Moment::Reply,
        Moment::Waiting,
    ];
    let plain = [
        Feature::Priority,
        Feature::External,
        Feature::Group,
        Feature::Organization,
        Feature::Tag,
        Feature::Merchant,
        Feature::Amount,
        Feature::Subject,
        Feature::Message,
        Feature::Attachment,
        Feature::Draft,
        Feature::Dirty,
        Feature::Paused,
        Feature::Unclocked,
    ];
    let all = plain
        .into_iter()
        .chain(values.map(Feature::Value))
        .chain(moments.map(Feature::Moment));
    let tests =
        all.map(Test::Has)
            .chain([Test::Exists, Test::Breached, Test::Snoozed, Test::Marked]);
    select(tests.collect::<Vec<_>>())
}

fn said() -> impl Strategy<Value = Test> {
    let phrase =
        (pattern(&WORDS), prop::option::of(select(&WORDS[..]))).prop_map(|(one, before)| Pattern {
            text: match before {
                Some(before) => format!("{before} {}", one.text),
                None => one.text,
            },
            // A star stands behind a letter.
            open: one.open,
        });
    let phrase = phrase.prop_filter("some words fold to nothing", |one| {
        !crate::domain::tickets::words::phrase(&one.text).is_empty()
    });
    let phrase = phrase.boxed();
    let expression = select(vec![
        "refund(s|ed)?",
        "^blik",
        "D-\\d+",
        "x y",
        "a\\/b",
        "[(]",
    ]);
    prop_oneof![
        3 => phrase.clone().prop_map(Test::Text),
        1 => some(phrase.clone()).prop_map(Test::Subject),
        1 => some(phrase).prop_map(Test::Body),
        1 => expression.prop_map(|text| Test::Matches(text.to_owned())),
    ]
}

fn numbers(one: std::ops::Range<i64>) -> impl Strategy<Value = Vec<Bounds<i64>>> {
    alike(bounds(one, |one, other| one > other))
}

/// A list of values and ranges, or one comparison.
fn alike<T: Clone + PartialEq + std::fmt::Debug + 'static>(
    one: impl Strategy<Value = Bounds<T>> + 'static,
) -> impl Strategy<Value = Vec<Bounds<T>>> {
    some(one).prop_map(|all| {
        let listed = |one: &Bounds<T>| matches!(one, Bounds::Is(_) | Bounds::Between(..));
        if all.iter().all(listed) {
            all
        } else {
            all.into_iter().take(1).collect()
        }
    })
}

/// Any one test.
pub(crate) fn test() -> impl Strategy<Value = Test> {
    let moment = select(vec![
        Moment::Created,
        Moment::Updated,
        Moment::Solved,
        Moment::Due,
        Moment::FollowUp,
        Moment::Promise,
        Moment::Reply,
        Moment::Waiting,
    ]);
    let named = select(vec![Named::Organization, Named::Group, Named::Merchant]);
    let name = select(vec!["acme", "Uber", "Überweisung", "acme psp", "x"]);
    let party = select(vec![Party::Assignee, Party::Requester]);
    let currency = select(vec!["", "EUR", "PLN"]).prop_map(|code| Currency::named(code).ok());
    let values = select(vec![99_9500i64, 100 * UNIT, 5 * UNIT]);
    let amounts = currency.prop_flat_map(move |currency| {
        let one = values
            .clone()
            .prop_map(move |value| Amount { value, currency });
        alike(bounds(one, |one, other| one.value > other.value))
    });
    let dates = alike(bounds(date(), |one, other| match (one, other) {
        (Date::Day(one), Date::Day(other)) => one > other,
        _ => false,
    }));
    prop_oneof![
        subsequence(Status::ALL, 1..5).prop_map(Test::Status),
        subsequence(Priority::ALL, 1..4).prop_map(Test::Priority),
        subsequence(Kind::ALL, 1..3).prop_map(Test::Kind),
        subsequence(Source::ALL, 1..3).prop_map(Test::Source),
        numbers(1..40).prop_map(|bounds| Test::Number(Number::Id, bounds)),
        numbers(48_200..48_220).prop_map(|bounds| Test::Number(Number::External, bounds)),
        numbers(10..15).prop_map(|bounds| Test::Number(Number::Agent, bounds)),
        numbers(89..94).prop_map(|bounds| Test::Number(Number::Team, bounds)),
        prop_oneof![1i64..40, 48_200i64..48_220].prop_map(Test::Called),
        (moment, dates).prop_map(|(moment, bounds)| Test::When(moment, bounds)),
        aged(),
        (party, some(who())).prop_map(|(party, who)| Test::Person(party, who)),
        (named, some(name.prop_map(str::to_owned)))
            .prop_map(|(named, texts)| Test::Name(named, texts)),
        valued().prop_map(|(valued, patterns)| Test::Value(valued, patterns)),
        amounts.prop_map(Test::Amount),
        said(),
        feature(),
    ]
}

/// Terms joined together, in their plainest shape.
pub(crate) fn expr() -> impl Strategy<Value = Expr> {
    test()
        .prop_map(Expr::Test)
        .prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                2 => prop::collection::vec(inner.clone(), 1..4).prop_map(Expr::all),
                1 => prop::collection::vec(inner.clone(), 1..4).prop_map(Expr::any),
                1 => inner.prop_map(Expr::not),
            ]
        })
}

/// An order.
pub(crate) fn sort() -> impl Strategy<Value = Sort> {
    (select(&SortField::ALL[..]), any::<bool>())
        .prop_map(|(field, descending)| Sort { field, descending })
}

/// A whole query, as it is understood.
pub(crate) fn filter() -> impl Strategy<Value = Filter> {
    let limit = prop::option::weighted(0.2, 1u32..9);
    let none = Just(Expr::All(Vec::new()));
    (prop_oneof![1 => none, 20 => expr()], sort(), limit).prop_map(|(want, sort, limit)| Filter {
        want,
        sort,
        limit,
    })
}

/// A question with every word resolved.
pub(crate) fn selection() -> impl Strategy<Value = Selection> {
    filter().prop_map(|filter| filter.select(&context()))
}

/// Pieces that together reach every branch of the parser.
const PIECES: &[&str] = &[
    "status",
    "priority",
    "kind",
    "type",
    "source",
    "tag",
    "assignee",
    "requester",
    "org",
    "group",
    "subject",
    "body",
    "id",
    "external",
    "agent_id",
    "created",
    "solved",
    "sla",
    "older",
    "wait",
    "reply",
    "since",
    "amount",
    "jira.status",
    "cf.psp_ref",
    "ref",
    "charge",
    "is",
    "has",
    "no",
    "sort",
    "order_by",
    "limit",
    ":",
    ":>=",
    ":<",
    ":!=",
    "<",
    ">=",
    "!=",
    "=",
    ",",
    "..",
    " ",
    " ",
    " ",
    "-",
    "NOT ",
    "not ",
    " AND ",
    " OR ",
    "\"",
    "\"",
    "'",
    "\\",
    "(",
    ")",
    "*",
    "#",
    "/",
    "open",
    "hold",
    "high",
    "none",
    "me",
    "@me",
    "any",
    "null",
    "draft",
    "mine",
    "dirty",
    "unassigned",
    "created",
    "-asc",
    "-desc",
    "desc",
    "7",
    "48213",
    "2h",
    "4bh",
    "0",
    "today",
    "monday",
    "2026-04-01",
    "T10:00",
    "10:00",
    "99.95EUR",
    "refund",
    "https://a.example/x",
    "zd:7",
    "\u{e9}\u{1f600}",
    "\t",
    "a b",
    "\u{301}",
];

/// What fingers may type: pieces of the language in any order.
pub(crate) fn typing() -> impl Strategy<Value = String> {
    prop::collection::vec(select(PIECES), 0..14).prop_map(|pieces| pieces.concat())
}
