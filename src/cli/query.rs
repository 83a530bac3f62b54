//! Queries on the command line: refused with a caret, made definite, taken from views.

use std::collections::BTreeSet;

use unicode_width::UnicodeWidthStr;

use super::print::{complain, complain_further};
use super::session::{Session, business_hours};
use super::{Verdict, ask};
use crate::config::Config;
use crate::domain::desk::View;
use crate::domain::schedule::Schedule;
use crate::domain::tickets::filter::Context;
use crate::domain::tickets::filter::selection::Selection;
use crate::domain::tickets::{Filter, FilterError, TicketId};
use crate::domain::{Instant, text};
use crate::error::{Error, ErrorKind, Result};
use crate::store::Store;

/// Who asks, where and when.
#[derive(Debug)]
pub(super) struct Asker {
    config: Config,
    schedule: Schedule,
    now: Instant,
    /// Marks are made on the screen.
    marked: BTreeSet<TicketId>,
}

impl Asker {
    /// The person of the configuration, at the time of this run.
    pub(super) fn new(session: &Session) -> Result<Self> {
        Self::at(session.config()?, session.now())
    }

    /// The person of this configuration, at this time.
    pub(super) fn at(config: Config, now: Instant) -> Result<Self> {
        Ok(Self {
            schedule: business_hours(&config)?,
            now,
            marked: BTreeSet::new(),
            config,
        })
    }

    /// What a filter asks now.
    pub(super) fn select(&self, filter: &Filter) -> Selection {
        filter.select(&Context {
            me: &self.config.desk.me,
            zone: &self.config.desk.zone,
            schedule: &self.schedule,
            now: self.now,
            marked: &self.marked,
        })
    }
}

/// The filter of a view.
pub(super) fn of_view(store: &Store, name: &str) -> Result<Filter> {
    let views = ask::views(store)?;
    let view = View::named(&views, name)?;
    Filter::parse(&view.query).map_err(|error| {
        Error::new(
            ErrorKind::Input,
            format!("the view {} cannot be read: {}", view.name, error.message),
        )
        .hint(format!(
            "save it anew: paydesk view save \"{}\" QUERY",
            view.name
        ))
    })
}

/// Points at what is wrong in a query.
pub(super) fn report(query: &str, error: &FilterError) -> Verdict {
    let mut message = error.message.trim_end_matches('.').to_owned();
    if let Some(near) = &error.nearest {
        message = format!("{message}; did you mean `{near}`?");
    }
    complain(&message);
    let before = query.get(..error.at).unwrap_or_default();
    let wrong = query.get(error.at..error.at.saturating_add(error.len));
    let indent = text::line(before).width();
    let carets = text::line(wrong.unwrap_or_default()).width().max(1);
    complain_further(&format!("  {query}"));
    complain_further(&format!("  {}{}", " ".repeat(indent), "^".repeat(carets)));
    Verdict::Usage
}
