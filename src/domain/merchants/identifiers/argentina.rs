//! Argentina: CUIT, CBU, CVU.
//!
//! Sources: ARCA (AFIP) for the CUIT, BCRA communications A 2622 (CBU) and A 6510 (CVU).

use super::fault::Fault;
use super::form::Form;
use super::schemes::{meet, to_ten, weighted};
use super::shape::{digits, number};
use super::{Example, Kind, Proof};

pub(super) static KINDS: &[Kind] = &[
    Kind {
        name: "ar_cuit",
        country: Some("AR"),
        title: "Taxpayer number (CUIT, CUIL)",
        example: Example::published("30-50001091-2", "Banco de la Nación Argentina"),
        form: Form::without(" -"),
        rule: cuit,
    },
    // Before the CBU: what is both begins 000, and so is a wallet.
    Kind {
        name: "ar_cvu",
        country: Some("AR"),
        title: "Wallet account number (CVU)",
        example: Example::invalid("0000003100010000000002", "check digit is 1"),
        form: Form::without(" -"),
        rule: cvu,
    },
    Kind {
        name: "ar_cbu",
        country: Some("AR"),
        title: "Bank account number (CBU)",
        example: Example::published("2850590940090418135201", "Banco Macro"),
        form: Form::without(" -"),
        rule: cbu,
    },
];

/// Types of person a CUIT begins with.
const TYPES: [u32; 10] = [20, 23, 24, 27, 30, 33, 34, 50, 51, 55];

fn cuit(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 11] = digits(text)?;
    if !TYPES.contains(&number(&digits[..2])) {
        return Err(Fault::Unlisted {
            part: (0, 2),
            before: "no type of person is called ",
            after: ", they are 20, 23, 24, 27, 30, 33, 34, 50, 51 and 55",
        });
    }
    let sum = weighted(&digits[..10], &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]);
    // What comes out as 10 is written 9.
    let check = match 11 - sum % 11 {
        11 => 0,
        10 => 9,
        rest => rest,
    };
    meet(&digits, 10, check)?;
    Ok(Proof::DIGIT)
}

fn cbu(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 22] = digits(text)?;
    // 3 1 7 9 from the right, so each block begins where its length says.
    let bank = weighted(&digits[..7], &[7, 1, 3, 9, 7, 1, 3]);
    let account = weighted(&digits[8..21], &[3, 9, 7, 1, 3, 9, 7, 1, 3, 9, 7, 1, 3]);
    meet(&digits, 7, to_ten(bank))?;
    meet(&digits, 21, to_ten(account))?;
    Ok(Proof::DIGITS)
}

fn cvu(text: &[u8], year: i32) -> Result<Proof, Fault> {
    let proof = cbu(text, year)?;
    if text.starts_with(b"000") {
        return Ok(proof);
    }
    Err(Fault::Said(
        "a wallet's number begins with 000; this is a CBU of a bank",
    ))
}
