//! Lines from standard input, waited for no longer than until something has to be said.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::os::fd::AsFd;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::error::{Error, ErrorKind, Result};

/// Longest line in bytes: more than a note may hold. One that is longer is left out whole, for its rest
/// would be taken for commands.
const MAX_LINE: usize = 128 * 1024;
/// Bytes read at a time.
const CHUNK: usize = 4096;

/// What came.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// A line, without its end.
    Line(String),
    /// A line that was too long.
    TooLong,
    /// The last line was the last.
    End,
    /// Nothing, for as long as was waited.
    Nothing,
}

/// Standard input without a buffer that would hide what has come.
#[derive(Debug)]
pub(super) struct Input {
    file: File,
    is_terminal: bool,
    bytes: Vec<u8>,
    has_ended: bool,
    /// The line that is being read is too long.
    is_too_long: bool,
}

impl Input {
    pub(super) fn open() -> Result<Self> {
        let stdin = io::stdin();
        let file = stdin.as_fd().try_clone_to_owned().map_err(failed)?;
        Ok(Self {
            file: File::from(file),
            is_terminal: stdin.is_terminal(),
            bytes: Vec::new(),
            has_ended: false,
            is_too_long: false,
        })
    }

    /// True if a person sees what is typed.
    pub(super) fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// The next line, waited for at most `patience`, or until it comes.
    pub(super) fn next(&mut self, patience: Option<Duration>) -> Result<Heard> {
        loop {
            if let Some(heard) = self.take_line() {
                return Ok(heard);
            }
            if self.has_ended {
                return Ok(Heard::End);
            }
            if !self.has_come(patience)? {
                return Ok(Heard::Nothing);
            }
            let mut chunk = [0; CHUNK];
            match self.file.read(&mut chunk) {
                Ok(0) => self.has_ended = true,
                Ok(count) => self.bytes.extend(chunk.iter().take(count)),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(failed(error)),
            }
        }
    }

    fn take_line(&mut self) -> Option<Heard> {
        let end = self.bytes.iter().position(|byte| *byte == b'\n');
        let (length, taken) = match end {
            Some(end) => (end, end + 1),
            None if self.bytes.len() > MAX_LINE => {
                self.is_too_long = true;
                self.bytes.clear();
                return None;
            }
            // The last line may lack its end.
            None if self.has_ended && (self.is_too_long || !self.bytes.is_empty()) => {
                (self.bytes.len(), self.bytes.len())
            }
            None => return None,
        };
        let line: Vec<u8> = self.bytes.drain(..taken).take(length).collect();
        if std::mem::take(&mut self.is_too_long) {
            return Some(Heard::TooLong);
        }
        let line = String::from_utf8_lossy(&line);
        Some(Heard::Line(line.trim_end_matches('\r').to_owned()))
    }

    fn has_come(&self, patience: Option<Duration>) -> Result<bool> {
        let limit = patience.map(|patience| Timespec {
            tv_sec: i64::try_from(patience.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: patience.subsec_nanos().into(),
        });
        let mut ends = [PollFd::new(&self.file, PollFlags::IN)];
        match poll(&mut ends, limit.as_ref()) {
            Ok(ready) => Ok(ready > 0),
            Err(rustix::io::Errno::INTR) => Ok(false),
            Err(error) => Err(failed(error.into())),
        }
    }
}

fn failed(error: io::Error) -> Error {
    Error::new(ErrorKind::Io, "cannot read standard input").caused_by(error)
}
