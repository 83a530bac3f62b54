//! TOML text over a [`Config`], key by key, with errors that name the line.

use toml::de::{DeTable, DeValue};

use super::section::{Entry, Reader, Section};
use super::{Config, KeyBinding, calendars, clients, methods, policies, queue};
use crate::domain::spelling::nearest;
use crate::error::Result;

/// The sections with their keys; `[keys]` takes the names of actions instead.
pub(super) const OPTIONS: &[(&str, &[&str])] = &[
    ("desk", &["zone", "me", "schedule"]),
    ("look", &["theme", "ascii", "ambiguous_width", "mouse"]),
    (KEYS, &[]),
];

const KEYS: &str = "keys";

/// Reads the section of a subject into the configuration.
type SubjectReader = fn(&mut Config, &Section<'_>) -> Result<()>;

/// The sections of the subjects, each read in a file of its own.
const SUBJECTS: &[(&str, SubjectReader)] = &[
    ("queue", queue::overlay),
    ("calendars", calendars::overlay),
    ("clients", clients::overlay),
    ("methods", methods::overlay),
    ("sla", policies::overlay_switches),
    ("schedules", policies::overlay_schedules),
    ("policies", policies::overlay_policies),
];

/// Sets in `config` what `text` says.
pub(super) fn overlay(config: &mut Config, text: &str, file: &str) -> Result<()> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let reader = Reader { text, file };
    let document = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let message = error.message().replace('\n', ", ");
        reader.error(at, message.trim_end_matches('.'))
    })?;
    for (name, value) in document.get_ref() {
        let section = Section {
            reader: &reader,
            name: name.get_ref().as_ref(),
            at: name.span().start,
            value,
        };
        if let Some((_, read)) = SUBJECTS.iter().find(|(name, _)| *name == section.name) {
            read(config, &section)?;
            continue;
        }
        let Some((_, known)) = OPTIONS.iter().find(|(name, _)| *name == section.name) else {
            let message = unknown_section(section.name, value.get_ref());
            return Err(reader.error(section.at, &message));
        };
        for entry in section.table()?.entries() {
            if section.name != KEYS && !known.contains(&entry.key) {
                return Err(entry.unknown(known));
            }
            set(config, &entry)?;
        }
    }
    Ok(())
}

/// Sets one option.
fn set(config: &mut Config, entry: &Entry<'_>) -> Result<()> {
    match (entry.table.name, entry.key) {
        ("desk", "zone") => config.desk.zone = entry.zone()?,
        ("desk", "me") => config.desk.me = entry.addresses()?,
        ("desk", "schedule") => config.desk.schedule = Some(entry.text()?),
        ("look", "theme") => {
            // Whether there is such a theme, the folder of themes says.
            config.look.theme = Some(entry.text()?);
            config.look.theme_line = entry.first_line();
        }
        ("look", "ascii") => config.look.ascii = Some(entry.boolean()?),
        ("look", "ambiguous_width") => config.look.ambiguous_wide = entry.cells()? == 2,
        ("look", "mouse") => config.look.mouse = Some(entry.boolean()?),
        (KEYS, action) => config.keys.push(KeyBinding {
            action: action.to_owned(),
            keys: entry.strings()?,
            line: entry.table.reader.line(entry.at),
        }),
        _ => return Err(entry.error("this key is known but not read")),
    }
    Ok(())
}

/// A key above the first section is most often one that lost its section: says which.
fn unknown_section(name: &str, value: &DeValue<'_>) -> String {
    let home = OPTIONS.iter().find(|(_, keys)| keys.contains(&name));
    match home {
        Some((section, _)) if !value.is_table() => {
            format!("`{name}` stands outside its section; put it below [{section}]")
        }
        _ => {
            let options = OPTIONS.iter().map(|(section, _)| *section);
            let all: Vec<_> = options
                .chain(SUBJECTS.iter().map(|(section, _)| *section))
                .collect();
            let nearest = nearest(name, all.iter().copied()).map_or_else(
                || format!("; there are [{}]", all.join("], [")),
                |near| format!("; did you mean [{near}]?"),
            );
            format!("unknown section [{name}]{nearest}")
        }
    }
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
            let read = Config::parse(&text, "config.toml")
                .and_then(|config| config.calendars().and(config.methods()));
            if let Err(error) = read {
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
