//! The filter of the queue: as it stands, being typed, or wrong.

use ratatui::style::Modifier;

use crate::app::App;
use crate::app::action::Action;
use crate::app::layout::{Area, SIDE_FROM};
use crate::app::tickets::queue::FilterEdit;
use crate::domain::moment;
use crate::domain::tickets::FilterError;
use crate::ui::canvas::{Canvas, Part, cells, parts_cells};
use crate::ui::kit::field::{self, Slot};
use crate::ui::kit::rule::{self, Weight};
use crate::ui::theme::{Ground, Ink};

/// Rows that say what is wrong: caret and message, ways out, a rule.
const ERROR_ROWS: u16 = 3;

/// Draws title rule and filter; returns how many rows the list starts lower than planned.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Area) -> u16 {
    let own_row = app.size.0 >= SIDE_FROM;
    let queue = &app.queue;
    let bold = canvas.ink(Ink::Text).add_modifier(Modifier::BOLD);
    let muted = canvas.ink(Ink::Muted);
    let count = queue.count.map(|count| match count {
        1 => "1 ticket".to_owned(),
        count => format!("{} tickets", moment::count(count)),
    });
    let summary: Vec<Part<'_>> = count.iter().map(|count| (&**count, muted)).collect();
    let shown = queue.filter.to_string();
    let mut title: Vec<Part<'_>> = vec![("Queue", bold)];
    if !own_row && queue.editing.is_none() && !shown.is_empty() {
        title.extend([("  ", muted), (&*shown, muted)]);
    }
    let (x, end) = rule::title(canvas, area, Ground::Page, Weight::Heavy, &title, &summary);
    let key = app.keymap.key(Action::Filter).unwrap_or_default();
    let accent = canvas.ink(Ink::Accent);
    let (x, y, right) = if own_row {
        let y = area.y + 1;
        let right = area.x + area.width.saturating_sub(1);
        let x = canvas.text(area.x + 1, y, right, &key, accent) + 1;
        (x, y, right)
    } else {
        (x + 1, area.y, end)
    };
    let Some(edit) = &queue.editing else {
        if own_row && shown.is_empty() {
            let faint = canvas.ink(Ink::Faint);
            canvas.cut(x, y, right, "every ticket", faint);
        } else if own_row {
            canvas.cut(x, y, right, &shown, muted);
        }
        return 0;
    };
    typing(app, canvas, area, edit, (x, y, right), own_row)
}

fn typing(
    app: &App,
    canvas: &mut Canvas<'_>,
    area: Area,
    edit: &FilterEdit,
    (x, y, right): (u16, u16, u16),
    own_row: bool,
) -> u16 {
    let ground = Ground::Page;
    let blank = canvas.ink(Ink::Text);
    if !own_row {
        canvas.across(x.saturating_sub(1), right, y, ' ', blank);
    }
    let wrong = edit
        .error
        .as_ref()
        .map(|error| error.at..error.at + error.len.max(1));
    let slot = Slot {
        x,
        y,
        right,
        ground,
    };
    let caret = field::draw(canvas, slot, &edit.input, wrong);
    match &edit.error {
        Some(error) => {
            problem(app, canvas, area, error, caret, y + 1);
            ERROR_ROWS
        }
        None => 0,
    }
}

/// Says what is wrong under the letter where it begins, and the ways out.
fn problem(
    app: &App,
    canvas: &mut Canvas<'_>,
    area: Area,
    error: &FilterError,
    caret: u16,
    y: u16,
) {
    let breach = canvas.ink(Ink::Breach);
    let plain = canvas.ink(Ink::Text);
    let bold = plain.add_modifier(Modifier::BOLD);
    let right = area.x + area.width.saturating_sub(1);
    canvas.sign(caret, y, canvas.signs.ascending, breach);
    let message = error.message.trim_end_matches('.');
    let mut parts = vec![(message, plain)];
    if let Some(nearest) = &error.nearest {
        parts.extend([("; nearest: ", plain), (nearest, bold)]);
    }
    let room = parts_cells(&parts);
    let below = if caret + 2 + room <= right {
        canvas.parts(caret + 2, y, right, &parts);
        caret
    } else if area.x + 1 + room < caret {
        // The letter is far to the right: the sentence stands before its caret.
        canvas.parts(caret - 1 - room, y, right, &parts);
        caret - 1 - room
    } else {
        canvas.parts(area.x + 1, y + 1, right, &parts);
        right
    };
    if let Some(key) = app.keymap.key(Action::Dismiss) {
        let word = " the last filter that worked";
        let accent = canvas.ink(Ink::Accent).add_modifier(Modifier::BOLD);
        let muted = canvas.ink(Ink::Muted);
        if below + cells(&key) + cells(word) <= right {
            canvas.parts(below, y + 1, right, &[(&key, accent), (word, muted)]);
        }
    }
    let strip = Area {
        y: y + 2,
        height: 1,
        ..area
    };
    let muted = canvas.ink(Ink::Muted);
    let title = [("tickets of the last filter that worked", muted)];
    rule::title(canvas, strip, Ground::Page, Weight::Light, &title, &[]);
}
