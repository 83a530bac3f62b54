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
    let mut done = settle(store, cancel, progress)?;
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

/// Works out what an import that was cut short, or an upgrade, has left behind its rows.
fn settle(store: &Store, cancel: &CancelToken, progress: OnProgress<'_>) -> Result<u64> {
    let pass = store.settle(&mut |done, total| {
        if total > 0 {
            progress(Progress {
                what: "working out words and clocks".to_owned(),
                done,
                total: Some(total),
                unit: "tickets",
            });
        }
        !cancel.is_cancelled()
    })?;
    Ok(pass.done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_how_far_it_is_and_stops_when_asked() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("desk.db")).unwrap();
        let cancel = CancelToken::default();
        let mut steps = Vec::new();
        let mut note = |step: Progress| steps.push(step.done);
        assert_eq!(recompute(&store, &cancel, &mut note).unwrap(), 0);
        assert_eq!(steps, [0]);
        cancel.cancel();
        let stopped = recompute(&store, &cancel, &mut |_step| {}).unwrap_err();
        assert_eq!(stopped.kind, ErrorKind::Interrupted);
    }
}
