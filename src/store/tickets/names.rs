//! Names, resolved to the rows that bear them: people, organizations, teams, custom fields.
//!
//! There are far fewer of them than tickets, and folded names are in no index: they are read
//! through once a question, some 0.3 µs each.

use rusqlite::Connection;

use crate::domain::tickets::words;

/// Titles of the custom fields that have a column of their own, lower case with `_` for spaces.
pub(super) const MERCHANT: [&str; 2] = ["merchant_id", "merchant"];
/// As [`MERCHANT`], of the payment method.
pub(in crate::store) const METHOD: [&str; 2] = ["payment_method", "method"];

/// The people of whom name or address satisfies `fits`.
pub(super) fn people(
    connection: &Connection,
    fits: impl Fn(&str) -> bool,
) -> rusqlite::Result<Vec<i64>> {
    let mut statement = connection.prepare_cached("SELECT id, name, email FROM person")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let name = row.get_ref(1)?.as_str()?;
        if fits(name) || row.get_ref(2)?.as_str_or_null()?.is_some_and(&fits) {
            found.push(row.get(0)?);
        }
    }
    Ok(found)
}

/// The people with one of these addresses.
pub(super) fn addressed(
    connection: &Connection,
    addresses: &[String],
) -> rusqlite::Result<Vec<i64>> {
    let mut found = Vec::new();
    let mut statement = connection.prepare_cached("SELECT id FROM person WHERE email = ?1")?;
    for address in addresses {
        let ids = statement.query_map([address], |row| row.get(0))?;
        found.extend(ids.collect::<rusqlite::Result<Vec<i64>>>()?);
    }
    Ok(found)
}

/// The organizations whose name satisfies `fits`.
pub(super) fn organizations(
    connection: &Connection,
    fits: impl Fn(&str) -> bool,
) -> rusqlite::Result<Vec<i64>> {
    named(connection, "SELECT id, name FROM organization", fits)
}

/// The teams whose name satisfies `fits`.
pub(super) fn teams(
    connection: &Connection,
    fits: impl Fn(&str) -> bool,
) -> rusqlite::Result<Vec<i64>> {
    named(connection, "SELECT id, name FROM team", fits)
}

/// The custom fields whose title is spelt like one of these in queries.
pub(super) fn fields(connection: &Connection, names: &[&str]) -> rusqlite::Result<Vec<i64>> {
    named(connection, "SELECT id, title FROM field", |title| {
        names.contains(&words::title_name(title).as_str())
    })
}

fn named(
    connection: &Connection,
    sql: &'static str,
    fits: impl Fn(&str) -> bool,
) -> rusqlite::Result<Vec<i64>> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        if fits(row.get_ref(1)?.as_str()?) {
            found.push(row.get(0)?);
        }
    }
    Ok(found)
}

/// The people of these organizations.
pub(super) fn members(
    connection: &Connection,
    organizations: &[i64],
) -> rusqlite::Result<Vec<i64>> {
    if organizations.is_empty() {
        return Ok(Vec::new());
    }
    let mut statement = connection
        .prepare_cached("SELECT id, organization_id FROM person WHERE organization_id > 0")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        if organizations.binary_search(&row.get(1)?).is_ok() {
            found.push(row.get(0)?);
        }
    }
    Ok(found)
}
