//! Queries and views on the command line.

use serde_json::{Value, json};

use crate::desk::{Desk, Run, assert_says};

/// Numbers of the tickets that a query lists, and what it was understood as.
fn found(desk: &Desk, args: &[&str]) -> (Vec<String>, String) {
    let all = [&["ticket", "list", "--json"][..], args].concat();
    let list = desk.run(&all).ended(0).json();
    let tickets = list["tickets"].as_array().unwrap().iter();
    let ids = tickets.map(|ticket| ticket["external_id"].as_str().unwrap().to_owned());
    let ids: Vec<_> = ids.collect();
    assert_eq!(list["total"], json!(ids.len()));
    (ids, list["query"].as_str().unwrap().to_owned())
}

/// A desk in Berlin, on which Ana and her three tickets are.
fn desk() -> Desk {
    let desk = Desk::imported();
    let config = "[desk]\nzone = \"Europe/Berlin\"\nme = [\"ana@desk.example\"]\n";
    desk.write("config.toml", config);
    desk
}

fn view(desk: &Desk, args: &[&str]) -> Run {
    desk.run(&[&["view"][..], args].concat())
}

fn names(desk: &Desk) -> Vec<String> {
    let list = view(desk, &["list", "--json"]).ended(0).json();
    let views = list["views"].as_array().unwrap().iter();
    views
        .map(|view| view["name"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_query_is_understood_and_printed_back() {
    let desk = desk();
    for (query, ids, understood) in [
        (
            "status:open OR status:pending /payout/",
            &["48213", "48214", "48215"][..],
            "status:open OR (status:pending /payout/)",
        ),
        (
            "(status:open OR status:pending) /payout/",
            &["48214"],
            "(status:open OR status:pending) /payout/",
        ),
        (
            "-priority:>=low",
            &["48214"],
            "-priority:low,normal,high,urgent",
        ),
        ("priority:!=low", &["48213"], "priority:normal,high,urgent"),
        ("#48214", &["48214"], "#48214"),
        (
            "external:48214..48215 sort:id",
            &["48214", "48215"],
            "external:48214..48215 sort:id-asc",
        ),
        (
            "requester:ruiz no:org has:tag",
            &["48213", "48214", "48215"],
            "requester:ruiz no:org has:tag",
        ),
        ("tag:bl* -tag:refund", &[], "tag:bl* -tag:refund"),
        (
            "type:ticket status<solved order_by:updated sort:asc",
            &["48215", "48214", "48213"],
            "is:open sort:updated-asc",
        ),
        // The desk's days begin at 22:00 UTC.
        ("updated:today", &["48213"], "updated:today"),
        ("updated:<yesterday", &["48215"], "updated:<yesterday"),
        ("idle:30h", &["48213", "48214", "48215"], "idle:30h"),
        ("older:<6d", &[], "older:<6d"),
        (
            "/^refund|^payout/",
            &["48213", "48214"],
            "/^refund|^payout/",
        ),
    ] {
        let args = ["--config", "config.toml", query];
        let (mut listed, printed) = found(&desk, &args);
        if !query.contains("sort:") {
            listed.sort_unstable();
        }
        assert_eq!(listed, ids, "{query}");
        assert_eq!(printed, understood, "{query}");
    }
}

#[test]
fn a_slip_is_pointed_at_and_lists_nothing() {
    let desk = Desk::imported();
    for (query, said, place) in [
        (
            "is:open (tag:a OR",
            "OR stands between two terms",
            "               ^^",
        ),
        ("is:open (tag:a", "This group is not closed", "        ^"),
        (
            "tag:a created:2026-02-30",
            "There is no day 2026-02-30",
            "              ^^^^^^^^^^",
        ),
        ("subject:\"a", "This quote is not closed", "        ^^"),
        ("mrchant:acme", "did you mean `merchant`?", "^^^^^^^"),
        ("blocked:>3bd", "asked of onboarding", "^^^^^^^"),
    ] {
        let run = desk.run(&["ticket", "list", query]).ended(2);
        assert!(
            run.out.is_empty() && run.err.contains(said),
            "{query}: {run:#?}"
        );
        let caret = run.err.lines().nth(2).unwrap();
        assert_eq!(caret, format!("  {place}"), "{query}");
    }
}

#[test]
fn the_help_of_a_list_fits_a_terminal_and_names_every_field() {
    let help = Desk::new().run(&["ticket", "list", "--help"]).ended(0).out;
    let (_, queries) = help.split_once("A query is").unwrap();
    let wide = queries.lines().find(|line| line.chars().count() > 80);
    assert_eq!(wide, None);
    for word in [
        "id",
        "external",
        "source",
        "status",
        "priority",
        "kind",
        "assignee",
        "requester",
        "group",
        "org",
        "tag",
        "method",
        "merchant",
        "subject",
        "body",
        "created",
        "updated",
        "solved",
        "due",
        "follow_up",
        "promise",
        "sla",
        "reply",
        "wait",
        "idle",
        "older",
        "since",
        "amount",
        "jira",
        "jira.status",
        "code",
        "ref",
        "cf.NAME",
        "is:open",
        "unclocked",
        "marked",
        "has:",
        "no:",
        "limit:N",
        "OR",
        "AND",
        "NOT",
    ] {
        let mut words = queries.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '('));
        assert!(
            words.any(|one| one == word || one.trim_end_matches(':') == word),
            "{word}"
        );
    }
}

#[test]
fn views_are_counted_saved_deleted_and_taken_back() {
    let desk = desk();
    let table = view(&desk, &["list"]).ended(0);
    let lines: Vec<_> = table.out.lines().collect();
    assert_eq!(lines[0], "NAME           TICKETS  LATE  QUERY");
    assert!(
        lines[1].starts_with("breach first   3        "),
        "{table:#?}"
    );
    assert!(
        lines[2].starts_with("mine           0        0     assignee:me is:open"),
        "{table:#?}"
    );
    assert_eq!(lines.len(), 8);

    let saved = view(
        &desk,
        &[
            "save",
            "refunds",
            "/refund/",
            "-tag:spam",
            "sort:id",
            "--json",
        ],
    );
    let saved = saved.ended(0).json();
    let expected = json!({
        "name": "refunds", "query": "/refund/ -tag:spam sort:id-asc", "count": 1,
        "late": saved["late"], "error": null,
    });
    assert_eq!(saved, expected);
    assert_eq!(names(&desk).last().unwrap(), "refunds");

    // A name is one whatever its case; what it asked comes back.
    let changed = view(&desk, &["save", "Refunds", "/payout/"]).ended(0);
    assert_eq!(changed.out, "view Refunds changed\n");
    assert_eq!(names(&desk).len(), 8);
    let same = view(&desk, &["save", "Refunds", "/payout/"]).ended(0);
    assert_eq!(same.out, "view Refunds is as it was\n");
    desk.run(&["undo"]).ended(0);
    assert_eq!(found(&desk, &["--view", "refunds"]).0, ["48213"]);
    desk.run(&["redo"]).ended(0);
    assert_eq!(found(&desk, &["--view", "refunds"]).0, ["48214"]);

    view(&desk, &["delete", "REFUNDS"]).ended(0);
    assert_eq!(names(&desk).len(), 7);
    let undone = desk.run(&["undo"]).ended(0);
    assert_eq!(undone.out, "undid: view Refunds deleted\n");
    assert_eq!(names(&desk).last().unwrap(), "Refunds");
}

#[test]
fn a_view_is_narrowed_by_a_query_and_a_later_order_counts() {
    let desk = Desk::imported();
    view(
        &desk,
        &[
            "save",
            "all of it",
            "status:open OR status:pending sort:id limit:9",
        ],
    )
    .ended(0);
    let (ids, query) = found(
        &desk,
        &["--view", "all of it", "priority:high", "OR", "no:priority"],
    );
    assert_eq!(ids, ["48213", "48214"]);
    assert_eq!(
        query,
        "(status:open OR status:pending) (priority:high OR no:priority) sort:id-asc limit:9"
    );
    let (ids, _) = found(&desk, &["--view", "all of it", "sort:id-desc"]);
    assert_eq!(ids, ["48215", "48214", "48213"]);
    let (_, query) = found(
        &desk,
        &[
            "--view",
            "all of it",
            "sort:id-desc",
            "--sort",
            "updated-asc",
        ],
    );
    assert!(query.ends_with("sort:updated-asc limit:9"), "{query}");
}

#[test]
fn what_cannot_be_kept_is_refused_with_its_reason() {
    let desk = Desk::new();
    let slip = view(&desk, &["save", "x", "is:open tga:blik"]).ended(2);
    let lines: Vec<_> = slip.err.lines().collect();
    let expected = [
        "paydesk: There is no field tga; did you mean `tag`?",
        "  is:open tga:blik",
        "          ^^^",
    ];
    assert_eq!(lines, expected);
    assert_says(
        &view(&desk, &["save", " ", "is:open"]).ended(1),
        "visible letters",
    );
    assert_says(
        &view(&desk, &["save", &"x".repeat(61), ""]).ended(1),
        "at most 60",
    );
    assert_says(
        &view(&desk, &["delete", "mne"]).ended(1),
        "did you mean `mine`?",
    );
    let missing = desk
        .run(&["ticket", "list", "--view", "nothing near"])
        .ended(1);
    assert_says(&missing, "there are breach first, mine");
    assert_eq!(names(&desk).len(), 7);
    assert_says(&desk.run(&["undo"]).ended(1), "nothing to undo");
}

#[test]
fn a_dry_run_shows_the_change_and_makes_none() {
    let desk = Desk::new();
    let plan = view(&desk, &["save", "mine", "is:mine", "--dry-run", "--json"])
        .ended(0)
        .json();
    let change = json!({"field": "view mine", "from": "assignee:me is:unsolved sort:sla", "to": "assignee:me"});
    assert_eq!(
        plan,
        json!({"changes": [change], "outbox": [], "undo": "local"})
    );
    let plan = view(&desk, &["delete", "mine", "--dry-run"]).ended(0);
    assert_eq!(
        plan.out,
        "view mine: assignee:me is:unsolved sort:sla -> none\n"
    );
    let list = view(&desk, &["list", "--json"]).ended(0).json();
    let mine = list["views"]
        .as_array()
        .unwrap()
        .iter()
        .find(|view| view["name"] == "mine");
    let expected = json!({
        "name": "mine", "query": "assignee:me is:open sort:sla-asc", "count": 0, "late": 0, "error": Value::Null,
    });
    assert_eq!(mine, Some(&expected));
}
