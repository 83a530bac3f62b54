//! Histories: what is recorded, what is assumed, who speaks, and what follows for lists.

use super::fixture::{
    AGENT, CLIENT, HOUR, MINUTE, STRANGER, an_hour, at, audit, goal, here, minute, note, past,
    policy, reply, rules, set,
};
use super::*;
use crate::domain::tickets::clocks::{ClockState, Metric, Switches};
use crate::domain::zone::Zone;

fn events(past: &Past) -> Vec<(i64, EventKind)> {
    let history = History::of(past, &rules(Vec::new()));
    let minutes = |event: &Event| (event.at - at(0)).num_minutes();
    history
        .events()
        .iter()
        .map(|event| (minutes(event), event.kind.clone()))
        .collect()
}

fn created(by: Side, public: bool, status: Status, priority: Option<Priority>) -> (i64, EventKind) {
    let kind = EventKind::Created {
        by,
        public,
        status,
        priority,
    };
    (0, kind)
}

fn comment(minutes: i64, by: Side, public: bool, status: Option<Status>) -> (i64, EventKind) {
    (minutes, EventKind::Comment { by, public, status })
}

fn by_client(status: Status) -> (i64, EventKind) {
    created(Side::EndUser, true, status, Some(Priority::Normal))
}

fn derive(past: &Past) -> Derived {
    let rules = an_hour();
    History::of(past, &rules).derive(&rules)
}

#[test]
fn recorded_changes_are_rolled_back_and_played() {
    let mut past = past(
        Status::Pending,
        vec![
            reply(0, CLIENT),
            audit(
                5,
                AGENT,
                vec![
                    Change::Status(Some(Status::New), Status::Open),
                    Change::Priority(None, Some(Priority::High)),
                ],
            ),
            reply(10, AGENT),
            audit(10, AGENT, set(Status::Open, Status::Pending)),
        ],
    );
    past.priority = Some(Priority::High);
    assert_eq!(
        events(&past),
        [
            created(Side::EndUser, true, Status::New, None),
            (5, EventKind::Status(Status::Open)),
            (5, EventKind::Priority(Some(Priority::High))),
            comment(10, Side::Agent, true, Some(Status::Pending)),
        ]
    );
}

#[test]
fn a_status_belongs_to_the_last_message_of_its_author_in_one_update() {
    let mut client = reply(10, CLIENT);
    client.external = Some(7_000);
    let mut another = reply(10, AGENT);
    another.external = Some(7_001);
    let past = past(
        Status::Solved,
        vec![
            reply(0, CLIENT),
            client,
            note(10, AGENT),
            another,
            audit(10, AGENT, set(Status::Open, Status::Solved)),
            audit(20, Author::System, set(Status::Solved, Status::Closed)),
        ],
    );
    assert_eq!(
        events(&past)[1..5],
        [
            comment(10, Side::Agent, false, None),
            comment(10, Side::EndUser, true, None),
            comment(10, Side::Agent, true, Some(Status::Solved)),
            (20, EventKind::Status(Status::Closed)),
        ]
    );
}

#[test]
fn without_audits_it_began_new_and_was_solved_when_the_row_says() {
    let mut closed = past(Status::Closed, vec![reply(0, CLIENT), reply(30, AGENT)]);
    closed.solved_at = Some(minute(45));
    assert_eq!(
        events(&closed),
        [
            by_client(Status::New),
            comment(30, Side::Agent, true, None),
            (45, EventKind::Status(Status::Solved)),
            (24 * 60, EventKind::Status(Status::Closed)),
        ]
    );
    let pending = past(Status::Pending, vec![reply(0, CLIENT)]);
    assert_eq!(
        events(&pending)[1..],
        [(24 * 60, EventKind::Status(Status::Pending))]
    );
    let mut other = past(Status::Open, Vec::new());
    other.source = Source::Freshdesk;
    assert_eq!(events(&other), [by_client(Status::Open)]);
}

#[test]
fn a_change_made_here_says_how_the_row_stood_and_not_how_it_began() {
    let changed = here(audit(25 * 60, AGENT, set(Status::Pending, Status::Open)));
    let past = past(Status::Open, vec![reply(0, CLIENT), changed]);
    assert_eq!(
        events(&past),
        [
            by_client(Status::New),
            (24 * 60, EventKind::Status(Status::Pending)),
            (25 * 60, EventKind::Status(Status::Open)),
        ]
    );
}

#[test]
fn a_row_newer_than_the_audits_moves_the_ticket_when_it_was_changed() {
    let mut past = past(
        Status::Pending,
        vec![
            reply(0, CLIENT),
            audit(5, AGENT, set(Status::New, Status::Open)),
            audit(6, AGENT, vec![Change::Priority(None, Some(Priority::Low))]),
        ],
    );
    past.priority = Some(Priority::Urgent);
    assert_eq!(
        events(&past)[1..],
        [
            (5, EventKind::Status(Status::Open)),
            (6, EventKind::Priority(Some(Priority::Low))),
            (24 * 60, EventKind::Status(Status::Pending)),
            (24 * 60, EventKind::Priority(Some(Priority::Urgent))),
        ]
    );
}

#[test]
fn the_earliest_message_is_the_one_it_was_made_with_if_it_came_at_once() {
    let first = |entry: Happened, source| {
        let mut past = past(Status::New, vec![entry]);
        past.source = source;
        events(&past)
    };
    let by_agent = created(Side::Agent, false, Status::New, Some(Priority::Normal));
    assert_eq!(first(note(0, AGENT), Source::Zendesk), [by_agent]);
    let late = [by_client(Status::New), comment(1, Side::Agent, true, None)];
    assert_eq!(first(reply(1, AGENT), Source::Zendesk), late);
    // Freshdesk keeps the first message in the ticket's row.
    let row = first(reply(0, AGENT), Source::Freshdesk);
    assert_eq!(row[1..2], [comment(0, Side::Agent, true, None)]);
    // A note written here never made a helpdesk's ticket.
    let ours = first(here(note(0, AGENT)), Source::Zendesk);
    assert_eq!(
        ours,
        [by_client(Status::New), comment(0, Side::Agent, false, None)]
    );
}

#[test]
fn what_came_before_the_ticket_counts_when_it_was_made() {
    let past = past(Status::New, vec![reply(-90, CLIENT), reply(-30, AGENT)]);
    assert_eq!(
        events(&past),
        [by_client(Status::New), comment(0, Side::Agent, true, None)]
    );
}

#[test]
fn sides_follow_from_the_part_in_the_ticket_first_and_from_the_role_then() {
    let side = |by: Author, public: bool| {
        let message = if public { reply(60, by) } else { note(60, by) };
        let mut past = past(Status::New, vec![message]);
        past.assignee = Some(4);
        match events(&past)[1].1 {
            EventKind::Comment { by, .. } => by,
            ref other => panic!("{other:?}"),
        }
    };
    assert_eq!(side(CLIENT, true), Side::EndUser);
    assert_eq!(side(AGENT, true), Side::Agent);
    assert_eq!(side(Author::Us, true), Side::Agent);
    assert_eq!(side(Author::System, true), Side::System);
    assert_eq!(side(STRANGER, true), Side::EndUser);
    assert_eq!(side(Author::Person(5, Role::Partner), true), Side::EndUser);
    // A colleague who asks is the client in public, and one of us in a note.
    assert_eq!(side(Author::Person(1, Role::Agent), true), Side::EndUser);
    assert_eq!(side(Author::Person(1, Role::Agent), false), Side::Agent);
    // Somebody unknown: the requester, or else one of us.
    assert_eq!(side(Author::Unknown(1), true), Side::EndUser);
    assert_eq!(side(Author::Unknown(9), true), Side::Agent);
    // Only a colleague works on a ticket, whatever role was exported.
    assert_eq!(side(Author::Person(4, Role::EndUser), true), Side::Agent);
}

#[test]
fn a_clients_message_opens_a_ticket_unless_the_record_says_that_it_did_not() {
    let entries = |next: Status| {
        vec![
            reply(0, CLIENT),
            audit(5, AGENT, set(Status::New, Status::Pending)),
            reply(10, CLIENT),
            audit(20, AGENT, set(next, Status::Solved)),
        ]
    };
    let status = |entries| match events(&past(Status::Solved, entries))[2].1 {
        EventKind::Comment { status, .. } => status,
        ref other => panic!("{other:?}"),
    };
    assert_eq!(status(entries(Status::Open)), None);
    assert_eq!(status(entries(Status::Pending)), Some(Status::Pending));
    // Nothing is recorded: the usual holds.
    let mut unrecorded = past(Status::Solved, vec![reply(0, CLIENT), reply(60, CLIENT)]);
    unrecorded.solved_at = Some(minute(30));
    assert_eq!(
        events(&unrecorded)[2],
        comment(60, Side::EndUser, true, None)
    );
}

#[test]
fn a_ticket_that_was_merged_away_says_so() {
    let mut tagged = past(
        Status::Closed,
        vec![audit(5, AGENT, set(Status::Open, Status::Closed))],
    );
    tagged.fields = vec![(Field::Tags, vec!["closed_by_merge".to_owned()])];
    assert_eq!(events(&tagged)[1..], [(5, EventKind::Merged)]);
    let mut merge = audit(5, AGENT, set(Status::Open, Status::Closed));
    merge.kind = EntryKind::Merge;
    assert_eq!(
        events(&past(Status::Closed, vec![merge]))[1..],
        [(5, EventKind::Merged)]
    );
}

#[test]
fn the_policy_is_matched_as_the_facts_stood_at_each_change() {
    let reply_within = |minutes| vec![goal(Metric::FirstReply, None, minutes)];
    let rules = rules(vec![
        policy("risk", Some(("group", "Risk")), reply_within(10)),
        policy("urgent", Some(("priority", "urgent")), reply_within(20)),
        policy("billing", Some(("tags", "billing")), reply_within(30)),
    ]);
    let group = |id: &str, name: &str| vec![id.to_owned(), name.to_owned()];
    let mut past = past(
        Status::New,
        vec![
            audit(
                5,
                AGENT,
                vec![Change::Field(
                    Field::Group,
                    group("7", "Desk"),
                    group("8", "Risk"),
                )],
            ),
            audit(
                6,
                AGENT,
                vec![
                    Change::Field(Field::Group, group("8", "Risk"), group("7", "Desk")),
                    Change::Priority(None, Some(Priority::Urgent)),
                ],
            ),
            audit(
                7,
                AGENT,
                vec![Change::Priority(Some(Priority::Urgent), None)],
            ),
        ],
    );
    past.priority = None;
    past.fields = vec![
        (Field::Group, group("7", "Desk")),
        // Nothing recorded: the tag of now was there all along.
        (Field::Tags, vec!["billing".to_owned()]),
    ];
    let history = History::of(&past, &rules);
    let seconds = |targets: &Option<Arc<Targets>>| {
        let targets = targets.as_ref().unwrap();
        targets.get(Metric::FirstReply, None).unwrap().seconds / MINUTE
    };
    assert_eq!(seconds(&history.targets), 30);
    let told: Vec<_> = history.events()[1..]
        .iter()
        .map(|event| match &event.kind {
            EventKind::Policy(targets) => (seconds(targets), None),
            EventKind::Terms { priority, targets } => (seconds(targets), *priority),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(told, [(10, None), (20, Some(Priority::Urgent)), (30, None)]);
}

#[test]
fn a_field_whose_record_ends_elsewhere_than_the_row_moves_with_the_row() {
    let rules = rules(vec![policy("risk", Some(("group", "Risk")), Vec::new())]);
    let mut past = past(
        Status::New,
        vec![audit(
            5,
            AGENT,
            vec![Change::Field(
                Field::Group,
                Vec::new(),
                vec!["7".to_owned()],
            )],
        )],
    );
    past.fields = vec![(Field::Group, vec!["8".to_owned(), "Risk".to_owned()])];
    let history = History::of(&past, &rules);
    let policies = history.events()[1..].iter();
    let policies: Vec<_> = policies
        .map(|event| (event.at, matches!(event.kind, EventKind::Policy(Some(_)))))
        .collect();
    assert_eq!(policies, [(at(24 * HOUR), true)]);
}

#[test]
fn lists_know_who_spoke_last_and_since_when_the_client_waits() {
    let waits = derive(&past(
        Status::Open,
        vec![
            reply(0, CLIENT),
            reply(10, AGENT),
            reply(20, CLIENT),
            reply(30, CLIENT),
            note(40, AGENT),
        ],
    ));
    assert_eq!(waits.replied_at, Some(minute(10)));
    assert_eq!(waits.waiting_since, Some(minute(30)));
    assert_eq!(waits.message_at, minute(40));
    let answered = derive(&past(
        Status::Open,
        vec![reply(0, CLIENT), reply(10, AGENT)],
    ));
    assert_eq!(answered.waiting_since, None);
    let solved = derive(&past(Status::Solved, vec![reply(0, CLIENT)]));
    assert_eq!((solved.waiting_since, solved.message_at), (None, at(0)));
    let mut file = reply(5, CLIENT);
    file.attached = true;
    assert!(derive(&past(Status::Open, vec![file])).is_attached && !solved.is_attached);
}

#[test]
fn lists_know_the_next_due_instant_of_a_running_clock_alone() {
    // First reply, requester wait, agent work and total resolution, all within an hour.
    let running = derive(&past(Status::New, vec![reply(0, CLIENT)]));
    assert_eq!(running.due_at, Some(minute(60)));
    assert_eq!(running.bits(), 1);
    // Pending after 20 minutes: total resolution alone runs on, with the first reply.
    let paused = past(
        Status::Pending,
        vec![
            reply(0, CLIENT),
            reply(20, AGENT),
            audit(20, AGENT, set(Status::New, Status::Pending)),
        ],
    );
    assert_eq!(derive(&paused).bits(), 1 + 2);
    let late = past(
        Status::Pending,
        vec![
            reply(0, CLIENT),
            reply(90, AGENT),
            audit(90, AGENT, set(Status::New, Status::Pending)),
        ],
    );
    assert_eq!(derive(&late).bits(), 1 + 2 + 4);
    let solved = derive(&past(
        Status::Solved,
        vec![
            reply(0, CLIENT),
            audit(5, AGENT, set(Status::New, Status::Solved)),
        ],
    ));
    assert_eq!((solved.due_at, solved.bits()), (None, 0));
    let without = rules(Vec::new());
    let none = History::of(&past(Status::New, Vec::new()), &without).derive(&without);
    assert_eq!((none.due_at, none.bits()), (None, 0));
}

#[test]
fn a_breach_that_a_change_left_standing_is_known_although_the_clock_runs_on() {
    let goals = vec![
        goal(Metric::FirstReply, Some(Priority::High), 10),
        goal(Metric::FirstReply, Some(Priority::Low), 600),
    ];
    let switches = Switches {
        keep_superseded_breach: true,
        ..Switches::default()
    };
    let rules = ClockRules::new(vec![policy("all", None, goals)], None, switches);
    let lowered = Change::Priority(Some(Priority::High), Some(Priority::Low));
    let mut past = past(Status::New, vec![audit(20, AGENT, vec![lowered])]);
    past.priority = Some(Priority::Low);
    let derived = History::of(&past, &rules).derive(&rules);
    assert_eq!((derived.due_at, derived.bits()), (Some(minute(600)), 1 + 4));
}

#[test]
fn a_clients_message_that_no_clock_watches_is_flagged_until_it_is_answered() {
    let flagged = |status: Status, entries: Vec<Happened>, rules: &ClockRules| {
        let past = past(status, entries);
        History::of(&past, rules).derive(rules).is_unclocked
    };
    let all = an_hour();
    // From an address the helpdesk did not know: private, so that nothing starts.
    let overheard = || vec![reply(0, CLIENT), reply(5, AGENT), note(10, STRANGER)];
    assert!(flagged(Status::Open, overheard(), &all));
    let mut answered = overheard();
    answered.push(reply(20, AGENT));
    assert!(!flagged(Status::Open, answered, &all));
    assert!(
        !flagged(Status::Open, overheard(), &rules(Vec::new())),
        "without policies"
    );
    // No target for this priority, or no policy that fits.
    let urgent = |goals| rules(vec![policy("urgent", Some(("priority", "urgent")), goals)]);
    let hour = vec![goal(Metric::FirstReply, None, 60)];
    assert!(flagged(Status::New, vec![reply(0, CLIENT)], &urgent(hour)));
    assert!(!flagged(Status::New, vec![reply(0, CLIENT)], &all));
    // After it was closed nothing starts; solving answers what was said before.
    let closed = |minutes| {
        vec![
            reply(0, CLIENT),
            audit(5, AGENT, set(Status::New, Status::Closed)),
            reply(minutes, CLIENT),
        ]
    };
    assert!(flagged(Status::Closed, closed(9), &all));
    assert!(!flagged(Status::Closed, closed(3), &all));
}

#[test]
fn clocks_are_read_as_they_stood_then() {
    let rules = an_hour();
    let past = past(Status::Open, vec![reply(0, CLIENT), reply(90, AGENT)]);
    let history = History::of(&past, &rules);
    let zone = Zone::default();
    let stand = |minutes| history.stand(&rules, minute(minutes), Some(&zone));
    let first = |standing: &Standing| {
        let clock = standing.clocks[0];
        (clock.metric, clock.state, clock.breached_at)
    };
    let before = stand(30);
    assert_eq!(
        first(&before),
        (Metric::FirstReply, ClockState::Active, None)
    );
    assert_eq!(before.next_breach_at, Some(minute(60)));
    let after = stand(120);
    assert_eq!(
        first(&after),
        (Metric::FirstReply, ClockState::Achieved, Some(minute(60)))
    );
    assert_eq!(after.why.unwrap().len(), after.clocks.len());
    assert!(stand(-1).clocks.is_empty());
}

#[test]
fn rules_that_differ_are_told_apart() {
    let text = |rules: &ClockRules| rules.to_string();
    let switched = Switches {
        merge_solves: true,
        ..Switches::default()
    };
    let other = ClockRules::new(Vec::new(), None, switched);
    let texts = [text(&rules(Vec::new())), text(&an_hour()), text(&other)];
    assert_eq!(text(&an_hour()), texts[1]);
    assert!(texts[0] != texts[1] && texts[0] != texts[2] && texts[1] != texts[2]);
}
