//! The running workbench: event loop, terminal, threads.
//!
//! The loop's thread owns the model and the terminal and never waits for work: the store's
//! threads, the input thread and the signal thread send into its one queue.

mod browser;
mod clipboard;
mod clock;
mod decode;
mod editor;
mod executor;
mod input;
mod look;
mod photo;
mod pointer;
mod signals;
mod stage;
mod terminal;
mod workbench;

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender};

pub use clock::{Clock, read_wall};
pub use executor::Message;
pub use look::{Choice, Detected, detect};
pub use photo::{Photo, Step};
pub use pointer::{Pointer, Press};
pub use stage::{Headless, Stage};
pub use terminal::Mouse;
pub use workbench::Workbench;

use crate::app::keymap::Keymap;
use crate::app::{Desk, Look};
use crate::config::Themes;
use crate::domain::Actor;
use crate::error::{Error, ErrorKind, Result};
use crate::store::Store;

/// Everything the workbench is opened with.
#[derive(Debug)]
pub struct Launch {
    /// The desk's store.
    pub store: Store,
    /// Who and where the desk is.
    pub desk: Desk,
    /// How it is drawn.
    pub look: Look,
    /// What keys mean.
    pub keymap: Keymap,
    /// The time.
    pub clock: Clock,
    /// Who acts.
    pub actor: Actor,
    /// Where themes are read from.
    pub themes: Themes,
    /// The file that holds what was copied last; none where there is no place for it.
    pub clipboard: Option<PathBuf>,
}

/// How the workbench ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The person left.
    Left,
    /// A signal asked for it, or the terminal has gone.
    Terminated,
}

/// Opens the workbench on the terminal and returns when it is left. The terminal is given back
/// on every way out, a panic included. What works beside the screen tells it through `sender`.
pub fn open(
    launch: Launch,
    mouse: Mouse,
    sender: Sender<Message>,
    queue: Receiver<Message>,
) -> Result<Ended> {
    let given = terminal::Restore::default();
    given.on_panic(launch.store.path().to_owned());
    let pause = input::start(sender.clone())?;
    let listening = signals::start(sender.clone(), given.clone())?;
    let stage = terminal::Tty::new(pause, given, mouse)
        .map_err(|error| Error::new(ErrorKind::Io, "cannot use the terminal").caused_by(error))?;
    let mut workbench = Workbench::new(launch, stage, sender, queue)?;
    let ended = workbench.run();
    drop(workbench);
    drop(listening);
    ended
}
