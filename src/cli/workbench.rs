//! Opens the workbench: the door from the command line to the screen.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::print::Output;
use super::session::{Session, actor, business_hours};
use super::{Verdict, ask, plain};
use crate::app::event::Event;
use crate::app::keymap::{KeyOverride, Keymap};
use crate::app::{self, Desk};
use crate::config::{self, Config, Themes};
use crate::domain::Instant;
use crate::domain::codes::Meanings;
use crate::domain::theme::Theme;
use crate::error::{Error, ErrorKind, Result};
use crate::jobs::{CancelToken, clocks};
use crate::paths;
use crate::runtime::{self, Choice, Clock, Detected, Ended, Launch, Message, Mouse};
use crate::store::Store;

/// How the workbench looks this time; the rest is as configured. `NO_COLOR` is honoured.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct Look {
    /// Draws the workbench with ASCII signs only
    #[arg(long)]
    ascii: bool,
    /// Colours: dark, light, contrast, ansi, mono, or a theme of your own beside the configuration
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
}

impl Look {
    /// What stands in these flags, and in those in front of the command.
    pub(super) fn or(&self, outer: &Self) -> Self {
        Self {
            ascii: self.ascii || outer.ascii,
            theme: self.theme.clone().or_else(|| outer.theme.clone()),
        }
    }

    /// How to draw on the terminal of this process.
    pub(super) fn detect(&self, config: &Config) -> Detected {
        self.choose(config, |name| std::env::var(name).ok())
    }

    /// How to draw where the environment says `variable`.
    pub(super) fn choose(
        &self,
        config: &Config,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Detected {
        let choice = Choice {
            flag: self.theme.clone(),
            configured: config.look.theme.clone(),
            ascii: self.ascii.then_some(true).or(config.look.ascii),
            ambiguous_wide: config.look.ambiguous_wide,
        };
        runtime::detect(&choice, variable)
    }
}

/// The look that was detected, its theme read.
pub(super) fn dress(detected: &Detected, themes: &Themes) -> Result<app::Look> {
    let theme = match &*detected.theme {
        // Two are constants: the first start reads no file.
        "dark" => Theme::DARK,
        "mono" => Theme::MONO,
        name => {
            themes
                .read(name)
                .map_err(|error| Error {
                    kind: ErrorKind::Usage,
                    ..error
                })?
                .theme
        }
    };
    Ok(app::Look {
        theme,
        theme_fixed: detected.theme_fixed,
        no_color: detected.no_color,
        ascii: detected.ascii,
        depth: detected.depth,
    })
}

/// `paydesk` without a command.
pub(super) fn start(
    session: &mut Session,
    look: &Look,
    plain: bool,
    output: &mut Output,
) -> Result<Verdict> {
    if plain::is_wanted(plain) {
        let (config, store) = (session.config()?, session.store_with_clocks()?);
        return plain::open(session, config, store, session.fixed_now(), output);
    }
    require_terminal()?;
    session.release_signals();
    let config = session.config()?;
    let (store, fixed_now) = (session.store()?, session.fixed_now());
    let opening = Opening {
        store,
        label: "",
        fixed_now,
        tour: false,
    };
    open(session, &config, look, opening)
}

/// Refuses to open a screen where there is none, before a desk is made for it.
pub(super) fn require_terminal() -> Result<()> {
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        return Ok(());
    }
    Err(
        Error::new(ErrorKind::Usage, "the workbench needs a terminal").hint(
            "in a script use `paydesk --plain`, `paydesk ticket list` and the other commands of `paydesk --help`",
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
    /// True if the tour is on from the start.
    pub(super) tour: bool,
}

/// Opens the screen on a desk and returns when it is left.
pub(super) fn open(
    session: &Session,
    config: &Config,
    look: &Look,
    opening: Opening,
) -> Result<Verdict> {
    let Opening {
        store,
        label,
        fixed_now,
        tour,
    } = opening;
    let themes = session.themes();
    if look.theme.is_none() {
        let file = session.config_path().map(|path| path.display().to_string());
        config.check_theme(&themes, &file.unwrap_or_default())?;
    }
    let look = dress(&look.detect(config), &themes)?;
    let clipboard = paths::clipboard();
    let launch = Launch {
        desk: Desk {
            read_only: store.read_only(),
            clock_runs: fixed_now.is_none(),
            label: label.to_owned(),
            clipboard: clipboard.as_deref().map(shown).unwrap_or_default(),
            tour,
            ..desk(config)?
        },
        look,
        keymap: keymap(session, config)?,
        clock: Clock::new(fixed_now),
        actor: actor(config),
        themes,
        store,
        clipboard,
    };
    let mouse = if config.look.mouse.unwrap_or(true) {
        Mouse::On
    } else {
        Mouse::Off
    };
    let (sender, queue) = channel();
    let clocks = Recomputation::start(&launch.store, sender.clone());
    let ended = runtime::open(launch, mouse, sender, queue);
    clocks.stop();
    match ended? {
        Ended::Left => Ok(Verdict::Done),
        Ended::Terminated => Ok(Verdict::Ended),
    }
}

/// A desk as its configuration describes it.
pub(super) fn desk(config: &Config) -> Result<Desk> {
    Ok(Desk {
        zone: config.desk.zone.clone(),
        me: config.desk.me.clone(),
        schedule: business_hours(config)?,
        meanings: Meanings(config::codes::meanings),
        has_clocks: !config.policies.is_empty(),
        columns: config.columns.clone(),
        ..Desk::default()
    })
}

/// A file as a person names it: from their home on.
fn shown(file: &Path) -> String {
    let home = std::env::var_os("HOME").filter(|home| !home.is_empty());
    let inside = home.and_then(|home| file.strip_prefix(home).ok());
    inside.map_or_else(
        || file.display().to_string(),
        |inside| format!("~/{}", inside.display()),
    )
}

/// How long the store is left to the screen alone: long enough for its first frame and what that asks.
const SCREEN_FIRST: Duration = Duration::from_millis(300);

/// Bringing stored clocks to changed policies while the screen is open.
struct Recomputation {
    cancel: CancelToken,
    /// Dropped, it ends the wait for the screen.
    stop: Sender<()>,
    thread: io::Result<JoinHandle<()>>,
}

impl Recomputation {
    /// Starts it; it ends at once where nothing has changed. What it changed the screen reads again.
    fn start(store: &Store, screen: Sender<Message>) -> Self {
        let (store, cancel) = (store.clone(), CancelToken::default());
        let token = cancel.clone();
        let (stop, stopped) = channel::<()>();
        let run = move || {
            if stopped.recv_timeout(SCREEN_FIRST) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            // What cannot be written stays as it is.
            let done = ask::is_behind(&store).and_then(|is_behind| {
                if is_behind && store.read_only().is_none() {
                    clocks::recompute(&store, &token, &mut |_step| {})
                } else {
                    Ok(0)
                }
            });
            match done {
                Ok(0) => {}
                // A screen that was left needs no rows.
                Ok(_) => drop(screen.send(Event::StoreChanged.into())),
                Err(error) => log::warn!("{error}"),
            }
        };
        let thread = thread::Builder::new().name("clocks".to_owned()).spawn(run);
        Self {
            cancel,
            stop,
            thread,
        }
    }

    /// Ends it within a piece; the next start goes on.
    fn stop(self) {
        self.cancel.cancel();
        drop(self.stop);
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
