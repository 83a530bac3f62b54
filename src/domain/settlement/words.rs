//! Why a payment settles and is paid out when it does, in the language of the reply.
//!
//! What is to be said is a `Sentence`; each language has one file that says every one of them.

mod de;
mod en;
mod es;
mod pt;
mod speaker;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::Serialize;

use super::billing::BillingCycle;
use super::cutoff::TimeOfDay;
use super::payout::{Adjust, Cadence};
use super::plan::Plan;
use super::timeline::{Timeline, Way};
use crate::domain::Refusal;
use crate::domain::language::Language;
use speaker::Speaker;

/// One step of a payment's way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The day it leads to; none if that is in a contract nobody named.
    pub date: Option<NaiveDate>,
    /// Which rule: `local_capture`, `cut_off`, `roll`, `lag`, `billing_cycle`, `billing_lag`,
    /// `payout`, `credit`, `reserve` or `minimum_payout`.
    pub rule: &'static str,
    /// Why, as a sentence.
    pub why: String,
    /// Where the rule comes from.
    pub source: String,
}

/// What is to be said.
enum Sentence<'a> {
    /// The answer in one line.
    Answer {
        captured: &'a str,
        place: &'a str,
        settled: &'a str,
        paid: Option<&'a str>,
        credited: Option<(&'a str, &'a str)>,
    },
    /// What is left of an amount.
    Amount {
        gross: &'a str,
        fee: Option<&'a str>,
        withheld: Option<&'a str>,
        net: &'a str,
    },
    /// The capture in the zone of the cut-off.
    LocalCapture {
        utc: &'a str,
        local: &'a str,
        place: &'a str,
    },
    /// Nobody names a cut-off.
    NoCutOff { place: &'a str },
    /// The cut-off is 24:00.
    NeverCutOff,
    /// The capture came before the cut-off.
    BeforeCutOff { time: TimeOfDay },
    /// The capture came at the cut-off or after it.
    AtCutOff { time: TimeOfDay },
    /// The trade date is a business day.
    Open { calendars: &'a str },
    /// The trade date moves to the first business day.
    Rolled { closed: &'a str, to: &'a str },
    /// The trade date stays although it is no business day, or may be none.
    NotRolled,
    /// So many business days later.
    BusinessLag {
        n: u32,
        from: &'a str,
        calendars: &'a str,
    },
    /// The first business day on or after.
    NoLag { from: &'a str, calendars: &'a str },
    /// So many calendar days later.
    CalendarLag {
        n: u32,
        from: &'a str,
        landed: &'a str,
    },
    /// Only weekends are known to be closed.
    WeekendsOnly,
    /// Days that were not counted.
    NotCounted { closed: &'a str },
    /// The billing period.
    Billed {
        cycle: BillingCycle,
        start: &'a str,
        end: &'a str,
    },
    /// From the billing day to the day the money leaves.
    BillingLag { n: u32, billed: &'a str },
    /// Nobody says how the client is billed.
    NoBilling,
    /// The payout day.
    Paid {
        cadence: Cadence,
        from: &'a str,
        scheduled: &'a str,
    },
    /// The payout day moves.
    Moved {
        adjust: Adjust,
        closed: &'a str,
        to: &'a str,
    },
    /// Nobody says when the client is paid out.
    NoPayout,
    /// How long the money is on its way.
    Credited { way: Way },
    /// When what is withheld comes back.
    Released {
        withheld: &'a str,
        percent: &'a str,
        days: u32,
    },
    /// Alone it does not reach the minimum.
    BelowMinimum { minimum: &'a str },
    /// Nobody says so.
    Unsourced,
    /// It stands in a contract.
    InContract { client: &'a str },
    /// A flag says so.
    OnCommandLine,
}

/// How a language says things.
struct Tongue {
    say: fn(&Sentence<'_>) -> String,
    /// A day without its year.
    day: fn(NaiveDate) -> String,
    /// A day with its year.
    date: fn(NaiveDate) -> String,
    /// A holiday that has a name of its own in the language.
    holiday: fn(&str) -> Option<&'static str>,
    /// A percentage's decimal mark.
    point: char,
    /// What stands where no calendar is known.
    weekdays: &'static str,
}

fn tongue(language: Language) -> &'static Tongue {
    match language {
        Language::En => &en::TONGUE,
        Language::Es => &es::TONGUE,
        Language::De => &de::TONGUE,
        Language::Pt => &pt::TONGUE,
    }
}

/// The answer for a client: dates in one line, and if an amount is given what is left of it.
pub fn answer(plan: &Plan, timeline: &Timeline, language: Language) -> Vec<String> {
    let speaker = Speaker::new(plan, timeline, language);
    let mut lines = vec![speaker.answer()];
    lines.extend(speaker.amount());
    lines
}

/// Every step with its reason and source, in order.
///
/// Refused only if a calendar does not know a year, which [`super::compose`] refuses before.
pub fn steps(plan: &Plan, timeline: &Timeline, language: Language) -> Result<Vec<Step>, Refusal> {
    let speaker = Speaker::new(plan, timeline, language);
    let mut steps = vec![speaker.local_capture(), speaker.cut_off(), speaker.roll()?];
    steps.push(speaker.lag()?);
    steps.extend(speaker.billing()?);
    steps.extend(speaker.payout()?);
    steps.extend(speaker.credit());
    steps.extend(speaker.breakdown());
    // As they happen; what no contract says comes last. A bill may go out before the money comes in.
    steps.sort_by_key(|step| step.date.unwrap_or(NaiveDate::MAX));
    Ok(steps)
}

impl Step {
    /// The step in one line: `Tue 7 Apr 2026: why`.
    pub fn said(&self, language: Language) -> String {
        let date = self.date.map(|date| (tongue(language).date)(date));
        let date = date.map_or_else(String::new, |date| format!("{date}: "));
        format!("{date}{}", self.why)
    }

    /// The step with its source: `Tue 7 Apr 2026: why [source]`.
    pub fn line(&self, language: Language) -> String {
        format!("{} [{}]", self.said(language), self.source)
    }
}

/// The word for a weekday in a table that begins with Monday.
fn weekday_in(table: [&'static str; 7], weekday: Weekday) -> &'static str {
    let at = usize::try_from(weekday.num_days_from_monday()).unwrap_or(0);
    table.get(at).copied().unwrap_or_default()
}

/// The word for a month in a table that begins with January.
fn month_in(table: [&'static str; 12], day: NaiveDate) -> &'static str {
    let at = usize::try_from(day.month0()).unwrap_or(0);
    table.get(at).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests;
