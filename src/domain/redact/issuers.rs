//! Which digits may be a card number: issuer range, its lengths, and the Luhn check.

/// Fewest digits of a card number (Maestro).
pub(super) const FEWEST: usize = 12;

/// Most digits of a card number.
pub(super) const MOST: usize = 19;

/// How sure a range is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Certainty {
    /// The range belongs to cards alone.
    Sure,
    /// The range is full of other numbers: only with a word about cards near.
    WithWord,
}

/// The certainty that these digits are a card number; none if no issuer has such numbers.
pub(super) fn certainty(digits: &[u8]) -> Option<Certainty> {
    let [a, b, c, d, ..] = *digits else {
        return None;
    };
    let prefix = [a, b, c, d]
        .iter()
        .fold(0u16, |sum, digit| sum * 10 + u16::from(*digit));
    let found = match (prefix, digits.len()) {
        // Visa.
        (4000..=4999, 13 | 16 | 19)
        // Mastercard.
        | (5100..=5599 | 2221..=2720, 16)
        // American Express.
        | (3400..=3499 | 3700..=3799, 15)
        // Discover; with 17 and 18 digits see below.
        | (6011 | 6440..=6599, 16 | 19)
        // UnionPay, JCB, Mir.
        | (6200..=6299 | 3528..=3589 | 2200..=2204, 16..=19)
        // Diners.
        | (3000..=3059 | 3095 | 3600..=3699 | 3800..=3999, 14..=19) => Certainty::Sure,
        // Maestro, Hipercard, Elo; Discover of the lengths that nobody issues and CLABE has.
        (5000..=5099 | 5600..=5899 | 6000..=6999, 12..=19)
        // RuPay, Troy.
        | (8100..=8299 | 9792, 16)
        // UATP.
        | (1000..=1999, 15) => Certainty::WithWord,
        _ => return None,
    };
    luhn(digits).then_some(found)
}

/// The check digit of ISO/IEC 7812-1.
pub(super) fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, &digit)| {
            let digit = u32::from(digit);
            match (place % 2, digit) {
                (0, _) => digit,
                (_, 5..) => digit * 2 - 9,
                _ => digit * 2,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}
