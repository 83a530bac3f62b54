//! The open ticket: title rule, facts, timeline, and the composer under it.

use ratatui::style::{Modifier, Style};

use super::{composer, empty, facts, find, timeline};
use crate::app::App;
use crate::app::action::Action;
use crate::app::kit::list::Side;
use crate::app::layout::Layout;
use crate::app::target::Pane;
use crate::app::tickets::reader::Reader;
use crate::domain::{moment, text};
use crate::ui::canvas::{Canvas, Part, parts_cells};
use crate::ui::kit::rule::{self, Weight};
use crate::ui::theme::{Ground, Ink};

/// Cells of a title rule that hold neither title nor summary: blanks, and the rule between them.
const TITLE_EDGES: u16 = 10;

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
        let (x, y) = (parts.head.x + 1, parts.head.y + 1);
        // Where nothing stands beside the ticket, its clocks stand in the line of facts.
        let end = match layout.side {
            Some(_) => right,
            None => facts::clocks(canvas, (x, y), right, &reader.facts),
        };
        facts::line(canvas, (x, y), end, &thread.ticket, true);
        let unfolds = app.keymap.key(Action::Quotes);
        timeline::draw_shown(canvas, parts.thread, reader.visible(), unfolds.as_deref());
        canvas.pane(parts.thread, Pane::Thread);
    } else if reader.missing {
        empty::ticket(app, canvas, parts.thread);
    } else if reader.unread {
        empty::unread(app, canvas, parts.thread);
    }
    if let Some(side) = layout.side {
        rule::hairline(canvas, side, weight == Weight::Heavy);
        rule::title(canvas, side, Ground::Page, Weight::Light, &[], &[]);
        facts::side(canvas, side, &reader.facts);
    }
    if let Some(find) = &reader.find {
        find::draw(app, canvas, parts.thread.bottom(1), find);
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
    let place = place(app, canvas, reader);
    // The summary is left out as a whole where it has no room: its parts go one by one before.
    let most = layout
        .main
        .width
        .saturating_sub(parts_cells(&title) + TITLE_EDGES);
    let mut summary: Vec<Part<'_>> = place
        .iter()
        .map(|(text, style)| (&**text, *style))
        .collect();
    while !summary.is_empty() && parts_cells(&summary) > most {
        summary.remove(0);
    }
    rule::title(canvas, layout.main, Ground::Page, weight, &title, &summary);
}

/// What is said at the right of the title, dearest last: lines on show, what came in below, the
/// place in the list, the keys to its neighbours.
fn place(app: &App, canvas: &Canvas<'_>, reader: &Reader) -> Vec<(String, Style)> {
    let muted = canvas.ink(Ink::Muted);
    let accent = canvas.ink(Ink::Accent).add_modifier(Modifier::BOLD);
    let mut place = Vec::with_capacity(4);
    let (first, last, all) = reader.position();
    if last + 1 - first.min(last) < all {
        place.push((format!("lines {first}-{last} of {all}   "), muted));
    }
    if reader.unseen > 0 {
        place.push((format!("{} new below   ", reader.unseen), accent));
    }
    let list = &app.queue.list;
    let here = list.rows().iter().position(|row| row.id == reader.id);
    if let (Some(here), Some(count), true) = (here, app.queue.count, list.reaches(Side::Before)) {
        let here = u64::try_from(here + 1).unwrap_or(u64::MAX);
        let place_said = format!("{} of {}", moment::count(here), moment::count(count));
        place.push((place_said, muted));
        let keys = [Action::Previous, Action::Next].into_iter();
        let keys: Vec<String> = keys.filter_map(|action| app.keymap.key(action)).collect();
        if !keys.is_empty() {
            place.push((format!("   {}", keys.join(" ")), accent));
        }
    }
    place
}
