//! The United Kingdom and Ireland: VAT and company numbers.
//!
//! Sources: HMRC notice 700 and VIES (VAT), Companies House (company numbers), Irish Revenue (VAT).

use super::fault::{Fault, Lengths, Wanted};
use super::form::Form;
use super::lists::COMPANY_PREFIXES;
use super::schemes::{meet_byte, meet_two, weighted};
use super::shape::{all, all_digits, digits_at, has_length, number, wrong};
use super::{Example, Kind, Proof};

pub(super) const BRITAIN: Form = Form::without(" -.").prefixed(&["GB", "XI"]);
pub(super) const IRELAND: Form = Form::without(" -").prefixed(&["IE"]);

pub(super) static KINDS: &[Kind] = &[
    Kind {
        name: "gb_vat",
        country: Some("GB"),
        title: "VAT number",
        example: Example::published("GB 980 7806 84", "documentation of python-stdnum"),
        form: BRITAIN,
        rule: vat,
    },
    Kind {
        name: "gb_company",
        country: Some("GB"),
        title: "Company number",
        example: Example::published("SC123456", "Companies House"),
        form: Form::without(""),
        rule: company,
    },
    Kind {
        name: "ie_vat",
        country: Some("IE"),
        title: "VAT number",
        example: Example::published("IE 6433435F", "Irish Revenue"),
        form: IRELAND,
        rule: ireland,
    },
];

pub(super) fn vat(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    match text.get(..2) {
        Some(b"GD") => return branch(text, 0..=499),
        Some(b"HA") => return branch(text, 500..=999),
        _ => {}
    }
    has_length(text, Lengths::Among(&[9, 12]))?;
    let digits: [u8; 9] = digits_at(text, 0)?;
    all_digits(text, 9..text.len())?;
    let body = weighted(&digits[..7], &[8, 7, 6, 5, 4, 3, 2]);
    let sum = (body + weighted(&digits[7..], &[10, 1])) % 97;
    // Numbers from 100 on may count from 42, or from 55 (the scheme called 9755).
    let is_late = number(&digits[..3]) >= 100;
    if sum == 0 || is_late && matches!(sum, 42 | 55) {
        return Ok(Proof::DIGITS);
    }
    let rest = (97 - body % 97) % 97;
    meet_two(&digits, 7, if is_late { (rest + 42) % 97 } else { rest })?;
    Ok(Proof::DIGITS)
}

/// Government departments (GD) and health authorities (HA).
fn branch(text: &[u8], numbers: std::ops::RangeInclusive<u32>) -> Result<Proof, Fault> {
    has_length(text, Lengths::Among(&[5, 11]))?;
    let is_long = text.len() == 11;
    let at = if is_long { 6 } else { 2 };
    if is_long && text.get(2..6) != Some(b"8888") {
        return Err(Fault::Said(
            "behind GD or HA stands 8888 or a number of three digits",
        ));
    }
    let digits: [u8; 3] = digits_at(text, at)?;
    let found = number(&digits);
    if !numbers.contains(&found) {
        return Err(Fault::Said(
            "departments (GD) have 000 to 499, health authorities (HA) 500 to 999",
        ));
    }
    if !is_long {
        return Ok(Proof::FORMAT);
    }
    let checks: [u8; 2] = digits_at(text, 9)?;
    meet_two(&checks, 0, found % 97).map_err(|fault| fault.shifted(9))?;
    Ok(Proof::DIGITS)
}

fn company(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    has_length(text, Lengths::Exactly(8))?;
    let is_listed = COMPANY_PREFIXES.has(text[0], text[1]);
    let letters = match (text[0], text[1]) {
        (b'0'..=b'9', _) => 0,
        (b'R', b'0'..=b'9') => 1,
        (b'A'..=b'Z', b'A'..=b'Z') if is_listed => 2,
        (b'A'..=b'Z', b'A'..=b'Z') => {
            return Err(Fault::Unlisted {
                part: (0, 2),
                before: "no company number begins with ",
                after: "",
            });
        }
        (b'A'..=b'Z', _) => return Err(wrong(1, Wanted::Letter)),
        _ => return Err(wrong(0, Wanted::Alnum)),
    };
    all_digits(text, letters..8)?;
    Ok(match letters {
        2 => Proof::FORMAT.listed("Companies House prefixes"),
        _ => Proof::FORMAT,
    })
}

/// Letters of an Irish number; their place is their value.
const IRISH: &[u8; 23] = b"WABCDEFGHIJKLMNOPQRSTUV";

pub(super) fn ireland(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    has_length(text, Lengths::Among(&[8, 9]))?;
    all_digits(text, 0..1)?;
    all_digits(text, 2..7)?;
    let wanted = Wanted::This("a letter A to W");
    all(text, 7..text.len(), wanted, |byte| IRISH.contains(&byte))?;
    let sum = if text[1].is_ascii_digit() {
        let digits: [u8; 7] = digits_at(text, 0)?;
        let last = text
            .get(8)
            .and_then(|byte| IRISH.iter().position(|letter| letter == byte));
        let last = u32::try_from(last.unwrap_or_default()).unwrap_or_default();
        weighted(&digits, &[8, 7, 6, 5, 4, 3, 2]) + 9 * last
    } else {
        // The form of before 2013: the first digit counts last, and the letter not at all.
        if !text[1].is_ascii_uppercase() {
            return Err(wrong(1, Wanted::Alnum));
        }
        let first: [u8; 1] = digits_at(text, 0)?;
        let digits: [u8; 5] = digits_at(text, 2)?;
        weighted(&digits, &[7, 6, 5, 4, 3]) + weighted(&first, &[2])
    };
    let at = usize::try_from(sum % 23).unwrap_or_default();
    meet_byte(text, 7, IRISH[at])?;
    Ok(Proof::DIGIT)
}
