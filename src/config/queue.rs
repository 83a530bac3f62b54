//! `[queue]`: what the list of tickets shows.

use super::Config;
use super::section::{Entry, Section};
use crate::domain::spelling::meant;
use crate::domain::tickets::Column;
use crate::error::Result;

/// The keys of the section.
pub(super) const KEYS: &[&str] = &["columns"];

/// Reads the section.
pub(super) fn overlay(config: &mut Config, section: &Section<'_>) -> Result<()> {
    for entry in section.table()?.entries() {
        match entry.key {
            "columns" => config.columns = columns(&entry)?,
            _ => return Err(entry.unknown(KEYS)),
        }
    }
    Ok(())
}

/// Names of columns, each once, the subject among them.
fn columns(entry: &Entry<'_>) -> Result<Vec<Column>> {
    let mut columns = Vec::new();
    for (name, line) in entry.items(Column::ALL.len())? {
        let Some(column) = Column::from_name(&name) else {
            let hint = meant(&name, Column::ALL.iter().map(|column| column.name()));
            return Err(entry.error_on(line, &format!("no column is called \"{name}\"{hint}")));
        };
        if columns.contains(&column) {
            return Err(entry.error_on(line, &format!("\"{name}\" stands twice")));
        }
        columns.push(column);
    }
    if !columns.contains(&Column::Subject) {
        return Err(entry.error("\"subject\" is missing; it takes what the others leave"));
    }
    Ok(columns)
}
