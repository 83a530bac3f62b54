//! What the first pass over a file learns, and what it says about it.

use std::collections::{BTreeMap, HashSet};

use super::parts::{Form, Part};
use super::{FileReport, Warning};
use crate::domain::tickets::records::RemoteId;
use crate::error::{Error, ErrorKind};
use crate::formats::export::Parsed;

/// How many warnings and bad lines are named; millions of them help nobody.
const MOST_NAMED: usize = 20;

/// What the first pass learns about a file.
#[derive(Default)]
pub(super) struct Findings {
    /// Rows that can be written, and rows that are left out.
    pub(super) good: u64,
    pub(super) skipped: u64,
    kinds: Option<Kinds>,
    warnings: Vec<Warning>,
    more_warnings: u64,
    /// The first bad row in words, with what to do.
    bad: Option<(u64, String, &'static str)>,
    /// Lines of the bad rows that follow, and how many there are in all.
    bad_lines: Vec<u64>,
    more_bad: u64,
    /// Line of a row that the end of the file cuts.
    pub(super) cut: Option<u64>,
    /// What is counted over the file, and how often what found no place was met.
    counted: BTreeMap<String, u64>,
    more_counted: u64,
    masked: usize,
    masked_tickets: HashSet<RemoteId>,
}

/// The kinds of the rows of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kinds {
    All(&'static str),
    Mixed,
}

impl Findings {
    /// Notes something odd about a row that goes in, or why one is left out.
    pub(super) fn warn(&mut self, line: u64, message: String) {
        if self.warnings.len() < MOST_NAMED {
            self.warnings.push(Warning {
                line: Some(line),
                message,
            });
        } else {
            self.more_warnings += 1;
        }
    }

    /// Counts a good row.
    pub(super) fn take(&mut self, line: u64, parsed: Parsed) {
        self.good += 1;
        self.kinds = match self.kinds {
            None => Some(Kinds::All(parsed.kind)),
            Some(Kinds::All(kind)) if kind == parsed.kind => self.kinds,
            Some(_) => Some(Kinds::Mixed),
        };
        if parsed.masked > 0 {
            self.masked += parsed.masked;
            self.masked_tickets.extend(parsed.ticket());
        }
        for remark in parsed.remarks {
            self.warn(line, remark);
        }
        for remark in parsed.counted {
            let is_new = !self.counted.contains_key(&remark);
            if is_new && self.counted.len() >= MOST_NAMED {
                self.more_counted += 1;
            } else {
                *self.counted.entry(remark).or_default() += 1;
            }
        }
    }

    /// Counts a bad row.
    pub(super) fn refuse(&mut self, line: u64, what: String, cure: &'static str) {
        if self.bad.is_none() {
            self.bad = Some((line, what, cure));
            return;
        }
        self.more_bad += 1;
        if self.bad_lines.len() < MOST_NAMED {
            self.bad_lines.push(line);
        }
    }

    /// The refusal of the file, if a row is bad.
    pub(super) fn refusal(&self, name: &str) -> Option<Error> {
        let (line, what, cure) = self.bad.as_ref()?;
        let lines: Vec<_> = self.bad_lines.iter().map(u64::to_string).collect();
        let named = u64::try_from(lines.len()).unwrap_or(u64::MAX);
        let others = match (lines.join(", "), self.more_bad.saturating_sub(named)) {
            (_, 0) if named == 0 => String::new(),
            (lines, 0) => format!("; bad as well: line {lines}"),
            (lines, rest) => format!("; bad as well: line {lines} and {rest} more"),
        };
        let message = format!("{name} line {line}: {what}{others}");
        Some(
            Error::new(ErrorKind::Input, message)
                .hint(*cure)
                .hint("nothing was written"),
        )
    }

    /// The report of a file that goes in, with every good row counted as new.
    pub(super) fn report(mut self, part: &Part<'_>) -> FileReport {
        if self.more_warnings > 0 {
            let rest = self.more_warnings;
            self.warnings
                .push(Warning::whole_file(format!("and {rest} more like these")));
        }
        if let Some(line) = self.cut {
            self.warnings.push(Warning {
                line: Some(line),
                message: "the file ends in the middle of a row; it was left out".to_owned(),
            });
        }
        let tallies = std::mem::take(&mut self.counted);
        let tallies = tallies.into_iter().map(|(remark, times)| {
            let rows = if times == 1 { "row" } else { "rows" };
            format!("{remark} ({times} {rows})")
        });
        let more = match self.more_counted {
            0 => None,
            times => Some(format!("and {times} more like these")),
        };
        let (columns, remarks) = match &part.form {
            Form::Table(columns, _) => (columns.understood(), columns.remarks()),
            Form::Rows(_) | Form::Unseen(_) => (Vec::new(), &[][..]),
        };
        let remarks = part.remarks.iter().chain(remarks).cloned();
        let whole = tallies.chain(more).chain(remarks);
        self.warnings.extend(whole.map(Warning::whole_file));
        if self.masked > 0 {
            let cards = counted(self.masked, "card number");
            let tickets = counted(self.masked_tickets.len(), "ticket");
            let message = format!("{cards} masked in {tickets}");
            self.warnings.push(Warning::whole_file(message));
        }
        if self.good == 0 && self.skipped == 0 {
            self.warnings
                .push(Warning::whole_file("the file holds no rows"));
        }
        let kind = match self.kinds {
            None => "nothing",
            Some(Kinds::All(kind)) => kind,
            Some(Kinds::Mixed) => "mixed",
        };
        FileReport {
            file: part.given.clone(),
            kind: kind.to_owned(),
            new: self.good,
            skipped: self.skipped,
            warnings: self.warnings,
            columns,
            ..FileReport::default()
        }
    }
}

fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
