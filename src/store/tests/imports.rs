//! Imports: any order, again without change, and what a person did here stays.

use proptest::prelude::*;

use super::*;
use crate::domain::tickets::records::{FieldRecord, TeamRecord};
use crate::domain::tickets::{FieldChange, Query, Role};
use crate::store::Severity;

/// A small desk that refers to itself in every way, with an older version of one ticket and a deleted one.
fn export() -> Vec<Record> {
    let mut first = ticket(1);
    first.requester = Some(11);
    first.assignee = Some(12);
    first.organization = Some(21);
    first.team = Some(31);
    first.tags = vec!["billing".into(), "pix".into()];
    first.fields = vec![
        (41, "M-7".into()),
        (42, "PIX".into()),
        (43, "PAY-1, PAY-2".into()),
    ];
    first.entries = vec![comment(101, 1)];
    let mut older = first.clone();
    older.updated_at = at(-50);
    older.subject = "older".into();
    older.tags = vec!["old".into()];
    older.fields = Vec::new();
    let mut deleted = ticket(2);
    deleted.deleted = true;
    let mut audit = comment(102, 1);
    audit.kind = EntryKind::Field;
    audit.author = Some(12);
    audit.text = String::new();
    let change = |field: &str, from: Option<&str>, to: &str| FieldChange {
        field: field.into(),
        from: from.map(str::to_owned),
        to: Some(to.into()),
    };
    audit.changes = vec![
        change("assignee", Some("99"), "12"),
        change("group", None, "31"),
        change("cf.41", None, "M-7"),
    ];
    let mut ana = person(11, "Ana");
    ana.organization = Some(21);
    ana.updated_at = Some(at(5));
    let mut ana_before = person(11, "Anna");
    ana_before.updated_at = Some(at(4));
    let mut bo = person(12, "Bo");
    bo.role = Some(Role::Agent);
    bo.updated_at = Some(at(5));
    let mut partner = organization(21, "Scheme");
    partner.partner = true;
    let field = |id, title: &str| {
        Record::Field(FieldRecord {
            source: Source::Zendesk,
            id,
            title: title.into(),
        })
    };
    vec![
        Record::Entries(vec![comment(101, 1)]),
        whole(first),
        whole(older),
        whole(deleted),
        Record::Entries(vec![audit, comment(103, 2)]),
        Record::Person(ana),
        Record::Person(ana_before),
        Record::Person(bo),
        Record::Organization(partner),
        Record::Team(TeamRecord {
            source: Source::Zendesk,
            id: 31,
            name: "Payments".into(),
            updated_at: Some(at(1)),
        }),
        field(41, "Merchant ID"),
        field(42, "payment method"),
        field(43, "Jira key"),
        whole(ticket(3)),
    ]
}

fn shown(desk: &Desk) -> String {
    let show = |handle: &str| {
        desk.locate(handle).map(|id| {
            let mut thread = desk.thread(id);
            thread.ticket.id = TicketId(0);
            for entry in &mut thread.entries {
                entry.id = tickets::EntryId(0);
            }
            thread
        })
    };
    format!(
        "{:#?}\n{:#?}\n{:#?}",
        show("zd:1"),
        show("zd:2"),
        show("zd:3")
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn files_in_any_order_give_the_same_desk(order in Just(export()).prop_shuffle()) {
        let straight = desk();
        straight.import(export());
        let shuffled = desk();
        shuffled.import(order.clone());
        prop_assert_eq!(shown(&straight), shown(&shuffled));
        let before = shuffled.dump();
        let again = shuffled.import(order);
        prop_assert!(again.iter().all(|change| *change == Change::Unchanged), "{:?}", again);
        prop_assert_eq!(shuffled.dump(), before);
    }
}

#[test]
fn a_ticket_is_shown_whole() {
    let desk = desk();
    desk.import(export());
    let id = desk.locate("zd:1").unwrap();
    let thread = desk.thread(id);
    let ticket = &thread.ticket;
    assert_eq!(
        ticket.url.as_deref(),
        Some("https://acme.zendesk.com/agent/tickets/1")
    );
    assert_eq!(ticket.merchant.as_deref(), Some("M-7"));
    assert_eq!(ticket.method.as_deref(), Some("pix"));
    assert_eq!(ticket.jira, ["PAY-1", "PAY-2"]);
    assert_eq!(ticket.tags, ["billing", "pix"]);
    assert_eq!(ticket.group.as_deref(), Some("Payments"));
    let requester = ticket.requester.as_ref().unwrap();
    assert_eq!(
        (requester.name.as_str(), requester.role),
        ("Ana", Role::Partner)
    );
    assert_eq!(requester.organization.as_deref(), Some("Scheme"));
    let texts: Vec<_> = thread.entries.iter().map(|e| e.text.as_str()).collect();
    assert_eq!(texts, ["comment 101", ""]);
    let changes = &thread.entries[1].changes;
    assert_eq!(changes[0].from.as_deref(), Some("99"));
    assert_eq!(changes[0].to.as_deref(), Some("Bo"));
    assert_eq!(changes[1].to.as_deref(), Some("Payments"));
    assert_eq!(changes[2].field, "Merchant ID");
    assert_eq!(desk.locate("zd:2"), None);
    assert_eq!(desk.count(&Filter::default()), 2);
    let full = desk.ask(Query::Full(vec![id, TicketId(999)]));
    assert!(matches!(full, tickets::Answer::Full(list) if list == [ticket.clone()]));
    // No comment came along: the description is the first message.
    let bare = desk.thread(desk.locate("zd:3").unwrap());
    assert_eq!(bare.entries[0].text, "Where is it?");
    assert_eq!(desk.ask(Query::Any), tickets::Answer::Any(true));
}

#[test]
fn a_note_of_ours_does_not_hide_the_description() {
    let desk = desk();
    desk.import(vec![whole(ticket(1))]);
    let id = desk.locate("#1").unwrap();
    desk.store.perform(note(id, "ours"), &me(), at(1)).unwrap();
    let texts: Vec<_> = desk
        .thread(id)
        .entries
        .into_iter()
        .map(|e| e.text)
        .collect();
    assert_eq!(texts, ["Where is it?", "ours"]);
}

#[test]
fn each_row_says_what_it_did() {
    let desk = desk();
    assert_eq!(desk.import(vec![whole(ticket(1))]), [Change::New]);
    assert_eq!(desk.import(vec![whole(ticket(1))]), [Change::Unchanged]);
    let mut newer = ticket(1);
    newer.updated_at = at(60);
    newer.subject = "other".into();
    assert_eq!(desk.import(vec![whole(newer.clone())]), [Change::Updated]);
    assert_eq!(desk.import(vec![whole(ticket(1))]), [Change::Unchanged]);
    newer.entries = vec![comment(9, 1)];
    assert_eq!(desk.import(vec![whole(newer.clone())]), [Change::Updated]);
    assert_eq!(desk.import(vec![whole(newer)]), [Change::Unchanged]);
    let entries = Record::Entries(vec![comment(9, 1), comment(10, 1)]);
    assert_eq!(desk.import(vec![entries.clone()]), [Change::New]);
    assert_eq!(desk.import(vec![entries]), [Change::Unchanged]);
    // A comment makes a stub of its ticket, which is not there until its own row comes.
    assert_eq!(
        desk.import(vec![Record::Entries(vec![comment(11, 5)])]),
        [Change::New]
    );
    assert_eq!(desk.locate("zd:5"), None);
    assert_eq!(desk.import(vec![whole(ticket(5))]), [Change::New]);
    assert_eq!(desk.count(&Filter::default()), 2);
}

#[test]
fn a_deleted_ticket_becomes_a_tombstone() {
    let desk = desk();
    desk.import(vec![whole(ticket(1)), whole(ticket(2))]);
    let mut deleted = ticket(1);
    deleted.updated_at = at(100);
    deleted.deleted = true;
    assert_eq!(desk.import(vec![whole(deleted.clone())]), [Change::Updated]);
    assert_eq!(desk.import(vec![whole(deleted)]), [Change::Unchanged]);
    assert_eq!(desk.count(&Filter::default()), 1);
    assert_eq!(desk.locate("zd:1"), None);
}

#[test]
fn what_waits_to_be_sent_is_kept() {
    let desk = desk();
    desk.import(vec![whole(ticket(1))]);
    let id = desk.locate("zd:1").unwrap();
    desk.store
        .perform(set_status(&[id], Status::Pending), &me(), at(70))
        .unwrap();
    let mut newer = ticket(1);
    newer.updated_at = at(60);
    newer.status = Status::OnHold;
    desk.import(vec![whole(newer.clone())]);
    let ticket = desk.thread(id).ticket;
    assert_eq!(
        (ticket.status, ticket.updated_at),
        (Status::Pending, at(70))
    );
    // Taken back, the helpdesk's row counts again with the next import.
    desk.store.perform(Command::Undo, &me(), at(80)).unwrap();
    assert_eq!(desk.import(vec![whole(newer)]), [Change::Updated]);
    assert_eq!(desk.thread(id).ticket.status, Status::OnHold);
    // Of a field that nobody touched here the helpdesk's value is taken.
    desk.store
        .perform(set_priority(&[id], Some(Priority::High)), &me(), at(90))
        .unwrap();
    let mut newest = ticket_of(75, Status::Open);
    newest.priority = Some(Priority::Low);
    desk.import(vec![whole(newest)]);
    let ticket = desk.thread(id).ticket;
    assert_eq!(
        (ticket.status, ticket.priority),
        (Status::Open, Some(Priority::High))
    );
}

fn ticket_of(updated: i64, status: Status) -> TicketRecord {
    TicketRecord {
        updated_at: at(updated),
        status,
        ..ticket(1)
    }
}

#[test]
fn an_embedded_person_only_fills_an_unknown_one() {
    let desk = desk();
    let mut record = ticket(1);
    record.requester = Some(1);
    desk.import(vec![whole(record.clone())]);
    record.people = vec![person(1, "Short")];
    desk.import(vec![whole(record.clone())]);
    let name = || {
        let id = desk.locate("zd:1").unwrap();
        desk.thread(id).ticket.requester.unwrap().name
    };
    assert_eq!(name(), "Short");
    desk.import(vec![Record::Person(person(1, "Own row"))]);
    assert_eq!(name(), "Own row");
    assert_eq!(desk.import(vec![whole(record)]), [Change::Unchanged]);
    assert_eq!(name(), "Own row");
}

#[test]
fn an_import_cut_short_is_named_and_taken_up_again() {
    let desk = desk();
    let source = ImportSource {
        file: "big.ndjson".into(),
        kind: "zendesk tickets".into(),
        bytes: 9,
    };
    let mut import = desk.store.import(source.clone(), at(0)).unwrap();
    import
        .write(vec![whole(ticket(1)), whole(ticket(2))])
        .unwrap();
    drop(import);
    let findings = Store::doctor(&desk.path, false).unwrap();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].severity, Severity::Info);
    assert_eq!(
        findings[0].what,
        "import of big.ndjson was cut short after 2 rows"
    );
    let mut import = desk.store.import(source, at(1)).unwrap();
    let changes = import
        .write(vec![whole(ticket(1)), whole(ticket(3))])
        .unwrap();
    assert_eq!(changes, [Change::Unchanged, Change::New]);
    import.finish().unwrap();
    assert_eq!(Store::doctor(&desk.path, false).unwrap(), []);
}

#[test]
fn a_large_import_comes_in_pieces_and_commands_go_between() {
    let desk = desk();
    let records: Vec<_> = (1..=3_000).map(|id| whole(ticket(id))).collect();
    desk.import(vec![whole(ticket(4_000))]);
    let id = desk.locate("zd:4000").unwrap();
    std::thread::scope(|scope| {
        let importing = scope.spawn(|| desk.import(records));
        desk.store
            .perform(note(id, "between"), &me(), at(1))
            .unwrap();
        let changes = importing.join().unwrap();
        assert_eq!(changes.len(), 3_000);
    });
    assert_eq!(desk.count(&Filter::default()), 3_001);
}
