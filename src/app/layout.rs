//! Where everything stands: the page divided by size and state, a pure function.
//!
//! The model needs it (how many rows a page has), the drawing uses the same.

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// Leftmost column.
    pub x: u16,
    /// Topmost row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// True if a cell lies in it.
    pub fn holds(self, x: u16, y: u16) -> bool {
        (self.x..self.x.saturating_add(self.width)).contains(&x)
            && (self.y..self.y.saturating_add(self.height)).contains(&y)
    }

    /// A row of it.
    #[must_use]
    pub fn row(self, y: u16) -> Self {
        Self {
            y,
            height: 1,
            ..self
        }
    }

    /// The columns from `x` to before `right` of one row.
    pub fn span(x: u16, right: u16, y: u16) -> Self {
        Self {
            x,
            y,
            width: right.saturating_sub(x),
            height: 1,
        }
    }

    /// The rectangle without its first `rows` rows.
    #[must_use]
    pub fn below(self, rows: u16) -> Self {
        let rows = rows.min(self.height);
        Self {
            y: self.y + rows,
            height: self.height - rows,
            ..self
        }
    }

    /// Its first `rows` rows.
    #[must_use]
    pub fn top(self, rows: u16) -> Self {
        Self {
            height: rows.min(self.height),
            ..self
        }
    }

    /// Its last `rows` rows.
    #[must_use]
    pub fn bottom(self, rows: u16) -> Self {
        let rows = rows.min(self.height);
        Self {
            y: self.y + self.height - rows,
            height: rows,
            ..self
        }
    }

    /// The rectangle without its last `rows` rows.
    #[must_use]
    pub fn above(self, rows: u16) -> Self {
        Self {
            height: self.height.saturating_sub(rows),
            ..self
        }
    }
}

/// Smallest terminal that holds a list; below it the page says so.
pub const MIN_SIZE: (u16, u16) = (40, 12);
/// From here on the preview stands beside the list.
pub const SIDE_FROM: u16 = 100;
/// From here on the preview takes a third.
pub const WIDE_FROM: u16 = 160;
/// Below this many rows the peek under the list goes.
const PEEK_FROM: u16 = 20;
/// Rows of the peek: its rule, a head and five of text.
const PEEK_ROWS: u16 = 7;
/// Share of the page that the pane below a list takes where the person wants it there.
const BELOW_SHARE: u16 = 3;
/// Cells of the list of views.
const VIEWS_COLUMNS: u16 = 25;
/// Columns of the side pane between [`SIDE_FROM`] and [`WIDE_FROM`].
const SIDE_COLUMNS: u16 = 43;

/// Cells left of a message's text: margin, edge, blank.
pub const EDGE: u16 = 3;
/// Rows of the open ticket above its timeline: the title rule and the line of facts.
const TICKET_HEAD: u16 = 2;

/// Narrowest and widest frame of what floats; between them it leaves a margin of the page to be seen.
const FLOAT_WIDTHS: (u16, u16) = (76, 100);
/// Columns of the page left to be seen beside a frame, where there is room.
const FLOAT_MARGIN: u16 = 20;
/// Cells of a frame that hold no text: its edges, and a blank inside each.
pub const FLOAT_EDGES: u16 = 4;

/// The division of an open ticket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TicketParts {
    /// Title rule and line of facts.
    pub head: Area,
    /// The timeline.
    pub thread: Area,
    /// The composer, its bar in the first row; no rows if nothing is being written.
    pub composer: Area,
}

/// What shall stand around the main pane, where there is room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panes {
    /// A pane beside it, or below it where the page is narrow.
    pub preview: bool,
    /// Below it in any case.
    pub below: bool,
    /// The list of views before it.
    pub views: bool,
}

/// The division of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// True if the terminal is too small for anything but saying so.
    pub too_small: bool,
    /// Row 0: tabs and state.
    pub tabs: Area,
    /// The main pane, its title rule in the first row.
    pub main: Area,
    /// The list of views before it, if there is room; the hairline stands in the column after it.
    pub views: Option<Area>,
    /// The pane beside it, if there is room; the hairline stands in the column before it.
    pub side: Option<Area>,
    /// The pane under it, if there is no room beside; its rule in the first row.
    pub peek: Option<Area>,
    /// What just happened.
    pub status: Area,
    /// Keys.
    pub hints: Area,
}

impl Layout {
    /// Divides a page of `width` x `height` between the main pane and those around it.
    pub fn divide(width: u16, height: u16, panes: Panes) -> Self {
        let page = Area {
            x: 0,
            y: 0,
            width,
            height,
        };
        if width < MIN_SIZE.0 || height < MIN_SIZE.1 {
            return Self {
                too_small: true,
                main: page,
                ..Self::default()
            };
        }
        let mut layout = Self {
            tabs: page.top(1),
            main: page.below(1).above(2),
            status: page.above(1).bottom(1),
            hints: page.bottom(1),
            ..Self::default()
        };
        if panes.views && width >= WIDE_FROM {
            layout.views = Some(Area {
                width: VIEWS_COLUMNS,
                ..layout.main
            });
            layout.main.x += VIEWS_COLUMNS + 1;
            layout.main.width -= VIEWS_COLUMNS + 1;
        }
        if !panes.preview {
            return layout;
        }
        if width >= SIDE_FROM && !panes.below {
            let side = if width >= WIDE_FROM {
                width / 3
            } else {
                SIDE_COLUMNS
            };
            let main = layout.main;
            layout.side = Some(Area {
                x: width - side,
                width: side,
                ..main
            });
            layout.main.width -= side + 1;
        } else if height >= PEEK_FROM {
            let rows = if panes.below {
                (layout.main.height / BELOW_SHARE).max(PEEK_ROWS)
            } else {
                PEEK_ROWS
            };
            layout.peek = Some(layout.main.bottom(rows));
            layout.main = layout.main.above(rows);
        }
        layout
    }

    /// Where a frame of at most `height` rows stands: in the middle, below the title rule, above the
    /// status row.
    pub fn float(&self, height: u16) -> Area {
        let page = self.status.width;
        let width = page
            .saturating_sub(FLOAT_MARGIN)
            .clamp(FLOAT_WIDTHS.0, FLOAT_WIDTHS.1)
            .min(page.saturating_sub(4));
        let top = self.tabs.y + self.tabs.height;
        let room = self.status.y.saturating_sub(top);
        let height = height.min(room.saturating_sub(1));
        // At the top: the eye is there, and the frame does not move when its height differs.
        let y = top + (room - height).min(2);
        Area {
            x: (page - width) / 2,
            y,
            width,
            height,
        }
    }

    /// The division of the main pane when a ticket is open.
    pub fn ticket(&self, composing: bool) -> TicketParts {
        let below = self.main.below(TICKET_HEAD);
        // Room to write, without hiding the thread that is answered.
        let rows = if composing {
            (below.height * 2 / 5).clamp(5, 14)
        } else {
            0
        };
        TicketParts {
            head: self.main.top(TICKET_HEAD),
            thread: below.above(rows),
            composer: below.bottom(rows),
        }
    }

    /// Rows above the list's first row: title, then the query's own row where it is wide, then heads.
    pub fn list_head(&self) -> u16 {
        if self.side.is_some() || self.main.width >= SIDE_FROM {
            3
        } else {
            2
        }
    }

    /// The rows of the list itself.
    pub fn list(&self) -> Area {
        self.main.below(self.list_head())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_sizes_divide_as_drawn() {
        let preview = Panes {
            preview: true,
            ..Panes::default()
        };
        let small = Layout::divide(80, 24, preview);
        assert_eq!(
            small.list(),
            Area {
                x: 0,
                y: 3,
                width: 80,
                height: 12
            }
        );
        assert_eq!(small.peek.map(|p| (p.y, p.height)), Some((15, 7)));
        let middle = Layout::divide(120, 40, preview);
        assert_eq!((middle.main.width, middle.list().y), (76, 4));
        assert_eq!(middle.side.map(|s| (s.x, s.width)), Some((77, 43)));
        let wide = Layout::divide(200, 60, preview);
        assert_eq!(wide.side.map(|s| s.width), Some(66));
        let all = Panes {
            preview: true,
            views: true,
            below: false,
        };
        let queue = Layout::divide(200, 60, all);
        assert_eq!(queue.views.map(|v| (v.x, v.width)), Some((0, 25)));
        assert_eq!((queue.main.x, queue.main.width), (26, 107));
        let below = Layout::divide(120, 40, Panes { below: true, ..all });
        assert_eq!(
            (below.main.width, below.side, below.views),
            (120, None, None)
        );
        assert_eq!(below.peek.map(|p| (p.y, p.height)), Some((26, 12)));
    }

    #[test]
    fn every_size_has_its_parts_inside_the_page() {
        for width in 0..220 {
            for height in 0..70 {
                for bits in 0..8 {
                    let panes = Panes {
                        preview: bits & 1 > 0,
                        below: bits & 2 > 0,
                        views: bits & 4 > 0,
                    };
                    let layout = Layout::divide(width, height, panes);
                    let parts = [layout.tabs, layout.main, layout.status, layout.hints];
                    let around = [layout.side, layout.peek, layout.views];
                    for area in parts.into_iter().chain(around.into_iter().flatten()) {
                        assert!(area.x + area.width <= width && area.y + area.height <= height);
                    }
                    assert!(
                        layout.too_small || layout.list().height >= 3,
                        "{width}x{height}"
                    );
                }
            }
        }
    }
}
