//! Days, times and durations in a query, symbolic until a query is asked: a view that says
//! `solved:today` means another day tomorrow.
//!
//! A day is one of the desk's zone. A time is the instant itself where it is compared, and its
//! minute (or second) where it stands alone.

use std::fmt;

use chrono::{
    DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc, Weekday,
};

use super::ast::Bounds;
use super::parse::FilterError;
use super::select::Context;
use super::selection::Span;
use super::words::Word;
use crate::domain::Instant;
use crate::domain::moment;
use crate::domain::schedule::Schedule;
use crate::domain::spelling::nearest;
use crate::domain::zone::{Occurrence, Zone};

/// A day or a time as it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Date {
    /// A day.
    Day(NaiveDate),
    /// A local time of a day.
    Time(NaiveDateTime),
    /// An instant.
    Instant(Instant),
    /// The day it is.
    Today,
    /// The day before.
    Yesterday,
    /// The day after.
    Tomorrow,
    /// The last such day; today if it is one.
    Weekday(Weekday),
    /// A local time today.
    Clock(NaiveTime),
}

/// Words for days.
const WORDS: [&str; 10] = [
    "today",
    "yesterday",
    "tomorrow",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Time(time) => write!(f, "{}T{}", time.date(), clock(time.time())),
            Self::Instant(at) => write!(f, "{}", at.format("%Y-%m-%dT%H:%M:%SZ")),
            Self::Today => f.write_str("today"),
            Self::Yesterday => f.write_str("yesterday"),
            Self::Tomorrow => f.write_str("tomorrow"),
            Self::Weekday(day) => f.write_str(&moment::weekday(*day).to_lowercase()),
            Self::Clock(time) => f.write_str(&clock(*time)),
        }
    }
}

fn clock(time: NaiveTime) -> String {
    let format = if time.second() == 0 {
        "%H:%M"
    } else {
        "%H:%M:%S"
    };
    time.format(format).to_string()
}

/// Where an asked day or time begins, and where it has passed.
#[derive(Clone, Copy)]
struct Stretch {
    from: Instant,
    /// The first instant after it, where it stands alone.
    end: Instant,
    /// The first instant that is later than it.
    past: Instant,
}

impl Date {
    fn stretch(self, context: &Context<'_>) -> Stretch {
        let today = context.zone.local(context.now).date_naive();
        match self {
            Self::Day(day) => whole_day(day, context.zone),
            Self::Today => whole_day(today, context.zone),
            Self::Yesterday => whole_day(today - Days::new(1), context.zone),
            Self::Tomorrow => whole_day(today + Days::new(1), context.zone),
            Self::Weekday(day) => {
                let back =
                    (7 + today.weekday().num_days_from_monday() - day.num_days_from_monday()) % 7;
                whole_day(today - Days::new(back.into()), context.zone)
            }
            Self::Time(time) => short(context.zone.instant(time, Occurrence::First)),
            Self::Clock(time) => short(
                context
                    .zone
                    .instant(today.and_time(time), Occurrence::First),
            ),
            Self::Instant(at) => short(at),
        }
    }
}

fn whole_day(day: NaiveDate, zone: &Zone) -> Stretch {
    let start = |day: NaiveDate| zone.instant(day.and_time(NaiveTime::MIN), Occurrence::First);
    let end = start(day + Days::new(1));
    Stretch {
        from: start(day),
        end,
        past: end,
    }
}

fn short(from: Instant) -> Stretch {
    let seconds = if from.second() == 0 { 60 } else { 1 };
    Stretch {
        from,
        end: from + chrono::Duration::seconds(seconds),
        past: from + chrono::Duration::seconds(1),
    }
}

impl Bounds<Date> {
    /// The stretch of time it means.
    pub(super) fn resolve(self, context: &Context<'_>) -> Span {
        let stretch = |date: Date| date.stretch(context);
        let (from, to) = match self {
            Self::Is(date) => (Some(stretch(date).from), Some(stretch(date).end)),
            Self::Less(date) => (None, Some(stretch(date).from)),
            Self::AtMost(date) => (None, Some(stretch(date).past)),
            Self::Greater(date) => (Some(stretch(date).past), None),
            Self::AtLeast(date) => (Some(stretch(date).from), None),
            Self::Between(from, to) => (Some(stretch(from).from), Some(stretch(to).past)),
        };
        Span { from, to }
    }
}

/// Reads a day or a time.
pub(super) fn date(part: Word<'_>) -> Result<Date, FilterError> {
    let text = part.text();
    let lower = text.to_ascii_lowercase();
    match lower.as_str() {
        "today" => return Ok(Date::Today),
        "yesterday" => return Ok(Date::Yesterday),
        "tomorrow" => return Ok(Date::Tomorrow),
        _ => {}
    }
    if let Some(day) = weekday(&lower) {
        return Ok(Date::Weekday(day));
    }
    if let Some(time) = time(&text) {
        return Ok(Date::Clock(time));
    }
    let (day, rest) = match text.find(['T', 't', ' ']) {
        Some(at) => text.split_at(at),
        None => (&*text, ""),
    };
    let is_dated = day.split('-').count() == 3
        && day
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-');
    let Some(on) = moment::date(day) else {
        if is_dated && day.len() == "2026-04-01".len() {
            return Err(part.error(format!("There is no day {day}")));
        }
        return Err(FilterError {
            nearest: nearest(&lower, WORDS).map(str::to_owned),
            ..part.error(
                "A date is a day such as 2026-04-01, today, yesterday or monday, or a time such \
                 as 10:00 or 2026-04-01T10:00",
            )
        });
    };
    let Some(rest) = rest.get(1..) else {
        return Ok(Date::Day(on));
    };
    if let Some(time) = time(rest) {
        return Ok(Date::Time(on.and_time(time)));
    }
    let offset = format!("{on}T{}", rest.to_ascii_uppercase());
    let at = DateTime::parse_from_rfc3339(&offset).or_else(|_| {
        // RFC 3339 wants seconds; people leave them out.
        let (clock, zone) = rest.split_at(rest.find(['Z', 'z', '+', '-']).unwrap_or(0));
        DateTime::parse_from_rfc3339(&format!("{on}T{clock}:00{}", zone.to_ascii_uppercase()))
    });
    match at {
        Ok(at) => Ok(Date::Instant(whole_second(at.with_timezone(&Utc)))),
        Err(_unreadable) => Err(part.error(format!("There is no time {rest}; write it as 10:00"))),
    }
}

fn whole_second(at: Instant) -> Instant {
    at.with_nanosecond(0).unwrap_or(at)
}

/// `9:30`, `10:00` or `10:00:30`.
fn time(text: &str) -> Option<NaiveTime> {
    let mut numbers = [0u32; 3];
    let parts: Vec<&str> = text.split(':').collect();
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    for (place, (part, number)) in parts.iter().zip(&mut numbers).enumerate() {
        let fits = part.len() == 2 || place == 0 && part.len() == 1;
        if !fits || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *number = part.parse().ok()?;
    }
    let [hour, minute, second] = numbers;
    NaiveTime::from_hms_opt(hour, minute, second)
}

/// A weekday by its name or its first three letters.
fn weekday(word: &str) -> Option<Weekday> {
    let mut days = WORDS.iter().skip(3).zip(0u8..);
    let found = days.find(|(name, _)| **name == word || name.get(..3) == Some(word));
    found.and_then(|(_, place)| Weekday::try_from(place).ok())
}

/// A length of time as it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration {
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: Unit,
}

/// What durations are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Minutes.
    Minute,
    /// Hours.
    Hour,
    /// Days of 24 hours.
    Day,
    /// Weeks of seven such days.
    Week,
    /// Hours of the desk's schedule.
    BusinessHour,
    /// Days on which the schedule opens: the same time so many of them away.
    BusinessDay,
}

impl Unit {
    /// Every unit with its letters.
    const ALL: [(Self, &'static str); 6] = [
        (Self::Minute, "m"),
        (Self::Hour, "h"),
        (Self::Day, "d"),
        (Self::Week, "w"),
        (Self::BusinessHour, "bh"),
        (Self::BusinessDay, "bd"),
    ];

    fn seconds(self) -> i64 {
        match self {
            Self::Minute => 60,
            Self::Hour | Self::BusinessHour => 3_600,
            Self::Day | Self::BusinessDay => 86_400,
            Self::Week => 7 * 86_400,
        }
    }

    fn is_business(self) -> bool {
        matches!(self, Self::BusinessHour | Self::BusinessDay)
    }
}

/// Longest duration in seconds: a hundred years, more than any ticket's life.
const LONGEST: i64 = 100 * 366 * 86_400;

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.amount == 0 {
            return f.write_str("0");
        }
        let letters = Unit::ALL.iter().find(|(unit, _)| *unit == self.unit);
        write!(
            f,
            "{}{}",
            self.amount,
            letters.map_or("", |(_, letters)| letters)
        )
    }
}

/// The amount and the letters of what may be a duration; the letters are empty where they lack.
fn duration_parts(text: &str) -> Option<(&str, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (amount, letters) = text.split_at_checked(digits)?;
    let known = letters.is_empty() || letters.bytes().all(|byte| byte.is_ascii_alphabetic());
    (digits > 0 && known).then_some((amount, letters))
}

/// True if a value reads as a duration and as nothing else.
pub(super) fn is_duration(part: Word<'_>) -> bool {
    let end = part.ends().map_or(part, |(from, _)| from);
    duration_parts(&end.text()).is_some()
}

/// Reads a duration; the first end of `1..3h` takes the unit of the second.
pub(super) fn duration(part: Word<'_>) -> Result<Duration, FilterError> {
    with_unit(part, "")
}

/// The two ends of a range of durations.
pub(super) fn durations(from: Word<'_>, to: Word<'_>) -> Result<(Duration, Duration), FilterError> {
    let last = duration(to)?;
    let letters = Unit::ALL.iter().find(|(unit, _)| *unit == last.unit);
    let first = with_unit(from, letters.map_or("", |(_, letters)| letters))?;
    Ok((first, last))
}

fn with_unit(part: Word<'_>, unit: &str) -> Result<Duration, FilterError> {
    let text = part.text().to_ascii_lowercase();
    let wrong = || {
        part.error(
            "A duration is a number with m, h, d, w, bh or bd: 30m, 2h, 3d, 1w, 4 business hours \
             4bh, 2 business days 2bd",
        )
    };
    let (amount, letters) = duration_parts(&text).ok_or_else(wrong)?;
    let amount: u32 = amount.parse().map_err(|_overflow| wrong())?;
    if amount == 0 {
        return Ok(Duration {
            amount,
            unit: Unit::Minute,
        });
    }
    let letters = if letters.is_empty() { unit } else { letters };
    let unit = Unit::ALL.iter().find(|(_, name)| *name == letters);
    let (unit, _) = unit.ok_or_else(wrong)?;
    if i64::from(amount) * unit.seconds() > LONGEST {
        return Err(part.error("A duration is at most a hundred years"));
    }
    Ok(Duration {
        amount,
        unit: *unit,
    })
}

/// True if a range runs backwards, as far as that can be told without the schedule.
pub(super) fn runs_backwards(from: Duration, to: Duration) -> bool {
    let alike = from.unit.is_business() == to.unit.is_business() || to.amount == 0;
    let seconds = |one: Duration| i64::from(one.amount) * one.unit.seconds();
    alike && seconds(from) > seconds(to)
}

/// A bound between "less" and "not less", as the first instant of the later side; none where the
/// schedule never gets so far.
type Edge = Option<Instant>;

impl Duration {
    /// Of instants ahead: the first one that is no longer less than this away, and the first one
    /// that is more.
    pub(super) fn ahead(self, context: &Context<'_>) -> (Edge, Edge) {
        match self.unit {
            Unit::BusinessDay => {
                let at = business_day(context, self.amount, true);
                (at, at.map(next_second))
            }
            Unit::BusinessHour => {
                let after = |seconds| context.schedule.after(context.now, seconds);
                (after(self.seconds()), after(self.seconds() + 1))
            }
            _ => {
                let at = context.now + chrono::Duration::seconds(self.seconds());
                (Some(at), Some(next_second(at)))
            }
        }
    }

    /// Of instants past: the first one that is less than this ago, and the first one that is not
    /// more.
    pub(super) fn ago(self, context: &Context<'_>) -> (Edge, Edge) {
        match self.unit {
            Unit::BusinessDay => {
                let at = business_day(context, self.amount, false);
                (at.map(next_second), at)
            }
            Unit::BusinessHour => {
                // The last instant from which so much passes is still so long ago.
                let before = |seconds| {
                    context
                        .schedule
                        .before(context.now, seconds)
                        .map(next_second)
                };
                (before(self.seconds()), before(self.seconds() + 1))
            }
            _ => {
                let at = context.now - chrono::Duration::seconds(self.seconds());
                (Some(next_second(at)), Some(at))
            }
        }
    }

    fn seconds(self) -> i64 {
        i64::from(self.amount) * self.unit.seconds()
    }
}

fn next_second(at: Instant) -> Instant {
    at + chrono::Duration::seconds(1)
}

/// The same local time so many days of the schedule away.
fn business_day(context: &Context<'_>, days: u32, ahead: bool) -> Option<Instant> {
    let schedule = context.schedule;
    let local = schedule.zone().local(context.now).naive_local();
    let mut day = local.date();
    let mut left = days;
    let weekdays: Vec<Weekday> = schedule.spans().iter().map(|span| span.day).collect();
    if weekdays.is_empty() {
        return None;
    }
    while left > 0 {
        let next = if ahead {
            day.succ_opt()
        } else {
            day.pred_opt()
        };
        day = next?;
        if is_business_day(schedule, &weekdays, day) {
            left -= 1;
        }
    }
    Some(
        schedule
            .zone()
            .instant(day.and_time(local.time()), Occurrence::First),
    )
}

fn is_business_day(schedule: &Schedule, weekdays: &[Weekday], day: NaiveDate) -> bool {
    weekdays.contains(&day.weekday()) && schedule.closed_days().binary_search(&day).is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str) -> Result<Date, FilterError> {
        date(Word { raw, at: 0 })
    }

    #[test]
    fn days_and_times_print_as_they_are_read() {
        for (typed, printed) in [
            ("2026-04-01", "2026-04-01"),
            ("2026-04-01T10:00", "2026-04-01T10:00"),
            ("2026-04-01t9:05:30", "2026-04-01T09:05:30"),
            ("\"2026-04-01 10:00\"", "2026-04-01T10:00"),
            ("2026-04-01T10:00Z", "2026-04-01T10:00:00Z"),
            ("2026-04-01T10:00:30.5+02:00", "2026-04-01T08:00:30Z"),
            ("TODAY", "today"),
            ("Mon", "monday"),
            ("9:00", "09:00"),
        ] {
            assert_eq!(read(typed).unwrap().to_string(), printed, "{typed}");
        }
        for wrong in [
            "2026-02-30",
            "2026-4-1",
            "25:00",
            "2026-04-01T25:00",
            "3d",
            "tod",
            "x",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert_eq!(
            read("yesterdy").unwrap_err().nearest.as_deref(),
            Some("yesterday")
        );
    }

    #[test]
    fn durations_have_units() {
        let read = |raw| duration(Word { raw, at: 0 }).map(|one| one.to_string());
        for typed in ["30m", "2h", "3d", "1w", "4bh", "2bd", "0"] {
            assert_eq!(read(typed).as_deref(), Ok(typed));
        }
        assert_eq!(read("0bh").as_deref(), Ok("0"));
        assert_eq!(read("2H").as_deref(), Ok("2h"));
        for wrong in ["2", "2y", "h", "-1h", "1.5h", "99999999999w", "5300w"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
