//! The plain kinds of values: texts, lists, yes or no, periods, amounts.

use std::fmt;

use serde::Serialize;

use super::value::{Value, Written};
use crate::domain::money::{Currency, Money};

/// Longest period in days or lag: ten years.
pub(super) const MAX_DAYS: i64 = 3660;
/// Longest session in seconds: a year.
const MAX_SECONDS: i64 = 366 * 86_400;

impl Value for String {
    fn read(written: &Written) -> Result<Self, String> {
        match written {
            Written::Text(text) if !text.trim().is_empty() => Ok(text.trim().to_owned()),
            _ => Err("expected a text in quotes".to_owned()),
        }
    }
}

/// Several words, as `["PL", "DE"]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct List(pub Vec<String>);

impl fmt::Display for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(", "))
    }
}

impl Value for List {
    fn read(written: &Written) -> Result<Self, String> {
        match written {
            Written::Text(text) if !text.trim().is_empty() => Ok(Self(vec![text.clone()])),
            Written::Many(texts) if !texts.is_empty() => Ok(Self(texts.clone())),
            _ => Err("expected a text in quotes or a list of them".to_owned()),
        }
    }
}

/// True or false, shown as yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Yes(pub bool);

impl fmt::Display for Yes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0 { "yes" } else { "no" })
    }
}

impl Value for Yes {
    fn read(written: &Written) -> Result<Self, String> {
        match written {
            Written::Flag(flag) => Ok(Self(*flag)),
            _ => Err("expected true or false".to_owned()),
        }
    }
}

/// A period in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Days(pub u32);

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} day{}", self.0, if self.0 == 1 { "" } else { "s" })
    }
}

impl Value for Days {
    fn read(written: &Written) -> Result<Self, String> {
        number(written, MAX_DAYS, "days").map(Self)
    }
}

/// A period in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Seconds(pub u32);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [(86_400, "d"), (3600, "h"), (60, "min"), (1, "s")];
        let is_whole = |(unit, _): &&(u32, &str)| self.0 >= *unit && self.0.is_multiple_of(*unit);
        match units.iter().find(is_whole) {
            Some((unit, name)) => write!(f, "{} {name}", self.0 / unit),
            None => f.write_str("0 s"),
        }
    }
}

impl Value for Seconds {
    fn read(written: &Written) -> Result<Self, String> {
        number(written, MAX_SECONDS, "seconds").map(Self)
    }
}

/// A whole number of some unit.
pub(super) fn number(written: &Written, most: i64, unit: &str) -> Result<u32, String> {
    let wrong = || format!("expected a number of {unit} from 0 to {most}");
    match written {
        Written::Number(number) if *number <= most => {
            u32::try_from(*number).map_err(|_negative| wrong())
        }
        _ => Err(wrong()),
    }
}

/// An amount as it was published: a decimal and its currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Amount {
    /// Decimal, as `50000.00`, with at most the decimals of its currency.
    pub value: String,
    /// ISO 4217 code.
    pub currency: String,
    /// The same in minor units of the currency.
    pub minor: i64,
}

impl Amount {
    /// Reads `50000.00 PLN`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let expected = || format!("`{text}` is no amount; write it as 50000.00 PLN");
        let (value, currency) = text.trim().split_once(' ').ok_or_else(expected)?;
        let currency = Currency::named(currency.trim()).map_err(|refusal| refusal.said())?;
        let money = Money::parse(value, currency).map_err(|refusal| refusal.said())?;
        if money.minor < 0 {
            return Err(expected());
        }
        Ok(Self {
            value: value.to_owned(),
            currency: currency.code().to_owned(),
            minor: money.minor,
        })
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.value, self.currency)
    }
}

impl Value for Amount {
    fn read(written: &Written) -> Result<Self, String> {
        match written {
            Written::Text(text) => Self::parse(text),
            _ => Err("expected an amount in quotes, as \"50000.00 PLN\"".to_owned()),
        }
    }
}
