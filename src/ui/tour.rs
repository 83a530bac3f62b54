//! The card of the tour: which step it is, what to do with which keys, what is done.
//!
//! It floats at the lower right, never over the cursor's row, and steps aside for what else floats.

use ratatui::style::Modifier;

use super::canvas::{Canvas, Part, cells};
use super::kit::float;
use super::theme::{Ground, Ink};
use crate::app::App;
use crate::app::action::Action;
use crate::app::layout::{Area, Layout};
use crate::app::target::Target;
use crate::app::tour::{self, Step, Tour};

/// Cells of the card.
const WIDTH: u16 = 54;
/// Cells of the sign before a line, with its blank.
const SIGN_CELLS: u16 = 2;

/// A line of the card.
struct Line {
    done: bool,
    /// True for what is to be done next.
    next: bool,
    keys: Vec<(Action, String)>,
    says: String,
}

/// Draws the card, if the tour is on.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, layout: &Layout) {
    let Some(tour) = &app.tour else { return };
    let (title, count, lines, note) = match tour.step() {
        Some((number, step)) => (
            format!("Tour: {}", step.title),
            format!("{number} of {}", Tour::LENGTH),
            parts(app, tour, step),
            note(app, step),
        ),
        None => (
            "The tour is over".to_owned(),
            String::new(),
            more(app),
            None,
        ),
    };
    let width = WIDTH.min(layout.status.width.saturating_sub(2));
    let rows = lines.len() + usize::from(note.is_some());
    let height = u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(2);
    let area = float::corner(canvas, layout, width, height);

    let on = |canvas: &Canvas<'_>, ink| canvas.theme.on(Ground::Raised, ink);
    let bold = on(canvas, Ink::Text).add_modifier(Modifier::BOLD);
    let accent = on(canvas, Ink::Accent).add_modifier(Modifier::BOLD);
    let muted = on(canvas, Ink::Muted);
    let back = app.keymap.key(Action::Back).unwrap_or_default();
    let again = app.keymap.key(Action::Tour).unwrap_or_default();
    let foot: Vec<Part<'_>> = if tour.step().is_some() {
        vec![
            (&*back, accent),
            (" twice or ", muted),
            (&*again, accent),
            (" leaves", muted),
        ]
    } else {
        vec![(&*back, accent), (" puts it away", muted)]
    };
    let count = [(&*count, muted)];
    let count = if tour.step().is_some() {
        &count[..]
    } else {
        &[]
    };
    let title = [(&*title, bold)];
    let inside = float::frame(canvas, area, Ink::Focus, &title, count, &foot);
    let keys = |line: &Line| line.keys.iter().map(|(_, key)| cells(key) + 1).sum::<u16>();
    let column = inside.x + 1 + SIGN_CELLS + lines.iter().map(keys).max().unwrap_or(0) + 1;
    let bottom = inside.y + inside.height;
    for (y, line) in (inside.y..bottom).zip(&lines) {
        draw_line(canvas, inside, (column, y), line);
    }
    if let Some(note) = note
        && usize::from(inside.height) > lines.len()
    {
        let right = inside.x + inside.width.saturating_sub(1);
        canvas.cut(inside.x + 1 + SIGN_CELLS, bottom - 1, right, &note, muted);
    }
}

fn draw_line(canvas: &mut Canvas<'_>, inside: Area, (column, y): (u16, u16), line: &Line) {
    let on = |canvas: &Canvas<'_>, ink| canvas.theme.on(Ground::Raised, ink);
    let right = inside.x + inside.width.saturating_sub(1);
    let faint = on(canvas, Ink::Faint);
    let (key_style, style) = if line.next {
        let accent = on(canvas, Ink::Accent).add_modifier(Modifier::BOLD);
        (accent, on(canvas, Ink::Text))
    } else {
        (faint, faint)
    };
    let sign = match (line.done, line.next) {
        (true, _) => canvas.signs.done,
        (false, true) => canvas.signs.prompt,
        (false, false) => canvas.signs.system,
    };
    let sign_style = if line.done || line.next {
        on(canvas, Ink::Accent)
    } else {
        faint
    };
    canvas.sign(inside.x + 1, y, sign, sign_style);
    let mut x = inside.x + 1 + SIGN_CELLS;
    for (action, key) in &line.keys {
        let end = canvas.cut(x, y, right, key, key_style);
        canvas.target(Area::span(x, end, y), Target::Action(*action));
        x = end + 1;
    }
    canvas.cut(column, y, right, &line.says, style);
}

fn keys(app: &App, actions: &[Action]) -> Vec<(Action, String)> {
    let keys = actions
        .iter()
        .filter_map(|action| Some((*action, app.keymap.key(*action)?)));
    keys.collect()
}

/// The parts of a step: those done, the next one with its count, those to come.
fn parts(app: &App, tour: &Tour, step: &Step) -> Vec<Line> {
    let (done, times) = tour.done();
    let line = |(at, part): (usize, &tour::Part)| Line {
        done: at < done,
        next: at == done,
        keys: keys(app, part.actions),
        says: if at == done && part.times > 1 {
            format!("{}  ({times} of {})", part.says, part.times)
        } else {
            part.says.to_owned()
        },
    };
    step.parts.iter().enumerate().map(line).collect()
}

/// What else to know; where the list is empty nothing can be walked or marked.
fn note(app: &App, step: &Step) -> Option<String> {
    let filter = app.keymap.key(Action::Filter).unwrap_or_default();
    if app.queue.loaded && app.queue.list.is_empty() && app.queue.editing.is_none() {
        return Some(format!(
            "The filter hides every ticket; {filter} changes it."
        ));
    }
    step.note.map(str::to_owned)
}

/// What is worth knowing once all is done.
fn more(app: &App) -> Vec<Line> {
    let line = |(action, says): &(Action, &str)| Line {
        done: false,
        next: true,
        keys: keys(app, &[*action]),
        says: (*says).to_owned(),
    };
    tour::MORE.iter().map(line).collect()
}
