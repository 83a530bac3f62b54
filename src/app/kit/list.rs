//! A window of rows over a list of any length.
//!
//! The window keeps the selection by the row's key, so that a refresh never moves it, and says
//! when the view comes near its edge, so that the next rows are fetched ahead of need. Moving
//! inside the window asks nothing.

use std::collections::HashMap;

/// How many screens a fetched window holds (measured: 3 are enough, 10 gain nothing).
const SCREENS: usize = 3;
/// How many screens are kept at most; what lies farther from the view is dropped.
const KEPT: usize = 7;

/// On which side rows are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Before the first row.
    Before,
    /// After the last row.
    After,
}

/// Rows around what is seen, the selected row and the first visible one.
#[derive(Clone, Debug)]
pub struct WindowedList<R> {
    rows: Vec<R>,
    key: fn(&R) -> i64,
    at_start: bool,
    at_end: bool,
    selected: usize,
    top: usize,
    height: usize,
}

impl<R> WindowedList<R> {
    /// An empty list whose rows are told apart by `key`.
    pub fn new(key: fn(&R) -> i64) -> Self {
        Self {
            rows: Vec::new(),
            key,
            at_start: true,
            at_end: true,
            selected: 0,
            top: 0,
            height: 1,
        }
    }

    /// How many rows one fetch should bring.
    pub fn window(&self) -> usize {
        self.height.max(1) * SCREENS
    }

    /// The selected row.
    pub fn selected(&self) -> Option<&R> {
        self.rows.get(self.selected)
    }

    /// The row so many rows from the selected one, if the window holds it.
    pub fn near(&self, rows: isize) -> Option<&R> {
        let at = self.selected.checked_add_signed(rows)?;
        self.rows.get(at)
    }

    /// The rows on show, first to last, and which of them is selected.
    pub fn visible(&self) -> (&[R], usize) {
        let end = (self.top + self.height).min(self.rows.len());
        (
            self.rows.get(self.top..end).unwrap_or_default(),
            self.selected.saturating_sub(self.top),
        )
    }

    /// Every row of the window.
    pub fn rows(&self) -> &[R] {
        &self.rows
    }

    /// True if there is no row at all.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.at_start && self.at_end
    }

    /// Fits the view to this many rows.
    pub fn set_height(&mut self, height: usize) {
        self.height = height.max(1);
        self.follow();
    }

    /// How many rows the view has.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Moves the selection by rows; it stops at the window's ends. True if it moved.
    pub fn move_by(&mut self, rows: isize) -> bool {
        let last = self.rows.len().saturating_sub(1);
        let to = self.selected.saturating_add_signed(rows).min(last);
        let moved = to != self.selected;
        self.selected = to;
        self.follow();
        moved
    }

    /// Moves view and selection by whole views, one row of overlap.
    pub fn page_by(&mut self, views: isize) -> bool {
        let step = isize::try_from(self.height.saturating_sub(1).max(1)).unwrap_or(1);
        let last_top = self.rows.len().saturating_sub(self.height);
        self.top = self
            .top
            .saturating_add_signed(step.saturating_mul(views))
            .min(last_top);
        self.move_by(step.saturating_mul(views))
    }

    /// Moves the view by rows; the selection goes along only where it would be left behind. True if
    /// the view moved.
    pub fn scroll_by(&mut self, rows: isize) -> bool {
        let last_top = self.rows.len().saturating_sub(self.height);
        let top = self.top.saturating_add_signed(rows).min(last_top);
        let moved = top != self.top;
        self.top = top;
        let bottom = (top + self.height).min(self.rows.len());
        self.selected = self.selected.clamp(top, bottom.saturating_sub(1).max(top));
        moved
    }

    /// Selects the first or last row of the window.
    pub fn select_edge(&mut self, side: Side) {
        self.selected = match side {
            Side::Before => 0,
            Side::After => self.rows.len().saturating_sub(1),
        };
        self.follow();
    }

    /// True if the window reaches the list's own end on that side.
    pub fn reaches(&self, side: Side) -> bool {
        match side {
            Side::Before => self.at_start,
            Side::After => self.at_end,
        }
    }

    /// The side on which rows should be fetched now, nearest first: the view is within one screen of it.
    pub fn missing(&self) -> Option<Side> {
        let after = self.rows.len().saturating_sub(self.top + self.height);
        if !self.at_end && after < self.height {
            Some(Side::After)
        } else if !self.at_start && self.top < self.height {
            Some(Side::Before)
        } else {
            None
        }
    }

    /// Replaces the window. The selected row stays selected and where it stands on the screen if
    /// it is among the new rows; else the next row that stayed takes its place.
    pub fn replace(&mut self, rows: Vec<R>, at_start: bool, at_end: bool) {
        let offset = self.selected.saturating_sub(self.top);
        let places: HashMap<i64, usize> = rows
            .iter()
            .enumerate()
            .map(|(place, row)| ((self.key)(row), place))
            .collect();
        let mut heirs = self.rows.iter().skip(self.selected);
        let found = heirs.find_map(|row| places.get(&(self.key)(row)).copied());
        self.rows = rows;
        (self.at_start, self.at_end) = (at_start, at_end);
        self.selected = found
            .unwrap_or(self.selected)
            .min(self.rows.len().saturating_sub(1));
        self.top = self.selected.saturating_sub(offset);
        self.follow();
    }

    /// Replaces the window and selects its first row, or its last.
    pub fn restart(&mut self, rows: Vec<R>, at_start: bool, at_end: bool, side: Side) {
        self.rows = rows;
        (self.at_start, self.at_end) = (at_start, at_end);
        self.top = 0;
        self.select_edge(side);
    }

    /// Adds fetched rows on one side; `reaches` says whether that is the list's own end.
    pub fn extend(&mut self, side: Side, mut rows: Vec<R>, reaches: bool) {
        let added = rows.len();
        let most = self.height * KEPT;
        match side {
            Side::After => {
                self.rows.append(&mut rows);
                self.at_end = reaches;
                // Rows far above the view are dropped; never the view or the selection.
                let spare = self
                    .top
                    .min(self.selected)
                    .saturating_sub(self.height * SCREENS);
                let drop = self.rows.len().saturating_sub(most).min(spare);
                if drop > 0 {
                    self.rows.drain(..drop);
                    self.at_start = false;
                    self.top -= drop;
                    self.selected -= drop;
                }
            }
            Side::Before => {
                rows.append(&mut self.rows);
                self.rows = rows;
                self.at_start = reaches;
                self.top += added;
                self.selected += added;
                let needed = self.top.max(self.selected) + self.height * SCREENS;
                if self.rows.len() > most.max(needed) {
                    self.rows.truncate(most.max(needed));
                    self.at_end = false;
                }
            }
        }
        self.follow();
    }

    /// Selects the row with this key; false if it is not in the window.
    pub fn select(&mut self, key: i64) -> bool {
        let found = self.rows.iter().position(|row| (self.key)(row) == key);
        if let Some(found) = found {
            self.selected = found;
            self.follow();
        }
        found.is_some()
    }

    /// Keeps the selection inside the view and the view inside the rows.
    fn follow(&mut self) {
        let last_top = self.rows.len().saturating_sub(self.height);
        self.top = self.top.min(last_top);
        if self.selected < self.top {
            self.top = self.selected;
        } else if self.selected >= self.top + self.height {
            self.top = self.selected + 1 - self.height;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list(from: i64, to: i64, at_start: bool, at_end: bool) -> WindowedList<i64> {
        let mut list = WindowedList::new(|row: &i64| *row);
        list.set_height(4);
        list.restart((from..to).collect(), at_start, at_end, Side::Before);
        list
    }

    #[test]
    fn the_selection_stays_on_its_row_when_others_come_and_go() {
        let mut list = list(0, 12, true, false);
        list.move_by(5);
        list.replace(vec![100, 2, 3, 4, 5, 6, 7], true, true);
        assert_eq!(list.selected(), Some(&5));
        list.replace(vec![100, 2, 3, 4, 6, 7], true, true);
        assert_eq!(list.selected(), Some(&6), "the row that took its place");
        list.replace(vec![], true, true);
        assert_eq!(list.selected(), None);
        assert!(list.is_empty());
    }

    #[test]
    fn rows_are_asked_for_before_the_edge_is_seen() {
        let mut list = list(0, 12, true, false);
        assert_eq!(list.missing(), None);
        list.move_by(9);
        assert_eq!(list.missing(), Some(Side::After));
        list.extend(Side::After, (12..14).collect(), true);
        assert_eq!(list.missing(), None);
        assert_eq!(list.selected(), Some(&9));
    }

    proptest! {
        /// Walking a long list through a window meets each row in order, both ways.
        #[test]
        fn a_walk_through_windows_skips_nothing(length in 1_i64..120, height in 1_usize..9) {
            let mut list = WindowedList::new(|row: &i64| *row);
            list.set_height(height);
            let window = i64::try_from(list.window()).unwrap();
            let end = window.min(length);
            list.restart((0..end).collect(), true, end == length, Side::Before);
            let fetch = |list: &mut WindowedList<i64>| {
                while let Some(side) = list.missing() {
                    match side {
                        Side::After => {
                            let from = list.rows().last().unwrap() + 1;
                            let to = (from + window).min(length);
                            list.extend(side, (from..to).collect(), to == length);
                        }
                        Side::Before => {
                            let to = *list.rows().first().unwrap();
                            let from = (to - window).max(0);
                            list.extend(side, (from..to).collect(), from == 0);
                        }
                    }
                }
            };
            for expected in 0..length {
                fetch(&mut list);
                prop_assert_eq!(list.selected(), Some(&expected));
                let (visible, at) = list.visible();
                prop_assert_eq!(visible.get(at), Some(&expected));
                list.move_by(1);
            }
            for expected in (0..length).rev() {
                fetch(&mut list);
                prop_assert_eq!(list.selected(), Some(&expected));
                list.move_by(-1);
            }
            prop_assert!(list.rows().len() <= height * (KEPT + SCREENS));
        }
    }
}
