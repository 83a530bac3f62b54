//! The list of themes over the page that wears the chosen one.

use super::super::fixture::Desktop;
use super::super::snapshot::styled;
use super::{MIDDLE, SMALL, lines};
use crate::app::event::Event;
use crate::app::look::ThemeLine;
use crate::domain::theme::{Name, Paint, Theme, Token};
use crate::error::{Error, ErrorKind};

fn line(theme: Theme, about: &str) -> ThemeLine {
    let name = theme.name.as_str().to_owned();
    ThemeLine::new(name, Ok((theme, about.to_owned())))
}

/// Two of paydesk's own, a pale one and one whose file is wrong.
fn themes() -> Vec<ThemeLine> {
    let mut sand = Theme::DARK.named(Name::new("sand").unwrap());
    sand.set(Token::Faint, Paint::parse("#707884").unwrap());
    let wrong = "/home/ana/.config/paydesk/themes/dune.toml line 2: unknown token `x`";
    let wrong = Err(Error::new(ErrorKind::Usage, wrong));
    vec![
        line(Theme::DARK, "light letters on a dark ground"),
        line(Theme::MONO, "no colour, only weight"),
        ThemeLine::new("dune".to_owned(), wrong),
        line(sand, "warm and a little pale"),
    ]
}

fn opened((width, height): (u16, u16)) -> Desktop {
    let mut desk = Desktop::new(width, height);
    desk.press("j j").feed(Event::Themes(themes()));
    desk
}

#[test]
fn the_list_of_themes() {
    for size in [SMALL, MIDDLE] {
        let mut desk = opened(size);
        desk.press("Down Down Down");
        let (buffer, cursor) = desk.shown();
        let text = format!("{}cursor {cursor:?}\n", styled(&buffer, desk.app.look));
        insta::assert_snapshot!(format!("themes_{}", size.0), text);
    }
}

#[test]
fn the_page_behind_is_not_greyed_and_wears_what_is_chosen() {
    let mut desk = opened(MIDDLE);
    let colour = |desk: &Desktop| desk.shown().0[(1, 10)].bg;
    let dark = colour(&desk);
    desk.press("Down");
    assert_ne!(colour(&desk), dark);
    desk.press("Down");
    let text = lines(&desk).join("\n");
    assert!(
        text.contains("cannot be read") && text.contains("dune.toml"),
        "{text}"
    );
    assert_eq!(colour(&desk), dark, "it is worn by nobody");
    desk.press("Esc");
    assert!(!lines(&desk).join("\n").contains("Colours"));
}

#[test]
fn the_list_fits_every_page() {
    for width in [40, 53, 54, 60, 80, 300] {
        for height in [12, 14, 16, 24, 100] {
            let (buffer, _) = opened((width, height)).shown();
            for row in buffer.content.chunks(usize::from(width)) {
                assert_eq!(super::half_hidden(row), None, "{width}x{height}");
            }
        }
    }
}
