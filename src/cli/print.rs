//! What is printed, and how it is made safe and aligned.
//!
//! Results pass through one [`Output`]. A reader that has gone (`| head`) is no failure: the rest
//! is dropped in silence. Text from a ticket or a file passes through `domain::text` here, after
//! it was joined and before it is cut.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::app::kit::wrap::wrap;
use crate::domain::text;
use crate::error::{Error, ErrorKind, Result};
use crate::formats::json::to_json;

/// Columns of a page of facts: what every terminal has.
const PAGE_CELLS: usize = 80;
/// Blanks between two columns.
const GAP: &str = "  ";

/// Standard output and standard error of one run.
#[derive(Debug)]
pub(super) struct Output {
    results: BufWriter<Stdout>,
    is_closed: bool,
    is_quiet: bool,
    /// Columns after which a line is broken.
    edge: Option<usize>,
}

impl Output {
    /// The streams of this process.
    pub(super) fn new(is_quiet: bool) -> Self {
        Self {
            results: BufWriter::new(io::stdout()),
            is_closed: false,
            is_quiet,
            edge: None,
        }
    }

    /// True once nobody reads the results any more.
    pub(super) fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// Breaks lines at so many columns from now on.
    pub(super) fn wrap_at(&mut self, edge: Option<usize>) {
        self.edge = edge;
    }

    /// Prints one line of result.
    pub(super) fn line(&mut self, line: &str) -> Result<()> {
        let mut line = text::line(line).into_owned();
        if let Some(edge) = self.edge.filter(|edge| line.width() > *edge) {
            line = wrap(&line, edge).join("\n");
        }
        line.push('\n');
        self.write(line.as_bytes())
    }

    /// Prints the one JSON document.
    pub(super) fn json(&mut self, value: &impl Serialize) -> Result<()> {
        let mut document = to_json(value);
        document.push('\n');
        self.write(document.as_bytes())
    }

    /// Prints what is safe already: JSON, completions, an exported document.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        if self.is_closed {
            return Ok(());
        }
        let written = self.results.write_all(bytes);
        self.settle(written)
    }

    /// Lets `write` print what is safe already and too long to hold.
    pub(super) fn copy(
        &mut self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<()> {
        if self.is_closed {
            return Ok(());
        }
        let written = write(&mut self.results);
        self.settle(written)
    }

    /// Writes out what is buffered; called once at the end, and before a long wait.
    pub(super) fn finish(&mut self) -> Result<()> {
        if self.is_closed {
            return Ok(());
        }
        let flushed = self.results.flush();
        self.settle(flushed)
    }

    fn settle(&mut self, result: io::Result<()>) -> Result<()> {
        match result {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(())
            }
            Err(error) => {
                self.is_closed = true;
                Err(Error::new(ErrorKind::Io, "cannot write to standard output")
                    .caused_by(error)
                    .hint("see whether its disk is full"))
            }
        }
    }

    /// Says a total or a remark on standard error, unless `--quiet`.
    pub(super) fn remark(&self, remark: &str) {
        if !self.is_quiet {
            write_error_line(&text::line(remark));
        }
    }
}

impl Drop for Output {
    /// After a failure the results that were ready still go out; its message says the rest.
    fn drop(&mut self) {
        drop(self.finish());
    }
}

/// Says what is wrong on standard error.
pub(super) fn complain(what: &str) {
    write_error_line(&format!("paydesk: {}", text::line(what)));
}

/// Says a further line of what is wrong.
pub(super) fn complain_further(what: &str) {
    write_error_line(&text::line(what));
}

/// A message that cannot be shown has no other place to go.
fn write_error_line(line: &str) {
    drop(writeln!(io::stderr().lock(), "{line}"));
}

/// Columns of standard output if it is a terminal.
pub(super) fn terminal_width() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    #[cfg(unix)]
    if let Ok(size) = rustix::termios::tcgetwinsize(io::stdout())
        && size.ws_col > 0
    {
        return Some(usize::from(size.ws_col));
    }
    None
}

/// A table whose columns line up; on a terminal its last column is cut at the edge.
#[derive(Debug)]
pub(super) struct Table {
    widths: Vec<usize>,
    edge: Option<usize>,
}

impl Table {
    /// A table with these column heads; `edge` is the width of the terminal, if it is one.
    pub(super) fn new(heads: &[&str], edge: Option<usize>) -> Self {
        Self {
            widths: heads.iter().map(|head| head.width()).collect(),
            edge,
        }
    }

    /// Lays out rows that are printed together. Columns are as wide as their widest cell so far;
    /// the last one is not padded.
    pub(super) fn lay_out(&mut self, rows: Vec<Vec<String>>) -> Vec<String> {
        let rows: Vec<Vec<String>> = rows
            .into_iter()
            .map(|row| {
                row.iter()
                    .map(|cell| text::line(cell).into_owned())
                    .collect()
            })
            .collect();
        for row in &rows {
            for (width, cell) in self.widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        rows.iter().map(|row| self.lay_out_row(row)).collect()
    }

    fn lay_out_row(&self, row: &[String]) -> String {
        let mut line = String::new();
        for (at, (cell, width)) in row.iter().zip(&self.widths).enumerate() {
            if at > 0 {
                line.push_str(GAP);
            }
            line.push_str(cell);
            if at + 1 < row.len() {
                let missing = width.saturating_sub(cell.width());
                line.extend(std::iter::repeat_n(' ', missing));
            }
        }
        match self.edge {
            Some(edge) => cut(&line, edge),
            None => line,
        }
    }
}

/// The text if it fits in `width` columns, else as much of it as does, with `…`.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 1;
    for grapheme in text.graphemes(true) {
        used += grapheme.width();
        if used > width {
            break;
        }
        kept.push_str(grapheme);
    }
    kept.push('…');
    kept
}

/// A text behind its label, of which `cells` columns are kept free: wrapped to a page's width, its
/// further lines below the first.
pub(super) fn labelled(label: &str, cells: usize, value: &str) -> Vec<String> {
    let lines = wrap(&text::line(value), PAGE_CELLS - cells);
    let labels = std::iter::once(label).chain(std::iter::repeat(""));
    let lines = labels.zip(lines);
    lines
        .map(|(label, line)| format!("{label:<cells$}{line}"))
        .collect()
}

/// "1 ticket", "240 tickets".
pub(super) fn count(number: u64, one: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {one}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn columns_line_up_by_cells_and_the_last_is_cut_at_the_edge() {
        let mut table = Table::new(&["ID", "SUBJECT"], Some(14));
        let lines = table.lay_out(vec![
            row(&["ID", "SUBJECT"]),
            row(&["支払", "short"]),
            row(&["zd:1", "long 支払支払支払"]),
        ]);
        assert_eq!(lines, ["ID    SUBJECT", "支払  short", "zd:1  long 支…"]);
    }

    #[test]
    fn without_an_edge_nothing_is_cut() {
        let mut table = Table::new(&["ID", "SUBJECT"], None);
        let long = "x".repeat(500);
        let lines = table.lay_out(vec![row(&["1", &long])]);
        assert_eq!(lines, [format!("1   {long}")]);
    }

    #[test]
    fn a_cut_keeps_whole_letters() {
        assert_eq!(cut("a👨‍👩‍👧b", 2), "a…");
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abc", 0), "…");
    }
}
