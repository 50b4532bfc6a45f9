//! Keeping unsaved work: the recovery copy is written from time to time, given up when it is not needed, and restored.

use crate::app::App;
use crate::app::files::intent::file_name;
use crate::app::files::pipeline;
use crate::app::files::recovery::{self, Kept};
use crate::storage::Storage;
use eframe::egui;
use std::time::Duration;

/// How long unsaved work waits before it is kept in the recovery copy.
const KEEP_SECONDS: f64 = 30.0;

impl App {
    /// Keeps unsaved work in the recovery copy from time to time; never while an input method composes.
    pub(in crate::app) fn keep_copy(&mut self, ctx: &egui::Context, composing: bool) {
        let (Some(recovery), Some(state)) = (&self.files.recovery, &self.state) else {
            return;
        };
        let now = ctx.input(|input| input.time);
        if !state.is_unsaved() {
            if self.files.kept_revision.take().is_some() {
                recovery.forget();
            }
            self.files.unkept_since = None;
            return;
        }
        if self.files.kept_revision == Some(state.revision()) || composing {
            return;
        }
        let waited = now - *self.files.unkept_since.get_or_insert(now);
        if waited < KEEP_SECONDS {
            ctx.request_repaint_after(Duration::from_secs_f64(KEEP_SECONDS - waited));
            return;
        }
        self.files.unkept_since = None;
        self.files.kept_revision = Some(state.revision());
        let (file, path) = (recovery.own().to_owned(), state.path.clone());
        let report = state.report().clone();
        std::thread::spawn(move || {
            if let Ok(report) = pipeline::to_text(&report) {
                let _ = recovery::keep(&file, &Kept { path, report });
            }
        });
    }

    /// Opens what an earlier start left behind.
    pub(in crate::app) fn restore(&mut self, left: &recovery::Left) {
        let path = left.kept.path.clone();
        let name = path.as_deref().map_or("恢复的报告".to_owned(), file_name);
        match pipeline::from_text(&left.kept.report, &name) {
            Ok(report) => {
                let stamp = path
                    .as_deref()
                    .and_then(|path| Storage::default().stamp(path));
                if self.open_report(report, path, stamp, false) {
                    recovery::forget(&left.file);
                    self.files.unkept_since = Some(0.0);
                    self.notice = "已恢复，请检查并保存".to_owned();
                }
            }
            Err(problem) => self.tell("不能恢复", problem),
        }
    }

    /// The recovery copy is not needed any more.
    pub(in crate::app) fn forget_copy(&mut self) {
        if let Some(recovery) = &self.files.recovery {
            recovery.forget();
        }
        self.files.kept_revision = None;
        self.files.unkept_since = None;
    }
}
