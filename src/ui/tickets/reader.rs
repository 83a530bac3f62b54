//! The open ticket: title rule, facts, timeline, and the composer under it.

use ratatui::style::Modifier;

use super::{composer, empty, facts, timeline};
use crate::app::App;
use crate::app::layout::Layout;
use crate::app::target::Pane;
use crate::app::tickets::reader::Reader;
use crate::domain::text;
use crate::ui::canvas::{Canvas, Part};
use crate::ui::kit::rule::{self, Weight};
use crate::ui::theme::{Ground, Ink};

/// Draws the open ticket.
pub(crate) fn draw(app: &App, canvas: &mut Canvas<'_>, layout: &Layout, reader: &Reader) {
    let composing = reader.composer.is_some();
    let parts = layout.ticket(composing);
    let weight = if composing {
        Weight::Light
    } else {
        Weight::Heavy
    };
    title(app, canvas, layout, reader, weight);
    if let Some(thread) = &reader.thread {
        let right = parts.head.x + parts.head.width.saturating_sub(1);
        facts::line(
            canvas,
            (parts.head.x + 1, parts.head.y + 1),
            right,
            &thread.ticket,
            true,
        );
        timeline::draw(canvas, parts.thread, reader.visible().0.iter());
        canvas.pane(parts.thread, Pane::Thread);
    } else if reader.missing {
        empty::ticket(app, canvas, parts.thread);
    }
    if let Some(side) = layout.side {
        rule::hairline(canvas, side, weight == Weight::Heavy);
        rule::title(canvas, side, Ground::Page, Weight::Light, &[], &[]);
        if let Some(thread) = &reader.thread {
            facts::side(app, canvas, side, thread);
        }
    }
    if let Some(composer) = &reader.composer {
        composer::draw(canvas, parts.composer, composer);
    }
}

fn title(app: &App, canvas: &mut Canvas<'_>, layout: &Layout, reader: &Reader, weight: Weight) {
    let muted = canvas.ink(Ink::Muted);
    let bold = canvas.ink(Ink::Text).add_modifier(Modifier::BOLD);
    let number = app
        .current_number()
        .map(|number| format!("#{}", text::line(&number)));
    let subject = reader
        .thread
        .as_ref()
        .map(|thread| text::line(&thread.ticket.subject));
    let mut title: Vec<Part<'_>> = Vec::with_capacity(3);
    if let Some(number) = &number {
        title.extend([(&**number, muted), ("  ", muted)]);
    }
    if let Some(subject) = &subject {
        title.push((subject, bold));
    }
    let (lines, above, all) = reader.visible();
    let position = format!("lines {}-{} of {all}", above + 1, above + lines.len());
    let summary = [(&*position, muted)];
    let summary = if lines.len() < all { &summary[..] } else { &[] };
    rule::title(canvas, layout.main, Ground::Page, weight, &title, summary);
}
