//! How far a text is scrolled that is longer than its place.

/// Lines above the first that is on show, and how many there are and fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scroll {
    at: usize,
    height: usize,
    lines: usize,
}

impl Scroll {
    /// Fits it to so many lines in so many rows.
    pub fn fit(&mut self, lines: usize, height: usize) {
        (self.lines, self.height) = (lines, height);
        self.by(0);
    }

    /// Scrolls by lines.
    pub fn by(&mut self, lines: isize) {
        let last = self.lines.saturating_sub(self.height);
        self.at = self.at.saturating_add_signed(lines).min(last);
    }

    /// Scrolls by views, a line of overlap.
    pub fn page(&mut self, views: isize) {
        let step = isize::try_from(self.height.saturating_sub(1).max(1)).unwrap_or(1);
        self.by(step.saturating_mul(views));
    }

    /// How many lines stand above.
    pub fn above(self) -> usize {
        self.at
    }

    /// How many lines stand below.
    pub fn below(self) -> usize {
        self.lines.saturating_sub(self.at + self.height)
    }
}
