//! The hours of a line.

use chrono::NaiveDate;
use serde::Deserialize;

use super::Fault;
use super::loose::{Loose, none_of, quoted};
use crate::domain::moment;
use crate::domain::schedule::{Schedule, Span};
use crate::domain::zone::Zone;

/// Most hours of a week: eight a day. More would be kept for years, many times.
const MAX_SPANS: usize = 7 * 8;

#[derive(Deserialize)]
#[serde(expecting = "an object with zone, week and holidays, or null")]
struct RawSchedule<'a> {
    #[serde(borrow, default)]
    zone: Loose<'a>,
    #[serde(borrow)]
    week: Vec<RawSpan<'a>>,
    #[serde(borrow, default)]
    holidays: Option<Vec<Loose<'a>>>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object with day, from and to for each of `week`")]
struct RawSpan<'a> {
    #[serde(borrow, default)]
    day: Loose<'a>,
    #[serde(borrow, default)]
    from: Loose<'a>,
    #[serde(borrow, default)]
    to: Loose<'a>,
}

/// Reads `{"zone","week":[{"day","from","to"}...],"holidays":["2026-05-01"...]}`.
pub(super) fn read(text: &str) -> Result<Schedule, Fault> {
    let raw: RawSchedule<'_> = serde_json::from_str(text).map_err(|e| Fault::of_json(&e))?;
    let name = raw
        .zone
        .text("zone", "write a zone's name, as \"Europe/Berlin\"")?;
    let zone = Zone::named(name).ok_or_else(|| {
        let hint = Zone::nearest(name).map_or_else(
            || "; name it as Europe/Berlin or UTC".to_owned(),
            |near| format!("; did you mean \"{near}\"?"),
        );
        Fault::new(
            "zone",
            format!("no time zone is called {}{hint}", quoted(name)),
        )
    })?;
    if raw.week.len() > MAX_SPANS {
        let what = format!("{} hours; write at most {MAX_SPANS}", raw.week.len());
        return Err(Fault::new("week", what));
    }
    let mut week = Vec::with_capacity(raw.week.len());
    for (place, raw) in raw.week.iter().enumerate() {
        week.push(span(raw).map_err(|fault| fault.below(&format!("week[{place}]")))?);
    }
    let mut closed = Vec::new();
    for (place, raw) in raw.holidays.iter().flatten().enumerate() {
        closed.push(date(raw, &format!("holidays[{place}]"))?);
    }
    Schedule::new(zone, &week, closed).map_err(|bad| {
        Fault::new(
            "week",
            format!(
                "the hours {} cannot be; end them later than they begin",
                bad.0
            ),
        )
    })
}

fn span(raw: &RawSpan<'_>) -> Result<Span, Fault> {
    let name = raw.day.text("day", "write a day, as \"mon\"")?;
    let day =
        Span::day_named(name).ok_or_else(|| none_of("day", name, Span::DAYS.into_iter(), "day"))?;
    let (from, to) = (minute(&raw.from, "from")?, minute(&raw.to, "to")?);
    if to <= from {
        return Err(raw.to.wrong(
            "to",
            "it must be later than `from`; write hours over midnight as two, the first to 24:00",
        ));
    }
    Ok(Span { day, from, to })
}

fn minute(raw: &Loose<'_>, member: &str) -> Result<u16, Fault> {
    const CURE: &str = "write a time from 00:00 to 24:00, as \"09:30\"";
    let text = raw.text(member, CURE)?;
    Span::minute(text).ok_or_else(|| raw.wrong(member, CURE))
}

fn date(raw: &Loose<'_>, member: &str) -> Result<NaiveDate, Fault> {
    const CURE: &str = "write a date that exists, as \"2026-05-01\"";
    let text = raw.text(member, CURE)?;
    moment::date(text).ok_or_else(|| raw.wrong(member, CURE))
}
