//! Keeping unsaved work: each change goes to the keeper at once, saved work is dropped, left work is restored.

use crate::app::App;
use crate::app::files::differing::Differing;
use crate::app::front::modal::Modal;
use crate::session::State;
use crate::task::copies::{self, Left};
use crate::task::in_use::{self, InUse};
use crate::task::keeper::{Keeper, KeptBefore, Work};
use eframe::egui;
use std::path::{Path, PathBuf};

impl App {
    /// Speaks to the thread that keeps copies; a program that is told to end flushes it.
    pub fn keeper(&self) -> Option<Keeper> {
        self.files.keeper.clone()
    }

    /// Tells the keeper what changed since it was told last.
    pub(in crate::app) fn keep_copy(&mut self) {
        let Some(keeper) = &self.files.keeper else {
            return;
        };
        if let Some(trouble) = keeper.trouble() {
            self.notice = trouble;
        }
        let Some(state) = &self.state else {
            return;
        };
        let now = (self.files.sitting, state.revision());
        if !state.is_unsaved() {
            // The file was written before this is said, and the keeper does what is said last, last.
            if self.files.kept.take().is_some() {
                keeper.drop_copy();
            }
        } else if self.files.kept != Some(now) {
            keeper.keep(self.work(state));
            self.files.kept = Some(now);
        }
    }

    /// The open report goes to the keeper before it is saved to a path.
    pub(in crate::app) fn keep_before_saving(&mut self, path: &Path) -> Option<KeptBefore> {
        let (keeper, state) = (self.files.keeper.as_ref()?, self.state.as_ref()?);
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let kept = keeper.keep_before_saving(self.work(state), path);
        self.files.kept = Some((self.files.sitting, state.revision()));
        Some(kept)
    }

    fn work(&self, state: &State) -> Work {
        // The next start may have another working folder.
        let whole = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
        Work {
            path: state.path.as_ref().map(whole),
            stamp: self.files.stamp,
            report: state.shared_report(),
            template: state.template().clone(),
        }
    }

    /// Offers what an earlier start left behind, one after the other. A file that is to be opened waits for what was
    /// left of it, so that nobody works on without it.
    pub(in crate::app) fn offer_recovery(&mut self) {
        if self.modal.is_some() || self.state.is_some() || self.files.jobs.is_busy() {
            return;
        }
        let Some(left) = self.next_left() else {
            return;
        };
        match copies::restore(&self.files.office, &left) {
            Ok(restored) if restored.is_saved => self.forget_left(left),
            Ok(restored) => {
                let (template, report) = (&restored.opened.template, &restored.opened.report);
                let differing = |found: &Vec<_>| Differing::of(template, report, found, "副本");
                let changed = restored.changed.as_ref().map(differing);
                self.modal = Some(Modal::Recovery { left, changed });
            }
            Err(problem) => self.tell("不能恢复", problem.to_string()),
        }
    }

    /// The newest copy that was left behind; with a file that is to be opened the newest of that file.
    fn next_left(&mut self) -> Option<Left> {
        let storage = &self.files.office.storage;
        let index = match &self.files.open {
            None => 0,
            Some(wanted) => self.files.left.iter().position(|left| {
                let belongs = |path: &PathBuf| storage.is_same(path, wanted);
                let saving = left.kept.saving.as_ref().map(|saving| &saving.path);
                left.kept.path.as_ref().is_some_and(belongs) || saving.is_some_and(belongs)
            })?,
        };
        (index < self.files.left.len()).then(|| self.files.left.remove(index))
    }

    /// Opens what an earlier start left behind. Its copy stays until this window has written its own.
    pub(in crate::app) fn restore(&mut self, left: Left) {
        let opened = match copies::restore(&self.files.office, &left) {
            Ok(restored) => restored.opened,
            Err(problem) => return self.tell("不能恢复", problem.to_string()),
        };
        let path = opened.path.clone();
        if !self.open_report(opened, false) {
            return;
        }
        if let Some(keeper) = &self.files.keeper {
            keeper.adopt(left.file);
        }
        self.files.open = None;
        self.notice = "已恢复，请检查并保存".to_owned();
        let claim = |path: &PathBuf| in_use::claim_at_once(&self.files.office.storage, path);
        match path.as_ref().map(claim) {
            Some(InUse::Free(hold)) => self.files.held = hold.map(Into::into),
            Some(InUse::Taken(who)) => {
                self.notice = format!("已恢复；{who}，请另存为别的文件");
                self.files.holder = Some(who);
            }
            None => {}
        }
    }

    /// Opens the file that was changed since the copy was written; the copy is offered again at the next start.
    pub(in crate::app) fn open_instead(&mut self, ctx: &egui::Context, left: &Left) {
        if let Some(path) = left.kept.path.clone() {
            self.files.open = None;
            self.open_path(ctx, path);
        }
    }

    /// The copy that an earlier start left behind is not wanted.
    pub(in crate::app) fn forget_left(&mut self, left: Left) {
        if let Some(keeper) = &self.files.keeper {
            keeper.forget(left.file);
        }
    }

    /// The copy of the open report is not needed any more.
    pub(in crate::app) fn forget_copy(&mut self) {
        if self.files.kept.take().is_some()
            && let Some(keeper) = &self.files.keeper
        {
            keeper.drop_copy();
        }
    }

    /// The program ends: what is unsaved is in the copy before it does.
    pub(in crate::app) fn end_keeping(&mut self) {
        if self.files.quits {
            self.forget_copy();
        } else {
            self.keep_copy();
        }
        if let Some(keeper) = &self.files.keeper {
            keeper.flush();
        }
    }
}
