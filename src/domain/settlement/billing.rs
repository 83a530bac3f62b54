//! Billing cycles: which period a payment is billed in, when, and when the money leaves.
//!
//! Billing runs on every calendar day; only the money waits for the next day of T2. Source: PPRO,
//! the settlement process
//! (<https://developerhub.ppro.com/simple-api/docs/the-settlement-process-settlement-files>).

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::{days_after, month_end, month_start, next_day};
use crate::domain::Refusal;
use crate::domain::calendar::BusinessDays;
use crate::domain::zone::Zone;

/// Longest way from the billing day to the settlement day, in days of T2: beyond is a slip.
pub const MAX_BILLING_LAG: u32 = 60;

/// From the Friday that ends a billing week to the Monday on which it is billed.
const FRIDAY_TO_MONDAY: u64 = 3;

/// How often a client is billed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BillingCycle {
    /// Every day, billed on the next.
    Daily,
    /// Saturday to Friday, split at the end of a month, billed on Monday.
    Weekly,
    /// The calendar month, billed on the first Monday of the next.
    Monthly,
}

impl BillingCycle {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Daily, Self::Weekly, Self::Monthly];

    /// Its name as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
        }
    }

    /// The cycle with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cycle| cycle.name() == name)
    }

    /// The period that a local day belongs to: its first and last day, and the day it is billed.
    ///
    /// Both parts of a week that a month's end splits are billed on the Monday after its Friday.
    pub fn period(self, day: NaiveDate) -> Result<Period, Refusal> {
        match self {
            Self::Daily => Ok(Period {
                start: day,
                end: day,
                billed_on: next_day(day)?,
            }),
            Self::Weekly => {
                let into_week = u64::from(day.weekday().days_since(Weekday::Sat));
                let friday = days_after(day, 6 - into_week)?;
                let saturday = day - chrono::Days::new(into_week);
                Ok(Period {
                    start: saturday.max(month_start(day)),
                    end: friday.min(month_end(day)),
                    billed_on: days_after(friday, FRIDAY_TO_MONDAY)?,
                })
            }
            Self::Monthly => {
                let end = month_end(day);
                let first = next_day(end)?;
                let to_monday = u64::from(Weekday::Mon.days_since(first.weekday()));
                Ok(Period {
                    start: month_start(day),
                    end,
                    billed_on: days_after(first, to_monday)?,
                })
            }
        }
    }
}

/// A billing period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its first day.
    pub start: NaiveDate,
    /// Its last day.
    pub end: NaiveDate,
    /// The day on which it is billed, a holiday or not.
    pub billed_on: NaiveDate,
}

impl Period {
    /// The day on which the money leaves the provider: so many days of T2 after the billing day,
    /// for none the first on or after it. The receiver's value date comes later.
    pub fn settlement_day(&self, lag: u32, t2: &BusinessDays) -> Result<NaiveDate, Refusal> {
        t2.add(self.billed_on, lag)
    }
}

/// How a client is billed.
#[derive(Clone, Debug, PartialEq)]
pub struct BillingTerms {
    /// How often.
    pub cycle: BillingCycle,
    /// Days of T2 from the billing day to the settlement day.
    pub lag: u32,
    /// The zone whose days make the periods.
    pub zone: Zone,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::settlement::fixture::{day, t2};
    use proptest::prelude::*;

    #[test]
    fn periods_are_those_of_the_settlement_process() {
        use BillingCycle::{Daily, Monthly, Weekly};
        for (cycle, on, start, end, billed) in [
            (
                Daily,
                "2026-04-02",
                "2026-04-02",
                "2026-04-02",
                "2026-04-03",
            ),
            (
                Weekly,
                "2026-11-20",
                "2026-11-14",
                "2026-11-20",
                "2026-11-23",
            ),
            (
                Weekly,
                "2026-11-21",
                "2026-11-21",
                "2026-11-27",
                "2026-11-30",
            ),
            // Wednesday 30 September and Thursday 1 October: one week, two halves, one Monday.
            (
                Weekly,
                "2026-09-30",
                "2026-09-26",
                "2026-09-30",
                "2026-10-05",
            ),
            (
                Weekly,
                "2026-10-01",
                "2026-10-01",
                "2026-10-02",
                "2026-10-05",
            ),
            // The month ends on a Friday: nothing is split.
            (
                Weekly,
                "2026-07-31",
                "2026-07-25",
                "2026-07-31",
                "2026-08-03",
            ),
            (
                Weekly,
                "2026-08-01",
                "2026-08-01",
                "2026-08-07",
                "2026-08-10",
            ),
            // The first of a month is a Friday: a half of one day.
            (
                Weekly,
                "2026-05-01",
                "2026-05-01",
                "2026-05-01",
                "2026-05-04",
            ),
            (
                Weekly,
                "2027-01-01",
                "2027-01-01",
                "2027-01-01",
                "2027-01-04",
            ),
            (
                Monthly,
                "2026-03-10",
                "2026-03-01",
                "2026-03-31",
                "2026-04-06",
            ),
            // The next month begins on a Monday.
            (
                Monthly,
                "2026-05-31",
                "2026-05-01",
                "2026-05-31",
                "2026-06-01",
            ),
            (
                Monthly,
                "2028-02-29",
                "2028-02-01",
                "2028-02-29",
                "2028-03-06",
            ),
            (
                Monthly,
                "2026-12-31",
                "2026-12-01",
                "2026-12-31",
                "2027-01-04",
            ),
        ] {
            let period = cycle.period(day(on)).unwrap();
            let found = (period.start, period.end, period.billed_on);
            assert_eq!(found, (day(start), day(end), day(billed)), "{cycle:?} {on}");
        }
    }

    #[test]
    fn money_leaves_on_days_of_t2() {
        let t2 = t2();
        // Billed on Easter Monday.
        let period = BillingCycle::Weekly.period(day("2026-04-03")).unwrap();
        let leaves = |lag| period.settlement_day(lag, &t2).unwrap();
        assert_eq!(leaves(0), day("2026-04-07"));
        assert_eq!(leaves(1), day("2026-04-07"));
        assert_eq!(leaves(2), day("2026-04-08"));
    }

    proptest! {
        #[test]
        fn every_day_belongs_to_one_period(offset in 0u64..4000, at in 0usize..3) {
            let on = day("2020-01-01") + chrono::Days::new(offset);
            let cycle = BillingCycle::ALL[at];
            let period = cycle.period(on).unwrap();
            prop_assert!(period.start <= on && on <= period.end && period.end < period.billed_on);
            prop_assert_eq!(period.start.month(), period.end.month());
            for other in period.start.iter_days().take_while(|other| *other <= period.end) {
                prop_assert_eq!(cycle.period(other).unwrap(), period);
            }
            let next = cycle.period(period.end + chrono::Days::new(1)).unwrap();
            prop_assert_eq!(next.start, period.end + chrono::Days::new(1));
        }
    }
}
