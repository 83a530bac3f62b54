//! The real loop on a real file with a fake terminal: presses actions by name, waits for
//! nothing to be under way, reads the screen.

use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use chrono::TimeZone;
use paydesk::app::action::by_name;
use paydesk::app::event::Event;
use paydesk::app::key::{Chord, Key, KeyCode};
use paydesk::app::keymap::Keymap;
use paydesk::app::{App, Desk, Look};
use paydesk::config::Themes;
use paydesk::domain::tickets::records::{PersonRecord, Record, Said, TicketRecord};
use paydesk::domain::tickets::{Kind, Priority, Role, Source, Status};
use paydesk::domain::{Actor, Instant};
use paydesk::runtime::{Clock, Ended, Headless, Launch, Message, Pointer, Press, Workbench};
use paydesk::store::{ImportSource, Store};

/// Who sits at the desk.
pub(crate) const ME: &str = "ana@example.com";

/// When it is: the clock stands.
pub(crate) fn now() -> Instant {
    chrono::Utc.with_ymd_and_hms(2026, 4, 27, 8, 47, 0).unwrap()
}

/// Subjects of the desk's tickets, newest first; their numbers count down from 48,208.
pub(crate) const SUBJECTS: [&str; 8] = [
    "BLIK refund has not arrived",
    "Payout for April is late",
    "iDEAL redirect ends on a blank page",
    "Invoice shows the wrong fee",
    "Activate Bizum for shop 12",
    "Webhook signature does not match",
    "Chargeback without a reason code",
    "Pix code expires too early",
];

/// A store at `path` with one open ticket for each of [`SUBJECTS`].
pub(crate) fn fill(path: &Path) {
    fill_with(path, &SUBJECTS);
}

/// A store at `path` with an open ticket for each subject, the first one newest.
pub(crate) fn fill_with(path: &Path, subjects: &[&str]) {
    let store = Store::open(path).unwrap();
    let source = ImportSource {
        file: "tickets".into(),
        kind: "zendesk tickets".into(),
        bytes: 1,
    };
    let mut import = store.import(source, now()).unwrap();
    import.write(records(subjects)).unwrap();
    import.finish().unwrap();
}

fn records(subjects: &[&str]) -> Vec<Record> {
    let person = PersonRecord {
        source: Source::Zendesk,
        id: 7001,
        name: "Maria Silva".into(),
        email: Some("maria@shop.example".into()),
        role: Some(Role::EndUser),
        organization: None,
        updated_at: None,
    };
    let tickets = subjects.iter().zip(0_i64..).map(|(subject, age)| {
        let at = now() - chrono::Duration::minutes(10 * (age + 1));
        Record::Ticket(Box::new(TicketRecord {
            source: Source::Zendesk,
            id: 48_208 - age,
            said: Said::WHOLE,
            deleted: false,
            url: None,
            subject: (*subject).into(),
            description: Some(format!("Hello, this is about: {subject}.")),
            kind: Kind::Incident,
            status: Status::Open,
            priority: Some(Priority::Normal),
            requester: Some(7001),
            assignee: None,
            organization: None,
            team: None,
            tags: vec!["blik".into()],
            fields: Vec::new(),
            created_at: at,
            updated_at: at,
            generated: 0,
            people: Vec::new(),
            solved_at: None,
            organization_named: None,
            team_named: None,
            titles: std::sync::Arc::default(),
            entries: Vec::new(),
        }))
    });
    std::iter::once(Record::Person(person))
        .chain(tickets)
        .collect()
}

/// A workbench that is driven by a test.
pub(crate) struct Driver {
    bench: Workbench<Headless>,
    queue: Sender<Message>,
}

/// How long a person rests after typing: what was typed is counted then.
const PAUSE: Duration = Duration::from_millis(200);

impl Driver {
    /// The workbench on the store at `path`, 120 columns by 40 rows, first rows on the screen.
    pub(crate) fn open(path: &Path) -> Self {
        Self::sized(path, 120, 40)
    }

    /// The workbench at a size of its own.
    pub(crate) fn sized(path: &Path, width: u16, height: u16) -> Self {
        let desk = Desk {
            me: vec![ME.into()],
            ..Desk::default()
        };
        Self::at(path, (width, height), desk)
    }

    /// The workbench of a desk.
    pub(crate) fn at(path: &Path, (width, height): (u16, u16), desk: Desk) -> Self {
        let (queue, arrivals) = channel();
        let launch = Launch {
            store: Store::open(path).unwrap(),
            desk,
            look: Look::default(),
            keymap: Keymap::default(),
            clock: Clock::manual(now()),
            actor: Actor::new(ME),
            themes: Themes::default(),
            clipboard: Some(path.with_extension("clipboard")),
        };
        let stage = Headless::new(width, height);
        let bench = Workbench::new(launch, stage, queue.clone(), arrivals).unwrap();
        let mut driver = Self { bench, queue };
        driver.settle();
        driver
    }

    /// Waits until nothing is under way, then draws.
    pub(crate) fn settle(&mut self) {
        self.bench.settle(None).unwrap();
    }

    /// Lets one event happen and everything that follows from it.
    pub(crate) fn happen(&mut self, event: Event) {
        self.bench.settle(Some(event)).unwrap();
    }

    /// Presses the keys of the action with this name.
    #[track_caller]
    pub(crate) fn press(&mut self, action: &str) {
        let action = by_name(action).unwrap_or_else(|near| panic!("no {action}; {near:?}?"));
        let keys = self.app().keymap.key(action).unwrap();
        self.keys(&keys);
    }

    /// Presses keys as they are written, one after another.
    #[track_caller]
    pub(crate) fn keys(&mut self, keys: &str) {
        for key in Chord::parse(keys).unwrap_or_else(|| panic!("{keys}?")).0 {
            self.happen(Event::Key(key));
        }
    }

    /// Presses the left button at a cell.
    pub(crate) fn click(&mut self, x: u16, y: u16) {
        self.point(x, y, Press::Button);
    }

    /// Uses the mouse at a cell.
    pub(crate) fn point(&mut self, x: u16, y: u16, press: Press) {
        let pointer = Pointer { x, y, press };
        self.queue.send(Message::Pointer(pointer)).unwrap();
        self.settle();
    }

    /// Presses the left button on the first place of the screen that shows `text`.
    #[track_caller]
    pub(crate) fn click_on(&mut self, text: &str) {
        let screen = self.screen();
        let found = screen.lines().zip(0..).find_map(|(line, y)| {
            let before = line.split_once(text)?.0;
            Some((u16::try_from(before.chars().count()).unwrap(), y))
        });
        let (x, y) = found.unwrap_or_else(|| panic!("no {text:?} in\n{screen}"));
        self.click(x, y);
    }

    /// Sends keys in one go, as a held key does, before anything is drawn.
    pub(crate) fn hold(&mut self, key: &str, times: usize) {
        for _ in 0..times {
            let key = Event::Key(Key::parse(key).unwrap());
            self.queue.send(key.into()).unwrap();
        }
        self.settle();
    }

    /// Puts an event into the queue; [`Driver::settle`] takes it with what else is there.
    pub(crate) fn queue_event(&self, event: Event) {
        self.queue.send(event.into()).unwrap();
    }

    /// Types a text, letter by letter.
    pub(crate) fn type_text(&mut self, text: &str) {
        for c in text.chars() {
            let key = match c {
                '\n' => Key::plain(KeyCode::Enter),
                c => Key::char(c),
            };
            self.happen(Event::Key(key));
        }
        self.advance(PAUSE);
    }

    pub(crate) fn paste(&mut self, text: &str) {
        self.happen(Event::Paste(text.into()));
        self.advance(PAUSE);
    }

    pub(crate) fn resize(&mut self, width: u16, height: u16) {
        self.happen(Event::Resize(width, height));
    }

    /// Lets time pass for timers; the wall clock stands.
    pub(crate) fn advance(&mut self, by: Duration) {
        self.bench.clock().advance(by);
        self.settle();
    }

    pub(crate) fn app(&self) -> &App {
        self.bench.app()
    }

    pub(crate) fn stage(&mut self) -> &mut Headless {
        self.bench.stage()
    }

    /// The screen as text, one line a row.
    pub(crate) fn screen(&mut self) -> String {
        let buffer = self.bench.stage().buffer();
        let width = usize::from(buffer.area.width.max(1));
        let rows = buffer.content.chunks(width).map(|row| {
            let text: String = row.iter().map(ratatui::buffer::Cell::symbol).collect();
            text.trim_end().to_owned() + "\n"
        });
        rows.collect()
    }

    /// Fails with the whole screen unless it shows `text`.
    #[track_caller]
    pub(crate) fn sees(&mut self, text: &str) {
        let screen = self.screen();
        assert!(screen.contains(text), "no {text:?} in\n{screen}");
    }

    /// Fails with the whole screen if it shows `text`.
    #[track_caller]
    pub(crate) fn misses(&mut self, text: &str) {
        let screen = self.screen();
        assert!(!screen.contains(text), "{text:?} in\n{screen}");
    }

    /// The line that holds the cursor of the list.
    pub(crate) fn selected(&self) -> String {
        let row = self.app().queue.list.selected();
        row.map(|row| row.subject.clone()).unwrap_or_default()
    }

    /// Runs the loop itself on what is queued and a last event; says how it ended. The terminal
    /// must have been given back.
    pub(crate) fn run_to_the_end(&mut self, last: Event) -> Ended {
        self.queue.send(last.into()).unwrap();
        let ended = self.bench.run().unwrap();
        assert!(!self.stage().is_entered(), "the terminal was kept");
        ended
    }
}
