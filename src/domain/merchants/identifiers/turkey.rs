//! Türkiye: tax number.
//!
//! Source: Gelir İdaresi Başkanlığı (vergi kimlik numarası).

use super::fault::Fault;
use super::form::Form;
use super::schemes::{meet, to_ten};
use super::shape::digits;
use super::{Example, Kind, Proof};

pub(super) static KINDS: &[Kind] = &[Kind {
    name: "tr_vkn",
    country: Some("TR"),
    title: "Tax number (VKN)",
    example: Example::published("4540536920", "documentation of python-stdnum"),
    form: Form::without(""),
    rule: vkn,
}];

fn vkn(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 10] = digits(text)?;
    let from_right = (1u32..).zip(digits[..9].iter().rev());
    let sum: u32 = from_right
        .map(|(place, digit)| match (u32::from(*digit) + place) % 10 {
            0 => 0,
            shifted => match (shifted << place) % 9 {
                0 => 9,
                rest => rest,
            },
        })
        .sum();
    meet(&digits, 9, to_ten(sum))?;
    Ok(Proof::DIGIT)
}
