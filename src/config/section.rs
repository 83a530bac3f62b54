//! What a section of the configuration is made of, for the readers of its subjects.
//!
//! A reader gets its [`Section`] and asks for the [`Table`] below it, or the tables; a table gives
//! its [`Entry`]s, and these their values. Every error names the file and the line:
//! `config.toml line 3: [calendars.ACME]: …`.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{count_lines, refuse};
use crate::domain::spelling::{meant, nearest};
use crate::domain::zone::Zone;
use crate::error::{Error, Result};

/// Most strings in one list: more is a mistake.
const MAX_LIST: usize = 32;

/// The file, for its lines in errors.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) file: &'a str,
}

impl Reader<'_> {
    /// The line of a byte offset, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        let before = self.text.as_bytes().get(..at);
        1 + count_lines(before.unwrap_or(self.text.as_bytes()))
    }

    /// An error at a byte offset.
    pub(super) fn error(&self, at: usize, what: &str) -> Error {
        refuse(self.file, self.line(at), what)
    }
}

/// The sections of a bundled file by name, each with its head: a line that begins with `[` is one.
///
/// So that one thing of many is read alone; what is in them is not looked at.
pub(super) fn split(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let heads = std::iter::once(0).chain(text.match_indices("\n[").map(|(at, _)| at + 1));
    heads.filter_map(|at| {
        let from = text.get(at..)?;
        let name = from.strip_prefix('[')?.split(']').next()?;
        let end = from.find("\n[").map_or(from.len(), |end| end + 1);
        Some((name, from.get(..end)?))
    })
}

/// What stands at the top of the file: `[desk]`, `[calendars.ACME]`, `[[policies]]`.
pub(super) struct Section<'a> {
    pub(super) reader: &'a Reader<'a>,
    pub(super) name: &'a str,
    /// Byte offset of the name.
    pub(super) at: usize,
    pub(super) value: &'a Spanned<DeValue<'a>>,
}

impl<'a> Section<'a> {
    /// The keys of a section that is one table, as `[desk]`.
    pub(super) fn table(&self) -> Result<Table<'a>> {
        let name = self.name;
        let DeValue::Table(table) = self.value.get_ref() else {
            let what = format!("`{name}` is a section; write [{name}] and its keys below it");
            return Err(self.reader.error(self.at, &what));
        };
        Ok(Table {
            reader: self.reader,
            section: name.to_owned(),
            name,
            at: self.at,
            table,
        })
    }

    /// The tables of a section that has one for each name: `[calendars.ACME]`.
    pub(super) fn tables(&self) -> Result<Vec<Table<'a>>> {
        match self.value.get_ref() {
            DeValue::Table(_) => self.table()?.tables(),
            _ => {
                let name = self.name;
                let what = format!("`{name}` has a table for each name; write [{name}.NAME]");
                Err(self.reader.error(self.at, &what))
            }
        }
    }

    /// The tables of a section whose order counts: `[[policies]]`.
    pub(super) fn list(&self) -> Result<Vec<Table<'a>>> {
        let items = match self.value.get_ref() {
            DeValue::Array(items) => items.iter(),
            _ => return Err(self.no_list()),
        };
        items
            .map(|item| {
                Ok(Table {
                    reader: self.reader,
                    section: format!("[{}]", self.name),
                    name: self.name,
                    at: item.span().start,
                    table: item.get_ref().as_table().ok_or_else(|| self.no_list())?,
                })
            })
            .collect()
    }

    fn no_list(&self) -> Error {
        let name = self.name;
        let what = format!("`{name}` is a list; write [[{name}]] above each and its keys below");
        self.reader.error(self.at, &what)
    }
}

/// One table with its keys.
#[expect(
    clippy::struct_field_names,
    reason = "a table here is a table of the file with its place"
)]
pub(super) struct Table<'a> {
    pub(super) reader: &'a Reader<'a>,
    /// Its head without the brackets, as `calendars.ACME`; for errors.
    pub(super) section: String,
    /// Its own name, as `ACME`.
    pub(super) name: &'a str,
    /// Byte offset of where it begins.
    pub(super) at: usize,
    pub(super) table: &'a DeTable<'a>,
}

impl<'a> Table<'a> {
    /// Its keys, in the order of the file.
    pub(super) fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.table.iter().map(|(key, value)| Entry {
            table: self,
            key: key.get_ref().as_ref(),
            at: key.span().start,
            value,
        })
    }

    /// The tables below it; a key that is none is an error.
    pub(super) fn tables(&self) -> Result<Vec<Table<'a>>> {
        let mut tables = Vec::new();
        for (key, value) in self.table {
            let (name, at) = (key.get_ref().as_ref(), key.span().start);
            let section = format!("{}.{name}", self.section);
            let DeValue::Table(table) = value.get_ref() else {
                let what = format!(
                    "`{name}` in [{}]: expected a table; write [{section}] and its keys below it",
                    self.section
                );
                return Err(self.reader.error(at, &what));
            };
            tables.push(Table {
                reader: self.reader,
                section,
                name,
                at,
                table,
            });
        }
        Ok(tables)
    }

    /// An error about the table as a whole.
    pub(super) fn error(&self, what: &str) -> Error {
        let what = format!("[{}]: {what}", self.section);
        self.reader.error(self.at, &what)
    }
}

/// One key with its value and where it stands.
pub(super) struct Entry<'a> {
    pub(super) table: &'a Table<'a>,
    pub(super) key: &'a str,
    /// Byte offset of the key.
    pub(super) at: usize,
    pub(super) value: &'a Spanned<DeValue<'a>>,
}

impl Entry<'_> {
    pub(super) fn error(&self, what: &str) -> Error {
        let what = format!("`{}` in [{}]: {what}", self.key, self.table.section);
        self.table.reader.error(self.at, &what)
    }

    /// An error at the value, which may stand some lines below its key.
    pub(super) fn error_in(&self, value: &Spanned<DeValue<'_>>, what: &str) -> Error {
        let what = format!("`{}` in [{}]: {what}", self.key, self.table.section);
        self.table.reader.error(value.span().start, &what)
    }

    /// An error on a line of the value.
    pub(super) fn error_on(&self, line: usize, what: &str) -> Error {
        let what = format!("`{}` in [{}]: {what}", self.key, self.table.section);
        refuse(self.table.reader.file, line, &what)
    }

    /// A key that nobody knows, with the nearest one that is.
    pub(super) fn unknown(&self, known: &[&str]) -> Error {
        let hint = meant(self.key, known.iter().copied());
        let what = format!(
            "unknown key `{}` in [{}]{hint}",
            self.key, self.table.section
        );
        self.table.reader.error(self.at, &what)
    }

    pub(super) fn wrong_type(&self, value: &Spanned<DeValue<'_>>, wanted: &str) -> Error {
        let found = match value.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.error_in(value, &format!("expected {wanted}, found {found}"))
    }

    pub(super) fn string(&self) -> Result<&str> {
        match self.value.get_ref() {
            DeValue::String(text) => Ok(text),
            _ => Err(self.wrong_type(self.value, "a string in quotes")),
        }
    }

    pub(super) fn boolean(&self) -> Result<bool> {
        match self.value.get_ref() {
            DeValue::Boolean(value) => Ok(*value),
            _ => Err(self.wrong_type(self.value, "true or false")),
        }
    }

    /// One cell or two.
    pub(super) fn cells(&self) -> Result<u8> {
        match self.value.get_ref() {
            DeValue::Integer(number) => match number.as_str() {
                "1" => Ok(1),
                "2" => Ok(2),
                other => Err(self.error_in(self.value, &format!("{other} is neither 1 nor 2"))),
            },
            _ => Err(self.wrong_type(self.value, "1 or 2")),
        }
    }

    /// A string that says something.
    pub(super) fn text(&self) -> Result<String> {
        match self.string()?.trim() {
            "" => Err(self.error_in(self.value, "an empty string means nothing here")),
            text => Ok(text.to_owned()),
        }
    }

    /// A string, or a list of strings; none may be empty.
    pub(super) fn strings(&self) -> Result<Vec<String>> {
        let items = self.items(MAX_LIST)?;
        Ok(items.into_iter().map(|(text, _line)| text).collect())
    }

    /// As [`Entry::strings`], at most so many, each with its line.
    pub(super) fn items(&self, most: usize) -> Result<Vec<(String, usize)>> {
        let wanted = "a string or a list of strings";
        let items: Vec<_> = match self.value.get_ref() {
            DeValue::String(_) => vec![self.value],
            DeValue::Array(items) => items.iter().collect(),
            _ => return Err(self.wrong_type(self.value, wanted)),
        };
        if items.len() > most {
            let what = format!("at most {most} entries; this has {}", items.len());
            return Err(self.error(&what));
        }
        let mut strings = Vec::with_capacity(items.len());
        for item in items {
            match item.get_ref() {
                DeValue::String(text) if text.trim().is_empty() => {
                    return Err(self.error_in(item, "an empty string means nothing here"));
                }
                DeValue::String(text) => {
                    let line = self.table.reader.line(item.span().start);
                    strings.push((text.trim().to_owned(), line));
                }
                _ => return Err(self.wrong_type(item, wanted)),
            }
        }
        Ok(strings)
    }

    /// The line on which the text of a string begins: that of its quotes, or the one below.
    pub(super) fn first_line(&self) -> usize {
        let reader = self.table.reader;
        let start = self.value.span().start;
        let written = reader.text.get(start..).unwrap_or_default();
        let opens_a_line = ["\"\"\"", "'''"].iter().any(|quotes| {
            let rest = written.strip_prefix(quotes).unwrap_or_default();
            rest.starts_with('\n') || rest.starts_with("\r\n")
        });
        reader.line(start) + usize::from(opens_a_line)
    }

    pub(super) fn addresses(&self) -> Result<Vec<String>> {
        let mut addresses = Vec::new();
        for text in self.strings()? {
            let whole = text
                .split_once('@')
                .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
            if !whole || text.contains(char::is_whitespace) {
                let what = format!("`{text}` is not a mail address");
                return Err(self.error(&what));
            }
            let text = text.to_lowercase();
            if !addresses.contains(&text) {
                addresses.push(text);
            }
        }
        Ok(addresses)
    }

    pub(super) fn one_of(&self, allowed: &[&str]) -> Result<String> {
        let text = self.string()?;
        if allowed.contains(&text) {
            return Ok(text.to_owned());
        }
        let hint = nearest(text, allowed.iter().copied())
            .map_or_else(String::new, |near| format!("; did you mean \"{near}\"?"));
        let all: Vec<_> = allowed.iter().map(|one| format!("\"{one}\"")).collect();
        let what = format!("`{text}` is none of {}{hint}", all.join(", "));
        Err(self.error_in(self.value, &what))
    }

    pub(super) fn zone(&self) -> Result<Zone> {
        let name = self.string()?;
        Zone::named(name).ok_or_else(|| {
            let hint = Zone::nearest(name).map_or_else(
                || "; name it as Europe/Berlin or UTC".to_owned(),
                |near| format!("; did you mean \"{near}\"?"),
            );
            self.error_in(
                self.value,
                &format!("no time zone is called \"{name}\"{hint}"),
            )
        })
    }
}
