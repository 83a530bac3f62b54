//! The ticket under the cursor, beside the list or in a peek below it.

use ratatui::style::Modifier;

use super::{facts, greeting, timeline};
use crate::app::App;
use crate::app::action::Action;
use crate::app::layout::Area;
use crate::app::tickets::thread::Line;
use crate::domain::{moment, text};
use crate::ui::canvas::Canvas;
use crate::ui::kit::rule::{self, Weight};
use crate::ui::theme::{Ground, Ink};

/// Rows above the timeline beside the list: subject, people, facts, a blank.
const HEAD_ROWS: u16 = 4;

/// What a row without a clock should say.
const UNCLOCKED: &str = "no reply clock: the last message started none";
/// The same where there is little room.
const UNCLOCKED_SHORT: &str = "no reply clock";

/// True if the client has written to the selected ticket and no reply clock counts.
fn is_unclocked(app: &App) -> bool {
    let row = app.queue.list.selected();
    row.is_some_and(|row| row.clock.is_unclocked)
}

/// Draws the pane beside the list.
pub(super) fn side(app: &App, canvas: &mut Canvas<'_>, area: Area) {
    if app.greeting {
        return greeting::draw(app, canvas, area);
    }
    let muted = canvas.ink(Ink::Muted);
    let number = number(app);
    let preview = [("preview", muted)];
    let summary = if number.is_empty() { &[][..] } else { &preview };
    rule::title(
        canvas,
        area,
        Ground::Page,
        Weight::Light,
        &[(&number, muted)],
        summary,
    );
    let Some(thread) = &app.queue.preview.thread else {
        return;
    };
    let ticket = &thread.ticket;
    let (x, right) = (area.x + 1, area.x + area.width.saturating_sub(1));
    let bold = canvas.ink(Ink::Text).add_modifier(Modifier::BOLD);
    canvas.cut(x, area.y + 1, right, &text::line(&ticket.subject), bold);
    if let Some(person) = &ticket.requester {
        let organization = person.organization.as_deref().unwrap_or(&person.name);
        let organization = text::line(organization);
        let mail = person.email.as_deref().map(text::line).unwrap_or_default();
        let faint = canvas.ink(Ink::Faint);
        let parts = [(&*organization, muted), ("  ", muted), (&*mail, faint)];
        canvas.parts(x, area.y + 2, right, &parts);
    }
    facts::line(canvas, (x, area.y + 3), right, ticket, false);
    if is_unclocked(app) {
        canvas.sign(x, area.y + HEAD_ROWS, canvas.signs.missing, muted);
        canvas.cut(x + 2, area.y + HEAD_ROWS, right, UNCLOCKED, muted);
    } else {
        facts::next_clock(app, canvas, (x, area.y + HEAD_ROWS), right);
    }
    let lines = &app.queue.preview.lines;
    shortened(
        app,
        canvas,
        area.below(1 + HEAD_ROWS),
        lines.len(),
        lines.iter(),
    );
}

/// Draws the peek under the list: the same timeline without its blank rows.
pub(super) fn peek(app: &App, canvas: &mut Canvas<'_>, area: Area) {
    if app.greeting {
        return greeting::draw(app, canvas, area);
    }
    let muted = canvas.ink(Ink::Muted);
    let number = number(app);
    let Some(row) = app.queue.list.selected() else {
        rule::title(canvas, area, Ground::Page, Weight::Light, &[], &[]);
        return;
    };
    let client = text::line(&row.client);
    let who = match &*row.assignee {
        "" => "unassigned".into(),
        name => text::line(name),
    };
    let updated = format!(
        "  changed {}",
        moment::when(row.updated_at, app.now.wall, &app.desk.zone)
    );
    let title = [(&*number, muted), (" ", muted), (&*client, muted)];
    let no_clock = format!("{} {UNCLOCKED_SHORT}  ", canvas.signs.missing);
    let no_clock = if is_unclocked(app) { &*no_clock } else { "" };
    let summary = [(no_clock, muted), (&*who, muted), (&*updated, muted)];
    rule::title(canvas, area, Ground::Page, Weight::Light, &title, &summary);
    let lines = &app.queue.preview.lines;
    let says = |line: &&Line| match line {
        Line::Blank => false,
        Line::Body { text, .. } => !text.is_empty(),
        Line::Head { .. } | Line::Fold { .. } | Line::System { .. } => true,
    };
    let dense = || lines.iter().filter(says);
    shortened(app, canvas, area.below(1), dense().count(), dense());
}

fn number(app: &App) -> String {
    let row = app.queue.list.selected();
    row.map_or_else(String::new, |row| format!("#{}", text::line(&row.number())))
}

/// Draws what fits of `count` lines; where some do not, the last row says how many.
fn shortened<'a>(
    app: &App,
    canvas: &mut Canvas<'_>,
    area: Area,
    count: usize,
    lines: impl Iterator<Item = &'a Line>,
) {
    let rows = usize::from(area.height);
    if count <= rows {
        return timeline::draw(canvas, area, lines);
    }
    let shown = rows.saturating_sub(1);
    timeline::draw(canvas, area, lines.take(shown));
    let left = count - shown;
    let word = if left == 1 { "line" } else { "lines" };
    let opens = app
        .keymap
        .key(Action::Open)
        .map_or_else(String::new, |key| format!("; {key} opens"));
    let more = format!("{} {left} more {word}{opens}", canvas.signs.more);
    let faint = canvas.ink(Ink::Faint);
    let y = area.y + area.height.saturating_sub(1);
    canvas.cut(
        area.x + 1,
        y,
        area.x + area.width.saturating_sub(1),
        &more,
        faint,
    );
}
