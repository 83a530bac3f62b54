//! `paydesk demo`: a sample desk, in a throw-away file unless `--db` keeps it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant as Stopwatch;

use chrono::SecondsFormat;
use serde::Serialize;
use tempfile::TempDir;

use super::import::ProgressLine;
use super::print::{Output, count};
use super::session::Session;
use super::workbench::Opening;
use super::{Verdict, args, ask, plain, workbench};
use crate::config::{Config, Desk};
use crate::domain::Instant;
use crate::domain::tickets::filter::selection::Selection;
use crate::error::{Error, ErrorKind, Result};
use crate::jobs::clocks;
use crate::jobs::demo::{self, MOMENT};
use crate::store::Store;

/// Tickets of the sample desk unless `--tickets` says otherwise: some pages of work, built in a blink.
pub(super) const TICKETS: u64 = 240;

/// The files `SQLite` keeps for one store, by what follows its name.
const STORE_SUFFIXES: [&str; 3] = ["", "-wal", "-shm"];

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: paydesk demo --tickets 100000 --no-tui --db demo.db

The desk is in a throw-away file unless --db names one on the command line. PAYDESK_DB counts with
--no-tui only, so that a look at the demo never opens a real desk."
)]
pub(super) struct Args {
    /// How many tickets
    #[arg(long, value_name = "N", default_value_t = TICKETS, value_parser = clap::value_parser!(u64).range(..=demo::MAX_TICKETS))]
    tickets: u64,
    /// Another number gives another desk, the same number the same one
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Only builds the desk and says where it is
    #[arg(long)]
    no_tui: bool,
    /// Builds anew over a file that has tickets, which is kept beside it
    #[arg(long)]
    force: bool,
    /// Begins with the tour of five steps
    #[arg(long, conflicts_with = "no_tui")]
    tour: bool,
    #[command(flatten)]
    look: workbench::Look,
    /// Works in lines instead, for screen readers and terminals that move no cursor
    #[arg(long)]
    plain: bool,
}

#[derive(Serialize)]
struct DemoJson {
    path: String,
    tickets: u64,
    seconds: f64,
    built: bool,
}

pub(super) fn run(
    session: &mut Session,
    args: &Args,
    (look, plain): (&workbench::Look, bool),
    output: &mut Output,
) -> Result<Verdict> {
    let in_lines = plain::is_wanted(args.plain || plain);
    if !args.no_tui && !in_lines {
        workbench::require_terminal()?;
    }
    let mut config = session.config()?;
    if !args.no_tui {
        // A desk that is only built is opened by other commands, with the person's own policies.
        sit_down(&mut config)?;
    }
    let now = match session.fixed_now() {
        Some(now) => now,
        None => sample_moment()?,
    };
    let place = Place::choose(session, args.no_tui)?;
    let path = place.path();
    if args.force {
        put_aside(path, now, output)?;
    }
    let store = Session::open_by(path, &config)?;
    let watch = Stopwatch::now();
    let is_there = ask::any(&store)?;
    let tickets = if is_there {
        output.remark(&format!(
            "{} has tickets already, so it is opened as it is; --force builds anew",
            path.display()
        ));
        ask::count(&store, Selection::default())?
    } else {
        build(session, &store, args, now)?
    };
    if args.no_tui {
        let answer = DemoJson {
            path: path.display().to_string(),
            tickets,
            seconds: watch.elapsed().as_secs_f64(),
            built: !is_there,
        };
        place.keep();
        print_answer(session, &answer, output)?;
        return Ok(Verdict::Done);
    }
    if in_lines {
        return plain::open(session, config, store, Some(now), output);
    }
    session.release_signals();
    let opening = Opening {
        store,
        label: "demo",
        fixed_now: Some(now),
        tour: args.tour,
    };
    workbench::open(session, &config, &args.look.or(look), opening)
}

fn print_answer(session: &Session, answer: &DemoJson, output: &mut Output) -> Result<()> {
    if session.is_json() {
        return output.json(answer);
    }
    output.line(&format!(
        "{}: {} in {:.1} s",
        answer.path,
        count(answer.tickets, "ticket"),
        answer.seconds
    ))
}

/// Who has said nothing of themselves is one of the people of the sample desk, and works by its
/// policies.
pub(super) fn sit_down(config: &mut Config) -> Result<()> {
    let sample = Config::parse(demo::CONFIG, "the sample desk's configuration")?;
    if config.desk == Desk::default() {
        config.desk = sample.desk;
    }
    if config.policies.is_empty() {
        config.policies = sample.policies;
    }
    Ok(())
}

/// The moment of the sample desk.
pub(super) fn sample_moment() -> Result<Instant> {
    args::moment(MOMENT).map_err(|_unreadable| {
        Error::new(
            ErrorKind::Internal,
            format!("the sample desk's moment {MOMENT} cannot be read"),
        )
    })
}

fn build(session: &Session, store: &Store, args: &Args, now: Instant) -> Result<u64> {
    let mut line = ProgressLine::new(session.is_quiet());
    let built = session.shield(|cancel| {
        let mut progress = |step| line.show(&step);
        let built = demo::build(store, args.tickets, args.seed, now, cancel, &mut progress)?;
        clocks::recompute(store, cancel, &mut progress)?;
        Ok(built)
    });
    line.clear();
    built
}

/// A folder that goes when it is dropped.
pub(super) fn throw_away_folder() -> Result<TempDir> {
    tempfile::Builder::new()
        .prefix("paydesk-demo-")
        .tempdir()
        .map_err(|error| {
            Error::new(
                ErrorKind::Io,
                format!(
                    "cannot make a throw-away folder in {}",
                    std::env::temp_dir().display()
                ),
            )
            .caused_by(error)
            .hint("set TMPDIR, or use --db FILE")
        })
}

/// Where the sample desk is.
enum Place {
    /// A file that is kept.
    Named(PathBuf),
    /// A folder that goes when this is dropped.
    ThrowAway(TempDir, PathBuf),
}

impl Place {
    /// `PAYDESK_DB` counts for a script that builds a desk, not for a person who looks at a demo:
    /// theirs may be a real one.
    fn choose(session: &Session, is_script: bool) -> Result<Self> {
        let named = if is_script {
            session.given_database()
        } else {
            session.named_database()
        };
        if let Some(path) = named {
            return Ok(Self::Named(path));
        }
        let folder = throw_away_folder()?;
        let path = folder.path().join("demo.db");
        Ok(Self::ThrowAway(folder, path))
    }

    fn path(&self) -> &Path {
        match self {
            Self::Named(path) | Self::ThrowAway(_, path) => path,
        }
    }

    /// Leaves the file where it is.
    fn keep(self) {
        if let Self::ThrowAway(folder, _) = self {
            let _kept = folder.keep();
        }
    }
}

/// Renames a store that is there, with its log, so that a new one can be built in its place.
fn put_aside(path: &Path, now: Instant, output: &mut Output) -> Result<()> {
    if !path.exists() {
        return Ok(());
    }
    let stamp = now
        .to_rfc3339_opts(SecondsFormat::Secs, true)
        .replace(':', "");
    let aside = with_suffix(path, &format!(".before-demo-{stamp}"));
    if aside.exists() {
        return Err(Error::new(
            ErrorKind::Refused,
            format!("{} is there already", aside.display()),
        )
        .hint("move it away, or use another --db"));
    }
    for suffix in STORE_SUFFIXES {
        let from = with_suffix(path, suffix);
        if !from.exists() {
            continue;
        }
        fs::rename(&from, with_suffix(&aside, suffix)).map_err(|error| {
            Error::new(
                ErrorKind::Io,
                format!("cannot put {} aside", from.display()),
            )
            .caused_by(error)
        })?;
    }
    output.remark(&format!("what was there is kept as {}", aside.display()));
    Ok(())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
