//! Slots: the newest question wins, and the superseded get no reply.

use std::sync::mpsc::{Receiver, Sender, channel};

use super::*;
use crate::store::{Slot, wait};

/// A question that never ends by itself; says when it has begun.
fn ask_endless(desk: &Desk, slot: Slot, begun: Sender<()>, replies: Sender<&'static str>) {
    desk.store.inner.readers.ask(
        Some(slot),
        "reading for ever",
        move |connection| {
            begun.send(()).unwrap();
            let endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) \
                SELECT count(*) FROM n";
            Ok(connection.query_row(endless, [], |row| row.get::<_, i64>(0))?)
        },
        Box::new(move |_| replies.send("endless").unwrap()),
    );
}

fn ask_name(desk: &Desk, slot: Slot, name: &'static str, replies: Sender<&'static str>) {
    desk.store.ask_then(
        slot,
        Query::Settings,
        Box::new(move |result| {
            result.unwrap();
            replies.send(name).unwrap();
        }),
    );
}

/// Holds both readers until the returned senders are dropped.
fn hold(desk: &Desk) -> Vec<Sender<()>> {
    (0..2)
        .map(|_| {
            let (begun, is_held) = channel();
            let (release, released) = channel::<()>();
            desk.store.inner.readers.ask(
                None,
                "holding",
                move |_| {
                    begun.send(()).unwrap();
                    released.recv().unwrap_err();
                    Ok(())
                },
                Box::new(|_| {}),
            );
            is_held.recv().unwrap();
            release
        })
        .collect()
}

/// Everything that was replied before the senders went.
fn all(replies: Receiver<&'static str>) -> Vec<&'static str> {
    replies.into_iter().collect()
}

#[test]
fn a_waiting_question_is_dropped_for_a_newer_one() {
    let desk = desk();
    let held = hold(&desk);
    let (replies, replied) = channel();
    ask_name(&desk, Slot(1), "old", replies.clone());
    ask_name(&desk, Slot(2), "other slot", replies.clone());
    ask_name(&desk, Slot(1), "new", replies);
    drop(held);
    let mut replied = all(replied);
    replied.sort_unstable();
    assert_eq!(replied, ["new", "other slot"]);
}

#[test]
fn a_running_question_is_interrupted_for_a_newer_one() {
    let desk = desk();
    let (replies, replied) = channel();
    let (begun, runs) = channel();
    ask_endless(&desk, Slot(1), begun, replies.clone());
    runs.recv().unwrap();
    ask_name(&desk, Slot(1), "new", replies);
    assert_eq!(replied.recv(), Ok("new"));
    drop(desk);
    assert_eq!(all(replied), Vec::<&str>::new());
}

#[test]
fn closing_the_store_ends_a_question_that_would_not() {
    let desk = desk();
    let (replies, replied) = channel();
    let (begun, runs) = channel();
    ask_endless(&desk, Slot(1), begun, replies);
    runs.recv().unwrap();
    drop(desk);
    assert_eq!(all(replied), Vec::<&str>::new());
}

#[test]
fn a_panic_is_an_error_and_the_next_question_is_answered() {
    let desk = desk();
    let failed = wait::<()>(|reply| {
        desk.store
            .inner
            .readers
            .ask(None, "panicking", |_| panic!("on purpose"), reply);
    });
    assert_eq!(failed.unwrap_err().kind, crate::error::ErrorKind::Internal);
    desk.store.ask(Query::Settings).unwrap();
    let failed = wait::<()>(|reply| {
        desk.store.lanes().submit(
            crate::store::Lane::Interactive,
            |writer| {
                writer.transact(
                    crate::store::writer::Durability::Full,
                    "panicking",
                    |connection| {
                        connection.execute("INSERT INTO setting VALUES ('theme', 'x')", [])?;
                        panic!("on purpose")
                    },
                    |_, ()| Ok(false),
                )
            },
            reply,
        );
    });
    assert_eq!(failed.unwrap_err().kind, crate::error::ErrorKind::Internal);
    assert_eq!(
        desk.store.ask(Query::Settings).unwrap(),
        Answer::Settings(Vec::new())
    );
    desk.import(vec![whole(ticket(1))]);
}
