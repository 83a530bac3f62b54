//! `[clients."NAME"]`: the terms of a client's contract.
//!
//! Each value is checked when the configuration is read ([`Terms::new`]); whether the calendars
//! and methods it names exist is known where those are.

use toml::Spanned;
use toml::de::DeValue;

use super::Config;
use super::section::{Entry, Section, Table};
use crate::domain::Refusal;
use crate::domain::clients::{BadTerm, Draft, MethodDraft, Terms};
use crate::error::{Error, Result};

/// The keys of a client.
pub(super) const KEYS: &[&str] = &[
    "currency",
    "zone",
    "cut_off",
    "billing",
    "billing_lag",
    "payout",
    "payout_adjust",
    "payout_calendars",
    "minimum_payout",
    "reserve_basis_points",
    "reserve_hold_days",
    METHODS,
];

/// The key below which a client's methods stand.
pub(super) const METHODS: &str = "methods";

/// The keys of a client's method.
const METHOD_KEYS: &[&str] = &[
    "cut_off",
    "lag",
    "calendars",
    "percent",
    "fixed",
    "minimum",
    "cap",
];

/// Longest name: longer ones are a slip.
const MAX_NAME: usize = 200;

/// Reads `[clients]` into the configuration.
pub(super) fn overlay(config: &mut Config, section: &Section<'_>) -> Result<()> {
    for table in section.tables()? {
        let name = table.name.trim();
        if name.is_empty() || name.len() > MAX_NAME {
            return Err(table.error(&format!(
                "a client's name has 1 to {MAX_NAME} bytes; write it as [clients.\"Example Pay\"]"
            )));
        }
        let is_same = |known: &Terms| known.name.to_lowercase() == name.to_lowercase();
        if let Some(known) = config.clients.iter().find(|known| is_same(known)) {
            let what = format!(
                "{} is named twice; put all its terms into one table",
                known.name
            );
            return Err(table.error(&what));
        }
        let (draft, methods) = read(&table)?;
        let terms = Terms::new(name, &draft).map_err(|bad| place(&table, &methods, bad))?;
        config.clients.push(terms);
    }
    Ok(())
}

/// The terms of a client as they are written, and the tables of its methods.
fn read<'a>(table: &Table<'a>) -> Result<(Draft, Vec<Table<'a>>)> {
    let mut draft = Draft::default();
    let mut methods = Vec::new();
    for (key, value) in table.table {
        let entry = Entry {
            table,
            key: key.get_ref().as_ref(),
            at: key.span().start,
            value,
        };
        if entry.key == METHODS {
            methods = method_tables(table, &entry, value)?;
        } else {
            set(&mut draft, &entry)?;
        }
    }
    for method in &methods {
        let mut own = MethodDraft::default();
        for entry in method.entries() {
            set_method(&mut own, &entry)?;
        }
        draft.methods.insert(method.name.to_owned(), own);
    }
    Ok((draft, methods))
}

fn method_tables<'a>(
    table: &Table<'a>,
    entry: &Entry<'_>,
    value: &'a Spanned<DeValue<'a>>,
) -> Result<Vec<Table<'a>>> {
    let DeValue::Table(below) = value.get_ref() else {
        return Err(entry.wrong_type(
            value,
            "a table for each method, as [clients.NAME.methods.ideal]",
        ));
    };
    let methods = Table {
        reader: table.reader,
        section: format!("{}.{METHODS}", table.section),
        name: METHODS,
        at: value.span().start,
        table: below,
    };
    methods.tables()
}

fn set(draft: &mut Draft, entry: &Entry<'_>) -> Result<()> {
    match entry.key {
        "currency" => draft.currency = Some(entry.text()?),
        "zone" => draft.zone = Some(entry.zone()?.name().to_owned()),
        "cut_off" => draft.cut_off = Some(entry.text()?),
        "billing" => draft.billing = Some(entry.text()?),
        "billing_lag" => draft.billing_lag = Some(number(entry)?),
        "payout" => draft.payout = Some(entry.text()?),
        "payout_adjust" => draft.payout_adjust = Some(entry.text()?),
        "payout_calendars" => draft.payout_calendars = entry.strings()?,
        "minimum_payout" => draft.minimum_payout = Some(entry.text()?),
        "reserve_basis_points" => draft.reserve_basis_points = Some(number(entry)?),
        "reserve_hold_days" => draft.reserve_hold_days = Some(number(entry)?),
        _ => return Err(entry.unknown(KEYS)),
    }
    Ok(())
}

fn set_method(draft: &mut MethodDraft, entry: &Entry<'_>) -> Result<()> {
    match entry.key {
        "cut_off" => draft.cut_off = Some(entry.text()?),
        "lag" => draft.lag = Some(entry.text()?),
        "calendars" => draft.calendars = entry.strings()?,
        "percent" => draft.percent = Some(entry.text()?),
        "fixed" => draft.fixed = Some(entry.text()?),
        "minimum" => draft.minimum = Some(entry.text()?),
        "cap" => draft.cap = Some(entry.text()?),
        _ => return Err(entry.unknown(METHOD_KEYS)),
    }
    Ok(())
}

fn number(entry: &Entry<'_>) -> Result<i64> {
    let DeValue::Integer(number) = entry.value.get_ref() else {
        return Err(entry.wrong_type(entry.value, "a whole number"));
    };
    let parsed = i64::from_str_radix(number.as_str(), number.radix());
    parsed.map_err(|_too_large| entry.error("the number is too large"))
}

/// The error about a term, on the line where the term stands, or that of the table it is missing
/// from.
fn place(table: &Table<'_>, methods: &[Table<'_>], bad: BadTerm) -> Error {
    let own = bad
        .method
        .as_ref()
        .and_then(|id| methods.iter().find(|method| method.name == id));
    let table = own.unwrap_or(table);
    let Refusal { reason, cure, .. } = bad.refusal;
    let cure = cure.map_or_else(String::new, |cure| format!("; {cure}"));
    match table.entries().find(|entry| entry.key == bad.field) {
        Some(entry) => entry.error(&format!("{reason}{cure}")),
        None => table.error(&format!("`{}`: {reason}{cure}", bad.field)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"
[clients."Example Pay"]
currency = "EUR"
zone = "Europe/Berlin"
cut_off = "16:00"
billing = "weekly"
billing_lag = 1
payout = "twice:tue,fri"
payout_adjust = "modified_following"
payout_calendars = ["T2"]
minimum_payout = "100.00"
reserve_basis_points = 500
reserve_hold_days = 180
[clients."Example Pay".methods.ideal]
cut_off = "17:00"
lag = "2b"
calendars = "T2"
percent = "1.45"
fixed = "0.10"
minimum = "0.25"
cap = "5.00"

[clients.second]
currency = "MXN"
"#;

    #[test]
    fn clients_are_read_with_every_term() {
        let config = Config::parse(WHOLE, "config.toml").unwrap();
        let [first, second] = config.clients.as_slice() else {
            panic!("{config:?}");
        };
        assert_eq!(first.name, "Example Pay");
        assert_eq!(first.reserve.unwrap().basis_points(), 500);
        let ideal = first.method("ideal").unwrap();
        assert_eq!(ideal.lag.unwrap().to_string(), "2b");
        assert_eq!(ideal.fee.as_ref().unwrap().ppm, 14_500);
        assert_eq!(second.currency.code(), "MXN");
        assert_eq!(second.payout, None);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line_and_cure() {
        for (from, to, expected) in [
            (
                "currency = \"EUR\"\n",
                "",
                "config.toml line 2: [clients.Example Pay]: `currency`: is missing; write the \
                 payout currency, as EUR",
            ),
            (
                "cut_off = \"16:00\"",
                "cut_off = \"4pm\"",
                "config.toml line 5: `cut_off` in [clients.Example Pay]: `4pm` is no time of day; \
                 write it as 16:00, at most 24:00, which is never reached",
            ),
            (
                "lag = \"2b\"",
                "lag = \"2\"",
                "config.toml line 16: `lag` in [clients.Example Pay.methods.ideal]: `2` is no \
                 lag; write it as 2b for business days or 2c for calendar days",
            ),
            (
                "percent = \"1.45\"",
                "percent = 1.45",
                "config.toml line 18: `percent` in [clients.Example Pay.methods.ideal]: expected \
                 a string in quotes, found a number",
            ),
            (
                "billing_lag = 1",
                "billing_lag = -1",
                "config.toml line 7: `billing_lag` in [clients.Example Pay]: -1 cannot be; write \
                 a number from 0 to 60",
            ),
            (
                "payout_adjust",
                "payout_ajust",
                "config.toml line 9: unknown key `payout_ajust` in [clients.Example Pay]; did you \
                 mean `payout_adjust`?",
            ),
            (
                "[clients.second]",
                "[clients.\"EXAMPLE pay\"]",
                "config.toml line 23: [clients.EXAMPLE pay]: Example Pay is named twice; put all \
                 its terms into one table",
            ),
            (
                "[clients.second]\n",
                "[clients.second]\nmethods = 1\n",
                "config.toml line 24: `methods` in [clients.second]: expected a table for each \
                 method, as [clients.NAME.methods.ideal], found a number",
            ),
        ] {
            assert!(WHOLE.contains(from), "{from}");
            let text = WHOLE.replacen(from, to, 1);
            let error = Config::parse(&text, "config.toml").unwrap_err();
            assert_eq!(error.one_line(), expected, "{to}");
        }
    }
}
