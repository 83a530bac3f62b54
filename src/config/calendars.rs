//! `[calendars.CODE]`: calendars of one's own, and changes to the bundled ones.
//!
//! Each line is checked when the configuration is read; the calendars are made when somebody
//! asks for them ([`Config::calendars`]).

use std::collections::BTreeMap;
use std::sync::Arc;

use toml::de::DeValue;

use super::Config;
use super::section::{self, Entry, Section};
use crate::domain::calendar::{Calendar, Calendars, Confidence, Definition};
use crate::error::Result;

/// The bundled calendars: those of rules, those of dates.
const BUNDLED: [&str; 2] = [
    include_str!("../../assets/calendars/rules.toml"),
    include_str!("../../assets/calendars/dates.toml"),
];

/// The keys of a calendar.
pub(super) const KEYS: &[&str] = &[
    "name",
    "zone",
    "weekend",
    "source",
    "confidence",
    "note",
    "years",
    "bridges",
    "holidays",
    "worked",
];

/// How well days are attested, as it is written.
const CONFIDENCE: &[&str] = &["sourced", "unsourced-typical"];

/// Longest code: longer ones are a slip.
const MAX_CODE: usize = 32;

/// Most days in one list: some for each week of the years from 2025 to 2028.
const MAX_DAYS: usize = 500;

impl Config {
    /// The bundled calendars with what the configuration changes and adds.
    ///
    /// A bundled one is read when it is asked for. Those of the configuration are made at once: it
    /// fails if one cannot be.
    pub fn calendars(&self) -> Result<Calendars> {
        let mut calendars = Calendars::default();
        for (code, text) in BUNDLED.into_iter().flat_map(section::split) {
            calendars.insert_later(code, Arc::new(move || bundled(code, text)));
        }
        for (code, definition) in &self.calendars {
            let definition = definition.clone();
            let known = calendars.recipe(code);
            let known = known.map(|(code, make)| (code.to_owned(), make));
            match known {
                Some((code, make)) => {
                    let make = move || make()?.with(&definition);
                    calendars.insert_later(&code, Arc::new(make));
                }
                None => {
                    let own = code.clone();
                    let make = move || Calendar::new(&own, &definition);
                    calendars.insert_later(code, Arc::new(make));
                }
            }
            calendars.get(code)?;
        }
        Ok(calendars)
    }
}

/// Reads one bundled calendar.
fn bundled(code: &str, text: &str) -> Result<Calendar, String> {
    let definition: BTreeMap<String, Definition> =
        toml::from_str(text).map_err(|error| error.to_string())?;
    let definition = definition.get(code);
    Calendar::new(code, definition.ok_or("its section is empty")?)
}

/// Reads `[calendars]` into the configuration.
pub(super) fn overlay(config: &mut Config, section: &Section<'_>) -> Result<()> {
    for table in section.tables()? {
        let code = table.name;
        let is_sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if code.is_empty() || code.len() > MAX_CODE || !code.chars().all(is_sign) {
            return Err(table.error(&format!(
                "`{code}` cannot be a code; write at most {MAX_CODE} letters, digits and dashes"
            )));
        }
        let mut definition = Definition::default();
        for entry in table.entries() {
            set(&mut definition, &entry)?;
        }
        config.calendars.push((code.to_owned(), definition));
    }
    Ok(())
}

/// Sets one key, after trying it alone, so that an error names its line.
fn set(definition: &mut Definition, entry: &Entry<'_>) -> Result<()> {
    match entry.key {
        "name" => definition.name = Some(entry.text()?),
        "zone" => definition.zone = Some(entry.zone()?.name().to_owned()),
        "weekend" => definition.weekend = Some(entry.strings()?),
        "source" => definition.source = Some(entry.text()?),
        "confidence" => {
            let is_sourced = entry.one_of(CONFIDENCE)? == "sourced";
            definition.confidence = Some(if is_sourced {
                Confidence::Sourced
            } else {
                Confidence::UnsourcedTypical
            });
        }
        "note" => definition.note = Some(entry.text()?),
        "years" => definition.years = Some(years(entry)?),
        "bridges" => definition.bridges = Some(entry.boolean()?),
        "holidays" => definition.holidays = holidays(entry)?,
        "worked" => {
            let days = entry.items(MAX_DAYS)?;
            definition.worked = days.iter().map(|(day, _)| day.clone()).collect();
        }
        _ => return Err(entry.unknown(KEYS)),
    }
    let alone = Definition {
        weekend: definition
            .weekend
            .clone()
            .filter(|_| entry.key == "weekend"),
        years: definition.years.filter(|_| entry.key == "years"),
        worked: match entry.key {
            "worked" => definition.worked.clone(),
            _ => Vec::new(),
        },
        ..Definition::default()
    };
    try_out(&alone).map_err(|what| entry.error(&what))
}

/// What is wrong with a definition, if anything.
fn try_out(definition: &Definition) -> Result<(), String> {
    Calendar::new("calendar", definition).map(|_calendar| ())
}

/// The days of a calendar: a text with one a line, or a list. An error names the day's own line.
fn holidays(entry: &Entry<'_>) -> Result<String> {
    let days = match entry.value.get_ref() {
        DeValue::String(text) => {
            let first = entry.first_line();
            let lines = text.lines().zip(first..);
            lines
                .map(|(day, line)| (day.trim().to_owned(), line))
                .collect()
        }
        _ => entry.items(MAX_DAYS)?,
    };
    for (day, line) in &days {
        let alone = Definition {
            holidays: day.clone(),
            ..Definition::default()
        };
        try_out(&alone).map_err(|what| entry.error_on(*line, &what))?;
    }
    let days: Vec<_> = days.into_iter().map(|(day, _)| day).collect();
    Ok(days.join("\n"))
}

/// First and last year, as `[2025, 2028]`.
fn years(entry: &Entry<'_>) -> Result<(i32, i32)> {
    let years = entry.value.get_ref().as_array().map(|years| {
        let numbers = years.iter().map(|year| match year.get_ref() {
            DeValue::Integer(number) => number.as_str().parse().ok(),
            _ => None,
        });
        numbers.collect::<Option<Vec<i32>>>()
    });
    match years.flatten().as_deref() {
        Some([first, last]) => Ok((*first, *last)),
        _ => Err(entry.wrong_type(entry.value, "a first and a last year, as [2025, 2028]")),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::{Datelike, NaiveDate};

    use super::*;

    /// Closed days derived from the package `holidays` 0.109; see the file beside it.
    const CLOSED: &str = include_str!("../../tests/corpus/calendars/closed-2025-2028.txt");

    struct Expected {
        weekend: BTreeSet<String>,
        /// Holidays on weekdays.
        closed: BTreeSet<NaiveDate>,
        /// Holidays on days of the weekend.
        also: BTreeSet<NaiveDate>,
    }

    fn expected() -> BTreeMap<String, Expected> {
        let mut all = BTreeMap::new();
        let mut code = String::new();
        for line in CLOSED.lines() {
            let words: Vec<_> = line.split(' ').collect();
            if words[1] == "rests" {
                code = words[0].to_owned();
                let expected = Expected {
                    weekend: words[2..].iter().map(|day| (*day).to_owned()).collect(),
                    closed: BTreeSet::new(),
                    also: BTreeSet::new(),
                };
                all.insert(code.clone(), expected);
                continue;
            }
            let one = all.get_mut(&code).unwrap();
            for day in words[1..].iter().filter(|day| day.contains('-')) {
                let day: NaiveDate = format!("{}-{day}", words[0]).parse().unwrap();
                if words[1] == "also" {
                    one.also.insert(day);
                } else {
                    one.closed.insert(day);
                }
            }
        }
        all
    }

    fn days(first: i32, last: i32) -> impl Iterator<Item = NaiveDate> {
        let start = NaiveDate::from_ymd_opt(first, 1, 1).unwrap();
        start.iter_days().take_while(move |day| day.year() <= last)
    }

    #[test]
    fn each_day_from_2025_to_2028_is_what_the_source_says() {
        let calendars = Config::default().calendars().unwrap();
        let expected = expected();
        assert_eq!(expected.len(), 45);
        let mut differences = Vec::new();
        for (code, expected) in expected {
            let calendar = calendars.get(&code).unwrap();
            let union = calendars.union(&[&code]).unwrap();
            let mut compared = 0;
            for day in days(2025, 2028) {
                let weekday = day.weekday().to_string().to_lowercase();
                let open = !expected.weekend.contains(&weekday) && !expected.closed.contains(&day);
                if open != calendar.is_business_day(day).unwrap()
                    || open != union.is_business_day(day).unwrap()
                {
                    differences.push(format!("{code} {day}: open should be {open}"));
                }
                compared += 1;
            }
            assert_eq!(compared, 1461);
            let holidays = (2025..=2028).flat_map(|year| calendar.holidays(year).unwrap());
            let holidays: BTreeSet<_> = holidays.map(|holiday| holiday.date).collect();
            let named: BTreeSet<_> = expected.closed.union(&expected.also).copied().collect();
            for day in holidays.symmetric_difference(&named) {
                differences.push(format!("{code} {day}: a holiday in one only"));
            }
        }
        assert!(differences.is_empty(), "{differences:#?}");
    }

    /// Holidays of a year as `MM-DD`.
    fn dates(code: &str, year: i32) -> Vec<String> {
        let calendars = Config::default().calendars().unwrap();
        let holidays = calendars.get(code).unwrap().holidays(year).unwrap();
        let dates = holidays
            .iter()
            .map(|one| one.date.format("%m-%d").to_string());
        dates.collect()
    }

    #[track_caller]
    fn assert_dates(code: &str, year: i32, with: &[&str], without: &[&str]) {
        let dates = dates(code, year);
        for day in with {
            assert!(
                dates.iter().any(|one| one == day),
                "{code} {year} {day}: {dates:?}"
            );
        }
        for day in without {
            assert!(
                !dates.iter().any(|one| one == day),
                "{code} {year} {day}: {dates:?}"
            );
        }
    }

    #[test]
    fn rules_hold_in_other_years() {
        // The Bank of England's and the Federal Reserve's published lists.
        assert_dates("GB-ENG", 2033, &["01-03", "12-26", "12-27"], &["12-28"]);
        assert_dates("GB-ENG", 2034, &["01-02"], &["01-03"]);
        assert_dates(
            "US-FED",
            2022,
            &["01-17", "06-20", "12-26"],
            &["06-19", "12-25"],
        );
        assert_dates("US-FED", 2023, &["01-02", "07-04", "11-23"], &["01-01"]);
        assert_dates("US-FED", 2020, &[], &["06-19"]);
        assert_dates("PL", 2024, &["12-25"], &["12-24"]);
        assert_dates("PL", 2029, &["12-24", "05-31"], &[]);
        assert_dates(
            "BR-FEBRABAN",
            2023,
            &["02-20", "02-21", "06-08"],
            &["11-20"],
        );
        assert_dates("BR-FEBRABAN", 2024, &["11-20", "02-12", "02-13"], &[]);
        assert_dates(
            "CO",
            2024,
            &["06-03", "06-10", "07-01"],
            &["07-08", "07-15"],
        );
        assert_dates("CO", 2029, &["07-09"], &["07-16"]);
        assert_dates(
            "MX-CNBV",
            2024,
            &["02-05", "03-18", "03-28", "11-18"],
            &["09-15"],
        );
        assert_dates("SE-BANK", 2029, &["06-22", "05-10"], &[]);
        assert_dates("T2", 2035, &["03-23", "03-26"], &[]);
    }

    /// Cabinet Office of Japan, days off by substitution and between two holidays.
    #[test]
    fn japan_moves_sundays_and_joins_holidays() {
        assert_dates("JP-BANK", 2022, &["03-21", "09-23", "12-31"], &["01-04"]);
        // New Year's Day on a Sunday: banks open on the 4th.
        assert_dates("JP-BANK", 2023, &["01-02", "01-03"], &["01-04"]);
        assert_dates(
            "JP-BANK",
            2024,
            &["02-12", "05-06", "08-12", "09-22", "09-23", "11-04"],
            &[],
        );
        assert_dates("JP-BANK", 2029, &["02-12", "04-30", "09-24"], &[]);
        assert_dates("JP-BANK", 2030, &["05-06", "08-12", "11-04"], &[]);
        assert_dates("JP-BANK", 2031, &["02-24", "05-06", "11-24"], &[]);
        assert_dates("JP-BANK", 2032, &["09-20", "09-21", "09-22"], &[]);
        assert_dates("JP-BANK", 2033, &["03-21"], &[]);
        assert_dates("JP-BANK", 2035, &["02-12", "04-30", "09-24"], &[]);
    }

    #[test]
    fn every_calendar_answers_or_refuses_in_any_year() {
        let calendars = Config::default().calendars().unwrap();
        for calendar in calendars.iter() {
            let known = calendar.years().unwrap_or(1900..=2199);
            for year in 1890..=2210 {
                assert_eq!(calendar.holidays(year).is_ok(), known.contains(&year));
            }
            let many = calendars.union(&[&calendar.code]).unwrap();
            for year in known {
                let day = NaiveDate::from_ymd_opt(year, 7, 1).unwrap();
                assert!(many.on_or_after(day).is_ok(), "{} {year}", calendar.code);
            }
        }
        let computed = calendars
            .iter()
            .filter(|one| one.years() != Some(2025..=2028));
        let computed: Vec<_> = computed.map(|one| one.code.as_str()).collect();
        let ten = "BR-FEBRABAN CH-SIC CO GB-ENG JP-BANK MX-CNBV PL SE-BANK T2 US-FED";
        assert!(ten.split(' ').all(|code| computed.contains(&code)));
    }

    #[test]
    fn a_configuration_adds_and_changes_calendars() {
        let text = "[calendars.pl]\nholidays = [\"2026-04-24 Company day\"]\nworked = \"2026-11-11\"\n\
            [calendars.PE]\nyears = [2025, 2029]\nholidays = \"\"\"\n2029-01-01 Año Nuevo\n\"\"\"\n\
            [calendars.ACME]\nname = \"Our own\"\nweekend = [\"fri\", \"sat\"]\nholidays = \"24 Dec Eve\"\n";
        let config = Config::parse(text, "config.toml").unwrap();
        let calendars = config.calendars().unwrap();
        let bundled = Config::default().calendars().unwrap();
        assert_eq!(calendars.iter().count(), bundled.iter().count() + 1);
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let is_open = |code: &str, text| calendars.get(code).unwrap().is_business_day(day(text));
        assert!(!is_open("PL", "2026-04-24").unwrap());
        assert!(is_open("PL", "2026-11-11").unwrap());
        assert!(!is_open("PL", "2026-05-01").unwrap(), "its own days stay");
        assert!(!is_open("PE", "2029-01-01").unwrap());
        assert!(is_open("PE", "2029-01-02").unwrap());
        assert!(is_open("acme", "2026-01-04").unwrap(), "Sunday");
        assert_eq!(calendars.get("ACME").unwrap().source, "your configuration");
    }
}
