//! Takes a table apart into rows of cells, in bytes: every encoding that gets here leaves
//! delimiters, quotation marks and ends of lines as ASCII has them.

use std::io::{self, Read};

use super::Limits;
use super::charset::{Charset, Decoded, SEPARATOR, Script};
use crate::formats::export::CORRECT;
use crate::formats::rows::{Fault, count};

/// How much is read at once.
const CHUNK_BYTES: usize = 256 * 1024;

/// How far the delimiter is looked for: the longest header is far shorter.
const MOST_HEADER_BYTES: usize = 4 * 1024 * 1024;

/// What may stand between cells; of equals the first counts.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// What is wrong where a quotation mark closes in the middle of a cell.
const TEXT_BEHIND: &str =
    "a quotation mark opens here that is not closed, or one inside its cell is not doubled";

/// One row taken apart.
#[derive(Debug, Default)]
pub(super) struct Raw {
    /// The cells without their quotes, [`SEPARATOR`] between two.
    pub(super) bytes: Vec<u8>,
    /// Where each cell ends.
    pub(super) ends: Vec<usize>,
    /// Line on which it begins.
    pub(super) line: u64,
    /// The file ends where it does.
    pub(super) unfinished: bool,
}

impl Raw {
    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
        self.unfinished = false;
    }

    /// True for a line without anything on it.
    fn is_blank(&self) -> bool {
        self.bytes.is_empty() && self.ends.len() <= 1
    }

    /// What a line `sep=;` says.
    pub(super) fn excel_delimiter(&self) -> Option<u8> {
        let said = match (self.bytes.as_slice(), self.ends.len()) {
            (b"sep=", 1) => return None,
            ([b's', b'e', b'p', b'=', delimiter], 1) => *delimiter,
            // The delimiter itself took the line apart.
            (b"sep=\n", 2) => return Some(0),
            _ => return None,
        };
        DELIMITERS.contains(&said).then_some(said)
    }
}

/// Where in a row the reader stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Before a cell.
    Start,
    /// In a cell without quotes.
    Bare,
    /// In quotes.
    Quoted,
    /// Behind a quotation mark that closes, or is the first of two.
    Closed,
}

/// The rows of one input.
#[derive(Debug)]
pub(super) struct Records<R> {
    input: Decoded<R>,
    script: Script,
    limits: Limits,
    delimiter: u8,
    buffer: Vec<u8>,
    /// The unread part of `buffer`.
    start: usize,
    end: usize,
    at_end: bool,
    consumed: u64,
    line: u64,
    /// The byte before was CR: an LF here belongs to it.
    after_cr: bool,
}

impl<R: Read> Records<R> {
    pub(super) fn new(input: R, limits: Limits, charset: Option<Charset>) -> io::Result<Self> {
        let (input, script) = Decoded::new(input, charset)?;
        Ok(Self {
            input,
            script,
            limits,
            delimiter: b',',
            buffer: vec![0; CHUNK_BYTES],
            start: 0,
            end: 0,
            at_end: false,
            consumed: 0,
            line: 1,
            after_cr: false,
        })
    }

    /// What the first bytes say about the encoding.
    pub(super) fn script(&self) -> Script {
        self.script
    }

    pub(super) fn bytes_done(&self) -> u64 {
        self.consumed
    }

    pub(super) fn set_delimiter(&mut self, delimiter: u8) {
        // 0 is the one that was found already.
        if delimiter != 0 {
            self.delimiter = delimiter;
        }
    }

    /// Reads the delimiter off the first row that is not blank: the one that makes most cells.
    pub(super) fn find_delimiter(&mut self) -> Result<(), Fault> {
        let mut counts = [0usize; DELIMITERS.len()];
        let mut looked = 0;
        let mut quoted = false;
        let mut seen = false;
        'header: loop {
            for &byte in self.unread().get(looked..).unwrap_or_default() {
                match byte {
                    b'"' => quoted = !quoted,
                    b'\r' | b'\n' if !quoted && seen => break 'header,
                    b'\r' | b'\n' if !quoted => continue,
                    _ if quoted => {}
                    _ => {
                        let place = DELIMITERS.iter().position(|known| *known == byte);
                        if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
                            *count += 1;
                        }
                    }
                }
                seen = true;
            }
            looked = self.unread().len();
            if looked > MOST_HEADER_BYTES || !self.fill()? {
                break;
            }
        }
        let most = counts.iter().copied().max().unwrap_or_default();
        let first = DELIMITERS
            .iter()
            .zip(counts)
            .find(|(_, count)| *count == most);
        self.delimiter = first.map_or(b',', |(delimiter, _)| *delimiter);
        Ok(())
    }

    /// Reads the next row that is not blank into `raw`; false at the end.
    pub(super) fn next(&mut self, raw: &mut Raw) -> Result<bool, Fault> {
        loop {
            raw.clear();
            if !self.row(raw)? {
                return Ok(false);
            }
            if !raw.is_blank() {
                return Ok(true);
            }
        }
    }

    /// Reads a row; false where none begins.
    fn row(&mut self, raw: &mut Raw) -> Result<bool, Fault> {
        let mut place = Place::Start;
        let mut cell = 0;
        // What is wrong with the row, which is read to its end all the same.
        let mut spoilt = None;
        let mut opened = self.line;
        let mut begun = false;
        loop {
            if self.start == self.end && !self.fill()? {
                if place == Place::Quoted {
                    return Err(never_closed(opened));
                }
                if !begun {
                    return Ok(false);
                }
                raw.unfinished = true;
                break;
            }
            if self.after_cr {
                self.after_cr = false;
                if self.unread().first() == Some(&b'\n') {
                    if place == Place::Quoted && spoilt.is_none() {
                        raw.bytes.push(b'\n');
                    }
                    self.consume(1);
                    continue;
                }
            }
            if !begun {
                raw.line = self.line;
                begun = true;
            }
            if place == Place::Quoted {
                let (length, closes) = self.quoted();
                self.take(length, raw, &mut spoilt);
                if self.line - opened > self.limits.lines {
                    return Err(never_closed(opened));
                }
                if closes {
                    self.after_cr = false;
                    self.consume(1);
                    place = Place::Closed;
                }
            } else {
                let length = self.bare();
                let first = self.unread().first().copied();
                if length > 0 {
                    match (place, first) {
                        (Place::Start, Some(b'"')) => {
                            opened = self.line;
                            self.consume(1);
                            place = Place::Quoted;
                            continue;
                        }
                        (Place::Closed, Some(b'"')) => {
                            raw.bytes.push(b'"');
                            self.consume(1);
                            place = Place::Quoted;
                            continue;
                        }
                        (Place::Closed, Some(b' ')) => {
                            self.consume(1);
                            continue;
                        }
                        // Mostly a mark that nobody closed, and the next one did.
                        (Place::Closed, _) => {
                            raw.line = opened;
                            spoilt = Some(TEXT_BEHIND);
                        }
                        _ => {}
                    }
                    self.take(length, raw, &mut spoilt);
                    place = Place::Bare;
                } else if first == Some(self.delimiter) {
                    self.consume(1);
                    if raw.ends.len() + 1 >= self.limits.columns {
                        spoilt = spoilt.or(Some("has more cells than the 20,000 a row may have"));
                    }
                    if spoilt.is_none() {
                        raw.ends.push(raw.bytes.len());
                        raw.bytes
                            .extend_from_slice(SEPARATOR.encode_utf8(&mut [0; 4]).as_bytes());
                    }
                    cell = raw.bytes.len();
                    place = Place::Start;
                } else {
                    self.line += 1;
                    self.after_cr = first == Some(b'\r');
                    self.consume(1);
                    break;
                }
            }
            if raw.bytes.len() - cell > self.limits.cell {
                spoilt = spoilt.or(Some("has a cell of more than 1 MiB"));
            } else if raw.bytes.len() > self.limits.row {
                spoilt = spoilt.or(Some("is over 16 MiB long"));
            }
        }
        if let Some(what) = spoilt {
            return Err(Fault::Row {
                line: raw.line,
                what,
                cure: CORRECT,
            });
        }
        raw.ends.push(raw.bytes.len());
        Ok(true)
    }

    /// How much stands in quotes from here on, and whether a quotation mark ends it.
    fn quoted(&self) -> (usize, bool) {
        let unread = self.unread();
        match unread.iter().position(|byte| *byte == b'"') {
            Some(length) => (length, true),
            None => (unread.len(), false),
        }
    }

    /// How much stands before the next delimiter or end of line.
    fn bare(&self) -> usize {
        let unread = self.unread();
        let ends = |byte: &u8| *byte == self.delimiter || *byte == b'\n' || *byte == b'\r';
        unread.iter().position(ends).unwrap_or(unread.len())
    }

    /// Takes up so many bytes and counts their lines.
    fn take(&mut self, length: usize, raw: &mut Raw, spoilt: &mut Option<&'static str>) {
        let bytes = self.unread().get(..length).unwrap_or_default();
        if spoilt.is_none() {
            raw.bytes.extend_from_slice(bytes);
        }
        let feeds = count(bytes, |byte| byte == b'\n');
        let returns = count(bytes, |byte| byte == b'\r');
        let both = if returns == 0 {
            0
        } else {
            bytes.windows(2).filter(|two| two == b"\r\n").count()
        };
        self.after_cr = bytes.last() == Some(&b'\r');
        self.line += u64::try_from(feeds + returns - both).unwrap_or_default();
        self.consume(length);
    }

    fn unread(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    fn consume(&mut self, length: usize) {
        self.start += length;
        self.consumed += u64::try_from(length).unwrap_or_default();
    }

    /// Reads more behind what is unread; false at the end of the input.
    fn fill(&mut self) -> Result<bool, Fault> {
        if self.at_end {
            return Ok(false);
        }
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.buffer.len() - self.end < CHUNK_BYTES / 2 {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        let space = self.buffer.get_mut(self.end..).unwrap_or_default();
        let read = loop {
            match self.input.read(space) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.end += read;
        self.at_end = read == 0;
        Ok(read > 0)
    }
}

fn never_closed(line: u64) -> Fault {
    Fault::File {
        line: Some(line),
        what: "a quotation mark opens here and is not closed within 1,000 lines",
        cure: "close it, or double it where it is part of the text",
    }
}
