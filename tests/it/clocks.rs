//! Clocks of tickets from outside: in the list, on a ticket, after a command, after a changed policy.

use serde_json::{Value, json};

use crate::desk::{Desk, Run};

/// Name of the configuration in the desk's folder.
const CONFIG: &str = "config.toml";

/// The case of a client who wrote on Monday 27 April at 10:00 in Berlin, was answered at 10:30 and
/// asked again at 10:40; and of another who has no priority yet.
fn exports(desk: &Desk) -> Vec<String> {
    let ticket = |id: u64, status: &str, priority: Value, tags: Value| {
        json!({"id": id, "subject": "Refund missing", "description": "Where is it?",
            "status": status, "priority": priority, "requester_id": 7001, "tags": tags,
            "group_id": 502, "created_at": "2026-04-27T08:00:00Z", "updated_at": "2026-04-27T08:40:00Z"})
    };
    let comment = |id: u64, author: u64, public: bool, minute: u64| {
        json!({"id": id, "type": "Comment", "ticket_id": 1, "author_id": author, "public": public,
            "body": "text", "created_at": format!("2026-04-27T08:{minute:02}:00Z")})
    };
    let change = |id: u64, field: &str, from: Value, to: Value| json!({"id": id, "event_type": "Change", field: to, "previous_value": from});
    let audit = |id: u64, by: u64, minute: u64, changes: Vec<Value>| {
        json!({"id": id, "event_type": "Audit", "ticket_id": 1, "updater_id": by,
            "created_at": format!("2026-04-27T08:{minute:02}:00Z"), "child_events": changes})
    };
    let user = |id: u64, role: &str| {
        json!({"id": id, "name": format!("Person {id}"), "email": format!("p{id}@acme.example"),
            "role": role, "updated_at": "2026-01-01T00:00:00Z"})
    };
    let rows = [
        (
            "tickets",
            vec![
                ticket(1, "open", json!("high"), json!(["vip"])),
                ticket(2, "new", json!(null), json!([])),
            ],
        ),
        (
            "comments",
            vec![
                comment(901, 7001, true, 0),
                comment(902, 7002, true, 30),
                comment(903, 7001, true, 40),
            ],
        ),
        (
            "events",
            vec![
                audit(
                    801,
                    7002,
                    10,
                    vec![
                        change(701, "priority", json!(null), json!("high")),
                        change(702, "group_id", json!(501), json!(502)),
                    ],
                ),
                audit(
                    802,
                    7002,
                    30,
                    vec![change(703, "status", json!("new"), json!("pending"))],
                ),
                audit(
                    803,
                    7001,
                    40,
                    vec![change(704, "status", json!("pending"), json!("open"))],
                ),
            ],
        ),
        ("users", vec![user(7001, "end-user"), user(7002, "agent")]),
    ];
    let files = rows.iter().map(|(name, rows)| {
        let lines: Vec<_> = rows.iter().map(|row| format!("{row}\n")).collect();
        desk.write(&format!("{name}.ndjson"), &lines.concat())
    });
    files.collect()
}

const POLICIES: &str = "[desk]\nzone = \"Europe/Berlin\"\n\
    [[policies]]\nname = \"VIP\"\nall = [\"tags includes vip\", \"group_id is 502\", \"priority present\"]\n\
    targets = [\"first_reply 1h business\", \"next_reply 2h business\", \"agent_work 20m\"]\n\
    [[policies]]\nname = \"Rest\"\nall = [\"priority present\"]\ntargets = [\"next_reply 3h\"]\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write(CONFIG, POLICIES);
    let files = exports(&desk);
    let args: Vec<_> = ["import", "zendesk"]
        .into_iter()
        .chain(files.iter().map(String::as_str))
        .collect();
    desk.run(&args).ended(0);
    desk
}

fn run(desk: &Desk, args: &[&str]) -> Run {
    desk.run(&[&["--config", CONFIG], args].concat())
}

fn show(desk: &Desk, id: &str) -> Value {
    run(desk, &["ticket", "show", id, "--json"]).ended(0).json()
}

fn clock(ticket: &Value, metric: &str) -> Value {
    let clocks = ticket["sla"].as_array().unwrap();
    let found = clocks.iter().find(|clock| clock["metric"] == metric);
    found.cloned().unwrap_or(Value::Null)
}

#[test]
fn clocks_of_a_ticket_are_those_of_its_timeline() {
    let desk = desk();
    // 10:47 in Berlin.
    let ticket = show(&desk, "zd:1");
    assert_eq!(
        clock(&ticket, "first_reply"),
        json!({"metric": "first_reply", "instance": 1, "state": "achieved", "breached": false,
            "target_seconds": 3_600, "business_hours": true, "started_at": "2026-04-27T08:00:00Z",
            "due_at": "2026-04-27T09:00:00Z", "achieved_at": "2026-04-27T08:30:00Z",
            "breached_at": null, "elapsed_minutes": 30, "remaining_minutes": null})
    );
    assert_eq!(
        clock(&ticket, "next_reply"),
        json!({"metric": "next_reply", "instance": 2, "state": "active", "breached": false,
            "target_seconds": 7_200, "business_hours": true, "started_at": "2026-04-27T08:40:00Z",
            "due_at": "2026-04-27T10:40:00Z", "achieved_at": null,
            "breached_at": null, "elapsed_minutes": 7, "remaining_minutes": 113})
    );
    // Past its 20 minutes before it was pending for ten.
    let work = clock(&ticket, "agent_work");
    assert_eq!(work["breached_at"], "2026-04-27T08:20:00Z");
    assert_eq!(
        (&work["elapsed_minutes"], &work["remaining_minutes"]),
        (&json!(37), &json!(-17))
    );
    assert_eq!(ticket["next_breach_at"], "2026-04-27T08:20:00Z");
    assert_eq!(ticket["unclocked"], false);
    assert!(ticket["follow_up_at"].is_null());
    let list = run(&desk, &["ticket", "list", "--json", "--sort", "id-asc"])
        .ended(0)
        .json();
    let (one, other) = (&list["tickets"][0], &list["tickets"][1]);
    assert_eq!(
        (&one["sla"], &one["next_breach_at"]),
        (&ticket["sla"], &ticket["next_breach_at"])
    );
    // Nobody set a priority, so no target holds and nobody would be warned.
    assert_eq!(
        (&other["sla"], &other["unclocked"]),
        (&json!([]), &json!(true))
    );
}

#[test]
fn text_says_how_each_clock_stands_and_why_if_asked() {
    let desk = desk();
    let plain = run(&desk, &["ticket", "show", "zd:1"]).ended(0).out;
    assert!(
        plain.contains("Clocks        first reply: met 2026-04-27 10:30 CEST\n"),
        "{plain}"
    );
    let next =
        "              next reply: due 2026-04-27 12:40 CEST, 1h 53m of business hours left\n";
    assert!(plain.contains(next), "{plain}");
    assert!(
        plain.contains("agent work: breached 2026-04-27 10:20 CEST, 17m over\n"),
        "{plain}"
    );
    assert!(!plain.contains("started"), "{plain}");
    let why = run(&desk, &["ticket", "show", "zd:1", "--why"])
        .ended(0)
        .out;
    let started =
        "                first reply started Mon 27 Apr 10:00 with the client's message\n";
    let given = "target became 60 business minutes at Mon 27 Apr 10:10 with another policy\n";
    assert!(why.contains(started) && why.contains(given), "{why}");
    let json = run(&desk, &["ticket", "show", "zd:1", "--why", "--json"])
        .ended(0)
        .json();
    let sentences = clock(&json, "first_reply")["why"]
        .as_array()
        .unwrap()
        .clone();
    assert_eq!(
        sentences[0],
        "first reply started Mon 27 Apr 10:00 with the client's message"
    );
    let other = run(&desk, &["ticket", "show", "zd:2"]).ended(0).out;
    assert!(
        other.contains("Unclocked     a message of the client waits"),
        "{other}"
    );
    assert!(!other.contains("Clocks"), "{other}");
}

#[test]
fn what_happens_later_is_not_seen() {
    let desk = desk();
    let then = run(
        &desk,
        &[
            "--now",
            "2026-04-27T08:05:00Z",
            "ticket",
            "show",
            "zd:1",
            "--json",
        ],
    );
    // Without a priority the ticket had no policy yet.
    assert_eq!(then.ended(0).json()["sla"], json!([]));
    let then = run(
        &desk,
        &[
            "--now",
            "2026-04-27T08:15:00Z",
            "ticket",
            "show",
            "zd:1",
            "--json",
        ],
    );
    let first = clock(&then.ended(0).json(), "first_reply");
    assert_eq!(
        (&first["state"], &first["remaining_minutes"]),
        (&json!("active"), &json!(45))
    );
}

#[test]
fn a_command_moves_the_clocks_of_its_ticket() {
    let desk = desk();
    run(&desk, &["ticket", "list"]).ended(0);
    let set = run(&desk, &["ticket", "set", "zd:1", "status=solved", "--json"])
        .ended(0)
        .json();
    assert_eq!(clock(&set, "next_reply")["state"], "achieved");
    assert!(set["next_breach_at"].is_null());
    assert_eq!(show(&desk, "zd:1")["sla"], set["sla"]);
    let undone = run(&desk, &["undo", "--json"]).ended(0).json();
    let ticket = &undone["tickets"][0];
    assert_eq!(clock(ticket, "next_reply")["state"], "active");
    let set = run(&desk, &["ticket", "set", "zd:2", "priority=low", "--json"])
        .ended(0)
        .json();
    assert_eq!(
        set["unclocked"], true,
        "its policy has a target for the next reply alone"
    );
}

#[test]
fn a_changed_policy_changes_the_clocks_of_every_ticket() {
    let desk = desk();
    run(&desk, &["ticket", "list"]).ended(0);
    desk.write(
        CONFIG,
        &POLICIES.replace("next_reply 2h business", "next_reply 5m"),
    );
    let list = run(&desk, &["ticket", "list", "--json", "--sort", "id-asc"]).ended(0);
    assert_eq!(list.err, "");
    let next = clock(&list.json()["tickets"][0], "next_reply");
    assert_eq!(
        (&next["due_at"], &next["breached"]),
        (&json!("2026-04-27T08:45:00Z"), &json!(true))
    );
}

#[test]
fn a_schedule_that_is_not_there_is_named() {
    let desk = desk();
    desk.write(CONFIG, "[desk]\nschedule = \"office\"\n");
    let run = run(&desk, &["ticket", "show", "zd:1"]).ended(2);
    assert!(
        run.err
            .contains("no schedule of the configuration is called \"office\""),
        "{run:?}"
    );
}
