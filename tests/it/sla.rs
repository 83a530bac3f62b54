//! `paydesk sla` from outside.

use serde_json::{Value, json};

use crate::desk::Desk;

/// Name of the configuration in the desk's folder.
const CONFIG: &str = "config.toml";
const CASES: &str = include_str!("../corpus/sla/cases.jsonl");

fn line() -> Value {
    json!({"id": 17, "events": [
            {"at": "2026-04-27T10:00:00+02:00", "kind": "created", "by": "end_user",
             "priority": "high"},
            {"at": "2026-04-27T12:30:00+02:00", "kind": "comment", "by": "agent"}],
        "now": "2026-04-27T12:00:00Z", "ticket": {"tags": ["vip"]}})
}

#[test]
fn a_batch_gives_the_clocks_of_each_line_in_order() {
    let desk = Desk::new();
    let path = desk.write("cases.jsonl", &format!("\u{feff}\n{CASES}\n  \n"));
    let run = desk.run(&["sla", "--batch", &path]).ended(0);
    let results = run.json()["results"].as_array().unwrap().clone();
    let cases = CASES
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let cases: Vec<Value> = cases.collect();
    assert_eq!(results.len(), cases.len());
    for (result, case) in results.iter().zip(&cases) {
        assert_eq!(result["id"], case["id"]);
    }
    let piped = desk.run_with_input(&["sla", "--batch", "-"], CASES.as_bytes());
    assert_eq!(piped.ended(0).out, run.out);
}

#[test]
fn every_clock_says_why_if_asked() {
    let desk = Desk::new();
    let path = desk.write("cases.jsonl", CASES);
    let run = desk.run(&["sla", "--batch", &path, "--why"]).ended(0);
    let first = &run.json()["results"][0]["clocks"][0];
    let why: Vec<_> = first["why"]
        .as_array()
        .unwrap()
        .iter()
        .map(|w| w.as_str().unwrap())
        .collect();
    assert_eq!(
        why[0],
        "first reply started Fri 24 Apr 16:30 with the client's message"
    );
    assert!(
        why[1].starts_with("due Mon 27 Apr 09:30: 60 business minutes"),
        "{why:?}"
    );
}

#[test]
fn policies_and_schedule_come_from_the_configuration() {
    let desk = Desk::new();
    desk.write(
        CONFIG,
        "[desk]\nzone = \"Europe/Berlin\"\n[[policies]]\nname = \"VIP\"\n\
         all = [\"tags includes vip\"]\ntargets = [\"first_reply high 2h business\"]\n",
    );
    let path = desk.write("line.jsonl", &line().to_string());
    let clock = |desk: &Desk| {
        let run = desk
            .run(&["sla", "--config", CONFIG, "--batch", &path])
            .ended(0);
        run.json()["results"][0]["clocks"][0].clone()
    };
    let first = clock(&desk);
    assert_eq!(first["target_seconds"], 7_200);
    assert_eq!(first["due_at"], "2026-04-27T10:00:00Z");
    assert_eq!(
        (&first["breached"], &first["elapsed_minutes"]),
        (&json!(true), &json!(150))
    );

    desk.write(
        CONFIG,
        "[desk]\nschedule = \"lunch\"\n[schedules.lunch]\nzone = \"Europe/Berlin\"\n\
         mon = \"12:00-13:00\"\n[[policies]]\nname = \"All\"\n\
         targets = [\"first_reply 2h business\"]\n",
    );
    assert_eq!(clock(&desk)["due_at"], "2026-05-04T11:00:00Z");
    assert_eq!(clock(&desk)["elapsed_minutes"], 30);
}

#[test]
fn a_switch_of_the_configuration_holds() {
    let desk = Desk::new();
    let mut line = line();
    line["policy"] = json!({"metrics": [
        {"metric": "first_reply", "target_seconds": 600, "business_hours": false}]});
    line["events"][1] = json!({"at": "2026-04-27T09:00:00Z", "kind": "status", "status": "solved"});
    let path = desk.write("line.jsonl", &line.to_string());
    let state = |desk: &Desk| {
        let run = desk
            .run(&["sla", "--config", CONFIG, "--batch", &path])
            .ended(0);
        run.json()["results"][0]["clocks"][0]["state"].clone()
    };
    desk.write(CONFIG, "");
    assert_eq!(state(&desk), "achieved");
    desk.write(CONFIG, "[sla]\nsolve_drops_replies = true\n");
    assert_eq!(state(&desk), "cancelled");
}

#[test]
fn policies_and_schedules_of_zendesk_are_read_and_listed() {
    let desk = Desk::new();
    let policies = json!({"sla_policies": [
        {"title": "Other", "position": 2, "filter": {"all": [
            {"field": "via_id", "operator": "is", "value": "4"}], "any": []},
         "policy_metrics": []},
        {"title": "VIP", "position": 1, "filter": {"all": [
            {"field": "current_tags", "operator": "includes", "value": "vip"}], "any": []},
         "policy_metrics": [{"priority": "high", "metric": "first_reply_time", "target": 60,
            "target_in_seconds": 3600, "business_hours": true}]}]});
    let schedules = json!({"schedules": [{"name": "Office", "time_zone": "Berlin",
        "intervals": [{"start_time": 1980, "end_time": 2460}]}]});
    let policies = desk.write("policies.json", &policies.to_string());
    let schedules = desk.write("schedules.json", &schedules.to_string());
    let sources = ["--policies", &policies, "--schedules", &schedules];
    let run = desk
        .run(&[&["sla", "policies"], &sources[..]].concat())
        .ended(0);
    let lines: Vec<_> = run.out.lines().collect();
    assert_eq!(
        lines,
        [
            "1. VIP",
            "   first reply within 60 business minutes, high priority",
            "2. Other",
            "   not understood, so it never applies: field `via_id`",
        ]
    );
    let run = desk
        .run(&[&["sla", "policies", "--json"], &sources[..]].concat())
        .ended(0);
    let listed = run.json();
    assert_eq!(listed["policies"][0]["targets"][0]["metric"], "first_reply");
    assert_eq!(
        listed["policies"][1]["not_understood"],
        json!(["field `via_id`"])
    );
    assert_eq!(listed["schedule"]["week"], json!(["mon 09:00-17:00"]));
    let path = desk.write("line.jsonl", &line().to_string());
    let run = desk
        .run(&[&["sla", "--batch", &path], &sources[..]].concat())
        .ended(0);
    assert_eq!(
        run.json()["results"][0]["clocks"][0]["due_at"],
        "2026-04-27T09:00:00Z"
    );
}

#[test]
fn a_bad_line_is_named_and_nothing_is_printed() {
    let desk = Desk::new();
    let good = CASES.lines().next().unwrap();
    let mut bad = line();
    bad["events"][1]["kind"] = json!("coment");
    let cases = [
        (
            format!("{good}\n\n{bad}\n"),
            "line 3: member `events[1].kind`: no kind is called \"coment\"; did you mean `comment`?",
        ),
        (format!("{good}\n{{\"id\":"), "line 2: is not JSON"),
        (
            format!("{}\n", "x".repeat(1024 * 1024 + 9)),
            "line 1: is longer than 1 MiB",
        ),
        (String::new(), "is empty; write one JSON object a line"),
        (
            " \n\n".to_owned(),
            "has no line; write one JSON object a line",
        ),
    ];
    for (text, words) in cases {
        let path = desk.write("bad.jsonl", &text);
        let run = desk.run(&["sla", "--batch", &path]).ended(1);
        assert_eq!(run.out, "");
        assert_eq!(run.err.lines().count(), 1, "{run:#?}");
        assert!(
            run.err.contains(&path) && run.err.contains(words),
            "{run:#?}"
        );
    }
    let missing = desk.run(&["sla", "--batch", "no-such-file.jsonl"]).ended(1);
    assert!(missing.err.contains("no such file"), "{missing:#?}");
    desk.run(&["sla"]).ended(2);
    let path = desk.write("empty.json", "{\"tickets\": []}");
    let run = desk.run(&["sla", "policies", "--policies", &path]).ended(1);
    assert!(run.err.contains("has no `sla_policies`"), "{run:#?}");
}

#[test]
fn a_schedule_that_does_not_exist_is_found_by_the_check() {
    let desk = Desk::new();
    desk.write(
        CONFIG,
        "[desk]\nschedule = \"ofice\"\n[schedules.office]\nmon = \"09:00-17:00\"\n",
    );
    let run = desk.run(&["config", "check", "--config", CONFIG]).ended(3);
    assert!(run.out.contains("did you mean \"office\"?"), "{run:#?}");
}
