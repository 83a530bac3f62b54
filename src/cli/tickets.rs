//! `paydesk ticket`: show, note, set; the list is in `queue`, the document in `export`.

use std::io::{self, Read};

use clap::Subcommand;

use super::json::{PlanJson, ThreadJson, TicketJson};
use super::print::Output;
use super::session::{Session, actor};
use super::{Verdict, args, ask, export, queue};
use crate::domain::tickets::history::Standing;
use crate::domain::tickets::{
    self, Changes, FieldChange, FieldValue, Handle, MAX_NOTE_CHARS, Status, Thread, TicketId,
};
use crate::domain::zone::Zone;
use crate::domain::{Command as Wish, Instant, moment, text};
use crate::error::{Error, ErrorKind, Result};
use crate::formats::case;
use crate::store::Store;

/// Most bytes read from standard input for one note: four a character, and one to see that there
/// are more.
const MAX_BODY_BYTES: usize = 4 * MAX_NOTE_CHARS + 1;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Lists tickets that match a query
    List(queue::Args),
    /// Shows one ticket with its timeline
    Show(ShowArgs),
    /// Adds an internal note
    Note(NoteArgs),
    /// Sets fields of a ticket
    Set(SetArgs),
    /// Writes a ticket with its timeline as a document
    Export(export::Args),
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Example: paydesk ticket show zd:35436 --why")]
pub(super) struct ShowArgs {
    /// The ticket: 17, zd:35436, fd:5001, #48213 or its page
    #[arg(value_name = "ID", value_parser = args::handle)]
    ticket: Handle,
    /// Says in words what happened to each clock
    #[arg(long)]
    why: bool,
}

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: paydesk ticket note zd:35436 --body \"Asked the bank for the trace\" --status pending"
)]
pub(super) struct NoteArgs {
    /// The ticket: 17, zd:35436, fd:5001, #48213 or its page
    #[arg(value_name = "ID", value_parser = args::handle)]
    ticket: Handle,
    /// The note's text; - reads it from standard input
    #[arg(
        long,
        value_name = "TEXT",
        visible_alias = "text",
        allow_hyphen_values = true,
        required_unless_present = "words"
    )]
    body: Option<String>,
    /// The note's text
    #[arg(value_name = "TEXT", conflicts_with = "body")]
    words: Option<String>,
    /// The status to set with it
    #[arg(long, value_name = "STATUS", value_parser = args::status)]
    status: Option<Status>,
    /// Shows what would change, and changes nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Example: paydesk ticket set zd:35436 status=pending priority=high")]
pub(super) struct SetArgs {
    /// The ticket: 17, zd:35436, fd:5001, #48213 or its page
    #[arg(value_name = "ID", value_parser = args::handle)]
    ticket: Handle,
    /// status=new|open|pending|hold|solved|closed, priority=low|normal|high|urgent|none
    #[arg(value_name = "FIELD=VALUE", required = true, value_parser = args::field_value)]
    fields: Vec<FieldValue>,
    /// Shows what would change, and changes nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(session: &Session, command: &Command, output: &mut Output) -> Result<Verdict> {
    match command {
        Command::List(args) => queue::list(session, args, output),
        Command::Show(args) => show(session, args, output),
        Command::Note(args) => note(session, args, output),
        Command::Set(args) => set(session, args, output),
        Command::Export(args) => export::run(session, args, output),
    }
}

fn show(session: &Session, args: &ShowArgs, output: &mut Output) -> Result<Verdict> {
    let config = session.config()?;
    let store = session.store()?;
    let thread = ask::thread(&store, &args.ticket)?;
    let zone = &config.desk.zone;
    let ticket = std::slice::from_ref(&thread.ticket);
    let why = args.why.then_some(zone);
    let standings = ask::standings(&store, ticket, session.now(), why)?;
    let standing = standings.into_iter().next().flatten();
    if session.is_json() {
        let outbox = ask::outbox(&store, thread.ticket.id)?;
        output.json(&ThreadJson::new(&thread, standing.as_ref(), &outbox))?;
    } else {
        print_thread(&thread, standing.as_ref(), session.now(), zone, output)?;
    }
    Ok(Verdict::Done)
}

/// The ticket as plain lines: its facts, then each entry with who, when and who sees it.
pub(super) fn print_thread(
    thread: &Thread,
    standing: Option<&Standing>,
    now: Instant,
    zone: &Zone,
    output: &mut Output,
) -> Result<()> {
    let ticket = &thread.ticket;
    output.line(&format!("{}  {}", ticket.handle(), ticket.subject))?;
    let facts = case::facts(ticket, zone);
    let page = ticket.url.clone().map(|url| ("Page", url));
    for (label, value) in facts.into_iter().chain(page) {
        output.line(&format!("{label:<13} {value}"))?;
    }
    if let Some(standing) = standing {
        print_clocks(standing, now, zone, output)?;
    }
    for entry in &thread.entries {
        output.line("")?;
        output.line(&format!(
            "{}  {}  {}",
            moment::full(entry.at, zone),
            case::author(entry),
            case::sort(entry)
        ))?;
        for change in &entry.changes {
            output.line(&format!("  {}", case::change(change)))?;
        }
        let text = text::screen(entry.text.trim_end());
        for line in text.lines() {
            output.line(format!("  {line}").trim_end())?;
        }
        for file in &entry.attachments {
            output.line(&format!("  {}", case::attachment(file)))?;
        }
    }
    Ok(())
}

/// A line for each clock, and below it what happened to it if that was asked.
fn print_clocks(standing: &Standing, now: Instant, zone: &Zone, output: &mut Output) -> Result<()> {
    let mut label = "Clocks";
    for (place, clock) in standing.clocks.iter().enumerate() {
        output.line(&format!("{label:<13} {}", clock.said(now, zone)))?;
        let why = standing.why.as_ref().and_then(|why| why.get(place));
        for sentence in why.into_iter().flatten() {
            output.line(&format!("{:<15} {sentence}", ""))?;
        }
        label = "";
    }
    if standing.is_unclocked {
        output.line("Unclocked     a message of the client waits, and no clock watches it")?;
    }
    Ok(())
}

fn note(session: &Session, args: &NoteArgs, output: &mut Output) -> Result<Verdict> {
    let body = match args.body.as_deref().or(args.words.as_deref()) {
        Some("-") => read_body()?,
        Some(text) => text.to_owned(),
        None => String::new(),
    };
    let status = args.status;
    carry_out(session, &args.ticket, args.dry_run, output, |ticket| {
        tickets::Command::Note {
            ticket,
            body,
            status,
        }
    })
}

/// A note's text from standard input.
fn read_body() -> Result<String> {
    let mut bytes = Vec::new();
    let most = u64::try_from(MAX_BODY_BYTES).unwrap_or(u64::MAX);
    io::stdin()
        .lock()
        .take(most)
        .read_to_end(&mut bytes)
        .map_err(|error| {
            Error::new(ErrorKind::Io, "cannot read standard input").caused_by(error)
        })?;
    if bytes.len() >= MAX_BODY_BYTES {
        return Err(Error::new(
            ErrorKind::Input,
            format!("standard input: a note has at most {MAX_NOTE_CHARS} characters"),
        )
        .hint("split it"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to() + 1;
        Error::new(
            ErrorKind::Input,
            format!("standard input: byte {at} is not UTF-8"),
        )
        .hint("convert it first, as with iconv")
    })
}

fn set(session: &Session, args: &SetArgs, output: &mut Output) -> Result<Verdict> {
    carry_out(session, &args.ticket, args.dry_run, output, |ticket| {
        tickets::Command::Set {
            tickets: vec![ticket],
            fields: args.fields.clone(),
        }
    })
}

/// Carries out a wish about one ticket, or shows what it would change, and prints the result.
fn carry_out(
    session: &Session,
    handle: &Handle,
    dry_run: bool,
    output: &mut Output,
    wish: impl FnOnce(TicketId) -> tickets::Command,
) -> Result<Verdict> {
    let actor = actor(&session.config()?);
    let store = session.store()?;
    let id = ask::locate(&store, handle)?;
    let wish = Wish::Tickets(wish(id));
    if dry_run {
        let changes = store.plan(&wish, &actor, session.now())?;
        print_plan(session, &store, id, &changes, output)?;
    } else {
        let outcome = session.shield(|_| store.perform(wish, &actor, session.now()))?;
        print_outcome(session, &store, id, &outcome.changes, output)?;
    }
    Ok(Verdict::Done)
}

fn print_plan(
    session: &Session,
    store: &Store,
    id: TicketId,
    changes: &Changes,
    output: &mut Output,
) -> Result<()> {
    if session.is_json() {
        return output.json(&PlanJson::new(changes));
    }
    let what = describe(&changes.field_changes());
    let sent: Vec<_> = changes.outbox.iter().map(|i| i.action.name()).collect();
    let sent = if sent.is_empty() {
        "nothing would be sent".to_owned()
    } else {
        format!("would be sent: {}", sent.join(", "))
    };
    output.line(&format!(
        "{} would change: {what}; {sent}",
        name(store, id)?
    ))
}

fn print_outcome(
    session: &Session,
    store: &Store,
    id: TicketId,
    changes: &Changes,
    output: &mut Output,
) -> Result<()> {
    if let Some(remark) = changes.masked_remark() {
        output.remark(&remark);
    }
    if !session.is_json() {
        let what = describe(&changes.field_changes());
        return output.line(&format!("{}: {what}", name(store, id)?));
    }
    let tickets = ask::full(store, vec![id])?;
    let standings = ask::standings(store, &tickets, session.now(), None)?;
    for (ticket, standing) in tickets.iter().zip(&standings) {
        output.json(&TicketJson::new(ticket, standing.as_ref()))?;
    }
    Ok(())
}

/// The ticket's handle.
fn name(store: &Store, id: TicketId) -> Result<String> {
    let tickets = ask::full(store, vec![id])?;
    let handle = tickets.first().map(tickets::Ticket::handle);
    Ok(handle.unwrap_or_else(|| id.0.to_string()))
}

/// Changes in a few words: "status: open -> pending, note added".
fn describe(changes: &[FieldChange]) -> String {
    let words: Vec<_> = changes
        .iter()
        .map(|change| match change.field.as_str() {
            "note" => "note added".to_owned(),
            _ => case::change(change),
        })
        .collect();
    words.join(", ")
}
