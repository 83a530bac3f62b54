//! TOML text over a [`Config`], key by key, with errors that name the line.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Config, KeyBinding, count_lines, nearest, refuse};
use crate::domain::zone::Zone;
use crate::error::Result;

/// The sections with their keys; `[keys]` takes the names of actions instead.
pub(super) const OPTIONS: &[(&str, &[&str])] = &[
    ("desk", &["zone", "me"]),
    ("look", &["theme", "ascii"]),
    (KEYS, &[]),
];

const KEYS: &str = "keys";

/// The themes there are.
const THEMES: &[&str] = &["dark", "light"];

/// Most addresses of one person, and most keys of one action: more is a mistake.
const MAX_LIST: usize = 32;

/// Sets in `config` what `text` says.
pub(super) fn overlay(config: &mut Config, text: &str, file: &str) -> Result<()> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let reader = Reader { text, file };
    let document = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let message = error.message().replace('\n', ", ");
        reader.error(at, message.trim_end_matches('.'))
    })?;
    for (section, value) in document.get_ref() {
        let name = section.get_ref().as_ref();
        let Some((_, known)) = OPTIONS.iter().find(|(option, _)| *option == name) else {
            let message = unknown_section(name, value.get_ref());
            return Err(reader.error(section.span().start, &message));
        };
        let DeValue::Table(table) = value.get_ref() else {
            let what = format!("`{name}` is a section; write [{name}] and its keys below it");
            return Err(reader.error(section.span().start, &what));
        };
        for (key, value) in table {
            let entry = Entry {
                reader: &reader,
                section: name,
                key: key.get_ref().as_ref(),
                at: key.span().start,
                value,
            };
            if name != KEYS && !known.contains(&entry.key) {
                return Err(entry.unknown(known));
            }
            set(config, &entry)?;
        }
    }
    Ok(())
}

/// Sets one option.
fn set(config: &mut Config, entry: &Entry<'_>) -> Result<()> {
    match (entry.section, entry.key) {
        ("desk", "zone") => config.desk.zone = entry.zone()?,
        ("desk", "me") => config.desk.me = entry.addresses()?,
        ("look", "theme") => config.look.theme = Some(entry.one_of(THEMES)?),
        ("look", "ascii") => config.look.ascii = Some(entry.boolean()?),
        (KEYS, action) => config.keys.push(KeyBinding {
            action: action.to_owned(),
            keys: entry.strings()?,
            line: entry.reader.line(entry.at),
        }),
        _ => return Err(entry.error("this key is known but not read")),
    }
    Ok(())
}

/// The file, for its lines in errors.
struct Reader<'a> {
    text: &'a str,
    file: &'a str,
}

impl Reader<'_> {
    /// The line of a byte offset, from 1.
    fn line(&self, at: usize) -> usize {
        let before = self.text.as_bytes().get(..at);
        1 + count_lines(before.unwrap_or(self.text.as_bytes()))
    }

    fn error(&self, at: usize, what: &str) -> crate::error::Error {
        refuse(self.file, self.line(at), what)
    }
}

/// A key above the first section is most often one that lost its section: says which.
fn unknown_section(name: &str, value: &DeValue<'_>) -> String {
    let home = OPTIONS.iter().find(|(_, keys)| keys.contains(&name));
    match home {
        Some((section, _)) if !value.is_table() => {
            format!("`{name}` stands outside its section; put it below [{section}]")
        }
        _ => {
            let sections = OPTIONS.iter().map(|(section, _)| *section);
            let nearest = nearest(name, sections).map_or_else(
                || "; there are [desk], [look] and [keys]".to_owned(),
                |near| format!("; did you mean [{near}]?"),
            );
            format!("unknown section [{name}]{nearest}")
        }
    }
}

/// One key with its value and where it stands.
struct Entry<'a> {
    reader: &'a Reader<'a>,
    section: &'a str,
    key: &'a str,
    at: usize,
    value: &'a Spanned<DeValue<'a>>,
}

impl Entry<'_> {
    fn error(&self, what: &str) -> crate::error::Error {
        let what = format!("`{}` in [{}]: {what}", self.key, self.section);
        self.reader.error(self.at, &what)
    }

    /// An error at the value, which may stand some lines below its key.
    fn error_in(&self, value: &Spanned<DeValue<'_>>, what: &str) -> crate::error::Error {
        let what = format!("`{}` in [{}]: {what}", self.key, self.section);
        self.reader.error(value.span().start, &what)
    }

    fn unknown(&self, known: &[&str]) -> crate::error::Error {
        let hint = nearest(self.key, known.iter().copied()).map_or_else(
            || format!("; there are {}", known.join(", ")),
            |near| format!("; did you mean `{near}`?"),
        );
        let what = format!("unknown key `{}` in [{}]{hint}", self.key, self.section);
        self.reader.error(self.at, &what)
    }

    fn wrong_type(&self, value: &Spanned<DeValue<'_>>, wanted: &str) -> crate::error::Error {
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

    fn string(&self) -> Result<&str> {
        match self.value.get_ref() {
            DeValue::String(text) => Ok(text),
            _ => Err(self.wrong_type(self.value, "a string in quotes")),
        }
    }

    fn boolean(&self) -> Result<bool> {
        match self.value.get_ref() {
            DeValue::Boolean(value) => Ok(*value),
            _ => Err(self.wrong_type(self.value, "true or false")),
        }
    }

    /// A string, or a list of strings; none may be empty.
    fn strings(&self) -> Result<Vec<String>> {
        let wanted = "a string or a list of strings";
        let items: Vec<_> = match self.value.get_ref() {
            DeValue::String(_) => vec![self.value],
            DeValue::Array(items) => items.iter().collect(),
            _ => return Err(self.wrong_type(self.value, wanted)),
        };
        if items.len() > MAX_LIST {
            let what = format!("at most {MAX_LIST} entries; this has {}", items.len());
            return Err(self.error(&what));
        }
        let mut strings = Vec::with_capacity(items.len());
        for item in items {
            match item.get_ref() {
                DeValue::String(text) if text.trim().is_empty() => {
                    return Err(self.error_in(item, "an empty string means nothing here"));
                }
                DeValue::String(text) => strings.push(text.trim().to_owned()),
                _ => return Err(self.wrong_type(item, wanted)),
            }
        }
        Ok(strings)
    }

    fn addresses(&self) -> Result<Vec<String>> {
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

    fn one_of(&self, allowed: &[&str]) -> Result<String> {
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

    fn zone(&self) -> Result<Zone> {
        let name = self.string()?;
        Zone::named(name).ok_or_else(|| {
            let names = Zone::names();
            let hint = nearest_zone(name, &names).map_or_else(
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

/// The zone meant: by its whole name, or by its city alone ("berlin", "Sao Paulo").
fn nearest_zone<'a>(name: &str, names: &'a [String]) -> Option<&'a str> {
    let city = |name: &str| {
        let last = name.rsplit('/').next().unwrap_or(name);
        last.replace([' ', '-'], "_").to_lowercase()
    };
    let wanted = city(name);
    names
        .iter()
        .map(String::as_str)
        .find(|one| city(one) == wanted)
        .or_else(|| nearest(name, names.iter().map(String::as_str)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::PathBuf;

    fn corpus(kind: &str) -> Vec<(PathBuf, String)> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/config");
        let mut files: Vec<_> = fs::read_dir(folder.join(kind))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        files
            .into_iter()
            .map(|path| {
                let text = fs::read_to_string(&path).unwrap();
                (path, text)
            })
            .collect()
    }

    #[test]
    fn good_files_are_read() {
        let files = corpus("valid");
        assert!(files.len() >= 4);
        for (path, text) in files {
            if let Err(error) = Config::parse(&text, "config.toml") {
                panic!("{}: {error}", path.display());
            }
        }
    }

    /// The first line of each bad file is `# expect: ` and the whole error.
    #[test]
    fn bad_files_are_refused_in_these_words() {
        let files = corpus("invalid");
        assert!(files.len() >= 12);
        for (path, text) in files {
            let first = text.lines().next().unwrap();
            let expected = first.strip_prefix("# expect: ").expect("an expectation");
            let error = Config::parse(&text, "config.toml").unwrap_err();
            assert_eq!(error.one_line(), expected, "{}", path.display());
            assert_eq!(error.kind, crate::error::ErrorKind::Usage);
        }
    }

    #[test]
    fn a_file_overrides_key_by_key() {
        let text =
            "[desk]\nme = [\"Ana@Example.com\", \"ana@example.com\"]\n[look]\nascii = true\n";
        let config = Config::parse(text, "config.toml").unwrap();
        assert_eq!(config.desk.me, ["ana@example.com"]);
        assert_eq!(config.desk.zone.name(), "UTC");
        assert_eq!(config.look.ascii, Some(true));
        assert_eq!(config.look.theme, None);
    }

    #[test]
    fn keys_keep_their_order_and_line() {
        let text =
            "\u{feff}[keys]\n\"ticket.note\" = [\"n\",\n \"Ctrl-N\"]\nquit = \"q\"\nlast = []\n";
        let config = Config::parse(text, "config.toml").unwrap();
        let lines: Vec<_> = config
            .keys
            .iter()
            .map(|k| (k.action.as_str(), k.keys.len(), k.line))
            .collect();
        assert_eq!(
            lines,
            [("ticket.note", 2, 2), ("quit", 1, 4), ("last", 0, 5)]
        );
    }
}
