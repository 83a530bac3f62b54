//! The person's own editor on a text.
//!
//! The editor gets a file of mode 0600 and never an argument made from ticket text; it is run
//! without a shell.

use std::io::{Read, Write};
use std::process::Command;

use crate::error::{Error, ErrorKind, Result};

/// Longest text taken back: more is no note.
const MAX_BYTES: u64 = 1 << 20;

/// Opens `$VISUAL`, `$EDITOR` or `vi` on `text`; none if the editor was left with an error.
pub(super) fn edit(text: &str) -> Result<Option<String>> {
    let command = ["VISUAL", "EDITOR"].into_iter().find_map(|name| {
        std::env::var(name)
            .ok()
            .filter(|command| !command.trim().is_empty())
    });
    let command = command.unwrap_or_else(|| "vi".to_owned());
    let mut words = command.split_whitespace();
    let program = words.next().unwrap_or("vi");
    let failed = |what: &str, error: std::io::Error| {
        Error::new(ErrorKind::Io, what)
            .caused_by(error)
            .hint("the text stands as it was")
    };
    let mut file = tempfile::Builder::new()
        .prefix("paydesk-note-")
        .suffix(".md")
        .tempfile()
        .map_err(|error| failed("cannot make a file for the editor", error))?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.flush())
        .map_err(|error| failed("cannot write the file for the editor", error))?;
    let status = Command::new(program)
        .args(words)
        .arg(file.path())
        .status()
        .map_err(|error| {
            failed(&format!("cannot start the editor `{program}`"), error)
                .hint("set VISUAL or EDITOR")
        })?;
    if !status.success() {
        return Ok(None);
    }
    // By name, because many editors write a new file and rename it.
    let mut bytes = Vec::new();
    std::fs::File::open(file.path())
        .and_then(|file| file.take(MAX_BYTES).read_to_end(&mut bytes))
        .map_err(|error| failed("cannot read back what the editor wrote", error))?;
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}
