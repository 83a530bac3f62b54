//! The filter of the queue: as it stands, being typed, or wrong.

use ratatui::style::Modifier;

use crate::app::App;
use crate::app::action::Action;
use crate::app::layout::{Area, SIDE_FROM};
use crate::app::tickets::query::FilterEdit;
use crate::domain::tickets::FilterError;
use crate::domain::{moment, text};
use crate::ui::canvas::{Canvas, Part, cells, parts_cells};
use crate::ui::kit::field::{self, Slot};
use crate::ui::kit::rule::{self, Weight};
use crate::ui::theme::{Ground, Ink};

/// Rows that say what is wrong: caret and message, ways out, a rule.
const ERROR_ROWS: u16 = 3;
/// Rows that say what was understood, where they have a place of their own.
const READING_ROWS: u16 = 1;

/// Draws title rule and filter; returns how many rows the list starts lower than planned.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Area) -> u16 {
    let own_row = app.size.0 >= SIDE_FROM;
    let queue = &app.queue;
    let bold = canvas.ink(Ink::Text).add_modifier(Modifier::BOLD);
    let muted = canvas.ink(Ink::Muted);
    let summary = summary(app);
    let summary: Vec<Part<'_>> = summary.iter().map(|text| (&**text, muted)).collect();
    let shown = queue.filter.to_string();
    let name = name(app);
    let mut title: Vec<Part<'_>> = vec![(&name, bold)];
    if !own_row && queue.editing.is_none() && !shown.is_empty() {
        title.extend([("  ", muted), (&*shown, muted)]);
    }
    let (x, end) = rule::counted_title(canvas, area, Weight::Heavy, &title, &summary);
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

/// What the list is called: the view that it is.
fn name(app: &App) -> String {
    let queue = &app.queue;
    if queue.editing.is_some() {
        // The field needs the room.
        return "Queue".to_owned();
    }
    if queue.shows_marked() {
        return "Marked".to_owned();
    }
    match app.views.of(&queue.filter) {
        Some((_, entry)) => text::line(&entry.view.name).into_owned(),
        None => "Queue".to_owned(),
    }
}

/// How many tickets there are, or that they are on their way.
fn summary(app: &App) -> Option<String> {
    if let Some(waited) = app.queue.waits() {
        return Some(match waited.as_secs() {
            0 => "reading".to_owned(),
            seconds => format!("reading {seconds} s"),
        });
    }
    app.queue.count.map(|count| match count {
        1 => "1 ticket".to_owned(),
        count => format!("{} tickets", moment::count(count)),
    })
}

/// What was understood of the text that is being typed, and what it lacks.
pub(in crate::ui) fn reading(app: &App, edit: &FilterEdit) -> (String, &'static str) {
    let reading = app.queue.filter.to_string();
    let reading = if reading.is_empty() {
        "reads every ticket".to_owned()
    } else {
        format!("reads {reading}")
    };
    (reading, edit.lack.map_or("", |lack| lack.said()))
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
            problem(app, canvas, area, (edit, error), caret, y + 1);
            ERROR_ROWS
        }
        None if own_row => {
            let (reading, lack) = reading(app, edit);
            let (faint, warn) = (canvas.ink(Ink::Faint), canvas.ink(Ink::Warn));
            let end = right.saturating_sub(if lack.is_empty() { 0 } else { cells(lack) + 2 });
            let end = canvas.cut(x, y + 1, end.max(x), &reading, faint);
            canvas.cut(end + 2, y + 1, right, lack, warn);
            READING_ROWS
        }
        None => 0,
    }
}

/// Says what is wrong under the letter where it begins, and the ways out.
fn problem(
    app: &App,
    canvas: &mut Canvas<'_>,
    area: Area,
    (edit, error): (&FilterEdit, &FilterError),
    caret: u16,
    y: u16,
) {
    let breach = canvas.ink(Ink::Breach);
    let plain = canvas.ink(Ink::Text);
    let bold = plain.add_modifier(Modifier::BOLD);
    let right = area.x + area.width.saturating_sub(1);
    canvas.sign(caret, y, canvas.signs.ascending, breach);
    let message = error.message.trim_end_matches('.');
    // What is probably meant comes first: a list of all that could be is cut where it is narrow.
    let mut parts = Vec::with_capacity(4);
    if let Some(nearest) = &error.nearest {
        parts.extend([("did you mean ", plain), (&**nearest, bold), ("?  ", plain)]);
    }
    parts.push((message, plain));
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
    let muted = canvas.ink(Ink::Muted);
    if let Some(key) = app.keymap.key(Action::Dismiss) {
        let before = format!(" back to {}", spelled(&edit.before.to_string()));
        let accent = canvas.ink(Ink::Accent).add_modifier(Modifier::BOLD);
        let wanted = cells(&key) + cells(&before);
        // Under the sentence if that leaves it whole, else from the left.
        let x = if below + wanted <= right {
            below
        } else {
            area.x + 1
        };
        if below < right {
            canvas.parts(x, y + 1, right, &[(&key, accent), (&before, muted)]);
        }
    }
    let strip = Area {
        y: y + 2,
        height: 1,
        ..area
    };
    let shown = format!("still shown: {}", spelled(&app.queue.filter.to_string()));
    let title = [(&*shown, muted)];
    rule::title(canvas, strip, Ground::Page, Weight::Light, &title, &[]);
}

/// A filter in a sentence.
fn spelled(filter: &str) -> &str {
    if filter.is_empty() {
        "every ticket"
    } else {
        filter
    }
}
