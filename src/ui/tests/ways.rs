//! Palette, which-key, help of every pane, tour, first-run card and mouse: as snapshots, and what holds
//! for each of them.

use ratatui::style::Color;

use super::{ASCII, DARK, MIDDLE, MONO, SMALL, WIDE, half_hidden, lines, symbols};
use crate::app::action::Action;
use crate::app::event::Event;
use crate::app::key::{Key, KeyCode};
use crate::app::keymap::{KeyOverride, Keymap};
use crate::app::look::ThemeLine;
use crate::app::target::{Pane, Target};
use crate::app::{Look, Modal};
use crate::domain::theme::Theme;
use crate::domain::tickets::{SortField, TicketId};
use crate::ui::fixture::{Desktop, Store};
use crate::ui::snapshot::styled;
use crate::ui::{picture, spot};

/// What can be on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scene {
    PaletteEmpty,
    PaletteDesk,
    PaletteKey,
    Find,
    AllKeys,
    WhichKeyMenus,
    FirstRun,
    TourWalk,
    TourFilter,
    TourMark,
    TourOver,
}

impl Scene {
    const ALL: [Self; 11] = [
        Self::PaletteEmpty,
        Self::PaletteDesk,
        Self::PaletteKey,
        Self::Find,
        Self::AllKeys,
        Self::WhichKeyMenus,
        Self::FirstRun,
        Self::TourWalk,
        Self::TourFilter,
        Self::TourMark,
        Self::TourOver,
    ];

    fn on(self, (width, height): (u16, u16), look: Look) -> Desktop {
        let greeted = self != Self::FirstRun;
        let mut desk = Desktop::with(width, height, look, Store::Full, greeted);
        match self {
            Self::PaletteEmpty => {
                desk.press("j j Ctrl-P").write("urgent").press("Enter");
                desk.press("Ctrl-P");
            }
            Self::PaletteDesk => {
                desk.press("j j Ctrl-P").write("ac").press("Down Down");
            }
            Self::PaletteKey => _ = desk.press("j j Ctrl-P").write("key:s"),
            Self::Find => _ = desk.press("j j F").write("482"),
            Self::AllKeys => _ = desk.press("j j Space k Down"),
            Self::WhichKeyMenus => {
                let own = ["Space x o", "Space x p", "Space x h", "Space y"];
                let names = [
                    "status.open",
                    "status.pending",
                    "status.on_hold",
                    "queue.jump",
                ];
                let keys = names.iter().zip(own).map(|(action, keys)| KeyOverride {
                    action: (*action).to_owned(),
                    keys: vec![keys.to_owned()],
                });
                desk.app.keymap = Keymap::new(&keys.collect::<Vec<_>>()).unwrap();
                desk.press("Space x p v v j Space").wait();
            }
            Self::FirstRun => {}
            Self::TourWalk => _ = desk.press("Space ? j"),
            Self::TourFilter => {
                desk.press("Space ? j j j Enter Esc f");
            }
            Self::TourMark => {
                desk.press("Space ? j j j Enter Esc f")
                    .write(" ")
                    .press("Enter");
                desk.press("v v s p");
            }
            Self::TourOver => {
                desk.press("Space ? j j j Enter Esc f")
                    .write(" ")
                    .press("Enter");
                desk.press("v v s p");
                desk.app.status.undo = Some("2 tickets pending".to_owned());
                desk.press("u Ctrl-P").write("read and draw").press("Enter");
            }
        }
        desk
    }

    /// True if a box floats there.
    fn floats(self) -> bool {
        !matches!(self, Self::WhichKeyMenus | Self::FirstRun)
    }
}

fn shot(scene: Scene, size: (u16, u16)) -> String {
    let desk = scene.on(size, DARK);
    let (buffer, cursor) = desk.shown();
    let cursor = cursor.map_or("none".to_owned(), |(x, y)| format!("{x},{y}"));
    format!("{}cursor {cursor}\n", styled(&buffer, desk.app.look))
}

macro_rules! shots {
    ($($name:ident: $scene:ident;)+) => {$(
        #[test]
        fn $name() {
            for size in [SMALL, MIDDLE] {
                let name = format!("{}_{}", stringify!($name), size.0);
                insta::assert_snapshot!(name, shot(Scene::$scene, size));
            }
        }
    )+};
}

shots! {
    palette_empty: PaletteEmpty;
    palette_tickets_and_people: PaletteDesk;
    palette_by_key: PaletteKey;
    find: Find;
    every_key: AllKeys;
    which_key_menus: WhichKeyMenus;
    tour_walk: TourWalk;
    tour_mark: TourMark;
    tour_over: TourOver;
}

#[test]
fn boxes_signs_and_colours_are_as_on_every_other_screen() {
    for size in [SMALL, MIDDLE, WIDE] {
        for scene in Scene::ALL {
            let (plain, _) = scene.on(size, DARK).shown();
            let corners = symbols(&plain).filter(|c| "╭╮╰╯".contains(*c)).count();
            let expected = if scene.floats() { 4 } else { 0 };
            assert_eq!(corners, expected, "{scene:?} at {size:?}");
            let (ascii, _) = scene.on(size, ASCII).shown();
            let foreign: String = symbols(&ascii)
                .filter(|c| {
                    !c.is_ascii() && !"東京ペイ株式会社支払いが失敗します決済ć".contains(*c)
                })
                .collect();
            assert_eq!(foreign, "", "{scene:?} at {size:?}");
            let (mono, _) = scene.on(size, MONO).shown();
            let mut cells = mono.content.iter();
            assert!(cells.all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
        }
    }
}

#[test]
fn no_size_panics_or_half_hides_a_wide_letter_and_every_cell_can_be_pointed_at() {
    for scene in Scene::ALL {
        let mut desk = scene.on(MIDDLE, DARK);
        for (width, height) in [
            (0, 0),
            (1, 1),
            (39, 12),
            (40, 12),
            (60, 20),
            (99, 24),
            (130, 45),
        ] {
            desk.feed(Event::Resize(width, height));
            let (buffer, _) = desk.shown();
            for row in buffer.content.chunks(usize::from(width).max(1)) {
                assert_eq!(half_hidden(row), None, "{scene:?} at {width}x{height}");
            }
            for (x, y) in [
                (0, 0),
                (width, height),
                (width / 2, height / 2),
                (u16::MAX, 3),
            ] {
                let _somewhere = spot(&desk.app, x, y);
            }
        }
    }
}

#[test]
fn the_card_of_the_tour_never_covers_the_row_of_the_cursor() {
    for height in [18, 24, 40] {
        for scene in [Scene::TourWalk, Scene::TourMark] {
            let mut desk = scene.on((80, height), DARK);
            for _ in 0..26 {
                let (buffer, cursor) = desk.shown();
                let (_, y) = cursor.unwrap();
                let row: String = (0..80)
                    .map(|x| buffer[(x, y)].symbol().to_owned())
                    .collect();
                assert!(!row.contains(['│', '╭', '╰']), "{row}");
                desk.press("Down");
            }
        }
    }
}

/// Where a text stands on the screen.
fn place(desk: &Desktop, text: &str) -> (u16, u16) {
    let found = lines(desk).iter().zip(0..).find_map(|(line, y)| {
        let before = line.split_once(text)?.0;
        Some((
            u16::try_from(unicode_width::UnicodeWidthStr::width(before)).unwrap(),
            y,
        ))
    });
    found.unwrap_or_else(|| panic!("no {text:?} in\n{}", picture::text(&desk.shown().0)))
}

fn target(desk: &Desktop, text: &str) -> Option<Target> {
    let (x, y) = place(desk, text);
    spot(&desk.app, x, y).target
}

#[test]
fn rows_heads_tabs_and_hints_know_what_a_click_means() {
    for size in [SMALL, MIDDLE, WIDE] {
        let desk = Desktop::with(size.0, size.1, DARK, Store::Full, true);
        assert_eq!(target(&desk, "BLIK auth"), Some(Target::Row(TicketId(3))));
        assert_eq!(
            target(&desk, "ID CLIENT"),
            Some(Target::Head(SortField::Id))
        );
        assert_eq!(
            target(&desk, "SUBJECT"),
            Some(Target::Head(SortField::Subject))
        );
        assert_eq!(
            target(&desk, "2 Queue"),
            Some(Target::Action(Action::GoQueue))
        );
        assert_eq!(
            target(&desk, "f filter"),
            Some(Target::Action(Action::Filter))
        );
        assert_eq!(target(&desk, "? help"), Some(Target::Action(Action::Help)));
        assert_eq!(
            target(&desk, "is:open"),
            Some(Target::Action(Action::Filter))
        );
        let (x, y) = place(&desk, "BLIK auth");
        assert_eq!(spot(&desk.app, x, y).pane, Some(Pane::List));
    }
}

#[test]
fn what_floats_takes_the_pointer_and_beside_it_is_outside() {
    let desk = Scene::PaletteKey.on(MIDDLE, DARK);
    assert_eq!(target(&desk, "Set status open"), Some(Target::Line(0)));
    assert_eq!(target(&desk, "WHAT IT DOES"), Some(Target::Float));
    assert_eq!(spot(&desk.app, 2, 20).target, Some(Target::Outside));
    assert_eq!(spot(&desk.app, 2, 20).pane, None);
    let (x, y) = place(&desk, "Set status open");
    assert_eq!(spot(&desk.app, x, y).pane, Some(Pane::Float));
    let desk = Scene::WhichKeyMenus.on(MIDDLE, DARK);
    assert_eq!(
        target(&desk, "Theme and colours"),
        Some(Target::Action(Action::Theme))
    );
    let mut desk = Desktop::new(80, 24);
    desk.press("s").wait();
    desk.feed(Event::Click(Target::Key(Key::char('p'))));
    assert!(
        desk.app.pending.keys.is_empty(),
        "as if the key was pressed"
    );
    let desk = Scene::FirstRun.on(SMALL, DARK);
    assert_eq!(
        target(&desk, "a tour of"),
        Some(Target::Action(Action::Tour))
    );
}

#[test]
fn a_line_of_every_list_is_taken_by_a_click() {
    let mut desk = Desktop::new(120, 40);
    desk.press("g v");
    let second = desk.app.views.all()[1].view.clone();
    assert_eq!(target(&desk, &second.name), Some(Target::Line(1)));
    desk.feed(Event::Click(Target::Line(1)));
    assert_eq!(desk.app.queue.filter.to_string(), second.query);
    assert!(desk.app.modals.is_empty());
    let themes = [Theme::DARK, Theme::MONO].map(|theme| {
        let name = theme.name.as_str().to_owned();
        ThemeLine::new(name, Ok((theme, "about".to_owned())))
    });
    desk.feed(Event::Themes(themes.to_vec()));
    assert_eq!(spot(&desk.app, 2, 10).target, Some(Target::Outside));
    assert_eq!(
        target(&desk, Theme::MONO.name.as_str()),
        Some(Target::Line(1))
    );
    desk.feed(Event::Click(Target::Line(1)));
    assert_eq!(desk.app.look.theme, Theme::MONO);
    let desk = Desktop::with(WIDE.0, WIDE.1, DARK, Store::Full, true);
    let view = Target::Action(Action::View(2));
    assert_eq!(target(&desk, &second.name), Some(view));
}

#[test]
fn clicks_do_what_keys_do() {
    let mut desk = Desktop::new(120, 40);
    let selected = |desk: &Desktop| desk.app.queue.list.selected().unwrap().id;
    desk.feed(Event::Click(Target::Row(TicketId(4))));
    assert_eq!(selected(&desk), TicketId(4));
    assert!(desk.app.ticket.is_none());
    desk.feed(Event::Click(Target::Row(TicketId(4))));
    assert!(desk.app.ticket.is_some(), "the selected row opens");
    desk.press("Esc Ctrl-P");
    desk.feed(Event::Click(Target::Float));
    assert!(matches!(desk.app.modals.last(), Some(Modal::Palette(_))));
    desk.feed(Event::Click(Target::Outside));
    assert!(desk.app.modals.is_empty());
    desk.press("Ctrl-P").write("key:v");
    desk.feed(Event::Click(Target::Line(0)));
    assert_eq!(desk.app.queue.marks.len(), 1, "a line runs");
    desk.feed(Event::Click(Target::Head(SortField::Subject)));
    assert_eq!(desk.app.queue.filter.sort.field, SortField::Subject);
    assert!(!desk.app.queue.filter.sort.descending);
    desk.feed(Event::Click(Target::Head(SortField::Subject)));
    assert!(desk.app.queue.filter.sort.descending, "the other way round");
    desk.feed(Event::Click(Target::Action(Action::Help)));
    desk.feed(Event::Click(Target::Action(Action::Palette)));
    assert!(matches!(desk.app.modals.as_slice(), [Modal::Palette(_)]));
}

#[test]
fn the_wheel_turns_the_list_and_leaves_the_cursor_where_it_can() {
    let mut desk = Desktop::new(80, 24);
    desk.press("j j j j j");
    let at = |desk: &Desktop| {
        let (rows, selected) = desk.app.queue.list.visible();
        (rows[0].id.0, rows[selected].id.0)
    };
    let wheel = |desk: &mut Desktop, down| {
        let pane = Pane::List;
        desk.feed(Event::Wheel { pane, down });
    };
    assert_eq!(at(&desk), (1, 6));
    wheel(&mut desk, true);
    assert_eq!(at(&desk), (4, 6), "it stays on its row");
    wheel(&mut desk, true);
    assert_eq!(at(&desk), (7, 7), "it goes along at the edge");
    wheel(&mut desk, false);
    assert_eq!(at(&desk), (4, 7));
    for _ in 0..20 {
        wheel(&mut desk, true);
    }
    assert_eq!(at(&desk).0, 15, "the list has an end");
    desk.app.take_changed();
    wheel(&mut desk, true);
    assert!(!desk.app.take_changed(), "nothing moved, nothing is drawn");
}

#[test]
fn backspace_goes_one_menu_up() {
    let mut desk = Desktop::new(80, 24);
    desk.press("s").wait();
    desk.feed(Event::Key(Key::plain(KeyCode::Backspace)));
    assert!(desk.app.pending.keys.is_empty() && !desk.app.pending.shown);
    desk.press("j");
    assert_eq!(desk.app.queue.list.selected().unwrap().id, TicketId(2));
}
