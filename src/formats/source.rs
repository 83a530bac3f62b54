//! Opens what comes in: regular files, and only text.

use std::fmt;
use std::fs::File;
use std::io;
use std::path::Path;

use crate::error::{Error, ErrorKind, Result};

/// Opens a regular file for reading; says how many bytes it has. Folders, devices and pipes are
/// refused before they are opened: some of them never end.
pub fn open(path: &Path) -> Result<(File, u64)> {
    let name = path.display();
    let fail = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => {
            Error::new(ErrorKind::Missing, format!("{name}: no such file")).hint("check the name")
        }
        _ => Error::new(ErrorKind::Io, format!("{name}: cannot be read")).caused_by(error),
    };
    let about = std::fs::metadata(path).map_err(fail)?;
    if !about.is_file() {
        let what = if about.is_dir() {
            "a folder"
        } else {
            "no regular file"
        };
        return Err(Error::new(ErrorKind::Input, format!("{name}: is {what}"))
            .hint("name a file, or - for standard input"));
    }
    let file = File::open(path).map_err(fail)?;
    Ok((file, about.len()))
}

/// Why bytes that were read cannot be used: travels inside an [`io::Error`] through whatever reads
/// them, and comes out with its cure.
#[derive(Debug)]
pub struct Spoiled {
    /// What is wrong with the file.
    pub what: String,
    /// What to do.
    pub cure: &'static str,
}

impl Spoiled {
    /// A file of which this is wrong.
    pub fn new(what: impl Into<String>, cure: &'static str) -> Self {
        Self {
            what: what.into(),
            cure,
        }
    }

    /// The one that travels inside an error, if one does.
    pub fn of(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }
}

impl fmt::Display for Spoiled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Spoiled {}

impl From<Spoiled> for io::Error {
    fn from(spoiled: Spoiled) -> Self {
        Self::new(io::ErrorKind::InvalidData, spoiled)
    }
}

/// What a file is whose first bytes are no JSON in UTF-8, and what to do about it.
pub fn foreign(head: &[u8]) -> Option<(&'static str, &'static str)> {
    Some(match head {
        [] => ("is empty", "export it again"),
        [0x1F, 0x8B, ..] => ("is packed with gzip", "unpack it first"),
        [b'P', b'K', 3 | 5, 4 | 6, ..] => ("is a zip archive", "unpack it first"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [b'{' | b'[', 0, ..] | [0, b'{' | b'[', ..] => (
            "is UTF-16 text",
            "save it as UTF-8 first: iconv -f UTF-16 -t UTF-8",
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_regular_files_are_opened() {
        let folder = tempfile::tempdir().unwrap();
        let error = open(folder.path()).unwrap_err().one_line();
        assert!(error.contains("is a folder; name a file"), "{error}");
        let error = open(&folder.path().join("none")).unwrap_err().one_line();
        assert!(error.ends_with("no such file; check the name"), "{error}");
        #[cfg(unix)]
        assert!(
            open(Path::new("/dev/zero"))
                .unwrap_err()
                .one_line()
                .contains("no regular file")
        );
    }
}
