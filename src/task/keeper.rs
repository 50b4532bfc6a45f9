//! The one thread that writes and drops this window's copy, so that what is said last is done last.

use super::copies::{self, Kept, Saving};
use crate::report::{Report, file};
use crate::storage::{Stamp, Storage};
use crate::template::Template;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// How long a change waits for others before it is kept. Well within the second that may be lost.
const PAUSE: Duration = Duration::from_millis(250);
/// How long after a failure the copy is tried again.
const RETRY: Duration = Duration::from_secs(2);
/// How long a saving waits for its copy.
const PATIENCE: Duration = Duration::from_secs(3);

/// Unsaved work as the window has it.
#[derive(Debug, Clone)]
pub struct Work {
    pub path: Option<PathBuf>,
    /// How its file stood when the work began.
    pub stamp: Option<Stamp>,
    pub report: Arc<Report>,
    pub template: Arc<Template>,
}

/// A way to speak to the thread. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Keeper {
    orders: Sender<Order>,
    trouble: Arc<Mutex<Option<String>>>,
}

#[derive(Debug)]
enum Order {
    Keep(Box<Work>),
    /// Keep this before it is saved to this path.
    Save(Box<Work>, PathBuf, Sender<()>),
    Adopt(PathBuf),
    Drop,
    Forget(PathBuf),
    Flush(Sender<()>),
}

impl Keeper {
    /// Starts the thread that keeps the copy at a path; `None` when the system gives no thread.
    pub fn start(storage: Storage, own: PathBuf) -> Option<Keeper> {
        let (orders, received) = channel();
        let trouble = Arc::new(Mutex::new(None));
        let mut desk = Desk {
            storage,
            own,
            waiting: None,
            saving: None,
            adopted: Vec::new(),
            trouble: Arc::clone(&trouble),
        };
        let thread = thread::Builder::new().name("nianbao copies".to_owned());
        thread.spawn(move || desk.run(&received)).ok()?;
        Some(Keeper { orders, trouble })
    }

    /// Keeps this work, within a second.
    pub fn keep(&self, work: Work) {
        self.order(Order::Keep(Box::new(work)));
    }

    /// Keeps this work before it is saved to a path, so that the next start knows whether the saving went through.
    pub fn keep_before_saving(&self, work: Work, path: PathBuf) -> KeptBefore {
        let (done, finished) = channel();
        self.order(Order::Save(Box::new(work), path, done));
        KeptBefore(finished)
    }

    /// The work in this older copy is open here now: it goes once the work is in the own copy, or saved.
    pub fn adopt(&self, copy: PathBuf) {
        self.order(Order::Adopt(copy));
    }

    /// The work stands in its file, or was given up: nothing is to be kept any more.
    pub fn drop_copy(&self) {
        self.order(Order::Drop);
    }

    /// An older copy is not wanted.
    pub fn forget(&self, copy: PathBuf) {
        self.order(Order::Forget(copy));
    }

    /// Waits until everything that was said so far is done, but not for ever. The program ends behind it, so that a slow
    /// disk is given more time than a saving is kept waiting.
    pub fn flush(&self) {
        let (done, finished) = channel();
        self.order(Order::Flush(done));
        let _ = finished.recv_timeout(4 * PATIENCE);
    }

    /// Why the copy could not be written last, told once.
    pub fn trouble(&self) -> Option<String> {
        self.trouble.lock().ok()?.take()
    }

    fn order(&self, order: Order) {
        // The thread ends only with its last speaker.
        let _ = self.orders.send(order);
    }
}

/// Comes once the work is kept.
#[derive(Debug)]
pub struct KeptBefore(Receiver<()>);

impl KeptBefore {
    /// Waits for it, but not for ever: saving matters more.
    pub fn wait(&self) {
        let _ = self.0.recv_timeout(PATIENCE);
    }
}

struct Desk {
    storage: Storage,
    own: PathBuf,
    /// What is to be written, and when.
    waiting: Option<(Work, Instant)>,
    /// The saving that began last.
    saving: Option<Saving>,
    /// Older copies whose work is open here.
    adopted: Vec<PathBuf>,
    trouble: Arc<Mutex<Option<String>>>,
}

impl Desk {
    fn run(&mut self, orders: &Receiver<Order>) {
        loop {
            let order = match &self.waiting {
                Some((_, due)) => {
                    orders.recv_timeout(due.saturating_duration_since(Instant::now()))
                }
                None => orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match order {
                Ok(Order::Keep(work)) => {
                    let due = self.waiting.take().map(|waiting| waiting.1);
                    let due = due.unwrap_or_else(|| Instant::now() + PAUSE);
                    self.waiting = Some((*work, due));
                }
                Ok(Order::Save(work, path, done)) => {
                    let text = file::to_text(&work.template, &work.report);
                    let stamp = Stamp::of(text.as_bytes());
                    self.saving = Some(Saving { path, stamp });
                    self.waiting = Some((*work, Instant::now()));
                    self.write();
                    let _ = done.send(());
                }
                Ok(Order::Adopt(copy)) => self.adopted.push(copy),
                Ok(Order::Drop) => self.drop_copies(),
                Ok(Order::Forget(copy)) => drop(self.storage.remove(&copy)),
                Ok(Order::Flush(done)) => {
                    self.write();
                    let _ = done.send(());
                }
                Err(RecvTimeoutError::Timeout) => self.write(),
                Err(RecvTimeoutError::Disconnected) => return self.write(),
            }
        }
    }

    fn write(&mut self) {
        let Some((work, _)) = self.waiting.take() else {
            return;
        };
        let kept = Kept {
            path: work.path.clone(),
            stamp: work.stamp,
            saving: self.saving.clone(),
            took_over: self.adopted.clone(),
            report: file::to_text(&work.template, &work.report),
        };
        match copies::keep(&self.storage, &self.own, &kept) {
            Ok(()) => {
                for copy in self.adopted.drain(..) {
                    let _ = self.storage.remove(&copy);
                }
            }
            Err(error) => {
                if let Ok(mut trouble) = self.trouble.lock() {
                    *trouble = Some(format!("未保存的内容没有留下副本，请尽快保存：{error}"));
                }
                self.waiting = Some((work, Instant::now() + RETRY));
            }
        }
    }

    fn drop_copies(&mut self) {
        (self.waiting, self.saving) = (None, None);
        let _ = self.storage.remove(&self.own);
        for copy in self.adopted.drain(..) {
            let _ = self.storage.remove(&copy);
        }
    }
}
