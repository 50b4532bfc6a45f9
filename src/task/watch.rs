//! Watching over a file that is open: a thread that sees when someone else takes it over.

use super::in_use;
use crate::storage::Hold;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

/// How often the lock is looked at.
const PERIOD: Duration = Duration::from_secs(2);

/// A file that is open here, and who takes it over. The thread ends with it.
#[derive(Debug)]
pub struct Watch {
    looks: Sender<()>,
    taken: Receiver<String>,
}

impl Watch {
    /// Starts the thread; `wake` is called when there is something to be told. `None` when the system gives no thread.
    pub fn start(hold: &Hold, wake: impl Fn() + Send + 'static) -> Option<Watch> {
        let (looks, asked) = channel();
        let (tell, taken) = channel();
        let mark = hold.mark();
        let thread = thread::Builder::new().name("nianbao watch".to_owned());
        let watch = move || {
            while let Ok(()) | Err(RecvTimeoutError::Timeout) = asked.recv_timeout(PERIOD) {
                if let Some(said) = mark.successor() {
                    // A window that is gone has nobody to be told.
                    let _ = tell.send(in_use::in_words(&said));
                    return wake();
                }
            }
        };
        thread.spawn(watch).ok()?;
        Some(Watch { looks, taken })
    }

    /// Looks at once, as when the window comes to the front.
    pub fn look(&self) {
        let _ = self.looks.send(());
    }

    /// Who took the file over, and since when, in words; told once.
    pub fn taken_by(&self) -> Option<String> {
        self.taken.try_recv().ok()
    }
}
