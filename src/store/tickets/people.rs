//! People by name or address, for a list to pick from.
//!
//! There are far fewer people than tickets, and folded names are in no index: they are read
//! through, some 0.3 µs each.

use rusqlite::Connection;

use super::load;
use crate::domain::tickets::Person;
use crate::domain::tickets::words::fold;

/// How well somebody fits, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Name or address begins with what was typed.
    Begins,
    /// A word of them begins with its first word.
    Word,
    /// It stands somewhere inside.
    Inside,
    /// Only where their mail lives says it: so do all their colleagues.
    House,
}

/// The people whose name or address has all words of `text` in it: best first, then by name.
pub(super) fn found(
    connection: &Connection,
    text: &str,
    limit: u32,
) -> rusqlite::Result<Vec<Person>> {
    let text = fold(text.trim());
    let words: Vec<&str> = text.split_whitespace().collect();
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut best: Vec<(Fit, String, i64)> = Vec::new();
    let mut statement =
        connection.prepare_cached("SELECT id, name, email FROM person WHERE known > 0")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let name = fold(row.get_ref(1)?.as_str()?);
        let mail = fold(row.get_ref(2)?.as_str_or_null()?.unwrap_or_default());
        let Some(fit) = fit(&name, &mail, &text, &words) else {
            continue;
        };
        let key = if name.is_empty() { &mail } else { &name };
        let place = (fit, key.as_ref(), row.get(0)?);
        // Kept in order and short: of thousands that fit only the first few are wanted.
        let at = best.partition_point(|(fit, key, id)| (*fit, key.as_str(), *id) < place);
        if at < limit {
            best.insert(at, (fit, key.to_string(), place.2));
            best.truncate(limit);
        }
    }
    let mut whole = connection.prepare_cached(
        "SELECT p.id, p.name, p.email, o.name, p.role, o.partner FROM person p \
         LEFT JOIN organization o ON o.id = p.organization_id WHERE p.id = ?1",
    )?;
    let mut people = Vec::with_capacity(best.len());
    for (_, _, id) in best {
        people.extend(whole.query_row([id], |row| load::read_person(row, 0))?);
    }
    Ok(people)
}

fn fit(name: &str, mail: &str, text: &str, words: &[&str]) -> Option<Fit> {
    let has_all = |mail: &str| {
        let mut words = words.iter();
        words.all(|word| name.contains(word) || mail.contains(word))
    };
    let first = words.first().filter(|_| has_all(mail))?;
    let own = mail.split('@').next().unwrap_or_default();
    let begins = |words: &str| {
        words
            .split([' ', '.', '-'])
            .any(|one| one.starts_with(first))
    };
    Some(if name.starts_with(text) || mail.starts_with(text) {
        Fit::Begins
    } else if !has_all(own) {
        Fit::House
    } else if begins(name) || begins(own) {
        Fit::Word
    } else {
        Fit::Inside
    })
}
