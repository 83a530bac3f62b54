//! Clocks of tickets: computed with every command, and anew when the rules change.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::domain::tickets::clocks::{
    Condition, Conditions, Goal, Metric, Policy, Switches, Target, Targets,
};
use crate::domain::tickets::history::{ClockAnswer, ClockQuery, ClockRules, NO_INSTANT, Standing};
use crate::domain::tickets::records::{FieldRecord, TeamRecord};
use crate::domain::tickets::{Attachment, FieldChange, Role};

/// Every metric within this many minutes, for tickets of which this holds.
fn policy(condition: Option<(&str, &str)>, minutes: i64) -> Policy {
    let goals = Metric::ALL.map(|metric| Goal {
        metric,
        priority: None,
        target: Target {
            seconds: minutes * 60,
            business: false,
        },
    });
    let all = condition
        .map(|(field, value)| Condition::new(field, "includes", &[value.to_owned()]).unwrap());
    Policy {
        name: format!("within {minutes}"),
        position: 0,
        conditions: Conditions {
            all: all.into_iter().collect(),
            any: Vec::new(),
        },
        targets: Arc::new(Targets::new(goals.to_vec())),
        not_understood: Vec::new(),
    }
}

fn rules(policies: Vec<Policy>) -> Arc<ClockRules> {
    Arc::new(ClockRules::new(policies, None, Switches::default()))
}

fn recompute(store: &Store) -> u64 {
    let mut seen = 0;
    while let Some(more) = store.recompute_clocks().unwrap() {
        seen += more;
    }
    seen
}

fn is_behind(store: &Store) -> bool {
    match store.ask(Query::Clocks(ClockQuery::Behind)).unwrap() {
        Answer::Clocks(ClockAnswer::Behind { rules, .. }) => rules,
        other => panic!("{other:?}"),
    }
}

fn standing(store: &Store, id: TicketId, now: Instant) -> Option<Standing> {
    let query = ClockQuery::Stand {
        tickets: vec![id],
        now,
        why: None,
    };
    match store.ask(Query::Clocks(query)).unwrap() {
        Answer::Clocks(ClockAnswer::Stand(mut all)) => all.pop().flatten(),
        other => panic!("{other:?}"),
    }
}

impl Desk {
    fn sql(&self, statement: &str) {
        let connection = rusqlite::Connection::open(&self.path).unwrap();
        connection.execute_batch(statement).unwrap();
    }

    /// What lists know of each ticket.
    fn columns(&self) -> Vec<String> {
        let connection = rusqlite::Connection::open(&self.path).unwrap();
        let mut statement = connection
            .prepare(
                "SELECT id, due_at, clocks, replied_at, waiting_since, message_at, attached \
                 FROM ticket ORDER BY id",
            )
            .unwrap();
        let read = |row: &rusqlite::Row<'_>| {
            let values = (0..7).map(|column| format!("{:?}", row.get_ref(column).unwrap()));
            Ok(values.collect::<Vec<_>>().join(" "))
        };
        statement
            .query_map([], read)
            .unwrap()
            .map(Result::unwrap)
            .collect()
    }

    /// The same, all of them computed anew.
    fn columns_anew(&self) -> Vec<String> {
        self.sql("DELETE FROM setting WHERE name = 'clocks'");
        recompute(&self.store);
        self.columns()
    }

    fn clocks(&self, id: i64, now: Instant) -> Standing {
        standing(&self.store, self.locate(&format!("zd:{id}")).unwrap(), now).unwrap()
    }
}

/// A ticket of Ana, answered by Bo, with an audit.
fn records(id: i64) -> Vec<Record> {
    let mut ana = person(11, "Ana");
    ana.role = Some(Role::EndUser);
    let mut bo = person(12, "Bo");
    bo.role = Some(Role::Agent);
    let mut one = ticket(id);
    one.requester = Some(11);
    one.status = Status::Pending;
    one.updated_at = at(5_000);
    let message = |number, seconds, author| EntryRecord {
        at: at(seconds),
        author: Some(author),
        ..comment(id * 100 + number, id)
    };
    let audit = EntryRecord {
        kind: EntryKind::Status,
        public: false,
        text: String::new(),
        changes: vec![FieldChange {
            field: "status".into(),
            from: Some("open".into()),
            to: Some("pending".into()),
        }],
        ..message(9, 600, 12)
    };
    let mut question = message(3, 700, 11);
    question.attachments = vec![Attachment {
        name: "slip.pdf".into(),
        size: None,
    }];
    vec![
        Record::Person(ana),
        Record::Person(bo),
        whole(one),
        Record::Entries(vec![message(1, 0, 11)]),
        Record::Entries(vec![message(2, 600, 12), audit]),
        Record::Entries(vec![question]),
    ]
}

#[test]
fn columns_follow_from_row_and_timeline() {
    let desk = desk();
    desk.store.keep_clocks(rules(vec![policy(None, 60)]));
    desk.import(records(1));
    assert!(is_behind(&desk.store));
    assert_eq!(recompute(&desk.store), 1);
    assert!(!is_behind(&desk.store));
    assert_eq!(recompute(&desk.store), 0);
    // The question of 700 opened it again: the oldest clock that runs is the whole solution.
    let row = desk.columns().pop().unwrap();
    let seconds = |seconds| at(seconds).timestamp();
    assert_eq!(
        row,
        format!(
            "Integer(1) Integer({}) Integer(3) Integer({}) Integer({}) Integer({}) Integer(1)",
            seconds(3_600),
            seconds(600),
            seconds(700),
            seconds(700),
        )
    );
}

#[test]
fn policies_ask_by_name_and_by_id_as_it_was_at_each_change() {
    let minutes = |policies: Vec<Policy>| {
        let desk = desk();
        desk.store.keep_clocks(rules(policies));
        desk.import(records(1));
        let change = |field: &str, from: &str, to: &str| FieldChange {
            field: field.into(),
            from: Some(from.into()),
            to: Some(to.into()),
        };
        let mut one = ticket(1);
        one.requester = Some(11);
        one.updated_at = at(9_000);
        one.kind = Kind::Incident;
        one.team = Some(32);
        one.organization = Some(21);
        one.tags = vec!["vip".into()];
        one.fields = vec![(41, "acq_7".into())];
        let audit = EntryRecord {
            kind: EntryKind::Field,
            at: at(300),
            changes: vec![
                change("group", "31", "32"),
                change("kind", "question", "incident"),
                change("tags", "blik, old", "vip"),
                change("cf.41", "acq_6", "acq_7"),
            ],
            ..comment(190, 1)
        };
        let team = |id, name: &str| {
            Record::Team(TeamRecord {
                source: Source::Zendesk,
                id,
                name: name.into(),
                updated_at: Some(at(0)),
            })
        };
        desk.import(vec![
            whole(one),
            Record::Entries(vec![audit]),
            team(31, "First line"),
            team(32, "Risk"),
            Record::Organization(organization(21, "Acme")),
            Record::Field(FieldRecord {
                source: Source::Zendesk,
                id: 41,
                title: "Acquirer".into(),
            }),
        ]);
        let target = |now| {
            let clock = desk.clocks(1, now).clocks.last().copied();
            clock.map(|clock| clock.target.seconds / 60)
        };
        (target(at(200)), target(at(400)))
    };
    let asks = |field, value| minutes(vec![policy(Some((field, value)), 60)]);
    let (before, after) = ((Some(60), None), (None, Some(60)));
    assert_eq!(asks("group", "first line"), before);
    assert_eq!(asks("group", "Risk"), after);
    assert_eq!(asks("group_id", "32"), after);
    assert_eq!(asks("kind", "inquiry"), before);
    assert_eq!(asks("type", "incident"), after);
    assert_eq!(asks("tags", "blik"), before);
    assert_eq!(asks("custom_fields_41", "acq_7"), after);
    // What no change is recorded of was so all along.
    assert_eq!(asks("organization", "Acme"), (Some(60), Some(60)));
    assert_eq!(asks("requester", "ana@example.com"), (Some(60), Some(60)));
    assert_eq!(asks("assignee", "Bo"), (None, None));
}

#[test]
fn changed_rules_are_noticed_whoever_wrote_last() {
    let desk = desk();
    desk.store.keep_clocks(rules(vec![policy(None, 60)]));
    desk.import(records(1));
    recompute(&desk.store);
    let other = Store::open(&desk.path).unwrap();
    other.keep_clocks(rules(vec![policy(None, 90)]));
    assert!(is_behind(&other) && !is_behind(&desk.store));
    // A command by other rules leaves a mixture: it is right for nobody.
    let id = desk.locate("zd:1").unwrap();
    other.perform(note(id, "seen"), &me(), at(6_000)).unwrap();
    assert!(is_behind(&other) && is_behind(&desk.store));
    recompute(&other);
    assert!(!is_behind(&other) && is_behind(&desk.store));
    let due = at(90 * 60).timestamp();
    assert!(desk.columns()[0].contains(&due.to_string()));
}

#[test]
fn a_run_that_was_cut_short_goes_on_where_it_stopped() {
    let desk = desk();
    desk.store.keep_clocks(rules(vec![policy(None, 60)]));
    desk.import((1..=4).flat_map(records).collect());
    recompute(&desk.store);
    let right = desk.columns();
    desk.sql("UPDATE ticket SET due_at = 7; UPDATE setting SET value = value || ' until 2' WHERE name = 'clocks'");
    assert!(is_behind(&desk.store));
    assert_eq!(recompute(&desk.store), 2);
    let now = desk.columns();
    assert_eq!(now[2..], right[2..]);
    assert_ne!(now[..2], right[..2]);
    // By other rules it begins anew.
    desk.sql("UPDATE setting SET value = 'f' || value || ' until 2' WHERE name = 'clocks'");
    assert_eq!(recompute(&desk.store), 4);
    assert_eq!(desk.columns(), right);
}

#[test]
fn a_row_that_speaks_of_some_members_counts_when_it_was_written() {
    let desk = desk();
    desk.store.keep_clocks(rules(vec![policy(None, 60)]));
    let mut one = ticket(1);
    one.status = Status::Pending;
    desk.import(vec![whole(one)]);
    let waited = |now| {
        let clocks = desk.clocks(1, now).clocks;
        let wait = clocks
            .iter()
            .find(|clock| clock.metric == Metric::RequesterWait);
        wait.unwrap().elapsed_seconds
    };
    assert_eq!(waited(at(900)), 1);
    desk.sql("INSERT INTO ticket_part VALUES (1, 16, 1750000500, 0, 0)");
    assert_eq!(waited(at(900)), 500);
}

#[test]
fn what_is_deleted_there_has_no_clocks() {
    let desk = desk();
    desk.store.keep_clocks(rules(vec![policy(None, 60)]));
    desk.import(records(1));
    let id = desk.locate("zd:1").unwrap();
    let mut gone = ticket(1);
    gone.updated_at = at(9_000);
    gone.deleted = true;
    desk.import(vec![whole(gone)]);
    assert_eq!(standing(&desk.store, id, at(9_000)), None);
    recompute(&desk.store);
    assert!(desk.columns()[0].contains(&NO_INSTANT.to_string()));
}

#[test]
fn rows_that_come_one_by_one_give_what_all_give_at_once() {
    let (whole, parts) = (desk(), desk());
    for desk in [&whole, &parts] {
        desk.store.keep_clocks(rules(vec![policy(None, 60)]));
    }
    whole.import(records(1));
    for record in records(1) {
        parts.import(vec![record]);
        parts.columns_anew();
    }
    assert_eq!(whole.columns_anew(), parts.columns());
}

#[derive(Clone, Debug)]
enum Act {
    Note,
    Set(Status),
    Prioritise(Option<Priority>),
    Undo,
    Redo,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        Just(Act::Note),
        prop::sample::select(Status::ALL).prop_map(Act::Set),
        prop::sample::select(vec![None, Some(Priority::Low), Some(Priority::Urgent)])
            .prop_map(Act::Prioritise),
        Just(Act::Undo),
        Just(Act::Redo),
    ];
    prop::collection::vec(act, 1..10)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_each_command_columns_are_as_computed_anew(acts in acts()) {
        let desk = desk();
        let policies = vec![policy(Some(("priority", "urgent")), 10), policy(None, 60)];
        desk.store.keep_clocks(rules(policies));
        desk.import((1..=2).flat_map(records).collect());
        recompute(&desk.store);
        let ids = [1, 2].map(|id| desk.locate(&format!("zd:{id}")).unwrap());
        for (act, second) in acts.into_iter().zip(6_000..) {
            let command = match act {
                Act::Note => note(ids[0], "seen"),
                Act::Set(status) => set_status(&ids, status),
                Act::Prioritise(priority) => set_priority(&ids, priority),
                Act::Undo => Command::Undo,
                Act::Redo => Command::Redo,
            };
            // Some are refused, and change nothing.
            drop(desk.store.perform(command, &me(), at(second)));
            prop_assert!(!is_behind(&desk.store));
            let kept = desk.columns();
            prop_assert_eq!(kept, desk.columns_anew());
        }
    }
}
