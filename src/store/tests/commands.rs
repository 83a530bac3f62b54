//! Commands, their undo, and what both doors are told.

use proptest::prelude::*;

use super::*;
use crate::domain::desk::{JournalQuery, Setting};
use crate::error::ErrorKind;

fn two_tickets() -> (Desk, Vec<TicketId>) {
    let desk = desk();
    desk.import((1..=3).map(|id| whole(ticket(id))).collect());
    let ids = (1..=3)
        .map(|id| desk.locate(&format!("zd:{id}")).unwrap())
        .collect();
    (desk, ids)
}

#[test]
fn a_command_is_written_whole_with_its_journal_and_outbox() {
    let (desk, ids) = two_tickets();
    let done = desk
        .store
        .perform(set_status(&ids[..2], Status::Pending), &me(), at(50))
        .unwrap();
    assert_eq!(done.journal, Some(1));
    assert!(done.changes.entries.iter().all(|entry| entry.id.is_some()));
    let thread = desk.thread(ids[0]);
    assert_eq!(thread.ticket.status, Status::Pending);
    assert_eq!(thread.ticket.updated_at, at(50));
    assert!(thread.ticket.dirty);
    let last = thread.entries.last().unwrap();
    assert_eq!(last.kind, EntryKind::Status);
    assert_eq!(last.author.as_ref().unwrap().name, "ana@example.com");
    assert_eq!(last.changes[0].to.as_deref(), Some("pending"));
    let Answer::Outbox(rows) = desk.store.ask(Query::Outbox(None)).unwrap() else {
        panic!("not an outbox");
    };
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].handle, "zd:1");
    let one = desk.store.ask(Query::Outbox(Some(ids[1]))).unwrap();
    assert!(matches!(one, Answer::Outbox(rows) if rows.len() == 1));
}

#[test]
fn a_refused_command_writes_nothing() {
    let (desk, ids) = two_tickets();
    let before = desk.dump();
    let refused = desk
        .store
        .perform(
            set_status(&[ids[0], TicketId(99)], Status::Pending),
            &me(),
            at(50),
        )
        .unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Missing);
    assert_eq!(desk.dump(), before);
    for command in [Command::Undo, Command::Redo] {
        let nothing = desk.store.perform(command, &me(), at(51)).unwrap_err();
        assert_eq!(nothing.kind, ErrorKind::Refused);
        assert!(nothing.message.starts_with("There is nothing to"));
    }
}

#[test]
fn a_plan_writes_nothing_and_says_the_same() {
    let (desk, ids) = two_tickets();
    let command = set_priority(&ids, Some(Priority::High));
    let before = desk.dump();
    let plan = desk.store.plan(&command, &me(), at(9)).unwrap();
    assert_eq!(desk.dump(), before);
    let done = desk.store.perform(command, &me(), at(9)).unwrap().changes;
    assert_eq!(plan.edits, done.edits);
    let back = desk.store.plan(&Command::Undo, &me(), at(9)).unwrap();
    assert_eq!(back.edits[0].after, done.edits[0].before);
    assert!(back.summary.starts_with("undid: "));
}

#[test]
fn each_person_undoes_their_own() {
    let (desk, ids) = two_tickets();
    let bo = Actor::new("bo@example.com");
    desk.store
        .perform(set_status(&ids[..1], Status::Pending), &me(), at(1))
        .unwrap();
    desk.store
        .perform(set_status(&ids[1..2], Status::OnHold), &bo, at(2))
        .unwrap();
    let undone = desk.store.perform(Command::Undo, &me(), at(3)).unwrap();
    assert_eq!(undone.changes.summary, "undid: #1 pending");
    assert_eq!(undone.changes.tickets(), [ids[0]]);
    assert_eq!(desk.thread(ids[1]).ticket.status, Status::OnHold);
    assert!(desk.store.perform(Command::Undo, &me(), at(4)).is_err());
    let Answer::Journal(journal) = desk
        .store
        .ask(Query::Journal(JournalQuery::Recent { limit: 9 }))
        .unwrap()
    else {
        panic!("not a journal");
    };
    let states: Vec<_> = journal
        .iter()
        .map(|e| (e.actor.as_str(), e.undone))
        .collect();
    assert_eq!(
        states,
        [("bo@example.com", false), ("ana@example.com", true)]
    );
}

#[test]
fn undo_is_refused_once_the_ticket_has_moved_on_or_was_sent() {
    let (desk, ids) = two_tickets();
    let bo = Actor::new("bo@example.com");
    desk.store
        .perform(set_status(&ids[..1], Status::Pending), &me(), at(1))
        .unwrap();
    desk.store
        .perform(set_status(&ids[..1], Status::OnHold), &bo, at(2))
        .unwrap();
    let refused = desk.store.perform(Command::Undo, &me(), at(3)).unwrap_err();
    assert!(refused.message.contains("changed since"));
    desk.store
        .perform(note(ids[1], "sent soon"), &me(), at(4))
        .unwrap();
    let other = rusqlite::Connection::open(&desk.path).unwrap();
    other
        .execute("DELETE FROM outbox WHERE ticket_id = ?1", [ids[1].0])
        .unwrap();
    let refused = desk.store.perform(Command::Undo, &me(), at(5)).unwrap_err();
    assert!(refused.message.contains("has been sent"), "{refused}");
}

#[test]
fn something_new_ends_what_could_be_redone() {
    let (desk, ids) = two_tickets();
    desk.store
        .perform(set_status(&ids[..1], Status::Pending), &me(), at(1))
        .unwrap();
    desk.store.perform(Command::Undo, &me(), at(2)).unwrap();
    desk.store
        .perform(note(ids[1], "else"), &me(), at(3))
        .unwrap();
    assert!(desk.store.perform(Command::Redo, &me(), at(4)).is_err());
}

#[test]
fn drafts_keep_versions_and_redo_spares_a_newer_one() {
    let (desk, ids) = two_tickets();
    let id = ids[0];
    let draft = || desk.thread(id).draft;
    for n in 0..30 {
        desk.store
            .perform(save_draft(id, &format!("v{n}")), &me(), at(n))
            .unwrap();
    }
    assert_eq!(draft().as_deref(), Some("v29"));
    assert_eq!(desk.dump().matches("draft ").count(), 20);
    desk.store
        .perform(save_draft(id, " "), &me(), at(31))
        .unwrap();
    assert_eq!(draft(), None);
    desk.store
        .perform(save_draft(id, "again"), &me(), at(32))
        .unwrap();
    desk.store
        .perform(note(id, "again, whole"), &me(), at(33))
        .unwrap();
    assert_eq!(draft(), None);
    desk.store.perform(Command::Undo, &me(), at(34)).unwrap();
    assert_eq!(draft().as_deref(), Some("again"));
    desk.store
        .perform(save_draft(id, "another"), &me(), at(35))
        .unwrap();
    desk.store.perform(Command::Redo, &me(), at(36)).unwrap();
    assert_eq!(draft().as_deref(), Some("another"));
}

#[test]
fn settings_are_remembered() {
    let desk = desk();
    for value in ["light", "dark"] {
        let command = Command::Desk(crate::domain::desk::Command::Remember {
            setting: Setting::Theme,
            value: value.into(),
        });
        let done = desk.store.perform(command, &me(), at(0)).unwrap();
        assert_eq!(done.journal, None);
    }
    let settings = desk.store.ask(Query::Settings).unwrap();
    assert_eq!(
        settings,
        Answer::Settings(vec![(Setting::Theme, "dark".into())])
    );
}

/// A transaction whose COMMIT fails (a reference to nothing, checked only there); `found` is
/// what the look for it says.
fn fail_to_commit(desk: &Desk, found: rusqlite::Result<bool>) -> crate::error::Result<()> {
    crate::store::wait(|reply| {
        desk.store.lanes().submit(
            crate::store::Lane::Interactive,
            |writer| {
                writer.transact(
                    crate::store::writer::Durability::Full,
                    "the note",
                    |connection| {
                        connection.execute_batch(
                            "PRAGMA defer_foreign_keys = ON; \
                             INSERT INTO draft (ticket_id, at, body) VALUES (999, 0, '')",
                        )?;
                        Ok(())
                    },
                    |_, ()| found,
                )
            },
            reply,
        );
    })
}

#[test]
fn a_commit_that_fails_is_looked_up() {
    let (desk, ids) = two_tickets();
    let before = desk.dump();
    assert!(fail_to_commit(&desk, Ok(true)).is_ok());
    let absent = fail_to_commit(&desk, Ok(false)).unwrap_err();
    assert!(absent.message.starts_with("the note failed"), "{absent}");
    let unknown = fail_to_commit(&desk, Err(rusqlite::Error::InvalidQuery)).unwrap_err();
    assert!(unknown.message.starts_with("not confirmed"), "{unknown}");
    assert_eq!(desk.dump(), before);
    desk.store
        .perform(note(ids[0], "next"), &me(), at(1))
        .unwrap();
}

/// One step of a person, on one of three tickets.
fn step() -> impl Strategy<Value = (usize, u8)> {
    (0..3_usize, 0..7_u8)
}

fn command(ids: &[TicketId], (which, what): (usize, u8)) -> Command {
    let id = ids[which];
    match what {
        0 => note(id, "seen"),
        1 => set_status(&[id], Status::Pending),
        2 => set_status(ids, Status::Solved),
        3 => set_status(&[id], Status::Open),
        4 => set_priority(ids, Some(Priority::Urgent)),
        5 => save_draft(id, "half"),
        _ => Command::Tickets(tickets::Command::Note {
            ticket: id,
            body: "done".into(),
            status: Some(Status::Solved),
        }),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn undo_restores_every_row_and_redo_does_them_again(steps in prop::collection::vec(step(), 1..8)) {
        let (desk, ids) = two_tickets();
        while desk.store.recompute_clocks().unwrap().is_some() {}
        // The desk before each action that undo lists, and after the last.
        let mut states = vec![desk.dump()];
        for (step, second) in steps.into_iter().zip(100..) {
            let drafting = step.1 == 5;
            let before = desk.dump();
            match desk.store.perform(command(&ids, step), &me(), at(second)) {
                Ok(_) if drafting => {
                    // Drafts are not undone: start counting anew from here.
                    states = vec![desk.dump()];
                }
                Ok(done) => {
                    prop_assert!(done.journal.is_some());
                    states.push(desk.dump());
                }
                Err(refused) => {
                    prop_assert_eq!(refused.kind, ErrorKind::Refused);
                    prop_assert_eq!(desk.dump(), before);
                }
            }
        }
        for state in states.iter().rev().skip(1) {
            desk.store.perform(Command::Undo, &me(), at(900)).unwrap();
            prop_assert_eq!(&desk.dump(), state);
        }
        for state in states.iter().skip(1) {
            desk.store.perform(Command::Redo, &me(), at(901)).unwrap();
            // A row that waits anew keeps its id and its hour.
            prop_assert_eq!(&desk.dump(), state);
        }
    }
}
