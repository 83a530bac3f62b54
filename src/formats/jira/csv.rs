//! Jira's "Export CSV (all fields)": one issue a row, a header repeated once for each value.
//!
//! Columns are found once, by their place; a row costs what its cells are long, however often a
//! header stands. Dates follow the site's look and have no offset. A comment's cell is
//! `date;author;text`, whose text may hold `;`. Wiki markup stays as it is. Components and
//! custom fields are read for the tickets they name and not kept.

use chrono::DateTime;

use super::{ISSUES, issue_key, mentions, name, stage};
use crate::domain::Instant;
use crate::domain::tickets::records::{IssueComment, IssueRecord, Record};
use crate::domain::zone::Zone;
use crate::formats::dates::{self, What};
use crate::formats::export::{Fault, Options, Order, Parsed};
use crate::formats::kept::{self, MAX_NAME_CHARS, MAX_SUBJECT_CHARS, Notes, limited, stored};
use crate::formats::labels::{plain, quoted};
use crate::formats::table::{Header, Row};

const KEY: &[&str] = &["Issue key", "Key"];
const SUMMARY: &[&str] = &["Summary"];
const STATUS: &[&str] = &["Status"];

/// Where an issue's parts stand.
#[derive(Clone, Debug)]
pub struct Columns {
    key: usize,
    summary: Option<usize>,
    status: Option<usize>,
    category: Option<usize>,
    kind: Option<usize>,
    priority: Option<usize>,
    assignee: Option<usize>,
    reporter: Option<usize>,
    created: Option<usize>,
    updated: Option<usize>,
    resolved: Option<usize>,
    description: Option<usize>,
    labels: Vec<usize>,
    comments: Vec<usize>,
    /// Custom fields that name tickets.
    naming: Vec<(usize, mentions::Field)>,
    moments: Vec<usize>,
    remarks: Vec<String>,
    understood: Vec<(String, String)>,
    zone: Option<Zone>,
    dates: Order,
}

impl Columns {
    /// True if the header is that of a table of issues.
    pub fn fits(header: &Header) -> bool {
        let issue = header.find(&["Issue key", "Issue id"]).is_some();
        issue && (header.find(SUMMARY).is_some() || header.find(STATUS).is_some())
    }

    /// Finds the columns. Without a key, or without both summary and status, this is no table
    /// of issues.
    pub fn of(header: &Header, options: &Options<'_>) -> Result<Self, Fault> {
        let mut understood = Vec::new();
        let mut find = |ours: &str, names: &[&str]| {
            let column = header.find(names)?;
            understood.push((ours.to_owned(), header.name(column).to_owned()));
            Some(column)
        };
        let key = find("key", KEY);
        let summary = find("summary", SUMMARY);
        let status = find("status", STATUS);
        let (Some(key), true) = (key, summary.is_some() || status.is_some()) else {
            let what = "the header has no column Issue key, or neither Summary nor Status";
            let cure = "export from Jira in English: Export > Export CSV (all fields)";
            return Err(Fault::new(what).cure(cure));
        };
        let mut columns = Self {
            key,
            summary,
            status,
            category: find("stage", &["Status Category"]),
            kind: find("kind", &["Issue Type"]),
            priority: find("priority", &["Priority"]),
            assignee: find("assignee", &["Assignee"]),
            reporter: find("reporter", &["Reporter"]),
            created: find("created", &["Created"]),
            updated: find("updated", &["Updated"]),
            resolved: find("resolved", &["Resolved", "Resolution date"]),
            description: find("description", &["Description"]),
            labels: header.all("Labels").to_vec(),
            comments: header.all("Comment").to_vec(),
            naming: naming(header),
            moments: Vec::new(),
            remarks: Vec::new(),
            understood: Vec::new(),
            zone: options.zone.cloned(),
            dates: options.dates,
        };
        find("labels", &["Labels"]);
        find("comments", &["Comment"]);
        for (column, _) in &columns.naming {
            let name = header.name(*column).to_owned();
            understood.push(("tickets".to_owned(), name));
        }
        let moments = [columns.created, columns.updated, columns.resolved];
        columns.moments = moments.into_iter().flatten().collect();
        if columns.updated.is_none() {
            let what = "no column Updated: of two exports the one with the later dates counts";
            columns.remarks.push(what.to_owned());
        }
        understood.dedup();
        columns.understood = understood;
        Ok(columns)
    }

    /// What concerns the whole table.
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// Columns whose cells are dates.
    pub fn moments(&self) -> &[usize] {
        &self.moments
    }

    /// What each column was taken for: our word, and its name as written.
    pub fn understood(&self) -> Vec<(String, String)> {
        self.understood.clone()
    }

    /// Reads one issue.
    pub fn read(&self, row: &Row<'_>) -> Result<Parsed, Fault> {
        let notes = &mut Notes::default();
        let cell = |column: Option<usize>| {
            let cell = column.map(|column| plain(row.get(column)));
            cell.filter(|cell| !cell.trim().is_empty())
        };
        let written = row.get(self.key);
        let key = issue_key(written).ok_or_else(|| {
            Fault::new(format!(
                "Issue key {} is no key like PAY-12",
                quoted(written)
            ))
        })?;
        let created = self.instant(cell(self.created), "Created")?;
        let updated = self.instant(cell(self.updated), "Updated")?;
        let resolved = self.instant(cell(self.resolved), "Resolved")?;
        let mut comments = Vec::new();
        for column in &self.comments {
            if let Some(text) = cell(Some(*column)) {
                comments.push(self.comment(text, updated.or(created), notes)?);
            }
        }
        let labels = || self.labels.iter().filter_map(|column| cell(Some(*column)));
        let mut tickets = Vec::new();
        for label in labels() {
            mentions::in_label(label, &mut tickets);
        }
        for (column, field) in &self.naming {
            mentions::in_value(row.get(*column), *field, &mut tickets);
        }
        mentions::settle(&mut tickets);
        let latest = comments.iter().map(|comment: &IssueComment| comment.at);
        let latest = latest.chain(created).chain(resolved).max();
        let updated_at = updated.or(latest).unwrap_or(DateTime::UNIX_EPOCH);
        let status = name(cell(self.status), "status", notes).unwrap_or_default();
        let summary = cell(self.summary).unwrap_or_default();
        let record = IssueRecord {
            url: None,
            summary: limited(summary, MAX_SUBJECT_CHARS, "summary", notes),
            description: cell(self.description).map(|text| stored(text, notes)),
            stage: stage(cell(self.category), &status),
            status,
            kind: name(cell(self.kind), "issue type", notes).unwrap_or_default(),
            priority: name(cell(self.priority), "priority", notes),
            assignee: name(cell(self.assignee), "assignee", notes),
            reporter: name(cell(self.reporter), "reporter", notes),
            labels: kept::tags(labels(), "a label", notes),
            tickets,
            created_at: created.unwrap_or(updated_at),
            updated_at,
            resolved_at: resolved,
            comments,
            key,
        };
        let record = Record::Issue(Box::new(record));
        Ok(Parsed::new(record, ISSUES, std::mem::take(notes)))
    }

    fn instant(&self, cell: Option<&str>, column: &str) -> Result<Option<Instant>, Fault> {
        let Some(cell) = cell else { return Ok(None) };
        self.date(cell).map(Some).map_err(|what| {
            Fault::new(format!("{column} {} {what}", quoted(cell))).cure(what.cure())
        })
    }

    fn date(&self, text: &str) -> Result<Instant, What> {
        dates::instant(text, self.zone.as_ref(), self.dates)
    }

    /// `date;author;text`; what is not written so is the text of nobody, as old as the row.
    fn comment(
        &self,
        cell: &str,
        row_at: Option<Instant>,
        notes: &mut Notes,
    ) -> Result<IssueComment, Fault> {
        let mut parts = cell.splitn(3, ';');
        let parts = (parts.next(), parts.next(), parts.next());
        let (Some(date), Some(author), Some(text)) = parts else {
            return Ok(unsigned(cell, row_at, notes));
        };
        match self.date(date) {
            Ok(at) => Ok(IssueComment {
                at,
                author: limited(author.trim(), MAX_NAME_CHARS, "an author", notes),
                text: stored(text, notes),
            }),
            Err(What::NoDate) => Ok(unsigned(cell, row_at, notes)),
            Err(what) => {
                let what_is = format!("Comment of {} {what}", quoted(date));
                Err(Fault::new(what_is).cure(what.cure()))
            }
        }
    }
}

fn unsigned(cell: &str, row_at: Option<Instant>, notes: &mut Notes) -> IssueComment {
    let remark = "a comment names no date and author; kept as it stands";
    notes.remarks.push(remark.to_owned());
    IssueComment {
        at: row_at.unwrap_or(DateTime::UNIX_EPOCH),
        author: String::new(),
        text: stored(cell, notes),
    }
}

/// Columns of custom fields whose title speaks of tickets.
fn naming(header: &Header) -> Vec<(usize, mentions::Field)> {
    let titled = |name: &str| {
        let inside = name.strip_prefix("Custom field (")?.strip_suffix(')')?;
        mentions::Field::titled(inside)
    };
    let fields = header.names.iter().enumerate();
    fields
        .filter_map(|(column, name)| Some((column, titled(name)?)))
        .collect()
}

#[cfg(test)]
mod tests;
