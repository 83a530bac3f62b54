//! `paydesk import`: what files brought, and how far a long one is.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant as Stopwatch};

use clap::{Subcommand, ValueEnum};

use super::Verdict;
use super::json::ImportsJson;
use super::print::{Output, complain, complain_further};
use super::session::Session;
use crate::domain::tickets::Source;
use crate::domain::zone::Zone;
use crate::domain::{spelling, text};
use crate::error::{Error, ErrorKind, Result};
use crate::formats::export::{Field, Order};
use crate::formats::table::Charset;
use crate::jobs::Progress;
use crate::jobs::import::{self, FileReport, ImportOptions, System};

/// How often the progress line is drawn: often enough to look alive, too rarely to cost.
const REDRAW: Duration = Duration::from_millis(100);

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Reads Zendesk exports: NDJSON or JSON of tickets, users, organizations, groups, ticket fields, comments, ticket events; zip and gzip of them; the table (CSV)
    #[command(
        after_help = "Example: paydesk import zendesk tickets.ndjson users.ndjson comments.ndjson"
    )]
    Zendesk(Args),
    /// Reads Freshdesk exports: the table of tickets (CSV), the account export (zip), its JSON
    #[command(after_help = "Example: paydesk import freshdesk tickets.csv --tz Europe/Berlin")]
    Freshdesk(Args),
    /// Reads Jira exports: the table of issues (CSV, all fields), the JSON of a search
    #[command(after_help = "Example: paydesk import jira issues.csv --tz Europe/Berlin")]
    Jira(Args),
    /// Reads any table of tickets that has a header; shows what its columns are taken for
    #[command(
        after_help = "Example: paydesk import tickets desk.csv --map subject=Betreff --map created=Angelegt --dates dmy --tz Europe/Berlin"
    )]
    Tickets(TableArgs),
}

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The files, in any order; - is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The zone of times without an offset
    #[arg(long, value_name = "ZONE")]
    tz: Option<String>,
    /// What dates in digits begin with, where the file does not show it
    #[arg(long, value_name = "ORDER")]
    dates: Option<Dates>,
    /// Takes a column of a table for a field; may be given again
    #[arg(long, value_name = "FIELD=COLUMN")]
    map: Vec<String>,
    /// How a table is encoded, where it does not show it
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Reports bad lines and goes on, instead of refusing the file
    #[arg(long)]
    skip_bad: bool,
    /// Reads and checks, and writes nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct TableArgs {
    #[command(flatten)]
    common: Args,
    /// Where the tickets live
    #[arg(long, value_name = "SYSTEM", default_value = "local")]
    source: From,
}

/// The order of a date in digits.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Dates {
    /// Day, month, year
    Dmy,
    /// Month, day, year
    Mdy,
}

/// Where the tickets of a table live.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum From {
    Zendesk,
    Freshdesk,
    Local,
}

pub(super) fn run(session: &Session, command: &Command, output: &mut Output) -> Result<Verdict> {
    let (system, args, source) = match command {
        Command::Zendesk(args) => (System::Zendesk, args, Source::Zendesk),
        Command::Freshdesk(args) => (System::Freshdesk, args, Source::Freshdesk),
        Command::Jira(args) => (System::Jira, args, Source::Local),
        Command::Tickets(args) => {
            let source = match args.source {
                From::Zendesk => Source::Zendesk,
                From::Freshdesk => Source::Freshdesk,
                From::Local => Source::Local,
            };
            (System::Tickets, &args.common, source)
        }
    };
    let desk = session.config()?.desk.zone.clone();
    let options = options(args, &desk, source)?;
    let store = session.store()?;
    let mut line = ProgressLine::new(session.is_quiet());
    let reports = session.shield(|cancel| {
        let mut progress = |step| line.show(&step);
        import::run(
            &store,
            system,
            &args.files,
            &options,
            session.now(),
            cancel,
            &mut progress,
        )
    });
    line.clear();
    let reports = reports?;
    if session.is_json() {
        output.json(&ImportsJson::new(&reports))?;
        return Ok(Verdict::Done);
    }
    for report in &reports {
        print_report(report, session.is_quiet(), args.dry_run, output)?;
    }
    Ok(Verdict::Done)
}

fn options(args: &Args, desk: &Zone, source: Source) -> Result<ImportOptions> {
    let zone = match &args.tz {
        Some(name) => zone(name)?,
        None => desk.clone(),
    };
    let charset = args.encoding.as_deref().map(|name| {
        Charset::named(name).ok_or_else(|| {
            let message = format!("no encoding is called `{name}`");
            Error::new(ErrorKind::Usage, message)
                .hint("utf-8, utf-16le, cp1252, cp1250 … are known")
        })
    });
    Ok(ImportOptions {
        skip_bad: args.skip_bad,
        dry_run: args.dry_run,
        zone: Some(zone),
        is_zone_assumed: args.tz.is_none(),
        dates: match args.dates {
            Some(Dates::Dmy) => Order::DayFirst,
            Some(Dates::Mdy) => Order::MonthFirst,
            None => Order::Unknown,
        },
        map: args
            .map
            .iter()
            .map(|said| mapped(said))
            .collect::<Result<_>>()?,
        charset: charset.transpose()?,
        source,
    })
}

fn zone(name: &str) -> Result<Zone> {
    Zone::named(name).ok_or_else(|| {
        let near = Zone::nearest(name).map_or_else(
            || "name one as in Europe/Berlin".to_owned(),
            |near| format!("did you mean {near}?"),
        );
        Error::new(ErrorKind::Usage, format!("no time zone is called `{name}`")).hint(near)
    })
}

/// A field and the column it stands in, as `--map` says it.
fn mapped(said: &str) -> Result<(Field, String)> {
    let usage = |message: String| Error::new(ErrorKind::Usage, message);
    let Some((name, column)) = said.split_once('=') else {
        return Err(usage(format!("--map {said}: has no `=`"))
            .hint("write it as --map subject=\"Short text\""));
    };
    match Field::named(name) {
        Some(field) if !column.trim().is_empty() => Ok((field, column.trim().to_owned())),
        Some(_) => Err(usage(format!("--map {said}: names no column"))),
        None => {
            let names: Vec<_> = Field::names().collect();
            let near = match spelling::nearest(name, names.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("fields are {} and cf.NAME", names.join(", ")),
            };
            Err(usage(format!("--map {said}: there is no field `{name}`")).hint(near))
        }
    }
}

fn print_report(
    report: &FileReport,
    is_quiet: bool,
    dry_run: bool,
    output: &mut Output,
) -> Result<()> {
    if !is_quiet && !report.columns.is_empty() {
        let columns = report.columns.iter();
        let shown: Vec<_> = columns
            .map(|(field, column)| format!("{field} = {column}"))
            .collect();
        complain_further(&format!("{}: read as {}", report.file, shown.join(", ")));
    }
    for warning in &report.warnings {
        let place = warning
            .line
            .map_or_else(String::new, |line| format!(" line {line}"));
        complain(&format!("{}{place}: {}", report.file, warning.message));
    }
    let unwritten = if dry_run { "; nothing was written" } else { "" };
    output.line(&format!(
        "{}: {}, {} new, {} updated, {} unchanged, {} skipped{unwritten}",
        report.file, report.kind, report.new, report.updated, report.unchanged, report.skipped
    ))
}

/// One line on standard error that says how far a job is, where that is a terminal.
#[derive(Debug)]
pub(super) struct ProgressLine {
    is_shown: bool,
    drawn: Option<Stopwatch>,
}

impl ProgressLine {
    /// A line that is not drawn yet.
    pub(super) fn new(is_quiet: bool) -> Self {
        Self {
            is_shown: !is_quiet && io::stderr().is_terminal(),
            drawn: None,
        }
    }

    /// Draws the line, unless it was drawn just now.
    pub(super) fn show(&mut self, step: &Progress) {
        let is_fresh = self.drawn.is_some_and(|at| at.elapsed() < REDRAW);
        if !self.is_shown || is_fresh {
            return;
        }
        self.drawn = Some(Stopwatch::now());
        // Back to the margin and clear: the line is redrawn in place.
        draw(&format!("\r\x1b[K{}", text::line(&describe(step))));
    }

    /// Takes the line away.
    pub(super) fn clear(&mut self) {
        if self.drawn.take().is_some() {
            draw("\r\x1b[K");
        }
    }
}

fn draw(line: &str) {
    // Progress that cannot be shown is no reason to stop.
    let mut stream = io::stderr().lock();
    drop(
        stream
            .write_all(line.as_bytes())
            .and_then(|()| stream.flush()),
    );
}

/// "checking export.ndjson: 45 %", or the number done where the whole is not known.
fn describe(step: &Progress) -> String {
    match step.total {
        Some(total) if total > 0 => {
            let percent = u128::from(step.done) * 100 / u128::from(total);
            format!("{}: {percent} %", step.what)
        }
        _ => format!("{}: {} {}", step.what, step.done, step.unit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_a_share_where_the_whole_is_known() {
        let step = |done, total| Progress {
            what: "checking a.ndjson".into(),
            done,
            total,
            unit: "bytes",
        };
        assert_eq!(describe(&step(450, Some(1000))), "checking a.ndjson: 45 %");
        assert_eq!(
            describe(&step(u64::MAX, Some(u64::MAX))),
            "checking a.ndjson: 100 %"
        );
        assert_eq!(describe(&step(7, None)), "checking a.ndjson: 7 bytes");
        assert_eq!(describe(&step(0, Some(0))), "checking a.ndjson: 0 bytes");
    }
}
