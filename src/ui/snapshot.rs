//! A buffer as a text that a snapshot can hold: the symbols, and under each row that has any style
//! a row of letters, one a cell; then what the letters stand for.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier, Style};

use crate::app::Look;
use crate::ui::theme::{Ground, Ink, Theme};

/// Letters for styles, in the order they are met.
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

const INKS: [(Ink, &str); 10] = [
    (Ink::Text, "text"),
    (Ink::Muted, "muted"),
    (Ink::Faint, "faint"),
    (Ink::Rule, "rule"),
    (Ink::Accent, "accent"),
    (Ink::Focus, "focus"),
    (Ink::Breach, "breach"),
    (Ink::Warn, "warn"),
    (Ink::Internal, "internal"),
    (Ink::Hit, "hit"),
];
const GROUNDS: [(Ground, &str); 6] = [
    (Ground::Page, "page"),
    (Ground::Surface, "surface"),
    (Ground::Raised, "raised"),
    (Ground::Selection, "selection"),
    (Ground::Idle, "idle"),
    (Ground::Note, "note"),
];

/// The name of a style: tokens where the theme has them, attributes after.
fn name(style: Style, theme: &Theme) -> String {
    let color = |color: Option<Color>, known: Option<&str>| match (color, known) {
        (None | Some(Color::Reset), _) => "none".to_owned(),
        (Some(_), Some(name)) => name.to_owned(),
        (Some(color), None) => color.to_string(),
    };
    let ink = INKS
        .iter()
        .find(|(ink, _)| theme.on(Ground::Page, *ink).fg == style.fg);
    let ground = GROUNDS
        .iter()
        .find(|(ground, _)| theme.on(*ground, Ink::Text).bg == style.bg);
    let mut name = format!(
        "{} on {}",
        color(style.fg, ink.map(|(_, name)| *name)),
        color(style.bg, ground.map(|(_, name)| *name))
    );
    for modifier in style.add_modifier.iter_names() {
        name.push(' ');
        name.push_str(&modifier.0.to_lowercase());
    }
    name
}

fn style_of(cell: &Cell) -> Style {
    let mut style = Style::new().fg(cell.fg).bg(cell.bg);
    style.add_modifier = cell.modifier;
    style
}

/// The buffer as text with its styles.
pub(crate) fn styled(buffer: &Buffer, look: Look) -> String {
    let theme = Theme::of(&look);
    let plain = {
        let mut cell = Cell::default();
        cell.set_style(theme.on(Ground::Page, Ink::Text));
        style_of(&cell)
    };
    let mut letters = LETTERS.chars();
    let mut known: BTreeMap<String, char> = BTreeMap::new();
    let mut legend: Vec<(char, String)> = Vec::new();
    let mut out = String::new();
    let width = usize::from(buffer.area.width).max(1);
    for cells in buffer.content.chunks(width) {
        let symbols: String = cells.iter().map(Cell::symbol).collect();
        let _ = writeln!(out, "{}", symbols.trim_end());
        let mut styles = String::new();
        for cell in cells {
            let style = style_of(cell);
            let same = |a: Style| {
                a.fg == style.fg && a.bg == style.bg && a.add_modifier == style.add_modifier
            };
            let bare = cell.symbol() == " "
                && style.bg == plain.bg
                && !cell
                    .modifier
                    .intersects(Modifier::REVERSED | Modifier::UNDERLINED);
            if same(plain) || bare {
                styles.push(' ');
                continue;
            }
            let name = name(style, &theme);
            let letter = *known.entry(name.clone()).or_insert_with(|| {
                let letter = letters.next().unwrap_or('?');
                legend.push((letter, name));
                letter
            });
            styles.push(letter);
        }
        if !styles.trim().is_empty() {
            let _ = writeln!(out, "{}", styles.trim_end());
        }
    }
    out.push_str("---\n");
    for (letter, name) in legend {
        let _ = writeln!(out, "{letter} {name}");
    }
    out
}
