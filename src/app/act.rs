//! What an action does: to the queue, to the open ticket, to what floats.

use crate::domain::Command;
use crate::domain::desk::{self, Setting};
use crate::domain::tickets::{Command as TicketCommand, FieldValue};

use super::action::Action;
use super::event::{Effect, Purpose, Slot};
use super::kit::input::Input;
use super::kit::list::Side;
use super::tickets::reader::Reader;
use super::tour::{Deed, Tour};
use super::{App, Modal, Pending};

/// What the status row says once a draft is in the store.
pub(super) const DRAFT_KEPT: &str = "draft kept";
/// Lines a page key moves in a list of choices.
const PICK_PAGE: isize = 10;

impl App {
    pub(super) fn act(&mut self, action: Action) {
        if matches!(action, Action::SetStatus(_) | Action::SetPriority(_)) {
            self.repeated = Some(action);
        }
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
            Action::Filter => {
                self.queue.edit_filter();
                self.hear(Deed::Filtering);
            }
            Action::Jump => self.float(Modal::Jump(Input::default())),
            Action::Preview => self.toggle_preview(),
            Action::PreviewPlace => self.move_preview(),
            Action::Mark => {
                let marks = self.queue.marks.len();
                self.queue.mark(&mut self.requests);
                if self.queue.marks.len() > marks {
                    self.hear(Deed::Marked);
                }
            }
            Action::MarkShown => self.queue.mark_shown(),
            Action::MarkAlike => self.mark_alike(),
            Action::Marked => self.queue.toggle_marked(&mut self.requests),
            Action::DropTerm => _ = self.queue.drop_term(&mut self.requests),
            Action::Sort(field) => self.queue.sort_by(field, &mut self.requests),
            Action::Views => self.float(Modal::views(self)),
            Action::View(number) => self.go_to_view(usize::from(number).saturating_sub(1)),
            Action::SaveView => self.float(Modal::SaveView(Input::default())),
            Action::DeleteView => self.delete_view(),
            Action::Copy(what) => self.copy(what),
            Action::Repeat => self.repeat(),
            Action::Why => self.why(),
            Action::Facts => self.facts(),
            Action::History => self.turn_events(),
            Action::Quotes => self.toggle_quotes(),
            Action::Search => self.begin_find(),
            Action::SearchNext => self.find_step(1),
            Action::SearchPrevious => self.find_step(-1),
            Action::SearchLeave => self.end_find(),
            Action::Links => self.links(),
            Action::Browse => self.browse_ticket(),
            Action::CopyLink => self.copy_link(),
            Action::Note => self.open(true),
            Action::SetStatus(status) => self.set(FieldValue::Status(status)),
            Action::SetPriority(priority) => self.set(FieldValue::Priority(priority)),
            Action::Undo => {
                // The next key may be quicker than the journal.
                self.status.redo = self.status.undo.clone();
                self.requests.perform(Purpose::Reversal, Command::Undo);
            }
            Action::Redo => {
                self.status.undo = self.status.redo.clone();
                self.requests.perform(Purpose::Reversal, Command::Redo);
            }
            Action::Palette => self.open_palette(Modal::palette(self)),
            Action::Find => self.open_palette(Modal::find(self)),
            Action::Reopen => {
                if let Some(modal) = self.last_list.as_ref().and_then(|last| last.again(self)) {
                    self.open_palette(modal);
                    self.look_up();
                }
            }
            Action::Help => self.float(Modal::help(self)),
            Action::AllKeys => self.float(Modal::all_keys(self)),
            Action::Tour => self.begin_or_leave_tour(),
            Action::GoQueue => self.close_ticket(),
            Action::Theme => self.requests.push(Effect::Themes),
            Action::Redraw => {
                self.refresh();
                self.requests.push(Effect::Repaint);
            }
            Action::Suspend => {
                self.keep_draft();
                self.requests.push(Effect::Suspend);
            }
            Action::Close if !self.modals.is_empty() => self.close_modals(),
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
        if let Some(scroll) = self.floating() {
            return scroll.by(rows);
        }
        match &mut self.ticket {
            Some(reader) => reader.scroll_by(rows),
            None => {
                let moved = self.queue.list.move_by(rows);
                self.queue.moved(&mut self.requests);
                if moved {
                    self.hear(Deed::Walked);
                }
            }
        }
    }

    fn page(&mut self, views: isize) {
        if let Some(scroll) = self.floating() {
            return scroll.page(views);
        }
        match &mut self.ticket {
            Some(reader) => reader.scroll_page(views),
            None => {
                self.queue.list.page_by(views);
                self.queue.moved(&mut self.requests);
            }
        }
    }

    fn end(&mut self, side: Side) {
        if let Some(scroll) = self.floating() {
            return scroll.by(match side {
                Side::Before => isize::MIN,
                Side::After => isize::MAX,
            });
        }
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
            if let (true, false, Some(number)) =
                (compose, self.queue.marks.is_empty(), self.current_number())
            {
                let said = format!("this note goes to #{number} alone; the marks stay");
                self.status.say(said);
            }
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
            self.hear(Deed::Opened);
            self.queue.read_around(true, &mut self.requests);
        }
        if let (true, Some(reader)) = (compose, &mut self.ticket) {
            reader.compose();
        }
    }

    fn neighbour(&mut self, by: isize) {
        let open = self.ticket.as_ref().map(|reader| reader.id);
        let row = open.and_then(|id| self.queue.beside(id, by));
        if let Some(id) = row.map(|row| row.id)
            && self.queue.list.select(id.0)
        {
            self.queue.moved(&mut self.requests);
            let before = self.ticket.take();
            self.open(false);
            // Whoever reads every change reads it of the next ticket too.
            if let (Some(reader), Some(before)) = (&mut self.ticket, before) {
                reader.events = before.events;
            }
        }
    }

    /// Leaves the innermost thing: a toast, the open ticket, the marks, the tour.
    fn back(&mut self) {
        if !self.modals.is_empty() {
            return self.close_modals();
        }
        if self.status.dismiss() {
            return;
        }
        if self.ticket.is_some() {
            self.close_ticket();
        } else if !self.queue.marks.is_empty() {
            let count = self.queue.marks.len();
            self.queue.marks.clear();
            self.status.say(format!("{count} no longer marked"));
            self.queue.marks_taken(&mut self.requests);
            self.hear(Deed::Unmarked);
        } else {
            self.leave_tour();
        }
    }

    /// Goes back to the queue; what floats over the ticket goes with it.
    pub(super) fn close_ticket(&mut self) {
        self.close_modals();
        self.keep_draft();
        self.requests.forget(Slot::Thread);
        self.requests.forget(Slot::Clocks);
        self.queue.read_around(false, &mut self.requests);
        if let Some(reader) = self.ticket.take() {
            // The cursor stands on what was read, if the list still holds it.
            self.queue.return_to(reader.id);
            self.queue.refresh(&mut self.requests);
            self.hear(Deed::Left);
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

    /// Does the last verb again, on what is under the cursor or marked now.
    fn repeat(&mut self) {
        if let Some(action) = self.repeated {
            self.run(action);
        }
    }

    fn toggle_preview(&mut self) {
        self.queue.toggle_preview(&mut self.requests);
        let value = if self.queue.preview.on { "on" } else { "off" };
        self.remember(Setting::Preview, value);
    }

    /// Moves the preview to its other place; one that is hidden appears there.
    fn move_preview(&mut self) {
        let preview = &mut self.queue.preview;
        preview.below = !preview.below;
        let place = if preview.below { "below" } else { "beside" };
        self.remember(Setting::PreviewPlace, place);
        if !self.queue.preview.on {
            self.toggle_preview();
        }
    }

    pub(super) fn remember(&mut self, setting: Setting, value: &str) {
        if self.desk.read_only.is_none() {
            let command = desk::Command::Remember {
                setting,
                value: value.to_owned(),
            };
            self.requests
                .perform(Purpose::Quiet, Command::Desk(command));
        }
    }

    pub(super) fn put_away_greeting(&mut self) {
        if std::mem::take(&mut self.greeting) {
            self.remember(Setting::Greeted, "yes");
        }
    }

    /// Opens what floats. Nothing else does.
    pub(super) fn float(&mut self, modal: Modal) {
        // One level: a second question replaces the first.
        self.close_modals();
        self.modals.push(modal);
    }

    /// Puts away what floats; a list is kept to be opened again. Nothing else does.
    pub(super) fn close_modals(&mut self) {
        self.put_theme_back();
        self.requests.forget(Slot::Why);
        let last = self.modals.pop();
        self.modals.clear();
        if let Some(list) = last.filter(|modal| modal.lines().is_some()) {
            self.last_list = Some(list);
            self.requests.forget(Slot::Found);
            self.requests.forget(Slot::People);
        }
    }

    fn cancel(&mut self) {
        let finding = self.ticket.as_ref().is_some_and(|t| t.find.is_some());
        let something = finding || !self.modals.is_empty() || self.queue.editing.is_some();
        self.close_modals();
        self.end_find();
        self.pending = Pending::default();
        self.queue.end_filter(false, &mut self.requests);
        if something {
            return;
        }
        if std::mem::replace(&mut self.cancelled, true) {
            self.leave();
        } else {
            let key = self.keymap.key(Action::Cancel).unwrap_or_default();
            let why = format!("{key} again leaves; drafts are kept");
            self.status.refuse(why);
        }
    }

    /// Tells the tour what was done; remembers once it was walked to its end.
    pub(super) fn hear(&mut self, deed: Deed) {
        if self.tour.as_mut().is_some_and(|tour| tour.hear(deed)) {
            self.toured = true;
            self.remember(Setting::Toured, "yes");
        }
    }

    fn begin_or_leave_tour(&mut self) {
        if self.tour.take().is_none() {
            self.close_ticket();
            self.tour = Some(self.tour_of_desk());
        }
    }

    /// A tour that changes tickets only where none is real.
    pub(super) fn tour_of_desk(&self) -> Tour {
        Tour::new(self.desk.is_sample() && self.desk.read_only.is_none())
    }

    /// Leaves the tour at the second time; at once if it is over.
    fn leave_tour(&mut self) {
        let Some(tour) = &mut self.tour else { return };
        if tour.step().is_none() {
            self.tour = None;
        } else if std::mem::replace(&mut tour.is_leaving, true) {
            self.tour = None;
            if let Some(key) = self.keymap.key(Action::Tour) {
                self.status.say(format!("{key} begins the tour again"));
            }
        } else if let Some(key) = self.keymap.key(Action::Back) {
            self.status.say(format!("{key} again leaves the tour"));
        }
    }

    pub(super) fn leave(&mut self) {
        self.keep_draft();
        self.requests.push(Effect::Quit);
    }
}
