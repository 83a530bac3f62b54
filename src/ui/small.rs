//! A terminal that holds no list: two numbers and two ways out.

use ratatui::style::Modifier;

use super::canvas::Canvas;
use super::theme::Ink;
use crate::app::App;
use crate::app::action::Action;
use crate::app::layout::MIN_SIZE;

/// Says what is needed and what there is.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>) {
    let area = canvas.area();
    let (text, muted) = (canvas.ink(Ink::Text), canvas.ink(Ink::Muted));
    let bold = text.add_modifier(Modifier::BOLD);
    let accent = canvas.ink(Ink::Accent).add_modifier(Modifier::BOLD);
    let (width, height) = (area.width, area.height);
    let needs = format!("It needs {} x {},", MIN_SIZE.0, MIN_SIZE.1);
    let has = format!("this window is {width} x {height}.");
    // Nine rows where there are nine; the blank ones go first.
    let airy = height >= 9;
    let key = app.keymap.key(Action::Close).unwrap_or_default();
    let blank = [("", text)];
    let title = [("Too small for paydesk", bold)];
    let (needs, has) = ([(&*needs, text)], [(&*has, text)]);
    let larger = [("Make it larger, or", muted)];
    let leave = [(&*key, accent), (" leave, drafts are safe", muted)];
    let rows: &[&[_]] = &[
        &blank, &title, &blank, &needs, &has, &blank, &larger, &leave,
    ];
    let rows = rows
        .iter()
        .filter(|row| airy || !row[0].0.is_empty() || row.len() > 1);
    let x = if width >= 30 { 3 } else { 0 };
    for (y, row) in (0..height).zip(rows) {
        canvas.parts(x, y, width, row);
        if row[0].0 == title[0].0 && x > 1 {
            let focus = canvas.ink(Ink::Focus);
            canvas.sign(1, y, canvas.signs.bar, focus);
        }
    }
}
