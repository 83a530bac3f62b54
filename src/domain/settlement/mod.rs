//! When a payment settles and is paid out: one rule a file, and their composition.
//!
//! Pure functions of dates, zones and calendars. A refusal names what stands in the way, most
//! often a year that a calendar does not know. The way of a payment:
//!
//! ```text
//! capture ── cutoff ── lag ── billing ── payout ── value date
//! instant    trade     settle-  period,   schedule  at the
//!            date      ment     day       date      receiver
//! ```
//!
//! [`threshold`] and [`reserve`] say how much of it is paid. [`timeline`] runs them one after the
//! other and [`words`] says why, in the language of the reply. The cycles and the order of the
//! steps are those of PPRO's settlement process
//! (<https://developerhub.ppro.com/simple-api/docs/the-settlement-process-settlement-files>).

pub mod billing;
pub mod cutoff;
#[cfg(test)]
mod fixture;
pub mod lag;
pub mod payout;
pub mod plan;
pub mod reserve;
pub mod threshold;
pub mod timeline;
pub mod words;

pub use billing::{BillingCycle, BillingTerms};
pub use cutoff::{CutOff, TimeOfDay};
pub use lag::{Lag, LagUnit};
pub use payout::{Adjust, Cadence, PayoutSchedule};
pub use plan::{Plan, Source, Sourced, WhatIf};
pub use timeline::{Timeline, compose};

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::Refusal;

/// The day so many days later.
fn days_after(day: NaiveDate, days: u64) -> Result<NaiveDate, Refusal> {
    day.checked_add_days(Days::new(days))
        .ok_or_else(|| beyond(day))
}

/// The day after.
fn next_day(day: NaiveDate) -> Result<NaiveDate, Refusal> {
    day.succ_opt().ok_or_else(|| beyond(day))
}

fn beyond(day: NaiveDate) -> Refusal {
    Refusal::new(format!("no calendar reaches beyond {day}")).cure("name an earlier date")
}

/// The first day of a month.
fn month_start(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// The last day of a month.
fn month_end(day: NaiveDate) -> NaiveDate {
    let last = u32::from(day.num_days_in_month());
    day.with_day(last).unwrap_or(day)
}

/// The weekday that ISO 8601 gives this number (1 = Monday); none outside 1 to 7.
pub fn iso_weekday(number: i64) -> Option<Weekday> {
    Some(match number {
        1 => Weekday::Mon,
        2 => Weekday::Tue,
        3 => Weekday::Wed,
        4 => Weekday::Thu,
        5 => Weekday::Fri,
        6 => Weekday::Sat,
        7 => Weekday::Sun,
        _ => return None,
    })
}

/// The weekday that a word names by its first three letters or whole (`fri`, `Friday`).
pub fn weekday(word: &str) -> Option<Weekday> {
    word.trim().parse().ok()
}
