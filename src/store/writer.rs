//! The writer: one thread, the only connection that writes, two lanes.
//!
//! The interactive lane goes before the bulk lane, and bulk work comes in pieces that end after
//! 25 ms where somebody waits ([`Piece`]), so a keystroke's command never waits longer than that. A panic is caught here:
//! the connection is dropped, which rolls back, and the next task opens it anew.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant as Clock};

use rusqlite::Connection;

use super::fault::{self, Fault};
use super::pulse::Pulse;
use super::{Reply, connection};
use crate::error::{Error, ErrorKind, Result};

/// Stack of a store thread: SQLite and our row readers are shallow (measured on 256 KiB).
pub(super) const STACK: usize = 512 * 1024;

/// Which tasks go first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    /// What a person waits for.
    Interactive,
    /// Imports.
    Bulk,
}

/// How hard a commit is pressed onto the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Durability {
    /// Survives a power cut once answered (synchronous = FULL): what a person typed.
    Full,
    /// Survives a killed process; a power cut may take the newest (NORMAL): what can be imported again.
    Normal,
}

/// How long a piece of bulk work goes on where a person waits, and where nobody does: there is
/// another process, perhaps, that the store cannot see waiting.
const PIECE: Duration = Duration::from_millis(25);
const LONG_PIECE: Duration = Duration::from_millis(75);

/// How long a piece of bulk work may be.
pub(super) struct Piece {
    waiting: Arc<AtomicUsize>,
    begun: Clock,
}

impl Piece {
    /// Begins now: the wait for the lock is not part of it.
    pub(super) fn begin(self) -> Self {
        Self {
            begun: Clock::now(),
            ..self
        }
    }

    /// True if the piece should end here.
    pub(super) fn is_over(&self) -> bool {
        let most = match self.waiting.load(Ordering::Relaxed) {
            0 => LONG_PIECE,
            _ => PIECE,
        };
        self.begun.elapsed() >= most
    }
}

type Task = Box<dyn FnOnce(&mut Writer) + Send>;

#[derive(Default)]
struct Queue {
    interactive: VecDeque<Task>,
    bulk: VecDeque<Task>,
    closed: bool,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    queue: Mutex<Queue>,
    work: Condvar,
    /// Tasks in the interactive lane.
    waiting: Arc<AtomicUsize>,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The two lanes to the writer's thread, which starts with the first task.
pub(super) struct Lanes {
    shared: Arc<Shared>,
    path: Arc<Path>,
    pulse: Arc<Pulse>,
}

impl Lanes {
    pub(super) fn new(path: Arc<Path>, pulse: Arc<Pulse>) -> Self {
        Self {
            shared: Arc::default(),
            path,
            pulse,
        }
    }

    /// Queues work; `reply` gets its result on the writer's thread.
    pub(super) fn submit<T: Send + 'static>(
        &self,
        lane: Lane,
        work: impl FnOnce(&mut Writer) -> Result<T> + Send + 'static,
        reply: Reply<T>,
    ) {
        let task: Task = Box::new(move |writer| {
            let result = catch_unwind(AssertUnwindSafe(|| work(writer))).unwrap_or_else(|_| {
                writer.forget();
                Err(fault::defect("writing"))
            });
            reply(result);
        });
        let mut queue = self.shared.lock();
        if queue.thread.is_none() {
            match self.start() {
                Ok(thread) => queue.thread = Some(thread),
                Err(error) => {
                    drop(queue);
                    log::error!("no thread for the writer: {error}");
                    // Without a thread the caller's own does the work.
                    let (path, pulse) = (self.path.clone(), self.pulse.clone());
                    task(&mut Writer::new(path, pulse, self.shared.waiting.clone()));
                    return;
                }
            }
        }
        match lane {
            Lane::Interactive => {
                queue.interactive.push_back(task);
                self.shared.waiting.fetch_add(1, Ordering::Relaxed);
            }
            Lane::Bulk => queue.bulk.push_back(task),
        }
        drop(queue);
        self.shared.work.notify_one();
    }

    fn start(&self) -> std::io::Result<JoinHandle<()>> {
        let (shared, path, pulse) = (self.shared.clone(), self.path.clone(), self.pulse.clone());
        thread::Builder::new()
            .name("store-writer".into())
            .stack_size(STACK)
            .spawn(move || {
                let writer = Writer::new(path, pulse, shared.waiting.clone());
                run(&shared, writer);
            })
    }

    /// Lets what is queued end, closes the connection (which empties the log) and the thread.
    pub(super) fn close(&self) {
        let mut queue = self.shared.lock();
        queue.closed = true;
        let thread = queue.thread.take();
        drop(queue);
        self.shared.work.notify_one();
        join(thread);
    }
}

/// Waits for a thread's end, unless that thread is the one that asks: a reply may hold the last handle.
pub(super) fn join(thread: Option<JoinHandle<()>>) {
    if let Some(thread) = thread
        && thread.thread().id() != thread::current().id()
        && thread.join().is_err()
    {
        log::error!("a thread of the store ended in a panic");
    }
}

fn run(shared: &Shared, mut writer: Writer) {
    loop {
        let mut queue = shared.lock();
        let task = loop {
            if let Some(task) = queue.interactive.pop_front() {
                shared.waiting.fetch_sub(1, Ordering::Relaxed);
                break task;
            }
            if let Some(task) = queue.bulk.pop_front() {
                break task;
            }
            if queue.closed {
                return;
            }
            queue = shared
                .work
                .wait(queue)
                .unwrap_or_else(PoisonError::into_inner);
        };
        drop(queue);
        // The work inside is guarded already; this is for a reply that panics.
        if catch_unwind(AssertUnwindSafe(|| task(&mut writer))).is_err() {
            log::error!("a reply to the writer panicked");
        }
    }
}

/// The writing connection with its state; lives on the writer's thread.
pub(super) struct Writer {
    path: Arc<Path>,
    pulse: Arc<Pulse>,
    waiting: Arc<AtomicUsize>,
    connection: Option<Connection>,
    durability: Option<Durability>,
    damaged: bool,
}

impl Writer {
    fn new(path: Arc<Path>, pulse: Arc<Pulse>, waiting: Arc<AtomicUsize>) -> Self {
        Self {
            path,
            pulse,
            waiting,
            connection: None,
            durability: None,
            damaged: false,
        }
    }

    /// The measure of a piece of bulk work.
    pub(super) fn piece(&self) -> Piece {
        Piece {
            waiting: self.waiting.clone(),
            begun: Clock::now(),
        }
    }

    /// Drops the connection: what was not committed is rolled back.
    fn forget(&mut self) {
        self.connection = None;
        self.durability = None;
        self.pulse.settle(false);
    }

    fn connect(&mut self, durability: Durability) -> Result<&Connection> {
        if self.damaged {
            return Err(Error::new(
                ErrorKind::Store,
                format!(
                    "{} is damaged; nothing more is written to it",
                    self.path.display()
                ),
            )
            .hint("run paydesk doctor")
            .hint("then paydesk restore with a backup"));
        }
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => connection::open_writer(&self.path)?,
        };
        let connection = self.connection.insert(connection);
        if self.durability != Some(durability) {
            // Refused inside a transaction, so it comes before BEGIN. Imports make every row before
            // they refer to it: looking again costs them a tenth of their time.
            let (level, keys) = match durability {
                Durability::Full => ("FULL", true),
                Durability::Normal => ("NORMAL", false),
            };
            connection
                .pragma_update(None, "synchronous", level)
                .and_then(|()| connection.pragma_update(None, "foreign_keys", keys))
                .map_err(|error| fault::explain(&self.path, "opening the store", error))?;
            self.durability = Some(durability);
        }
        Ok(connection)
    }

    /// Runs `work` in one transaction, whole or not at all.
    ///
    /// A failed COMMIT is not a rollback: then the connection is
    /// dropped, and `written` is asked on a new one whether the change is there.
    pub(super) fn transact<T>(
        &mut self,
        durability: Durability,
        doing: &str,
        work: impl FnOnce(&Connection) -> Result<T, Fault>,
        written: impl FnOnce(&Connection, &T) -> rusqlite::Result<bool>,
    ) -> Result<T> {
        let (path, pulse) = (self.path.clone(), self.pulse.clone());
        let connection = self.connect(durability)?;
        let begun = connection.execute_batch("BEGIN IMMEDIATE");
        if let Err(error) = begun {
            return Err(self.fail(Fault::Sql(error), doing));
        }
        let before = connection.total_changes();
        let result = work(connection).and_then(|value| {
            if connection.total_changes() != before {
                pulse.beat(connection)?;
            }
            Ok(value)
        });
        let value = match result {
            Ok(value) => value,
            Err(fault) => {
                if connection.execute_batch("ROLLBACK").is_err() {
                    self.forget(); // closing rolls back too
                }
                self.pulse.settle(false);
                return Err(self.fail(fault, doing));
            }
        };
        match connection.execute_batch("COMMIT") {
            Ok(()) => {
                pulse.settle(true);
                Ok(value)
            }
            Err(error) => {
                self.forget();
                let looked = self.connect(durability).and_then(|connection| {
                    written(connection, &value)
                        .map_err(|error| fault::explain(&path, "looking it up", error))
                });
                match looked {
                    Ok(true) => Ok(value),
                    Ok(false) => Err(self.fail(Fault::Sql(error), doing)),
                    Err(_) => Err(Error::new(
                        ErrorKind::Io,
                        format!("not confirmed: {doing} may or may not have been saved"),
                    )
                    .caused_by(error)
                    .hint("run paydesk doctor, then look whether it is there")),
                }
            }
        }
    }

    fn fail(&mut self, fault: Fault, doing: &str) -> Error {
        if let Fault::Sql(error) = &fault
            && fault::is_damage(error)
        {
            self.damaged = true;
            self.forget();
        }
        fault.explain(&self.path, doing)
    }
}
