//! `paydesk undo` and `paydesk redo`.

use super::json::{ActionsJson, ReversalJson, TicketJson};
use super::print::{Output, Table, terminal_width};
use super::session::{Session, actor};
use super::{Verdict, ask};
use crate::domain::desk::UndoClass;
use crate::domain::{Command as Wish, moment};
use crate::error::Result;

/// How many actions `--list` shows.
const LISTED: u32 = 50;

const HEADS: [&str; 5] = ["ID", "WHEN", "WHO", "UNDO", "WHAT"];

#[derive(Debug, clap::Args)]
#[command(after_help = "Example: paydesk undo --list")]
pub(super) struct Args {
    /// Lists the last actions instead, newest first
    #[arg(long)]
    list: bool,
}

pub(super) fn undo(session: &Session, args: &Args, output: &mut Output) -> Result<Verdict> {
    if args.list {
        return list(session, output);
    }
    reverse(session, Wish::Undo, "undone", output)
}

pub(super) fn redo(session: &Session, output: &mut Output) -> Result<Verdict> {
    reverse(session, Wish::Redo, "redone", output)
}

fn reverse(
    session: &Session,
    wish: Wish,
    action: &'static str,
    output: &mut Output,
) -> Result<Verdict> {
    let actor = actor(&session.config()?);
    let store = session.store()?;
    let outcome = session.shield(|_| store.perform(wish, &actor, session.now()))?;
    let summary = &outcome.changes.summary;
    if session.is_json() {
        let tickets = ask::full(&store, outcome.changes.tickets())?;
        let standings = ask::standings(&store, &tickets, session.now(), None)?;
        let both = tickets.iter().zip(&standings);
        output.json(&ReversalJson {
            action,
            summary,
            tickets: both
                .map(|(ticket, standing)| TicketJson::new(ticket, standing.as_ref()))
                .collect(),
        })?;
    } else {
        output.line(summary)?;
    }
    Ok(Verdict::Done)
}

fn list(session: &Session, output: &mut Output) -> Result<Verdict> {
    let store = session.store()?;
    let entries = ask::journal(&store, LISTED)?;
    if session.is_json() {
        output.json(&ActionsJson::new(&entries))?;
        return Ok(Verdict::Done);
    }
    let rows = entries.iter().map(|entry| {
        let who = if entry.actor.is_empty() {
            "me"
        } else {
            &entry.actor
        };
        let state = match (entry.undone, entry.changes.undo) {
            (true, _) => "undone",
            (false, Some(UndoClass::Final) | None) => "no",
            (false, Some(_)) => "yes",
        };
        vec![
            entry.id.to_string(),
            moment::age(entry.at, session.now()),
            who.to_owned(),
            state.to_owned(),
            entry.changes.summary.clone(),
        ]
    });
    let heads = HEADS.map(str::to_owned).to_vec();
    let rows = std::iter::once(heads).chain(rows).collect();
    for line in Table::new(&HEADS, terminal_width()).lay_out(rows) {
        output.line(&line)?;
    }
    Ok(Verdict::Done)
}
