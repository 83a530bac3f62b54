//! Whole values of a ticket, and the beginnings of them: tags, custom fields, issues, mentions.

use rusqlite::Connection;

use super::checks::{NEVER, OF_TICKET, Term, titles};
use super::ids::Ids;
use super::names;
use super::said;
use super::sql::Sql;
use crate::domain::tickets::filter::selection::{Pattern, Phrase, Valued};
use crate::domain::tickets::words;
use crate::store::text;

/// Greater than whatever a text goes on with.
const LAST: char = '\u{10ffff}';

/// The name of an issue's stage, beside its status.
const STAGE: &str =
    "CASE i.stage WHEN 0 THEN 'to_do' WHEN 1 THEN 'in_progress' WHEN 2 THEN 'done' END";

/// Tickets with a value that fits one of the patterns.
pub(super) fn value(
    connection: &Connection,
    valued: &Valued,
    patterns: &[Pattern],
) -> rusqlite::Result<Term> {
    let terms = patterns.iter().map(|pattern| match valued {
        Valued::Tag => Ok(tagged(pattern)),
        Valued::Method | Valued::Field(_) => field(connection, &titles(valued), pattern),
        Valued::Jira => Ok(issued(fits("i.key", pattern))),
        Valued::JiraStatus => Ok(issued(Sql::joined(
            [fits("i.status", pattern), fits(STAGE, pattern)],
            " OR ",
            NEVER,
        ))),
        Valued::Code => Ok(mentioned(connection, 1, pattern)?),
        Valued::Reference => Ok(mentioned(connection, 0, pattern)?),
    });
    Ok(Term::any(terms.collect::<rusqlite::Result<_>>()?))
}

/// A column that is the pattern's text or begins with it, whatever the case of ASCII letters.
/// Two bounds and not `LIKE`, so that an index on the column finds it.
fn fits(column: &str, pattern: &Pattern) -> Sql {
    let text = pattern.text.clone();
    if !pattern.open {
        return Sql::bound(format!("{column} = ? COLLATE NOCASE"), text);
    }
    let end = format!("{text}{LAST}");
    let mut sql = Sql::bound(format!("({column} >= ? COLLATE NOCASE"), text);
    sql.push_bound(format!(" AND {column} < ? COLLATE NOCASE)"), end);
    sql
}

fn tagged(pattern: &Pattern) -> Term {
    let fits = fits("g.tag", pattern);
    let row = Sql::new("EXISTS (SELECT 1 FROM ticket_tag g WHERE g.ticket_id = t.id AND ")
        .with(fits.clone())
        .and_text(")");
    let ids = "SELECT g.ticket_id FROM ticket_tag g INDEXED BY ticket_tag_tag WHERE ";
    let ids = Sql::new(ids).with(fits);
    Term::row(row).with_ids(if pattern.open {
        Ids::exact(ids)
    } else {
        Ids::distinct(ids)
    })
}

/// Tickets with an issue of which the condition holds, under the name `i`.
fn issued(condition: Sql) -> Term {
    let row = "EXISTS (SELECT 1 FROM ticket_issue x CROSS JOIN issue i ON i.id = x.issue_id \
         WHERE x.ticket_id = t.id AND ";
    let ids =
        "SELECT x.ticket_id FROM issue i CROSS JOIN ticket_issue x ON x.issue_id = i.id WHERE ";
    Term::row(Sql::new(row).with(condition.clone()).and_text(")"))
        .with_ids(Ids::exact(Sql::new(ids).with(condition)))
}

/// Tickets that name this: its words lead to them.
fn mentioned(connection: &Connection, kind: i64, pattern: &Pattern) -> rusqlite::Result<Term> {
    let row = Sql::new(format!(
        "EXISTS (SELECT 1 FROM mention m WHERE m.{OF_TICKET} AND m.kind = {kind} AND "
    ));
    let row = row.with(fits("m.text", pattern)).and_text(")");
    let phrase = Phrase {
        text: words::phrase(&pattern.text),
        open: pattern.open,
    };
    Ok(Term {
        ids: said::candidates(connection, &phrase)?,
        ..Term::row(row)
    })
}

/// The rows of a ticket's custom fields by these fields.
fn rows_of(fields: &[i64]) -> Sql {
    Sql::new("EXISTS (SELECT 1 FROM ticket_field v WHERE v.ticket_id = t.id AND v.field_id IN ")
        .with(Sql::numbers(fields))
}

fn field(connection: &Connection, titles: &[&str], pattern: &Pattern) -> rusqlite::Result<Term> {
    let fields = names::fields(connection, titles)?;
    if fields.is_empty() {
        return Ok(Term::never());
    }
    let row = rows_of(&fields)
        .and_text(" AND ")
        .with(fits("v.value", pattern))
        .and_text(")");
    let tokens = fields
        .iter()
        .map(|id| text::field_token(*id, &pattern.text));
    let query = said::query(tokens.map(|token| (token, pattern.open)), " OR ");
    Ok(Term {
        ids: said::matching(connection, &query)?,
        ..Term::row(row)
    })
}

/// Tickets of which a value of these fields contains one of the folded texts.
pub(super) fn containing(
    connection: &Connection,
    titles: &[&str],
    texts: &[String],
) -> rusqlite::Result<Term> {
    let fields = names::fields(connection, titles)?;
    if fields.is_empty() || texts.is_empty() {
        return Ok(Term::never());
    }
    let texts_in = texts
        .iter()
        .map(|text| Sql::bound("instr(fold(v.value), ?) > 0", text.clone()));
    let row = rows_of(&fields)
        .and_text(" AND ")
        .with(Sql::joined(texts_in, " OR ", NEVER))
        .and_text(")");
    Ok(Term::row(row))
}

/// Tickets with a value of one of these fields.
pub(super) fn any_field(connection: &Connection, titles: &[&str]) -> rusqlite::Result<Term> {
    let fields = names::fields(connection, titles)?;
    if fields.is_empty() {
        return Ok(Term::never());
    }
    Ok(Term::row(rows_of(&fields).and_text(")")))
}

/// Tickets with any value of this sort.
pub(super) fn any(connection: &Connection, valued: &Valued) -> rusqlite::Result<Term> {
    let mention = |kind: i64| {
        Term::row(Sql::new(format!(
            "EXISTS (SELECT 1 FROM mention m WHERE m.{OF_TICKET} AND m.kind = {kind})"
        )))
    };
    Ok(match valued {
        Valued::Tag => Term::row(Sql::new(
            "EXISTS (SELECT 1 FROM ticket_tag g WHERE g.ticket_id = t.id)",
        )),
        Valued::Method | Valued::Field(_) => any_field(connection, &titles(valued))?,
        Valued::Jira => issued(Sql::new("i.id > 0")),
        Valued::JiraStatus => issued(Sql::new("(i.status <> '' OR i.stage IS NOT NULL)")),
        Valued::Code => mention(1),
        Valued::Reference => mention(0),
    })
}
