//! `paydesk calendar`: which calendars there are, their holidays, and whether a day is a business
//! day.

use chrono::{Datelike, NaiveDate, Weekday};
use clap::Subcommand;
use serde::Serialize;

use super::print::{Output, Table, labelled, terminal_width};
use super::session::Session;
use super::{Verdict, args};
use crate::domain::calendar::{Calendar, Confidence};
use crate::domain::{Refusal, moment};
use crate::error::Result;

const HEADS: [&str; 6] = ["CODE", "YEARS", "WEEKEND", "CONFIDENCE", "ZONE", "NAME"];

/// Columns of the labels of `calendar show`.
const LABEL_CELLS: usize = 12;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Lists the calendars
    #[command(after_help = "Example: paydesk calendar list")]
    List,
    /// Shows a calendar and its holidays of a year
    #[command(after_help = "Example: paydesk calendar show MX-CNBV --year 2027")]
    Show {
        /// The calendar's code
        code: String,
        /// The year [default: this year]
        #[arg(long, value_name = "YEAR")]
        year: Option<i32>,
    },
    /// Says whether a day is a business day, and which are next to it
    #[command(after_help = "Example: paydesk calendar check T2+PL 2026-04-03

Exits with 3 if the day is no business day.")]
    Check {
        /// The calendar's code; several as T2+PL, then a day must be a business day of each
        code: String,
        /// The day, as 2026-04-03
        #[arg(value_parser = args::date)]
        date: NaiveDate,
    },
}

pub(super) fn run(session: &Session, command: &Command, output: &mut Output) -> Result<Verdict> {
    match command {
        Command::List => list(session, output),
        Command::Show { code, year } => show(session, code, *year, output),
        Command::Check { code, date } => check(session, code, *date, output),
    }
}

#[derive(Serialize)]
struct CalendarsJson<'a> {
    calendars: Vec<CalendarJson<'a>>,
}

#[derive(Serialize)]
struct CalendarJson<'a> {
    code: &'a str,
    name: &'a str,
    zone: &'a str,
    weekend: Vec<String>,
    /// First and last year that are known; null where rules know every year.
    years: Option<[i32; 2]>,
    source: &'a str,
    confidence: &'static str,
    note: Option<&'a str>,
}

impl<'a> CalendarJson<'a> {
    fn new(calendar: &'a Calendar) -> Self {
        Self {
            code: &calendar.code,
            name: &calendar.name,
            zone: calendar.zone.name(),
            weekend: calendar.weekend().iter().map(|day| short(*day)).collect(),
            years: calendar.years().map(|years| [*years.start(), *years.end()]),
            source: &calendar.source,
            confidence: match calendar.confidence {
                Confidence::Sourced => "sourced",
                Confidence::UnsourcedTypical => "unsourced_typical",
            },
            note: calendar.note.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct YearJson<'a> {
    #[serde(flatten)]
    calendar: CalendarJson<'a>,
    year: i32,
    holidays: Vec<HolidayJson>,
}

#[derive(Serialize)]
struct HolidayJson {
    date: NaiveDate,
    name: String,
    weekday: String,
    /// True for a day on which it would be closed anyway.
    weekend: bool,
    /// True for a day that is worked in spite of the holiday.
    worked: bool,
}

#[derive(Serialize)]
struct CheckJson<'a> {
    calendars: Vec<&'a str>,
    date: NaiveDate,
    business_day: bool,
    why: Option<&'a str>,
    /// Null where the calendar does not know the year.
    previous: Option<NaiveDate>,
    next: Option<NaiveDate>,
}

fn list(session: &Session, output: &mut Output) -> Result<Verdict> {
    let calendars = session.config()?.calendars()?;
    let all = calendars.iter();
    if session.is_json() {
        let calendars = all.map(CalendarJson::new).collect();
        output.json(&CalendarsJson { calendars })?;
        return Ok(Verdict::Done);
    }
    let rows = all.map(|calendar| {
        vec![
            calendar.code.clone(),
            years(calendar),
            weekend(calendar, short),
            confidence(calendar.confidence).to_owned(),
            calendar.zone.name().to_owned(),
            calendar.name.clone(),
        ]
    });
    let rows = std::iter::once(HEADS.map(str::to_owned).to_vec()).chain(rows);
    for line in Table::new(&HEADS, terminal_width()).lay_out(rows.collect()) {
        output.line(&line)?;
    }
    Ok(Verdict::Done)
}

fn show(session: &Session, code: &str, year: Option<i32>, output: &mut Output) -> Result<Verdict> {
    let calendars = session.config()?.calendars()?;
    let calendar = calendars.get(code)?;
    let year = year.unwrap_or_else(|| calendar.zone.local(session.now()).year());
    let holidays = calendar.holidays(year)?;
    let holidays: Vec<_> = holidays
        .into_iter()
        .map(|holiday| HolidayJson {
            weekday: short(holiday.date.weekday()),
            weekend: calendar.is_weekend(holiday.date),
            worked: calendar.is_worked(holiday.date),
            date: holiday.date,
            name: holiday.name,
        })
        .collect();
    if session.is_json() {
        output.json(&YearJson {
            calendar: CalendarJson::new(calendar),
            year,
            holidays,
        })?;
        return Ok(Verdict::Done);
    }
    output.line(&format!("{}  {}", calendar.code, calendar.name))?;
    let facts = [
        ("Zone", Some(calendar.zone.name().to_owned())),
        (
            "Weekend",
            Some(weekend(calendar, |day| moment::weekday(day).to_owned())),
        ),
        ("Years", Some(years(calendar))),
        (
            "Confidence",
            Some(confidence(calendar.confidence).to_owned()),
        ),
        ("Source", Some(calendar.source.clone())),
        ("Note", calendar.note.clone()),
    ];
    for (label, value) in facts {
        if let Some(value) = value {
            for line in labelled(label, LABEL_CELLS, &value) {
                output.line(&line)?;
            }
        }
    }
    output.line("")?;
    for holiday in &holidays {
        let remark = match (holiday.worked, holiday.weekend) {
            (true, _) => "  (worked)",
            (false, true) => "  (weekend)",
            (false, false) => "",
        };
        let day = moment::weekday(holiday.date.weekday())
            .get(..3)
            .unwrap_or_default();
        output.line(&format!(
            "{}  {day}  {}{remark}",
            holiday.date, holiday.name
        ))?;
    }
    if holidays.is_empty() {
        output.remark(&format!("{} has no holidays in {year}", calendar.code));
    }
    Ok(Verdict::Done)
}

fn check(session: &Session, code: &str, date: NaiveDate, output: &mut Output) -> Result<Verdict> {
    let calendars = session.config()?.calendars()?;
    let codes: Vec<_> = code.split('+').map(str::trim).collect();
    if codes.contains(&"") {
        let refusal = Refusal::missing(format!("`{code}` names a calendar that is empty"));
        return Err(refusal.cure("write it as T2 or T2+PL").into());
    }
    let days = calendars.union(&codes)?;
    let why = days.why_closed(date)?;
    // Beside the edge of a calendar's data the neighbour is not known; the day itself is.
    let previous = date.pred_opt().map(|day| days.on_or_before(day));
    let next = date.succ_opt().map(|day| days.on_or_after(day));
    let verdict = if why.is_none() {
        Verdict::Done
    } else {
        Verdict::No
    };
    if session.is_json() {
        let known = |day: &Option<std::result::Result<NaiveDate, Refusal>>| {
            day.as_ref().and_then(|day| day.as_ref().ok().copied())
        };
        let all = days.calendars().iter();
        output.json(&CheckJson {
            calendars: all.map(|calendar| calendar.code.as_str()).collect(),
            date,
            business_day: why.is_none(),
            why: why.as_deref(),
            previous: known(&previous),
            next: known(&next),
        })?;
        return Ok(verdict);
    }
    let (codes, weekday) = (days.codes(), moment::weekday(date.weekday()));
    output.line(&match &why {
        None => format!("{date} ({weekday}) is a business day of {codes}"),
        Some(why) => format!("{date} ({weekday}) is no business day of {codes}: {why}"),
    })?;
    for (label, day) in [("Previous", previous), ("Next", next)] {
        let day = match day {
            Some(Ok(day)) => format!("{day} ({})", moment::weekday(day.weekday())),
            Some(Err(refusal)) => format!("not known: {}", refusal.reason),
            None => "not known".to_owned(),
        };
        output.line(&format!("{label:<9} {day}"))?;
    }
    Ok(verdict)
}

fn years(calendar: &Calendar) -> String {
    match calendar.years() {
        Some(years) => format!("{} to {}", years.start(), years.end()),
        None => "any".to_owned(),
    }
}

fn weekend(calendar: &Calendar, name: fn(Weekday) -> String) -> String {
    let days: Vec<_> = calendar.weekend().iter().map(|day| name(*day)).collect();
    if days.is_empty() {
        "none".to_owned()
    } else {
        days.join(", ")
    }
}

fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Sourced => "sourced",
        Confidence::UnsourcedTypical => "typical",
    }
}

/// As in JSON and the configuration: `sat`.
fn short(day: Weekday) -> String {
    day.to_string().to_lowercase()
}
