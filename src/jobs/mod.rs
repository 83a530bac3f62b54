//! Long work: cancellable, with progress, on a thread of its own.

pub mod batch;
pub mod clocks;
pub mod demo;
pub mod import;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Asks a job to stop; it does at its next step and says what it kept.
#[derive(Clone, Debug, Default)]
pub struct CancelToken(Arc<AtomicBool>);

impl CancelToken {
    /// Asks for the stop.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// The flag itself, for a signal handler, which may do nothing but set one.
    pub fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.0)
    }

    /// True once it was asked for.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// How far a job is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What it is doing ("checking export.ndjson").
    pub what: String,
    /// Units done.
    pub done: u64,
    /// Units in all; none if not known.
    pub total: Option<u64>,
    /// What is counted ("bytes", "tickets").
    pub unit: &'static str,
}

/// Receives progress; called often, must be cheap.
pub type OnProgress<'a> = &'a mut dyn FnMut(Progress);
