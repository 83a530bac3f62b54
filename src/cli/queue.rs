//! `paydesk ticket list`: the queue in its query language, as text or JSON.
//!
//! The list is read and printed window by window, so a million tickets take no more memory than
//! a thousand.

use std::collections::BTreeSet;

use unicode_width::UnicodeWidthStr;

use super::json::TicketJson;
use super::print::{Output, Table, complain, complain_further, count, cut, terminal_width};
use super::session::{Session, business_hours};
use super::{Verdict, args, ask};
use crate::domain::tickets::filter::selection::Selection;
use crate::domain::tickets::filter::{Context, Sort};
use crate::domain::tickets::{Anchor, Filter, FilterError, ListRow, PageRequest};
use crate::domain::{moment, text};
use crate::error::Result;
use crate::formats::json::to_json;
use crate::store::Store;

/// Rows read and aligned together.
const WINDOW: u32 = 1_000;

/// Rows printed when neither `--limit` nor the query says how many.
const DEFAULT_LIMIT: u32 = 100;

/// Widest client on a terminal, so that the subject keeps its room.
const CLIENT_WIDTH: usize = 24;

const HEADS: [&str; 6] = ["ID", "STATUS", "PRIORITY", "UPDATED", "CLIENT", "SUBJECT"];

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: paydesk ticket list is:open priority:>=high -tag:spam --sort updated

A query is terms that must all hold; a comma means any of, `-` means not, other words are searched in
subject, requester and organization.
  fields  status priority kind source tag assignee requester org group subject id external
  flags   is:open is:unsolved is:new is:pending is:hold is:solved is:closed is:unassigned is:mine
          is:dirty   has: or no: priority, assignee, draft
  people  me (see [desk] me in the configuration), none, or part of a name or address
  order   sort:updated created priority status id, with -asc or -desc; limit:N"
)]
pub(super) struct Args {
    /// The query; empty is every ticket. Words may start with -
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// The order: updated, created, priority, status, id, sla, requester, subject or follow_up, with -desc or -asc
    #[arg(long, value_name = "FIELD", value_parser = args::sort)]
    sort: Option<Sort>,
    /// At most this many, 0 for all [default: 100]
    #[arg(long, value_name = "N")]
    limit: Option<u32>,
}

pub(super) fn list(session: &Session, args: &Args, output: &mut Output) -> Result<Verdict> {
    let config = session.config()?;
    let text = args.query.join(" ");
    let mut filter = match Filter::parse(&text) {
        Ok(filter) => filter,
        Err(error) => return Ok(report(&text, &error)),
    };
    if let Some(sort) = args.sort {
        filter.sort = sort;
    }
    let query = filter.to_string();
    // The total counts every match, so the limit is ours to keep.
    let limit = args.limit.or(filter.limit.take()).unwrap_or(DEFAULT_LIMIT);
    filter.limit = None;
    let store = session.store_with_clocks()?;
    let selection = filter.select(&Context {
        me: &config.desk.me,
        zone: &config.desk.zone,
        schedule: &business_hours(&config)?,
        now: session.now(),
        marked: &BTreeSet::new(),
    });
    let total = ask::count(&store, selection.clone())?;
    let windows = Windows::new(&store, selection, limit);
    if session.is_json() {
        print_json(session, &store, windows, total, &query, output)?;
        return Ok(Verdict::Done);
    }
    let printed = print_table(windows, session, output)?;
    output.finish()?;
    if printed < total && !output.is_closed() {
        output.remark(&format!("{printed} of {}", count(total, "ticket")));
    } else if !output.is_closed() {
        output.remark(&count(total, "ticket"));
    }
    Ok(Verdict::Done)
}

/// Points at what is wrong in a query.
fn report(query: &str, error: &FilterError) -> Verdict {
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

/// The rows of a list, window by window.
struct Windows<'a> {
    store: &'a Store,
    request: Option<PageRequest>,
    /// Rows still wanted; none without a limit.
    left: Option<u32>,
}

impl<'a> Windows<'a> {
    fn new(store: &'a Store, selection: Selection, limit: u32) -> Self {
        Self {
            store,
            request: Some(PageRequest {
                selection,
                anchor: Anchor::Start,
                limit: WINDOW,
            }),
            left: (limit > 0).then_some(limit),
        }
    }

    /// The next rows; none at the end.
    fn next(&mut self) -> Result<Option<Vec<ListRow>>> {
        let Some(mut request) = self.request.take() else {
            return Ok(None);
        };
        request.limit = self.left.map_or(WINDOW, |left| left.min(WINDOW));
        let page = ask::page(self.store, request.clone())?;
        let Some(last) = page.rows.last() else {
            return Ok(None);
        };
        let read = u32::try_from(page.rows.len()).unwrap_or(u32::MAX);
        self.left = self.left.map(|left| left.saturating_sub(read));
        if !page.at_end && self.left != Some(0) {
            request.anchor = Anchor::After(last.position());
            self.request = Some(request);
        }
        Ok(Some(page.rows))
    }
}

/// Prints the table and returns how many tickets are in it.
fn print_table(mut windows: Windows<'_>, session: &Session, output: &mut Output) -> Result<u64> {
    let edge = terminal_width();
    let mut table = Table::new(&HEADS, edge);
    let mut heads = Some(HEADS.map(str::to_owned).to_vec());
    let mut printed = 0;
    while let Some(rows) = windows.next()? {
        let cells = rows.iter().map(|row| {
            printed += 1;
            cells(row, session, edge.is_some())
        });
        let lines = heads.take().into_iter().chain(cells).collect();
        for line in table.lay_out(lines) {
            output.line(&line)?;
        }
        if output.is_closed() {
            break;
        }
    }
    if let Some(heads) = heads {
        for line in table.lay_out(vec![heads]) {
            output.line(&line)?;
        }
    }
    Ok(printed)
}

fn cells(row: &ListRow, session: &Session, is_terminal: bool) -> Vec<String> {
    let client = text::line(&row.client);
    vec![
        row.handle(),
        row.status.label().to_owned(),
        row.priority
            .map_or("-", |priority| priority.name())
            .to_owned(),
        moment::age(row.updated_at, session.now()),
        if is_terminal {
            cut(&client, CLIENT_WIDTH)
        } else {
            client.into_owned()
        },
        row.subject.clone(),
    ]
}

/// Prints the document piece by piece.
fn print_json(
    session: &Session,
    store: &Store,
    mut windows: Windows<'_>,
    total: u64,
    query: &str,
    output: &mut Output,
) -> Result<()> {
    let query = to_json(&query);
    let head = format!("{{\n  \"total\": {total},\n  \"query\": {query},\n  \"tickets\": [");
    output.write(head.as_bytes())?;
    let mut separator = "\n    ";
    while let Some(rows) = windows.next()? {
        let tickets = ask::full_rows(store, &rows)?;
        let standings = ask::standings(store, &tickets, session.now(), None)?;
        for (ticket, standing) in tickets.iter().zip(&standings) {
            output.write(separator.as_bytes())?;
            // Within a string a line end is an escape, so these are all of the layout.
            let ticket = to_json(&TicketJson::new(ticket, standing.as_ref()));
            let ticket = ticket.replace('\n', "\n    ");
            output.write(ticket.as_bytes())?;
            separator = ",\n    ";
        }
        if output.is_closed() {
            break;
        }
    }
    output.write(b"\n  ]\n}\n")
}
