//! A ticket's timeline as the model laid it out: edges, heads, bodies, system lines.
//!
//! Filled leaves the house, hollow stays: a public message has a solid edge, a note a dashed one,
//! the word INTERNAL and a ground of its own. What a line names is underlined, amounts are bold;
//! only links have the accent.

use ratatui::style::{Modifier, Style};

use crate::app::layout::{Area, EDGE};
use crate::app::tickets::find::Found;
use crate::app::tickets::reader::Shown;
use crate::app::tickets::thread::{Line, Span};
use crate::domain::tickets::marks::Sort;
use crate::ui::canvas::{Canvas, cells};
use crate::ui::theme::{Ground, Ink};

/// What stands in a masked account for what is not shown.
const MASK: char = '…';

/// Draws the lines that fit.
pub(super) fn draw<'a>(canvas: &mut Canvas<'_>, area: Area, lines: impl Iterator<Item = &'a Line>) {
    let shown = lines.map(|line| Shown { line, found: &[] });
    draw_shown(canvas, area, shown, None);
}

/// Draws the lines that fit, with what was found in them; `unfolds` is the key that shows quotes.
pub(super) fn draw_shown<'a>(
    canvas: &mut Canvas<'_>,
    area: Area,
    lines: impl Iterator<Item = Shown<'a>>,
    unfolds: Option<&str>,
) {
    for (y, shown) in (area.y..area.y + area.height).zip(lines) {
        line(canvas, area, y, &shown, unfolds);
    }
}

/// Draws one line at a row of `area`.
fn line(canvas: &mut Canvas<'_>, area: Area, y: u16, shown: &Shown<'_>, unfolds: Option<&str>) {
    let edge = area.x + 1;
    let x = area.x + EDGE;
    let right = area.x + area.width.saturating_sub(1);
    match shown.line {
        Line::Head {
            name,
            from,
            internal,
            at,
        } => {
            let ground = under(canvas, area, y, *internal);
            let on = |ink| canvas.theme.on(ground, ink);
            let bold = on(Ink::Text).add_modifier(Modifier::BOLD);
            let (faint, muted) = (on(Ink::Faint), on(Ink::Muted));
            let (kind, kind_style) = if *internal {
                ("INTERNAL", on(Ink::Internal).add_modifier(Modifier::BOLD))
            } else {
                ("public", on(Ink::Public))
            };
            let start = canvas.flush(x, right.saturating_sub(1), y, at, muted);
            let start = start.saturating_sub(cells(kind) + 2);
            canvas.text(start, y, right, kind, kind_style);
            let end = start.saturating_sub(2);
            let x = if shown.found.is_empty() {
                canvas.cut(x, y, end, name, bold)
            } else {
                let inks = Inks { ground, base: bold };
                inks.draw(canvas, (x, y, end), name, &[], shown.found)
            };
            // Where the organization has no room the role alone says enough.
            let role = from.rsplit(", ").next().unwrap_or_default();
            let fits = x + 2 + cells(from) <= end;
            canvas.cut(x + 2, y, end, if fits { from } else { role }, faint);
        }
        Line::Body {
            text,
            spans,
            internal,
            quoted,
            ..
        } => {
            let ground = under(canvas, area, y, *internal);
            let ink = if *quoted { Ink::Faint } else { Ink::Text };
            let base = canvas.theme.on(ground, ink);
            if spans.is_empty() && shown.found.is_empty() {
                canvas.text(x, y, right, text, base);
            } else {
                let inks = Inks { ground, base };
                inks.draw(canvas, (x, y, right), text, spans, shown.found);
            }
        }
        Line::Fold { lines, internal } => {
            let ground = under(canvas, area, y, *internal);
            let faint = canvas.theme.on(ground, Ink::Faint);
            canvas.sign(x, y, canvas.signs.cut, faint);
            let count = format!("{lines} quoted lines");
            let end = canvas.text(x + 2, y, right, &count, faint);
            if let Some(key) = unfolds {
                let accent = canvas.theme.on(ground, Ink::Accent);
                let parts = [(", ", faint), (key, accent), (" shows them", faint)];
                canvas.parts(end, y, right, &parts);
            }
        }
        Line::System { text, at } => {
            let style = canvas.ink(Ink::Faint).add_modifier(Modifier::ITALIC);
            let time = canvas.ink(Ink::Faint);
            if !at.is_empty() {
                canvas.sign(edge, y, canvas.signs.system, time);
            }
            let start = canvas.flush(x, right.saturating_sub(1), y, at, time);
            let end = start.saturating_sub(2);
            if shown.found.is_empty() {
                canvas.cut(x, y, end, text, style);
            } else {
                let inks = Inks {
                    ground: Ground::Page,
                    base: style,
                };
                inks.draw(canvas, (x, y, end), text, &[], shown.found);
            }
        }
        Line::Blank => {}
    }
}

/// Writes a masked account, what is not shown as the sign of the look; returns the column after it.
pub(super) fn masked(
    canvas: &mut Canvas<'_>,
    (x, y, right): (u16, u16, u16),
    account: &str,
    style: Style,
) -> u16 {
    let Some((head, tail)) = account.split_once(MASK) else {
        return canvas.text(x, y, right, account, style);
    };
    let mut x = canvas.text(x, y, right, head, style);
    if x < right {
        canvas.sign(x, y, canvas.signs.cut, style);
        x += 1;
    }
    canvas.text(x, y, right, tail, style)
}

/// What a line is written in, before anything in it stands out.
struct Inks {
    ground: Ground,
    base: Style,
}

impl Inks {
    /// Writes a line piece by piece; returns the column after it.
    fn draw(
        &self,
        canvas: &mut Canvas<'_>,
        (x, y, right): (u16, u16, u16),
        text: &str,
        spans: &[Span],
        found: &[Found],
    ) -> u16 {
        let mut cuts: Vec<usize> = vec![0, text.len()];
        cuts.extend(
            spans
                .iter()
                .flat_map(|span| [span.range.start, span.range.end]),
        );
        cuts.extend(
            found
                .iter()
                .flat_map(|hit| [hit.range.start, hit.range.end]),
        );
        cuts.sort_unstable();
        cuts.dedup();
        let mut x = x;
        for piece in cuts.windows(2) {
            let &[from, to] = piece else { continue };
            let span = spans.iter().find(|span| span.range.contains(&from));
            let hit = found.iter().find(|hit| hit.range.contains(&from));
            let style = self.style(canvas, span.map(|span| span.sort), hit);
            let letters = text.get(from..to).unwrap_or_default();
            x = if span.is_some_and(|span| span.sort == Sort::Iban) {
                masked(canvas, (x, y, right), letters, style)
            } else {
                canvas.text(x, y, right, letters, style)
            };
        }
        x
    }

    fn style(&self, canvas: &Canvas<'_>, sort: Option<Sort>, hit: Option<&Found>) -> Style {
        if let Some(hit) = hit {
            // The hit at which one is stands on the ground of the cursor's row.
            let ground = if hit.current {
                Ground::Selection
            } else {
                self.ground
            };
            let style = canvas.theme.on(ground, Ink::Hit);
            return if hit.current {
                style.add_modifier(Modifier::UNDERLINED)
            } else {
                style
            };
        }
        match sort {
            None => self.base,
            Some(Sort::Amount) => self.base.add_modifier(Modifier::BOLD),
            Some(Sort::Link) => canvas
                .theme
                .on(self.ground, Ink::Accent)
                .add_modifier(Modifier::UNDERLINED),
            Some(Sort::Iban | Sort::Code | Sort::Reference | Sort::Ticket) => {
                self.base.add_modifier(Modifier::UNDERLINED)
            }
        }
    }
}

/// Draws edge and ground of a message's line.
fn under(canvas: &mut Canvas<'_>, area: Area, y: u16, internal: bool) -> Ground {
    let edge = area.x + 1;
    if !internal {
        let style = canvas.ink(Ink::Public);
        canvas.sign(edge, y, canvas.signs.public, style);
        return Ground::Page;
    }
    let strip = Area {
        x: edge,
        y,
        width: area.width.saturating_sub(2),
        height: 1,
    };
    canvas.fill(strip, Ground::Note);
    let style = canvas.theme.on(Ground::Note, Ink::Internal);
    canvas.sign(edge, y, canvas.signs.internal, style);
    Ground::Note
}
