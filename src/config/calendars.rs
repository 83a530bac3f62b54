//! `[calendars.CODE]`: calendars of one's own, and changes to the bundled ones.
//!
//! Each line is checked when the configuration is read; the calendars are made when somebody
//! asks for them ([`super::Config::calendars`]).

use toml::de::DeValue;

use super::Config;
use super::section::{Entry, Section};
use crate::domain::calendar::{Calendar, Confidence, Definition};
use crate::error::Result;

/// The keys of a calendar.
const KEYS: &[&str] = &[
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
        "bridges" => definition.bridges = entry.boolean()?,
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
