//! The readers: two threads, read-only connections, newest question first in each slot.
//!
//! Threads and connections start when they are first needed. No transaction outlives a
//! question, so the log can always be emptied. A question that a newer one in its slot
//! supersedes is taken from the queue, or interrupted if it runs, and gets no reply.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use rusqlite::Connection;

use super::fault::{self, Fault};
use super::pulse::Pulse;
use super::writer::{STACK, join};
use super::{Reply, Slot, connection};
use crate::error::Result;

/// Reader threads: one for what the screen shows, one so that a count or a search never delays it.
const THREADS: usize = 2;

/// Steps of SQLite's machine between two looks whether a question is still wanted: some 20 µs.
const STEPS: i32 = 1_000;

/// Hands a result to who asked.
type Delivery = Box<dyn FnOnce() + Send>;
/// Answers on a connection, or on the reason why there is none.
type Work = Box<dyn FnOnce(Result<&Connection>) -> Delivery + Send>;

struct Ask {
    slot: Option<Slot>,
    work: Work,
}

struct Running {
    slot: Option<Slot>,
    /// Once true, SQLite gives the question up.
    superseded: Arc<AtomicBool>,
}

#[derive(Default)]
struct State {
    queue: VecDeque<Ask>,
    running: [Option<Running>; THREADS],
    threads: Vec<JoinHandle<()>>,
    closed: bool,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    work: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The queue to the reader threads.
pub(super) struct Readers {
    shared: Arc<Shared>,
    path: Arc<Path>,
    pulse: Arc<Pulse>,
}

impl Readers {
    pub(super) fn new(path: Arc<Path>, pulse: Arc<Pulse>) -> Self {
        Self {
            shared: Arc::default(),
            path,
            pulse,
        }
    }

    /// Queues a question; `doing` names it in an error.
    pub(super) fn ask<T: Send + 'static>(
        &self,
        slot: Option<Slot>,
        doing: &'static str,
        question: impl FnOnce(&Connection) -> Result<T, Fault> + Send + 'static,
        reply: Reply<T>,
    ) {
        let path = self.path.clone();
        let work: Work = Box::new(move |connection| {
            let result = connection.and_then(|connection| {
                catch_unwind(AssertUnwindSafe(|| question(connection))).map_or_else(
                    |_| Err(fault::defect(doing)),
                    |result| result.map_err(|fault| fault.explain(&path, doing)),
                )
            });
            Box::new(move || reply(result))
        });
        let mut state = self.shared.lock();
        if slot.is_some() {
            supersede(&mut state, slot);
        }
        state.queue.push_back(Ask { slot, work });
        let busy = state.running.iter().flatten().count();
        if state.threads.len() < THREADS && busy + state.queue.len() > state.threads.len() {
            match self.start(state.threads.len()) {
                Ok(thread) => state.threads.push(thread),
                Err(error) => log::error!("no thread for a reader: {error}"),
            }
        }
        drop(state);
        self.shared.work.notify_one();
    }

    fn start(&self, seat: usize) -> std::io::Result<JoinHandle<()>> {
        let (shared, path, pulse) = (self.shared.clone(), self.path.clone(), self.pulse.clone());
        thread::Builder::new()
            .name(format!("store-reader-{seat}"))
            .stack_size(STACK)
            .spawn(move || run(&shared, seat, &path, &pulse))
    }

    /// Drops what waits, interrupts what runs, and ends the threads.
    pub(super) fn close(&self) {
        let mut state = self.shared.lock();
        state.closed = true;
        state.queue.clear();
        for running in state.running.iter().flatten() {
            stop(running);
        }
        let threads = std::mem::take(&mut state.threads);
        drop(state);
        self.shared.work.notify_all();
        for thread in threads {
            join(Some(thread));
        }
    }
}

fn supersede(state: &mut State, slot: Option<Slot>) {
    state.queue.retain(|waiting| waiting.slot != slot);
    for running in state.running.iter().flatten() {
        if running.slot == slot {
            stop(running);
        }
    }
}

fn stop(running: &Running) {
    running.superseded.store(true, Ordering::Relaxed);
}

fn run(shared: &Shared, seat: usize, path: &Path, pulse: &Pulse) {
    let superseded = Arc::new(AtomicBool::new(false));
    let mut open: Option<Connection> = None;
    loop {
        let mut state = shared.lock();
        let ask = loop {
            if state.closed {
                return;
            }
            if let Some(ask) = state.queue.pop_front() {
                break ask;
            }
            state = shared
                .work
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        };
        superseded.store(false, Ordering::Relaxed);
        if let Some(place) = state.running.get_mut(seat) {
            *place = Some(Running {
                slot: ask.slot,
                superseded: superseded.clone(),
            });
        }
        drop(state);
        let delivery = (ask.work)(connect(&mut open, path, pulse, &superseded));
        let mut state = shared.lock();
        if let Some(place) = state.running.get_mut(seat) {
            *place = None;
        }
        // Read under the lock: a newer question marks this one before it is itself queued.
        let wanted = !state.closed && !superseded.load(Ordering::Relaxed);
        drop(state);
        if wanted && catch_unwind(AssertUnwindSafe(delivery)).is_err() {
            log::error!("a reply to a reader panicked");
        }
    }
}

fn connect<'a>(
    open: &'a mut Option<Connection>,
    path: &Path,
    pulse: &Pulse,
    superseded: &Arc<AtomicBool>,
) -> Result<&'a Connection> {
    match open {
        Some(connection) => Ok(connection),
        none => {
            let mut connection = connection::open_reader(path)?;
            let superseded = superseded.clone();
            // A flag and not `sqlite3_interrupt`: that is lost between two statements.
            connection
                .progress_handler(STEPS, Some(move || superseded.load(Ordering::Relaxed)))
                .and_then(|()| pulse.begin(&connection))
                .map_err(|error| fault::explain(path, "opening the store", error))?;
            Ok(none.insert(connection))
        }
    }
}
