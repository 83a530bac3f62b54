//! The sheet that is drawn on: bounded writes of safe text, straight into the cell buffer.
//!
//! Nothing here panics or writes outside the buffer, whatever the coordinates. ASCII text is
//! written byte by byte without measuring; the rest by grapheme and cell width.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Modifier, Style};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::glyphs::Signs;
use super::theme::{Ground, Ink, Theme};
use crate::app::layout::Area;
use crate::app::target::{Pane, Spot, Target};

/// A text and how it is written.
pub(crate) type Part<'a> = (&'a str, Style);

/// Cells a text takes.
pub(crate) fn cells(text: &str) -> u16 {
    let wide = if text.is_ascii() {
        text.len()
    } else {
        text.width()
    };
    u16::try_from(wide).unwrap_or(u16::MAX)
}

/// Gives a cell a style in place of the one it had: ratatui would add the old weight to the new.
fn paint(cell: &mut Cell, style: Style) {
    cell.modifier = Modifier::empty();
    cell.set_style(style);
}

/// The buffer of one frame with the theme and the signs it is drawn in.
pub(crate) struct Canvas<'a> {
    buffer: &'a mut Buffer,
    /// Colours.
    pub(crate) theme: Theme,
    /// Signs.
    pub(crate) signs: &'static Signs,
    /// Where the terminal's own cursor shall stand.
    pub(crate) cursor: Option<Position>,
    /// The place that is asked about, if one is, and what was drawn there last.
    spot: Option<(Position, Spot)>,
}

impl<'a> Canvas<'a> {
    /// A sheet over this buffer.
    pub(crate) fn new(buffer: &'a mut Buffer, theme: Theme, signs: &'static Signs) -> Self {
        Self {
            buffer,
            theme,
            signs,
            cursor: None,
            spot: None,
        }
    }

    /// Asks what is drawn at a place: see [`Self::target`].
    pub(crate) fn ask(&mut self, x: u16, y: u16) {
        self.spot = Some((Position::new(x, y), Spot::default()));
    }

    /// What was drawn at the place that was asked about.
    pub(crate) fn spot(&self) -> Spot {
        self.spot.map_or(Spot::default(), |(_, spot)| spot)
    }

    /// Says what a click on a rectangle means. What is said later lies above.
    pub(crate) fn target(&mut self, area: Area, target: Target) {
        if let Some(spot) = self.asked(area) {
            spot.target = Some(target);
        }
    }

    /// Says what the wheel turns over a rectangle.
    pub(crate) fn pane(&mut self, area: Area, pane: Pane) {
        if let Some(spot) = self.asked(area) {
            spot.pane = Some(pane);
        }
    }

    /// Says that a rectangle lies above what is there and that a click on it means `target`.
    pub(crate) fn cover(&mut self, area: Area, target: Target) {
        if let Some(spot) = self.asked(area) {
            *spot = Spot {
                target: Some(target),
                pane: None,
            };
        }
    }

    /// The spot, if the place that was asked about lies in this rectangle.
    fn asked(&mut self, area: Area) -> Option<&mut Spot> {
        let (at, spot) = self.spot.as_mut()?;
        area.holds(at.x, at.y).then_some(spot)
    }

    /// The whole sheet.
    pub(crate) fn area(&self) -> Area {
        Area {
            x: self.buffer.area.x,
            y: self.buffer.area.y,
            width: self.buffer.area.width,
            height: self.buffer.area.height,
        }
    }

    /// The buffer itself, for a widget that draws on its own.
    pub(crate) fn buffer(&mut self) -> &mut Buffer {
        self.buffer
    }

    /// An ink on the page.
    pub(crate) fn ink(&self, ink: Ink) -> Style {
        self.theme.on(Ground::Page, ink)
    }

    /// A cell, if it is on the sheet.
    pub(crate) fn cell(&mut self, x: u16, y: u16) -> Option<&mut Cell> {
        self.buffer.cell_mut((x, y))
    }

    /// Clears a rectangle to a ground. A wide letter that reaches into it from the left goes.
    pub(crate) fn clear(&mut self, area: Area, ground: Ground) {
        let style = self.theme.on(ground, Ink::Text);
        for y in area.y..area.y.saturating_add(area.height) {
            if let Some(before) = area.x.checked_sub(1)
                && let Some(cell) = self.cell(before, y)
                && cell.symbol().len() > 1
                && cell.symbol().width() > 1
            {
                cell.set_char(' ');
            }
            for x in area.x..area.x.saturating_add(area.width) {
                if let Some(cell) = self.cell(x, y) {
                    cell.set_char(' ');
                    paint(cell, style);
                }
            }
        }
    }

    /// Puts a ground under a rectangle that holds nothing yet.
    pub(crate) fn fill(&mut self, area: Area, ground: Ground) {
        let style = self.theme.on(ground, Ink::Text);
        for y in area.y..area.y.saturating_add(area.height) {
            for x in area.x..area.x.saturating_add(area.width) {
                if let Some(cell) = self.cell(x, y) {
                    paint(cell, style);
                }
            }
        }
    }

    /// Writes one sign.
    pub(crate) fn sign(&mut self, x: u16, y: u16, sign: char, style: Style) {
        if let Some(cell) = self.cell(x, y) {
            cell.set_char(sign);
            paint(cell, style);
        }
    }

    /// Writes a sign over the columns from `x` to before `right`.
    pub(crate) fn across(&mut self, x: u16, right: u16, y: u16, sign: char, style: Style) {
        for x in x..right {
            self.sign(x, y, sign, style);
        }
    }

    /// Writes a sign over the rows from `y` to before `bottom`.
    pub(crate) fn down(&mut self, x: u16, y: u16, bottom: u16, sign: char, style: Style) {
        for y in y..bottom {
            self.sign(x, y, sign, style);
        }
    }

    /// Writes a text up to before `right`; what is beyond is left out. Returns the column after it.
    pub(crate) fn text(&mut self, x: u16, y: u16, right: u16, text: &str, style: Style) -> u16 {
        let mut x = x;
        if text.is_ascii() {
            for byte in text.bytes() {
                if x >= right {
                    break;
                }
                if !byte.is_ascii_control() {
                    self.sign(x, y, char::from(byte), style);
                    x += 1;
                }
            }
            return x;
        }
        for grapheme in text.graphemes(true) {
            let wide = u16::try_from(grapheme.width()).unwrap_or(u16::MAX);
            if wide == 0 || grapheme.contains(char::is_control) {
                continue;
            }
            if x.saturating_add(wide) > right {
                break;
            }
            if let Some(cell) = self.cell(x, y) {
                cell.set_symbol(grapheme);
                paint(cell, style);
            }
            for hidden in x + 1..x + wide {
                self.sign(hidden, y, ' ', style);
            }
            x += wide;
        }
        x
    }

    /// As [`Self::text`], with the cut sign where something had to be left out.
    pub(crate) fn cut(&mut self, x: u16, y: u16, right: u16, text: &str, style: Style) -> u16 {
        let room = right.saturating_sub(x);
        if cells(text) <= room {
            return self.text(x, y, right, text, style);
        }
        if room == 0 {
            return x;
        }
        let end = self.text(x, y, right - 1, text, style);
        self.sign(end, y, self.signs.cut, style);
        end + 1
    }

    /// Writes a text that ends before `right`; returns its first column. What does not fit between
    /// `left` and `right` is cut.
    pub(crate) fn flush(&mut self, left: u16, right: u16, y: u16, text: &str, style: Style) -> u16 {
        let x = right.saturating_sub(cells(text)).max(left);
        self.cut(x, y, right, text, style);
        x
    }

    /// Writes parts one after another, the last that does not fit cut. Returns the column after them.
    pub(crate) fn parts(&mut self, x: u16, y: u16, right: u16, parts: &[Part<'_>]) -> u16 {
        let mut x = x;
        for (text, style) in parts {
            x = self.cut(x, y, right, text, *style);
        }
        x
    }
}

/// Cells that parts take one after another.
pub(crate) fn parts_cells(parts: &[Part<'_>]) -> u16 {
    parts
        .iter()
        .fold(0, |sum, (text, _)| sum.saturating_add(cells(text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Look;
    use ratatui::layout::Rect;

    fn with(width: u16, draw: impl FnOnce(&mut Canvas<'_>)) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 1));
        let look = Look::default();
        draw(&mut Canvas::new(
            &mut buffer,
            Theme::of(&look),
            Signs::of(&look),
        ));
        buffer.content.iter().map(Cell::symbol).collect()
    }

    #[test]
    fn text_is_cut_by_cells_and_never_leaves_the_sheet() {
        let style = Style::new();
        let drawn = with(6, |c| {
            c.cut(0, 0, 6, "abcdefgh", style);
            c.text(9, 0, 20, "beyond", style);
            c.text(0, 7, 20, "below", style);
        });
        assert_eq!(drawn, "abcde…");
        // A wide letter that does not fit whole is left out whole.
        assert_eq!(with(4, |c| _ = c.cut(0, 0, 4, "宽字符", style)), "宽 … ");
        assert_eq!(with(6, |c| _ = c.flush(0, 6, 0, "12", style)), "    12");
        assert_eq!(
            with(3, |c| _ = c.text(0, 0, 3, "a\u{7}b\u{301}", style)),
            "ab\u{301} "
        );
    }

    #[test]
    fn clearing_takes_a_wide_letter_cut_in_half() {
        let drawn = with(4, |c| {
            c.text(0, 0, 4, "宽字", Style::new());
            let area = Area {
                x: 1,
                y: 0,
                width: 1,
                height: 1,
            };
            c.clear(area, Ground::Raised);
        });
        assert_eq!(drawn, "  字 ");
    }
}
