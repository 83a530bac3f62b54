//! Australia, Japan, Korea, Singapore: company, tax and person numbers.
//!
//! Sources: Australian Business Register (ABN) and ASIC (ACN), National Tax Agency of Japan
//! (corporate number), National Tax Service of Korea, ACRA (UEN), ICA (NRIC, FIN).

use super::fault::{Fault, Lengths, Wanted};
use super::form::Form;
use super::lists::UEN_TYPES;
use super::schemes::{meet, meet_byte, to_ten, weighted};
use super::shape::{all_digits, digits, digits_at, has_length, is_alnum, number, wrong};
use super::{Example, Kind, Proof};

pub(super) static KINDS: &[Kind] = &[
    Kind {
        name: "au_abn",
        country: Some("AU"),
        title: "Business number (ABN)",
        example: Example::published("51 824 753 556", "Australian Business Register"),
        form: Form::without(" "),
        rule: abn,
    },
    Kind {
        name: "au_acn",
        country: Some("AU"),
        title: "Company number (ACN)",
        example: Example::published("004 085 616", "ASIC"),
        form: Form::without(" "),
        rule: acn,
    },
    Kind {
        name: "jp_cn",
        country: Some("JP"),
        title: "Corporate number",
        example: Example::published("5835678256246", "documentation of python-stdnum"),
        form: Form::without(" -"),
        rule: japan,
    },
    Kind {
        name: "kr_brn",
        country: Some("KR"),
        title: "Business registration number",
        example: Example::published("116-82-00276", "documentation of python-stdnum"),
        form: Form::without(" -"),
        rule: korea,
    },
    Kind {
        name: "sg_uen",
        country: Some("SG"),
        title: "Unique entity number (UEN)",
        example: Example::published("00192200M", "documentation of python-stdnum"),
        form: Form::without(""),
        rule: uen,
    },
    Kind {
        name: "sg_nric",
        country: Some("SG"),
        title: "Person's number (NRIC, FIN)",
        example: Example::invalid("S1234567A", "check letter is D"),
        form: Form::without(""),
        rule: nric,
    },
];

fn abn(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let mut digits: [u8; 11] = digits(text)?;
    if number(&digits[..2]) < 11 {
        return Err(Fault::Unlisted {
            part: (0, 2),
            before: "check digits are ",
            after: ", expected 11 to 99",
        });
    }
    digits[0] -= 1;
    let sum = weighted(&digits, &[10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]);
    if sum.is_multiple_of(89) {
        return Ok(Proof::DIGITS);
    }
    // Without the 1 that came off the first digit, they complete the rest to a multiple of 89.
    let rest = weighted(&digits[2..], &[3, 5, 7, 9, 11, 13, 15, 17, 19]) % 89;
    Err(Fault::Checks {
        at: 0,
        wanted: super::schemes::two_digits(10 + 89 - rest),
    })
}

fn acn(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 9] = digits(text)?;
    let sum = weighted(&digits[..8], &[8, 7, 6, 5, 4, 3, 2, 1]);
    meet(&digits, 8, to_ten(sum))?;
    Ok(Proof::DIGIT)
}

fn japan(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 13] = digits(text)?;
    let sum = weighted(&digits[1..], &[2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]);
    meet(&digits, 0, 9 - sum % 9)?;
    Ok(Proof::DIGIT)
}

fn korea(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 10] = digits(text)?;
    if number(&digits[..3]) < 101 {
        return Err(Fault::Unlisted {
            part: (0, 3),
            before: "no tax office is called ",
            after: ", they begin at 101",
        });
    }
    if digits[3..5] == [0; 2] {
        return Err(Fault::Said(
            "digits 4 and 5 say what sort of business it is, never 00",
        ));
    }
    if digits[5..9] == [0; 4] {
        return Err(Fault::Said("digits 6 to 9 count from 0001"));
    }
    Ok(Proof::FORMAT)
}

fn uen(text: &[u8], year: i32) -> Result<Proof, Fault> {
    has_length(text, Lengths::Among(&[9, 10]))?;
    if text.len() == 9 {
        let digits: [u8; 8] = digits_at(text, 0)?;
        let sum = weighted(&digits, &[10, 4, 9, 3, 8, 2, 7, 1]);
        return checked_by(text, 8, sum, b"XMKECAWLJDB");
    }
    match text[0] {
        b'0'..=b'9' => {
            let digits: [u8; 9] = digits_at(text, 0)?;
            let since = i32::try_from(number(&digits[..4])).unwrap_or(i32::MAX);
            if since > year {
                return Err(Fault::Unlisted {
                    part: (0, 4),
                    before: "the year ",
                    after: " has not come yet",
                });
            }
            let sum = weighted(&digits, &[10, 8, 6, 4, 9, 7, 5, 3, 1]);
            checked_by(text, 9, sum, b"ZKCMDNERGWH")
        }
        b'R' | b'S' | b'T' => other_entity(text, year),
        _ => Err(wrong(0, Wanted::This("a digit, R, S or T"))),
    }
}

/// Entities that are neither a business nor a local company: `T08GB0025J`.
fn other_entity(text: &[u8], year: i32) -> Result<Proof, Fault> {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWX0123456789";
    let years: [u8; 2] = digits_at(text, 1)?;
    let since = i32::try_from(number(&years)).unwrap_or(i32::MAX);
    if text[0] == b'T' && since > year - 2000 {
        return Err(Fault::Unlisted {
            part: (1, 2),
            before: "the year 20",
            after: " has not come yet",
        });
    }
    if !UEN_TYPES.has(text[3], text[4]) {
        return Err(Fault::Unlisted {
            part: (3, 2),
            before: "no type of entity is called ",
            after: "",
        });
    }
    all_digits(text, 5..9)?;
    if !is_alnum(text[9]) {
        return Err(wrong(9, Wanted::Alnum));
    }
    let place = |byte: &u8| {
        ALPHABET
            .iter()
            .position(|one| one == byte)
            .unwrap_or_default()
    };
    let weights = [4, 3, 5, 3, 10, 2, 2, 5, 7];
    let products = text.iter().zip(weights);
    let sum: usize = products.map(|(byte, weight)| place(byte) * weight).sum();
    meet_byte(text, 9, ALPHABET[(sum + 6) % 11])?;
    Ok(Proof::DIGIT.listed("ACRA entity types"))
}

fn nric(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    has_length(text, Lengths::Exactly(9))?;
    let (offset, letters) = match text[0] {
        b'S' => (0, b"JZIHGFEDCBA"),
        b'T' => (4, b"JZIHGFEDCBA"),
        b'F' => (0, b"XWUTRQPNMLK"),
        b'G' => (4, b"XWUTRQPNMLK"),
        b'M' => (3, b"XWUTRQPNJLK"),
        _ => return Err(wrong(0, Wanted::This("S, T, F, G or M"))),
    };
    let digits: [u8; 7] = digits_at(text, 1)?;
    let sum = offset + weighted(&digits, &[2, 7, 6, 5, 4, 3, 2]);
    checked_by(text, 8, sum, letters)
}

/// Compares the letter at a place with the one that a sum modulo 11 chooses.
fn checked_by(text: &[u8], at: usize, sum: u32, letters: &[u8; 11]) -> Result<Proof, Fault> {
    if !text.get(at).is_some_and(u8::is_ascii_uppercase) {
        return Err(wrong(at, Wanted::Letter));
    }
    let chosen = usize::try_from(sum % 11).unwrap_or_default();
    meet_byte(text, at, letters[chosen])?;
    Ok(Proof::DIGIT)
}
