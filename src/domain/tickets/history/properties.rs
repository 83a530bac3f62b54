//! What holds for every timeline.

use chrono::TimeDelta;
use proptest::prelude::*;

use super::fixture::{
    AGENT, CLIENT, STRANGER, entry, goal, here, minute, note, past, policy, rules,
};
use super::*;
use crate::domain::tickets::clocks::Metric;

/// Anything that may stand in a timeline.
fn entries() -> impl Strategy<Value = Vec<Happened>> {
    let status = || prop::sample::select(Status::ALL);
    let change = prop_oneof![
        (prop::option::of(status()), status()).prop_map(|(from, to)| Change::Status(from, to)),
        prop::sample::select(vec![None, Some(Priority::Low), Some(Priority::Urgent)])
            .prop_map(|to| Change::Priority(Some(Priority::Normal), to)),
        "[ab]".prop_map(|tag| Change::Field(Field::Tags, Vec::new(), vec![tag])),
    ];
    let author = prop::sample::select(vec![CLIENT, AGENT, STRANGER, Author::System, Author::Us]);
    let kind = prop::sample::select(vec![EntryKind::Reply, EntryKind::Note, EntryKind::Status]);
    let changes = prop::collection::vec(change, 0..3);
    let one = (-20_i64..200, kind, author, changes, any::<bool>());
    prop::collection::vec(one, 0..12).prop_map(|all| {
        let entries = all.into_iter().zip(1_i64..);
        entries
            .map(|((minutes, kind, by, changes, is_here), id)| Happened {
                changes,
                external: (!is_here).then_some(id),
                ..entry(minutes, id, kind, by)
            })
            .collect()
    })
}

fn tagged_rules() -> ClockRules {
    let goals = |minutes| {
        Metric::ALL
            .map(|metric| goal(metric, None, minutes))
            .to_vec()
    };
    rules(vec![
        policy("a", Some(("tags", "a")), goals(30)),
        policy("low", Some(("priority", "low")), goals(90)),
        policy("open", Some(("status", "open")), goals(60)),
    ])
}

proptest! {
    #[test]
    fn the_order_in_which_entries_come_does_not_count(
        entries in entries().prop_shuffle(), status in prop::sample::select(Status::ALL)
    ) {
        let mut past = past(status, entries);
        past.fields = vec![(Field::Tags, vec!["a".to_owned()])];
        let rules = tagged_rules();
        let one = History::of(&past, &rules);
        past.entries.sort_by_key(|entry| entry.id);
        prop_assert_eq!(one, History::of(&past, &rules));
    }

    #[test]
    fn events_come_in_order_and_begin_with_the_ticket(
        entries in entries(), status in prop::sample::select(Status::ALL)
    ) {
        let past = past(status, entries);
        let history = History::of(&past, &tagged_rules());
        let is_creation = |event: &Event| matches!(event.kind, EventKind::Created { .. });
        prop_assert!(history.events().is_sorted_by_key(|event| event.at));
        prop_assert!(history.events().first().is_some_and(is_creation));
        prop_assert_eq!(history.events().iter().filter(|event| is_creation(event)).count(), 1);
    }

    #[test]
    fn a_note_of_ours_moves_no_clock(
        entries in entries(), status in prop::sample::select(Status::ALL), minutes in 0_i64..3_000
    ) {
        let rules = tagged_rules();
        let mut past = past(status, entries);
        let before = History::of(&past, &rules);
        let last = before.derive(&rules);
        let mut added = here(note(minutes, AGENT));
        // Of an update of its own: no status is set with it.
        added.at += TimeDelta::seconds(1);
        past.entries.push(added);
        let after = History::of(&past, &rules);
        let now = minute(4_000);
        let stood = before.stand(&rules, now, None);
        prop_assert_eq!(stood, after.stand(&rules, now, None));
        let derived = after.derive(&rules);
        prop_assert_eq!(Derived { message_at: last.message_at, ..derived }, last);
    }
}
