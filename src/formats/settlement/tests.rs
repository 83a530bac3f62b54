use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::Calculator;
use crate::config::Config;
use crate::domain::calendar::Calendars;
use crate::formats::batch::Fault;

const CASES: &str = include_str!("../../../tests/corpus/settlement/cases.jsonl");

/// The bundled calendars, which take some time to read.
static CALENDARS: LazyLock<Calendars> = LazyLock::new(|| Config::default().calendars().unwrap());

fn calculate(text: &str) -> Result<Vec<Value>, Fault> {
    let mut calculator = Calculator::new(&CALENDARS);
    let lines = text.lines().filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let answer = calculator.answer(line.as_bytes())?;
            Ok(serde_json::to_value(answer).unwrap())
        })
        .collect()
}

fn answers(text: &str) -> Vec<Value> {
    calculate(text).unwrap()
}

fn refused(text: &str) -> String {
    let fault = calculate(text).unwrap_err();
    match fault.cure {
        Some(cure) => format!("{}; {cure}", fault.what),
        None => fault.what,
    }
}

/// The first case of a kind.
fn case(kind: &str) -> Value {
    let mut cases = CASES
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    cases.find(|case: &Value| case["kind"] == kind).unwrap()
}

#[test]
fn every_worked_case_comes_out() {
    let answers = answers(CASES);
    let cases: Vec<Value> = CASES
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!((answers.len(), cases.len()), (74, 74));
    for (case, mut answer) in cases.into_iter().zip(answers) {
        let id = answer.as_object_mut().unwrap().remove("id").unwrap();
        assert_eq!(id, case["id"]);
        assert_eq!(answer, case["expected"], "{case:#}");
    }
}

#[test]
fn what_cannot_be_is_refused_with_its_member_and_cure() {
    for (kind, pointer, value, expected) in [
        (
            "lag",
            "/kind",
            json!("lga"),
            "`kind`: there is no kind `lga`; did you mean lag?",
        ),
        (
            "lag",
            "/id",
            json!([1]),
            "`id`: expected a string, found a list",
        ),
        (
            "lag",
            "/input",
            json!(7),
            "`input`: expected an object, found a number",
        ),
        (
            "lag",
            "/input/captured_at",
            json!("2026-02-30T10:00:00Z"),
            "`input.captured_at`: `2026-02-30T10:00:00Z` is no instant; write date",
        ),
        (
            "lag",
            "/input/captured_at",
            json!("2026-04-02T16:00:00"),
            "`input.captured_at`",
        ),
        (
            "lag",
            "/input/captured_at",
            json!(null),
            "`input.captured_at`: is missing; add it",
        ),
        (
            "lag",
            "/input/cutoff/time",
            json!("25:00"),
            "`input.cutoff.time`: `25:00` is no time of day; write it as 16:00",
        ),
        (
            "lag",
            "/input/cutoff/tz",
            json!("Europe/Amsterdm"),
            "`input.cutoff.tz`: there is no time zone `Europe/Amsterdm`; did you mean Europe/Amsterdam?",
        ),
        (
            "lag",
            "/input/calendars",
            json!([]),
            "`input.calendars`: the list is empty; name a calendar",
        ),
        (
            "lag",
            "/input/calendars",
            json!(["T3"]),
            "`input.calendars`: there is no calendar T3; did you mean T2?",
        ),
        (
            "lag",
            "/input/calendars",
            json!("T2"),
            "`input.calendars`: expected a list, found a string",
        ),
        (
            "lag",
            "/input/lag/n",
            json!(-1),
            "`input.lag.n`: -1 cannot be; write a number from 0 to 366",
        ),
        (
            "lag",
            "/input/lag/n",
            json!(1.5),
            "`input.lag.n`: 1.5 is no whole number",
        ),
        (
            "lag",
            "/input/lag/n",
            json!("1"),
            "`input.lag.n`: expected a whole number, found a string",
        ),
        (
            "lag",
            "/input/lag/unit",
            json!("days"),
            "`input.lag.unit`: `days` is no unit of days; write business or calendar",
        ),
        (
            "lag",
            "/input/roll_trade_date",
            json!("yes"),
            "`input.roll_trade_date`: expected true or false",
        ),
        (
            "billing_cycle",
            "/input/cycle",
            json!("yearly"),
            "`input.cycle`: `yearly` is no billing cycle; write daily",
        ),
        (
            "billing_cycle",
            "/input/tz",
            json!("CEST"),
            "`input.tz`: there is no time zone `CEST`",
        ),
        (
            "billing_cycle",
            "/input/settlement_lag_t2_days",
            json!(-1),
            "`input.settlement_lag_t2_days`: -1 cannot be",
        ),
        (
            "threshold",
            "/input/currency",
            json!("EUX"),
            "`input.currency`: `EUX` is no active currency of ISO 4217; did you mean EUR?",
        ),
        (
            "threshold",
            "/input/minimum_payout",
            json!(-1),
            "`input.minimum_payout`: -1 is below zero",
        ),
        (
            "threshold",
            "/input/net_by_settlement_date/1",
            json!(["2026-02-29", 1]),
            "`input.net_by_settlement_date[1]`: `2026-02-29` is no date; write a day that exists",
        ),
        (
            "threshold",
            "/input/net_by_settlement_date/1",
            json!(["2026-02-01", 9_223_372_036_854_775_808_u64]),
            "`input.net_by_settlement_date[1]`: 9223372036854775808 is larger",
        ),
        (
            "threshold",
            "/input/net_by_settlement_date/1",
            json!(["2026-02-01"]),
            "`input.net_by_settlement_date[1]`: expected a list of 2 values",
        ),
        (
            "threshold",
            "/input/payout_schedule/iso_weekday",
            json!(0),
            "`input.payout_schedule.iso_weekday`: 0 is no weekday; write 1",
        ),
        (
            "threshold",
            "/input/payout_schedule/iso_weekday",
            json!(8),
            "`input.payout_schedule.iso_weekday`: 8 is no weekday",
        ),
        (
            "threshold",
            "/input/payout_schedule/type",
            json!("weakly"),
            "`input.payout_schedule.type`: `weakly` is no payout schedule; did you mean weekly?",
        ),
        (
            "threshold",
            "/input/payout_schedule/adjust",
            json!("next"),
            "`input.payout_schedule.adjust`: `next` is no way",
        ),
        (
            "threshold",
            "/input/payout_schedule",
            json!({"type": "monthly", "day": 0}),
            "`input.payout_schedule.day`: 0 is no day of a month; write a number from 1 to 31",
        ),
        (
            "threshold",
            "/input/payout_schedule",
            json!({"type": "monthly", "day": 32}),
            "`input.payout_schedule.day`: 32 is no day",
        ),
        (
            "threshold",
            "/input/payout_schedule",
            json!({"type": "twice_weekly", "iso_weekdays": [2]}),
            "`input.payout_schedule.iso_weekdays`: expected a list of two",
        ),
        (
            "threshold",
            "/input/payout_schedule",
            json!({"type": "twice_weekly", "iso_weekdays": [2, 2]}),
            "`input.payout_schedule.iso_weekdays`: 2 is named twice",
        ),
        (
            "reserve",
            "/input/reserve_basis_points",
            json!(10_001),
            "`input.reserve_basis_points`: 10001 cannot be",
        ),
        (
            "reserve",
            "/input/hold_days",
            json!(-1),
            "`input.hold_days`: -1 cannot be",
        ),
        (
            "reserve",
            "/input/batches/0",
            json!(["2026-06-30", 1e300, 0]),
            "`input.batches[0]`: 1e+300 is no whole number of 64 bits",
        ),
        (
            "reserve",
            "/input/batches/0",
            json!(["2026-06-30", i64::MIN, 1]),
            "`input.batches[0]`: gross less fees",
        ),
        (
            "reserve",
            "/input/batches",
            json!({}),
            "`input.batches`: expected a list, found an object",
        ),
    ] {
        let mut case = case(kind);
        *case.pointer_mut(pointer).unwrap() = value;
        let said = refused(&case.to_string());
        let start = format!("member {expected}");
        assert!(said.starts_with(&start), "{said}\n{start}");
        assert!(!said.contains('\n'));
    }
}

#[test]
fn a_slip_in_an_optional_member_is_not_overlooked() {
    let mut slip = case("lag");
    slip["input"]["payout_shedule"] = json!({"type": "daily"});
    let said = refused(&slip.to_string());
    assert!(said.ends_with("member `input.payout_shedule`: there is no such member; did you mean `payout_schedule`?"), "{said}");
    slip["input"]
        .as_object_mut()
        .unwrap()
        .remove("payout_shedule");
    slip["input"]["merchant"] = json!("anybody");
    slip["note"] = json!(null);
    assert_eq!(answers(&slip.to_string()).len(), 1);
}

#[test]
fn a_member_that_stands_twice_is_refused() {
    let twice = case("lag")
        .to_string()
        .replacen("\"n\":", "\"n\":9,\"n\":", 1);
    assert!(twice.contains("\"n\":9"), "{twice}");
    assert!(
        refused(&twice).contains("member `n` stands twice"),
        "{}",
        refused(&twice)
    );
}

#[test]
fn lines_that_are_none_are_refused() {
    assert!(refused("{\"id\":").starts_with("is no JSON object: EOF"));
    for other in ["[1]", "7", "null", "[1, \"lag\", {}]"] {
        let said = refused(other);
        assert!(said.starts_with("is no JSON object; write"), "{said}");
    }
}

#[test]
fn a_year_outside_the_data_is_refused_with_calendar_and_years() {
    let mut late = case("lag");
    late["input"]["calendars"] = json!(["SG", "T2"]);
    late["input"]["captured_at"] = json!("2028-12-29T12:00:00Z");
    late["input"]["lag"]["n"] = json!(2);
    let said = refused(&late.to_string());
    assert!(
        said.contains("member `input.captured_at`: calendar SG knows 2025 to 2028, not 2029"),
        "{said}"
    );
    late["input"]["captured_at"] = json!("9999-12-31T23:59:59Z");
    assert!(refused(&late.to_string()).contains("is no instant"));
}

#[test]
fn what_may_be_left_out_has_its_default() {
    let line = |input: Value| json!({"id": 1, "kind": "lag", "input": input}).to_string();
    // No cut-off: 24:00 in the zone of the first calendar, in which it is the next day already.
    let input = json!({"captured_at": "2026-04-02T20:00:00.250Z", "calendars": ["JP-BANK", "T2"],
        "lag": {"n": 0, "unit": "business"}, "payout_schedule": {"type": "daily"}});
    let expected = json!([{"id": 1, "local_capture": "2026-04-03T05:00:00.250+09:00",
        "trade_date": "2026-04-03", "effective_trade_date": "2026-04-07",
        "settlement_date": "2026-04-07", "payout_date": "2026-04-07"}]);
    assert_eq!(Value::Array(answers(&line(input))), expected);
    // Just before the cut-off by a fraction of a second, and no offset is +00:00.
    let input = json!({"captured_at": "2026-04-01T16:59:59.999999Z",
        "cutoff": {"time": "17:00", "tz": "UTC"}, "calendars": ["T2"],
        "lag": {"n": 1, "unit": "calendar"}, "roll_trade_date": false, "payout_schedule": null});
    let expected = json!([{"id": 1, "local_capture": "2026-04-01T16:59:59.999999+00:00",
        "trade_date": "2026-04-01", "effective_trade_date": "2026-04-01",
        "settlement_date": "2026-04-02"}]);
    assert_eq!(Value::Array(answers(&line(input))), expected);
    let input = json!({"minimum_payout": 0, "net_by_settlement_date": [],
        "payout_schedule": {"type": "last_business_day"}, "payout_calendars": ["T2"]});
    let nothing = json!({"id": "x", "kind": "threshold", "input": input}).to_string();
    let expected = json!([{"id": "x", "runs": [], "closing_balance": 0}]);
    assert_eq!(Value::Array(answers(&nothing)), expected);
}

proptest! {
    #[test]
    fn any_spelling_of_the_capture_gives_the_same_answer(at in 0usize..68, hours in -11i32..=13) {
        let mut captures = CASES.lines().filter(|line| line.contains("captured_at"));
        let mut case: Value = serde_json::from_str(captures.nth(at).unwrap()).unwrap();
        let captured = case["input"]["captured_at"].as_str().unwrap();
        let captured = chrono::DateTime::parse_from_rfc3339(captured).unwrap();
        let offset = chrono::FixedOffset::east_opt(hours * 3600 + 1800).unwrap();
        case["input"]["captured_at"] = json!(captured.with_timezone(&offset).to_rfc3339());
        let mut answer = answers(&case.to_string()).remove(0);
        answer.as_object_mut().unwrap().remove("id");
        prop_assert_eq!(&answer, &case["expected"]);
    }

    #[test]
    fn any_line_is_survived(text in any::<String>(), at in 0usize..74, cut in 0usize..400) {
        let line = CASES.lines().nth(at).unwrap();
        let cut = line.get(..cut.min(line.len())).unwrap_or_default();
        for text in [text.as_str(), cut] {
            drop(Calculator::new(&Calendars::default()).answer(text.as_bytes()));
        }
    }
}
