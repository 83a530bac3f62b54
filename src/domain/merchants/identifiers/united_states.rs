//! The United States: EIN and ABA routing number.
//!
//! Sources: IRS (EIN prefixes), American Bankers Association (routing number policy).

use super::fault::Fault;
use super::form::Form;
use super::lists::EIN_PREFIXES;
use super::schemes::{meet, to_ten, weighted};
use super::shape::{digits, number};
use super::text::Text;
use super::{Example, Kind, Proof};

pub(super) static KINDS: &[Kind] = &[
    Kind {
        name: "us_ein",
        country: Some("US"),
        title: "Employer identification number (EIN)",
        example: Example::published("91-1144442", "SEC, of Microsoft"),
        form: Form::without("").completed(drop_dash),
        rule: ein,
    },
    Kind {
        name: "us_aba",
        country: Some("US"),
        title: "Bank routing number (ABA)",
        example: Example::published("111000614", "documentation of python-stdnum"),
        form: Form::without(""),
        rule: aba,
    },
];

/// One dash may stand behind the second digit, and nowhere else.
fn drop_dash(text: &mut Text) {
    if text.tail().get(2) == Some(&b'-') {
        text.remove(2, 1);
    }
}

fn ein(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 9] = digits(text)?;
    if !EIN_PREFIXES.has(number(&digits[..2])) {
        return Err(Fault::Unlisted {
            part: (0, 2),
            before: "the IRS gives out no prefix ",
            after: "",
        });
    }
    Ok(Proof::FORMAT.listed("IRS prefixes"))
}

fn aba(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 9] = digits(text)?;
    let sum = weighted(&digits[..8], &[3, 7, 1, 3, 7, 1, 3, 7]);
    meet(&digits, 8, to_ten(sum))?;
    Ok(Proof::DIGIT)
}
