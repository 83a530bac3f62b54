//! France, Spain, Italy, Portugal: company, person and VAT numbers.
//!
//! Sources: INSEE (SIREN, SIRET), Direction générale des Finances publiques (TVA key), Real Decreto 1065/2007 and Orden EHA/451/2008
//! (NIF), Agenzia delle Entrate (partita IVA), Autoridade Tributária (NIF).

use super::fault::{Fault, Lengths, Wanted};
use super::form::Form;
use super::germanic::not_zero;
use super::schemes::{digit, luhn, meet, meet_byte, to_eleven, two_digits, weighted};
use super::shape::{all, all_alnum, digits, digits_at, has_length, number, wrong};
use super::{Example, Kind, Proof};

pub(super) const FRANCE: Form = Form::without(" -.").prefixed(&["FR"]);
pub(super) const SPAIN: Form = Form::without(" -").prefixed(&["ES"]);
pub(super) const PORTUGAL: Form = Form::without(" -.").prefixed(&["PT"]);
pub(super) const ITALY: Form = Form::without(" -:").prefixed(&["IT"]);

pub(super) static KINDS: &[Kind] = &[
    Kind {
        name: "fr_siren",
        country: Some("FR"),
        title: "Company number (SIREN)",
        example: Example::published("732 829 320", "INSEE"),
        form: Form::without(" ."),
        rule: siren,
    },
    Kind {
        name: "fr_siret",
        country: Some("FR"),
        title: "Establishment number (SIRET)",
        example: Example::published("732 829 320 00074", "INSEE"),
        form: Form::without(" ."),
        rule: siret,
    },
    Kind {
        name: "fr_tva",
        country: Some("FR"),
        title: "VAT number (TVA)",
        example: Example::published("FR 40 303 265 045", "European Commission"),
        form: FRANCE,
        rule: tva,
    },
    Kind {
        name: "es_nif",
        country: Some("ES"),
        title: "Tax number of a person or company (NIF)",
        example: Example::published("54362315K", "documentation of python-stdnum"),
        form: SPAIN,
        rule: nif,
    },
    Kind {
        name: "es_cif",
        country: Some("ES"),
        title: "Company's tax number (CIF)",
        example: Example::published("A58818501", "AEAT"),
        form: Form::without(" -"),
        rule: cif,
    },
    Kind {
        name: "pt_nif",
        country: Some("PT"),
        title: "Tax number (NIF, NIPC)",
        example: Example::published("501964843", "documentation of python-stdnum"),
        form: PORTUGAL,
        rule: portugal,
    },
    Kind {
        name: "it_iva",
        country: Some("IT"),
        title: "VAT number (partita IVA)",
        example: Example::published("00743110157", "documentation of python-stdnum"),
        form: ITALY,
        rule: italy,
    },
];

/// The digits of La Poste, whose establishments outgrew the scheme.
const LA_POSTE: [u8; 9] = [3, 5, 6, 0, 0, 0, 0, 0, 0];

fn siren(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 9] = digits(text)?;
    meet(&digits, 8, luhn(&digits[..8]))?;
    Ok(Proof::DIGIT)
}

fn siret(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 14] = digits(text)?;
    meet(&digits, 8, luhn(&digits[..8]))?;
    let check = luhn(&digits[..13]);
    if u32::from(digits[13]) == check {
        let is_branch = digits.starts_with(&LA_POSTE) && digits[9..] != [0, 0, 0, 4, 8];
        if !is_branch {
            return Ok(Proof::DIGITS);
        }
    }
    if digits.starts_with(&LA_POSTE) {
        let sum: u32 = digits.iter().map(|digit| u32::from(*digit)).sum();
        if digits[9..] != [0, 0, 0, 4, 8] && sum.is_multiple_of(5) {
            return Ok(Proof::DIGIT);
        }
        return Err(Fault::Said(
            "the digits of an establishment of La Poste add up to a multiple of 5",
        ));
    }
    meet(&digits, 13, check)?;
    Ok(Proof::DIGITS)
}

pub(super) fn tva(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    has_length(text, Lengths::Exactly(11))?;
    let wanted = Wanted::This("a digit or a letter other than I and O");
    all(text, 0..2, wanted, |byte| {
        byte.is_ascii_digit() || byte.is_ascii_uppercase() && !matches!(byte, b'I' | b'O')
    })?;
    let digits: [u8; 9] = digits_at(text, 2)?;
    // Monaco's numbers begin with 000 and are no SIREN.
    if !digits.starts_with(&[0; 3]) {
        meet(&digits, 8, luhn(&digits[..8])).map_err(|fault| fault.shifted(2))?;
    }
    let siren = number(&digits);
    if text[0].is_ascii_digit() && text[1].is_ascii_digit() {
        let key = (siren % 97 * 100 + 12) % 97;
        if text.get(..2) != Some(&two_digits(key)) {
            return Err(Fault::Checks {
                at: 0,
                wanted: two_digits(key),
            });
        }
        return Ok(Proof::DIGITS);
    }
    let [first, second] = [text[0], text[1]].map(place_of_34);
    let key = if text[0].is_ascii_digit() {
        (24 * first + second).checked_sub(10)
    } else {
        (34 * first + second).checked_sub(100)
    };
    match key {
        Some(key) if (siren + 1 + key / 11) % 11 == key % 11 => Ok(Proof::DIGITS),
        _ => Err(Fault::Sum),
    }
}

/// Places in the digits and the letters without I and O.
fn place_of_34(byte: u8) -> u32 {
    let letter = |from: u8| u32::from(byte - from);
    match byte {
        b'A'..=b'H' => 10 + letter(b'A'),
        b'J'..=b'N' => 18 + letter(b'J'),
        b'P'..=b'Z' => 23 + letter(b'P'),
        _ => u32::from(byte.saturating_sub(b'0')),
    }
}

/// The letter of a Spanish number, modulo 23.
fn letter_of_23(number: u32) -> u8 {
    let at = usize::try_from(number % 23).unwrap_or_default();
    b"TRWAGMYFPDXBNJZSQVHLCKE"[at]
}

pub(super) fn nif(text: &[u8], year: i32) -> Result<Proof, Fault> {
    has_length(text, Lengths::Exactly(9))?;
    let inner: [u8; 7] = digits_at(text, 1)?;
    all_alnum(text, 8..9)?;
    let wanted = match text[0] {
        first @ b'0'..=b'9' => letter_of_23(u32::from(first - b'0') * 10_000_000 + number(&inner)),
        first @ b'X'..=b'Z' => letter_of_23(u32::from(first - b'X') * 10_000_000 + number(&inner)),
        b'K' | b'L' | b'M' => letter_of_23(number(&inner)),
        _ => return cif(text, year),
    };
    meet_byte(text, 8, wanted)?;
    Ok(Proof::DIGIT)
}

fn cif(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    has_length(text, Lengths::Exactly(9))?;
    if !b"ABCDEFGHJNPQRSUVW".contains(&text[0]) {
        return Err(wrong(0, Wanted::This("a letter of a company's form")));
    }
    let inner: [u8; 7] = digits_at(text, 1)?;
    all_alnum(text, 8..9)?;
    let check = luhn(&inner);
    let at = usize::try_from(check).unwrap_or_default();
    if text[8] == b"JABCDEFGHI"[at] {
        return Ok(Proof::DIGIT);
    }
    meet_byte(text, 8, digit(check))?;
    Ok(Proof::DIGIT)
}

pub(super) fn portugal(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 9] = digits(text)?;
    not_zero(text, 0)?;
    let sum = weighted(&digits[..8], &[9, 8, 7, 6, 5, 4, 3, 2]);
    meet(&digits, 8, to_eleven(sum) % 10)?;
    Ok(Proof::DIGIT)
}

pub(super) fn italy(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 11] = digits(text)?;
    if digits[..7] == [0; 7] {
        return Err(Fault::Said("nobody has the number zero"));
    }
    if !matches!(number(&digits[7..10]), 1..=100 | 120 | 121 | 888 | 999) {
        return Err(Fault::Unlisted {
            part: (7, 3),
            before: "no province's office is called ",
            after: "",
        });
    }
    meet(&digits, 10, luhn(&digits[..10]))?;
    Ok(Proof::DIGIT)
}
