//! Calendars and dates for the tests of this room.

use chrono::NaiveDate;

use crate::domain::calendar::{BusinessDays, Calendar, Calendars, Definition};
use crate::domain::merchants::methods::{Lag, LagUnit, Method, MethodRules};

/// Days of T2 as the European Central Bank publishes them.
const T2: &str = "1 Jan New Year's Day\nEaster-2 Good Friday\nEaster+1 Easter Monday\n\
                  1 May Labour Day\n25 Dec Christmas Day\n26 Dec Boxing Day";
const US: &str = "1 Jan New Year's Day\nlast Mon May Memorial Day\n4 Jul Sunday to Monday \
                  Independence Day\n25 Dec Christmas Day";
/// A calendar of data, known for one year.
const SHORT: &str = "2026-06-01 Founding Day";

pub(super) fn calendars() -> Calendars {
    let mut all = Calendars::default();
    for (code, holidays, zone, years) in [
        ("T2", T2, "Europe/Berlin", None),
        ("US", US, "America/New_York", None),
        ("SHORT", SHORT, "Asia/Kuwait", Some((2026, 2026))),
    ] {
        let definition = Definition {
            holidays: holidays.to_owned(),
            zone: Some(zone.to_owned()),
            years,
            ..Definition::default()
        };
        all.insert(Calendar::new(code, &definition).unwrap());
    }
    all
}

pub(super) fn days(codes: &[&str]) -> BusinessDays {
    calendars().union(codes).unwrap()
}

pub(super) fn t2() -> BusinessDays {
    days(&["T2"])
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// iDEAL with a lag in business days of these calendars, from nobody.
pub(super) fn method(n: u32, codes: &[&str]) -> MethodRules {
    MethodRules {
        name: "iDEAL".to_owned(),
        lag: Some(Lag {
            n,
            unit: LagUnit::Business,
        }),
        calendars: codes.iter().map(|code| (*code).to_owned()).collect(),
        ..Method::new("ideal").rules()
    }
}
