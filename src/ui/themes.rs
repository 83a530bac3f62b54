//! The list of themes. It stands at the right, so that the page that wears the chosen one is seen.

use ratatui::style::Modifier;

use super::canvas::{Canvas, cells};
use super::kit::{float, picker};
use super::theme::{Ground, Ink};
use crate::app::App;
use crate::app::kit::picker::Match;
use crate::app::layout::{Area, Layout};
use crate::app::look::{ThemeLine, ThemePicker};
use crate::app::target::Target;

/// Cells of the frame: a name, and what the theme is.
const WIDTH: u16 = 54;
/// Cells of a name with the gap after it.
const NAME_CELLS: u16 = 12;
/// Rows inside the frame beside the lines: the prompt, a blank, a rule, the sample, what is wrong.
const AROUND: u16 = picker::PROMPT_ROWS + 4;
/// Lines at most, where there is room.
const MAX_LINES: u16 = 12;
/// What the sample shows: each ink that means something, on the ground of the list.
const SAMPLE: [(Ink, &str); 5] = [
    (Ink::Breach, "!! -0:12"),
    (Ink::Warn, "! 0:09"),
    (Ink::Ok, "paid"),
    (Ink::Internal, "INTERNAL"),
    (Ink::Faint, "faint"),
];

/// Draws the list.
pub(super) fn draw(
    app: &App,
    canvas: &mut Canvas<'_>,
    layout: &Layout,
    themes: &ThemePicker,
    title: &str,
) {
    let picker = &themes.picker;
    let on = |canvas: &Canvas<'_>, ink| canvas.theme.on(Ground::Raised, ink);
    let bold = on(canvas, Ink::Text).add_modifier(Modifier::BOLD);
    let lines = u16::try_from(picker.len()).unwrap_or(MAX_LINES);
    let area = place(layout, lines.min(MAX_LINES) + AROUND + 2);
    let keys = picker::foot(app);
    let foot = picker::foot_parts(canvas, &keys);
    let (matches, chosen) = picker.matches();
    let count = format!("{} of {}", matches.len(), picker.len());
    let count = [(&*count, on(canvas, Ink::Muted))];
    let inside = float::frame(canvas, area, Ink::Focus, &[(title, bold)], &count, &foot);
    picker::prompt(canvas, inside, picker);

    let list = inside
        .below(picker::PROMPT_ROWS)
        .above(AROUND - picker::PROMPT_ROWS - 1);
    let first = picker::first_shown(chosen, usize::from(list.height), matches.len());
    let shown = matches.iter().enumerate().skip(first);
    for (y, (at, found)) in (list.y..list.y + list.height).zip(shown) {
        if let Some(theme) = picker.item(found.item) {
            line(canvas, list, y, at == chosen, theme, found);
            canvas.target(list.row(y), Target::Line(at));
        }
    }
    if matches.is_empty() {
        let muted = on(canvas, Ink::Muted);
        let right = inside.x + inside.width;
        canvas.cut(inside.x + 2, list.y, right, "no theme matches", muted);
    }
    foot_rows(canvas, inside, list.y + list.height, picker.chosen());
}

/// At the right edge, below the title rule, above the status row.
fn place(layout: &Layout, height: u16) -> Area {
    let page = layout.status.width;
    let top = layout.tabs.y + layout.tabs.height + 1;
    let width = WIDTH.min(page);
    Area {
        x: page.saturating_sub(width + 1),
        y: top,
        width,
        height: height.min(layout.status.y.saturating_sub(top)),
    }
}

fn line(
    canvas: &mut Canvas<'_>,
    list: Area,
    y: u16,
    is_chosen: bool,
    theme: &ThemeLine,
    found: &Match,
) {
    let span = (list.x, list.x + list.width);
    let ground = picker::line_ground(canvas, span, y, is_chosen);
    let on = |ink| canvas.theme.on(ground, ink);
    let (text, muted, faint, hit) = (
        on(Ink::Text),
        on(Ink::Muted),
        on(Ink::Faint).add_modifier(Modifier::ITALIC),
        on(Ink::Hit),
    );
    let right = list.x + list.width.saturating_sub(1);
    let x = list.x + 2;
    let name = if theme.theme.is_some() { text } else { faint };
    let column = x + NAME_CELLS.max(cells(&theme.name) + 2);
    picker::title_with_hits(canvas, (x, right), y, &theme.name, found, (name, hit));
    if theme.theme.is_some() {
        canvas.cut(column, y, right, &theme.about, muted);
    } else {
        canvas.cut(column, y, right, "cannot be read", faint);
    }
}

/// A thin rule, the inks side by side, and what is wrong with the chosen theme.
fn foot_rows(canvas: &mut Canvas<'_>, inside: Area, y: u16, chosen: Option<&ThemeLine>) {
    let bottom = inside.y + inside.height;
    let (mut x, right) = (inside.x + 2, inside.x + inside.width.saturating_sub(1));
    if y + 3 > bottom {
        return;
    }
    picker::thin_rule(canvas, inside, y);
    for (ink, word) in SAMPLE {
        let style = canvas.theme.on(Ground::Raised, ink);
        x = canvas.cut(x, y + 1, right, word, style) + 1;
    }
    let on_accent = canvas.theme.on(Ground::Fill, Ink::OnAccent);
    canvas.cut(x, y + 1, right, " public ", on_accent);
    if let Some(theme) = chosen.filter(|theme| !theme.problem.is_empty()) {
        let warn = canvas.theme.on(Ground::Raised, Ink::Warn);
        canvas.cut(inside.x + 2, y + 2, right, &theme.problem, warn);
    }
}
