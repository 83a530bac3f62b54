//! Amounts of money in a query, in ten-thousandths of a unit.

use std::fmt;

use super::parse::FilterError;
use super::words::Word;
use crate::domain::money::Currency;

/// Decimals an amount may have: no currency has more than four.
const DECIMALS: usize = 4;
/// Ten-thousandths of a unit.
pub(super) const UNIT: i64 = 10_000;

/// An amount as it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// Ten-thousandths of the currency's unit.
    pub value: i64,
    /// In which currency; none: in any.
    pub currency: Option<Currency>,
}

/// "100EUR", "99.95".
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.value / UNIT)?;
        let fraction = self.value % UNIT;
        if fraction != 0 {
            let digits = format!("{fraction:04}");
            let digits = digits.trim_end_matches('0');
            // Two decimals, as most money is written.
            write!(f, ".{digits:0<2}")?;
        }
        match self.currency {
            Some(currency) => write!(f, "{currency}"),
            None => Ok(()),
        }
    }
}

/// Reads `100EUR`, `99.95` or `"99.95 EUR"`.
pub(super) fn amount(part: Word<'_>) -> Result<Amount, FilterError> {
    let text = part.text();
    let digits = text.find(|c: char| !(c.is_ascii_digit() || c == '.'));
    let (number, code) = text.split_at(digits.unwrap_or(text.len()));
    let value = ten_thousandths(number)
        .ok_or_else(|| part.error("An amount is digits and a currency, such as 99.95 or 100EUR"))?;
    let code = code.trim();
    let currency = match code {
        "" => None,
        code => Some(Currency::named(code).map_err(|refusal| part.error(refusal.said()))?),
    };
    Ok(Amount { value, currency })
}

fn ten_thousandths(number: &str) -> Option<i64> {
    let (whole, fraction) = match number.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (number, ""),
    };
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || fraction.len() > DECIMALS || !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let fraction: i64 = format!("{fraction:0<DECIMALS$}").parse().ok()?;
    let whole: i64 = whole.parse().ok()?;
    whole.checked_mul(UNIT)?.checked_add(fraction)
}
