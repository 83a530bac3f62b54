//! The one error: what happened, where, and what to do, rendered the same for both doors.
//!
//! The command line prints [`Error::one_line`]; a toast shows the same words. Text that an
//! error quotes from outside (file names, values) is made safe when it is rendered.

use std::fmt;

/// What sort of failure it is; decides the exit code and whether trying again can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The command line or configuration is wrong (exit 2).
    Usage,
    /// A rule of the desk says no (exit 1).
    Refused,
    /// What was named does not exist (exit 1).
    Missing,
    /// A file or other input is not what it should be (exit 1).
    Input,
    /// Reading or writing failed (exit 1).
    Io,
    /// Another process holds the store (exit 1; trying again helps).
    Busy,
    /// The store is damaged, foreign or newer than this program (exit 1).
    Store,
    /// The person or a signal stopped it (exit 130).
    Interrupted,
    /// A defect of paydesk (exit 1).
    Internal,
}

impl ErrorKind {
    /// The exit code of the contract.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Usage => 2,
            Self::Interrupted => 130,
            _ => 1,
        }
    }
}

/// A failure with its cause and cure.
#[derive(Debug)]
pub struct Error {
    /// What sort of failure.
    pub kind: ErrorKind,
    /// What happened and where, one sentence without a full stop.
    pub message: String,
    /// What caused it, if another library said so.
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
    /// What to do, best first.
    pub hints: Vec<String>,
}

/// A result with [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error of this kind.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            source: None,
            hints: Vec::new(),
        }
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds what caused it.
    #[must_use]
    pub fn caused_by(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The whole error as one line, made safe for a terminal: `message: cause; hint; hint`.
    pub fn one_line(&self) -> String {
        let mut line = self.message.clone();
        if let Some(source) = &self.source {
            line.push_str(": ");
            line.push_str(&source.to_string());
        }
        for hint in &self.hints {
            line.push_str("; ");
            line.push_str(hint);
        }
        crate::domain::text::line(&line).into_owned()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.one_line())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source
            .as_ref()
            .map(|source| &**source as &(dyn std::error::Error + 'static))
    }
}

impl From<crate::domain::Refusal> for Error {
    fn from(refusal: crate::domain::Refusal) -> Self {
        let kind = if refusal.missing {
            ErrorKind::Missing
        } else {
            ErrorKind::Refused
        };
        let error = Self::new(kind, refusal.reason.trim_end_matches('.'));
        match refusal.cure {
            Some(cure) => error.hint(cure),
            None => error,
        }
    }
}
