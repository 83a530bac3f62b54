//! Opens the workbench: the door from the command line to the screen.

use std::io::{self, IsTerminal};

use clap::ValueEnum;

use super::Verdict;
use super::session::Session;
use crate::config::Config;
use crate::domain::Instant;
use crate::error::{Error, ErrorKind, Result};
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
    open(session.store()?, &config, session.fixed_now())?;
    Ok(Verdict::Done)
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

/// Opens the screen on the desk and returns when it is left. `fixed_now` stops its clock.
pub(super) fn open(store: Store, config: &Config, fixed_now: Option<Instant>) -> Result<()> {
    log::debug!("zone {}, clock {fixed_now:?}", config.desk.zone.name());
    drop(store);
    Err(Error::new(
        ErrorKind::Internal,
        "the workbench is not linked in",
    ))
}
