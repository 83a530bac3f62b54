//! What strangers write moves no column and reaches no cell that is not theirs.
//!
//! A page is drawn with plain texts of several lengths: what is the same in all of them is paydesk's
//! own (edges, hairlines, clocks, statuses, gaps). It must be the same with any text of the corpus.

use ratatui::buffer::{Buffer, Cell};
use unicode_width::UnicodeWidthStr;

use super::super::fixture::Desktop;
use super::{DARK, half_hidden};
use crate::app::Look;
use crate::domain::tickets::{Attachment, Person, Role, Thread};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

#[derive(serde::Deserialize)]
struct Case {
    what: String,
    text: String,
}

fn corpus() -> Vec<Case> {
    let text = include_str!("../../../tests/corpus/text/hostile.jsonl");
    let cases: Vec<Case> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(cases.len() >= 120, "{}", cases.len());
    cases
}

fn person(text: &str, role: Role) -> Person {
    Person {
        name: text.to_owned(),
        email: Some(text.to_owned()),
        organization: Some(text.to_owned()),
        role,
    }
}

/// Puts a text wherever a stranger's word is shown in one line.
fn fill_names(thread: &mut Thread, text: &str) {
    let ticket = &mut thread.ticket;
    ticket.subject = text.to_owned();
    ticket.requester = Some(person(text, Role::EndUser));
    ticket.assignee = Some(person(text, Role::Agent));
    ticket.group = Some(text.to_owned());
    ticket.tags = vec![text.to_owned(), text.to_owned()];
    ticket.merchant = Some(text.to_owned());
    ticket.method = Some(text.to_owned());
    ticket.jira = vec![text.to_owned()];
    for entry in &mut thread.entries {
        entry.author = Some(person(text, Role::EndUser));
    }
}

/// Puts a text into bodies and the names of files too, which changes how many lines there are.
fn fill_all(thread: &mut Thread, text: &str) {
    fill_names(thread, text);
    for entry in &mut thread.entries {
        entry.text = format!("{text}\n> {text}\n\n{text} {text}");
        entry.attachments = vec![Attachment {
            name: text.to_owned(),
            size: None,
        }];
        for change in &mut entry.changes {
            (change.from, change.to) = (Some(text.to_owned()), Some(text.to_owned()));
        }
    }
    thread.draft = Some(text.to_owned());
}

/// Which page is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Page {
    Queue,
    Ticket,
}

/// The page with a text wherever a stranger's word stands.
fn drawn(
    page: Page,
    (width, height): (u16, u16),
    look: Look,
    text: &str,
    fill: fn(&mut Thread, &str),
) -> Buffer {
    let mut desk = Desktop::with(width, height, look, super::Store::Full, true);
    desk.press("j j");
    let rows = desk.app.queue.list.rows().iter().cloned().map(|mut row| {
        for field in [
            &mut row.subject,
            &mut row.client,
            &mut row.assignee,
            &mut row.requester,
            &mut row.method,
        ] {
            text.clone_into(field);
        }
        row
    });
    let rows = rows.collect();
    desk.app.queue.list.replace(rows, true, true);
    let text = text.to_owned();
    desk.alter = Some(Box::new(move |thread| fill(thread, &text)));
    match page {
        Page::Queue => {
            // Away and back, so that the preview is read with the text.
            desk.press("G").press("g g");
        }
        Page::Ticket => _ = desk.press("Enter"),
    }
    desk.cells()
}

/// Plain texts, of which each length puts what follows it elsewhere.
const PLAIN: [&str; 6] = ["n", "", "mm", "ooooo", "ppppppppp", "qqqqqqqqqqqqqqq"];

/// The cells that are the same in both.
fn same_cells(one: &Buffer, other: &Buffer) -> Vec<bool> {
    let cells = one.content.iter().zip(&other.content);
    cells.map(|(a, b)| a.symbol() == b.symbol()).collect()
}

fn check_cells(buffer: &Buffer, what: &str) {
    for cell in &buffer.content {
        let symbol = cell.symbol();
        assert!(!symbol.chars().any(char::is_control), "{what}: {symbol:?}");
        assert!(
            !symbol.chars().any(crate::domain::text::is_dropped),
            "{what}: {symbol:?}"
        );
        assert!(symbol.width() >= 1, "{what}: {symbol:?}");
    }
    for row in buffer.content.chunks(usize::from(buffer.area.width)) {
        assert_eq!(half_hidden(row), None, "{what}");
    }
}

#[test]
fn columns_stay_where_they_are_whatever_is_written() {
    for size in SIZES {
        for page in [Page::Queue, Page::Ticket] {
            let plain = |text: &str| drawn(page, size, DARK, text, fill_names);
            let short = plain("n");
            let mut own = same_cells(&short, &plain(&"mnopqrst".repeat(40)));
            for text in PLAIN {
                let same = same_cells(&short, &plain(text));
                own.iter_mut()
                    .zip(same)
                    .for_each(|(own, same)| *own &= same);
            }
            let share = own.iter().filter(|own| **own).count() * 100 / own.len();
            assert!(share > 30, "{page:?} at {size:?}: {share} % are ours");
            for case in corpus() {
                let what = format!("{page:?} at {size:?}: {}", case.what);
                let buffer = plain(&case.text);
                check_cells(&buffer, &what);
                let cells = own.iter().zip(short.content.iter().zip(&buffer.content));
                for (at, (_, (ours, theirs))) in cells.enumerate().filter(|(_, (own, _))| **own) {
                    let (x, y) = (at % usize::from(size.0), at / usize::from(size.0));
                    // A text that begins with a mark joins the blank before it, which may then be
                    // cut off with it: that moves nothing.
                    let sign = |cell: &Cell| cell.symbol().chars().next();
                    if sign(ours) == Some(' ') && sign(theirs) == Some('…') {
                        continue;
                    }
                    assert_eq!(
                        sign(ours),
                        sign(theirs),
                        "{what}: column {x}, row {y} of\n{}",
                        super::picture::text(&buffer)
                    );
                }
            }
        }
    }
}

#[test]
fn bodies_and_file_names_reach_no_cell_that_is_not_theirs() {
    for size in [(80, 24), (120, 40)] {
        for page in [Page::Queue, Page::Ticket] {
            for case in corpus() {
                let what = format!("{page:?} at {size:?}: {}", case.what);
                let buffer = drawn(page, size, DARK, &case.text, fill_all);
                check_cells(&buffer, &what);
                if size.0 < 120 {
                    continue;
                }
                // The hairline between list and preview, from the rule down.
                let x = (0..size.0).find(|x| "┑┬".contains(buffer[(*x, 1)].symbol()));
                let x = x.unwrap_or_else(|| panic!("no hairline in {what}"));
                for y in 2..size.1 - 2 {
                    let sign = buffer[(x, y)].symbol();
                    assert!("│├".contains(sign), "{what}: {sign:?} in row {y}");
                }
            }
        }
    }
}

#[test]
fn typed_and_pasted_text_is_shown_in_its_field_alone() {
    for case in corpus() {
        let mut desk = Desktop::new(80, 24);
        desk.press("f").press("Ctrl-U");
        desk.feed(crate::app::event::Event::Paste(case.text.clone()));
        check_cells(&desk.cells(), &case.what);
        let mut desk = Desktop::new(80, 24);
        desk.press("n");
        desk.feed(crate::app::event::Event::Paste(case.text.clone()));
        check_cells(&desk.cells(), &case.what);
    }
}
