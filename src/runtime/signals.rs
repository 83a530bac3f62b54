//! The thread that hears signals.
//!
//! While the person's editor has the terminal, the signals that its keys send to everyone in the
//! foreground are the editor's: Ctrl-C is not heard, Ctrl-Z stops this process beside it.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGSTOP, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;

use super::executor::{Message, spawn};
use super::terminal::Restore;
use crate::app::event::Event;
use crate::error::{Error, ErrorKind, Result};

/// A program that was asked to leave has left after this long, whatever it was doing.
const LEAVE_WITHIN: Duration = Duration::from_secs(1);
/// Exit code of a program that a signal ended.
const EXIT_SIGNAL: i32 = 130;

/// Held while the loop lives; letting it go tells the thread that the loop has left by itself.
#[derive(Debug)]
pub(super) struct Listening {
    handle: signal_hook::iterator::Handle,
    _left: Sender<()>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.handle.close();
    }
}

/// Starts the thread.
pub(super) fn start(queue: Sender<Message>, given: Restore) -> Result<Listening> {
    let mut signals =
        Signals::new([SIGTERM, SIGHUP, SIGINT, SIGWINCH, SIGTSTP, SIGCONT]).map_err(|error| {
            Error::new(ErrorKind::Internal, "cannot listen for signals").caused_by(error)
        })?;
    let handle = signals.handle();
    let (sender, left) = channel();
    spawn("signals", queue.clone(), move || {
        for signal in &mut signals {
            let message = match signal {
                SIGINT | SIGCONT if given.is_lent() => continue,
                SIGTSTP if given.is_lent() => {
                    drop(signal_hook::low_level::raise(SIGSTOP));
                    continue;
                }
                SIGWINCH => match crossterm::terminal::size() {
                    Ok((width, height)) => Event::Resize(width, height).into(),
                    Err(_gone) => continue,
                },
                SIGTSTP => Message::Stop,
                SIGCONT => Message::Continued,
                _ => Event::Terminate.into(),
            };
            let ends = matches!(message, Message::Event(Event::Terminate));
            if queue.send(message).is_err() {
                break;
            }
            if ends {
                wait_for_the_end(&left, &given);
            }
        }
    })?;
    Ok(Listening {
        handle,
        _left: sender,
    })
}

/// The loop has a second to keep the draft and leave; then the process ends in any case.
fn wait_for_the_end(left: &Receiver<()>, given: &Restore) {
    if let Err(RecvTimeoutError::Timeout) = left.recv_timeout(LEAVE_WITHIN) {
        given.restore();
        signal_hook::low_level::exit(EXIT_SIGNAL);
    }
}
