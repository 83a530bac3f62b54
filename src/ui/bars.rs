//! The three rows around every page: tabs and state, what just happened, keys.

use ratatui::style::Modifier;

use super::canvas::{Canvas, Part, cells, parts_cells};
use super::theme::{Ground, Ink};
use super::tickets::query;
use crate::app::App;
use crate::app::action::{self, Action, ActionSpec, Scope};
use crate::app::key::{Key, KeyCode};
use crate::app::layout::{Area, SIDE_FROM};
use crate::app::target::Target;
use crate::app::when::When;
use crate::domain::moment;

/// Below this width the date goes from row 0, only the time stays.
const DATE_FROM: u16 = 60;
/// What Backspace does in a menu of a menu.
const UP: &str = "one level up";

/// Row 0: the panes there are, and the state of the desk.
pub(super) fn tabs(app: &App, canvas: &mut Canvas<'_>, area: Area) {
    canvas.fill(area, Ground::Surface);
    let on = |canvas: &Canvas<'_>, ink| canvas.theme.on(Ground::Surface, ink);
    let x = active_tab(app, canvas, area);
    let right = area.x + area.width.saturating_sub(1);

    let now = app.desk.zone.local(app.now.wall);
    let date = match area.width {
        ..DATE_FROM => String::new(),
        DATE_FROM..SIDE_FROM => now.format("%a ").to_string(),
        _ => now.format("%a %-d %b  ").to_string(),
    };
    let time = now.format("%H:%M").to_string();
    let zone = format!(" {}", app.desk.zone.abbreviation(app.now.wall));
    let bold = on(canvas, Ink::Text).add_modifier(Modifier::BOLD);
    let muted = on(canvas, Ink::Muted);
    let mut state: Vec<Part<'_>> = Vec::with_capacity(4);
    if app.desk.read_only.is_some() {
        state.push(("read-only   ", on(canvas, Ink::Text)));
    }
    state.extend([(&*date, muted), (&*time, bold), (&*zone, muted)]);
    let start = right.saturating_sub(parts_cells(&state));
    canvas.parts(start.max(x), area.y, right, &state);

    if !app.desk.label.is_empty() {
        let label = on(canvas, Ink::Faint);
        canvas.cut(
            x + 1,
            area.y,
            start.saturating_sub(2),
            &app.desk.label,
            label,
        );
    }
}

/// The active tab; returns the column after it.
fn active_tab(app: &App, canvas: &mut Canvas<'_>, area: Area) -> u16 {
    // A tab shows its shortest key: the digit.
    let keys = app.keymap.keys(Action::GoQueue);
    let key = keys
        .iter()
        .min_by_key(|key| key.len())
        .map_or("", |key| key);
    let accent = canvas.ink(Ink::Accent).add_modifier(Modifier::BOLD);
    let mut name = canvas.ink(Ink::Text).add_modifier(Modifier::BOLD);
    if canvas.theme.is_flat() {
        name = name.add_modifier(Modifier::UNDERLINED);
    }
    let focus = canvas.ink(Ink::Focus);
    let (y, right) = (area.y, area.x + area.width);
    let ascii = canvas.signs.bar.is_ascii();
    let (open, close) = if ascii {
        ('[', ']')
    } else {
        (canvas.signs.bar, ' ')
    };
    canvas.sign(area.x + 1, y, open, focus);
    let mut x = canvas.text(area.x + 2, y, right, key, accent);
    if !key.is_empty() {
        x = canvas.text(x, y, right, " ", name.remove_modifier(Modifier::UNDERLINED));
    }
    x = canvas.text(x, y, right, Scope::Queue.title(), name);
    canvas.sign(x, y, close, focus);
    canvas.target(
        Area::span(area.x, x + 1, y),
        Target::Action(Action::GoQueue),
    );
    x + 1
}

/// The row above the keys: marks and what is true now at the left, what can be undone at the right.
pub(super) fn status(app: &App, canvas: &mut Canvas<'_>, area: Area) {
    canvas.fill(area, Ground::Surface);
    let on = |canvas: &Canvas<'_>, ink| canvas.theme.on(Ground::Surface, ink);
    let right = area.x + area.width.saturating_sub(1);
    let mut x = area.x + 1;
    let key = on(canvas, Ink::Accent).add_modifier(Modifier::BOLD);
    let muted = on(canvas, Ink::Muted);
    let marks = app.queue.marks.len();
    if marks > 0 && app.ticket.is_none() {
        let count = moment::count(u64::try_from(marks).unwrap_or(u64::MAX));
        canvas.sign(x, area.y, canvas.signs.mark, key);
        let parts = [(&*count, key), (" marked", muted)];
        x = canvas.parts(x + 2, area.y, right, &parts) + 4;
    }
    let said = said(app);
    let ink = if app.status.refused {
        Ink::Warn
    } else {
        Ink::Text
    };

    // What was refused is read in full before what could be undone.
    let undo = app
        .status
        .undo
        .as_deref()
        .filter(|_| !app.scope().is_text());
    let undo_key = undo.and_then(|_| app.keymap.key(Action::Undo));
    let mut end = right;
    if let (Some(undo), Some(undo_key)) = (undo, undo_key) {
        let wanted = cells(&undo_key) + cells(" undo: ") + cells(undo);
        let room = right.saturating_sub(x + cells(&said) + 3);
        let room = room.min(area.width / 2);
        if room >= wanted.min(16) {
            let start = right - wanted.min(room);
            canvas.parts(
                start,
                area.y,
                right,
                &[(&undo_key, key), (" undo: ", muted), (undo, muted)],
            );
            canvas.target(
                Area::span(start, right, area.y),
                Target::Action(Action::Undo),
            );
            end = start.saturating_sub(2);
        }
    }
    let style = on(canvas, ink);
    canvas.cut(x, area.y, end, &said, style);
}

/// What the status row says.
fn said(app: &App) -> String {
    if let Some(edit) = app
        .queue
        .editing
        .as_ref()
        .filter(|edit| edit.error.is_none())
        && app.scope() == Scope::Field
        && app.size.0 < SIDE_FROM
        && !app.status.refused
    {
        // Where the reading has no row of its own.
        let (reading, lack) = query::reading(app, edit);
        return if lack.is_empty() {
            reading
        } else {
            format!("{lack}; {reading}")
        };
    }
    let Some(composer) = app.composer().filter(|_| !app.status.refused) else {
        return app.status.text.clone();
    };
    if composer.sending {
        return "writing the note".to_owned();
    }
    match composer.saved_at {
        Some(at) => format!(
            "draft saved {}",
            moment::when(at, app.now.wall, &app.desk.zone)
        ),
        None if composer.editor.is_blank() => "a note; the requester does not see it".to_owned(),
        None => app.status.text.clone(),
    }
}

/// The last row: keys by rank until the width ends, help always last.
pub(super) fn hints(app: &App, canvas: &mut Canvas<'_>, area: Area) {
    canvas.fill(area, Ground::Surface);
    let right = area.x + area.width.saturating_sub(1);
    let scope = app.scope();
    let mut end = right;
    if let Some(key) = app.keymap.heard(Action::Help, scope) {
        let start = right.saturating_sub(cells(&key) + cells(" help"));
        hint(canvas, start, area.y, (&key, "help"), true);
        canvas.target(
            Area::span(start, right, area.y),
            Target::Action(Action::Help),
        );
        end = start.saturating_sub(2);
    }
    let mut x = area.x + 1;
    if app.pending.shown {
        if let Some(key) = app.keymap.key(Action::Back) {
            let up = hint(canvas, x, area.y, (&key, "back"), true) + 2;
            let key = Key::plain(KeyCode::Backspace);
            let name = key.to_string();
            if app.pending.keys.len() > 1 && up + cells(&name) + cells(UP) < end {
                let last = hint(canvas, up, area.y, (&name, UP), true);
                canvas.target(Area::span(up, last, area.y), Target::Key(key));
            }
        }
        return;
    }
    for spec in ranked(scope) {
        let Some(key) = app.keymap.heard(spec.action, scope) else {
            continue;
        };
        if x + cells(&key) + 1 + cells(spec.hint.1) > end {
            break;
        }
        let can = matches!((spec.when)(app), When::Yes(_));
        let after = hint(canvas, x, area.y, (&key, spec.hint.1), can);
        canvas.target(Area::span(x, after, area.y), Target::Action(spec.action));
        x = after + 2;
    }
}

/// The actions of the hint row, by rank.
fn ranked(scope: Scope) -> Vec<&'static ActionSpec> {
    let here = |spec: &&ActionSpec| {
        let heard = spec.scopes.contains(&scope) || spec.scopes.contains(&Scope::Global);
        heard && spec.hint.0 > 0
    };
    let mut specs: Vec<_> = action::all().filter(here).collect();
    specs.sort_by_key(|spec| spec.hint.0);
    specs
}

fn hint(canvas: &mut Canvas<'_>, x: u16, y: u16, (key, word): (&str, &str), can: bool) -> u16 {
    let on = |ink| canvas.theme.on(Ground::Surface, ink);
    let (key_style, word_style) = if can {
        (on(Ink::Accent).add_modifier(Modifier::BOLD), on(Ink::Muted))
    } else {
        (on(Ink::Faint), on(Ink::Faint))
    };
    canvas.parts(
        x,
        y,
        u16::MAX,
        &[(key, key_style), (" ", word_style), (word, word_style)],
    )
}
