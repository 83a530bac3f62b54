//! What is copied: to the terminal by OSC 52, and into a file that any shell can read.
//!
//! Whether a terminal takes an OSC 52 it never says; a multiplexer may swallow it. So the file is
//! always written, readable by its owner alone.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use crate::error::{Error, ErrorKind, Result};

/// The digits of base 64 (RFC 4648).
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// What sets a terminal's clipboard to a text.
pub(super) fn sequence(text: &str) -> String {
    format!("\x1b]52;c;{}\x07", base64(text.as_bytes()))
}

/// False in GNU screen: it cuts long sequences and shows the rest as text.
pub(super) fn is_understood(variable: impl Fn(&str) -> Option<String>) -> bool {
    let is_set = |name| variable(name).is_some_and(|value| !value.is_empty());
    !is_set("STY") || is_set("TMUX")
}

/// Writes the text into the file that holds what was copied last.
pub(super) fn keep(file: &Path, text: &str) -> Result<()> {
    let written = || {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        options.open(file)?.write_all(text.as_bytes())
    };
    written().map_err(|error| {
        let message = format!("cannot write {}", file.display());
        Error::new(ErrorKind::Io, message).caused_by(error)
    })
}

fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let digit = usize::try_from(group >> (18 - 6 * place) & 63).unwrap_or(0);
            let digit = DIGITS.get(digit).copied().filter(|_| place <= chunk.len());
            out.push(char::from(digit.unwrap_or(b'=')));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_64_is_as_the_standard_has_it() {
        for (text, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
            ("Zoë 退款", "Wm/DqyDpgIDmrL4="),
        ] {
            assert_eq!(base64(text.as_bytes()), coded, "{text}");
        }
        assert_eq!(sequence("f"), "\x1b]52;c;Zg==\x07");
    }

    #[test]
    fn the_file_holds_what_was_copied_last_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state").join("clipboard");
        keep(&file, "a longer text").unwrap();
        keep(&file, "#48213").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "#48213");
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn screen_alone_is_not_asked() {
        let with =
            |set: &'static str| is_understood(move |name| (name == set).then(|| "1".to_owned()));
        assert!(with("TMUX") && with("") && !with("STY"));
    }
}
