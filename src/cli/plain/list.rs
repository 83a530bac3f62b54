//! Lists in lines: the tickets of a filter, nine at a time, and the filters that have a name.

use super::Plain;
use crate::cli::{ask, query};
use crate::domain::desk::View;
use crate::domain::tickets::{Anchor, Filter, ListRow, PageRequest, Press, Priority};
use crate::domain::{Instant, moment};
use crate::error::{Error, ErrorKind, Result};

/// Rows read out together: a digit opens each.
const ROWS: u32 = 9;

impl Plain<'_> {
    /// Reads the list from its beginning.
    pub(super) fn list(&mut self) -> Result<()> {
        let count = self.count()?;
        self.say(&format!("LIST {count}, {}", self.filter))?;
        self.read_rows(Anchor::Start)
    }

    /// Reads on.
    pub(super) fn more(&mut self) -> Result<()> {
        match self.next.clone() {
            Some(next) => self.read_rows(Anchor::After(next)),
            None if self.rows.is_empty() => self.list(),
            None => self.say("that was the last"),
        }
    }

    fn read_rows(&mut self, anchor: Anchor) -> Result<()> {
        let request = PageRequest {
            selection: self.asker()?.select(&self.filter),
            anchor,
            limit: ROWS,
        };
        let page = ask::page(&self.store, request)?;
        let now = self.now();
        for (number, row) in (1..).zip(&page.rows) {
            self.watch(row.id, &row.number(), row.clock.due_at);
            self.say(&format!("{number} {}", said(row, now)))?;
        }
        let last = page.rows.last().map(ListRow::position);
        self.next = last.filter(|_| !page.at_end);
        self.rows = page.rows;
        if self.next.is_some() {
            self.say("more reads on")?;
        }
        Ok(())
    }

    /// Sets the filter and reads its list.
    pub(super) fn set_filter(&mut self, text: &str) -> Result<()> {
        self.filter = Filter::parse(text).map_err(|error| {
            let message = error.message.trim_end_matches('.');
            let near = error.nearest.as_deref();
            let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            Error::new(ErrorKind::Usage, format!("{message}{near}"))
        })?;
        self.list()
    }

    /// Reads the named filters out.
    pub(super) fn views(&mut self) -> Result<()> {
        let views = ask::views(&self.store)?;
        if views.is_empty() {
            return self.say("no view is saved; paydesk view save makes one");
        }
        for (number, view) in (1..).zip(&views) {
            self.say(&format!("{number} {}: {}", view.name, view.query))?;
        }
        Ok(())
    }

    /// Takes a named filter, by its name or its number among [`Plain::views`].
    pub(super) fn view(&mut self, name: &str) -> Result<()> {
        let views = ask::views(&self.store)?;
        let numbered = name.parse::<usize>().ok();
        let numbered = numbered.and_then(|number| views.get(number.checked_sub(1)?));
        let view = match numbered {
            Some(view) => view,
            None => View::named(&views, name)?,
        };
        self.filter = query::of_view(&self.store, &view.name)?;
        let name = view.name.clone();
        self.say(&format!("VIEW {name}"))?;
        self.list()
    }
}

/// A ticket in one line, what is needed first.
fn said(row: &ListRow, now: Instant) -> String {
    let mut words = vec![row.status.label().to_owned()];
    if let Some(priority) = row
        .priority
        .filter(|priority| *priority != Priority::Normal)
    {
        words.push(priority.name().to_owned());
    }
    let clock = &row.clock;
    match (row.press(now), clock.due_at) {
        (Some(Press::Snoozed), _) => {
            let until = row.snoozed_until.unwrap_or(now);
            words.push(format!("snoozed, back in {}", moment::age(now, until)));
        }
        (Some(Press::Breached), Some(due)) if due < now => {
            words.push(format!("breached {} ago", moment::age(due, now)));
        }
        (Some(Press::Breached), _) => words.push("breached".to_owned()),
        (_, Some(due)) => words.push(format!("due in {}", moment::age(now, due))),
        (Some(_), None) => words.push("clock paused".to_owned()),
        (None, None) => {}
    }
    if clock.is_unclocked {
        words.push("no clock watches it".to_owned());
    }
    if row.draft {
        words.push("draft".to_owned());
    }
    if row.dirty {
        words.push("waits in the outbox".to_owned());
    }
    format!(
        "{} {}, {}: {}",
        row.number(),
        words.join(", "),
        row.client,
        row.subject
    )
}
