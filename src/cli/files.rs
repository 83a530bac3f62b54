//! Files we write: whole or not at all, for their owner alone, over nothing without `--force`.
//!
//! The text goes to a file beside the target, is flushed to the disk and takes the target's name
//! in one step. A symbolic link is replaced or refused, never followed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use crate::error::{Error, ErrorKind, Result};

/// Writes `bytes` to a new file at `path`, or with `force` in the place of a file or link there.
pub(super) fn write_file(path: &Path, bytes: &[u8], force: bool) -> Result<()> {
    let name = path.display();
    let failed = |error: io::Error| {
        Error::new(ErrorKind::Io, format!("cannot write {name}")).caused_by(error)
    };
    if let Ok(meta) = fs::symlink_metadata(path) {
        let is_replaceable = meta.is_file() || meta.file_type().is_symlink();
        if !is_replaceable {
            return Err(Error::new(
                ErrorKind::Refused,
                format!("{name} is neither a file nor a new name"),
            )
            .hint("name a file"));
        }
        if !force {
            return Err(exists(path));
        }
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // tempfile makes it 0600 and unguessable.
    let mut beside = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    beside.write_all(bytes).map_err(failed)?;
    beside.as_file().sync_all().map_err(failed)?;
    let named = if force {
        beside.persist(path)
    } else {
        beside.persist_noclobber(path)
    };
    named.map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => exists(path),
        _ => failed(error.error),
    })?;
    sync_folder(folder).map_err(failed)
}

fn exists(path: &Path) -> Error {
    Error::new(
        ErrorKind::Refused,
        format!("{} is there already", path.display()),
    )
    .hint("name another file, or add --force")
}

/// Makes the new name survive a power cut.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Folders cannot be opened as files here.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Makes a folder and those above it, for their owner alone.
pub(super) fn make_folder(folder: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| {
        Error::new(
            ErrorKind::Io,
            format!("cannot make the folder {}", folder.display()),
        )
        .caused_by(error)
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn a_new_file_is_private_and_nothing_is_left_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("case.md");
        write_file(&path, b"text", false).unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn nothing_is_overwritten_without_force() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("case.md");
        write_file(&path, b"first", false).unwrap();
        let error = write_file(&path, b"second", false).unwrap_err();
        assert!(error.one_line().ends_with("add --force"));
        assert_eq!(fs::read(&path).unwrap(), b"first");
        write_file(&path, b"second", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
    }

    #[test]
    fn a_link_is_replaced_and_never_followed() {
        let dir = tempfile::tempdir().unwrap();
        let (target, link) = (dir.path().join("target"), dir.path().join("link"));
        write_file(&target, b"mine", false).unwrap();
        symlink(&target, &link).unwrap();
        assert!(write_file(&link, b"yours", false).is_err());
        write_file(&link, b"yours", true).unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"mine");
        assert!(fs::symlink_metadata(&link).unwrap().is_file());
    }

    #[test]
    fn a_folder_is_refused_even_with_force() {
        let dir = tempfile::tempdir().unwrap();
        assert!(write_file(dir.path(), b"x", true).is_err());
    }
}
