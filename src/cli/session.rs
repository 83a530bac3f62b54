//! What every command needs: the flags, the clock, the store, the configuration.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::import::ProgressLine;
use super::interrupts::Interrupts;
use super::print::complain;
use super::{Globals, ask};
use crate::config::{Config, Themes};
use crate::domain::schedule::Schedule;
use crate::domain::{Actor, Instant};
use crate::error::{Error, ErrorKind, Result};
use crate::jobs::{CancelToken, clocks};
use crate::logging;
use crate::paths;
use crate::runtime::read_wall;
use crate::store::Store;

/// One run of the command line.
#[derive(Debug)]
pub(super) struct Session {
    flags: Globals,
    started: Instant,
    interrupts: Option<Interrupts>,
    /// Read once.
    config: OnceCell<Config>,
}

impl Session {
    /// A run with these flags; from now on signals are watched.
    pub(super) fn new(flags: Globals) -> Result<Self> {
        let started = flags.now.unwrap_or_else(read_wall);
        let interrupts = Interrupts::watch().map_err(|error| {
            Error::new(ErrorKind::Internal, "cannot watch for signals").caused_by(error)
        })?;
        Ok(Self {
            flags,
            started,
            interrupts: Some(interrupts),
            config: OnceCell::new(),
        })
    }

    /// Begins the log if one is asked for.
    pub(super) fn start_log(&self) -> Result<()> {
        match self.flags.log {
            Some(level) => logging::start(&paths::log()?, level, self.started),
            None => Ok(()),
        }
    }

    /// True if results are printed as JSON.
    pub(super) fn is_json(&self) -> bool {
        self.flags.json
    }

    /// True if nothing but results is wanted.
    pub(super) fn is_quiet(&self) -> bool {
        self.flags.quiet
    }

    /// When this run began, or what `--now` says.
    pub(super) fn now(&self) -> Instant {
        self.started
    }

    /// What `--now` says, if it is given.
    pub(super) fn fixed_now(&self) -> Option<Instant> {
        self.flags.now
    }

    /// The file named by `--db` on the command line itself.
    pub(super) fn named_database(&self) -> Option<PathBuf> {
        let named = self.flags.db.as_ref();
        named.filter(|_| self.flags.db_is_named).cloned()
    }

    /// The file named by `--db` or `PAYDESK_DB`.
    pub(super) fn given_database(&self) -> Option<PathBuf> {
        self.flags.db.clone()
    }

    /// Where the desk is.
    pub(super) fn database(&self) -> Result<PathBuf> {
        self.flags.db.clone().map_or_else(paths::database, Ok)
    }

    /// Opens the desk, its clocks by the policies of the configuration.
    pub(super) fn store(&self) -> Result<Store> {
        self.open(&self.database()?)
    }

    /// Opens a desk as [`Self::store`] does.
    pub(super) fn open(&self, path: &Path) -> Result<Store> {
        Self::open_by(path, &self.config()?)
    }

    /// Opens a desk whose clocks go by this configuration.
    pub(super) fn open_by(path: &Path, config: &Config) -> Result<Store> {
        let rules = config.clock_rules()?;
        let store = Store::open(path)?;
        store.keep_clocks(Arc::new(rules));
        Ok(store)
    }

    /// Opens the desk for a list that clocks sort or filter: if the policies have changed, the
    /// stored ones are computed anew first, with progress on standard error.
    pub(super) fn store_with_clocks(&self) -> Result<Store> {
        let store = self.store()?;
        if !ask::is_behind(&store)? {
            return Ok(store);
        }
        if let Some(reason) = store.read_only() {
            complain(&format!(
                "lists know the clocks of other policies than those that hold: {reason}"
            ));
            return Ok(store);
        }
        let mut line = ProgressLine::new(self.is_quiet());
        let done = self.shield(|cancel| {
            let mut progress = |step| line.show(&step);
            clocks::recompute(&store, cancel, &mut progress)
        });
        line.clear();
        done.map(|_tickets| store)
    }

    /// Where the configuration is or would be.
    pub(super) fn config_path(&self) -> Result<PathBuf> {
        self.flags.config.clone().map_or_else(paths::config, Ok)
    }

    /// Where themes are read from.
    pub(super) fn themes(&self) -> Themes {
        let config = self.config_path();
        config.map_or_else(|_homeless| Themes::default(), |path| Themes::beside(&path))
    }

    /// Reads the configuration. A file that was named must be there; without a folder for one,
    /// the defaults hold.
    pub(super) fn config(&self) -> Result<Config> {
        if let Some(config) = self.config.get() {
            return Ok(config.clone());
        }
        let config = self.read_config()?;
        Ok(self.config.get_or_init(|| config).clone())
    }

    fn read_config(&self) -> Result<Config> {
        match &self.flags.config {
            Some(path) if !path.exists() => Err(Error::new(
                ErrorKind::Missing,
                format!("there is no configuration {}", path.display()),
            )
            .hint("`paydesk config init` makes one")),
            Some(path) => Config::load(path),
            None => match paths::config() {
                Ok(path) => Config::load(&path),
                Err(_homeless) => Config::parse("", ""),
            },
        }
    }

    /// Does a step that a signal must not cut in the middle; see [`Interrupts::shield`].
    pub(super) fn shield<T>(&self, step: impl FnOnce(&CancelToken) -> T) -> T {
        match &self.interrupts {
            Some(interrupts) => interrupts.shield(step),
            None => step(&CancelToken::default()),
        }
    }

    /// Does a step over a file as [`Self::shield`] does; while it waits for standard input (`-`)
    /// nothing is begun, and a signal ends it at once.
    pub(super) fn shield_file<T>(&self, file: &Path, step: impl FnOnce(&CancelToken) -> T) -> T {
        if file == Path::new("-") {
            step(&CancelToken::default())
        } else {
            self.shield(step)
        }
    }

    /// Leaves the signals to the workbench.
    pub(super) fn release_signals(&mut self) {
        self.interrupts = None;
    }

    /// True if a signal came during a step.
    pub(super) fn is_interrupted(&self) -> bool {
        self.interrupts
            .as_ref()
            .is_some_and(Interrupts::is_requested)
    }
}

/// The desk's business hours: its schedule, or office hours in its zone.
pub(super) fn business_hours(config: &Config) -> Result<Schedule> {
    let hours = config.desk_schedule()?.or_else(|| config.office_hours());
    Ok(hours.unwrap_or_default())
}

/// The person at the desk: the first address of `[desk] me`, or nobody.
pub(super) fn actor(config: &Config) -> Actor {
    config
        .desk
        .me
        .first()
        .map_or_else(Actor::default, |email| Actor::new(email))
}
