//! The model driven by events alone: no terminal, no store, no time but what is passed in.

use std::time::Duration;

use chrono::{TimeZone, Utc};

use super::action::{Action, Scope};
use super::event::{Effect, Event, Gen, Now, Purpose, Slot};
use super::key::{Chord, Key};
use super::keymap::Keymap;
use super::look::ThemeLine;
use super::tickets::facts::Row;
use super::tickets::why::Line as WhyLine;
use super::{App, Depth, Desk, Look, Modal};
use crate::domain::desk::Setting;
use crate::domain::theme::{Name, Paint, Theme, Token};
use crate::domain::tickets::{
    Answer as TicketAnswer, Changes, Command as TicketCommand, Entry, EntryId, EntryKind,
    FieldValue, Handle, Kind, ListRow, Page, Priority, Query as TicketQuery, RowClock, SortKey,
    Source, Status, Thread, Ticket, TicketId,
};
use crate::domain::{Answer, Command, Instant, Outcome, Query, desk};
use crate::error::{Error, ErrorKind};

/// An app with a clock of its own and a memory of what it asked for.
pub(super) struct Bench {
    pub(super) app: App,
    mono: Duration,
    pub(super) effects: Vec<Effect>,
}

pub(super) fn wall() -> Instant {
    Utc.with_ymd_and_hms(2026, 4, 27, 8, 47, 0).unwrap()
}

impl Bench {
    /// An app of 80x24 that holds `rows` tickets.
    pub(super) fn with(rows: i64) -> Self {
        let now = Now {
            wall: wall(),
            mono: Duration::ZERO,
        };
        let app = App::new(
            Desk::default(),
            Look::default(),
            Keymap::default(),
            (80, 24),
            now,
        );
        let mut bench = Self {
            app,
            mono: Duration::ZERO,
            effects: Vec::new(),
        };
        bench.effects = bench.app.start();
        let page = Page {
            rows: (1..=rows).map(row).collect(),
            at_start: true,
            at_end: true,
        };
        bench.answer(Slot::Page, Answer::Tickets(TicketAnswer::Page(page)));
        bench.answer(
            Slot::Settings,
            Answer::Settings(vec![(Setting::Greeted, "yes".into())]),
        );
        bench
    }

    pub(super) fn send(&mut self, event: Event) {
        let now = Now {
            wall: wall(),
            mono: self.mono,
        };
        self.effects = self.app.update(event, now);
    }

    pub(super) fn press(&mut self, keys: &str) {
        for key in Chord::parse(keys).unwrap().0 {
            self.send(Event::Key(key));
        }
    }

    pub(super) fn pass(&mut self, millis: u64) {
        self.mono += Duration::from_millis(millis);
        self.send(Event::Tick);
    }

    pub(super) fn generation(&self, slot: Slot) -> Gen {
        (0..1000)
            .map(Gen)
            .find(|g| self.app.requests.wants(slot, *g))
            .unwrap()
    }

    pub(super) fn answer(&mut self, slot: Slot, answer: Answer) {
        let generation = self.generation(slot);
        self.send(Event::Reply {
            slot,
            generation,
            result: Ok(answer),
        });
    }

    pub(super) fn asked(&self, wanted: Slot) -> Option<&Query> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Ask { slot, query, .. } if *slot == wanted => Some(query),
            _ => None,
        })
    }

    pub(super) fn performed(&self) -> Option<(Purpose, &Command)> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Perform { purpose, command } => Some((*purpose, command)),
            _ => None,
        })
    }

    pub(super) fn selected(&self) -> i64 {
        self.app.queue.list.selected().map_or(0, |row| row.id.0)
    }

    /// Opens the ticket under the cursor and lets the store answer.
    pub(super) fn open(&mut self) {
        self.press("Enter");
        let id = self.app.ticket.as_ref().unwrap().id;
        let thread = Answer::Tickets(TicketAnswer::Thread(Some(Box::new(thread(id)))));
        self.answer(Slot::Thread, thread);
    }
}

pub(super) fn row(id: i64) -> ListRow {
    ListRow {
        id: TicketId(id),
        sort: SortKey::Number(id),
        source: Source::Zendesk,
        external_id: Some(format!("{}", 48_000 + id)),
        status: Status::Open,
        priority: None,
        subject: format!("Ticket {id}"),
        client: "Acme PSP".into(),
        assignee: String::new(),
        requester: String::new(),
        method: String::new(),
        clock: RowClock::default(),
        snoozed_until: None,
        created_at: wall(),
        updated_at: wall(),
        dirty: false,
        draft: false,
    }
}

pub(super) fn thread(id: TicketId) -> Thread {
    let ticket = Ticket {
        id,
        source: Source::Zendesk,
        external_id: Some(format!("{}", 48_000 + id.0)),
        url: None,
        subject: "BLIK authorizations failing".into(),
        kind: Kind::Incident,
        status: Status::Open,
        priority: None,
        requester: None,
        assignee: None,
        group: None,
        tags: Vec::new(),
        merchant: None,
        method: None,
        created_at: wall(),
        updated_at: wall(),
        solved_at: None,
        jira: Vec::new(),
        dirty: false,
    };
    Thread {
        ticket,
        entries: Vec::new(),
        draft: None,
    }
}

fn entry(text: &str) -> Entry {
    Entry {
        id: EntryId(1),
        at: wall(),
        kind: EntryKind::Reply,
        author: None,
        public: true,
        text: text.to_owned(),
        changes: Vec::new(),
        attachments: Vec::new(),
    }
}

pub(super) fn outcome(summary: &str) -> Outcome {
    Outcome {
        changes: Changes {
            summary: summary.into(),
            ..Changes::default()
        },
        journal: Some(1),
    }
}

#[test]
fn moving_inside_the_window_asks_for_the_preview_only() {
    let mut bench = Bench::with(40);
    bench.press("j");
    assert_eq!(bench.selected(), 2);
    let thread = Query::Tickets(TicketQuery::Thread(TicketId(2)));
    assert_eq!(bench.asked(Slot::Preview), Some(&thread));
    assert_eq!(bench.asked(Slot::Page), None);
    assert!(
        bench.app.queue.preview.thread.is_none(),
        "blank at once, nothing stale"
    );
}

#[test]
fn a_preview_that_is_off_is_not_asked_for() {
    let mut bench = Bench::with(3);
    let asked = bench.generation(Slot::Preview);
    bench.app.requests.ask(Slot::Settings, Query::Settings);
    let off = Answer::Settings(vec![(Setting::Preview, "off".into())]);
    bench.answer(Slot::Settings, off);
    assert!(!bench.app.wants(Slot::Preview, asked));
    assert!(!bench.app.shows_preview());
    assert!(bench.app.queue.is_settled(), "nothing waits for it");
}

#[test]
fn what_was_read_ahead_is_shown_with_the_move_itself() {
    let mut bench = Bench::with(40);
    let read = |id| Answer::Tickets(TicketAnswer::Thread(Some(Box::new(thread(TicketId(id))))));
    bench.answer(Slot::Preview, read(1));
    let ids = vec![TicketId(2), TicketId(3), TicketId(12)];
    let ahead = Query::Tickets(TicketQuery::Threads(ids.clone()));
    assert_eq!(bench.asked(Slot::Ahead), Some(&ahead));
    bench.app.take_changed();
    let threads = ids.into_iter().map(thread).collect();
    bench.answer(Slot::Ahead, Answer::Tickets(TicketAnswer::Threads(threads)));
    assert!(!bench.app.take_changed(), "nothing on show has changed");
    bench.press("j");
    assert_eq!(bench.asked(Slot::Preview), None);
    let shown = bench.app.queue.preview.thread.as_ref().unwrap();
    assert_eq!(shown.ticket.id, TicketId(2));
    bench.press("k");
    assert_eq!(bench.asked(Slot::Preview), None, "going back is free too");
    bench.send(Event::StoreChanged);
    assert!(
        bench.asked(Slot::Preview).is_some(),
        "what was read before a change is read again"
    );
    bench.press("j");
    assert!(bench.asked(Slot::Preview).is_some());
}

#[test]
fn the_preview_is_laid_out_only_where_it_is_seen() {
    let mut bench = Bench::with(3);
    let read = |id| {
        let mut thread = thread(TicketId(id));
        thread.entries = vec![entry("All good.")];
        Answer::Tickets(TicketAnswer::Thread(Some(Box::new(thread))))
    };
    bench.answer(Slot::Preview, read(1));
    assert!(!bench.app.queue.preview.lines.is_empty());
    bench.press("Enter >");
    bench.answer(Slot::Preview, read(2));
    assert!(
        bench.app.queue.preview.lines.is_empty(),
        "an open ticket covers it"
    );
    bench.send(Event::Resize(80, 14));
    bench.press("q");
    assert!(bench.app.queue.preview.lines.is_empty(), "it has no pane");
    bench.send(Event::Resize(80, 24));
    assert!(!bench.app.queue.preview.lines.is_empty());
}

#[test]
fn an_answer_to_an_older_question_changes_nothing() {
    let mut bench = Bench::with(40);
    bench.press("j");
    let old = bench.generation(Slot::Preview);
    bench.press("j");
    bench.app.take_changed();
    let stale = Answer::Tickets(TicketAnswer::Thread(Some(Box::new(thread(TicketId(2))))));
    bench.send(Event::Reply {
        slot: Slot::Preview,
        generation: old,
        result: Ok(stale),
    });
    assert!(bench.app.queue.preview.thread.is_none());
    assert!(!bench.app.take_changed(), "and draws nothing");
}

#[test]
fn verbs_act_on_the_marked_rows_else_on_the_row() {
    let mut bench = Bench::with(5);
    bench.press("s p");
    let set = |ids: &[i64]| {
        let tickets = ids.iter().map(|id| TicketId(*id)).collect();
        let fields = vec![FieldValue::Status(Status::Pending)];
        Command::Tickets(TicketCommand::Set { tickets, fields })
    };
    assert_eq!(bench.performed(), Some((Purpose::Verb, &set(&[1]))));
    bench.press("v v s p");
    assert_eq!(bench.performed(), Some((Purpose::Verb, &set(&[1, 2]))));
    bench.press("Esc");
    assert!(bench.app.queue.marks.is_empty());
}

#[test]
fn what_cannot_be_done_says_why_and_asks_for_nothing() {
    let mut bench = Bench::with(1);
    bench.press("u");
    assert_eq!(bench.performed(), None);
    assert!(bench.app.status.refused);
    assert_eq!(bench.app.status.text, "Undo: nothing to undo");
    bench.press("s o");
    assert_eq!(bench.app.status.text, "Set status open: it is open already");
}

#[test]
fn continuations_are_shown_after_a_while_and_esc_leaves_them() {
    let mut bench = Bench::with(1);
    bench.press("s");
    assert_eq!(bench.app.deadline(), Some(Duration::from_millis(300)));
    bench.pass(299);
    assert!(!bench.app.pending.shown);
    bench.pass(1);
    assert!(bench.app.pending.shown);
    bench.press("Esc");
    assert!(bench.app.pending.keys.is_empty());
    assert_eq!(bench.app.deadline(), None, "idle wakes nobody");
    bench.press("s z");
    assert_eq!(bench.app.status.text, "s z means nothing here");
}

#[test]
fn a_note_is_kept_while_it_is_written_and_gone_once_it_is_added() {
    let mut bench = Bench::with(1);
    bench.press("n");
    let thread = Answer::Tickets(TicketAnswer::Thread(Some(Box::new(thread(TicketId(1))))));
    bench.answer(Slot::Thread, thread);
    assert_eq!(bench.app.scope(), Scope::Composer);
    bench.press("q u i t");
    assert_eq!(
        bench.performed(),
        None,
        "letters are text, and not every letter is a commit"
    );
    bench.pass(400);
    let kept = TicketCommand::SaveDraft {
        ticket: TicketId(1),
        body: "quit".into(),
    };
    assert_eq!(
        bench.performed(),
        Some((Purpose::Draft(TicketId(1)), &Command::Tickets(kept)))
    );
    bench.press("Ctrl-S");
    let note = TicketCommand::Note {
        ticket: TicketId(1),
        body: "quit".into(),
        status: None,
    };
    assert_eq!(
        bench.performed(),
        Some((Purpose::Send(TicketId(1)), &Command::Tickets(note)))
    );
    bench.press("x");
    assert_eq!(
        bench.app.composer().unwrap().editor.text(),
        "quit",
        "what was sent is what stands"
    );
    bench.send(Event::Done {
        purpose: Purpose::Send(TicketId(1)),
        result: Ok(outcome("note on #48001")),
    });
    assert_eq!(bench.app.scope(), Scope::Ticket);
    assert!(bench.app.status.text.starts_with("note on #48001"));
}

#[test]
fn a_note_that_could_not_be_written_is_the_persons_again() {
    let mut bench = Bench::with(1);
    bench.open();
    bench.press("n h i Ctrl-S");
    let full = Error::new(ErrorKind::Io, "the disk is full").hint("free some room");
    bench.send(Event::Done {
        purpose: Purpose::Send(TicketId(1)),
        result: Err(full),
    });
    let composer = bench.app.composer().unwrap();
    assert_eq!(composer.editor.text(), "hi");
    assert!(!composer.sending);
    assert_eq!(bench.app.status.toasts.len(), 1);
    bench.press("Esc");
    let kept = TicketCommand::SaveDraft {
        ticket: TicketId(1),
        body: "hi".into(),
    };
    assert_eq!(
        bench.performed(),
        Some((Purpose::Draft(TicketId(1)), &Command::Tickets(kept)))
    );
    assert_eq!(bench.app.scope(), Scope::Ticket);
}

#[test]
fn the_clocks_of_one_ticket_never_stand_beside_another() {
    let mut bench = Bench::with(3);
    bench.open();
    let asked = bench.generation(Slot::Clocks);
    bench.press(">");
    assert_eq!(bench.app.ticket.as_ref().unwrap().id, TicketId(2));
    assert!(!bench.app.requests.wants(Slot::Clocks, asked));
}

#[test]
fn what_could_not_be_read_is_waited_for_no_longer() {
    let fails = |bench: &mut Bench, slot| {
        let generation = bench.generation(slot);
        let result = Err(Error::new(ErrorKind::Io, "the disk does not answer"));
        bench.send(Event::Reply {
            slot,
            generation,
            result,
        });
    };
    let mut bench = Bench::with(3);
    bench.press("w");
    fails(&mut bench, Slot::Why);
    fails(&mut bench, Slot::Thread);
    let Some(Modal::Why(why)) = bench.app.modals.last() else {
        panic!("no why");
    };
    assert!(!why.is_reading());
    let unread =
        |line: &WhyLine| matches!(line, WhyLine::Aside(_, text) if text == "could not be read");
    assert_eq!(why.lines().iter().filter(|line| unread(line)).count(), 2);

    let mut bench = Bench::with(3);
    bench.press("Enter");
    fails(&mut bench, Slot::Thread);
    assert!(bench.app.ticket.as_ref().unwrap().unread);
    let mut bench = Bench::with(3);
    bench.open();
    fails(&mut bench, Slot::Clocks);
    let facts = &bench.app.ticket.as_ref().unwrap().facts;
    let unread = Row::Remark("could not be read".to_owned());
    assert!(facts.contains(&unread));
}

#[test]
fn an_address_that_no_browser_takes_is_copied_and_said_to_be() {
    let mut bench = Bench::with(1);
    let (address, why) = (
        "https://acme.example/\u{202e}x",
        "over ssh no browser is opened",
    );
    bench.send(Event::Browsed {
        address: address.to_owned(),
        result: Err(why.to_owned()),
    });
    assert!(bench.app.status.refused);
    let said = "over ssh no browser is opened; its address was copied";
    assert_eq!(bench.app.status.text, said);
    let [Effect::Copy { text, .. }] = bench.effects.as_slice() else {
        panic!("{:?}", bench.effects);
    };
    assert!(!text.contains('\u{202e}'), "what is copied is made safe");
}

#[test]
fn leaving_keeps_the_draft_first() {
    let mut bench = Bench::with(1);
    bench.open();
    bench.press("n h i");
    bench.send(Event::Terminate);
    assert!(matches!(
        bench.effects.as_slice(),
        [
            Effect::Perform {
                purpose: Purpose::Draft(TicketId(1)),
                ..
            },
            Effect::Quit
        ]
    ));
}

#[test]
fn a_paste_is_a_search_or_a_ticket_never_a_row_of_verbs() {
    let mut bench = Bench::with(3);
    bench.send(Event::Paste(
        "https://acme.zendesk.com/agent/tickets/48003".into(),
    ));
    let locate = TicketQuery::Locate(Handle::Remote(Source::Zendesk, "48003".into()));
    assert_eq!(bench.asked(Slot::Locate), Some(&Query::Tickets(locate)));
    bench.answer(
        Slot::Locate,
        Answer::Tickets(TicketAnswer::Locate(Some(TicketId(3)))),
    );
    assert_eq!(bench.app.ticket.as_ref().unwrap().id, TicketId(3));
    assert_eq!(bench.selected(), 3);
    bench.press("q");
    bench.send(Event::Paste("qqq s p\nuuu".into()));
    assert_eq!(bench.performed(), None);
    assert_eq!(
        bench.app.queue.editing.as_ref().unwrap().input.text(),
        "\"qqq s p uuu\""
    );
}

#[test]
fn cancel_leaves_what_is_open_then_warns_then_leaves() {
    let mut bench = Bench::with(1);
    bench.press("Ctrl-P Ctrl-C");
    assert!(bench.app.modals.is_empty());
    bench.press("Ctrl-C");
    assert!(bench.app.status.text.contains("again"));
    bench.press("j Ctrl-C");
    assert!(
        !bench.effects.contains(&Effect::Quit),
        "something else came between"
    );
    bench.press("Ctrl-C");
    assert!(bench.effects.contains(&Effect::Quit));
}

#[test]
fn the_palette_runs_what_was_chosen_and_says_its_key() {
    let mut bench = Bench::with(1);
    bench.press("Ctrl-P");
    assert!(matches!(bench.app.modals.last(), Some(Modal::Palette(_))));
    for c in "urgent".chars() {
        bench.send(Event::Key(Key::char(c)));
    }
    bench.press("Enter");
    let fields = vec![FieldValue::Priority(Some(Priority::Urgent))];
    let command = TicketCommand::Set {
        tickets: vec![TicketId(1)],
        fields,
    };
    assert_eq!(
        bench.performed(),
        Some((Purpose::Verb, &Command::Tickets(command)))
    );
    assert_eq!(bench.app.status.text, "next time press # u");
}

/// A theme that differs from the first one.
fn light() -> Theme {
    let mut theme = Theme::DARK.named(Name::new("light").unwrap());
    theme.set(Token::Ground, Paint::parse("#fff").unwrap());
    theme
}

fn themes() -> Vec<ThemeLine> {
    let line = |theme: Theme| {
        let name = theme.name.as_str().to_owned();
        ThemeLine::new(name, Ok((theme, String::new())))
    };
    let broken = Error::new(ErrorKind::Usage, "sand.toml line 2: unknown token `x`");
    vec![
        line(Theme::DARK),
        line(light()),
        ThemeLine::new("sand".to_owned(), Err(broken)),
    ]
}

#[test]
fn the_page_wears_the_chosen_theme_and_esc_puts_the_old_one_back() {
    let mut bench = Bench::with(1);
    bench.press("Space T");
    assert!(bench.effects.contains(&Effect::Themes));
    for leave in ["Esc", "Ctrl-C"] {
        bench.send(Event::Themes(themes()));
        assert_eq!(bench.app.look.theme, Theme::DARK);
        bench.press("Down");
        assert_eq!(bench.app.look.theme, light());
        bench.press("Down");
        assert_eq!(
            bench.app.look.theme,
            Theme::DARK,
            "one that cannot be read is not worn"
        );
        bench.press("Up");
        bench.press(leave);
        assert_eq!(bench.app.look.theme, Theme::DARK);
        assert!(bench.app.modals.is_empty() && bench.performed().is_none());
    }
    bench.send(Event::Themes(themes()));
    bench.press("s");
    bench.press("Enter");
    assert!(bench.app.status.refused, "and not kept");
}

#[test]
fn the_theme_is_remembered_and_a_flag_wins_over_memory() {
    let mut bench = Bench::with(1);
    bench.send(Event::Themes(themes()));
    bench.press("Down");
    bench.press("Enter");
    let setting = desk::Command::Remember {
        setting: Setting::Theme,
        value: "light".into(),
    };
    assert_eq!(
        bench.performed(),
        Some((Purpose::Quiet, &Command::Desk(setting)))
    );
    bench.app.requests.ask(Slot::Settings, Query::Settings);
    let dark = || Answer::Settings(vec![(Setting::Theme, "dark".into())]);
    bench.answer(Slot::Settings, dark());
    assert_eq!(bench.app.look.theme, light());

    bench.app.look.theme_fixed = false;
    bench.app.requests.ask(Slot::Settings, Query::Settings);
    bench.answer(Slot::Settings, dark());
    assert!(bench.effects.contains(&Effect::Theme("dark".into())));
    let (name, result) = ("dark".into(), Ok(Box::new(Theme::DARK)));
    bench.send(Event::Theme { name, result });
    assert_eq!(bench.app.look.theme, Theme::DARK);
}

#[test]
fn a_terminal_of_sixteen_colours_is_offered_what_it_can_show() {
    let mut bench = Bench::with(1);
    bench.app.look.depth = Depth::Sixteen;
    let mono = ThemeLine::new("mono".into(), Ok((Theme::MONO, String::new())));
    bench.send(Event::Themes([themes(), vec![mono]].concat()));
    let Some(Modal::Themes(themes)) = bench.app.modals.last() else {
        panic!("no list");
    };
    assert_eq!(
        themes.picker.len(),
        2,
        "mono, and the one that cannot be read"
    );
}

#[test]
fn a_pale_theme_of_the_persons_own_is_named_once() {
    let mut theme = light().named(Name::new("sand").unwrap());
    theme.set(Token::Faint, Paint::parse("#eee").unwrap());
    let mut bench = Bench::with(1);
    bench.app.look.theme = theme;
    bench.app.start();
    assert!(
        bench
            .app
            .status
            .text
            .starts_with("theme sand: faint on ground is 1.1:1, wanted 4.5 (")
    );
}

#[test]
fn the_first_run_card_goes_with_the_first_action() {
    let mut bench = Bench::with(1);
    bench.app.requests.ask(Slot::Settings, Query::Settings);
    bench.answer(Slot::Settings, Answer::Settings(Vec::new()));
    assert!(bench.app.greeting);
    bench.press("j");
    assert!(!bench.app.greeting);
    let (purpose, _) = bench.performed().unwrap();
    assert_eq!(purpose, Purpose::Quiet);
}

#[test]
fn every_action_of_the_table_can_be_run_anywhere() {
    for spec in super::action::all() {
        for rows in [0, 1, 40] {
            let mut bench = Bench::with(rows);
            bench.app.run(spec.action);
            bench.press("n");
            bench.app.run(spec.action);
            bench.app.run(Action::Palette);
            bench.app.run(spec.action);
        }
    }
}
