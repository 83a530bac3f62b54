//! One ticket as a row of the list, and the heads above the rows.

use ratatui::style::{Modifier, Style};

use super::columns::{Age, Columns, Span};
use crate::app::layout::Area;
use crate::app::target::Target;
use crate::domain::tickets::{ListRow, Priority, Sort, SortField, Status};
use crate::domain::{Instant, moment, text};
use crate::ui::canvas::{Canvas, cells};
use crate::ui::theme::{Ground, Ink};

/// How a row stands in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// As any other.
    Plain,
    /// Under the cursor of the focused pane.
    Selected,
    /// Where the cursor of a pane without focus will be again.
    Idle,
    /// In a list that is out of date.
    Stale,
}

/// Draws the heads of the columns, the sort's sign at the sorted one.
pub(super) fn heads(canvas: &mut Canvas<'_>, columns: &Columns, y: u16, sort: Sort) {
    let style = canvas.ink(Ink::Faint);
    let sign = if sort.descending {
        canvas.signs.descending
    } else {
        canvas.signs.ascending
    };
    let right = |canvas: &mut Canvas<'_>, (left, end): Span, head: &str, sorted: bool| {
        let start = canvas.flush(left, end, y, head, style);
        if sorted {
            canvas.sign(start.saturating_sub(1), y, sign, style);
        }
    };
    let left = |canvas: &mut Canvas<'_>, x: u16, head: &str, sorted: bool| {
        let end = canvas.text(x, y, x + cells(head), head, style);
        if sorted {
            canvas.sign(end, y, sign, style);
        }
    };
    let by_time = matches!(sort.field, SortField::Created | SortField::Updated);
    right(canvas, columns.age.1, columns.age.0.head(), by_time);
    if let Some(x) = columns.priority {
        left(canvas, x, "P", sort.field == SortField::Priority);
    }
    right(canvas, columns.id, "ID", sort.field == SortField::Id);
    if let Some((x, _)) = columns.client {
        left(canvas, x, "CLIENT", false);
    }
    left(canvas, columns.subject.0, "SUBJECT", false);
    if let Some((x, _)) = columns.who {
        left(canvas, x, "WHO", false);
    }
    if let Some((age, span)) = columns.second_age {
        right(canvas, span, age.head(), false);
    }
    if let Some((x, _)) = columns.status {
        left(canvas, x, "STAT", sort.field == SortField::Status);
    }
    head_targets(canvas, columns, y);
}

/// A click on a head sorts by it.
fn head_targets(canvas: &mut Canvas<'_>, columns: &Columns, y: u16) {
    let field = |age| match age {
        Age::Created => SortField::Created,
        Age::Updated => SortField::Updated,
    };
    let (age, span) = columns.age;
    let second = columns.second_age.map(|(age, span)| (field(age), span));
    let heads = [
        Some((field(age), span)),
        second,
        columns.priority.map(|x| (SortField::Priority, (x, x + 2))),
        Some((SortField::Id, columns.id)),
        columns.client.map(|span| (SortField::Requester, span)),
        Some((SortField::Subject, columns.subject)),
        columns.status.map(|span| (SortField::Status, span)),
    ];
    for (field, (left, right)) in heads.into_iter().flatten() {
        canvas.target(Area::span(left, right, y), Target::Head(field));
    }
}

/// True for a ticket that needs nobody now: it steps back.
fn rests(status: Status) -> bool {
    !matches!(status, Status::New | Status::Open)
}

/// Draws a row over the columns `span` of the sheet.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    columns: &Columns,
    (span, y): (Span, u16),
    row: &ListRow,
    (stand, marked): (Stand, bool),
    now: Instant,
) {
    let ground = match stand {
        Stand::Plain | Stand::Stale => Ground::Page,
        Stand::Selected => Ground::Selection,
        Stand::Idle => Ground::Idle,
    };
    if ground != Ground::Page {
        let style = canvas.theme.on(ground, Ink::Text);
        canvas.across(span.0, span.1, y, ' ', style);
        let bar = if stand == Stand::Selected {
            Ink::Focus
        } else {
            Ink::Faint
        };
        let style = canvas.theme.on(ground, bar);
        canvas.sign(span.0, y, canvas.signs.bar, style);
    }
    let quiet = stand == Stand::Stale || rests(row.status);
    let style = |canvas: &Canvas<'_>, ink: Ink| -> Style {
        let ink = if quiet { Ink::Faint } else { ink };
        canvas.theme.on(ground, ink)
    };
    let plain = style(canvas, Ink::Text);
    let muted = style(canvas, Ink::Muted);
    let bold = plain.add_modifier(Modifier::BOLD);
    if marked {
        let accent = style(canvas, Ink::Accent).add_modifier(Modifier::BOLD);
        canvas.sign(span.0 + 1, y, canvas.signs.mark, accent);
    }
    let (age, (left, end)) = columns.age;
    canvas.flush(left, end, y, &moment::age(age.since(row), now), plain);
    if let (Some(x), Some(priority)) = (columns.priority, row.priority) {
        let urgent = priority == Priority::Urgent && stand != Stand::Stale;
        let style = if urgent { bold } else { muted };
        canvas.text(x, y, x + 1, priority.letter(), style);
    }
    number(canvas, columns.id, y, row, muted);
    if let Some((x, end)) = columns.client {
        canvas.cut(x, y, end, &text::line(&row.client), muted);
    }
    let subject = if row.status == Status::New && !quiet {
        bold
    } else {
        plain
    };
    let (x, end) = columns.subject;
    canvas.cut(x, y, end, &text::line(&row.subject), subject);
    if let Some(x) = columns.badge
        && (row.draft || row.dirty)
    {
        let sign = if row.draft {
            canvas.signs.draft
        } else {
            canvas.signs.outbox
        };
        let accent = canvas.theme.on(
            ground,
            if stand == Stand::Stale {
                Ink::Faint
            } else {
                Ink::Accent
            },
        );
        canvas.sign(x, y, sign, accent);
    }
    if let Some((x, end)) = columns.who {
        let name = text::line(&row.assignee);
        let name = if name.is_empty() { "--" } else { &name };
        canvas.cut(x, y, end, name, muted);
    }
    if let Some((age, (left, end))) = columns.second_age {
        canvas.flush(left, end, y, &moment::age(age.since(row), now), muted);
    }
    if let Some((x, end)) = columns.status {
        canvas.text(x, y, end, row.status.short(), muted);
    }
}

/// Writes a number at the right of its column; one that is too long loses its middle.
fn number(canvas: &mut Canvas<'_>, (left, end): Span, y: u16, row: &ListRow, style: Style) {
    let number = row.number();
    let number = text::line(&number);
    let room = end.saturating_sub(left);
    if cells(&number) <= room {
        canvas.flush(left, end, y, &number, style);
        return;
    }
    let half = usize::from(room / 2);
    let chars = number.chars().count();
    let head: String = number.chars().take(half).collect();
    let tail: String = number
        .chars()
        .skip(chars.saturating_sub(usize::from(room) - half - 1))
        .collect();
    let short = format!("{head}{}{tail}", canvas.signs.cut);
    canvas.flush(left, end, y, &short, style);
}
