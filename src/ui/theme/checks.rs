//! Themes as styles: what a terminal is told in each depth of colour.

use ratatui::style::Color;

use super::*;

const INKS: [Ink; 12] = [
    Ink::Text,
    Ink::Muted,
    Ink::Faint,
    Ink::Accent,
    Ink::Public,
    Ink::Focus,
    Ink::OnAccent,
    Ink::Breach,
    Ink::Warn,
    Ink::Ok,
    Ink::Internal,
    Ink::Hit,
];
const GROUNDS: [Ground; 7] = [
    Ground::Page,
    Ground::Surface,
    Ground::Raised,
    Ground::Selection,
    Ground::Idle,
    Ground::Note,
    Ground::Fill,
];

fn look(theme: data::Theme, depth: Depth) -> Theme {
    Theme::of(&Look {
        theme,
        depth,
        ..Look::default()
    })
}

#[test]
fn mono_has_no_colour_and_still_tells_apart() {
    let no_color = Look {
        no_color: true,
        depth: Depth::True,
        ..Look::default()
    };
    for theme in [look(data::Theme::MONO, Depth::True), Theme::of(&no_color)] {
        for ink in INKS {
            for ground in GROUNDS {
                let style = theme.on(ground, ink);
                assert_eq!(
                    (style.fg, style.bg),
                    (Some(Color::Reset), Some(Color::Reset))
                );
            }
        }
        let on = |ground, ink| theme.on(ground, ink).add_modifier;
        let text = [Ground::Page, Ground::Selection, Ground::Idle].map(|g| on(g, Ink::Text));
        assert!(text[0] != text[1] && text[0] != text[2] && text[1] != text[2]);
        assert_ne!(
            on(Ground::Page, Ink::Public),
            on(Ground::Note, Ink::Internal)
        );
        assert!(!on(Ground::Selection, Ink::Faint).contains(Modifier::DIM));
        assert!(on(Ground::Fill, Ink::OnAccent).contains(Modifier::REVERSED));
    }
}

#[test]
fn a_terminal_of_256_colours_gets_only_those() {
    let theme = look(data::Theme::DARK, Depth::Indexed);
    for ink in INKS {
        let style = theme.on(Ground::Page, ink);
        assert!(matches!(style.fg, Some(Color::Indexed(16..))), "{ink:?}");
    }
}

#[test]
fn a_reversed_row_drops_its_inks_and_keeps_their_weight() {
    let mut theme = data::Theme::DARK;
    let reverse = data::Paint::parse("default reverse").unwrap();
    theme.set(Token::Selection, reverse);
    let style = look(theme, Depth::True).on(Ground::Selection, Ink::Hit);
    assert_eq!(style.fg, Some(Color::Reset));
    assert_eq!(style.add_modifier, Modifier::REVERSED | Modifier::BOLD);
}
