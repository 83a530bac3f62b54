//! What a person does at the desk, through the real loop and the real store.

use std::path::PathBuf;
use std::time::Duration;

use paydesk::app::event::Event;
use paydesk::domain::tickets::{Answer as TicketAnswer, Handle, Query as TicketQuery, Thread};
use paydesk::domain::{Answer, Query};
use paydesk::error::{Error, ErrorKind};
use paydesk::runtime::Ended;
use paydesk::store::Store;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use tempfile::TempDir;

use crate::driver::{Driver, SUBJECTS, fill, fill_with};

/// A store with eight open tickets; the folder goes with the test.
fn filled() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    fill(&path);
    (dir, path)
}

/// A workbench on eight open tickets, the first-run card put away.
fn desk() -> (TempDir, PathBuf, Driver) {
    let (dir, path) = filled();
    let mut desk = Driver::open(&path);
    desk.press("back");
    (dir, path, desk)
}

/// What the store itself says about a ticket.
fn stored(path: &std::path::Path, number: &str) -> Thread {
    let store = Store::open(path).unwrap();
    let ask = |query| match store.ask(Query::Tickets(query)).unwrap() {
        Answer::Tickets(answer) => answer,
        other => panic!("{other:?}"),
    };
    let TicketAnswer::Locate(Some(id)) = ask(TicketQuery::Locate(Handle::Number(number.into())))
    else {
        panic!("no ticket {number}")
    };
    match ask(TicketQuery::Thread(id)) {
        TicketAnswer::Thread(Some(thread)) => *thread,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_queue_is_walked_and_a_ticket_opened() {
    let (_dir, _path, mut desk) = desk();
    desk.sees("8 tickets");
    assert_eq!(desk.selected(), SUBJECTS[0]);
    desk.press("move.down");
    desk.press("move.down");
    assert_eq!(desk.selected(), SUBJECTS[2]);
    desk.sees("Hello, this is about: iDEAL");
    desk.press("move.last");
    assert_eq!(desk.selected(), SUBJECTS[7]);
    desk.press("move.first");
    desk.press("ticket.open");
    desk.sees("#48208  BLIK refund has not arrived");
    desk.press("ticket.next");
    desk.sees("#48207  Payout for April is late");
    desk.press("back");
    assert_eq!(desk.selected(), SUBJECTS[1]);
    desk.sees("8 tickets");
}

#[test]
fn a_long_list_is_walked_page_by_page_and_from_its_end() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    let subjects: Vec<String> = (0..400)
        .map(|n| format!("Payout question {n:03}"))
        .collect();
    let subjects: Vec<&str> = subjects.iter().map(String::as_str).collect();
    fill_with(&path, &subjects);
    let mut desk = Driver::sized(&path, 80, 24);
    desk.press("back");
    desk.hold("j", 150);
    assert_eq!(
        desk.selected(),
        "Payout question 035",
        "a held key stops at what is there"
    );
    desk.press("move.last");
    assert_eq!(desk.selected(), "Payout question 399");
    desk.press("move.up");
    assert_eq!(desk.selected(), "Payout question 398");
    for _ in 0..60 {
        desk.press("move.page_up");
    }
    assert_eq!(desk.selected(), "Payout question 000");
    desk.press("move.page_down");
    desk.sees("400 tickets");
}

#[test]
fn held_keys_are_drawn_once() {
    let (_dir, _path, mut desk) = desk();
    let before = desk.stage().frames();
    desk.hold("j", 5);
    assert_eq!(desk.selected(), SUBJECTS[5]);
    assert_eq!(desk.stage().frames(), before + 1);
}

#[test]
fn a_note_is_written_and_saved() {
    let (_dir, path, mut desk) = desk();
    desk.press("ticket.note");
    desk.sees("INTERNAL NOTE");
    desk.type_text("Called the client.\nRefund is on its way.");
    desk.press("note.send");
    desk.misses("INTERNAL NOTE");
    desk.sees("Refund is on its way.");
    let thread = stored(&path, "48208");
    let note = thread.entries.last().unwrap();
    assert_eq!(note.text, "Called the client.\nRefund is on its way.");
    assert!(!note.public);
    assert_eq!(thread.draft, None);
}

#[test]
fn a_status_is_set_undone_and_set_again() {
    let (_dir, path, mut desk) = desk();
    let status = |path| stored(path, "48208").ticket.status.name();
    desk.press("status.pending");
    desk.sees("#48208 pending");
    assert_eq!(status(&path), "pending");
    desk.press("undo");
    desk.sees("undid: #48208 pending");
    assert_eq!(status(&path), "open");
    desk.press("redo");
    assert_eq!(status(&path), "pending");
    desk.press("status.pending");
    desk.sees("it is pending already");
}

#[test]
fn marked_tickets_are_solved_together() {
    let (_dir, path, mut desk) = desk();
    desk.press("queue.mark");
    desk.press("queue.mark");
    desk.press("move.down");
    desk.press("queue.mark");
    desk.press("status.solved");
    for (number, status) in [
        ("48208", "solved"),
        ("48207", "solved"),
        ("48206", "open"),
        ("48205", "solved"),
    ] {
        assert_eq!(
            stored(&path, number).ticket.status.name(),
            status,
            "{number}"
        );
    }
    desk.sees("5 tickets");
    desk.press("undo");
    desk.sees("8 tickets");
}

#[test]
fn the_palette_and_the_help_run_their_lines() {
    let (_dir, path, mut desk) = desk();
    desk.press("help");
    desk.type_text("hide the preview");
    desk.press("choose.accept");
    assert!(!desk.app().queue.preview.on);
    desk.sees("next time press p");
    desk.press("palette");
    desk.type_text("priority urgent");
    desk.press("choose.accept");
    assert_eq!(
        stored(&path, "48208").ticket.priority.unwrap().name(),
        "urgent"
    );
}

#[test]
fn continuations_are_shown_after_a_while_only() {
    let (_dir, _path, mut desk) = desk();
    desk.keys("s");
    desk.advance(Duration::from_millis(299));
    desk.misses("Set status on hold");
    desk.advance(Duration::from_millis(1));
    desk.sees("Set status on hold");
    desk.keys("Esc");
    desk.misses("Set status on hold");
}

#[test]
fn a_pasted_number_is_gone_to() {
    let (_dir, _path, mut desk) = desk();
    desk.paste("zd:48203\n");
    desk.sees("#48203  Webhook signature does not match");
    desk.press("back");
    assert_eq!(desk.selected(), SUBJECTS[5]);
    desk.press("queue.jump");
    desk.type_text("999");
    desk.press("choose.accept");
    desk.sees("no ticket has this number");
}

#[test]
fn a_filter_finds_as_it_is_typed_and_says_what_is_wrong() {
    let (_dir, _path, mut desk) = desk();
    desk.press("queue.filter");
    desk.keys("Ctrl-U");
    desk.type_text("webhook");
    desk.sees("1 ticket");
    assert_eq!(desk.selected(), SUBJECTS[5]);
    desk.paste(" status:opne");
    desk.sees("▴");
    desk.press("choose.accept");
    desk.sees("the filter cannot be read");
    assert_eq!(desk.selected(), SUBJECTS[5], "the last good list stays");
    desk.press("choose.leave");
    desk.sees("8 tickets");
}

#[test]
fn the_theme_is_remembered() {
    let (_dir, path, mut desk) = desk();
    let before = desk.app().look.theme;
    desk.press("theme");
    desk.sees("dark letters on paper");
    desk.keys("Down");
    assert_ne!(desk.app().look.theme, before, "worn at once");
    desk.keys("Esc");
    assert_eq!(desk.app().look.theme, before);
    desk.press("theme");
    desk.type_text("light");
    desk.keys("Enter");
    desk.sees("theme light");
    drop(desk);
    let desk = Driver::open(&path);
    assert_eq!(desk.app().look.theme.name.as_str(), "light");
    assert!(!desk.app().greeting, "the first-run card comes once");
}

#[test]
fn a_draft_is_kept_when_the_composer_is_left() {
    let (_dir, path, mut desk) = desk();
    desk.press("ticket.note");
    desk.type_text("half a thought");
    desk.press("note.keep");
    desk.sees("draft kept");
    assert_eq!(
        stored(&path, "48208").draft.as_deref(),
        Some("half a thought")
    );
    desk.press("ticket.note");
    desk.sees("half a thought");
}

#[test]
fn a_draft_is_kept_while_it_is_written() {
    let (_dir, path, mut desk) = desk();
    desk.press("ticket.note");
    desk.type_text("typed a");
    assert_eq!(stored(&path, "48208").draft, None);
    desk.advance(Duration::from_millis(400));
    assert_eq!(stored(&path, "48208").draft.as_deref(), Some("typed a"));
}

#[test]
fn a_signal_keeps_the_draft_and_gives_the_terminal_back() {
    let (_dir, path, mut desk) = desk();
    desk.press("ticket.note");
    desk.type_text("written when the line dropped");
    assert_eq!(desk.run_to_the_end(Event::Terminate), Ended::Terminated);
    drop(desk);
    let mut desk = Driver::open(&path);
    desk.press("ticket.note");
    desk.sees("written when the line dropped");
}

#[test]
fn leaving_by_key_waits_for_what_was_written() {
    let (_dir, path, mut desk) = desk();
    desk.press("status.on_hold");
    let quit = Event::Key(paydesk::app::key::Key::char('q'));
    assert_eq!(desk.run_to_the_end(quit), Ended::Left);
    assert_eq!(stored(&path, "48208").ticket.status.name(), "on_hold");
}

#[test]
fn two_workbenches_see_each_others_changes() {
    let (_dir, path, mut one) = desk();
    let mut other = Driver::open(&path);
    other.press("status.pending");
    assert_eq!(one.app().current_status().unwrap().name(), "open");
    // Looked for when a key comes, not more often than once a second.
    one.advance(Duration::from_secs(2));
    one.press("queue.preview");
    assert_eq!(one.app().current_status().unwrap().name(), "pending");
}

#[test]
fn failures_are_told_and_put_away() {
    let (_dir, _path, mut desk) = desk();
    let error =
        Error::new(ErrorKind::Store, "a page of the store is damaged").hint("run `paydesk doctor`");
    desk.happen(Event::Trouble(error));
    desk.sees("a page of the store is damaged");
    desk.sees("run `paydesk doctor`");
    desk.press("back");
    desk.misses("a page of the store is damaged");
}

#[test]
fn a_failing_read_is_a_toast_and_not_the_end() {
    let (_dir, path, mut desk) = desk();
    let other = rusqlite_free_damage(&path);
    desk.press("redraw");
    desk.sees(other);
    desk.press("move.down");
    assert_eq!(desk.selected(), SUBJECTS[1], "what was read stays");
}

/// Puts a file that is no store in the place of the store's own; returns a word of the error.
fn rusqlite_free_damage(path: &std::path::Path) -> &'static str {
    use std::io::{Seek, SeekFrom, Write};
    let mut file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
    let length = file.metadata().unwrap().len();
    file.seek(SeekFrom::Start(4096)).unwrap();
    file.write_all(&vec![0xA5; usize::try_from(length - 4096).unwrap()])
        .unwrap();
    "doctor"
}

#[test]
fn suspending_keeps_the_draft_and_paints_anew() {
    let (_dir, path, mut desk) = desk();
    desk.press("ticket.note");
    desk.type_text("before the stop");
    desk.press("suspend");
    assert_eq!(desk.stage().stops(), 1);
    assert!(desk.stage().is_entered(), "taken again");
    assert_eq!(
        stored(&path, "48208").draft.as_deref(),
        Some("before the stop")
    );
    desk.sees("before the stop");
}

#[test]
fn the_persons_editor_gives_its_text_back() {
    let (_dir, path, mut desk) = desk();
    desk.press("ticket.note");
    desk.type_text("short");
    desk.stage().edited = Some("much longer\nin my editor\n".into());
    desk.press("note.editor");
    desk.sees("in my editor");
    desk.press("note.send");
    let thread = stored(&path, "48208");
    assert_eq!(
        thread.entries.last().unwrap().text,
        "much longer\nin my editor"
    );
}

#[test]
fn nothing_changed_draws_nothing() {
    let (_dir, _path, mut desk) = desk();
    let before = desk.stage().frames();
    desk.advance(Duration::from_hours(1));
    desk.settle();
    assert_eq!(desk.stage().frames(), before);
    assert_eq!(
        desk.app().deadline(),
        None,
        "with a fixed clock nothing wakes"
    );
}

/// One thing that can happen to the workbench.
#[derive(Clone, Debug)]
enum Step {
    Action(usize),
    Keys(String),
    Paste(String),
    Resize(u16, u16),
    Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
    let keys = prop::sample::select(vec![
        "Esc",
        "Enter",
        "Tab",
        "Shift-Tab",
        "Backspace",
        "Del",
        "Up",
        "Down",
        "Left",
        "Right",
        "Home",
        "End",
        "PgUp",
        "PgDn",
        "F1",
        "F5",
        "Ctrl-A",
        "Ctrl-W",
        "Ctrl-K",
        "Alt-B",
        "Ctrl-C",
        "Ctrl-L",
        "g",
        "s",
        "#",
        "Space",
        "1",
        "x",
        "é",
        "宽",
    ]);
    prop_oneof![
        6 => any::<prop::sample::Index>()
            .prop_map(|at| Step::Action(at.index(paydesk::app::action::all().count()))),
        4 => keys.prop_map(|key| Step::Keys(key.to_owned())),
        1 => "[ -~\\n]{0,12}|zd:48203|\\PC{0,20}".prop_map(Step::Paste),
        2 => (1_u16..=200, 1_u16..=60).prop_map(|(w, h)| Step::Resize(w, h)),
        1 => (0_u64..2_000).prop_map(Step::Wait),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 40,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_row_of_keys_pastes_and_sizes_ends_with_the_terminal_given_back(
        steps in prop::collection::vec(step(), 1..40),
    ) {
        let (_dir, _path, mut desk) = desk();
        for step in steps {
            match step {
                Step::Action(at) => {
                    let action = paydesk::app::action::all().nth(at).unwrap().action;
                    if let Some(keys) = desk.app().keymap.key(action) {
                        desk.keys(&keys);
                    }
                }
                Step::Keys(keys) => desk.keys(&keys),
                Step::Paste(text) => desk.paste(&text),
                Step::Resize(width, height) => {
                    desk.resize(width, height);
                    let rows = desk.screen().lines().count();
                    prop_assert_eq!(rows, usize::from(height));
                }
                Step::Wait(millis) => desk.advance(Duration::from_millis(millis)),
            }
        }
        desk.run_to_the_end(Event::Terminate);
    }
}
