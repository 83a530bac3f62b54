//! Why: clocks with what happened to them, codes with their meaning, identifiers.

use ratatui::style::Modifier;

use super::{facts, timeline};
use crate::app::App;
use crate::app::action::Action;
use crate::app::layout::Layout;
use crate::app::tickets::why::{Line, Why};
use crate::ui::canvas::{Canvas, Part};
use crate::ui::kit::float;
use crate::ui::theme::{Ground, Ink};

/// Draws the float.
pub(crate) fn draw(app: &App, canvas: &mut Canvas<'_>, layout: &Layout, why: &Why, title: &str) {
    let on = |canvas: &Canvas<'_>, ink| canvas.theme.on(Ground::Raised, ink);
    let muted = on(canvas, Ink::Muted);
    let bold = on(canvas, Ink::Text).add_modifier(Modifier::BOLD);
    let state = if why.is_reading() { "reading" } else { "" };
    let state: &[Part<'_>] = if state.is_empty() {
        &[]
    } else {
        &[(state, muted)]
    };
    let keys = closing(app, Action::Why);
    let foot = [(&*keys, on(canvas, Ink::Accent)), (" close", muted)];
    let lines = u16::try_from(why.lines().len()).unwrap_or(u16::MAX);
    let area = float::place(layout, lines.saturating_add(2));
    let title = [(title, bold)];
    let inside = float::frame(canvas, area, Ink::Focus, &title, state, &foot);
    let x = inside.x + 1;
    let right = inside.x + inside.width.saturating_sub(1);
    let rows =
        (inside.y..inside.y + inside.height).zip(why.lines().iter().skip(why.scroll.above()));
    for (y, line) in rows {
        match line {
            Line::Heading(text) => {
                let strip = crate::app::layout::Area {
                    y,
                    height: 1,
                    ..inside
                };
                facts::heading(canvas, strip, Ground::Raised, text, "");
            }
            Line::Clock(press, text) => {
                let ink = press.map_or(Ink::Faint, facts::ink);
                if let Some(press) = press {
                    canvas.text(x, y, right, facts::flag(*press), on(canvas, ink));
                }
                canvas.text(x + 3, y, right, text, on(canvas, ink));
            }
            Line::Name(text) => _ = timeline::masked(canvas, (x, y, right), text, bold),
            Line::Said(indent, text) => {
                canvas.text(x + indent, y, right, text, on(canvas, Ink::Text));
            }
            Line::Aside(indent, text) => {
                canvas.text(x + indent, y, right, text, on(canvas, Ink::Faint));
            }
            Line::Blank => {}
        }
    }
    more(app, canvas, area, why.scroll.below());
}

/// The keys that close a float.
pub(super) fn closing(app: &App, toggle: Action) -> String {
    let keys = [Action::Back, toggle].into_iter();
    let keys: Vec<String> = keys.filter_map(|action| app.keymap.key(action)).collect();
    keys.join(" ")
}

/// Says in the lower edge how many lines are still to come.
pub(super) fn more(
    app: &App,
    canvas: &mut Canvas<'_>,
    area: crate::app::layout::Area,
    below: usize,
) {
    if below == 0 {
        return;
    }
    let key = app.keymap.key(Action::PageDown).unwrap_or_default();
    let more = format!(" {} {below} more, {key} ", canvas.signs.more);
    let muted = canvas.theme.on(Ground::Raised, Ink::Muted);
    let right = area.x + area.width.saturating_sub(2);
    canvas.flush(
        area.x + 2,
        right,
        area.y + area.height.saturating_sub(1),
        &more,
        muted,
    );
}
