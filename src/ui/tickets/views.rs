//! The views: as a column before the list, as a list to choose from, and a name for a new one.

use ratatui::style::Modifier;

use crate::app::App;
use crate::app::ViewLine;
use crate::app::action::Action;
use crate::app::kit::input::Input;
use crate::app::kit::picker::Picker;
use crate::app::layout::{Area, Layout};
use crate::app::target::Target;
use crate::app::tickets::views::Entry;
use crate::domain::{moment, text};
use crate::ui::canvas::Canvas;
use crate::ui::kit::rule::{self, Weight};
use crate::ui::kit::{float, picker, question};
use crate::ui::theme::{Ground, Ink};

/// Rows of the list's frame where there is room.
const ROWS: u16 = 16;
/// Rows of the question for a name: the field, a blank, the query, what happens.
const NAME_ROWS: u16 = 6;
/// Cells of a name in the list, with the gap after it.
const NAME_CELLS: u16 = 26;
/// Cells of a count.
const COUNT_CELLS: u16 = 9;
/// Views that a digit chooses.
const DIGITS: usize = 9;

/// Draws the column of views.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Area) {
    let muted = canvas.ink(Ink::Muted);
    let title = [("Views", muted)];
    rule::title(canvas, area, Ground::Page, Weight::Light, &title, &[]);
    let on = app.views.of(&app.queue.filter).map(|(place, _)| place);
    let rows = area.y + 1..area.y + area.height;
    for (y, (place, entry)) in rows.zip(app.views.all().iter().enumerate()) {
        line(canvas, area, y, (place, entry), on == Some(place));
    }
}

fn line(canvas: &mut Canvas<'_>, area: Area, y: u16, (place, entry): (usize, &Entry), is_on: bool) {
    let ground = if is_on { Ground::Idle } else { Ground::Page };
    let on = |ink| canvas.theme.on(ground, ink);
    let (accent, faint) = (on(Ink::Accent), on(Ink::Faint));
    let mut name = match &entry.filter {
        Ok(_) => on(Ink::Text),
        Err(_) => faint,
    };
    let right = area.x + area.width;
    if is_on {
        name = name.add_modifier(Modifier::BOLD);
        let (ground, bar) = (on(Ink::Text), faint);
        canvas.across(area.x, right, y, ' ', ground);
        canvas.sign(area.x, y, canvas.signs.bar, bar);
    }
    let count = count(entry);
    let style = if entry.count == Some(0) {
        faint
    } else {
        name.remove_modifier(Modifier::BOLD)
    };
    let end = canvas.flush(area.x + 4, right - 1, y, &count, style);
    if place < DIGITS {
        canvas.text(area.x + 1, y, area.x + 2, &digit(place), accent);
    }
    // As the digits, a click reaches the views that have one.
    if let Some(number) = u8::try_from(place + 1).ok().filter(|_| place < DIGITS) {
        let target = Target::Action(Action::View(number));
        canvas.target(area.row(y), target);
    }
    let title = text::line(&entry.view.name);
    canvas.cut(area.x + 3, y, end.saturating_sub(1), &title, name);
}

fn digit(place: usize) -> String {
    (place + 1).to_string()
}

/// How many tickets a view holds, as far as it is known.
fn count(entry: &Entry) -> String {
    match (&entry.filter, entry.count) {
        (Err(_), _) => "?".to_owned(),
        (Ok(_), Some(count)) => moment::count(count),
        (Ok(_), None) => String::new(),
    }
}

/// Draws the list to choose from.
pub(crate) fn choose(
    app: &App,
    canvas: &mut Canvas<'_>,
    layout: &Layout,
    picker: &Picker<ViewLine>,
    title: &str,
) {
    let on = |canvas: &Canvas<'_>, ground, ink| canvas.theme.on(ground, ink);
    let bold = on(canvas, Ground::Raised, Ink::Text).add_modifier(Modifier::BOLD);
    let muted = on(canvas, Ground::Raised, Ink::Muted);
    let (matches, chosen) = picker.matches();
    let total = format!("{} of {}", matches.len(), picker.len());
    let keys = picker::foot(app);
    let foot = picker::foot_parts(canvas, &keys);
    let area = float::place(layout, ROWS);
    let title = [(title, bold)];
    let inside = float::frame(canvas, area, Ink::Focus, &title, &[(&total, muted)], &foot);
    picker::prompt(canvas, inside, picker);
    let list = inside.below(picker::PROMPT_ROWS);
    let right = inside.x + inside.width.saturating_sub(1);
    let is_typing = !picker.input().text().is_empty();
    if !is_typing {
        let faint = on(canvas, Ground::Raised, Ink::Faint);
        let what = "a digit chooses, letters search";
        canvas.cut(inside.x + 3, inside.y, right, what, faint);
    }
    if matches.is_empty() {
        let what = if !app.views.is_known() {
            "reading the views".to_owned()
        } else if picker.is_empty() {
            let key = app.keymap.key(Action::SaveView).unwrap_or_default();
            format!("there is no view yet; {key} saves the filter as one")
        } else {
            "no view matches".to_owned()
        };
        canvas.cut(inside.x + 2, list.y, right, &what, muted);
        return;
    }
    let rows = usize::from(list.height);
    let first = picker::first_shown(chosen, rows, matches.len());
    let shown = matches.iter().enumerate().skip(first);
    for (y, (at, found)) in (list.y..list.y + list.height).zip(shown) {
        let Some(line) = picker.item(found.item) else {
            continue;
        };
        let span = (inside.x, inside.x + inside.width);
        let ground = picker::line_ground(canvas, span, y, at == chosen);
        let accent = on(canvas, ground, Ink::Accent).add_modifier(Modifier::BOLD);
        let (plain, hit) = (on(canvas, ground, Ink::Text), on(canvas, ground, Ink::Hit));
        let (muted, faint) = (
            on(canvas, ground, Ink::Muted),
            on(canvas, ground, Ink::Faint),
        );
        if line.place < DIGITS && !is_typing {
            canvas.text(inside.x + 2, y, right, &digit(line.place), accent);
        }
        let name = (inside.x + 5, inside.x + 5 + NAME_CELLS - 2);
        picker::title_with_hits(canvas, name, y, &line.name, found, (plain, hit));
        canvas.target(inside.row(y), Target::Line(at));
        let entry = app.views.all().get(line.place);
        let number = entry.map(count).unwrap_or_default();
        let end = name.0 + NAME_CELLS + COUNT_CELLS;
        canvas.flush(end - COUNT_CELLS, end, y, &number, plain);
        match entry.map(|entry| &entry.filter) {
            Some(Err(why)) => {
                let why = format!("cannot be read: {why}");
                canvas.cut(
                    end + 2,
                    y,
                    right,
                    &why,
                    faint.add_modifier(Modifier::ITALIC),
                );
            }
            _ => _ = canvas.cut(end + 2, y, right, &line.query, muted),
        }
    }
}

/// Draws the question for a view's name.
pub(crate) fn name(
    app: &App,
    canvas: &mut Canvas<'_>,
    layout: &Layout,
    input: &Input,
    title: &str,
) {
    let inside = question::draw(app, canvas, layout, (title, NAME_ROWS), input);
    let on = |canvas: &Canvas<'_>, ink| canvas.theme.on(Ground::Raised, ink);
    let (x, right) = (inside.x, inside.x + inside.width);
    let (muted, faint) = (on(canvas, Ink::Muted), on(canvas, Ink::Faint));
    if input.text().is_empty() {
        canvas.cut(x, inside.y, right, "its name", faint);
    }
    let query = app.queue.filter.to_string();
    let query = if query.is_empty() {
        "every ticket"
    } else {
        &query
    };
    canvas.cut(x, inside.y + 2, right, query, muted);
    let mut views = app.views.all().iter().map(|entry| &entry.view);
    if let Some(view) = views.find(|view| view.is_called(input.text())) {
        let old = format!("takes the place of {}", text::line(&view.query));
        canvas.cut(x, inside.y + 3, right, &old, on(canvas, Ink::Warn));
    } else if let Some(key) = app.keymap.key(Action::Views) {
        let place = app.views.all().len() + 1;
        let what = format!("becomes the last of the views, number {place}; {key} lists them");
        canvas.cut(x, inside.y + 3, right, &what, faint);
    }
}
