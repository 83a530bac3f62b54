//! Every state at every size, in every look: nothing overflows, nothing is lost without colour.

use ratatui::style::Color;

use super::{DARK, Scene, half_hidden, lines};
use crate::app::{Depth, Look};
use crate::domain::theme::{Paint, Theme, Token};
use crate::ui::theme::{Ground, Ink};

const SIZES: [(u16, u16); 6] = [
    (20, 8),
    (40, 12),
    (80, 24),
    (120, 40),
    (200, 60),
    (300, 100),
];

/// A theme as that of a terminal's own sixteen colours: no grounds, weights, a few inks.
fn sixteen() -> Theme {
    let mut theme = Theme::MONO;
    for (token, paint) in [
        (Token::Accent, "6"),
        (Token::Focus, "6 bold"),
        (Token::Breach, "1 bold"),
        (Token::Warn, "3"),
        (Token::Internal, "3"),
    ] {
        theme.set(token, Paint::parse(paint).unwrap());
    }
    theme
}

fn looks() -> Vec<Look> {
    let mono = Look {
        no_color: true,
        ..DARK
    };
    let sixteen = Look {
        theme: sixteen(),
        depth: Depth::Sixteen,
        ..DARK
    };
    let looks = [DARK, mono, sixteen].into_iter();
    looks
        .flat_map(|look| [false, true].map(|ascii| Look { ascii, ..look }))
        .collect()
}

#[test]
fn every_state_is_drawn_whole_at_every_size() {
    for look in looks() {
        for size in SIZES {
            for scene in Scene::ALL {
                let (buffer, cursor) = scene.on(size, look).shown();
                let what = format!("{scene:?} at {size:?}");
                for row in buffer.content.chunks(usize::from(size.0)) {
                    assert_eq!(half_hidden(row), None, "{what}");
                }
                let at = cursor.unwrap_or_else(|| panic!("no cursor in {what}"));
                assert!(buffer.area.contains(at.into()), "{what}");
                let control = |c: char| c.is_control();
                let clean = |cell: &ratatui::buffer::Cell| !cell.symbol().contains(control);
                assert!(buffer.content.iter().all(clean), "{what}");
            }
        }
    }
}

#[test]
fn a_flat_theme_puts_no_ground_under_anything() {
    for look in looks().into_iter().filter(|look| *look != DARK) {
        let is_flat = look.no_color || look.theme.is_flat();
        for scene in Scene::ALL.into_iter().filter(|_| is_flat) {
            let (buffer, _) = scene.on((120, 40), look).shown();
            for cell in &buffer.content {
                assert_eq!(cell.bg, Color::Reset, "{scene:?}");
                let few = matches!(cell.fg, Color::Reset | Color::Indexed(1 | 2 | 3 | 6));
                assert!(
                    few && (!look.no_color || cell.fg == Color::Reset),
                    "{scene:?}"
                );
            }
        }
    }
}

#[test]
fn without_colour_each_state_differs_in_sign_or_weight() {
    for look in looks().into_iter().filter(|look| look.no_color) {
        let queue = Scene::Queue.on((80, 24), look);
        let (buffer, cursor) = queue.shown();
        let (_, y) = cursor.unwrap();
        let row = |buffer: &ratatui::buffer::Buffer, y| {
            let cells = (0..80).map(|x| &buffer[(x, y)]);
            let modifiers: Vec<_> = cells.map(|cell| cell.modifier).collect();
            (buffer[(0, y)].symbol().to_owned(), modifiers)
        };
        let (here, other) = (row(&buffer, y), row(&buffer, y + 1));
        assert!(here.0 != other.0 && here.1 != other.1, "the cursor's row");
        let filtering = Scene::Filtering.on((80, 24), look).shown().0;
        let idle = (3..15).find(|y| filtering[(0, *y)].symbol() == here.0);
        let idle = row(&filtering, idle.expect("an idle row with the bar"));
        assert!(idle.1 != here.1, "an idle row is not the cursor's");
        assert!(idle.1 != other.1, "nor any other");
        let title = &lines(&queue)[1];
        let heavy = if look.ascii { '=' } else { '━' };
        assert!(title.starts_with(heavy), "the focused pane");
        assert!(title.matches(heavy).count() > 20);
        let ticket = Scene::Ticket.on((80, 24), look);
        let edges: Vec<_> = lines(&ticket)
            .iter()
            .filter(|line| line.contains("public") || line.contains("INTERNAL"))
            .filter_map(|line| line.trim_start().chars().next())
            .collect();
        assert!(edges.windows(2).any(|pair| pair[0] != pair[1]), "{edges:?}");
    }
}

#[test]
fn the_high_bar_of_what_leaves_the_house_is_filled() {
    for look in looks() {
        let theme = crate::ui::theme::Theme::of(&look);
        let bar = theme.on(Ground::Fill, Ink::OnAccent);
        let note = theme.on(Ground::Note, Ink::Internal);
        assert_ne!(
            (bar.bg, bar.add_modifier),
            (note.bg, note.add_modifier),
            "public and internal"
        );
    }
}
