//! A question that floats: a field to be answered in, and room below it.

use ratatui::style::Modifier;

use super::field::{self, Slot};
use super::{float, picker};
use crate::app::App;
use crate::app::kit::input::Input;
use crate::app::layout::{Area, Layout};
use crate::ui::canvas::Canvas;
use crate::ui::theme::{Ground, Ink};

/// Cells before the field: a margin, the prompt, a blank.
const FRONT: u16 = 3;

/// Draws a frame of `rows` rows with the field in its first; returns what is inside from the field's
/// first column on.
pub(crate) fn draw(
    app: &App,
    canvas: &mut Canvas<'_>,
    layout: &Layout,
    (title, rows): (&str, u16),
    input: &Input,
) -> Area {
    let on = |canvas: &Canvas<'_>, ink| canvas.theme.on(Ground::Raised, ink);
    let bold = on(canvas, Ink::Text).add_modifier(Modifier::BOLD);
    let keys = picker::foot(app);
    let foot = picker::foot_parts(canvas, &keys);
    let area = float::place(layout, rows);
    let inside = float::frame(canvas, area, Ink::Focus, &[(title, bold)], &[], &foot);
    let accent = on(canvas, Ink::Accent);
    canvas.sign(inside.x + 1, inside.y, canvas.signs.prompt, accent);
    let slot = Slot {
        x: inside.x + FRONT,
        y: inside.y,
        right: inside.x + inside.width.saturating_sub(1),
        ground: Ground::Raised,
    };
    field::draw(canvas, slot, input, None);
    Area {
        x: slot.x,
        width: slot.right.saturating_sub(slot.x),
        ..inside
    }
}
