//! The first-run card: three lines in the place of the preview, gone with the first action.

use ratatui::style::Modifier;

use crate::app::App;
use crate::app::action::Action;
use crate::app::layout::Area;
use crate::ui::canvas::{Canvas, Part};
use crate::ui::kit::rule::{self, Weight};
use crate::ui::theme::{Ground, Ink};

/// What the card teaches: actions with a word for each, one row a group.
const ROWS: [&[(Action, &str)]; 3] = [
    &[
        (Action::Down, "down"),
        (Action::Up, "up"),
        (Action::Open, "open"),
        (Action::Filter, "filter"),
    ],
    &[
        (Action::Note, "note"),
        (Action::Mark, "mark"),
        (Action::Undo, "undo"),
    ],
    &[
        (Action::Help, "keys here"),
        (Action::Palette, "every command"),
    ],
];

/// Draws the card.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Area) {
    let (text, muted) = (canvas.ink(Ink::Text), canvas.ink(Ink::Muted));
    let accent = canvas.ink(Ink::Accent).add_modifier(Modifier::BOLD);
    rule::title(
        canvas,
        area,
        Ground::Page,
        Weight::Light,
        &[("First steps", muted)],
        &[("goes with the first key", muted)],
    );
    let right = area.x + area.width.saturating_sub(1);
    for (y, row) in (area.y + 1..area.y + area.height).zip(ROWS) {
        let keys: Vec<(String, &str)> = row
            .iter()
            .filter_map(|(action, word)| Some((app.keymap.key(*action)?, *word)))
            .collect();
        let parts: Vec<Part<'_>> = keys
            .iter()
            .flat_map(|(key, word)| [(&**key, accent), (" ", text), (*word, text), ("   ", text)])
            .collect();
        canvas.parts(area.x + 1, y, right, &parts);
    }
}
