//! Rules: the line with a title at the top of a pane, and the hairline between columns.
//!
//! A rule lies on the desk; only what floats has a box.

use ratatui::style::Style;

use crate::app::layout::Area;
use crate::ui::canvas::{Canvas, Part, parts_cells};
use crate::ui::theme::{Ground, Ink};

/// Cells of the rule that stay to be seen between title and summary.
const VISIBLE_RULE: u16 = 4;

/// Cells of a title before a number beside it goes.
const LEAST_TITLE: u16 = 8;

/// A rule's weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Of the pane that has the focus.
    Heavy,
    /// Of the others.
    Light,
}

/// The line of a title and of the rule it stands on.
fn weight_style(canvas: &Canvas<'_>, ground: Ground, weight: Weight) -> (char, Style) {
    match weight {
        Weight::Heavy => (canvas.signs.heavy, canvas.theme.on(ground, Ink::Focus)),
        Weight::Light => (canvas.signs.rule, canvas.theme.on(ground, Ink::Rule)),
    }
}

/// Draws a title rule over the first row of `area`: rule, title at the left, summary at the right.
/// When short of room the summary goes first, then the title is cut. Returns the columns between
/// title and summary in which a field may stand.
pub(crate) fn title(
    canvas: &mut Canvas<'_>,
    area: Area,
    ground: Ground,
    weight: Weight,
    title: &[Part<'_>],
    summary: &[Part<'_>],
) -> (u16, u16) {
    let wanted = parts_cells(title) + 3 + VISIBLE_RULE;
    draw(canvas, area, (ground, weight), title, summary, wanted)
}

/// As [`title`], but the title is cut before the summary goes: where that is a number one reads.
pub(crate) fn counted_title(
    canvas: &mut Canvas<'_>,
    area: Area,
    weight: Weight,
    title: &[Part<'_>],
    summary: &[Part<'_>],
) -> (u16, u16) {
    let style = (Ground::Page, weight);
    draw(
        canvas,
        area,
        style,
        title,
        summary,
        LEAST_TITLE + VISIBLE_RULE,
    )
}

/// `wanted` cells are left of the summary, or it is not drawn.
fn draw(
    canvas: &mut Canvas<'_>,
    area: Area,
    (ground, weight): (Ground, Weight),
    title: &[Part<'_>],
    summary: &[Part<'_>],
    wanted: u16,
) -> (u16, u16) {
    let (sign, style) = weight_style(canvas, ground, weight);
    let (left, right, y) = (area.x, area.x + area.width, area.y);
    canvas.across(left, right, y, sign, style);
    let blank = canvas.theme.on(ground, Ink::Text);

    let summary_room = parts_cells(summary) + 3;
    let mut end = right.saturating_sub(1);
    if !summary.is_empty() && wanted + summary_room <= area.width {
        end = right - summary_room;
        canvas.sign(end, y, ' ', blank);
        let x = canvas.parts(end + 1, y, right - 1, summary);
        canvas.sign(x, y, ' ', blank);
    }
    if parts_cells(title) == 0 {
        return (left, end);
    }
    canvas.sign(left + 1, y, ' ', blank);
    let last = end.saturating_sub(VISIBLE_RULE);
    let x = canvas.parts(left + 2, y, last, title);
    canvas.sign(x, y, ' ', blank);
    (x + 1, end)
}

/// Draws the hairline left of a side pane, hanging from the rule above.
pub(crate) fn hairline(canvas: &mut Canvas<'_>, side: Area, left_is_heavy: bool) {
    let Some(x) = side.x.checked_sub(1) else {
        return;
    };
    let style = canvas.ink(Ink::Rule);
    let signs = canvas.signs;
    canvas.down(x, side.y + 1, side.y + side.height, signs.hairline, style);
    if left_is_heavy {
        let style = canvas.ink(Ink::Focus);
        canvas.sign(x, side.y, signs.heavy_corner, style);
    } else {
        canvas.sign(x, side.y, signs.tee_down, style);
    }
}

/// Draws the hairline before a column of what floats.
pub(crate) fn divider(canvas: &mut Canvas<'_>, column: Area) {
    let style = canvas.theme.on(Ground::Raised, Ink::Rule);
    let (x, sign) = (column.x.saturating_sub(1), canvas.signs.hairline);
    canvas.down(x, column.y, column.y + column.height, sign, style);
}

/// Draws a section's title rule inside a side pane, joined to the hairline at its left.
pub(crate) fn section(canvas: &mut Canvas<'_>, area: Area, name: &str, summary: &str) {
    let muted = canvas.ink(Ink::Muted);
    let (name, all) = ([(name, muted)], [(summary, muted)]);
    let summary = if summary.is_empty() { &[][..] } else { &all };
    title(canvas, area, Ground::Page, Weight::Light, &name, summary);
    if let Some(x) = area.x.checked_sub(1) {
        let style = canvas.ink(Ink::Rule);
        canvas.sign(x, area.y, canvas.signs.tee_right, style);
    }
}
