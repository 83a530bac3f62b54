//! Issues as Cloud and Data Center answer them.

use chrono::{TimeZone, Utc};
use proptest::prelude::*;

use super::*;
use crate::domain::tickets::Source;
use crate::domain::tickets::records::IssueStage;
use crate::formats::rows::Rows;

/// As Cloud's API v3 answers: documents, categories, an app's fields.
const CLOUD: &str = r#"{"id":"10001","key":"PAY-7","self":"https://acme.atlassian.net/rest/api/3/issue/10001","fields":{
 "summary":"Refund webhook 500","status":{"id":"10001","name":"With bank","statusCategory":{"id":4,"key":"indeterminate","name":"In Progress"}},
 "issuetype":{"id":"10001","name":"Bug","subtask":false},"project":{"id":"10000","key":"PAY"},"priority":{"id":"2","name":"High"},
 "assignee":{"accountId":"5b10a284","displayName":"Mia"},"reporter":null,"labels":["zd-1001","refund"],"components":[{"id":"10000","name":"API"}],"resolution":null,
 "created":"2026-09-21T10:00:00.000+0000","updated":"2026-09-21T12:05:00.999+0200","duedate":null,"customfield_10050":"https://acme.zendesk.com/agent/tickets/17 18",
 "customfield_10051":["fd-9"],"customfield_10052":{"type":"doc","content":[]},"customfield_10053":3.0,
 "comment":{"comments":[{"id":"1","author":{"displayName":"Gus"},"body":{"type":"doc","version":1,"content":[{"type":"paragraph","content":[{"type":"text","text":"Seen"}]}]},"created":"2026-09-21T10:02:00.000+0000"}],"total":2,"maxResults":5000,"startAt":0},
 "description":{"type":"doc","version":1,"content":[{"type":"paragraph","content":[{"type":"text","text":"d"}]}]}}}"#;

fn issue(json: &str) -> Result<IssueRecord, Fault> {
    match parse(json.as_bytes())?.record {
        Record::Issue(issue) => Ok(*issue),
        other => panic!("{other:?}"),
    }
}

#[test]
fn cloud_issues_are_read() {
    let parsed = parse(CLOUD.as_bytes()).unwrap();
    assert_eq!(parsed.kind, "issues");
    assert_eq!(parsed.remarks, ["only 1 of its comments came along"]);
    let issue = issue(CLOUD).unwrap();
    let at = |minute| Utc.with_ymd_and_hms(2026, 9, 21, 10, minute, 0).unwrap();
    let expected = IssueRecord {
        key: "PAY-7".to_owned(),
        url: Some("https://acme.atlassian.net/browse/PAY-7".to_owned()),
        summary: "Refund webhook 500".to_owned(),
        description: Some("d".to_owned()),
        status: "With bank".to_owned(),
        stage: Some(IssueStage::InProgress),
        kind: "Bug".to_owned(),
        priority: Some("High".to_owned()),
        assignee: Some("Mia".to_owned()),
        reporter: None,
        labels: vec!["refund".to_owned(), "zd-1001".to_owned()],
        tickets: vec![
            (Source::Zendesk, 17),
            (Source::Zendesk, 1001),
            (Source::Freshdesk, 9),
        ],
        created_at: at(0),
        updated_at: at(5),
        resolved_at: None,
        comments: vec![IssueComment {
            at: at(2),
            author: "Gus".to_owned(),
            text: "Seen".to_owned(),
        }],
    };
    assert_eq!(issue, expected);
}

#[test]
fn data_center_issues_are_read() {
    let json = r#"{"expand":"operations","id":"1","self":"https://jira.acme.test/jira/rest/api/2/issue/1","key":"pay-8",
        "fields":{"summary":"x","description":"h1. wiki","status":{"name":"Closed"},"assignee":{"name":"mia","displayName":"Mia"},
        "resolutiondate":"2026-09-22T00:00:00.000+0000","comment":{"comments":[{"author":{"name":"gus"},"body":"{code}","created":"2026-09-21T10:02:00.000+0000"}]}}}"#;
    let issue = issue(json).unwrap();
    assert_eq!(issue.key, "PAY-8");
    assert_eq!(
        issue.url.as_deref(),
        Some("https://jira.acme.test/jira/browse/PAY-8")
    );
    assert_eq!(issue.description.as_deref(), Some("h1. wiki"));
    assert_eq!(issue.stage, Some(IssueStage::Done));
    assert_eq!(issue.comments[0].text, "{code}");
    assert_eq!(issue.comments[0].author, "gus");
    assert_eq!(
        Some(issue.updated_at),
        issue.resolved_at,
        "the latest that is said"
    );
}

#[test]
fn pages_lists_and_lines_are_read_alike() {
    let line = CLOUD.replace('\n', " ");
    let first = line.replace(
        r#"{"id":"10001","key":"PAY-7""#,
        r#"{"expand":"x","id":"1","key":"PAY-7""#,
    );
    for file in [
        format!(r#"{{"issues":[{line},{line}],"isLast":true}}"#),
        format!(
            r#"{{"expand":"schema,names","startAt":0,"maxResults":50,"total":2,"issues":[{line},{line}]}}"#
        ),
        format!(r#"{{"startAt":0,"maxResults":50,"total":2,"issues":[{line},{line}]}}"#),
        format!(
            r#"{{"isLast":false,"nextPageToken":"x","issues":[{line}]}} {{"nextPageToken":"y","issues":[{line}]}}"#
        ),
        format!("[{line},{line}]"),
        format!("{line}\n{first}\n"),
        format!("{first}\n{line}\n"),
        CLOUD.repeat(2).replacen('{', "{\n", 1),
    ] {
        let mut rows = Rows::new(file.as_bytes());
        let mut count = 0;
        while let Some(row) = rows
            .next_row()
            .unwrap_or_else(|fault| panic!("{fault:?} in {file}"))
        {
            let parsed = parse(row.bytes).unwrap_or_else(|fault| panic!("{fault:?} in {file}"));
            assert!(matches!(parsed.record, Record::Issue(_)));
            count += 1;
        }
        assert_eq!(count, 2, "{file}");
    }
}

#[test]
fn what_is_wrong_is_named() {
    for (json, said) in [
        ("[]", "is no JSON object"),
        ("{}", "key is missing"),
        (r#"{"key":"x"}"#, "key \"x\" is no key like PAY-12"),
        (r#"{"key":"PAY-1"}"#, "fields is missing"),
        (
            r#"{"key":"PAY-1","fields":{"created":"now"}}"#,
            "fields.created \"now\" is no date",
        ),
        (
            r#"{"key":"PAY-1","fields":{"summary":"a","summary":"b"}}"#,
            "fields.summary stands twice",
        ),
        (
            r#"{"key":"PAY-1","key":"PAY-2","fields":{}}"#,
            "key stands twice",
        ),
        (
            r#"{"key":"PAY-1","fields":{"comment":{"comments":[{}]}}}"#,
            "comments[0].created is missing",
        ),
        (r#"{"key":"PAY-1","fields":{"#, "is no whole JSON"),
    ] {
        let fault = issue(json).unwrap_err();
        assert!(fault.what.contains(said), "{json}: {fault:?}");
    }
    assert!(
        issue(r#"{"key":"PAY-1"}"#)
            .unwrap_err()
            .cure
            .contains("*all")
    );
    let deep = format!(r#"{{"key":"PAY-1","fields":{{"x":{}"#, "[".repeat(20_000));
    assert!(issue(&deep).unwrap_err().what.contains("levels deep"));
}

#[test]
fn only_addresses_of_a_site_become_pages() {
    assert_eq!(
        page(
            "https://api.atlassian.com/ex/jira/1/rest/api/3/issue/1",
            "A-1"
        ),
        None
    );
    assert_eq!(page("javascript://x/rest/api/3/issue/1", "A-1"), None);
    assert_eq!(
        page("https://a\u{202e}.test/rest/api/3/issue/1", "A-1"),
        None
    );
    assert_eq!(page("https://acme.test", "A-1"), None);
}

proptest! {
    #[test]
    fn any_bytes_are_survived(bytes in any::<Vec<u8>>(), at in 0usize..1400, byte in any::<u8>()) {
        drop(parse(&bytes));
        let mut damaged = CLOUD.as_bytes().to_vec();
        if let Some(place) = damaged.get_mut(at) {
            *place = byte;
        }
        drop(parse(&damaged));
    }
}
