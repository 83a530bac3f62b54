//! What may follow a begun key: at the bottom, without a frame, so that the rows it will act on
//! stay to be seen.

use ratatui::style::Modifier;

use super::canvas::{Canvas, cells};
use super::kit::rule::{self, Weight};
use super::theme::{Ground, Ink};
use crate::app::App;
use crate::app::action::Action;
use crate::app::key::{Chord, Key};
use crate::app::layout::{Area, Layout};
use crate::app::when::When;

/// Narrowest column of continuations.
const COLUMN_CELLS: u16 = 38;
/// Cells of a key.
const KEY_CELLS: u16 = 3;

/// Draws what may follow the begun keys.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, layout: &Layout) {
    let scope = app.scope();
    let next = app.keymap.continuations(scope, &app.pending.keys);
    let (menus, actions): (Vec<_>, Vec<_>) =
        next.into_iter().partition(|(_, action)| action.is_none());
    let room = layout
        .main
        .height
        .max(layout.status.y.saturating_sub(layout.tabs.height))
        / 3;
    let rows = u16::try_from(menus.len().max(actions.len())).unwrap_or(u16::MAX);
    // Rule and heads above, a blank below, as long as the third holds it.
    let height = rows.saturating_add(3).min(room.max(4));
    let page = Area {
        x: 0,
        y: layout.tabs.y + layout.tabs.height,
        width: layout.status.width,
        height: layout.status.y.saturating_sub(layout.tabs.height),
    };
    let area = page.bottom(height);
    canvas.clear(area, Ground::Raised);
    head(app, canvas, area);

    let body = area.below(1);
    let mut x = body.x + 1;
    if !menus.is_empty() {
        let part = Area {
            x,
            width: COLUMN_CELLS.min(body.width),
            ..body
        };
        column_head(canvas, part, "OPENS A MENU");
        for (y, (key, _)) in (part.y + 1..part.y + part.height).zip(&menus) {
            menu(app, canvas, part, y, *key);
        }
        x += part.width;
    }
    let mut rest = actions.as_slice();
    let per_column = usize::from(body.height.saturating_sub(1)).max(1);
    let wanted = u16::try_from(rest.len().div_ceil(per_column))
        .unwrap_or(u16::MAX)
        .max(1);
    let room = (body.x + body.width).saturating_sub(x);
    let width = (room / wanted).max(COLUMN_CELLS).min(room);
    let mut first = true;
    while !rest.is_empty() && x < body.x + body.width {
        let part = Area {
            x,
            width: width.min(body.x + body.width - x),
            ..body
        };
        if std::mem::take(&mut first) {
            column_head(canvas, part, "DOES IT NOW");
        }
        let taken = rest.len().min(per_column);
        for (y, (key, action)) in (part.y + 1..).zip(rest.iter().take(taken)) {
            if let Some(action) = action {
                does(app, canvas, part, y, (*key, *action));
            }
        }
        rest = rest.get(taken..).unwrap_or_default();
        x += part.width;
    }
}

/// The rule: the keys so far at the left, on what they act at the right.
fn head(app: &App, canvas: &mut Canvas<'_>, area: Area) {
    let on = |ink| canvas.theme.on(Ground::Raised, ink);
    let bold = on(Ink::Text).add_modifier(Modifier::BOLD);
    let muted = on(Ink::Muted);
    let keys = Chord(app.pending.keys.clone()).to_string();
    let then = format!("  then{}", canvas.signs.cut);
    let targets = match app.targets().len() {
        0 => String::new(),
        _ if app.queue.marks.is_empty() || app.ticket.is_some() => app
            .current_number()
            .map_or_else(String::new, |number| format!("#{number}")),
        count => format!("{count} marked"),
    };
    let summary = [(&*targets, muted)];
    let summary = if targets.is_empty() {
        &[][..]
    } else {
        &summary
    };
    rule::title(
        canvas,
        area,
        Ground::Raised,
        Weight::Heavy,
        &[(&keys, bold), (&then, muted)],
        summary,
    );
}

fn column_head(canvas: &mut Canvas<'_>, area: Area, text: &str) {
    let style = canvas.theme.on(Ground::Raised, Ink::Faint);
    canvas.cut(area.x + 2, area.y, area.x + area.width, text, style);
}

/// A key that opens another menu, and how many keys follow there.
fn menu(app: &App, canvas: &mut Canvas<'_>, area: Area, y: u16, key: Key) {
    let on = |ink| canvas.theme.on(Ground::Raised, ink);
    let accent = on(Ink::Accent).add_modifier(Modifier::BOLD);
    let mut keys = app.pending.keys.clone();
    keys.push(key);
    let follow = app.keymap.continuations(app.scope(), &keys).len();
    let (text, faint) = (on(Ink::Text), on(Ink::Faint));
    let key = key.to_string();
    let right = area.x + area.width;
    canvas.cut(area.x + 2, y, right, &key, accent);
    let x = area.x + 2 + KEY_CELLS.max(cells(&key) + 2);
    let x = canvas.cut(x, y, right, &format!("{follow} keys "), text);
    canvas.sign(x, y, canvas.signs.prompt, faint);
}

/// A key that acts, with what it does now or why it cannot.
fn does(app: &App, canvas: &mut Canvas<'_>, area: Area, y: u16, (key, action): (Key, Action)) {
    let Some(spec) = action.spec() else { return };
    let when = (spec.when)(app);
    let can = matches!(when, When::Yes(_));
    let on = |ink| canvas.theme.on(Ground::Raised, ink);
    let (key_style, title) = if can {
        (on(Ink::Accent).add_modifier(Modifier::BOLD), on(Ink::Text))
    } else {
        (on(Ink::Faint), on(Ink::Faint))
    };
    let (muted, reason) = (
        on(Ink::Muted),
        on(Ink::Faint).add_modifier(Modifier::ITALIC),
    );
    let right = area.x + area.width.saturating_sub(1);
    let key = key.to_string();
    canvas.cut(area.x + 2, y, right, &key, key_style);
    let x = area.x + 2 + KEY_CELLS.max(cells(&key) + 2);
    let x = canvas.cut(x, y, right, spec.title, title);
    let (text, style) = match &when {
        When::Yes(text) => (text, muted),
        When::No(text) => (text, reason),
    };
    canvas.cut(x + 2, y, right, text, style);
}
