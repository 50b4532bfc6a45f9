//! How a task tells its stages, and how it is stopped before it has changed anything.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use thiserror::Error;

/// Shared by a running task and whoever waits for it.
#[derive(Debug, Clone, Default)]
pub struct Cancellation {
    stage: Arc<AtomicUsize>,
    cancelled: Arc<AtomicBool>,
    /// The task writes; from here on it goes through to its end.
    decided: Arc<AtomicBool>,
}

/// The task was stopped before it changed anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("已取消，没有写入任何文件。")]
pub struct Cancelled;

impl Cancellation {
    /// Asks the task to stop before its next stage. `false` when it writes already: then it goes through.
    pub fn cancel(&self) -> bool {
        self.cancelled.store(true, Ordering::SeqCst);
        !self.decided.load(Ordering::SeqCst)
    }

    /// The next stage begins.
    ///
    /// # Errors
    /// When the task should stop.
    pub fn proceed(&self) -> Result<(), Cancelled> {
        self.stage.fetch_add(1, Ordering::Relaxed);
        match self.cancelled.load(Ordering::SeqCst) {
            true => Err(Cancelled),
            false => Ok(()),
        }
    }

    /// The task begins to write and cannot be stopped any more.
    ///
    /// # Errors
    /// When it was stopped before.
    pub fn decide(&self) -> Result<(), Cancelled> {
        self.decided.store(true, Ordering::SeqCst);
        match self.cancelled.load(Ordering::SeqCst) {
            true => {
                self.decided.store(false, Ordering::SeqCst);
                Err(Cancelled)
            }
            false => Ok(()),
        }
    }

    /// How many stages have ended.
    pub fn stage(&self) -> usize {
        self.stage.load(Ordering::Relaxed)
    }
}
