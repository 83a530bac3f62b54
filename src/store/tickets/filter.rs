//! A filter as SQL: the only place that knows how a term is asked.
//!
//! Status and priority are kept apart from the other conditions, because which index a list
//! walks, and how far, follows from them.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::sql::Sql;
use crate::domain::tickets::filter::{Filter, Test, Who};
use crate::domain::tickets::{Priority, Status};

/// Up to so many tagged tickets are fetched and sorted; more are met soon enough on a walk along the list.
const FEW: i64 = 2_000;

/// The tables' statuses below solved, as the partial indexes spell it.
const OPEN: &str = "t.status < 4";

/// The lowest code of a status that is not open.
const FIRST_DONE: i64 = 4;

/// A filter, compiled for tickets under the name `t`.
#[derive(Debug)]
pub(super) struct Compiled {
    /// Codes a ticket's status may have, ascending; none if any will do.
    pub(super) statuses: Option<Vec<i64>>,
    /// Codes its priority may have, 0 for none.
    pub(super) priorities: Option<Vec<i64>>,
    /// How the few that match can be fetched without a walk; none if they cannot.
    pub(super) driver: Option<&'static str>,
    /// The other conditions, each with the values it binds.
    others: Vec<(String, Vec<Value>)>,
}

impl Compiled {
    /// Compiles `filter`; asks the store how common its tags are.
    pub(super) fn new(connection: &Connection, filter: &Filter) -> rusqlite::Result<Self> {
        let mut compiled = Self {
            statuses: None,
            priorities: None,
            driver: None,
            others: Vec::new(),
        };
        for term in &filter.terms {
            match &term.test {
                Test::Status(set) => {
                    let codes: Vec<i64> = set.iter().map(|s| s.code()).collect();
                    let all = Status::ALL.iter().map(|s| s.code());
                    narrow(&mut compiled.statuses, all, &codes, term.negated);
                }
                Test::Priority(set) => {
                    let codes: Vec<i64> = set.iter().map(|p| p.code()).collect();
                    narrow(
                        &mut compiled.priorities,
                        priority_codes(),
                        &codes,
                        term.negated,
                    );
                }
                Test::HasPriority => {
                    narrow(
                        &mut compiled.priorities,
                        priority_codes(),
                        &[0],
                        !term.negated,
                    );
                }
                test => {
                    let (condition, values, driver) = condition(connection, test, term.negated)?;
                    if term.negated {
                        // IS NOT TRUE, for a comparison with nothing is neither true nor false.
                        compiled
                            .others
                            .push((format!("({condition}) IS NOT TRUE"), values));
                    } else {
                        compiled.others.push((format!("({condition})"), values));
                        compiled.driver = compiled.driver.or(driver);
                    }
                }
            }
        }
        Ok(compiled)
    }

    /// True if only open tickets can match, so that their own indexes serve.
    pub(super) fn is_open(&self) -> bool {
        self.statuses
            .as_ref()
            .is_some_and(|set| set.iter().all(|code| *code < FIRST_DONE))
    }

    /// True if nothing but the status is asked.
    pub(super) fn is_status_only(&self) -> bool {
        self.priorities.is_none() && self.others.is_empty()
    }

    /// Appends all conditions. `open_index` says that the query names
    /// an index of open tickets alone, which SQLite takes only where it reads the same words.
    ///
    /// The plus signs keep SQLite from using a set as a key: the order of the walk comes first.
    pub(super) fn append(&self, sql: &mut Sql, open_index: bool) {
        sql.push("t.presence = 1");
        if open_index {
            sql.push(" AND ");
            sql.push(OPEN);
        }
        if let Some(set) = &self.statuses {
            sql.push(format!(" AND +t.status IN ({})", list(set)));
        }
        if let Some(set) = &self.priorities {
            sql.push(format!(" AND +t.priority IN ({})", list(set)));
        }
        for (condition, values) in &self.others {
            sql.push(" AND ");
            sql.push_all(condition, values);
        }
    }
}

/// Codes of priorities with 0, the sentinel for none.
fn priority_codes() -> impl Iterator<Item = i64> {
    std::iter::once(0).chain(Priority::ALL.iter().map(|p| p.code()))
}

/// Narrows what is allowed to `codes`, or to all but them.
fn narrow(
    allowed: &mut Option<Vec<i64>>,
    all: impl Iterator<Item = i64>,
    codes: &[i64],
    negated: bool,
) {
    let before = allowed.take().unwrap_or_else(|| all.collect());
    let after = before
        .into_iter()
        .filter(|code| codes.contains(code) != negated);
    *allowed = Some(after.collect());
}

/// A set of numbers; an empty one holds a number that no row has, because SQLite drops `IN ()`
/// with what stands beside it, and the named index with that.
fn list(codes: &[i64]) -> String {
    if codes.is_empty() {
        return "-1".to_owned();
    }
    codes
        .iter()
        .map(i64::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}

/// Places for so many values; nothing equals NULL.
fn marks(count: usize) -> String {
    if count == 0 {
        return "NULL".to_owned();
    }
    vec!["?"; count].join(", ")
}

type Condition = (String, Vec<Value>, Option<&'static str>);

/// Reaches rows by their id alone.
const BY_ID: &str = "NOT INDEXED";
/// Reaches rows by the helpdesk's id.
const BY_EXTERNAL: &str = "INDEXED BY sqlite_autoindex_ticket_1";

fn condition(connection: &Connection, test: &Test, negated: bool) -> rusqlite::Result<Condition> {
    let plain = |(sql, values)| (sql, values, None);
    Ok(match test {
        Test::Kind(set) => {
            let codes: Vec<i64> = set.iter().map(|k| k.code()).collect();
            (format!("t.kind IN ({})", list(&codes)), Vec::new(), None)
        }
        Test::Source(set) => {
            let codes: Vec<i64> = set.iter().map(|s| s.code()).collect();
            (format!("+t.source IN ({})", list(&codes)), Vec::new(), None)
        }
        Test::Tag(tags) => tagged(connection, tags, negated)?,
        Test::Assignee(people) => plain(any_of(people, |who| person("t.assignee_id", who))),
        Test::Requester(people) => plain(any_of(people, |who| person("t.requester_id", who))),
        Test::Organization(names) => plain(any_of(names, |name| {
            named("t.organization_id", "organization", name)
        })),
        Test::Group(names) => plain(any_of(names, |name| named("t.team_id", "team", name))),
        Test::Subject(texts) => plain(any_of(texts, |text| contains("t.subject", text))),
        Test::Id(ids) => (format!("t.id IN ({})", list(ids)), Vec::new(), Some(BY_ID)),
        Test::External(ids) => (
            format!("t.source IN (1, 2) AND t.external_id IN ({})", list(ids)),
            Vec::new(),
            Some(BY_EXTERNAL),
        ),
        Test::Dirty => (
            "t.id IN (SELECT ticket_id FROM outbox)".to_owned(),
            Vec::new(),
            Some(BY_ID),
        ),
        Test::Draft => (
            "t.id IN (SELECT ticket_id FROM draft WHERE removed_by IS NULL)".to_owned(),
            Vec::new(),
            Some(BY_ID),
        ),
        Test::Text(text) => plain(anywhere(text)),
        // Taken out before, with what they say of the index.
        Test::Status(_) | Test::Priority(_) | Test::HasPriority => {
            ("1".to_owned(), Vec::new(), None)
        }
    })
}

/// Alternatives, of which none are never true.
fn any_of<T>(all: &[T], one: impl Fn(&T) -> (String, Vec<Value>)) -> (String, Vec<Value>) {
    let mut conditions = Vec::new();
    let mut values = Vec::new();
    for item in all {
        let (condition, bound) = one(item);
        conditions.push(condition);
        values.extend(bound);
    }
    if conditions.is_empty() {
        conditions.push("t.presence > 2".to_owned());
    }
    (conditions.join(" OR "), values)
}

fn tagged(connection: &Connection, tags: &[String], negated: bool) -> rusqlite::Result<Condition> {
    let values: Vec<Value> = tags.iter().map(|tag| Value::Text(tag.clone())).collect();
    let marks = marks(tags.len());
    let few = !negated && {
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM ticket_tag WHERE tag IN ({marks}) LIMIT {})",
            FEW + 1
        );
        let known: i64 = connection
            .prepare_cached(&sql)?
            .query_row(params_from_iter(&values), |row| row.get(0))?;
        known <= FEW
    };
    Ok(if few {
        let sql = format!("t.id IN (SELECT ticket_id FROM ticket_tag WHERE tag IN ({marks}))");
        (sql, values, Some(BY_ID))
    } else {
        let sql = format!(
            "EXISTS (SELECT 1 FROM ticket_tag g WHERE g.ticket_id = t.id AND g.tag IN ({marks}))"
        );
        (sql, values, None)
    })
}

fn person(column: &str, who: &Who) -> (String, Vec<Value>) {
    match who {
        Who::Me(addresses) => {
            let values = addresses.iter().map(|a| Value::Text(a.to_lowercase()));
            let sql = format!(
                "{column} IN (SELECT id FROM person WHERE email IN ({}))",
                marks(addresses.len())
            );
            (sql, values.collect())
        }
        Who::Nobody => (format!("{column} IS NULL"), Vec::new()),
        Who::Named(text) => {
            let (name, mut values) = contains("name", text);
            let (email, more) = contains("email", text);
            values.extend(more);
            (
                format!("{column} IN (SELECT id FROM person WHERE {name} OR {email})"),
                values,
            )
        }
    }
}

fn named(column: &str, table: &str, text: &str) -> (String, Vec<Value>) {
    let (name, values) = contains("name", text);
    (
        format!("{column} IN (SELECT id FROM {table} WHERE {name})"),
        values,
    )
}

/// Contains, without regard to the case of ASCII letters; of others, as written, lower or upper.
fn contains(column: &str, text: &str) -> (String, Vec<Value>) {
    let mut spellings = vec![text.to_owned()];
    if !text.is_ascii() {
        for other in [text.to_lowercase(), text.to_uppercase()] {
            if !spellings.contains(&other) {
                spellings.push(other);
            }
        }
    }
    let sql = vec![format!("{column} LIKE ? ESCAPE '\\'"); spellings.len()].join(" OR ");
    let values = spellings.iter().map(|text| Value::Text(pattern(text)));
    (format!("({sql})"), values.collect())
}

/// The LIKE pattern for text that contains this one.
fn pattern(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// Subject, requester, organization; a number is a ticket's too.
fn anywhere(text: &str) -> (String, Vec<Value>) {
    let mut parts = vec![
        contains("t.subject", text),
        named("t.requester_id", "person", text),
        named("t.organization_id", "organization", text),
    ];
    let digits = text.strip_prefix('#').unwrap_or(text);
    if digits.bytes().all(|byte| byte.is_ascii_digit())
        && let Ok(number) = digits.parse::<i64>()
    {
        parts.push((
            format!("t.external_id = {number} OR t.id = {number}"),
            Vec::new(),
        ));
    }
    any_of(&parts, Clone::clone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_are_letters() {
        assert_eq!(pattern("50%_a\\b"), "%50\\%\\_a\\\\b%");
    }

    #[test]
    fn sets_are_narrowed_term_by_term() {
        let mut allowed = None;
        narrow(&mut allowed, 0..6, &[0, 1, 5], false);
        narrow(&mut allowed, 0..6, &[1], true);
        assert_eq!(allowed, Some(vec![0, 5]));
    }
}
