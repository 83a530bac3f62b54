//! Reads the rows of a JSON export one by one: lines of NDJSON, elements of a list, or the
//! lists inside an API page.
//!
//! Runs on the caller's thread and holds one row and one buffer: at most about twice
//! [`MAX_ROW_BYTES`], whatever the file is. Finds where rows begin and end and nothing more;
//! what a row means is for its parser. After a [`Fault::Row`] reading goes on with the next row.

mod pages;

use std::io::{self, BufRead, Read};

use super::source::foreign;
pub(super) use pages::first_key;

/// Longest row: Zendesk exports tickets over 1 MB without their comments, so real rows are far smaller.
pub const MAX_ROW_BYTES: usize = 16 * 1024 * 1024;

/// How much is read at once; larger pieces were not faster.
const CHUNK_BYTES: usize = 256 * 1024;

/// How far the first member's name may lie from the start of the file.
const PEEK_BYTES: usize = 4096;

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// One row as it stands in the file, without the blanks around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// Line on which it begins, from 1.
    pub line: u64,
    /// Its bytes; not yet known to be JSON.
    pub bytes: &'a [u8],
    /// True for a last line without an end of line: it may have been cut.
    pub unfinished: bool,
}

/// Why a row cannot be read.
#[derive(Debug)]
pub enum Fault {
    /// This row is unusable; the next one can be read.
    Row {
        /// Line on which it begins.
        line: u64,
        /// What is wrong.
        what: &'static str,
        /// What to do.
        cure: &'static str,
    },
    /// The file ends inside a row or a list; nothing follows.
    Cut {
        /// Line on which what was cut begins.
        line: u64,
    },
    /// Nothing can be made of the file from here on.
    File {
        /// Line, if one can be named.
        line: Option<u64>,
        /// What is wrong.
        what: &'static str,
        /// What to do.
        cure: &'static str,
    },
    /// Reading failed.
    Read(io::Error),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Read(error)
    }
}

/// Where the reader stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Nothing read yet.
    Start,
    /// Between lines, each a row.
    Lines,
    /// Between whole values, each a row that may span lines.
    Values,
    /// Between lists or pages.
    Outside,
    /// In a list; `fresh` before its first element, `page` when a page goes on after it.
    List { fresh: bool, page: bool },
    /// In a page, between its members.
    Page { fresh: bool },
    /// At the end.
    End,
}

/// How a value ended.
enum Extent {
    /// So many bytes from the start of the buffer.
    Held(usize),
    /// It was longer than is held and has been passed over.
    Passed,
    /// The file ended inside it.
    Cut,
}

/// The rows of one input; see the head of this module.
#[derive(Debug)]
pub struct Rows<R> {
    input: R,
    buffer: Vec<u8>,
    /// The unread part of `buffer`.
    start: usize,
    end: usize,
    /// Bytes of the row handed out last; consumed when the next one is asked for.
    lent: usize,
    at_end: bool,
    consumed: u64,
    line: u64,
    place: Place,
    /// The page at hand had a list of rows.
    listed: bool,
    /// Longest row that is held.
    limit: usize,
}

impl<R: Read> Rows<R> {
    /// Reads rows from `input`; nothing is read before the first is asked for.
    pub fn new(input: R) -> Self {
        Self {
            input,
            buffer: Vec::new(),
            start: 0,
            end: 0,
            lent: 0,
            at_end: false,
            consumed: 0,
            line: 1,
            place: Place::Start,
            listed: false,
            limit: MAX_ROW_BYTES,
        }
    }

    /// Bytes of the input that are done with.
    pub fn bytes_done(&self) -> u64 {
        self.consumed
    }

    /// The next row; none at the end of a whole file.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>, Fault> {
        self.consume(self.lent);
        self.lent = 0;
        loop {
            match self.place {
                Place::Start => self.begin()?,
                Place::Lines => return self.next_line(),
                Place::Values => match self.skip_blanks()? {
                    None => self.place = Place::End,
                    Some(_) => return self.lend_value(),
                },
                Place::Outside => self.enter()?,
                Place::List { fresh, page } => {
                    if self.at_element(fresh, page)? {
                        self.place = Place::List { fresh: false, page };
                        return self.lend_value();
                    }
                }
                Place::Page { fresh } => self.next_member(fresh)?,
                Place::End => return Ok(None),
            }
        }
    }

    /// Looks at the first bytes and decides how rows are told apart.
    fn begin(&mut self) -> Result<(), Fault> {
        self.place = Place::End;
        while self.unread().len() < PEEK_BYTES && self.fill()? {}
        if let Some((what, cure)) = foreign(self.unread()) {
            return Err(Fault::File {
                line: None,
                what,
                cure,
            });
        }
        if self.unread().starts_with(BOM) {
            self.consume(BOM.len());
        }
        let Some(first) = self.skip_blanks()? else {
            return Err(Fault::File {
                line: None,
                what: "is blank",
                cure: "export it again",
            });
        };
        while self.unread().len() < PEEK_BYTES && self.fill()? {}
        let known = first == b'{' && self.is_page();
        let alone = self.unread().strip_prefix(b"{").is_some_and(|rest| {
            let blank = |b: &&u8| matches!(b, b' ' | b'\t' | b'\r');
            let blanks = rest.iter().take_while(blank).count();
            rest.get(blanks) == Some(&b'\n')
        });
        self.place = if first == b'[' || known {
            Place::Outside
        } else if alone {
            // A brace on a line of its own: an object that spans lines.
            Place::Values
        } else {
            Place::Lines
        };
        Ok(())
    }

    /// True if the object at hand begins as a page of an API does.
    fn is_page(&self) -> bool {
        pages::begins(self.unread())
    }

    /// Hands out the next line that is not blank.
    fn next_line(&mut self) -> Result<Option<Row<'_>>, Fault> {
        loop {
            let line = self.line;
            let Some((length, ended)) = self.line_length()? else {
                return Err(too_long(line));
            };
            if length == 0 {
                self.place = Place::End;
                return Ok(None);
            }
            let whole = self.unread().get(..length).unwrap_or_default();
            // A file glued together from several has their marks inside.
            let mark = if whole.starts_with(BOM) { BOM.len() } else { 0 };
            let lead = mark + blanks(whole.get(mark..).unwrap_or_default());
            let end = whole.trim_ascii_end().len();
            if lead >= end {
                self.consume(length);
                continue;
            }
            self.lent = length;
            return Ok(Some(Row {
                line,
                bytes: self.unread().get(lead..end).unwrap_or_default(),
                unfinished: !ended,
            }));
        }
    }

    /// Length of the line at hand with its end, and whether it has one; none if it is too long
    /// and has been passed over.
    fn line_length(&mut self) -> Result<Option<(usize, bool)>, Fault> {
        let mut looked = 0;
        let mut passing = false;
        loop {
            let fresh = self.unread().get(looked..).unwrap_or_default();
            if let Some(found) = newline(fresh) {
                let length = looked + found + 1;
                if !passing && length - 1 <= self.limit {
                    return Ok(Some((length, true)));
                }
                self.consume(length);
                return Ok(None);
            }
            looked = self.unread().len();
            if passing || looked > self.limit {
                passing = true;
                self.consume(looked);
                looked = 0;
            }
            if !self.fill()? {
                return Ok(if passing { None } else { Some((looked, false)) });
            }
        }
    }

    /// Enters the list or page that begins here.
    fn enter(&mut self) -> Result<(), Fault> {
        let next = self.skip_blanks()?;
        while self.unread().len() < PEEK_BYTES && self.fill()? {}
        self.place = match next {
            None => Place::End,
            Some(b'[') => Place::List {
                fresh: true,
                page: false,
            },
            Some(b'{') if self.is_page() => {
                self.listed = false;
                Place::Page { fresh: true }
            }
            // A row that stands behind a list: it and what follows are read as rows.
            Some(b'{') => {
                self.place = Place::Values;
                return Ok(());
            }
            Some(_) => return Err(self.broken("something follows the end of the list")),
        };
        if self.place != Place::End {
            self.consume(1);
        }
        Ok(())
    }

    /// Moves to the next element of the list; false if the list is done.
    fn at_element(&mut self, fresh: bool, page: bool) -> Result<bool, Fault> {
        let next = self.skip_blanks()?.ok_or(Fault::Cut { line: self.line })?;
        if next == b']' {
            self.consume(1);
            self.place = if page {
                Place::Page { fresh: false }
            } else {
                Place::Outside
            };
            return Ok(false);
        }
        if !fresh {
            self.pass_comma(next)?;
        }
        match self.skip_blanks()?.ok_or(Fault::Cut { line: self.line })? {
            b',' | b']' | b'}' | b':' => Err(self.broken("a list has a comma too many")),
            _ => Ok(true),
        }
    }

    /// Reads the next member of a page: enters the lists we know, passes over the rest.
    fn next_member(&mut self, fresh: bool) -> Result<(), Fault> {
        let cut = Fault::Cut { line: self.line };
        let Some(mut next) = self.skip_blanks()? else {
            return Err(cut);
        };
        if next == b'}' {
            if !self.listed {
                return Err(self.broken("is no row that is known, nor a page with a list of rows"));
            }
            self.consume(1);
            self.place = Place::Outside;
            return Ok(());
        }
        if !fresh {
            self.pass_comma(next)?;
            next = self.skip_blanks()?.ok_or(Fault::Cut { line: self.line })?;
        }
        self.place = Place::Page { fresh: false };
        if next != b'"' {
            return Err(self.broken("a member has no name"));
        }
        let known = match self.value()? {
            Extent::Held(length) => {
                let key = self.unread().get(1..length.saturating_sub(1));
                let known = key.is_some_and(pages::has_rows);
                self.consume(length);
                known
            }
            Extent::Passed => false,
            Extent::Cut => return Err(Fault::Cut { line: self.line }),
        };
        if self.skip_blanks()? != Some(b':') {
            return Err(self.broken("a member has no value"));
        }
        self.consume(1);
        let first = self.skip_blanks()?.ok_or(Fault::Cut { line: self.line })?;
        if known && first == b'[' {
            self.consume(1);
            self.listed = true;
            self.place = Place::List {
                fresh: true,
                page: true,
            };
            return Ok(());
        }
        match self.value()? {
            Extent::Held(length) => self.consume(length),
            Extent::Passed => {}
            Extent::Cut => return Err(Fault::Cut { line: self.line }),
        }
        Ok(())
    }

    fn pass_comma(&mut self, next: u8) -> Result<(), Fault> {
        if next != b',' {
            return Err(self.broken("a comma is missing"));
        }
        self.consume(1);
        Ok(())
    }

    /// Hands out the value that begins here.
    fn lend_value(&mut self) -> Result<Option<Row<'_>>, Fault> {
        let line = self.line;
        match self.value()? {
            Extent::Held(length) => {
                self.lent = length;
                Ok(Some(Row {
                    line,
                    bytes: self.unread().get(..length).unwrap_or_default(),
                    unfinished: false,
                }))
            }
            Extent::Passed => Err(too_long(line)),
            Extent::Cut => {
                self.place = Place::End;
                Err(Fault::Cut { line })
            }
        }
    }

    /// Finds the end of the value that begins here, by brackets and quotes alone.
    fn value(&mut self) -> Result<Extent, Fault> {
        let mut looked = 0;
        let mut passing = false;
        let mut depth = 0u64;
        let mut in_text = false;
        let mut escaped = false;
        loop {
            let fresh = self.unread().get(looked..).unwrap_or_default();
            let mut done = None;
            for (at, &byte) in fresh.iter().enumerate() {
                if in_text {
                    match byte {
                        _ if escaped => escaped = false,
                        b'\\' => escaped = true,
                        b'"' => in_text = false,
                        _ => continue,
                    }
                    if !in_text && depth == 0 {
                        done = Some(at + 1);
                        break;
                    }
                    continue;
                }
                match byte {
                    b'"' => in_text = true,
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' | b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' if depth == 0 => {
                        done = Some(at);
                    }
                    b'}' | b']' => {
                        depth -= 1;
                        if depth == 0 {
                            done = Some(at + 1);
                        }
                    }

                    _ => {}
                }
                if done.is_some() {
                    break;
                }
            }
            if let Some(at) = done {
                let length = looked + at;
                if !passing && length <= self.limit {
                    // A stray sign is a value of its own, so that reading always goes on.
                    return Ok(Extent::Held(length.max(1)));
                }
                self.consume(length);
                return Ok(Extent::Passed);
            }
            looked = self.unread().len();
            if passing || looked > self.limit {
                passing = true;
                self.consume(looked);
                looked = 0;
            }
            if !self.fill()? {
                let scalar = depth == 0 && !in_text && looked > 0;
                return Ok(if scalar && !passing {
                    Extent::Held(looked)
                } else {
                    Extent::Cut
                });
            }
        }
    }

    fn broken(&mut self, what: &'static str) -> Fault {
        self.place = Place::End;
        Fault::File {
            line: Some(self.line),
            what,
            cure: "the file is no whole JSON; export it again",
        }
    }

    /// The next byte that is not blank, not consumed; none at the end of the input.
    fn skip_blanks(&mut self) -> Result<Option<u8>, Fault> {
        loop {
            let unread = self.unread();
            let skipped = blanks(unread);
            let next = unread.get(skipped).copied();
            self.consume(skipped);
            if next.is_some() {
                return Ok(next);
            }
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    fn unread(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    fn consume(&mut self, length: usize) {
        let gone = self.unread().get(..length).unwrap_or_default();
        let lines = count(gone, |byte| byte == b'\n');
        self.line += wide(lines);
        self.consumed += wide(length);
        self.start += length;
    }

    /// Reads more behind what is unread; false at the end of the input.
    fn fill(&mut self) -> Result<bool, Fault> {
        if self.at_end {
            return Ok(false);
        }
        let unread = self.start..self.end;
        let length = unread.len();
        if self.buffer.len() < length + CHUNK_BYTES {
            // Doubling, so that a long row is not moved for every chunk of it.
            let mut larger = vec![0; (length * 2).max(CHUNK_BYTES * 2)];
            if let Some(head) = larger.get_mut(..length) {
                head.copy_from_slice(self.unread());
            }
            self.buffer = larger;
        } else {
            self.buffer.copy_within(unread, 0);
        }
        self.start = 0;
        self.end = length;
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

fn too_long(line: u64) -> Fault {
    Fault::Row {
        line,
        what: "is over 16 MiB long",
        cure: "rows are at most 16 MiB; export it again without what swells it",
    }
}

/// How many bytes pass. In pieces, so that the sum of each fits a byte and the compiler counts
/// many bytes at a time.
pub(super) fn count(bytes: &[u8], passes: impl Fn(u8) -> bool) -> usize {
    let piece = |piece: &[u8]| piece.iter().map(|byte| u8::from(passes(*byte))).sum::<u8>();
    bytes
        .chunks(usize::from(u8::MAX))
        .map(|bytes| usize::from(piece(bytes)))
        .sum()
}

fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// How many blanks `bytes` begin with.
fn blanks(bytes: &[u8]) -> usize {
    bytes.len() - bytes.trim_ascii_start().len()
}

/// Where the first end of line is. `skip_until` searches many bytes at a time.
fn newline(mut bytes: &[u8]) -> Option<usize> {
    let all = bytes;
    let read = bytes.skip_until(b'\n').ok()?;
    let last = read.checked_sub(1)?;
    (all.get(last) == Some(&b'\n')).then_some(last)
}

#[cfg(test)]
mod tests;
