//! The first-run card: four lines in the place of the preview, gone with the first action.

use ratatui::style::Modifier;

use crate::app::App;
use crate::app::action::Action;
use crate::app::layout::Area;
use crate::app::target::Target;
use crate::ui::canvas::Canvas;
use crate::ui::kit::rule::{self, Weight};
use crate::ui::theme::{Ground, Ink};

/// What the card teaches: actions with a word for each, one row a group.
const ROWS: [&[(Action, &str)]; 4] = [
    &[
        (Action::Down, "down"),
        (Action::Up, "up"),
        (Action::Open, "open"),
        (Action::Filter, "filter"),
    ],
    &[
        (Action::Note, "note"),
        (Action::Mark, "mark for the next verb"),
        (Action::Undo, "undo"),
    ],
    &[
        (Action::Help, "keys here"),
        (Action::Palette, "every command"),
    ],
    &[(Action::Tour, "a tour of five steps, by doing")],
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
        let mut x = area.x + 1;
        for (action, word) in row {
            let Some(key) = app.keymap.key(*action) else {
                continue;
            };
            let parts = [(&*key, accent), (" ", text), (*word, text)];
            let end = canvas.parts(x, y, right, &parts);
            canvas.target(Area::span(x, end, y), Target::Action(*action));
            x = end + 3;
        }
    }
}
