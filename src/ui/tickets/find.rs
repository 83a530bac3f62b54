//! The field in which words are looked for in the open ticket: the last row of its timeline.

use crate::app::App;
use crate::app::action::Action;
use crate::app::layout::Area;
use crate::app::tickets::find::Find;
use crate::domain::moment;
use crate::ui::canvas::{Canvas, cells};
use crate::ui::kit::field::{self, Slot};
use crate::ui::theme::{Ground, Ink};

/// Draws the field with what was found at its right.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, row: Area, find: &Find) {
    canvas.clear(row, Ground::Page);
    let y = row.y;
    let right = row.x + row.width.saturating_sub(1);
    let accent = canvas.ink(Ink::Accent);
    let key = app.keymap.key(Action::Search).unwrap_or_default();
    let x = canvas.text(row.x + 1, y, right, &key, accent) + 1;
    let x = canvas.text(x, y, right, "find", canvas.ink(Ink::Muted)) + 1;
    canvas.sign(x, y, canvas.signs.prompt, accent);

    let (here, all) = find.count();
    let number = |count| moment::count(u64::try_from(count).unwrap_or(u64::MAX));
    let (said, ink) = match (all, find.input.text().trim()) {
        (_, "") => (String::new(), Ink::Faint),
        (0, _) => ("not in this ticket".to_owned(), Ink::Warn),
        _ => (format!("{} of {}", number(here), number(all)), Ink::Muted),
    };
    let end = right.saturating_sub(cells(&said));
    canvas.text(end, y, right, &said, canvas.ink(ink));
    let slot = Slot {
        x: x + 2,
        y,
        right: end.saturating_sub(2),
        ground: Ground::Page,
    };
    field::draw(canvas, slot, &find.input, None);
}
