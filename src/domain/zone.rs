//! Time zones: the only module that touches jiff, whose zone data is current.
//!
//! Rules and screens see a [`Zone`] and instants.

use chrono::{DateTime, FixedOffset, NaiveDateTime, Offset, Utc};

use super::Instant;
use super::spelling::nearest;

/// Seconds around a local time in which its instant lies, whatever the zone.
const WIDEST_OFFSET: i64 = 26 * 3600;

/// Which instant a local time names that occurs twice, in the night summer time ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occurrence {
    /// The one before the clocks go back.
    First,
    /// The one after.
    Second,
}

/// A named time zone of the bundled database, the same on every host.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    name: String,
    inner: jiff::tz::TimeZone,
}

impl Default for Zone {
    fn default() -> Self {
        Self {
            name: "UTC".to_owned(),
            inner: jiff::tz::TimeZone::UTC,
        }
    }
}

impl Zone {
    /// The zone with this IANA name, in its own spelling.
    ///
    /// ```
    /// use paydesk::domain::zone::Zone;
    /// assert!(Zone::named("Europe/Berlin").is_some());
    /// assert!(Zone::named("Europe/Atlantis").is_none());
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        let database = jiff::tz::TimeZoneDatabase::bundled();
        let inner = database.get(name).ok()?;
        let name = inner.iana_name()?.to_owned();
        Some(Self { name, inner })
    }

    /// Every name of the database, for "did you mean".
    pub fn names() -> Vec<String> {
        jiff::tz::TimeZoneDatabase::bundled()
            .available()
            .map(|name| name.as_str().to_owned())
            .collect()
    }

    /// The name that was probably meant: by the whole of it, or by its city alone ("berlin",
    /// "Sao Paulo").
    pub fn nearest(name: &str) -> Option<String> {
        if let Some(zone) = Self::of_city(name) {
            return Some(zone.name);
        }
        let names = Self::names();
        nearest(name, names.iter().map(String::as_str)).map(str::to_owned)
    }

    /// The zone that is named after this city, whatever stands before it.
    pub fn of_city(name: &str) -> Option<Self> {
        let city = |name: &str| {
            let last = name.rsplit('/').next().unwrap_or(name);
            last.replace([' ', '-'], "_").to_lowercase()
        };
        let wanted = city(name);
        let names = Self::names();
        let found = names.iter().find(|one| city(one) == wanted)?;
        Self::named(found)
    }

    /// Its IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The local time at an instant.
    pub fn local(&self, at: Instant) -> DateTime<FixedOffset> {
        let offset = jiff::Timestamp::from_second(at.timestamp())
            .map_or(0, |ts| self.inner.to_offset(ts).seconds());
        let offset = FixedOffset::east_opt(offset).unwrap_or_else(|| Utc.fix());
        at.with_timezone(&offset)
    }

    /// The instant of a local time. One that the spring change skips is the instant of the
    /// change; one that occurs twice is the occurrence asked for.
    pub fn instant(&self, local: NaiveDateTime, which: Occurrence) -> Instant {
        let local = local.and_utc().timestamp();
        let offsets = self.offsets(local - WIDEST_OFFSET, local + WIDEST_OFFSET);
        let at = offsets.instant(local, which);
        DateTime::from_timestamp(at, 0).unwrap_or_default()
    }

    /// The offsets from UTC that hold from `from` until `to`, in seconds since 1970.
    pub(super) fn offsets(&self, from: i64, to: i64) -> Offsets {
        let Ok(start) = jiff::Timestamp::from_second(from) else {
            return Offsets(vec![(from, 0)]);
        };
        let first = i64::from(self.inner.to_offset(start).seconds());
        let later = self.inner.following(start);
        let later = later.map(|change| {
            let offset = i64::from(change.offset().seconds());
            (change.timestamp().as_second(), offset)
        });
        let later = later.take_while(|(at, _)| *at < to);
        Offsets(std::iter::once((from, first)).chain(later).collect())
    }

    /// The zone's short name at an instant (`CEST`), or its offset where it has none.
    pub fn abbreviation(&self, at: Instant) -> String {
        jiff::Timestamp::from_second(at.timestamp())
            .map(|ts| self.inner.to_offset_info(ts).abbreviation().to_owned())
            .unwrap_or_default()
    }
}

/// The offsets of a zone over a stretch of time: from when each holds, and its seconds east.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Offsets(Vec<(i64, i64)>);

impl Offsets {
    /// The instant of a local time, both in seconds since 1970; see [`Zone::instant`].
    pub(super) fn instant(&self, local: i64, which: Occurrence) -> i64 {
        let end_of = |i: usize| self.0.get(i + 1).map_or(i64::MAX, |(next, _)| *next);
        let mut found = None;
        for (i, (start, offset)) in self.0.iter().enumerate() {
            let at = local - offset;
            let is_first = i == 0;
            if (is_first || at >= *start) && at < end_of(i) {
                found = Some(at);
                if which == Occurrence::First {
                    break;
                }
            } else if found.is_none() && !is_first && at < *start {
                // Skipped by this change: past the end of the offset before, and before its own.
                return *start;
            }
        }
        found.unwrap_or(local)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{NaiveDate, TimeZone};

    #[test]
    fn local_times_around_a_change_are_the_instants_asked_for() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let local = |m, d, h, min| {
            NaiveDate::from_ymd_opt(2026, m, d)
                .unwrap()
                .and_hms_opt(h, min, 0)
                .unwrap()
        };
        let at = |local, which| berlin.instant(local, which).format("%d %H:%M").to_string();
        for which in [Occurrence::First, Occurrence::Second] {
            assert_eq!(at(local(3, 29, 1, 59), which), "29 00:59");
            assert_eq!(at(local(3, 29, 2, 30), which), "29 01:00", "skipped");
            assert_eq!(at(local(3, 29, 3, 0), which), "29 01:00");
            assert_eq!(at(local(10, 25, 1, 59), which), "24 23:59");
            assert_eq!(at(local(10, 25, 3, 0), which), "25 02:00");
        }
        assert_eq!(at(local(10, 25, 2, 0), Occurrence::First), "25 00:00");
        assert_eq!(at(local(10, 25, 2, 0), Occurrence::Second), "25 01:00");
        // Samoa had no 30 December 2011.
        let apia = Zone::named("Pacific/Apia").unwrap();
        let skipped = NaiveDate::from_ymd_opt(2011, 12, 30)
            .unwrap()
            .and_hms_opt(12, 0, 0)
            .unwrap();
        let change = Utc.with_ymd_and_hms(2011, 12, 30, 10, 0, 0).unwrap();
        assert_eq!(apia.instant(skipped, Occurrence::First), change);
    }

    #[test]
    fn local_time_follows_summer_time_and_current_rules() {
        let berlin = Zone::named("europe/berlin").unwrap();
        assert_eq!(berlin.name(), "Europe/Berlin");
        let summer = Utc.with_ymd_and_hms(2026, 4, 27, 8, 47, 0).unwrap();
        assert_eq!(berlin.local(summer).format("%H:%M").to_string(), "10:47");
        assert_eq!(berlin.abbreviation(summer), "CEST");
        // Vancouver stays on summer time from 2026-11-01 on; stale zone data gets this wrong.
        let vancouver = Zone::named("America/Vancouver").unwrap();
        let winter = Utc.with_ymd_and_hms(2026, 12, 1, 12, 0, 0).unwrap();
        assert_eq!(vancouver.local(winter).format("%H:%M").to_string(), "05:00");
    }
}
