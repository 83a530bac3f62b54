//! Times and spans in the few letters a screen has.

use chrono::{Datelike, NaiveDate, Weekday};

use super::Instant;
use super::zone::Zone;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// How long ago, in a column: `now`, `16m`, `3h`, `4d`, `9w`. Never negative: a clock that went
/// back shows `now`.
pub fn age(at: Instant, now: Instant) -> String {
    /// From here on weeks say more than days.
    const WEEKS_FROM_DAYS: i64 = 100;
    let seconds = (now - at).num_seconds();
    match seconds {
        ..MINUTE => "now".to_owned(),
        MINUTE..HOUR => format!("{}m", seconds / MINUTE),
        HOUR..DAY => format!("{}h", seconds / HOUR),
        _ if seconds < WEEKS_FROM_DAYS * DAY => format!("{}d", seconds / DAY),
        _ => format!("{}w", seconds / (7 * DAY)),
    }
}

/// What is left to a target, in at most six cells: `0:41`, `5:48`, `1d 2h`, `12d`; late in five, as
/// a sign stands before it: `-0:12`, `-14h`, `-2d`. A part of a minute that is late counts whole: late
/// is never `0:00`.
pub fn left(due: Instant, now: Instant) -> String {
    /// From here on the smaller unit says nothing more.
    const ROUND: i64 = 10;
    let seconds = (due - now).num_seconds();
    if seconds < 0 {
        let minutes = (-seconds + MINUTE - 1) / MINUTE;
        return match minutes / 60 {
            hours @ ..ROUND => format!("-{hours}:{:02}", minutes % 60),
            hours @ ..24 => format!("-{hours}h"),
            hours => format!("-{}d", hours / 24),
        };
    }
    let (days, hours) = (seconds / DAY, seconds / HOUR % 24);
    match days {
        0 => format!("{hours}:{:02}", seconds / MINUTE % 60),
        ..ROUND => format!("{days}d {hours}h"),
        _ => format!("{days}d"),
    }
}

/// When something comes, in at most six cells: `14:00` today, `Tue` in the next six days, `4 May` else.
pub fn comes(at: Instant, now: Instant, zone: &Zone) -> String {
    let (local, today) = (zone.local(at), zone.local(now));
    match (local.date_naive() - today.date_naive()).num_days() {
        0 => local.format("%H:%M").to_string(),
        1..=6 => local.format("%a").to_string(),
        _ => local.format("%-d %b").to_string(),
    }
}

/// When something is due, as short as is unambiguous: `10:35` today, `Tue 10:35` within six days,
/// `24 Apr 10:35` else.
pub fn day(at: Instant, now: Instant, zone: &Zone) -> String {
    let (local, today) = (zone.local(at), zone.local(now));
    let days = (local.date_naive() - today.date_naive()).num_days();
    match days {
        0 => local.format("%H:%M").to_string(),
        -6..=6 => local.format("%a %H:%M").to_string(),
        _ => local.format("%-d %b %H:%M").to_string(),
    }
}

/// When, as short as is unambiguous: `10:05` today, `Tue 10:00` in the last six days, `24 Apr` this
/// year, `3 Nov 2025` else.
pub fn when(at: Instant, now: Instant, zone: &Zone) -> String {
    let (local, today) = (zone.local(at), zone.local(now));
    let days = (today.date_naive() - local.date_naive()).num_days();
    match days {
        0 => local.format("%H:%M").to_string(),
        1..=6 => local.format("%a %H:%M").to_string(),
        _ if local.year() == today.year() => local.format("%-d %b").to_string(),
        _ => local.format("%-d %b %Y").to_string(),
    }
}

/// A full local time with its zone: `2026-04-27 10:47 CEST`.
pub fn full(at: Instant, zone: &Zone) -> String {
    format!(
        "{} {}",
        zone.local(at).format("%Y-%m-%d %H:%M"),
        zone.abbreviation(at)
    )
}

/// A count with thousands set apart: `18,204`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The English name of a weekday.
pub fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// The day that is written as `2026-05-01`, and in no other way.
pub fn date(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    day.filter(|_| text.len() == "2026-05-01".len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Duration, TimeZone, Utc};

    #[test]
    fn ages_take_four_cells_and_are_never_negative() {
        let now = Utc.with_ymd_and_hms(2026, 4, 27, 8, 47, 0).unwrap();
        let ago = |seconds| age(now - Duration::seconds(seconds), now);
        assert_eq!(ago(-50), "now");
        assert_eq!(ago(16 * MINUTE + 59), "16m");
        assert_eq!(ago(DAY - 1), "23h");
        assert_eq!(ago(4 * DAY), "4d");
        assert_eq!(ago(700 * DAY), "100w");
    }

    #[test]
    fn times_are_local_and_as_short_as_is_unambiguous() {
        let zone = Zone::named("Europe/Berlin").unwrap();
        let now = Utc.with_ymd_and_hms(2026, 4, 27, 8, 47, 0).unwrap();
        let show = |y, m, d, h| when(Utc.with_ymd_and_hms(y, m, d, h, 5, 0).unwrap(), now, &zone);
        assert_eq!(show(2026, 4, 27, 8), "10:05");
        assert_eq!(
            show(2026, 4, 26, 22),
            "00:05",
            "the day begins in the desk zone"
        );
        assert_eq!(show(2026, 4, 21, 8), "Tue 10:05");
        assert_eq!(show(2026, 4, 20, 8), "20 Apr");
        assert_eq!(show(2025, 11, 3, 8), "3 Nov 2025");
        assert_eq!(full(now, &zone), "2026-04-27 10:47 CEST");
    }

    #[test]
    fn what_is_left_takes_six_cells_and_late_is_never_nothing() {
        let now = Utc.with_ymd_and_hms(2026, 4, 27, 8, 47, 0).unwrap();
        let left = |seconds| left(now + Duration::seconds(seconds), now);
        assert_eq!(left(0), "0:00");
        assert_eq!(left(41 * MINUTE + 59), "0:41");
        assert_eq!(left(5 * HOUR + 48 * MINUTE), "5:48");
        assert_eq!(left(DAY + 2 * HOUR), "1d 2h");
        assert_eq!(left(9 * DAY + 23 * HOUR), "9d 23h");
        assert_eq!(left(12 * DAY), "12d");
        assert_eq!(left(-1), "-0:01");
        assert_eq!(left(-12 * MINUTE), "-0:12");
        assert_eq!(left(-14 * HOUR - 18 * MINUTE), "-14h");
        assert_eq!(left(-DAY - 2 * HOUR), "-1d");
        for seconds in (-400 * DAY..400 * DAY).step_by(3_599) {
            let room = if seconds < 0 { 5 } else { 6 };
            assert!(left(seconds).len() <= room, "{}", left(seconds));
        }
    }

    #[test]
    fn what_comes_is_an_hour_a_day_or_a_date() {
        let zone = Zone::named("Europe/Berlin").unwrap();
        let now = Utc.with_ymd_and_hms(2026, 4, 27, 8, 47, 0).unwrap();
        let comes = |hours| comes(now + Duration::hours(hours), now, &zone);
        assert_eq!(comes(3), "13:47");
        assert_eq!(comes(24), "Tue");
        assert_eq!(comes(7 * 24), "4 May");
    }

    #[test]
    fn counts_are_grouped() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(18_204), "18,204");
        assert_eq!(count(1_000_000), "1,000,000");
    }
}
