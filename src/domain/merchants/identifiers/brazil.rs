//! Brazil: CNPJ, CPF and the keys of Pix that are not one of them.
//!
//! Sources: Receita Federal, IN RFB 2.229/2024 (alphanumeric CNPJ) and SERPRO's manual of its
//! check digits; Banco Central do Brasil, DICT API (keys); ANATEL (area codes).

use super::fault::{Fault, Lengths, Wanted};
use super::form::Form;
use super::lists::AREA_CODES;
use super::schemes::{digit, to_eleven, weighted};
use super::shape::{all, all_alnum, all_digits, digits, digits_at, has_length, number, wrong};
use super::{Example, Kind, Proof};

pub(super) static KINDS: &[Kind] = &[
    Kind {
        name: "br_cnpj",
        country: Some("BR"),
        title: "Company number (CNPJ), digits or letters",
        example: Example::published("12.ABC.345/01DE-35", "Receita Federal"),
        form: Form::without(" -./"),
        rule: cnpj,
    },
    Kind {
        name: "br_cpf",
        country: Some("BR"),
        title: "Person's tax number (CPF)",
        example: Example::invalid("111.111.111-11", "one digit repeated"),
        form: Form::without(" -."),
        rule: cpf,
    },
    Kind {
        name: "pix_phone",
        country: Some("BR"),
        title: "Pix key: mobile number",
        example: Example::invalid("+5510912345684", "no area code 10"),
        form: Form::exact().with_marks("+"),
        rule: pix_phone,
    },
    Kind {
        name: "pix_evp",
        country: Some("BR"),
        title: "Pix key: random key (EVP)",
        example: Example::published(
            "123e4567-e89b-12d3-a456-426655440000",
            "Banco Central do Brasil",
        ),
        form: Form::without("").lower().with_marks("-"),
        rule: pix_evp,
    },
    Kind {
        name: "pix_email",
        country: Some("BR"),
        title: "Pix key: e-mail address",
        example: Example::published("fulano@example.com", "Banco Central do Brasil"),
        form: Form::without("").lower().with_marks(MAIL_MARKS),
        rule: pix_email,
    },
];

/// Longest e-mail address that is a key.
const MAX_MAIL: usize = 77;
/// What stands in an address beside letters and digits.
const MAIL_MARKS: &str = "@.!#$%&'*+/=?^_`{|}~-";

/// Two check digits over what stands before each, with weights 2, 3 ... from the right.
fn two_checks<const N: usize>(values: &mut [u8; N], weights: &[u8]) -> Result<(), Fault> {
    let body = N - 2;
    let first = to_eleven(weighted(&values[..body], &weights[1..])) % 10;
    let found = [values[body], values[body + 1]];
    // The second check counts the first as it should be.
    values[body] = u8::try_from(first).unwrap_or_default();
    let second = to_eleven(weighted(&values[..=body], weights)) % 10;
    if found.map(u32::from) == [first, second] {
        return Ok(());
    }
    Err(Fault::Checks {
        at: body,
        wanted: [digit(first), digit(second)],
    })
}

fn cnpj(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    has_length(text, Lengths::Exactly(14))?;
    all_alnum(text, 0..12)?;
    all_digits(text, 12..14)?;
    let mut values = [0; 14];
    for (value, byte) in values.iter_mut().zip(text) {
        *value = byte - b'0';
    }
    if values[..12] == [0; 12] {
        return Err(Fault::Said("no company has the number zero"));
    }
    two_checks(&mut values, &[6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])?;
    Ok(Proof::DIGITS)
}

fn cpf(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let mut digits: [u8; 11] = digits(text)?;
    if digits == [digits[0]; 11] {
        return Err(Fault::Said("one digit repeated is nobody's number"));
    }
    two_checks(&mut digits, &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2])?;
    // Area code and a 9: it may have been meant as a mobile number.
    Ok(if digits[2] == 9 && AREA_CODES.has(number(&digits[..2])) {
        Proof::DIGITS.warns("it could also be a mobile number: as a Pix key that begins with +55")
    } else {
        Proof::DIGITS
    })
}

fn pix_phone(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    for (at, byte) in (0..).zip(*b"+55") {
        if text.get(at) != Some(&byte) {
            return Err(wrong(at, Wanted::Only(byte)));
        }
    }
    has_length(text, Lengths::Exactly(14))?;
    let digits: [u8; 11] = digits_at(text, 3)?;
    if !AREA_CODES.has(number(&digits[..2])) {
        return Err(Fault::Unlisted {
            part: (3, 2),
            before: "there is no area code ",
            after: " in Brazil",
        });
    }
    if digits[2] != 9 {
        return Err(Fault::Said("a mobile number has a 9 behind its area code"));
    }
    Ok(Proof::FORMAT.listed("ANATEL area codes"))
}

fn pix_evp(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    has_length(text, Lengths::Exactly(36))?;
    for (at, byte) in text.iter().enumerate() {
        let is_hyphen = matches!(at, 8 | 13 | 18 | 23);
        if is_hyphen && *byte != b'-' {
            return Err(wrong(at, Wanted::Only(b'-')));
        }
        if !is_hyphen && !matches!(byte, b'0'..=b'9' | b'a'..=b'f') {
            return Err(wrong(at, Wanted::This("0 to 9 or a to f")));
        }
    }
    Ok(Proof::FORMAT)
}

fn pix_email(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let wanted = Wanted::This("a letter, a digit or a mark of an address");
    all(text, 0..text.len(), wanted, |byte| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || MAIL_MARKS.as_bytes().contains(&byte)
    })?;
    if text.len() > MAX_MAIL {
        return Err(Fault::Said("a Pix key has at most 77 characters"));
    }
    let mut parts = text.split(|byte| *byte == b'@');
    let (Some(local), Some(domain), None) = (parts.next(), parts.next(), parts.next()) else {
        return Err(Fault::Said("an address has one @"));
    };
    if local.is_empty() {
        return Err(Fault::Said("nothing stands before the @"));
    }
    if local.split(|byte| *byte == b'.').any(<[u8]>::is_empty) {
        return Err(Fault::Said(
            "before the @, a dot neither begins, ends nor follows another",
        ));
    }
    let is_label = |label: &[u8]| {
        let mut marks = label.iter().filter(|byte| !byte.is_ascii_alphanumeric());
        !label.is_empty()
            && !label.starts_with(b"-")
            && !label.ends_with(b"-")
            && marks.all(|byte| *byte == b'-')
    };
    if !domain.split(|byte| *byte == b'.').all(is_label) {
        return Err(Fault::Said("what stands behind the @ is no domain"));
    }
    let top = domain
        .rsplit(|byte| *byte == b'.')
        .next()
        .unwrap_or_default();
    if top.len() == domain.len() || top.len() < 2 || !top.iter().all(u8::is_ascii_lowercase) {
        return Err(Fault::Said(
            "the domain does not end in a top level such as .com",
        ));
    }
    Ok(Proof::FORMAT)
}
