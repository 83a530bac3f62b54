//! The queue driven by events alone: filter, views, sort, marks, copies, pastes.

use std::collections::BTreeSet;
use std::time::Duration;

use super::action::Copied;
use super::event::{Effect, Event, Purpose, Slot};
use super::key::Key;
use super::tests::{Bench, outcome, row, thread, wall};
use super::{Action, Modal};
use crate::domain::desk::{self, Setting, View};
use crate::domain::tickets::filter::selection::Selection;
use crate::domain::tickets::{
    Answer as TicketAnswer, Command as TicketCommand, Entry, EntryId, EntryKind, FieldValue, Page,
    PageRequest, Priority, Query as TicketQuery, Thread, TicketId,
};
use crate::domain::{Answer, Command, Query};
use crate::error::{Error, ErrorKind};

impl Bench {
    pub(super) fn write(&mut self, text: &str) {
        for c in text.chars() {
            self.send(Event::Key(Key::char(c)));
        }
    }

    /// Lets the store answer the list with tickets of these ids.
    pub(super) fn page(&mut self, ids: &[i64]) {
        let page = Page {
            rows: ids.iter().map(|id| row(*id)).collect(),
            at_start: true,
            at_end: true,
        };
        self.answer(Slot::Page, Answer::Tickets(TicketAnswer::Page(page)));
    }

    fn preview(&mut self, thread: Thread) {
        let thread = Some(Box::new(thread));
        self.answer(Slot::Preview, Answer::Tickets(TicketAnswer::Thread(thread)));
    }

    fn count(&mut self, count: u64) {
        self.answer(Slot::Count, Answer::Tickets(TicketAnswer::Count(count)));
    }

    pub(super) fn views(&mut self, views: &[(&str, &str)]) {
        let views = views.iter().zip(1..).map(|((name, query), place)| View {
            name: (*name).into(),
            place,
            query: (*query).into(),
        });
        self.answer(Slot::Views, Answer::Views(views.collect()));
    }

    fn filter(&self) -> String {
        self.app.queue.filter.to_string()
    }

    fn asked_page(&self) -> Option<&PageRequest> {
        match self.asked(Slot::Page) {
            Some(Query::Tickets(TicketQuery::Page(request))) => Some(request),
            _ => None,
        }
    }

    fn asked_count(&self) -> Option<&Selection> {
        match self.asked(Slot::Count) {
            Some(Query::Tickets(TicketQuery::Count(selection))) => Some(selection),
            _ => None,
        }
    }

    fn copied(&self) -> Option<(&str, &str)> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Copy { what, text } => Some((&**what, &**text)),
            _ => None,
        })
    }
}

/// A ticket whose client writes this.
pub(super) fn saying(id: i64, text: &str) -> Thread {
    let mut thread = thread(TicketId(id));
    thread.ticket.method = Some("blik".into());
    thread.entries.push(Entry {
        id: EntryId(1),
        at: wall(),
        kind: EntryKind::Reply,
        author: None,
        public: true,
        text: text.into(),
        changes: Vec::new(),
        attachments: Vec::new(),
    });
    thread
}

#[test]
fn each_letter_of_a_filter_asks_for_its_own_list() {
    let mut bench = Bench::with(3);
    bench.press("f Ctrl-U");
    bench.write("re");
    assert_eq!(bench.filter(), "re*");
    let asked = bench.asked_page().unwrap().selection.clone();
    bench.write("f");
    assert_ne!(bench.asked_page().unwrap().selection, asked);
    bench.press("Enter");
    assert_eq!(bench.filter(), "ref*", "what is shown stays");
    bench.press("f");
    assert_eq!(
        bench.asked_page(),
        None,
        "opening the field changes nothing"
    );
    bench.write("\"open quote");
    assert_eq!(bench.filter(), "ref* \"open quote\"");
    bench.press("Enter");
    assert!(bench.app.queue.editing.is_none());
    bench.press("f Esc");
    assert_eq!(bench.filter(), "ref* \"open quote\"");
}

#[test]
fn a_term_that_is_on_is_not_doubled_and_a_field_alone_is_refused() {
    let mut bench = Bench::with(3);
    let before = bench.filter();
    bench.press("f");
    bench.write("is:open ");
    assert_eq!(bench.filter(), before);
    bench.write("tag:");
    assert_eq!(
        bench.filter(),
        before,
        "what waits for its value is left out"
    );
    bench.press("Enter");
    assert!(bench.app.queue.editing.as_ref().unwrap().error.is_some());
    bench.press("Esc");
    assert_eq!(bench.filter(), before);
}

#[test]
fn an_answer_that_takes_long_is_said_and_wakes_nobody_after() {
    let mut bench = Bench::with(3);
    bench.count(3);
    bench.press("Space s p");
    assert_eq!(bench.app.queue.waits(), None);
    assert_eq!(bench.app.deadline(), Some(Duration::from_millis(150)));
    bench.app.take_changed();
    bench.pass(150);
    assert!(bench.app.take_changed());
    assert_eq!(bench.app.queue.waits(), Some(Duration::from_millis(150)));
    assert_eq!(bench.app.deadline(), Some(Duration::from_secs(1)));
    bench.pass(900);
    assert_eq!(bench.app.deadline(), Some(Duration::from_secs(2)));
    bench.page(&[1, 2]);
    assert_eq!(
        (bench.app.queue.waits(), bench.app.deadline()),
        (None, None)
    );
}

#[test]
fn sorting_keeps_the_filter_and_the_same_again_turns_it() {
    let mut bench = Bench::with(3);
    bench.press("Space s c");
    assert_eq!(bench.filter(), "is:open sort:sla-asc");
    bench.press("Space s c");
    assert_eq!(bench.filter(), "is:open sort:sla-desc");
    bench.press("Space s p");
    assert_eq!(bench.filter(), "is:open sort:priority-desc");
    bench.press("Space s u");
    assert_eq!(bench.filter(), "is:open", "the usual order is not printed");
}

#[test]
fn digits_choose_a_view_while_nothing_is_typed() {
    let mut bench = Bench::with(3);
    bench.views(&[("late", "is:breached"), ("pix 2", "method:pix")]);
    bench.press("g v 2");
    assert!(bench.app.modals.is_empty());
    assert_eq!(bench.filter(), "method:pix");
    bench.press("g v");
    bench.write("pix 2");
    let Some(Modal::Views(picker)) = bench.app.modals.last() else {
        panic!("the digit was typed");
    };
    assert_eq!(picker.chosen().map(|line| line.place), Some(1));
    bench.press("Esc Space v 1");
    assert_eq!(bench.filter(), "is:breached");
    bench.press("Space v 7");
    assert_eq!(
        bench.app.status.text,
        "Go to the seventh view: there is no such view"
    );
}

#[test]
fn views_that_come_late_fill_the_list_that_is_open() {
    let mut bench = Bench::with(3);
    bench.press("g v");
    bench.views(&[("late", "is:breached")]);
    bench.press("1");
    assert_eq!(bench.filter(), "is:breached");
}

#[test]
fn a_view_is_saved_under_a_name_and_the_one_that_is_on_is_deleted() {
    let mut bench = Bench::with(3);
    bench.views(&[("late", "is:breached"), ("open", "is:open sort:created")]);
    bench.press("Space v s Enter");
    assert!(bench.app.status.refused, "a view has a name");
    bench.write("my queue");
    bench.press("Enter");
    let save = desk::Command::SaveView {
        name: "my queue".into(),
        query: "is:open sort:created-desc".into(),
    };
    assert_eq!(
        bench.performed(),
        Some((Purpose::Verb, &Command::Desk(save)))
    );
    bench.press("Space v d");
    let name = "open".into();
    let delete = desk::Command::DeleteView { name };
    assert_eq!(
        bench.performed(),
        Some((Purpose::Verb, &Command::Desk(delete)))
    );
    bench.press("f");
    bench.write("blik");
    bench.press("Enter Space v d");
    assert!(bench.app.status.refused);
}

#[test]
fn views_are_counted_late_one_at_a_time_and_only_on_show() {
    let mut bench = Bench::with(3);
    bench.views(&[("late", "is:breached"), ("pix", "method:pix limit:3")]);
    bench.preview(thread(TicketId(1)));
    assert_eq!(
        bench.asked_count(),
        None,
        "the list's own count is under way"
    );
    bench.count(3);
    assert_eq!(bench.asked_count(), None, "no view is on show");
    bench.press("g v");
    let first = bench.asked_count().unwrap().clone();
    bench.count(7);
    assert_eq!(bench.app.views.all()[0].count, Some(7));
    let second = bench.asked_count().unwrap();
    assert!(*second != first && second.limit.is_none());
    let result = Err(Error::new(ErrorKind::Io, "the disk is gone"));
    bench.send(Event::Reply {
        slot: Slot::Count,
        generation: bench.generation(Slot::Count),
        result,
    });
    bench.press("Down");
    assert_eq!(
        bench.asked_count(),
        None,
        "what failed is not asked at once"
    );
    bench.press("Esc");
    bench.pass(60_000);
    bench.press("j");
    assert_eq!(bench.asked_count(), None);
    bench.preview(thread(TicketId(2)));
    bench.press("g v");
    assert!(bench.asked_count().is_some(), "a minute old is too old");
}

#[test]
fn a_list_of_its_own_takes_the_place_of_a_views_count() {
    let mut bench = Bench::with(3);
    bench.views(&[("late", "is:breached")]);
    bench.preview(thread(TicketId(1)));
    bench.count(3);
    bench.press("g v");
    let old = bench.generation(Slot::Count);
    bench.press("1");
    bench.page(&[2]);
    assert!(bench.asked_count().is_some());
    let late = Ok(Answer::Tickets(TicketAnswer::Count(99)));
    bench.send(Event::Reply {
        slot: Slot::Count,
        generation: old,
        result: late,
    });
    assert_eq!(bench.app.queue.count, None);
    bench.count(1);
    assert_eq!(bench.app.queue.count, Some(1));
}

#[test]
fn marks_outlive_filters_and_are_shown_alone() {
    let mut bench = Bench::with(5);
    bench.press("M");
    assert_eq!(
        bench.app.status.text,
        "Show the marked alone, or all again: nothing is marked"
    );
    bench.press("v v f Ctrl-U");
    bench.write("zebra");
    bench.page(&[]);
    bench.press("Enter");
    assert_eq!(bench.app.queue.marks.len(), 2);
    bench.press("M");
    assert_eq!(bench.filter(), "is:marked");
    bench.page(&[1, 2]);
    bench.press("M");
    assert_eq!(bench.filter(), "zebra*");
    bench.press("M");
    bench.page(&[1, 2]);
    bench.press("Esc");
    assert!(bench.app.queue.marks.is_empty());
    assert_eq!(bench.filter(), "zebra*", "a list of no marks is left");
}

#[test]
fn what_fails_alike_is_marked_and_counted() {
    let mut bench = Bench::with(5);
    bench.preview(saying(1, "PROVIDER_ERROR on charge_X0O78kT"));
    bench.press("*");
    let Some(Query::Tickets(TicketQuery::Page(request))) = bench.asked(Slot::Alike) else {
        panic!("nothing was asked");
    };
    assert_eq!(request.limit, 500);
    let page = Page {
        rows: [1, 3, 5].map(row).into(),
        at_start: true,
        at_end: true,
    };
    bench.answer(Slot::Alike, Answer::Tickets(TicketAnswer::Page(page)));
    assert_eq!(
        bench.app.queue.marks,
        BTreeSet::from([1, 3, 5].map(TicketId))
    );
    assert_eq!(
        bench.app.status.text,
        "3 tickets with PROVIDER_ERROR and blik are marked"
    );
    bench.press("j *");
    let nothing = Some(Box::new(thread(TicketId(2))));
    bench.answer(Slot::Alike, Answer::Tickets(TicketAnswer::Thread(nothing)));
    assert!(bench.app.status.refused);
    assert_eq!(bench.asked(Slot::Alike), None);
}

#[test]
fn the_term_that_hides_all_is_named_and_dropped() {
    let mut bench = Bench::with(3);
    bench.press("f");
    bench.write("tag:blik");
    bench.page(&[]);
    bench.answer(Slot::Preview, Answer::Tickets(TicketAnswer::Any(true)));
    assert_eq!(bench.asked_count(), None, "not for each letter");
    bench.pass(150);
    bench.count(0);
    assert!(bench.asked_count().is_some(), "without is:open");
    bench.count(0);
    assert!(bench.asked_count().is_some(), "without tag:blik");
    bench.press("Enter Backspace");
    assert!(bench.app.status.refused, "not before all are counted");
    bench.count(112);
    assert_eq!(bench.asked_count(), None);
    bench.press("Backspace");
    assert_eq!(bench.filter(), "is:open sort:created-desc");
}

#[test]
fn the_preview_is_remembered_and_its_place_too() {
    let mut bench = Bench::with(3);
    let remembers = |bench: &Bench, setting, value: &str| {
        let command = desk::Command::Remember {
            setting,
            value: value.into(),
        };
        let wanted = Effect::Perform {
            purpose: Purpose::Quiet,
            command: Command::Desk(command),
        };
        bench.effects.contains(&wanted)
    };
    bench.press("p");
    assert!(remembers(&bench, Setting::Preview, "off"));
    bench.press("P");
    assert!(bench.app.status.refused, "80 columns have one place");
    bench.send(Event::Resize(120, 40));
    bench.press("P");
    assert!(remembers(&bench, Setting::PreviewPlace, "below"));
    let layout = bench.app.layout();
    assert!(bench.app.queue.preview.on && layout.peek.is_some() && layout.side.is_none());
    bench.app.requests.ask(Slot::Settings, Query::Settings);
    let settings = vec![(Setting::Preview, "off".into())];
    bench.answer(Slot::Settings, Answer::Settings(settings));
    assert!(!bench.app.queue.preview.on && !bench.app.queue.preview.below);
}

#[test]
fn a_verb_is_repeated_on_what_is_under_the_cursor_now() {
    let mut bench = Bench::with(3);
    bench.press(".");
    assert!(bench.app.status.refused);
    bench.press("# u j .");
    let set = TicketCommand::Set {
        tickets: vec![TicketId(2)],
        fields: vec![FieldValue::Priority(Some(Priority::Urgent))],
    };
    assert_eq!(
        bench.performed(),
        Some((Purpose::Verb, &Command::Tickets(set)))
    );
    let set = bench.performed().map(|(_, command)| command.clone());
    bench.press("s o .");
    let again = bench.performed().map(|(_, command)| command.clone());
    assert_eq!(again, set, "what was refused was not done");
}

#[test]
fn copies_are_read_whole_made_safe_and_said() {
    let mut bench = Bench::with(3);
    bench.press("v v y t");
    let ids = [1, 2].map(TicketId).to_vec();
    let full = Query::Tickets(TicketQuery::Full(ids));
    assert_eq!(bench.asked(Slot::Copy), Some(&full));
    let tickets = [1, 2].map(|id| thread(TicketId(id)).ticket).to_vec();
    bench.answer(
        Slot::Copy,
        Answer::Tickets(TicketAnswer::Full(tickets.clone())),
    );
    let (what, text) = bench.copied().unwrap();
    assert_eq!((what, text.lines().count()), ("2 tickets as a table", 4));
    assert_eq!(bench.app.status.text, "copied 2 tickets as a table");
    bench.press("y i");
    bench.answer(Slot::Copy, Answer::Tickets(TicketAnswer::Full(tickets)));
    assert_eq!(bench.copied(), Some(("#48001", "48001")));
    bench.press("y u");
    let mut hostile = thread(TicketId(3)).ticket;
    hostile.url = Some("https://x.example/\u{1b}]52;c;AAAA\u{7}".into());
    bench.answer(
        Slot::Copy,
        Answer::Tickets(TicketAnswer::Full(vec![hostile])),
    );
    let (_, text) = bench.copied().unwrap();
    assert!(!text.contains(char::is_control), "{text:?}");
    bench.press("y r");
    let says = saying(3, "charge_X0O78kT and charge_9ZyXwVu failed");
    bench.answer(
        Slot::Copy,
        Answer::Tickets(TicketAnswer::Threads(vec![says])),
    );
    assert_eq!(
        bench.copied(),
        Some(("2 references", "charge_X0O78kT\ncharge_9ZyXwVu"))
    );
    bench.app.act(Action::Copy(Copied::References));
    let none = vec![thread(TicketId(3))];
    bench.answer(Slot::Copy, Answer::Tickets(TicketAnswer::Threads(none)));
    assert!(bench.copied().is_none() && bench.app.status.refused);
}

#[test]
fn a_pasted_reference_opens_its_one_ticket_and_several_become_the_filter() {
    let mut bench = Bench::with(5);
    let found = |bench: &mut Bench, ids: &[i64]| {
        let page = Page {
            rows: ids.iter().map(|id| row(*id)).collect(),
            at_start: true,
            at_end: true,
        };
        bench.answer(Slot::Locate, Answer::Tickets(TicketAnswer::Page(page)));
    };
    bench.send(Event::Paste(" charge_X0O78kT\n".into()));
    found(&mut bench, &[4]);
    assert_eq!(bench.app.ticket.as_ref().unwrap().id, TicketId(4));
    bench.press("q");
    bench.send(Event::Paste(
        "https://dashboard.example/c/charge_X0O78kT".into(),
    ));
    found(&mut bench, &[4, 5]);
    assert_eq!(bench.filter(), "ref:charge_X0O78kT");
    bench.press("Esc");
    // A number that no ticket has may be a reference, and that the word of a text.
    bench.send(Event::Paste("401234567890".into()));
    bench.answer(Slot::Locate, Answer::Tickets(TicketAnswer::Locate(None)));
    found(&mut bench, &[]);
    found(&mut bench, &[]);
    assert_eq!(bench.filter(), "401234567890");
    bench.press("Esc");
    bench.send(Event::Paste("#4711".into()));
    bench.answer(Slot::Locate, Answer::Tickets(TicketAnswer::Locate(None)));
    assert_eq!(bench.app.status.text, "no ticket has this number");
    assert!(bench.app.queue.editing.is_none());
}

#[test]
fn the_cursor_stays_on_its_ticket_when_the_list_is_read_again() {
    let mut bench = Bench::with(5);
    bench.press("j j");
    bench.send(Event::StoreChanged);
    bench.page(&[9, 8, 1, 2, 3, 4]);
    assert_eq!(bench.selected(), 3);
    bench.press("v");
    bench.send(Event::Done {
        purpose: Purpose::Verb,
        result: Ok(outcome("a view saved")),
    });
    bench.page(&[4, 3]);
    assert_eq!((bench.selected(), bench.app.queue.marks.len()), (4, 1));
}

#[test]
fn the_next_ticket_is_the_one_that_took_the_place_of_a_solved_one() {
    let mut bench = Bench::with(5);
    bench.press("j");
    bench.open();
    let open = |bench: &Bench| bench.app.ticket.as_ref().unwrap().id.0;
    assert_eq!(open(&bench), 2);
    let done = |bench: &mut Bench, ids: &[i64]| {
        bench.send(Event::StoreChanged);
        bench.page(ids);
    };
    done(&mut bench, &[1, 3, 4, 5]);
    bench.press(">");
    assert_eq!(open(&bench), 3, "solved, and gone from the list");
    done(&mut bench, &[1, 4, 5]);
    done(&mut bench, &[1, 3, 4, 5]);
    bench.press(">");
    assert_eq!(open(&bench), 4, "taken back, and in the list again");
    done(&mut bench, &[1, 3, 5]);
    bench.press("<");
    assert_eq!(open(&bench), 3);
}

#[test]
fn a_verb_of_two_keys_never_meets_another_row_than_it_was_begun_on() {
    let mut bench = Bench::with(3);
    bench.press("s");
    bench.send(Event::StoreChanged);
    bench.page(&[2, 3]);
    bench.press("p");
    assert_eq!(bench.performed(), None, "the row has gone meanwhile");
    assert!(bench.app.status.refused);
    bench.press("s p");
    assert!(bench.performed().is_some());
}

#[test]
fn what_is_still_being_written_can_be_undone() {
    let mut bench = Bench::with(3);
    bench.press("u");
    assert_eq!(bench.performed(), None, "nothing was done yet");
    bench.press("s p");
    bench.press("u");
    assert!(matches!(
        bench.performed(),
        Some((Purpose::Reversal, Command::Undo))
    ));
}
