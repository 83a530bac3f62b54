//! The palette: commands, views, tickets and people, with their keys and what they would do now.

use ratatui::style::Modifier;

use super::canvas::{Canvas, Part};
use super::kit::{float, picker};
use super::theme::{Ground, Ink};
use crate::app::action::Action;
use crate::app::kit::picker::{Match, Picker};
use crate::app::layout::{Area, Layout};
use crate::app::palette::{self, Choice};
use crate::app::target::Target;
use crate::app::when::When;
use crate::app::{App, CommandLine};

/// Rows of the frame where there is room: it must not jump while one types, and holds commands,
/// tickets and people at once.
const ROWS: u16 = 26;
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

/// The head of the first column where it holds commands, which have keys.
pub(super) const COMMAND: &str = "COMMAND";

/// What the lists say of themselves.
pub(super) struct Words {
    /// The frame's title.
    pub(super) title: String,
    /// The head of the first column.
    pub(super) head: &'static str,
    /// What is said where nothing is listed while nothing is typed.
    pub(super) empty: &'static str,
}

/// Draws the palette.
pub(super) fn draw(
    app: &App,
    canvas: &mut Canvas<'_>,
    layout: &Layout,
    picker: &Picker<CommandLine>,
    words: &Words,
) {
    let bold = canvas
        .theme
        .on(Ground::Raised, Ink::Text)
        .add_modifier(Modifier::BOLD);
    let muted = canvas.theme.on(Ground::Raised, Ink::Muted);
    let (matches, chosen) = picker.matches();
    let count = format!("{} of {}", matches.len(), picker.len());
    let foot = prefixes(canvas);
    let area = float::place(layout, ROWS);
    let title = [(&*words.title, bold)];
    let inside = float::frame(canvas, area, Ink::Focus, &title, &[(&count, muted)], &foot);
    picker::prompt(canvas, inside, picker);

    let columns = Columns::new(inside);
    let body = inside.below(picker::PROMPT_ROWS);
    heads(canvas, &columns, body.y, words.head);
    let list = body.below(1).above(FOOT_ROWS);
    let rows = usize::from(list.height);
    let first = picker::first_shown(chosen, rows, matches.len());
    let shown = matches.iter().enumerate().skip(first);
    let typed = picker.input().text();
    for (y, (at, found)) in (list.y..list.y + list.height).zip(shown) {
        let Some(line) = picker.item(found.item) else {
            continue;
        };
        let span = (inside.x, inside.x + inside.width);
        let ground = picker::line_ground(canvas, span, y, at == chosen);
        let key = palette::shown_key(line, typed);
        command(canvas, &columns, y, ground, (line, key), found);
        canvas.target(inside.row(y), Target::Line(at));
    }
    if matches.is_empty() {
        let what = if typed.trim().is_empty() {
            words.empty
        } else if app.is_looking_up() {
            "reading"
        } else {
            "nothing here has these letters"
        };
        canvas.cut(columns.title, list.y, columns.right, what, muted);
    }
    if let Some(line) = picker.chosen() {
        picker::thin_rule(canvas, inside, list.y + list.height);
        footing(
            app,
            canvas,
            (columns.title, columns.right),
            list.y + list.height + 1,
            (line, palette::shown_key(line, typed)),
        );
    }
}

/// The prefixes that narrow the list.
fn prefixes(canvas: &Canvas<'_>) -> Vec<Part<'static>> {
    let accent = canvas.theme.on(Ground::Raised, Ink::Accent);
    let muted = canvas.theme.on(Ground::Raised, Ink::Muted);
    let mut parts = Vec::with_capacity(palette::PREFIXES.len() * 4);
    for (prefix, word) in palette::PREFIXES {
        if !parts.is_empty() {
            parts.push(("  ", muted));
        }
        parts.extend([(prefix, accent), (" ", muted), (word, muted)]);
    }
    parts
}

fn heads(canvas: &mut Canvas<'_>, columns: &Columns, y: u16, first: &str) {
    let style = canvas.theme.on(Ground::Raised, Ink::Faint);
    canvas.text(columns.title, y, columns.right, first, style);
    if first == COMMAND {
        canvas.text(columns.key, y, columns.right, "KEY", style);
    }
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
    (line, key): (&CommandLine, Option<&str>),
    found: &Match,
) {
    let on = |ink| canvas.theme.on(ground, ink);
    let can = matches!(line.when, When::Yes(_));
    let ink = |ink| on(if can { ink } else { Ink::Faint });
    let title = (ink(Ink::Text), on(Ink::Hit));
    let key_style = ink(Ink::Accent).add_modifier(Modifier::BOLD);
    let key_style = if can { key_style } else { on(Ink::Faint) };
    let muted = ink(Ink::Muted);
    let reason = on(Ink::Faint).add_modifier(Modifier::ITALIC);
    // A line that has no key may be as long as both columns.
    let title_end = match key {
        Some(_) => columns.key,
        None => columns.place.unwrap_or(columns.does),
    };
    picker::title_with_hits(
        canvas,
        (columns.title, title_end - 1),
        y,
        &line.title,
        found,
        title,
    );
    if let Some(key) = key {
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
fn footing(
    app: &App,
    canvas: &mut Canvas<'_>,
    (x, right): (u16, u16),
    y: u16,
    (line, key): (&CommandLine, Option<&str>),
) {
    let on = |ink| canvas.theme.on(Ground::Raised, ink);
    let (text, muted) = (on(Ink::Text), on(Ink::Muted));
    let accent = on(Ink::Accent).add_modifier(Modifier::BOLD);
    let next = canvas.cut(x, y, right, &line.title, text);
    let spec = line.action().and_then(Action::spec);
    let is_undoable = spec.is_some_and(|spec| spec.is_undoable);
    if let (true, Some(undo)) = (is_undoable, app.keymap.key(Action::Undo)) {
        let next = canvas.cut(next, y, right, "  can be taken back with ", muted);
        canvas.cut(next, y, right, &undo, accent);
    }
    let accept = app.keymap.key(Action::Accept).unwrap_or_default();
    let (word, key) = match (&line.does, key) {
        (Choice::Action(_), Some(key)) => ("next time press ", key),
        (Choice::Action(_), None) => return,
        (Choice::View(_), _) => ("shown in the queue with ", &*accept),
        (Choice::Ticket(_), _) => ("opened with ", &*accept),
        (Choice::Person(_), _) => ("their tickets are shown with ", &*accept),
    };
    let x = canvas.cut(x, y + 1, right, word, muted);
    canvas.cut(x, y + 1, right, key, accent);
}
