//! VAT numbers of the member states that have no other identifier here.
//!
//! Source: the algorithms the European Commission gives out for VIES, state by state.

use super::Proof;
use super::eu_birth;
use super::fault::{Fault, Lengths, Wanted};
use super::germanic::not_zero;
use super::lists::OSS_STATES;
use super::nordic;
use super::schemes::{meet, meet_byte, meet_two, mod_11_10, to_eleven, to_ten, weighted};
use super::shape::{all_digits, digits, digits_at, has_length, number, wrong};
use super::text::Text;

pub(super) fn bulgaria(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    has_length(text, Lengths::Among(&[9, 10]))?;
    if text.len() == 9 {
        let digits: [u8; 9] = digits(text)?;
        let check = match weighted(&digits[..8], &[1, 2, 3, 4, 5, 6, 7, 8]) % 11 {
            10 => weighted(&digits[..8], &[3, 4, 5, 6, 7, 8, 9, 10]) % 11 % 10,
            check => check,
        };
        meet(&digits, 8, check)?;
        return Ok(Proof::DIGIT);
    }
    let digits: [u8; 10] = digits(text)?;
    let foreigner = weighted(&digits[..9], &[21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10;
    let other = to_eleven(weighted(&digits[..9], &[4, 3, 2, 7, 6, 5, 4, 3, 2]));
    let last = u32::from(digits[9]);
    if eu_birth::bulgaria(&digits).is_ok() || last == foreigner || last == other {
        return Ok(Proof::DIGIT);
    }
    Err(Fault::Sum)
}

pub(super) fn cyprus(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    const ODD: [u32; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
    has_length(text, Lengths::Exactly(9))?;
    let digits: [u8; 8] = digits_at(text, 0)?;
    if !text[8].is_ascii_uppercase() {
        return Err(wrong(8, Wanted::Letter));
    }
    if digits[..2] == [1, 2] {
        return Err(Fault::Said("no number begins with 12"));
    }
    let values = digits.iter().enumerate().map(|(at, digit)| match at % 2 {
        0 => ODD[usize::from(*digit)],
        _ => u32::from(*digit),
    });
    let letter = u8::try_from(values.sum::<u32>() % 26).unwrap_or_default();
    meet_byte(text, 8, b'A' + letter)?;
    Ok(Proof::DIGIT)
}

pub(super) fn czechia(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    has_length(text, Lengths::Among(&[8, 9, 10]))?;
    if text.len() == 8 {
        let digits: [u8; 8] = digits(text)?;
        if digits[0] == 9 {
            return Err(wrong(0, Wanted::This("0 to 8")));
        }
        let check = match to_eleven(weighted(&digits[..7], &[8, 7, 6, 5, 4, 3, 2])) {
            0 => 1,
            check => check % 10,
        };
        meet(&digits, 7, check)?;
        return Ok(Proof::DIGIT);
    }
    if text.len() == 9 && text[0] == b'6' {
        let digits: [u8; 9] = digits(text)?;
        let rest = weighted(&digits[1..8], &[8, 7, 6, 5, 4, 3, 2]) % 11;
        meet(&digits, 8, (18 - (10 - rest) % 11) % 10)?;
        return Ok(Proof::DIGIT);
    }
    eu_birth::czechia(text)?;
    Ok(if text.len() == 10 {
        Proof::DIGIT
    } else {
        Proof::FORMAT
    })
}

pub(super) fn estonia(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 9] = digits(text)?;
    meet(
        &digits,
        8,
        to_ten(weighted(&digits[..8], &[3, 7, 1, 3, 7, 1, 3, 7])),
    )?;
    Ok(Proof::DIGIT)
}

/// Numbers of before 1999 have eight digits.
pub(super) fn pad_greek(text: &mut Text) {
    if text.tail().len() == 8 {
        text.put_front(b"0");
    }
}

pub(super) fn greece(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 9] = digits(text)?;
    let powers = digits[..8].iter();
    let sum = powers.fold(0, |sum, digit| (sum + u32::from(*digit)) * 2);
    meet(&digits, 8, sum % 11 % 10)?;
    Ok(Proof::DIGIT)
}

pub(super) fn croatia(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 11] = digits(text)?;
    meet(&digits, 10, mod_11_10(&digits[..10]))?;
    Ok(Proof::DIGIT)
}

pub(super) fn hungary(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 8] = digits(text)?;
    meet(
        &digits,
        7,
        to_ten(weighted(&digits[..7], &[9, 7, 3, 1, 9, 7, 3])),
    )?;
    Ok(Proof::DIGIT)
}

pub(super) fn lithuania(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    has_length(text, Lengths::Among(&[9, 12]))?;
    all_digits(text, 0..text.len())?;
    let last = text.len() - 1;
    if text[last - 1] != b'1' {
        return Err(wrong(last - 1, Wanted::Only(b'1')));
    }
    let sum = |first: u32| -> u32 {
        let weights = (1..=9)
            .cycle()
            .skip(usize::try_from(first - 1).unwrap_or_default());
        let products = text.iter().take(last).zip(weights);
        products
            .map(|(byte, weight): (_, u32)| u32::from(byte - b'0') * weight)
            .sum()
    };
    let check = match sum(1) % 11 {
        10 => sum(3) % 11 % 10,
        check => check,
    };
    meet_byte(text, last, super::schemes::digit(check))?;
    Ok(Proof::DIGIT)
}

pub(super) fn luxembourg(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 8] = digits(text)?;
    meet_two(&digits, 6, number(&digits[..6]) % 89)?;
    Ok(Proof::DIGITS)
}

pub(super) fn latvia(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 11] = digits(text)?;
    if digits[0] <= 3 {
        eu_birth::latvia(&digits)?;
        return Ok(Proof::DIGIT);
    }
    let sum = weighted(&digits[..10], &[9, 1, 4, 8, 3, 10, 2, 5, 7, 6]);
    meet(&digits, 10, (14 - sum % 11) % 11)?;
    Ok(Proof::DIGIT)
}

pub(super) fn malta(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 8] = digits(text)?;
    not_zero(text, 0)?;
    let rest = weighted(&digits[..6], &[3, 4, 6, 7, 8, 9]) % 37;
    // Any two digits that complete the sum to a multiple of 37 will do.
    if (rest + weighted(&digits[6..], &[10, 1])).is_multiple_of(37) {
        return Ok(Proof::DIGITS);
    }
    meet_two(&digits, 6, 37 - rest)?;
    Ok(Proof::DIGITS)
}

pub(super) fn romania(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    if text.len() == 13 {
        eu_birth::romania(text)?;
        return Ok(Proof::DIGIT);
    }
    has_length(text, Lengths::Between(2, 10))?;
    all_digits(text, 0..text.len())?;
    not_zero(text, 0)?;
    let last = text.len() - 1;
    let from_right = text.iter().take(last).rev();
    let weights = [2, 3, 5, 7, 1, 2, 3, 5, 7];
    let products = from_right.zip(weights);
    let sum: u32 = products
        .map(|(byte, weight)| u32::from(byte - b'0') * weight)
        .sum();
    meet_byte(text, last, super::schemes::digit(10 * sum % 11 % 10))?;
    Ok(Proof::DIGIT)
}

pub(super) fn sweden(text: &[u8], year: i32) -> Result<Proof, Fault> {
    has_length(text, Lengths::Exactly(12))?;
    all_digits(text, 0..12)?;
    if text.get(10..) != Some(b"01") {
        return Err(Fault::Unlisted {
            part: (10, 2),
            before: "the last two digits are ",
            after: ", expected 01",
        });
    }
    nordic::sweden(text.get(..10).unwrap_or_default(), year)
}

pub(super) fn slovenia(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 8] = digits(text)?;
    not_zero(text, 0)?;
    let check = match 11 - weighted(&digits[..7], &[8, 7, 6, 5, 4, 3, 2]) % 11 {
        10 => 0,
        check => check,
    };
    meet(&digits, 7, check)?;
    Ok(Proof::DIGIT)
}

pub(super) fn slovakia(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    let digits: [u8; 10] = digits(text)?;
    if eu_birth::czechia(text).is_ok() {
        return Ok(Proof::DIGIT);
    }
    not_zero(text, 0)?;
    if !matches!(digits[2], 2..=4 | 7..=9) {
        return Err(wrong(2, Wanted::This("2, 3, 4, 7, 8 or 9")));
    }
    let head = number(&digits[..9]) % 11;
    // Ten times the head plus the last digit is a multiple of 11.
    meet(&digits, 9, head)?;
    Ok(Proof::DIGIT)
}

/// One-stop shop: EU and nine digits, or IM (import) and ten.
pub(super) fn one_stop_shop(text: &[u8], length: usize) -> Result<Proof, Fault> {
    has_length(text, Lengths::Exactly(length))?;
    all_digits(text, 0..length)?;
    let state: [u8; 3] = digits_at(text, 0)?;
    if !OSS_STATES.contains(&number(&state)) {
        return Err(Fault::Unlisted {
            part: (0, 3),
            before: "no member state of consumption is called ",
            after: "",
        });
    }
    Ok(Proof::FORMAT.listed("member states of consumption"))
}
