//! Work beside the window: one thread a job, with a stage to show, a way to cancel and an outcome to fetch.

use eframe::egui;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

/// A running job. Dropping it lets the work end unheard.
#[derive(Debug)]
pub struct Job<T> {
    /// What is being done, as the status line says it.
    pub label: String,
    course: Course,
    stages: &'static [&'static str],
    receiver: Receiver<T>,
}

/// What the work tells and asks while it runs.
#[derive(Debug, Clone, Default)]
pub struct Course {
    stage: Arc<AtomicUsize>,
    cancelled: Arc<AtomicBool>,
}

/// What became of a job.
#[derive(Debug, PartialEq, Eq)]
pub enum Progress<T> {
    Running,
    Done(T),
    /// The work ended without an outcome.
    Failed,
}

impl<T: Send + 'static> Job<T> {
    /// Starts the work in a thread of its own; the window is woken when it is done.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        ctx: &egui::Context,
        label: impl Into<String>,
        stages: &'static [&'static str],
        work: impl FnOnce(&Course) -> T + Send + 'static,
    ) -> std::io::Result<Job<T>> {
        let course = Course::default();
        let (sender, receiver) = channel();
        let (ctx, seen) = (ctx.clone(), course.clone());
        thread::Builder::new()
            .name("nianbao job".to_owned())
            .spawn(move || {
                let outcome = work(&seen);
                let _ = sender.send(outcome);
                ctx.request_repaint();
            })?;
        Ok(Job {
            label: label.into(),
            course,
            stages,
            receiver,
        })
    }

    /// Looks whether the work is done, without waiting.
    pub fn progress(&self) -> Progress<T> {
        match self.receiver.try_recv() {
            Ok(outcome) => Progress::Done(outcome),
            Err(TryRecvError::Empty) => Progress::Running,
            Err(TryRecvError::Disconnected) => Progress::Failed,
        }
    }
}

impl<T> Job<T> {
    /// Asks the work to stop before its next stage.
    pub fn cancel(&self) {
        self.course.cancelled.store(true, Ordering::Relaxed);
    }

    /// The stage in words, and how far the work is, from 0 to 1.
    pub fn stage(&self) -> (&'static str, f32) {
        let stage = self.course.stage.load(Ordering::Relaxed);
        let word = self.stages.get(stage).copied().unwrap_or_default();
        (word, (stage as f32 + 0.5) / self.stages.len().max(1) as f32)
    }
}

impl Course {
    /// The next stage begins; `true` when the work should stop.
    pub fn next(&self) -> bool {
        self.stage.fetch_add(1, Ordering::Relaxed);
        self.is_cancelled()
    }

    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}
