//! The rule of the IBAN: structure of each country, the check of ISO 13616, national checks.
//!
//! The structures are parsed once into a table by country. National checks are made where the
//! country publishes one and banks rely on it: Belgium, Spain, Montenegro, Norway.

use std::sync::LazyLock;

use super::Proof;
use super::accounts::moved_97;
use super::fault::{Fault, Lengths};
use super::iban_structures::STRUCTURES;
use super::lists::BELGIAN_BANKS;
use super::schemes::{luhn, meet, meet_two, to_eleven, weighted};
use super::shape::{all_alnum, all_digits, all_letters, digits_at, has_length};

/// Letters of the alphabet.
const LETTERS: usize = 26;
/// Runs of one class in a structure at most.
const MAX_RUNS: usize = 7;

/// A run of one class of characters.
type Run = (u8, Class);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Digits,
    Letters,
    Either,
}

#[derive(Clone, Copy, Debug)]
struct Structure {
    length: usize,
    runs: [Run; MAX_RUNS],
}

/// Structures by country: row of the first letter, place of the second.
static BY_COUNTRY: LazyLock<[[Option<Structure>; LETTERS]; LETTERS]> = LazyLock::new(|| {
    let mut table = [[None; LETTERS]; LETTERS];
    for (country, length, bban) in STRUCTURES {
        if let [first, second] = country.as_bytes()
            && let Some(place) = table
                .get_mut(usize::from(first - b'A'))
                .and_then(|row| row.get_mut(usize::from(second - b'A')))
        {
            *place = Some(Structure::parse(usize::from(*length), bban));
        }
    }
    table
});

impl Structure {
    fn parse(length: usize, bban: &str) -> Self {
        let mut runs = [(0, Class::Either); MAX_RUNS];
        let mut places = runs.iter_mut();
        let mut count = 0u8;
        for byte in bban.bytes() {
            let class = match byte {
                b'n' => Class::Digits,
                b'a' => Class::Letters,
                b'c' => Class::Either,
                digit => {
                    count = count * 10 + digit.saturating_sub(b'0');
                    continue;
                }
            };
            if let Some(place) = places.next() {
                *place = (count, class);
            }
            count = 0;
        }
        Self { length, runs }
    }

    fn fits(&self, text: &[u8]) -> Result<(), Fault> {
        let mut at = 4;
        for (count, class) in self.runs {
            let places = at..at + usize::from(count);
            at = places.end;
            match class {
                Class::Digits => all_digits(text, places)?,
                Class::Letters => all_letters(text, places)?,
                Class::Either => all_alnum(text, places)?,
            }
        }
        Ok(())
    }
}

/// How long an IBAN of this country is (`DE`: 22); none where there are no IBANs.
///
/// ```
/// assert_eq!(paydesk::domain::merchants::identifiers::iban_length("DE"), Some(22));
/// ```
pub fn iban_length(country: &str) -> Option<usize> {
    let &[first, second] = country.as_bytes() else {
        return None;
    };
    let place = |letter: u8| letter.checked_sub(b'A').map(usize::from);
    let row = BY_COUNTRY.get(place(first)?)?;
    let structure = row.get(place(second)?)?.as_ref()?;
    Some(structure.length)
}

pub(super) fn iban(text: &[u8], _year: i32) -> Result<Proof, Fault> {
    if text.len() < 4 {
        return Err(Fault::Length(Lengths::Between(15, 33)));
    }
    all_letters(text, 0..2)?;
    let [first, second] = [text[0], text[1]].map(|byte| usize::from(byte - b'A'));
    let Some(structure) = &BY_COUNTRY[first][second] else {
        return Err(Fault::Unlisted {
            part: (0, 2),
            before: "no IBAN country is called ",
            after: "",
        });
    };
    has_length(text, Lengths::Exactly(structure.length))?;
    // ISO 13616 has two digits here, though letters would pass the sum.
    all_digits(text, 2..4)?;
    structure.fits(text)?;
    let bban = text.get(4..).unwrap_or_default();
    let proof = moved_97(text, bban)?;
    let national = match [text[0], text[1]] {
        [b'B', b'E'] => belgium(text),
        [b'E', b'S'] => spain(bban),
        [b'M', b'E'] => montenegro(bban),
        [b'N', b'O'] => norway(bban),
        _ => Ok(()),
    };
    national.map_err(|fault| fault.shifted(4))?;
    Ok(proof.listed("SWIFT IBAN registry"))
}

/// Rest of a long number of digits.
fn modulo_97(digits: &[u8]) -> u32 {
    digits
        .iter()
        .fold(0, |rest, digit| (rest * 10 + u32::from(*digit)) % 97)
}

fn belgium(text: &[u8]) -> Result<(), Fault> {
    let digits: [u8; 12] = digits_at(text, 4)?;
    let wanted = match modulo_97(&digits[..10]) {
        0 => 97,
        rest => rest,
    };
    meet_two(&digits, 10, wanted)?;
    if BELGIAN_BANKS.has(text.get(4..7).unwrap_or_default()) {
        return Ok(());
    }
    Err(Fault::Unlisted {
        part: (0, 3),
        before: "bank code ",
        after: " is not assigned in Belgium",
    })
}

fn spain(bban: &[u8]) -> Result<(), Fault> {
    /// Powers of two modulo 11.
    const WEIGHTS: [u8; 10] = [1, 2, 4, 8, 5, 10, 9, 7, 3, 6];
    let digits: [u8; 20] = digits_at(bban, 0)?;
    let check = |sum: u32| match sum % 11 {
        small @ (0 | 1) => small,
        rest => 11 - rest,
    };
    meet(&digits, 8, check(weighted(&digits[..8], &WEIGHTS[2..])))?;
    meet(&digits, 9, check(weighted(&digits[10..], &WEIGHTS)))
}

fn montenegro(bban: &[u8]) -> Result<(), Fault> {
    let digits: [u8; 18] = digits_at(bban, 0)?;
    let head = modulo_97(&digits[..16]) * 100 % 97;
    if (head + weighted(&digits[16..], &[10, 1])) % 97 == 1 {
        return Ok(());
    }
    meet_two(&digits, 16, 98 - head)
}

fn norway(bban: &[u8]) -> Result<(), Fault> {
    let digits: [u8; 11] = digits_at(bban, 0)?;
    // A number that begins 0000 is a giro number of its own.
    if digits.starts_with(&[0; 4]) {
        return meet(&digits, 10, luhn(&digits[4..10]));
    }
    // 6 7 8 9 4 5 6 7 8 9 gives the check itself, the complement of 5 4 3 2 7 6 5 4 3 2.
    let sum = weighted(&digits[..10], &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]);
    meet(&digits, 10, to_eleven(sum))
}
