//! `paydesk sla`: the clocks of given tickets, and the policies that give them their targets.

use std::io::{self, BufRead, BufReader, Read, Seek, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use clap::Subcommand;
use serde::Serialize;
use tempfile::SpooledTempFile;

use super::Verdict;
use super::print::{self, Output};
use super::session::Session;
use crate::config::Config;
use crate::domain::schedule::Schedule;
use crate::domain::tickets::Priority;
use crate::domain::tickets::clocks::{Policy, Switches, put_in_order};
use crate::domain::zone::Zone;
use crate::error::{Error, ErrorKind, Result};
use crate::formats::clocks::{Defaults, MAX_LINE, Reader, write_result};
use crate::formats::source;
use crate::formats::zendesk::{policies, schedules};

/// Bytes of lines that are worked on together: enough to keep two threads busy, little memory.
const BLOCK: usize = 2 * 1024 * 1024;
/// Threads that work on a block.
const WORKERS: usize = 2;
/// Bytes of results kept in memory; more go to a temporary file until all lines are found right.
const SPOOL: usize = 16 * 1024 * 1024;
/// Largest file of policies or schedules: a helpdesk has some hundred of them.
const MAX_POLICIES: u64 = 16 * 1024 * 1024;
/// Bytes copied at a time.
const COPY: usize = 64 * 1024;

#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "Example: paydesk sla --batch tickets.jsonl --why"
)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// JSON Lines, one ticket with its events a line; `-` for standard input
    #[arg(long, value_name = "FILE", required = true)]
    batch: Option<PathBuf>,
    /// Says in words what happened to each clock
    #[arg(long)]
    why: bool,
    #[command(flatten)]
    sources: Sources,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lists the policies in order, with targets and what could not be understood
    #[command(after_help = "Example: paydesk sla policies --policies sla_policies.json")]
    Policies(Sources),
}

/// Where policies and schedules come from: the configuration, if nothing is said.
#[derive(Debug, clap::Args)]
struct Sources {
    /// Zendesk's `sla_policies` JSON instead of the policies of the configuration
    #[arg(long, value_name = "FILE")]
    policies: Option<PathBuf>,
    /// Zendesk's `schedules` JSON instead of the schedules of the configuration
    #[arg(long, value_name = "FILE")]
    schedules: Option<PathBuf>,
}

pub(super) fn run(session: &Session, args: &Args, output: &mut Output) -> Result<Verdict> {
    match (&args.command, &args.batch) {
        (Some(Command::Policies(sources)), _) => list(session, sources, output),
        (None, Some(file)) => batch(session, args, file, output),
        (None, None) => Ok(Verdict::Usage),
    }
}

/// What the lines of a batch fall back on.
fn defaults(config: &Config, sources: &Sources) -> Result<Defaults> {
    let policies = match &sources.policies {
        Some(path) => {
            let read = policies::read(&read_whole(path)?);
            read.map_err(|fault| refuse(path, &fault))?
        }
        None => config.policies.clone(),
    };
    let schedule = schedule(config, sources)?;
    let mut policies = policies;
    put_in_order(&mut policies);
    Ok(Defaults {
        policies,
        schedule,
        office: config.office_hours().map(Arc::new),
    })
}

/// The schedule that is named, the first of the file, or none.
fn schedule(config: &Config, sources: &Sources) -> Result<Option<Arc<Schedule>>> {
    let Some(path) = &sources.schedules else {
        return Ok(config.desk_schedule()?.map(Arc::new));
    };
    let mut known = schedules::read(&read_whole(path)?).map_err(|what| refuse(path, &what))?;
    let wanted = config.desk.schedule.as_ref();
    let place = wanted.and_then(|name| known.iter().position(|(own, _)| own == name));
    let place = place.unwrap_or_default();
    Ok((place < known.len()).then(|| Arc::new(known.swap_remove(place).1)))
}

fn read_whole(path: &Path) -> Result<Vec<u8>> {
    let (file, _) = source::open(path)?;
    let mut bytes = Vec::new();
    let read = file.take(MAX_POLICIES + 1).read_to_end(&mut bytes);
    read.map_err(|error| unreadable(path, error))?;
    if u64::try_from(bytes.len()).is_ok_and(|len| len > MAX_POLICIES) {
        return Err(Error::new(
            ErrorKind::Input,
            format!("{} is larger than {MAX_POLICIES} bytes", path.display()),
        )
        .hint("name a file of policies or schedules"));
    }
    Ok(bytes)
}

fn unreadable(path: &Path, error: io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("{}: cannot be read", name(path))).caused_by(error)
}

fn refuse(path: &Path, what: &dyn std::fmt::Display) -> Error {
    Error::new(ErrorKind::Input, format!("{}: {what}", path.display()))
}

/// The file's name in errors.
fn name(path: &Path) -> String {
    if path.as_os_str() == "-" {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    }
}

/// `sla --batch`: nothing is printed before every line is found right.
fn batch(session: &Session, args: &Args, path: &Path, output: &mut Output) -> Result<Verdict> {
    let config = session.config()?;
    let defaults = defaults(&config, &args.sources)?;
    let work = Work {
        defaults: &defaults,
        switches: config.sla,
        zone: args.why.then_some(&config.desk.zone),
    };
    let mut results = SpooledTempFile::new(SPOOL);
    if path.as_os_str() == "-" {
        work.carry_out(path, io::stdin().lock(), &mut results)?;
    } else {
        let (file, _) = source::open(path)?;
        work.carry_out(path, BufReader::with_capacity(COPY, file), &mut results)?;
    }
    print_results(&mut results, output)?;
    Ok(Verdict::Done)
}

fn print_results(results: &mut SpooledTempFile, output: &mut Output) -> Result<()> {
    results.rewind().map_err(spool_failed)?;
    let mut piece = vec![0; COPY];
    output.write(b"{\"results\":[\n")?;
    loop {
        let size = results.read(&mut piece).map_err(spool_failed)?;
        match piece.get(..size) {
            Some(piece) if size > 0 => output.write(piece)?,
            _ => break,
        }
    }
    output.write(b"\n]}\n")
}

fn spool_failed(error: io::Error) -> Error {
    Error::new(ErrorKind::Io, "cannot keep results in a temporary file")
        .caused_by(error)
        .hint("see whether its disk is full, or set TMPDIR to another folder")
}

/// What is done to each line.
struct Work<'a> {
    defaults: &'a Defaults,
    switches: Switches,
    /// Zone of sentences where no schedule has one; none: no sentences.
    zone: Option<&'a Zone>,
}

/// Lines that are worked on together.
#[derive(Default)]
struct Block {
    bytes: Vec<u8>,
    /// The number and place of each line that is not blank.
    lines: Vec<(u64, Range<usize>)>,
}

impl Work<'_> {
    /// Works on every line, results to `into`; fails at the first that is wrong.
    fn carry_out(&self, path: &Path, mut from: impl BufRead, into: &mut impl Write) -> Result<()> {
        let mut readers: Vec<_> = (0..WORKERS).map(|_| Reader::new(self.defaults)).collect();
        let mut block = Block::default();
        let (mut number, mut is_first) = (0, true);
        while read_block(path, &mut from, &mut number, &mut block)? {
            for result in self.work_on(path, &block, &mut readers) {
                let result = result?;
                if !is_first && !result.is_empty() {
                    into.write_all(b",\n").map_err(spool_failed)?;
                }
                is_first &= result.is_empty();
                into.write_all(&result).map_err(spool_failed)?;
            }
        }
        if is_first {
            return Err(
                Error::new(ErrorKind::Input, format!("{}: holds no ticket", name(path)))
                    .hint("write one ticket a line, as an object in JSON"),
            );
        }
        Ok(())
    }

    /// The results of a block, one part for each thread, in order.
    fn work_on(
        &self,
        path: &Path,
        block: &Block,
        readers: &mut [Reader<'_>],
    ) -> Vec<Result<Vec<u8>>> {
        let share = block.lines.len().div_ceil(WORKERS).max(1);
        let parts = block.lines.chunks(share).zip(readers);
        thread::scope(|scope| {
            let started: Vec<_> = parts
                .map(|(lines, reader)| {
                    scope.spawn(move || self.work_through(path, &block.bytes, lines, reader))
                })
                .collect();
            let ended = started.into_iter().map(|thread| {
                thread.join().unwrap_or_else(|_panic| {
                    Err(Error::new(
                        ErrorKind::Internal,
                        "a thread of the batch failed",
                    ))
                })
            });
            ended.collect()
        })
    }

    fn work_through(
        &self,
        path: &Path,
        bytes: &[u8],
        lines: &[(u64, Range<usize>)],
        reader: &mut Reader<'_>,
    ) -> Result<Vec<u8>> {
        let mut out = Vec::with_capacity(lines.len() * 512);
        for (number, place) in lines {
            let fail = |what: &dyn std::fmt::Display| {
                let what = format!("{} line {number}: {what}", name(path));
                Error::new(ErrorKind::Input, what)
            };
            let line = std::str::from_utf8(bytes.get(place.clone()).unwrap_or_default())
                .map_err(|_broken| fail(&"is not UTF-8; save the file as UTF-8"))?;
            let ticket = reader.read(line).map_err(|fault| fail(&fault))?;
            let clocks = ticket.clocks(self.switches, self.zone.is_some());
            let why = self.zone.map(|zone| clocks.why(ticket.now, zone));
            if !out.is_empty() {
                out.extend_from_slice(b",\n");
            }
            write_result(
                &mut out,
                &ticket.id,
                &clocks.read(ticket.now),
                why.as_deref(),
            );
        }
        Ok(out)
    }
}

/// Fills a block with whole lines; false at the end of the file.
fn read_block(
    path: &Path,
    from: &mut impl BufRead,
    number: &mut u64,
    block: &mut Block,
) -> Result<bool> {
    block.bytes.clear();
    block.lines.clear();
    let most = u64::try_from(MAX_LINE + 1).unwrap_or(u64::MAX);
    while block.bytes.len() < BLOCK {
        let start = block.bytes.len();
        let read = from.by_ref().take(most).read_until(b'\n', &mut block.bytes);
        let size = read.map_err(|error| unreadable(path, error))?;
        if size == 0 {
            break;
        }
        *number += 1;
        let line = block.bytes.get(start..).unwrap_or_default();
        if size > MAX_LINE && !line.ends_with(b"\n") {
            let what = format!(
                "{} line {number}: is longer than {MAX_LINE} bytes; write one ticket a line",
                name(path)
            );
            return Err(Error::new(ErrorKind::Input, what));
        }
        let mark = if *number == 1 {
            "\u{feff}".as_bytes()
        } else {
            b""
        };
        let skipped = if line.starts_with(mark) {
            mark.len()
        } else {
            0
        };
        let is_blank = line.iter().skip(skipped).all(u8::is_ascii_whitespace);
        if !is_blank {
            block.lines.push((*number, start + skipped..start + size));
        }
    }
    Ok(!block.lines.is_empty() || !block.bytes.is_empty())
}

/// `sla policies --json`.
#[derive(Serialize)]
struct PoliciesJson<'a> {
    policies: Vec<PolicyJson<'a>>,
    schedule: Option<ScheduleJson<'a>>,
}

#[derive(Serialize)]
struct PolicyJson<'a> {
    name: &'a str,
    position: i64,
    targets: Vec<TargetJson>,
    not_understood: &'a [String],
}

#[derive(Serialize)]
struct TargetJson {
    metric: &'static str,
    priority: Option<&'static str>,
    target_seconds: i64,
    business_hours: bool,
}

#[derive(Serialize)]
struct ScheduleJson<'a> {
    zone: &'a str,
    week: Vec<String>,
    closed_days: usize,
}

fn list(session: &Session, sources: &Sources, output: &mut Output) -> Result<Verdict> {
    let defaults = defaults(&session.config()?, sources)?;
    let schedule = defaults.schedule.as_ref().or(defaults.office.as_ref());
    let schedule = schedule.map(|schedule| ScheduleJson {
        zone: schedule.zone().name(),
        week: schedule.spans().iter().map(ToString::to_string).collect(),
        closed_days: schedule.closed_days().len(),
    });
    if session.is_json() {
        let policies = defaults.policies.iter().map(policy_json).collect();
        output.json(&PoliciesJson { policies, schedule })?;
        return Ok(Verdict::Done);
    }
    for (place, policy) in (1..).zip(&defaults.policies) {
        output.line(&format!("{place}. {}", policy.name))?;
        for goal in policy.targets.goals() {
            output.line(&format!("   {goal}"))?;
        }
        for words in &policy.not_understood {
            output.line(&format!("   not understood, so it never applies: {words}"))?;
        }
    }
    let number = u64::try_from(defaults.policies.len()).unwrap_or(u64::MAX);
    let mut remark = print::count(number, "policy").replace("policys", "policies");
    if let Some(schedule) = schedule {
        let (zone, week) = (schedule.zone, schedule.week.join(", "));
        remark = format!("{remark}, business hours in {zone}: {week}");
    }
    output.remark(&remark);
    Ok(Verdict::Done)
}

fn policy_json(policy: &Policy) -> PolicyJson<'_> {
    let targets = policy.targets.goals().iter().map(|goal| TargetJson {
        metric: goal.metric.name(),
        priority: goal.priority.map(Priority::name),
        target_seconds: goal.target.seconds,
        business_hours: goal.target.business,
    });
    PolicyJson {
        name: &policy.name,
        position: policy.position,
        targets: targets.collect(),
        not_understood: &policy.not_understood,
    }
}
