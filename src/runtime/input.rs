//! The thread that reads the terminal.
//!
//! It waits in `poll` beside a pipe of its own, so that it can be held while the person's editor
//! owns the terminal, and so that a terminal that has gone ends the program instead of spinning.

use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::os::fd::AsFd;
use std::sync::mpsc::{Receiver, Sender, channel};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::decode::Decoder;
use super::executor::{Message, spawn};
use crate::app::event::Event;
use crate::error::{Error, ErrorKind, Result};

/// The rest of a torn key sequence or paste comes within this time or not at all.
const REST_WITHIN: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 500_000_000,
};
/// Bytes of one read: what the kernel keeps of a terminal's line.
const READ: usize = 4096;

/// Holds the input thread while something else owns the terminal.
#[derive(Debug)]
pub(super) struct Pause {
    /// A byte here wakes the thread; closing it ends it.
    bell: PipeWriter,
    /// The thread says here that it waits, …
    waiting: Receiver<()>,
    /// … and goes on when it hears this.
    go: Sender<()>,
}

impl Pause {
    /// Does `work` while the thread is held.
    pub(super) fn while_paused<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let held = self.bell.write_all(b".").is_ok() && self.waiting.recv().is_ok();
        let done = work();
        if held {
            // If the thread has ended there is nobody to tell.
            let _gone = self.go.send(());
        }
        done
    }
}

/// Starts the thread.
pub(super) fn start(queue: Sender<Message>) -> Result<Pause> {
    let (listen, bell) = io::pipe()
        .map_err(|error| Error::new(ErrorKind::Io, "cannot make a pipe").caused_by(error))?;
    let (say, waiting) = channel();
    let (go, hear) = channel();
    spawn("input", queue.clone(), move || {
        read(&queue, listen, &say, &hear);
    })?;
    Ok(Pause { bell, waiting, go })
}

/// Reads until the terminal or the loop has gone.
fn read(queue: &Sender<Message>, mut bell: PipeReader, say: &Sender<()>, go: &Receiver<()>) {
    let stdin = io::stdin();
    let mut decoder = Decoder::default();
    let mut bytes = vec![0; READ];
    loop {
        let (terminal, rung) = {
            let mut ends = [
                PollFd::from_borrowed_fd(stdin.as_fd(), PollFlags::IN),
                PollFd::from_borrowed_fd(bell.as_fd(), PollFlags::IN),
            ];
            match poll(&mut ends, decoder.is_torn().then_some(&REST_WITHIN)) {
                Ok(_) => {}
                Err(rustix::io::Errno::INTR) => continue,
                Err(_) => break,
            }
            let [terminal, bell] = ends.map(|end| end.revents());
            (terminal, bell)
        };
        if rung.contains(PollFlags::IN) {
            let held = bell.read_exact(&mut [0]).is_ok() && say.send(()).is_ok();
            if !held || go.recv().is_err() {
                return;
            }
        } else if rung.contains(PollFlags::HUP) {
            // The loop has ended.
            return;
        } else if terminal.contains(PollFlags::IN) {
            match rustix::io::read(stdin.as_fd(), bytes.as_mut_slice()) {
                Ok(0) => break,
                Ok(count) => {
                    let read = bytes.get(..count).unwrap_or_default();
                    decoder.feed(read, |message| drop(queue.send(message)));
                }
                Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => {}
                Err(_gone) => break,
            }
        } else if terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            break;
        } else if let Some(event) = decoder.give_up() {
            drop(queue.send(event.into()));
        }
    }
    drop(queue.send(Event::Terminate.into()));
}
