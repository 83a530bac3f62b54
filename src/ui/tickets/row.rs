//! One ticket as a row of the list, and the heads above the rows.

use ratatui::style::{Modifier, Style};

use super::columns::{self, Columns, Span};
use super::facts;
use crate::app::layout::Area;
use crate::app::target::Target;
use crate::domain::tickets::{Column, ListRow, Press, Priority, Sort, Status};
use crate::domain::zone::Zone;
use crate::domain::{Instant, moment, text};
use crate::ui::canvas::{Canvas, cells};
use crate::ui::theme::{Ground, Ink};

/// Within this many seconds a clock that is due soon says so itself.
const VERY_SOON: i64 = 30 * 60;
/// What stands in a column that does not apply.
const NOTHING: &str = "--";

/// How a row stands in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// As any other.
    Plain,
    /// Under the cursor of the focused pane.
    Selected,
    /// Where the cursor of a pane without focus will be again.
    Idle,
}

/// What rows are drawn with.
pub(super) struct Look<'a> {
    pub(super) columns: &'a Columns,
    /// The columns of the sheet that the list has.
    pub(super) sheet: Span,
    pub(super) now: Instant,
    pub(super) zone: &'a Zone,
    /// True for a list that is out of date.
    pub(super) stale: bool,
}

/// The head of a column.
const fn head(column: Column) -> &'static str {
    match column {
        Column::Clock => "CLOCK",
        Column::Priority => "P",
        Column::Id => "ID",
        Column::Client => "CLIENT",
        Column::Subject => "SUBJECT",
        Column::Method => "METHOD",
        Column::Assignee => "WHO",
        Column::Age => "AGE",
        Column::Updated => "LAST",
        Column::Status => "STAT",
        Column::Requester => "FROM",
    }
}

/// True for what ends at the right of its column.
const fn is_flush(column: Column) -> bool {
    matches!(
        column,
        Column::Clock | Column::Id | Column::Age | Column::Updated
    )
}

/// Draws the heads of the columns, the sort's sign at the sorted one.
pub(super) fn heads(canvas: &mut Canvas<'_>, columns: &Columns, y: u16, sort: Sort) {
    let style = canvas.ink(Ink::Faint);
    let sorted = columns::sorted(sort.field);
    let sign = if sort.descending {
        canvas.signs.descending
    } else {
        canvas.signs.ascending
    };
    for (column, (left, end)) in &columns.placed {
        let is_sorted = sorted == Some(*column);
        if let Some(field) = columns::sorts(*column) {
            canvas.target(Area::span(*left, *end, y), Target::Head(field));
        }
        let head = head(*column);
        if is_flush(*column) {
            let start = canvas.flush(*left, *end, y, head, style);
            if is_sorted {
                canvas.sign(start.saturating_sub(1), y, sign, style);
            }
        } else {
            let end = canvas.text(*left, y, (*left + cells(head)).min(*end), head, style);
            if is_sorted {
                canvas.sign(end, y, sign, style);
            }
        }
    }
}

/// True for a ticket that needs nobody now: it steps back.
fn rests(row: &ListRow, now: Instant) -> bool {
    !matches!(row.status, Status::New | Status::Open) || is_asleep(row, now)
}

fn is_asleep(row: &ListRow, now: Instant) -> bool {
    row.comes_back(now).is_some()
}

/// Draws a row at `y`.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    look: &Look<'_>,
    y: u16,
    row: &ListRow,
    (stand, marked): (Stand, bool),
) {
    let sheet = look.sheet;
    let ground = match stand {
        Stand::Plain => Ground::Page,
        Stand::Selected => Ground::Selection,
        Stand::Idle => Ground::Idle,
    };
    if ground != Ground::Page {
        let style = canvas.theme.on(ground, Ink::Text);
        canvas.across(sheet.0, sheet.1, y, ' ', style);
        let bar = if stand == Stand::Selected {
            Ink::Focus
        } else {
            Ink::Faint
        };
        let style = canvas.theme.on(ground, bar);
        canvas.sign(sheet.0, y, canvas.signs.bar, style);
    }
    let theme = canvas.theme;
    let quiet = look.stale || rests(row, look.now);
    let ink = |ink: Ink| theme.on(ground, if quiet { Ink::Faint } else { ink });
    // Signs keep their ink in a resting row; nothing does in a list that is out of date.
    let loud = |ink: Ink| theme.on(ground, if look.stale { Ink::Faint } else { ink });
    let (plain, muted) = (ink(Ink::Text), ink(Ink::Muted));
    let bold = plain.add_modifier(Modifier::BOLD);
    if marked {
        let accent = loud(Ink::Accent).add_modifier(Modifier::BOLD);
        canvas.sign(sheet.0 + 1, y, canvas.signs.mark, accent);
    }
    let clock = Clock::of(row, look);
    let flag = match clock.ink {
        Ink::Breach => loud(Ink::Breach).add_modifier(Modifier::BOLD),
        Ink::Warn => loud(Ink::Warn),
        other => ink(other),
    };
    match clock.flag {
        Flag::None => {}
        Flag::Word(word) => _ = canvas.text(sheet.0 + 2, y, sheet.0 + 4, word, flag),
        Flag::Missing => canvas.sign(sheet.0 + 2, y, canvas.signs.missing, flag),
    }
    for (column, (x, end)) in &look.columns.placed {
        let (x, end) = (*x, *end);
        match column {
            Column::Clock => {
                let style = match clock.ink {
                    Ink::Warn if !clock.very_soon => plain,
                    Ink::Muted => plain,
                    _ => flag,
                };
                clock.draw(canvas, look, (x, end), y, style);
            }
            Column::Priority => {
                if let Some(priority) = row.priority {
                    let urgent = priority == Priority::Urgent && !look.stale;
                    let style = if urgent { bold } else { muted };
                    canvas.text(x, y, end, priority.letter(), style);
                }
            }
            Column::Id => number(canvas, (x, end), y, row, muted),
            Column::Client => word(canvas, (x, end), y, &row.client, muted),
            Column::Subject => {
                let style = if row.status == Status::New && !quiet {
                    bold
                } else {
                    plain
                };
                canvas.cut(x, y, end, &text::line(&row.subject), style);
            }
            Column::Method => word(canvas, (x, end), y, &row.method, muted),
            Column::Assignee => word(canvas, (x, end), y, &row.assignee, muted),
            Column::Requester => word(canvas, (x, end), y, &row.requester, muted),
            Column::Age => {
                let age = moment::age(row.created_at, look.now);
                canvas.flush(x, end, y, &age, muted);
            }
            Column::Updated => {
                let age = moment::age(row.updated_at, look.now);
                canvas.flush(x, end, y, &age, muted);
            }
            Column::Status => {
                let status = if is_asleep(row, look.now) {
                    "snz"
                } else {
                    row.status.short()
                };
                canvas.text(x, y, end, status, muted);
            }
        }
    }
    if let Some(x) = look.columns.badge
        && (row.draft || row.dirty)
    {
        let sign = if row.draft {
            canvas.signs.draft
        } else {
            canvas.signs.outbox
        };
        canvas.sign(x, y, sign, loud(Ink::Accent));
    }
}

/// What stands in the column of flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flag {
    None,
    Word(&'static str),
    /// The sign of what is missing: no clock runs though the client has written.
    Missing,
}

/// How the clocks of a row are shown.
#[derive(Clone, Copy, Debug)]
struct Clock {
    flag: Flag,
    /// Breach: too late; warn: soon; muted: it runs; faint: it needs nobody.
    ink: Ink,
    very_soon: bool,
    due: Option<Instant>,
    wakes: Option<Instant>,
}

impl Clock {
    fn of(row: &ListRow, look: &Look<'_>) -> Self {
        let clock = row.clock;
        let shown = |flag, ink| Self {
            flag,
            ink,
            very_soon: false,
            due: clock.due_at,
            wakes: None,
        };
        let word = |press| Flag::Word(facts::flag(press));
        match row.press(look.now) {
            Some(press @ Press::Snoozed) => Self {
                wakes: row.snoozed_until,
                ..shown(word(press), facts::ink(press))
            },
            Some(press @ (Press::Breached | Press::Soon)) => Self {
                very_soon: press == Press::Soon
                    && clock
                        .due_at
                        .is_some_and(|due| (due - look.now).num_seconds() < VERY_SOON),
                ..shown(word(press), facts::ink(press))
            },
            _ if clock.is_unclocked => shown(Flag::Missing, Ink::Muted),
            Some(Press::Runs) => shown(Flag::None, Ink::Muted),
            Some(press @ Press::Paused) => shown(word(press), facts::ink(press)),
            None => shown(Flag::None, Ink::Faint),
        }
    }

    fn draw(self, canvas: &mut Canvas<'_>, look: &Look<'_>, (x, end): Span, y: u16, style: Style) {
        match (self.wakes, self.due) {
            (Some(at), _) => {
                let day = moment::comes(at, look.now, look.zone);
                canvas.flush(x, end, y, &day, style);
            }
            (None, Some(due)) => {
                let left = moment::left(due, look.now);
                canvas.flush(x, end, y, &left, style);
            }
            (None, None) => _ = canvas.flush(x, end, y, NOTHING, style),
        }
    }
}

/// Writes a word, or that there is none.
fn word(canvas: &mut Canvas<'_>, (x, end): Span, y: u16, word: &str, style: Style) {
    let word = text::line(word);
    let word = if word.is_empty() { NOTHING } else { &word };
    canvas.cut(x, y, end, word, style);
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
