//! A one-line text field with the terminal's own cursor in it.

use std::ops::Range;

use ratatui::layout::Position;
use ratatui::style::{Modifier, Style};
use unicode_segmentation::UnicodeSegmentation;

use crate::app::kit::input::Input;
use crate::ui::canvas::{Canvas, cells};
use crate::ui::theme::{Ground, Ink};

/// The columns of a field, its row and what lies under it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    /// First column.
    pub(crate) x: u16,
    /// Row.
    pub(crate) y: u16,
    /// Column after the last.
    pub(crate) right: u16,
    /// What lies under it.
    pub(crate) ground: Ground,
}

/// Draws a field, scrolled so that the cursor is seen, and puts the terminal's cursor into it.
/// The bytes of `wrong` are drawn as wrong; returns the column under which their first letter stands.
pub(crate) fn draw(
    canvas: &mut Canvas<'_>,
    slot: Slot,
    input: &Input,
    wrong: Option<Range<usize>>,
) -> u16 {
    let right_style = canvas.theme.on(slot.ground, Ink::Text);
    let wrong_style = canvas
        .theme
        .on(slot.ground, Ink::Breach)
        .add_modifier(Modifier::UNDERLINED | Modifier::BOLD);
    let (before, _) = input.parts();
    let room = slot.right.saturating_sub(slot.x);
    // One cell stays free for the cursor, one more for the sign that says something is left out.
    let hidden = hidden_bytes(before, room.saturating_sub(1));
    let mut x = slot.x;
    if hidden > 0 {
        let faint = canvas.theme.on(slot.ground, Ink::Faint);
        canvas.sign(x, slot.y, canvas.signs.cut, faint);
        x += 1;
    }
    let mut caret = x;
    let mut cursor = x;
    let wrong = wrong.unwrap_or(usize::MAX..usize::MAX);
    for (at, grapheme) in input.text().grapheme_indices(true) {
        if at < hidden {
            continue;
        }
        if at <= wrong.start {
            caret = x;
        }
        if at == before.len() {
            cursor = x;
        }
        let style: Style = if wrong.contains(&at) {
            wrong_style
        } else {
            right_style
        };
        x = canvas.text(x, slot.y, slot.right, grapheme, style);
    }
    if input.text().len() == before.len() {
        cursor = x;
    }
    if wrong.start >= input.text().len() {
        caret = x;
    }
    canvas.cursor = Some(Position::new(
        cursor.min(slot.right.saturating_sub(1)),
        slot.y,
    ));
    caret.min(slot.right.saturating_sub(1))
}

/// How many bytes must be left out at the start so that the rest takes less than `room` cells.
fn hidden_bytes(text: &str, room: u16) -> usize {
    let mut wide = cells(text);
    if wide <= room {
        return 0;
    }
    for (at, grapheme) in text.grapheme_indices(true) {
        if wide < room {
            return at;
        }
        wide = wide.saturating_sub(cells(grapheme));
    }
    text.len()
}
