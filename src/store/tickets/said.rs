//! What a ticket says: the full-text index where it answers, the texts themselves where it cannot.
//!
//! The index has no positions: one word it answers exactly, of several it gives the tickets that
//! have them all. Streaming the tickets of a word costs some 60 ns each; asking whether one
//! ticket has it costs up to a millisecond, so that is never asked: the tickets of a word are
//! gathered, or rows are read where so many have it that a walk meets them soon.

use rusqlite::Connection;

use super::checks::{self, OF_TICKET};
use super::ids::Ids;
use super::names;
use super::sql::Sql;
use super::term::{NEVER, Reads, Scope, Term};
use crate::domain::tickets::filter::selection::{Phrase, Place};
use crate::domain::tickets::words::{self, MAX_WORD_BYTES};

/// Characters from which a part of a reference is looked for.
const PART_CHARS: usize = 3;

/// Pieces of a reference that are looked for: three of random signs leave one row in a million.
const GRAMS: usize = 3;

/// The texts of a ticket that are messages.
const MESSAGES: &str =
    "EXISTS (SELECT 1 FROM entry e WHERE e.ticket_id = t.id AND e.kind IN (0, 1) AND ";

/// Tickets that say one of the phrases there.
pub(super) fn says(scope: &Scope<'_>, place: Place, phrases: &[Phrase]) -> rusqlite::Result<Term> {
    let terms = phrases
        .iter()
        .filter(|phrase| !phrase.text.is_empty())
        .map(|phrase| one(scope, place, phrase));
    Ok(Term::any(terms.collect::<rusqlite::Result<_>>()?))
}

fn one(scope: &Scope<'_>, place: Place, phrase: &Phrase) -> rusqlite::Result<Term> {
    let connection = scope.connection;
    let mut terms = vec![in_texts(scope, place, phrase)?];
    if place == Place::Anywhere {
        let says = |name: &str| words::says(name, &phrase.text, phrase.open);
        let people = names::people(connection, says)?;
        let organizations = names::organizations(connection, says)?;
        let members = names::members(connection, &organizations)?;
        terms.extend([
            checks::asked_by(&people),
            checks::of_organizations(&organizations, &members),
        ]);
        terms.extend(number(&phrase.text));
        terms.extend(part(scope, phrase)?);
    }
    Ok(Term::any(terms))
}

/// The phrase in the texts that the index holds.
fn in_texts(scope: &Scope<'_>, place: Place, phrase: &Phrase) -> rusqlite::Result<Term> {
    let connection = scope.connection;
    let reads = match place {
        Place::Subject => Reads::OpenIndex,
        Place::Anywhere | Place::Body => Reads::Texts,
    };
    let texts = Term::new(texts(place, phrase), reads);
    let Some(ids) = candidates(scope, phrase)? else {
        return Ok(texts);
    };
    let certain = place == Place::Anywhere && is_one_token(phrase);
    let stale = has_stale(connection)?;
    let (mut ids, set) = ids.gathered(connection, scope.most)?;
    ids.exact = certain && !stale;
    let Some(set) = set else {
        return Ok(texts.with_ids(ids));
    };
    let set = Term::new(set.condition(), Reads::Index);
    let settled = || Term::row(Sql::new("+t.id NOT IN (SELECT ticket_id FROM stale)"));
    let term = match (certain, stale) {
        (true, false) => set,
        (true, true) => Term::all(vec![set, Term::any(vec![settled(), texts])]),
        (false, _) => Term::all(vec![set, texts]),
    };
    Ok(term.with_ids(ids))
}

/// The phrase in the texts themselves.
fn texts(place: Place, phrase: &Phrase) -> Sql {
    let says = |column: &str| {
        let open = i64::from(phrase.open);
        Sql::bound(format!("says({column}, ?, {open})"), phrase.text.clone())
    };
    let body = || {
        [
            says("t.description"),
            Sql::new(MESSAGES).with(says("e.text")).and_text(")"),
        ]
    };
    let mut parts = Vec::new();
    if place != Place::Body {
        parts.push(says("t.subject"));
    }
    if place != Place::Subject {
        parts.extend(body());
    }
    if place == Place::Anywhere {
        parts.push(
            Sql::new("EXISTS (SELECT 1 FROM ticket_field v WHERE v.ticket_id = t.id AND ")
                .with(says("v.value"))
                .and_text(")"),
        );
    }
    Sql::joined(parts, " OR ", NEVER)
}

/// Subject or a message matches an expression.
pub(super) fn matches(expression: &str) -> Sql {
    let matches = |column: &str| Sql::bound(format!("matches({column}, ?)"), expression.to_owned());
    Sql::joined(
        [
            matches("t.subject"),
            matches("t.description"),
            Sql::new(MESSAGES).with(matches("e.text")).and_text(")"),
        ],
        " OR ",
        NEVER,
    )
}

/// The tickets that can say a phrase: they have all its words, or the index is behind them.
/// None if the phrase has no word.
pub(super) fn candidates(scope: &Scope<'_>, phrase: &Phrase) -> rusqlite::Result<Option<Ids>> {
    let mut tokens = words::tokens_of(&phrase.text);
    if tokens.contains(&phrase.text) {
        tokens = vec![phrase.text.clone()];
    }
    let open = |token: &String| phrase.open && phrase.text.ends_with(token.as_str());
    let tokens = tokens.into_iter().map(|token| {
        let open = open(&token);
        (token, open)
    });
    matching(scope, &query(tokens, " AND "))
}

/// True if the index alone knows who says the phrase: it is one of the words that the index holds
/// whole.
fn is_one_token(phrase: &Phrase) -> bool {
    phrase.text.len() < MAX_WORD_BYTES && words::tokens_of(&phrase.text).contains(&phrase.text)
}

/// A query for the index: words, each possibly but a beginning.
pub(super) fn query(tokens: impl Iterator<Item = (String, bool)>, joint: &str) -> String {
    // SQLite would end the query at a NUL; no word has one.
    let tokens = tokens.map(|(token, open)| {
        let token = token.replace('\0', "");
        format!("\"{token}\"{}", if open { "*" } else { "" })
    });
    tokens.collect::<Vec<_>>().join(joint)
}

/// The tickets that match a query for the index, and those that the index is behind.
pub(super) fn matching(scope: &Scope<'_>, query: &str) -> rusqlite::Result<Option<Ids>> {
    if query.is_empty() {
        return Ok(None);
    }
    let select = if scope.is_open {
        "SELECT rowid FROM open_text WHERE open_text MATCH ?"
    } else {
        "SELECT rowid FROM ticket_text WHERE ticket_text MATCH ?"
    };
    let words = Sql::bound(select, query.to_owned());
    let mut ids = Ids::distinct(words).loose();
    if has_stale(scope.connection)? {
        ids = ids.or("SELECT ticket_id FROM stale");
    } else if scope.is_open {
        ids = ids.open();
    }
    Ok(Some(ids))
}

fn has_stale(connection: &Connection) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM stale LIMIT 1")?
        .exists([])
}

/// The ticket's number as a whole, the helpdesk's or else the local one, with or without its sign.
fn number(text: &str) -> Option<Term> {
    let digits = text.trim_start_matches('#');
    let number: i64 = digits.parse().ok()?;
    // `+7` and `007` are how no number is written.
    if number.to_string() != digits {
        return None;
    }
    let remote = Sql::bound(
        "SELECT t.id FROM ticket t INDEXED BY sqlite_autoindex_ticket_1 \
         WHERE t.source IN (1, 2) AND t.external_id = ?",
        number,
    );
    let local = Sql::bound(
        " UNION ALL SELECT t.id FROM ticket t NOT INDEXED WHERE t.external_id IS NULL AND t.id = ?",
        number,
    );
    let row = Sql::bound("coalesce(t.external_id, t.id) = ?", number);
    Some(Term::new(row, Reads::OpenIndex).with_ids(Ids::exact(remote.with(local))))
}

/// Any part of a reference. A beginning is one only with a digit: most are those of a word.
fn part(scope: &Scope<'_>, phrase: &Phrase) -> rusqlite::Result<Option<Term>> {
    let text = &phrase.text;
    let letters: Vec<char> = text.chars().collect();
    // References are ASCII.
    if letters.len() < PART_CHARS || letters.contains(&' ') || !text.is_ascii() {
        return Ok(None);
    }
    if phrase.open && !text.contains(|letter: char| letter.is_ascii_digit()) {
        return Ok(None);
    }
    let contains = || {
        let mut pattern = "%".to_owned();
        for letter in text.chars() {
            if matches!(letter, '%' | '_' | '\\') {
                pattern.push('\\');
            }
            pattern.push(letter);
        }
        pattern.push('%');
        Sql::bound("m.kind = 0 AND m.text LIKE ? ESCAPE '\\'", pattern)
    };
    let query = grams(&letters).join(" AND ");
    let index = if scope.is_open {
        "open_mention"
    } else {
        "mention_text"
    };
    let select = format!(
        "SELECT m.id / 64 FROM {index} x CROSS JOIN mention m ON m.id = x.rowid \
         WHERE x.{index} MATCH ? AND "
    );
    let select = Sql::bound(select, query).with(contains());
    let row = Sql::new(format!(
        "EXISTS (SELECT 1 FROM mention m WHERE m.{OF_TICKET} AND "
    ))
    .with(contains())
    .and_text(")");
    let mut ids = Ids::exact(select);
    if scope.is_open && !has_stale(scope.connection)? {
        ids = ids.open();
    }
    Ok(Some(Term::row(row).with_ids(ids)))
}

/// The three-letter pieces of a text that lead to those who have it, as the index takes them: the
/// rarest as far as one can tell, for streaming a common one costs more than all the rest.
fn grams(letters: &[char]) -> Vec<String> {
    let mut grams: Vec<&[char]> = letters.windows(PART_CHARS).rev().collect();
    // References share their beginnings; digits and the end tell them apart.
    grams.sort_by_key(|gram| {
        gram.iter()
            .filter(|letter| !letter.is_ascii_digit())
            .count()
    });
    grams.truncate(GRAMS);
    let quoted = grams.into_iter().map(|gram| {
        let gram: String = gram.iter().collect();
        format!("\"{}\"", gram.replace('"', "\"\""))
    });
    quoted.collect()
}
