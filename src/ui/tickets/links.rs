//! The links of the open ticket: number, words, place; the whole address of the chosen one below,
//! so that it is read before it opens.

use ratatui::style::Modifier;

use crate::app::action::{Action, Scope};
use crate::app::kit::picker::Picker;
use crate::app::kit::wrap;
use crate::app::layout::Layout;
use crate::app::target::Target;
use crate::app::{App, LinkLine};
use crate::domain::tickets::marks;
use crate::ui::canvas::Canvas;
use crate::ui::kit::{float, picker};
use crate::ui::theme::{Ground, Ink};

/// Rows for the address of the chosen link, with the rule above them.
const ADDRESS_ROWS: u16 = 4;
/// Cells of a link's number with the gap after it.
const NUMBER_CELLS: u16 = 5;

/// Draws the list.
pub(crate) fn draw(
    app: &App,
    canvas: &mut Canvas<'_>,
    layout: &Layout,
    links: &Picker<LinkLine>,
    title: &str,
) {
    let on = |canvas: &Canvas<'_>, ground, ink| canvas.theme.on(ground, ink);
    let raised = Ground::Raised;
    let (matches, chosen) = links.matches();
    let title = [(
        title,
        on(canvas, raised, Ink::Text).add_modifier(Modifier::BOLD),
    )];
    let count = if matches.len() < links.len() {
        format!("{} of {}", matches.len(), links.len())
    } else {
        links.len().to_string()
    };
    let count = [(&*count, on(canvas, raised, Ink::Muted))];
    let keys = foot(app);
    let foot = picker::foot_parts(canvas, &keys);
    let lines = u16::try_from(links.len()).unwrap_or(u16::MAX);
    let around = 2 + picker::PROMPT_ROWS + ADDRESS_ROWS;
    let area = float::place(layout, lines.saturating_add(around));
    let inside = float::frame(canvas, area, Ink::Focus, &title, &count, &foot);
    picker::prompt(canvas, inside, links);

    let body = inside.below(picker::PROMPT_ROWS).above(ADDRESS_ROWS);
    let (left, right) = (inside.x, inside.x + inside.width);
    if matches.is_empty() {
        let muted = on(canvas, raised, Ink::Muted);
        canvas.cut(left + 2, body.y, right, "no link matches", muted);
        return;
    }
    let rows = usize::from(body.height);
    let first = picker::first_shown(chosen, rows, matches.len());
    for (y, (at, found)) in (body.y..).zip((first..).zip(matches.iter().skip(first).take(rows))) {
        let Some(link) = links.item(found.item) else {
            continue;
        };
        let ground = picker::line_ground(canvas, (left, right), y, at == chosen);
        let (plain, hit) = (on(canvas, ground, Ink::Text), on(canvas, ground, Ink::Hit));
        let number = format!("[{}]", link.number);
        canvas.text(left + 2, y, right, &number, on(canvas, ground, Ink::Accent));
        let span = (left + 2 + NUMBER_CELLS, right.saturating_sub(1));
        picker::title_with_hits(canvas, span, y, &link.title, found, (plain, hit));
        canvas.target(inside.row(y), Target::Line(at));
    }

    let Some(link) = links.chosen() else { return };
    let y = inside.y + inside.height.saturating_sub(ADDRESS_ROWS);
    picker::thin_rule(canvas, inside, y);
    let muted = on(canvas, raised, Ink::Muted);
    let bold = on(canvas, raised, Ink::Text).add_modifier(Modifier::BOLD);
    // The host decides where it leads, whatever the words say.
    let parts = [("leads to ", muted), (marks::host(&link.address), bold)];
    canvas.parts(left + 2, y + 1, right, &parts);
    let room = usize::from(inside.width.saturating_sub(4));
    let lines = wrap::wrap(&link.address, room);
    let fit = usize::from(ADDRESS_ROWS - 2);
    for (row, (y, line)) in (y + 2..).zip(&lines).take(fit).enumerate() {
        let is_cut = row + 1 == fit && lines.len() > fit;
        let end = canvas.text(left + 2, y, right.saturating_sub(2), line, muted);
        if is_cut {
            canvas.sign(end, y, canvas.signs.cut, muted);
        }
    }
}

/// The keys in the lower edge.
fn foot(app: &App) -> Vec<(String, &'static str)> {
    let word = |action: Action, word: &'static str| {
        let spec = action.spec()?;
        spec.scopes
            .contains(&Scope::Picker)
            .then(|| app.keymap.key(action))?
            .map(|key| (key, word))
    };
    [
        word(Action::Accept, "open in the browser"),
        word(Action::CopyLink, "copy"),
        word(Action::Dismiss, "leave"),
    ]
    .into_iter()
    .flatten()
    .collect()
}
