//! The open ticket as a model: what is folded, numbered and marked, and where the view stands.

use std::time::Duration;

use chrono::TimeDelta;

use super::find::Find;
use super::reader::Reader;
use super::thread::{self, Events, Frame, Joint, Line, Sheet};
use crate::app::event::Now;
use crate::app::key::Key;
use crate::app::requests::Requests;
use crate::app::tests::{thread as sample, wall};
use crate::domain::tickets::marks::Sort;
use crate::domain::tickets::{
    Entry, EntryId, EntryKind, FieldChange, Kind, Source, Thread, Ticket, TicketId,
};
use crate::domain::zone::Zone;

fn now() -> Now {
    Now {
        wall: wall(),
        mono: Duration::ZERO,
    }
}

fn entry(id: i64, text: &str) -> Entry {
    Entry {
        id: EntryId(id),
        at: wall() + TimeDelta::minutes(id),
        kind: EntryKind::Reply,
        author: None,
        public: true,
        text: text.to_owned(),
        changes: Vec::new(),
        attachments: Vec::new(),
    }
}

fn thread(entries: Vec<Entry>) -> Thread {
    Thread {
        ticket: Ticket {
            source: Source::Local,
            external_id: None,
            subject: "Refund".to_owned(),
            kind: Kind::Inquiry,
            ..sample(TicketId(1)).ticket
        },
        entries,
        draft: None,
    }
}

fn laid_out(text: &str, cells: usize) -> Sheet {
    let frame = Frame {
        cells,
        now: wall(),
        zone: &Zone::default(),
        events: Events::Short,
    };
    thread::lay_out(&thread(vec![entry(1, text)]), &frame)
}

fn bodies(sheet: &Sheet) -> Vec<&str> {
    let text = |line: &'_ Line| matches!(line, Line::Body { .. });
    let lines = sheet.lines.iter().filter(|line| text(line));
    lines
        .map(|line| match line {
            Line::Body { text, .. } => text,
            _ => "",
        })
        .collect()
}

/// A reader of 40 by `height` cells on these entries, as the store answered.
fn reader(entries: Vec<Entry>, height: usize) -> Reader {
    let mut reader = Reader::open(TicketId(1), &mut Requests::default());
    reader.resize(40, height, now(), &Zone::default());
    reader.answer(Some(thread(entries)), now(), &Zone::default());
    reader
}

fn shown(reader: &Reader) -> Vec<String> {
    let text = |line: &Line| match line {
        Line::Body { text, .. } | Line::System { text, .. } => text.clone(),
        Line::Head { name, .. } => format!("# {name}"),
        Line::Fold { lines, .. } => format!("fold {lines}"),
        Line::Blank => String::new(),
    };
    reader.visible().map(|shown| text(shown.line)).collect()
}

#[test]
fn accounts_are_masked_and_links_numbered_once() {
    let sheet = laid_out(
        "Pay DE89 3704 0044 0532 0130 00, see the form <https://a.example/x?y=1>, https://b.example/. \
         Again: https://a.example/x?y=1",
        90,
    );
    assert_eq!(
        bodies(&sheet).join(" "),
        "Pay DE89…3000, see the form [1], https://b.example/ [2]. Again: https://a.example/x?y=1 [1]"
    );
    let links: Vec<_> = sheet
        .links
        .iter()
        .map(|l| (&*l.address, &*l.words))
        .collect();
    assert_eq!(
        links,
        [
            ("https://a.example/x?y=1", "see the form"),
            ("https://b.example/", "")
        ]
    );
}

#[test]
fn a_mark_goes_on_over_the_end_of_a_line() {
    let sheet = laid_out("code AVERYLONG_ERROR_CODE_HERE end", 12);
    let marked: String = sheet
        .lines
        .iter()
        .filter_map(|line| match line {
            Line::Body { text, spans, .. } => Some((text, spans)),
            _ => None,
        })
        .flat_map(|(text, spans)| spans.iter().filter_map(|s| text.get(s.range.clone())))
        .collect();
    assert_eq!(marked, "AVERYLONG_ERROR_CODE_HERE");
    let joints = sheet.lines.iter().filter_map(|line| match line {
        Line::Body { joint, spans, .. } => {
            assert!(spans.iter().all(|span| span.sort == Sort::Code));
            Some(*joint)
        }
        _ => None,
    });
    let joints: Vec<_> = joints.collect();
    assert_eq!(joints.first(), Some(&Joint::Begins));
    assert!(joints.contains(&Joint::Word));
}

#[test]
fn long_quotes_fold_and_short_ones_stay() {
    let long = "Yes.\n\n> one\n> two\n> three\n> four\n\nThanks";
    let mut reader = reader(vec![entry(1, "> short\nno"), entry(2, long)], 30);
    let folded = [
        "# system", "> short", "no", "", "# system", "Yes.", "", "fold 4", "", "Thanks",
    ];
    assert_eq!(shown(&reader), folded);
    assert_eq!(reader.quotes(), (1, false));
    reader.toggle_quotes();
    let lines = shown(&reader);
    assert_eq!(lines[7..11], ["> one", "> two", "> three", "> four"]);
    reader.toggle_quotes();
    assert_eq!(shown(&reader), folded);
}

#[test]
fn the_view_stays_on_what_is_read_when_a_message_comes() {
    let text = "a\nb\nc\nd\ne\nf";
    let old = vec![entry(1, text), entry(2, text), entry(3, text)];
    let mut reader = reader(old.clone(), 5);
    assert_eq!(
        shown(&reader)[4],
        "f",
        "the newest is what one comes to read"
    );
    let before = shown(&reader);
    let mut new = old;
    new.push(entry(4, "new"));
    reader.answer(Some(thread(new.clone())), now(), &Zone::default());
    assert_eq!((shown(&reader), reader.unseen), (before, 1));
    reader.scroll_by(isize::MAX);
    assert_eq!((shown(&reader)[4].as_str(), reader.unseen), ("new", 0));

    // Another width and something that came before keep the place too.
    reader.scroll_by(isize::MIN);
    reader.scroll_by(9);
    let top = shown(&reader)[0].clone();
    new.insert(0, entry(9, "older"));
    reader.answer(Some(thread(new)), now(), &Zone::default());
    assert_eq!(shown(&reader)[0], top);
    reader.resize(12, 5, now(), &Zone::default());
    assert_eq!(shown(&reader)[0], top);
}

#[test]
fn a_note_of_ours_is_gone_to() {
    let text = "a\nb\nc\nd\ne\nf";
    let mut reader = reader(vec![entry(1, text), entry(2, text)], 4);
    reader.scroll_by(isize::MIN);
    reader.follow();
    let entries = vec![entry(1, text), entry(2, text), entry(3, "mine")];
    reader.answer(Some(thread(entries)), now(), &Zone::default());
    assert_eq!(shown(&reader)[3], "mine");
}

#[test]
fn looking_for_a_word_unfolds_its_quote_and_goes_back_if_there_is_none() {
    let filler = "x\n".repeat(20);
    let quote = "Yes.\n\n> one\n> the Señor\n> three\n> four\n\nThanks";
    let mut reader = reader(vec![entry(1, quote), entry(2, &filler)], 6);
    let before = shown(&reader);
    reader.begin_find();
    for letter in "senor".chars() {
        if let Some(find) = &mut reader.find {
            find.input.key(Key::char(letter));
        }
        reader.find_typed();
    }
    assert!(shown(&reader).contains(&"> the Señor".to_owned()));
    assert_eq!(reader.find.as_ref().map(Find::count), Some((1, 1)));
    if let Some(find) = &mut reader.find {
        find.input.key(Key::char('q'));
    }
    reader.find_typed();
    assert_eq!(shown(&reader), before, "back where one looked from");
    if let Some(find) = &mut reader.find {
        find.input.key(Key::parse("Backspace").unwrap());
    }
    reader.find_typed();
    reader.end_find();
    assert!(
        shown(&reader).contains(&"> the Señor".to_owned()),
        "left at the hit"
    );
}

#[test]
fn events_are_told_in_short_whole_or_not_at_all() {
    let mut event = entry(1, "");
    event.kind = EntryKind::Field;
    let change = |field: &str| FieldChange {
        field: field.to_owned(),
        from: Some("old".to_owned()),
        to: Some("new".to_owned()),
    };
    event.changes = vec![change("status"), change("priority")];
    let mut reader = reader(vec![event, entry(2, "hello")], 9);
    let short = [
        "status new, was old, priority new, was old",
        "",
        "# system",
        "hello",
    ];
    assert_eq!(shown(&reader), short);
    reader.turn_events(now(), &Zone::default());
    assert_eq!(
        shown(&reader)[..2],
        ["status new, was old", "priority new, was old"]
    );
    reader.turn_events(now(), &Zone::default());
    assert_eq!(shown(&reader), ["# system", "hello"]);
    reader.turn_events(now(), &Zone::default());
    assert_eq!(shown(&reader), short);
}
