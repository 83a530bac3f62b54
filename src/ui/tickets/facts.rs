//! What is known about a ticket: one line above its timeline, and sections beside it or in a float.

use ratatui::style::{Modifier, Style};

use super::why;
use crate::app::App;
use crate::app::action::Action;
use crate::app::kit::scroll::Scroll;
use crate::app::layout::{Area, Layout};
use crate::app::tickets::facts::{self, Row};
use crate::domain::text;
use crate::domain::tickets::{Person, Press, Priority, Ticket};
use crate::ui::canvas::{Canvas, Part, cells};
use crate::ui::kit::float;
use crate::ui::kit::rule::{self, Weight};
use crate::ui::theme::{Ground, Ink};

/// Columns of a fact's name, with the gap after it.
const NAME_CELLS: u16 = 14;
/// Cells of an event's time, with the gap after it: `3 Nov 2025`.
const TIME_CELLS: u16 = 11;
/// Cells of a clock's name, where its flag begins, and where what is left of it ends.
const CLOCK_NAME: u16 = 16;
const CLOCK_FLAG: u16 = 17;
const CLOCK_END: u16 = 26;

/// A person as one text; none if the ticket names nobody.
fn person(person: Option<&Person>) -> Option<String> {
    Some(text::line(person?.called()?).into_owned())
}

/// Who the ticket is from, in one word: the organization, or the requester.
fn client(ticket: &Ticket) -> String {
    let organization = ticket
        .requester
        .as_ref()
        .and_then(|p| p.organization.as_deref());
    match organization {
        Some(name) => text::line(name).to_string(),
        None => person(ticket.requester.as_ref()).unwrap_or_else(|| "unknown".to_owned()),
    }
}

/// The line of facts: client, priority, status, who works on it, tags.
pub(super) fn line(
    canvas: &mut Canvas<'_>,
    (x, y): (u16, u16),
    right: u16,
    ticket: &Ticket,
    with_client: bool,
) {
    let (plain, muted, faint) = (
        canvas.ink(Ink::Text),
        canvas.ink(Ink::Muted),
        canvas.ink(Ink::Faint),
    );
    let bold = plain.add_modifier(Modifier::BOLD);
    let client = client(ticket);
    let who = person(ticket.assignee.as_ref());
    let tags = ticket.tags.join(" ");
    let tags = text::line(&tags);
    let jira = ticket.jira.join(" ");
    let jira = text::line(&jira);

    let mut parts: Vec<Part<'_>> = Vec::with_capacity(16);
    let gap = ("  ", plain);
    if with_client {
        parts.extend([(&*client, muted), gap]);
    }
    if let Some(priority) = ticket.priority.filter(|p| *p != Priority::Normal) {
        let style = if priority == Priority::Urgent {
            bold
        } else {
            plain
        };
        parts.extend([(priority.name(), style), gap]);
    }
    parts.extend([(ticket.status.label(), plain), gap]);
    match &who {
        Some(who) => parts.push((who, plain)),
        None => parts.push(("unassigned", muted)),
    }
    if !tags.is_empty() {
        parts.extend([gap, ("tags ", faint), (&*tags, muted)]);
    }
    if !jira.is_empty() {
        parts.extend([gap, ("jira ", faint), (&*jira, plain)]);
    }
    canvas.parts(x, y, right, &parts);
}

/// Draws the first clocks at the right of the line of facts, as many as leave half of it to these;
/// returns where they begin.
pub(super) fn clocks(canvas: &mut Canvas<'_>, (x, y): (u16, u16), right: u16, rows: &[Row]) -> u16 {
    /// Clocks that are shown at most.
    const MOST: usize = 2;
    let room = right.saturating_sub(x) / 2;
    let mut parts: Vec<(String, Style)> = Vec::new();
    let mut used = 0;
    let clocks = rows.iter().filter(|row| matches!(row, Row::Clock { .. }));
    for row in clocks.take(MOST) {
        let Row::Clock {
            name, press, left, ..
        } = row
        else {
            continue;
        };
        let style = clock_style(canvas, Ground::Page, *press);
        let muted = canvas.ink(Ink::Muted);
        let name_style = if *press == Press::Breached {
            style
        } else {
            muted
        };
        let flag = match flag(*press) {
            "" => String::new(),
            flag => format!("{flag} "),
        };
        let gap = if parts.is_empty() { "" } else { "  " };
        let wanted = cells(gap) + cells(&flag) + cells(name) + 1 + cells(left);
        if used + wanted > room {
            break;
        }
        used += wanted;
        parts.extend([
            (gap.to_owned(), muted),
            (flag, style),
            (format!("{name} "), name_style),
            (left.clone(), style),
        ]);
    }
    if parts.is_empty() {
        return right;
    }
    let start = right - used;
    let drawn: Vec<Part<'_>> = parts
        .iter()
        .map(|(text, style)| (&**text, *style))
        .collect();
    canvas.parts(start, y, right, &drawn);
    start.saturating_sub(2)
}

/// Every fact beside an open ticket; what does not fit is left out from the bottom.
pub(super) fn side(canvas: &mut Canvas<'_>, area: Area, rows: &[Row]) {
    let bottom = area.y + area.height;
    for (y, drawn) in (area.y..bottom).zip(rows) {
        // A section with no row of its own below says nothing.
        if matches!(drawn, Row::Section { .. }) && y + 1 >= bottom {
            return;
        }
        let strip = Area {
            y,
            height: 1,
            ..area
        };
        match drawn {
            Row::Section { name, summary } if y == area.y => {
                heading(canvas, strip, Ground::Page, name, summary);
            }
            Row::Section { name, summary } => rule::section(canvas, strip, name, summary),
            other => row(canvas, strip, Ground::Page, other),
        }
    }
}

/// The same in a float, where there is no room beside the ticket.
pub(crate) fn float(
    app: &App,
    canvas: &mut Canvas<'_>,
    layout: &Layout,
    scroll: Scroll,
    title: &str,
) {
    let Some(reader) = &app.ticket else { return };
    let raised = Ground::Raised;
    let muted = canvas.theme.on(raised, Ink::Muted);
    let bold = canvas
        .theme
        .on(raised, Ink::Text)
        .add_modifier(Modifier::BOLD);
    let accent = canvas.theme.on(raised, Ink::Accent);
    let keys = why::closing(app, Action::Facts);
    let foot = [(&*keys, accent), (" close", muted)];
    let lines = u16::try_from(reader.facts.len()).unwrap_or(u16::MAX);
    let area = float::place(layout, lines.saturating_add(2));
    let inside = float::frame(canvas, area, Ink::Focus, &[(title, bold)], &[], &foot);
    let rows = reader.facts.iter().skip(scroll.above());
    for (y, drawn) in (inside.y..inside.y + inside.height).zip(rows) {
        let strip = Area {
            y,
            height: 1,
            ..inside
        };
        row(canvas, strip, raised, drawn);
    }
    why::more(app, canvas, area, scroll.below());
}

/// Draws the next clock of the row under the cursor, and the key that says why.
pub(super) fn next_clock(app: &App, canvas: &mut Canvas<'_>, (x, y): (u16, u16), right: u16) {
    let selected = app.queue.list.selected();
    let clock = selected.and_then(|row| facts::next_clock(row, app.now.wall, &app.desk.zone));
    let Some(Row::Clock {
        press, left, due, ..
    }) = clock
    else {
        return;
    };
    let style = clock_style(canvas, Ground::Page, press);
    let muted = canvas.ink(Ink::Muted);
    let (flag, gap) = match flag(press) {
        "" => ("", ""),
        flag => (flag, " "),
    };
    let between = if left.is_empty() { "" } else { "  " };
    let parts = [
        (flag, style),
        (gap, style),
        (&*left, style),
        (between, muted),
        (&*due, muted),
    ];
    let end = canvas.parts(x, y, right, &parts);
    if let Some(key) = app.keymap.key(Action::Why) {
        let accent = canvas.ink(Ink::Accent).add_modifier(Modifier::BOLD);
        if end + 3 + cells(&key) + cells(" why") <= right {
            canvas.parts(end + 3, y, right, &[(&key, accent), (" why", muted)]);
        }
    }
}

/// A section's title in a row of its own, on a rule.
pub(super) fn heading(
    canvas: &mut Canvas<'_>,
    strip: Area,
    ground: Ground,
    name: &str,
    summary: &str,
) {
    let muted = canvas.theme.on(ground, Ink::Muted);
    let summary = [(summary, muted)];
    let summary = if summary[0].0.is_empty() {
        &[][..]
    } else {
        &summary
    };
    rule::title(
        canvas,
        strip,
        ground,
        Weight::Light,
        &[(name, muted)],
        summary,
    );
}

/// The sign of how pressing a clock is.
pub(super) const fn flag(press: Press) -> &'static str {
    match press {
        Press::Breached => "!!",
        Press::Soon => "!",
        Press::Runs => "",
        Press::Paused => "=",
        Press::Snoozed => "zz",
    }
}

/// The ink of how pressing a clock is.
pub(super) const fn ink(press: Press) -> Ink {
    match press {
        Press::Breached => Ink::Breach,
        Press::Soon => Ink::Warn,
        Press::Runs => Ink::Text,
        Press::Paused | Press::Snoozed => Ink::Faint,
    }
}

fn clock_style(canvas: &Canvas<'_>, ground: Ground, press: Press) -> Style {
    let style = canvas.theme.on(ground, ink(press));
    if press == Press::Breached {
        style.add_modifier(Modifier::BOLD)
    } else {
        style
    }
}

/// Draws one row.
fn row(canvas: &mut Canvas<'_>, strip: Area, ground: Ground, row: &Row) {
    let on = |canvas: &Canvas<'_>, ink| canvas.theme.on(ground, ink);
    let (plain, muted, faint) = (
        on(canvas, Ink::Text),
        on(canvas, Ink::Muted),
        on(canvas, Ink::Faint),
    );
    let (x, y) = (strip.x + 1, strip.y);
    let right = strip.x + strip.width.saturating_sub(1);
    match row {
        Row::Section { name, summary } => heading(canvas, strip, ground, name, summary),
        Row::Clock {
            name,
            press,
            left,
            due,
        } => {
            let style = clock_style(canvas, ground, *press);
            canvas.cut(x, y, x + CLOCK_NAME, name, muted);
            canvas.text(x + CLOCK_FLAG, y, right, flag(*press), style);
            canvas.flush(x + CLOCK_FLAG + 2, x + CLOCK_END, y, left, style);
            // Without room for the word the time says it alone.
            let from = x + CLOCK_END + 2;
            let short = due.strip_prefix("due ").unwrap_or(due);
            let fits = from + cells(due) <= right;
            canvas.cut(from, y, right, if fits { due } else { short }, muted);
        }
        Row::Fact { name, value, more } => {
            canvas.text(x, y, right, name, muted);
            let from = x + NAME_CELLS;
            match value {
                Some(value) => {
                    let style = if name.is_empty() { muted } else { plain };
                    let end = canvas.cut(from, y, right, value, style);
                    if end + 2 + cells(more) <= right {
                        canvas.text(end + 2, y, right, more, faint);
                    }
                }
                None => _ = canvas.text(from, y, right, "none", faint),
            }
        }
        Row::Event { at, text } => {
            canvas.cut(x, y, x + TIME_CELLS - 1, at, faint);
            canvas.cut(x + TIME_CELLS, y, right, text, muted);
        }
        Row::Remark(text) => _ = canvas.cut(x, y, right, text, faint),
        Row::Blank => {}
    }
}
