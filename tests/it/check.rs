//! `paydesk check` from outside: kinds, guesses, batches, and what is wrong with them.

use serde_json::{Value, json};

use crate::desk::{Desk, assert_says};

#[test]
fn values_of_a_kind_are_answered_in_order_and_a_no_is_exit_3() {
    let desk = Desk::new();
    let args = [
        "check",
        "mx_clabe",
        "032 180 0001 1835 9719",
        "032180000118359718",
        "--json",
    ];
    let answers = desk.run(&args).ended(3).json();
    assert_eq!(
        answers["results"],
        json!([
            {
                "kind": "mx_clabe", "value": "032 180 0001 1835 9719", "valid": true,
                "compact": "032180000118359719", "reason": null,
                "proved": ["format", "checksum"], "warning": null,
            },
            {
                "kind": "mx_clabe", "value": "032180000118359718", "valid": false,
                "compact": null, "reason": "check digit is 8, expected 9",
                "proved": [], "warning": null,
            },
        ])
    );
    let text = desk
        .run(&["check", "iban", "gb82west12345698765432"])
        .ended(0);
    assert!(
        text.out.starts_with("ok  iban  GB82WEST12345698765432  "),
        "{text:#?}"
    );
}

#[test]
fn without_a_kind_the_best_guess_comes_first() {
    let desk = Desk::new();
    let guess = desk
        .run(&["check", "DE136695976", "--json"])
        .ended(0)
        .json();
    let first = &guess["results"][0];
    assert_eq!(
        (&first["kind"], &first["valid"]),
        (&json!("eu_vat"), &json!(true))
    );
    let others = first["guesses"].as_array().unwrap();
    assert!(others.iter().any(|other| other["kind"] == "de_vat"));
    let nothing = desk
        .run(&["check", "what is this", "--json"])
        .ended(3)
        .json();
    assert_eq!(nothing["results"][0]["kind"], Value::Null);
}

#[test]
fn a_misspelt_kind_is_wrong_usage_and_names_the_nearest() {
    let desk = Desk::new();
    let run = desk
        .run(&["check", "mx_clab", "032180000118359719"])
        .ended(2);
    assert_says(
        &run,
        "no kind is called `mx_clab`; did you mean `mx_clabe`?",
    );
    let run = desk.run(&["check", "iban"]).ended(2);
    assert_says(&run, "there is no value to check as iban");
}

#[test]
fn the_kinds_are_listed_with_an_example() {
    let desk = Desk::new();
    let list = desk.run(&["check", "--list", "--json"]).ended(0).json();
    let kinds = list["kinds"].as_array().unwrap();
    assert!(kinds.len() >= 58);
    assert_eq!(kinds[0]["kind"], "ar_cbu");
    let text = desk.run(&["check", "--list"]).ended(0);
    assert_eq!(text.out.lines().count(), kinds.len() + 1);
}

#[test]
fn a_batch_is_one_document_in_the_order_of_its_lines() {
    let desk = Desk::new();
    let lines = "{\"kind\":\"iban\",\"value\":\"DE89370400440532013000\"}\r\n\n\
                 {\"value\":\"DE89\\u001b[31m\",\"kind\":\"iban\",\"note\":7}";
    let file = desk.write("values.jsonl", lines);
    let run = desk.run(&["check", "--batch", &file, "--json"]).ended(3);
    assert!(!run.out.contains('\u{1b}'));
    let answers = run.json();
    let results = answers["results"].as_array().unwrap();
    assert_eq!(results.len(), 2);
    assert_eq!(results[0]["compact"], "DE89370400440532013000");
    assert_eq!(results[1]["value"], "DE89\u{1b}[31m");
    let text = desk.run(&["check", "--batch", &file]).ended(3);
    assert_eq!(text.out.lines().count(), 2);
    assert!(
        text.err.ends_with("2 values checked, 1 invalid\n"),
        "{text:#?}"
    );
}

#[test]
fn a_bad_line_refuses_the_batch_and_nothing_is_printed() {
    let desk = Desk::new();
    let good = "{\"kind\":\"iban\",\"value\":\"x\"}\n";
    for (name, line, what) in [
        ("cut", "{\"kind\":\"iban\",\"value\":", "line 2: is cut off"),
        (
            "type",
            "{\"kind\":\"iban\",\"value\":12}",
            "line 2: member `value` is no string; write {",
        ),
        (
            "missing",
            "{\"kind\":\"iban\"}",
            "line 2: member `value` is missing",
        ),
        (
            "kind",
            "{\"kind\":\"ibna\",\"value\":\"x\"}",
            "line 2: member `kind`: no kind is called `ibna`; did you mean `iban`?",
        ),
        ("text", "hello", "line 2: is no JSON (column 1)"),
    ] {
        let file = desk.write(name, &format!("{good}{line}\n{good}"));
        let run = desk.run(&["check", "--batch", &file, "--json"]).ended(1);
        assert_says(&run, what);
    }
    let empty = desk.write("empty", "");
    let run = desk.run(&["check", "--batch", &empty]).ended(1);
    assert_says(&run, "is empty; write one JSON object a line");
    let run = desk.run(&["check", "--batch", "nowhere.jsonl"]).ended(1);
    assert_says(&run, "no such file");
}
