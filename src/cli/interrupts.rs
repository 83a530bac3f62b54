//! What a signal does to a command: between its steps it ends at once, within a step the step is
//! finished or rolled back first. Exit code 130 either way.
//!
//! The workbench has its own rules, so nothing is watched while it is open.

#[cfg(unix)]
pub(super) use watching::{Interrupts, prepare_process};

#[cfg(unix)]
mod watching {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    use signal_hook::SigId;
    use signal_hook::consts::{SIGINT, SIGTERM, SIGXFSZ};
    use signal_hook::{flag, low_level};

    use crate::error::ErrorKind;
    use crate::jobs::CancelToken;

    /// Sets what holds for the whole process: a full quota is an error like a full disk and does
    /// not kill, and a crash leaves no memory on disk.
    pub(crate) fn prepare_process() {
        // Both are precautions: where the system refuses them the command works as well.
        drop(flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false))));
        let maximum = getrlimit(Resource::Core).maximum;
        let none = Rlimit {
            current: Some(0),
            maximum,
        };
        let _ = setrlimit(Resource::Core, none);
    }

    /// Watches SIGINT and SIGTERM until it is dropped.
    #[derive(Debug)]
    pub(crate) struct Interrupts {
        cancel: CancelToken,
        idle: Arc<AtomicBool>,
        handlers: Vec<SigId>,
    }

    impl Interrupts {
        /// Begins to watch.
        pub(crate) fn watch() -> std::io::Result<Self> {
            let cancel = CancelToken::default();
            let idle = Arc::new(AtomicBool::new(true));
            let code = i32::from(ErrorKind::Interrupted.exit_code());
            let mut handlers = Vec::new();
            for signal in [SIGINT, SIGTERM] {
                // In this order: the first signal asks for the end, the second does not ask.
                for condition in [Arc::clone(&idle), cancel.flag()] {
                    handlers.push(flag::register_conditional_shutdown(
                        signal, code, condition,
                    )?);
                }
                handlers.push(flag::register(signal, cancel.flag())?);
            }
            Ok(Self {
                cancel,
                idle,
                handlers,
            })
        }

        /// Does a step that a signal must not cut in the middle; it may look at the token.
        pub(crate) fn shield<T>(&self, step: impl FnOnce(&CancelToken) -> T) -> T {
            self.idle.store(false, Ordering::Relaxed);
            let result = step(&self.cancel);
            self.idle.store(true, Ordering::Relaxed);
            result
        }

        /// True if a signal came during a step.
        pub(crate) fn is_requested(&self) -> bool {
            self.cancel.is_cancelled()
        }
    }

    impl Drop for Interrupts {
        fn drop(&mut self) {
            for handler in self.handlers.drain(..) {
                low_level::unregister(handler);
            }
        }
    }
}

#[cfg(not(unix))]
pub(super) use ignoring::{Interrupts, prepare_process};

/// Without Unix signals the console ends the process by itself.
#[cfg(not(unix))]
mod ignoring {
    use crate::jobs::CancelToken;

    /// There is nothing to prepare.
    pub(crate) fn prepare_process() {}

    /// Watches nothing.
    #[derive(Debug, Default)]
    pub(crate) struct Interrupts(CancelToken);

    impl Interrupts {
        /// Begins to watch nothing.
        pub(crate) fn watch() -> std::io::Result<Self> {
            Ok(Self::default())
        }

        /// Does a step.
        pub(crate) fn shield<T>(&self, step: impl FnOnce(&CancelToken) -> T) -> T {
            step(&self.0)
        }

        /// Never true.
        pub(crate) fn is_requested(&self) -> bool {
            self.0.is_cancelled()
        }
    }
}
