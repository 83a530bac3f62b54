//! `paydesk timeline`: when a payment settles and is paid out, and why.

use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveDateTime, SecondsFormat};
use serde::Serialize;

use super::Verdict;
use super::args;
use super::print::Output;
use super::session::Session;
use crate::config::Config;
use crate::domain::clients::Terms;
use crate::domain::language::Language;
use crate::domain::merchants::methods::MethodRules;
use crate::domain::money::{Currency, Money};
use crate::domain::settlement::words::{Step, answer, steps};
use crate::domain::settlement::{
    Adjust, BillingCycle, Cadence, Lag, Plan, TimeOfDay, Timeline, WhatIf, compose,
};
use crate::domain::spelling::nearest;
use crate::domain::zone::{Occurrence, Zone};
use crate::domain::{Instant, Refusal};
use crate::error::{Error, ErrorKind, Result};
use crate::formats::json::write_line;
use crate::formats::settlement::Calculator;
use crate::jobs::batch;

/// The forms in which a time without offset is read.
const LOCAL_FORMS: [&str; 4] = [
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M",
];

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: paydesk timeline ideal --captured 2026-04-02T16:00 --cutoff 16:00 --payout weekly:fri --lang es"
)]
pub(super) struct Args {
    /// The method: its id, PPRO code or name
    #[arg(value_name = "METHOD", required_unless_present = "batch")]
    method: Option<String>,
    /// When it was captured; without an offset it is read in --tz, or the zone of the cut-off [default: now]
    #[arg(long, value_name = "RFC3339")]
    captured: Option<String>,
    /// The zone in which the cut-off is read
    #[arg(long, value_name = "ZONE")]
    tz: Option<String>,
    /// The client whose terms hold, by its name in the configuration
    #[arg(long, value_name = "NAME")]
    client: Option<String>,
    /// Adds the source of each step, and the steps that nobody need be told
    #[arg(long)]
    sources: bool,
    /// The language of the answer: en, es, de or pt
    #[arg(long, value_name = "LANG", default_value = "en", value_parser = language)]
    lang: Language,
    #[command(flatten)]
    what_if: WhatIfArgs,
    /// Calculates JSON Lines of {"id","kind","input"} instead; - is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["method", "captured", "tz", "client", "cutoff", "lag", "calendar", "no_roll", "payout", "adjust", "payout_calendar", "billing", "billing_lag", "amount"])]
    batch: Option<PathBuf>,
}

/// What is asked otherwise than it is on file.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "What if")]
struct WhatIfArgs {
    /// The cut-off; 24:00 is never
    #[arg(long, value_name = "HH:MM", value_parser = parsed::<TimeOfDay>)]
    cutoff: Option<TimeOfDay>,
    /// The settlement lag: 2b for business days, 2c for calendar days
    #[arg(long, value_name = "LAG", value_parser = parsed::<Lag>)]
    lag: Option<Lag>,
    /// The settlement calendars; several are one
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    calendar: Vec<String>,
    /// Counts from the trade date even if it is no business day
    #[arg(long)]
    no_roll: bool,
    /// The payout days: daily, weekly:fri, twice:tue,fri, monthly:15 or last
    #[arg(long, value_name = "DAYS", value_parser = cadence)]
    payout: Option<Cadence>,
    // No doc comment: the name of the rule would want backticks, which help prints as they are.
    #[arg(
        long,
        value_name = "HOW",
        value_parser = adjust,
        help = "Where a payout on a holiday goes: following, preceding or modified_following"
    )]
    adjust: Option<Adjust>,
    /// The payout calendars
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    payout_calendar: Vec<String>,
    /// The billing cycle: daily, weekly or monthly
    #[arg(long, value_name = "CYCLE", value_parser = cycle)]
    billing: Option<BillingCycle>,
    /// T2 business days from the billing day to the day the money leaves
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=i64::from(crate::domain::settlement::billing::MAX_BILLING_LAG)))]
    billing_lag: Option<u32>,
    /// An amount, to see what is left of it, as 120.00 or "120.00 EUR"
    #[arg(long, value_name = "AMOUNT")]
    amount: Option<String>,
}

fn language(code: &str) -> Result<Language, String> {
    Language::from_code(code).ok_or_else(|| "there are en, es, de and pt".to_owned())
}

fn parsed<T: std::str::FromStr<Err = Refusal>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|refusal: Refusal| refusal.said())
}

fn cadence(text: &str) -> Result<Cadence, String> {
    Cadence::parse(text).map_err(|refusal| refusal.said())
}

fn adjust(name: &str) -> Result<Adjust, String> {
    let all = Adjust::ALL.map(Adjust::name);
    Adjust::from_name(name).ok_or_else(|| format!("there are {}", all.join(", ")))
}

fn cycle(name: &str) -> Result<BillingCycle, String> {
    let all = BillingCycle::ALL.map(BillingCycle::name);
    BillingCycle::from_name(name).ok_or_else(|| format!("there are {}", all.join(", ")))
}

pub(super) fn run(session: &Session, args: &Args, output: &mut Output) -> Result<Verdict> {
    let config = session.config()?;
    match (&args.batch, &args.method) {
        (Some(file), _) => answer_file(session, &config, file, output)?,
        (None, Some(method)) => one(session, &config, method, args, output)?,
        // Refused by the command line's definition.
        (None, None) => return Ok(Verdict::Usage),
    }
    Ok(Verdict::Done)
}

fn answer_file(session: &Session, config: &Config, file: &Path, output: &mut Output) -> Result<()> {
    let calendars = config.calendars()?;
    let answer = |calculator: &mut Calculator<'_>, line: &[u8], out: &mut Vec<u8>| {
        write_line(&calculator.answer(line)?, out);
        Ok(true)
    };
    let state = || Calculator::new(&calendars);
    let answers = session.shield_file(file, |cancel| {
        batch::run(file, batch::Form::Json, state, answer, cancel)
    })?;
    output.copy(|out| answers.write(out))
}

fn one(
    session: &Session,
    config: &Config,
    method: &str,
    args: &Args,
    output: &mut Output,
) -> Result<()> {
    let calendars = config.calendars()?;
    let method = config.method(method)?.rules();
    let terms = match &args.client {
        Some(name) => {
            let terms = client(config, name)?;
            terms.check_calendars(&calendars).map_err(Refusal::from)?;
            for (id, _) in terms.methods() {
                // What else the client's terms name wrongly, `config check` says.
                let Ok(known) = config.method(id) else {
                    continue;
                };
                if known.id == method.id && known.id != id {
                    return Err(Error::new(
                        ErrorKind::Usage,
                        format!(
                            "{} names the method {id} otherwise than the catalogue",
                            terms.name
                        ),
                    )
                    .hint(format!(
                        "write [clients.\"{}\".methods.{}]",
                        terms.name, known.id
                    )));
                }
            }
            Some(terms)
        }
        None => None,
    };
    let what_if = what_if(&args.what_if, args.tz.as_deref(), terms, &method)?;
    let plan = Plan::new(&method, terms, &what_if, &calendars)?;
    let captured = match &args.captured {
        Some(text) => captured(text, &plan.cut_off.value.zone, output)?,
        None => session.now(),
    };
    let timeline = compose(&plan, captured)?;
    let steps = steps(&plan, &timeline, args.lang)?;
    let lines = answer(&plan, &timeline, args.lang);
    if session.is_json() {
        return output.json(&TimelineJson::new(&plan, &timeline, lines, steps));
    }
    for line in &lines {
        output.line(line)?;
    }
    for step in &steps {
        if args.sources {
            output.line(&format!("- {}", step.line(args.lang)))?;
        } else if step.date.is_none() {
            // What the reader of the reply cannot know either is for whoever writes it.
            output.remark(&step.why);
        } else if step.rule != "local_capture" {
            output.line(&format!("- {}", step.said(args.lang)))?;
        }
    }
    Ok(())
}

/// The terms of the client with this name, in any case.
fn client<'a>(config: &'a Config, name: &str) -> Result<&'a Terms> {
    let wanted = name.trim().to_lowercase();
    let mut clients = config.clients.iter();
    let found = clients.find(|terms| terms.name.to_lowercase() == wanted);
    found.ok_or_else(|| {
        let names = config.clients.iter().map(|terms| terms.name.as_str());
        let near = nearest(name, names);
        Error::new(ErrorKind::Missing, format!("there is no client {name}")).hint(near.map_or_else(
            || "write its terms below [clients.\"NAME\"] in the configuration".to_owned(),
            |near| format!("did you mean {near}?"),
        ))
    })
}

fn what_if(
    args: &WhatIfArgs,
    tz: Option<&str>,
    terms: Option<&Terms>,
    method: &MethodRules,
) -> Result<WhatIf> {
    let amount = match &args.amount {
        Some(text) => Some(amount(text, terms, method)?),
        None => None,
    };
    Ok(WhatIf {
        zone: tz.map(zone).transpose()?,
        cut_off: args.cutoff,
        lag: args.lag,
        calendars: args.calendar.clone(),
        no_roll: args.no_roll,
        payout: args.payout,
        adjust: args.adjust,
        payout_calendars: args.payout_calendar.clone(),
        billing: args.billing,
        billing_lag: args.billing_lag,
        amount,
    })
}

fn zone(name: &str) -> Result<Zone> {
    Zone::named(name).ok_or_else(|| {
        let names = Zone::names();
        let near = nearest(name, names.iter().map(String::as_str));
        Error::new(
            ErrorKind::Missing,
            format!("no time zone is called \"{name}\""),
        )
        .hint(near.map_or_else(
            || "name it as Europe/Berlin or UTC".to_owned(),
            |near| format!("did you mean \"{near}\"?"),
        ))
    })
}

/// An amount with its currency, or in that of the client or the method.
fn amount(text: &str, terms: Option<&Terms>, method: &MethodRules) -> Result<Money> {
    if let Some((number, code)) = text.trim().split_once(' ') {
        return Ok(Money::parse(number, Currency::named(code.trim())?)?);
    }
    let currency = match (terms, method.settlement_currencies.as_slice()) {
        (Some(terms), _) => terms.currency,
        (None, [one]) => Currency::named(one)?,
        (None, _) => {
            return Err(Error::new(
                ErrorKind::Refused,
                format!("{} settles in no one currency", method.name),
            )
            .hint("name it with the amount, as --amount \"120.00 EUR\""));
        }
    };
    Ok(Money::parse(text.trim(), currency)?)
}

/// An instant, or a local time in the zone of the cut-off.
fn captured(text: &str, zone: &Zone, output: &Output) -> Result<Instant> {
    if let Ok(at) = args::moment(text) {
        return Ok(at);
    }
    let text = text.trim();
    let mut read = LOCAL_FORMS.iter();
    let local = read.find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let Some(local) = local else {
        return Err(Error::new(
            ErrorKind::Refused,
            format!("`{text}` is no time of a capture"),
        )
        .hint("write a day that exists, as 2026-04-02T16:00:00+02:00, or 2026-04-02T16:00 for local time"));
    };
    let at = zone.instant(local, Occurrence::First);
    if zone.local(at).naive_local() != local {
        output.remark(&format!(
            "{local} does not exist in {}: the clocks go forward then, and the change itself is meant",
            zone.name()
        ));
    } else if zone.instant(local, Occurrence::Second) != at {
        output.remark(&format!(
            "{local} occurs twice in {}: the first is meant; give the offset to choose",
            zone.name()
        ));
    }
    Ok(at)
}

/// A timeline as `--json` prints it.
#[derive(Serialize)]
struct TimelineJson {
    method: String,
    client: Option<String>,
    captured_at: String,
    local_capture: String,
    trade_date: NaiveDate,
    effective_trade_date: NaiveDate,
    settlement_date: NaiveDate,
    billing_date: Option<NaiveDate>,
    billing_period: Option<BillingJson>,
    payout_date: Option<NaiveDate>,
    expected_credit: Option<CreditJson>,
    amount: Option<AmountJson>,
    answer: Vec<String>,
    steps: Vec<Step>,
}

#[derive(Serialize)]
struct BillingJson {
    start: NaiveDate,
    end: NaiveDate,
    settlement_day: NaiveDate,
}

#[derive(Serialize)]
struct CreditJson {
    from: NaiveDate,
    to: NaiveDate,
}

#[derive(Serialize)]
struct AmountJson {
    gross: Money,
    fee: Option<Money>,
    withheld: Option<Money>,
    release_date: Option<NaiveDate>,
    net: Money,
}

impl TimelineJson {
    fn new(plan: &Plan, timeline: &Timeline, answer: Vec<String>, steps: Vec<Step>) -> Self {
        let settled = &timeline.settled;
        Self {
            method: plan.method.clone(),
            client: plan.client.clone(),
            captured_at: timeline
                .captured_at
                .to_rfc3339_opts(SecondsFormat::AutoSi, true),
            local_capture: settled.local_capture.to_rfc3339(),
            trade_date: settled.trade_date,
            effective_trade_date: settled.effective_trade_date,
            settlement_date: settled.settlement_date,
            billing_date: timeline.billed.map(|(period, _)| period.billed_on),
            billing_period: timeline.billed.map(|(period, settlement_day)| BillingJson {
                start: period.start,
                end: period.end,
                settlement_day,
            }),
            payout_date: timeline.payout.map(|payout| payout.date),
            expected_credit: timeline.credit.map(|credit| CreditJson {
                from: credit.from,
                to: credit.to,
            }),
            amount: timeline.breakdown.map(|breakdown| AmountJson {
                gross: breakdown.gross,
                fee: breakdown.fee,
                withheld: breakdown.withheld.map(|(money, _)| money),
                release_date: breakdown.withheld.map(|(_, date)| date),
                net: breakdown.net,
            }),
            answer,
            steps,
        }
    }
}
