//! Methods and the catalogue, on small ones made for each test.

use proptest::prelude::*;

use super::*;

fn text(value: &str) -> Written {
    Written::Text(value.to_owned())
}

fn many(values: &[&str]) -> Written {
    Written::Many(values.iter().map(|one| (*one).to_owned()).collect())
}

fn said(value: Written, source: &str) -> Statement {
    Statement {
        value: Some(value),
        source: Source::Said(source.to_owned()),
        others: Vec::new(),
    }
}

fn mine(value: Written) -> Statement {
    Statement {
        value: Some(value),
        source: Source::Configuration,
        others: Vec::new(),
    }
}

fn method(id: &str, fields: &[(&str, Written)]) -> Method {
    let mut method = Method::new(id);
    for (name, value) in fields {
        let statement = said(value.clone(), "https://example.org");
        method.state(name, &statement).unwrap();
    }
    method
}

fn catalogue() -> Catalogue {
    let mut all = Catalogue::default();
    all.insert(method(
        "ideal",
        &[
            ("name", text("iDEAL | Wero")),
            ("ppro_code", text("IDEAL")),
            ("countries", text("NL")),
            ("currencies", text("EUR")),
            ("flow", text("redirect")),
            ("status", text("migrating")),
        ],
    ));
    all.insert(method(
        "wero",
        &[("name", text("Wero")), ("countries", many(&["DE", "BE"]))],
    ));
    all.insert(method(
        "oxxo_pay",
        &[
            ("name", text("OXXO Pay")),
            ("ppro_simple_tag", many(&["oxxopay", "oxxomx"])),
            ("aliases", many(&["Oxxo cash"])),
            ("countries", text("MX")),
            ("currencies", text("MXN")),
            ("flow", many(&["voucher", "redirect"])),
            ("status", text("live")),
        ],
    ));
    all.insert(method("paypal", &[("countries", text("*"))]));
    all.insert(method(
        "clearpay",
        &[("name", text("Afterpay / Clearpay+"))],
    ));
    all
}

#[test]
fn a_method_is_found_by_any_of_its_names() {
    let all = catalogue();
    for (name, id) in [
        ("ideal", "ideal"),
        ("IDEAL", "ideal"),
        ("iDEAL | Wero", "ideal"),
        ("wero", "wero"),
        ("oxxo pay", "oxxo_pay"),
        ("OXXOMX", "oxxo_pay"),
        ("Oxxo Cash", "oxxo_pay"),
        ("afterpay", "clearpay"),
    ] {
        assert_eq!(all.get(name).unwrap().id, id, "{name}");
    }
    for name in ["", "  ", "-", "x"] {
        let refusal = all.get(name).unwrap_err();
        assert!(refusal.missing, "{name}");
    }
    let refusal = all.get("paypall").unwrap_err();
    assert_eq!(refusal.cure.as_deref(), Some("did you mean paypal?"));
}

#[test]
fn a_list_has_what_its_filter_asks_for() {
    let all = catalogue();
    let ids = |filter: Filter| {
        let found = all.list(&filter).unwrap();
        let ids: Vec<_> = found.iter().map(|method| method.id.as_str()).collect();
        ids.join(" ")
    };
    let is = |word: &str| Some(word.to_owned());
    assert_eq!(
        ids(Filter {
            country: is("nl"),
            ..Filter::default()
        }),
        "ideal paypal"
    );
    assert_eq!(
        ids(Filter {
            country: is("IS"),
            ..Filter::default()
        }),
        "paypal"
    );
    assert_eq!(
        ids(Filter {
            currency: is("eur"),
            ..Filter::default()
        }),
        "ideal"
    );
    assert_eq!(
        ids(Filter {
            flow: is("Redirect"),
            ..Filter::default()
        }),
        "ideal oxxo_pay"
    );
    let live = Some(Status::Live);
    assert_eq!(
        ids(Filter {
            status: live,
            ..Filter::default()
        }),
        "oxxo_pay"
    );
    assert_eq!(
        ids(Filter {
            text: is("wero"),
            ..Filter::default()
        }),
        "ideal wero"
    );
    assert_eq!(
        ids(Filter {
            text: is("none such"),
            ..Filter::default()
        }),
        ""
    );
    assert_eq!(ids(Filter::default()).split(' ').count(), 5);
}

#[test]
fn a_filter_that_cannot_be_names_what_was_meant() {
    let all = catalogue();
    let cure = |filter: Filter| all.list(&filter).unwrap_err().cure.unwrap();
    let is = |word: &str| Some(word.to_owned());
    let country = cure(Filter {
        country: is("Mexico"),
        ..Filter::default()
    });
    assert_eq!(country, "write its two letters (ISO 3166), as DE");
    let flow = cure(Filter {
        flow: is("vocher"),
        ..Filter::default()
    });
    assert_eq!(flow, "did you mean voucher?");
    let currency = cure(Filter {
        currency: is("ZZZ"),
        ..Filter::default()
    });
    assert_eq!(currency, "there are EUR, MXN");
}

#[test]
fn what_was_said_before_stays_beside_it() {
    let mut blik = method("blik", &[("settlement_lag", text("4b"))]);
    blik.state("settlement_lag", &mine(text("2b"))).unwrap();
    let lag = &blik.settlement_lag;
    assert_eq!(lag.value.unwrap().short(), "T+2b");
    assert_eq!(lag.source, Source::Configuration);
    assert_eq!(lag.alternatives.len(), 1);
    assert_eq!(
        lag.alternatives[0].source.words(),
        Some("https://example.org")
    );
    // The same again is no other opinion.
    blik.state("settlement_lag", &mine(text("2b"))).unwrap();
    assert_eq!(blik.settlement_lag.alternatives.len(), 1);
}

#[test]
fn every_key_is_a_field_and_every_field_has_a_key() {
    let keys = Method::keys();
    let blank = Method::default();
    assert_eq!(keys.len(), blank.fields().len() + 5);
    let json = serde_json::to_value(&blank).unwrap();
    for key in keys {
        assert!(json.get(key).is_some(), "{key}");
    }
    let other = ["id", "changes", "disagreements"];
    for member in json.as_object().unwrap().keys() {
        let known = Method::keys().contains(&member.as_str()) || other.contains(&member.as_str());
        assert!(known, "{member} can be set by no key");
    }
}

#[test]
fn json_has_value_source_and_alternatives() {
    let mut blik = method("blik", &[("max_amount", text("50000.00 PLN"))]);
    let statement = Statement {
        others: vec![(text("no limit with 3-D Secure"), Source::Unsourced)],
        ..said(text("1500.00 EUR"), "https://example.org/2")
    };
    blik.state("max_amount", &statement).unwrap();
    let json = serde_json::to_value(&blik).unwrap();
    let expected = serde_json::json!({
        "value": {"value": "1500.00", "currency": "EUR", "minor": 150_000},
        "source": "https://example.org/2",
        "alternatives": [
            {"value": {"value": "50000.00", "currency": "PLN", "minor": 5_000_000},
             "source": "https://example.org"},
            {"value": "no limit with 3-D Secure", "source": null},
        ],
    });
    assert_eq!(json["max_amount"], expected);
    let unknown = serde_json::json!({"value": null, "source": null, "alternatives": []});
    assert_eq!(json["cut_off"], unknown);
}

#[test]
fn values_are_read_as_they_are_written() {
    let shown = |field: &str, value: Written| {
        let mut method = Method::default();
        method.state(field, &mine(value)).unwrap();
        let mut fields = method.fields().into_iter();
        fields
            .find(|(name, _)| *name == field)
            .unwrap()
            .1
            .value
            .unwrap()
    };
    let parts = |parts: &[(&str, Written)]| {
        let owned = parts
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()));
        Written::Parts(owned.collect())
    };
    assert_eq!(shown("settlement_lag", text("T+0b")), "T+0 business days");
    let lag = parts(&[("unit", text("calendar")), ("n", Written::Number(1))]);
    assert_eq!(shown("settlement_lag", lag), "T+1 calendar day");
    assert_eq!(
        shown("cut_off", text("9:05 europe/warsaw")),
        "09:05 Europe/Warsaw"
    );
    assert_eq!(shown("cut_off", text("24:00")), "24:00");
    assert_eq!(shown("max_amount", text("300000 JPY")), "300000 JPY");
    assert_eq!(shown("max_amount", text("0.001 KWD")), "0.001 KWD");
    assert_eq!(shown("session_expiry_seconds", Written::Number(90)), "90 s");
    assert_eq!(
        shown("session_expiry_seconds", Written::Number(7200)),
        "2 h"
    );
    assert_eq!(shown("session_expiry_seconds", Written::Number(0)), "0 s");
    assert_eq!(shown("refund", text("multiple")), "full or in parts");
    assert_eq!(shown("disputes", Written::Flag(false)), "no");
    let disputes = parts(&[
        ("possible", Written::Flag(true)),
        ("consumer_window_days", Written::Number(395)),
        ("merchant_response_days", Written::Number(1)),
        ("note", text("by mail")),
    ]);
    assert_eq!(
        shown("disputes", disputes),
        "yes, within 395 days, answer in 1 day; by mail"
    );
    assert_eq!(shown("countries", many(&["PL", "DE"])), "PL, DE");
}

#[test]
fn values_that_cannot_be_say_what_is_expected() {
    let wrong =
        |field: &str, value: Written| Method::default().state(field, &mine(value)).unwrap_err();
    for (field, value, expected) in [
        ("settlement_lag", text("4"), "expected a lag"),
        ("settlement_lag", text("é"), "expected a lag"),
        ("settlement_lag", text("-1b"), "from 0 to"),
        ("settlement_lag", text("99999c"), "from 0 to"),
        ("cut_off", text("25:00"), "expected a time"),
        ("cut_off", text("24:01"), "expected a time"),
        ("cut_off", text("65535:00"), "expected a time"),
        (
            "cut_off",
            text("16:00 Nowhere/Town"),
            "no time zone is called",
        ),
        ("max_amount", text("50.000,00 PLN"), "is no amount"),
        ("max_amount", text("50.005 PLN"), "at most 2 decimals"),
        ("max_amount", text("5.0 JPY"), "has no decimals"),
        (
            "max_amount",
            text("99999999999999999999 PLN"),
            "larger than any account",
        ),
        ("max_amount", text("1. PLN"), "is no amount"),
        ("max_amount", text("5 XYZ"), "currency"),
        ("refund", text("yes"), "expected \"no\""),
        ("status", text("liev"), "did you mean live?"),
        ("recurring", text("yes"), "expected true"),
        ("separate_captures", Written::Number(1), "true or false"),
        ("refund_window_days", Written::Number(-1), "from 0 to"),
        ("flow", Written::Flag(true), "a list"),
        ("colour", text("red"), "there is no field"),
    ] {
        let what = wrong(field, value.clone());
        assert!(what.contains(expected), "{field} {value:?}: {what}");
    }
}

proptest! {
    #[test]
    fn any_value_of_any_field_is_taken_or_refused(
        key in prop::sample::select(Method::keys()), word in "\\PC{0,12}", number: i64
    ) {
        for value in [text(&word), Written::Number(number), many(&[&word, &word])] {
            let mut method = Method::default();
            let outcome = method.state(key, &mine(value));
            if let Err(what) = outcome {
                prop_assert!(!what.is_empty());
                prop_assert_eq!(method, Method::default(), "a refused value changes nothing");
            }
        }
    }

    #[test]
    fn an_amount_is_printed_as_it_was_written(whole in 0u32.., minor in 0u8..100) {
        let written = format!("{whole}.{minor:02} EUR");
        let amount = Amount::parse(&written).unwrap();
        prop_assert_eq!(amount.to_string(), written);
        prop_assert_eq!(amount.minor, i64::from(whole) * 100 + i64::from(minor));
    }
}
