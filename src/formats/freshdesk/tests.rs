use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::domain::Instant;
use crate::domain::tickets::records::{PersonRecord, Said, TicketRecord, named};
use crate::domain::tickets::{EntryKind, Kind as About, Priority, Role, Source, Status};
use crate::domain::zone::Zone;
use crate::formats::export::{Field, Options, Order};
use crate::formats::rows::Fault as Trouble;
use crate::formats::table::{Limits, Table};

fn at(text: &str) -> Instant {
    crate::formats::rfc3339::parse(text).unwrap()
}

fn ticket_of(parsed: Parsed) -> TicketRecord {
    match parsed.record {
        Record::Ticket(ticket) => *ticket,
        other => panic!("{other:?}"),
    }
}

fn json_ticket(value: &serde_json::Value) -> TicketRecord {
    ticket_of(parse(value.to_string().as_bytes()).unwrap())
}

/// The rows of a table, or why it has none.
fn rows(text: &str, options: &Options<'_>) -> Result<Vec<Result<Parsed, String>>, String> {
    let mut table = Table::open(text.as_bytes(), Limits::default()).unwrap();
    let columns = Columns::of(table.header(), options).map_err(|fault| fault.what)?;
    let mut rows = Vec::new();
    loop {
        match table.next_row() {
            Ok(None) => return Ok(rows),
            Ok(Some(row)) => rows.push(columns.read(&row).map_err(|fault| fault.what)),
            Err(Trouble::Row { what, .. }) => rows.push(Err(what.to_owned())),
            Err(other) => return Err(format!("{other:?}")),
        }
    }
}

fn in_berlin(text: &str) -> Vec<Parsed> {
    let berlin = Zone::named("Europe/Berlin");
    let options = Options {
        zone: berlin.as_ref(),
        ..Options::default()
    };
    rows(text, &options)
        .unwrap()
        .into_iter()
        .map(Result::unwrap)
        .collect()
}

fn first(text: &str) -> TicketRecord {
    ticket_of(in_berlin(text).remove(0))
}

#[test]
fn an_account_export_goes_by_the_number_people_see() {
    let row = json!({"helpdesk_ticket": {
        "id": 600_000, "display_id": 5000, "subject": "Refund", "status": 2, "priority": 1,
        "source": 1, "requester_id": 9, "responder_id": null, "group_id": null,
        "created_at": "2026-09-22T00:00:00+02:00", "updated_at": "2026-09-22T00:01:00+02:00",
        "description": "d", "description_html": "<div>d</div>", "deleted": false, "spam": false,
        "custom_field": {"psp_reference_12345": "x", "empty_12345": null},
        "tags": [{"name": "refund"}],
        "notes": [{"id": 1, "body": "n", "body_html": "<div>n</div>", "private": true,
            "incoming": false, "user_id": 9, "source": 2,
            "created_at": "2026-09-22T01:00:00+02:00", "attachments": [
                {"content_file_name": "log.txt", "content_file_size": 12}]}]}});
    let ticket = json_ticket(&row);
    assert_eq!((ticket.source, ticket.id), (Source::Freshdesk, 5000));
    assert_eq!(
        (ticket.status, ticket.priority),
        (Status::Open, Some(Priority::Low))
    );
    assert_eq!(ticket.created_at, at("2026-09-21T22:00:00Z"));
    assert_eq!(
        (ticket.requester, ticket.assignee, &*ticket.tags[0]),
        (Some(9), None, "refund")
    );
    let reference = (named("psp reference"), "x".to_owned());
    assert!(ticket.fields.contains(&reference), "{:?}", ticket.fields);
    // A field without a value takes away what was there.
    assert!(ticket.fields.iter().any(|(_, value)| value.is_empty()));
    assert!(
        ticket
            .titles
            .iter()
            .any(|field| field.title == "psp reference")
    );
    assert!(ticket.said.has(Said::ASSIGNEE) && !ticket.said.has(Said::ORGANIZATION));
    let [own, note] = ticket.entries.as_slice() else {
        panic!("{ticket:?}")
    };
    assert_eq!((own.id, own.author, &*own.text), (-5000, Some(9), "d"));
    assert_eq!(own.at, ticket.created_at);
    assert_eq!(
        (note.id, note.kind, note.public),
        (1, EntryKind::Note, false)
    );
    assert_eq!(
        (&*note.attachments[0].name, note.attachments[0].size),
        ("log.txt", Some(12))
    );
}

#[test]
fn a_ticket_of_the_api_brings_its_people_and_conversations() {
    let row = json!({"id": 5001, "subject": null, "description": "<b>hi</b>",
        "description_text": "hi", "status": 4, "priority": 4, "source": 10, "type": "Incident",
        "requester_id": 9, "responder_id": 7, "company_id": 3, "tags": ["b", "a", "a"],
        "requester": {"id": 9, "name": "Zoë", "email": "Zoe@Example.com"},
        "company": {"id": 3, "name": "Acme"}, "custom_fields": {"cf_psp_reference": "y", "cf_n": 5},
        "stats": {"resolved_at": "2026-09-21T12:00:00Z", "closed_at": null},
        "created_at": "2026-09-21T10:00:00Z", "updated_at": "2026-09-21T12:00:00Z",
        "conversations": [{"id": 9001, "user_id": 9, "body": "<div>x</div>", "body_text": "x",
            "private": false, "created_at": "2026-09-21T11:00:00Z",
            "updated_at": "2026-09-21T11:30:00Z", "attachments": [{"name": "a.pdf", "size": 3}]}]});
    let ticket = json_ticket(&row);
    assert_eq!(
        (ticket.kind, ticket.status),
        (About::Incident, Status::Solved)
    );
    assert_eq!(ticket.solved_at, Some(at("2026-09-21T12:00:00Z")));
    assert_eq!(ticket.people[0].email.as_deref(), Some("zoe@example.com"));
    assert_eq!(ticket.organization_named.unwrap().name, "Acme");
    assert_eq!(ticket.tags, ["a", "b"]);
    assert!(
        ticket
            .fields
            .contains(&(named("PSP reference"), "y".to_owned()))
    );
    // We opened it: the first message is the agent's.
    assert_eq!(ticket.entries[0].author, Some(7));
    let reply = &ticket.entries[1];
    assert_eq!(
        (reply.kind, &*reply.text, reply.public),
        (EntryKind::Reply, "x", true)
    );
    assert_eq!(reply.version, at("2026-09-21T11:30:00Z").timestamp());
}

#[test]
fn statuses_go_by_number_and_those_of_an_account_by_name() {
    let status = |number: i64, name: Option<&str>| {
        let row = json!({"id": 1, "subject": "s", "status": number, "status_name": name,
            "created_at": "2026-09-21T10:00:00Z"});
        let parsed = parse(row.to_string().as_bytes());
        parsed.map(|parsed| (parsed.counted.len(), ticket_of(parsed).status))
    };
    for (number, name, expected, counted) in [
        (2, Some("Being Processed"), Status::Open, 0),
        (3, None, Status::Pending, 0),
        (4, None, Status::Solved, 0),
        (5, None, Status::Closed, 0),
        (6, None, Status::Pending, 0),
        (6, Some("Waiting on Customer"), Status::Pending, 0),
        (7, None, Status::OnHold, 0),
        (7, Some("Waiting on Third Party"), Status::OnHold, 0),
        (6, Some("With Bank"), Status::OnHold, 1),
        (12, None, Status::OnHold, 1),
    ] {
        assert_eq!(
            status(number, name).unwrap(),
            (counted, expected),
            "{number} {name:?}"
        );
    }
    assert_eq!(
        status(1, None).unwrap_err().what,
        "status is below 2, the number of Open"
    );
}

#[test]
fn what_was_deleted_or_is_spam_is_a_tombstone() {
    for member in ["deleted", "spam"] {
        let row = json!({"id": 1, "subject": "s", "status": 2, member: true,
            "created_at": "2026-09-21T10:00:00Z"});
        assert!(json_ticket(&row).deleted, "{member}");
    }
}

#[test]
fn people_companies_groups_and_conversations_are_known_by_their_members() {
    let record =
        |value: serde_json::Value| parse(value.to_string().as_bytes()).map(|row| row.record);
    let person = |value| match record(value) {
        Ok(Record::Person(person)) => (person.id, person.role, person.organization),
        other => panic!("{other:?}"),
    };
    let agent =
        json!({"user": {"id": 5, "name": "Gus", "email": "g@a.test", "helpdesk_agent": true}});
    assert_eq!(person(agent), (5, Some(Role::Agent), None));
    let user = json!({"user": {"id": 6, "name": "Zoe", "email": null, "customer_id": 3}});
    assert_eq!(person(user), (6, Some(Role::EndUser), Some(3)));
    let api = json!({"available": true, "id": 7, "contact": {"name": "Mia", "email": "m@a.test"}});
    assert_eq!(person(api), (7, Some(Role::Agent), None));
    let contact =
        json!({"active": true, "id": 8, "name": "Zoe", "email": "z@e.test", "company_id": 3});
    assert_eq!(person(contact), (8, Some(Role::EndUser), Some(3)));
    for company in [
        json!({"company": {"id": 3, "name": "Acme"}}),
        json!({"id": 3, "name": "Acme", "domains": []}),
    ] {
        assert!(matches!(record(company), Ok(Record::Organization(it)) if it.name == "Acme"));
    }
    for group in [
        json!({"group": {"id": 4, "name": "Risk"}}),
        json!({"id": 4, "name": "Risk", "agent_ids": []}),
    ] {
        assert!(matches!(record(group), Ok(Record::Team(it)) if it.id == 4));
    }
    let reply = json!({"id": 1, "ticket_id": 5001, "body": "<b>x</b>", "body_text": "x",
        "private": false, "user_id": 9, "created_at": "2026-09-21T10:00:00Z"});
    assert!(matches!(record(reply), Ok(Record::Entries(it)) if it[0].ticket == 5001));
    assert!(record(json!({"id": 1, "name": "?"})).is_err());
}

#[test]
fn a_bad_row_is_refused_by_its_member() {
    for (row, what) in [
        (
            r#"{"helpdesk_ticket": {"display_id": -1, "status": 2, "created_at": "2026-09-21T10:00:00Z"}}"#,
            "display_id is negative",
        ),
        (
            r#"{"helpdesk_ticket": {"id": 1, "status": "open", "created_at": "2026-09-21T10:00:00Z"}}"#,
            "status is a text where a number belongs",
        ),
        (
            r#"{"helpdesk_ticket": {"id": 1, "status": 2}}"#,
            "created_at is missing",
        ),
        (
            r#"{"helpdesk_ticket": {"id": 1, "id": 2, "status": 2}}"#,
            "id stands twice",
        ),
        (
            r#"{"id": 1, "subject": "s", "status": 2, "priority": 9, "created_at": "2026-09-21T10:00:00Z"}"#,
            "priority is none of 1, 2, 3, 4",
        ),
        (
            r#"{"id": 1, "subject": "s", "status": 2, "created_at": "2026-09-21T10:00:00Z", "notes": [{"id": 0, "created_at": "2026-09-21T10:00:00Z"}]}"#,
            "notes[0].id is 0; ids begin at 1",
        ),
    ] {
        assert_eq!(parse(row.as_bytes()).unwrap_err().what, what, "{row}");
    }
    let deep = format!(
        r#"{{"helpdesk_ticket":{}{}}}"#,
        r#"{"a":"#.repeat(5000),
        "}".repeat(5000)
    );
    assert!(
        parse(deep.as_bytes())
            .unwrap_err()
            .what
            .contains("128 levels")
    );
}

#[test]
fn members_of_an_account_export_are_known_by_name() {
    for name in [
        "Tickets0.json",
        "tickets.json",
        "Users12.json",
        "Companies0.json",
        "Groups0.json",
    ] {
        assert!(is_member(name), "{name}");
    }
    for name in [
        "Solutions0.json",
        "CannedResponses0.json",
        "Tickets0.txt",
        "mytickets.json",
        ".json",
    ] {
        assert!(!is_member(name), "{name}");
    }
}

const TABLE: &str = "\
Ticket ID,Subject,Status,Priority,Source,Type,Agent,Group,Created time,Resolved time,Last update time,First response time (in hrs),Tags,PSP reference,Full name,Email,Contact ID,Company Name
5000,\"Refund, late\",With Bank,Urgent,Email,,No Agent,No Group,2026-09-21 16:13:20,,2026-09-21 16:14:20,125:03:11,\"vip,refund\",80001,Zoë,Zoe@example.com,80000000000,Acme
5001,=1+1,Closed,Low,Email,Incident,Gus Agent,Risk,2026-09-21 16:13:20,2026-09-21 17:00:00,2026-09-21 18:00:00,,,,Zoë,,,
";

#[test]
fn a_table_is_read_by_its_header() {
    let parsed = in_berlin(TABLE);
    assert_eq!(
        parsed[0].counted,
        ["status \"With Bank\" is read as on_hold"]
    );
    let ticket = ticket_of(parsed[0].clone());
    assert_eq!(
        (ticket.id, &*ticket.subject, ticket.status),
        (5000, "Refund, late", Status::OnHold)
    );
    assert_eq!(ticket.created_at, at("2026-09-21T14:13:20Z"));
    assert_eq!(ticket.updated_at, at("2026-09-21T14:14:20Z"));
    assert_eq!(
        (ticket.assignee, ticket.team, ticket.solved_at),
        (None, None, None)
    );
    assert!(
        ticket.said.has(
            Said::ASSIGNEE
                .and(Said::TEAM)
                .and(Said::SOLVED)
                .and(Said::TAGS)
        )
    );
    assert!(!ticket.said.has(Said::FIELDS) && !ticket.said.has(Said::DESCRIPTION));
    assert_eq!(ticket.tags, ["refund", "vip"]);
    assert_eq!(
        ticket.fields,
        [(named("psp reference"), "80001".to_owned())]
    );
    assert_eq!(
        (ticket.titles.len(), &*ticket.titles[0].title),
        (1, "PSP reference")
    );
    let zoe = PersonRecord {
        source: Source::Freshdesk,
        id: 80_000_000_000,
        name: "Zoë".into(),
        email: Some("zoe@example.com".into()),
        role: Some(Role::EndUser),
        organization: Some(named("Acme")),
        updated_at: None,
    };
    assert_eq!(
        (ticket.people.as_slice(), ticket.requester),
        (&[zoe][..], Some(80_000_000_000))
    );
    let ticket = ticket_of(parsed[1].clone());
    assert_eq!((&*ticket.subject, ticket.kind), ("=1+1", About::Incident));
    assert_eq!(
        (ticket.assignee, ticket.team),
        (Some(named("Gus Agent")), Some(named("Risk")))
    );
    assert_eq!(ticket.requester, Some(named("Zoë")));
    assert_eq!(ticket.solved_at, Some(at("2026-09-21T15:00:00Z")));
    assert_eq!(
        ticket.fields,
        [(named("psp reference"), String::new())],
        "taken away"
    );
}

#[test]
fn columns_come_in_any_order_and_spelling() {
    let ticket =
        first("last_updated_time;TAGS;ticket_id;STATUS\n2026-09-21 16:14:20;a,b;7;Resolved\n");
    assert_eq!(
        (ticket.id, ticket.status, ticket.tags.len()),
        (7, Status::Solved, 2)
    );
    assert_eq!(ticket.said, Said::STATUS.and(Said::TAGS).and(Said::KIND));
    assert_eq!(ticket.created_at, ticket.updated_at);
}

#[test]
fn the_first_of_repeated_columns_that_is_not_empty_counts() {
    let text = "Ticket ID,Created time,Tags,Tags_1,Ref,Ref\n7,2026-09-21 16:14:20,,b,,x\n";
    let ticket = first(text);
    assert_eq!((&*ticket.tags[0], &*ticket.fields[0].1), ("b", "x"));
    let table = Table::open(text.as_bytes(), Limits::default()).unwrap();
    let columns = Columns::of(table.header(), &Options::default()).unwrap();
    assert!(
        columns.remarks()[0].contains("column \"Tags\" stands 2 times"),
        "{:?}",
        columns.remarks()
    );
    assert!(
        columns
            .understood()
            .contains(&("cf.Ref".into(), "Ref".into()))
    );
}

#[test]
fn a_row_says_nothing_of_cells_it_does_not_reach() {
    let ticket = first("Created time,Ticket ID,Status,Tags\n2026-09-21 16:14:20,7\n");
    assert_eq!(ticket.said, Said::CREATED);
}

#[test]
fn a_person_says_which_column_holds_what() {
    let map = [
        (Field::named("subject").unwrap(), "Betreff".to_owned()),
        (Field::named("cf.Ref").unwrap(), "Subject".to_owned()),
    ];
    let utc = Zone::named("UTC");
    let options = Options {
        zone: utc.as_ref(),
        map: &map,
        ..Options::default()
    };
    let text = "Ticket ID,Betreff,Subject,Created time\n7,hallo,x,2026-09-21 16:14:20\n";
    let ticket = ticket_of(rows(text, &options).unwrap().remove(0).unwrap());
    assert_eq!((&*ticket.subject, &*ticket.fields[0].1), ("hallo", "x"));
    let map = [(Field::named("subject").unwrap(), "Betref".to_owned())];
    let options = Options {
        map: &map,
        ..Options::default()
    };
    assert!(
        rows(text, &options)
            .unwrap_err()
            .contains("no column `Betref`; the nearest is \"Betreff\"")
    );
}

#[test]
fn a_table_without_ids_or_times_is_refused() {
    let refused = |text: &str| rows(text, &Options::default()).unwrap_err();
    assert!(
        refused("Ticket IDs,Created time\n1,x")
            .starts_with("has no column `Ticket ID`; the nearest is \"Ticket IDs\"")
    );
    assert!(refused("Ticket ID,Subject\n1,x").contains("Last update time"));
}

#[test]
fn a_bad_cell_is_named_by_its_column() {
    let fault = |row: &str, order: Order| {
        let text = format!("Ticket ID,Created time,Priority\n{row}\n");
        let utc = Zone::named("UTC");
        let options = Options {
            zone: utc.as_ref(),
            dates: order,
            ..Options::default()
        };
        rows(&text, &options).unwrap().remove(0).unwrap_err()
    };
    let none = Order::Unknown;
    assert!(
        fault("x1,2026-09-21 10:00:00,Low", none).starts_with("Ticket ID is no ticket's number")
    );
    assert!(fault("0,2026-09-21 10:00:00,Low", none).starts_with("Ticket ID is no"));
    assert_eq!(
        fault(",2026-09-21 10:00:00,Low", none),
        "Ticket ID is empty"
    );
    assert!(fault("1,2026-02-30 10:00:00,Low", none).starts_with("Created time is no date"));
    assert!(fault("1,03/04/2026 10:00,Low", none).starts_with("Created time may be day/month"));
    assert!(
        fault("1,2026-09-21 10:00:00,Purple", none)
            .contains("Low, Medium, High, Urgent: \"Purple\"")
    );
    assert!(fault("1,,Low", none).starts_with("has no time"));
    let text = "Ticket ID,Created time\n1,2026-09-21 10:00:00\n";
    let fault = rows(text, &Options::default())
        .unwrap()
        .remove(0)
        .unwrap_err();
    assert_eq!(fault, "Created time has no offset from UTC");
}

proptest! {
    #[test]
    fn any_row_is_survived(bytes in proptest::collection::vec(any::<u8>(), 0..300), text in "\\PC{0,80}") {
        drop(parse(&bytes));
        drop(parse(format!(r#"{{"helpdesk_ticket": {{"id": 1, "status": {text}}}}}"#).as_bytes()));
        let table = format!("Ticket ID,Subject,Created time,Tags,Contact ID\n1,{text},2026-09-21,{text},{text}\n");
        drop(rows(&table, &Options::default()));
    }
}
