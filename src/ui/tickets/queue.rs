//! The queue: title and filter, heads, rows, and the preview beside or below.
//!
//! Rows are written straight into the buffer: a frame costs its cells.

use ratatui::layout::Position;

use super::columns::Columns;
use super::row::{self, Stand};
use super::{empty, preview, query};
use crate::app::App;
use crate::app::action::Action;
use crate::app::layout::{Area, Layout, SIDE_FROM};
use crate::app::target::{Pane, Target};
use crate::ui::canvas::Canvas;
use crate::ui::kit::rule;

/// Draws the queue.
pub(crate) fn draw(app: &App, canvas: &mut Canvas<'_>, layout: &Layout) {
    let lower = query::draw(app, canvas, layout.main);
    if let Some(side) = layout.side {
        rule::hairline(canvas, side, true);
        preview::side(app, canvas, side);
    }
    if let Some(peek) = layout.peek {
        preview::peek(app, canvas, peek);
    }
    let list = layout.list().below(lower);
    canvas.pane(list, Pane::List);
    // The filter stands in the title, or in a row of its own below it.
    let filter = layout.main.y + u16::from(app.size.0 >= SIDE_FROM);
    canvas.target(layout.main.row(filter), Target::Action(Action::Filter));
    let queue = &app.queue;
    if queue.list.rows().is_empty() {
        // Nothing is said before the store has answered.
        if queue.loaded && queue.store_empty {
            empty::store(app, canvas, list);
        } else if queue.loaded && queue.list.is_empty() {
            empty::filter(app, canvas, list);
        }
        return;
    }
    rows(app, canvas, layout, list, lower > 0);
}

fn rows(app: &App, canvas: &mut Canvas<'_>, layout: &Layout, list: Area, stale: bool) {
    let queue = &app.queue;
    let typing = queue.editing.is_some();
    let (rows, selected) = queue.list.visible();
    let columns = Columns::new(list, app.size.0, queue.filter.sort, rows);
    row::heads(
        canvas,
        &columns,
        list.y.saturating_sub(1),
        queue.filter.sort,
    );
    let span = (layout.main.x, layout.main.x + layout.main.width);
    for ((y, at), row) in (list.y..list.y + list.height).zip(0..).zip(rows) {
        let stand = match (at == selected, typing) {
            (_, true) if stale => Stand::Stale,
            (false, _) => Stand::Plain,
            (true, true) => Stand::Idle,
            (true, false) => Stand::Selected,
        };
        let marked = queue.marks.contains(&row.id);
        row::draw(
            canvas,
            &columns,
            (span, y),
            row,
            (stand, marked),
            app.now.wall,
        );
        canvas.target(Area::span(span.0, span.1, y), Target::Row(row.id));
        if stand == Stand::Selected {
            canvas.cursor = Some(Position::new(span.0, y));
        }
    }
}
