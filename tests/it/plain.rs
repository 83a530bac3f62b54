//! `paydesk --plain`: the desk in lines, by pipe as a screen reader's shell drives it.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use super::desk::{Desk, Run};

fn plain(desk: &Desk, lines: &str) -> Run {
    let run = desk.run_with_input(&["--plain"], lines.as_bytes()).ended(0);
    assert_eq!(run.err, "");
    let acts = |c: char| c.is_control() && c != '\n';
    assert!(!run.out.contains(acts), "{:?}", run.out);
    run
}

#[test]
fn a_ticket_is_found_read_noted_on_and_set() {
    let desk = Desk::imported();
    let run = plain(
        &desk,
        "list is:open sort:id\n1\nnote\nAsked the acquirer.\nETA 11:00.\n.\nstatus pending\n\
         priority urgent\nshow\nquit\nlist\n",
    );
    let said: Vec<&str> = run.out.lines().collect();
    let expected = [
        "> list is:open sort:id",
        "LIST 3 tickets, is:open sort:id-asc",
        "1 48213 open, high, Ana Ruiz: Refund missing",
        "> 1",
        "zd:48213  Refund missing",
        "> note",
        "NOTE 48213 begins; stays in the team; a single . adds it",
        "note> Asked the acquirer.",
        "note> ETA 11:00.",
        "note> .",
        "NOTE 48213 added",
        "> status pending",
        "STATUS 48213 pending, was open",
        "> priority urgent",
        "PRIORITY 48213 urgent, was high",
        "> show",
        "Status        pending",
        "  ETA 11:00.",
        "> quit",
    ];
    let mut rest = said.iter();
    for line in expected {
        assert!(
            rest.any(|said| *said == line),
            "no {line:?} in its place in\n{}",
            run.out
        );
    }
    assert_eq!(rest.next(), None, "quit is the end");
    // Each change once.
    assert_eq!(run.out.matches("STATUS ").count(), 1);
    let shown = desk
        .run(&["ticket", "show", "zd:48213", "--json"])
        .ended(0)
        .json();
    assert_eq!(
        (&shown["status"], &shown["priority"]),
        (&"pending".into(), &"urgent".into())
    );
}

#[test]
fn several_are_set_at_once_and_taken_back() {
    let desk = Desk::imported();
    let run = plain(
        &desk,
        "l sort:id\nstatus solved 1, 48215\nundo\nredo\nundo\n",
    );
    for line in [
        "STATUS 48213 solved, was open",
        "STATUS 48215 solved, was open",
        "UNDO 2 tickets solved",
        "STATUS 48213 open, was solved",
        "REDO 2 tickets solved",
    ] {
        assert!(
            run.out.lines().any(|said| said == line),
            "{line}:\n{}",
            run.out
        );
    }
}

#[test]
fn a_note_that_is_cut_off_is_a_draft() {
    let desk = Desk::imported();
    let run = plain(&desk, "48213\nnote\nhalf a sen");
    assert!(
        run.out
            .ends_with("\nDRAFT 48213 kept; note goes on with it\n"),
        "{}",
        run.out
    );
    let run = plain(&desk, "48213\nnote at once\nnote\ntence\n.\n");
    assert!(run.out.contains("DRAFT 48213; note goes on with it\n"));
    assert!(
        run.out
            .contains("ERROR a draft waits on 48213; note goes on with it")
    );
    assert!(run.out.contains("\nhalf a sen\n") && run.out.contains("\nNOTE 48213 added\n"));
    let run = plain(&desk, "48213\nnote\nno\n.drop\nshow\n");
    assert!(run.out.contains("DRAFT 48213 thrown away") && run.out.contains("  tence"));
    assert!(!run.out.contains("note goes on"));
}

#[test]
fn what_is_wrong_is_one_line_and_the_next_is_read() {
    let desk = Desk::imported();
    let run = plain(
        &desk,
        "lst\nfilter asignee:me\n7\nopen 1234567\nstatus pending\nview nothing\nstatus opne 1\nlist\n",
    );
    let errors: Vec<&str> = run
        .out
        .lines()
        .filter(|l| l.starts_with("ERROR "))
        .collect();
    assert_eq!(errors.len(), 7, "{}", run.out);
    for (error, part) in errors.iter().zip([
        "did you mean `list`?",
        "did you mean `assignee`?",
        "the list has no row 7",
        "there is no ticket",
        "no ticket is open",
        "There is no view",
        "did you mean `open`?",
    ]) {
        assert!(error.contains(part), "{part}: {error}");
    }
    assert!(run.out.contains("LIST 3 tickets"));
}

#[test]
fn filters_views_and_pages_are_read_out() {
    let desk = Desk::imported();
    let run = plain(
        &desk,
        "filter status:pending\nfilter\nviews\nview 2\nview breach first\nmore\nhelp\n",
    );
    for line in [
        "LIST 1 ticket, status:pending",
        "filter status:pending",
        "VIEW breach first",
        "that was the last",
        "quit: leaves; so does the end of the input",
    ] {
        assert!(
            run.out.lines().any(|said| said == line),
            "{line}:\n{}",
            run.out
        );
    }
}

#[test]
fn a_demo_is_opened_in_lines_and_a_script_has_to_ask() {
    let desk = Desk::new();
    let run = desk
        .run_with_input(&["demo", "--plain"], b"list\n3\n")
        .ended(0);
    assert!(run.out.contains("more reads on"), "{}", run.out);
    let mut command = desk.command(&[]);
    command.env("TERM", "dumb");
    let refused = super::desk::finish(command).ended(2);
    assert!(refused.err.contains("--plain"), "{refused:#?}");
}

/// A clock that runs, and a target that ends in a moment.
#[test]
fn a_breach_is_said_when_it_happens() {
    let desk = Desk::new();
    let now = paydesk::runtime::read_wall();
    let made = now - chrono::Duration::seconds(3600 - 2);
    let ticket = serde_json::json!({
        "id": 48213, "subject": "Refund missing", "description": "It has not arrived.",
        "type": "question", "status": "open", "priority": "high", "requester_id": 7001,
        "created_at": made, "updated_at": made,
    });
    let file = desk.write("ticket.ndjson", &format!("{ticket}\n"));
    let config = desk.write(
        "config.toml",
        "[[policies]]\nname = \"all\"\ntargets = [\"first_reply 1h\"]\n",
    );
    let started = |args: &[&str]| {
        let mut command = desk.command(args);
        command
            .env_remove("PAYDESK_NOW")
            .env("PAYDESK_CONFIG", &config);
        command
    };
    super::desk::finish(started(&["import", "zendesk", &file])).ended(0);
    let mut child = started(&["--plain"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"list\n").unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    // The line comes by itself: nothing more is typed.
    let said = lines.find(|line| line.as_ref().is_ok_and(|line| line == "BREACH 48213"));
    assert!(said.is_some());
    drop(input);
    assert!(child.wait().unwrap().success());
}
