//! India: GSTIN, PAN, IFSC.
//!
//! Sources: GST Council (GSTIN), Income Tax Department (PAN), Reserve Bank of India (IFSC).

use super::fault::{Fault, Lengths, Wanted};
use super::form::Form;
use super::lists::GSTIN_STATES;
use super::schemes::{meet_byte, value};
use super::shape::{all_alnum, all_letters, digits_at, has_length, number, wrong};
use super::{Example, Kind, Proof};

pub(super) static KINDS: &[Kind] = &[
    Kind {
        name: "in_gstin",
        country: Some("IN"),
        title: "Goods and services tax number (GSTIN)",
        example: Example::published("27AAPFU0939F1ZV", "GST Council"),
        form: Form::without(" -"),
        rule: gstin,
    },
    Kind {
        name: "in_pan",
        country: Some("IN"),
        title: "Permanent account number (PAN)",
        example: Example::published("ACUPA7085R", "documentation of python-stdnum"),
        form: Form::without(" -"),
        rule: pan,
    },
    Kind {
        name: "in_ifsc",
        country: Some("IN"),
        title: "Bank branch code (IFSC)",
        example: Example::published("HDFC0000123", "Reserve Bank of India"),
        form: Form::without(""),
        rule: ifsc,
    },
];

/// Letters that say who holds a PAN.
const HOLDERS: &[u8] = b"ABCFGHJKLPT";

fn pan(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    has_length(text, Lengths::Exactly(10))?;
    all_letters(text, 0..5)?;
    let digits: [u8; 4] = digits_at(text, 5)?;
    all_letters(text, 9..10)?;
    if !HOLDERS.contains(&text[3]) {
        return Err(wrong(
            3,
            Wanted::This("a kind of holder: A, B, C, F, G, H, J, K, L, P or T"),
        ));
    }
    if digits == [0; 4] {
        return Err(Fault::Said("numbers count from 0001"));
    }
    Ok(Proof::FORMAT.listed("PAN holder types"))
}

fn gstin(text: &[u8], year: i32) -> Result<Proof, Fault> {
    has_length(text, Lengths::Exactly(15))?;
    let state: [u8; 2] = digits_at(text, 0)?;
    if !GSTIN_STATES.has(number(&state)) {
        return Err(Fault::Unlisted {
            part: (0, 2),
            before: "no state is called ",
            after: "",
        });
    }
    pan(text.get(2..12).unwrap_or_default(), year).map_err(|fault| fault.shifted(2))?;
    all_alnum(text, 12..15)?;
    if text[12] == b'0' {
        return Err(wrong(12, Wanted::This("1 to 9 or a letter A-Z")));
    }
    if text[13] != b'Z' {
        return Err(wrong(13, Wanted::Only(b'Z')));
    }
    meet_byte(text, 14, luhn_36(text.get(..14).unwrap_or_default()))?;
    Ok(Proof::DIGIT.listed("GST state codes"))
}

/// The Luhn check character over digits and letters.
fn luhn_36(body: &[u8]) -> u8 {
    let from_right = body.iter().rev().map(|byte| value(*byte)).enumerate();
    let sum: u32 = from_right
        .map(|(at, value)| {
            let product = if at % 2 == 0 { 2 * value } else { value };
            product / 36 + product % 36
        })
        .sum();
    let at = usize::try_from((36 - sum % 36) % 36).unwrap_or_default();
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[at]
}

fn ifsc(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    has_length(text, Lengths::Exactly(11))?;
    all_letters(text, 0..4)?;
    if text[4] != b'0' {
        return Err(wrong(4, Wanted::Only(b'0')));
    }
    all_alnum(text, 5..11)?;
    Ok(Proof::FORMAT)
}
