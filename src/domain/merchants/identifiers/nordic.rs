//! Denmark, Finland, Norway, Sweden: company numbers.
//!
//! Sources: Erhvervsstyrelsen (CVR), PRH (Y-tunnus), Brønnøysundregistrene (organisasjonsnummer),
//! Skatteverket SKV 709 (organisationsnummer).

use super::fault::Fault;
use super::form::Form;
use super::germanic::not_zero;
use super::schemes::{luhn, meet, to_eleven, weighted};
use super::shape::digits;
use super::{Example, Kind, Proof};

pub(super) const DENMARK: Form = Form::without(" -./,:").prefixed(&["DK"]);
pub(super) const FINLAND: Form = Form::without(" -").prefixed(&["FI"]);

pub(super) static KINDS: &[Kind] = &[
    Kind {
        name: "dk_cvr",
        country: Some("DK"),
        title: "Company and VAT number (CVR)",
        example: Example::published("DK 13585628", "European Commission"),
        form: DENMARK,
        rule: denmark,
    },
    Kind {
        name: "fi_ytunnus",
        country: Some("FI"),
        title: "Business number (Y-tunnus)",
        example: Example::published("2077474-0", "documentation of python-stdnum"),
        form: FINLAND,
        rule: finland,
    },
    Kind {
        name: "no_orgnr",
        country: Some("NO"),
        title: "Organisation number (organisasjonsnummer)",
        example: Example::published("974 760 673", "Brønnøysundregistrene"),
        form: Form::without(" "),
        rule: norway,
    },
    Kind {
        name: "se_orgnr",
        country: Some("SE"),
        title: "Organisation number (organisationsnummer)",
        example: Example::published("202100-5489", "Skatteverket"),
        form: Form::without(" -."),
        rule: sweden,
    },
];

pub(super) fn denmark(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 8] = digits(text)?;
    not_zero(text, 0)?;
    let sum = weighted(&digits[..7], &[2, 7, 6, 5, 4, 3, 2]);
    meet(&digits, 7, to_eleven(sum))?;
    Ok(Proof::DIGIT)
}

pub(super) fn finland(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 8] = digits(text)?;
    let sum = weighted(&digits[..7], &[7, 9, 10, 5, 8, 4, 2]);
    meet(&digits, 7, to_eleven(sum))?;
    Ok(Proof::DIGIT)
}

fn norway(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 9] = digits(text)?;
    let sum = weighted(&digits[..8], &[3, 2, 7, 6, 5, 4, 3, 2]);
    meet(&digits, 8, to_eleven(sum))?;
    Ok(Proof::DIGIT)
}

pub(super) fn sweden(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 10] = digits(text)?;
    meet(&digits, 9, luhn(&digits[..9]))?;
    Ok(Proof::DIGIT)
}
