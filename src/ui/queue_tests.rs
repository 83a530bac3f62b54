//! What the queue looks like in its states, at three sizes.

use super::fixture::{Desktop, Store};
use super::snapshot::styled;
use crate::app::event::Event;
use crate::app::{Depth, Look};
use crate::domain::theme::Theme;
use crate::domain::tickets::Column;

const SMALL: (u16, u16) = (80, 24);
const MIDDLE: (u16, u16) = (120, 40);
const WIDE: (u16, u16) = (200, 60);

const DARK: Look = Look {
    theme: Theme::DARK,
    theme_fixed: false,
    no_color: false,
    ascii: false,
    depth: Depth::True,
};

fn desk(size: (u16, u16)) -> Desktop {
    Desktop::with(size.0, size.1, DARK, Store::Full, true)
}

fn shot(desk: &Desktop) -> String {
    let (buffer, cursor) = desk.shown();
    let cursor = cursor.map_or("none".to_owned(), |(x, y)| format!("{x},{y}"));
    format!("{}cursor {cursor}\n", styled(&buffer, desk.app.look))
}

/// The rows of the screen as text.
fn rows(desk: &Desktop) -> Vec<String> {
    let buffer = desk.shown().0;
    let width = usize::from(buffer.area.width.max(1));
    let rows = buffer.content.chunks(width);
    rows.map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect())
        .collect()
}

macro_rules! states {
    ($($name:ident: $keys:expr;)+) => {$(
        #[test]
        fn $name() {
            for (size, name) in [(SMALL, "80"), (MIDDLE, "120"), (WIDE, "200")] {
                let mut desk = desk(size);
                let keys: fn(&mut Desktop) = $keys;
                keys(&mut desk);
                insta::assert_snapshot!(format!("{}_{name}", stringify!($name)), shot(&desk));
            }
        }
    )+};
}

states! {
    typing: |desk| _ = desk.press("j j f").write("(blik OR refu");
    views_choose: |desk| _ = desk.press("g v Down");
    view_save: |desk| _ = desk.press("Space v s").write("Mine");
    below: |desk| _ = desk.press("P");
    sorted: |desk| _ = desk.press("Space s u j");
}

#[test]
fn no_match_names_the_term() {
    for (size, name) in [(SMALL, "80"), (MIDDLE, "120"), (WIDE, "200")] {
        let mut desk = Desktop::with(size.0, size.1, DARK, Store::NoMatch, true);
        desk.press("f").write("tag:blik").press("Enter");
        insta::assert_snapshot!(format!("no_match_{name}"), shot(&desk));
    }
}

#[test]
fn an_answer_that_is_late_leaves_the_old_rows_faint() {
    let mut desk = desk(SMALL);
    desk.silence();
    desk.press("Space s p").wait();
    insta::assert_snapshot!("late_80", shot(&desk));
}

#[test]
fn the_total_stays_beside_a_title_of_any_length() {
    let long = "a long filter that somebody has typed to find one ticket among all of them ";
    for width in [60, 80, 99] {
        let mut desk = desk((width, 24));
        desk.press("f").write(long).press("Enter");
        let title = rows(&desk).into_iter().nth(1).unwrap();
        assert!(
            title.contains("26 tickets") && title.contains('…'),
            "{title}"
        );
    }
}

#[test]
fn flags_say_without_colour_what_colour_says() {
    let rows = rows(&desk(WIDE));
    let flag = |number: &str| {
        let row = rows.iter().find(|row| row.contains(number)).unwrap();
        let cells: Vec<char> = row.chars().collect();
        let list: String = cells[26..].iter().collect();
        list.chars().skip(2).take(8).collect::<String>()
    };
    assert_eq!(flag("48213"), "!! -0:12");
    assert_eq!(flag("48209"), "!   0:09");
    assert_eq!(flag("48187"), "   1d 2h");
    assert_eq!(flag("48198"), "◦     --");
    assert_eq!(flag("48165"), "=     --");
    assert_eq!(flag("48151"), "!!    --");
    assert_eq!(flag("48102"), "zz   Tue");
    assert_eq!(flag("48080"), "zz 4 May");
}

#[test]
fn chosen_columns_stand_in_their_order() {
    let mut desk = desk(MIDDLE);
    desk.app.desk.columns = vec![
        Column::Id,
        Column::Method,
        Column::Subject,
        Column::Status,
        Column::Clock,
    ];
    desk.feed(Event::Resize(120, 40));
    let rows = rows(&desk);
    let heads = rows[3].split_whitespace().take(5).collect::<Vec<_>>();
    assert_eq!(heads, ["ID", "METHOD", "SUBJECT", "STAT", "▴CLOCK"]);
    assert!(
        rows[6].contains("48213 blik       BLIK authorizations"),
        "{}",
        rows[6]
    );
}

#[test]
fn no_size_and_no_columns_panic() {
    let all = Column::ALL;
    for columns in [&all[..], &all[..1], &[Column::Requester, Column::Subject]] {
        for width in (0..=210).step_by(7) {
            for height in [0, 1, 12, 13, 24, 60] {
                let mut desk = desk((width, height));
                desk.app.desk.columns = columns.to_vec();
                desk.feed(Event::Resize(width, height));
                desk.shown();
                desk.press("P g v").shown();
                desk.press("Esc Space v s").shown();
            }
        }
    }
}
