//! The fee of one transaction: a percentage and a fixed part, with a minimum and a cap.

use std::cmp::Ordering;

use crate::domain::Refusal;
use crate::domain::money::Money;

/// Parts per million that are the whole.
const WHOLE: i128 = 1_000_000;
/// Decimals of a percentage in parts per million.
const PERCENT_DECIMALS: usize = 4;

/// A fee as a contract names it, all of it in the currency of the amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fee {
    /// Share of the amount in parts per million: 1.45 % is 14,500.
    pub ppm: u32,
    /// Fixed part of each transaction.
    pub fixed: Option<Money>,
    /// The least a transaction costs.
    pub minimum: Option<Money>,
    /// The most a transaction costs.
    pub cap: Option<Money>,
}

impl Fee {
    /// The fee of an amount: share plus fixed part, held between minimum and cap, rounded once to
    /// the minor unit with halves away from zero. An amount below zero (a refund) has no fee of
    /// this kind.
    pub fn charge(&self, amount: Money) -> Result<Money, Refusal> {
        let nothing = Money::new(0, amount.currency);
        if amount.minor <= 0 {
            return Ok(nothing);
        }
        let share = i128::from(amount.minor) * i128::from(self.ppm);
        let share = (share + WHOLE / 2) / WHOLE;
        let share = i64::try_from(share)
            .map_err(|_too_large| Refusal::new("the fee is larger than any account holds"))?;
        // The fixed part and the bounds are whole, so that rounding first changes nothing.
        let fee = Money::new(share, amount.currency).checked_add(self.fixed.unwrap_or(nothing))?;
        let fee = hold(fee, self.minimum, Ordering::Less)?;
        hold(fee, self.cap, Ordering::Greater)
    }
}

/// The fee, or the bound where the fee is on its wrong side.
fn hold(fee: Money, bound: Option<Money>, wrong: Ordering) -> Result<Money, Refusal> {
    let Some(bound) = bound else { return Ok(fee) };
    let beyond = fee.checked_sub(bound)?;
    Ok(if beyond.minor.cmp(&0) == wrong {
        bound
    } else {
        fee
    })
}

/// A percentage as it is written (`1.45`, `0.125`) in parts per million; none if it has more
/// than four decimals or is above 100.
pub(super) fn ppm(percent: &str) -> Option<u32> {
    let (whole, fraction) = percent.split_once('.').unwrap_or((percent, "0"));
    let is_number = |digits: &str| {
        !digits.is_empty()
            && digits.len() <= PERCENT_DECIMALS
            && digits.bytes().all(|b| b.is_ascii_digit())
    };
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let ppm: u32 = format!("{whole}{fraction:0<PERCENT_DECIMALS$}")
        .parse()
        .ok()?;
    (i128::from(ppm) <= WHOLE).then_some(ppm)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Currency;

    #[test]
    fn share_and_fixed_part_are_held_between_minimum_and_cap() {
        let eur = |minor| Money::new(minor, Currency::named("EUR").unwrap());
        let fee = Fee {
            ppm: 14_500,
            fixed: Some(eur(10)),
            minimum: Some(eur(25)),
            cap: Some(eur(500)),
        };
        for (amount, charged) in [
            (12_000, 184),
            (100, 25),
            (10_000_000, 500),
            (0, 0),
            (-500, 0),
            // 1.45 % of 31.00 is 44.95 cents.
            (3_100, 55),
        ] {
            assert_eq!(fee.charge(eur(amount)).unwrap(), eur(charged), "{amount}");
        }
        let jpy = Money::new(1_000, Currency::named("JPY").unwrap());
        assert!(fee.charge(jpy).is_err());
    }

    #[test]
    fn percentages_are_read_to_four_decimals() {
        for (text, expected) in [
            ("1.45", Some(14_500)),
            ("0", Some(0)),
            ("100", Some(1_000_000)),
            ("0.1251", Some(1_251)),
            ("100.0001", None),
            ("0.12345", None),
            ("1,45", None),
            ("-1", None),
            ("1.", None),
            (".5", None),
            ("", None),
        ] {
            assert_eq!(ppm(text), expected, "{text}");
        }
    }
}
