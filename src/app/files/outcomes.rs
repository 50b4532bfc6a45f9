//! What a finished job changes in the window: an open report, a saved file, a sentence.

use crate::app::App;
use crate::app::files::dialogs::Purpose;
use crate::app::files::intent::Outcome;
use crate::app::files::pipeline::{Arrival, Refusal};
use crate::app::front::modal::Modal;
use crate::import::NoteKind;
use crate::report::Report;
use crate::storage::Stamp;
use eframe::egui;
use std::path::{Path, PathBuf};

impl App {
    pub(in crate::app) fn take_in(&mut self, ctx: &egui::Context, outcome: Outcome) {
        match outcome {
            Outcome::Arrived(arrived) => match *arrived {
                Ok(arrival) => self.show_arrival(arrival),
                Err(problem) => self.tell("不能打开", problem),
            },
            Outcome::Saved {
                path,
                report,
                result,
            } => self.take_saved(ctx, path, *report, result),
            Outcome::Exported { path, result } => match result {
                Ok(Some(flaws)) => self.take_exported(&path, &flaws),
                Ok(None) => self.notice = "已取消导出".to_owned(),
                Err(problem) => self.tell("没有导出", problem),
            },
            Outcome::Printed(Ok(())) => {
                self.notice = "已交给系统的阅读程序，请在那里打印".to_owned();
            }
            Outcome::Printed(Err(problem)) => self.tell("没有打印", problem),
        }
    }

    fn take_exported(&mut self, path: &Path, flaws: &[String]) {
        self.notice = format!("已导出 {}", path.display());
        if !flaws.is_empty() {
            self.tell("文件已导出，但是不完整", flaws.join("\n"));
        }
    }

    fn take_saved(
        &mut self,
        ctx: &egui::Context,
        path: PathBuf,
        report: Report,
        result: Result<Option<Stamp>, Refusal>,
    ) {
        match result {
            Ok(stamp) => {
                self.notice = format!("已保存 {}", path.display());
                self.files.stamp = stamp;
                if let Some(state) = &mut self.state {
                    state.mark_saved(path, report);
                }
                self.remember();
                if let Some(intent) = self.files.intent.take() {
                    self.intend(ctx, intent);
                }
            }
            Err(Refusal::ChangedOnDisk) => self.modal = Some(Modal::ChangedOnDisk { path }),
            Err(Refusal::Exists) => {
                let purpose = Purpose::SaveAs;
                self.modal = Some(Modal::Exists { path, purpose });
            }
            Err(Refusal::Other(problem)) => {
                self.files.intent = None;
                self.tell("没有保存", problem);
            }
        }
    }

    pub(in crate::app) fn show_arrival(&mut self, arrival: Arrival) {
        let is_blank = arrival.path.is_none() && arrival.notes.is_empty();
        let saved = arrival.path.is_some() || is_blank;
        if self.open_report(arrival.report, arrival.path, arrival.stamp, saved) {
            self.panels.notes = arrival.notes;
            // What needs a look comes before what went well.
            self.panels
                .notes
                .sort_by_key(|note| note.kind == NoteKind::Filled);
        }
    }
}
