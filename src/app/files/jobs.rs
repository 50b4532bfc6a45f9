//! Work beside the window: one queue, one job at a time in a thread of its own, in the order in which it was asked for.

use crate::app::files::intent::Intent;
use crate::app::files::outcome::Outcome;
use crate::task::Cancellation;
use crate::task::open::Copied;
use eframe::egui;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

/// Something to be done beside the window. What it works on is taken when its turn comes.
#[derive(Debug)]
pub enum Order {
    /// Open a report, or import it when it is none of the program's own.
    Open(PathBuf),
    /// Import one of the reports that a file holds, counted from 1.
    OneOf(PathBuf, usize),
    /// Import what was copied in another program.
    ImportCopied(Copied),
    LastYear(PathBuf),
    Save(Save),
    Export(PathBuf),
    Print,
    /// Hand a file or folder to the system.
    Show(PathBuf),
}

/// A report to be saved.
#[derive(Debug)]
pub struct Save {
    /// The sitting whose report it is.
    pub sitting: u64,
    /// Another file than its own, which the user has agreed to write over.
    pub elsewhere: Option<PathBuf>,
    /// Over its own file, whatever stands there by now.
    pub anything: bool,
    /// What is to be done once it is saved.
    pub then: Option<Intent>,
}

/// The work that goes on and the work that waits.
#[derive(Debug, Default)]
pub struct Jobs {
    running: Option<Job>,
    waiting: VecDeque<Order>,
}

/// A running job.
#[derive(Debug)]
pub struct Job {
    /// What is being done, as the status line says it.
    pub label: String,
    cancellation: Cancellation,
    stages: &'static [&'static str],
    receiver: Receiver<Outcome>,
}

/// What a look at the jobs found.
#[derive(Debug)]
pub enum Progress {
    Idle,
    Running,
    Done(Box<Outcome>),
    /// The work with this label ended without an outcome.
    Failed(String),
}

impl Jobs {
    /// Puts something behind all that waits. A report that waits to be saved is saved once.
    pub fn add(&mut self, order: Order) {
        if let Order::Save(new) = &order {
            self.waiting.retain(|waiting| match waiting {
                Order::Save(old) => {
                    let same = old.sitting == new.sitting && old.elsewhere == new.elsewhere;
                    !same || old.then.is_some()
                }
                _ => true,
            });
        }
        self.waiting.push_back(order);
    }

    /// Takes back what waits to be done with a file; whether there was any.
    pub fn withdraw(&mut self, file: &Path) -> bool {
        let before = self.waiting.len();
        self.waiting.retain(|order| match order {
            Order::Open(path)
            | Order::OneOf(path, _)
            | Order::LastYear(path)
            | Order::Export(path) => path != file,
            Order::Save(save) => save.elsewhere.as_deref() != Some(file),
            Order::ImportCopied(_) | Order::Print | Order::Show(_) => true,
        });
        self.waiting.len() < before
    }

    pub fn is_busy(&self) -> bool {
        self.running.is_some() || !self.waiting.is_empty()
    }

    /// The job that goes on.
    pub fn running(&self) -> Option<&Job> {
        self.running.as_ref()
    }

    /// What is to be started now: the first that waits, once nothing goes on.
    pub fn next_order(&mut self) -> Option<Order> {
        match self.running {
            Some(_) => None,
            None => self.waiting.pop_front(),
        }
    }

    /// Starts work in a thread of its own; the window is woken when it is done.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        &mut self,
        ctx: &egui::Context,
        label: &str,
        stages: &'static [&'static str],
        work: impl FnOnce(&Cancellation) -> Outcome + Send + 'static,
    ) -> std::io::Result<()> {
        let cancellation = Cancellation::default();
        let (sender, receiver) = channel();
        let (ctx, seen) = (ctx.clone(), cancellation.clone());
        thread::Builder::new()
            .name("nianbao job".to_owned())
            .spawn(move || {
                let outcome = work(&seen);
                let _ = sender.send(outcome);
                ctx.request_repaint();
            })?;
        self.running = Some(Job {
            label: label.to_owned(),
            cancellation,
            stages,
            receiver,
        });
        Ok(())
    }

    /// Looks whether the work is done, without waiting.
    pub fn progress(&mut self) -> Progress {
        let Some(job) = &self.running else {
            return Progress::Idle;
        };
        let progress = match job.receiver.try_recv() {
            Ok(outcome) => Progress::Done(Box::new(outcome)),
            Err(TryRecvError::Empty) => return Progress::Running,
            Err(TryRecvError::Disconnected) => Progress::Failed(job.label.clone()),
        };
        self.running = None;
        progress
    }

    /// Stops the job that goes on; what it brings is not wanted any more. `None` when none goes on, else its label and
    /// whether it could still be stopped: one that writes goes through to its end.
    pub fn cancel(&mut self) -> Option<(String, bool)> {
        let job = self.running.as_ref()?;
        let (label, stopped) = (job.label.clone(), job.cancellation.cancel());
        if stopped {
            self.running = None;
        }
        Some((label, stopped))
    }
}

impl Job {
    /// The stage in words, and how far the work is, from 0 to 1.
    pub fn stage(&self) -> (&'static str, f32) {
        let stage = self.cancellation.stage();
        let word = self.stages.get(stage).copied().unwrap_or_default();
        let done = (stage as f32 + 0.5) / self.stages.len().max(1) as f32;
        (word, done.min(1.0))
    }
}
