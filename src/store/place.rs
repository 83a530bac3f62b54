//! The store as a file: whose it is, where it may lie, and who may read it.
//!
//! Looks before SQLite does, because SQLite writes to what it opens: links, devices, other
//! programs' files and network shares are refused here, untouched.

use std::fs::{self, File};
use std::io::{ErrorKind as IoKind, Read};
use std::path::{Path, PathBuf};

use super::migrate::APPLICATION_ID;
use super::network;
use crate::error::{Error, ErrorKind, Result};

/// First bytes of every SQLite file (sqlite.org/fileformat.html 1.3).
const MAGIC: &[u8] = b"SQLite format 3\0";
/// Length of the header.
const HEADER: usize = 100;
/// Offset of the write version, and its value with a write-ahead log.
const WRITE_VERSION_AT: usize = 18;
const LOGGED: u8 = 2;
/// Offsets of the two numbers that are big-endian in the header.
const USER_VERSION_AT: usize = 60;
const APPLICATION_ID_AT: usize = 68;

/// What the header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Header {
    /// There is no file.
    Missing,
    /// No byte in it.
    Empty,
    /// Ours, of this schema; what the write-ahead log holds may be newer.
    Ours {
        /// `user_version`.
        version: i64,
        /// False for a copy that was never opened for writing: it has no write-ahead log yet.
        logged: bool,
    },
    /// SQLite, but not marked as ours.
    Unmarked,
    /// Not SQLite.
    Alien,
}

/// A look at the file.
#[derive(Debug)]
pub(super) struct Look {
    /// What it is.
    pub(super) header: Header,
    /// Kept open: closing any descriptor of a file drops all POSIX locks this process holds on
    /// it (sqlite.org/howtocorrupt.html 2.2), SQLite's too.
    pub(super) held: Option<File>,
}

/// Looks at the store's file and refuses what must not be opened.
pub(super) fn look(path: &Path) -> Result<Look> {
    let known = match fs::symlink_metadata(path) {
        Ok(meta) => meta,
        Err(error) if error.kind() == IoKind::NotFound => {
            network::refuse(path)?;
            return Ok(Look {
                header: Header::Missing,
                held: None,
            });
        }
        Err(error) => return Err(unreadable(path, error)),
    };
    if known.file_type().is_symlink() {
        return Err(Error::new(
            ErrorKind::Store,
            format!("{} is a symbolic link", path.display()),
        )
        .hint("name the file it points to with --db"));
    }
    if !known.is_file() {
        return Err(Error::new(
            ErrorKind::Store,
            format!("{} is not a file", path.display()),
        )
        .hint("name another file with --db"));
    }
    network::refuse(path)?;
    let mut file = File::open(path).map_err(|error| unreadable(path, error))?;
    let mut bytes = Vec::with_capacity(HEADER);
    Read::by_ref(&mut file)
        .take(u64::try_from(HEADER).unwrap_or(0))
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(path, error))?;
    Ok(Look {
        header: read_header(&bytes),
        held: Some(file),
    })
}

fn read_header(bytes: &[u8]) -> Header {
    if bytes.is_empty() {
        return Header::Empty;
    }
    if bytes.len() < HEADER || !bytes.starts_with(MAGIC) {
        return Header::Alien;
    }
    let number = |at: usize| {
        bytes
            .get(at..at + 4)
            .and_then(|four| four.try_into().ok())
            .map_or(0, |four| i64::from(i32::from_be_bytes(four)))
    };
    if number(APPLICATION_ID_AT) == APPLICATION_ID {
        Header::Ours {
            version: number(USER_VERSION_AT),
            logged: bytes.get(WRITE_VERSION_AT) == Some(&LOGGED),
        }
    } else {
        Header::Unmarked
    }
}

/// The refusal of another program's file.
pub(super) fn refuse_foreign(path: &Path) -> Error {
    Error::new(
        ErrorKind::Store,
        format!("{} is not a paydesk store", path.display()),
    )
    .hint("name another file with --db; this one was left as it is")
}

fn unreadable(path: &Path, error: std::io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("{} cannot be read", path.display()))
        .caused_by(error)
        .hint("see who owns it, or name another file with --db")
}

/// Makes the empty file (0600) and its folder (0700) before SQLite would (0644).
pub(super) fn create(path: &Path) -> Result<()> {
    let failed = |error: std::io::Error| {
        Error::new(
            ErrorKind::Io,
            format!("the store {} cannot be made", path.display()),
        )
        .caused_by(error)
        .hint("name a file in a folder you can write to with --db")
    };
    if let Some(folder) = path.parent() {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(failed)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        // Another process was first; the migration sorts out who fills it.
        Err(error) if error.kind() == IoKind::AlreadyExists => Ok(()),
        Err(error) => Err(failed(error)),
    }
}

/// The path with `suffix` after its file name.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The write-ahead log.
pub(super) fn log_of(path: &Path) -> PathBuf {
    beside(path, "-wal")
}

/// The log's index, shared between processes.
pub(super) fn index_of(path: &Path) -> PathBuf {
    beside(path, "-shm")
}

/// Bytes in the write-ahead log; 0 without one.
pub(super) fn log_bytes(path: &Path) -> u64 {
    fs::metadata(log_of(path)).map_or(0, |meta| meta.len())
}

/// The folder a path lies in.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Makes a rename in `folder` survive a power cut.
pub(super) fn sync_folder(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(()) // Windows has no such call for folders
    }
}

/// Why the store at `path` cannot be written to, if it cannot: SQLite needs its folder too.
pub(super) fn unwritable(path: &Path) -> Option<String> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let can_write = |place: &Path| rustix::fs::access(place, rustix::fs::Access::WRITE_OK).is_ok();
    match (can_write(path), can_write(folder)) {
        (true, true) => None,
        (false, _) => Some("the file cannot be written to".to_owned()),
        (true, false) => Some("its folder cannot be written to".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_told_apart() {
        assert_eq!(read_header(b""), Header::Empty);
        assert_eq!(read_header(b"id,subject\n"), Header::Alien);
        let mut bytes = MAGIC.to_vec();
        bytes.resize(HEADER, 0);
        assert_eq!(read_header(&bytes), Header::Unmarked);
        bytes[APPLICATION_ID_AT..APPLICATION_ID_AT + 4].copy_from_slice(b"pdsk");
        bytes[USER_VERSION_AT + 3] = 7;
        let mut ours = Header::Ours {
            version: 7,
            logged: false,
        };
        assert_eq!(read_header(&bytes), ours);
        bytes[WRITE_VERSION_AT] = LOGGED;
        if let Header::Ours { logged, .. } = &mut ours {
            *logged = true;
        }
        assert_eq!(read_header(&bytes), ours);
    }
}
