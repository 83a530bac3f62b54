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
#[cfg(test)]
mod queue_tests;
mod small;
#[cfg(test)]
mod snapshot;
#[cfg(test)]
mod tests;
mod theme;
mod themes;
mod tickets;
mod toast;
mod tour;
mod whichkey;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::target::Spot;
use crate::app::{App, Modal};
use canvas::Canvas;
use glyphs::Signs;
use kit::float;
use theme::{Ground, Theme};

/// Draws the model.
pub fn draw(app: &App, frame: &mut Frame<'_>) {
    let mut canvas = Canvas::new(
        frame.buffer_mut(),
        Theme::of(&app.look),
        Signs::of(&app.look),
    );
    page(app, &mut canvas);
    let area = canvas.area();
    if let Some(at) = canvas.cursor
        && at.x < area.width
        && at.y < area.height
    {
        frame.set_cursor_position(at);
    }
}

/// What lies at a cell of the screen. Draws the page once more, on a sheet of its own: the pointer
/// comes seldom, the frame that a key waits for keeps no map.
pub fn spot(app: &App, x: u16, y: u16) -> Spot {
    let mut buffer = Buffer::empty(Rect::new(0, 0, app.size.0, app.size.1));
    let mut canvas = Canvas::new(&mut buffer, Theme::of(&app.look), Signs::of(&app.look));
    canvas.ask(x, y);
    page(app, &mut canvas);
    canvas.spot()
}

fn page(app: &App, canvas: &mut Canvas<'_>) {
    let layout = app.layout();
    canvas.fill(canvas.area(), Ground::Page);
    if layout.too_small {
        canvas.cursor = Some(Position::ORIGIN);
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
    } else if app.modals.is_empty() {
        tour::draw(app, canvas, &layout);
    }
    if let Some(modal) = app.modals.last() {
        float::shield(canvas, &layout);
        // The page wears the theme that is chosen: it must be seen.
        if !matches!(modal, Modal::Themes(_)) {
            float::step_back(canvas, &layout);
        }
        let title = modal.title(app);
        match modal {
            Modal::Palette(lines) => {
                let words = palette::Words {
                    title,
                    head: palette::COMMAND,
                    empty: "no command is here",
                };
                palette::draw(app, canvas, &layout, lines, &words);
            }
            Modal::Find(lines) => {
                let words = palette::Words {
                    title,
                    head: "FOUND",
                    empty: "two letters of a number, a name or any word a ticket says",
                };
                palette::draw(app, canvas, &layout, lines, &words);
            }
            Modal::Help(lines) | Modal::AllKeys(lines) => {
                help::draw(app, canvas, &layout, lines, &title);
            }
            Modal::Jump(input) => jump::draw(app, canvas, &layout, input, &title),
            Modal::Themes(themes) => themes::draw(app, canvas, &layout, themes, &title),
            Modal::Views(picker) => tickets::views::choose(app, canvas, &layout, picker, &title),
            Modal::SaveView(input) => tickets::views::name(app, canvas, &layout, input, &title),
            Modal::Why(why) => tickets::why::draw(app, canvas, &layout, why, &title),
            Modal::Facts(scroll) => tickets::facts::float(app, canvas, &layout, *scroll, &title),
            Modal::Links(picker) => tickets::links::draw(app, canvas, &layout, picker, &title),
        }
    }
    toast::draw(app, canvas, &layout);
    // Where nothing has a cursor of its own it stands on the rule of the pane that has the focus, so
    // that whoever follows it (a reader, a magnifier) is led to the right place.
    let rule = Position::new(layout.main.x, layout.main.y);
    canvas.cursor.get_or_insert(rule);
}
