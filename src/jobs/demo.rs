//! Builds the sample desk of `paydesk demo`: deterministic in its seed.

use crate::domain::Instant;
use crate::error::{Error, ErrorKind, Result};
use crate::jobs::{CancelToken, OnProgress};
use crate::store::Store;

/// The moment the sample desk is at unless `--now` says otherwise: Monday 27 April 2026, 10:47 CEST.
pub const MOMENT: &str = "2026-04-27T08:47:00Z";

/// Fills `store` with `tickets` tickets of a provider of local payment methods; returns how many tickets were made.
pub fn build(
    store: &Store,
    tickets: u64,
    seed: u64,
    now: Instant,
    cancel: &CancelToken,
    progress: OnProgress<'_>,
) -> Result<u64> {
    let _ = (store, tickets, seed, now, cancel, progress);
    Err(Error::new(ErrorKind::Internal, "demo under construction"))
}
