//! The loop: one queue in, one frame out.
//!
//! Blocks until a message or a deadline; drains what is queued; draws if something changed. A
//! key's frame goes out as soon as the queue is empty, before its questions go to the store, and so
//! does the frame of what they bring. Frames that background work alone causes keep a distance. Nothing changed:
//! nothing is drawn and nothing wakes.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::time::{Duration, Instant};

use super::clock::Clock;
use super::executor::{Executor, Message};
use super::pointer::{Pointer, Press};
use super::stage::Stage;
use super::{Ended, Launch};
use crate::app::App;
use crate::app::action::Action;
use crate::app::event::{Effect, Event, Gen, Slot};
use crate::domain::Query;
use crate::error::{Error, ErrorKind, Result};
use crate::ui;

/// The queue is drained for at most this long before a frame goes out: a flood must not freeze it.
const DRAIN_FOR: Duration = Duration::from_millis(8);
/// Distance of frames that background work asks for: more than 60 a second nobody sees.
const BACKGROUND_EVERY: Duration = Duration::from_millis(16);
/// The first frame waits this long for the first rows; then it goes out without them.
const FIRST_ROWS_FOR: Duration = Duration::from_millis(100);
/// What the first frame shows, in the order in which it is asked; everything else is asked once it
/// is out. The views are one small table, and name the list.
const FIRST: [Slot; 4] = [Slot::Page, Slot::Settings, Slot::Views, Slot::Preview];
/// Leaving waits this long for commands under way: longer than the store waits for another
/// process's lock.
const LAST_WRITES_FOR: Duration = Duration::from_secs(6);
/// After a signal there is less: the process ends one second after it in any case.
const DYING_WRITES_FOR: Duration = Duration::from_millis(800);

/// A question that waits for the frame to go out.
#[derive(Debug)]
struct Question {
    slot: Slot,
    generation: Gen,
    query: Query,
    /// The person waits for the answer.
    prompt: bool,
}

/// The model on a stage, with its queue.
#[derive(Debug)]
pub struct Workbench<S> {
    app: App,
    stage: S,
    clock: Clock,
    executor: Executor,
    queue: Receiver<Message>,
    /// When a background frame was last drawn.
    background_at: Option<Duration>,
    /// What the person waits for has come since the last frame.
    pressed: bool,
    /// Questions that go to the store once the frame is out; one a slot, the newest.
    questions: Vec<Question>,
    /// The message being taken is the person's, or answers what they asked for.
    prompt: bool,
    /// Something on the page has changed since the last frame.
    dirty: bool,
    ended: Option<Ended>,
    /// We stopped ourselves and came back; the signal that says so is still to come.
    stopped: bool,
    /// The file that holds what was copied last.
    clipboard: Option<PathBuf>,
}

impl<S: Stage> Workbench<S> {
    /// Sets the model up and asks for its first rows; nothing is drawn yet.
    pub fn new(
        launch: Launch,
        stage: S,
        sender: Sender<Message>,
        queue: Receiver<Message>,
    ) -> Result<Self> {
        let Launch {
            store,
            mut desk,
            look,
            keymap,
            clock,
            actor,
            themes,
            clipboard,
        } = launch;
        desk.clock_runs = clock.runs();
        let executor = Executor::new(store, actor, themes, sender)?;
        let app = App::new(desk, look, keymap, stage.size(), clock.now());
        let mut bench = Self {
            app,
            stage,
            clock,
            executor,
            queue,
            background_at: None,
            pressed: false,
            questions: Vec::new(),
            prompt: true,
            dirty: true,
            ended: None,
            stopped: false,
            clipboard,
        };
        let effects = bench.app.start();
        bench.carry_out(effects)?;
        bench.ask_next();
        Ok(bench)
    }

    /// Runs until the person leaves or a signal asks to.
    pub fn run(&mut self) -> Result<Ended> {
        self.stage.enter().map_err(|error| {
            Error::new(ErrorKind::Io, "cannot use the terminal").caused_by(error)
        })?;
        let ended = self.first_frame().and_then(|()| self.turn());
        self.stage.leave();
        ended
    }

    /// Waits a moment for the first rows, so that the first frame is a whole one.
    fn first_frame(&mut self) -> Result<()> {
        let until = self.clock.now().mono + FIRST_ROWS_FOR;
        while self.ended.is_none()
            && (self.executor.is_reading()
                || self.first().any(|slot| self.executor.is_waiting(slot)))
        {
            let left = until.saturating_sub(self.clock.now().mono);
            match self.queue.recv_timeout(left) {
                Ok(message) => self.take(message)?,
                Err(_late) => break,
            }
            self.ask_next();
        }
        self.pressed = true;
        self.draw()?;
        self.ask(&Slot::ALL);
        Ok(())
    }

    fn turn(&mut self) -> Result<Ended> {
        loop {
            if self.ended.is_some() {
                let later = self.await_writes()?;
                if let Some(ended) = self.ended {
                    return Ok(ended);
                }
                self.take_all(later)?;
            }
            if let Some(message) = self.wait()? {
                self.take(message)?;
            } else if self
                .app
                .deadline()
                .is_some_and(|at| at <= self.clock.now().mono)
            {
                self.take(Event::Tick.into())?;
            }
            self.drain()?;
            self.draw_if_due()?;
            self.ask(&Slot::ALL);
        }
    }

    /// The next message; none when a deadline has come.
    fn wait(&self) -> Result<Option<Message>> {
        let frame = self.dirty.then(|| self.background_due());
        let deadline = self.app.deadline().into_iter().chain(frame).min();
        let gone = || Error::new(ErrorKind::Internal, "the event queue has closed");
        match deadline {
            None => self.queue.recv().map(Some).map_err(|_closed| gone()),
            Some(at) => {
                let left = at.saturating_sub(self.clock.now().mono);
                match self.queue.recv_timeout(left) {
                    Ok(message) => Ok(Some(message)),
                    Err(RecvTimeoutError::Timeout) => Ok(None),
                    Err(RecvTimeoutError::Disconnected) => Err(gone()),
                }
            }
        }
    }

    fn drain(&mut self) -> Result<()> {
        let until = self.clock.now().mono + DRAIN_FOR;
        while self.ended.is_none() && self.clock.now().mono < until {
            match self.queue.try_recv() {
                Ok(message) => self.take(message)?,
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => break,
            }
        }
        Ok(())
    }

    /// When the next background frame may be drawn.
    fn background_due(&self) -> Duration {
        self.background_at
            .map_or(Duration::ZERO, |at| at + BACKGROUND_EVERY)
    }

    fn draw_if_due(&mut self) -> Result<()> {
        let now = self.clock.now().mono;
        if self.dirty && (self.pressed || now >= self.background_due()) {
            if !self.pressed {
                self.background_at = Some(now);
            }
            self.draw()?;
        }
        Ok(())
    }

    fn draw(&mut self) -> Result<()> {
        self.dirty = false;
        self.pressed = false;
        let drawn = self.stage.draw(&self.app);
        self.unless_gone(drawn)
    }

    /// A terminal that cannot be used any more has gone, whatever it says: keeps what is written
    /// and leaves.
    fn unless_gone(&mut self, used: std::io::Result<()>) -> Result<()> {
        match used {
            Ok(()) => Ok(()),
            Err(error) => {
                log::warn!("the terminal has gone: {error}");
                self.take(Event::Terminate.into())
            }
        }
    }

    /// Takes one message through the model and carries out what it asks.
    fn take(&mut self, message: Message) -> Result<()> {
        self.prompt = self.executor.arrived(&message);
        if let (Some(Ended::Left), Message::Event(Event::Done { result: Err(_), .. })) =
            (self.ended, &message)
        {
            // What could not be kept stays on the screen, with the reason. Nothing waits to be
            // kept then, so that leaving once more does leave.
            self.ended = None;
        }
        match message {
            Message::Event(event) => self.feed(event),
            Message::Pointer(pointer) => self.point(pointer),
            Message::Watched(Ok(true)) => self.feed(Event::StoreChanged),
            Message::Watched(Ok(false)) => Ok(()),
            Message::Watched(Err(error)) | Message::Kept(Err(error)) => {
                self.feed(Event::Trouble(error))
            }
            Message::Kept(Ok(())) => Ok(()),
            Message::Continued if std::mem::take(&mut self.stopped) => Ok(()),
            Message::Continued => self.come_back(),
            Message::Stop => {
                self.app.run(Action::Suspend);
                self.feed(Event::Tick)
            }
        }
    }

    /// Tells the model what the mouse was pressed on; on nothing, nothing happens.
    fn point(&mut self, pointer: Pointer) -> Result<()> {
        let spot = ui::spot(&self.app, pointer.x, pointer.y);
        let wheel = |pane, down| Event::Wheel { pane, down };
        let event = match pointer.press {
            Press::Button => spot.target.map(Event::Click),
            Press::WheelUp => spot.pane.map(|pane| wheel(pane, false)),
            Press::WheelDown => spot.pane.map(|pane| wheel(pane, true)),
        };
        event.map_or(Ok(()), |event| self.feed(event))
    }

    fn feed(&mut self, event: Event) -> Result<()> {
        if let Event::Resize(width, height) = event {
            let cleared = self.stage.forget((width, height));
            self.unless_gone(cleared)?;
        }
        if matches!(event, Event::Terminate) {
            self.ended = Some(Ended::Terminated);
        }
        let effects = self.app.update(event, self.clock.now());
        if self.app.take_changed() {
            self.dirty = true;
            self.pressed |= self.prompt;
        }
        self.carry_out(effects)
    }

    fn take_all(&mut self, messages: Vec<Message>) -> Result<()> {
        messages
            .into_iter()
            .try_for_each(|message| self.take(message))
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> Result<()> {
        let now = self.clock.now().wall;
        for effect in effects {
            match effect {
                Effect::Ask {
                    slot,
                    generation,
                    query,
                } => {
                    self.questions.retain(|older| older.slot != slot);
                    self.questions.push(Question {
                        slot,
                        generation,
                        query,
                        prompt: self.prompt,
                    });
                }
                Effect::Perform { purpose, command } => {
                    self.executor.perform(purpose, command, now);
                }
                Effect::Watch => self.executor.watch(),
                Effect::Theme(name) => self.executor.read_themes(Some(name))?,
                Effect::Themes => self.executor.read_themes(None)?,
                Effect::Edit(text) => self.edit(&text)?,
                Effect::Copy { what, text } => self.copy(&what, text)?,
                Effect::Browse(address) => self.executor.browse(address),
                Effect::Repaint => self.repaint()?,
                Effect::Suspend => self.stop()?,
                Effect::Quit => self.ended = self.ended.or(Some(Ended::Left)),
            }
        }
        Ok(())
    }

    /// What the first frame shows as things stand.
    fn first(&self) -> impl Iterator<Item = Slot> {
        let shows_preview = self.app.shows_preview();
        let first = FIRST.into_iter();
        first.filter(move |slot| *slot != Slot::Preview || shows_preview)
    }

    /// Sends the next question of the first frame, if none is under way: two readers that open
    /// the store at once wait for each other.
    fn ask_next(&mut self) {
        if FIRST.iter().any(|slot| self.executor.is_waiting(*slot)) {
            return;
        }
        let waits = |slot: &Slot| self.questions.iter().any(|question| question.slot == *slot);
        let next = self.first().find(waits);
        if let Some(next) = next {
            self.ask(&[next]);
        }
    }

    /// Sends the questions of these slots to the store, but for those nobody waits for any more.
    fn ask(&mut self, slots: &[Slot]) {
        let app = &self.app;
        self.questions
            .retain(|question| app.wants(question.slot, question.generation));
        for question in self
            .questions
            .extract_if(.., |question| slots.contains(&question.slot))
        {
            let Question {
                slot,
                generation,
                query,
                prompt,
            } = question;
            self.executor.ask(slot, generation, query, prompt);
        }
    }

    /// Copies a text to the terminal and into its file.
    fn copy(&mut self, what: &str, text: String) -> Result<()> {
        let sent = self.stage.copy(&text);
        self.unless_gone(sent)?;
        let Some(file) = self.clipboard.clone() else {
            return Ok(());
        };
        log::info!("copied {what}, also into {}", file.display());
        match self.executor.keep_copy(file, text) {
            Ok(()) => Ok(()),
            Err(error) => self.feed(Event::Trouble(error)),
        }
    }

    fn repaint(&mut self) -> Result<()> {
        self.dirty = true;
        let cleared = self.stage.forget(self.app.size);
        self.unless_gone(cleared)
    }

    fn edit(&mut self, text: &str) -> Result<()> {
        self.stage.leave();
        let edited = self.stage.edit(text);
        self.come_back()?;
        self.feed(Event::Edited(edited))
    }

    fn stop(&mut self) -> Result<()> {
        // A stopped process may never be continued: the draft is kept first.
        let later = match self.await_writes() {
            Ok(later) => later,
            Err(error) => return self.feed(Event::Trouble(error)),
        };
        self.stage.leave();
        self.stopped = true;
        self.stage.stop();
        self.come_back()?;
        self.take_all(later)
    }

    /// After something else owned the terminal: takes it again, at the size it has now.
    fn come_back(&mut self) -> Result<()> {
        let entered = self.stage.enter();
        self.unless_gone(entered)?;
        let (width, height) = self.stage.size();
        self.executor.watch();
        self.feed(Event::Resize(width, height))
    }

    /// Takes the outcomes of commands under way; hands over what else came meanwhile.
    fn await_writes(&mut self) -> Result<Vec<Message>> {
        let dying = self.ended == Some(Ended::Terminated);
        let patience = if dying {
            DYING_WRITES_FOR
        } else {
            LAST_WRITES_FOR
        };
        let until = Instant::now() + patience;
        let mut later = Vec::new();
        while self.executor.is_writing() {
            let left = until.saturating_duration_since(Instant::now());
            match self.queue.recv_timeout(left) {
                Ok(done @ Message::Event(Event::Done { .. })) => self.take(done)?,
                Ok(message) => later.push(message),
                Err(_late) if dying => break,
                Err(_late) => {
                    let message = "the store has not confirmed the last change";
                    return Err(Error::new(ErrorKind::Busy, message)
                        .hint("another process may hold it: see whether the change is there"));
                }
            }
        }
        Ok(later)
    }

    /// The model, for tests.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The stage, for tests and pictures.
    pub fn stage(&mut self) -> &mut S {
        &mut self.stage
    }

    /// The clock, for tests and pictures.
    pub fn clock(&mut self) -> &mut Clock {
        &mut self.clock
    }

    /// Takes one event and everything that follows from it, until nothing is under way; then
    /// draws. Waits for events, never for time. For tests and pictures.
    pub fn settle(&mut self, event: Option<Event>) -> Result<Option<Ended>> {
        if let Some(event) = event {
            self.take(event.into())?;
        }
        loop {
            while let Ok(message) = self.queue.try_recv() {
                self.take(message)?;
            }
            self.ask(&Slot::ALL);
            if self.executor.is_idle() {
                break;
            }
            match self.queue.recv() {
                Ok(message) => self.take(message)?,
                Err(_closed) => break,
            }
        }
        if self
            .app
            .deadline()
            .is_some_and(|at| at <= self.clock.now().mono)
        {
            return self.settle(Some(Event::Tick));
        }
        if self.dirty {
            self.draw()?;
        }
        Ok(self.ended)
    }
}
