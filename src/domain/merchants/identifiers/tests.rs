//! The kinds over a corpus of values, and properties that hold for all of them.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde::Deserialize;

use super::*;

#[derive(Clone, Debug, Deserialize)]
struct Case {
    kind: String,
    value: String,
    valid: bool,
    compact: Option<String>,
    why: String,
}

static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let text = include_str!("../../../../tests/corpus/identifiers/values.jsonl");
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
});

fn now() -> Instant {
    "2026-11-25T12:00:00Z".parse().unwrap()
}

fn checked(name: &str, value: &str) -> Checked {
    check(kind(name).unwrap(), value, now())
}

fn reason(name: &str, value: &str) -> String {
    checked(name, value)
        .reason
        .unwrap_or_else(|| "valid".to_owned())
}

#[test]
fn the_corpus_is_answered_right() {
    let mut wrong = Vec::new();
    for case in CASES.iter() {
        let found = checked(&case.kind, &case.value);
        if found.valid != case.valid || found.compact != case.compact {
            wrong.push(format!("{case:?} gave {found:?}"));
        }
        assert_eq!(found.reason.is_some(), !case.valid);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let kinds: BTreeSet<_> = CASES.iter().map(|case| case.kind.as_str()).collect();
    assert_eq!(kinds.len(), 58);
    assert!(kinds.iter().all(|name| kind(name).is_some()));
}

#[test]
fn the_compact_form_is_its_own() {
    for case in CASES.iter().filter(|case| case.valid) {
        let compact = case.compact.as_deref().unwrap();
        let again = checked(&case.kind, compact);
        assert_eq!(again.compact.as_deref(), Some(compact), "{case:?}");
    }
}

#[test]
fn examples_are_what_they_say() {
    for kind in kinds() {
        let found = check(kind, kind.example.value, now());
        assert_eq!(found.valid, kind.example.valid, "{}: {found:?}", kind.name);
        assert!(!kind.title.is_empty() && !kind.example.about.is_empty());
    }
}

#[test]
fn reasons_say_what_to_do() {
    for (name, value, expected) in [
        (
            "mx_clabe",
            "03218000011835971",
            "17 digits, expected 18: one digit is missing",
        ),
        (
            "mx_clabe",
            "032180000118359717",
            "check digit is 7, expected 9",
        ),
        (
            "mx_clabe",
            "032180000118357919",
            "check digit is 9, expected 5; swapping digits 15 and 16 would be valid",
        ),
        (
            "mx_clabe",
            "O32180000118359719",
            "character 1 is `O`, expected a digit; did you mean 0?",
        ),
        (
            "iban",
            "XX82WEST12345698765432",
            "no IBAN country is called XX",
        ),
        (
            "iban",
            "GB28WEST12345698765432",
            "check digits are 28, expected 82; swapping digits 3 and 4 would be valid",
        ),
        (
            "iban",
            "BE68539007547034",
            "bank code 539 is not assigned in Belgium",
        ),
        ("mx_curp", "BOXW310231HNERXN09", "31 February is no date"),
        (
            "br_cpf",
            "529/982.247-25",
            "character 4 is `/`, which is not allowed here; only blanks, - and . may stand between letters and digits",
        ),
        (
            "mcc",
            " 5411",
            "character 1 is a blank, which is not allowed here; nothing may stand between letters and digits",
        ),
        ("sg_uen", "203001143C", "the year 2030 has not come yet"),
        ("iban", "", "there is nothing to check"),
        (
            "iban",
            "DЕ89370400440532013000",
            "character 2 is `Е` (U+0415), which only looks like E; did you mean E?",
        ),
    ] {
        assert_eq!(reason(name, value), expected, "{name} {value}");
    }
    let long = "1".repeat(100_000);
    assert!(reason("iban", &long).starts_with("over 128 characters"));
}

#[test]
fn an_unknown_kind_names_the_nearest() {
    assert!(kind("mx_clab").is_none());
    assert_eq!(nearest_kind("mx_clab"), Some("mx_clabe"));
    assert_eq!(nearest_kind("something"), None);
}

#[test]
fn guesses_come_best_first() {
    let names = |value: &str| -> Vec<(&str, bool)> {
        let guesses = guess(value, now());
        guesses
            .iter()
            .map(|(kind, checked)| (kind.name, checked.valid))
            .collect()
    };
    assert_eq!(names("GB82 WEST 1234 5698 7654 32"), [("iban", true)]);
    assert_eq!(names("DE136695976").first(), Some(&("eu_vat", true)));
    assert_eq!(names("5411"), [("mcc", true)]);
    assert_eq!(names("fulano@example.com"), [("pix_email", true)]);
    assert_eq!(
        names("032180000118359719").first(),
        Some(&("mx_clabe", true))
    );
    // Nothing accepts it: what it nearly is, at most three.
    let near = names("032180000118359718");
    assert_eq!(near.first(), Some(&("mx_clabe", false)));
    assert!(near.len() <= 3);
    assert!(names("no such thing at all").is_empty());
}

/// Kinds whose scheme catches every wrong digit: Luhn, mod 97-10, mod 11,10, and weights that have
/// no divisor in common with their modulus.
const CATCH_ONE_DIGIT: [&str; 22] = [
    "ar_cbu",
    "at_uid",
    "au_abn",
    "be_vat",
    "ch_uid",
    "cl_rut",
    "de_vat",
    "dk_cvr",
    "fi_ytunnus",
    "fr_siren",
    "iban",
    "in_gstin",
    "iso11649_rf",
    "it_iva",
    "lei",
    "mx_clabe",
    "no_orgnr",
    "pl_nip",
    "se_orgnr",
    "sg_nric",
    "us_aba",
    "uy_rut",
];

/// The valid values of the corpus whose kind promises to catch a wrong digit.
fn promised() -> Vec<&'static Case> {
    let cases = CASES.iter().filter(|case| case.valid);
    cases
        .filter(|case| CATCH_ONE_DIGIT.contains(&case.kind.as_str()))
        .collect()
}

/// The value with the digit at a place replaced, for every place and digit.
fn with_one_wrong_digit(value: &str) -> Vec<String> {
    let mut all = Vec::new();
    for (at, found) in value.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
        for digit in ('0'..='9').filter(|digit| *digit != found) {
            let mut wrong = value.to_owned();
            wrong.replace_range(at..=at, digit.encode_utf8(&mut [0; 4]));
            all.push(wrong);
        }
    }
    all
}

#[test]
fn one_wrong_digit_is_caught_in_the_corpus() {
    for case in promised() {
        for wrong in with_one_wrong_digit(case.compact.as_deref().unwrap()) {
            assert!(!checked(&case.kind, &wrong).valid, "{} {wrong}", case.kind);
        }
    }
}

/// A valid value like `seed` with other digits: its last place that makes it valid is searched.
fn like(kind: &Kind, seed: &str, digits: &[u8]) -> Option<String> {
    let mut value = seed.as_bytes().to_vec();
    let places: Vec<usize> = (0..value.len())
        .filter(|at| value[*at].is_ascii_digit())
        .collect();
    for (at, digit) in places.iter().zip(digits) {
        value[*at] = b'0' + digit;
    }
    let two: Vec<usize> = places.iter().rev().take(2).copied().collect();
    (0..100u8).find_map(|number| {
        let mut value = value.clone();
        for (at, digit) in two.iter().zip([number % 10, number / 10]) {
            value[*at] = b'0' + digit;
        }
        let value = String::from_utf8(value).ok()?;
        check(kind, &value, now()).valid.then_some(value)
    })
}

proptest! {
    #[test]
    fn one_wrong_digit_is_caught(
        at in any::<prop::sample::Index>(),
        digits in prop::collection::vec(0u8..10, 0..24),
    ) {
        let case = *at.get(&promised());
        let kind = kind(&case.kind).unwrap();
        if let Some(value) = like(kind, case.compact.as_deref().unwrap(), &digits) {
            for wrong in with_one_wrong_digit(&value) {
                prop_assert!(!check(kind, &wrong, now()).valid, "{} {}", kind.name, wrong);
            }
        }
    }

    #[test]
    fn any_text_is_answered_and_nothing_acts(value in any::<String>()) {
        for kind in kinds() {
            let found = check(kind, &value, now());
            for text in found.compact.iter().chain(&found.reason) {
                prop_assert!(!text.chars().any(char::is_control), "{} {text:?}", kind.name);
            }
        }
        let _any = guess(&value, now());
    }

    /// What a reason says would be valid is valid.
    #[test]
    fn a_swap_that_is_named_is_valid(at in any::<prop::sample::Index>(), place in 0usize..30) {
        let valid: Vec<_> = CASES.iter().filter(|case| case.valid).collect();
        let case = *at.get(&valid);
        let mut letters: Vec<char> = case.compact.as_deref().unwrap().chars().collect();
        prop_assume!(place + 1 < letters.len());
        letters.swap(place, place + 1);
        let wrong: String = letters.iter().collect();
        let Some(reason) = checked(&case.kind, &wrong).reason else { return Ok(()) };
        // Where a prefix was dropped the places are those of the value as given.
        if let Some((_, said)) = reason.split_once("; swapping digits ")
            && let Some((first, _)) = said.split_once(" and ")
        {
            let first: usize = first.parse().unwrap();
            let swapped = swap(&letters, first);
            prop_assert!(checked(&case.kind, &swapped).valid, "{} {wrong}: {reason}", case.kind);
        }
    }
}

fn swap(letters: &[char], place: usize) -> String {
    let mut letters = letters.to_vec();
    letters.swap(place - 1, place);
    letters.into_iter().collect()
}

#[test]
fn mutations_are_never_called_right_by_their_reason() {
    for case in CASES.iter().filter(|case| !case.valid) {
        let reason = reason(&case.kind, &case.value);
        assert!(
            !reason.ends_with('.') && !reason.is_empty(),
            "{}: {reason}",
            case.why
        );
        let begins = reason.chars().next().unwrap();
        assert!(!begins.is_uppercase(), "{reason}");
    }
}
