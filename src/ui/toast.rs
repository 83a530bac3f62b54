//! A toast: what happened without a key, or went wrong.
//!
//! Bottom right above the status row, never over the row of the cursor: then top right.

use ratatui::style::Modifier;

use super::canvas::{Canvas, Part};
use super::kit::float;
use super::theme::{Ground, Ink};
use crate::app::App;
use crate::app::action::{Action, Scope};
use crate::app::kit::wrap;
use crate::app::layout::Layout;
use crate::app::target::Target;
use crate::domain::text;

/// Widest toast.
const WIDTH: u16 = 61;
/// Most rows of text: a toast is not a log.
const MAX_LINES: usize = 8;

/// Draws the newest toast, if there is one; the others are counted.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, layout: &Layout) {
    let Some(toast) = app.status.toasts.last() else {
        return;
    };
    let width = WIDTH.min(layout.status.width.saturating_sub(4));
    let room = usize::from(width.saturating_sub(6));
    let mut lines: Vec<(String, Ink)> = Vec::new();
    for line in wrap::wrap(&text::line(&toast.text), room) {
        lines.push((line, Ink::Text));
    }
    for cure in &toast.cures {
        for line in wrap::wrap(&text::line(cure), room) {
            lines.push((line, Ink::Muted));
        }
    }
    lines.truncate(MAX_LINES);
    let height = u16::try_from(lines.len())
        .unwrap_or(u16::MAX)
        .saturating_add(2);
    let area = float::corner(canvas, layout, width, height);

    let on = |canvas: &Canvas<'_>, ink| canvas.theme.on(Ground::Raised, ink);
    let bold = on(canvas, Ink::Text).add_modifier(Modifier::BOLD);
    let warn = on(canvas, Ink::Warn).add_modifier(Modifier::BOLD);
    let muted = on(canvas, Ink::Muted);
    let (edge, title): (Ink, &[Part<'_>]) = if toast.error {
        (Ink::Warn, &[("! ", warn), ("Error", bold)])
    } else {
        (Ink::Focus, &[])
    };
    let others = app.status.toasts.len() - 1;
    let more = format!("{others} more");
    let count = [(&*more, muted)];
    let count: &[Part<'_>] = if others > 0 { &count } else { &[] };
    let key = app.keymap.key(Action::Back);
    let accent = on(canvas, Ink::Accent).add_modifier(Modifier::BOLD);
    // Where text is typed the key leaves the text, not the toast.
    let heard = matches!(app.scope(), Scope::Queue | Scope::Ticket);
    let foot: Vec<Part<'_>> = key
        .iter()
        .filter(|_| heard)
        .flat_map(|key| [(&**key, accent), (" puts it away", muted)])
        .collect();
    let inside = float::frame(canvas, area, edge, title, count, &foot);
    canvas.cover(area, Target::Toast);
    for (y, (line, ink)) in (inside.y..inside.y + inside.height).zip(&lines) {
        let style = on(canvas, *ink);
        canvas.text(inside.x + 2, y, inside.x + inside.width, line, style);
    }
}
