//! What may follow a begun key: at the bottom, without a frame, so that the rows it will act on
//! stay to be seen.

use ratatui::style::Modifier;

use super::canvas::{Canvas, cells};
use super::kit::rule::{self, Weight};
use super::theme::{Ground, Ink};
use crate::app::App;
use crate::app::action::{self, Action};
use crate::app::key::{Chord, Key};
use crate::app::layout::{Area, Layout};
use crate::app::target::Target;
use crate::app::when::When;

/// Narrowest column of continuations.
const COLUMN_CELLS: u16 = 38;
/// Cells of a key.
const KEY_CELLS: u16 = 3;
/// Rows around the lines: the rule, the heads, a blank below.
const AROUND: u16 = 3;

/// What may follow.
enum Item {
    /// A key that opens another menu.
    Menu(Key),
    /// A key, or several, that act.
    Does(Chord, Action),
    /// There is no room for so many.
    More(usize),
}

/// A column of continuations.
struct Column {
    head: &'static str,
    items: Vec<Item>,
    /// True if a hairline stands before it: it repeats what others hold.
    apart: bool,
}

/// Draws what may follow the begun keys.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, layout: &Layout) {
    let page = Area {
        x: 0,
        y: layout.tabs.y + layout.tabs.height,
        width: layout.status.width,
        height: layout.status.y.saturating_sub(layout.tabs.height),
    };
    let most = usize::from((page.height / 3).saturating_sub(AROUND - 1).max(1));
    let room = usize::from((page.width / COLUMN_CELLS).max(1));
    let columns = columns(app, room, most);
    let rows = columns.iter().map(|column| column.items.len()).max();
    let rows = u16::try_from(rows.unwrap_or(0)).unwrap_or(u16::MAX);
    let height = rows
        .saturating_add(AROUND)
        .min((page.height / 3).max(AROUND + 1));
    let area = page.bottom(height);
    canvas.clear(area, Ground::Raised);
    canvas.cover(area, Target::Float);
    head(app, canvas, area);

    let body = area.below(1);
    let count = u16::try_from(columns.len().max(1)).unwrap_or(u16::MAX);
    let width = (body.width.saturating_sub(1) / count).max(COLUMN_CELLS);
    let mut x = body.x + 1;
    for (at, column) in (1..).zip(&columns) {
        let right = body.x + body.width;
        let end = if at == count { right } else { x + width };
        let part = Area {
            x,
            width: end.min(right).saturating_sub(x),
            ..body
        };
        if column.apart {
            rule::divider(canvas, part);
        }
        let faint = canvas.theme.on(Ground::Raised, Ink::Faint);
        canvas.cut(part.x + 2, part.y, part.x + part.width, column.head, faint);
        for (y, item) in (part.y + 1..part.y + part.height).zip(&column.items) {
            draw_item(app, canvas, part.row(y), item);
        }
        x += width;
    }
}

/// Menus, actions, and what is used most, as far as `room` columns of `rows` lines hold them.
fn columns(app: &App, room: usize, rows: usize) -> Vec<Column> {
    let scope = app.scope();
    let begun = &app.pending.keys;
    let (mut menus, mut acts) = (Vec::new(), Vec::new());
    for (key, action) in app.keymap.continuations(scope, begun) {
        match action {
            None => menus.push(Item::Menu(key)),
            Some(action) => acts.push(Item::Does(Chord(vec![key]), action)),
        }
    }
    let mut columns = Vec::new();
    for (head, items) in [("OPENS A MENU", menus), ("DOES IT NOW", acts)] {
        let mut head = head;
        let mut items = items.into_iter().peekable();
        while items.peek().is_some() {
            columns.push(Column {
                head,
                items: items.by_ref().take(rows).collect(),
                apart: false,
            });
            head = "";
        }
    }
    let hidden: usize = columns
        .iter()
        .skip(room)
        .map(|column| column.items.len())
        .sum();
    columns.truncate(room);
    if hidden > 0
        && let Some(last) = columns
            .last_mut()
            .and_then(|column| column.items.last_mut())
    {
        *last = Item::More(hidden + 1);
    }
    let used = most_used(app, rows);
    if columns.len() < room && !used.is_empty() {
        columns.push(Column {
            head: "MOST USED HERE",
            items: used,
            apart: true,
        });
    }
    columns
}

/// The actions in the menus below the begun keys that were run before, most often first: those of one
/// more key stand beside this already.
fn most_used(app: &App, rows: usize) -> Vec<Item> {
    let mut below = app.keymap.below(app.scope(), &app.pending.keys);
    below.retain(|(rest, action)| rest.0.len() > 1 && app.habits.uses(*action) > 0);
    below.sort_by_key(|(_, action)| std::cmp::Reverse(app.habits.uses(*action)));
    below.truncate(rows);
    let item = |(chord, action)| Item::Does(chord, action);
    below.into_iter().map(item).collect()
}

/// The rule: the keys so far and what they open at the left, on what they act at the right.
fn head(app: &App, canvas: &mut Canvas<'_>, area: Area) {
    let on = |ink| canvas.theme.on(Ground::Raised, ink);
    let bold = on(Ink::Text).add_modifier(Modifier::BOLD);
    let muted = on(Ink::Muted);
    let keys = Chord(app.pending.keys.clone()).to_string();
    let then = match action::menu(&keys) {
        Some(name) => format!("  {name}, then{}", canvas.signs.cut),
        None => format!("  then{}", canvas.signs.cut),
    };
    let targets = match app.targets().len() {
        0 => String::new(),
        _ if app.queue.marks.is_empty() || app.ticket.is_some() => app
            .current_number()
            .map_or_else(String::new, |number| format!("#{number}")),
        1 => "1 ticket marked".to_owned(),
        count => format!("{count} tickets marked"),
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

fn draw_item(app: &App, canvas: &mut Canvas<'_>, row: Area, item: &Item) {
    match item {
        Item::Menu(key) => menu(app, canvas, row, *key),
        Item::Does(keys, action) => does(app, canvas, row, keys, *action),
        Item::More(count) => {
            let faint = canvas.theme.on(Ground::Raised, Ink::Faint);
            let help = app.keymap.key(Action::AllKeys).unwrap_or_default();
            let more = format!("{} {count} more; {help} has all", canvas.signs.more);
            canvas.cut(row.x + 2, row.y, row.x + row.width, &more, faint);
        }
    }
}

/// A key that opens another menu, and what that is.
fn menu(app: &App, canvas: &mut Canvas<'_>, row: Area, key: Key) {
    let on = |ink| canvas.theme.on(Ground::Raised, ink);
    let accent = on(Ink::Accent).add_modifier(Modifier::BOLD);
    let mut keys = app.pending.keys.clone();
    keys.push(key);
    let name = action::menu(&Chord(keys.clone()).to_string()).map(str::to_owned);
    let name = name.unwrap_or_else(|| {
        let follow = app.keymap.continuations(app.scope(), &keys).len();
        format!("{follow} keys")
    });
    let (text, faint) = (on(Ink::Text), on(Ink::Faint));
    let key_text = key.to_string();
    let right = row.x + row.width;
    canvas.cut(row.x + 2, row.y, right, &key_text, accent);
    let x = row.x + 2 + KEY_CELLS.max(cells(&key_text) + 2);
    let x = canvas.cut(x, row.y, right, &name, text);
    canvas.sign(x + 1, row.y, canvas.signs.prompt, faint);
    canvas.target(row, Target::Key(key));
}

/// Keys that act, with what they do now or why they cannot.
fn does(app: &App, canvas: &mut Canvas<'_>, row: Area, keys: &Chord, action: Action) {
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
    let right = row.x + row.width.saturating_sub(1);
    let keys = keys.to_string();
    canvas.cut(row.x + 2, row.y, right, &keys, key_style);
    let x = row.x + 2 + KEY_CELLS.max(cells(&keys) + 2);
    let x = canvas.cut(x, row.y, right, spec.title, title);
    let (text, style) = match &when {
        When::Yes(text) => (text, muted),
        When::No(text) => (text, reason),
    };
    canvas.cut(x + 2, row.y, right, text, style);
    canvas.target(row, Target::Action(action));
}
