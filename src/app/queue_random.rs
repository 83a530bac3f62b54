//! The queue under random keys, pastes, answers and sizes.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::event::{Event, Slot};
use super::key::{Key, KeyCode};
use super::queue_tests::saying;
use super::tests::{Bench, row, thread};
use crate::domain::tickets::{
    Answer as TicketAnswer, Command as TicketCommand, FieldValue, Filter, ListRow, Page, Status,
    TicketId,
};
use crate::domain::{Answer, Command};

/// Keys that reach everything the queue has, and Esc and Enter often.
fn keys() -> impl Strategy<Value = Key> {
    let codes = [
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Backspace,
        KeyCode::Down,
        KeyCode::Up,
        KeyCode::Left,
        KeyCode::PageDown,
        KeyCode::Home,
        KeyCode::Tab,
    ];
    prop_oneof![
        6 => prop::sample::select("jkgvM*fpPyoutrs.Vn#h:? 123456789ed\"(-x".chars().collect::<Vec<_>>())
            .prop_map(Key::char),
        3 => prop::sample::select(codes.to_vec()).prop_map(Key::plain),
        1 => prop::sample::select(vec!['u', 'p', 'w', 'k']).prop_map(Key::ctrl),
    ]
}

#[derive(Clone, Debug)]
enum Happens {
    Key(Key),
    Paste(String),
    Resize(u16, u16),
    Answered,
    Empty,
    Time(u64),
    Changed,
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        20 => keys().prop_map(Happens::Key),
        1 => "\\PC{0,20}".prop_map(Happens::Paste),
        1 => (0_u16..220, 0_u16..70).prop_map(|(width, height)| Happens::Resize(width, height)),
        6 => Just(Happens::Answered),
        1 => Just(Happens::Empty),
        2 => (1_u64..2_000).prop_map(Happens::Time),
        1 => Just(Happens::Changed),
    ]
}

/// Answers whatever a slot may have asked.
fn answer_all(bench: &mut Bench, rows: &[ListRow]) {
    let page = Page {
        rows: rows.to_vec(),
        at_start: true,
        at_end: true,
    };
    for slot in Slot::ALL {
        let answer = match slot {
            Slot::Page | Slot::Alike => TicketAnswer::Page(page.clone()),
            Slot::Count => TicketAnswer::Count(7),
            Slot::Preview | Slot::Thread => {
                let id = bench.app.current().unwrap_or(TicketId(1));
                TicketAnswer::Thread(Some(Box::new(saying(id.0, "AC04 charge_X0O78kT"))))
            }
            Slot::Copy => TicketAnswer::Full(vec![thread(TicketId(1)).ticket]),
            Slot::Locate => TicketAnswer::Locate(Some(TicketId(2))),
            _ => continue,
        };
        bench.answer(slot, Answer::Tickets(answer));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_row_of_keys_and_pastes_panics(all in prop::collection::vec(happens(), 0..80)) {
        let mut bench = Bench::with(9);
        bench.views(&[("late", "is:breached"), ("odd", "moon:full")]);
        let rows: Vec<ListRow> = (1..9).map(row).collect();
        for one in all {
            match one {
                Happens::Key(key) => bench.send(Event::Key(key)),
                Happens::Paste(text) => bench.send(Event::Paste(text)),
                Happens::Resize(width, height) => bench.send(Event::Resize(width, height)),
                Happens::Answered => answer_all(&mut bench, &rows),
                Happens::Empty => answer_all(&mut bench, &[]),
                Happens::Time(millis) => bench.pass(millis),
                Happens::Changed => bench.send(Event::StoreChanged),
            }
            let filter = &bench.app.queue.filter;
            let read = Filter::parse(&filter.to_string());
            prop_assert_eq!(read.as_ref(), Ok(filter), "what is printed is what is on");
        }
    }

    #[test]
    fn a_paste_into_the_list_fires_no_verb(text in "\\PC{200}") {
        let mut bench = Bench::with(5);
        bench.send(Event::Paste(text));
        prop_assert_eq!(bench.performed(), None);
        prop_assert!(bench.app.ticket.is_none() && bench.app.modals.is_empty());
        prop_assert!(bench.app.queue.marks.is_empty());
        // One word with one reference in it is looked for first; everything else is the filter.
        let is_looked_for = bench.asked(Slot::Locate).is_some();
        prop_assert!(is_looked_for || bench.app.queue.editing.is_some());
    }

    #[test]
    fn marks_stay_while_filters_come_and_go(
        marked in prop::collection::btree_set(1_i64..9, 1..5),
        lists in prop::collection::vec(prop::collection::vec(1_i64..30, 0..6), 1..8),
    ) {
        let mut bench = Bench::with(9);
        for id in &marked {
            bench.press("g g");
            for _ in 1..*id {
                bench.press("j");
            }
            bench.press("v");
        }
        let wanted: BTreeSet<TicketId> = marked.into_iter().map(TicketId).collect();
        for (at, ids) in lists.iter().enumerate() {
            bench.press("f Ctrl-U");
            bench.write(&format!("word{at} "));
            bench.page(ids);
            bench.press("Enter");
            prop_assert_eq!(&bench.app.queue.marks, &wanted);
        }
        bench.press("s s");
        match bench.performed() {
            Some((_, Command::Tickets(TicketCommand::Set { tickets, fields }))) => {
                prop_assert_eq!(tickets, &wanted.into_iter().collect::<Vec<_>>());
                prop_assert_eq!(fields, &vec![FieldValue::Status(Status::Solved)]);
            }
            other => prop_assert!(false, "{other:?}"),
        }
    }
}
