//! Where things are on this platform: the store, the configuration, the log.
//!
//! Nothing is made here. An environment that does not say where the person's folders are is an
//! error that names the flag to use instead.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::error::{Error, ErrorKind, Result};

/// The store: `desk.db` in the data folder.
pub fn database() -> Result<PathBuf> {
    let folder = folder("XDG_DATA_HOME", ProjectDirs::data_dir);
    Ok(folder
        .ok_or_else(|| homeless("the desk", "--db FILE"))?
        .join("desk.db"))
}

/// The configuration: `config.toml` in the configuration folder.
pub fn config() -> Result<PathBuf> {
    let folder = folder("XDG_CONFIG_HOME", ProjectDirs::config_dir);
    Ok(folder
        .ok_or_else(|| homeless("the configuration", "--config FILE"))?
        .join("config.toml"))
}

/// The log: `paydesk.log` in the state folder, or in the local data folder where there is none.
pub fn log() -> Result<PathBuf> {
    Ok(state()
        .ok_or_else(|| homeless("the log", "no --log"))?
        .join("paydesk.log"))
}

/// The file that holds what was copied last: `clipboard` beside the log; none where nothing says
/// where that is.
pub fn clipboard() -> Option<PathBuf> {
    Some(state()?.join("clipboard"))
}

fn state() -> Option<PathBuf> {
    folder("XDG_STATE_HOME", |dirs| {
        dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir())
    })
}

fn homeless(what: &str, flag: &str) -> Error {
    Error::new(
        ErrorKind::Usage,
        format!("HOME is not set, so there is no place for {what}"),
    )
    .hint(format!("set HOME, or use {flag}"))
}

/// A folder of ours. The password file is not asked where HOME is missing: a service that runs
/// without one would write into a folder nobody looks at.
fn folder(variable: &str, pick: impl FnOnce(&ProjectDirs) -> &Path) -> Option<PathBuf> {
    let named = |name: &str| env::var_os(name);
    if cfg!(unix) && !is_placed(named("HOME").as_deref(), named(variable).as_deref()) {
        return None;
    }
    ProjectDirs::from("", "", "paydesk").map(|dirs| pick(&dirs).to_owned())
}

/// True if the environment names the person's folder, or (absolute, as XDG wants it) this one.
fn is_placed(home: Option<&OsStr>, folder: Option<&OsStr>) -> bool {
    home.is_some_and(|home| !home.is_empty())
        || folder.is_some_and(|folder| Path::new(folder).is_absolute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_named_by_home_or_by_an_absolute_folder() {
        let os = |text: &'static str| Some(OsStr::new(text));
        assert!(is_placed(os("/home/ana"), None));
        assert!(is_placed(None, os("/srv/data")));
        assert!(!is_placed(os(""), os("data")));
        assert!(!is_placed(None, None));
    }

    #[test]
    fn without_a_home_the_error_names_the_flag() {
        let error = homeless("the desk", "--db FILE");
        assert_eq!(
            error.one_line(),
            "HOME is not set, so there is no place for the desk; set HOME, or use --db FILE"
        );
    }
}
