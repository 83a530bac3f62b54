//! Chile, Colombia, Ecuador, Peru, Uruguay: tax numbers.
//!
//! Sources: SII (RUT), DIAN (NIT, Orden Administrativa 4 of 1989), SUNAT (RUC), SRI and Registro
//! Civil (RUC, cédula), DGI (RUT).

use super::fault::{Fault, Lengths, Wanted};
use super::form::Form;
use super::schemes::{digit, luhn, meet, meet_byte, to_eleven, weighted};
use super::shape::{all_digits, digits, has_length, number, wrong};
use super::{Example, Kind, Proof};

pub(super) static KINDS: &[Kind] = &[
    Kind {
        name: "cl_rut",
        country: Some("CL"),
        title: "Tax number (RUT, RUN)",
        example: Example::published("60.803.000-K", "Servicio de Impuestos Internos"),
        form: Form::without(" -.").prefixed(&["CL"]),
        rule: chile,
    },
    Kind {
        name: "co_nit",
        country: Some("CO"),
        title: "Tax number with check digit (NIT)",
        example: Example::published("213.123.432-1", "documentation of python-stdnum"),
        form: Form::without(" -.,"),
        rule: colombia,
    },
    Kind {
        name: "ec_ruc",
        country: Some("EC"),
        title: "Tax number (RUC)",
        example: Example::published("1792060346001", "documentation of python-stdnum"),
        form: Form::without(" -"),
        rule: ecuador,
    },
    Kind {
        name: "pe_ruc",
        country: Some("PE"),
        title: "Tax number (RUC)",
        example: Example::published("20512333797", "documentation of python-stdnum"),
        form: Form::without(" "),
        rule: peru,
    },
    Kind {
        name: "uy_rut",
        country: Some("UY"),
        title: "Tax number (RUT)",
        example: Example::invalid("210000000011", "its inner six digits are zero"),
        form: Form::without(" -").prefixed(&["UY"]),
        rule: uruguay,
    },
];

fn chile(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    has_length(text, Lengths::Among(&[8, 9]))?;
    let last = text.len() - 1;
    all_digits(text, 0..last)?;
    if !matches!(text[last], b'0'..=b'9' | b'K') {
        return Err(wrong(last, Wanted::This("a digit or K")));
    }
    let from_right = text.iter().take(last).rev();
    let weights = (2..=7).cycle();
    let sum: u32 = from_right
        .zip(weights)
        .map(|(byte, weight)| u32::from(byte - b'0') * weight)
        .sum();
    let wanted = match to_eleven(sum) {
        10 => b'K',
        check => digit(check),
    };
    meet_byte(text, last, wanted)?;
    Ok(Proof::DIGIT)
}

fn colombia(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    const WEIGHTS: [u32; 15] = [3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71];
    has_length(text, Lengths::Between(8, 16))?;
    all_digits(text, 0..text.len())?;
    let last = text.len() - 1;
    let from_right = text.iter().take(last).rev();
    let products = from_right.zip(WEIGHTS);
    let sum: u32 = products
        .map(|(byte, weight)| u32::from(byte - b'0') * weight)
        .sum();
    let wanted = match sum % 11 {
        small @ (0 | 1) => small,
        rest => 11 - rest,
    };
    meet_byte(text, last, digit(wanted))?;
    Ok(Proof::DIGIT)
}

fn peru(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 11] = digits(text)?;
    if !matches!(number(&digits[..2]), 10 | 15 | 17 | 20) {
        return Err(Fault::Unlisted {
            part: (0, 2),
            before: "no type of taxpayer is called ",
            after: ", they are 10, 15, 17 and 20",
        });
    }
    let sum = weighted(&digits[..10], &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]);
    meet(&digits, 10, (11 - sum % 11) % 10)?;
    Ok(Proof::DIGIT)
}

fn uruguay(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 12] = digits(text)?;
    if !matches!(number(&digits[..2]), 1..=22) {
        return Err(Fault::Unlisted {
            part: (0, 2),
            before: "no register is called ",
            after: ", they are 01 to 22",
        });
    }
    if digits[2..8] == [0; 6] {
        return Err(Fault::Said(
            "digits 3 to 8 are zero, and nobody has that number",
        ));
    }
    if digits[8..11] != [0, 0, 1] {
        return Err(Fault::Unlisted {
            part: (8, 3),
            before: "digits 9 to 11 are ",
            after: ", expected 001",
        });
    }
    let sum = weighted(&digits[..11], &[4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]);
    meet(&digits, 11, to_eleven(sum))?;
    Ok(Proof::DIGIT)
}

fn ecuador(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 13] = digits(text)?;
    if !matches!(number(&digits[..2]), 1..=24 | 30 | 50) {
        return Err(Fault::Unlisted {
            part: (0, 2),
            before: "no province is called ",
            after: ", they are 01 to 24, 30 and 50",
        });
    }
    match digits[2] {
        0..=5 => ecuador_person(&digits)?,
        6 => ecuador_public(&digits).or_else(|fault| {
            // Some persons have a 6 here too.
            ecuador_person(&digits).map_err(|_as_person| fault)
        })?,
        9 => ecuador_public(&digits).or_else(|_as_public| ecuador_company(&digits))?,
        _ => return Err(wrong(2, Wanted::This("0 to 6 or 9"))),
    }
    Ok(Proof::DIGIT)
}

fn ecuador_person(digits: &[u8; 13]) -> Result<(), Fault> {
    meet(digits, 9, luhn(&digits[..9]))?;
    ecuador_branch(digits, 10)
}

fn ecuador_public(digits: &[u8; 13]) -> Result<(), Fault> {
    let sum = weighted(&digits[..8], &[3, 2, 7, 6, 5, 4, 3, 2]);
    meet(digits, 8, to_eleven(sum))?;
    ecuador_branch(digits, 9)
}

fn ecuador_company(digits: &[u8; 13]) -> Result<(), Fault> {
    let sum = weighted(&digits[..9], &[4, 3, 2, 7, 6, 5, 4, 3, 2]);
    meet(digits, 9, to_eleven(sum))?;
    ecuador_branch(digits, 10)
}

/// Branches count from one, in all digits from this place on.
fn ecuador_branch(digits: &[u8; 13], from: usize) -> Result<(), Fault> {
    if digits.iter().skip(from).all(|digit| *digit == 0) {
        return Err(Fault::Said(
            "its last digits are zero, and branches count from 001",
        ));
    }
    Ok(())
}
