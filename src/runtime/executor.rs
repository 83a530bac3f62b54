//! Effects become work: the store's writer, its reader slots, the watch thread.
//!
//! Runs on the loop's thread and never blocks; answers come back as messages on the one queue.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};

use super::browser;
use super::clipboard;
use super::pointer::Pointer;
use crate::app::event::{Event, Gen, Purpose, Slot};
use crate::app::look::ThemeLine;
use crate::config::{Described, Themes};
use crate::domain::{Actor, Command, Instant, Query};
use crate::error::{Error, ErrorKind, Result};
use crate::store::Store;

/// What reaches the loop.
#[derive(Debug)]
pub enum Message {
    /// For the model.
    Event(Event),
    /// The mouse did something at a cell.
    Pointer(Pointer),
    /// The store was looked at; true if another process has changed it.
    Watched(Result<bool>),
    /// What was copied is in its file, or could not be written there.
    Kept(Result<()>),
    /// The terminal is ours again after a stop.
    Continued,
    /// Something outside asks us to stop as Ctrl-Z does.
    Stop,
}

impl From<Event> for Message {
    fn from(event: Event) -> Self {
        Self::Event(event)
    }
}

/// Stack of a thread that waits and makes short calls.
pub(super) const SMALL_STACK: usize = 256 * 1024;

/// Starts a named thread whose panic becomes trouble on the screen instead of silence.
pub(super) fn spawn(
    name: &'static str,
    queue: Sender<Message>,
    body: impl FnOnce() + Send + 'static,
) -> Result<()> {
    let guarded = move || {
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(body)).is_err() {
            let error = Error::new(ErrorKind::Internal, format!("the {name} thread has failed"))
                .hint("what you wrote is kept; start paydesk again");
            // The loop may have ended already: then nobody needs to know.
            drop(queue.send(Event::Trouble(error).into()));
        }
    };
    let thread = std::thread::Builder::new()
        .name(name.to_owned())
        .stack_size(SMALL_STACK);
    match thread.spawn(guarded) {
        Ok(_detached) => Ok(()),
        Err(error) => Err(
            Error::new(ErrorKind::Io, format!("cannot start the {name} thread")).caused_by(error),
        ),
    }
}

/// A question under way.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    generation: Gen,
    /// The person waits for the answer: it comes from their key, or from the answer to one.
    prompt: bool,
}

/// Carries effects out, and knows what is still under way.
#[derive(Debug)]
pub(super) struct Executor {
    store: Store,
    actor: Actor,
    queue: Sender<Message>,
    watch: Sender<()>,
    /// What is waited for in each slot; a newer question replaces the older.
    waiting: [Option<Waiting>; Slot::COUNT],
    commands: usize,
    watches: usize,
    themes: Themes,
    /// Readings of themes.
    readings: usize,
    copies: usize,
    browses: usize,
}

impl Executor {
    pub(super) fn new(
        store: Store,
        actor: Actor,
        themes: Themes,
        queue: Sender<Message>,
    ) -> Result<Self> {
        let (watch, orders): (Sender<()>, Receiver<()>) = channel();
        let (watched, answers) = (store.clone(), queue.clone());
        spawn("watch", queue.clone(), move || {
            while orders.recv().is_ok() {
                if answers
                    .send(Message::Watched(watched.changed_elsewhere()))
                    .is_err()
                {
                    break;
                }
            }
        })?;
        let waiting = [None; Slot::COUNT];
        Ok(Self {
            store,
            actor,
            queue,
            watch,
            waiting,
            commands: 0,
            watches: 0,
            themes,
            readings: 0,
            copies: 0,
            browses: 0,
        })
    }

    /// Asks the store; counted before it starts. `prompt` if the person waits for the answer.
    pub(super) fn ask(&mut self, slot: Slot, generation: Gen, query: Query, prompt: bool) {
        if let Some(waiting) = self.waiting.get_mut(slot.index()) {
            *waiting = Some(Waiting { generation, prompt });
        }
        let queue = self.queue.clone();
        let place = u16::try_from(slot.index()).unwrap_or(u16::MAX);
        let reply = move |result| {
            drop(
                queue.send(
                    Event::Reply {
                        slot,
                        generation,
                        result,
                    }
                    .into(),
                ),
            );
        };
        self.store
            .ask_then(crate::store::Slot(place), query, Box::new(reply));
    }

    /// Has a command carried out; counted before it starts.
    pub(super) fn perform(&mut self, purpose: Purpose, command: Command, now: Instant) {
        self.commands += 1;
        let queue = self.queue.clone();
        let reply = move |result| {
            drop(queue.send(Event::Done { purpose, result }.into()));
        };
        self.store
            .perform_then(command, self.actor.clone(), now, Box::new(reply));
    }

    /// Writes what was copied into its file, on a thread of its own.
    pub(super) fn keep_copy(&mut self, file: PathBuf, text: String) -> Result<()> {
        let answer = self.queue.clone();
        spawn("clipboard", self.queue.clone(), move || {
            drop(answer.send(Message::Kept(clipboard::keep(&file, &text))));
        })?;
        self.copies += 1;
        Ok(())
    }

    /// Opens an address in the browser.
    pub(super) fn browse(&mut self, address: String) {
        self.browses += 1;
        browser::open(address, &self.queue);
    }

    /// Looks for another process's changes.
    pub(super) fn watch(&mut self) {
        if self.watches == 0 && self.watch.send(()).is_ok() {
            self.watches += 1;
        }
    }

    /// Reads the theme of this name, or every theme: they are files, and a disk may be slow.
    pub(super) fn read_themes(&mut self, name: Option<String>) -> Result<()> {
        let (themes, queue) = (self.themes.clone(), self.queue.clone());
        let pair = |read: Described| (read.theme, read.about);
        spawn("themes", self.queue.clone(), move || {
            let event = match name {
                Some(name) => {
                    let result = themes.read(&name).map(|read| Box::new(read.theme));
                    Event::Theme { name, result }
                }
                None => {
                    let all = themes.all().into_iter();
                    let lines = all.map(|(name, read)| ThemeLine::new(name, read.map(pair)));
                    Event::Themes(lines.collect())
                }
            };
            // The loop may have ended already.
            drop(queue.send(event.into()));
        })?;
        self.readings += 1;
        Ok(())
    }

    /// True while a theme is being read.
    pub(super) fn is_reading(&self) -> bool {
        self.readings > 0
    }

    /// Notes that a message has arrived; true if the person waits for what it shows.
    pub(super) fn arrived(&mut self, message: &Message) -> bool {
        match message {
            Message::Event(Event::Reply {
                slot, generation, ..
            }) => self
                .waiting
                .get_mut(slot.index())
                .and_then(|waiting| waiting.take_if(|w| w.generation == *generation))
                .is_some_and(|waiting| waiting.prompt),
            Message::Event(Event::Done { purpose, .. }) => {
                self.commands = self.commands.saturating_sub(1);
                matches!(
                    purpose,
                    Purpose::Verb | Purpose::Reversal | Purpose::Send(_)
                )
            }
            Message::Event(Event::Browsed { .. }) => {
                self.browses = self.browses.saturating_sub(1);
                true
            }
            Message::Watched(_) => {
                self.watches = self.watches.saturating_sub(1);
                false
            }
            Message::Event(Event::Theme { .. } | Event::Themes(_)) => {
                self.readings = self.readings.saturating_sub(1);
                true
            }
            Message::Kept(_) => {
                self.copies = self.copies.saturating_sub(1);
                false
            }
            Message::Event(Event::Tick | Event::StoreChanged | Event::Trouble(_)) => false,
            Message::Event(_) | Message::Pointer(_) | Message::Continued | Message::Stop => true,
        }
    }

    /// True while a command has not been answered.
    pub(super) fn is_writing(&self) -> bool {
        self.commands > 0
    }

    /// True while the answer of a slot is waited for.
    pub(super) fn is_waiting(&self, slot: Slot) -> bool {
        self.waiting.get(slot.index()).is_some_and(Option::is_some)
    }

    /// True if nothing is under way.
    pub(super) fn is_idle(&self) -> bool {
        let work = self.commands + self.watches + self.copies + self.readings + self.browses;
        work == 0 && self.waiting.iter().all(Option::is_none)
    }
}
