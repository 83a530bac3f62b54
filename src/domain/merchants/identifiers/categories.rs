//! What a business does: merchant category codes.
//!
//! Source: ISO 18245; the ranges as the card schemes print them.

use super::fault::Fault;
use super::form::Form;
use super::shape::digits;
use super::{Example, Kind, Proof};

pub(super) static KINDS: &[Kind] = &[Kind {
    name: "mcc",
    country: None,
    title: "Merchant category code (MCC)",
    example: Example::published("5411", "ISO 18245, grocery stores and supermarkets"),
    form: Form::exact(),
    rule: mcc,
}];

fn mcc(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 4] = digits(text)?;
    if digits == [0; 4] {
        return Err(Fault::Said("0000 is no category"));
    }
    Ok(Proof::FORMAT)
}
