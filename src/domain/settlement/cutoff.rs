//! The cut-off: which local day a capture belongs to.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate, Timelike};

use super::next_day;
use crate::domain::zone::Zone;
use crate::domain::{Instant, Refusal};

/// Minutes of a day; as a cut-off it is never reached.
const WHOLE_DAY: u16 = 24 * 60;

/// A time of day to the minute, from 00:00 to 24:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// The end of the day: a cut-off that no capture reaches.
    pub const END: Self = Self(WHOLE_DAY);

    /// So many minutes after midnight; none beyond 24:00.
    pub const fn from_minutes(minutes: u16) -> Option<Self> {
        if minutes <= WHOLE_DAY {
            Some(Self(minutes))
        } else {
            None
        }
    }
}

impl FromStr for TimeOfDay {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let number = |digits: &str| {
            let is_two = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
            is_two.then(|| digits.parse::<u16>().ok()).flatten()
        };
        let minutes = text.split_once(':').and_then(|(hour, minute)| {
            let (hour, minute) = (number(hour)?, number(minute)?);
            (minute < 60).then_some(hour * 60 + minute)
        });
        minutes.and_then(Self::from_minutes).ok_or_else(|| {
            Refusal::new(format!("`{text}` is no time of day"))
                .cure("write it as 16:00, at most 24:00, which is never reached")
        })
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// The time after which a capture counts for the next day, and the zone in which it is read.
#[derive(Clone, Debug, PartialEq)]
pub struct CutOff {
    /// The time; [`TimeOfDay::END`] is never reached.
    pub time: TimeOfDay,
    /// The zone whose days and times these are.
    pub zone: Zone,
}

impl CutOff {
    /// The capture in the zone of the cut-off.
    pub fn local(&self, captured: Instant) -> DateTime<FixedOffset> {
        self.zone.local(captured)
    }

    /// True for a local time at which the cut-off is reached: equal counts as after.
    pub fn is_reached(&self, local: &DateTime<FixedOffset>) -> bool {
        // A fraction of a second before the minute is before it.
        local.hour() * 60 + local.minute() >= u32::from(self.time.0)
    }

    /// The trade date of a capture given in the zone of the cut-off: its local day, or the next
    /// one if the cut-off is reached. Clock changes count by what the clock on the wall shows.
    pub fn trade_date(&self, local: &DateTime<FixedOffset>) -> Result<NaiveDate, Refusal> {
        let day = local.date_naive();
        if self.is_reached(local) {
            next_day(day)
        } else {
            Ok(day)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trade_date(time: &str, zone: &str, at: &str) -> String {
        let cut_off = CutOff {
            time: time.parse().unwrap(),
            zone: Zone::named(zone).unwrap(),
        };
        let local = cut_off.local(at.parse().unwrap());
        cut_off.trade_date(&local).unwrap().to_string()
    }

    #[test]
    fn equal_counts_as_after_and_24_is_never() {
        let zone = "Europe/Amsterdam";
        for (time, at, expected) in [
            ("16:00", "2026-04-02T15:59:59.999999999+02:00", "2026-04-02"),
            ("16:00", "2026-04-02T16:00:00+02:00", "2026-04-03"),
            ("16:00", "2026-04-02T16:00:00.000000001+02:00", "2026-04-03"),
            ("24:00", "2026-04-02T23:59:59.9+02:00", "2026-04-02"),
            ("23:59", "2026-04-02T23:59:00+02:00", "2026-04-03"),
            ("00:00", "2026-04-02T00:00:00+02:00", "2026-04-03"),
            ("00:01", "2026-04-02T00:00:59+02:00", "2026-04-02"),
            ("16:00", "2026-12-31T23:00:00Z", "2027-01-01"),
            ("16:00", "2026-12-31T22:59:59Z", "2027-01-01"),
            ("16:00", "2026-12-31T14:59:59Z", "2026-12-31"),
        ] {
            assert_eq!(trade_date(time, zone, at), expected, "{time} {at}");
        }
    }

    #[test]
    fn a_change_of_the_clock_counts_by_the_clock_on_the_wall() {
        let zone = "Europe/Berlin";
        for (at, expected) in [
            // 02:30 does not exist on 29 March 2026: 01:59 is before it, 03:00 after.
            ("2026-03-29T00:59:59Z", "2026-03-29"),
            ("2026-03-29T01:00:00Z", "2026-03-30"),
            // It occurs twice on 25 October; between the two the clock shows 02:00 again.
            ("2026-10-25T00:30:00Z", "2026-10-26"),
            ("2026-10-25T01:00:00Z", "2026-10-25"),
            ("2026-10-25T01:30:00Z", "2026-10-26"),
        ] {
            assert_eq!(trade_date("02:30", zone, at), expected, "{at}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "16",
            "16:0",
            "1:00",
            "16:60",
            "24:01",
            "25:00",
            "-1:00",
            "16:00:00",
            "१६:००",
        ] {
            assert!(text.parse::<TimeOfDay>().is_err(), "{text}");
        }
        let end: TimeOfDay = "24:00".parse().unwrap();
        assert_eq!((end, end.to_string()), (TimeOfDay::END, "24:00".to_owned()));
    }
}
