//! The queue through the real loop and the real store: filters, views, marks, copies, pastes.

use std::path::PathBuf;
use std::time::Duration;

use paydesk::app::event::Event;
use paydesk::domain::desk;
use paydesk::domain::{Actor, Command};
use paydesk::store::Store;
use tempfile::TempDir;

use crate::driver::{Driver, ME, SUBJECTS, fill_with, now};

const MORE: [&str; 4] = [
    "charge_X0O78kT ends in PROVIDER_ERROR",
    "charge_9ZyXwVu ends in PROVIDER_ERROR",
    "mandate MND-70646 returned",
    "charge_9ZyXwVu again",
];

fn desk() -> (TempDir, PathBuf, Driver) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    let subjects: Vec<&str> = SUBJECTS.iter().chain(&MORE).copied().collect();
    fill_with(&path, &subjects);
    Store::open(&path)
        .unwrap()
        .settle(&mut |_, _| true)
        .unwrap();
    let mut desk = Driver::open(&path);
    desk.press("back");
    (dir, path, desk)
}

#[test]
fn a_filter_shows_something_at_every_letter_and_enter_keeps_it() {
    let (_dir, _path, mut desk) = desk();
    desk.keys("f");
    for letter in "chargeb".chars() {
        desk.type_text(&letter.to_string());
        desk.misses("0 tickets");
        desk.sees("reads is:open");
    }
    desk.sees("1 ticket");
    desk.sees("chargeb*");
    desk.keys("Enter");
    desk.sees("f is:open chargeb*");
    assert_eq!(desk.selected(), SUBJECTS[6]);
    desk.keys("f");
    desk.type_text("\"reason code");
    desk.sees("the quote is open");
    desk.sees("1 ticket");
}

#[test]
fn the_term_that_hides_all_is_named_and_goes() {
    let (_dir, _path, mut desk) = desk();
    desk.keys("f");
    desk.type_text("tag:pix chargeb");
    desk.keys("Enter");
    desk.sees("No ticket matches.");
    desk.sees("1 does without `tag:pix`.");
    desk.keys("Backspace");
    desk.sees("1 ticket");
    assert_eq!(desk.selected(), SUBJECTS[6]);
}

#[test]
fn views_are_listed_counted_saved_deleted_and_taken_back() {
    let (_dir, _path, mut desk) = desk();
    desk.keys("g v");
    desk.sees("breach first");
    desk.sees("12  assignee:none is:open");
    desk.keys("3");
    desk.sees("━ unassigned ");
    desk.keys("Space v s");
    desk.type_text("nobody's");
    desk.keys("Enter");
    desk.sees("view nobody's saved");
    desk.keys("f");
    desk.type_text("chargeback ");
    desk.keys("Enter Space v s");
    desk.type_text("back");
    desk.keys("Enter");
    desk.sees("━ back ");
    desk.keys("Space v d");
    desk.sees("view back deleted");
    desk.misses("━ back ");
    desk.press("undo");
    desk.sees("━ back ");
}

#[test]
fn a_wide_page_has_the_views_with_their_counts() {
    let (_dir, path, desk) = desk();
    drop(desk);
    let mut desk = Driver::sized(&path, 200, 50);
    desk.press("back");
    desk.sees(" 3 unassigned         12 │");
    let store = Store::open(&path).unwrap();
    let save = desk::Command::SaveView {
        name: "payouts".into(),
        query: "payout".into(),
    };
    let actor = Actor::new(ME);
    store.perform(Command::Desk(save), &actor, now()).unwrap();
    desk.advance(Duration::from_secs(2));
    desk.press("move.down");
    desk.sees(" 8 payouts             1 │");
}

#[test]
fn what_fails_alike_is_marked_and_shown_alone() {
    let (_dir, _path, mut desk) = desk();
    desk.keys("f");
    desk.type_text("provider_error ");
    desk.keys("Enter");
    desk.press("queue.mark_alike");
    desk.sees("2 tickets with PROVIDER_ERROR are marked");
    desk.keys("Space v 3 M");
    desk.sees("━ Marked ");
    desk.sees("2 tickets");
    desk.keys("Esc");
    desk.sees("━ unassigned ");
}

#[test]
fn copies_go_to_the_terminal_and_into_a_file() {
    let (_dir, path, mut desk) = desk();
    desk.keys("y i");
    desk.sees("copied #48208");
    assert_eq!(desk.stage().copied.as_deref(), Some("48208"));
    let file = path.with_extension("clipboard");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "48208");
    desk.keys("v v y t");
    let table = std::fs::read_to_string(&file).unwrap();
    assert_eq!(table.lines().count(), 4);
    assert!(table.contains("BLIK refund has not arrived"), "{table}");
    desk.keys("y j");
    let json: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!(json[1]["external_id"], "48207");
}

#[test]
fn a_pasted_reference_opens_its_ticket_or_filters() {
    let (_dir, _path, mut desk) = desk();
    desk.paste("charge_X0O78kT");
    desk.sees("this is about: charge_X0O78kT");
    assert_eq!(desk.app().pane_scope().title(), "Ticket");
    desk.press("close");
    desk.paste("charge_9ZyXwVu\n");
    desk.sees("2 tickets");
    desk.sees("ref:charge_9ZyXwVu");
    desk.keys("Esc");
    desk.paste("MND-70646");
    desk.sees("this is about: mandate MND-70646");
    desk.press("close");
    let noise = "qesp#u!*Msj \u{7f}".repeat(20);
    desk.paste(&noise);
    assert!(desk.app().queue.editing.is_some());
    assert_eq!(desk.app().status.undo, None, "no verb was done");
}

#[test]
fn the_list_keeps_its_place_when_clocks_were_computed_beside_it() {
    let (_dir, _path, mut desk) = desk();
    desk.keys("j j j");
    let before = desk.selected();
    desk.happen(Event::StoreChanged);
    assert_eq!(desk.selected(), before);
    desk.keys("Space s s");
    desk.sees("sort:subject-asc");
    desk.sees("SUBJECT▴");
    desk.keys("Space s s");
    desk.sees("SUBJECT▾");
}
