//! The screen as a pure function of the model: `draw(&App, &mut Frame)`.
//!
//! Reads `app`, changes nothing, asks nobody. A frame costs its cells: rows go straight into the
//! buffer, and what is costly (wrapping a thread) the model did when it changed. Code names
//! tokens of the theme and signs of the table, never a colour or a glyph; keys and commands come
//! from the keymap and the table of actions. Text from outside passes `domain::text` before it
//! is measured.

mod bars;
mod canvas;
#[cfg(test)]
mod fixture;
mod glyphs;
mod help;
mod jump;
mod kit;
mod palette;
pub mod picture;
mod small;
#[cfg(test)]
mod snapshot;
#[cfg(test)]
mod tests;
mod theme;
mod tickets;
mod toast;
mod whichkey;

use ratatui::Frame;

use crate::app::{App, Modal};
use canvas::Canvas;
use glyphs::Signs;
use kit::float;
use theme::{Ground, Theme};

/// Draws the model.
pub fn draw(app: &App, frame: &mut Frame<'_>) {
    let mut canvas = Canvas::new(frame.buffer_mut(), Theme::of(app.look), Signs::of(app.look));
    page(app, &mut canvas);
    let area = canvas.area();
    if let Some(at) = canvas.cursor
        && at.x < area.width
        && at.y < area.height
    {
        frame.set_cursor_position(at);
    }
}

fn page(app: &App, canvas: &mut Canvas<'_>) {
    let layout = app.layout();
    canvas.fill(canvas.area(), Ground::Page);
    if layout.too_small {
        return small::draw(app, canvas);
    }
    bars::tabs(app, canvas, layout.tabs);
    match &app.ticket {
        Some(reader) => tickets::reader::draw(app, canvas, &layout, reader),
        None => tickets::queue::draw(app, canvas, &layout),
    }
    bars::status(app, canvas, layout.status);
    bars::hints(app, canvas, layout.hints);
    if app.pending.shown {
        whichkey::draw(app, canvas, &layout);
    }
    if let Some(modal) = app.modals.last() {
        float::step_back(canvas, &layout);
        match modal {
            Modal::Palette(picker) => palette::draw(app, canvas, &layout, picker),
            Modal::Help(picker) => help::draw(app, canvas, &layout, picker),
            Modal::Jump(input) => jump::draw(app, canvas, &layout, input),
            Modal::Why(why) => tickets::why::draw(app, canvas, &layout, why),
            Modal::Facts(scroll) => tickets::facts::float(app, canvas, &layout, *scroll),
            Modal::Links(picker) => tickets::links::draw(app, canvas, &layout, picker),
        }
    }
    toast::draw(app, canvas, &layout);
}
