//! Numbers that look like cards and are something else: they pass their own check.

use super::alnum_before;
use super::issuers::luhn;

/// Characters of the longest IBAN.
const LONGEST_IBAN: usize = 34;

/// True if a run of bare digits is a company's or an account's number by its own check digits.
pub(super) fn passes_another_check(digits: &[u8]) -> bool {
    match digits.len() {
        13 => is_japanese_corporate(digits),
        14 => is_siret(digits) || is_cnpj(digits) || is_regon(digits),
        18 => is_clabe(digits),
        22 => is_cbu(digits),
        _ => false,
    }
}

/// Japan: the first digit checks the twelve that follow.
fn is_japanese_corporate(digits: &[u8]) -> bool {
    let Some((&check, rest)) = digits.split_first() else {
        return false;
    };
    let places = rest.iter().rev().zip([1u32, 2].into_iter().cycle());
    let sum: u32 = places.map(|(d, weight)| u32::from(*d) * weight).sum();
    u32::from(check) == 9 - sum % 9
}

/// France: the nine digits of the company and all fourteen pass Luhn.
fn is_siret(digits: &[u8]) -> bool {
    digits.get(..9).is_some_and(luhn) && luhn(digits)
}

/// Brazil: two check digits modulo 11.
fn is_cnpj(digits: &[u8]) -> bool {
    const WEIGHTS: [u32; 13] = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];
    [12usize, 13].into_iter().all(|length| {
        let weights = WEIGHTS.iter().skip(13 - length);
        let sum: u32 = weights
            .zip(digits)
            .map(|(weight, d)| weight * u32::from(*d))
            .sum();
        let check = match sum % 11 {
            0 | 1 => 0,
            rest => 11 - rest,
        };
        digits.get(length).copied().map(u32::from) == Some(check)
    })
}

/// Poland: the last of fourteen digits modulo 11.
fn is_regon(digits: &[u8]) -> bool {
    const WEIGHTS: [u32; 13] = [2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8];
    let sum: u32 = WEIGHTS
        .iter()
        .zip(digits)
        .map(|(weight, d)| weight * u32::from(*d))
        .sum();
    digits.last().copied().map(u32::from) == Some(sum % 11 % 10)
}

/// Mexico: the last of eighteen digits, weights 3, 7, 1.
fn is_clabe(digits: &[u8]) -> bool {
    let weighted = digits.iter().take(17).zip([3u32, 7, 1].into_iter().cycle());
    let sum: u32 = weighted
        .map(|(d, weight)| u32::from(*d) * weight % 10)
        .sum();
    digits.last().copied().map(u32::from) == Some((10 - sum % 10) % 10)
}

/// Argentina: bank and account are checked apart, weights 3, 1, 7, 9 from the right.
fn is_cbu(digits: &[u8]) -> bool {
    let checks = |block: &[u8]| {
        let Some((check, body)) = block.split_last() else {
            return false;
        };
        let weighted = body.iter().rev().zip([3u32, 1, 7, 9].into_iter().cycle());
        let sum: u32 = weighted.map(|(d, weight)| u32::from(*d) * weight).sum();
        u32::from(*check) == (10 - sum % 10) % 10
    };
    let (bank, account) = digits.split_at(digits.len().min(8));
    checks(bank) && checks(account)
}

/// True if the bytes from `start` to `end` lie inside a UUID.
pub(super) fn inside_uuid(text: &str, start: usize, end: usize) -> bool {
    const LENGTH: usize = 36;
    let bytes = text.as_bytes();
    (start.saturating_sub(LENGTH)..=start).any(|from| {
        from + LENGTH >= end
            && bytes.get(from..from + LENGTH).is_some_and(|part| {
                part.iter().enumerate().all(|(place, byte)| match place {
                    8 | 13 | 18 | 23 => *byte == b'-',
                    _ => byte.is_ascii_hexdigit(),
                })
            })
    })
}

/// True if a hyphen ties the bytes from `start` to `end` to a piece of hexadecimal.
pub(super) fn inside_hex_run(text: &str, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let before = bytes.get(..start).and_then(|head| head.strip_suffix(b"-"));
    let after = bytes.get(end..).and_then(|tail| tail.strip_prefix(b"-"));
    let before = before.is_some_and(|head| is_hex(head.iter().rev()));
    before || after.is_some_and(|tail| is_hex(tail.iter()))
}

/// True if the first word of `bytes` is at least four hexadecimal digits, letters among them.
fn is_hex<'a>(bytes: impl Iterator<Item = &'a u8>) -> bool {
    let mut length = 0;
    let (mut digit, mut letter) = (false, false);
    for byte in bytes.take_while(|byte| byte.is_ascii_alphanumeric()) {
        if !byte.is_ascii_hexdigit() {
            return false;
        }
        length += 1;
        digit |= byte.is_ascii_digit();
        letter |= !byte.is_ascii_digit();
    }
    length >= 4 && digit && letter
}

/// True if the bytes from `start` to `end` lie inside an IBAN, written in one or in groups.
pub(super) fn inside_iban(text: &str, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    // An IBAN in groups of four has a blank for every fourth character.
    let reach = LONGEST_IBAN + LONGEST_IBAN / 4;
    (start.saturating_sub(reach)..start).any(|from| {
        matches!(bytes.get(from..from + 4), Some([a, b, c, d])
            if a.is_ascii_uppercase() && b.is_ascii_uppercase()
                && c.is_ascii_digit() && d.is_ascii_digit())
            && text.is_char_boundary(from)
            && !alnum_before(text, from)
            && iban_covers(bytes.get(from..).unwrap_or_default(), end - from)
    })
}

/// True if `bytes` begin with an IBAN of at least `least` bytes that checks out (ISO 13616).
fn iban_covers(bytes: &[u8], least: usize) -> bool {
    let mut compact = Vec::with_capacity(LONGEST_IBAN);
    for (place, &byte) in bytes.iter().enumerate() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' => compact.push(byte),
            b' ' | b'-' => {}
            _ => return false,
        }
        let ends = bytes
            .get(place + 1)
            .is_none_or(|b| !b.is_ascii_alphanumeric());
        if place + 1 >= least && ends && compact.len() >= 15 && iban_checks(&compact) {
            return true;
        }
        if compact.len() >= LONGEST_IBAN {
            return false;
        }
    }
    false
}

/// The remainder by 97 of the rearranged number is 1.
fn iban_checks(compact: &[u8]) -> bool {
    let rearranged = compact.iter().skip(4).chain(compact.iter().take(4));
    let remainder = rearranged.fold(0u32, |sum, byte| match byte {
        b'0'..=b'9' => (sum * 10 + u32::from(byte - b'0')) % 97,
        _ => (sum * 100 + u32::from(byte - b'A') + 10) % 97,
    });
    remainder == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str) -> Vec<u8> {
        text.bytes().map(|b| b - b'0').collect()
    }

    #[test]
    fn company_and_account_numbers_pass_their_own_check() {
        assert!(is_clabe(&digits("646180157042875763")));
        assert!(is_siret(&digits("36252187400010")));
        assert!(is_cbu(&digits("4850099340890438825438")));
        assert!(is_cnpj(&digits("33000167000101")));
        assert!(is_regon(&digits("25345698812940")));
        assert!(is_japanese_corporate(&digits("4831731286446")));
        assert!(!passes_another_check(&digits("4111111111111111")));
    }
}
