//! The filter of the queue: typed letter by letter, sorted, its terms dropped, turned to the marks.

use super::queue::{Queue, starting_filter};
use crate::app::event::Slot;
use crate::app::kit::input::Input;
use crate::app::kit::list::Side;
use crate::app::requests::Requests;
use crate::domain::tickets::filter::{Expr, Lack, Test};
use crate::domain::tickets::{Filter, FilterError, Sort, SortField};

/// A filter that is being typed.
#[derive(Clone, Debug)]
pub struct FilterEdit {
    /// The text.
    pub input: Input,
    /// Why it cannot be read, if so; the last good list stays.
    pub error: Option<FilterError>,
    /// What it still lacks; the list is what can be read so far.
    pub lack: Option<Lack>,
    /// What was on before, and comes back if it is given up.
    pub before: Filter,
}

impl Queue {
    /// Begins to type a filter, behind the one that is on.
    pub fn edit_filter(&mut self) {
        let mut text = self.filter.to_string();
        if !text.is_empty() {
            text.push(' ');
        }
        self.editing = Some(FilterEdit {
            input: Input::new(&text),
            error: None,
            lack: None,
            before: self.filter.clone(),
        });
    }

    /// After the filter's text changed: shows what it finds, or why it cannot be read.
    pub fn filter_typed(&mut self, requests: &mut Requests) {
        let Some(edit) = &mut self.editing else {
            return;
        };
        let cursor = edit.input.parts().0.len();
        match Filter::typed(edit.input.text(), cursor) {
            Ok(typed) => {
                edit.error = None;
                edit.lack = typed.lack;
                self.set_filter(typed.filter, requests);
            }
            Err(error) => {
                edit.error = Some(error);
                edit.lack = None;
            }
        }
    }

    /// Ends typing: keeps what is shown, or goes back to the filter before. False if the text cannot
    /// be read to its end: then it says why.
    pub fn end_filter(&mut self, keep: bool, requests: &mut Requests) -> bool {
        if keep && let Some(edit) = &mut self.editing {
            if edit.lack == Some(Lack::Rest) {
                edit.error = Filter::parse(edit.input.text()).err();
            }
            if edit.error.is_some() {
                return false;
            }
        }
        if let Some(edit) = self.editing.take()
            && !keep
        {
            self.set_filter(edit.before, requests);
        }
        self.count_typed(requests);
        true
    }

    /// Shows what a filter holds, from its start.
    pub fn set_filter(&mut self, filter: Filter, requests: &mut Requests) {
        if filter != self.filter {
            self.filter = filter;
            self.count = None;
            self.hidden = None;
            self.count_at = None;
            self.counter.stop(requests);
            requests.forget(Slot::Alike);
            self.restart(Side::Before, requests);
        }
    }

    /// Sorts by a column; the same again turns it around.
    pub fn sort_by(&mut self, field: SortField, requests: &mut Requests) {
        let descending = if self.filter.sort.field == field {
            !self.filter.sort.descending
        } else {
            field.descends_by_default()
        };
        let filter = Filter {
            sort: Sort { field, descending },
            ..self.filter.clone()
        };
        // The count of the same tickets in another order is the same.
        let count = self.count;
        self.set_filter(filter, requests);
        self.count = count;
    }

    /// Takes away the term that hides everything; false if none is known to.
    pub fn drop_term(&mut self, requests: &mut Requests) -> bool {
        let best = self.hidden.as_ref().and_then(|hidden| hidden.best());
        let Some(filter) = best.map(|way| way.filter.clone()) else {
            return false;
        };
        self.set_filter(filter, requests);
        true
    }

    /// True while the marked tickets alone are shown.
    pub fn shows_marked(&self) -> bool {
        self.filter.want == Expr::Test(Test::Marked)
    }

    /// Shows the marked tickets alone, or what was shown before.
    pub fn toggle_marked(&mut self, requests: &mut Requests) {
        if self.shows_marked() {
            let before = self.before_marked.take();
            let before = before.unwrap_or_else(|| starting_filter(self.has_clocks));
            return self.set_filter(before, requests);
        }
        self.before_marked = Some(self.filter.clone());
        let filter = Filter {
            want: Expr::Test(Test::Marked),
            sort: self.filter.sort,
            limit: None,
        };
        self.set_filter(filter, requests);
    }

    /// After marks were taken: a list of none goes back to what was shown before.
    pub fn marks_taken(&mut self, requests: &mut Requests) {
        if self.marks.is_empty() && self.shows_marked() && self.editing.is_none() {
            self.toggle_marked(requests);
        }
    }
}
