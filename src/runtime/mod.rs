//! The running workbench: event loop, terminal, threads.
//!
//! The loop's thread owns the model and the terminal and never waits for work: the store's
//! threads, the input thread and the signal thread send into its one queue.

mod browser;
mod clock;
mod decode;
mod editor;
mod executor;
mod input;
mod look;
mod signals;
mod stage;
mod terminal;
mod workbench;

use std::sync::mpsc::channel;

pub use clock::{Clock, read_wall};
pub use executor::Message;
pub use look::detect;
pub use stage::{Headless, Stage};
pub use workbench::Workbench;

use crate::app::keymap::Keymap;
use crate::app::{Desk, Look};
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
/// on every way out, a panic included.
pub fn open(launch: Launch) -> Result<Ended> {
    let (sender, queue) = channel();
    let given = terminal::Restore::default();
    given.on_panic(launch.store.path().to_owned());
    let pause = input::start(sender.clone())?;
    let listening = signals::start(sender.clone(), given.clone())?;
    let stage = terminal::Tty::new(pause, given)
        .map_err(|error| Error::new(ErrorKind::Io, "cannot use the terminal").caused_by(error))?;
    let mut workbench = Workbench::new(launch, stage, sender, queue)?;
    let ended = workbench.run();
    drop(workbench);
    drop(listening);
    ended
}
