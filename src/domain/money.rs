//! Money: whole minor units of a currency, added with care; never a float.
//!
//! How many decimals a currency has is what ISO 4217 says (list one, SIX Group, the maintenance
//! agency: <https://www.six-group.com/en/products-services/financial-information/data-standards.html>).
//! Some providers count otherwise (ISK and UGX in hundredths); their readers convert.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Refusal;
use super::language::Language;
use super::spelling::nearest;

/// The active codes of ISO 4217 list one with two decimals. BGN (until 2025) is kept: payments
/// in it are still asked about. Metals, funds and test codes have no minor unit and are left out.
const TWO_DECIMALS: &[&str] = &[
    "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN",
    "BMD", "BND", "BOB", "BOV", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHE",
    "CHF", "CHW", "CNY", "COP", "COU", "CRC", "CUP", "CVE", "CZK", "DKK", "DOP", "DZD", "EGP",
    "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GTQ", "GYD", "HKD",
    "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IRR", "JMD", "KES", "KGS", "KHR", "KPW", "KYD",
    "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP",
    "MRU", "MUR", "MVR", "MWK", "MXN", "MXV", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR",
    "NZD", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "QAR", "RON", "RSD", "RUB", "SAR", "SBD",
    "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL",
    "THB", "TJS", "TMT", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "USD", "USN", "UYU", "UZS",
    "VED", "VES", "WST", "XCD", "XCG", "YER", "ZAR", "ZMW", "ZWG",
];
/// Those without decimals.
const NO_DECIMALS: &[&str] = &[
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND",
    "VUV", "XAF", "XOF", "XPF",
];
/// Those with three.
const THREE_DECIMALS: &[&str] = &["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];
/// Those with four: units of account of Chile and Uruguay.
const FOUR_DECIMALS: &[&str] = &["CLF", "UYW"];

/// Every code with its decimals.
const CURRENCIES: [(u8, &[&str]); 4] = [
    (2, TWO_DECIMALS),
    (0, NO_DECIMALS),
    (3, THREE_DECIMALS),
    (4, FOUR_DECIMALS),
];

/// A currency of ISO 4217.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Currency {
    code: &'static str,
    exponent: u8,
}

impl Currency {
    /// The currency with this code, in any case. An unknown one is refused with the nearest.
    ///
    /// ```
    /// use paydesk::domain::money::Currency;
    /// assert_eq!(Currency::named("kwd").map(|kwd| kwd.exponent()), Ok(3));
    /// ```
    pub fn named(code: &str) -> Result<Self, Refusal> {
        if let Some(currency) = Self::known(code) {
            return Ok(currency);
        }
        let all = CURRENCIES.iter().flat_map(|(_, codes)| codes.iter());
        let near = nearest(code, all.copied());
        Err(
            Refusal::missing(format!("`{code}` is no active currency of ISO 4217")).cure(
                near.map_or_else(
                    || "write its three letters, as EUR".to_owned(),
                    |near| format!("did you mean {near}?"),
                ),
            ),
        )
    }

    /// The currency with this code, in any case, if there is one.
    pub fn known(code: &str) -> Option<Self> {
        CURRENCIES.into_iter().find_map(|(exponent, codes)| {
            let code = codes.iter().find(|one| one.eq_ignore_ascii_case(code))?;
            Some(Self { code, exponent })
        })
    }

    /// Its three letters.
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// How many decimals its amounts have.
    pub const fn exponent(self) -> u8 {
        self.exponent
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

impl FromStr for Currency {
    type Err = Refusal;

    fn from_str(code: &str) -> Result<Self, Refusal> {
        Self::named(code)
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code)
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::named(&code).map_err(|refusal| serde::de::Error::custom(refusal.reason))
    }
}

/// An amount: whole minor units of one currency.
///
/// ```
/// use paydesk::domain::money::{Currency, Money};
/// let eur = Currency::named("EUR").unwrap();
/// assert_eq!(Money::parse("1500.5", eur).unwrap().to_string(), "1500.50 EUR");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Minor units (cents); negative for what is owed.
    pub minor: i64,
    /// Of which currency.
    pub currency: Currency,
}

impl Money {
    /// So many minor units of a currency.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Reads a plain decimal, as `1500.00` or `-3`. Marks between thousands, more decimals than
    /// the currency has and amounts beyond 64 bits are refused.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, Refusal> {
        let decimals = usize::from(currency.exponent);
        let example = if decimals == 0 {
            "1500".to_owned()
        } else {
            format!("1500.{:0<decimals$}", "")
        };
        let refuse = |why: &str| {
            Refusal::new(format!("`{text}` is no amount of {currency}: {why}"))
                .cure(format!("write it as {example}"))
        };
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((_, "")) => return Err(refuse("digits are missing after the point")),
            Some(parts) => parts,
            None => (digits, ""),
        };
        if whole.is_empty() {
            return Err(refuse("digits are missing"));
        }
        if !(whole.bytes().chain(fraction.bytes())).all(|byte| byte.is_ascii_digit()) {
            return Err(refuse("only digits and one point may stand in it"));
        }
        if fraction.len() > decimals {
            let why = match decimals {
                0 => "it has no decimals".to_owned(),
                _ => format!("it has at most {decimals} decimals"),
            };
            return Err(refuse(&why));
        }
        let padded = fraction.bytes().chain(std::iter::repeat(b'0'));
        let minor = whole
            .bytes()
            .chain(padded.take(decimals))
            .try_fold(0i64, |sum, digit| {
                // Summed with its sign, because the smallest amount has no positive twin.
                sum.checked_mul(10)?
                    .checked_add(sign * i64::from(digit - b'0'))
            })
            .ok_or_else(|| refuse("it is larger than any account"))?;
        Ok(Self { minor, currency })
    }

    /// The sum of two amounts of one currency.
    pub fn checked_add(self, other: Self) -> Result<Self, Refusal> {
        self.combine(other, i64::checked_add, "added to")
    }

    /// This amount less another of the same currency.
    pub fn checked_sub(self, other: Self) -> Result<Self, Refusal> {
        self.combine(other, i64::checked_sub, "taken from")
    }

    /// The amount as it is written in a language, with marks between thousands: `1,500.00 EUR`
    /// in English, `1.500,00 EUR` in Spanish, German and Portuguese.
    pub fn grouped(self, language: Language) -> String {
        let (mark, point) = match language {
            Language::En => (',', '.'),
            Language::Es | Language::De | Language::Pt => ('.', ','),
        };
        let (sign, whole, fraction) = self.parts();
        let mut text = sign.to_owned();
        for (at, digit) in whole.char_indices() {
            if at > 0 && (whole.len() - at) % 3 == 0 {
                text.push(mark);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push(point);
            text.push_str(&fraction);
        }
        format!("{text} {}", self.currency)
    }

    fn combine(
        self,
        other: Self,
        combine: fn(i64, i64) -> Option<i64>,
        verb: &str,
    ) -> Result<Self, Refusal> {
        if self.currency != other.currency {
            return Err(Refusal::new(format!(
                "{other} cannot be {verb} {self}: they are two currencies"
            )));
        }
        let minor = combine(self.minor, other.minor).ok_or_else(|| {
            Refusal::new(format!(
                "{other} cannot be {verb} {self}: the result is larger than any account"
            ))
        })?;
        Ok(Self { minor, ..self })
    }

    /// Sign, whole part and decimals.
    fn parts(self) -> (&'static str, String, String) {
        let decimals = usize::from(self.currency.exponent);
        let width = decimals + 1;
        let digits = format!("{:0width$}", self.minor.unsigned_abs());
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        let sign = if self.minor < 0 { "-" } else { "" };
        (sign, whole.to_owned(), fraction.to_owned())
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, whole, fraction) = self.parts();
        let point = if fraction.is_empty() { "" } else { "." };
        write!(f, "{sign}{whole}{point}{fraction} {}", self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn currency(code: &str) -> Currency {
        Currency::named(code).unwrap()
    }

    #[test]
    fn codes_are_whole_and_stand_once() {
        let mut all: Vec<_> = CURRENCIES.iter().flat_map(|(_, codes)| *codes).collect();
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count);
        for code in all {
            assert!(code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase()));
        }
        for (code, decimals) in [("JPY", 0), ("eur", 2), ("Kwd", 3), ("CLF", 4), ("CLP", 0)] {
            assert_eq!(currency(code).exponent(), decimals, "{code}");
        }
    }

    #[test]
    fn an_unknown_currency_is_refused_with_the_nearest() {
        let refusal = Currency::named("EUX").unwrap_err();
        assert_eq!(refusal.reason, "`EUX` is no active currency of ISO 4217");
        assert_eq!(refusal.cure.as_deref(), Some("did you mean EUR?"));
        assert!(Currency::named("EURO").is_err());
        assert!(Currency::named("").is_err());
    }

    #[test]
    fn amounts_are_read_to_the_last_minor_unit() {
        for (text, code, minor) in [
            ("1500.00", "EUR", 150_000),
            ("1500", "EUR", 150_000),
            ("1500.5", "EUR", 150_050),
            ("-0.01", "EUR", -1),
            ("7", "JPY", 7),
            ("1.234", "KWD", 1234),
            ("92233720368547758.07", "EUR", i64::MAX),
            ("-92233720368547758.08", "EUR", i64::MIN),
        ] {
            let money = Money::parse(text, currency(code)).unwrap();
            assert_eq!(money.minor, minor, "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for (text, code, why) in [
            ("1,500.00", "EUR", "only digits"),
            ("1500.001", "EUR", "at most 2 decimals"),
            ("1500.0", "JPY", "no decimals"),
            ("", "EUR", "missing"),
            (".5", "EUR", "missing"),
            ("5.", "EUR", "missing"),
            ("+5", "EUR", "only digits"),
            ("--5", "EUR", "only digits"),
            ("1e5", "EUR", "only digits"),
            ("٥", "EUR", "only digits"),
            ("92233720368547758.08", "EUR", "larger"),
        ] {
            let refusal = Money::parse(text, currency(code)).unwrap_err();
            assert!(refusal.reason.contains(why), "{text}: {refusal:?}");
        }
    }

    #[test]
    fn amounts_are_grouped_as_each_language_does() {
        let money = Money::parse("-1234500.07", currency("EUR")).unwrap();
        assert_eq!(money.to_string(), "-1234500.07 EUR");
        assert_eq!(money.grouped(Language::En), "-1,234,500.07 EUR");
        for language in [Language::Es, Language::De, Language::Pt] {
            assert_eq!(money.grouped(language), "-1.234.500,07 EUR");
        }
        let yen = Money::new(999, currency("JPY"));
        assert_eq!(yen.grouped(Language::En), "999 JPY");
        assert_eq!(Money::new(5, currency("KWD")).to_string(), "0.005 KWD");
    }

    #[test]
    fn sums_across_currencies_or_bounds_are_refused() {
        let (eur, mxn) = (currency("EUR"), currency("MXN"));
        assert!(Money::new(1, eur).checked_add(Money::new(1, mxn)).is_err());
        assert!(
            Money::new(i64::MAX, eur)
                .checked_add(Money::new(1, eur))
                .is_err()
        );
        let less = Money::new(1, eur).checked_sub(Money::new(3, eur)).unwrap();
        assert_eq!(less.minor, -2);
    }

    #[test]
    fn it_is_an_object_of_minor_and_currency() {
        let json = r#"{"minor":1234,"currency":"EUR"}"#;
        let money: Money = serde_json::from_str(json).unwrap();
        assert_eq!(money, Money::new(1234, currency("EUR")));
        assert_eq!(serde_json::to_string(&money).unwrap(), json);
        let wrong = serde_json::from_str::<Money>(r#"{"minor":1,"currency":"XXQ"}"#);
        assert!(wrong.is_err());
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(minor in any::<i64>(), at in 0usize..4) {
            let code = CURRENCIES[at].1[0];
            let money = Money::new(minor, currency(code));
            let shown = money.to_string();
            let amount = shown.strip_suffix(code).unwrap().trim_end();
            prop_assert_eq!(Money::parse(amount, money.currency).unwrap(), money);
        }

        #[test]
        fn any_text_is_survived(text in any::<String>(), number in "-?[0-9]{0,25}\\.?[0-9]{0,4}") {
            let eur = currency("EUR");
            drop(Money::parse(&text, eur));
            drop(Money::parse(&number, eur));
        }
    }
}
