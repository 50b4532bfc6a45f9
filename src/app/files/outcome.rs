//! What a finished job brings, and what it changes in the window: an open report, a saved file, a sentence.

use crate::app::App;
use crate::app::files::dialogs::Purpose;
use crate::app::files::differing::Differing;
use crate::app::files::intent::Intent;
use crate::app::front::modal::Modal;
use crate::app::panels::account::Account;
use crate::app::panels::news::News;
use crate::app::trigger::action::Action;
use crate::report::Report;
use crate::session::State;
use crate::storage::{Hold, Stamp};
use crate::task::check::summary;
use crate::task::export::Exported;
use crate::task::{Opened, TaskError};
use eframe::egui;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a job brings back.
#[derive(Debug)]
pub enum Outcome {
    Opened(Result<Box<Arrival>, TaskError>),
    /// The file holds several reports; their titles.
    Several(PathBuf, Vec<String>),
    Saved(Saved),
    Exported(PathBuf, Result<Exported, TaskError>),
    Printed(Result<Exported, String>),
    Shown(Result<(), String>),
}

/// A report that was opened, and whether its file is free.
#[derive(Debug)]
pub struct Arrival {
    pub opened: Opened,
    pub hold: Option<Hold>,
    /// Who has it open elsewhere.
    pub taken: Option<String>,
}

/// What came of saving.
#[derive(Debug)]
pub struct Saved {
    pub sitting: u64,
    pub path: PathBuf,
    pub report: Arc<Report>,
    pub result: Result<(Stamp, Option<Hold>), TaskError>,
    /// How the file differs where someone changed it, as far as it can be read.
    pub differing: Option<Differing>,
    pub then: Option<Intent>,
}

impl Arrival {
    /// A report whose file nobody holds, or that stands in none.
    pub fn free(opened: Opened) -> Arrival {
        Arrival {
            opened,
            hold: None,
            taken: None,
        }
    }
}

impl App {
    pub(in crate::app) fn take_in(&mut self, ctx: &egui::Context, outcome: Outcome) {
        match outcome {
            Outcome::Opened(Ok(arrival)) => {
                let _ = self.take_typed(None);
                self.take_arrival(ctx, *arrival);
            }
            Outcome::Opened(Err(problem)) => {
                self.refuse_file("不能打开", None, problem.to_string());
            }
            Outcome::Several(path, titles) => {
                let _ = self.take_typed(None);
                self.ask_user(Modal::Several { path, titles });
            }
            Outcome::Saved(saved) => self.take_saved(ctx, saved),
            Outcome::Exported(path, Ok(exported)) => self.take_exported(&path, exported),
            Outcome::Exported(_, Err(TaskError::Cancelled(_))) => {
                self.notice = "已取消导出".to_owned();
            }
            Outcome::Printed(Ok(exported)) => self.take_printed(exported),
            Outcome::Shown(Ok(())) => self.notice.clear(),
            Outcome::Exported(path, Err(problem)) => {
                self.refuse_file("没有导出", Some(&path), problem.to_string());
            }
            Outcome::Printed(Err(problem)) => self.tell("没有打印", problem),
            Outcome::Shown(Err(problem)) => self.tell("没有打开", problem),
        }
    }

    /// Says what was written, and offers to look at it.
    fn take_exported(&mut self, path: &Path, exported: Exported) {
        let _ = self.take_typed(Some(path));
        self.notice = format!("已导出 {}", path.display());
        let pages = match exported.pages {
            Some(pages) => format!("，共 {pages} 页"),
            None => String::new(),
        };
        let mut ways = vec![("打开文件".to_owned(), Action::Show(path.to_owned()))];
        if let Some(folder) = path.parent() {
            ways.push(("打开文件夹".to_owned(), Action::Show(folder.to_owned())));
        }
        let mut details = [exported.flaws, exported.remarks].concat();
        let open = self.state.as_ref().map_or(&[][..], State::findings);
        if !open.is_empty() {
            details.insert(0, format!("注意，这份报告还有 {}", summary(open)));
        }
        let text = format!("已导出 {}{pages}。", path.display());
        self.panels.news = Some(News::new(text, details, ways));
    }

    /// Says where to print from, and what will be missing on paper.
    fn take_printed(&mut self, exported: Exported) {
        self.notice = "已交给系统的阅读程序，请在那里打印".to_owned();
        if !exported.flaws.is_empty() {
            let text = "交去打印的文件里，有的内容没有印出。".to_owned();
            self.panels.news = Some(News::new(text, exported.flaws, Vec::new()));
        }
    }

    fn take_saved(&mut self, ctx: &egui::Context, saved: Saved) {
        let Saved {
            sitting,
            path,
            report,
            result,
            differing,
            then,
        } = saved;
        let is_here = self.files.sitting == sitting;
        match result {
            Ok((stamp, hold)) => {
                let _ = self.take_typed(Some(&path));
                self.notice = format!("已保存 {}", path.display());
                // The report was closed meanwhile; what was opened instead is another one.
                if !is_here {
                    return;
                }
                self.files.stamp = Some(stamp);
                self.files.holder = None;
                self.files.is_theirs = false;
                if let Some(hold) = hold {
                    self.files.held = Some(hold.into());
                }
                if let Some(state) = &mut self.state {
                    state.mark_saved(path, report.as_ref().clone());
                }
                self.remember();
                if let Some(intent) = then {
                    self.intend(ctx, intent);
                }
            }
            Err(TaskError::ChangedOnDisk { .. }) if is_here => {
                self.files.is_theirs = true;
                self.ask_user(Modal::ChangedOnDisk {
                    path,
                    differing,
                    then,
                });
            }
            Err(problem) if problem.is_exists() && is_here => {
                let purpose = Purpose::SaveAs;
                self.ask_user(Modal::Exists {
                    path,
                    purpose,
                    then,
                });
            }
            Err(problem) if is_here => {
                let text = problem.to_string();
                match self.take_typed(Some(&path)) {
                    Some(typed) => self.ask_again(typed, Some(text)),
                    None => self.ask_user(Modal::NotSaved { text, then }),
                }
            }
            Err(problem) => self.tell("没有保存", problem.to_string()),
        }
    }

    /// A report has come. What was typed meanwhile into the one that is open is not thrown away for it; what the user
    /// gave up before is not asked about again.
    fn take_arrival(&mut self, ctx: &egui::Context, arrival: Arrival) {
        self.files.arrived = Some(arrival);
        let given_up = self.files.given_up.take();
        match given_up.is_some() && given_up == self.sitting_and_revision() {
            true => self.show_arrived(),
            false => self.intend(ctx, Intent::ShowArrived),
        }
    }

    /// Which report is open and how it stands now.
    pub(in crate::app) fn sitting_and_revision(&self) -> Option<(u64, u64)> {
        let revision = self.state.as_ref()?.revision();
        Some((self.files.sitting, revision))
    }

    /// Shows the report that has come; asks first when someone else has it open.
    pub(in crate::app) fn show_arrived(&mut self) {
        let Some(arrival) = self.files.arrived.take() else {
            return;
        };
        match (&arrival.taken, &arrival.opened.path) {
            (Some(who), Some(path)) => {
                let (who, path) = (who.clone(), path.clone());
                self.files.arrived = Some(arrival);
                self.ask_user(Modal::InUse { path, who });
            }
            _ => self.show(arrival.opened, arrival.hold, None),
        }
    }

    /// Shows a report that was opened. `holder` is who else has its file open.
    pub(in crate::app) fn show(
        &mut self,
        opened: Opened,
        hold: Option<Hold>,
        holder: Option<String>,
    ) {
        // Read once more, the file that is open here stays held.
        let is_same = hold.is_none() && holder.is_none();
        let path = opened.path.as_deref().filter(|_| is_same);
        let kept = match path.is_some_and(|path| self.is_open_here(path)) {
            true => self.files.held.take(),
            false => None,
        };
        let is_blank = opened.path.is_none() && opened.notes.is_empty();
        let saved = opened.path.is_some() || is_blank;
        let account = Account::of(opened.notes.clone(), opened.source_tables.clone());
        if self.open_report(opened, saved) {
            self.files.held = hold.map(Into::into).or(kept);
            self.files.holder = holder;
            self.panels.account = account;
        }
    }
}
