//! The mouse: what a click meant and what the wheel turns.
//!
//! The drawing says what lies under the pointer (`ui::spot`); here it becomes what a key would have
//! done. Nothing can be done by mouse alone.

use super::action::Action;
use super::key::Key;
use super::modal::Modal;
use super::{App, Pending};
use crate::domain::tickets::{SortField, TicketId};

/// Rows that one notch of the wheel turns.
const NOTCH: isize = 3;

/// What lies under the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A row of the queue: selected, or opened if it is.
    Row(TicketId),
    /// The head of a column: sorts by it.
    Head(SortField),
    /// A hint, a tab, a line of which-key: does it.
    Action(Action),
    /// A line that opens a menu: as if its key had been pressed.
    Key(Key),
    /// A line of a list that floats: takes it.
    Line(usize),
    /// The newest toast: puts it away.
    Toast,
    /// Some other place of what floats.
    Float,
    /// A place beside what floats: puts that away.
    Outside,
}

/// What the wheel turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// The queue.
    List,
    /// The timeline of the open ticket.
    Thread,
    /// The list or text that floats.
    Float,
}

/// What lies at a place of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// What a click means there.
    pub target: Option<Target>,
    /// What the wheel turns there.
    pub pane: Option<Pane>,
}

impl App {
    /// Does what a click on a target means.
    pub(super) fn click(&mut self, target: Target) {
        self.watch();
        self.status.forget_refusal();
        if !matches!(target, Target::Key(_)) {
            self.pending = Pending::default();
        }
        match target {
            Target::Row(id) => self.click_row(id),
            Target::Head(field) => {
                self.put_away_greeting();
                self.queue.sort_by(field, &mut self.requests);
            }
            Target::Action(action) => {
                // What is not of the list that floats leaves it.
                let floats = self.modals.last().map(Modal::scope);
                let of_it = action
                    .spec()
                    .is_some_and(|spec| floats.is_none_or(|scope| spec.scopes.contains(&scope)));
                if !of_it {
                    self.close_modals();
                }
                self.run(action);
            }
            Target::Key(key) => self.key(key),
            Target::Line(line) => {
                self.choose_line(line);
                self.run(Action::Accept);
            }
            Target::Toast => _ = self.status.dismiss(),
            Target::Float => {}
            Target::Outside => self.dismiss(),
        }
    }

    fn click_row(&mut self, id: TicketId) {
        // Leaving a filter by the mouse keeps it, if it can be read.
        if !self.queue.end_filter(true, &mut self.requests) {
            self.queue.end_filter(false, &mut self.requests);
        }
        if self.queue.list.selected().map(|row| row.id) == Some(id) {
            self.run(Action::Open);
        } else if self.queue.list.select(id.0) {
            self.put_away_greeting();
            self.queue.moved(&mut self.requests);
        }
    }

    fn choose_line(&mut self, line: usize) {
        if let Some(modal) = self.modals.last_mut() {
            modal.choose(line);
            self.try_theme_on();
        }
    }

    /// Turns the wheel over a pane; false if that moved nothing.
    pub(super) fn turn(&mut self, pane: Pane, down: bool) -> bool {
        let rows = if down { NOTCH } else { -NOTCH };
        match pane {
            Pane::List => {
                let moved = self.queue.list.scroll_by(rows);
                if moved {
                    self.queue.moved(&mut self.requests);
                }
                moved
            }
            Pane::Thread => {
                if let Some(reader) = &mut self.ticket {
                    reader.scroll_by(rows);
                }
                true
            }
            Pane::Float => {
                let Some(scroll) = self.floating() else {
                    self.pick(rows);
                    return true;
                };
                let above = scroll.above();
                scroll.by(rows);
                scroll.above() != above
            }
        }
    }
}
