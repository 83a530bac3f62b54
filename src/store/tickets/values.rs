//! Whole values of a ticket, and the beginnings of them: tags, custom fields, issues, mentions.

use rusqlite::Connection;

use super::checks::{OF_TICKET, titles};
use super::ids::Ids;
use super::names;
use super::said;
use super::sql::Sql;
use super::term::{NEVER, Scope, Term};
use crate::domain::tickets::filter::selection::{Pattern, Phrase, Valued};
use crate::domain::tickets::words::{self, MAX_WORD_BYTES};
use crate::store::text;

/// Up to so many values of a field are looked for as words; of more, rows are read.
const MANY_VALUES: usize = 500;

/// A word is cut before a letter that does not fit.
const MAX_LETTER_BYTES: usize = 4;

/// Greater than whatever a text goes on with.
const LAST: char = '\u{10ffff}';

/// The name of an issue's stage, beside its status.
const STAGE: &str =
    "CASE i.stage WHEN 0 THEN 'to_do' WHEN 1 THEN 'in_progress' WHEN 2 THEN 'done' END";

/// Tickets with a value that fits one of the patterns.
pub(super) fn value(
    scope: &Scope<'_>,
    valued: &Valued,
    patterns: &[Pattern],
) -> rusqlite::Result<Term> {
    let terms = patterns.iter().map(|pattern| match valued {
        Valued::Tag => Ok(tagged(pattern)),
        Valued::Method | Valued::Field(_) => field(scope, &titles(valued), pattern),
        Valued::Jira => Ok(issued(fits("i.key", pattern))),
        Valued::JiraStatus => Ok(issued(Sql::joined(
            [fits("i.status", pattern), fits(STAGE, pattern)],
            " OR ",
            NEVER,
        ))),
        Valued::Code => Ok(mentioned(scope, 1, pattern)?),
        Valued::Reference => Ok(mentioned(scope, 0, pattern)?),
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
fn mentioned(scope: &Scope<'_>, kind: i64, pattern: &Pattern) -> rusqlite::Result<Term> {
    let row = Sql::new(format!(
        "EXISTS (SELECT 1 FROM mention m WHERE m.{OF_TICKET} AND m.kind = {kind} AND "
    ));
    let row = row.with(fits("m.text", pattern)).and_text(")");
    let phrase = Phrase {
        text: words::phrase(&pattern.text),
        open: pattern.open,
    };
    Ok(Term {
        ids: said::candidates(scope, &phrase)?,
        ..Term::row(row)
    })
}

/// The rows of a ticket's custom fields by these fields.
fn rows_of(fields: &[i64]) -> Sql {
    Sql::new("EXISTS (SELECT 1 FROM ticket_field v WHERE v.ticket_id = t.id AND v.field_id IN ")
        .with(Sql::numbers(fields))
}

fn field(scope: &Scope<'_>, titles: &[&str], pattern: &Pattern) -> rusqlite::Result<Term> {
    let fields = names::fields(scope.connection, titles)?;
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
        ids: said::matching(scope, &query)?,
        ..Term::row(row)
    })
}

/// Tickets of which a value of these fields contains one of the folded texts.
pub(super) fn containing(
    scope: &Scope<'_>,
    titles: &[&str],
    texts: &[String],
) -> rusqlite::Result<Term> {
    let fields = names::fields(scope.connection, titles)?;
    if fields.is_empty() || texts.is_empty() {
        return Ok(Term::never());
    }
    let contain = texts
        .iter()
        .map(|text| Sql::bound("instr(fold(v.value), ?) > 0", text.clone()));
    let row = rows_of(&fields)
        .and_text(" AND ")
        .with(Sql::joined(contain, " OR ", NEVER))
        .and_text(")");
    let mut tokens = Vec::new();
    for field in &fields {
        tokens.extend(tokens_containing(scope.connection, *field, texts)?);
    }
    if tokens.len() > MANY_VALUES {
        return Ok(Term::row(row));
    }
    if tokens.is_empty() {
        // A word that none has: the index may still be behind some tickets.
        tokens.push(text::field_token(0, ""));
    }
    let query = said::query(tokens.into_iter().map(|token| (token, false)), " OR ");
    Ok(Term {
        ids: said::matching(scope, &query)?,
        ..Term::row(row)
    })
}

/// The index's words for values of a field that contain one of the folded texts, or may: of long
/// ones it has the beginning alone.
fn tokens_containing(
    connection: &Connection,
    field: i64,
    texts: &[String],
) -> rusqlite::Result<Vec<String>> {
    let prefix = text::field_token(field, "");
    let parts: Vec<String> = texts
        .iter()
        .map(|text| text::field_token(field, text))
        .collect();
    let mut statement =
        connection.prepare_cached("SELECT term FROM ticket_word WHERE term >= ?1 AND term < ?2")?;
    let mut rows = statement.query([&prefix, &format!("{prefix}{LAST}")])?;
    let mut tokens = Vec::new();
    while let Some(row) = rows.next()? {
        let token = row.get_ref(0)?.as_str()?;
        let value = token.strip_prefix(&prefix).unwrap_or_default();
        let fits = |part: &String| {
            let part = part.strip_prefix(&prefix).unwrap_or_default();
            value.contains(part)
        };
        if token.len() + MAX_LETTER_BYTES > MAX_WORD_BYTES || parts.iter().any(fits) {
            tokens.push(token.to_owned());
        }
    }
    Ok(tokens)
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
