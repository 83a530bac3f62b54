//! Numbers of persons that are VAT numbers too: Bulgaria, Czechia and Slovakia, Latvia, Romania.
//!
//! Sources: GRAO (EGN), Czech act 133/2000 on registers, Latvian Office of Citizenship, Romanian
//! Government Emergency Ordinance 97/2005 (CNP).

use super::fault::{Fault, Lengths, Wanted};
use super::lists::CNP_COUNTIES;
use super::schemes::{meet, weighted};
use super::shape::{all_digits, digits, has_length, is_date, number, wrong};

/// A Bulgarian's number (EGN): the month tells the century.
pub(super) fn bulgaria(digits: &[u8; 10]) -> Result<(), Fault> {
    let year = number(&digits[..2]);
    let (century, month) = match number(&digits[2..4]) {
        month @ 41.. => (2000, month - 40),
        month @ 21..=40 => (1800, month - 20),
        month => (1900, month),
    };
    is_date(century + year, month, number(&digits[4..6]))?;
    let sum = weighted(&digits[..9], &[2, 4, 8, 5, 10, 9, 7, 3, 6]);
    meet(digits, 9, sum % 11 % 10)
}

/// A Czech or Slovak birth number: women have 50 more in the month, full days 20 more.
pub(super) fn czechia(text: &[u8]) -> Result<(), Fault> {
    has_length(text, Lengths::Among(&[9, 10]))?;
    all_digits(text, 0..text.len())?;
    let head: [u8; 9] = digits(text.get(..9).unwrap_or_default())?;
    let year = 1900 + number(&head[..2]);
    let is_short = text.len() == 9;
    let year = match (is_short, year) {
        (true, 1980..) => year - 100,
        (true, 1954..) => {
            return Err(Fault::Said("since 1954 a birth number has ten digits"));
        }
        (false, ..1954) => year + 100,
        _ => year,
    };
    is_date(year, number(&head[2..4]) % 50 % 20, number(&head[4..6]))?;
    if is_short {
        return Ok(());
    }
    let digits: [u8; 10] = digits(text)?;
    meet(&digits, 9, number(&head) % 11 % 10)
}

/// A Latvian's number: with the day of birth in front, or since 2017 with 32.
pub(super) fn latvia(digits: &[u8; 11]) -> Result<(), Fault> {
    if digits[..2] != [3, 2] {
        let century = 1800 + 100 * u32::from(digits[6]);
        let year = century + number(&digits[4..6]);
        is_date(year, number(&digits[2..4]), number(&digits[..2]))?;
    }
    let sum = 1 + weighted(&digits[..10], &[10, 5, 8, 4, 2, 1, 6, 3, 7, 9]);
    meet(digits, 10, sum % 11 % 10)
}

/// A Romanian's number (CNP): the first digit tells sex and century.
pub(super) fn romania(text: &[u8]) -> Result<(), Fault> {
    let digits: [u8; 13] = digits(text)?;
    let century = match digits[0] {
        0 => return Err(wrong(0, Wanted::This("1 to 9"))),
        3 | 4 => 1800,
        5 | 6 => 2000,
        _ => 1900,
    };
    let year = century + number(&digits[1..3]);
    is_date(year, number(&digits[3..5]), number(&digits[5..7]))?;
    if !CNP_COUNTIES.has(number(&digits[7..9])) {
        return Err(Fault::Unlisted {
            part: (7, 2),
            before: "no county is called ",
            after: "",
        });
    }
    let sum = weighted(&digits[..12], &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]);
    let wanted = match sum % 11 {
        10 => 1,
        rest => rest,
    };
    meet(&digits, 12, wanted)
}
