//! Mexico: CLABE, RFC, CURP.
//!
//! Sources: Banxico (CLABE, circular 3/2012), SAT (RFC, homoclave and check character of the
//! annex to the RFC rules), RENAPO (CURP, instructivo normativo 2021).

use super::fault::{Fault, Lengths, Wanted};
use super::form::Form;
use super::lists::{CURP_BANNED, CURP_STATES, RFC_BANNED};
use super::schemes::{digit, meet, meet_byte, to_ten, value, weighted};
use super::shape::{
    all, all_alnum, all_digits, all_letters, digits, digits_at, has_length, is_date, number, wrong,
};
use super::text::ENYE;
use super::{Example, Kind, Proof};

const RFC_FORM: Form = Form::without(" -_").with_marks("&");

pub(super) static KINDS: &[Kind] = &[
    Kind {
        name: "mx_clabe",
        country: Some("MX"),
        title: "CLABE account number",
        example: Example::published("032180000118359719", "Banxico"),
        form: Form::without(" -"),
        rule: clabe,
    },
    Kind {
        name: "mx_rfc",
        country: Some("MX"),
        title: "Taxpayer number (RFC)",
        example: Example::published("XAXX010101000", "SAT, for the general public"),
        form: RFC_FORM,
        rule: rfc,
    },
    Kind {
        name: "mx_rfc_strict",
        country: Some("MX"),
        title: "Taxpayer number (RFC) whose check character fits",
        example: Example::invalid(
            "XAXX010101000",
            "valid as mx_rfc: the generic number has no check character",
        ),
        form: RFC_FORM,
        rule: rfc_strict,
    },
    Kind {
        name: "mx_curp",
        country: Some("MX"),
        title: "Population register code (CURP)",
        example: Example::published("BOXW310820HNERXN09", "RENAPO"),
        form: RFC_FORM,
        rule: curp,
    },
];

fn clabe(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 18] = digits(text)?;
    // Only the last digit of each product counts, which changes nothing modulo 10.
    let sum = weighted(
        &digits[..17],
        &[3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7],
    );
    meet(&digits, 17, to_ten(sum))?;
    Ok(Proof::DIGIT)
}

/// What the parts of an RFC are before its homoclave.
fn rfc_name_and_date(text: &[u8]) -> Result<(), Fault> {
    has_length(text, Lengths::Among(&[10, 12, 13]))?;
    let name = if text.len() == 12 { 3 } else { 4 };
    let wanted = Wanted::This("a letter A-Z, & or Ñ");
    all(text, 0..name, wanted, |byte| {
        byte.is_ascii_uppercase() || matches!(byte, b'&' | ENYE)
    })?;
    let date: [u8; 6] = digits_at(text, name)?;
    is_date(
        2000 + number(&date[..2]),
        number(&date[2..4]),
        number(&date[4..]),
    )?;
    all_alnum(text, name + 6..text.len())?;
    let word = text.get(..4).unwrap_or_default();
    if name == 4 && RFC_BANNED.has(word) {
        return Err(banned("no RFC begins with "));
    }
    Ok(())
}

fn banned(before: &'static str) -> Fault {
    Fault::Unlisted {
        part: (0, 4),
        before,
        after: ": it is on the list of unseemly words",
    }
}

fn rfc(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    rfc_name_and_date(text)?;
    Ok(match text {
        b"XAXX010101000" => Proof::FORMAT.warns("this is the generic number of the general public"),
        b"XEXX010101000" => Proof::FORMAT.warns("this is the generic number of foreigners"),
        _ if text.len() == 10 => Proof::FORMAT.warns("the homoclave is missing"),
        _ if rfc_check(text).is_ok() => Proof::DIGIT,
        _ => Proof::FORMAT.warns("its check character does not fit, as in one real RFC of sixty"),
    })
}

fn rfc_strict(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    rfc_name_and_date(text)?;
    if text.len() == 10 {
        return Ok(Proof::FORMAT.warns("the homoclave is missing"));
    }
    rfc_check(text)?;
    Ok(Proof::DIGIT)
}

/// The homoclave: a place, another, and the check character over all before it.
fn rfc_check(text: &[u8]) -> Result<(), Fault> {
    let last = text.len() - 1;
    let first = Wanted::This("1 to 9 or A to V");
    all(
        text,
        last - 2..last - 1,
        first,
        |byte| matches!(byte, b'1'..=b'9' | b'A'..=b'V'),
    )?;
    let second = Wanted::This("1 to 9 or a letter A-Z");
    all(
        text,
        last - 1..last,
        second,
        |byte| matches!(byte, b'1'..=b'9' | b'A'..=b'Z'),
    )?;
    let check = Wanted::This("a digit or A");
    all(text, last..last + 1, check, |byte| {
        matches!(byte, b'0'..=b'9' | b'A')
    })?;
    // A company's eleven are padded in front with a blank, whose value is 37.
    let padding = if last == 11 { 37 * 13 } else { 0 };
    let body = text.iter().take(last).rev().zip(2..);
    let sum: u32 = body.map(|(byte, weight)| rfc_value(*byte) * weight).sum();
    let wanted = match (11 - (sum + padding) % 11) % 11 {
        10 => b'A',
        rest => digit(rest),
    };
    meet_byte(text, last, wanted)
}

/// Places in `0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ`.
fn rfc_value(byte: u8) -> u32 {
    match byte {
        b'&' => 24,
        ENYE => 38,
        b'O'..=b'Z' => value(byte) + 1,
        _ => value(byte),
    }
}

fn curp(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    has_length(text, Lengths::Exactly(18))?;
    all_letters(text, 0..4)?;
    let date: [u8; 6] = digits_at(text, 4)?;
    if !matches!(text[10], b'H' | b'M' | b'X') {
        return Err(wrong(10, Wanted::This("H, M or X")));
    }
    all_letters(text, 11..16)?;
    all_alnum(text, 16..17)?;
    all_digits(text, 17..18)?;
    // The place before the check tells the century.
    let century = if text[16].is_ascii_digit() {
        1900
    } else {
        2000
    };
    is_date(
        century + number(&date[..2]),
        number(&date[2..4]),
        number(&date[4..]),
    )?;
    if CURP_BANNED.has(text.get(..4).unwrap_or_default()) {
        return Err(banned("no CURP begins with "));
    }
    if !CURP_STATES.has(text[11], text[12]) {
        return Err(Fault::Unlisted {
            part: (11, 2),
            before: "no federal entity is called ",
            after: "",
        });
    }
    let body = text.iter().take(17).zip((2..=18).rev());
    let sum: u32 = body.map(|(byte, weight)| curp_value(*byte) * weight).sum();
    meet_byte(text, 17, digit(to_ten(sum)))?;
    Ok(Proof::DIGIT.listed("RENAPO federal entities"))
}

/// Places in the Spanish alphabet behind the digits: Ñ stands between N and O.
fn curp_value(byte: u8) -> u32 {
    value(byte) + u32::from(byte >= b'O')
}
