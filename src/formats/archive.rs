//! Looks into gzip files and zip archives, in a stream: nothing is created on disk, nothing is
//! held.
//!
//! What comes out is counted while it is read, never believed: at most [`MAX_OUT`] bytes, and
//! past a megabyte at most [`MAX_RATIO`] times what went in. Zip archives with more than
//! [`MAX_ENTRIES`] entries, with entries that overlap, stand twice, are encrypted or symbolic
//! links are refused whole. A fault is an [`io::Error`] that carries a [`Spoiled`].

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::rc::Rc;

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use super::source::Spoiled;

/// Most bytes that come out of one file: what a desk of a million tickets exports.
pub const MAX_OUT: u64 = 2 * 1024 * 1024 * 1024;

/// How many bytes may come out of one that went in; real exports stay near 20.
pub const MAX_RATIO: u64 = 200;

/// How much may come out before the ratio counts: a short text of one letter is no bomb.
const RATIO_FREE: u64 = 1024 * 1024;

/// Most entries of an archive.
pub const MAX_ENTRIES: usize = 10_000;

/// Most bytes read to find an archive's entries: 10,000 of them need half of that.
const MAX_DIRECTORY: u64 = 8 * 1024 * 1024;

/// What is said of every bomb.
const UNPACK: &str = "unpack it with another program, and import what is in it";

/// How a file is packed, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    Plain,
    /// With gzip.
    Gzip,
    /// As a zip archive.
    Zip,
}

/// How a file that begins so is packed.
pub fn packing(head: &[u8]) -> Packing {
    match head {
        [0x1F, 0x8B, ..] => Packing::Gzip,
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Packing::Zip,
        _ => Packing::Plain,
    }
}

/// What a gzip file holds, all its members one after the other.
pub fn unzip(file: File) -> impl Read {
    Capped {
        input: MultiGzDecoder::new(Counted { file, read: 0 }),
        packed: |decoder| decoder.get_ref().read,
        declared: None,
        out: 0,
    }
}

/// A zip archive.
#[derive(Debug)]
pub struct Archive {
    inner: ZipArchive<Fenced>,
}

/// A file in a zip archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its place in the archive.
    pub index: usize,
    /// Its name, a label and never a path.
    pub name: String,
    /// Its bytes when unpacked, as the archive says.
    pub bytes: u64,
}

impl Archive {
    /// Reads the directory of an archive and refuses one that cannot be read safely.
    pub fn open(file: File) -> io::Result<Self> {
        let left = Rc::new(Cell::new(MAX_DIRECTORY));
        let fenced = Fenced {
            input: BufReader::new(file),
            left: Rc::clone(&left),
        };
        let mut inner = ZipArchive::new(fenced).map_err(zip_fault)?;
        left.set(u64::MAX);
        if inner.len() > MAX_ENTRIES {
            return Err(too_many_entries());
        }
        if inner.has_duplicate_names() {
            return Err(refusal("has two entries of one name"));
        }
        for index in 0..inner.len() {
            let entry = inner.by_index_data(index).map_err(zip_fault)?;
            if entry.is_symlink() {
                return Err(refusal("holds a symbolic link"));
            }
            if entry.encrypted() {
                return Err(Spoiled::new("is encrypted", UNPACK).into());
            }
        }
        if inner.has_overlapping_entries().map_err(zip_fault)? {
            return Err(refusal("has entries that overlap"));
        }
        Ok(Self { inner })
    }

    /// The files that are wanted, in the archive's order, and how many others it holds.
    /// Folders, hidden files and names that lead elsewhere are never wanted.
    pub fn members(&self, wanted: impl Fn(&str) -> bool) -> io::Result<(Vec<Member>, usize)> {
        let mut members = Vec::new();
        let mut others = 0;
        let mut total = 0u64;
        for index in 0..self.inner.len() {
            let entry = self.inner.by_index_data(index).map_err(zip_fault)?;
            if entry.is_dir() {
                continue;
            }
            let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
            if !is_plain(&name) || !wanted(&name) {
                others += 1;
                continue;
            }
            total = total.saturating_add(entry.size());
            members.push(Member {
                index,
                name,
                bytes: entry.size(),
            });
        }
        if total > MAX_OUT {
            return Err(too_large());
        }
        Ok((members, others))
    }

    /// What a member holds, from its start.
    pub fn read(&mut self, member: &Member) -> io::Result<impl Read> {
        let entry = self.inner.by_index(member.index).map_err(zip_fault)?;
        Ok(Capped {
            declared: Some(entry.size()),
            input: entry,
            packed: |entry| entry.compressed_size(),
            out: 0,
        })
    }
}

/// True for a name that is a label at the top of an archive: no folder, no way out of one, no
/// hidden file.
fn is_plain(name: &str) -> bool {
    !name.starts_with('.') && !name.contains(['/', '\\', ':', '\0'])
}

/// What comes out of something packed, counted and capped.
struct Capped<R> {
    input: R,
    /// How many bytes went in for what came out.
    packed: fn(&R) -> u64,
    /// How many bytes it says will come out.
    declared: Option<u64>,
    out: u64,
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        let read = self.input.read(out).map_err(packed_fault)?;
        self.out = self.out.saturating_add(wide(read));
        // One that is longer stops by itself.
        if read == 0 && self.declared.is_some_and(|declared| self.out < declared) {
            return Err(refusal("holds a file that is shorter than it says"));
        }
        if self.out > MAX_OUT {
            return Err(too_large());
        }
        let most = (self.packed)(&self.input).saturating_mul(MAX_RATIO);
        if self.out > RATIO_FREE.max(most) {
            let what = format!("unpacks to more than {MAX_RATIO} times its size");
            return Err(Spoiled::new(what, UNPACK).into());
        }
        Ok(read)
    }
}

/// A file whose bytes are counted as they go out.
#[derive(Debug)]
struct Counted {
    file: File,
    read: u64,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(out)?;
        self.read = self.read.saturating_add(wide(read));
        Ok(read)
    }
}

/// A file that gives out no more than so many bytes.
#[derive(Debug)]
struct Fenced {
    input: BufReader<File>,
    left: Rc<Cell<u64>>,
}

impl Read for Fenced {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(out)?;
        let left = self.left.get().checked_sub(wide(read));
        self.left.set(left.ok_or_else(too_many_entries)?);
        Ok(read)
    }
}

impl Seek for Fenced {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.input.seek(to)
    }
}

fn refusal(what: &str) -> io::Error {
    Spoiled::new(what, "download the export again").into()
}

fn too_many_entries() -> io::Error {
    let what = format!("has more than {MAX_ENTRIES} entries");
    Spoiled::new(what, UNPACK).into()
}

fn too_large() -> io::Error {
    Spoiled::new("unpacks to more than 2 GiB", UNPACK).into()
}

/// What the zip reader says.
fn zip_fault(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(error) => packed_fault(error),
        ZipError::InvalidPassword => Spoiled::new("is encrypted", UNPACK).into(),
        other => refusal(&format!("is no whole zip archive: {other}")),
    }
}

/// What a decoder says about bytes that are not what it takes; other failures pass.
fn packed_fault(error: io::Error) -> io::Error {
    match error.kind() {
        _ if Spoiled::of(&error).is_some() => error,
        io::ErrorKind::UnexpectedEof => refusal("is cut short"),
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other => {
            refusal(&format!("is damaged: {error}"))
        }
        _ => error,
    }
}

fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
