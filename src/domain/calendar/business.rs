//! Business days of one calendar or the union of several, counted forwards and backwards.

use std::sync::OnceLock;

use chrono::{Datelike, NaiveDate};

use super::{Calendar, YEARS};
use crate::domain::{Refusal, moment};

/// Longest run of days that is looked through for a business day: no calendar closes for longer.
const MAX_CLOSED: usize = 60;
/// Words of a year's map of days.
const WORDS: usize = 6;
/// How many years [`YEARS`] has.
const YEAR_COUNT: usize = 300;

/// The days that are business days in each of some calendars.
///
/// Keeps a map of each year it was asked about; shared freely between threads.
#[derive(Clone, Debug)]
pub struct BusinessDays {
    calendars: Vec<Calendar>,
    codes: String,
    years: Box<[OnceLock<Result<Map, Refusal>>]>,
}

/// One bit a day of the year, set for a business day.
type Map = [u64; WORDS];

impl PartialEq for BusinessDays {
    fn eq(&self, other: &Self) -> bool {
        self.calendars == other.calendars
    }
}

impl BusinessDays {
    /// The union of these calendars.
    pub(super) fn new(calendars: Vec<Calendar>) -> Self {
        let codes: Vec<_> = calendars.iter().map(|one| one.code.as_str()).collect();
        Self {
            codes: codes.join(" + "),
            calendars,
            years: vec![OnceLock::new(); YEAR_COUNT].into_boxed_slice(),
        }
    }

    /// Monday to Friday, whatever the holidays: for what no calendar is known.
    pub fn weekends() -> Self {
        let definition = super::Definition::default();
        let only_weekends = Calendar::new("weekends", &definition);
        Self::new(only_weekends.into_iter().collect())
    }

    /// The codes of its calendars, as `MX-CNBV + US-FED`.
    pub fn codes(&self) -> &str {
        &self.codes
    }

    /// Its calendars.
    pub fn calendars(&self) -> &[Calendar] {
        &self.calendars
    }

    /// True for a business day of all of them.
    pub fn is_business_day(&self, day: NaiveDate) -> Result<bool, Refusal> {
        let (word, bit) = place(day);
        let map = self.year(day.year())?;
        Ok(map.get(word).is_some_and(|word| word & bit != 0))
    }

    /// The day itself, or the next business day.
    pub fn on_or_after(&self, day: NaiveDate) -> Result<NaiveDate, Refusal> {
        self.first(day, NaiveDate::succ_opt)
    }

    /// The day itself, or the business day before.
    pub fn on_or_before(&self, day: NaiveDate) -> Result<NaiveDate, Refusal> {
        self.first(day, NaiveDate::pred_opt)
    }

    /// The `n`-th business day after a day; for none the first on or after it.
    pub fn add(&self, day: NaiveDate, n: u32) -> Result<NaiveDate, Refusal> {
        if n == 0 {
            return self.on_or_after(day);
        }
        let mut at = day;
        for _ in 0..n {
            at = self.on_or_after(at.succ_opt().ok_or_else(beyond)?)?;
        }
        Ok(at)
    }

    /// Why a day is no business day: "Good Friday (T2)", "Saturday"; none if it is one.
    pub fn why_closed(&self, day: NaiveDate) -> Result<Option<String>, Refusal> {
        if self.is_business_day(day)? {
            return Ok(None);
        }
        let mut reasons: Vec<String> = Vec::new();
        let mut rests = false;
        for calendar in &self.calendars {
            if calendar.is_worked(day) {
                continue;
            }
            let holidays = calendar.holidays(day.year())?;
            match holidays.into_iter().find(|holiday| holiday.date == day) {
                Some(holiday) => reasons.push(format!("{} ({})", holiday.name, calendar.code)),
                None => rests |= calendar.is_weekend(day),
            }
        }
        if rests {
            reasons.insert(0, moment::weekday(day.weekday()).to_owned());
        }
        Ok(Some(reasons.join(", ")))
    }

    fn first(
        &self,
        day: NaiveDate,
        step: fn(&NaiveDate) -> Option<NaiveDate>,
    ) -> Result<NaiveDate, Refusal> {
        let days = std::iter::successors(Some(day), step);
        for day in days.take(MAX_CLOSED) {
            if self.is_business_day(day)? {
                return Ok(day);
            }
        }
        Err(Refusal::new(format!(
            "{} has no business day within {MAX_CLOSED} days of {day}",
            self.codes
        ))
        .cure("see its weekend and holidays with `paydesk calendar show`"))
    }

    fn year(&self, year: i32) -> Result<&Map, Refusal> {
        let slot = usize::try_from(i64::from(year) - i64::from(*YEARS.start())).ok();
        let slot = slot
            .and_then(|slot| self.years.get(slot))
            .ok_or_else(beyond)?;
        slot.get_or_init(|| self.make_year(year))
            .as_ref()
            .map_err(Clone::clone)
    }

    fn make_year(&self, year: i32) -> Result<Map, Refusal> {
        let mut map = Map::default();
        let first = NaiveDate::from_ymd_opt(year, 1, 1);
        let days = std::iter::successors(first, NaiveDate::succ_opt);
        let mut days: Vec<_> = days.take_while(|day| day.year() == year).collect();
        for calendar in &self.calendars {
            let holidays = calendar.holidays(year)?;
            let is_closed = |day: &NaiveDate| {
                calendar.is_weekend(*day) || holidays.iter().any(|holiday| holiday.date == *day)
            };
            days.retain(|day| calendar.is_worked(*day) || !is_closed(day));
        }
        for day in days {
            let (word, bit) = place(day);
            if let Some(word) = map.get_mut(word) {
                *word |= bit;
            }
        }
        Ok(map)
    }
}

/// Where a day stands in the map of its year.
fn place(day: NaiveDate) -> (usize, u64) {
    let day = day.ordinal0();
    (usize::try_from(day / 64).unwrap_or(WORDS), 1 << (day % 64))
}

fn beyond() -> Refusal {
    let (first, last) = (YEARS.start(), YEARS.end());
    Refusal::new(format!("calendars know the years {first} to {last}"))
        .cure("name a date in those years")
}
