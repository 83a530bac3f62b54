//! `paydesk doctor`, `backup`, `restore`: the care of the desk's file.

use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use tempfile::TempDir;

use super::Verdict;
use super::json::FindingsJson;
use super::print::Output;
use super::session::Session;
use crate::error::{Error, ErrorKind, Result};
use crate::store::{Finding, Severity, Store};

#[derive(Debug, clap::Args)]
#[command(after_help = "Example: paydesk doctor --repair")]
pub(super) struct DoctorArgs {
    /// Mends what can be mended without loss
    #[arg(long)]
    repair: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Example: paydesk backup desk-monday.db")]
pub(super) struct BackupArgs {
    /// The copy to write
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Replaces the file if it is there
    #[arg(long)]
    force: bool,
}

/// Standard input or output in the place of a file.
const STANDARD: &str = "-";

#[derive(Debug, clap::Args)]
#[command(after_help = "Example: paydesk restore desk-monday.db")]
pub(super) struct RestoreArgs {
    /// The copy to put in the desk's place
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// The word for a severity.
pub(super) fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

pub(super) fn doctor(session: &Session, args: &DoctorArgs, output: &mut Output) -> Result<Verdict> {
    let path = session.database()?;
    let mut findings = session.shield(|_| Store::doctor(&path, args.repair))?;
    findings.extend(examine_configuration(session));
    let is_well = findings
        .iter()
        .all(|finding| finding.repaired || finding.severity < Severity::Warning);
    if session.is_json() {
        output.json(&FindingsJson::new(&findings))?;
    } else {
        for finding in &findings {
            let cure = if finding.repaired {
                "mended".to_owned()
            } else {
                finding.cure.clone()
            };
            let line = [finding.what.clone(), cure].join("; ");
            output.line(&format!(
                "{}: {}: {}",
                severity_name(finding.severity),
                finding.place,
                line.trim_end_matches("; ")
            ))?;
        }
        if is_well {
            output.line(&format!("{} is well", path.display()))?;
        }
    }
    Ok(if is_well { Verdict::Done } else { Verdict::No })
}

/// What is wrong with the configuration, if anything is.
fn examine_configuration(session: &Session) -> Option<Finding> {
    let error = session.config().err()?;
    let place = session.config_path();
    Some(Finding {
        severity: Severity::Error,
        what: error.message,
        place: place.map_or("configuration".to_owned(), |path| {
            path.display().to_string()
        }),
        cure: error.hints.first().cloned().unwrap_or_else(|| {
            "correct it; `paydesk config init` makes a commented one".to_owned()
        }),
        repaired: false,
    })
}

pub(super) fn backup(session: &Session, args: &BackupArgs, output: &mut Output) -> Result<Verdict> {
    #[derive(Serialize)]
    struct BackupJson {
        file: String,
        bytes: u64,
    }
    // Whatever the configuration says: a copy can be made.
    let store = Store::open(&session.database()?)?;
    if args.file.as_os_str() == STANDARD {
        let folder = scratch_folder()?;
        let copy = folder.path().join("desk.db");
        session.shield(|_| store.backup(&copy, false))?;
        return pour(&copy).map(|()| Verdict::Done);
    }
    let bytes = session.shield(|_| store.backup(&args.file, args.force))?;
    let file = args.file.display().to_string();
    if session.is_json() {
        output.json(&BackupJson { file, bytes })?;
    } else {
        output.line(&format!("{file}: {bytes} bytes"))?;
    }
    Ok(Verdict::Done)
}

/// A folder for a copy on its way from or to a pipe; it goes when it is dropped.
fn scratch_folder() -> Result<TempDir> {
    tempfile::tempdir().map_err(|error| {
        Error::new(ErrorKind::Io, "cannot make a temporary folder")
            .caused_by(error)
            .hint("set TMPDIR")
    })
}

/// Writes a copy to standard output, which must be no screen.
fn pour(copy: &Path) -> Result<()> {
    let mut out = io::stdout().lock();
    if out.is_terminal() {
        return Err(Error::new(
            ErrorKind::Usage,
            "a copy of the desk is no text for a terminal",
        )
        .hint("send it to a file or a program: paydesk backup - > desk.db"));
    }
    let poured = File::open(copy).and_then(|mut file| io::copy(&mut file, &mut out));
    poured.and_then(|_bytes| out.flush()).map_err(|error| {
        Error::new(ErrorKind::Io, "cannot write the copy to standard output").caused_by(error)
    })
}

/// Keeps what comes on standard input in a file.
fn catch(file: &Path) -> Result<PathBuf> {
    let caught = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(file)
        .and_then(|mut out| io::copy(&mut io::stdin().lock(), &mut out));
    match caught {
        Ok(_bytes) => Ok(file.to_owned()),
        Err(error) => Err(Error::new(ErrorKind::Io, "cannot keep standard input").caused_by(error)),
    }
}

pub(super) fn restore(
    session: &Session,
    args: &RestoreArgs,
    output: &mut Output,
) -> Result<Verdict> {
    #[derive(Serialize)]
    struct RestoreJson {
        file: String,
        before: Option<String>,
    }
    let path = session.database()?;
    let folder = scratch_folder()?;
    let from = if args.file.as_os_str() == STANDARD {
        catch(&folder.path().join("desk.db"))?
    } else {
        args.file.clone()
    };
    let before = session.shield(|_| Store::restore(&path, &from, session.now()))?;
    let before = before.map(|before| before.display().to_string());
    let file = path.display().to_string();
    if session.is_json() {
        output.json(&RestoreJson { file, before })?;
    } else {
        let kept = before.map_or_else(String::new, |before| {
            format!("; what was there is kept as {before}")
        });
        output.line(&format!(
            "{file} restored from {}{kept}",
            args.file.display()
        ))?;
    }
    Ok(Verdict::Done)
}
