//! What is imported: a file, or standard input kept in a file until it has been read twice.

use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind, Result};
use crate::formats::source;
use crate::jobs::{CancelToken, OnProgress, Progress};

/// The name that stands for standard input.
const STDIN: &str = "-";

/// Most that is taken from standard input, which may have no end.
const MOST_FROM_STDIN: u64 = 32 * 1024 * 1024 * 1024;

/// Piece in which standard input is copied.
const PIECE_BYTES: usize = 256 * 1024;

/// One thing to import.
#[derive(Debug)]
pub(super) struct Input {
    /// Its name as given.
    pub(super) given: String,
    /// Its name in messages.
    pub(super) name: String,
    /// Its size.
    pub(super) bytes: u64,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Path(PathBuf),
    /// A file without a name, readable by this process alone.
    Spool(File),
}

impl Input {
    /// Its bytes from the start.
    pub(super) fn open(&self) -> Result<File> {
        match &self.place {
            Place::Path(path) => Ok(source::open(path)?.0),
            Place::Spool(file) => {
                let mut file = file.try_clone().map_err(spool_failed)?;
                file.rewind().map_err(spool_failed)?;
                Ok(file)
            }
        }
    }
}

/// Opens every file once, so that one that cannot be read stops the import before it begins.
pub(super) fn take(
    files: &[PathBuf],
    cancel: &CancelToken,
    progress: OnProgress<'_>,
) -> Result<Vec<Input>> {
    let is_stdin = |file: &&PathBuf| file.as_path() == Path::new(STDIN);
    if files.iter().filter(is_stdin).count() > 1 {
        return Err(
            Error::new(ErrorKind::Usage, "standard input (-) is named twice")
                .hint("it can be read once"),
        );
    }
    let mut inputs = Vec::with_capacity(files.len());
    for file in files {
        if is_stdin(&file) {
            inputs.push(spool(&mut io::stdin().lock(), cancel, progress)?);
            continue;
        }
        let (_, bytes) = source::open(file)?;
        let name = file.display().to_string();
        inputs.push(Input {
            given: name.clone(),
            name,
            bytes,
            place: Place::Path(file.clone()),
        });
    }
    Ok(inputs)
}

/// Copies a stream to a nameless file (mode 0600, gone when the import is).
pub(super) fn spool(
    stream: &mut dyn Read,
    cancel: &CancelToken,
    progress: OnProgress<'_>,
) -> Result<Input> {
    let mut file = tempfile::tempfile().map_err(spool_failed)?;
    let mut piece = vec![0; PIECE_BYTES];
    let mut bytes = 0;
    loop {
        if cancel.is_cancelled() {
            let message = "stopped while reading standard input; nothing was written";
            return Err(Error::new(ErrorKind::Interrupted, message));
        }
        let read = match stream.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => {
                let message = "standard input cannot be read";
                return Err(Error::new(ErrorKind::Io, message).caused_by(error));
            }
        };
        bytes += u64::try_from(read).unwrap_or(u64::MAX);
        if bytes > MOST_FROM_STDIN {
            let message = "standard input does not end; at most 32 GiB are taken";
            return Err(Error::new(ErrorKind::Input, message).hint("import it from files"));
        }
        let part = piece.get(..read).unwrap_or_default();
        file.write_all(part).map_err(spool_failed)?;
        progress(Progress {
            what: "reading standard input".to_owned(),
            done: bytes,
            total: None,
            unit: "bytes",
        });
    }
    Ok(Input {
        given: STDIN.to_owned(),
        name: "standard input".to_owned(),
        bytes,
        place: Place::Spool(file),
    })
}

fn spool_failed(error: io::Error) -> Error {
    Error::new(
        ErrorKind::Io,
        "standard input cannot be kept in a temporary file",
    )
    .caused_by(error)
    .hint("make room, set TMPDIR, or import from a file")
}
