//! The screens as snapshots, and what holds for every one of them.

mod hostile;
mod sizes;
mod themes;
mod ways;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Color;

use super::fixture::{Desktop, Store};
use super::glyphs::Signs;
use super::picture;
use super::snapshot::styled;
use crate::app::event::Event;
use crate::app::{App, Depth, Look};
use crate::domain::theme::Theme;
use crate::domain::tickets::FilterError;
use crate::error::{Error, ErrorKind};

const DARK: Look = Look {
    theme: Theme::DARK,
    theme_fixed: false,
    no_color: false,
    ascii: false,
    depth: Depth::True,
};
const MONO: Look = Look {
    no_color: true,
    ..DARK
};
const ASCII: Look = Look {
    ascii: true,
    ..MONO
};

/// What can be on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scene {
    Queue,
    Marks,
    Filtering,
    FilterError,
    NoPreview,
    NoMatch,
    Empty,
    Silent,
    FirstRun,
    Ticket,
    Composer,
    Gone,
    Palette,
    PaletteNothing,
    Help,
    HelpTyped,
    HelpTicket,
    Jump,
    WhichKey,
    WhichKeyGo,
    Toast,
    Failure,
}

impl Scene {
    const ALL: [Self; 22] = [
        Self::Queue,
        Self::Marks,
        Self::Filtering,
        Self::FilterError,
        Self::NoPreview,
        Self::NoMatch,
        Self::Empty,
        Self::Silent,
        Self::FirstRun,
        Self::Ticket,
        Self::Composer,
        Self::Gone,
        Self::Palette,
        Self::PaletteNothing,
        Self::Help,
        Self::HelpTyped,
        Self::HelpTicket,
        Self::Jump,
        Self::WhichKey,
        Self::WhichKeyGo,
        Self::Toast,
        Self::Failure,
    ];

    fn on(self, (width, height): (u16, u16), look: Look) -> Desktop {
        let store = match self {
            Self::NoMatch => Store::NoMatch,
            Self::Empty => Store::Empty,
            Self::Silent => Store::Silent,
            _ => Store::Full,
        };
        let greeted = self != Self::FirstRun;
        let mut desk = Desktop::with(width, height, look, store, greeted);
        match self {
            Self::Queue => {
                desk.press("j j");
                desk.app.status.undo = Some("#48160 open".to_owned());
            }
            Self::Marks => {
                desk.press("v v v j");
                desk.app.status.undo = Some("3 tickets pending".to_owned());
                desk.app.status.refuse("Solve: closed is final");
            }
            Self::Filtering => _ = desk.press("j j f").write("acme"),
            Self::FilterError => {
                desk.press("j j f").press("Ctrl-U");
                desk.write("is:open asignee:me sort:created");
            }
            Self::NoPreview => _ = desk.press("p"),
            Self::NoMatch => _ = desk.press("f").write("tag:blik").press("Enter"),
            Self::Empty | Self::Silent | Self::FirstRun => {}
            Self::Ticket => _ = desk.press("j j Enter"),
            Self::Composer => {
                desk.press("j j n");
                desk.write(
                    "Acquirer desk confirms: their switch to BLIK is down since 09:58, ETA 11:00.",
                );
                desk.press("Enter Enter").write("No money at risk.").wait();
            }
            Self::Gone => {
                desk.press("Enter");
                if let Some(reader) = &mut desk.app.ticket {
                    (reader.thread, reader.missing) = (None, true);
                }
            }
            Self::Palette => _ = desk.press("j j Ctrl-P").write("prio"),
            Self::PaletteNothing => _ = desk.press("Ctrl-P").write("zzz"),
            Self::Help => _ = desk.press("j j ? Down Down"),
            Self::HelpTyped => _ = desk.press("?").write("row"),
            Self::HelpTicket => _ = desk.press("Enter ? PgDn PgDn"),
            Self::Jump => _ = desk.press("g #").write("zd:482"),
            Self::WhichKey => _ = desk.press("v v j s").wait(),
            Self::WhichKeyGo => _ = desk.press("g").wait(),
            Self::Toast => desk
                .app
                .status
                .notice("The store was changed by another window", desk.app.now),
            Self::Failure => {
                desk.feed(Event::Trouble(Error::new(
                    ErrorKind::Io,
                    "an older trouble",
                )));
                let error = Error::new(
                    ErrorKind::Busy,
                    "the store did not take the change: another process has held it for 5 s",
                )
                .hint("the change is not lost; do it again")
                .hint("`paydesk doctor` names who holds it");
                desk.feed(Event::Trouble(error));
            }
        }
        desk
    }
}

fn shot(scene: Scene, size: (u16, u16), look: Look) -> String {
    let desk = scene.on(size, look);
    let (buffer, cursor) = desk.shown();
    let cursor = cursor.map_or("none".to_owned(), |(x, y)| format!("{x},{y}"));
    format!("{}cursor {cursor}\n", styled(&buffer, desk.app.look))
}

const SMALL: (u16, u16) = (80, 24);
const MIDDLE: (u16, u16) = (120, 40);
const WIDE: (u16, u16) = (200, 60);

macro_rules! shots {
    ($($name:ident: $scene:ident at $($size:ident)+;)+) => {$(
        #[test]
        fn $name() {
            for size in [$($size),+] {
                let name = format!("{}_{}", stringify!($name), size.0);
                insta::assert_snapshot!(name, shot(Scene::$scene, size, DARK));
            }
        }
    )+};
}

shots! {
    queue: Queue at SMALL MIDDLE WIDE;
    ticket: Ticket at SMALL MIDDLE WIDE;
    marks_and_refusal: Marks at SMALL MIDDLE;
    composer: Composer at SMALL MIDDLE;
    palette: Palette at SMALL MIDDLE;
    which_key: WhichKey at SMALL MIDDLE;
    help: Help at SMALL MIDDLE;
    filter_error: FilterError at SMALL MIDDLE;
    store_empty: Empty at SMALL MIDDLE;
    no_match: NoMatch at SMALL MIDDLE;
    first_run: FirstRun at SMALL MIDDLE;
    toast: Failure at SMALL MIDDLE;
}

#[test]
fn looks() {
    for (name, look) in [("mono", MONO), ("ascii", ASCII)] {
        for (scene_name, scene) in [("queue", Scene::Queue), ("ticket", Scene::Composer)] {
            let name = format!("{scene_name}_{name}_80");
            insta::assert_snapshot!(name, shot(scene, SMALL, look));
        }
    }
}

#[test]
fn too_small() {
    insta::assert_snapshot!(shot(Scene::Queue, (34, 9), DARK));
}

fn symbols(buffer: &Buffer) -> impl Iterator<Item = char> {
    buffer.content.iter().flat_map(|cell| cell.symbol().chars())
}

/// Rows of a buffer as text.
fn lines(app: &Desktop) -> Vec<String> {
    picture::text(&app.shown().0)
        .lines()
        .map(str::to_owned)
        .collect()
}

const FLOATS: [Scene; 8] = [
    Scene::Palette,
    Scene::PaletteNothing,
    Scene::Help,
    Scene::HelpTyped,
    Scene::HelpTicket,
    Scene::Jump,
    Scene::Toast,
    Scene::Failure,
];

#[test]
fn only_what_floats_has_a_box_and_one_pane_the_heavy_rule() {
    for size in [SMALL, MIDDLE, WIDE] {
        for scene in Scene::ALL {
            let desk = scene.on(size, DARK);
            let corners = symbols(&desk.shown().0)
                .filter(|c| "╭╮╰╯┌┐└┘".contains(*c))
                .count();
            let heavy = lines(&desk)
                .iter()
                .filter(|line| line.starts_with('━') || line.contains("┬━"))
                .count();
            if FLOATS.contains(&scene) {
                assert_eq!(corners, 4, "{scene:?} at {size:?}");
            } else {
                assert_eq!(corners, 0, "{scene:?} at {size:?}");
                // A note is written hollow: then no pane is heavy. Which-key is heavy itself.
                let expected = match scene {
                    Scene::Composer => 0,
                    Scene::WhichKey | Scene::WhichKeyGo => 2,
                    _ => 1,
                };
                assert_eq!(heavy, expected, "{scene:?} at {size:?}");
            }
        }
    }
}

#[test]
fn ascii_is_ascii_apart_from_what_people_wrote() {
    for size in [SMALL, MIDDLE, WIDE] {
        for scene in Scene::ALL {
            let (buffer, _) = scene.on(size, ASCII).shown();
            let foreign: String = symbols(&buffer)
                .filter(|c| !c.is_ascii() && !"東京ペイ株式会社支払いが失敗します決済".contains(*c))
                .collect();
            assert_eq!(foreign, "", "{scene:?} at {size:?}");
        }
    }
}

#[test]
fn mono_has_no_colour_and_its_states_differ_in_weight_or_sign() {
    for scene in Scene::ALL {
        let (buffer, _) = scene.on(MIDDLE, MONO).shown();
        let bare = |cell: &Cell| cell.fg == Color::Reset && cell.bg == Color::Reset;
        assert!(buffer.content.iter().all(bare), "{scene:?}");
    }
    let look = |scene: Scene, (x, y): (u16, u16)| {
        let (buffer, _) = scene.on(SMALL, MONO).shown();
        let cell = buffer[(x, y)].clone();
        (cell.symbol().to_owned(), cell.modifier)
    };
    let row = |scene| look(scene, (40, 5)).1;
    assert_ne!(
        row(Scene::Queue),
        look(Scene::Queue, (40, 6)).1,
        "the cursor's row"
    );
    assert_ne!(
        row(Scene::Queue),
        row(Scene::Filtering),
        "the row of an idle pane"
    );
}

#[test]
fn public_and_internal_differ_in_symbols_in_every_look() {
    for look in [DARK, MONO, ASCII] {
        let signs = Signs::of(&look);
        let lines = lines(&Scene::Ticket.on(WIDE, look));
        let edge = |word: &str| {
            let line = lines.iter().find(|line| line.contains(word)).unwrap();
            line.trim_start().chars().next().unwrap()
        };
        assert_eq!(edge("public"), signs.public);
        assert_eq!(edge("INTERNAL"), signs.internal);
        let composer = Scene::Composer.on(MIDDLE, look);
        let text = picture::text(&composer.shown().0);
        assert!(text.contains("INTERNAL NOTE") && text.contains("stays in the team"));
        assert!(!text.contains(&format!("{0}{0}{0}{0}", signs.heavy)));
    }
}

#[test]
fn the_terminals_cursor_stands_where_the_person_is() {
    let cursor = |scene: Scene| scene.on(SMALL, DARK).shown().1;
    assert_eq!(cursor(Scene::Queue), Some((0, 5)), "on the bar of the row");
    for scene in Scene::ALL {
        for size in [SMALL, MIDDLE, WIDE, (34, 9), (20, 8)] {
            let (buffer, at) = scene.on(size, DARK).shown();
            let at = at.unwrap_or_else(|| panic!("no cursor in {scene:?} at {size:?}"));
            assert!(buffer.area.contains(at.into()), "{scene:?} at {size:?}");
        }
    }
    assert_eq!(cursor(Scene::Ticket), Some((0, 1)), "on the focused rule");
    let (buffer, at) = Scene::Filtering.on(MIDDLE, DARK).shown();
    let (x, y) = at.unwrap();
    assert_eq!(
        (buffer[(x - 1, y)].symbol(), y),
        ("e", 2),
        "behind what was typed"
    );
    let (buffer, at) = Scene::Composer.on(SMALL, DARK).shown();
    let (x, y) = at.unwrap();
    assert_eq!(
        buffer[(x - 1, y)].symbol(),
        ".",
        "behind the note's last letter"
    );
    let (buffer, at) = Scene::Palette.on(SMALL, DARK).shown();
    let (x, y) = at.unwrap();
    assert_eq!(buffer[(x - 1, y)].symbol(), "o");
}

#[test]
fn a_toast_never_covers_the_row_of_the_cursor() {
    for rows in 0..30 {
        let mut desk = Scene::Failure.on((80, 18), DARK);
        for _ in 0..rows {
            desk.press("j");
        }
        let (buffer, cursor) = desk.shown();
        let (_, y) = cursor.unwrap();
        let row: String = (0..80)
            .map(|x| buffer[(x, y)].symbol().to_owned())
            .collect();
        assert!(
            !row.contains('│') && !row.contains('╭') && !row.contains('╰'),
            "{row}"
        );
    }
}

#[test]
fn a_key_of_the_users_stands_wherever_keys_are_named() {
    use crate::app::keymap::{KeyOverride, Keymap};
    let give = |action: &str, key: &str| KeyOverride {
        action: action.to_owned(),
        keys: vec![key.to_owned()],
    };
    let mut desk = Scene::NoMatch.on(MIDDLE, DARK);
    desk.app.keymap = Keymap::new(&[give("queue.filter", "F5"), give("help", "F2")]).unwrap();
    let text = picture::text(&desk.shown().0);
    assert!(text.contains("F5  ") && text.contains("F5 filter") && text.contains("F2 help"));
}

#[test]
fn no_size_and_no_state_panics_or_half_hides_a_wide_letter() {
    // The edges of every rule of the layout, and some between.
    let widths = [0, 1, 13, 39, 40, 59, 60, 79, 99, 100, 130, 160];
    let heights = [0, 1, 5, 11, 12, 13, 19, 20, 24, 45];
    for scene in Scene::ALL {
        let mut desk = scene.on(MIDDLE, DARK);
        for width in widths {
            for height in heights {
                desk.feed(Event::Resize(width, height));
                let (buffer, _) = desk.shown();
                for row in buffer.content.chunks(usize::from(width).max(1)) {
                    assert_eq!(half_hidden(row), None, "{scene:?} at {width}x{height}");
                }
            }
        }
    }
}

/// A symbol that stands where a wide letter before it reaches, if there is one.
fn half_hidden(row: &[Cell]) -> Option<String> {
    let mut reach = 0;
    for (x, cell) in row.iter().enumerate() {
        if x < reach && cell.symbol() != " " {
            return Some(cell.symbol().to_owned());
        }
        reach = reach.max(x + unicode_width::UnicodeWidthStr::width(cell.symbol()));
    }
    (reach > row.len()).then(|| "beyond the edge".to_owned())
}

#[test]
fn a_frame_of_another_size_than_the_model_knows_does_no_harm() {
    for (width, height) in [(0, 0), (1, 1), (60, 10), (200, 60)] {
        for scene in Scene::ALL {
            let desk = scene.on(MIDDLE, DARK);
            let mut terminal =
                ratatui::Terminal::new(ratatui::backend::TestBackend::new(width, height)).unwrap();
            terminal
                .draw(|frame| super::draw(&desk.app, frame))
                .unwrap();
        }
    }
}

#[test]
fn a_message_of_the_filter_points_at_its_word_wherever_that_stands() {
    for at in [0, 20, 60, 74] {
        let mut desk = Desktop::new(80, 24);
        desk.press("f").press("Ctrl-U");
        desk.write(&format!("{}wrong:1", " ".repeat(at)));
        if let Some(edit) = &mut desk.app.queue.editing {
            edit.error = Some(FilterError {
                message: "There is no field wrong".to_owned(),
                at,
                len: 5,
                nearest: Some("group".to_owned()),
            });
        }
        let text = picture::text(&desk.shown().0);
        assert!(
            text.contains("did you mean group?  There is no field wrong"),
            "{text}"
        );
        assert!(text.contains('▴'));
    }
}

/// Writes every scene as SVG to a folder, to be looked at: `PAYDESK_PICTURES=DIR`.
#[test]
#[ignore = "for people: writes pictures"]
fn pictures() {
    let folder = std::env::var("PAYDESK_PICTURES").unwrap();
    let mut looks = vec![("dark", DARK), ("mono", MONO), ("ascii", ASCII)];
    let depth = Depth::Indexed;
    looks.push(("256", Look { depth, ..DARK }));
    for (name, look) in looks {
        for size in [SMALL, MIDDLE, WIDE] {
            for scene in Scene::ALL {
                let svg = picture::svg(&scene.on(size, look).shown().0, "paydesk");
                let path = format!("{folder}/{scene:?}-{}-{name}.svg", size.0);
                let mut file = std::fs::File::create(path).unwrap();
                std::io::Write::write_all(&mut file, svg.as_bytes()).unwrap();
            }
        }
    }
}

/// What one frame costs; run with `--release` and `--nocapture`.
#[test]
#[ignore = "for people: measures"]
fn cost_of_a_frame() {
    for (scene, size) in [
        (Scene::Queue, SMALL),
        (Scene::Queue, MIDDLE),
        (Scene::Queue, WIDE),
        (Scene::Ticket, SMALL),
        (Scene::Ticket, WIDE),
        (Scene::Palette, MIDDLE),
        (Scene::Help, MIDDLE),
    ] {
        let desk = scene.on(size, DARK);
        let cost = median(&desk.app, size);
        println!("{scene:?} at {size:?}: {cost:?}");
    }
}

fn median(app: &App, (width, height): (u16, u16)) -> std::time::Duration {
    let mut terminal =
        ratatui::Terminal::new(ratatui::backend::TestBackend::new(width, height)).unwrap();
    let mut costs = Vec::new();
    for _ in 0..2_000 {
        terminal
            .draw(|frame| {
                let start = std::time::Instant::now();
                super::draw(app, frame);
                costs.push(start.elapsed());
            })
            .unwrap();
    }
    costs.sort();
    costs[costs.len() / 2]
}
