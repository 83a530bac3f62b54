//! `paydesk import`: what files brought, and how far a long one is.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant as Stopwatch};

use clap::Subcommand;

use super::Verdict;
use super::json::ImportsJson;
use super::print::{Output, complain};
use super::session::Session;
use crate::domain::text;
use crate::error::Result;
use crate::jobs::Progress;
use crate::jobs::import::{self, FileReport, ImportOptions};

/// How often the progress line is drawn: often enough to look alive, too rarely to cost.
const REDRAW: Duration = Duration::from_millis(100);

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Reads Zendesk exports: NDJSON or JSON of tickets, users, organizations, groups, ticket fields, comments, ticket events
    Zendesk(Args),
}

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: paydesk import zendesk tickets.ndjson users.ndjson comments.ndjson"
)]
pub(super) struct Args {
    /// The files, in any order; - is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Reports bad lines and goes on, instead of refusing the file
    #[arg(long)]
    skip_bad: bool,
    /// Reads and checks, and writes nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(session: &Session, command: &Command, output: &mut Output) -> Result<Verdict> {
    let Command::Zendesk(args) = command;
    let store = session.store()?;
    let options = ImportOptions {
        skip_bad: args.skip_bad,
        dry_run: args.dry_run,
    };
    let mut line = ProgressLine::new(session.is_quiet());
    let reports = session.shield(|cancel| {
        let mut progress = |step| line.show(&step);
        import::zendesk(
            &store,
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
        print_report(report, args.dry_run, output)?;
    }
    Ok(Verdict::Done)
}

fn print_report(report: &FileReport, dry_run: bool, output: &mut Output) -> Result<()> {
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
