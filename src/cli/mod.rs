//! The command line: one of the two doors to the desk, for scripts, tests and repairs.
//!
//! Results go to standard output, everything else to standard error. A command returns a
//! verdict or an [`Error`](crate::error::Error); exit codes are those of the contract. This is
//! the only room that prints.

mod args;
mod ask;
mod calendar;
mod check;
mod completion;
mod config;
mod demo;
mod desk;
mod export;
mod files;
mod import;
mod interrupts;
mod json;
mod keys;
mod method;
mod plain;
mod print;
mod query;
mod queue;
mod screenshot;
mod session;
mod sla;
mod tickets;
mod timeline;
mod undo;
mod views;
mod workbench;

use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::{Resettable, Styles};
use clap::error::ErrorKind as UsageKind;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::domain::{Instant, text};
use crate::error::{ErrorKind, Result};
use print::Output;
use session::Session;

/// Exit code of an answer that is "no".
const EXIT_NO: u8 = 3;

/// The payment-support workbench: one keyboard-driven terminal program over one local file.
///
/// Without a command it opens the workbench on the desk, which is made on the first start.
#[derive(Debug, Parser)]
#[command(name = "paydesk", version, styles = Styles::plain(), max_term_width = 100)]
#[command(
    after_help = "Example: paydesk demo        (a sample desk to look at, in a throw-away file)"
)]
struct Cli {
    #[command(flatten)]
    look: workbench::Look,
    /// Works in lines, for screen readers and terminals that move no cursor; also with TERM=dumb or
    /// SCREENREADER=1. `help` says what can be typed
    #[arg(long)]
    plain: bool,
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Flags that every command takes, before or after its name.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Everywhere")]
struct Globals {
    /// The desk's file [default: desk.db in the platform's data folder]
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "PAYDESK_DB",
        hide_env_values = true
    )]
    db: Option<PathBuf>,
    /// The configuration [default: config.toml in the platform's configuration folder]
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "PAYDESK_CONFIG",
        hide_env_values = true
    )]
    config: Option<PathBuf>,
    /// Prints one JSON document instead of text
    #[arg(long, global = true)]
    json: bool,
    /// Leaves totals, progress and notes away
    #[arg(long, global = true)]
    quiet: bool,
    /// Fixes the clock, for tests, demos and bug reports
    #[arg(long, global = true, value_name = "RFC3339", env = "PAYDESK_NOW", hide_env_values = true, value_parser = args::moment)]
    now: Option<Instant>,
    /// Writes a log of this level to the state folder: error, warn, info, debug or trace
    #[arg(
        long,
        global = true,
        value_name = "LEVEL",
        env = "PAYDESK_LOG",
        hide_env_values = true
    )]
    log: Option<log::LevelFilter>,
    /// True if `--db` stands on the command line and not only in the environment.
    #[arg(skip)]
    db_is_named: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Opens the workbench on a sample desk in a throw-away file
    Demo(demo::Args),
    /// Reads exports of a helpdesk; again changes nothing
    #[command(subcommand)]
    Import(import::Command),
    /// Lists, shows and changes tickets
    #[command(subcommand)]
    Ticket(tickets::Command),
    /// Lists, keeps and forgets named queries
    #[command(subcommand)]
    View(views::Command),
    /// Lists and shows calendars; says whether a day is a business day
    #[command(subcommand)]
    Calendar(calendar::Command),
    /// Lists and shows payment methods
    #[command(subcommand)]
    Method(method::Command),
    /// Validates identifiers of accounts, businesses and persons
    Check(check::Args),
    /// Says when a payment settles and is paid out, and why
    Timeline(Box<timeline::Args>),
    /// Computes SLA clocks of given events; lists the policies
    Sla(sla::Args),
    /// Takes back the last action of this person
    Undo(undo::Args),
    /// Does again what was taken back last
    #[command(after_help = "Example: paydesk redo")]
    Redo,
    /// Looks the desk over: integrity, modes, imports cut short, configuration
    Doctor(desk::DoctorArgs),
    /// Copies the desk while it runs
    Backup(desk::BackupArgs),
    /// Puts a copy in the place of the desk, which is kept beside it
    Restore(desk::RestoreArgs),
    /// Says where the configuration is and whether it is right
    #[command(subcommand)]
    Config(config::Command),
    /// Prints every action with its keys
    Keys(keys::Args),
    /// Draws a pane of the workbench as a picture
    Screenshot(screenshot::Args),
    /// Prints a shell's completions
    Completions(completion::ShellArgs),
    /// Prints the manual page of paydesk or of one command
    Man(completion::ManArgs),
}

/// How a command that did not fail ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// Done.
    Done,
    /// Done, and the answer is "no".
    No,
    /// The command line is wrong, and standard error says so already.
    Usage,
    /// A signal ended it; there may be nobody left to be told.
    Ended,
}

impl Verdict {
    fn exit_code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::No => EXIT_NO,
            Self::Usage => ErrorKind::Usage.exit_code(),
            Self::Ended => ErrorKind::Interrupted.exit_code(),
        }
    }
}

/// Runs the command line `args` (the program's name first) and returns its exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    interrupts::prepare_process();
    let args = args::put_queries_last(&Cli::command(), args.into_iter().collect());
    let cli = match parse(args) {
        Ok(cli) => cli,
        Err(error) => return report_usage(&error),
    };
    let mut output = Output::new(cli.globals.quiet);
    let code = match carry_out(cli, &mut output) {
        Ok(code) => code,
        Err(error) => {
            log::error!("{error}");
            print::complain(&error.one_line());
            error.kind.exit_code()
        }
    };
    ExitCode::from(code)
}

/// Runs one command to its end and returns its exit code.
fn carry_out(cli: Cli, output: &mut Output) -> Result<u8> {
    let mut session = Session::new(cli.globals.clone())?;
    session.start_log()?;
    let verdict = dispatch(cli, &mut session, output)?;
    output.finish()?;
    if session.is_interrupted() {
        print::complain("interrupted; what was done until then is kept");
        return Ok(ErrorKind::Interrupted.exit_code());
    }
    Ok(verdict.exit_code())
}

/// The definition of the command line, in which an empty variable counts as none.
fn definition() -> clap::Command {
    let mut definition = Cli::command();
    let is_empty = |arg: &&clap::Arg| {
        let value = arg.get_env().and_then(env::var_os);
        value.is_some_and(|value| value.is_empty())
    };
    let empty: Vec<_> = definition
        .get_arguments()
        .filter(is_empty)
        .cloned()
        .collect();
    for arg in empty {
        let without = |arg: clap::Arg| arg.env(Resettable::Reset);
        definition = definition.mut_arg(arg.get_id(), without);
    }
    definition
}

fn parse(args: Vec<OsString>) -> std::result::Result<Cli, clap::Error> {
    let matches = definition().try_get_matches_from(args)?;
    let mut cli = Cli::from_arg_matches(&matches)?;
    cli.globals.db_is_named =
        matches.value_source("db") == Some(clap::parser::ValueSource::CommandLine);
    Ok(cli)
}

fn dispatch(cli: Cli, session: &mut Session, output: &mut Output) -> Result<Verdict> {
    match cli.command {
        None => workbench::start(session, &cli.look, cli.plain, output),
        Some(Command::Demo(args)) => demo::run(session, &args, (&cli.look, cli.plain), output),
        Some(Command::Import(command)) => import::run(session, &command, output),
        Some(Command::Ticket(command)) => tickets::run(session, &command, output),
        Some(Command::View(command)) => views::run(session, &command, output),
        Some(Command::Calendar(command)) => calendar::run(session, &command, output),
        Some(Command::Method(command)) => method::run(session, &command, output),
        Some(Command::Check(args)) => check::run(session, &args, output),
        Some(Command::Timeline(args)) => timeline::run(session, &args, output),
        Some(Command::Sla(args)) => sla::run(session, &args, output),
        Some(Command::Undo(args)) => undo::undo(session, &args, output),
        Some(Command::Redo) => undo::redo(session, output),
        Some(Command::Doctor(args)) => desk::doctor(session, &args, output),
        Some(Command::Backup(args)) => desk::backup(session, &args, output),
        Some(Command::Restore(args)) => desk::restore(session, &args, output),
        Some(Command::Config(command)) => config::run(session, &command, output),
        Some(Command::Keys(args)) => keys::run(session, &args, output),
        Some(Command::Screenshot(args)) => screenshot::run(session, &args, &cli.look, output),
        Some(Command::Completions(args)) => completion::print_completions(&args, output),
        Some(Command::Man(args)) => completion::print_manual(&args, output),
    }
}

/// Prints help, the version or what is wrong with the command line. The words may quote an
/// argument, so they are made safe like any other text.
fn report_usage(error: &clap::Error) -> ExitCode {
    let words = error.render().to_string();
    let words = text::screen(&words);
    let is_answer = matches!(
        error.kind(),
        UsageKind::DisplayHelp | UsageKind::DisplayVersion
    );
    // A reader that has gone needs no answer.
    drop(if is_answer {
        io::stdout().lock().write_all(words.as_bytes())
    } else {
        io::stderr().lock().write_all(words.as_bytes())
    });
    if is_answer {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(ErrorKind::Usage.exit_code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_shows_an_example() {
        fn visit(command: &clap::Command, path: &str) {
            let path = format!("{path} {}", command.get_name());
            let example = command.get_after_help().map(ToString::to_string);
            let is_family = command.has_subcommands() && path.contains(' ');
            assert!(
                is_family || example.is_some_and(|e| e.contains("Example: paydesk")),
                "{path} has no example"
            );
            for below in command.get_subcommands() {
                visit(below, &path);
            }
        }
        for command in Cli::command().get_subcommands() {
            visit(command, "paydesk");
        }
    }

    #[test]
    fn flags_stand_before_or_after_the_command() {
        let read = |line: &str| {
            let args: Vec<_> = line.split(' ').map(OsString::from).collect();
            parse(args::put_queries_last(&Cli::command(), args)).unwrap()
        };
        let before = read("paydesk --json --db a.db ticket list status:open");
        let after = read("paydesk ticket list status:open --db a.db --json");
        for cli in [before, after] {
            assert!(cli.globals.json && cli.globals.db_is_named);
            assert_eq!(cli.globals.db, Some(PathBuf::from("a.db")));
        }
    }
}
