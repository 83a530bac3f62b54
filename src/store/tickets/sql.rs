//! A statement under construction: its text, and the values for its question marks in order.

use rusqlite::types::Value;
use rusqlite::{CachedStatement, Connection, ParamsFromIter, params_from_iter};

/// Text with the values it binds.
#[derive(Debug, Default)]
pub(super) struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    /// Starts with `text`.
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            values: Vec::new(),
        }
    }

    /// Appends text that binds nothing.
    pub(super) fn push(&mut self, text: impl AsRef<str>) {
        self.text.push_str(text.as_ref());
    }

    /// Appends text with the value of its one question mark.
    pub(super) fn push_bound(&mut self, text: impl AsRef<str>, value: i64) {
        self.push(text);
        self.values.push(Value::Integer(value));
    }

    /// Appends text with its values.
    pub(super) fn push_all(&mut self, text: &str, values: &[Value]) {
        self.push(text);
        self.values.extend_from_slice(values);
    }

    /// Prepares it; the connection keeps the statement.
    pub(super) fn prepare<'a>(
        &self,
        connection: &'a Connection,
    ) -> rusqlite::Result<CachedStatement<'a>> {
        connection.prepare_cached(&self.text)
    }

    /// What it binds.
    pub(super) fn values(&self) -> ParamsFromIter<&[Value]> {
        params_from_iter(&self.values[..])
    }

    /// SQLite's plan for it, step by step.
    #[cfg(test)]
    pub(super) fn plan(&self, connection: &Connection) -> String {
        let text = format!("EXPLAIN QUERY PLAN {}", self.text);
        let mut statement = connection.prepare(&text).unwrap();
        let steps = statement
            .query_map(self.values(), |row| row.get::<_, String>(3))
            .unwrap();
        steps
            .collect::<rusqlite::Result<Vec<_>>>()
            .unwrap()
            .join("; ")
    }
}
