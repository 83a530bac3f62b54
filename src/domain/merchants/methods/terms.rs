//! The terms of a method: settlement lag, cut-off, refunds, repeats, disputes, status.

use std::fmt;

use serde::{Serialize, Serializer};

use super::kinds::{Days, MAX_DAYS, Yes, number};
use super::value::{Value, Written};
use crate::domain::spelling::nearest;
use crate::domain::zone::Zone;

/// Minutes of a day.
const DAY_MINUTES: u16 = 24 * 60;

/// The days that a [`Lag`] counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LagUnit {
    /// Business days of the method's calendars.
    Business,
    /// Every day; the result moves to the next business day.
    Calendar,
}

/// Days from trade date to settlement, as T+4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Lag {
    /// How many.
    pub n: u32,
    /// Which days count.
    pub unit: LagUnit,
}

impl Lag {
    /// As in a table: `T+4b`, `T+2c`.
    pub fn short(self) -> String {
        let unit = match self.unit {
            LagUnit::Business => 'b',
            LagUnit::Calendar => 'c',
        };
        format!("T+{}{unit}", self.n)
    }
}

impl fmt::Display for Lag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            LagUnit::Business => "business",
            LagUnit::Calendar => "calendar",
        };
        let days = if self.n == 1 { "day" } else { "days" };
        write!(f, "T+{} {unit} {days}", self.n)
    }
}

impl Value for Lag {
    fn read(written: &Written) -> Result<Self, String> {
        let expected =
            || "expected a lag, as \"4b\" (business days) or \"2c\" (calendar days)".to_owned();
        let (n, unit) = match written {
            Written::Text(text) => {
                let text = text.trim().trim_start_matches("T+");
                let unit = text.chars().next_back().ok_or_else(expected)?;
                let n = text.strip_suffix(unit).unwrap_or_default();
                (
                    n.parse().map_err(|_no_number| expected())?,
                    unit.to_string(),
                )
            }
            Written::Parts(parts) => match parts.as_slice() {
                [(n, Written::Number(days)), (unit, Written::Text(word))]
                | [(unit, Written::Text(word)), (n, Written::Number(days))]
                    if n == "n" && unit == "unit" =>
                {
                    (*days, word.clone())
                }
                _ => return Err(expected()),
            },
            _ => return Err(expected()),
        };
        let unit = match unit.as_str() {
            "b" | "business" => LagUnit::Business,
            "c" | "calendar" => LagUnit::Calendar,
            _ => return Err(expected()),
        };
        let n = number(&Written::Number(n), MAX_DAYS, "days")?;
        Ok(Self { n, unit })
    }
}

/// The time of day from which a payment belongs to the next day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutOff {
    /// Minutes after midnight; 1440 is never.
    pub minutes: u16,
    /// IANA name of the zone whose time it is; none is that of the method's calendar.
    pub zone: Option<String>,
}

impl fmt::Display for CutOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.minutes / 60, self.minutes % 60)?;
        match &self.zone {
            Some(zone) => write!(f, " {zone}"),
            None => Ok(()),
        }
    }
}

impl Serialize for CutOff {
    /// As it is written: `16:00 Europe/Berlin`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Value for CutOff {
    fn read(written: &Written) -> Result<Self, String> {
        let expected = || {
            "expected a time of day and a zone, as \"16:00 Europe/Berlin\"; 24:00 is never"
                .to_owned()
        };
        let Written::Text(text) = written else {
            return Err(expected());
        };
        let (time, zone) = match text.trim().split_once(' ') {
            Some((time, zone)) => (time, Some(zone.trim())),
            None => (text.trim(), None),
        };
        let (hours, minutes) = time.split_once(':').ok_or_else(expected)?;
        let part = |text: &str| {
            let is_number = matches!(text.len(), 1 | 2) && text.bytes().all(|b| b.is_ascii_digit());
            let number = text.parse::<u16>().ok().filter(|_| is_number);
            number.ok_or_else(expected)
        };
        let (hours, minutes) = (part(hours)?, part(minutes)?);
        let of_day = hours * 60 + minutes;
        if minutes > 59 || of_day > DAY_MINUTES {
            return Err(expected());
        }
        let zone = zone.map(|zone| {
            let named = Zone::named(zone);
            let named = named.ok_or_else(|| format!("no time zone is called \"{zone}\""))?;
            Ok::<_, String>(named.name().to_owned())
        });
        Ok(Self {
            minutes: of_day,
            zone: zone.transpose()?,
        })
    }
}

/// Which refunds there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Refund {
    /// Any.
    pub supported: bool,
    /// Of the whole amount.
    pub full: bool,
    /// Of a part.
    pub partial: bool,
    /// Of several parts.
    pub multiple_partial: bool,
}

impl fmt::Display for Refund {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            match (self.supported, self.partial, self.multiple_partial) {
                (false, ..) => "no",
                (true, false, _) => "full only",
                (true, true, false) => "full or one part",
                (true, true, true) => "full or in parts",
            },
        )
    }
}

impl Value for Refund {
    fn read(written: &Written) -> Result<Self, String> {
        let supported = match written {
            Written::Text(word) => word.as_str(),
            _ => "",
        };
        let (full, partial, multiple_partial) = match supported {
            "no" => (false, false, false),
            "full" => (true, false, false),
            "partial" => (true, true, false),
            "multiple" => (true, true, true),
            _ => return Err("expected \"no\", \"full\", \"partial\" or \"multiple\"".to_owned()),
        };
        Ok(Self {
            supported: full,
            full,
            partial,
            multiple_partial,
        })
    }
}

/// Whether payments can be repeated without the payer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recurring {
    /// True if they can.
    pub supported: bool,
    /// How, or why not.
    pub note: Option<String>,
}

impl fmt::Display for Recurring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Yes(self.supported).fmt(f)?;
        match &self.note {
            Some(note) => write!(f, "; {note}"),
            None => Ok(()),
        }
    }
}

impl Value for Recurring {
    fn read(written: &Written) -> Result<Self, String> {
        let mut recurring = Self {
            supported: false,
            note: None,
        };
        match written {
            Written::Flag(flag) => recurring.supported = *flag,
            Written::Parts(parts) => {
                for part in parts {
                    match (part.0.as_str(), &part.1) {
                        ("supported", Written::Flag(flag)) => recurring.supported = *flag,
                        ("note", Written::Text(note)) => recurring.note = Some(note.clone()),
                        _ => return Err(unknown_part(&part.0, &["supported", "note"])),
                    }
                }
            }
            _ => return Err("expected true, false or { supported, note }".to_owned()),
        }
        Ok(recurring)
    }
}

/// Whether a payer can dispute a payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Disputes {
    /// True if one can.
    pub possible: bool,
    /// Days that the payer has.
    pub consumer_window_days: Option<u32>,
    /// Days that the merchant has to answer.
    pub merchant_response_days: Option<u32>,
    /// What else to know.
    pub note: Option<String>,
}

impl fmt::Display for Disputes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Yes(self.possible).fmt(f)?;
        if let Some(days) = self.consumer_window_days {
            write!(f, ", within {}", Days(days))?;
        }
        if let Some(days) = self.merchant_response_days {
            write!(f, ", answer in {}", Days(days))?;
        }
        match &self.note {
            Some(note) => write!(f, "; {note}"),
            None => Ok(()),
        }
    }
}

impl Value for Disputes {
    fn read(written: &Written) -> Result<Self, String> {
        const PARTS: &[&str] = &[
            "possible",
            "consumer_window_days",
            "merchant_response_days",
            "note",
        ];
        let mut disputes = Self {
            possible: false,
            consumer_window_days: None,
            merchant_response_days: None,
            note: None,
        };
        let parts = match written {
            Written::Flag(flag) => {
                disputes.possible = *flag;
                return Ok(disputes);
            }
            Written::Parts(parts) => parts,
            _ => {
                return Err(format!(
                    "expected true, false or {{ {} }}",
                    PARTS.join(", ")
                ));
            }
        };
        for (name, value) in parts {
            match (name.as_str(), value) {
                ("possible", Written::Flag(flag)) => disputes.possible = *flag,
                ("consumer_window_days", days) => {
                    disputes.consumer_window_days = Some(number(days, MAX_DAYS, "days")?);
                }
                ("merchant_response_days", days) => {
                    disputes.merchant_response_days = Some(number(days, MAX_DAYS, "days")?);
                }
                ("note", Written::Text(note)) => disputes.note = Some(note.clone()),
                _ => return Err(unknown_part(name, PARTS)),
            }
        }
        Ok(disputes)
    }
}

fn unknown_part(name: &str, parts: &[&str]) -> String {
    format!(
        "`{name}` is no part of it, or has no such value; there are {}",
        parts.join(", ")
    )
}

/// Whether a method can be offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Yes.
    Live,
    /// Yes, since a short time.
    New,
    /// Yes, and another takes its place.
    Migrating,
    /// In part.
    Restricted,
    /// No more.
    Closed,
}

impl Status {
    /// All, in the order of their meaning.
    pub const ALL: [Self; 5] = [
        Self::Live,
        Self::New,
        Self::Migrating,
        Self::Restricted,
        Self::Closed,
    ];

    /// Its name, as in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::New => "new",
            Self::Migrating => "migrating",
            Self::Restricted => "restricted",
            Self::Closed => "closed",
        }
    }

    /// The status with this name, in any case; the error names the nearest.
    pub fn parse(name: &str) -> Result<Self, String> {
        let found = Self::ALL
            .into_iter()
            .find(|status| status.name().eq_ignore_ascii_case(name.trim()));
        found.ok_or_else(|| {
            let names = Self::ALL.map(Self::name);
            let near = nearest(name, names);
            let near = near.map_or_else(
                || format!("; there are {}", names.join(", ")),
                |near| format!("; did you mean {near}?"),
            );
            format!("`{name}` is no status{near}")
        })
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Value for Status {
    fn read(written: &Written) -> Result<Self, String> {
        match written {
            Written::Text(name) => Self::parse(name),
            _ => Err("expected a status in quotes, as \"live\"".to_owned()),
        }
    }
}
