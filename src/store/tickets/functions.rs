//! What SQL asks of the domain: how text is folded, what it says, whether it matches.
//!
//! Registered on every connection. Each is a pure function of its arguments.

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error, Result};

use super::set::Set;
use crate::domain::tickets::filter::regex::expression;
use crate::domain::tickets::words;

/// Gives a connection `fold(text)`, `says(text, phrase, open)` and `matches(text, expression)`, of
/// no text none and false; and `holds(set, id)` for a [`Set`].
pub(in crate::store) fn register(connection: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("fold", 1, flags, |context| {
        Ok(text(context, 0)?.map(|text| words::fold(text).into_owned()))
    })?;
    connection.create_scalar_function("holds", 2, flags, |context| {
        let bits = context
            .get_raw(0)
            .as_blob()
            .map_err(|error| Error::UserFunctionError(error.into()))?;
        Ok(Set::bits_hold(bits, context.get(1)?))
    })?;
    connection.create_scalar_function("says", 3, flags, |context| {
        let (Some(text), Some(phrase)) = (text(context, 0)?, text(context, 1)?) else {
            return Ok(false);
        };
        Ok(words::says(text, phrase, context.get(2)?))
    })?;
    connection.create_scalar_function("matches", 2, flags, |context| {
        let expression =
            context.get_or_create_aux(1, |value| -> std::result::Result<_, Fault> {
                expression(value.as_str()?).map_err(Fault::from)
            })?;
        Ok(text(context, 0)?.is_some_and(|text| expression.is_match(text)))
    })
}

type Fault = Box<dyn std::error::Error + Send + Sync>;

fn text<'a>(context: &'a Context<'_>, at: usize) -> Result<Option<&'a str>> {
    match context.get_raw(at) {
        ValueRef::Null => Ok(None),
        value => Ok(Some(
            value
                .as_str()
                .map_err(|error| Error::UserFunctionError(error.into()))?,
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(sql: &str) -> Result<bool> {
        let connection = Connection::open_in_memory()?;
        register(&connection)?;
        connection.query_row(sql, [], |row| row.get(0))
    }

    #[test]
    fn sql_says_what_the_domain_says() {
        assert_eq!(ask("SELECT says('Zwrot BLIK', 'blik', 0)"), Ok(true));
        assert_eq!(ask("SELECT says('Bliks', 'blik', 0)"), Ok(false));
        assert_eq!(ask("SELECT says('Bliks', 'blik', 1)"), Ok(true));
        assert_eq!(ask("SELECT says(NULL, 'blik', 1)"), Ok(false));
    }

    #[test]
    fn an_expression_matches_whatever_the_case() {
        assert_eq!(ask("SELECT matches('Charge ABC-12', 'c-\\d+$')"), Ok(true));
        assert_eq!(ask("SELECT matches(NULL, '.')"), Ok(false));
        assert!(ask("SELECT matches('x', '(')").is_err());
        assert!(ask("SELECT matches('x', '(a{999}){999}')").is_err());
    }
}
