//! What a list says when it has no rows: why, and where to go.

use ratatui::style::Modifier;

use crate::app::App;
use crate::app::action::{Action, Scope};
use crate::app::layout::Area;
use crate::app::tickets::hidden::Hidden;
use crate::domain::moment;
use crate::ui::canvas::{Canvas, cells};
use crate::ui::theme::Ink;

/// Commands of the shell that bring tickets in, and what they do.
const COMMANDS: [(&str, &str); 2] = [
    (
        "paydesk import zendesk FILE",
        "reads an export; again changes nothing",
    ),
    ("paydesk demo", "opens a sample desk"),
];

/// A block of text: a sentence, why it is so, and what leads on.
struct Block {
    sentence: &'static str,
    why: String,
    ways: Vec<(String, String)>,
}

/// The store holds nothing.
pub(super) fn store(app: &App, canvas: &mut Canvas<'_>, area: Area) {
    let mut ways: Vec<(String, String)> = COMMANDS
        .iter()
        .map(|(command, does)| ((*command).to_owned(), (*does).to_owned()))
        .collect();
    ways.extend(keys(
        app,
        &[(Action::Help, "keys here"), (Action::Close, "leave")],
    ));
    let block = Block {
        sentence: "No tickets yet.",
        why: "The store is new. Tickets come from an export of your helpdesk.".to_owned(),
        ways,
    };
    draw(canvas, area, &block);
}

/// The filter hides every ticket there is: says which of its terms does.
pub(super) fn filter(app: &App, canvas: &mut Canvas<'_>, area: Area) {
    let typing = app.scope() == Scope::Field;
    let hidden = app.queue.hidden.as_ref();
    let best = hidden.and_then(Hidden::best);
    let mut ways: Vec<(String, String)> = Vec::new();
    if let (Some(way), Some(key), false) = (best, app.keymap.key(Action::DropTerm), typing) {
        ways.push((key, format!("drop `{}`", way.term)));
    }
    ways.extend(if typing {
        keys(app, &[(Action::Dismiss, "back to the filter before")])
    } else {
        keys(
            app,
            &[
                (Action::Filter, "change the filter"),
                (Action::Views, "another view"),
                (Action::Palette, "every command"),
            ],
        )
    });
    let block = Block {
        sentence: "No ticket matches.",
        why: why(app, hidden),
        ways,
    };
    draw(canvas, area, &block);
}

/// What hides them, as far as it is known.
fn why(app: &App, hidden: Option<&Hidden>) -> String {
    let does = |count: u64| {
        let verb = if count == 1 { "does" } else { "do" };
        format!("{} {verb}", moment::count(count))
    };
    match hidden {
        Some(hidden) if hidden.is_known() => match hidden.best() {
            Some(way) => {
                let first = format!("{} without `{}`", does(way.count.unwrap_or(0)), way.term);
                let others = hidden.others();
                let others = others.map(|way| {
                    let count = moment::count(way.count.unwrap_or(0));
                    format!("{count} without `{}`", way.term)
                });
                let all: Vec<String> = std::iter::once(first).chain(others).collect();
                format!("{}.", all.join(", "))
            }
            None => "No single term hides them: none match without any one of them.".to_owned(),
        },
        _ => {
            let filter = app.queue.filter.to_string();
            format!("The store holds tickets; `{filter}` hides them all.")
        }
    }
}

/// The ticket that was opened is not there.
pub(super) fn ticket(app: &App, canvas: &mut Canvas<'_>, area: Area) {
    let block = Block {
        sentence: "This ticket is gone.",
        why: "The store no longer holds it; an import may have removed it.".to_owned(),
        ways: keys(app, &[(Action::Back, "back to the queue")]),
    };
    draw(canvas, area, &block);
}

/// The ticket that was opened could not be read.
pub(super) fn unread(app: &App, canvas: &mut Canvas<'_>, area: Area) {
    let block = Block {
        sentence: "This ticket could not be read.",
        why: "The store gave no answer; what it said stands in the message.".to_owned(),
        ways: keys(
            app,
            &[(Action::Back, "back to the queue, to open it again")],
        ),
    };
    draw(canvas, area, &block);
}

fn keys(app: &App, actions: &[(Action, &'static str)]) -> Vec<(String, String)> {
    actions
        .iter()
        .filter_map(|(action, does)| Some((app.keymap.key(*action)?, (*does).to_owned())))
        .collect()
}

/// Draws a block in the upper third, left-aligned as one.
fn draw(canvas: &mut Canvas<'_>, area: Area, block: &Block) {
    let column = block
        .ways
        .iter()
        .map(|(key, _)| cells(key))
        .max()
        .unwrap_or(0)
        + 2;
    let widest = block
        .ways
        .iter()
        .map(|(_, does)| column + cells(does))
        .max();
    let widest = widest.unwrap_or(0).max(cells(&block.why));
    let x = area.x + (area.width.saturating_sub(widest) / 2).clamp(1, area.width / 4 + 1);
    let right = area.x + area.width.saturating_sub(1);
    let mut y = area.y + area.height / 5;
    let bottom = area.y + area.height;
    let text = canvas.ink(Ink::Text);
    let bold = text.add_modifier(Modifier::BOLD);
    let accent = canvas.ink(Ink::Accent).add_modifier(Modifier::BOLD);
    let muted = canvas.ink(Ink::Muted);
    canvas.cut(x, y, right, block.sentence, bold);
    y += 1;
    if y < bottom {
        canvas.cut(x, y, right, &block.why, muted);
    }
    y += 2;
    for (key, does) in &block.ways {
        if y >= bottom {
            return;
        }
        canvas.cut(x, y, right, key, accent);
        canvas.cut(x + column, y, right, does, text);
        y += 1;
    }
}
