//! The configuration: `config.example.toml` is the default, the user's file overrides it key by key.
//!
//! Reading is strict: an unknown key, a wrong type or a value that cannot be is refused with the
//! file, the line and the nearest right spelling. Whether an action named in `[keys]` exists is
//! known to the screen alone; [`KeyBinding::line`] and [`refuse`] let it answer in the same words.

mod calendars;
mod clients;
pub mod codes;
mod methods;
mod parse;
mod policies;
mod queue;
mod section;
mod themes;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::domain::calendar::Definition;
use crate::domain::clients::Terms;
use crate::domain::merchants::methods::Patch;
use crate::domain::tickets::Column;
use crate::domain::tickets::clocks::{Policy, Switches};
use crate::domain::zone::Zone;
use crate::error::{Error, ErrorKind, Result};
pub use policies::Hours;
pub use themes::{Described, Themes, Warning};

/// Every option with its default and one comment each: the embedded default, and what
/// `paydesk config init` writes.
pub const EXAMPLE: &str = include_str!("../../config.example.toml");

/// Largest configuration file in bytes: some hundred times what every option takes, and little
/// enough to be read whole.
const MAX_BYTES: u64 = 256 * 1024;

/// Every option, checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// `[desk]`.
    pub desk: Desk,
    /// `[look]`.
    pub look: Look,
    /// `[keys]`, in the order of the file.
    pub keys: Vec<KeyBinding>,
    /// `[queue] columns`, from the left; none: those that fit the desk.
    pub columns: Vec<Column>,
    /// `[calendars.CODE]`, in the order of the file; each is over or beside a bundled one.
    pub calendars: Vec<(String, Definition)>,
    /// `[methods.ID]`, in the order of the file; each is over or beside a bundled one.
    pub methods: Vec<(String, Patch)>,
    /// `[clients."NAME"]`, in the order of the file.
    pub clients: Vec<Terms>,
    /// `[sla]`.
    pub sla: Switches,
    /// `[schedules.NAME]`, in the order of the file.
    pub schedules: Vec<(String, Hours)>,
    /// `[[policies]]`, in the order of the file.
    pub policies: Vec<Policy>,
}

/// Who and where the desk is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Desk {
    /// Zone in which times are shown and days begin.
    pub zone: Zone,
    /// Addresses that are me, lower case.
    pub me: Vec<String>,
    /// Name of its schedule below `[schedules]`.
    pub schedule: Option<String>,
}

/// How the screen looks; each may be absent, then the terminal and what was remembered decide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The name of a theme.
    pub theme: Option<String>,
    /// Where that stands in the file, from 1; for errors.
    pub theme_line: usize,
    /// True draws with ASCII signs only.
    pub ascii: Option<bool>,
    /// True if the terminal gives signs of ambiguous width two cells.
    pub ambiguous_wide: bool,
    /// False leaves the mouse to the terminal.
    pub mouse: Option<bool>,
}

/// One line of `[keys]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyBinding {
    /// Name of the action, as written.
    pub action: String,
    /// The keys that replace its defaults, as written ("s o", "Ctrl-P"); none unbinds it.
    pub keys: Vec<String>,
    /// Where it stands in the file, from 1; for errors.
    pub line: usize,
}

impl Config {
    /// Reads the file over the defaults; a missing file is the defaults.
    ///
    /// Fails with [`ErrorKind::Usage`] on the first thing that is wrong in the file, and with
    /// [`ErrorKind::Io`] if it is there and cannot be read.
    pub fn load(path: &Path) -> Result<Self> {
        match read(path)? {
            Some(text) => Self::parse(&text, &path.display().to_string()),
            None => Ok(Self::default()),
        }
    }

    /// Reads `text` over the defaults; `file` is its name in errors.
    pub fn parse(text: &str, file: &str) -> Result<Self> {
        // The example says the same as the defaults, which a test says: it is not read at each start.
        let mut config = Self::default();
        parse::overlay(&mut config, text, file)?;
        Ok(config)
    }
}

/// The error for something wrong in a line of the configuration: `FILE line N: WHAT`.
pub fn refuse(file: &str, line: usize, what: &str) -> Error {
    Error::new(ErrorKind::Usage, format!("{file} line {line}: {what}"))
}

/// The file's text, or none if there is no file. Only a regular file of moderate size is read.
fn read(path: &Path) -> Result<Option<String>> {
    let name = path.display();
    let failed = |error: io::Error| {
        Error::new(ErrorKind::Io, format!("cannot read {name}")).caused_by(error)
    };
    // Looked at before it is opened: opening a pipe without a writer would wait for ever.
    match std::fs::metadata(path) {
        Ok(meta) if !meta.is_file() => {
            return Err(
                Error::new(ErrorKind::Io, format!("{name} is not a regular file"))
                    .hint("name another file with --config"),
            );
        }
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if u64::try_from(bytes.len()).is_ok_and(|len| len > MAX_BYTES) {
        return Err(Error::new(
            ErrorKind::Usage,
            format!("{name} is larger than {MAX_BYTES} bytes; is it a configuration?"),
        ));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(text)),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let line = 1 + count_lines(error.as_bytes().get(..good).unwrap_or_default());
            Err(refuse(&name.to_string(), line, "not UTF-8"))
        }
    }
}

/// How many line ends there are.
fn count_lines(bytes: &[u8]) -> usize {
    bytes.split(|byte| *byte == b'\n').count() - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_the_default() {
        let mut config = Config::default();
        parse::overlay(&mut config, EXAMPLE, "config.example.toml").unwrap();
        assert_eq!(config, Config::default());
        assert_eq!(Config::parse("", "").unwrap(), Config::default());
    }

    #[test]
    fn every_key_stands_in_the_example_under_a_comment_of_its_own() {
        for (section, keys) in parse::OPTIONS {
            let header = format!("\n[{section}]\n");
            let (_, body) = EXAMPLE.split_once(&header).expect(section);
            let body = body.split("\n[").next().unwrap();
            let lines: Vec<_> = body.lines().collect();
            for key in *keys {
                let at = lines
                    .iter()
                    .position(|l| l.trim_start_matches("# ").starts_with(&format!("{key} = ")))
                    .unwrap_or_else(|| panic!("{section}.{key} is not in config.example.toml"));
                assert!(
                    at > 0 && lines[at - 1].starts_with("# "),
                    "{section}.{key} has no comment"
                );
            }
        }
    }

    #[test]
    fn every_commented_line_of_the_example_can_be_switched_on() {
        let is_option = |line: &str| {
            let key = line.split_once(" = ").map(|(key, _)| key);
            key.is_some_and(|key| !key.trim_matches('"').contains([' ', ',']))
        };
        let on: String = EXAMPLE
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(option) if option.starts_with('[') => format!("{option}\n"),
                Some(option) if is_option(option) => format!("{option}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        let config = Config::parse(&on, "on.toml").unwrap();
        assert_eq!(config.look.theme.as_deref(), Some("dark"));
        assert_eq!(config.keys.len(), 2);
        assert_eq!(config.columns.len(), 8);
        assert_eq!(config.clients.len(), 1);
        let calendars = config.calendars().unwrap();
        assert_eq!(calendars.get("ACME").unwrap().years(), Some(2026..=2028));
        assert!(config.desk_schedule().unwrap().is_some());
        assert_eq!(config.policies.len(), 1);
        let methods = config.methods().unwrap();
        let method = methods.get("AcmePay").unwrap();
        assert!(
            method
                .fields()
                .iter()
                .all(|(_, shown)| shown.value.is_some())
        );
    }

    #[test]
    fn every_key_of_a_subject_stands_in_the_example_under_a_comment_of_its_own() {
        let methods = crate::domain::merchants::methods::Method::keys();
        let mut keys = [methods.as_slice(), calendars::KEYS, clients::KEYS].concat();
        keys.extend(["changes", "disagreements"]);
        keys.retain(|key| *key != clients::METHODS);
        keys.extend(policies::SCHEDULE_KEYS);
        keys.extend(policies::POLICY_KEYS);
        keys.extend(policies::SWITCHES);
        keys.extend(queue::KEYS);
        let lines: Vec<_> = EXAMPLE.lines().collect();
        for key in keys {
            let option = format!("# {key} = ");
            let at = lines.iter().position(|line| line.starts_with(&option));
            let at = at.unwrap_or_else(|| panic!("{key} is not in config.example.toml"));
            let is_comment = lines[at - 1].starts_with("# ") && !lines[at - 1].contains(" = [");
            assert!(is_comment, "{key} has no comment");
        }
    }

    #[test]
    fn a_missing_file_is_the_defaults_and_a_folder_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let missing = Config::load(&dir.path().join("none.toml")).unwrap();
        assert_eq!(missing, Config::default());
        let folder = Config::load(dir.path()).unwrap_err();
        assert_eq!(folder.kind, ErrorKind::Io);
    }
}
