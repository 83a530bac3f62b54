//! The queue: title and filter, heads, rows, the views before it, the preview beside or below.
//!
//! Rows are written straight into the buffer: a frame costs its cells.

use ratatui::layout::Position;

use super::columns::Columns;
use super::row::{self, Look, Stand};
use super::{empty, preview, query, views};
use crate::app::App;
use crate::app::action::Action;
use crate::app::layout::{Area, Layout, SIDE_FROM};
use crate::app::target::{Pane, Target};
use crate::domain::tickets::Column;
use crate::ui::canvas::Canvas;
use crate::ui::kit::rule;

/// Draws the queue.
pub(crate) fn draw(app: &App, canvas: &mut Canvas<'_>, layout: &Layout) {
    if let Some(area) = layout.views {
        views::draw(app, canvas, area);
    }
    let lower = query::draw(app, canvas, layout.main);
    if layout.views.is_some() {
        rule::hairline(canvas, layout.main, false);
    }
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
    rows(app, canvas, layout, list);
}

fn rows(app: &App, canvas: &mut Canvas<'_>, layout: &Layout, list: Area) {
    let queue = &app.queue;
    let typing = queue.editing.is_some();
    let is_wrong = queue
        .editing
        .as_ref()
        .is_some_and(|edit| edit.error.is_some());
    let (rows, selected) = queue.list.visible();
    let wanted = match app.desk.columns.as_slice() {
        [] if app.desk.has_clocks => &Column::CLOCKED[..],
        [] => &Column::UNCLOCKED,
        chosen => chosen,
    };
    let sort = queue.filter.sort;
    let columns = Columns::new(list, app.size.0, wanted, sort, rows);
    row::heads(canvas, &columns, list.y.saturating_sub(1), sort);
    let look = Look {
        columns: &columns,
        sheet: (layout.main.x, layout.main.x + layout.main.width),
        now: app.now.wall,
        zone: &app.desk.zone,
        stale: is_wrong || queue.waits().is_some(),
    };
    for ((y, at), row) in (list.y..list.y + list.height).zip(0..).zip(rows) {
        let stand = match (at == selected, typing) {
            (false, _) => Stand::Plain,
            (true, true) if is_wrong => Stand::Plain,
            (true, true) => Stand::Idle,
            (true, false) => Stand::Selected,
        };
        let marked = queue.marks.contains(&row.id);
        row::draw(canvas, &look, y, row, (stand, marked));
        let (left, right) = look.sheet;
        canvas.target(Area::span(left, right, y), Target::Row(row.id));
        if stand == Stand::Selected {
            canvas.cursor = Some(Position::new(look.sheet.0, y));
        }
    }
}
