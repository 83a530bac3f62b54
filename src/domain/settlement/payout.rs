//! Payout schedules: on which days money is paid out, and what happens on a holiday.

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::{days_after, month_end, next_day, weekday};
use crate::domain::Refusal;
use crate::domain::calendar::BusinessDays;

/// On which days a client is paid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cadence {
    /// Every business day of the payout calendars.
    Daily,
    /// Once a week.
    Weekly(Weekday),
    /// Twice a week, on two days.
    TwiceWeekly([Weekday; 2]),
    /// Once a month on this day, 1 to 31; in a shorter month on its last.
    Monthly(u8),
    /// On the last business day of the month.
    LastBusinessDay,
}

impl Cadence {
    /// Once a month on this day; none outside 1 to 31.
    pub fn monthly(day: i64) -> Option<Self> {
        let day = u8::try_from(day).ok()?;
        (1..=31).contains(&day).then_some(Self::Monthly(day))
    }

    /// Reads `daily`, `weekly:fri`, `twice:tue,fri`, `monthly:15` or `last`.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let (kind, rest) = text.split_once(':').unwrap_or((text, ""));
        let found = match (kind, rest) {
            ("daily", "") => Some(Self::Daily),
            ("last", "") => Some(Self::LastBusinessDay),
            ("weekly", day) => weekday(day).map(Self::Weekly),
            ("twice", days) => days.split_once(',').and_then(|(one, other)| {
                let days = [weekday(one)?, weekday(other)?];
                Self::twice_weekly(days)
            }),
            ("monthly", day) => day.parse().ok().and_then(Self::monthly),
            _ => None,
        };
        found.ok_or_else(|| {
            Refusal::new(format!("`{text}` is no payout schedule"))
                .cure("write daily, weekly:fri, twice:tue,fri, monthly:15 or last")
        })
    }

    /// Twice a week; none if both days are one.
    pub fn twice_weekly(days: [Weekday; 2]) -> Option<Self> {
        let [one, other] = days;
        (one != other).then_some(Self::TwiceWeekly(days))
    }

    /// The first scheduled date on or after a day, before it is adjusted.
    pub fn on_or_after(self, day: NaiveDate, days: &BusinessDays) -> Result<NaiveDate, Refusal> {
        let next = |weekday: Weekday| u64::from(weekday.days_since(day.weekday()));
        match self {
            Self::Daily => days.on_or_after(day),
            Self::Weekly(weekday) => days_after(day, next(weekday)),
            Self::TwiceWeekly([one, other]) => days_after(day, next(one).min(next(other))),
            Self::Monthly(wanted) => {
                let in_month = |day: NaiveDate| {
                    let last = day.num_days_in_month();
                    day.with_day(u32::from(wanted.min(last))).unwrap_or(day)
                };
                let this = in_month(day);
                if this >= day {
                    return Ok(this);
                }
                Ok(in_month(next_day(month_end(day))?))
            }
            Self::LastBusinessDay => {
                let this = days.on_or_before(month_end(day))?;
                if this >= day {
                    return Ok(this);
                }
                let next_month = next_day(month_end(day))?;
                days.on_or_before(month_end(next_month))
            }
        }
    }
}

/// Where a scheduled date goes that is no business day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Adjust {
    /// To the next business day.
    #[default]
    Following,
    /// To the business day before.
    Preceding,
    /// To the next business day, but to the one before if that is in another month.
    ModifiedFollowing,
}

impl Adjust {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Following, Self::Preceding, Self::ModifiedFollowing];

    /// Its name as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Following => "following",
            Self::Preceding => "preceding",
            Self::ModifiedFollowing => "modified_following",
        }
    }

    /// The rule with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|adjust| adjust.name() == name)
    }

    /// The date, or the business day in its place.
    pub fn apply(self, date: NaiveDate, days: &BusinessDays) -> Result<NaiveDate, Refusal> {
        match self {
            Self::Following => days.on_or_after(date),
            Self::Preceding => days.on_or_before(date),
            Self::ModifiedFollowing => {
                let following = days.on_or_after(date)?;
                if following.month() == date.month() {
                    Ok(following)
                } else {
                    days.on_or_before(date)
                }
            }
        }
    }
}

/// When a client is paid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PayoutSchedule {
    /// On which days.
    pub cadence: Cadence,
    /// What happens on a day that is none of business.
    pub adjust: Adjust,
}

/// A payout date and the scheduled date it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PayoutDate {
    /// As the schedule has it.
    pub scheduled: NaiveDate,
    /// As it is paid.
    pub date: NaiveDate,
}

impl PayoutSchedule {
    /// The first payout on or after a day. A scheduled date that is adjusted to before that day
    /// is left for the next one.
    pub fn first(&self, from: NaiveDate, days: &BusinessDays) -> Result<PayoutDate, Refusal> {
        let mut scheduled = self.cadence.on_or_after(from, days)?;
        loop {
            let date = self.adjust.apply(scheduled, days)?;
            if date >= from {
                return Ok(PayoutDate { scheduled, date });
            }
            scheduled = self.cadence.on_or_after(next_day(scheduled)?, days)?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::settlement::fixture::{day, days, t2};

    #[test]
    fn the_first_payout_is_on_or_after_the_settlement_date() {
        use Adjust::{Following, ModifiedFollowing, Preceding};
        let t2 = t2();
        for (cadence, adjust, from, paid) in [
            ("daily", Following, "2026-04-03", "2026-04-07"),
            ("daily", Preceding, "2026-04-03", "2026-04-07"),
            ("weekly:fri", Following, "2026-04-03", "2026-04-07"),
            // Good Friday goes to Thursday: still on time for Thursday, too early for Friday.
            ("weekly:fri", Preceding, "2026-04-02", "2026-04-02"),
            ("weekly:fri", Preceding, "2026-04-03", "2026-04-10"),
            ("weekly:fri", Following, "2026-04-10", "2026-04-10"),
            ("twice:fri,tue", Following, "2026-04-01", "2026-04-07"),
            ("twice:tue,fri", Following, "2026-04-08", "2026-04-10"),
            ("twice:fri,tue", Following, "2026-04-11", "2026-04-14"),
            // Good Friday and Easter Monday both go to Thursday 2 April, twice too early.
            ("twice:mon,fri", Preceding, "2026-04-03", "2026-04-10"),
            ("monthly:31", Following, "2026-02-10", "2026-03-02"),
            ("monthly:31", Preceding, "2026-02-10", "2026-02-27"),
            // 28 February 2026 is a Saturday: Monday is in March, so Friday it is.
            ("monthly:31", ModifiedFollowing, "2026-02-10", "2026-02-27"),
            // From the Saturday on, Friday is too early: the next is 31 March.
            ("monthly:31", ModifiedFollowing, "2026-02-28", "2026-03-31"),
            ("monthly:29", Following, "2028-02-29", "2028-02-29"),
            ("monthly:30", Following, "2028-02-01", "2028-02-29"),
            ("monthly:15", ModifiedFollowing, "2026-08-10", "2026-08-17"),
            ("monthly:1", Preceding, "2027-01-01", "2027-02-01"),
            ("monthly:1", ModifiedFollowing, "2027-01-01", "2027-01-04"),
            ("monthly:15", Following, "2026-12-16", "2027-01-15"),
            // The last business day of May 2026 is Friday 29th.
            ("last", Following, "2026-05-29", "2026-05-29"),
            ("last", Following, "2026-05-30", "2026-06-30"),
            ("last", Following, "2026-12-31", "2026-12-31"),
        ] {
            let cadence = Cadence::parse(cadence).unwrap();
            let schedule = PayoutSchedule { cadence, adjust };
            let found = schedule.first(day(from), &t2).unwrap();
            assert_eq!(found.date, day(paid), "{schedule:?} {from}");
        }
    }

    #[test]
    fn two_payout_calendars_are_one() {
        // 25 May 2026 is a holiday in the United Kingdom and in the United States, not of T2.
        let both = days(&["T2", "US"]);
        let daily = PayoutSchedule {
            cadence: Cadence::Daily,
            adjust: Adjust::Following,
        };
        let found = daily.first(day("2026-07-03"), &both).unwrap();
        assert_eq!(found.date, day("2026-07-03"));
        let found = daily.first(day("2026-05-25"), &both).unwrap();
        assert_eq!(found.date, day("2026-05-26"));
        let found = daily.first(day("2026-05-01"), &both).unwrap();
        assert_eq!(found.date, day("2026-05-04"));
    }

    #[test]
    fn what_is_no_schedule_is_refused() {
        for text in [
            "",
            "fri",
            "weekly",
            "weekly:",
            "weekly:8",
            "twice:tue",
            "twice:tue,tue",
            "monthly:0",
            "monthly:32",
            "monthly:x",
            "last:1",
            "daily:2",
        ] {
            assert!(Cadence::parse(text).is_err(), "{text}");
        }
    }
}
