//! Germany, Austria, Switzerland, the Netherlands, Belgium: VAT and company numbers.
//!
//! Sources: Bundeszentralamt für Steuern (USt-IdNr.), BMF Austria (UID), BFS (UID, eCH-0097), Belastingdienst
//! and Kamer van Koophandel, FPS Economy (Belgian enterprise number); check digits by the European Commission's VIES
//! algorithms.

use super::fault::{Fault, Lengths, Wanted};
use super::form::Form;
use super::schemes::{luhn, meet, meet_two, mod_11_10, mod_97, to_eleven, weighted};
use super::shape::{all_digits, digits, digits_at, has_length, wrong};
use super::text::Text;
use super::{Example, Kind, Proof};

pub(super) const GERMANY: Form = Form::without(" -./,").prefixed(&["DE"]);
pub(super) const AUSTRIA: Form = Form::without(" -./").prefixed(&["AT"]);
pub(super) const NETHERLANDS: Form = Form::without(" -.").prefixed(&["NL"]).completed(pad_dutch);
pub(super) const BELGIUM: Form = Form::without(" -./")
    .prefixed(&["BE"])
    .completed(pad_belgian)
    .with_marks("()");

pub(super) static KINDS: &[Kind] = &[
    Kind {
        name: "de_vat",
        country: Some("DE"),
        title: "VAT number (USt-IdNr.)",
        example: Example::published("DE136695976", "Bundeszentralamt für Steuern"),
        form: GERMANY,
        rule: germany,
    },
    Kind {
        name: "at_uid",
        country: Some("AT"),
        title: "VAT number (UID)",
        example: Example::published("ATU13585627", "BMF Austria"),
        form: AUSTRIA,
        rule: austria,
    },
    Kind {
        name: "ch_uid",
        country: Some("CH"),
        title: "Company number (UID) without MWST, TVA or IVA",
        example: Example::published("CHE-100.155.212", "Bundesamt für Statistik"),
        form: Form::without(" -.").completed(name_switzerland),
        rule: switzerland,
    },
    Kind {
        name: "nl_btw",
        country: Some("NL"),
        title: "VAT number (btw-id)",
        example: Example::published("NL4495445B01", "documentation of python-stdnum"),
        form: NETHERLANDS,
        rule: netherlands,
    },
    Kind {
        name: "nl_kvk",
        country: Some("NL"),
        title: "Company number (KvK)",
        example: Example::published("33031431", "KvK, of Heineken"),
        form: Form::without(""),
        rule: kvk,
    },
    Kind {
        name: "be_vat",
        country: Some("BE"),
        title: "Enterprise and VAT number (KBO, BCE)",
        example: Example::published("BE 0403.019.261", "FPS Economy"),
        form: BELGIUM,
        rule: belgium,
    },
];

pub(super) fn germany(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 9] = digits(text)?;
    not_zero(text, 0)?;
    meet(&digits, 8, mod_11_10(&digits[..8]))?;
    Ok(Proof::DIGIT)
}

/// Refuses a zero in this place.
pub(super) fn not_zero(text: &[u8], at: usize) -> Result<(), Fault> {
    if text.get(at) == Some(&b'0') {
        return Err(wrong(at, Wanted::This("1 to 9")));
    }
    Ok(())
}

pub(super) fn austria(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    has_length(text, Lengths::Exactly(9))?;
    if text[0] != b'U' {
        return Err(wrong(0, Wanted::Only(b'U')));
    }
    let digits: [u8; 8] = digits_at(text, 1)?;
    // Luhn over seven digits doubles the first; here the second is doubled: one 0 in front moves
    // it, and the 4 that the Austrian sum begins with comes off.
    let mut shifted = [0; 8];
    shifted[..7].copy_from_slice(&digits[..7]);
    let check = (luhn(&shifted) + 6) % 10;
    meet(&digits, 7, check).map_err(|fault| fault.shifted(1))?;
    Ok(Proof::DIGIT)
}

fn name_switzerland(text: &mut Text) {
    let tail = text.tail();
    if tail.len() == 9 && tail.iter().all(u8::is_ascii_digit) {
        text.put_front(b"CHE");
    }
}

fn switzerland(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    for (at, byte) in (0..).zip(*b"CHE") {
        if text.get(at) != Some(&byte) {
            return Err(wrong(at, Wanted::Only(byte)));
        }
    }
    has_length(text, Lengths::Exactly(12))?;
    let digits: [u8; 9] = digits_at(text, 3)?;
    let sum = weighted(&digits[..8], &[5, 4, 3, 2, 7, 6, 5, 4]);
    meet(&digits, 8, to_eleven(sum)).map_err(|fault| fault.shifted(3))?;
    Ok(Proof::DIGIT)
}

/// Zeros in front, so that nine places stand before the last three.
fn pad_dutch(text: &mut Text) {
    let missing = 12_usize.saturating_sub(text.tail().len());
    if text.tail().len() > 3 {
        text.put_front(b"000000000".get(..missing).unwrap_or_default());
    }
}

pub(super) fn netherlands(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    has_length(text, Lengths::Exactly(12))?;
    let digits: [u8; 9] = digits_at(text, 0)?;
    if text[9] != b'B' {
        return Err(wrong(9, Wanted::Only(b'B')));
    }
    all_digits(text, 10..12)?;
    if digits == [0; 9] {
        return Err(Fault::Said("nobody has the number zero"));
    }
    if text.get(10..) == Some(b"00") {
        return Err(Fault::Said("what stands behind B counts from 01"));
    }
    // A person's number has a citizen's check (BSN) or, since 2020, the one of the whole.
    let sum = weighted(&digits[..8], &[9, 8, 7, 6, 5, 4, 3, 2]);
    if sum % 11 == u32::from(digits[8]) {
        return Ok(Proof::DIGIT);
    }
    if mod_97(b"NL".iter().chain(text)) == 1 {
        return Ok(Proof::DIGITS);
    }
    Err(Fault::Sum)
}

fn kvk(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let _any: [u8; 8] = digits(text)?;
    Ok(Proof::FORMAT)
}

/// `(0)` in front is a 0, and a number from before 2005 has one digit less.
fn pad_belgian(text: &mut Text) {
    if text.tail().starts_with(b"(0)") {
        text.remove(2, 1);
        text.remove(0, 1);
    }
    if text.tail().len() == 9 {
        text.put_front(b"0");
    }
}

pub(super) fn belgium(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 10] = digits(text)?;
    if digits[0] > 1 {
        return Err(wrong(0, Wanted::This("0 or 1")));
    }
    let rest = digits[..8]
        .iter()
        .fold(0, |rest, digit| (rest * 10 + u32::from(*digit)) % 97);
    // The two add up to a multiple of 97, so 0 may be written 97 or 00.
    let found = weighted(&digits[8..], &[10, 1]);
    if (rest + found).is_multiple_of(97) {
        return Ok(Proof::DIGITS);
    }
    meet_two(&digits, 8, 97 - rest)?;
    Ok(Proof::DIGITS)
}
