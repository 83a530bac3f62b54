//! Dates and times as tables write them: with or without an offset, in the order of a site.
//!
//! Pure. Years are 1900 to 2199, days are real, hours are 0 to 23; two digits of a year are of
//! this century, since no helpdesk is older. A day without a time is its beginning. A local time
//! that the clocks skip is the instant of the change; one that they repeat is the earlier of the
//! two. Nothing is guessed: 03/04/2026 is refused until somebody says its order.

use std::fmt;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::export::Order;
use super::rfc3339;
use crate::domain::Instant;
use crate::domain::zone::{Occurrence, Zone};

/// Years that a row can be from; what lies outside is a zero date or a defect.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// The century of a year of two digits.
const CENTURY: u32 = 2000;

/// Longest text that can be a date.
const MAX_BYTES: usize = 64;

/// Months by their names, short and long, in the languages that sites print them in: English,
/// German, Spanish, French, Portuguese, Dutch, Polish. No name means two months.
const MONTHS: [&str; 12] = [
    "jan january januar ene enero janv janvier janeiro januari sty stycznia",
    "feb february februar febrero févr fév février fev fevereiro februari lut lutego",
    "mar march mär mrz märz marzo mars março mrt maart marca",
    "apr april abr abril avr avril kwi kwietnia",
    "may mai mayo maio mei maj maja",
    "jun june juni junio juin junho cze czerwca",
    "jul july juli julio juil juillet julho lip lipca",
    "aug august ago agosto août augustus sie sierpnia",
    "sep sept september septiembre septembre set setembro wrz września",
    "oct october okt oktober octubre octobre out outubro paź października",
    "nov november noviembre novembre novembro lis listopada",
    "dec december dez dezember dic diciembre déc décembre dezembro gru grudnia",
];

/// Days of the week that may stand before a date, as mail writes them and in full.
const WEEKDAYS: &str =
    "mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday";

/// Why a text is no instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// It is no date, or none that exists.
    NoDate,
    /// It has no offset, and no zone was given.
    NoZone,
    /// The day and the month cannot be told apart, and no order was given.
    Ambiguous,
    /// It can be read only in the order that was not given.
    Contrary,
}

impl What {
    /// What can be done about it.
    pub const fn cure(self) -> &'static str {
        match self {
            Self::NoDate => "correct it, or leave bad rows out with --skip-bad",
            Self::NoZone => "say the zone of the account, as in --tz Europe/Berlin",
            Self::Ambiguous => "say --dates dmy or --dates mdy",
            Self::Contrary => "say the other order with --dates, or correct it",
        }
    }
}

/// What is wrong, to stand behind the name of the column.
impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoDate => {
                "is no date and time from 1900 to 2199 as in 2026-09-21 10:00 or 21/Sep/26 9:00 AM"
            }
            Self::NoZone => "has no offset from UTC",
            Self::Ambiguous => "may be day/month or month/day",
            Self::Contrary => "has the day and the month in another order",
        })
    }
}

/// The instant of a date and time.
///
/// ```
/// use paydesk::domain::zone::Zone;
/// use paydesk::formats::dates::{What, instant};
/// use paydesk::formats::export::Order;
/// let berlin = Zone::named("Europe/Berlin").unwrap();
/// let read = |text| instant(text, Some(&berlin), Order::Unknown);
/// assert_eq!(read("27/Sep/26 9:00 AM"), read("2026-09-27T07:00:00Z"));
/// assert_eq!(read("03/04/2026 10:00"), Err(What::Ambiguous));
/// ```
pub fn instant(text: &str, zone: Option<&Zone>, order: Order) -> Result<Instant, What> {
    let text = text.trim();
    if let Some(at) = rfc3339::parse(text) {
        return Ok(at);
    }
    let written = Written::read(text).ok_or(What::NoDate)?;
    let local = written.local(order)?;
    match (written.offset, zone) {
        (Some(offset), _) => Ok((local - TimeDelta::seconds(offset)).and_utc()),
        (None, Some(zone)) => Ok(zone.instant(local, Occurrence::First)),
        (None, None) => Err(What::NoZone),
    }
}

/// The order that a date of numbers proves; none if it is no such date or proves nothing.
///
/// ```
/// use paydesk::formats::dates::evidence;
/// use paydesk::formats::export::Order;
/// assert_eq!(evidence("6/21/2025 16:14"), Some(Order::MonthFirst));
/// assert_eq!(evidence("6/7/2025 16:14"), None);
/// ```
pub fn evidence(text: &str) -> Option<Order> {
    let Day::Either(a, b, year) = Written::read(text.trim())?.day else {
        return None;
    };
    match (date(year, b, a), date(year, a, b)) {
        (Some(_), None) => Some(Order::DayFirst),
        (None, Some(_)) => Some(Order::MonthFirst),
        _ => None,
    }
}

/// A date and time as it is written.
struct Written {
    day: Day,
    /// Hour, minute, second.
    time: (u32, u32, u32),
    /// Seconds east of UTC.
    offset: Option<i64>,
}

enum Day {
    Known(NaiveDate),
    /// Two numbers of which one is the day and one the month, and the year.
    Either(u32, u32, i32),
}

impl Written {
    fn read(text: &str) -> Option<Self> {
        if text.len() > MAX_BYTES {
            return None;
        }
        let mut rest = Rest(text);
        let day = rest.day()?;
        let (time, offset) = if rest.0.is_empty() {
            ((0, 0, 0), None)
        } else {
            rest.between_day_and_time()?;
            rest.time()?
        };
        Some(Self { day, time, offset })
    }

    fn local(&self, order: Order) -> Result<NaiveDateTime, What> {
        let day = match self.day {
            Day::Known(day) => day,
            Day::Either(a, b, year) => match (date(year, b, a), date(year, a, b), order) {
                (None, None, _) => return Err(What::NoDate),
                (Some(day), None, Order::Unknown | Order::DayFirst)
                | (None, Some(day), Order::Unknown | Order::MonthFirst)
                | (Some(day), Some(_), Order::DayFirst)
                | (Some(_), Some(day), Order::MonthFirst) => day,
                (Some(day), Some(other), Order::Unknown) if day == other => day,
                (Some(_), Some(_), Order::Unknown) => return Err(What::Ambiguous),
                _ => return Err(What::Contrary),
            },
        };
        let (hour, minute, second) = self.time;
        day.and_hms_opt(hour, minute, second).ok_or(What::NoDate)
    }
}

fn date(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    YEARS.contains(&year).then_some(())?;
    NaiveDate::from_ymd_opt(year, month, day)
}

/// What of the text is not read yet.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    /// `2026-09-21`, `21/Sep/26`, `21. Sep. 2026`, `Sep 21, 2026`, `9/21/2026`, `21.06.2026`;
    /// a day of the week may stand before it.
    fn day(&mut self) -> Option<Day> {
        if let Some(word) = self.word() {
            if let Some(month) = month(word) {
                self.separator()?;
                let (day, _) = self.number(2)?;
                self.separator()?;
                let year = self.year()?;
                return date(year, month, day).map(Day::Known);
            }
            has_word(WEEKDAYS, &word.to_lowercase()).then_some(())?;
            self.separator()?;
        }
        let (first, digits) = self.number(4)?;
        let separator = self.separator()?;
        if let Some(word) = self.word() {
            let month = month(word)?;
            self.separator()?;
            let (year, day) = match digits {
                4 => (i32::try_from(first).ok()?, self.number(2)?.0),
                _ => (self.year()?, first),
            };
            return date(year, month, day).map(Day::Known);
        }
        matches!(separator, '/' | '-' | '.').then_some(())?;
        let (second, _) = self.number(2)?;
        (self.separator()? == separator).then_some(())?;
        match digits {
            4 => {
                let (day, _) = self.number(2)?;
                date(i32::try_from(first).ok()?, second, day).map(Day::Known)
            }
            // With dots the day is always first.
            1 | 2 if separator == '.' => date(self.year()?, second, first).map(Day::Known),
            1 | 2 => Some(Day::Either(first, second, self.year()?)),
            _ => None,
        }
    }

    /// A year of four digits, or of two.
    fn year(&mut self) -> Option<i32> {
        let (number, digits) = self.number(4)?;
        match digits {
            4 => i32::try_from(number).ok(),
            2 => i32::try_from(CENTURY + number).ok(),
            _ => None,
        }
    }

    fn between_day_and_time(&mut self) -> Option<()> {
        if let Some(rest) = self.0.strip_prefix(['T', 't']) {
            self.0 = rest;
            return Some(());
        }
        let rest = self.0.strip_prefix(',').unwrap_or(self.0);
        let time = rest.trim_start();
        let apart = time.len() < self.0.len();
        self.0 = time;
        apart.then_some(())
    }

    /// `16:14`, `4:14:05 PM`, `16:14:05.123 +0200`: the time of the day and the offset.
    fn time(&mut self) -> Option<((u32, u32, u32), Option<i64>)> {
        let (hour, _) = self.number(2)?;
        let minute = self.sixtieth()?;
        let second = if self.0.starts_with(':') {
            let second = self.sixtieth()?;
            if let Some(fraction) = self.0.strip_prefix(['.', ',']) {
                let rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
                (rest.len() < fraction.len()).then_some(())?;
                self.0 = rest;
            }
            second
        } else {
            0
        };
        // "p. m." is written with blanks of several kinds.
        let tail = self.0.chars().filter(|c| !c.is_whitespace() && *c != '.');
        let tail: String = tail.flat_map(char::to_lowercase).collect();
        let (hour, zone) = if let Some(zone) = tail.strip_prefix("am") {
            (half(hour)?, zone)
        } else if let Some(zone) = tail.strip_prefix("pm") {
            (half(hour)? + 12, zone)
        } else {
            (hour, &*tail)
        };
        let valid = hour < 24 && minute < 60 && second < 60;
        valid.then_some(((hour, minute, second), offset(zone)?))
    }

    /// `:05`.
    fn sixtieth(&mut self) -> Option<u32> {
        self.0 = self.0.strip_prefix(':')?;
        let (number, digits) = self.number(2)?;
        (digits == 2).then_some(number)
    }

    /// Digits, and how many there are: one to `most`.
    fn number(&mut self, most: usize) -> Option<(u32, usize)> {
        let digits = self.0.bytes().take_while(u8::is_ascii_digit).count();
        (1..=most).contains(&digits).then_some(())?;
        let (number, rest) = self.0.split_at_checked(digits)?;
        self.0 = rest;
        Some((number.parse().ok()?, digits))
    }

    /// The letters at hand.
    fn word(&mut self) -> Option<&'a str> {
        let rest = self.0.trim_start_matches(char::is_alphabetic);
        let word = self.0.strip_suffix(rest)?;
        self.0 = rest;
        (!word.is_empty()).then_some(word)
    }

    /// What stands between the parts of a date: a sign, blanks, or both; says the sign.
    fn separator(&mut self) -> Option<char> {
        let sign = self.0.chars().next()?;
        if !(matches!(sign, '/' | '-' | '.' | ',') || sign.is_whitespace()) {
            return None;
        }
        let rest = self.0.get(sign.len_utf8()..)?;
        self.0 = rest.trim_start();
        // "21. Sep. 2026", "21/Sep./26".
        if sign == '.' && self.0.len() == rest.len() {
            self.0 = rest.strip_prefix(['/', '-']).unwrap_or(rest);
        }
        Some(sign)
    }
}

/// The hour of a clock with two halves, within its half.
fn half(hour: u32) -> Option<u32> {
    (1..=12).contains(&hour).then_some(hour % 12)
}

/// `z`, `utc`, `+0200`, `+02:00`, `+2`, `gmt+2` in seconds; some none for nothing.
#[expect(
    clippy::option_option,
    reason = "no offset and a wrong offset are two things"
)]
fn offset(zone: &str) -> Option<Option<i64>> {
    let named = ["utc", "gmt", "z"];
    let name = named.iter().find(|name| zone.starts_with(**name));
    let written = name.map_or(zone, |name| zone.get(name.len()..).unwrap_or_default());
    if written.is_empty() {
        return Some(name.map(|_| 0));
    }
    let digits = written.strip_prefix(['+', '-'])?;
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits, "00"),
        4 => digits.split_at_checked(2)?,
        _ => digits
            .split_once(':')
            .filter(|(hours, _)| hours.len() < 3)?,
    };
    let number = |text: &str| {
        let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| text.parse::<i64>().ok())?
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (hours < 24 && minutes < 60).then_some(())?;
    let seconds = (hours * 60 + minutes) * 60;
    let west = written.starts_with('-');
    Some(Some(if west { -seconds } else { seconds }))
}

fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let place = MONTHS.iter().position(|names| has_word(names, &word))?;
    u32::try_from(place + 1).ok()
}

/// True if the word is one of those, which stand apart by blanks.
fn has_word(words: &str, word: &str) -> bool {
    words.split(' ').any(|one| one == word)
}

#[cfg(test)]
mod tests;
