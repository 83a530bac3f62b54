//! The desk that the tests of the screen draw: an [`App`] fed with answers, as the runtime does.
//!
//! Invented people and amounts, at one moment: Monday 27 April 2026, 10:47 in Berlin.

use std::sync::LazyLock;
use std::time::Duration;

use chrono::{TimeZone, Utc};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::glyphs::Signs;
use super::theme::Theme;
use crate::app::event::{Effect, Event, Now, Slot};
use crate::app::key::Chord;
use crate::app::keymap::Keymap;
use crate::app::{App, Depth, Desk, Look};
use crate::domain::codes::{Meaning, Meanings};
use crate::domain::desk::{Setting, View};
use crate::domain::tickets::clocks::{Clock, ClockState, Metric, Target};
use crate::domain::tickets::filter::selection::{Check, Valued, Want};
use crate::domain::tickets::history::{ClockAnswer, ClockQuery, Standing};
use crate::domain::tickets::{
    Answer as TicketAnswer, Attachment, Changes, Entry, EntryId, EntryKind, FieldChange, Kind,
    ListRow, Page, Person, Priority, Query as TicketQuery, Role, RowClock, SortKey, Source, Status,
    Thread, Ticket, TicketId,
};
use crate::domain::zone::Zone;
use crate::domain::{Answer, Instant, Outcome, Query};

/// The moment of every test.
pub(crate) fn now() -> Now {
    Now {
        wall: Utc.with_ymd_and_hms(2026, 4, 27, 8, 47, 0).unwrap(),
        mono: Duration::from_mins(1),
    }
}

fn ago(minutes: i64) -> Instant {
    now().wall - chrono::Duration::minutes(minutes)
}

/// Number, priority, client, subject, status, minutes since it was made and since it changed, who.
type Spec = (
    i64,
    Option<Priority>,
    &'static str,
    &'static str,
    Status,
    (i64, i64),
    &'static str,
);

use Priority::{High, Low, Normal, Urgent};
use Status::{Closed, New, OnHold, Open, Pending, Solved};

#[rustfmt::skip]
const ROWS: [Spec; 26] = [
    (48233, None, "MuseShop", "Customers cannot pay with BLIK", New, (6, 6), ""),
    (48231, Some(Normal), "Acme PSP", "BLIK declined in app, PROVIDER_ERROR", New, (8, 8), ""),
    (48213, Some(Urgent), "Acme PSP", "BLIK authorizations failing since 10:00", Open, (42, 16), "Mara Klein"),
    (48209, Some(High), "NordPay", "Payout 23 Apr short by 0.37 EUR", Open, (51, 51), "Ana Nowak"),
    (48190, None, "Zalu Travel", "iDEAL settlement of 26 Apr: when?", New, (59, 19), ""),
    (48177, None, "BancoSul", "Evidence request SDD dispute D-9931", Open, (120, 121), "Ana Nowak"),
    (48160, Some(Normal), "MuseShop", "No webhook for charge_X0O78kT since 25 Apr", Open, (180, 60), "Ana Nowak"),
    (48228, None, "Kiosk24", "Bancontact QR expires after 60 seconds", Open, (240, 61), "Tom Lindqvist"),
    (48224, Some(High), "PedalWerk", "Chargeback fee booked twice in D-113", Open, (300, 250), "Ana Nowak"),
    (48219, None, "Lumo Games", "Refund to closed iDEAL account returned", Open, (400, 240), "Ana Nowak"),
    (48211, None, "Tessel & Co", "Which fields does mandate v2 require?", New, (480, 180), ""),
    (48205, None, "Orto Foods", "Settlement file has no header line", Open, (600, 62), "Ana Nowak"),
    (48198, None, "NordPay", "MB WAY limit raised? consumer sees 403", New, (700, 700), ""),
    (48187, None, "Hafen Tickets GmbH", "Statement descriptor cut after 18 characters", Open, (1500, 125), "Ana Nowak"),
    (48183, None, "Zalu Travel", "Second webhook endpoint for staging", Open, (1600, 1500), "Ana Nowak"),
    (48171, Some(Low), "Orto Foods", "Monthly invoice: split by country", Open, (2900, 185), "Ana Nowak"),
    (48165, None, "Acme PSP", "Pix activation pending since 22 Apr", OnHold, (7000, 65), "Ana Nowak"),
    (48151, None, "Kiosk24", "Register extract older than 90 days", Pending, (7100, 190), "Ana Nowak"),
    (48149, None, "PedalWerk", "Test payments from new IP range", Pending, (7300, 5800), "Ana Nowak"),
    (48144, Some(Low), "NordPay", "Refund returned HTTP 200 but FAILED?", Pending, (8000, 5900), "Ana Nowak"),
    (48139, None, "Lumo Games", "3DS frame blank on iOS 26", OnHold, (8200, 5950), "Ana Nowak"),
    (48102, None, "東京ペイ株式会社", "支払いが失敗します: konbini 決済", Pending, (9900, 125), "Ana Nowak"),
    (48097, None, "Hafen Tickets GmbH", "Payout calendar for May holidays", Pending, (11000, 130), "Ana Nowak"),
    (48080, None, "Tessel & Co", "Contract annex signed?", Pending, (12000, 70), "Ana Nowak"),
    (48071, None, "Kiosk24", "Wrong logo on the payment page", Solved, (15000, 9000), "Ana Nowak"),
    (48015, None, "BancoSul", "Access for two new colleagues", Closed, (30000, 29000), "Ana Nowak"),
];

/// Minutes to the next target, by number; what is not here has no clock.
const DUE: [(i64, i64); 15] = [
    (48233, 131),
    (48231, 125),
    (48213, -12),
    (48209, 9),
    (48190, 41),
    (48177, 80),
    (48160, 210),
    (48228, 242),
    (48224, 285),
    (48219, 310),
    (48211, 348),
    (48205, 375),
    (48187, 26 * 60),
    (48183, 28 * 60),
    (48171, 49 * 60),
];

/// How the clocks of a ticket stand.
fn clock(number: i64, status: Status) -> RowClock {
    let due = DUE.iter().find(|(of, _)| *of == number);
    RowClock {
        due_at: due.map(|(_, minutes)| ago(-minutes)),
        is_paused: matches!(status, Pending | OnHold) && number != 48139,
        is_breached: number == 48151,
        is_unclocked: number == 48198,
    }
}

/// When a ticket comes back by itself.
fn wakes(number: i64) -> Option<Instant> {
    let days = match number {
        48102 => 1,
        48097 => 2,
        48080 => 7,
        _ => return None,
    };
    Some(now().wall + chrono::Duration::days(days))
}

fn rows() -> Vec<ListRow> {
    let row = |(at, spec): (usize, &Spec)| {
        let (number, priority, client, subject, status, (made, changed), who) = *spec;
        ListRow {
            id: TicketId(i64::try_from(at).unwrap() + 1),
            sort: SortKey::Number(ago(made).timestamp()),
            source: Source::Zendesk,
            external_id: Some(number.to_string()),
            status,
            priority,
            subject: subject.to_owned(),
            client: client.to_owned(),
            assignee: who.to_owned(),
            requester: String::new(),
            method: if subject.contains("BLIK") { "blik" } else { "" }.to_owned(),
            clock: clock(number, status),
            snoozed_until: wakes(number),
            created_at: ago(made),
            updated_at: ago(changed),
            dirty: number == 48177,
            draft: number == 48209,
        }
    };
    ROWS.iter().enumerate().map(row).collect()
}

/// Two clocks that run, one of them breached, and one that stands still.
fn standing(why: bool) -> Standing {
    let clock = |metric, minutes: i64, left: i64| Clock {
        metric,
        instance: 1,
        target: Target {
            seconds: minutes * 60,
            business: metric != Metric::FirstReply,
        },
        state: ClockState::Active,
        started_at: ago(minutes - left),
        due_at: Some(ago(-left)),
        achieved_at: None,
        breached_at: (left < 0).then(|| ago(-left)),
        elapsed_seconds: (minutes - left) * 60,
    };
    let clocks = vec![
        clock(Metric::FirstReply, 30, -12),
        Clock {
            state: ClockState::Paused,
            due_at: None,
            ..clock(Metric::AgentWork, 240, 95)
        },
        clock(Metric::TotalResolution, 390, 348),
    ];
    let words = |first: &str| {
        vec![
            format!("started Mon 27 Apr 10:05: {first}"),
            "target 30m: policy Gold PSP, priority urgent".to_owned(),
        ]
    };
    let why = why.then(|| {
        vec![
            words("the client wrote, and nobody had answered yet"),
            words("the ticket was opened; it stands still while it waits for the client"),
            words("the ticket was made"),
        ]
    });
    Standing {
        clocks,
        why,
        next_breach_at: Some(ago(12)),
        is_unclocked: false,
    }
}

pub(crate) fn person(name: &str, email: &str, organization: &str, role: Role) -> Person {
    Person {
        name: name.to_owned(),
        email: Some(email.to_owned()),
        organization: (!organization.is_empty()).then(|| organization.to_owned()),
        role,
    }
}

/// People whom the palette may find.
fn people() -> Vec<Person> {
    vec![
        person("Ana Nowak", "ana@desk.example", "", Role::Agent),
        person("Banu Aksoy", "banu@acme.example", "Acme PSP", Role::EndUser),
        person("Ana Prić", "pric@nordpay.example", "NordPay", Role::Partner),
    ]
}

/// A small part of what the store does: words in the subject.
fn is_found(row: &ListRow, want: &Want) -> bool {
    match want {
        Want::All(all) => all.iter().all(|want| is_found(row, want)),
        Want::Is(Check::Says(_, phrases)) => {
            let subject = row.subject.to_lowercase();
            phrases.iter().any(|phrase| subject.contains(&phrase.text))
        }
        _ => false,
    }
}

pub(crate) fn entry(
    id: i64,
    minutes: i64,
    kind: EntryKind,
    author: Option<Person>,
    text: &str,
) -> Entry {
    Entry {
        id: EntryId(id),
        at: ago(minutes),
        kind,
        author,
        public: kind == EntryKind::Reply,
        text: text.to_owned(),
        changes: Vec::new(),
        attachments: Vec::new(),
    }
}

fn change(field: &str, from: &str, to: &str) -> FieldChange {
    FieldChange {
        field: field.to_owned(),
        from: Some(from.to_owned()),
        to: Some(to.to_owned()),
    }
}

fn entries(client: &str) -> Vec<Entry> {
    let ana = || {
        Some(person(
            "Ana Nowak",
            "ops@acme.example",
            client,
            Role::EndUser,
        ))
    };
    let mara = || Some(person("Mara Klein", "mara@desk.example", "", Role::Agent));
    let mut first = entry(
        1,
        42,
        EntryKind::Reply,
        ana(),
        "Since 10:00 CEST (05:00 BRT) all BLIK payments fail with PROVIDER_ERROR. First two: \
         charge_X0O78kT, charge_9ZyXwVu. Log attached (14 ids).\n\nPlease tell us if money is at risk.",
    );
    first.attachments.push(Attachment {
        name: "blik-2026-04-27.log".to_owned(),
        size: Some(14_000),
    });
    let mut status = entry(3, 35, EntryKind::Status, mara(), "");
    status.changes.push(change("status", "new", "open"));
    let mut assigned = entry(4, 35, EntryKind::Field, mara(), "");
    assigned.changes.push(change("priority", "high", "urgent"));
    vec![
        first,
        entry(
            2,
            35,
            EntryKind::Note,
            mara(),
            "Sandbox is fine, production only. Checked 3 ids: providerFailureCode is empty, \
             isRetryable true. Asked the BLIK acquirer at 10:11.",
        ),
        status,
        assigned,
        entry(5, 34, EntryKind::Link, None, "linked to incident INC-118"),
        entry(
            6,
            16,
            EntryKind::Reply,
            ana(),
            "> We are looking into it.\nAny news? Our shop hotline is filling up and finance asks \
             whether the weekend payments are safe.",
        ),
    ]
}

fn thread(id: TicketId) -> Option<Thread> {
    let row = rows().into_iter().find(|row| row.id == id)?;
    let ticket = Ticket {
        id,
        source: row.source,
        external_id: row.external_id,
        url: None,
        subject: row.subject,
        kind: Kind::Incident,
        status: row.status,
        priority: row.priority,
        requester: Some(person(
            "Ana Nowak",
            "ops@acme.example",
            &row.client,
            Role::EndUser,
        )),
        assignee: (!row.assignee.is_empty())
            .then(|| person(&row.assignee, "me@desk.example", "", Role::Agent)),
        group: Some("L1 payments".to_owned()),
        tags: vec!["blik".to_owned(), "incident".to_owned()],
        merchant: Some("M-20017".to_owned()),
        method: Some("blik".to_owned()),
        created_at: row.created_at,
        updated_at: row.updated_at,
        solved_at: None,
        jira: vec!["PAY-118".to_owned()],
        dirty: row.dirty,
    };
    Some(Thread {
        ticket,
        entries: entries(&row.client),
        draft: row.draft.then(|| "A draft from yesterday.".to_owned()),
    })
}

/// The views of the desk.
fn views() -> Vec<View> {
    let views = [
        ("breach first", "is:open sort:sla-asc"),
        ("mine", "assignee:me is:open sort:sla-asc"),
        ("unassigned", "assignee:none is:open sort:sla-asc"),
        ("partners of the other house", "kind:partner_request"),
        ("of another version", "moon:full"),
    ];
    let view = |(place, (name, query)): (i64, (&str, &str))| View {
        name: name.to_owned(),
        place,
        query: query.to_owned(),
    };
    (1..).zip(views).map(view).collect()
}

/// True if a tag is among what is wanted.
fn asks_a_tag(want: &Want) -> bool {
    match want {
        Want::All(all) => all.iter().any(asks_a_tag),
        Want::Is(Check::Value(valued, _)) => *valued == Valued::Tag,
        _ => false,
    }
}

/// The one code that the sample messages name.
fn meanings(code: &str) -> Vec<&'static Meaning> {
    static KNOWN: LazyLock<Meaning> = LazyLock::new(|| Meaning {
        code: "PROVIDER_ERROR".to_owned(),
        scheme: "PPRO".to_owned(),
        means: "the provider did not answer, or could not process the request".to_owned(),
        whose: "nobody: the provider gave no usable answer".to_owned(),
        next: Some("look for an outage of the provider, then try again".to_owned()),
        retry: Some(true),
        source: "https://docs.example/failure-codes".to_owned(),
    });
    let known = std::iter::once(&*KNOWN);
    known.filter(|meaning| meaning.code == code).collect()
}

/// What stands behind the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Store {
    /// The sample tickets.
    #[default]
    Full,
    /// Tickets, none of which the filter holds.
    NoMatch,
    /// No ticket.
    Empty,
    /// It has not answered yet.
    Silent,
}

/// An app with its sample store.
pub(crate) struct Desktop {
    pub(crate) app: App,
    /// What every ticket says in place of the sample messages, if a test has its own.
    pub(crate) entries: Option<Vec<Entry>>,
    store: Store,
    greeted: bool,
    /// What is done to every thread before it is answered.
    pub(crate) alter: Option<Alter>,
}

/// A change to a thread.
type Alter = Box<dyn Fn(&mut Thread)>;

impl Desktop {
    /// The sample desk at a size.
    pub(crate) fn new(width: u16, height: u16) -> Self {
        Self::with(
            width,
            height,
            Look {
                depth: Depth::True,
                ..Look::default()
            },
            Store::Full,
            true,
        )
    }

    /// A desk in a look, over a store.
    pub(crate) fn with(width: u16, height: u16, look: Look, store: Store, greeted: bool) -> Self {
        let desk = Desk {
            zone: Zone::named("Europe/Berlin").unwrap(),
            me: vec!["ana@desk.example".to_owned()],
            label: "demo".to_owned(),
            has_clocks: true,
            clipboard: "~/.local/state/paydesk/clipboard".to_owned(),
            meanings: Meanings(meanings),
            ..Desk::default()
        };
        let app = App::new(desk, look, Keymap::default(), (width, height), now());
        let mut desktop = Self {
            app,
            entries: None,
            store,
            greeted,
            alter: None,
        };
        let effects = desktop.app.start();
        desktop.serve(effects);
        desktop
    }

    /// From now on the store does not answer.
    pub(crate) fn silence(&mut self) {
        self.store = Store::Silent;
    }

    /// Presses keys, written as the keymap writes them, separated by blanks.
    pub(crate) fn press(&mut self, keys: &str) -> &mut Self {
        for key in Chord::parse(keys).unwrap().0 {
            self.feed(Event::Key(key));
        }
        self
    }

    /// Types text.
    pub(crate) fn write(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.feed(Event::Key(crate::app::key::Key::char(c)));
        }
        // What was typed is counted in the pause after it.
        self.pass(Duration::from_millis(200))
    }

    /// Lets time pass until what waits for it has happened.
    pub(crate) fn wait(&mut self) -> &mut Self {
        self.pass(Duration::from_secs(1))
    }

    fn pass(&mut self, time: Duration) -> &mut Self {
        let later = Now {
            mono: self.app.now.mono + time,
            ..now()
        };
        let effects = self.app.update(Event::Tick, later);
        self.serve(effects);
        self
    }

    /// Feeds an event and answers what it asks.
    pub(crate) fn feed(&mut self, event: Event) -> &mut Self {
        let at = Now {
            mono: self.app.now.mono,
            ..now()
        };
        let effects = self.app.update(event, at);
        self.serve(effects);
        self
    }

    fn serve(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let event = match effect {
                Effect::Ask {
                    slot,
                    generation,
                    query,
                } => match self.answer(slot, &query) {
                    Some(answer) => Event::Reply {
                        slot,
                        generation,
                        result: Ok(answer),
                    },
                    None => continue,
                },
                Effect::Perform { purpose, .. } => Event::Done {
                    purpose,
                    result: Ok(Outcome {
                        changes: Changes {
                            summary: "#48213 pending".to_owned(),
                            ..Changes::default()
                        },
                        journal: Some(1),
                    }),
                },
                _ => continue,
            };
            self.feed(event);
        }
    }

    fn answer(&self, slot: Slot, query: &Query) -> Option<Answer> {
        let tickets = match (self.store, query) {
            (Store::Silent, _) => return None,
            (Store::Full, Query::Tickets(TicketQuery::Page(request))) if slot == Slot::Found => {
                let mut rows = rows();
                rows.retain(|row| is_found(row, &request.selection.want));
                rows.truncate(usize::try_from(request.limit).unwrap());
                TicketAnswer::Page(Page {
                    rows,
                    at_start: true,
                    at_end: true,
                })
            }
            (Store::Full, Query::Tickets(TicketQuery::Numbered { digits, .. })) => {
                let mut rows = rows();
                rows.retain(|row| row.number().starts_with(&**digits));
                rows.truncate(8);
                TicketAnswer::Numbered(rows)
            }
            (Store::Full, Query::Tickets(TicketQuery::People { text, .. })) => {
                let mut people = people();
                people.retain(|person| person.name.to_lowercase().contains(text));
                TicketAnswer::People(people)
            }
            (_, Query::Tickets(TicketQuery::People { .. })) => TicketAnswer::People(Vec::new()),
            (Store::Full, Query::Tickets(TicketQuery::Page(request))) => {
                let sorted_otherwise = request.selection.want == Want::All(Vec::new());
                let rows = if sorted_otherwise { Vec::new() } else { rows() };
                TicketAnswer::Page(Page {
                    rows,
                    at_start: true,
                    at_end: true,
                })
            }
            (_, Query::Tickets(TicketQuery::Page(_))) => TicketAnswer::Page(Page {
                rows: Vec::new(),
                at_start: true,
                at_end: true,
            }),
            (Store::Full, Query::Tickets(TicketQuery::Count(_))) => TicketAnswer::Count(26),
            (Store::NoMatch, Query::Tickets(TicketQuery::Count(asked))) => {
                TicketAnswer::Count(if asks_a_tag(&asked.want) { 0 } else { 112 })
            }
            (_, Query::Tickets(TicketQuery::Count(_))) => TicketAnswer::Count(0),
            (_, Query::Tickets(TicketQuery::Thread(id))) => {
                let mut thread = self.thread(*id);
                if let (Some(alter), Some(thread)) = (&self.alter, &mut thread) {
                    alter(thread);
                }
                TicketAnswer::Thread(thread.map(Box::new))
            }
            (_, Query::Clocks(ClockQuery::Stand { why, .. })) => {
                let standing = Some(standing(why.is_some()));
                return Some(Answer::Clocks(ClockAnswer::Stand(vec![standing])));
            }
            (store, Query::Tickets(TicketQuery::Any)) => TicketAnswer::Any(store != Store::Empty),
            (_, Query::Views) => return Some(Answer::Views(views())),
            (_, Query::Settings) if slot == Slot::Settings => {
                let seen = self.greeted.then(|| (Setting::Greeted, "yes".to_owned()));
                return Some(Answer::Settings(seen.into_iter().collect()));
            }
            (_, Query::Journal(_)) => {
                return Some(Answer::Journal(Vec::new()));
            }
            _ => return None,
        };
        Some(Answer::Tickets(tickets))
    }

    fn thread(&self, id: TicketId) -> Option<Thread> {
        let mut thread = thread(id)?;
        if let Some(entries) = &self.entries {
            thread.entries.clone_from(entries);
        }
        Some(thread)
    }

    /// The cells alone, without a terminal: ten times faster where thousands are looked at.
    pub(crate) fn cells(&self) -> Buffer {
        let (width, height) = self.app.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let (theme, signs) = (Theme::of(&self.app.look), Signs::of(&self.app.look));
        super::page(&self.app, &mut Canvas::new(&mut buffer, theme, signs));
        buffer
    }

    /// What the screen shows, and where the terminal's cursor stands.
    pub(crate) fn shown(&self) -> (Buffer, Option<(u16, u16)>) {
        let (width, height) = self.app.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal
            .draw(|frame| super::draw(&self.app, frame))
            .unwrap();
        let visible = terminal.backend().cursor_visible();
        let position = terminal.backend().cursor_position();
        let buffer = terminal.backend().buffer().clone();
        (buffer, visible.then_some((position.x, position.y)))
    }
}
