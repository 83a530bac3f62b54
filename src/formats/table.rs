//! Reads tables (CSV) row by row, in any delimiter and encoding that helpdesks and spreadsheets
//! write.
//!
//! Runs on the caller's thread and holds one row and one buffer: at most about twice
//! [`MAX_ROW_BYTES`]. The delimiter (`,` `;` tab `|`) is read off the header. Quotes as RFC 4180
//! has them; CR, LF and CRLF end a row; blank rows are passed over. Text is UTF-16 if it begins
//! with its mark, UTF-8 if it is that throughout, else in one single-byte encoding; a file that
//! mixes the two is refused by the line that differs. After a [`Fault::Row`] reading goes on with
//! the next row. What a row means is for its parser.

mod charset;
mod header;
mod records;

use std::io::Read;

use super::rows::Fault;
pub use charset::Charset;
use charset::Text;
pub use header::Header;
use records::{Raw, Records};

/// Longest row.
pub const MAX_ROW_BYTES: usize = 16 * 1024 * 1024;

/// Most columns: Jira repeats a header once for each value, some thousand times at most.
pub const MAX_COLUMNS: usize = 20_000;

/// What a table may hold at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a row.
    pub row: usize,
    /// Bytes of a cell.
    pub cell: usize,
    /// Columns of a row.
    pub columns: usize,
    /// Lines that a row may span: a quotation mark that nobody closed spans them all.
    pub lines: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            row: MAX_ROW_BYTES,
            cell: 1024 * 1024,
            columns: MAX_COLUMNS,
            lines: 1_000,
        }
    }
}

/// A table, open at a row; see the head of this module.
#[derive(Debug)]
pub struct Table<R> {
    records: Records<R>,
    header: Header,
    text: Text,
    raw: Raw,
}

/// One row; cells beyond its end are empty.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Line on which it begins, from 1.
    pub line: u64,
    /// True for a last row without an end of line: it may have been cut.
    pub unfinished: bool,
    /// Columns of the header.
    columns: usize,
    text: &'a str,
    /// Where each cell ends; the next begins one byte further.
    ends: &'a [usize],
}

impl<'a> Row<'a> {
    /// The cell of this column as it stands; empty beyond the row's end.
    pub fn get(&self, column: usize) -> &'a str {
        let start = match column.checked_sub(1) {
            None => 0,
            Some(before) => self.ends.get(before).map_or(usize::MAX, |end| end + 1),
        };
        let end = self.ends.get(column).copied().unwrap_or_default();
        self.text.get(start..end).unwrap_or_default()
    }

    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True if it has no cells; no row that is handed out is.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// True if it has more cells than the header.
    pub fn is_wide(&self) -> bool {
        self.len() > self.columns
    }

    /// True if it has fewer cells than the header.
    pub fn is_narrow(&self) -> bool {
        self.len() < self.columns
    }

    /// Its bytes as they are held.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }
}

impl<R: Read> Table<R> {
    /// Reads the header of a table whose encoding shows itself.
    pub fn open(input: R, limits: Limits) -> Result<Self, Fault> {
        Self::open_as(input, limits, None)
    }

    /// Reads the header of a table in this encoding; of none, one that shows itself.
    pub fn open_as(input: R, limits: Limits, charset: Option<Charset>) -> Result<Self, Fault> {
        let mut records = Records::new(input, limits, charset)?;
        let mut text = Text::new(records.script());
        let mut raw = Raw::default();
        records.find_delimiter()?;
        if !records.next(&mut raw)? {
            return Err(whole("is blank", "export it again"));
        }
        // Excel's way to say the delimiter, on a line of its own before the header.
        if let Some(delimiter) = raw.excel_delimiter() {
            records.set_delimiter(delimiter);
            if !records.next(&mut raw)? {
                return Err(whole("has no header", "export it again"));
            }
        }
        let (names, ends) = text.read(&raw)?;
        let header = Header::new(raw.line, names, ends);
        Ok(Self {
            records,
            header,
            text,
            raw,
        })
    }

    /// The header.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The next row; none at the end of the file.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>, Fault> {
        if !self.records.next(&mut self.raw)? {
            return Ok(None);
        }
        let (text, ends) = self.text.read(&self.raw)?;
        Ok(Some(Row {
            line: self.raw.line,
            unfinished: self.raw.unfinished,
            columns: self.header.names.len(),
            text,
            ends,
        }))
    }

    /// Bytes of the input that are done with (of UTF-16, of its text in UTF-8).
    pub fn bytes_done(&self) -> u64 {
        self.records.bytes_done()
    }

    /// The encoding as far as it shows in what was read: whole once the last row was.
    pub fn charset(&self) -> Charset {
        self.text.charset()
    }
}

fn whole(what: &'static str, cure: &'static str) -> Fault {
    Fault::File {
        line: None,
        what,
        cure,
    }
}

#[cfg(test)]
mod tests;
