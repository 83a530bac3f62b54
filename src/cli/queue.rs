//! `paydesk ticket list`: the queue in its query language, as text or JSON.
//!
//! The list is read and printed window by window, so a million tickets take no more memory than
//! a thousand.

use super::json::TicketJson;
use super::print::{Output, Table, count, cut, terminal_width};
use super::query::{self, Asker};
use super::session::Session;
use super::{Verdict, args, ask};
use crate::domain::tickets::filter::Sort;
use crate::domain::tickets::filter::selection::Selection;
use crate::domain::tickets::{Anchor, Filter, ListRow, PageRequest};
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
#[command(after_help = HELP)]
pub(super) struct Args {
    /// The query; empty is every ticket. Words may start with -
    #[arg(value_name = "QUERY")]
    query: Vec<String>,
    /// A view whose query must hold too; see paydesk view list
    #[arg(long, value_name = "NAME")]
    view: Option<String>,
    /// The order: updated, created, priority, status, id, sla, requester, subject or `follow_up`,
    /// with -desc or -asc
    #[arg(long, value_name = "FIELD", value_parser = args::sort)]
    sort: Option<Sort>,
    /// At most this many, 0 for all [default: 100]
    #[arg(long, value_name = "N")]
    limit: Option<u32>,
}

/// Laid out for eighty columns.
const HELP: &str = "\
Example: paydesk ticket list is:open priority:>=high sla:<1h -tag:spam

A query is terms that must all hold. In a field a comma means any of, and so
does OR between terms (AND binds tighter); - or NOT turns a term or a (group)
around. Quote what the shell would take for itself: ( ) < > * # and blanks.

  words      refund  \"not received\"  charge_X0O*  in subject, messages, custom
             fields, requester, organization, references
             /refund(s|ed)?/  a regular expression, in subject and messages
             #48213  zd:35436  a ticket's number;  PAY-123  an issue's key too
  lists      status  priority  kind  source
             status and priority can be compared: priority:>=high
  people     assignee  requester  take me, none, any, part of a name or address
  names      group  org  merchant  take a part of the name
  values     tag  method  jira  jira.status  code  ref, and cf.NAME for a custom
             field by its title; whole or from the start: tag:blik*
  texts      subject  body
  numbers    id  external  amount: 17, 1..5, >=48213, 99.95, >=100EUR
  days       created  updated  solved  due  follow_up  promise  reply  since
             2026-04-01, today, yesterday, tomorrow, monday (the last one),
             10:00, 2026-04-01T10:00; with <, <=, >, >= or a range a..b
  durations  older  idle  wait  reply  sla  follow_up  promise
             30m, 2h, 3d, 1w; of business time 4bh, 2bd. older:2d is longer ago
             than that; sla:<1h is due within it or breached, sla:0..1h not yet
  flags      is:open  unsolved  new  pending  hold  solved  closed  unassigned
             mine  breached  paused  snoozed  dirty  unclocked  marked
             has: and no: take any field, attachment or draft; F:none is no:F
  order      sort:updated  created  priority  status  id  sla  requester
             subject  follow_up, with -asc or -desc; limit:N

Days are those of the desk's zone. What Zendesk, Freshdesk and GitHub write is
read too: status<solved, priority:4, label:blik, order_by:created sort:desc.";

pub(super) fn list(session: &Session, args: &Args, output: &mut Output) -> Result<Verdict> {
    let text = args.query.join(" ");
    // The query alone first: a caret points into what was typed.
    if let Err(error) = Filter::parse(&text) {
        return Ok(query::report(&text, &error));
    }
    let asker = Asker::new(session)?;
    let store = session.store_with_clocks()?;
    let view = match &args.view {
        Some(name) => query::of_view(&store, name)?,
        None => Filter::default(),
    };
    let mut filter = match view.narrow(&text) {
        Ok(filter) => filter,
        Err(error) => return Ok(query::report(&text, &error)),
    };
    if let Some(sort) = args.sort {
        filter.sort = sort;
    }
    let query = filter.to_string();
    // The total counts every match, so the limit is ours to keep.
    let limit = args.limit.or(filter.limit.take()).unwrap_or(DEFAULT_LIMIT);
    let selection = asker.select(&filter);
    let total = ask::count(&store, selection.clone())?;
    let windows = Windows::new(&store, selection, limit);
    if session.is_json() {
        print_json(session, &store, windows, total, &query, output)?;
        return Ok(Verdict::Done);
    }
    let printed = print_table(windows, session, output)?;
    output.finish()?;
    if !output.is_closed() {
        let mut remark = count(total, "ticket");
        if printed < total {
            remark = format!("{printed} of {remark}");
        }
        // A slip that is still a query shows in how it was read.
        if !text.trim().is_empty() && text.trim() != query {
            remark = format!("{remark}, read as: {query}");
        }
        output.remark(&remark);
    }
    Ok(Verdict::Done)
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
