//! The question for a ticket's number.

use ratatui::style::Modifier;

use super::canvas::Canvas;
use super::kit::field::{self, Slot};
use super::kit::{float, picker};
use super::theme::{Ground, Ink};
use crate::app::App;
use crate::app::kit::input::Input;
use crate::app::layout::Layout;

/// Rows of the frame: the field, a blank, what may be typed.
const ROWS: u16 = 5;

/// Draws the question.
pub(super) fn draw(
    app: &App,
    canvas: &mut Canvas<'_>,
    layout: &Layout,
    input: &Input,
    title: &str,
) {
    let on = |canvas: &Canvas<'_>, ink| canvas.theme.on(Ground::Raised, ink);
    let bold = on(canvas, Ink::Text).add_modifier(Modifier::BOLD);
    let keys = picker::foot(app);
    let foot = picker::foot_parts(canvas, &keys);
    let area = float::place(layout, ROWS);
    let title = [(title, bold)];
    let inside = float::frame(canvas, area, Ink::Focus, &title, &[], &foot);
    let right = inside.x + inside.width.saturating_sub(1);
    let accent = on(canvas, Ink::Accent);
    canvas.sign(inside.x + 1, inside.y, canvas.signs.prompt, accent);
    let slot = Slot {
        x: inside.x + 3,
        y: inside.y,
        right,
        ground: Ground::Raised,
    };
    field::draw(canvas, slot, input, None);
    if inside.height > 2 {
        let muted = on(canvas, Ink::Muted);
        let what = "its number, an id such as zd:35436, or its address in the helpdesk";
        canvas.cut(inside.x + 3, inside.y + 2, right, what, muted);
    }
}
