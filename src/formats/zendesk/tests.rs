use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::domain::Instant;
use crate::domain::tickets::records::{
    EntryRecord, FieldRecord, OrganizationRecord, PersonRecord, Said, TeamRecord, TicketRecord,
};
use crate::domain::tickets::{
    Attachment, EntryKind, FieldChange, Kind, Priority, Role, Source, Status,
};
use crate::formats::rows::Rows;

fn corpus(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/corpus/zendesk")
        .join(file)
}

fn bytes(file: &str) -> Vec<u8> {
    std::fs::read(corpus(file)).unwrap()
}

/// Every row of a corpus file, parsed.
fn parse_all(file: &str) -> Vec<Result<Parsed, Fault>> {
    let bytes = bytes(file);
    let mut rows = Rows::new(bytes.as_slice());
    let mut all = Vec::new();
    while let Some(row) = rows.next_row().unwrap() {
        all.push(parse(row.bytes));
    }
    all
}

fn records(file: &str) -> Vec<Record> {
    parse_all(file)
        .into_iter()
        .map(|row| row.unwrap().record)
        .collect()
}

fn at(text: &str) -> Instant {
    crate::formats::rfc3339::parse(text).unwrap()
}

fn changed(field: &str, from: Option<&str>, to: Option<&str>) -> FieldChange {
    FieldChange {
        field: field.to_owned(),
        from: from.map(str::to_owned),
        to: to.map(str::to_owned),
    }
}

#[test]
fn a_row_of_each_kind_becomes_its_record() {
    let july = Some(at("2026-07-01T09:00:00Z"));
    let message = EntryRecord {
        source: Source::Zendesk,
        id: 801,
        ticket: 7,
        at: at("2026-09-21T14:13:20Z"),
        kind: EntryKind::Reply,
        author: Some(21),
        public: true,
        text: "Where is our payout?".to_owned(),
        changes: vec![],
        attachments: vec![],
        version: 0,
    };
    let audit = EntryRecord {
        id: 900,
        kind: EntryKind::Status,
        author: Some(11),
        public: false,
        text: String::new(),
        changes: vec![
            changed("status", Some("open"), Some("on_hold")),
            changed("assignee", None, Some("11")),
            changed("cf.360002", Some("MTC0"), Some("MTC1")),
            changed("kind", Some("question"), Some("incident")),
        ],
        ..message.clone()
    };
    let with_file = EntryRecord {
        attachments: vec![Attachment {
            name: "../payout.pdf".to_owned(),
            size: Some(1234),
        }],
        ..message.clone()
    };
    let ticket = TicketRecord {
        source: Source::Zendesk,
        id: 7,
        said: Said::WHOLE,
        deleted: false,
        url: Some("https://lpm-desk.zendesk.com/agent/tickets/7".to_owned()),
        subject: "Payout late".to_owned(),
        description: Some("Where is our payout?".to_owned()),
        kind: Kind::Billing,
        status: Status::OnHold,
        priority: Some(Priority::High),
        requester: Some(21),
        assignee: Some(11),
        organization: Some(31),
        team: Some(41),
        tags: vec!["billing".to_owned(), "payout".to_owned()],
        fields: vec![
            (360_001, "sepa, ideal".to_owned()),
            (360_002, "MTC1".to_owned()),
            (360_005, "12.5".to_owned()),
        ],
        created_at: at("2026-09-21T14:13:20Z"),
        updated_at: at("2026-09-22T08:00:00Z"),
        generated: 1_790_090_000,
        people: vec![],
        solved_at: None,
        organization_named: None,
        team_named: None,
        titles: std::sync::Arc::default(),
        entries: vec![],
    };
    let ana = PersonRecord {
        source: Source::Zendesk,
        id: 11,
        name: "Ana Ríos".to_owned(),
        email: Some("ana@lpm-desk.example".to_owned()),
        role: Some(Role::Agent),
        organization: None,
        updated_at: july,
    };
    let sven = PersonRecord {
        id: 21,
        name: "Sven".to_owned(),
        email: None,
        role: Some(Role::EndUser),
        organization: Some(31),
        ..ana.clone()
    };
    let expected = vec![
        Record::Entries(vec![message, audit]),
        Record::Entries(vec![with_file]),
        Record::Ticket(Box::new(ticket)),
        Record::Person(ana),
        Record::Person(sven),
        Record::Organization(OrganizationRecord {
            source: Source::Zendesk,
            id: 31,
            name: "Fjordbank".to_owned(),
            partner: true,
            updated_at: july,
        }),
        Record::Team(TeamRecord {
            source: Source::Zendesk,
            id: 41,
            name: "L1".to_owned(),
            updated_at: july,
        }),
        Record::Field(FieldRecord {
            source: Source::Zendesk,
            id: 360_002,
            title: "merchant_id".to_owned(),
        }),
    ];
    let found = records("desk.ndjson");
    assert_eq!(found[..8], expected);
    assert!(matches!(&found[8], Record::Ticket(ticket) if ticket.deleted && ticket.id == 8));
    assert_eq!(records("desk.json"), found);
    let wrapped = records("wrapped.ndjson");
    let in_order = [2, 3, 5, 6, 7, 1, 0].map(|place| found[place].clone());
    assert_eq!(wrapped[..7], in_order);
    assert!(matches!(&wrapped[7], Record::Ticket(ticket) if ticket.id == 9));
    let page = records("page.json");
    assert_eq!(page, [2, 8, 3, 4].map(|place| found[place].clone()));
}

#[test]
fn a_bad_row_says_which_member_is_wrong() {
    let bytes = bytes("bad.ndjson");
    for line in bytes.split(|b| *b == b'\n').filter(|line| !line.is_empty()) {
        let text = std::str::from_utf8(line).unwrap();
        let (_, why) = text.split_once("\"why\":\"").unwrap();
        let (why, _) = why.split_once('"').unwrap();
        let fault = parse(line).unwrap_err();
        assert!(fault.what.contains(why), "{fault} for {text}");
        assert!(!fault.cut, "{text}");
    }
}

#[test]
fn what_is_no_json_is_refused() {
    let deep = format!("{{\"id\":{}1{}}}", "[".repeat(20_000), "]".repeat(20_000));
    for (row, why) in [
        (&b"null"[..], "is no JSON object"),
        (b"Id,Subject", "is no JSON object"),
        (
            br#"{"id":1,}"#,
            "is no whole JSON: trailing comma at column 9",
        ),
        (
            br#"{"subject":"\ud83d x"}"#,
            "half a character (a lone surrogate) at column 19",
        ),
        (b"{\"x\":\"\xff\"}", "is no UTF-8 text from byte 7 on"),
        (br#"{"id":1} {}"#, "trailing characters"),
        (deep.as_bytes(), "is nested more than 128 levels deep"),
    ] {
        let fault = parse(row).unwrap_err();
        assert!(fault.what.contains(why) && !fault.cut, "{fault}");
    }
}

#[test]
fn a_row_cut_anywhere_is_known_as_cut() {
    let bytes = bytes("desk.ndjson");
    let line = bytes.split(|b| *b == b'\n').nth(3).unwrap();
    for end in 1..line.len() {
        let fault = parse(&line[..end]).unwrap_err();
        assert!(fault.cut, "{end}: {fault}");
    }
}

#[test]
fn card_numbers_are_masked_before_anyone_sees_them() {
    let parsed = parse_all("cards.ndjson").remove(0).unwrap();
    assert_eq!((parsed.masked, parsed.ticket()), (5, Some(1)));
    let Record::Ticket(ticket) = parsed.record else {
        panic!("no ticket")
    };
    assert_eq!(ticket.subject, "card 411111******1111 declined");
    assert_eq!(
        ticket.description.as_deref(),
        Some("PAN 555555******4444 CVV [removed], order 2603041111111")
    );
    assert_eq!(ticket.fields[0].1, "378282*****0005");
    assert_eq!(ticket.fields[1].1, "charge_hdPMyIdfpQtyovhLxK91K");
    assert_eq!(ticket.entries[0].text, "again 411111******1111");
    assert_eq!(ticket.entries[0].author, None);
    assert_eq!(
        ticket.entries[0].attachments[0].name,
        "411111******1111.png"
    );
}

#[test]
fn long_texts_are_cut_on_a_grapheme_and_nul_is_replaced() {
    let subject = format!("{}e\u{301}x", "a".repeat(1023));
    let row = json!({
        "id": 1, "status": "open", "subject": subject, "created_at": "2026-09-21T14:13:20Z",
        "description": "pay\0load", "tags": ["t".repeat(65)],
        "requester": {"id": 2, "name": "ñ".repeat(300)},
    });
    let parsed = parse(row.to_string().as_bytes()).unwrap();
    let Record::Ticket(ticket) = parsed.record else {
        panic!("no ticket")
    };
    // The accent does not fit, so its letter is not kept without it.
    assert_eq!(ticket.subject, "a".repeat(1023));
    assert_eq!(ticket.description.as_deref(), Some("pay\u{FFFD}load"));
    assert_eq!(ticket.tags, ["t".repeat(64)]);
    assert_eq!(ticket.people[0].name, "ñ".repeat(256));
    assert_eq!(
        parsed.remarks,
        [
            "a tag cut to 64 characters",
            "name cut to 256 characters",
            "subject cut to 1024 characters"
        ]
    );
}

#[test]
fn kinds_follow_type_and_tags() {
    for (kind, tags, expected) in [
        (json!(null), json!([]), Kind::Inquiry),
        (json!("task"), json!(["refund"]), Kind::Inquiry),
        (json!("incident"), json!([]), Kind::Incident),
        (json!("problem"), json!(null), Kind::Problem),
        (json!("incident"), json!(["billing"]), Kind::Billing),
        (
            json!("question"),
            json!(["onboarding", "x"]),
            Kind::Onboarding,
        ),
        (
            json!("question"),
            json!(["billing", "partner_request"]),
            Kind::PartnerRequest,
        ),
    ] {
        let row = json!({"id": 1, "status": "new", "type": kind, "tags": tags,
            "created_at": "2026-09-21T14:13:20Z"});
        let parsed = parse(row.to_string().as_bytes()).unwrap();
        assert!(
            matches!(&parsed.record, Record::Ticket(t) if t.kind == expected),
            "{row}"
        );
    }
}

#[test]
fn audits_of_both_apis_are_read() {
    let row = json!({"id": 5, "ticket_id": 7, "author_id": -1, "created_at": "2026-09-21T14:13:20Z",
    "events": [
        {"id": 6, "type": "Change", "field_name": "priority", "value": null, "previous_value": "high"},
        {"id": 7, "type": "Change", "field_name": "360002", "value": "a", "previous_value": null},
        {"id": 8, "type": "Comment", "author_id": 21, "body": "b", "public": false},
        {"id": 9, "type": "Notification", "body": "mail"}
    ]});
    let Record::Entries(entries) = parse(row.to_string().as_bytes()).unwrap().record else {
        panic!("no entries")
    };
    assert_eq!(entries.len(), 2);
    assert_eq!((entries[0].id, entries[0].kind), (8, EntryKind::Note));
    assert_eq!((entries[1].id, entries[1].kind), (5, EntryKind::Field));
    assert_eq!(entries[1].author, None);
    assert_eq!(
        entries[1].changes,
        [
            changed("priority", Some("high"), None),
            changed("cf.360002", None, Some("a"))
        ]
    );
}

#[test]
fn lists_are_bounded() {
    let row = json!({"id": 1, "status": "new", "created_at": "2026-09-21T14:13:20Z",
        "tags": vec!["t"; 1001]});
    let fault = parse(row.to_string().as_bytes()).unwrap_err();
    assert!(
        fault.what.contains("a list has more than 1000 entries"),
        "{fault}"
    );
}

/// Text without card numbers, NUL or anything else that is changed on the way in.
fn words() -> impl Strategy<Value = String> {
    "[a-zA-Zäßñ€退 \\n\"\\\\]{0,30}"
}

fn instants() -> impl Strategy<Value = Instant> {
    (-2_000_000_000i64..7_000_000_000).prop_map(|s| Instant::from_timestamp(s, 0).unwrap())
}

fn entries() -> impl Strategy<Value = EntryRecord> {
    (
        1i64..,
        instants(),
        any::<bool>(),
        prop::option::of(1i64..),
        words(),
    )
        .prop_map(|(id, at, public, author, text)| EntryRecord {
            source: Source::Zendesk,
            id,
            ticket: 0,
            at,
            kind: if public {
                EntryKind::Reply
            } else {
                EntryKind::Note
            },
            author,
            public,
            text,
            changes: vec![],
            attachments: vec![],
            version: 0,
        })
}

prop_compose! {
    fn tickets()(
        id in 1i64..,
        (subject, description) in (words(), prop::option::of("[a-z]{1,40}")),
        (created_at, updated_at) in (instants(), instants()),
        status in prop::sample::select(Status::ALL),
        priority in prop::option::of(prop::sample::select(Priority::ALL)),
        (requester, assignee, organization, team) in (
            prop::option::of(1i64..), prop::option::of(1i64..), prop::option::of(1i64..), prop::option::of(1i64..)),
        tags in prop::collection::btree_set("[a-z_]{1,20}", 0..5),
        fields in prop::collection::btree_map(1i64.., "[a-z]{1,10}", 0..5),
        generated in 0i64..,
        mut entries in prop::collection::vec(entries(), 0..4),
    ) -> TicketRecord {
        for entry in &mut entries {
            entry.ticket = id;
        }
        TicketRecord {
            source: Source::Zendesk, id, said: Said::WHOLE, deleted: false, url: None, subject, description,
            kind: Kind::Incident, status, priority, requester, assignee, organization, team,
            tags: tags.into_iter().filter(|tag| Kind::from_name(tag).is_none()).collect(),
            fields: fields.into_iter().collect(),
            created_at, updated_at, generated, people: vec![], entries,
            solved_at: None, organization_named: None, team_named: None, titles: std::sync::Arc::default(),
        }
    }
}

/// The ticket as Zendesk would export it.
fn exported(ticket: &TicketRecord) -> Value {
    let comments: Vec<_> = ticket
        .entries
        .iter()
        .map(|entry| {
            json!({
                "id": entry.id, "type": "Comment", "author_id": entry.author.unwrap_or(-1),
                "body": entry.text, "public": entry.public, "created_at": entry.at.to_rfc3339(),
            })
        })
        .collect();
    let fields: Vec<_> = ticket
        .fields
        .iter()
        .map(|(id, value)| json!({"id": id, "value": value}))
        .collect();
    let status = if ticket.status == Status::OnHold {
        "hold"
    } else {
        ticket.status.name()
    };
    json!({
        "id": ticket.id, "subject": ticket.subject, "description": ticket.description,
        "type": "incident", "status": status, "priority": ticket.priority.map(Priority::name),
        "requester_id": ticket.requester, "assignee_id": ticket.assignee,
        "organization_id": ticket.organization, "group_id": ticket.team, "tags": ticket.tags,
        "custom_fields": fields, "created_at": ticket.created_at.to_rfc3339(),
        "updated_at": ticket.updated_at.to_rfc3339(), "generated_timestamp": ticket.generated,
        "comments": comments, "satisfaction_rating": {"score": null}, "via": {"channel": "web"},
    })
}

proptest! {
    #[test]
    fn a_desk_of_valid_tickets_comes_back(desk in prop::collection::vec(tickets(), 1..5), list: bool) {
        let rows: Vec<_> = desk.iter().map(|ticket| exported(ticket).to_string()).collect();
        let file = if list { format!("[{}]", rows.join(",")) } else { rows.join("\n") };
        let mut reader = Rows::new(file.as_bytes());
        for ticket in desk {
            let row = reader.next_row().unwrap().unwrap();
            let parsed = parse(row.bytes).unwrap();
            prop_assert_eq!(parsed.record, Record::Ticket(Box::new(ticket)));
            prop_assert_eq!((parsed.kind, parsed.masked), ("tickets", 0));
        }
        prop_assert!(reader.next_row().unwrap().is_none());
    }

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _refused = parse(&bytes);
    }

    #[test]
    fn any_change_to_a_good_row_is_survived(line in 0usize..9, place in 0usize..600, byte: u8) {
        let all = bytes("desk.ndjson");
        let mut row = all.split(|b| *b == b'\n').nth(line).unwrap().to_vec();
        let place = place % row.len();
        row[place] = byte;
        let _either = parse(&row);
    }
}
