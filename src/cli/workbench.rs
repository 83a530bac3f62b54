//! Opens the workbench: the door from the command line to the screen.

use std::io::{self, IsTerminal};
use std::thread::{self, JoinHandle};

use clap::ValueEnum;

use super::session::{Session, actor, business_hours};
use super::{Verdict, ask};
use crate::app::keymap::{KeyOverride, Keymap};
use crate::app::{Desk, ThemeName};
use crate::config::{self, Config};
use crate::domain::Instant;
use crate::domain::codes::Meanings;
use crate::error::{Error, ErrorKind, Result};
use crate::jobs::{CancelToken, clocks};
use crate::runtime::{self, Clock, Ended, Launch};
use crate::store::Store;

/// How the workbench looks this time; the rest is as configured. `NO_COLOR` is honoured.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Look {
    /// Draws the workbench with ASCII signs only
    #[arg(long)]
    ascii: bool,
    /// Colours of the workbench
    #[arg(long, value_enum)]
    theme: Option<Theme>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Theme {
    Dark,
    Light,
}

impl Look {
    /// The flags of this look over the configuration.
    pub(super) fn apply(&self, config: &mut Config) {
        if self.ascii {
            config.look.ascii = Some(true);
        }
        if let Some(theme) = self.theme {
            let name = match theme {
                Theme::Dark => "dark",
                Theme::Light => "light",
            };
            config.look.theme = Some(name.to_owned());
        }
    }
}

/// `paydesk` without a command.
pub(super) fn start(session: &mut Session, look: &Look) -> Result<Verdict> {
    require_terminal()?;
    session.release_signals();
    let mut config = session.config()?;
    look.apply(&mut config);
    let (store, fixed_now) = (session.store()?, session.fixed_now());
    open(
        session,
        &config,
        Opening {
            store,
            label: "",
            fixed_now,
        },
    )
}

/// Refuses to open a screen where there is none, before a desk is made for it.
pub(super) fn require_terminal() -> Result<()> {
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        return Ok(());
    }
    Err(
        Error::new(ErrorKind::Usage, "the workbench needs a terminal").hint(
            "in a script use `paydesk ticket list` and the other commands of `paydesk --help`",
        ),
    )
}

/// What the screen is opened on.
pub(super) struct Opening {
    /// The desk.
    pub(super) store: Store,
    /// What the desk is called in the top row; empty for the person's own.
    pub(super) label: &'static str,
    /// When its clock stands, if it does.
    pub(super) fixed_now: Option<Instant>,
}

/// Opens the screen on a desk and returns when it is left.
pub(super) fn open(session: &Session, config: &Config, opening: Opening) -> Result<Verdict> {
    let Opening {
        store,
        label,
        fixed_now,
    } = opening;
    let theme = config.look.theme.as_deref().and_then(ThemeName::from_name);
    let look = runtime::detect(theme, config.look.ascii, |name| std::env::var(name).ok());
    let launch = Launch {
        desk: Desk {
            zone: config.desk.zone.clone(),
            me: config.desk.me.clone(),
            schedule: business_hours(config)?,
            read_only: store.read_only(),
            clock_runs: fixed_now.is_none(),
            meanings: Meanings(config::codes::meanings),
            label: label.to_owned(),
        },
        look,
        keymap: keymap(session, config)?,
        clock: Clock::new(fixed_now),
        actor: actor(config),
        store,
    };
    let clocks = Recomputation::start(&launch.store);
    let ended = runtime::open(launch);
    clocks.stop();
    match ended? {
        Ended::Left => Ok(Verdict::Done),
        Ended::Terminated => Ok(Verdict::Ended),
    }
}

/// Bringing stored clocks to changed policies while the screen is open.
struct Recomputation {
    cancel: CancelToken,
    thread: io::Result<JoinHandle<()>>,
}

impl Recomputation {
    /// Starts it; it ends at once where nothing has changed.
    fn start(store: &Store) -> Self {
        let (store, cancel) = (store.clone(), CancelToken::default());
        let token = cancel.clone();
        let run = move || {
            // What cannot be written stays as it is.
            let done = ask::is_behind(&store).and_then(|is_behind| {
                if is_behind && store.read_only().is_none() {
                    clocks::recompute(&store, &token, &mut |_step| {})
                } else {
                    Ok(0)
                }
            });
            if let Err(error) = done {
                log::warn!("{error}");
            }
        };
        let thread = thread::Builder::new().name("clocks".to_owned()).spawn(run);
        Self { cancel, thread }
    }

    /// Ends it within a piece; the next start goes on.
    fn stop(self) {
        self.cancel.cancel();
        match self.thread.map(JoinHandle::join) {
            Ok(Ok(())) => {}
            Ok(Err(_panic)) => log::error!("the thread that computes clocks has failed"),
            Err(error) => log::error!("no thread to compute clocks: {error}"),
        }
    }
}

/// The keys: the defaults, with those of the configuration in place of theirs. What is wrong is
/// refused with its line, as the rest of the configuration is.
pub(super) fn keymap(session: &Session, config: &Config) -> Result<Keymap> {
    let overrides: Vec<KeyOverride> = config
        .keys
        .iter()
        .map(|binding| KeyOverride {
            action: binding.action.clone(),
            keys: binding.keys.clone(),
        })
        .collect();
    Keymap::new(&overrides).map_err(|problems| {
        let first = problems.into_iter().next();
        let (action, what) = first.map(|p| (p.action, p.message)).unwrap_or_default();
        let line = config.keys.iter().find(|binding| binding.action == action);
        let file = session.config_path().map(|path| path.display().to_string());
        let line = line
            .or(config.keys.first())
            .map_or(1, |binding| binding.line);
        config::refuse(&file.unwrap_or_default(), line, &what)
    })
}
