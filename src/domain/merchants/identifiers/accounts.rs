//! Accounts, banks and creditors across countries: IBAN, BIC, LEI, SEPA creditor, RF reference.
//!
//! Sources: ISO 13616 (IBAN, see `iban`), ISO 9362, ISO 17442, EPC262-08, ISO 11649.

use super::fault::{Fault, Lengths, Wanted};
use super::form::Form;
use super::iban::iban;
use super::lists::COUNTRIES;
use super::schemes::{mod_97, mod_97_digits};
use super::shape::{all_alnum, all_letters, has_length, wrong};
use super::{Example, Kind, Proof};

pub(super) static KINDS: &[Kind] = &[
    Kind {
        name: "iban",
        country: None,
        title: "International bank account number (IBAN)",
        example: Example::published("GB82 WEST 1234 5698 7654 32", "SWIFT IBAN registry"),
        form: Form::without(" -."),
        rule: iban,
    },
    Kind {
        name: "bic",
        country: None,
        title: "Bank identifier code (BIC, SWIFT code)",
        example: Example::published("DEUTDEFF500", "Deutsche Bank"),
        form: Form::without(" -"),
        rule: bic,
    },
    Kind {
        name: "lei",
        country: None,
        title: "Legal entity identifier (LEI)",
        example: Example::published("213800WSGIIZCXF1P572", "GLEIF, of Jaguar Land Rover"),
        form: Form::without(" -"),
        rule: lei,
    },
    Kind {
        name: "sepa_ci",
        country: None,
        title: "SEPA creditor identifier",
        example: Example::published("DE98ZZZ09999999999", "Deutsche Bundesbank, for tests"),
        form: Form::without(" -./:?()'+\""),
        rule: sepa_ci,
    },
    Kind {
        name: "iso11649_rf",
        country: None,
        title: "Creditor reference (RF)",
        example: Example::published("RF18 5390 0754 7034", "ISO 11649"),
        form: Form::without(" -./,:"),
        rule: creditor_reference,
    },
];

fn bic(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    has_length(text, Lengths::Among(&[8, 11]))?;
    all_letters(text, 0..6)?;
    if !COUNTRIES.has(text[4], text[5]) {
        return Err(Fault::Unlisted {
            part: (4, 2),
            before: "no country is called ",
            after: "",
        });
    }
    all_alnum(text, 6..text.len())?;
    Ok(Proof::FORMAT.listed("ISO 3166-1 countries"))
}

fn lei(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    has_length(text, Lengths::Exactly(20))?;
    all_alnum(text, 0..20)?;
    let rest = mod_97(text);
    if rest == 1 {
        return Ok(Proof::DIGITS);
    }
    let body = text.get(..18).unwrap_or_default();
    let without = || mod_97(body.iter().chain(b"00"));
    Err(Fault::Checks {
        at: 18,
        wanted: mod_97_digits(rest, [text[18], text[19]], without),
    })
}

fn sepa_ci(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    has_length(text, Lengths::Between(8, 35))?;
    all_letters(text, 0..2)?;
    // Check characters are digits where they are computed; the sum itself admits letters, and so do
    // the validators in use.
    all_alnum(text, 2..text.len())?;
    // The business code in between is the creditor's own and changes nothing.
    moved_97(text, text.get(7..).unwrap_or_default())
}

fn creditor_reference(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    for (at, byte) in (0..).zip(*b"RF") {
        if text.get(at) != Some(&byte) {
            return Err(wrong(at, Wanted::Only(byte)));
        }
    }
    has_length(text, Lengths::Between(5, 25))?;
    all_alnum(text, 2..text.len())?;
    moved_97(text, text.get(4..).unwrap_or_default())
}

/// The check of ISO 13616 and its kin: `body`, then the first four characters, is 1 modulo 97.
pub(super) fn moved_97(text: &[u8], body: &[u8]) -> Result<Proof, Fault> {
    let head = text.get(..4).unwrap_or_default();
    let rest = mod_97(body.iter().chain(head));
    if rest == 1 {
        return Ok(Proof::DIGITS);
    }
    let country = head.get(..2).unwrap_or_default();
    let found = [head.get(2), head.get(3)].map(|byte| byte.copied().unwrap_or(b'?'));
    let without = || mod_97(body.iter().chain(country).chain(b"00"));
    Err(Fault::Checks {
        at: 2,
        wanted: mod_97_digits(rest, found, without),
    })
}
