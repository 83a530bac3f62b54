//! The names of a table's columns, found whatever their spelling.

use std::collections::HashMap;

/// The first row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// The line it stands on.
    pub line: u64,
    /// The names as written, without the blanks around them; one may stand several times.
    pub names: Vec<String>,
    /// Columns by the plain form of their name.
    columns: HashMap<String, Vec<usize>>,
}

impl Header {
    pub(super) fn new(line: u64, text: &str, ends: &[usize]) -> Self {
        let mut start = 0;
        let mut names = Vec::with_capacity(ends.len());
        for &end in ends {
            let name = text.get(start..end).unwrap_or_default().trim();
            names.push(name.to_owned());
            start = end + 1;
        }
        Self::of(line, names)
    }

    /// A header of these names.
    pub fn of(line: u64, names: Vec<String>) -> Self {
        let mut columns: HashMap<String, Vec<usize>> = HashMap::with_capacity(names.len());
        for (column, name) in names.iter().enumerate() {
            columns.entry(plain(name)).or_default().push(column);
        }
        Self {
            line,
            names,
            columns,
        }
    }

    /// The first column that has one of these names, the first of the names before the others.
    /// Capitals, blanks and signs do not count: "Created Time" is `created_time`.
    pub fn find(&self, names: &[&str]) -> Option<usize> {
        names
            .iter()
            .find_map(|name| self.all(name).first().copied())
    }

    /// Every column of this name, in order.
    pub fn all(&self, name: &str) -> &[usize] {
        let columns = self.columns.get(&plain(name));
        columns.map(Vec::as_slice).unwrap_or_default()
    }

    /// The name of a column as written.
    pub fn name(&self, column: usize) -> &str {
        self.names.get(column).map_or("", String::as_str)
    }
}

/// A name without its capitals, blanks and signs.
pub(super) fn plain(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &[&str]) -> Header {
        Header::of(1, names.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn spelling_does_not_count() {
        let header = header(&["Ticket ID", "created_TIME ", "First response time (in hrs)"]);
        assert_eq!(header.find(&["id", "ticket id"]), Some(0));
        assert_eq!(header.find(&["Created Time"]), Some(1));
        assert_eq!(header.find(&["first_response_time_in_hrs"]), Some(2));
        assert_eq!(header.find(&["status"]), None);
        assert_eq!(header.name(7), "");
    }

    #[test]
    fn a_name_may_stand_more_than_once() {
        let header = header(&["Labels", "Summary", "labels"]);
        assert_eq!(header.all("Labels"), [0, 2]);
        assert_eq!(header.find(&["labels"]), Some(0));
    }
}
