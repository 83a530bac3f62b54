//! Finding one's way: palette, tour, mouse, keys, through the real loop and the real store.

use paydesk::app::Desk as Place;
use paydesk::app::action::{self, Scope};
use paydesk::domain::tickets::TicketId;
use paydesk::runtime::Press;

use crate::desk::Desk;
use crate::driver::{Driver, ME, SUBJECTS, fill};

/// A workbench on eight open tickets, the first-run card put away.
fn desk() -> (tempfile::TempDir, Driver) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    fill(&path);
    let mut desk = Driver::open(&path);
    desk.press("back");
    (dir, desk)
}

#[test]
fn the_palette_finds_tickets_by_number_and_by_what_they_say() {
    let (_dir, mut desk) = desk();
    desk.press("palette");
    desk.type_text("4820");
    desk.sees("#48208  BLIK refund has not arrived");
    desk.sees("#48201  Pix code expires too early");
    desk.type_text("5");
    desk.sees("#48205  Invoice shows the wrong fee");
    desk.misses("#48208  ");
    desk.type_text("\n");
    desk.sees("Hello, this is about: Invoice");
    assert_eq!(desk.selected(), SUBJECTS[3]);
    desk.press("back");
    desk.press("find");
    desk.sees("two letters of a number");
    desk.type_text("webhook signat");
    desk.sees("#48203  Webhook signature does not match");
    desk.misses("Set status");
    desk.type_text("\n");
    assert_eq!(desk.app().ticket.as_ref().unwrap().id, TicketId(6));
}

#[test]
fn the_palette_finds_people_and_filters_by_them() {
    let (_dir, mut desk) = desk();
    desk.press("palette");
    desk.type_text("@sil");
    desk.sees("Maria Silva  maria@shop.example");
    desk.type_text("\n");
    let filter = desk.app().queue.filter.to_string();
    assert_eq!(filter, "requester:maria@shop.example");
    desk.sees("8 tickets");
}

#[test]
fn the_palette_shows_views_and_runs_them() {
    let (_dir, mut desk) = desk();
    desk.press("palette");
    desk.type_text("view unass");
    desk.sees("View: unassigned");
    desk.type_text("\n");
    desk.sees("━ unassigned ━");
    let filter = desk.app().queue.filter.to_string();
    assert!(filter.contains("sort:sla"), "{filter}");
}

#[test]
fn a_choice_stays_while_results_come_and_the_last_list_opens_again() {
    let (_dir, mut desk) = desk();
    desk.press("palette");
    desk.type_text("pay");
    desk.press("choose.next");
    let chosen = |desk: &Driver| {
        let modal = desk.app().modals.last().unwrap();
        modal.lines().unwrap().chosen().unwrap().title.clone()
    };
    let before = chosen(&desk);
    desk.settle();
    assert_eq!(chosen(&desk), before);
    desk.press("choose.leave");
    desk.press("find.again");
    desk.sees("› pay");
    desk.sees("#48207  Payout for April is late");
}

#[test]
fn what_was_picked_stands_first_also_after_a_new_start() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    fill(&path);
    let first = |desk: &Driver| {
        let modal = desk.app().modals.last().unwrap();
        let lines = modal.lines().unwrap();
        lines.chosen().unwrap().title.clone()
    };
    let mut desk = Driver::open(&path);
    desk.press("palette");
    desk.type_text("key:V\n");
    desk.press("palette");
    assert_eq!(first(&desk), "Mark all rows shown");
    drop(desk);
    let mut desk = Driver::open(&path);
    desk.press("palette");
    assert_eq!(first(&desk), "Mark all rows shown");
}

#[test]
fn a_command_is_found_by_its_key_and_says_it() {
    let (_dir, mut desk) = desk();
    desk.press("palette");
    desk.type_text("key:space t");
    desk.sees("Theme and colours");
    desk.press("choose.leave");
    desk.press("help");
    desk.type_text("key:V");
    desk.sees("Mark all rows shown");
    desk.type_text("\n");
    assert_eq!(desk.app().queue.marks.len(), SUBJECTS.len());
}

#[test]
fn what_cannot_be_done_says_why_in_every_list_and_stays_open() {
    let (_dir, mut desk) = desk();
    desk.press("redo");
    desk.sees("Redo: nothing was taken back");
    desk.press("palette");
    desk.type_text("redo");
    desk.sees("nothing was taken back");
    desk.type_text("\n");
    desk.sees("Redo: nothing was taken back");
    assert_eq!(desk.app().scope(), Scope::Picker);
}

#[test]
fn a_verb_of_the_palette_is_told_with_its_key() {
    let (_dir, mut desk) = desk();
    desk.press("palette");
    desk.type_text("pending\n");
    desk.sees("next time press s p");
    desk.press("move.down");
    desk.press("undo");
    desk.misses("next time");
}

#[test]
fn undo_and_redo_know_what_they_would_do() {
    let (_dir, mut desk) = desk();
    desk.press("status.pending");
    desk.keys("u");
    desk.press("palette");
    desk.type_text("> redo");
    desk.sees("pending");
    desk.type_text("\n");
    desk.misses("nothing was taken back");
    desk.press("undo");
}

/// The tour on a desk, sample or real, at 80x24.
fn tour(label: &str) -> (tempfile::TempDir, Driver) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    fill(&path);
    let place = Place {
        me: vec![ME.into()],
        label: label.into(),
        tour: true,
        ..Place::default()
    };
    (dir, Driver::at(&path, (80, 24), place))
}

/// The first three steps.
fn walk_to_the_marks(desk: &mut Driver) {
    desk.sees("Tour: walk the list");
    desk.sees("1 of 5");
    desk.press("move.down");
    desk.press("move.down");
    desk.sees("(2 of 3)");
    desk.press("move.up");
    desk.sees("2 of 5");
    desk.press("ticket.open");
    desk.sees("✓ Enter");
    desk.press("back");
    desk.sees("Tour: filter");
    desk.press("queue.filter");
    desk.type_text("refund OR payout");
    desk.sees("› Enter  keeps it");
    desk.type_text("\n");
    desk.sees("4 of 5");
}

#[test]
fn the_tour_goes_on_by_doing_and_ends_with_what_else_there_is() {
    let (_dir, mut desk) = tour("demo");
    walk_to_the_marks(&mut desk);
    desk.press("queue.mark");
    desk.press("queue.mark");
    desk.press("status.pending");
    desk.sees("✓ s p");
    desk.press("undo");
    desk.sees("5 of 5");
    desk.press("palette");
    desk.misses("5 of 5");
    desk.type_text("every key\n");
    desk.press("choose.leave");
    desk.sees("The tour is over");
    desk.sees("finds a ticket or a person");
    assert!(desk.app().toured);
    desk.press("back");
    desk.misses("The tour is over");
    desk.press("tour");
    desk.sees("1 of 5");
    desk.press("tour");
    desk.misses("1 of 5");
}

#[test]
fn on_a_real_desk_the_tour_changes_no_ticket() {
    let (_dir, mut desk) = tour("");
    walk_to_the_marks(&mut desk);
    desk.sees("This desk is real");
    desk.misses("s p");
    desk.press("queue.mark");
    desk.press("queue.mark");
    desk.press("back");
    desk.sees("5 of 5");
}

#[test]
fn the_tour_is_left_with_the_second_escape() {
    let (_dir, mut desk) = tour("demo");
    desk.press("back");
    desk.sees("Esc again leaves the tour");
    desk.press("move.down");
    desk.press("back");
    desk.sees("1 of 5");
    desk.press("back");
    desk.misses("1 of 5");
    desk.sees("Space ? begins the tour again");
}

#[test]
fn the_mouse_selects_opens_sorts_and_turns() {
    let (_dir, mut desk) = desk();
    desk.click_on("Invoice shows");
    assert_eq!(desk.selected(), SUBJECTS[3]);
    assert!(desk.app().ticket.is_none());
    desk.click_on("Invoice shows");
    desk.sees("Hello, this is about: Invoice");
    desk.click_on("2 Queue");
    assert!(desk.app().ticket.is_none());
    desk.click_on("SUBJECT");
    assert_eq!(desk.app().queue.filter.sort.field.name(), "subject");
    let first = desk.app().queue.list.rows()[0].subject.clone();
    desk.click_on("SUBJECT");
    assert_ne!(desk.app().queue.list.rows()[0].subject, first);
    desk.click_on("Ctrl-P palette");
    desk.sees("Palette");
    desk.point(60, 12, Press::WheelDown);
    let modal = desk.app().modals.last().unwrap();
    assert_eq!(modal.lines().unwrap().matches().1, 3);
    desk.click(1, 30);
    assert!(
        desk.app().modals.is_empty(),
        "a click beside it puts it away"
    );
    let frames = desk.stage().frames();
    desk.click_on("? help");
    desk.sees("Keys in Queue");
    assert!(desk.stage().frames() > frames);
    desk.press("choose.leave");
    let frames = desk.stage().frames();
    desk.click(50, 35);
    assert_eq!(desk.stage().frames(), frames, "on nothing, nothing happens");
}

#[test]
fn keys_are_printed_as_text_markdown_and_json() {
    let desk = Desk::new();
    let text = desk.run(&["keys"]).ended(0).out;
    let json = desk.run(&["keys", "--format", "json"]).ended(0).json();
    let page = desk.run(&["keys", "--format", "md"]).ended(0).out;
    assert_eq!(json.as_array().unwrap().len(), action::all().count());
    for spec in action::all() {
        assert!(
            text.contains(spec.name) && page.contains(spec.name),
            "{}",
            spec.name
        );
    }
    let undo = json
        .as_array()
        .unwrap()
        .iter()
        .find(|a| a["name"] == "undo");
    assert_eq!(undo.unwrap()["keys"][0], "u");
    let config = desk.write("config.toml", "[keys]\n\"undo\" = \"Ctrl-U\"\n");
    let json = desk
        .run(&["keys", "--json", "--config", &config])
        .ended(0)
        .json();
    let undo = json
        .as_array()
        .unwrap()
        .iter()
        .find(|a| a["name"] == "undo");
    assert_eq!(undo.unwrap()["keys"][0], "Ctrl-U");
}

#[test]
fn a_conflict_names_both_actions_where_the_configuration_is_checked() {
    let desk = Desk::new();
    let config = desk.write("config.toml", "[keys]\n\"ticket.note\" = \"v\"\n");
    let said = desk
        .run(&["config", "check", "--config", &config])
        .ended(3)
        .out;
    assert!(
        said.contains("ticket.note") && said.contains("queue.mark"),
        "{said}"
    );
    assert!(said.contains("line 2"), "{said}");
    let said = desk.run(&["keys", "--config", &config]).ended(2).err;
    assert!(
        said.contains("ticket.note") && said.contains("queue.mark"),
        "{said}"
    );
}
