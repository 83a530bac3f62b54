//! An event changes the model: keys become actions or text.
//!
//! What actions do stands in `act`, text in `typing`; what comes back from the store is taken in
//! `answers`.

use crate::domain::Query;
use crate::domain::desk::JournalQuery;

use super::action::{Action, Group};
use super::event::{Effect, Event, Now, Slot};
use super::key::{Chord, Key, KeyCode};
use super::keymap::Resolved;
use super::kit::list::Side;
use super::layout::{Area, EDGE};
use super::when::When;
use super::{App, Modal, Pending, layout};

/// Another process's changes are looked for at most this often, when a key wakes us.
const WATCH_EVERY: std::time::Duration = std::time::Duration::from_secs(1);

impl App {
    /// Asks for what the first frame shows.
    pub fn start(&mut self) -> Vec<Effect> {
        self.queue.restart(Side::Before, &mut self.requests);
        self.requests.ask(Slot::Settings, Query::Settings);
        self.ask_journal();
        self.warn_of_theme();
        self.ask_views();
        self.effects()
    }

    /// Takes one event; returns what shall be done.
    pub fn update(&mut self, event: Event, now: Now) -> Vec<Effect> {
        let minute = self.now.wall.timestamp().div_euclid(60);
        self.now = now;
        self.queue.look_at_clock(now);
        // An event that leaves the page as it is must not redraw it; most do not.
        self.changed = true;
        match event {
            Event::Key(key) => self.key(key),
            Event::Click(target) => self.click(target),
            Event::Wheel { pane, down } => self.changed = self.turn(pane, down),
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
            Event::Browsed { address, result } => self.browsed(&address, result),
            Event::Edited(result) => self.edited(result),
            Event::Theme { name, result } => self.recalled_theme(&name, result),
            Event::Themes(lines) => self.pick_theme(lines),
            Event::Trouble(error) => self.status.fail(&error),
            Event::Terminate => self.leave(),
        }
        self.fit();
        self.count_next();
        self.effects()
    }

    /// Fits the panes to the page.
    pub(super) fn fit(&mut self) {
        let layout = self.layout();
        let (now, zone) = (self.now, &self.desk.zone);
        // Beside an open ticket stand its facts: what it covers is not laid out.
        let preview = layout.side.or(layout.peek);
        let preview = preview.filter(|_| self.ticket.is_none());
        // A margin of one at the right, and one between a note's text and the edge of its ground.
        let cells = |area: Area| usize::from(area.width.saturating_sub(EDGE + 2));
        let rows = layout.list().height.into();
        self.queue.fit(rows, preview.map(cells), now, zone);
        if let Some(reader) = &mut self.ticket {
            let parts = layout.ticket(reader.composer.is_some());
            // The field in which one looks for something takes the last row.
            let field = u16::from(reader.find.is_some());
            let height = parts.thread.height.saturating_sub(field);
            reader.resize(cells(parts.thread), height.into(), now, zone);
        }
        let float = layout.float(u16::MAX);
        let rows = usize::from(float.height.saturating_sub(2));
        match (self.modals.last_mut(), &self.ticket) {
            (Some(Modal::Why(why)), _) => {
                why.fit(
                    float.width.saturating_sub(layout::FLOAT_EDGES),
                    rows,
                    now.wall,
                    zone,
                );
            }
            (Some(Modal::Facts(scroll)), Some(reader)) => scroll.fit(reader.facts.len(), rows),
            _ => {}
        }
    }

    fn tick(&mut self, minute: i64) -> bool {
        let now = self.now;
        let toasts = self.status.toasts.len();
        self.status.expire(now);
        let mut changed = self.status.toasts.len() != toasts;
        let is_later = now.wall.timestamp().div_euclid(60) != minute;
        changed |= is_later;
        if let (true, Some(reader)) = (is_later, &self.ticket) {
            reader.ask_clocks(now, &mut self.requests);
        }
        changed |= self.queue.waits().is_some();
        self.queue.count_typed(&mut self.requests);
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
    pub(super) fn watch(&mut self) {
        if self.now.mono >= self.watched + WATCH_EVERY {
            self.watched = self.now.mono;
            self.requests.push(Effect::Watch);
        }
    }

    pub(super) fn key(&mut self, key: Key) {
        self.watch();
        self.status.forget_refusal();
        self.next_time = None;
        let scope = self.scope();
        if key == Key::plain(KeyCode::Backspace) && self.pending.keys.pop().is_some() {
            // One level up; above the first there is nothing.
            self.pending.shown &= !self.pending.keys.is_empty();
            return;
        }
        self.pending.keys.push(key);
        let resolved = self.keymap.resolve(scope, &self.pending.keys);
        if resolved == Resolved::Pending {
            if self.pending.keys.len() == 1 {
                self.pending.since = self.now.mono;
                self.pending.on = self.current();
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
            // Between two keys another process may have taken the row away.
            Resolved::Action(action) if self.has_slid(action, &begun) => self
                .status
                .refuse("the list has changed under the keys; press them again"),
            Resolved::Action(action) => self.run(action),
            Resolved::Text => self.text_key(key),
            // Esc leaves a begun sequence; any other wrong key does too, and says so.
            Resolved::None if key != Key::plain(KeyCode::Esc) => self.say_unknown(begun.keys),
            Resolved::None | Resolved::Pending => {}
        }
    }

    /// True if a verb on the row under the cursor was begun on another row.
    fn has_slid(&self, action: Action, begun: &Pending) -> bool {
        let is_verb = action.spec().is_some_and(|spec| spec.group == Group::Work);
        begun.keys.len() > 1 && is_verb && self.queue.marks.is_empty() && begun.on != self.current()
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
        if let Some(tour) = &mut self.tour
            && action != Action::Back
        {
            tour.is_leaving = false;
        }
        self.put_away_greeting();
        self.habits.ran(action);
        self.act(action);
    }

    /// Reads everything on show again.
    pub(super) fn refresh(&mut self) {
        if let Some(reader) = &self.ticket {
            // What is undone comes back into the list: the next one is that after it.
            self.queue.return_to(reader.id);
        }
        self.queue.refresh(&mut self.requests);
        if let Some(reader) = &self.ticket {
            reader.refresh(&mut self.requests);
        }
        self.ask_journal();
        self.views.outdate();
        self.ask_views();
    }

    pub(super) fn ask_journal(&mut self) {
        let query = JournalQuery::Recent {
            limit: JOURNAL_ROWS,
        };
        self.requests.ask(Slot::Journal, Query::Journal(query));
    }
}

/// Journal rows that are looked through for this person's last action.
const JOURNAL_ROWS: u32 = 20;
