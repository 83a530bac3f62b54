//! The arithmetic of check characters that many kinds share.
//!
//! Digits come as numbers 0-9. Sources: ISO/IEC 7812-1 annex B (Luhn), ISO/IEC 7064 (mod 97-10 and
//! mod 11,10). Sums of weights leave `u32` far behind only beyond a hundred million digits.

use super::fault::Fault;

/// The sum of digits times weights, from the left; what is longer counts as far as both go.
pub(super) fn weighted(digits: &[u8], weights: &[u8]) -> u32 {
    let products = digits.iter().zip(weights);
    products.map(|(d, w)| u32::from(*d) * u32::from(*w)).sum()
}

/// What completes a sum to a multiple of 11: 0 to 10.
pub(super) fn to_eleven(sum: u32) -> u32 {
    (11 - sum % 11) % 11
}

/// What completes a sum to a multiple of 10: 0 to 9.
pub(super) fn to_ten(sum: u32) -> u32 {
    (10 - sum % 10) % 10
}

/// The Luhn check digit of the digits before it.
pub(super) fn luhn(digits: &[u8]) -> u32 {
    let doubled = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let from_right = digits.iter().rev().map(|digit| u32::from(*digit));
    let sum = from_right.enumerate().map(
        |(at, digit)| {
            if at % 2 == 0 { doubled(digit) } else { digit }
        },
    );
    to_ten(sum.sum())
}

/// The mod 11,10 check digit of the digits before it.
pub(super) fn mod_11_10(digits: &[u8]) -> u32 {
    let product = digits.iter().fold(10, |product, digit| {
        let sum = (u32::from(*digit) + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10
}

/// The value of a digit or letter: 0-9, A = 10 to Z = 35.
pub(super) fn value(byte: u8) -> u32 {
    match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        b'A'..=b'Z' => u32::from(byte - b'A') + 10,
        _ => 0,
    }
}

/// The number that digits and letters spell (A as 10), modulo 97.
pub(super) fn mod_97<'a>(bytes: impl IntoIterator<Item = &'a u8>) -> u32 {
    /// Room for two more digits below the end of `u64`.
    const FULL: u64 = 100_000_000_000_000_000;
    let number = bytes.into_iter().fold(0u64, |number, byte| {
        let number = if number >= FULL { number % 97 } else { number };
        let value = u64::from(value(*byte));
        number * if value < 10 { 10 } else { 100 } + value
    });
    u32::try_from(number % 97).unwrap_or_default()
}

/// The two check digits that make a text 1 modulo 97 in which these stand last, and whose rest
/// with them is `rest`. `without` gives the text with zeros in their place, for letters.
pub(super) fn mod_97_digits(rest: u32, found: [u8; 2], without: impl FnOnce() -> u32) -> [u8; 2] {
    // Near misses ask dozens of times: what is known is not added up again.
    let zeroed = match found {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => {
            let found = u32::from(tens - b'0') * 10 + u32::from(ones - b'0');
            (rest + 97 - found % 97) % 97
        }
        _ => without(),
    };
    two_digits(98 - zeroed)
}

/// A number below 100 as two digits of text.
pub(super) fn two_digits(number: u32) -> [u8; 2] {
    [number / 10, number % 10].map(digit)
}

/// A digit of text.
pub(super) fn digit(number: u32) -> u8 {
    b'0' + u8::try_from(number % 10).unwrap_or_default()
}

/// Compares the digit at a place with the number the scheme wants there; ten is never met.
pub(super) fn meet(digits: &[u8], at: usize, wanted: u32) -> Result<(), Fault> {
    if wanted > 9 {
        return Err(Fault::NoCheck);
    }
    match digits.get(at) {
        Some(found) if u32::from(*found) == wanted => Ok(()),
        _ => Err(Fault::Check {
            at,
            wanted: digit(wanted),
        }),
    }
}

/// Compares the byte at a place with the one the scheme wants there.
pub(super) fn meet_byte(text: &[u8], at: usize, wanted: u8) -> Result<(), Fault> {
    if text.get(at) == Some(&wanted) {
        Ok(())
    } else {
        Err(Fault::Check { at, wanted })
    }
}

/// Compares the two digits at a place with the number below 100 the scheme wants there.
pub(super) fn meet_two(digits: &[u8], at: usize, wanted: u32) -> Result<(), Fault> {
    let found = digits.get(at..at + 2).map(|two| weighted(two, &[10, 1]));
    if found == Some(wanted) {
        return Ok(());
    }
    Err(Fault::Checks {
        at,
        wanted: two_digits(wanted),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_own_examples_hold() {
        // ISO/IEC 7812-1: 7992739871 has check digit 3.
        assert_eq!(luhn(&[7, 9, 9, 2, 7, 3, 9, 8, 7, 1]), 3);
        // ISO/IEC 7064: 794 has check characters 44 under mod 97-10 and 5 for 0794 under mod 11,10.
        assert_eq!(mod_97(b"79444"), 1);
        let without = || mod_97(b"79400");
        for found in [*b"00", *b"99", *b"44", *b"4A"] {
            let rest = mod_97(b"794".iter().chain(&found));
            assert_eq!(mod_97_digits(rest, found, without), *b"44");
        }
        assert_eq!(mod_11_10(&[0, 7, 9, 4]), 5);
    }

    #[test]
    fn long_numbers_do_not_overflow() {
        let long = [b'Z'; 400];
        let step = long.iter().fold(0, |n, _| (n * 100 + 35) % 97);
        assert_eq!(mod_97(&long), step);
    }
}
