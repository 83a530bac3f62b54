//! `paydesk config`: where the configuration is, whether it is right, a commented copy.

use std::path::Path;

use clap::Subcommand;
use serde::Serialize;

use super::files::{make_folder, write_file};
use super::print::Output;
use super::session::Session;
use super::{Verdict, workbench};
use crate::config::{Config, EXAMPLE, Warning};
use crate::domain::Refusal;
use crate::domain::theme::Pale;
use crate::error::{Error, ErrorKind, Result};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Prints where the configuration is or would be
    #[command(after_help = "Example: paydesk config path")]
    Path,
    /// Says whether the configuration is right
    #[command(after_help = "Example: paydesk config check")]
    Check,
    /// Writes a commented copy with every option and its default
    #[command(after_help = "Example: paydesk config init")]
    Init {
        /// Replaces the file if it is there
        #[arg(long)]
        force: bool,
    },
}

#[derive(Serialize)]
struct ConfigJson {
    path: String,
    exists: bool,
    error: Option<String>,
    /// What is hard to read in themes of the person's own.
    warnings: Vec<String>,
}

pub(super) fn run(session: &Session, command: &Command, output: &mut Output) -> Result<Verdict> {
    let path = session.config_path()?;
    let name = path.display().to_string();
    let mut answer = ConfigJson {
        path: name.clone(),
        exists: path.exists(),
        error: None,
        warnings: Vec::new(),
    };
    let mut verdict = Verdict::Done;
    let line = match command {
        Command::Path => name,
        Command::Check => match check(session, &path) {
            Ok(warnings) => {
                answer.warnings = warnings;
                if answer.exists {
                    format!("{name} is right")
                } else {
                    format!("{name} is not there, so every option has its default")
                }
            }
            Err(error) if error.kind == ErrorKind::Usage => {
                verdict = Verdict::No;
                let error = error.one_line();
                answer.error = Some(error.clone());
                error
            }
            Err(error) => return Err(error),
        },
        Command::Init { force } => {
            if let Some(folder) = path.parent().filter(|path| !path.as_os_str().is_empty()) {
                make_folder(folder)?;
            }
            session.shield(|_| write_file(&path, EXAMPLE.as_bytes(), *force))?;
            answer.exists = true;
            format!("wrote {name}")
        }
    };
    if session.is_json() {
        output.json(&answer)?;
    } else {
        output.line(&line)?;
        for warning in &answer.warnings {
            output.line(warning)?;
        }
    }
    Ok(verdict)
}

/// Reads the configuration as the workbench does, its keys and themes included; says what is hard to
/// read in a theme.
fn check(session: &Session, path: &Path) -> Result<Vec<String>> {
    let config = Config::load(path)?;
    let themes = session.themes();
    config.check_theme(&themes, &path.display().to_string())?;
    config.desk_schedule()?;
    for (name, _) in &config.schedules {
        config.schedule(name)?;
    }
    let calendars = config.calendars()?;
    config.methods()?;
    for terms in &config.clients {
        terms.check_calendars(&calendars).map_err(Refusal::from)?;
        for (id, _) in terms.methods() {
            config.method(id).map_err(|error| {
                let what = format!(
                    "[clients.\"{}\".methods.{id}]: {}",
                    terms.name, error.message
                );
                error
                    .hints
                    .into_iter()
                    .fold(Error::new(ErrorKind::Usage, what), Error::hint)
            })?;
        }
    }
    workbench::keymap(session, &config)?;
    let warnings = themes.warnings()?.into_iter();
    let lines = warnings.flat_map(|Warning { theme, pale }| {
        let line = move |pale: &Pale| format!("theme {theme}: {pale}");
        pale.iter().map(line).collect::<Vec<_>>()
    });
    Ok(lines.collect())
}
