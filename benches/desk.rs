//! What a desk feels: windows of the list, counts, a thread, a command, an import.
//!
//! `cargo bench` builds a desk of 100,000 tickets in a temporary folder (95 % closed);
//! `PAYDESK_BENCH_TICKETS=1000000 cargo bench` a larger one.

#![expect(
    clippy::expect_used,
    reason = "a bench that cannot run has nothing to measure"
)]

use std::collections::BTreeSet;
use std::sync::OnceLock;

use chrono::DateTime;
use divan::Bencher;
use tempfile::TempDir;

use paydesk::domain::schedule::Schedule;
use paydesk::domain::tickets::filter::Context;
use paydesk::domain::tickets::filter::selection::Selection;
use paydesk::domain::tickets::records::{EntryRecord, PersonRecord, Record, Said, TicketRecord};
use paydesk::domain::tickets::{
    Anchor, Answer as Tickets, Command as TicketCommand, EntryKind, Filter, Kind, Page,
    PageRequest, Priority, Query as TicketQuery, Source, Status, TicketId,
};
use paydesk::domain::zone::Zone;
use paydesk::domain::{Actor, Answer, Command, Instant, Query};
use paydesk::store::{ImportSource, Store};

/// Rows of a window: three screens of 22 lines.
const WINDOW: u32 = 66;
const SUBJECTS: [&str; 5] = [
    "Refund missing after BLIK chargeback",
    "PIX QR code expires before the customer can pay",
    "Settlement file of Friday lacks two iDEAL batches",
    "Webhook signature mismatch since the key rotation",
    "Merchant onboarding: MB WAY still in review",
];

fn main() {
    divan::main();
}

fn at(seconds: i64) -> Instant {
    DateTime::from_timestamp(1_600_000_000 + seconds, 0).unwrap_or_default()
}

/// The `n`th ticket of the desk; spread so that neighbours in id are none in time.
fn ticket(n: i64, comments: i64) -> Record {
    let status = match n % 100 {
        0 => Status::New,
        1 | 2 => Status::Open,
        3 => Status::Pending,
        4 => Status::OnHold,
        5..=9 => Status::Solved,
        _ => Status::Closed,
    };
    let entries = (0..comments).map(|i| EntryRecord {
        source: Source::Zendesk,
        id: n * 10 + i,
        ticket: n,
        at: at(n * 60 + i * 3_600),
        kind: EntryKind::Reply,
        author: Some(n % 5_000 + 1),
        public: i != 1,
        text: SUBJECTS.join(". "),
        changes: Vec::new(),
        attachments: Vec::new(),
        version: 0,
    });
    Record::Ticket(Box::new(TicketRecord {
        source: Source::Zendesk,
        id: n,
        said: Said::WHOLE,
        deleted: false,
        url: Some(format!("https://acme.zendesk.com/api/v2/tickets/{n}.json")),
        subject: SUBJECTS[usize::try_from(n).unwrap_or(0) % SUBJECTS.len()].to_owned(),
        description: Some(SUBJECTS.join(". ")),
        kind: Kind::Inquiry,
        status,
        priority: Priority::from_code(n % 7),
        requester: Some(n % 5_000 + 1),
        assignee: (n % 3 != 0).then_some(n % 20 + 1),
        organization: Some(n % 300 + 1),
        team: Some(n % 5 + 1),
        tags: vec!["billing".into(), format!("m{}", n % 50)],
        fields: vec![(41, format!("M-{}", n % 999))],
        created_at: at(n * 60),
        updated_at: at(n * 60 + (n * 7_919) % 500_000),
        generated: 0,
        people: Vec::new(),
        solved_at: None,
        organization_named: None,
        team_named: None,
        titles: std::sync::Arc::default(),
        entries: entries.collect(),
    }))
}

fn person(n: i64) -> Record {
    Record::Person(PersonRecord {
        source: Source::Zendesk,
        id: n,
        name: format!("Person {n}"),
        email: Some(format!("person{n}@example.com")),
        role: None,
        organization: Some(n % 300 + 1),
        updated_at: Some(at(0)),
    })
}

fn import(store: &Store, records: Vec<Record>) {
    let source = ImportSource {
        file: "bench".into(),
        kind: "tickets".into(),
        bytes: 0,
    };
    let mut import = store.import(source, at(0)).expect("an import starts");
    import.write(records).expect("records are written");
    import.finish().expect("an import ends");
}

fn desk() -> &'static Store {
    static DESK: OnceLock<(TempDir, Store)> = OnceLock::new();
    let (_, store) = DESK.get_or_init(|| {
        let tickets = std::env::var("PAYDESK_BENCH_TICKETS")
            .ok()
            .and_then(|n| n.parse().ok())
            .unwrap_or(100_000);
        let folder = TempDir::new().expect("a folder");
        let store = Store::open(&folder.path().join("desk.db")).expect("a store");
        import(&store, (1..=5_000).map(person).collect());
        for first in (1..=tickets).step_by(10_000) {
            import(
                &store,
                (first..first + 10_000).map(|n| ticket(n, 1)).collect(),
            );
        }
        (folder, store)
    });
    store
}

fn ask(query: TicketQuery) -> Tickets {
    match desk().ask(Query::Tickets(query)).expect("an answer") {
        Answer::Tickets(answer) => answer,
        _ => unreachable!("tickets were asked"),
    }
}

/// A query as it is typed, made definite.
fn selection(text: &str) -> Selection {
    let filter = Filter::parse(text).expect("a query");
    filter.select(&Context {
        me: &[],
        zone: &Zone::default(),
        schedule: &Schedule::default(),
        now: at(0),
        marked: &BTreeSet::new(),
    })
}

fn page(selection: &Selection, anchor: Anchor) -> Page {
    let request = PageRequest {
        selection: selection.clone(),
        anchor,
        limit: WINDOW,
    };
    match ask(TicketQuery::Page(request)) {
        Tickets::Page(page) => page,
        _ => unreachable!("a page was asked"),
    }
}

#[divan::bench]
fn open_and_first_page(bencher: Bencher<'_, '_>) {
    let path = desk().path().to_owned();
    bencher.bench_local(|| {
        let store = Store::open(&path).expect("a store");
        let request = PageRequest {
            selection: selection("is:open"),
            anchor: Anchor::Start,
            limit: 22,
        };
        store
            .ask(Query::Tickets(TicketQuery::Page(request)))
            .expect("a page")
    });
}

#[divan::bench(args = ["start", "end", "middle", "before", "ticket"])]
fn page_of_open(bencher: Bencher<'_, '_>, which: &str) {
    let filter = selection("is:open");
    let middle = page(&filter, Anchor::Start).rows[60].position();
    let anchor = match which {
        "start" => Anchor::Start,
        "end" => Anchor::End,
        "middle" => Anchor::After(middle),
        "before" => Anchor::Before(middle),
        _ => Anchor::Ticket(middle.id),
    };
    bencher.bench_local(|| page(&filter, anchor.clone()));
}

#[divan::bench(args = ["updated", "created", "priority", "status", "id", "sla", "requester", "subject", "follow_up"])]
fn page_of_all(bencher: Bencher<'_, '_>, which: &str) {
    let filter = selection(&format!("sort:{which}-desc"));
    let end = page(&filter, Anchor::End).rows[0].position();
    bencher.bench_local(|| page(&filter, Anchor::Before(end.clone())));
}

#[divan::bench(args = ["open", "all", "urgent", "text"])]
fn count(bencher: Bencher<'_, '_>, which: &str) {
    let selection = selection(match which {
        "open" => "is:open",
        "urgent" => "priority:urgent",
        "text" => "chargeback",
        _ => "",
    });
    bencher.bench_local(|| ask(TicketQuery::Count(selection.clone())));
}

#[divan::bench]
fn search_without_a_match(bencher: Bencher<'_, '_>) {
    let filter = selection("is:open \"nowhere to be found\"");
    bencher.bench_local(|| page(&filter, Anchor::Start));
}

#[divan::bench]
fn thread(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| ask(TicketQuery::Thread(TicketId(777))));
}

#[divan::bench]
fn note_and_undo(bencher: Bencher<'_, '_>) {
    let ana = Actor::new("ana@example.com");
    bencher.bench_local(|| {
        let note = Command::Tickets(TicketCommand::Note {
            ticket: TicketId(1),
            body: "seen".into(),
            status: None,
        });
        desk().perform(note, &ana, at(0)).expect("a note");
        desk().perform(Command::Undo, &ana, at(0)).expect("an undo");
    });
}

#[divan::bench]
fn nothing_changed_elsewhere(bencher: Bencher<'_, '_>) {
    page(&selection("is:open"), Anchor::Start);
    bencher.bench_local(|| desk().changed_elsewhere().expect("a look"));
}

#[divan::bench(args = [0, 5], sample_count = 3, sample_size = 1)]
fn import_20_000_tickets_with_comments(bencher: Bencher<'_, '_>, comments: i64) {
    bencher
        .with_inputs(|| {
            let folder = TempDir::new().expect("a folder");
            let store = Store::open(&folder.path().join("desk.db")).expect("a store");
            let records: Vec<_> = (1..=20_000).map(|n| ticket(n, comments)).collect();
            (folder, store, records)
        })
        .bench_local_values(|(folder, store, records)| {
            import(&store, records);
            (folder, store)
        });
}
