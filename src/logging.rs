//! The log file: off unless asked for, never on the screen, never with secrets.
//!
//! Every line passes through [`redact`] and
//! [`text::line`] before it is written. The file is 0600 in a 0700
//! folder; when it is full it becomes `paydesk.log.1` and a new one is begun. Any thread may log;
//! a line that cannot be written is dropped, because a log must never stop the work.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Instant as Stopwatch;

use chrono::{SecondsFormat, TimeDelta};
use log::{LevelFilter, Log, Metadata, Record};

use crate::domain::{Instant, redact, text};
use crate::error::{Error, ErrorKind, Result};

/// Size in bytes at which a log is put aside: weeks of warnings, or some hours of everything.
/// With the one that was put aside the log takes at most twice this.
const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// Longest line in characters; the rest of it is cut.
const MAX_LINE: usize = 4_000;

/// Logs from now on to `path`, at this level and graver ones. `now` dates the first line; later
/// ones count from there.
///
/// Fails if the file cannot be opened or if the process logs already.
pub fn start(path: &Path, level: LevelFilter, now: Instant) -> Result<()> {
    let sink = Sink::open(path, MAX_BYTES)?;
    let logger = FileLogger {
        level,
        started: now,
        watch: Stopwatch::now(),
        sink: Mutex::new(sink),
    };
    log::set_boxed_logger(Box::new(logger)).map_err(|error| {
        Error::new(ErrorKind::Internal, "the log was started twice").caused_by(error)
    })?;
    log::set_max_level(level);
    log::info!("paydesk {} started", env!("CARGO_PKG_VERSION"));
    Ok(())
}

#[derive(Debug)]
struct FileLogger {
    level: LevelFilter,
    started: Instant,
    watch: Stopwatch,
    sink: Mutex<Sink>,
}

impl Log for FileLogger {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= self.level
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let elapsed = TimeDelta::from_std(self.watch.elapsed()).unwrap_or_default();
        let line = format_line(
            self.started + elapsed,
            record.level(),
            record.target(),
            &record.args().to_string(),
        );
        let mut sink = self.sink.lock().unwrap_or_else(PoisonError::into_inner);
        sink.write(&line);
    }

    fn flush(&self) {}
}

/// One line of the log, with its line end; what must not be in it is taken out.
fn format_line(at: Instant, level: log::Level, target: &str, message: &str) -> String {
    let message = redact::mask_secrets(message);
    let (message, _) = redact::mask_pans(&message);
    let message: String = text::line(&message).chars().take(MAX_LINE).collect();
    let at = at.to_rfc3339_opts(SecondsFormat::Millis, true);
    format!("{at} {level:5} {target}: {message}\n")
}

/// The file with its size, so that a full one is put aside.
#[derive(Debug)]
struct Sink {
    path: PathBuf,
    file: File,
    bytes: u64,
    limit: u64,
}

impl Sink {
    fn open(path: &Path, limit: u64) -> Result<Self> {
        let failed = |error: std::io::Error| {
            Error::new(
                ErrorKind::Io,
                format!("cannot write the log {}", path.display()),
            )
            .caused_by(error)
            .hint("make its folder writable, or leave --log away")
        };
        if let Some(folder) = path.parent() {
            private_folder(folder).map_err(failed)?;
        }
        let file = private_file(path).map_err(failed)?;
        let bytes = file.metadata().map_err(failed)?.len();
        Ok(Self {
            path: path.to_owned(),
            file,
            bytes,
            limit,
        })
    }

    /// Appends a line; nothing is said if that fails (see the head of the module).
    fn write(&mut self, line: &str) {
        let length = u64::try_from(line.len()).unwrap_or(u64::MAX);
        if self.bytes > 0 && self.bytes.saturating_add(length) > self.limit {
            self.rotate();
        }
        if self.file.write_all(line.as_bytes()).is_ok() {
            self.bytes = self.bytes.saturating_add(length);
        }
    }

    /// Puts the full log aside as `….log.1`, over the one that was there before.
    fn rotate(&mut self) {
        let mut aside = self.path.clone().into_os_string();
        aside.push(".1");
        if fs::rename(&self.path, aside).is_ok()
            && let Ok(file) = private_file(&self.path)
        {
            self.file = file;
            self.bytes = 0;
        }
    }
}

#[cfg(unix)]
fn private_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn private_folder(folder: &Path) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).create(folder)
}

#[cfg(unix)]
fn private_file(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new()
        .append(true)
        .create(true)
        .mode(0o600)
        .open(path)
}

#[cfg(not(unix))]
fn private_file(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().append(true).create(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{TimeZone, Utc};

    #[test]
    fn a_line_is_one_line_with_its_moment_and_level() {
        let at = Utc.with_ymd_and_hms(2026, 4, 27, 8, 47, 0).unwrap();
        let line = format_line(at, log::Level::Warn, "paydesk::store", "slow");
        assert_eq!(
            line,
            "2026-04-27T08:47:00.000Z WARN  paydesk::store: slow\n"
        );
        let long = format_line(at, log::Level::Info, "t", &"x".repeat(MAX_LINE * 2));
        assert!(long.len() < MAX_LINE + 100);
    }

    #[test]
    fn a_full_log_is_put_aside_once() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("state/paydesk.log");
        let mut sink = Sink::open(&path, 20).unwrap();
        for line in [
            "one 56789\n",
            "two 56789\n",
            "three 789\n",
            "four 6789\n",
            "five\n",
        ] {
            sink.write(line);
        }
        let aside = dir.path().join("state/paydesk.log.1");
        assert_eq!(fs::read_to_string(&path).unwrap(), "five\n");
        assert_eq!(
            fs::read_to_string(&aside).unwrap(),
            "three 789\nfour 6789\n"
        );
        assert_eq!(fs::read_dir(dir.path().join("state")).unwrap().count(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn the_log_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("state/paydesk.log");
        let _sink = Sink::open(&path, 20).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
    }
}
