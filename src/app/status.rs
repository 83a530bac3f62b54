//! The status row and the toasts: what is true now, what can be undone, what went wrong.

use std::time::Duration;

use super::event::Now;
use crate::error::Error;

/// How long a notice stays; an error stays until it is put away.
const NOTICE_FOR: Duration = Duration::from_secs(4);

/// Something that happened without a key, or went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// What happened, one sentence.
    pub text: String,
    /// What to do about it.
    pub cures: Vec<String>,
    /// True for what went wrong.
    pub error: bool,
    until: Option<Duration>,
}

/// What the status row says, and the toasts above it.
#[derive(Clone, Debug, Default)]
pub struct Status {
    /// What is true now ("#48213 pending 10:46").
    pub text: String,
    /// True if the text says why something was not done.
    pub refused: bool,
    /// The summary of the last action that can be undone.
    pub undo: Option<String>,
    /// The summary of what was taken back last and can be done again.
    pub redo: Option<String>,
    /// Toasts, newest last; the newest is shown, the others are counted.
    pub toasts: Vec<Toast>,
}

impl Status {
    /// Says what was done or is true.
    pub fn say(&mut self, text: impl Into<String>) {
        self.text = text.into();
        self.refused = false;
    }

    /// Says why something was not done.
    pub fn refuse(&mut self, text: impl Into<String>) {
        self.text = text.into();
        self.refused = true;
    }

    /// Takes back why something was not done: the next key is another matter.
    pub fn forget_refusal(&mut self) {
        if std::mem::take(&mut self.refused) {
            self.text.clear();
        }
    }

    /// Tells of something that happened by itself.
    pub fn notice(&mut self, text: impl Into<String>, now: Now) {
        self.push(Toast {
            text: text.into(),
            cures: Vec::new(),
            error: false,
            until: Some(now.mono + NOTICE_FOR),
        });
    }

    /// Tells of a failure.
    pub fn fail(&mut self, error: &Error) {
        let mut text = error.message.clone();
        if let Some(source) = &error.source {
            text = format!("{text}: {source}");
        }
        self.push(Toast {
            text,
            cures: error.hints.clone(),
            error: true,
            until: None,
        });
    }

    fn push(&mut self, toast: Toast) {
        // The same trouble again is the same toast, not a pile of them.
        self.toasts.retain(|old| old.text != toast.text);
        self.toasts.push(toast);
    }

    /// Puts the newest toast away; false if there was none.
    pub fn dismiss(&mut self) -> bool {
        self.toasts.pop().is_some()
    }

    /// When the next toast goes by itself.
    pub fn deadline(&self) -> Option<Duration> {
        self.toasts.iter().filter_map(|toast| toast.until).min()
    }

    /// Drops toasts whose time is over.
    pub fn expire(&mut self, now: Now) {
        self.toasts
            .retain(|toast| toast.until.is_none_or(|until| until > now.mono));
    }
}
