//! Brings the stored clocks of every ticket to the policies that hold.
//!
//! Runs on the caller's thread and blocks; the store does it in pieces that never hold a person up.
//! Cancelled between pieces it keeps those that are done, and the next run goes on behind them.

use super::{CancelToken, OnProgress, Progress};
use crate::domain::moment;
use crate::error::{Error, ErrorKind, Result};
use crate::store::Store;

/// Computes the clocks of all tickets anew if the policies, hours or switches have changed since;
/// returns how many tickets were looked at.
pub fn recompute(store: &Store, cancel: &CancelToken, progress: OnProgress<'_>) -> Result<u64> {
    let mut done = 0;
    loop {
        if cancel.is_cancelled() {
            let message = format!(
                "stopped while computing clocks by the changed policies; {} tickets are done",
                moment::count(done)
            );
            return Err(Error::new(ErrorKind::Interrupted, message).hint("run it again to go on"));
        }
        match store.recompute_clocks()? {
            Some(seen) => done += seen,
            None => return Ok(done),
        }
        progress(Progress {
            what: "computing clocks by the changed policies".to_owned(),
            done,
            total: None,
            unit: "tickets",
        });
    }
}
