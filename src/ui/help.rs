//! The help: the keys that are heard here, by purpose; the highlighted line runs.

use ratatui::style::Modifier;

use super::canvas::{Canvas, cells};
use super::kit::{float, picker, rule};
use super::theme::{Ground, Ink};
use crate::app::App;
use crate::app::CommandLine;
use crate::app::action::{Action, Group};
use crate::app::kit::picker::{Match, Picker};
use crate::app::layout::{Area, Layout};
use crate::app::target::Target;
use crate::app::when::When;

/// From this width inside on, the groups stand in two columns.
const TWO_COLUMNS_FROM: u16 = 84;
/// From this width of a column on, all keys of a line have room.
const ROOMY_FROM: u16 = 55;
/// Cells of the keys with the gap after them, in a narrow column and in a roomy one.
const KEY_CELLS: (u16, u16) = (11, 18);

/// A row of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    Heading(Group),
    /// Index into the matches.
    Line(usize),
    Blank,
}

/// Draws the help.
pub(super) fn draw(
    app: &App,
    canvas: &mut Canvas<'_>,
    layout: &Layout,
    picker: &Picker<CommandLine>,
    heading: &str,
) {
    let (matches, chosen) = picker.matches();
    let rows = rows(picker);
    let columns = columns(layout);
    // Two rows of frame, the prompt, a blank above the groups and one below.
    let around = 2 + picker::PROMPT_ROWS + 2;
    let room = layout
        .status
        .y
        .saturating_sub(layout.tabs.height + 1 + around);
    // Sized by the whole list, so that the frame does not jump while one types.
    let whole = grouped((0..picker.len()).map(|at| (at, group(picker, at))));
    let height = column_rows(&whole, usize::from(room), columns == 1, columns);
    let height = u16::try_from(height.max(whole.len().saturating_sub(height + 1)))
        .unwrap_or(room)
        .min(room);

    let on = |canvas: &Canvas<'_>, ink| canvas.theme.on(Ground::Raised, ink);
    let title = [(heading, on(canvas, Ink::Text).add_modifier(Modifier::BOLD))];
    let count = if matches.len() < picker.len() {
        format!("{} of {}", matches.len(), picker.len())
    } else {
        picker.len().to_string()
    };
    let count = [(&*count, on(canvas, Ink::Muted))];
    let accept = app.keymap.key(Action::Accept).unwrap_or_default();
    let (accent, muted) = (on(canvas, Ink::Accent), on(canvas, Ink::Muted));
    let foot = [
        (&*accept, accent),
        (" runs the line  type to search, also by key: ", muted),
        ("key:s", accent),
    ];
    let area = float::place(layout, height + around);
    let inside = float::frame(canvas, area, Ink::Focus, &title, &count, &foot);
    picker::prompt(canvas, inside, picker);
    let body = inside.below(picker::PROMPT_ROWS).above(1);
    if matches.is_empty() {
        let muted = on(canvas, Ink::Muted);
        canvas.cut(
            inside.x + 2,
            body.y + 1,
            inside.x + inside.width,
            "no key matches",
            muted,
        );
        return;
    }
    flow(canvas, picker, body.below(1), columns, &rows, chosen);
}

fn columns(layout: &Layout) -> usize {
    let inside = float::place(layout, 3).width.saturating_sub(2);
    if inside >= TWO_COLUMNS_FROM { 2 } else { 1 }
}

/// The rows in order: by group while nothing is typed, else best match first.
fn rows(picker: &Picker<CommandLine>) -> Vec<Row> {
    let matches = picker.matches().0;
    if picker.input().text().trim().is_empty() {
        grouped(
            (0..)
                .zip(matches)
                .map(|(at, found)| (at, group(picker, found.item))),
        )
    } else {
        (0..matches.len()).map(Row::Line).collect()
    }
}

fn group(picker: &Picker<CommandLine>, item: usize) -> Option<Group> {
    let spec = picker.item(item)?.action()?.spec()?;
    Some(spec.group)
}

/// Lines under the headings of their groups, a blank between groups.
fn grouped(lines: impl Iterator<Item = (usize, Option<Group>)>) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut last = None;
    for (at, group) in lines {
        if let Some(group) = group.filter(|group| last != Some(*group)) {
            if last.is_some() {
                rows.push(Row::Blank);
            }
            rows.push(Row::Heading(group));
            last = Some(group);
        }
        rows.push(Row::Line(at));
    }
    rows
}

/// Flows the rows through the columns as a newspaper does; the chosen line is always on show.
fn flow(
    canvas: &mut Canvas<'_>,
    picker: &Picker<CommandLine>,
    area: Area,
    columns: usize,
    rows: &[Row],
    chosen: usize,
) {
    let height = usize::from(area.height);
    let (columns, at) = if rows.len() <= height {
        (1, 0)
    } else {
        let at = rows
            .iter()
            .position(|row| *row == Row::Line(chosen))
            .unwrap_or(0);
        (columns, at)
    };
    let first = picker::first_shown(at, height * columns, rows.len());
    let mut rest = rows.get(first..).unwrap_or_default();
    let width = area.width / u16::try_from(columns).unwrap_or(1);
    for column in 0..columns {
        let left = area.x + width * u16::try_from(column).unwrap_or(0);
        let part = Area {
            x: left,
            width,
            ..area
        };
        let taken = column_rows(rest, height, column + 1 == columns, columns);
        for (y, row) in (area.y..).zip(rest.iter().take(taken)) {
            draw_row(canvas, picker, part, y, *row, chosen);
        }
        rest = rest.get(taken..).unwrap_or_default();
        // A column never begins with the blank that ended the last one.
        if rest.first() == Some(&Row::Blank) {
            rest = rest.get(1..).unwrap_or_default();
        }
        if column > 0 {
            rule::divider(canvas, part);
        }
    }
    if !rest.is_empty() {
        let faint = canvas.theme.on(Ground::Raised, Ink::Faint);
        let more = format!("{} {} more", canvas.signs.more, rest.len());
        let right = area.x + area.width.saturating_sub(1);
        canvas.flush(area.x, right, area.y + area.height, &more, faint);
    }
}

/// How many rows the first of `columns` columns takes: whole groups of about half if both halves
/// fit, else all that fit.
fn column_rows(rest: &[Row], height: usize, last: bool, columns: usize) -> usize {
    if last || rest.len() > height * columns {
        return rest.len().min(height);
    }
    let half = rest.len().div_ceil(columns);
    let ends = (0..rest.len()).filter(|at| rest.get(*at) == Some(&Row::Blank));
    let fits = |at: &usize| *at <= height && rest.len() - at <= height + 1;
    ends.filter(fits)
        .min_by_key(|at| at.abs_diff(half))
        .unwrap_or_else(|| half.min(height))
}

fn draw_row(
    canvas: &mut Canvas<'_>,
    picker: &Picker<CommandLine>,
    area: Area,
    y: u16,
    row: Row,
    chosen: usize,
) {
    let x = area.x + 2;
    let right = area.x + area.width.saturating_sub(1);
    match row {
        Row::Blank => {}
        Row::Heading(group) => {
            let style = canvas.theme.on(Ground::Raised, Ink::Faint);
            canvas.cut(x, y, right, &group.title().to_uppercase(), style);
        }
        Row::Line(at) => {
            let found = picker.matches().0.get(at);
            let line = found.and_then(|found| picker.item(found.item));
            if let (Some(found), Some(line)) = (found, line) {
                let span = (area.x, area.x + area.width.saturating_sub(1));
                let ground = picker::line_ground(canvas, span, y, at == chosen);
                key_line(canvas, (x, right), y, ground, line, found);
                canvas.target(Area::span(span.0, span.1, y), Target::Line(at));
            }
        }
    }
}

fn key_line(
    canvas: &mut Canvas<'_>,
    (x, right): (u16, u16),
    y: u16,
    ground: Ground,
    line: &CommandLine,
    found: &Match,
) {
    let on = |ink| canvas.theme.on(ground, ink);
    let can = matches!(line.when, When::Yes(_));
    let key_style = if can {
        on(Ink::Accent).add_modifier(Modifier::BOLD)
    } else {
        on(Ink::Faint)
    };
    let title = if can { on(Ink::Text) } else { on(Ink::Faint) };
    let hit = on(Ink::Hit);
    let (does, why) = (
        on(Ink::Faint),
        on(Ink::Faint).add_modifier(Modifier::ITALIC),
    );
    let roomy = right.saturating_sub(x) >= ROOMY_FROM;
    let column = x + if roomy { KEY_CELLS.1 } else { KEY_CELLS.0 };
    let mut end = x;
    for key in &line.keys {
        let start = if end > x { end + 2 } else { end };
        // The best key is always shown; another only if it has room whole.
        if end > x && start + cells(key) + 1 >= column {
            break;
        }
        end = canvas.cut(start, y, column - 1, key, key_style);
    }
    let end = picker::title_with_hits(canvas, (column, right), y, &line.title, found, (title, hit));
    match &line.when {
        // What it does now is a courtesy: whole or not at all. A reason is always given.
        When::Yes(text) if end + 2 + cells(text) <= right => {
            canvas.text(end + 2, y, right, text, does);
        }
        When::Yes(_) => {}
        When::No(text) => _ = canvas.cut(end + 2, y, right, text, why),
    }
}
