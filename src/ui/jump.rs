//! The question for a ticket's number.

use super::canvas::Canvas;
use super::kit::question;
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
    let inside = question::draw(app, canvas, layout, (title, ROWS), input);
    if inside.height > 2 {
        let muted = canvas.theme.on(Ground::Raised, Ink::Muted);
        let what = "its number, an id such as zd:35436, or its address in the helpdesk";
        let right = inside.x + inside.width;
        canvas.cut(inside.x, inside.y + 2, right, what, muted);
    }
}
