//! The writer: one thread, the only connection that writes, two lanes.
//!
//! The interactive lane goes before the bulk lane, and bulk work comes in pieces of at most
//! 25 ms, so a keystroke's command never waits longer than one piece. A panic is caught here:
//! the connection is dropped, which rolls back, and the next task opens it anew.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

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
                    task(&mut Writer::new(self.path.clone(), self.pulse.clone()));
                    return;
                }
            }
        }
        match lane {
            Lane::Interactive => queue.interactive.push_back(task),
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
            .spawn(move || run(&shared, Writer::new(path, pulse)))
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
            let next = queue.interactive.pop_front();
            if let Some(task) = next.or_else(|| queue.bulk.pop_front()) {
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
    connection: Option<Connection>,
    durability: Option<Durability>,
    damaged: bool,
}

impl Writer {
    fn new(path: Arc<Path>, pulse: Arc<Pulse>) -> Self {
        Self {
            path,
            pulse,
            connection: None,
            durability: None,
            damaged: false,
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
            // Refused inside a transaction, so it comes before BEGIN.
            let level = match durability {
                Durability::Full => "FULL",
                Durability::Normal => "NORMAL",
            };
            connection
                .pragma_update(None, "synchronous", level)
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
