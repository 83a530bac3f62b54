//! Instants as RFC 3339 writes them, and no others.

use chrono::{Datelike, NaiveDate, TimeDelta};

use crate::domain::Instant;

/// Years that a helpdesk's row can be from; what lies outside is a zero date or a defect.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// The instant in whole seconds, its offset taken into account; none if the text is no RFC 3339
/// date and time, the day does not exist, the second is 60, or the year is not 1900 to 2199.
pub(super) fn parse(text: &str) -> Option<Instant> {
    let bytes = text.as_bytes();
    let separated = matches!(
        bytes,
        [
            _,
            _,
            _,
            _,
            b'-',
            _,
            _,
            b'-',
            _,
            _,
            b'T' | b't' | b' ',
            _,
            _,
            b':',
            _,
            _,
            b':',
            _,
            _,
            ..
        ]
    );
    if !separated {
        return None;
    }
    let two = |at: usize| number(bytes.get(at..at + 2)?);
    let year = i32::try_from(two(0)? * 100 + two(2)?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, two(5)?, two(8)?)?;
    let local = date.and_hms_opt(two(11)?, two(14)?, two(17)?)?;
    let offset = offset_seconds(after_fraction(bytes.get(19..)?)?)?;
    YEARS.contains(&year).then_some(())?;
    Some((local - TimeDelta::seconds(offset)).and_utc())
}

/// The instant so many seconds after 1970 began; none outside the same years.
pub(super) fn from_seconds(seconds: i64) -> Option<Instant> {
    Instant::from_timestamp(seconds, 0).filter(|at| YEARS.contains(&at.year()))
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |sum, byte| {
        byte.is_ascii_digit()
            .then(|| sum * 10 + u32::from(byte - b'0'))
    })
}

/// What follows `.123`, or all of it where there is no fraction.
fn after_fraction(rest: &[u8]) -> Option<&[u8]> {
    let Some(fraction) = rest.strip_prefix(b".") else {
        return Some(rest);
    };
    let digits = fraction.iter().take_while(|b| b.is_ascii_digit()).count();
    (digits > 0).then(|| fraction.get(digits..))?
}

/// `Z` or `+02:00` in seconds.
fn offset_seconds(zone: &[u8]) -> Option<i64> {
    match *zone {
        [b'Z' | b'z'] => Some(0),
        [sign @ (b'+' | b'-'), a, b, b':', c, d] => {
            let (hours, minutes) = (number(&[a, b])?, number(&[c, d])?);
            (hours < 24 && minutes < 60).then_some(())?;
            let seconds = i64::from(hours * 60 + minutes) * 60;
            Some(if sign == b'-' { -seconds } else { seconds })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn real_instants_are_read() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2026-09-21T14:13:20.987654Z", 1_790_000_000),
            ("2026-09-21t16:13:20+02:00", 1_790_000_000),
            ("2026-09-21 08:43:20-05:30", 1_790_000_000),
            ("2038-01-19T03:14:08Z", 1 << 31),
            ("1901-12-13T20:45:51Z", -(1 << 31) - 1),
        ] {
            assert_eq!(
                parse(text).map(|at| at.timestamp()),
                Some(seconds),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_instant_is_refused() {
        for text in [
            "",
            "2026-09-21",
            "2026-02-30T10:00:00Z",
            "0000-00-00T00:00:00Z",
            "1899-12-31T23:59:59Z",
            "2200-01-01T00:00:00Z",
            "+275760-09-13T00:00:00Z",
            "2026-09-21T24:00:00Z",
            "2026-12-31T23:59:60Z",
            "2026-09-21T14:13:20",
            "2026-09-21T14:13:20.Z",
            "2026-09-21T14:13:20+0200",
            "2026-09-21T14:13:20+24:00",
            "2026-09-21T14:13:20Z ",
            "２026-09-21T14:13:2Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_second_is_read_as_chrono_writes_it(seconds in -2_208_988_800i64..7_258_118_400) {
            let at = chrono::DateTime::from_timestamp(seconds, 0).unwrap();
            prop_assert_eq!(parse(&at.to_rfc3339()), Some(at));
        }

        #[test]
        fn any_text_is_survived(text in any::<String>(), dated in "[0-9]{4}-[0-9]{2}-[0-9]{2}.{0,20}") {
            parse(&text);
            parse(&dated);
        }
    }
}
