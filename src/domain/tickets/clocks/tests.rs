//! Clocks from outside: what holds for every ticket, and what each switch changes.

use std::sync::Arc;

use chrono::{NaiveDate, TimeZone, Utc};
use proptest::prelude::*;

use super::*;
use crate::domain::Instant;
use crate::domain::schedule::{Schedule, Span};
use crate::domain::tickets::{Priority, Status};
use crate::domain::zone::Zone;

const HOUR: i64 = 3_600;

fn at(seconds: i64) -> Instant {
    let start = Utc.with_ymd_and_hms(2026, 4, 27, 8, 0, 0).unwrap();
    start + chrono::TimeDelta::seconds(seconds)
}

fn event(seconds: i64, kind: EventKind) -> Event {
    Event {
        at: at(seconds),
        kind,
    }
}

fn created(by: Side) -> EventKind {
    EventKind::Created {
        by,
        public: true,
        status: Status::New,
        priority: None,
    }
}

fn comment(by: Side) -> EventKind {
    EventKind::Comment {
        by,
        public: true,
        status: None,
    }
}

/// The same target for every metric.
fn targets(seconds: i64, business: bool) -> Arc<Targets> {
    let goals = Metric::ALL.map(|metric| Goal {
        metric,
        priority: None,
        target: Target { seconds, business },
    });
    Arc::new(Targets::new(goals.to_vec()))
}

/// Berlin's office hours, or lunch-time ones.
fn hours(from: u16, to: u16) -> Arc<Schedule> {
    let week = Span::DAYS.map(|day| Span {
        day: Span::day_named(day).unwrap(),
        from,
        to,
    });
    let closed = NaiveDate::from_ymd_opt(2026, 5, 1).unwrap();
    let zone = Zone::named("Europe/Berlin").unwrap();
    Arc::new(Schedule::new(zone, &week[..5], [closed]).unwrap())
}

fn replay(clocks: Clocks, events: &[Event], switches: Switches) -> Clocks {
    events.iter().fold(clocks, |mut clocks, event| {
        clocks.apply(event, switches);
        clocks
    })
}

/// The clocks after these events under a target of an hour, read at `now`.
fn read_with(switches: Switches, now: i64, events: &[(i64, EventKind)]) -> Vec<Clock> {
    let events: Vec<_> = events
        .iter()
        .map(|(s, kind)| event(*s, kind.clone()))
        .collect();
    replay(
        Clocks::new(Some(targets(HOUR, false)), None),
        &events,
        switches,
    )
    .read(at(now))
}

#[track_caller]
fn find(clocks: &[Clock], metric: Metric) -> Clock {
    *clocks.iter().rfind(|clock| clock.metric == metric).unwrap()
}

#[test]
fn u1_a_ticket_of_an_agent_may_start_a_first_reply() {
    let events = [(0, created(Side::Agent)), (600, comment(Side::Agent))];
    let has_first = |switches| {
        let clocks = read_with(switches, 900, &events);
        clocks
            .iter()
            .any(|clock| clock.metric == Metric::FirstReply)
    };
    assert!(!has_first(Switches::default()));
    let on = Switches {
        first_reply_on_agent_tickets: true,
        ..Switches::default()
    };
    assert!(has_first(on));
    let first = find(&read_with(on, 900, &events), Metric::FirstReply);
    assert_eq!(first.achieved_at, Some(at(600)));
}

#[test]
fn u2_solving_may_drop_replies() {
    let events = [
        (0, created(Side::EndUser)),
        (600, EventKind::Status(Status::Solved)),
    ];
    let state = |switches| find(&read_with(switches, 900, &events), Metric::FirstReply).state;
    assert_eq!(state(Switches::default()), ClockState::Achieved);
    let on = Switches {
        solve_drops_replies: true,
        ..Switches::default()
    };
    assert_eq!(state(on), ClockState::Cancelled);
    let dropped = find(&read_with(on, 900, &events), Metric::FirstReply);
    assert_eq!((dropped.due_at, dropped.remaining_seconds()), (None, None));
}

#[test]
fn u3_time_solved_may_count() {
    let events = [
        (0, created(Side::EndUser)),
        (600, EventKind::Status(Status::Solved)),
        (1_800, EventKind::Status(Status::Open)),
    ];
    let used =
        |switches| find(&read_with(switches, 2_400, &events), Metric::AgentWork).elapsed_seconds;
    assert_eq!(used(Switches::default()), 1_200);
    let on = Switches {
        count_solved_time: true,
        ..Switches::default()
    };
    assert_eq!(used(on), 2_400);
}

#[test]
fn u4_a_breach_may_outlive_its_target() {
    let events = [
        (0, created(Side::EndUser)),
        (2 * HOUR, EventKind::Policy(Some(targets(8 * HOUR, false)))),
    ];
    let breach =
        |switches| find(&read_with(switches, 2 * HOUR, &events), Metric::FirstReply).breached_at;
    assert_eq!(breach(Switches::default()), None);
    let on = Switches {
        keep_superseded_breach: true,
        ..Switches::default()
    };
    assert_eq!(breach(on), Some(at(HOUR)));
}

#[test]
fn u5_another_schedule_may_take_a_breach_back() {
    let events: Vec<_> = [
        (0, created(Side::EndUser)),
        (2 * HOUR, EventKind::Schedule(Some(hours(15 * 60, 17 * 60)))),
    ]
    .map(|(seconds, kind)| event(seconds, kind))
    .to_vec();
    let breach = |switches: Switches| {
        let clocks = Clocks::new(Some(targets(HOUR, true)), Some(hours(9 * 60, 17 * 60)));
        let clocks = replay(clocks, &events, switches).read(at(3 * HOUR));
        find(&clocks, Metric::FirstReply).breached_at
    };
    assert_eq!(breach(Switches::default()), Some(at(HOUR)));
    let on = Switches {
        schedule_revises_breach: true,
        ..Switches::default()
    };
    assert_eq!(breach(on), None);
}

#[test]
fn u6_a_merge_may_solve() {
    let events = [(0, created(Side::EndUser)), (2 * HOUR, EventKind::Merged)];
    let first = |switches| find(&read_with(switches, 3 * HOUR, &events), Metric::FirstReply);
    let dropped = first(Switches::default());
    assert_eq!(dropped.state, ClockState::Cancelled);
    assert_eq!(dropped.breached_at, None);
    let on = Switches {
        merge_solves: true,
        ..Switches::default()
    };
    assert_eq!(first(on).state, ClockState::Achieved);
    assert_eq!(first(on).breached_at, Some(at(HOUR)));
}

#[test]
fn u7_side_conversations_may_answer() {
    let side = EventKind::SideComment {
        by: Side::Agent,
        public: true,
    };
    let events = [(0, created(Side::EndUser)), (600, side)];
    let state = |switches| find(&read_with(switches, 900, &events), Metric::FirstReply).state;
    assert_eq!(state(Switches::default()), ClockState::Active);
    let on = Switches {
        count_side_comments: true,
        ..Switches::default()
    };
    assert_eq!(state(on), ClockState::Achieved);
}

#[test]
fn a_clock_that_stands_still_with_nothing_left_is_breached_by_the_instant() {
    // Instants are compared, not minutes: the target was reached when it was paused.
    let events = [
        (0, created(Side::EndUser)),
        (HOUR, EventKind::Status(Status::Pending)),
    ];
    let wait = |now| {
        find(
            &read_with(Switches::default(), now, &events),
            Metric::RequesterWait,
        )
    };
    assert_eq!(wait(HOUR).breached_at, None);
    assert_eq!(wait(HOUR + 1).breached_at, Some(at(HOUR)));
    assert_eq!(wait(HOUR + 1).remaining_seconds(), Some(0));
}

#[test]
fn each_step_is_told_in_the_zone_of_the_hours() {
    let monday = Utc.with_ymd_and_hms(2026, 4, 24, 14, 30, 0).unwrap();
    let mut clocks =
        Clocks::new(Some(targets(HOUR, true)), Some(hours(9 * 60, 17 * 60))).remembering();
    let switches = Switches::default();
    let made = Event {
        at: monday,
        kind: created(Side::EndUser),
    };
    clocks.apply(&made, switches);
    clocks.apply(&event(7_200, comment(Side::Agent)), switches);
    let why = clocks.why(at(9_000), &Zone::default());
    assert_eq!(
        why.first().unwrap(),
        &[
            "first reply started Fri 24 Apr 16:30 with the client's message",
            "due Mon 27 Apr 09:30: 60 business minutes, 30 on Fri 24 Apr, 30 on Mon 27 Apr; \
             Sat 25 Apr, Sun 26 Apr do not count",
            "breached Mon 27 Apr 09:30",
            "ended Mon 27 Apr 12:00 with a public message of an agent",
        ]
    );
}

#[test]
fn a_paused_clock_is_told_without_a_due_instant_it_has_not() {
    let mut clocks = Clocks::new(Some(targets(HOUR, false)), None).remembering();
    let switches = Switches::default();
    clocks.apply(&event(0, created(Side::EndUser)), switches);
    clocks.apply(&event(600, EventKind::Status(Status::Pending)), switches);
    clocks.apply(
        &event(900, EventKind::Policy(Some(targets(2 * HOUR, false)))),
        switches,
    );
    let listed = clocks.read(at(1_000));
    let why = clocks.why(at(1_000), &Zone::default());
    let told = listed.iter().zip(&why);
    let paused: Vec<_> = told
        .filter(|(clock, _)| clock.state == ClockState::Paused)
        .collect();
    assert!(!paused.is_empty());
    for (_, sentences) in paused {
        let all = sentences.join("; ");
        assert!(
            all.contains("paused") && !all.contains("never due"),
            "{all}"
        );
        assert!(
            !all.contains("minutes,"),
            "a due that was lost is not explained: {all}"
        );
    }
}

fn sides() -> impl Strategy<Value = Side> {
    prop::sample::select(Side::ALL.to_vec())
}

fn statuses() -> impl Strategy<Value = Status> {
    prop::sample::select(vec![
        Status::New,
        Status::Open,
        Status::Open,
        Status::Pending,
        Status::OnHold,
        Status::Solved,
    ])
}

fn priorities() -> impl Strategy<Value = Option<Priority>> {
    prop::option::of(prop::sample::select(Priority::ALL.to_vec()))
}

fn kinds() -> impl Strategy<Value = EventKind> {
    prop_oneof![
        4 => (sides(), any::<bool>(), prop::option::of(statuses()))
            .prop_map(|(by, public, status)| EventKind::Comment { by, public, status }),
        4 => statuses().prop_map(EventKind::Status),
        1 => priorities().prop_map(EventKind::Priority),
    ]
}

/// A ticket with its events: some at the same instant, none before the ticket.
fn tickets() -> impl Strategy<Value = Vec<Event>> {
    let made = (sides(), any::<bool>(), statuses(), priorities()).prop_map(
        |(by, public, status, priority)| EventKind::Created {
            by,
            public,
            status,
            priority,
        },
    );
    let later = prop::collection::vec((0_i64..100, kinds()), 0..14);
    (made, later).prop_map(|(made, later)| {
        let mut seconds = 0;
        let mut events = vec![event(0, made)];
        for (quarters, kind) in later {
            seconds += quarters * 900;
            events.push(event(seconds, kind));
        }
        events
    })
}

fn switches() -> impl Strategy<Value = Switches> {
    any::<[bool; 7]>().prop_map(|on| Switches {
        first_reply_on_agent_tickets: on[0],
        solve_drops_replies: on[1],
        count_solved_time: on[2],
        keep_superseded_breach: on[3],
        schedule_revises_breach: on[4],
        merge_solves: on[5],
        count_side_comments: on[6],
    })
}

fn last(events: &[Event]) -> i64 {
    (events.last().unwrap().at - at(0)).num_seconds()
}

/// Seconds spent pending, and on hold, until `now`: by the rules of statuses alone.
fn stood_still(events: &[Event], now: i64) -> (i64, i64) {
    let (mut pending, mut on_hold) = (0, 0);
    let mut status = Status::New;
    for (place, event) in events.iter().enumerate() {
        let waits = !matches!(status, Status::New | Status::Open);
        status = match event.kind {
            EventKind::Created { status, .. } | EventKind::Status(status) => status,
            EventKind::Comment {
                status: Some(status),
                ..
            } => status,
            EventKind::Comment {
                by: Side::EndUser,
                public: true,
                ..
            } if waits => Status::Open,
            _ => status,
        };
        let until = events.get(place + 1).map_or(at(now), |next| next.at);
        let seconds = (until - event.at).num_seconds();
        match status {
            Status::Pending => pending += seconds,
            Status::OnHold => on_hold += seconds,
            _ => {}
        }
    }
    (pending, on_hold)
}

fn used(clocks: &[Clock], metric: Metric) -> i64 {
    clocks
        .iter()
        .filter(|c| c.metric == metric)
        .map(|c| c.elapsed_seconds)
        .sum()
}

proptest! {
    #[test]
    fn the_status_clocks_add_up(events in tickets(), more in 0_i64..200_000) {
        let now = last(&events) + more;
        let clocks = Clocks::new(Some(targets(9 * HOUR, false)), None);
        let clocks = replay(clocks, &events, Switches::default()).read(at(now));
        let total = used(&clocks, Metric::TotalResolution);
        if total > 0 {
            let (pending, on_hold) = stood_still(&events, now);
            let work = used(&clocks, Metric::AgentWork);
            prop_assert_eq!(work + pending + on_hold, total);
            prop_assert_eq!(used(&clocks, Metric::RequesterWait), work + on_hold);
        }
    }

    #[test]
    fn pauses_and_closed_hours_only_ever_take_away(
        events in tickets(), more in 0_i64..200_000, switches in switches(),
    ) {
        let now = at(last(&events) + more);
        let read = |business| {
            let clocks = Clocks::new(Some(targets(9 * HOUR, business)), Some(hours(540, 1_020)));
            replay(clocks, &events, switches).read(now)
        };
        let (calendar, business) = (read(false), read(true));
        prop_assert_eq!(calendar.len(), business.len());
        for (calendar, business) in calendar.iter().zip(&business) {
            prop_assert!(business.elapsed_seconds <= calendar.elapsed_seconds);
            prop_assert_eq!(business.started_at, calendar.started_at);
            prop_assert_eq!(business.state, calendar.state);
        }
        let of = |metric| calendar.iter().filter(move |clock| clock.metric == metric);
        for (periodic, pausable) in of(Metric::PeriodicUpdate).zip(of(Metric::PausableUpdate)) {
            prop_assert_eq!(periodic.started_at, pausable.started_at);
            prop_assert!(pausable.elapsed_seconds <= periodic.elapsed_seconds);
        }
    }

    #[test]
    fn a_note_changes_nothing(
        events in tickets(), place in any::<prop::sample::Index>(), by in sides(),
        business in any::<bool>(), more in 0_i64..200_000, switches in switches(),
    ) {
        let now = at(last(&events) + more);
        let read = |events: &[Event]| {
            let clocks = Clocks::new(Some(targets(2 * HOUR, business)), Some(hours(540, 1_020)));
            replay(clocks, events, switches).read(now)
        };
        let mut noted = events.clone();
        let place = place.index(events.len());
        let note = Event {
            at: events[place].at,
            kind: EventKind::Comment { by, public: false, status: None },
        };
        noted.insert(place + 1, note);
        prop_assert_eq!(read(&noted), read(&events));
    }

    #[test]
    fn events_one_by_one_give_the_same_as_all_at_once(
        events in tickets(), place in any::<prop::sample::Index>(),
        business in any::<bool>(), more in 0_i64..200_000, switches in switches(),
    ) {
        let now = at(last(&events) + more);
        let new = || Clocks::new(Some(targets(2 * HOUR, business)), Some(hours(540, 1_020)));
        let (head, tail) = events.split_at(place.index(events.len()));
        let whole = replay(new(), &events, switches);
        let kept = replay(new(), head, switches);
        // Reading in between, and remembering, leave no trace.
        kept.read(head.last().map_or(at(0), |event| event.at));
        let parts = replay(kept.clone(), tail, switches);
        prop_assert_eq!(&parts, &whole);
        let told = replay(new().remembering(), &events, switches);
        prop_assert_eq!(told.read(now), whole.read(now));
        let why = told.why(now, &Zone::default());
        prop_assert_eq!(why.len(), whole.read(now).len());
        prop_assert!(why.iter().all(|steps| !steps.is_empty()));
    }

    #[test]
    fn clocks_are_sound_and_go_forward(
        events in tickets(), business in any::<bool>(), more in 0_i64..200_000,
        later in 0_i64..200_000, switches in switches(),
    ) {
        let clocks = Clocks::new(Some(targets(2 * HOUR, business)), Some(hours(540, 1_020)));
        let clocks = replay(clocks, &events, switches);
        let now = last(&events) + more;
        let (first, second) = (clocks.read(at(now)), clocks.read(at(now + later)));
        prop_assert_eq!(first.len(), second.len());
        for (first, second) in first.iter().zip(&second) {
            prop_assert!(first.elapsed_seconds <= second.elapsed_seconds);
            prop_assert!(first.breached_at.is_none() || first.breached_at == second.breached_at);
            if first.state == ClockState::Paused {
                prop_assert_eq!(first.due_at, None);
            }
            // What is not over is not breached, unless it is at its very end.
            if first.breached_at.is_some() && !switches.keep_superseded_breach {
                prop_assert!(first.elapsed_seconds >= first.target.seconds);
            }
            if first.elapsed_seconds > first.target.seconds {
                prop_assert!(first.breached_at.is_some());
            }
        }
    }
}
