//! What the palette and the help share: the prompt, and the words of a line.

use ratatui::style::Style;

use crate::app::App;
use crate::app::action::{Action, Scope};
use crate::app::kit::picker::{Match, Picker};
use crate::app::layout::Area;
use crate::ui::canvas::{Canvas, Part};
use crate::ui::kit::field::{self, Slot};
use crate::ui::theme::{Ground, Ink};

/// Rows of the prompt with the thin rule below it.
pub(crate) const PROMPT_ROWS: u16 = 2;

/// Draws the prompt and the thin rule under it; says what can be typed while nothing is.
pub(crate) fn prompt<T>(canvas: &mut Canvas<'_>, inside: Area, picker: &Picker<T>) {
    let on = |canvas: &Canvas<'_>, ink| canvas.theme.on(Ground::Raised, ink);
    let accent = on(canvas, Ink::Accent);
    canvas.sign(inside.x + 1, inside.y, canvas.signs.prompt, accent);
    let right = inside.x + inside.width.saturating_sub(1);
    let slot = Slot {
        x: inside.x + 3,
        y: inside.y,
        right,
        ground: Ground::Raised,
    };
    field::draw(canvas, slot, picker.input(), None);
    if picker.input().text().is_empty() {
        let faint = on(canvas, Ink::Faint);
        canvas.cut(inside.x + 3, inside.y, right, "type to search", faint);
    }
    thin_rule(canvas, inside, inside.y + 1);
}

/// Draws a thin rule inside a frame, not joined to it.
pub(crate) fn thin_rule(canvas: &mut Canvas<'_>, inside: Area, y: u16) {
    let style = canvas.theme.on(Ground::Raised, Ink::Rule);
    canvas.across(
        inside.x,
        inside.x + inside.width,
        y,
        canvas.signs.rule,
        style,
    );
}

/// The first of `count` lines shown in `rows` rows, so that the chosen one is in the middle.
pub(crate) fn first_shown(chosen: usize, rows: usize, count: usize) -> usize {
    chosen
        .saturating_sub(rows / 2)
        .min(count.saturating_sub(rows))
}

/// Draws the ground and the bar of the chosen line, and returns the ground of any line.
pub(crate) fn line_ground(
    canvas: &mut Canvas<'_>,
    (x, right): (u16, u16),
    y: u16,
    chosen: bool,
) -> Ground {
    if !chosen {
        return Ground::Raised;
    }
    let style = canvas.theme.on(Ground::Selection, Ink::Text);
    canvas.across(x, right, y, ' ', style);
    let bar = canvas.theme.on(Ground::Selection, Ink::Focus);
    canvas.sign(x, y, canvas.signs.bar, bar);
    Ground::Selection
}

/// Writes a title with the letters that matched brought out.
pub(crate) fn title_with_hits(
    canvas: &mut Canvas<'_>,
    (x, right): (u16, u16),
    y: u16,
    title: &str,
    found: &Match,
    (plain, hit): (Style, Style),
) -> u16 {
    if found.hits.is_empty() {
        return canvas.cut(x, y, right, title, plain);
    }
    let mut x = x;
    let mut letter = [0; 4];
    for (at, c) in title.chars().enumerate() {
        if x >= right {
            break;
        }
        let style = if found.hits.contains(&at) { hit } else { plain };
        x = canvas.text(x, y, right, c.encode_utf8(&mut letter), style);
    }
    x
}

/// The keys that a frame names in its lower edge.
pub(crate) fn foot(app: &App) -> Vec<(String, &'static str)> {
    [Action::Accept, Action::Dismiss]
        .into_iter()
        .filter_map(|action| {
            let spec = action
                .spec()
                .filter(|spec| spec.scopes.contains(&Scope::Picker))?;
            Some((app.keymap.key(action)?, spec.hint.1))
        })
        .collect()
}

/// Those keys as parts.
pub(crate) fn foot_parts<'a>(
    canvas: &Canvas<'_>,
    keys: &'a [(String, &'static str)],
) -> Vec<Part<'a>> {
    let accent = canvas.theme.on(Ground::Raised, Ink::Accent);
    let muted = canvas.theme.on(Ground::Raised, Ink::Muted);
    let mut parts: Vec<Part<'a>> = Vec::with_capacity(keys.len() * 4);
    for (key, word) in keys {
        if !parts.is_empty() {
            parts.push(("  ", muted));
        }
        parts.extend([(&**key, accent), (" ", muted), (*word, muted)]);
    }
    parts
}
