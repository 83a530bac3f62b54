//! Tables of issues, as sites export them and as nobody should.

use chrono::{TimeZone, Utc};
use proptest::prelude::*;

use super::*;
use crate::domain::tickets::Source;
use crate::domain::tickets::records::IssueStage;
use crate::formats::table::{Limits, Table};

/// As Jira Cloud exports it: headers repeated, a row wider than its header.
const EXPORT: &str = include_str!("../../../../tests/corpus/tables/jira_issues.csv");

/// The issues of a table, or the fault of the first row that has one.
fn issues(table: &str) -> Result<Vec<(IssueRecord, Parsed)>, Fault> {
    let utc = Zone::default();
    let mut table = Table::open(table.as_bytes(), Limits::default()).unwrap();
    let options = Options {
        zone: Some(&utc),
        ..Options::default()
    };
    let columns = Columns::of(table.header(), &options)?;
    let mut issues = Vec::new();
    while let Some(row) = table.next_row().unwrap() {
        let parsed = columns.read(&row)?;
        let Record::Issue(issue) = &parsed.record else {
            panic!("no issue");
        };
        issues.push(((**issue).clone(), parsed));
    }
    Ok(issues)
}

fn one(header: &str, row: &str) -> Result<IssueRecord, Fault> {
    let issues = issues(&format!("{header}\n{row}\n"))?;
    Ok(issues.into_iter().next().unwrap().0)
}

#[test]
fn an_export_is_read_whole() {
    let issues = issues(EXPORT).unwrap();
    assert_eq!(issues.len(), 25);
    for (number, (issue, parsed)) in issues.iter().enumerate() {
        let at = 1_790_000_000 + i64::try_from(number).unwrap() * 977;
        let minute = |seconds: i64| Utc.timestamp_opt(seconds - seconds % 60, 0).unwrap();
        assert_eq!(issue.key, format!("PAY-{}", number + 1));
        assert_eq!(issue.created_at, minute(at), "{}", issue.key);
        assert_eq!(issue.updated_at, minute(at + 99), "{}", issue.key);
        assert_eq!(issue.kind, "Bug");
        assert_eq!(issue.priority.as_deref(), Some("High"));
        assert_eq!(issue.assignee.as_deref(), Some("ops"));
        assert_eq!(issue.resolved_at, None);
        let stage = match issue.status.as_str() {
            "To Do" => IssueStage::ToDo,
            "In Progress" => IssueStage::InProgress,
            "Done" => IssueStage::Done,
            other => panic!("{other}"),
        };
        assert_eq!(issue.stage, Some(stage));
        // zd-0 is no ticket: ids begin at 1.
        let ticket = i64::try_from(number).unwrap();
        let tickets: Vec<_> = Some((Source::Zendesk, ticket))
            .filter(|(_, id)| *id > 0)
            .into_iter()
            .collect();
        assert_eq!(issue.tickets, tickets);
        let label = format!("zd-{number}");
        assert!(issue.labels.contains(&label), "{:?}", issue.labels);
        let text = "text with {code:json}{\"a\":1}{code}\nsecond line";
        assert_eq!(issue.description.as_deref(), Some(text));
        assert_eq!(
            issue.comments,
            [IssueComment {
                at: minute(at),
                author: "5b10ac8d82e05b22cc7d4ef5".to_owned(),
                text: "first; with a semicolon".to_owned(),
            }]
        );
        assert_eq!(parsed.kind, "issues");
        assert!(parsed.remarks.is_empty(), "{:?}", parsed.remarks);
    }
    assert_eq!(issues[2].0.summary, "=cmd|' /C calc'!A0");
}

#[test]
fn values_are_grouped_by_their_header() {
    let header = "Labels,Issue key,Comment,Summary,Labels,Custom field (Zendesk Ticket IDs),\
                  Custom field (Zendesk Ticket IDs),Custom field (Points),Comment,Labels";
    let row = "b,pay-1,1/Sep/26 9:00 AM;u1;one,'=1+1,a,\"17, 18\",\
               https://acme.zendesk.com/agent/tickets/19,20,\"2/Sep/26 9:00 AM;u2;two;\nmore\",fd-5";
    let issue = one(header, row).unwrap();
    assert_eq!(issue.key, "PAY-1");
    assert_eq!(issue.summary, "=1+1");
    assert_eq!(issue.labels, ["a", "b", "fd-5"]);
    let tickets = [
        (Source::Zendesk, 17),
        (Source::Zendesk, 18),
        (Source::Zendesk, 19),
        (Source::Freshdesk, 5),
    ];
    assert_eq!(issue.tickets, tickets);
    let texts: Vec<_> = issue.comments.iter().map(|c| c.text.as_str()).collect();
    assert_eq!(texts, ["one", "two;\nmore"]);
    assert_eq!(
        issue.updated_at, issue.comments[1].at,
        "the latest that is said"
    );
}

#[test]
fn a_comment_of_another_form_is_kept_as_it_stands() {
    let table = "Issue key,Summary,Updated,Comment\nPAY-1,x,2026-09-21 10:00,a; b; c\n";
    let (issue, parsed) = issues(table).unwrap().remove(0);
    assert_eq!(issue.comments[0].text, "a; b; c");
    assert_eq!(issue.comments[0].author, "");
    assert_eq!(issue.comments[0].at, issue.updated_at);
    assert!(
        parsed.remarks[0].contains("no date and author"),
        "{parsed:?}"
    );
}

#[test]
fn what_cannot_be_read_is_said_with_its_column() {
    let said = |row: &str| one("Issue key,Summary,Created", row).unwrap_err();
    assert_eq!(said("x,y,").what, "Issue key \"x\" is no key like PAY-12");
    let fault = said("PAY-1,y,30/Feb/26 9:00 AM");
    assert!(
        fault
            .what
            .starts_with("Created \"30/Feb/26 9:00 AM\" is no date"),
        "{fault:?}"
    );
    let fault = said("PAY-1,y,03/04/2026 10:00");
    assert!(fault.cure.contains("--dates dmy"), "{fault:?}");
    let table = Table::open("Key,Colour\n".as_bytes(), Limits::default()).unwrap();
    let fault = Columns::of(table.header(), &Options::default()).unwrap_err();
    assert!(fault.what.contains("Summary nor Status"), "{fault:?}");
    let table = Table::open(
        "Issue key,Summary,Created\nPAY-1,x,2026-09-21 10:00\n".as_bytes(),
        Limits::default(),
    );
    let mut table = table.unwrap();
    let columns = Columns::of(table.header(), &Options::default()).unwrap();
    let fault = columns
        .read(&table.next_row().unwrap().unwrap())
        .unwrap_err();
    assert!(fault.cure.contains("--tz"), "{fault:?}");
}

#[test]
fn columns_say_what_they_were_taken_for() {
    let table = "Issue key,Summary,Custom field (Zendesk Ticket IDs)\n";
    let table = Table::open(table.as_bytes(), Limits::default()).unwrap();
    assert!(Columns::fits(table.header()));
    let columns = Columns::of(table.header(), &Options::default()).unwrap();
    let understood = columns.understood();
    assert!(understood.contains(&("key".to_owned(), "Issue key".to_owned())));
    assert!(understood.iter().any(|(ours, _)| ours == "tickets"));
    assert!(columns.moments().is_empty());
    assert!(columns.remarks()[0].starts_with("no column Updated"));
}

#[test]
fn a_header_may_stand_thousands_of_times() {
    let comments = ",Comment".repeat(12_000);
    let cells = ",1/Sep/26 9:00 AM;u;x".repeat(12_000);
    let issue = one(
        &format!("Issue key,Summary{comments}"),
        &format!("PAY-1,y{cells}"),
    );
    assert_eq!(issue.unwrap().comments.len(), 12_000);
}

proptest! {
    #[test]
    fn any_row_is_survived(cells in proptest::collection::vec(any::<String>(), 0..14)) {
        let header = "Summary,Issue key,Status,Created,Labels,Labels,Comment,Custom field (Zendesk)";
        let quote = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let row: Vec<_> = cells.iter().map(quote).collect();
        drop(issues(&format!("{header}\n{}\n", row.join(","))));
        drop(issues(&format!("{header}\nx,PAY-1,Open,,{}\n", row.join(","))));
    }

    #[test]
    fn a_written_row_reads_back(
        summary in "[^'\\s\\p{C}][^\0]{0,40}", author in "[a-z0-9]{1,24}", text in "[^\0]{1,80}",
        seconds in 1_000_000_000i64..2_000_000_000,
    ) {
        prop_assume!(!summary.bytes().any(|b| b.is_ascii_digit()));
        prop_assume!(!text.bytes().any(|b| b.is_ascii_digit()));
        let at = Utc.timestamp_opt(seconds, 0).unwrap();
        let comment = format!("{};{author};{text}", at.format("%d/%b/%Y %I:%M:%S %p"));
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        writer.write_record(["Issue key", "Summary", "Comment"]).unwrap();
        writer.write_record(["PAY-1", &summary, &comment]).unwrap();
        let table = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let (issue, _) = issues(&table).unwrap().remove(0);
        prop_assert_eq!(issue.summary, summary);
        prop_assert_eq!(&issue.comments[0].text, &text);
        prop_assert_eq!(&issue.comments[0].author, &author);
        prop_assert_eq!(issue.comments[0].at, at);
    }
}
