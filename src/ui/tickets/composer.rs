//! The note being written: hollow, because it stays in the house.
//!
//! Dashed rule, dashed edge and a ground of its own say INTERNAL in every look.

use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::widgets::Widget;

use crate::app::layout::{Area, EDGE};
use crate::app::tickets::composer::Composer;
use crate::ui::canvas::Canvas;
use crate::ui::theme::{Ground, Ink};

/// From this many rows on a blank one stands between the bar and the text.
const ROOMY_FROM: u16 = 8;

/// Draws the composer.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Area, composer: &Composer) {
    if area.height == 0 {
        return;
    }
    canvas.fill(area, Ground::Note);
    bar(canvas, area);
    let edge = canvas.theme.on(Ground::Note, Ink::Internal);
    let sign = canvas.signs.internal;
    let bottom = area.y + area.height;
    canvas.down(area.x + 1, area.y + 1, bottom, sign, edge);

    let head = if area.height >= ROOMY_FROM { 2 } else { 1 };
    let text = Rect {
        x: area.x + EDGE,
        y: area.y + head,
        width: area.width.saturating_sub(EDGE + 1),
        height: area.height.saturating_sub(head),
    };
    let page = canvas.area();
    let text = text.intersection(Rect::new(page.x, page.y, page.width, page.height));
    if text.is_empty() {
        return;
    }
    let editor = composer.editor.area();
    editor.render(text, canvas.buffer());
    let at = editor.screen_cursor();
    let top = usize::from(editor.scroll_offset().0);
    let place = |from: u16, by: usize, size: u16| {
        from + u16::try_from(by)
            .unwrap_or(u16::MAX)
            .min(size.saturating_sub(1))
    };
    canvas.cursor = Some(Position::new(
        place(text.x, at.col, text.width),
        place(text.y, at.row.saturating_sub(top), text.height),
    ));
}

/// `╌╌ INTERNAL NOTE ╌ stays in the team ╌╌╌`.
fn bar(canvas: &mut Canvas<'_>, area: Area) {
    let dashes = canvas.theme.on(Ground::Note, Ink::Internal);
    let word = dashes.add_modifier(Modifier::BOLD);
    let muted = canvas.theme.on(Ground::Note, Ink::Muted);
    let (y, right) = (area.y, area.x + area.width);
    canvas.across(area.x, right, y, canvas.signs.dashes, dashes);
    let x = canvas.text(area.x + 2, y, right, " INTERNAL NOTE ", word);
    canvas.text(x + 1, y, right, " stays in the team ", muted);
}
