//! Calendars: which days are business days, and why a day is none.
//!
//! A calendar is rules (any year from 1900 to 2199), or dates somebody published, for the years
//! they cover; a day outside those is refused and never guessed. Several calendars are one by
//! [`Calendars::union`]: a day is a business day where it is one in all of them.

mod all;
mod business;
mod rule;

pub use all::{Calendars, Make};
pub use business::BusinessDays;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Deserialize;

use super::Refusal;
use super::spelling::nearest;
use super::zone::Zone;
use rule::{Move, Rule};

/// Longest way of a holiday that a weekend moves: a calendar without business days moves none.
const FURTHEST_MOVE: usize = 60;

/// Years for which rules are computed; a date beyond is a slip of the pen.
const YEARS: RangeInclusive<i32> = 1900..=2199;

/// How well a calendar's days are attested.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Published by the source it names.
    #[default]
    Sourced,
    /// Usual practice; nobody publishes it.
    UnsourcedTypical,
}

/// A day without business, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub date: NaiveDate,
    /// What it is called; several names are joined with `; `.
    pub name: String,
}

/// The business days of one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    /// Its code, as `MX-CNBV`.
    pub code: String,
    /// What it is.
    pub name: String,
    /// The zone in which its days begin.
    pub zone: Zone,
    /// Where its days come from.
    pub source: String,
    /// How well they are attested.
    pub confidence: Confidence,
    /// What else to know.
    pub note: Option<String>,
    weekend: Vec<Weekday>,
    rules: Vec<Rule>,
    /// A single day between two holidays is one (Japan, Act on National Holidays, article 3).
    bridges: bool,
    /// Days that are worked although a rule or the weekend says otherwise.
    worked: Vec<NaiveDate>,
    /// Years that dates cover; none if rules cover all.
    years: Option<RangeInclusive<i32>>,
}

/// What a calendar is made of, as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// What it is.
    pub name: Option<String>,
    /// IANA name of the zone in which its days begin.
    pub zone: Option<String>,
    /// Days of rest, as `["sat", "sun"]`.
    pub weekend: Option<Vec<String>>,
    /// Where its days come from.
    pub source: Option<String>,
    /// How well they are attested.
    pub confidence: Option<Confidence>,
    /// What else to know.
    pub note: Option<String>,
    /// First and last year that the dates cover; absent where rules cover all.
    pub years: Option<(i32, i32)>,
    /// True if a single day between two holidays is one.
    pub bridges: Option<bool>,
    /// Days, one a line.
    #[serde(default)]
    pub holidays: String,
    /// Days that are worked in spite of the above, as `["2026-01-04"]`.
    #[serde(default)]
    pub worked: Vec<String>,
}

impl Calendar {
    /// The calendar that a definition describes. The error says what is missing or wrong.
    pub fn new(code: &str, definition: &Definition) -> Result<Self, String> {
        let blank = Self {
            code: code.to_owned(),
            name: code.to_owned(),
            zone: Zone::default(),
            source: "your configuration".to_owned(),
            confidence: Confidence::Sourced,
            note: None,
            weekend: vec![Weekday::Sat, Weekday::Sun],
            rules: Vec::new(),
            bridges: false,
            worked: Vec::new(),
            years: None,
        };
        blank.with(definition)
    }

    /// This calendar with what the definition names replaced, and its holidays and worked days
    /// added.
    pub fn with(mut self, definition: &Definition) -> Result<Self, String> {
        if let Some(name) = &definition.name {
            self.name.clone_from(name);
        }
        if let Some(zone) = &definition.zone {
            self.zone = Zone::named(zone).ok_or_else(|| {
                let names = Zone::names();
                let near = nearest(zone, names.iter().map(String::as_str));
                let cure = near.map_or_else(
                    || "name it as Europe/Berlin".to_owned(),
                    |near| format!("did you mean \"{near}\"?"),
                );
                format!("no time zone is called \"{zone}\"; {cure}")
            })?;
        }
        if let Some(days) = &definition.weekend {
            self.weekend = days
                .iter()
                .map(|day| weekday(day))
                .collect::<Result<_, _>>()?;
        }
        if let Some(source) = &definition.source {
            self.source.clone_from(source);
        }
        if let Some(confidence) = definition.confidence {
            self.confidence = confidence;
        }
        if let Some(note) = &definition.note {
            self.note = Some(note.clone());
        }
        if let Some((first, last)) = definition.years {
            if first > last || !YEARS.contains(&first) || !YEARS.contains(&last) {
                return Err(format!(
                    "{first} to {last} are no years from 1900 to 2199 in order; write [2025, 2028]"
                ));
            }
            self.years = Some(first..=last);
        }
        self.bridges = definition.bridges.unwrap_or(self.bridges);
        let lines = definition.holidays.lines().map(str::trim);
        for line in lines.filter(|line| !line.is_empty()) {
            self.rules.push(Rule::parse(line)?);
        }
        for day in &definition.worked {
            let day = day
                .parse()
                .map_err(|_no_date| format!("`{day}` is no date; write it as 2026-01-04"))?;
            self.worked.push(day);
        }
        Ok(self)
    }

    /// The years whose days are known; none if it is computed for any year from 1900 to 2199.
    pub fn years(&self) -> Option<RangeInclusive<i32>> {
        self.years.clone()
    }

    /// True for a day of rest of every week.
    pub fn is_weekend(&self, day: NaiveDate) -> bool {
        self.weekend.contains(&day.weekday())
    }

    /// Its days of rest, as they are written.
    pub fn weekend(&self) -> &[Weekday] {
        &self.weekend
    }

    /// True for a day that is neither a holiday nor of the weekend.
    pub fn is_business_day(&self, day: NaiveDate) -> Result<bool, Refusal> {
        if self.worked.contains(&day) {
            return Ok(true);
        }
        let holidays = self.holidays(day.year())?;
        let is_holiday = holidays.iter().any(|holiday| holiday.date == day);
        Ok(!is_holiday && !self.is_weekend(day))
    }

    /// True for a day that is worked although a rule or the weekend says otherwise.
    pub fn is_worked(&self, day: NaiveDate) -> bool {
        self.worked.contains(&day)
    }

    /// The holidays of a year in order, those on weekends too.
    ///
    /// A year that the calendar does not know is refused, with the years it has.
    pub fn holidays(&self, year: i32) -> Result<Vec<Holiday>, Refusal> {
        let known = self.years.clone().unwrap_or(YEARS);
        if !known.contains(&year) {
            let (first, last) = (known.start(), known.end());
            let refusal = Refusal::new(format!(
                "calendar {} knows {first} to {last}, not {year}",
                self.code
            ));
            return Err(match self.years {
                Some(_) => refusal.cure(format!(
                    "name a date in those years, or write the holidays of {year} and the new \
                     `years` below [calendars.{}] in the configuration",
                    self.code
                )),
                None => refusal.cure("name a date in those years"),
            });
        }
        let mut days = self.days_that_stay(year);
        if self.bridges {
            add_bridges(&mut days);
        }
        let days = days.into_iter().filter(|(day, _)| day.year() == year);
        Ok(days.map(|(date, name)| Holiday { date, name }).collect())
    }

    /// The holidays around a year with what weekends move, before days between them.
    ///
    /// Where a day moves depends on the days that do not, and one of December may move into
    /// January: with such rules the years beside are looked at too.
    fn days_that_stay(&self, year: i32) -> BTreeMap<NaiveDate, String> {
        let is_alone = !self.bridges && self.rules.iter().all(|rule| rule.moves == Move::Stays);
        let years = if is_alone {
            year..=year
        } else {
            year - 1..=year + 1
        };
        let mut days = BTreeMap::new();
        let mut moving = Vec::new();
        let all = years.flat_map(|year| self.rules.iter().map(move |rule| (rule, year)));
        for (rule, day) in all.filter_map(|(rule, year)| Some((rule, rule.day(year)?))) {
            let monday = monday_from(day);
            match rule.moves {
                Move::ToMonday if day != monday => add_observed(&mut days, monday, &rule.name),
                Move::SundayToMonday if day.weekday() == Weekday::Sun => {
                    add_observed(&mut days, monday, &rule.name);
                }
                Move::Stays | Move::ToMonday | Move::SundayToMonday => {
                    add(&mut days, day, &rule.name);
                }
                Move::Substitute | Move::Observed => {
                    add(&mut days, day, &rule.name);
                    moving.push((day, rule));
                }
            }
        }
        moving.sort_by_key(|(day, _)| *day);
        for (day, rule) in moving {
            let rests = |day: NaiveDate| match rule.moves {
                Move::Substitute => self.is_weekend(day),
                _ => day.weekday() == Weekday::Sun,
            };
            let is_free = |day: &NaiveDate| !rests(*day) && !days.contains_key(day);
            if rests(day)
                && let Some(free) = after(day).take(FURTHEST_MOVE).find(is_free)
            {
                add_observed(&mut days, free, &rule.name);
            }
        }
        days
    }
}

/// Adds each single day between two holidays, Sundays apart.
fn add_bridges(days: &mut BTreeMap<NaiveDate, String>) {
    let between: Vec<_> = days
        .keys()
        .filter_map(|day| day.checked_add_days(Days::new(1)))
        .filter(|day| !days.contains_key(day) && day.weekday() != Weekday::Sun)
        .filter(|day| {
            let next = day.succ_opt();
            next.is_some_and(|next| days.contains_key(&next))
        })
        .collect();
    for day in between {
        add(days, day, "Day between two holidays");
    }
}

/// Adds a holiday that is kept on another day than its own.
fn add_observed(days: &mut BTreeMap<NaiveDate, String>, day: NaiveDate, name: &str) {
    add(days, day, &format!("{name} (observed)"));
}

fn add(days: &mut BTreeMap<NaiveDate, String>, day: NaiveDate, name: &str) {
    let names = days.entry(day).or_default();
    if !names.is_empty() {
        names.push_str("; ");
    }
    names.push_str(name);
}

/// The days after one, one by one.
fn after(day: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    std::iter::successors(day.succ_opt(), NaiveDate::succ_opt)
}

/// A Monday itself, or the next one.
fn monday_from(day: NaiveDate) -> NaiveDate {
    let days = (7 - day.weekday().num_days_from_monday()) % 7;
    day.checked_add_days(Days::new(u64::from(days)))
        .unwrap_or(day)
}

fn weekday(word: &str) -> Result<Weekday, String> {
    word.parse()
        .map_err(|_no_day| format!("`{word}` is no day of the week; write [\"sat\", \"sun\"]"))
}

#[cfg(test)]
mod tests;
