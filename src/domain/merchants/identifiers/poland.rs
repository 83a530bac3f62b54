//! Poland: NIP and REGON.
//!
//! Sources: Ministerstwo Finansów (NIP), Główny Urząd Statystyczny (REGON).

use super::fault::{Fault, Lengths};
use super::form::Form;
use super::schemes::{meet, weighted};
use super::shape::{digits, has_length};
use super::{Example, Kind, Proof};

pub(super) const POLAND: Form = Form::without(" -").prefixed(&["PL"]);

pub(super) static KINDS: &[Kind] = &[
    Kind {
        name: "pl_nip",
        country: Some("PL"),
        title: "Tax number (NIP)",
        example: Example::published("PL 8567346215", "documentation of python-stdnum"),
        form: POLAND,
        rule: nip,
    },
    Kind {
        name: "pl_regon",
        country: Some("PL"),
        title: "Statistical number (REGON), 9 or 14 digits",
        example: Example::published("192598184", "documentation of python-stdnum"),
        form: Form::without(" -"),
        rule: regon,
    },
];

pub(super) fn nip(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 10] = digits(text)?;
    let sum = weighted(&digits[..9], &[6, 5, 7, 2, 3, 4, 5, 6, 7]);
    meet(&digits, 9, sum % 11)?;
    Ok(Proof::DIGIT)
}

fn regon(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    has_length(text, Lengths::Among(&[9, 14]))?;
    if text.len() == 9 {
        company(&digits::<9>(text)?)?;
        return Ok(Proof::DIGIT);
    }
    let digits: [u8; 14] = digits(text)?;
    company(&digits)?;
    let sum = weighted(&digits[..13], &[2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8]);
    meet(&digits, 13, sum % 11 % 10)?;
    Ok(Proof::DIGITS)
}

/// The first nine digits: the company, of which the rest names a unit.
fn company(digits: &[u8]) -> Result<(), Fault> {
    let sum = weighted(digits, &[8, 9, 2, 3, 4, 5, 6, 7]);
    meet(digits, 8, sum % 11 % 10)
}
