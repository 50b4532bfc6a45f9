//! What one wants to do once unsaved work is out of the way, and the jobs that follow one another.

use crate::app::App;
use crate::app::files::asking::whole;
use crate::app::files::dialogs::Purpose;
use crate::app::files::jobs::{Order, Progress};
use crate::app::front::modal::Modal;
use crate::session::State;
use eframe::egui::{self, ViewportCommand};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What one wants to do once unsaved work is out of the way. The question that asks about the work owns it, so that it
/// goes when the question is put away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    New,
    Ask(Purpose),
    Open(PathBuf),
    /// Import what was copied in another program.
    ImportCopied,
    Sample,
    /// Show the report that a job has brought.
    ShowArrived,
    CloseReport,
    Quit,
}

impl App {
    /// Does what one wants to do; asks first when there is unsaved work.
    pub(in crate::app) fn intend(&mut self, ctx: &egui::Context, intent: Intent) {
        let unsaved = self.state.as_ref().filter(|state| state.is_unsaved());
        let Some(state) = unsaved else {
            return self.proceed(ctx, intent);
        };
        let modal = Modal::Unsaved {
            name: name_of(state),
            begun: state.report().begun_answers.len(),
            intent,
        };
        self.ask_user(modal);
    }

    /// Does what one wanted to do; unsaved work has been dealt with.
    pub(in crate::app) fn proceed(&mut self, ctx: &egui::Context, intent: Intent) {
        match intent {
            Intent::New => {
                self.modal = Some(Modal::New {
                    agency: String::new(),
                    year: self.files.last_year.to_string(),
                    fresh: true,
                });
            }
            Intent::Ask(purpose) => self.ask(ctx, purpose, None),
            Intent::Open(path) => self.open_path(ctx, path),
            Intent::ImportCopied => self.import_copied(ctx),
            Intent::Sample => self.open_sample(),
            Intent::ShowArrived => self.show_arrived(),
            Intent::CloseReport => self.close_report(),
            Intent::Quit => {
                self.forget_copy();
                self.files.quits = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    /// Puts a question over the window, behind the one that stands there.
    pub(in crate::app) fn ask_user(&mut self, modal: Modal) {
        match self.modal {
            Some(_) => self.files.questions.push_back(modal),
            None => self.modal = Some(modal),
        }
    }

    pub(in crate::app) fn tell(&mut self, title: &str, text: String) {
        self.ask_user(Modal::Message {
            title: title.to_owned(),
            text,
        });
    }

    /// Asks for work beside the window; it is done in its turn.
    pub(in crate::app) fn order(&mut self, ctx: &egui::Context, order: Order) {
        self.files.jobs.add(order);
        self.start_next(ctx);
    }

    /// Fetches what a job has brought, and starts the next.
    pub(in crate::app) fn hear_job(&mut self, ctx: &egui::Context) {
        match self.files.jobs.progress() {
            Progress::Idle => {}
            Progress::Running => ctx.request_repaint_after(Duration::from_millis(100)),
            Progress::Failed(label) => {
                self.tell("没有完成", format!("{label}时程序内部出错，请重试"));
            }
            Progress::Done(outcome) => self.take_in(ctx, *outcome),
        }
        self.start_next(ctx);
        self.end_trying();
        if self.modal.is_none() {
            self.modal = self.files.questions.pop_front();
        }
        self.show_trying();
    }

    /// Cancels the running job; what it brings is not wanted any more.
    pub(in crate::app) fn cancel_job(&mut self) {
        // Nothing will be said of the path that it was given.
        self.files.typed = None;
        self.notice = match self.files.jobs.cancel() {
            Some((label, true)) => format!("已取消{label}"),
            Some((label, false)) => format!("{label}已经在写入文件，不能取消"),
            None => return,
        };
    }

    /// Takes back the work that a typed path was given for, and asks for a path again; what writes already goes on.
    pub(in crate::app) fn cancel_trying(&mut self) {
        let Some(typed) = self.files.typed.take() else {
            return;
        };
        if !self.files.jobs.withdraw(&whole(&typed.path))
            && let Some((label, false)) = self.files.jobs.cancel()
        {
            self.notice = format!("{label}已经在写入文件，不能取消");
            self.files.typed = Some(typed);
            return;
        }
        self.ask_again(typed, None);
    }

    fn start_next(&mut self, ctx: &egui::Context) {
        while let Some(order) = self.files.jobs.next_order() {
            let started = match order {
                Order::Open(path) => self.start_open(ctx, path),
                Order::OneOf(path, number) => self.start_one_of(ctx, path, number),
                Order::ImportCopied(copied) => self.start_import_copied(ctx, copied),
                Order::LastYear(path) => self.start_last_year(ctx, path),
                Order::Save(save) => self.start_save(ctx, save),
                Order::Export(path) => self.start_export(ctx, path),
                Order::Print => self.start_print(ctx),
                Order::Show(path) => self.start_show(ctx, path),
            };
            if let Err(error) = started {
                self.tell(
                    "没有完成",
                    format!("系统不能启动新的任务（{error}），请稍后再试"),
                );
            }
        }
    }
}

/// The name of an open report, for the title bar and questions.
pub fn name_of(state: &State) -> String {
    match &state.path {
        Some(path) => file_name(path),
        None => state.report().name(),
    }
}

pub(in crate::app) fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}
