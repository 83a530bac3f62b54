//! Exports of every system on the command line: tables in any shape, archives, JSON.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::desk::{Desk, assert_says};

/// A table of Freshdesk's as an account in Berlin exports it.
const TABLE: &str = "\
Ticket ID,Subject,Status,Priority,Source,Agent,Group,Created time,Last update time,First response time (in hrs),Tags,PSP reference,Full name,Email,Contact ID,Company Name
5000,Refund not received,With Bank,Urgent,Email,No Agent,No Group,2026-09-21 16:13:20,2026-09-21 16:14:20,125:03:11,\"refund,vip\",8000000000000000,Zoë,zoe@example.com,80000000000,
5001,\"Charge \"\"declined\"\", why?\",Closed,Low,Email,Gus Agent,Risk,2026-09-21 16:29:37,2026-09-21 16:30:37,,vip,8000000000000001,Müller,m@example.com,80000000001,Acme
";

fn write(desk: &Desk, name: &str, bytes: &[u8]) -> String {
    let path = desk.path(name);
    fs::File::create(&path).unwrap().write_all(bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zipped(members: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The reports of an import.
#[track_caller]
fn imports(desk: &Desk, args: &[&str]) -> Vec<Value> {
    let args = [&["import"], args, &["--json"]].concat();
    let document = desk.run(&args).ended(0).json();
    document["imports"].as_array().unwrap().clone()
}

/// New, updated, unchanged and skipped rows of a report.
fn counts(report: &Value) -> [u64; 4] {
    ["new", "updated", "unchanged", "skipped"].map(|member| report[member].as_u64().unwrap())
}

#[track_caller]
fn ticket(desk: &Desk, id: &str) -> Value {
    desk.run(&["ticket", "show", id, "--json"]).ended(0).json()
}

fn total(desk: &Desk) -> Value {
    desk.run(&["ticket", "list", "--json"]).ended(0).json()["total"].clone()
}

/// A ticket of an account export.
fn account_ticket(id: u64, subject: &str) -> String {
    let row = json!({"helpdesk_ticket": {
        "id": id + 600_000, "display_id": id, "subject": subject, "status": 2, "status_name": "Open",
        "priority": 1, "requester_id": 9, "created_at": "2026-09-22T00:00:00+02:00",
        "updated_at": "2026-09-22T00:01:00+02:00", "description": "It has not come.",
        "custom_field": {"psp_reference_12345": "x"}, "tags": [{"name": "refund"}],
        "notes": [{"id": id * 10, "body": "asked the bank", "private": true, "user_id": 9,
            "created_at": "2026-09-22T01:00:00+02:00"}]}});
    format!("[{row}]")
}

#[test]
fn a_table_of_freshdesk_goes_in_whatever_wrote_it() {
    let desk = Desk::new();
    let berlin = ["--tz", "Europe/Berlin"];
    let semicolons = TABLE
        .replace("\"refund,vip\"", "refund¤vip")
        .replace(',', ";")
        .replace('¤', ",");
    let single: Vec<u8> = semicolons
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let wide = format!("\u{feff}{}", TABLE.replace('\n', "\r\n"));
    let wide: Vec<u8> = wide.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let forms = [
        write(&desk, "plain.csv", TABLE.as_bytes()),
        write(&desk, "excel.csv", &single),
        write(&desk, "wide.csv", &wide),
        write(&desk, "packed", &gz(TABLE.as_bytes())),
        write(&desk, "held.zip", &zipped(&[("tickets.csv", TABLE)])),
    ];
    for (place, file) in forms.iter().enumerate() {
        let report = &imports(&desk, &[&["freshdesk", file], &berlin[..]].concat())[0];
        let expected = if place == 0 {
            [2, 0, 0, 0]
        } else {
            [0, 0, 2, 0]
        };
        assert_eq!(counts(report), expected, "{report:#}");
        assert_eq!(report["kind"], "tickets");
        let warnings = report["warnings"].to_string();
        assert!(
            warnings.contains("status \\\"With Bank\\\" is read as on_hold (1 row)"),
            "{warnings}"
        );
        assert_eq!(warnings.contains("windows-1252"), place == 1, "{warnings}");
        let columns = report["columns"].as_array().unwrap();
        assert!(columns.contains(&json!({"field": "created", "column": "Created time"})));
    }
    let first = ticket(&desk, "fd:5000");
    assert_eq!(first["status"], "on_hold");
    assert_eq!(first["created_at"], "2026-09-21T14:13:20Z");
    assert_eq!(first["requester"]["email"], "zoe@example.com");
    assert_eq!(
        (&first["assignee"], &first["group"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(first["tags"], json!(["refund", "vip"]));
    let second = ticket(&desk, "fd:5001");
    assert_eq!(second["subject"], "Charge \"declined\", why?");
    assert_eq!(
        (&second["assignee"], &second["group"]),
        (&json!("Gus Agent"), &json!("Risk"))
    );
}

#[test]
fn local_times_are_read_in_the_desks_zone_unless_another_is_said() {
    let desk = Desk::new();
    let file = desk.write("tickets.csv", TABLE);
    let run = desk.run(&["import", "freshdesk", &file]).ended(0);
    let said = "read in UTC, the desk's zone; --tz says another";
    assert!(run.err.contains(said), "{run:#?}");
    let run = desk
        .run(&["import", "freshdesk", &file, "--tz", "UTC"])
        .ended(0);
    assert!(!run.err.contains(said), "{run:#?}");
    let run = desk
        .run(&["import", "freshdesk", &file, "--tz", "Europe/Berln"])
        .ended(2);
    assert_says(&run, "did you mean Europe/Berlin?");
}

#[test]
fn what_the_person_reads_is_the_columns_and_the_oddities() {
    let desk = Desk::new();
    let file = desk.write("tickets.csv", TABLE);
    let args = ["import", "freshdesk", &file, "--tz", "UTC", "--dry-run"];
    let run = desk.run(&args).ended(0);
    assert!(
        run.err
            .contains("read as id = Ticket ID, subject = Subject"),
        "{run:#?}"
    );
    assert!(
        run.err.contains("cf.PSP reference = PSP reference"),
        "{run:#?}"
    );
    assert!(
        run.out
            .ends_with("tickets, 2 new, 0 updated, 0 unchanged, 0 skipped; nothing was written\n")
    );
    let quiet = desk.run(&[&args[..], &["--quiet"]].concat()).ended(0);
    assert!(!quiet.err.contains("read as id"), "{quiet:#?}");
    assert_eq!(total(&desk), 0);
}

#[test]
fn an_account_export_is_read_member_by_member() {
    let desk = Desk::new();
    let bytes = zipped(&[
        ("Tickets0.json", &account_ticket(5000, "first")),
        ("Tickets1.json", &account_ticket(5001, "second")),
        (
            "Users0.json",
            r#"[{"user": {"id": 9, "name": "Zoe", "email": "zoe@example.com"}}]"#,
        ),
        ("Solutions0.json", "[]"),
        ("../Tickets2.json", &account_ticket(5002, "outside")),
    ]);
    let file = write(&desk, "account.zip", &bytes);
    let reports = imports(&desk, &["freshdesk", &file]);
    let names: Vec<_> = reports
        .iter()
        .map(|report| report["file"].as_str().unwrap())
        .collect();
    let named = |member: &str| format!("{file}: {member}");
    assert_eq!(
        names,
        [
            named("Tickets0.json"),
            named("Tickets1.json"),
            named("Users0.json")
        ]
    );
    assert_eq!(
        (&reports[0]["kind"], &reports[2]["kind"]),
        (&json!("tickets"), &json!("users"))
    );
    assert_eq!(
        reports[0]["warnings"][0]["message"],
        "2 other files in the archive left aside"
    );
    assert_eq!(total(&desk), 2);
    let shown = ticket(&desk, "fd:5001");
    assert_eq!(shown["requester"]["name"], "Zoe");
    let texts: Vec<_> = shown["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| &entry["text"])
        .collect();
    assert_eq!(texts, ["It has not come.", "asked the bank"]);
    for report in imports(&desk, &["freshdesk", &file]) {
        assert_eq!(counts(&report)[..2], [0, 0], "{report:#}");
    }
    assert!(!desk.path("Tickets2.json").exists());
}

#[test]
fn archives_of_zendesk_hold_rows_under_any_name() {
    let desk = Desk::new();
    let rows = "{\"ticket\":{\"id\":1,\"status\":\"open\",\"subject\":\"s\",\"created_at\":\"2026-09-21T10:00:00Z\"}}\n";
    let people = "{\"id\":7,\"name\":\"Zoe\",\"email\":\"z@e.test\",\"role\":\"end-user\"}\n";
    let bytes = zipped(&[
        ("export_2026_09_21_1", rows),
        ("people.txt", people),
        ("readme", "hello"),
    ]);
    let reports = imports(&desk, &["zendesk", &write(&desk, "export", &bytes)]);
    let kinds: Vec<_> = reports
        .iter()
        .map(|report| report["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["tickets", "users"]);
    assert_eq!(
        reports[0]["warnings"][0]["message"],
        "1 other file in the archive left aside"
    );
    let packed = [gz(rows.as_bytes()), gz(people.as_bytes())].concat();
    let report = &imports(&desk, &["zendesk", &write(&desk, "rows.gz", &packed)])[0];
    assert_eq!(
        (counts(report), &report["kind"]),
        ([0, 0, 2, 0], &json!("mixed"))
    );
}

#[test]
fn archives_that_cannot_be_trusted_write_nothing() {
    let desk = Desk::new();
    let whole = zipped(&[("Tickets0.json", &account_ticket(1, "s"))]);
    let good = write(&desk, "good.zip", &whole);
    let bomb = gz(&vec![b' '; 4 * 1024 * 1024]);
    let cut = gz(account_ticket(1, "s").as_bytes());
    for (name, bytes, says) in [
        (
            "cut.zip",
            &whole[..whole.len() - 30],
            "is no whole zip archive",
        ),
        (
            "other.zip",
            &zipped(&[("readme.txt", "x")])[..],
            "looked for Tickets0.json, Users0.json",
        ),
        (
            "bomb.gz",
            &bomb[..],
            "unpacks to more than 200 times its size",
        ),
        ("cut.gz", &cut[..cut.len() - 4], "is cut short"),
        (
            "zip.gz",
            &gz(&whole)[..],
            "holds another archive; unpack it first",
        ),
        (
            "mixed.zip",
            &zipped(&[
                ("Tickets0.json", &account_ticket(1, "s")),
                ("Users0.json", "[{\"user\": {}}]"),
            ])[..],
            "Users0.json line 1: id is missing",
        ),
    ] {
        let bad = write(&desk, name, bytes);
        let run = desk.run(&["import", "freshdesk", &good, &bad]).ended(1);
        assert_says(&run, says);
        assert!(run.err.contains(name), "{run:#?}");
        assert_eq!(total(&desk), 0);
    }
}

#[test]
fn each_system_knows_its_own_tables() {
    let desk = Desk::new();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/tables");
    let jira = corpus.join("jira_issues.csv").display().to_string();
    let zendesk = corpus.join("zendesk_export.csv").display().to_string();
    let freshdesk = desk.write("fd.csv", TABLE);
    for (file, wrong, right) in [
        (&jira, "freshdesk", "jira"),
        (&zendesk, "jira", "zendesk"),
        (&freshdesk, "zendesk", "freshdesk"),
    ] {
        let run = desk.run(&["import", wrong, file, "--tz", "UTC"]).ended(1);
        assert_says(&run, &format!("import it with `paydesk import {right}`"));
        let report = &imports(&desk, &[right, file, "--tz", "UTC"])[0];
        assert!(counts(report)[0] > 0, "{report:#}");
        let again = &imports(&desk, &[right, file, "--tz", "UTC"])[0];
        assert_eq!(counts(again)[..2], [0, 0], "{again:#}");
    }
    let search = json!({"startAt": 0, "issues": [{"id": "1", "key": "PAY-900", "fields": {
        "summary": "s", "status": {"name": "Done"}, "created": "2026-09-21T10:00:00.000+0000",
        "updated": "2026-09-21T10:00:00.000+0000"}}]});
    let search = desk.write("search.json", &search.to_string());
    let report = &imports(&desk, &["jira", &search])[0];
    assert_eq!(
        (counts(report), &report["kind"]),
        ([1, 0, 0, 0], &json!("issues"))
    );
    let run = desk.run(&["import", "tickets", &search]).ended(1);
    assert_says(&run, "is JSON, not a table with a header");
}

#[test]
fn any_table_is_read_by_the_columns_that_are_named() {
    let desk = Desk::new();
    let text = "Nr;Betreff;Angelegt;Stand\n1;Auszahlung fehlt;21.09.2026 10:00;offen\n2;Frage;02.03.2026 09:30;gelöst\n";
    let file = desk.write("desk.csv", text);
    let map = [
        "--map",
        "id=Nr",
        "--map",
        "subject=Betreff",
        "--map",
        "created=Angelegt",
        "--map",
        "status=Stand",
    ];
    let args = [&["tickets", &file, "--tz", "Europe/Berlin"], &map[..]].concat();
    let report = &imports(&desk, &args)[0];
    assert_eq!(counts(report), [2, 0, 0, 0], "{report:#}");
    let list = desk.run(&["ticket", "list", "--json"]).ended(0).json();
    let made: Vec<_> = list["tickets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["created_at"].as_str().unwrap())
        .collect();
    // 21 September shows that the day comes first: 02.03. is in March.
    assert!(
        made.contains(&"2026-03-02T08:30:00Z") && made.contains(&"2026-09-21T08:00:00Z"),
        "{made:?}"
    );
    let run = desk
        .run(&["import", "tickets", &file, "--map", "subjekt=Nr"])
        .ended(2);
    assert_says(&run, "there is no field `subjekt`; did you mean `subject`?");
    let run = desk
        .run(&["import", "tickets", &file, "--map", "subject"])
        .ended(2);
    assert_says(&run, "has no `=`");
    let run = desk
        .run(&["import", "tickets", &file, "--encoding", "klingon"])
        .ended(2);
    assert_says(&run, "no encoding is called `klingon`");
}

#[test]
fn dates_that_may_be_two_days_are_asked_about() {
    let desk = Desk::new();
    let table = |dates: &[&str]| {
        let row = |(place, date): (usize, &&str)| format!("{},{date}\n", place + 1);
        let rows: Vec<_> = dates.iter().enumerate().map(row).collect();
        format!("Ticket ID,Created time\n{}", rows.concat())
    };
    let either = desk.write("either.csv", &table(&["03/04/2026 10:00"]));
    let run = desk
        .run(&["import", "freshdesk", &either, "--tz", "UTC"])
        .ended(1);
    assert_says(
        &run,
        "line 2: Created time may be day/month or month/day; say --dates dmy or --dates mdy",
    );
    imports(
        &desk,
        &["freshdesk", &either, "--tz", "UTC", "--dates", "mdy"],
    );
    assert_eq!(ticket(&desk, "fd:1")["created_at"], "2026-03-04T10:00:00Z");
    let both = desk.write(
        "both.csv",
        &table(&["03/04/2026 10:00", "13/04/2026 10:00", "04/13/2026 10:00"]),
    );
    let run = desk
        .run(&["import", "freshdesk", &both, "--tz", "UTC"])
        .ended(1);
    assert_says(
        &run,
        "the date of line 3 begins with the day, that of line 4 with the month",
    );
}

#[test]
fn a_row_that_has_come_apart_is_named_by_its_line() {
    let desk = Desk::new();
    let head = "Ticket ID,Subject,Created time\n1,a,2026-09-21 10:00:00\n";
    for (rows, says) in [
        (
            "2,b,2026-09-21 10:00:00,x\n",
            "line 3: has 4 cells where the header has 3",
        ),
        (
            "2,\"b,2026-09-21 10:00:00\n",
            "line 3: a quotation mark opens here and is not closed",
        ),
        (
            "2,\"b,\"c\",2026-09-21 10:00:00\n",
            "line 3: a quotation mark opens here that is not closed",
        ),
    ] {
        let file = desk.write("tickets.csv", &format!("{head}{rows}"));
        let run = desk
            .run(&["import", "freshdesk", &file, "--tz", "UTC"])
            .ended(1);
        assert_says(&run, says);
    }
    // Spare cells that are empty, and a last row that was cut, are no reason to refuse.
    let file = desk.write(
        "tickets.csv",
        &format!("{head}2,b,2026-09-21 10:00:00,,\n3,c"),
    );
    let report = &imports(&desk, &["freshdesk", &file, "--tz", "UTC"])[0];
    assert_eq!(counts(report), [2, 0, 0, 1]);
    assert_eq!(report["warnings"][0]["line"], 4);
}

#[test]
fn a_table_after_an_account_export_takes_nothing_away() {
    let desk = Desk::new();
    let account = write(
        &desk,
        "account.zip",
        &zipped(&[("Tickets0.json", &account_ticket(5000, "s"))]),
    );
    let table = desk.write(
        "tickets.csv",
        "Ticket ID,Status,Last update time\n5000,Resolved,2026-09-23 10:00:00\n",
    );
    imports(&desk, &["freshdesk", &account]);
    let report = &imports(&desk, &["freshdesk", &table, "--tz", "UTC"])[0];
    assert_eq!(counts(report), [0, 1, 0, 0]);
    let shown = ticket(&desk, "fd:5000");
    assert_eq!(shown["status"], "solved");
    assert_eq!(
        (&shown["subject"], &shown["tags"]),
        (&json!("s"), &json!(["refund"]))
    );
}
