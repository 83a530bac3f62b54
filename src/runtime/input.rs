//! The thread that reads the terminal.
//!
//! It waits in `poll` beside a pipe of its own, so that it can be held while the person's editor
//! owns the terminal, and so that a terminal that has gone ends the program instead of spinning.

use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::os::fd::AsFd;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crossterm::event as term;
use rustix::event::{PollFd, PollFlags, poll};

use super::executor::{Message, spawn};
use crate::app::event::Event;
use crate::app::key::{Key, KeyCode};
use crate::error::Result;

/// Holds the input thread while something else owns the terminal.
#[derive(Clone, Debug)]
pub(super) struct Pause {
    door: Arc<Mutex<Door>>,
}

#[derive(Debug)]
struct Door {
    /// A byte here wakes the thread.
    bell: PipeWriter,
    /// The thread says here that it waits, …
    waiting: Receiver<()>,
    /// … and goes on when it hears this.
    go: Sender<()>,
}

impl Pause {
    /// Does `work` while the thread is held.
    pub(super) fn while_paused<T>(&self, work: impl FnOnce() -> T) -> T {
        let Ok(mut door) = self.door.lock() else {
            return work();
        };
        let held = door.bell.write_all(b".").is_ok() && door.waiting.recv().is_ok();
        let done = work();
        if held {
            // If the thread has ended there is nobody to tell.
            let _gone = door.go.send(());
        }
        done
    }
}

/// Starts the thread.
pub(super) fn start(queue: Sender<Message>) -> Result<Pause> {
    let (listen, bell) = io::pipe().map_err(|error| {
        crate::error::Error::new(crate::error::ErrorKind::Io, "cannot make a pipe").caused_by(error)
    })?;
    let (say, waiting) = channel();
    let (go, hear) = channel();
    spawn("input", queue.clone(), move || {
        read(&queue, listen, &say, &hear)
    })?;
    Ok(Pause {
        door: Arc::new(Mutex::new(Door { bell, waiting, go })),
    })
}

/// Reads until the terminal or the loop has gone.
fn read(queue: &Sender<Message>, mut bell: PipeReader, say: &Sender<()>, go: &Receiver<()>) {
    let stdin = io::stdin();
    loop {
        let (terminal, rung) = {
            let mut ends = [
                PollFd::from_borrowed_fd(stdin.as_fd(), PollFlags::IN),
                PollFd::from_borrowed_fd(bell.as_fd(), PollFlags::IN),
            ];
            match poll(&mut ends, None) {
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
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
            continue;
        }
        if terminal.contains(PollFlags::IN) && drain(queue).is_ok() {
            continue;
        }
        if terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            break;
        }
    }
    drop(queue.send(Event::Terminate.into()));
}

/// Sends on everything that can be read at once.
fn drain(queue: &Sender<Message>) -> io::Result<()> {
    while term::poll(Duration::ZERO)? {
        if let Some(event) = convert(term::read()?)
            && queue.send(event.into()).is_err()
        {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
    }
    Ok(())
}

/// What the model wants to know; noise is dropped here. Sizes come by signal.
fn convert(event: term::Event) -> Option<Event> {
    match event {
        term::Event::Key(key) if key.kind != term::KeyEventKind::Release => {
            convert_key(key).map(Event::Key)
        }
        term::Event::Paste(text) => Some(Event::Paste(text)),
        _ => None,
    }
}

fn convert_key(key: term::KeyEvent) -> Option<Key> {
    let ctrl = key.modifiers.contains(term::KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(term::KeyModifiers::ALT);
    let code = match key.code {
        term::KeyCode::Char(c) if ctrl => KeyCode::Char(c.to_ascii_lowercase()),
        term::KeyCode::Char(c) => KeyCode::Char(c),
        term::KeyCode::Enter => KeyCode::Enter,
        term::KeyCode::Esc => KeyCode::Esc,
        term::KeyCode::Tab => KeyCode::Tab,
        term::KeyCode::BackTab => KeyCode::BackTab,
        term::KeyCode::Backspace => KeyCode::Backspace,
        term::KeyCode::Delete => KeyCode::Delete,
        term::KeyCode::Up => KeyCode::Up,
        term::KeyCode::Down => KeyCode::Down,
        term::KeyCode::Left => KeyCode::Left,
        term::KeyCode::Right => KeyCode::Right,
        term::KeyCode::Home => KeyCode::Home,
        term::KeyCode::End => KeyCode::End,
        term::KeyCode::PageUp => KeyCode::PageUp,
        term::KeyCode::PageDown => KeyCode::PageDown,
        term::KeyCode::F(n) => KeyCode::F(n),
        _ => return None,
    };
    Some(Key { code, ctrl, alt })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{KeyEvent, KeyModifiers};

    #[test]
    fn keys_arrive_as_the_keymap_writes_them() {
        let convert = |code, modifiers| {
            convert_key(KeyEvent::new(code, modifiers)).map(|key| key.to_string())
        };
        let none = KeyModifiers::NONE;
        assert_eq!(
            convert(term::KeyCode::Char('G'), KeyModifiers::SHIFT).as_deref(),
            Some("G")
        );
        assert_eq!(
            convert(term::KeyCode::Char('P'), KeyModifiers::CONTROL).as_deref(),
            Some("Ctrl-P")
        );
        assert_eq!(
            convert(term::KeyCode::Enter, KeyModifiers::ALT).as_deref(),
            Some("Alt-Enter")
        );
        assert_eq!(
            convert(term::KeyCode::BackTab, KeyModifiers::SHIFT).as_deref(),
            Some("Shift-Tab")
        );
        assert_eq!(convert(term::KeyCode::CapsLock, none), None);
    }
}
