//! A statement under construction: its text, and the values for its question marks in order.

use rusqlite::types::Value;
use rusqlite::{CachedStatement, Connection, ParamsFromIter, params_from_iter};

/// Text with the values it binds.
#[derive(Clone, Debug, Default)]
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

    /// Text with the value of its one question mark.
    pub(super) fn bound(text: impl Into<String>, value: impl Into<Value>) -> Self {
        let mut sql = Self::new(text);
        sql.values.push(value.into());
        sql
    }

    /// Some numbers as a set to be `IN`: one value whatever their count, so that the statement
    /// stays the same.
    pub(super) fn numbers(numbers: &[i64]) -> Self {
        let mut json = String::from("[");
        for number in numbers {
            if json.len() > 1 {
                json.push(',');
            }
            json.push_str(&number.to_string());
        }
        json.push(']');
        Self::bound("(SELECT value FROM json_each(?))", json)
    }

    /// All of `parts` joined by a word, in parentheses; `none` where there are no parts.
    pub(super) fn joined(parts: impl IntoIterator<Item = Self>, word: &str, none: &str) -> Self {
        let mut parts = parts.into_iter();
        let Some(first) = parts.next() else {
            return Self::new(none);
        };
        let mut sql = Self::new("(").with(first);
        for part in parts {
            sql.push(word);
            sql = sql.with(part);
        }
        sql.push(")");
        sql
    }

    /// This, and then `other`.
    pub(super) fn with(mut self, other: Self) -> Self {
        self.text.push_str(&other.text);
        self.values.extend(other.values);
        self
    }

    /// This, and then text that binds nothing.
    pub(super) fn and_text(mut self, text: &str) -> Self {
        self.text.push_str(text);
        self
    }

    /// Appends text that binds nothing.
    pub(super) fn push(&mut self, text: impl AsRef<str>) {
        self.text.push_str(text.as_ref());
    }

    /// Appends text with the value of its one question mark.
    pub(super) fn push_bound(&mut self, text: impl AsRef<str>, value: impl Into<Value>) {
        self.push(text);
        self.values.push(value.into());
    }

    /// Appends other text with its values.
    pub(super) fn append(&mut self, other: &Self) {
        self.push(&other.text);
        self.values.extend_from_slice(&other.values);
    }

    /// True if nothing stands in it yet.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// True if it is this text.
    pub(super) fn is(&self, text: &str) -> bool {
        self.text == text
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

    /// The number it answers with.
    pub(super) fn number(&self, connection: &Connection) -> rusqlite::Result<i64> {
        self.prepare(connection)?
            .query_row(self.values(), |row| row.get(0))
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
