//! Lines from outside: worked cases, bad lines, the same ticket written otherwise.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

/// Tickets with their clocks, one a line.
const CASES: &str = include_str!("../../../tests/corpus/sla/cases.jsonl");

/// The clocks of a line as JSON.
fn clocks(line: &str) -> Result<Value, Fault> {
    clocks_with(&Defaults::default(), line)
}

fn clocks_with(defaults: &Defaults, line: &str) -> Result<Value, Fault> {
    let ticket = Reader::new(defaults).read(line)?;
    let clocks = ticket.clocks(Switches::default(), false).read(ticket.now);
    let mut out = Vec::new();
    write_result(&mut out, &ticket.id, &clocks, None);
    Ok(serde_json::from_slice(&out).unwrap())
}

#[test]
fn worked_cases_come_out_as_they_are_published() {
    let mut count = 0;
    for line in CASES.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let result = clocks(line).unwrap();
        assert_eq!(result["id"], case["id"]);
        let wanted = case["expected"]["clocks"].as_array().unwrap();
        let got = result["clocks"].as_array().unwrap();
        assert_eq!(got.len(), wanted.len(), "{}", case["id"]);
        for (got, wanted) in got.iter().zip(wanted) {
            for (member, value) in wanted.as_object().unwrap() {
                // 75 and 75.0 are one number.
                let is_same = match (got[member].as_f64(), value.as_f64()) {
                    (Some(got), Some(wanted)) => (got - wanted).abs() < 1e-9,
                    _ => got[member] == *value,
                };
                assert!(is_same, "{} {member}: {got} {wanted}", case["id"]);
            }
        }
        count += 1;
    }
    assert!(count >= 40);
}

#[test]
fn members_stand_in_their_order() {
    let line = CASES.lines().next().unwrap();
    let defaults = Defaults::default();
    let ticket = Reader::new(&defaults).read(line).unwrap();
    let clocks = ticket.clocks(Switches::default(), true);
    let mut out = Vec::new();
    let why = vec![vec!["said \"so\"".to_owned()]];
    write_result(&mut out, &ticket.id, &clocks.read(ticket.now), Some(&why));
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "{\"id\":\"W1\",\"clocks\":[{\"metric\":\"first_reply\",\"instance\":1,\
         \"state\":\"achieved\",\"breached\":true,\"target_seconds\":3600,\
         \"business_hours\":true,\"started_at\":\"2026-04-24T14:30:00Z\",\
         \"due_at\":\"2026-04-27T07:30:00Z\",\"achieved_at\":\"2026-04-27T07:45:00Z\",\
         \"breached_at\":\"2026-04-27T07:30:00Z\",\"elapsed_minutes\":75,\
         \"remaining_minutes\":null,\"why\":[\"said \\\"so\\\"\"]}]}"
    );
}

/// A line that is right.
fn good() -> Value {
    json!({
        "id": "T1",
        "schedule": {"zone": "Europe/Berlin",
            "week": [{"day": "mon", "from": "09:00", "to": "24:00"}], "holidays": ["2026-05-01"]},
        "policy": {"metrics": [
            {"metric": "first_reply", "target_seconds": 3600, "business_hours": true}]},
        "events": [
            {"at": "2026-04-27T10:00:00+02:00", "kind": "created", "by": "end_user"},
            {"at": "2026-04-27T11:00:00+02:00", "kind": "comment", "by": "agent"}],
        "now": "2026-04-27T12:00:00Z",
        "unknown": {"members": ["are", "ignored"]}
    })
}

#[test]
fn a_wrong_member_is_named_with_its_cure() {
    clocks(&good().to_string()).unwrap();
    for (pointer, value, member, words) in [
        ("/id", json!([1]), "id", "is a list; write the ticket's id"),
        (
            "/now",
            json!("2026-02-30T10:00:00Z"),
            "now",
            "is no instant there is; write",
        ),
        (
            "/events",
            json!({}),
            "events",
            "expected a list in `events`",
        ),
        (
            "/events/0",
            json!(5),
            "events",
            "an object with at and kind",
        ),
        (
            "/events/1/at",
            json!("yesterday"),
            "events[1].at",
            "is no instant",
        ),
        (
            "/events/1/at",
            json!("2026-04-26T11:00:00Z"),
            "events[1]",
            "before the ticket is made",
        ),
        (
            "/events/1/kind",
            json!("coment"),
            "events[1].kind",
            "did you mean `comment`?",
        ),
        (
            "/events/1/kind",
            json!("created"),
            "events[1].kind",
            "created once",
        ),
        (
            "/events/1/by",
            json!("agnt"),
            "events[1].by",
            "did you mean `agent`?",
        ),
        (
            "/events/1/public",
            json!("yes"),
            "events[1].public",
            "write true or false",
        ),
        (
            "/events/1/status",
            json!("opne"),
            "events[1].status",
            "did you mean `open`?",
        ),
        (
            "/events/0/priority",
            json!("hgih"),
            "events[0].priority",
            "did you mean `high`?",
        ),
        (
            "/schedule/zone",
            json!("Europe/Berlim"),
            "schedule.zone",
            "mean \"Europe/Berlin\"?",
        ),
        (
            "/schedule/zone",
            json!("berlin"),
            "schedule.zone",
            "mean \"Europe/Berlin\"?",
        ),
        (
            "/schedule/week/0/day",
            json!("mno"),
            "schedule.week[0].day",
            "did you mean `mon`?",
        ),
        (
            "/schedule/week/0/to",
            json!("24:01"),
            "schedule.week[0].to",
            "00:00 to 24:00",
        ),
        (
            "/schedule/week/0/to",
            json!("09:00"),
            "schedule.week[0].to",
            "later than `from`",
        ),
        (
            "/schedule/holidays/0",
            json!("2026-02-30"),
            "schedule.holidays[0]",
            "a date that exists",
        ),
        (
            "/policy/metrics/0/metric",
            json!("first_replay"),
            "policy.metrics[0].metric",
            "did you mean `first_reply`?",
        ),
        (
            "/policy/metrics/0/target_seconds",
            json!(-60),
            "policy.metrics[0].target_seconds",
            "is -60; write whole seconds",
        ),
        (
            "/policy/metrics/0/business_hours",
            json!(null),
            "policy.metrics[0].business_hours",
            "is null; write true or false",
        ),
    ] {
        let mut line = good();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        match line.pointer_mut(parent).unwrap() {
            Value::Array(rows) => rows[name.parse::<usize>().unwrap()] = value,
            object => object[name] = value,
        }
        let fault = clocks(&line.to_string()).unwrap_err();
        assert_eq!(fault.member, member, "{fault}");
        assert!(fault.what.contains(words), "{fault}");
    }
}

#[test]
fn what_is_no_ticket_is_refused() {
    for (line, words) in [
        ("{", "is not JSON"),
        ("[]", "an object with id"),
        (
            "{\"id\":1,\"now\":\"2026-04-27T12:00:00Z\"}",
            "member `events`: missing field",
        ),
        ("{\"id\":1,\"id\":2}", "member `id`: duplicate field"),
    ] {
        let told = clocks(line).unwrap_err().to_string();
        assert!(told.contains(words), "{told}");
    }
    let mut line = good();
    let again = line["events"][1].clone();
    let events = line["events"].as_array_mut().unwrap();
    events.extend(std::iter::repeat_n(again, MAX_EVENTS));
    let told = clocks(&line.to_string()).unwrap_err().to_string();
    assert!(told.contains("more than 10000"), "{told}");
}

#[test]
fn a_line_without_policy_and_hours_takes_those_of_the_desk() {
    let page = json!([{"title": "VIP", "position": 1,
        "filter": {"all": [{"field": "current_tags", "operator": "includes", "value": "vip"},
            {"field": "custom_fields_17", "operator": "is", "value": "acq_1"}]},
        "policy_metrics": [{"priority": "high", "metric": "first_reply_time", "target": 60,
            "business_hours": true}]}]);
    let policies = crate::formats::zendesk::policies::read(page.to_string().as_bytes()).unwrap();
    let office = schedule::read(&good()["schedule"].to_string()).unwrap();
    let defaults = Defaults {
        policies,
        schedule: None,
        office: Some(Arc::new(office)),
    };
    let mut line = good();
    line.as_object_mut().unwrap().remove("policy");
    line.as_object_mut().unwrap().remove("schedule");
    line["events"][0]["priority"] = json!("high");
    let count = |line: &Value| {
        let result = clocks_with(&defaults, &line.to_string()).unwrap();
        result["clocks"].as_array().unwrap().len()
    };
    assert_eq!(count(&line), 0);
    line["ticket"] = json!({"tags": "vip new", "custom_fields": [{"id": 17, "value": "acq_1"}]});
    assert_eq!(count(&line), 1);
    line["ticket"] = json!({"tags": ["vip"], "custom_fields": {"17": "acq_1"}});
    assert_eq!(count(&line), 1);
    // Created on Monday 27 April 10:00 in Berlin, whose hours begin at nine.
    let result = clocks_with(&defaults, &line.to_string()).unwrap();
    assert_eq!(result["clocks"][0]["due_at"], "2026-04-27T09:00:00Z");
    line["ticket"] = json!({"tags": 5.5, "status": "opne"});
    let fault = clocks_with(&defaults, &line.to_string()).unwrap_err();
    assert_eq!(fault.member, "ticket.status");
}

#[test]
fn what_is_kept_of_lines_has_an_end() {
    let defaults = Defaults::default();
    let mut reader = Reader::new(&defaults);
    for number in 0..=MAX_KEPT {
        let mut line = good();
        line["policy"]["metrics"][0]["target_seconds"] = json!(number);
        let ticket = reader.read(&line.to_string()).unwrap();
        let first = ticket.targets.unwrap().goals()[0].target.seconds;
        assert_eq!(usize::try_from(first).unwrap(), number);
    }
    assert_eq!(reader.shared.policies.0.len(), 1);
    assert_eq!(reader.shared.schedules.0.len(), 1);
}

proptest! {
    // Each case is every ticket of the corpus, twice.
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn another_offset_is_the_same_instant(minutes in -1_439_i32..1_440) {
        let offset = chrono::FixedOffset::east_opt(minutes * 60).unwrap();
        for line in CASES.lines() {
            let mut case: Value = serde_json::from_str(line).unwrap();
            let moved = |value: &Value| {
                let at = chrono::DateTime::parse_from_rfc3339(value.as_str().unwrap()).unwrap();
                json!(at.with_timezone(&offset).to_rfc3339())
            };
            let as_written = clocks(line).unwrap();
            case["now"] = moved(&case["now"]);
            for event in case["events"].as_array_mut().unwrap() {
                event["at"] = moved(&event["at"]);
            }
            prop_assert_eq!(clocks(&case.to_string()).unwrap(), as_written);
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_survived(text in any::<String>(), cut in any::<prop::sample::Index>()) {
        drop(clocks(&text));
        let line = good().to_string();
        let cut = cut.index(line.len());
        drop(clocks(line.get(..cut).unwrap_or_default()));
    }
}
