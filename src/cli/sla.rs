//! `paydesk sla`: the clocks of given tickets, and the policies that give them their targets.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Subcommand;
use serde::Serialize;

use super::Verdict;
use super::print::{self, Output};
use super::session::Session;
use crate::config::Config;
use crate::domain::schedule::Schedule;
use crate::domain::spelling::nearest;
use crate::domain::tickets::Priority;
use crate::domain::tickets::clocks::{Policy, put_in_order};
use crate::error::{Error, ErrorKind, Result};
use crate::formats::batch::Fault;
use crate::formats::clocks::{Defaults, Reader, write_result};
use crate::formats::source;
use crate::formats::zendesk::{policies, schedules};
use crate::jobs::batch;

/// Largest file of policies or schedules: a helpdesk has some hundred of them.
const MAX_POLICIES: u64 = 16 * 1024 * 1024;

#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "Example: paydesk sla --batch tickets.jsonl --why\n\n\
A line: {\"id\": 1, \"now\": \"2026-04-27T08:00:00Z\", \"events\": [EVENT...]}, and if they are not to \
come from the configuration its \"schedule\" and \"policy\". The first EVENT is {\"at\": \
\"2026-04-24T14:30:00Z\", \"kind\": \"created\", \"by\": \"end_user\", \"priority\": \"high\"}; others \
are of kind comment (by end_user, agent or system, public, status), status, priority, policy, \
schedule, side_comment and merged."
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
        (None, Some(file)) => answer_file(session, args, file, output),
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
    let place = match wanted {
        None => 0,
        Some(name) => known
            .iter()
            .position(|(own, _)| own == name)
            .ok_or_else(|| {
                let names = known.iter().map(|(own, _)| own.as_str());
                let cure = nearest(name, names).map_or_else(
                    || "name one of them as `schedule` in [desk]".to_owned(),
                    |near| format!("did you mean \"{near}\"?"),
                );
                refuse(
                    path,
                    &format!("has no schedule \"{name}\", which [desk] names"),
                )
                .hint(cure)
            })?,
    };
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
    Error::new(ErrorKind::Io, format!("{}: cannot be read", path.display())).caused_by(error)
}

fn refuse(path: &Path, what: &dyn std::fmt::Display) -> Error {
    Error::new(ErrorKind::Input, format!("{}: {what}", path.display()))
}

/// `sla --batch`: nothing is printed before every line is found right.
fn answer_file(
    session: &Session,
    args: &Args,
    path: &Path,
    output: &mut Output,
) -> Result<Verdict> {
    let config = session.config()?;
    let defaults = defaults(&config, &args.sources)?;
    // Zone of sentences where no schedule has one; none: no sentences.
    let zone = args.why.then_some(&config.desk.zone);
    let answer = |reader: &mut Reader<'_>, line: &[u8], out: &mut Vec<u8>| {
        let line = std::str::from_utf8(line)
            .map_err(|_broken| Fault::new("is not UTF-8", "save the file as UTF-8"))?;
        let ticket = reader.read(line)?;
        let clocks = ticket.clocks(config.sla, zone.is_some());
        let why = zone.map(|zone| clocks.why(ticket.now, zone));
        write_result(out, &ticket.id, &clocks.read(ticket.now), why.as_deref());
        Ok(true)
    };
    let state = || Reader::new(&defaults);
    let answers = session.shield_file(path, |cancel| {
        batch::run(path, batch::Form::Json, state, answer, cancel)
    })?;
    output.copy(|out| answers.write(out))?;
    Ok(Verdict::Done)
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
