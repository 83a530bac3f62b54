//! A ticket's timeline as the model laid it out: edges, heads, bodies, system lines.
//!
//! Filled leaves the house, hollow stays: a public message has a solid edge, a note a dashed one,
//! the word INTERNAL and a ground of its own.

use ratatui::style::Modifier;

use crate::app::layout::{Area, EDGE};
use crate::app::tickets::thread::Line;
use crate::ui::canvas::{Canvas, cells};
use crate::ui::theme::{Ground, Ink};

/// Draws the lines that fit.
pub(super) fn draw<'a>(canvas: &mut Canvas<'_>, area: Area, lines: impl Iterator<Item = &'a Line>) {
    for (y, drawn) in (area.y..area.y + area.height).zip(lines) {
        line(canvas, area, y, drawn);
    }
}

/// Draws one line at a row of `area`.
fn line(canvas: &mut Canvas<'_>, area: Area, y: u16, line: &Line) {
    let edge = area.x + 1;
    let x = area.x + EDGE;
    let right = area.x + area.width.saturating_sub(1);
    match line {
        Line::Head {
            name,
            from,
            internal,
            at,
        } => {
            let ground = under(canvas, area, y, *internal);
            let on = |ink| canvas.theme.on(ground, ink);
            let bold = on(Ink::Text).add_modifier(Modifier::BOLD);
            let (faint, muted) = (on(Ink::Faint), on(Ink::Muted));
            let (kind, kind_style) = if *internal {
                ("INTERNAL", on(Ink::Internal).add_modifier(Modifier::BOLD))
            } else {
                ("public", on(Ink::Public))
            };
            let start = canvas.flush(x, right.saturating_sub(1), y, at, muted);
            let start = start.saturating_sub(cells(kind) + 2);
            canvas.text(start, y, right, kind, kind_style);
            let end = start.saturating_sub(2);
            let x = canvas.cut(x, y, end, name, bold);
            // Where the organization has no room the role alone says enough.
            let role = from.rsplit(", ").next().unwrap_or_default();
            let fits = x + 2 + cells(from) <= end;
            canvas.cut(x + 2, y, end, if fits { from } else { role }, faint);
        }
        Line::Body {
            text,
            internal,
            quoted,
        } => {
            let ground = under(canvas, area, y, *internal);
            let ink = if *quoted { Ink::Faint } else { Ink::Text };
            let style = canvas.theme.on(ground, ink);
            canvas.text(x, y, right, text, style);
        }
        Line::System { text, at } => {
            let style = canvas.ink(Ink::Faint).add_modifier(Modifier::ITALIC);
            let time = canvas.ink(Ink::Faint);
            canvas.sign(edge, y, canvas.signs.system, time);
            let start = canvas.flush(x, right.saturating_sub(1), y, at, time);
            canvas.cut(x, y, start.saturating_sub(2), text, style);
        }
        Line::Blank => {}
    }
}

/// Draws edge and ground of a message's line.
fn under(canvas: &mut Canvas<'_>, area: Area, y: u16, internal: bool) -> Ground {
    let edge = area.x + 1;
    if !internal {
        let style = canvas.ink(Ink::Public);
        canvas.sign(edge, y, canvas.signs.public, style);
        return Ground::Page;
    }
    let strip = Area {
        x: edge,
        y,
        width: area.width.saturating_sub(2),
        height: 1,
    };
    canvas.fill(strip, Ground::Note);
    let style = canvas.theme.on(Ground::Note, Ink::Internal);
    canvas.sign(edge, y, canvas.signs.internal, style);
    Ground::Note
}
