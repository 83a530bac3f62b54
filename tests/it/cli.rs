//! Tickets on the command line: import, list, show, change, take back, write as a document.

use std::fs;

use serde_json::{Value, json};

use crate::desk::{Desk, HOSTILE, Run, finish};

/// No control but newline leaves the program, whatever came in.
#[track_caller]
fn assert_harmless(run: &Run) {
    let steers = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(
        !run.out.contains(steers) && !run.err.contains(steers),
        "{run:#?}"
    );
}

#[test]
fn an_import_reports_each_file_and_a_second_one_changes_nothing() {
    let desk = Desk::new();
    let (tickets, users) = desk.exports();
    let first = desk
        .run(&["import", "zendesk", &tickets, &users, "--json"])
        .ended(0)
        .json();
    let imports = first["imports"].as_array().unwrap();
    assert_eq!(imports.len(), 2);
    assert_eq!(imports[0]["file"], json!(tickets));
    assert_eq!(imports[0]["kind"], json!("tickets"));
    assert_eq!(imports[0]["new"], json!(3));
    for member in ["updated", "unchanged", "skipped", "warnings"] {
        assert!(imports[0].get(member).is_some(), "{member}");
    }
    let again = desk.run(&["import", "zendesk", &tickets, &users]).ended(0);
    assert_eq!(again.out.lines().count(), 2);
    assert!(
        again
            .out
            .contains("tickets, 0 new, 0 updated, 3 unchanged, 0 skipped"),
        "{again:#?}"
    );
}

#[test]
fn a_dry_import_writes_nothing() {
    let desk = Desk::new();
    let (tickets, _) = desk.exports();
    desk.run(&["import", "zendesk", "--dry-run", &tickets])
        .ended(0);
    let list = desk.run(&["ticket", "list", "--json"]).ended(0).json();
    assert_eq!(list["total"], json!(0));
    assert_eq!(list["tickets"], json!([]));
}

#[test]
fn an_import_that_fails_says_where_and_writes_nothing() {
    let desk = Desk::new();
    let bad = desk.write("bad.ndjson", "{\"id\":1,\n{\"nonsense\":true}\n{}\n");
    let run = desk.run(&["import", "zendesk", &bad]).ended(1);
    assert!(run.out.is_empty());
    assert!(
        run.err.starts_with("paydesk: ") && run.err.contains("bad.ndjson"),
        "{run:#?}"
    );
    assert_eq!(run.err.lines().count(), 1);
}

#[test]
fn a_list_is_a_table_with_its_total_on_standard_error() {
    let desk = Desk::imported();
    let run = desk.run(&["ticket", "list"]).ended(0);
    let lines: Vec<_> = run.out.lines().collect();
    assert_eq!(lines.len(), 4);
    assert!(
        lines[0].starts_with("ID        STATUS   PRIORITY  UPDATED  CLIENT"),
        "{run:#?}"
    );
    assert!(
        lines[1].starts_with("zd:48213  open     high      1h       Ana Ruiz  Refund missing"),
        "{run:#?}"
    );
    assert!(
        lines[2].starts_with("zd:48214  pending  -         1d"),
        "{run:#?}"
    );
    assert_eq!(run.err, "3 tickets\n");
    assert!(!run.out.contains('\t'));
    let limited = desk.run(&["ticket", "list", "--limit", "1"]).ended(0);
    assert_eq!(limited.err, "1 of 3 tickets\n");
    assert_eq!(limited.out.lines().count(), 2);
    let quiet = desk.run(&["--quiet", "ticket", "list"]).ended(0);
    assert_eq!(quiet.err, "");
}

#[test]
fn a_list_in_json_has_the_shape_of_the_contract() {
    let desk = Desk::imported();
    let list = desk
        .run(&["ticket", "list", "status:open", "--json", "--limit", "1"])
        .ended(0)
        .json();
    assert_eq!(list["total"], json!(2));
    assert_eq!(list["tickets"].as_array().unwrap().len(), 1);
    let ticket = &list["tickets"][0];
    let expected = json!({
        "id": ticket["id"], "source": "zendesk", "external_id": "48213", "url": ticket["url"],
        "subject": "Refund missing", "kind": "inquiry", "status": "open", "priority": "high",
        "requester": {"name": "Ana Ruiz", "email": "ana.ruiz@acme.example", "organization": null, "role": "end_user"},
        "assignee": null, "group": null, "tags": ["blik", "refund"], "merchant": null, "method": ticket["method"],
        "created_at": "2026-04-20T08:00:00Z", "updated_at": "2026-04-27T07:47:00Z", "solved_at": null,
        "follow_up_at": null, "sla": [], "next_breach_at": null, "unclocked": false, "jira": [], "dirty": false,
    });
    assert_eq!(ticket, &expected);
}

#[test]
fn a_query_may_be_empty_start_with_a_dash_and_stand_among_flags() {
    let desk = Desk::imported();
    let total = |args: &[&str]| {
        let mut all = vec!["ticket", "list", "--json"];
        all.extend(args);
        desk.run(&all).ended(0).json()["total"].as_u64().unwrap()
    };
    assert_eq!(total(&[]), 3);
    assert_eq!(total(&[""]), 3);
    assert_eq!(total(&["-status:open"]), 1);
    assert_eq!(total(&["-status:open", "--limit", "5", "tag:blik"]), 1);
    assert_eq!(total(&["--sort", "id-desc", "status:pending -tag:spam"]), 1);
}

#[test]
fn a_sort_and_no_limit_list_everything_in_order() {
    let desk = Desk::imported();
    let run = desk
        .run(&[
            "ticket",
            "list",
            "--sort",
            "created-asc",
            "--limit",
            "0",
            "--json",
        ])
        .ended(0);
    let ids: Vec<_> = run.json()["tickets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t["id"].as_i64().unwrap())
        .collect();
    assert_eq!(ids.len(), 3);
    assert!(ids.is_sorted());
    desk.run(&["ticket", "list", "--sort", "updatd"]).ended(2);
}

#[test]
fn a_wrong_query_is_pointed_at() {
    let desk = Desk::imported();
    let run = desk
        .run(&["ticket", "list", "tag:blik", "statsu:open"])
        .ended(2);
    assert_eq!(run.out, "");
    let lines: Vec<_> = run.err.lines().collect();
    assert!(
        lines[0].starts_with("paydesk: ") && lines[0].contains("status"),
        "{run:#?}"
    );
    assert_eq!(lines[1], "  tag:blik statsu:open");
    assert!(lines[2].starts_with("           ^"), "{run:#?}");
}

#[test]
fn a_ticket_is_shown_with_its_timeline() {
    let desk = Desk::imported();
    desk.write("zone.toml", "[desk]\nzone = \"Europe/Berlin\"\n");
    let run = desk
        .run(&["--config", "zone.toml", "ticket", "show", "zd:48213"])
        .ended(0);
    assert!(
        run.out.starts_with("zd:48213  Refund missing\n"),
        "{run:#?}"
    );
    assert!(
        run.out
            .contains("Requester     Ana Ruiz <ana.ruiz@acme.example>"),
        "{run:#?}"
    );
    assert!(run.out.contains("2026-04-20 10:00 CEST"), "{run:#?}");
    assert!(run.out.contains("  It has not arrived.\n"), "{run:#?}");
    let shown = desk
        .run(&["ticket", "show", "#48213", "--json"])
        .ended(0)
        .json();
    for (member, value) in [
        ("promises", json!([])),
        ("links", json!([])),
        ("outbox", json!([])),
        ("case", json!(null)),
    ] {
        assert_eq!(shown[member], value, "{member}");
    }
    let first = &shown["timeline"][0];
    assert_eq!(first["kind"], json!("reply"));
    assert_eq!(first["author"], json!("Ana Ruiz"));
    assert_eq!(first["public"], json!(true));
    assert_eq!(first["changes"], json!([]));
}

#[test]
fn what_is_not_there_is_missing_and_what_is_no_id_is_wrong_usage() {
    let desk = Desk::imported();
    let run = desk.run(&["ticket", "show", "zd:999"]).ended(1);
    assert!(
        run.err.contains("there is no ticket zd:999") && run.err.contains("ticket list"),
        "{run:#?}"
    );
    desk.run(&["ticket", "show", "refund"]).ended(2);
}

#[test]
fn a_note_is_added_from_an_argument_a_word_and_standard_input() {
    let desk = Desk::imported();
    let args = [
        "ticket",
        "note",
        "zd:48213",
        "--body",
        "- asked the bank",
        "--status",
        "pending",
        "--json",
    ];
    let ticket = desk.run(&args).ended(0).json();
    assert_eq!(ticket["status"], json!("pending"));
    assert_eq!(ticket["dirty"], json!(true));
    desk.run(&["ticket", "note", "zd:48213", "--text", "second"])
        .ended(0);
    desk.run(&["ticket", "note", "zd:48213", "third"]).ended(0);
    let args = ["ticket", "note", "zd:48213", "--body", "-"];
    let run = desk
        .run_with_input(&args, "from\nstandard input\n".as_bytes())
        .ended(0);
    assert_eq!(run.out, "zd:48213: note added\n");
    let shown = desk
        .run(&["ticket", "show", "zd:48213", "--json"])
        .ended(0)
        .json();
    let notes: Vec<_> = shown["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|e| e["kind"] == "note")
        .collect();
    let texts: Vec<_> = notes.iter().map(|n| n["text"].as_str().unwrap()).collect();
    assert_eq!(
        texts,
        [
            "- asked the bank",
            "second",
            "third",
            "from\nstandard input"
        ]
    );
    assert!(notes.iter().all(|n| n["public"] == json!(false)));
    assert_eq!(shown["outbox"].as_array().unwrap().len(), 5);
    for member in [
        "id",
        "ticket",
        "action",
        "state",
        "since",
        "hold_until",
        "tries",
        "error",
    ] {
        assert!(shown["outbox"][0].get(member).is_some(), "{member}");
    }
}

#[test]
fn an_empty_or_unreadable_note_is_refused() {
    let desk = Desk::imported();
    desk.run(&["ticket", "note", "zd:48213", "--body", " "])
        .ended(1);
    desk.run(&["ticket", "note", "zd:48213"]).ended(2);
    let args = ["ticket", "note", "zd:48213", "--body", "-"];
    let run = desk.run_with_input(&args, b"caf\xe9").ended(1);
    assert!(
        run.err.contains("standard input: byte 4 is not UTF-8"),
        "{run:#?}"
    );
    let run = desk
        .run_with_input(&args, "x".repeat(70_000).as_bytes())
        .ended(1);
    assert!(run.err.contains("16000"), "{run:#?}");
}

#[test]
fn fields_are_set_and_wrong_ones_named() {
    let desk = Desk::imported();
    let run = desk
        .run(&["ticket", "set", "zd:48213", "status=hold", "priority=none"])
        .ended(0);
    assert_eq!(
        run.out,
        "zd:48213: status: open -> on_hold, priority: high -> none\n"
    );
    let again = desk
        .run(&["ticket", "set", "zd:48213", "status=on_hold"])
        .ended(1);
    assert!(again.err.contains("already"), "{again:#?}");
    let field = desk
        .run(&["ticket", "set", "zd:48213", "statsu=open"])
        .ended(2);
    assert!(field.err.contains("did you mean `status`?"), "{field:#?}");
    let value = desk
        .run(&["ticket", "set", "zd:48213", "status=opne"])
        .ended(2);
    assert!(value.err.contains("did you mean `open`?"), "{value:#?}");
    desk.run(&["ticket", "set", "zd:48213"]).ended(2);
}

#[test]
fn a_dry_run_shows_the_changes_and_makes_none() {
    let desk = Desk::imported();
    let before = desk
        .run(&["ticket", "show", "zd:48213", "--json"])
        .ended(0)
        .out;
    let args = [
        "ticket",
        "set",
        "zd:48213",
        "status=solved",
        "--dry-run",
        "--json",
    ];
    let plan = desk.run(&args).ended(0).json();
    assert_eq!(
        plan["changes"],
        json!([{"field": "status", "from": "open", "to": "solved"}])
    );
    assert_eq!(plan["undo"], json!("held"));
    assert_eq!(plan["outbox"][0]["action"], json!("set"));
    let args = ["ticket", "note", "zd:48213", "--body", "x", "--dry-run"];
    let text = desk.run(&args).ended(0).out;
    assert_eq!(
        text,
        "zd:48213 would change: note added; would be sent: note\n"
    );
    assert_eq!(
        desk.run(&["ticket", "show", "zd:48213", "--json"]).out,
        before
    );
}

#[test]
fn the_last_action_is_taken_back_and_done_again() {
    let desk = Desk::imported();
    let status = || desk.run(&["ticket", "show", "zd:48213", "--json"]).json()["status"].clone();
    desk.run(&["undo"]).ended(1);
    desk.run(&["ticket", "set", "zd:48213", "status=pending"])
        .ended(0);
    let undone = desk.run(&["undo"]).ended(0);
    assert_eq!(undone.out, "undid: #48213 pending\n");
    assert_eq!(status(), json!("open"));
    let redone = desk.run(&["redo", "--json"]).ended(0).json();
    assert_eq!(redone["action"], json!("redone"));
    assert_eq!(redone["tickets"][0]["status"], json!("pending"));
    assert_eq!(status(), json!("pending"));
    let list = desk.run(&["undo", "--list", "--json"]).ended(0).json();
    let action = &list["actions"][0];
    assert_eq!(action["summary"], json!("#48213 pending"));
    assert_eq!(action["undone"], json!(false));
    let table = desk.run(&["undo", "--list"]).ended(0).out;
    assert!(
        table.starts_with("ID  WHEN  WHO") && table.contains("#48213 pending"),
        "{table}"
    );
}

#[test]
fn a_case_is_written_as_markdown_html_and_json() {
    let desk = Desk::imported();
    let md = desk.run(&["ticket", "export", "zd:48213"]).ended(0).out;
    assert!(md.starts_with("# zd:48213: Refund missing\n"), "{md}");
    let html = desk
        .run(&["ticket", "export", "zd:48215", "--format", "html"])
        .ended(0)
        .out;
    assert!(
        html.contains("Content-Security-Policy") && !html.contains("<script"),
        "{html}"
    );
    let json = desk
        .run(&["ticket", "export", "zd:48213", "--format", "json"])
        .ended(0)
        .json();
    assert_eq!(json["external_id"], json!("48213"));
    assert!(json["timeline"].is_array());
    desk.run(&["ticket", "export", "zd:48213", "-o", "case.md"])
        .ended(0);
    assert_eq!(fs::read_to_string(desk.path("case.md")).unwrap(), md);
    let again = desk
        .run(&["ticket", "export", "zd:48213", "-o", "case.md"])
        .ended(1);
    assert!(again.err.contains("--force"), "{again:#?}");
    desk.run(&["ticket", "export", "zd:48213", "-o", "case.md", "--force"])
        .ended(0);
    let stdout = desk
        .run(&["ticket", "export", "zd:48213", "-o", "-"])
        .ended(0)
        .out;
    assert_eq!(stdout, md);
}

#[test]
fn a_document_holds_no_whole_card_number() {
    let desk = Desk::imported();
    let body = "card 4111 1111 1111 1111";
    let note = desk
        .run(&["ticket", "note", "zd:48213", "--body", body])
        .ended(0);
    assert!(note.err.contains("1 card number masked"), "{note:#?}");
    for format in ["md", "html", "json"] {
        let run = desk
            .run(&["ticket", "export", "zd:48213", "--format", format])
            .ended(0);
        assert!(run.out.contains("411111******1111"), "{format} {run:#?}");
        assert!(!run.out.contains("1111 1111"), "{format}");
    }
}

#[cfg(unix)]
#[test]
fn a_document_is_private_and_follows_no_link() {
    let desk = Desk::imported();
    let target = desk.write("target", "mine");
    std::os::unix::fs::symlink(&target, desk.path("link.md")).unwrap();
    desk.run(&["ticket", "export", "zd:48213", "-o", "link.md"])
        .ended(1);
    desk.run(&["ticket", "export", "zd:48213", "-o", "link.md", "--force"])
        .ended(0);
    assert_eq!(fs::read_to_string(&target).unwrap(), "mine");
    assert_eq!(crate::desk::mode(&desk.path("link.md")), 0o600);
}

#[test]
fn text_from_strangers_never_acts() {
    let desk = Desk::imported();
    for args in [
        &["ticket", "list"][..],
        &["ticket", "list", "--json"],
        &["ticket", "show", "zd:48215"],
        &["ticket", "show", "zd:48215", "--json"],
        &["ticket", "export", "zd:48215"],
        &["ticket", "export", "zd:48215", "--format", "html"],
        &["ticket", "export", "zd:48215", "--format", "json"],
    ] {
        assert_harmless(&desk.run(args).ended(0));
    }
    let json = desk.run(&["ticket", "show", "zd:48215", "--json"]).json();
    assert_eq!(
        json["subject"],
        Value::from(HOSTILE),
        "the data itself stays exact"
    );
    for args in [
        &["ticket", "list", "\u{1b}[31m:x"][..],
        &["ticket", "show", "\u{1b}[31m\u{9b}2J"],
        &["\u{1b}[31m\u{202e}"],
        &["import", "zendesk", "\u{1b}[31m\n.ndjson"],
        &["--config", "\u{1b}[31m.toml", "ticket", "list"],
    ] {
        let run = desk.run(args);
        assert_ne!(run.code, 101, "{run:#?}");
        assert_harmless(&run);
    }
}

#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    let desk = Desk::imported();
    for args in [
        &["ticket", "list", "--limit", "0"][..],
        &["ticket", "list", "--json"],
        &["ticket", "show", "zd:48213"],
        &["ticket", "export", "zd:48213"],
        &["completions", "bash"],
        &["--help"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = desk.command(args);
        command.stdout(writer);
        let run = finish(command);
        assert_eq!(run.code, 0, "{args:?} {run:#?}");
        assert!(!run.err.contains("paydesk:"), "{args:?} {run:#?}");
    }
}
