//! The palette: every command, its key, where it is heard and what it would do now.

use ratatui::style::Modifier;

use super::canvas::Canvas;
use super::kit::{float, picker};
use super::theme::{Ground, Ink};
use crate::app::App;
use crate::app::CommandLine;
use crate::app::action::Action;
use crate::app::kit::picker::Picker;
use crate::app::layout::{Area, Layout};
use crate::app::when::When;

/// Rows of the frame where there is room: it must not jump while one types.
const ROWS: u16 = 20;
/// Rows below the lines: a thin rule and two sentences.
const FOOT_ROWS: u16 = 3;
/// From this width inside on, the place has a column.
const PLACE_FROM: u16 = 84;

/// Where the columns stand.
struct Columns {
    title: u16,
    key: u16,
    place: Option<u16>,
    does: u16,
    right: u16,
}

impl Columns {
    fn new(inside: Area) -> Self {
        let title = inside.x + 2;
        let key = title + if inside.width >= PLACE_FROM { 34 } else { 31 };
        let after = key + 12;
        let place = (inside.width >= PLACE_FROM).then_some(after);
        Self {
            title,
            key,
            place,
            does: place.map_or(after, |place| place + 11),
            right: inside.x + inside.width.saturating_sub(1),
        }
    }
}

/// Draws the palette.
pub(super) fn draw(
    app: &App,
    canvas: &mut Canvas<'_>,
    layout: &Layout,
    picker: &Picker<CommandLine>,
) {
    let bold = canvas
        .theme
        .on(Ground::Raised, Ink::Text)
        .add_modifier(Modifier::BOLD);
    let muted = canvas.theme.on(Ground::Raised, Ink::Muted);
    let (matches, chosen) = picker.matches();
    let count = format!("{} of {}", matches.len(), picker.len());
    let keys = picker::foot(app);
    let foot = picker::foot_parts(canvas, &keys);
    let area = float::place(layout, ROWS);
    let title = [("Palette", bold)];
    let inside = float::frame(canvas, area, Ink::Focus, &title, &[(&count, muted)], &foot);
    picker::prompt(canvas, inside, picker);

    let columns = Columns::new(inside);
    let body = inside.below(picker::PROMPT_ROWS);
    heads(canvas, &columns, body.y);
    let list = body.below(1).above(FOOT_ROWS);
    let rows = usize::from(list.height);
    let first = picker::first_shown(chosen, rows, matches.len());
    let shown = matches.iter().enumerate().skip(first);
    for (y, (at, found)) in (list.y..list.y + list.height).zip(shown) {
        let Some(line) = picker.item(found.item) else {
            continue;
        };
        let span = (inside.x, inside.x + inside.width);
        let ground = picker::line_ground(canvas, span, y, at == chosen);
        command(canvas, &columns, y, ground, line, found);
    }
    if matches.is_empty() {
        let faint = canvas.theme.on(Ground::Raised, Ink::Muted);
        canvas.cut(
            columns.title,
            list.y,
            columns.right,
            "no command matches",
            faint,
        );
    }
    if let Some(line) = picker.chosen() {
        picker::thin_rule(canvas, inside, list.y + list.height);
        footing(
            app,
            canvas,
            (columns.title, columns.right),
            list.y + list.height + 1,
            line,
        );
    }
}

fn heads(canvas: &mut Canvas<'_>, columns: &Columns, y: u16) {
    let style = canvas.theme.on(Ground::Raised, Ink::Faint);
    canvas.text(columns.title, y, columns.right, "COMMAND", style);
    canvas.text(columns.key, y, columns.right, "KEY", style);
    if let Some(x) = columns.place {
        canvas.text(x, y, columns.right, "WHERE", style);
    }
    canvas.text(columns.does, y, columns.right, "WHAT IT DOES NOW", style);
}

fn command(
    canvas: &mut Canvas<'_>,
    columns: &Columns,
    y: u16,
    ground: Ground,
    line: &CommandLine,
    found: &crate::app::kit::picker::Match,
) {
    let on = |ink| canvas.theme.on(ground, ink);
    let can = matches!(line.when, When::Yes(_));
    let ink = |ink| on(if can { ink } else { Ink::Faint });
    let title = (ink(Ink::Text), on(Ink::Hit));
    let key_style = ink(Ink::Accent).add_modifier(Modifier::BOLD);
    let key_style = if can { key_style } else { on(Ink::Faint) };
    let muted = ink(Ink::Muted);
    let reason = on(Ink::Faint).add_modifier(Modifier::ITALIC);
    picker::title_with_hits(
        canvas,
        (columns.title, columns.key - 1),
        y,
        &line.title,
        found,
        title,
    );
    if let Some(key) = line.keys.first() {
        canvas.cut(columns.key, y, columns.does - 1, key, key_style);
    }
    if let Some(x) = columns.place {
        canvas.cut(x, y, columns.does - 1, line.place, muted);
    }
    let (text, style) = match &line.when {
        When::Yes(does) => (does, muted),
        When::No(why) => (why, reason),
    };
    canvas.cut(columns.does, y, columns.right, text, style);
}

/// What undo can do about the chosen line, and its key for the next time.
fn footing(app: &App, canvas: &mut Canvas<'_>, (x, right): (u16, u16), y: u16, line: &CommandLine) {
    let on = |ink| canvas.theme.on(Ground::Raised, ink);
    let (text, muted) = (on(Ink::Text), on(Ink::Muted));
    let accent = on(Ink::Accent).add_modifier(Modifier::BOLD);
    let mut next = canvas.cut(x, y, right, &line.title, text);
    let changes = matches!(
        line.action,
        Action::Note | Action::SetStatus(_) | Action::SetPriority(_)
    );
    if let (true, Some(undo)) = (changes, app.keymap.key(Action::Undo)) {
        next = canvas.cut(next, y, right, "  can be taken back with ", muted);
        canvas.cut(next, y, right, &undo, accent);
    }
    if let Some(key) = line.keys.first() {
        let x = canvas.cut(x, y + 1, right, "next time press ", muted);
        canvas.cut(x, y + 1, right, key, accent);
    }
}
