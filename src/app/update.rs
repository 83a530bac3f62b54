//! An event changes the model: keys to actions, actions to state and effects.
//!
//! What comes back from the store is taken in `answers`.

use crate::domain::desk::{self, JournalQuery, Setting};
use crate::domain::tickets::{Command as TicketCommand, FieldValue, Handle, Query as TicketQuery};
use crate::domain::{Command, Query};

use super::action::Action;
use super::event::{Effect, Event, Now, Purpose, Slot};
use super::key::{Chord, Key, KeyCode};
use super::keymap::Resolved;
use super::kit::input::Input;
use super::kit::list::Side;
use super::layout::{Area, EDGE};
use super::tickets::reader::Reader;
use super::when::When;
use super::{App, Modal, Pending};

/// Another process's changes are looked for at most this often, when a key wakes us.
const WATCH_EVERY: std::time::Duration = std::time::Duration::from_secs(1);

impl App {
    /// Asks for what the first frame shows.
    pub fn start(&mut self) -> Vec<Effect> {
        self.queue.restart(Side::Before, &mut self.requests);
        self.requests.ask(Slot::Settings, Query::Settings);
        self.ask_journal();
        self.effects()
    }

    /// Takes one event; returns what shall be done.
    pub fn update(&mut self, event: Event, now: Now) -> Vec<Effect> {
        let minute = self.now.wall.timestamp().div_euclid(60);
        self.now = now;
        self.queue.look_at_clock(now.wall);
        // An event that leaves the page as it is must not redraw it; most do not.
        self.changed = true;
        match event {
            Event::Key(key) => self.key(key),
            Event::Paste(text) => self.paste(&text),
            Event::Resize(width, height) => {
                self.size = (width, height);
                self.fit();
                self.queue.moved(&mut self.requests);
            }
            Event::Reply {
                slot,
                generation,
                result,
            } => {
                self.changed = self.reply(slot, generation, result);
            }
            Event::Done { purpose, result } => self.done(purpose, result),
            Event::Tick => self.changed = self.tick(minute),
            Event::StoreChanged => self.refresh(),
            Event::Edited(result) => self.edited(result),
            Event::Trouble(error) => self.status.fail(&error),
            Event::Terminate => self.leave(),
        }
        self.fit();
        self.effects()
    }

    /// Fits the panes to the page.
    pub(super) fn fit(&mut self) {
        let layout = self.layout();
        let (now, zone) = (self.now, &self.desk.zone);
        let preview = layout.side.or(layout.peek).unwrap_or_default();
        // A margin of one at the right, and one between a note's text and the edge of its ground.
        let cells = |area: Area| usize::from(area.width.saturating_sub(EDGE + 2));
        self.queue
            .fit(layout.list().height.into(), cells(preview), now, zone);
        if let Some(reader) = &mut self.ticket {
            let parts = layout.ticket(reader.composer.is_some());
            reader.resize(cells(parts.thread), parts.thread.height.into(), now, zone);
        }
    }

    fn tick(&mut self, minute: i64) -> bool {
        let now = self.now;
        let toasts = self.status.toasts.len();
        self.status.expire(now);
        let mut changed = self.status.toasts.len() != toasts;
        changed |= now.wall.timestamp().div_euclid(60) != minute;
        if !self.pending.keys.is_empty()
            && !self.pending.shown
            && now.mono >= self.pending.since + super::WHICH_KEY_AFTER
        {
            self.pending.shown = true;
            changed = true;
        }
        if let Some(composer) = self.ticket.as_mut().and_then(|t| t.composer.as_mut()) {
            composer.save(false, now, &mut self.requests);
        }
        if self.desk.clock_runs {
            self.watch();
        }
        changed
    }

    /// Looks for another process's changes, not more often than [`WATCH_EVERY`].
    fn watch(&mut self) {
        if self.now.mono >= self.watched + WATCH_EVERY {
            self.watched = self.now.mono;
            self.requests.push(Effect::Watch);
        }
    }

    fn key(&mut self, key: Key) {
        self.watch();
        self.status.forget_refusal();
        let scope = self.scope();
        self.pending.keys.push(key);
        let resolved = self.keymap.resolve(scope, &self.pending.keys);
        if resolved == Resolved::Pending {
            if self.pending.keys.len() == 1 {
                self.pending.since = self.now.mono;
            }
            return;
        }
        let begun = std::mem::take(&mut self.pending);
        // A begun sequence never swallows what cancels.
        let alone = self.keymap.resolve(scope, &[key]);
        let resolved = match alone {
            Resolved::Action(Action::Cancel) => alone,
            _ => resolved,
        };
        match resolved {
            Resolved::Action(action) => self.run(action),
            Resolved::Text => self.text_key(key),
            // Esc leaves a begun sequence; any other wrong key does too, and says so.
            Resolved::None if key != Key::plain(KeyCode::Esc) => self.say_unknown(begun.keys),
            Resolved::None | Resolved::Pending => {}
        }
    }

    /// Says that keys mean nothing here, or where they do.
    fn say_unknown(&mut self, keys: Vec<Key>) {
        let elsewhere = match keys.as_slice() {
            [key] => self.keymap.elsewhere(*key).and_then(Action::spec),
            _ => None,
        };
        let place = elsewhere.and_then(|spec| spec.scopes.first());
        let why = match (elsewhere, place) {
            (Some(spec), Some(place)) => {
                let place = place.title().to_lowercase();
                format!("{}: not here, only in the {place}", spec.title)
            }
            _ => format!("{} means nothing here", Chord(keys)),
        };
        self.status.refuse(why);
    }

    /// Runs an action as if its key had been pressed; says why not if it cannot.
    pub fn run(&mut self, action: Action) {
        if let Some(spec) = action.spec()
            && let When::No(reason) = (spec.when)(self)
        {
            self.status.refuse(format!("{}: {reason}", spec.title));
            return;
        }
        if action != Action::Cancel {
            self.cancelled = false;
        }
        self.put_away_greeting();
        self.act(action);
    }

    fn act(&mut self, action: Action) {
        match action {
            Action::Down => self.go(1),
            Action::Up => self.go(-1),
            Action::PageDown => self.page(1),
            Action::PageUp => self.page(-1),
            Action::First => self.end(Side::Before),
            Action::Last => self.end(Side::After),
            Action::Open => self.open(false),
            Action::Back => self.back(),
            Action::Next => self.neighbour(1),
            Action::Previous => self.neighbour(-1),
            Action::Filter => self.queue.edit_filter(),
            Action::Jump => self.modals.push(Modal::Jump(Input::default())),
            Action::Preview => self.queue.toggle_preview(&mut self.requests),
            Action::Mark => self.queue.mark(&mut self.requests),
            Action::MarkShown => self.queue.mark_shown(),
            Action::Note => self.open(true),
            Action::SetStatus(status) => self.set(FieldValue::Status(status)),
            Action::SetPriority(priority) => self.set(FieldValue::Priority(priority)),
            Action::Undo => self.requests.perform(Purpose::Reversal, Command::Undo),
            Action::Redo => self.requests.perform(Purpose::Reversal, Command::Redo),
            Action::Palette => self.float(Modal::palette(self)),
            Action::Help => self.float(Modal::help(self)),
            Action::GoQueue => self.close_ticket(),
            Action::Theme => self.change_theme(),
            Action::Redraw => {
                self.refresh();
                self.requests.push(Effect::Repaint);
            }
            Action::Suspend => {
                self.keep_draft();
                self.requests.push(Effect::Suspend);
            }
            Action::Close if self.ticket.is_some() => self.close_ticket(),
            Action::Close => self.leave(),
            Action::Cancel => self.cancel(),
            Action::Send => self.send(),
            Action::KeepDraft => self.close_composer(),
            Action::Editor => {
                self.keep_draft();
                if let Some(composer) = self.composer() {
                    self.requests.push(Effect::Edit(composer.editor.text()));
                }
            }
            Action::Accept => self.accept(),
            Action::Dismiss => self.dismiss(),
            Action::PickNext => self.pick(1),
            Action::PickPrevious => self.pick(-1),
            Action::PickPageDown => self.pick(PICK_PAGE),
            Action::PickPageUp => self.pick(-PICK_PAGE),
        }
    }

    fn go(&mut self, rows: isize) {
        match &mut self.ticket {
            Some(reader) => reader.scroll_by(rows),
            None => {
                self.queue.list.move_by(rows);
                self.queue.moved(&mut self.requests);
            }
        }
    }

    fn page(&mut self, views: isize) {
        match &mut self.ticket {
            Some(reader) => reader.scroll_page(views),
            None => {
                self.queue.list.page_by(views);
                self.queue.moved(&mut self.requests);
            }
        }
    }

    fn end(&mut self, side: Side) {
        match (&mut self.ticket, side) {
            (Some(reader), Side::Before) => reader.scroll_by(isize::MIN),
            (Some(reader), Side::After) => reader.scroll_by(isize::MAX),
            (None, side) => self.queue.go_to(side, &mut self.requests),
        }
    }

    /// Opens the ticket under the cursor, with the composer if a note is to be written.
    fn open(&mut self, compose: bool) {
        let Some(id) = self.current() else { return };
        if self.ticket.is_none() {
            let mut reader = Reader::open(id, &mut self.requests);
            // The preview has it already: show that at once, the answer replaces it.
            if let Some(thread) = self
                .queue
                .preview
                .thread
                .clone()
                .filter(|t| t.ticket.id == id)
            {
                reader.show(thread, self.now, &self.desk.zone);
            }
            self.ticket = Some(reader);
        }
        if let (true, Some(reader)) = (compose, &mut self.ticket) {
            reader.compose();
        }
    }

    fn neighbour(&mut self, by: isize) {
        if self.queue.list.move_by(by) {
            self.queue.moved(&mut self.requests);
            self.ticket = None;
            self.open(false);
        }
    }

    /// Leaves the innermost thing: a toast, the open ticket, the marks.
    fn back(&mut self) {
        if self.status.dismiss() {
            return;
        }
        if self.ticket.is_some() {
            self.close_ticket();
        } else if !self.queue.marks.is_empty() {
            let count = self.queue.marks.len();
            self.queue.marks.clear();
            self.status.say(format!("{count} no longer marked"));
        }
    }

    fn close_ticket(&mut self) {
        self.keep_draft();
        self.requests.forget(Slot::Thread);
        if let Some(reader) = self.ticket.take() {
            // The cursor stands on what was read, if the list still holds it.
            self.queue.return_to(reader.id);
            self.queue.refresh(&mut self.requests);
        }
    }

    fn close_composer(&mut self) {
        let under_way = self.keep_draft();
        if let Some(reader) = &mut self.ticket
            && let Some(composer) = reader.forget_composer()
        {
            let draft = (!composer.editor.is_blank()).then(|| composer.editor.text());
            if draft.is_some() && !under_way {
                self.status.say(DRAFT_KEPT);
            }
            // What a reader says before the draft is written would open the next note without it.
            self.requests.forget(Slot::Thread);
            if let Some(thread) = &mut reader.thread {
                thread.draft = draft;
            }
            if !under_way {
                reader.refresh(&mut self.requests);
            }
        }
    }

    /// Keeps what is being written, now; true if there was something to keep.
    pub(super) fn keep_draft(&mut self) -> bool {
        let now = self.now;
        let composer = self.ticket.as_mut().and_then(|t| t.composer.as_mut());
        composer.is_some_and(|composer| composer.save(true, now, &mut self.requests))
    }

    fn send(&mut self) {
        if let Some(composer) = self.ticket.as_mut().and_then(|t| t.composer.as_mut()) {
            composer.send(&mut self.requests);
        }
    }

    fn set(&mut self, field: FieldValue) {
        let command = TicketCommand::Set {
            tickets: self.targets(),
            fields: vec![field],
        };
        self.requests
            .perform(Purpose::Verb, Command::Tickets(command));
    }

    fn change_theme(&mut self) {
        self.look.theme = self.look.theme.other();
        self.remember(Setting::Theme, self.look.theme.name());
        self.requests.push(Effect::Repaint);
    }

    fn remember(&mut self, setting: Setting, value: &str) {
        if self.desk.read_only.is_none() {
            let command = desk::Command::Remember {
                setting,
                value: value.to_owned(),
            };
            self.requests
                .perform(Purpose::Quiet, Command::Desk(command));
        }
    }

    fn put_away_greeting(&mut self) {
        if std::mem::take(&mut self.greeting) {
            self.remember(Setting::Greeted, "yes");
        }
    }

    fn float(&mut self, modal: Modal) {
        // One level: a second question replaces the first.
        self.modals.clear();
        self.modals.push(modal);
    }

    fn cancel(&mut self) {
        let something = !self.modals.is_empty() || self.queue.editing.is_some();
        self.modals.clear();
        self.pending = Pending::default();
        self.queue.end_filter(false, &mut self.requests);
        if something {
            return;
        }
        if std::mem::replace(&mut self.cancelled, true) {
            self.leave();
        } else {
            self.status.refuse("Ctrl-C again leaves; drafts are kept");
        }
    }

    fn leave(&mut self) {
        self.keep_draft();
        self.requests.push(Effect::Quit);
    }

    fn text_key(&mut self, key: Key) {
        let now = self.now;
        match self.modals.last_mut() {
            Some(Modal::Palette(picker) | Modal::Help(picker)) => {
                picker.key(key);
            }
            Some(Modal::Jump(input)) => {
                input.key(key);
            }
            None => match (&mut self.queue.editing, &mut self.ticket) {
                (_, Some(reader)) => {
                    let typed = match key.code {
                        KeyCode::Enter => Some('\n'),
                        _ => key.text(),
                    };
                    if reader.composer.as_ref().is_some_and(|c| c.sending) {
                        self.status.refuse("the note is being written; wait for it");
                    } else if let Some(composer) = &mut reader.composer {
                        composer.key(key, now);
                    } else if let Some(typed) = typed {
                        reader.type_ahead(typed.encode_utf8(&mut [0; 4]));
                    }
                }
                (Some(edit), None) => {
                    if edit.input.key(key) {
                        self.queue.filter_typed(&mut self.requests);
                    }
                }
                (None, None) => {}
            },
        }
    }

    /// Paste is not typing: into a field it is text, elsewhere a search, never a row of verbs.
    fn paste(&mut self, pasted: &str) {
        let now = self.now;
        self.pending = Pending::default();
        match self.modals.last_mut() {
            Some(Modal::Palette(picker) | Modal::Help(picker)) => return picker.paste(pasted),
            Some(Modal::Jump(input)) => return input.insert(pasted.trim()),
            None => {}
        }
        if let Some(composer) = self.ticket.as_mut().and_then(|t| t.composer.as_mut()) {
            if composer.sending {
                return self.status.refuse("the note is being written; wait for it");
            }
            return composer.paste(pasted, now);
        }
        if self
            .ticket
            .as_mut()
            .is_some_and(|reader| reader.type_ahead(pasted))
        {
            return;
        }
        if self.ticket.is_none() && self.queue.editing.is_some() {
            if let Some(edit) = &mut self.queue.editing {
                edit.input.insert(pasted);
            }
            return self.queue.filter_typed(&mut self.requests);
        }
        match Handle::parse(pasted) {
            Some(handle) => self.locate(handle),
            None if self.ticket.is_none() && !pasted.trim().is_empty() => {
                self.queue.edit_filter();
                if let Some(edit) = &mut self.queue.editing {
                    edit.input = Input::default();
                    edit.input
                        .insert(&format!("\"{}\"", pasted.trim().replace('"', " ")));
                }
                self.queue.filter_typed(&mut self.requests);
            }
            None => {}
        }
    }

    fn locate(&mut self, handle: Handle) {
        // On the screen a bare number is what people say: the helpdesk's number first.
        let handle = match handle {
            Handle::Local(id) => Handle::Number(id.to_string()),
            other => other,
        };
        self.requests
            .ask(Slot::Locate, Query::Tickets(TicketQuery::Locate(handle)));
    }

    /// Enter in a field or list: the result comes back as an action.
    fn accept(&mut self) {
        match self.modals.last() {
            Some(Modal::Palette(picker) | Modal::Help(picker)) => {
                if let Some(handle) = named_ticket(picker.input().text()) {
                    self.modals.clear();
                    return self.locate(handle);
                }
                let Some(line) = picker.chosen().cloned() else {
                    return;
                };
                if let When::No(reason) = line.when {
                    return self.status.refuse(format!("{}: {reason}", line.title));
                }
                self.modals.clear();
                self.run(line.action);
                if let (Some(key), true) = (line.keys.first(), self.status.text.is_empty()) {
                    self.status.say(format!("next time press {key}"));
                }
            }
            Some(Modal::Jump(input)) => match Handle::parse(input.text()) {
                Some(handle) => {
                    self.modals.clear();
                    self.locate(handle);
                }
                None => self
                    .status
                    .refuse("a number, an id such as zd:35436, or a ticket's URL"),
            },
            None => {
                if !self.queue.end_filter(true, &mut self.requests) {
                    self.status
                        .refuse("the filter cannot be read; Esc goes back to the last one");
                }
            }
        }
    }

    fn dismiss(&mut self) {
        if self.modals.pop().is_none() {
            self.queue.end_filter(false, &mut self.requests);
        }
    }

    fn pick(&mut self, rows: isize) {
        if let Some(Modal::Palette(picker) | Modal::Help(picker)) = self.modals.last_mut() {
            picker.move_by(rows);
        }
    }

    /// Reads everything on show again.
    pub(super) fn refresh(&mut self) {
        self.queue.refresh(&mut self.requests);
        if let Some(reader) = &self.ticket {
            reader.refresh(&mut self.requests);
        }
        self.ask_journal();
    }

    pub(super) fn ask_journal(&mut self) {
        let query = JournalQuery::Recent {
            limit: JOURNAL_ROWS,
        };
        self.requests.ask(Slot::Journal, Query::Journal(query));
    }
}

/// The ticket that `#48213`, `zd:35436` or a URL typed into the palette names; a bare number searches.
fn named_ticket(text: &str) -> Option<Handle> {
    Handle::parse(text).filter(|handle| !matches!(handle, Handle::Local(_)))
}

/// What the status row says once a draft is in the store.
pub(super) const DRAFT_KEPT: &str = "draft kept";
/// Lines a page key moves in a list of choices.
const PICK_PAGE: isize = 10;
/// Journal rows that are looked through for this person's last action.
const JOURNAL_ROWS: u32 = 20;
