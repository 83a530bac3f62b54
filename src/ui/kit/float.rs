//! What floats: a frame over the page, which steps back to grey.

use ratatui::style::{Color, Modifier};

use crate::app::layout::{Area, Layout};
use crate::app::target::{Pane, Target};
use crate::ui::canvas::{Canvas, Part, parts_cells};
use crate::ui::theme::{Ground, Ink};

/// The page between the bars.
fn page(layout: &Layout) -> Area {
    let top = layout.tabs.y + layout.tabs.height;
    Area {
        x: 0,
        y: top,
        width: layout.status.width,
        height: layout.status.y.saturating_sub(top),
    }
}

/// Takes the pointer from the page between the bars: whatever floats, a click there leaves it.
pub(crate) fn shield(canvas: &mut Canvas<'_>, layout: &Layout) {
    canvas.cover(page(layout), Target::Outside);
}

/// Redraws the page between the bars in grey, so that what floats is alone in colour.
pub(crate) fn step_back(canvas: &mut Canvas<'_>, layout: &Layout) {
    let rule = canvas.ink(Ink::Rule);
    let faint = canvas.ink(Ink::Faint);
    let page = page(layout);
    for y in page.y..page.y + page.height {
        for x in page.x..page.x + page.width {
            let signs = canvas.signs;
            let Some(cell) = canvas.cell(x, y) else {
                continue;
            };
            let line = cell
                .symbol()
                .chars()
                .next()
                .is_some_and(|c| signs.is_line(c));
            cell.modifier = Modifier::empty();
            cell.underline_color = Color::Reset;
            cell.set_style(if line { rule } else { faint });
        }
    }
}

/// Where a card of this size stands: at the lower right, below the row of the cursor where there is
/// room, else above it, else where there is more.
pub(crate) fn corner(canvas: &Canvas<'_>, layout: &Layout, width: u16, height: u16) -> Area {
    let top = layout.tabs.y + layout.tabs.height;
    let bottom = layout.status.y;
    let (above, below) = match canvas.cursor {
        Some(at) => (at.y.saturating_sub(top), bottom.saturating_sub(at.y + 1)),
        None => (0, bottom.saturating_sub(top)),
    };
    let at_bottom = height <= below || (height > above && below >= above);
    let height = height.min(if at_bottom { below } else { above });
    Area {
        x: layout.status.width.saturating_sub(width + 2),
        y: if at_bottom { bottom - height } else { top },
        width,
        height,
    }
}

/// Where a frame of `height` rows stands: in the middle, below the title rule, above the status row.
pub(crate) fn place(layout: &Layout, height: u16) -> Area {
    layout.float(height)
}

/// Draws a frame and returns what is inside it. Title left, count right, `foot` in the lower edge.
pub(crate) fn frame(
    canvas: &mut Canvas<'_>,
    area: Area,
    edge: Ink,
    title: &[Part<'_>],
    count: &[Part<'_>],
    foot: &[Part<'_>],
) -> Area {
    canvas.clear(area, Ground::Raised);
    canvas.cover(area, Target::Float);
    canvas.pane(area, Pane::Float);
    let style = canvas.theme.on(Ground::Raised, edge);
    if area.width < 4 || area.height < 2 {
        return Area::default();
    }
    let (left, right) = (area.x, area.x + area.width - 1);
    let (top, bottom) = (area.y, area.y + area.height - 1);
    let signs = canvas.signs;
    let [upper_left, upper_right, lower_left, lower_right] = signs.corners;
    canvas.across(left, right, top, signs.rule, style);
    canvas.across(left, right, bottom, signs.rule, style);
    canvas.down(left, top, bottom, signs.hairline, style);
    canvas.down(right, top, bottom, signs.hairline, style);
    canvas.sign(left, top, upper_left, style);
    canvas.sign(right, top, upper_right, style);
    canvas.sign(left, bottom, lower_left, style);
    canvas.sign(right, bottom, lower_right, style);

    let blank = canvas.theme.on(Ground::Raised, Ink::Text);
    let mut write = |x: u16, y: u16, end: u16, parts: &[Part<'_>]| {
        if parts.is_empty() || x + 4 >= end {
            return;
        }
        canvas.sign(x, y, ' ', blank);
        let x = canvas.parts(x + 1, y, end - 1, parts);
        canvas.sign(x, y, ' ', blank);
    };
    let count_from = right.saturating_sub(parts_cells(count) + 3);
    write(left + 2, top, count_from.saturating_sub(2), title);
    write(count_from, top, right, count);
    write(left + 2, bottom, right - 1, foot);
    Area {
        x: left + 1,
        y: top + 1,
        width: area.width - 2,
        height: area.height - 2,
    }
}
