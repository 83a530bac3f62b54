//! `paydesk ticket export`: a ticket with its timeline as a document for others.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::files::write_file;
use super::json::ThreadJson;
use super::print::{Output, count};
use super::session::Session;
use super::{Verdict, args, ask};
use crate::domain::tickets::Handle;
use crate::error::Result;
use crate::formats::case::Case;
use crate::formats::json::to_json;
use crate::formats::{html, markdown};

#[derive(Debug, clap::Args)]
#[command(after_help = "Example: paydesk ticket export zd:35436 --format html -o case.html")]
pub(super) struct Args {
    /// The ticket: 17, zd:35436, fd:5001, #48213 or its page
    #[arg(value_name = "ID", value_parser = args::handle)]
    ticket: Handle,
    /// The kind of document
    #[arg(long, value_enum, default_value_t = Format::Md)]
    format: Format,
    /// The file to write; - is standard output
    #[arg(short, long = "output", value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replaces the file if it is there
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Markdown
    Md,
    /// One HTML page that needs nothing else
    Html,
    /// As `ticket show --json`
    Json,
}

pub(super) fn run(session: &Session, args: &Args, output: &mut Output) -> Result<Verdict> {
    let config = session.config()?;
    let store = session.store()?;
    let thread = ask::thread(&store, &args.ticket)?;
    let ticket = std::slice::from_ref(&thread.ticket);
    let standings = ask::standings(&store, ticket, session.now(), None)?;
    let standing = standings.first().and_then(Option::as_ref);
    let case = Case::new(thread);
    let zone = &config.desk.zone;
    let format = if session.is_json() {
        Format::Json
    } else {
        args.format
    };
    let document = match format {
        Format::Md => markdown::render(&case, zone),
        Format::Html => html::render(&case, zone),
        // What waits to be sent is in the timeline already, there with its cards masked.
        Format::Json => to_json(&ThreadJson::new(case.thread(), standing, &[])) + "\n",
    };
    let file = args
        .output
        .as_deref()
        .filter(|path| *path != Path::new("-"));
    match file {
        Some(path) => {
            session.shield(|_| write_file(path, document.as_bytes(), args.force))?;
            output.remark(&format!("wrote {}", path.display()));
        }
        None => output.write(document.as_bytes())?,
    }
    if let masked @ 1.. = case.masked() {
        let masked = u64::try_from(masked).unwrap_or(u64::MAX);
        output.remark(&format!("{} masked", count(masked, "card number")));
    }
    Ok(Verdict::Done)
}
