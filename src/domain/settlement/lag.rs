//! The lag: how many days lie between trade and settlement.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use super::days_after;
use crate::domain::Refusal;
use crate::domain::calendar::BusinessDays;

/// Longest lag in days: beyond a year a number is a slip.
pub const MAX_LAG: u32 = 366;

/// In which days a lag is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LagUnit {
    /// Days that are business days in all calendars.
    Business,
    /// Days of the week as they come.
    Calendar,
}

/// T+n.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lag {
    n: u32,
    unit: LagUnit,
}

impl Lag {
    /// A lag of so many days; refused beyond [`MAX_LAG`].
    pub fn new(n: u32, unit: LagUnit) -> Result<Self, Refusal> {
        if n > MAX_LAG {
            return Err(Refusal::new(format!("a lag of {n} days cannot be"))
                .cure(format!("write at most {MAX_LAG}")));
        }
        Ok(Self { n, unit })
    }

    /// How many days.
    pub const fn n(self) -> u32 {
        self.n
    }

    /// Of which kind.
    pub const fn unit(self) -> LagUnit {
        self.unit
    }

    /// The trade date from which days are counted: with `roll` the first business day on or after
    /// it, else the trade date itself.
    pub fn effective_trade_date(
        trade_date: NaiveDate,
        roll: bool,
        days: &BusinessDays,
    ) -> Result<NaiveDate, Refusal> {
        if roll {
            days.on_or_after(trade_date)
        } else {
            Ok(trade_date)
        }
    }

    /// The settlement date. Business days: the n-th after the effective trade date, for none the
    /// first on or after it. Calendar days: n days later, then the following business day.
    pub fn settlement_date(
        self,
        effective: NaiveDate,
        days: &BusinessDays,
    ) -> Result<NaiveDate, Refusal> {
        match self.unit {
            LagUnit::Business => days.add(effective, self.n),
            LagUnit::Calendar => days.on_or_after(days_after(effective, u64::from(self.n))?),
        }
    }
}

impl FromStr for Lag {
    type Err = Refusal;

    /// Reads `2b` (business days) or `2c` (calendar days).
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let refuse = || {
            Refusal::new(format!("`{text}` is no lag"))
                .cure("write it as 2b for business days or 2c for calendar days")
        };
        let (number, unit) = match text.strip_suffix('b') {
            Some(number) => (number, LagUnit::Business),
            None => {
                let number = text.strip_suffix('c').ok_or_else(refuse)?;
                (number, LagUnit::Calendar)
            }
        };
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(refuse());
        }
        Self::new(number.parse().unwrap_or(u32::MAX), unit)
    }
}

impl fmt::Display for Lag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            LagUnit::Business => 'b',
            LagUnit::Calendar => 'c',
        };
        write!(f, "{}{unit}", self.n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::settlement::fixture::{day, t2};

    #[test]
    fn days_are_counted_over_holidays() {
        let t2 = t2();
        for (lag, roll, trade, settled) in [
            // Easter 2026: 3 to 6 April are closed.
            ("2b", true, "2026-04-03", "2026-04-09"),
            ("1b", true, "2026-04-03", "2026-04-08"),
            ("1b", false, "2026-04-03", "2026-04-07"),
            ("0b", true, "2026-04-03", "2026-04-07"),
            ("0b", false, "2026-04-03", "2026-04-07"),
            ("0b", false, "2026-04-02", "2026-04-02"),
            // A calendar lag that lands on Good Friday moves to the following Tuesday.
            ("1c", true, "2026-04-02", "2026-04-07"),
            ("2c", false, "2026-04-04", "2026-04-07"),
            ("2c", true, "2026-04-04", "2026-04-09"),
            ("0c", false, "2026-04-04", "2026-04-07"),
            ("5c", true, "2026-12-30", "2027-01-04"),
        ] {
            let lag: Lag = lag.parse().unwrap();
            let effective = Lag::effective_trade_date(day(trade), roll, &t2).unwrap();
            let date = lag.settlement_date(effective, &t2).unwrap();
            assert_eq!(date, day(settled), "{lag} {roll} {trade}");
        }
    }

    #[test]
    fn a_lag_is_read_and_slips_are_refused() {
        assert_eq!("13b".parse::<Lag>().unwrap().to_string(), "13b");
        assert_eq!("2c".parse::<Lag>().unwrap().unit(), LagUnit::Calendar);
        for text in [
            "",
            "b",
            "2",
            "2d",
            "-1b",
            "1.5b",
            "2B",
            "367b",
            "99999999999b",
        ] {
            assert!(text.parse::<Lag>().is_err(), "{text}");
        }
    }
}
