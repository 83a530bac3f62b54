//! Issues as Jira's search answers them, of Cloud (documents in Atlassian's format) and of Data
//! Center (wiki text). Source: Jira Cloud platform REST API v3, `/rest/api/3/search/jql`.
//!
//! One issue is read at a time and held as its texts, never as a tree. Custom fields are read
//! for the tickets they name and not kept.

use std::fmt;

use chrono::DateTime;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::document::Prose;
use super::value::Loose;
use super::{ISSUES, issue_key, mentions, name, stage};
use crate::domain::Instant;
use crate::domain::tickets::records::{IssueComment, IssueRecord, Record};
use crate::formats::dates;
use crate::formats::export::{Fault, Order, Parsed};
use crate::formats::kept::{self, MAX_SUBJECT_CHARS, Notes, limited, stored};
use crate::formats::labels::{self, quoted};
use crate::formats::members;

/// The host through which apps reach every site; no page lies there.
const GATEWAY: &str = "https://api.atlassian.com/";

/// Most comments of an issue (Jira Cloud stops at 5,000).
const MOST_COMMENTS: usize = 10_000;

/// Most custom fields of an issue; sites have some thousand.
const MOST_FIELDS: usize = 20_000;

/// An element of `issues`.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Issue<'a> {
    #[serde(borrow)]
    key: Loose<'a>,
    #[serde(rename = "self")]
    address: Loose<'a>,
    /// Read twice: by name, and for what the site has made.
    fields: Option<&'a RawValue>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Fields<'a> {
    #[serde(borrow)]
    summary: Loose<'a>,
    status: Loose<'a>,
    #[serde(rename = "issuetype")]
    kind: Loose<'a>,
    priority: Loose<'a>,
    assignee: Loose<'a>,
    reporter: Loose<'a>,
    labels: Loose<'a>,
    created: Loose<'a>,
    updated: Loose<'a>,
    #[serde(rename = "resolutiondate")]
    resolved: Loose<'a>,
    description: Prose,
    comment: Option<Comments<'a>>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Comments<'a> {
    #[serde(borrow)]
    comments: Listed<'a>,
    total: u64,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Comment<'a> {
    #[serde(borrow)]
    author: Loose<'a>,
    body: Prose,
    created: Loose<'a>,
}

/// Reads one issue.
pub fn parse(bytes: &[u8]) -> Result<Parsed, Fault> {
    let text = members::object(bytes)?;
    let issue: Issue<'_> = serde_json::from_str(text).map_err(|error| Fault::json(&error))?;
    let mut notes = Notes::default();
    let record = Record::Issue(Box::new(record(&issue, &mut notes)?));
    Ok(Parsed::new(record, ISSUES, notes))
}

fn record(issue: &Issue<'_>, notes: &mut Notes) -> Result<IssueRecord, Fault> {
    let written = issue.key.text().ok_or_else(|| Fault::missing("key"))?;
    let key = issue_key(written)
        .ok_or_else(|| Fault::new(format!("key {} is no key like PAY-12", quoted(written))))?;
    let written = issue.fields.ok_or_else(|| {
        Fault::missing("fields").cure("search again with fields=*all: the default is ids alone")
    })?;
    let inside = |error: serde_json::Error| Fault::json(&error).inside("fields");
    let fields: Fields<'_> = serde_json::from_str(written.get()).map_err(inside)?;
    let custom: Custom<'_> = serde_json::from_str(written.get()).map_err(inside)?;
    let created = instant(&fields.created, "fields.created")?;
    let updated = instant(&fields.updated, "fields.updated")?;
    let resolved = instant(&fields.resolved, "fields.resolutiondate")?;
    let mut tickets = Vec::new();
    let labels = fields.labels.texts();
    for label in &labels {
        mentions::in_label(label, &mut tickets);
    }
    for value in &custom.0 {
        for text in value.texts() {
            mentions::in_value(text, mentions::Field::untitled(), &mut tickets);
        }
    }
    mentions::settle(&mut tickets);
    let Comments { comments, total } = fields.comment.unwrap_or_default();
    let listed = comments.0;
    if usize::try_from(total).is_ok_and(|total| total > listed.len()) {
        let remark = format!("only {} of its comments came along", listed.len());
        notes.remarks.push(remark);
    }
    let mut comments = Vec::with_capacity(listed.len());
    for (place, comment) in listed.into_iter().enumerate() {
        let at = instant(&comment.created, "created")
            .and_then(|at| at.ok_or_else(|| Fault::missing("created")))
            .map_err(|fault| fault.within("comments", place))?;
        comments.push(IssueComment {
            at,
            author: name(comment.author.name(), "author", notes).unwrap_or_default(),
            text: stored(&comment.body.0.unwrap_or_default(), notes),
        });
    }
    let latest = comments.iter().map(|comment| comment.at);
    let latest = latest.chain(created).chain(resolved).max();
    let updated_at = updated.or(latest).unwrap_or(DateTime::UNIX_EPOCH);
    let status = name(fields.status.name(), "status", notes).unwrap_or_default();
    let summary = fields.summary.text().unwrap_or_default();
    let description = fields.description.0.filter(|text| !text.is_empty());
    Ok(IssueRecord {
        url: issue.address.text().and_then(|address| page(address, &key)),
        summary: limited(summary, MAX_SUBJECT_CHARS, "summary", notes),
        description: description.map(|text| stored(&text, notes)),
        stage: stage(fields.status.category(), &status),
        status,
        kind: name(fields.kind.name(), "issue type", notes).unwrap_or_default(),
        priority: name(fields.priority.name(), "priority", notes),
        assignee: name(fields.assignee.name(), "assignee", notes),
        reporter: name(fields.reporter.name(), "reporter", notes),
        labels: kept::tags(labels, "a label", notes),
        tickets,
        created_at: created.unwrap_or(updated_at),
        updated_at,
        resolved_at: resolved,
        comments,
        key,
    })
}

/// Jira writes `2026-09-21T10:00:00.000+0000`, which is not RFC 3339.
fn instant(value: &Loose<'_>, member: &str) -> Result<Option<Instant>, Fault> {
    let Some(text) = value.text() else {
        return Ok(None);
    };
    let at = dates::instant(text, None, Order::Unknown);
    at.map(Some)
        .map_err(|what| Fault::of(member, &format!("{} {what}", quoted(text))))
}

/// The page of an issue, from the address of its site's API.
fn page(address: &str, key: &str) -> Option<String> {
    let address = labels::address(address)?;
    let (site, _) = address.split_once("/rest/api/")?;
    let own = !address.starts_with(GATEWAY);
    own.then(|| format!("{site}/browse/{key}"))
}

/// The values of the fields that a site has made, out of all.
#[derive(Default)]
struct Custom<'a>(Vec<Loose<'a>>);

impl<'de: 'a, 'a> Deserialize<'de> for Custom<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(CustomVisitor)
    }
}

struct CustomVisitor;

impl<'de> Visitor<'de> for CustomVisitor {
    type Value = Custom<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Custom<'de>, A::Error> {
        let mut values = Vec::new();
        while let Some(name) = map.next_key::<Loose<'de>>()? {
            let custom = name.text().is_some_and(|n| n.starts_with("customfield_"));
            if !custom {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            match map.next_value()? {
                Loose::None => {}
                value if values.len() < MOST_FIELDS => values.push(value),
                _ => return Err(A::Error::custom("an issue has more than 20000 fields")),
            }
        }
        Ok(Custom(values))
    }
}

/// The comments of an issue, at most [`MOST_COMMENTS`].
#[derive(Default)]
struct Listed<'a>(Vec<Comment<'a>>);

impl<'de: 'a, 'a> Deserialize<'de> for Listed<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ListedVisitor)
    }
}

struct ListedVisitor;

impl<'de> Visitor<'de> for ListedVisitor {
    type Value = Listed<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of comments")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Listed<'de>, A::Error> {
        let mut comments = Vec::new();
        while let Some(comment) = list.next_element()? {
            if comments.len() == MOST_COMMENTS {
                return Err(A::Error::custom("an issue has more than 10000 comments"));
            }
            comments.push(comment);
        }
        Ok(Listed(comments))
    }
}

#[cfg(test)]
mod tests;
