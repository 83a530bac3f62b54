//! The data of the trade on the command line: calendars and payment methods.

use serde_json::{Value, json};

use crate::desk::{Desk, assert_says};

#[test]
fn calendars_are_listed_with_what_is_known_of_them() {
    let desk = Desk::new();
    let list = desk.run(&["calendar", "list"]).ended(0);
    let lines = list.out.lines().count();
    assert!(list.out.starts_with("CODE "), "{list:#?}");
    let list = desk.run(&["calendar", "list", "--json"]).ended(0).json();
    let all = list["calendars"].as_array().unwrap();
    assert!(all.len() >= 45);
    assert_eq!(lines, all.len() + 1);
    let of = |code: &str| all.iter().find(|one| one["code"] == code).unwrap();
    assert_eq!(of("T2")["years"], Value::Null);
    assert_eq!(of("PE")["years"], json!([2025, 2028]));
    assert_eq!(of("SA")["weekend"], json!(["fri", "sat"]));
    assert_eq!(of("CH-SIC")["confidence"], "unsourced_typical");
}

#[test]
fn a_calendar_shows_its_holidays_of_this_year_or_another() {
    let desk = Desk::new();
    let now = desk.run(&["calendar", "show", "pl"]).ended(0);
    assert!(
        now.out.starts_with("PL  Poland public holidays\n"),
        "{now:#?}"
    );
    assert!(
        now.out.contains("2026-12-24  Thu  Christmas Eve\n"),
        "{now:#?}"
    );
    assert!(
        now.out
            .contains("2026-08-15  Sat  Assumption Day  (weekend)\n"),
        "{now:#?}"
    );
    let wide = now.out.lines().find(|line| line.chars().count() > 80);
    assert_eq!(wide, None);
    let args = ["calendar", "show", "CO", "--year", "2027", "--json"];
    let colombia = desk.run(&args).ended(0).json();
    assert_eq!(colombia["year"], 2027);
    let holidays = colombia["holidays"].as_array().unwrap();
    let expected = json!({
        "date": "2027-07-12", "name": "Day of Our Lady of the Rosary of Chiquinquirá (observed)",
        "weekday": "mon", "weekend": false, "worked": false,
    });
    assert!(holidays.contains(&expected), "{holidays:#?}");
    // New Year's Eve in London is New Year's Day in Tokyo.
    let args = [
        "calendar",
        "show",
        "JP-BANK",
        "--json",
        "--now",
        "2026-12-31T23:00:00Z",
    ];
    assert_eq!(desk.run(&args).ended(0).json()["year"], 2027);
}

#[test]
fn a_day_is_checked_against_one_calendar_or_several() {
    let desk = Desk::new();
    let open = desk
        .run(&["calendar", "check", "PL", "2026-04-03"])
        .ended(0);
    assert!(
        open.out
            .starts_with("2026-04-03 (Friday) is a business day of PL\n"),
        "{open:#?}"
    );
    let closed = desk
        .run(&["calendar", "check", "T2+PL", "2026-04-03"])
        .ended(3);
    let expected = "2026-04-03 (Friday) is no business day of T2 + PL: Good Friday (T2)\n\
        Previous  2026-04-02 (Thursday)\nNext      2026-04-07 (Tuesday)\n";
    assert_eq!(closed.out, expected);
    let args = ["calendar", "check", "t2+pl", "2026-04-03", "--json"];
    let expected = json!({
        "calendars": ["T2", "PL"], "date": "2026-04-03", "business_day": false,
        "why": "Good Friday (T2)", "previous": "2026-04-02", "next": "2026-04-07",
    });
    assert_eq!(desk.run(&args).ended(3).json(), expected);
    // The next business day lies in a year of which nothing is known.
    let edge = desk
        .run(&["calendar", "check", "PE", "2028-12-29"])
        .ended(0);
    assert!(
        edge.out.contains("Next      not known: calendar PE knows"),
        "{edge:#?}"
    );
    let json = desk.run(&["calendar", "check", "PE", "2028-12-29", "--json"]);
    assert_eq!(json.ended(0).json()["next"], Value::Null);
}

#[test]
fn a_calendar_or_day_that_cannot_be_is_refused_in_one_line() {
    let desk = Desk::new();
    let run = |args: &[&str], code| desk.run(&[&["calendar"], args].concat()).ended(code);
    assert_says(&run(&["show", "MX-CNVB"], 1), "did you mean MX-CNBV?");
    assert_says(
        &run(&["check", "T2+XX-NONE", "2026-01-02"], 1),
        "there is no calendar XX-NONE",
    );
    assert_says(
        &run(&["check", "T2+", "2026-01-02"], 1),
        "write it as T2 or T2+PL",
    );
    let outside = "calendar PE knows 2025 to 2028, not 2029";
    assert_says(&run(&["check", "PE", "2029-01-02"], 1), outside);
    assert_says(&run(&["check", "T2+PE", "2029-01-02"], 1), outside);
    assert_says(
        &run(&["show", "PE", "--year", "2024"], 1),
        "knows 2025 to 2028, not 2024",
    );
    assert_says(
        &run(&["show", "T2", "--year", "2200"], 1),
        "knows 1900 to 2199",
    );
    for date in ["2026-02-30", "2026-13-01", "tomorrow", "2026-1-1x", ""] {
        let run = run(&["check", "T2", date], 2);
        assert!(run.err.contains("write it as 2026-04-27"), "{run:#?}");
    }
    assert!(run(&["show", "T2", "--year", "next"], 2).out.is_empty());
}

#[test]
fn a_configuration_adds_to_calendars_and_methods() {
    let desk = Desk::new();
    let config = desk.write(
        "config.toml",
        "[calendars.PL]\nholidays = [\"2026-04-24 Company day\"]\n\
         [calendars.ACME]\nworked = \"2026-04-25\"\n\
         [methods.blik]\nsettlement_lag = \"2b\"\n[methods.acmepay]\nname = \"AcmePay\"\n",
    );
    let run = |args: &[&str]| desk.run(&[&["--config", &config], args].concat());
    let closed = run(&["calendar", "check", "PL", "2026-04-24"]).ended(3);
    assert!(closed.out.contains("Company day (PL)"), "{closed:#?}");
    run(&["calendar", "check", "acme", "2026-04-25"]).ended(0);
    run(&["calendar", "check", "acme", "2026-04-26"]).ended(3);
    let blik = run(&["method", "show", "blik", "--json"]).ended(0).json();
    let lag = &blik["settlement_lag"];
    assert_eq!(lag["value"], json!({"n": 2, "unit": "business"}));
    assert_eq!(lag["source"], "your configuration");
    assert_eq!(lag["alternatives"][0]["value"]["n"], 4);
    let text = run(&["method", "show", "blik"]).ended(0);
    assert!(
        text.out
            .contains("T+2 business days (your configuration)\n"),
        "{text:#?}"
    );
    let own = run(&["method", "list", "acme"]).ended(0);
    assert!(own.out.contains("acmepay  AcmePay"), "{own:#?}");
    let bad = desk.write("bad.toml", "[methods.blik]\nsettlement_lag = \"soon\"\n");
    let run = desk.run(&["--config", &bad, "method", "list"]).ended(2);
    assert_says(
        &run,
        "bad.toml line 2: `settlement_lag` in [methods.blik]: expected a lag",
    );
}

#[test]
fn methods_are_listed_by_what_they_have_in_common() {
    let desk = Desk::new();
    let all = desk.run(&["method", "list"]).ended(0);
    let listed = all.out.lines().count() - 1;
    assert!(listed >= 84);
    assert_eq!(all.err, format!("{listed} methods\n"));
    assert!(all.out.contains("\nblik "), "{all:#?}");
    let args = [
        "method",
        "list",
        "--country",
        "mx",
        "--flow",
        "voucher",
        "--json",
    ];
    let mexican = desk.run(&args).ended(0).json();
    assert_eq!(mexican["total"], 1);
    assert_eq!(mexican["methods"][0]["id"], "oxxo_pay");
    let closed = desk
        .run(&["method", "list", "--status", "closed", "--json"])
        .ended(0)
        .json();
    let ids = closed["methods"].as_array().unwrap().iter();
    let ids: Vec<_> = ids.map(|method| method["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["giropay", "payconiq", "sofort"]);
    let none = desk
        .run(&["method", "list", "--country", "KE", "--status", "closed"])
        .ended(0);
    assert_eq!(none.out.lines().count(), 1, "{none:#?}");
}

#[test]
fn a_method_shows_each_field_with_who_says_so() {
    let desk = Desk::new();
    let pix = desk.run(&["method", "show", "PIX"]).ended(0);
    for words in [
        "pix  Pix\n",
        "Calendar              BR-FEBRABAN (unsourced)\n",
        "or 0.01 BRL [",
        "\nChanges\n  1 October 2025: MED self-service button",
        "\nWhere sources disagree\n",
        "https://developerhub.ppro.com/global-api/docs/pix\n",
        "Not known             ",
    ] {
        assert!(pix.out.contains(words), "{words}: {pix:#?}");
    }
    let all = desk.run(&["method", "list", "--json"]).ended(0).json();
    for method in all["methods"].as_array().unwrap() {
        let id = method["id"].as_str().unwrap();
        for (field, value) in method.as_object().unwrap() {
            if let Some(field_of) = value.as_object() {
                let members: Vec<_> = field_of.keys().map(String::as_str).collect();
                assert_eq!(members, ["alternatives", "source", "value"], "{id}.{field}");
            }
        }
    }
    for id in ["blik", "klarna", "safetypay", "wero"] {
        let shown = desk.run(&["method", "show", id]).ended(0);
        let mut lines = shown.out.lines();
        // Addresses are never broken.
        let wide = lines.find(|line| line.chars().count() > 80 && !line.contains("https://"));
        assert_eq!(wide, None);
    }
}

#[test]
fn a_method_or_filter_that_cannot_be_is_refused_in_one_line() {
    let desk = Desk::new();
    let run = |args: &[&str], code| desk.run(&[&["method"], args].concat()).ended(code);
    assert_says(&run(&["show", "bancontct"], 1), "did you mean bancontact?");
    assert_says(&run(&["show", ""], 1), "there is no payment method");
    assert_says(
        &run(&["list", "--country", "Mexico"], 1),
        "write its two letters",
    );
    assert_says(
        &run(&["list", "--country", "XQ"], 1),
        "there is no country XQ",
    );
    assert_says(
        &run(&["list", "--flow", "vocher"], 1),
        "did you mean voucher?",
    );
    assert_says(
        &run(&["list", "--currency", "EURO"], 1),
        "did you mean EUR?",
    );
    let status = run(&["list", "--status", "liv"], 2);
    assert!(status.err.contains("did you mean live?"), "{status:#?}");
    let hostile = run(&["show", "a\u{1b}[2J\nb"], 1);
    assert_says(&hostile, "there is no payment method");
}
