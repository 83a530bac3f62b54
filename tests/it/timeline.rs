//! Timelines on the command line: the answer, its steps, what-if, batches, and what is refused.

use serde_json::{Value, json};

use crate::desk::{Desk, Run};

const CASES: &str = include_str!("../corpus/settlement/cases.jsonl");

const CLIENT: &str = r#"
[clients."Example Pay"]
currency = "EUR"
zone = "Europe/Amsterdam"
cut_off = "16:00"
billing = "weekly"
billing_lag = 1
payout = "weekly:fri"
payout_calendars = ["T2"]
reserve_basis_points = 500
reserve_hold_days = 180
[clients."Example Pay".methods.ideal]
lag = "2b"
percent = "1.45"
"#;

/// Refused: nothing on standard output, one line on standard error that says this.
#[track_caller]
fn assert_refused(run: Run, code: i32, said: &str) {
    let run = run.ended(code);
    assert_eq!(run.out, "");
    assert!(run.err.contains(said), "{run:#?}");
    if code == 1 {
        assert_eq!(run.err.lines().count(), 1, "{run:#?}");
    }
}

#[test]
fn an_answer_comes_first_and_its_reasons_below() {
    let desk = Desk::new();
    let config = desk.write("config.toml", CLIENT);
    let run = |args: &[&str]| {
        let start = ["--config", &config, "timeline", "ideal"];
        let client = ["--client", "example pay"];
        let args = [&start[..], &client[..], args];
        desk.run(&args.concat())
    };
    let said = run(&["--captured", "2026-04-02T16:00"]).ended(0).out;
    let lines: Vec<_> = said.lines().collect();
    assert_eq!(
        lines[0],
        "Captured Thu 2 Apr 2026 16:00 in Amsterdam: settles Thu 9 Apr 2026, paid out Fri 10 Apr \
         2026, in the account between Fri 10 Apr 2026 and Mon 13 Apr 2026."
    );
    assert!(lines.iter().skip(1).all(|line| line.starts_with("- ")));
    assert!(
        said.contains("Fri 3 Apr Good Friday (T2), Sat 4 Apr"),
        "{said}"
    );
    assert!(!said.contains('['), "a reply names no sources: {said}");
    let with_sources = run(&["--captured", "2026-04-02T16:00", "--sources"]);
    let with_sources = with_sources.ended(0).out;
    assert!(
        with_sources.contains("[contract of Example Pay]"),
        "{with_sources}"
    );

    for (language, start) in [
        (
            "es",
            "Capturado el jue 2 abr 2026 16:00 en Amsterdam: se liquida el jue 9 abr 2026",
        ),
        (
            "de",
            "Erfasst am Do 2. April 2026 16:00 in Amsterdam: abgewickelt am Do 9. April 2026",
        ),
        (
            "pt-BR",
            "Capturado em qui 2 abr 2026 16:00 em Amsterdam: liquida em qui 9 abr 2026",
        ),
    ] {
        let said = run(&["--captured", "2026-04-02T16:00", "--lang", language])
            .ended(0)
            .out;
        assert!(said.starts_with(start), "{said}");
    }
    let amount = run(&["--captured", "2026-04-02T14:00:00Z", "--amount", "1200"]);
    let amount = amount.ended(0).out;
    assert!(
        amount.contains(
            "1,200.00 EUR, less a fee of 17.40 EUR, less a reserve of 60.00 EUR, leaves 1,122.60 EUR."
        ),
        "{amount}"
    );
}

#[test]
fn json_has_the_members_of_the_contract() {
    let desk = Desk::new();
    let timeline = desk
        .run(&[
            "timeline",
            "IDEAL",
            "--captured",
            "2026-04-02T16:00:00+02:00",
            "--json",
        ])
        .ended(0)
        .json();
    for (member, expected) in [
        ("method", json!("ideal")),
        ("captured_at", json!("2026-04-02T14:00:00Z")),
        ("local_capture", json!("2026-04-02T16:00:00+02:00")),
        ("trade_date", json!("2026-04-02")),
        ("effective_trade_date", json!("2026-04-02")),
        ("settlement_date", json!("2026-04-07")),
        ("billing_date", Value::Null),
        ("payout_date", Value::Null),
        ("expected_credit", Value::Null),
        ("client", Value::Null),
    ] {
        assert_eq!(timeline.get(member), Some(&expected), "{member}");
    }
    let steps = timeline["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 6);
    for step in steps {
        let mut members: Vec<_> = step.as_object().unwrap().keys().collect();
        members.sort();
        assert_eq!(members, ["date", "rule", "source", "why"]);
        assert!(step["source"].is_string());
    }
    // The clock of this run, when no capture is named.
    let now = desk.run(&["timeline", "pix", "--json"]).ended(0).json();
    assert_eq!(now["captured_at"], json!("2026-04-27T08:47:00Z"));
    assert_eq!(now["local_capture"], json!("2026-04-27T05:47:00-03:00"));
}

#[test]
fn flags_go_before_what_is_on_file() {
    let desk = Desk::new();
    let timeline = desk
        .run(&[
            "timeline",
            "blik",
            "--captured",
            "2026-04-02 16:00",
            "--tz",
            "Europe/Warsaw",
            "--cutoff",
            "15:30",
            "--lag",
            "1c",
            "--calendar",
            "T2,PL",
            "--no-roll",
            "--payout",
            "monthly:31",
            "--adjust",
            "modified_following",
            "--payout-calendar",
            "US-FED",
            "--billing",
            "monthly",
            "--billing-lag",
            "2",
            "--json",
        ])
        .ended(0)
        .json();
    assert_eq!(timeline["trade_date"], json!("2026-04-03"));
    assert_eq!(timeline["effective_trade_date"], json!("2026-04-03"));
    assert_eq!(timeline["settlement_date"], json!("2026-04-07"));
    assert_eq!(timeline["billing_date"], json!("2026-05-04"));
    assert_eq!(
        timeline["billing_period"]["settlement_day"],
        json!("2026-05-06")
    );
    assert_eq!(timeline["payout_date"], json!("2026-05-29"));
    let credit = json!({"from": "2026-06-01", "to": "2026-06-02"});
    assert_eq!(timeline["expected_credit"], credit);
    assert_eq!(
        timeline["steps"][3]["source"],
        json!("given on the command line")
    );
}

#[test]
fn a_local_time_that_a_change_of_the_clock_makes_odd_is_remarked() {
    let desk = Desk::new();
    for (local, utc, remark) in [
        (
            "2026-10-25T02:30",
            "2026-10-25T00:30:00Z",
            "occurs twice in Europe/Berlin",
        ),
        (
            "2026-03-29T02:30",
            "2026-03-29T01:00:00Z",
            "does not exist in Europe/Berlin",
        ),
    ] {
        let run = desk
            .run(&["timeline", "eps", "--captured", local, "--json"])
            .ended(0);
        assert_eq!(run.json()["captured_at"], json!(utc));
        assert!(run.err.contains(remark), "{run:#?}");
    }
}

#[test]
fn a_batch_answers_every_line_with_the_members_of_its_kind() {
    let desk = Desk::new();
    let file = desk.write("cases.jsonl", CASES);
    let answers = desk.run(&["timeline", "--batch", &file]).ended(0).json();
    let piped = desk.run_with_input(&["timeline", "--batch", "-"], CASES.as_bytes());
    assert_eq!(piped.ended(0).json(), answers);
    let answers = answers["results"].as_array().unwrap();
    assert_eq!(answers.len(), 74);
    for (line, answer) in CASES.lines().zip(answers) {
        let case: Value = serde_json::from_str(line).unwrap();
        let mut expected = case["expected"].clone();
        expected["id"] = case["id"].clone();
        assert_eq!(answer, &expected);
    }
}

#[test]
fn a_batch_that_cannot_be_is_refused_whole() {
    let desk = Desk::new();
    let good = CASES.lines().next().unwrap();
    let bad = good.replace("\"n\": 2", "\"n\": -2");
    for (text, said) in [
        (
            format!("{good}\n{bad}\n"),
            "bad.jsonl line 2: member `input.lag.n`: -2 cannot be",
        ),
        (
            format!("{good}\n{{\"id\": 1"),
            "bad.jsonl line 2: is no JSON object",
        ),
        (String::new(), "bad.jsonl: is empty"),
    ] {
        let file = desk.write("bad.jsonl", &text);
        assert_refused(desk.run(&["timeline", "--batch", &file]), 1, said);
    }
    assert_refused(
        desk.run(&["timeline", "--batch", "none.jsonl"]),
        1,
        "no such file",
    );
}

#[test]
fn what_does_not_exist_is_refused_with_the_nearest() {
    let desk = Desk::new();
    let config = desk.write("config.toml", CLIENT);
    for (args, said) in [
        (
            vec!["idael"],
            "there is no payment method idael; did you mean ideal?",
        ),
        (
            vec!["ideal", "--tz", "Europe/Berlim"],
            "did you mean \"Europe/Berlin\"?",
        ),
        (
            vec!["ideal", "--client", "Exampel Pay"],
            "did you mean Example Pay?",
        ),
        (
            vec!["ideal", "--calendar", "T3"],
            "there is no calendar T3; did you mean T2?",
        ),
        (
            vec!["ideal", "--captured", "2026-02-30T10:00"],
            "`2026-02-30T10:00` is no time",
        ),
        (vec!["ideal", "--amount", "1,200.00"], "is no amount of EUR"),
        (vec!["ideal", "--amount", "1 EUX"], "did you mean EUR?"),
        (
            vec!["paynow", "--captured", "2029-01-02T10:00:00Z"],
            "calendar SG knows 2025 to 2028, not 2029",
        ),
        (
            vec!["giropay"],
            "giropay settles nothing any more: operation stopped by paydirekt at the end of 2024",
        ),
    ] {
        let args = [vec!["--config", &config, "timeline"], args].concat();
        assert_refused(desk.run(&args), 1, said);
    }
    for args in [
        vec!["timeline"],
        vec!["timeline", "ideal", "--payout", "fri"],
        vec!["timeline", "ideal", "--cutoff", "4pm"],
        vec!["timeline", "ideal", "--lang", "fr"],
        vec!["timeline", "--batch", "x", "--lag", "2b"],
    ] {
        assert_refused(desk.run(&args), 2, "error: ");
    }
}

#[test]
fn terms_that_name_what_is_not_there_are_found_by_the_check() {
    let desk = Desk::new();
    for (from, to, said) in [
        (
            "\"T2\"",
            "\"T3\"",
            "`payout_calendars`: there is no calendar T3; did you mean T2?",
        ),
        (
            "methods.ideal",
            "methods.idael",
            "[clients.\"Example Pay\".methods.idael]: there is no payment method idael; did you \
             mean ideal?",
        ),
    ] {
        let config = desk.write("config.toml", &CLIENT.replace(from, to));
        let run = desk.run(&["--config", &config, "config", "check"]);
        assert!(
            run.code != 0 && (run.out.contains(said) || run.err.contains(said)),
            "{run:#?}"
        );
    }
    let config = desk.write("config.toml", &CLIENT.replace("\"T2\"", "\"T3\""));
    let args = [
        "--config",
        &config,
        "timeline",
        "ideal",
        "--client",
        "Example Pay",
    ];
    assert_refused(
        desk.run(&args),
        1,
        "there is no calendar T3; did you mean T2?",
    );
}
