//! Time zones: the only module that touches jiff, whose zone data is current.
//!
//! Rules and screens see a [`Zone`] and instants.

use chrono::{DateTime, FixedOffset, Offset, Utc};

use super::Instant;

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

    /// The zone's short name at an instant (`CEST`), or its offset where it has none.
    pub fn abbreviation(&self, at: Instant) -> String {
        jiff::Timestamp::from_second(at.timestamp())
            .map(|ts| self.inner.to_offset_info(ts).abbreviation().to_owned())
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

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
