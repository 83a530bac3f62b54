//! What the rules of the trade cost, per item: identifiers, timelines, clocks, business time.
//!
//! `cargo bench --bench rules`. Lines are those of `tests/corpus`; tickets are made here. The
//! column `item/s` says how many a core does: a million identifiers, a hundred thousand timelines
//! or tickets take a second at 1, 0.1 and 0.1 Mitem/s.

#![expect(
    clippy::expect_used,
    reason = "a bench that cannot run has nothing to measure"
)]

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Weekday};
use divan::Bencher;
use divan::counter::ItemsCount;

use paydesk::config::Config;
use paydesk::domain::Instant;
use paydesk::domain::merchants::identifiers::{check, guess};
use paydesk::domain::schedule::{Schedule, Span};
use paydesk::domain::settlement::{Cadence, Plan, WhatIf, compose};
use paydesk::domain::tickets::clocks::{
    Clocks, Event, EventKind, Goal, Metric, Side, Switches, Target, Targets,
};
use paydesk::domain::tickets::{Priority, Status};
use paydesk::domain::zone::Zone;
use paydesk::formats::checks;
use paydesk::formats::clocks::{Defaults, Reader};
use paydesk::formats::settlement::Calculator;

const VALUES: &str = include_str!("../tests/corpus/identifiers/values.jsonl");
const CASES: &str = include_str!("../tests/corpus/settlement/cases.jsonl");
const TICKETS: &str = include_str!("../tests/corpus/sla/cases.jsonl");

fn main() {
    divan::main();
}

fn at(seconds: i64) -> Instant {
    DateTime::from_timestamp(1_776_000_000 + seconds, 0).unwrap_or_default()
}

/// A line of `check --batch`: read, checked, written. Three in five are invalid.
#[divan::bench]
fn check_a_line(bencher: Bencher<'_, '_>) {
    let lines: Vec<&[u8]> = VALUES.lines().map(str::as_bytes).collect();
    let mut out = Vec::with_capacity(1 << 20);
    bencher
        .counter(ItemsCount::new(lines.len()))
        .bench_local(|| {
            out.clear();
            for line in &lines {
                let question = checks::read(line).expect("a question");
                let checked = check(question.kind, &question.value, at(0));
                checks::write(question.kind, &question.value, &checked, &mut out);
            }
            out.len()
        });
}

#[divan::bench(args = ["GB82WEST12345698765432", "032180000118357919", "no identifier"])]
fn guess_a_value(value: &str) -> usize {
    guess(value, at(0)).len()
}

/// A line of `timeline --batch`: read, calculated, written.
#[divan::bench]
fn settlement_line(bencher: Bencher<'_, '_>) {
    let calendars = Config::default().calendars().expect("calendars");
    let mut calculator = Calculator::new(&calendars);
    let lines: Vec<&[u8]> = CASES.lines().map(str::as_bytes).collect();
    let mut out = Vec::with_capacity(1 << 20);
    bencher
        .counter(ItemsCount::new(lines.len()))
        .bench_local(|| {
            out.clear();
            for line in &lines {
                let answer = calculator.answer(line).expect("an answer");
                paydesk::formats::json::write_line(&answer, &mut out);
            }
            out.len()
        });
}

/// From capture to expected credit, with a weekly payout, on a thousand captures.
#[divan::bench]
fn timeline(bencher: Bencher<'_, '_>) {
    let config = Config::default();
    let calendars = config.calendars().expect("calendars");
    let method = config.method("blik").expect("a method").rules();
    let what_if = WhatIf {
        payout: Some(Cadence::parse("weekly:fri").expect("a cadence")),
        ..WhatIf::default()
    };
    let plan = Plan::new(&method, None, &what_if, &calendars).expect("a plan");
    bencher
        .counter(ItemsCount::new(1_000_usize))
        .bench_local(|| {
            (0..1_000)
                .map(|n| {
                    compose(&plan, at(n * 7_919))
                        .expect("a timeline")
                        .settled
                        .settlement_date
                })
                .max()
        });
}

fn office() -> Arc<Schedule> {
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
    let berlin = Zone::named("Europe/Berlin").expect("a zone");
    let holiday = NaiveDate::from_ymd_opt(2026, 5, 1);
    Arc::new(Schedule::new(berlin, &week, holiday).expect("hours"))
}

fn targets() -> Arc<Targets> {
    let goals = Metric::ALL.map(|metric| Goal {
        metric,
        priority: None,
        target: Target {
            seconds: 4 * 3_600,
            business: true,
        },
    });
    Arc::new(Targets::new(goals.to_vec()))
}

/// A ticket with ten events over some days, as they come.
fn events() -> Vec<Event> {
    let comment = |by, status| EventKind::Comment {
        by,
        public: true,
        status,
    };
    let kinds = [
        EventKind::Created {
            by: Side::EndUser,
            public: true,
            status: Status::New,
            priority: Some(Priority::Normal),
        },
        comment(Side::Agent, Some(Status::Open)),
        comment(Side::EndUser, None),
        EventKind::Priority(Some(Priority::High)),
        comment(Side::Agent, Some(Status::Pending)),
        comment(Side::EndUser, None),
        EventKind::Status(Status::OnHold),
        EventKind::Status(Status::Open),
        comment(Side::Agent, Some(Status::Solved)),
        comment(Side::EndUser, None),
    ];
    let times = (0..).map(|n| at(n * 31_337));
    times
        .zip(kinds)
        .map(|(at, kind)| Event { at, kind })
        .collect()
}

/// Seven clocks of a ticket with ten events, on a thousand tickets.
#[divan::bench]
fn clocks_of_a_ticket(bencher: Bencher<'_, '_>) {
    let (office, targets, events) = (office(), targets(), events());
    let now = at(400_000);
    bencher
        .counter(ItemsCount::new(1_000_usize))
        .bench_local(|| {
            let mut listed = 0;
            for _ in 0..1_000 {
                let mut clocks = Clocks::new(Some(Arc::clone(&targets)), Some(Arc::clone(&office)));
                for event in &events {
                    clocks.apply(event, Switches::default());
                }
                listed += clocks.read(now).len();
            }
            listed
        });
}

/// A line of `sla --batch`, which brings its own schedule and policy, read and replayed.
#[divan::bench]
fn clocks_line(bencher: Bencher<'_, '_>) {
    let defaults = Defaults::default();
    let lines: Vec<&str> = TICKETS.lines().collect();
    bencher
        .counter(ItemsCount::new(lines.len()))
        .bench_local(|| {
            let mut reader = Reader::new(&defaults);
            let tickets = lines
                .iter()
                .map(|line| reader.read(line).expect("a ticket"));
            tickets
                .map(|ticket| {
                    ticket
                        .clocks(Switches::default(), false)
                        .read(ticket.now)
                        .len()
                })
                .sum::<usize>()
        });
}

#[divan::bench]
fn business_time_over_a_year(bencher: Bencher<'_, '_>) {
    let office = office();
    let year = TimeDelta::days(365);
    bencher.bench_local(|| office.elapsed(at(0), at(0) + year));
}
