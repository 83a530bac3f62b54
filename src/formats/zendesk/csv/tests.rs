//! The export of all tickets, and views.

use chrono::{TimeZone, Utc};
use proptest::prelude::*;

use super::*;
use crate::domain::tickets::records::{Record, Said, TicketRecord, named};
use crate::domain::tickets::{Kind, Priority, Status};
use crate::domain::zone::Zone;
use crate::formats::table::{Limits, Table};

/// As Zendesk exports it: local times, `-` for no priority, custom fields by type.
const EXPORT: &str = include_str!("../../../../tests/corpus/tables/zendesk_export.csv");

fn read(table: &str) -> Result<(Columns, Vec<Parsed>), Fault> {
    let berlin = Zone::named("Europe/Berlin").unwrap();
    let options = Options {
        zone: Some(&berlin),
        ..Options::default()
    };
    let mut table = Table::open(table.as_bytes(), Limits::default()).unwrap();
    let columns = Columns::of(table.header(), &options)?;
    let mut rows = Vec::new();
    while let Some(row) = table.next_row().unwrap() {
        rows.push(columns.read(&row)?);
    }
    Ok((columns, rows))
}

fn ticket(parsed: &Parsed) -> &TicketRecord {
    match &parsed.record {
        Record::Ticket(ticket) => ticket,
        other => panic!("{other:?}"),
    }
}

fn one(table: &str) -> TicketRecord {
    ticket(&read(table).unwrap().1[0]).clone()
}

#[test]
fn an_export_is_read_whole() {
    let (columns, rows) = read(EXPORT).unwrap();
    assert_eq!(rows.len(), 25);
    assert!(columns.remarks().is_empty(), "{:?}", columns.remarks());
    let customs: Vec<_> = columns
        .understood()
        .into_iter()
        .filter(|(ours, _)| ours.starts_with("cf."))
        .collect();
    assert_eq!(customs.len(), 2, "{customs:?}");
    let mut statuses = std::collections::BTreeMap::new();
    for (number, parsed) in (0i64..).zip(&rows) {
        let ticket = ticket(parsed);
        let at = Utc.timestamp_opt(1_790_000_000 + number * 977, 0).unwrap();
        assert_eq!((ticket.source, ticket.id), (Source::Zendesk, number + 1));
        assert_eq!(ticket.created_at, at);
        assert_eq!(ticket.updated_at.timestamp(), at.timestamp() + 60);
        assert_eq!(ticket.requester, Some(100));
        assert_eq!(ticket.people[0].name, "Zoë Müller");
        assert_eq!(ticket.people[0].email.as_deref(), Some("zoe@example.com"));
        assert_eq!(ticket.tags, ["psp_adyen", "refund"]);
        assert_eq!(ticket.assignee, None);
        assert!(matches!(ticket.priority, None | Some(Priority::High)));
        *statuses.entry(ticket.status.name()).or_insert(0) += 1;
        let value = |title: &str| {
            let field = ticket.fields.iter().find(|(id, _)| *id == named(title));
            field.map(|(_, value)| value.clone())
        };
        let reference = format!("{:016}", 8_000_000_000_000_000i64 + number);
        assert_eq!(value("PSP reference"), Some(reference));
        assert_eq!(value("Payment method").as_deref(), Some("SEPA"));
        assert!(parsed.remarks.is_empty() && parsed.counted.is_empty());
        let whole = [
            Said::SUBJECT,
            Said::STATUS,
            Said::PRIORITY,
            Said::REQUESTER,
            Said::ASSIGNEE,
            Said::TEAM,
            Said::ORGANIZATION,
            Said::TAGS,
            Said::CREATED,
            Said::KIND,
        ];
        assert!(
            ticket
                .said
                .has(whole.into_iter().fold(Said::NOTHING, Said::and))
        );
        for unsaid in [Said::DESCRIPTION, Said::URL, Said::FIELDS] {
            assert!(!ticket.said.has(unsaid));
        }
    }
    assert_eq!(statuses.values().sum::<u32>(), 25);
    assert_eq!(ticket(&rows[0]).subject, "=cmd|' /C calc'!A0");
}

#[test]
fn a_view_says_what_its_columns_say() {
    let table = "ID,Subject,Requester,Requested,Status,Assignee,Group\n\
                 35436,'=x,Zoë,2026-09-21 16:13:20,On-hold,Gus Agent,-\n";
    let ticket = one(table);
    assert_eq!(ticket.id, 35436);
    assert_eq!(ticket.subject, "=x");
    assert_eq!(ticket.status, Status::OnHold);
    assert_eq!(ticket.requester, Some(named("Zoë")));
    assert_eq!(ticket.assignee, Some(named("gus agent")));
    assert_eq!(ticket.team, None);
    assert_eq!(ticket.created_at.timestamp(), 1_790_000_000);
    let said = [
        Said::SUBJECT,
        Said::REQUESTER,
        Said::CREATED,
        Said::STATUS,
        Said::SOLVED,
        Said::ASSIGNEE,
        Said::TEAM,
    ];
    assert_eq!(ticket.said, said.into_iter().fold(Said::NOTHING, Said::and));
}

#[test]
fn a_type_without_tags_takes_no_kind_away() {
    let kind = |header: &str, row: &str| {
        let ticket = one(&format!("Id,Requester,{header}\n1,Zoe,{row}\n"));
        ticket.said.has(Said::KIND).then_some(ticket.kind)
    };
    assert_eq!(kind("Ticket type", "Question"), None);
    assert_eq!(kind("Ticket type", ""), None);
    assert_eq!(kind("Ticket type", "Incident"), Some(Kind::Incident));
    assert_eq!(kind("Ticket type,Tags", ",x"), Some(Kind::Inquiry));
    assert_eq!(kind("Tags", "billing"), Some(Kind::Billing));
    assert_eq!(kind("Tags", "x"), None);
}

#[test]
fn a_status_of_the_account_is_left_unsaid_and_counted() {
    let (_, rows) = read("Id,Requester,Status\n1,Zoe,With bank\n").unwrap();
    assert!(!ticket(&rows[0]).said.has(Said::STATUS));
    assert_eq!(
        rows[0].counted,
        ["status \"With bank\" is not known and left unsaid"]
    );
}

#[test]
fn measures_are_left_aside_and_types_are_cut_off() {
    assert_eq!(title("PSP reference [txt]"), Some("PSP reference"));
    assert_eq!(title("Amount [EUR] [int]"), Some("Amount [EUR]"));
    assert_eq!(title("Amount [EUR]"), Some("Amount [EUR]"));
    assert_eq!(title("[txt]"), Some("[txt]"));
    assert_eq!(
        title("First reply time in minutes within business hours"),
        None
    );
}

#[test]
fn a_table_is_known_by_its_header_and_needs_an_id() {
    let fits = |text: &str| {
        let table = Table::open(text.as_bytes(), Limits::default()).unwrap();
        Columns::fits(table.header())
    };
    assert!(fits("Summation column,Id,Requester\n"));
    assert!(fits("ID,Requested\n"));
    assert!(!fits("Ticket ID,Subject,Full name\n"));
    assert!(!fits("id,subject,status\n"));
    let fault = read("Subject,Requester\nx,y\n").unwrap_err();
    assert!(fault.cure.starts_with("add the column ID"), "{fault:?}");
}

proptest! {
    #[test]
    fn any_row_is_survived(cells in proptest::collection::vec(any::<String>(), 0..14)) {
        let header = "Id,Requester id,Requester email,Requester,Status,Priority,Tags,Created at,Solved at,X [list]";
        let quote = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let row: Vec<_> = cells.iter().map(quote).collect();
        drop(read(&format!("{header}\n{}\n", row.join(","))));
        drop(read(&format!("{header}\n1,,,{}\n", row.join(","))));
    }
}
