//! What floats: opened and closed in one way each, chosen from, and what comes late into it.

use super::Modal;
use super::event::{Event, Purpose, Slot};
use super::look::ThemeLine;
use super::target::{Pane, Target};
use super::tests::{Bench, outcome, thread};
use crate::domain::desk::{View, ViewEdit};
use crate::domain::theme::Theme;
use crate::domain::tickets::{Answer as TicketAnswer, Page, TicketId};
use crate::domain::{Answer, Outcome};

/// A desk whose views come in this order.
fn desk(views: &[(&str, &str)]) -> Bench {
    let mut bench = Bench::with(3);
    bench.views(views);
    bench
}

fn filter(bench: &Bench) -> String {
    bench.app.queue.filter.to_string()
}

#[test]
fn going_to_the_queue_leaves_what_floats_over_the_ticket() {
    let mut bench = Bench::with(3);
    bench.open();
    bench.press("c");
    assert!(matches!(bench.app.modals.last(), Some(Modal::Facts(_))));
    bench.press("g q");
    assert!(bench.app.modals.is_empty() && bench.app.ticket.is_none());
}

#[test]
fn whatever_closes_the_themes_puts_back_the_one_that_was_worn() {
    let lines = || {
        [Theme::DARK, Theme::MONO]
            .map(|theme| {
                let name = theme.name.as_str().to_owned();
                ThemeLine::new(name, Ok((theme, String::new())))
            })
            .to_vec()
    };
    let mut bench = Bench::with(3);
    let worn = bench.app.look.theme;
    for click in [
        Target::Outside,
        Target::Action(super::Action::Close),
        Target::Action(super::Action::GoQueue),
    ] {
        bench.send(Event::Themes(lines()));
        bench.press("Down");
        assert_eq!(bench.app.look.theme, Theme::MONO);
        bench.send(Event::Click(click));
        assert!(bench.app.modals.is_empty(), "{click:?}");
        assert_eq!(bench.app.look.theme, worn, "{click:?}");
    }
    bench.send(Event::Themes(lines()));
    bench.press("Down Enter");
    assert_eq!(bench.app.look.theme, Theme::MONO, "that one was taken");
}

#[test]
fn a_view_ends_the_filter_that_is_typed_from_wherever_it_is_chosen() {
    for way in ["Space v 1", "g v 1"] {
        let mut bench = desk(&[("late", "is:breached")]);
        bench.open();
        bench.press(way);
        assert!(bench.app.ticket.is_none());
        assert_eq!(filter(&bench), "is:breached", "{way}");
    }
    let mut bench = desk(&[("late", "is:breached")]);
    bench.press("f");
    bench.write("blik");
    // There its key is text; the mouse reaches it.
    bench.send(Event::Click(Target::Action(super::Action::Palette)));
    bench.write("view late");
    bench.press("Enter");
    assert!(bench.app.queue.editing.is_none());
    assert_eq!(filter(&bench), "is:breached");
}

#[test]
fn views_that_move_while_one_searches_are_not_another_under_the_finger() {
    let mut bench = desk(&[("late", "is:breached"), ("pix", "method:pix")]);
    bench.press("g v");
    bench.write("pix");
    bench.views(&[("pix", "method:pix"), ("late", "is:breached")]);
    bench.press("Enter");
    assert_eq!(filter(&bench), "method:pix");
}

#[test]
fn a_count_is_of_its_view_wherever_that_stands_by_then() {
    let mut bench = desk(&[("late", "is:breached"), ("pix", "method:pix")]);
    let thread = Some(Box::new(thread(TicketId(1))));
    bench.answer(Slot::Preview, Answer::Tickets(TicketAnswer::Thread(thread)));
    let count = |bench: &mut Bench, count| {
        let answer = Answer::Tickets(TicketAnswer::Count(count));
        bench.answer(Slot::Count, answer);
    };
    count(&mut bench, 3);
    bench.press("g v");
    bench.views(&[("pix", "method:pix"), ("late", "is:breached")]);
    count(&mut bench, 7);
    let counts = bench.app.views.all().iter().map(|entry| entry.count);
    assert_eq!(counts.collect::<Vec<_>>(), [None, Some(7)]);
}

#[test]
fn a_view_that_is_saved_changes_no_list() {
    let mut bench = Bench::with(3);
    let view = View {
        name: "mine".into(),
        place: 1,
        query: "is:mine".into(),
    };
    let mut saved: Outcome = outcome("view mine saved");
    saved.changes.views.push(ViewEdit {
        before: None,
        after: Some(view),
    });
    let done = |outcome| Event::Done {
        purpose: Purpose::Verb,
        result: Ok(outcome),
    };
    bench.send(done(saved));
    assert!(bench.asked(Slot::Views).is_some() && bench.asked(Slot::Journal).is_some());
    assert_eq!(bench.asked(Slot::Page), None);
    bench.send(done(outcome("#1 open")));
    assert!(bench.asked(Slot::Page).is_some());
}

#[test]
fn the_wheel_turns_a_text_that_floats_until_its_end() {
    let mut bench = Bench::with(3);
    bench.open();
    bench.send(Event::Resize(80, 14));
    bench.press("c");
    let above = |bench: &Bench| match bench.app.modals.last() {
        Some(Modal::Facts(scroll)) => scroll.above(),
        _ => panic!("the facts float"),
    };
    let pane = Pane::Float;
    bench.send(Event::Wheel { pane, down: true });
    assert!(above(&bench) > 0);
    bench.send(Event::Wheel { pane, down: false });
    assert_eq!(above(&bench), 0);
    bench.app.take_changed();
    bench.send(Event::Wheel { pane, down: false });
    assert!(!bench.app.take_changed(), "nothing moved, nothing is drawn");
}

#[test]
fn the_palette_waits_for_both_before_it_says_that_nothing_is_found() {
    let mut bench = Bench::with(3);
    bench.press("F");
    assert!(!bench.app.is_looking_up());
    bench.write("zzz");
    assert!(bench.app.is_looking_up());
    bench.answer(Slot::People, Answer::Tickets(TicketAnswer::People(vec![])));
    assert!(bench.app.is_looking_up());
    let page = Page {
        rows: Vec::new(),
        at_start: true,
        at_end: true,
    };
    bench.answer(Slot::Found, Answer::Tickets(TicketAnswer::Page(page)));
    assert!(!bench.app.is_looking_up());
    bench.write("z");
    bench.press("Esc");
    assert!(!bench.app.is_looking_up(), "nobody waits any more");
}
