//! The real terminal: taken, drawn on in one write a frame, and always given back.
//!
//! Nothing is asked of the terminal (no size reports, no capability queries): an answer that
//! never comes would hold the first frame.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Once};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::ResetColor;
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
};
use crossterm::{queue, terminal};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::clipboard;
use super::editor;
use super::input::Pause;
use super::stage::{Stage, options};
use crate::app::App;
use crate::error::Result;
use crate::ui;

/// Holds a frame in memory over every flush, until it is sent whole: a torn frame flickers.
#[derive(Clone, Debug)]
struct Frame(Rc<RefCell<Vec<u8>>>);

impl Write for Frame {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Standard output as a file of its own: without the line buffer that would split a frame.
fn standard_output() -> io::Result<File> {
    Ok(File::from(io::stdout().as_fd().try_clone_to_owned()?))
}

/// False if writing would wait: a terminal that is held (Ctrl-S) or has gone must not keep a
/// program that was asked to leave.
fn takes_bytes(out: &File) -> bool {
    /// How long a slow line may take to empty.
    const WAIT: Timespec = Timespec {
        tv_sec: 0,
        tv_nsec: 200_000_000,
    };
    let mut ends = [PollFd::new(out, PollFlags::OUT)];
    poll(&mut ends, Some(&WAIT)).is_ok_and(|ready| ready > 0)
}

/// The person's terminal.
#[derive(Debug)]
pub(super) struct Tty {
    terminal: Terminal<CrosstermBackend<Frame>>,
    frame: Frame,
    out: File,
    given: Restore,
    pause: Pause,
    mouse: Mouse,
}

/// Whether the mouse is ours or the terminal's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mouse {
    /// Clicks and the wheel are reported to us.
    On,
    /// The terminal keeps it.
    Off,
}

/// Reports buttons and the wheel, with coordinates of any size. Not crossterm's command: that one
/// reports each motion too, which would wake an idle program.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1006h";
/// Takes that back; harmless where it was never on.
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1000l";

impl Tty {
    /// The terminal on standard output, not taken yet.
    pub(super) fn new(pause: Pause, given: Restore, mouse: Mouse) -> io::Result<Self> {
        let frame = Frame(Rc::default());
        let backend = CrosstermBackend::new(frame.clone());
        let terminal = Terminal::with_options(backend, options(terminal::size()?))?;
        Ok(Self {
            terminal,
            frame,
            out: standard_output()?,
            given,
            pause,
            mouse,
        })
    }
}

impl Stage for Tty {
    fn size(&self) -> (u16, u16) {
        terminal::size().unwrap_or((80, 24))
    }

    fn enter(&mut self) -> io::Result<()> {
        self.given.taken.store(true, Ordering::SeqCst);
        // A shell that had the terminal meanwhile has changed its modes behind crossterm's back,
        // which takes raw mode only once: give it back first.
        terminal::disable_raw_mode()?;
        terminal::enable_raw_mode()?;
        // Goes out with the first frame, in the same write.
        queue!(self.frame, EnterAlternateScreen, EnableBracketedPaste, Hide)?;
        match self.mouse {
            Mouse::On => self.frame.write_all(MOUSE_ON),
            Mouse::Off => Ok(()),
        }
    }

    fn leave(&mut self) {
        self.frame.0.borrow_mut().clear();
        self.given.restore();
    }

    fn draw(&mut self, app: &App) -> io::Result<()> {
        queue!(self.frame, BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| ui::draw(app, frame))?;
        queue!(self.frame, EndSynchronizedUpdate)?;
        let mut bytes = self.frame.0.borrow_mut();
        let sent = self.out.write_all(&bytes);
        bytes.clear();
        sent
    }

    fn forget(&mut self, size: (u16, u16)) -> io::Result<()> {
        // Not `Terminal::clear`: it asks the terminal where its cursor is, and the answer would go
        // to the input thread.
        self.terminal.resize(Rect::new(0, 0, size.0, size.1))
    }

    fn copy(&mut self, text: &str) -> io::Result<()> {
        if clipboard::is_understood(|name| std::env::var(name).ok()) {
            // Goes out with the frame that says so.
            self.frame.write_all(clipboard::sequence(text).as_bytes())?;
        }
        Ok(())
    }

    fn stop(&mut self) {
        // SIGSTOP, not SIGTSTP: the kernel drops the latter for a process whose shell has gone.
        drop(signal_hook::low_level::raise(signal_hook::consts::SIGSTOP));
    }

    fn edit(&mut self, text: &str) -> Result<Option<String>> {
        self.given.lent.store(true, Ordering::SeqCst);
        let edited = self.pause.while_paused(|| editor::edit(text));
        self.given.lent.store(false, Ordering::SeqCst);
        edited
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        self.given.restore();
    }
}

/// Gives the terminal back, once, from whatever thread has to.
#[derive(Clone, Debug, Default)]
pub(super) struct Restore {
    taken: Arc<AtomicBool>,
    lent: Arc<AtomicBool>,
}

impl Restore {
    /// True while the person's editor has the terminal: its keys send their signals to us too.
    pub(super) fn is_lent(&self) -> bool {
        self.lent.load(Ordering::SeqCst)
    }

    /// Gives the terminal back if it is ours. What fails here fails because it has gone.
    pub(super) fn restore(&self) {
        if !self.taken.swap(false, Ordering::SeqCst) {
            return;
        }
        let mut bytes = MOUSE_OFF.to_vec();
        let queued = queue!(
            bytes,
            EndSynchronizedUpdate,
            DisableBracketedPaste,
            ResetColor,
            Show,
            LeaveAlternateScreen
        );
        if queued.is_ok()
            && let Ok(mut out) = standard_output()
            && takes_bytes(&out)
        {
            drop(out.write_all(&bytes));
        }
        drop(terminal::disable_raw_mode());
    }

    /// From now on a panic of this thread gives the terminal back before it is told. A panic of a
    /// worker is caught at its thread's edge and shown by the loop: it must not print. `store` is
    /// where drafts are kept.
    pub(super) fn on_panic(&self, store: PathBuf) {
        static HOOK: Once = Once::new();
        let (given, owner) = (self.clone(), std::thread::current().id());
        HOOK.call_once(|| {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                if std::thread::current().id() == owner {
                    given.restore();
                    before(panic);
                    let told = writeln!(
                        io::stderr(),
                        "paydesk has met a defect of its own and stops. What was answered is in \
                         {}, and so is the draft of a note being written, but for its last second.",
                        store.display(),
                    );
                    drop(told);
                } else {
                    log::error!("{panic}");
                }
            }));
        });
    }
}
