//! Any table as tickets: what its columns are taken for, and what its rows say.

use chrono::{TimeZone, Utc};
use proptest::prelude::*;

use super::*;
use crate::domain::tickets::records::{Record, Said, TicketRecord, named};
use crate::domain::tickets::{Kind, Priority, Role, Source, Status};
use crate::domain::zone::Zone;
use crate::formats::export::Field;
use crate::formats::table::{Limits, Table};

/// The columns of a table and its tickets, or the first fault.
fn read(table: &str, options: &Options<'_>) -> Result<(Columns, Vec<TicketRecord>), Fault> {
    let mut table = Table::open(table.as_bytes(), Limits::default()).unwrap();
    let columns = Columns::of(table.header(), options)?;
    let mut tickets = Vec::new();
    while let Some(row) = table.next_row().unwrap() {
        match columns.read(&row)?.record {
            Record::Ticket(ticket) => tickets.push(*ticket),
            other => panic!("{other:?}"),
        }
    }
    Ok((columns, tickets))
}

fn tickets(table: &str) -> Vec<TicketRecord> {
    read(table, &Options::default()).unwrap().1
}

fn one(table: &str) -> TicketRecord {
    tickets(table).remove(0)
}

fn fault(table: &str) -> Fault {
    read(table, &Options::default()).unwrap_err()
}

const HEADER: &str = "id,subject,status,priority,requester_name,requester_email,created_at,\
                      updated_at,tags,description";

#[test]
fn a_row_is_a_ticket() {
    let row = "7,Payout late,Open,HIGH,Zoë,Zoe@Example.com,2026-09-21T14:13:20Z,\
               2026-09-21T14:14:20Z,refund vip,\"a\nb\"";
    let ticket = one(&format!("{HEADER}\n{row}\n"));
    assert_eq!((ticket.source, ticket.id), (Source::Local, 7));
    assert_eq!(ticket.subject, "Payout late");
    assert_eq!(ticket.status, Status::Open);
    assert_eq!(ticket.priority, Some(Priority::High));
    assert_eq!(ticket.tags, ["refund", "vip"]);
    assert_eq!(ticket.description.as_deref(), Some("a\nb"));
    let at = Utc.with_ymd_and_hms(2026, 9, 21, 14, 13, 20).unwrap();
    assert_eq!(ticket.created_at, at);
    assert_eq!(ticket.updated_at.timestamp(), at.timestamp() + 60);
    assert_eq!(ticket.requester, Some(named("zoe@example.com")));
    assert_eq!(ticket.people[0].name, "Zoë");
    assert_eq!(ticket.people[0].email.as_deref(), Some("zoe@example.com"));
    let said = [
        Said::SUBJECT,
        Said::STATUS,
        Said::PRIORITY,
        Said::REQUESTER,
        Said::CREATED,
        Said::TAGS,
        Said::DESCRIPTION,
        Said::SOLVED,
    ];
    let said = said.into_iter().fold(Said::NOTHING, Said::and);
    assert_eq!(ticket.said, said);
}

#[test]
fn columns_are_known_in_several_languages_and_the_rest_are_custom_fields() {
    let table = "Ticketnummer;Betreff;Zustand;Priorität;Bearbeiter;Gruppe;Firma;Erstellt am;\
                 Zahlungsart;Händler;PSP reference\n\
                 9;x;Gelöst;dringend;Gus <gus@acme.test>;Zahlungen;Acme AG;2026-09-21T10:00Z;SEPA;m-1;'=1\n";
    let (columns, tickets) = read(table, &Options::default()).unwrap();
    let ticket = &tickets[0];
    assert_eq!(ticket.status, Status::Solved);
    assert_eq!(ticket.priority, Some(Priority::Urgent));
    assert_eq!(ticket.assignee, Some(named("gus@acme.test")));
    assert_eq!(ticket.people[0].role, Some(Role::Agent));
    assert_eq!(ticket.people[0].name, "Gus");
    assert_eq!(ticket.team, Some(named("Zahlungen")));
    assert_eq!(ticket.organization_named.as_ref().unwrap().name, "Acme AG");
    assert_eq!(ticket.updated_at, ticket.created_at);
    let mut values: Vec<_> = ticket
        .titles
        .iter()
        .map(|title| {
            let value = ticket.fields.iter().find(|(id, _)| *id == title.id);
            (title.title.as_str(), value.unwrap().1.as_str())
        })
        .collect();
    values.sort_unstable();
    let expected = [
        ("PSP reference", "=1"),
        ("merchant", "m-1"),
        ("payment_method", "SEPA"),
    ];
    assert_eq!(values, expected);
    let understood = columns.understood();
    assert_eq!(understood[0], ("id".to_owned(), "Ticketnummer".to_owned()));
    let merchant = ("cf.merchant".to_owned(), "Händler".to_owned());
    assert!(understood.contains(&merchant), "{understood:?}");
    assert!(columns.remarks()[0].starts_with("no column says when"));
    assert_eq!(columns.moments(), [7]);
}

#[test]
fn the_map_goes_before_the_guess() {
    let map = [
        (Field::Subject, "headline".to_owned()),
        (Field::Id, "No.".to_owned()),
        (Field::Custom("sort".to_owned()), "type".to_owned()),
    ];
    let options = Options {
        map: &map,
        ..Options::default()
    };
    let table = "No.,Headline,Subject,type,updated\n5,a,b,odd,2026-09-21T10:00:00Z\n";
    let (columns, tickets) = read(table, &options).unwrap();
    assert_eq!(tickets[0].id, 5);
    assert_eq!(tickets[0].subject, "a");
    assert!(!tickets[0].said.has(Said::KIND));
    assert_eq!(tickets[0].fields, [(named("sort"), "odd".to_owned())]);
    let said = "2 columns read as subject: column 2 \"Headline\" counts";
    assert_eq!(columns.remarks(), [said]);
    let map = [(Field::Status, "Statsu".to_owned())];
    let options = Options {
        map: &map,
        ..Options::default()
    };
    let fault = read("id,Status\n", &options).unwrap_err();
    let said = "the header has no column \"Statsu\": did you mean \"Status\"";
    assert_eq!(fault.what, said);
}

#[test]
fn of_two_columns_for_one_field_the_first_counts() {
    let (columns, tickets) = read(
        &format!("{HEADER},subject,x,X\n1,Payout late,open,,,,,2026-09-21T14:13:20Z,,,other,a,b\n"),
        &Options::default(),
    )
    .unwrap();
    assert_eq!(tickets[0].subject, "Payout late");
    assert_eq!(tickets[0].fields, [(named("x"), "a".to_owned())]);
    assert_eq!(columns.remarks().len(), 2, "{:?}", columns.remarks());
    let said = "2 columns read as subject: column 2 \"subject\" counts";
    assert_eq!(columns.remarks()[0], said);
}

#[test]
fn a_table_without_an_id_and_a_subject_is_refused() {
    let fault = fault("foo,bar\n1,2\n");
    let said = "the header has no column for an id or a subject, but \"foo\", \"bar\"";
    assert_eq!(fault.what, said);
    assert!(fault.cure.contains("--map"));
    let options = Options {
        source: Source::Zendesk,
        ..Options::default()
    };
    let fault = read("subject\nx\n", &options).unwrap_err();
    assert!(fault.what.contains("ids of the tickets"), "{fault:?}");
}

#[test]
fn ids_are_numbers_handles_or_made_of_the_row() {
    let ids = |table: &str| -> Vec<_> {
        let tickets = tickets(table);
        tickets
            .iter()
            .map(|ticket| (ticket.source, ticket.id))
            .collect()
    };
    let given = ids("id,subject\n5,x\n#6,x\nzd:7,x\nhttps://acme.freshdesk.com/a/tickets/8,x\n");
    let expected = [
        (Source::Local, 5),
        (Source::Local, 6),
        (Source::Zendesk, 7),
        (Source::Freshdesk, 8),
    ];
    assert_eq!(given, expected);
    // Ids that are no numbers are kept under their column's name.
    let ticket = one("Case ID,subject\nT-17,x\n");
    assert!(ticket.id < 0);
    assert_eq!(ticket.fields, [(named("Case ID"), "T-17".to_owned())]);
    assert_eq!(ticket.titles[0].title, "Case ID");
    assert_eq!(ticket.id, one("Case ID,subject\nT-17,another\n").id);
    // Without ids: the same row is the same ticket, whatever became of it.
    let dated = "subject,status,email,created\n";
    let row =
        |status: &str, hour: u32| format!("{dated}x,{status},a@b.c,2026-09-21T{hour}:00:00Z\n");
    assert_eq!(ids(&row("open", 10)), ids(&row("solved", 10)));
    assert_ne!(ids(&row("open", 10)), ids(&row("open", 11)));
    let undated = ids("subject,ref\nx,1\nx,2\nx,1\n");
    assert_ne!(undated[0], undated[1]);
    assert_eq!(undated[0], undated[2]);
    assert!(
        undated
            .iter()
            .all(|(source, id)| *source == Source::Local && *id < 0)
    );
}

#[test]
fn a_row_may_say_its_helpdesk() {
    let table = "source,id,subject,x\nZendesk,5,a,1\nfreshdesk,6,b,1\nlocal,7,c,1\nEmail,8,d,1\n";
    let tickets = tickets(table);
    let sources: Vec<_> = tickets.iter().map(|ticket| ticket.source).collect();
    let expected = [
        Source::Zendesk,
        Source::Freshdesk,
        Source::Local,
        Source::Local,
    ];
    assert_eq!(sources, expected);
    for ticket in &tickets {
        assert!(
            ticket
                .titles
                .iter()
                .all(|title| title.source == ticket.source)
        );
    }
}

#[test]
fn what_is_wrong_is_named_with_what_is_known() {
    for (row, said) in [
        (",,open", "has neither an id nor a subject"),
        (
            "1,x,half",
            "status \"half\" is not known: known are new, open, pending, on hold",
        ),
        ("1,x,,ultra", "priority \"ultra\" is not known"),
        (
            "1,x,,,cake",
            "kind \"cake\" is not known: known are inquiry",
        ),
        (
            "1,x,,,,yesterday",
            "created \"yesterday\" is no date and time",
        ),
        (
            "1,x,,,,2026-09-21 10:00",
            "created \"2026-09-21 10:00\" has no offset",
        ),
        ("1,x,,,,,x", "requester id \"x\" is no id"),
    ] {
        let fault = fault(&format!(
            "id,subject,status,priority,kind,created,requester id\n{row}\n"
        ));
        assert!(fault.what.starts_with(said), "{row}: {fault:?}");
    }
    let options = Options {
        source: Source::Zendesk,
        ..Options::default()
    };
    for (row, said) in [
        ("T-1", "id \"T-1\" is no number from 1"),
        ("0", "id \"0\" is no number from 1"),
        ("-4", "id \"-4\" is no number from 1"),
        (
            "18446744073709551616",
            "id \"18446744073709551616\" is no number from 1",
        ),
        ("\" \"", "has no id"),
    ] {
        let fault = read(&format!("id,subject\n{row},x\n"), &options).unwrap_err();
        assert!(fault.what.starts_with(said), "{row}: {fault:?}");
    }
}

#[test]
fn a_member_that_has_no_cell_is_not_said() {
    let ticket = one("id,subject,status,tags,url,x,org\n1,x\n");
    assert_eq!(ticket.said, Said::SUBJECT);
    assert!(ticket.fields.is_empty());
    let ticket = one("id,subject,status,tags,url,x,org\n1,,,,,,\n");
    let said = [Said::SUBJECT, Said::TAGS, Said::URL, Said::ORGANIZATION];
    assert_eq!(ticket.said, said.into_iter().fold(Said::NOTHING, Said::and));
    assert_eq!(
        ticket.fields,
        [(named("x"), String::new())],
        "takes it away"
    );
}

#[test]
fn tags_and_kinds() {
    let kind = |cells: &str| {
        let ticket = one(&format!("id,type,tags\n1,{cells}\n"));
        (ticket.kind, ticket.tags)
    };
    let list = |tags: &[&str]| tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>();
    assert_eq!(kind("Question,a b"), (Kind::Inquiry, list(&["a", "b"])));
    assert_eq!(
        kind("Incident,\"b c, a;b c\""),
        (Kind::Incident, list(&["a", "b c"]))
    );
    assert_eq!(
        kind("Incident,billing"),
        (Kind::Billing, list(&["billing"]))
    );
    assert_eq!(
        kind("onboarding,billing"),
        (Kind::Onboarding, list(&["billing"]))
    );
    assert_eq!(
        kind("-,\"[\"\"x\"\",\"\"y\"\"]\""),
        (Kind::Inquiry, list(&["x", "y"]))
    );
}

#[test]
fn a_solved_date_counts_while_it_is_solved() {
    let at = "2026-09-21T10:00:00Z";
    let solved = one(&format!("id,status,solved\n1,solved,{at}\n"));
    assert!(solved.solved_at.is_some() && solved.said.has(Said::SOLVED));
    let again = one(&format!("id,status,solved\n1,open,{at}\n"));
    assert!(again.solved_at.is_none() && again.said.has(Said::SOLVED));
    let unknown = one("id,status,solved\n1,solved,\n");
    assert!(!unknown.said.has(Said::SOLVED));
    let deleted = one("id,status\n1,deleted\n");
    assert!(deleted.deleted);
}

#[test]
fn long_and_secret_texts_are_kept_as_all_texts_are() {
    let table = format!(
        "id,subject,body\n1,{},card 4111 1111 1111 1111\0\n",
        "A".repeat(65_536)
    );
    let mut table = Table::open(table.as_bytes(), Limits::default()).unwrap();
    let columns = Columns::of(table.header(), &Options::default()).unwrap();
    let parsed = columns.read(&table.next_row().unwrap().unwrap()).unwrap();
    assert_eq!(parsed.remarks, ["subject cut to 1024 characters"]);
    assert_eq!(parsed.masked, 1);
}

#[test]
fn a_header_of_thousands_is_read_in_one_go() {
    let table = format!(
        "id{},subject\n1{},x\n",
        ",subject,x".repeat(9_000),
        ",a,b".repeat(9_000)
    );
    let (columns, tickets) = read(&table, &Options::default()).unwrap();
    assert_eq!(tickets[0].subject, "a");
    assert_eq!(columns.remarks().len(), 3);
}

proptest! {
    #[test]
    fn any_table_is_survived(
        header in "(id|subject|status|created|x|\"\")(,(id|subject|type|tags|email|priority|solved|y|y|\\PC{0,4})){0,12}",
        cells in proptest::collection::vec(any::<String>(), 0..14),
        source in proptest::sample::select(Source::ALL),
    ) {
        let quote = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let row: Vec<_> = cells.iter().map(quote).collect();
        let table = format!("{}\n{}\n1,2\n", header.replace('\0', ""), row.join(","));
        let options = Options { source, ..Options::default() };
        if let Ok(mut table) = Table::open(table.as_bytes(), Limits::default())
            && let Ok(columns) = Columns::of(table.header(), &options)
        {
            columns.understood();
            while let Ok(Some(row)) = table.next_row() {
                drop(columns.read(&row));
            }
        }
    }

    #[test]
    fn a_written_table_reads_back(
        rows in proptest::collection::vec(
            (1..i64::MAX, "[^\\s'\\d\0]\\PC{0,30}", "[^\\s'\\d\0][^\0\\d]{0,60}",
             proptest::sample::select(Status::ALL), proptest::sample::select(Priority::ALL),
             proptest::collection::btree_set("[a-z]{2,9}", 0..4), 1_000_000_000i64..2_000_000_000),
            1..8,
        ),
    ) {
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        writer.write_record(["ID", "Subject", "Note", "Status", "Priority", "Tags", "Updated"]).unwrap();
        for (id, subject, note, status, priority, tags, at) in &rows {
            let tags = tags.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
            let at = Utc.timestamp_opt(*at, 0).unwrap().to_rfc3339();
            let id = id.to_string();
            writer
                .write_record([&id, subject, note, status.label(), priority.name(), &tags, &at])
                .unwrap();
        }
        let table = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let zone = Zone::default();
        let options = Options { zone: Some(&zone), ..Options::default() };
        let (_, tickets) = read(&table, &options).unwrap();
        prop_assert_eq!(tickets.len(), rows.len());
        for (ticket, (id, subject, note, status, priority, tags, at)) in tickets.iter().zip(&rows) {
            prop_assert_eq!(ticket.id, *id);
            prop_assert_eq!(&ticket.subject, subject);
            prop_assert_eq!(&ticket.fields[0].1, note);
            prop_assert_eq!(ticket.status, *status);
            prop_assert_eq!(ticket.priority, Some(*priority));
            prop_assert_eq!(&ticket.tags, &tags.iter().cloned().collect::<Vec<_>>());
            prop_assert_eq!(ticket.updated_at.timestamp(), *at);
        }
    }
}
