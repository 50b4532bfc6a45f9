//! Saving the open report: to its own file, elsewhere, never over what someone else wrote meanwhile.

use crate::app::App;
use crate::app::files::dialogs::Purpose;
use crate::app::files::differing::Differing;
use crate::app::files::intent::Intent;
use crate::app::files::jobs::{Order, Save};
use crate::app::files::outcome::{Outcome, Saved};
use crate::report::difference::differences;
use crate::storage::{Hold, Stamp, Storage};
use crate::task::in_use::{self, InUse};
use crate::task::save::{self, Expected};
use crate::task::{TaskError, open};
use eframe::egui;
use std::path::Path;

impl App {
    /// Saves to the report's file, or asks for one. `then` is what one wants to do afterwards.
    pub(in crate::app) fn save(&mut self, ctx: &egui::Context, then: Option<Intent>) {
        let has_file = self
            .state
            .as_ref()
            .is_some_and(|state| state.path.is_some());
        match has_file && !self.is_read_only() {
            true => self.save_over(ctx, false, then),
            false => self.ask(ctx, Purpose::SaveAs, then),
        }
    }

    /// Saves to the report's own file; over whatever stands there when that was agreed to.
    pub(in crate::app) fn save_over(
        &mut self,
        ctx: &egui::Context,
        anything: bool,
        then: Option<Intent>,
    ) {
        let save = Save {
            sitting: self.files.sitting,
            elsewhere: None,
            anything,
            then,
        };
        self.order(ctx, Order::Save(save));
    }

    pub(super) fn start_save(&mut self, ctx: &egui::Context, save: Save) -> std::io::Result<()> {
        let Some(state) = self
            .state
            .as_ref()
            .filter(|_| save.sitting == self.files.sitting)
        else {
            return Ok(());
        };
        let Some(path) = save.elsewhere.clone().or_else(|| state.path.clone()) else {
            return Ok(());
        };
        let own = state.path.as_deref().filter(|_| self.files.held.is_some());
        let is_held = own.is_some_and(|own| self.files.office.storage.is_same(own, &path));
        let expected = match (save.anything, self.files.stamp) {
            (true, _) => Expected::Anything,
            (false, Some(stamp)) => Expected::Stamp(stamp),
            (false, None) => Expected::Nothing,
        };
        let (office, versions) = (self.files.office.clone(), self.files.versions.clone());
        let (report, template) = (state.shared_report(), state.template().clone());
        let kept = self.keep_before_saving(&path);
        self.notice.clear();
        self.files
            .jobs
            .start(ctx, "保存", &["写入文件"], move |cancellation| {
                let result = cancellation.decide().map_err(Into::into).and_then(|()| {
                    if let Some(kept) = kept {
                        kept.wait();
                    }
                    // What stood there before the first saving is a version as well; without it one could not go back.
                    if let Some(versions) = &versions {
                        let _ = versions.keep(&path);
                    }
                    let stamp = save::save(&office, &path, &template, &report, expected)?;
                    if let Some(versions) = &versions {
                        let _ = versions.keep(&path);
                    }
                    Ok(held(&office.storage, &path, stamp, is_held))
                });
                let is_changed = matches!(result, Err(TaskError::ChangedOnDisk { .. }));
                let theirs = is_changed
                    .then(|| open::open(&office, &path).ok())
                    .flatten();
                let differing = theirs.map(|theirs| {
                    let found = differences(&template, &report, &theirs.report);
                    Differing::of(&template, &report, &found, "窗口")
                });
                Outcome::Saved(Saved {
                    sitting: save.sitting,
                    path,
                    report,
                    result,
                    differing,
                    then: save.then,
                })
            })
    }
}

/// A file that is open here from now on is marked as such for others.
fn held(storage: &Storage, path: &Path, stamp: Stamp, is_held: bool) -> (Stamp, Option<Hold>) {
    let hold = match is_held {
        true => None,
        false => match in_use::claim(storage, path) {
            InUse::Free(hold) => hold,
            InUse::Taken(_) => None,
        },
    };
    (stamp, hold)
}
