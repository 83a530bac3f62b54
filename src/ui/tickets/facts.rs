//! What is known about a ticket: one line above its timeline, and a section beside it.

use ratatui::style::Modifier;

use crate::app::App;
use crate::app::layout::{Area, WIDE_FROM};
use crate::app::tickets::thread;
use crate::domain::tickets::{Entry, Person, Priority, Thread, Ticket};
use crate::domain::{moment, text};
use crate::ui::canvas::{Canvas, Part};
use crate::ui::kit::rule::{self, Weight};
use crate::ui::theme::{Ground, Ink};

/// Columns of a fact's name, with the gap after it.
const NAME_CELLS: u16 = 14;
/// Rows kept for the audit at least, with its rule; without them it is left out.
const AUDIT_ROWS: u16 = 3;

/// A person as one text; none if the ticket names nobody.
fn person(person: Option<&Person>) -> Option<String> {
    let person = person?;
    let name = match (person.name.is_empty(), &person.email) {
        (false, _) => &person.name,
        (true, Some(email)) => email,
        (true, None) => return None,
    };
    Some(text::line(name).to_string())
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

/// Every fact beside an open ticket, and below it what happened last.
pub(super) fn side(app: &App, canvas: &mut Canvas<'_>, area: Area, thread: &Thread) {
    let ticket = &thread.ticket;
    let (plain, muted, faint) = (
        canvas.ink(Ink::Text),
        canvas.ink(Ink::Muted),
        canvas.ink(Ink::Faint),
    );
    let handle = ticket.handle();
    let handle = text::line(&handle);
    rule::title(
        canvas,
        area,
        Ground::Page,
        Weight::Light,
        &[("Facts", muted)],
        &[(&handle, muted)],
    );
    let x = area.x + 1;
    let right = area.x + area.width.saturating_sub(1);
    let bottom = area.y + area.height;
    let mut y = area.y + 1;
    for (name, value) in facts(app, ticket) {
        if y >= bottom {
            return;
        }
        canvas.text(x, y, right, name, muted);
        match value {
            Some(value) => canvas.cut(x + NAME_CELLS, y, right, &value, plain),
            None => canvas.text(x + NAME_CELLS, y, right, "none", faint),
        };
        y += 1;
    }
    y += 1;
    if y + AUDIT_ROWS <= bottom {
        let area = Area {
            y,
            height: bottom - y,
            ..area
        };
        audit(app, canvas, area, &thread.entries);
    }
}

/// The facts by name; nothing known is said as such.
fn facts(app: &App, ticket: &Ticket) -> Vec<(&'static str, Option<String>)> {
    let safe = |value: &Option<String>| value.as_deref().map(|v| text::line(v).to_string());
    let list = |values: &[String]| {
        let joined = values.join(" ");
        (!joined.is_empty()).then(|| text::line(&joined).to_string())
    };
    let requester = ticket.requester.as_ref();
    let at = |at| Some(moment::full(at, &app.desk.zone));
    let mut facts = vec![
        ("requester", person(requester)),
        ("mail", requester.and_then(|p| safe(&p.email))),
        (
            "organization",
            requester.and_then(|p| safe(&p.organization)),
        ),
        ("group", safe(&ticket.group)),
        ("assignee", person(ticket.assignee.as_ref())),
        ("status", Some(ticket.status.label().to_owned())),
        ("priority", ticket.priority.map(|p| p.name().to_owned())),
        ("kind", Some(ticket.kind.name().replace('_', " "))),
        ("tags", list(&ticket.tags)),
        ("merchant", safe(&ticket.merchant)),
        ("method", safe(&ticket.method)),
        ("jira", list(&ticket.jira)),
        ("created", at(ticket.created_at)),
        ("updated", at(ticket.updated_at)),
    ];
    if let Some(solved) = ticket.solved_at {
        facts.push(("solved", at(solved)));
    }
    facts
}

/// The latest things that happened to the ticket, newest first.
fn audit(app: &App, canvas: &mut Canvas<'_>, area: Area, entries: &[Entry]) {
    let count = entries
        .iter()
        .filter(|entry| thread::is_system(entry))
        .count();
    let summary = match count {
        1 => "1 event".to_owned(),
        count => format!("{count} events"),
    };
    rule::section(canvas, area, "Audit", &summary);
    let (muted, faint) = (canvas.ink(Ink::Muted), canvas.ink(Ink::Faint));
    let x = area.x + 1;
    let right = area.x + area.width.saturating_sub(1);
    if count == 0 {
        canvas.text(x, area.y + 1, right, "nothing but messages", faint);
        return;
    }
    // `Tue 10:00` takes nine; `3 Nov 2025` is cut off nothing only where there is room for it.
    let time = if app.size.0 >= WIDE_FROM { 12 } else { 11 };
    let rows = usize::from(area.height.saturating_sub(1));
    let events = entries
        .iter()
        .rev()
        .filter(|entry| thread::is_system(entry));
    for (y, entry) in (area.y + 1..).zip(events.take(rows)) {
        let at = moment::when(entry.at, app.now.wall, &app.desk.zone);
        canvas.cut(x, y, x + time, &at, faint);
        canvas.cut(x + time, y, right, &thread::system_text(entry), muted);
    }
}
