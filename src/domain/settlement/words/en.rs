//! English.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{Sentence, Tongue, month_in, weekday_in};
use crate::domain::settlement::billing::BillingCycle;
use crate::domain::settlement::payout::{Adjust, Cadence};
use crate::domain::settlement::timeline::Way;

pub(super) const TONGUE: Tongue = Tongue {
    say,
    day,
    date,
    holiday: |_name| None,
    point: '.',
    weekdays: "Monday to Friday",
};

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

fn day(day: NaiveDate) -> String {
    let weekday = weekday_in(DAYS, day.weekday());
    format!("{weekday} {} {}", day.day(), month_in(MONTHS, day))
}

fn date(date: NaiveDate) -> String {
    format!("{} {}", day(date), date.year())
}

fn weekday(day: Weekday) -> &'static str {
    weekday_in(WEEKDAYS, day)
}

fn say(sentence: &Sentence<'_>) -> String {
    match *sentence {
        Sentence::Answer {
            captured,
            place,
            settled,
            paid,
            credited,
        } => {
            let paid = paid.map_or_else(String::new, |paid| format!(", paid out {paid}"));
            let credited = match credited {
                Some((from, to)) if from == to => format!(", in the account on {from}"),
                Some((from, to)) => format!(", in the account between {from} and {to}"),
                None => String::new(),
            };
            format!("Captured {captured} in {place}: settles {settled}{paid}{credited}.")
        }
        Sentence::Amount {
            gross,
            fee,
            withheld,
            net,
        } => {
            let fee = fee.map_or_else(String::new, |fee| format!(", less a fee of {fee}"));
            let withheld = withheld.map_or_else(String::new, |withheld| {
                format!(", less a reserve of {withheld}")
            });
            format!("{gross}{fee}{withheld}, leaves {net}.")
        }
        Sentence::LocalCapture { utc, local, place } => {
            format!("{utc} is {local} in {place}")
        }
        Sentence::NoCutOff { place } => format!(
            "no cut-off is on file, so the day ends at 24:00 in {place}: the trade date is the \
             day of capture"
        ),
        Sentence::NeverCutOff => {
            "the cut-off is 24:00: the trade date is the day of capture".to_owned()
        }
        Sentence::BeforeCutOff { time } => {
            format!("before the cut-off of {time}: the trade date is the day of capture")
        }
        Sentence::AtCutOff { time } => format!(
            "not before the cut-off of {time} ({time} sharp counts as after): the trade date is \
             the next day"
        ),
        Sentence::Open { calendars } => {
            format!("a business day ({calendars}): days are counted from it")
        }
        Sentence::Rolled { closed, to } => {
            format!("closed: {closed}; first business day {to}")
        }
        Sentence::NotRolled => {
            "days are counted from the trade date itself, a business day or not".to_owned()
        }
        Sentence::BusinessLag { n, from, calendars } => {
            let days = if n == 1 {
                "business day"
            } else {
                "business days"
            };
            format!("{n} {days} ({calendars}) after {from}")
        }
        Sentence::NoLag { from, calendars } => {
            format!("the first business day ({calendars}) on or after {from}")
        }
        Sentence::CalendarLag { n, from, landed } => {
            let days = if n == 1 {
                "calendar day"
            } else {
                "calendar days"
            };
            format!("{n} {days} after {from} is {landed}, or the following business day")
        }
        Sentence::WeekendsOnly => {
            "no calendar is on file: only Saturdays and Sundays are left out".to_owned()
        }
        Sentence::NotCounted { closed } => format!("closed: {closed}"),
        Sentence::Billed { cycle, start, end } => match cycle {
            BillingCycle::Daily => format!("billed daily: {start} is billed on the next day"),
            BillingCycle::Weekly => format!(
                "billed weekly, Saturday to Friday, split at the end of a month: {start} to {end} \
                 is billed on the Monday after that Friday"
            ),
            BillingCycle::Monthly => format!(
                "billed monthly: {start} to {end} is billed on the first Monday of the next month"
            ),
        },
        Sentence::BillingLag { n, billed } => match n {
            0 => format!("payable from the first T2 business day on or after {billed}"),
            1 => format!("payable from 1 T2 business day after {billed}"),
            _ => format!("payable from {n} T2 business days after {billed}"),
        },
        Sentence::NoBilling => {
            "the billing cycle stands in the client's contract; name the client or a cycle"
                .to_owned()
        }
        Sentence::Paid {
            cadence,
            from,
            scheduled,
        } => {
            let every = match cadence {
                Cadence::Daily => "every business day".to_owned(),
                Cadence::Weekly(day) => format!("every {}", weekday(day)),
                Cadence::TwiceWeekly([one, other]) => {
                    format!("every {} and {}", weekday(one), weekday(other))
                }
                Cadence::Monthly(day) => format!("on day {day} of each month"),
                Cadence::LastBusinessDay => "on the last business day of each month".to_owned(),
            };
            format!("paid out {every}: the first on or after {from} is {scheduled}")
        }
        Sentence::Moved { adjust, closed, to } => {
            let which = match adjust {
                Adjust::Following => "the following business day is",
                Adjust::Preceding => "the business day before is",
                Adjust::ModifiedFollowing => "the business day nearest within the month is",
            };
            format!("closed: {closed}; {which} {to}")
        }
        Sentence::NoPayout => {
            "the payout day stands in the client's contract; name the client or a schedule"
                .to_owned()
        }
        Sentence::Credited { way } => match way {
            Way::Sepa => "a SEPA credit transfer arrives on the same or the next T2 business day",
            Way::Instant => "the local instant system credits on the same day, holidays too",
            Way::Correspondent => {
                "through correspondent banks one or two business days are usual, not promised"
            }
        }
        .to_owned(),
        Sentence::Released {
            withheld,
            percent,
            days,
        } => format!(
            "{withheld} ({percent} %) are withheld for {days} days and released on that business \
             day"
        ),
        Sentence::BelowMinimum { minimum } => format!(
            "alone it is below the minimum payout of {minimum}: it is carried until the balance \
             reaches it"
        ),
        Sentence::Unsourced => "unsourced".to_owned(),
        Sentence::InContract { client } => format!("contract of {client}"),
        Sentence::OnCommandLine => "given on the command line".to_owned(),
    }
}
