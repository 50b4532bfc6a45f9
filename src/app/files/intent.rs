//! Files: opening, saving, importing, exporting and printing beside the window, and unsaved work at every way out.

use crate::app::App;
use crate::app::files::dialogs::{Purpose, Question, Reply};
use crate::app::files::jobs::{Course, Job, Progress};
use crate::app::files::pipeline::{self, Arrival, EXPORT_STAGES, Refusal};
use crate::app::files::settings::Recent;
use crate::app::front::modal::Modal;
use crate::report::Report;
use crate::session::State;
use crate::storage::Stamp;
use eframe::egui::{self, ViewportCommand};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What a job brings back.
#[derive(Debug)]
pub enum Outcome {
    Arrived(Box<Result<Arrival, String>>),
    Saved {
        path: PathBuf,
        report: Box<Report>,
        result: Result<Option<Stamp>, Refusal>,
    },
    Exported {
        path: PathBuf,
        result: Result<Option<Vec<String>>, String>,
    },
    Printed(Result<(), String>),
}

/// What one wants to do once unsaved work is out of the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    New,
    Ask(Purpose),
    Open(PathBuf),
    Sample,
    CloseReport,
    Quit,
}

impl App {
    /// Does what one wants to do; asks first when there is unsaved work.
    pub(in crate::app) fn intend(&mut self, ctx: &egui::Context, intent: Intent) {
        let unsaved = self.state.as_ref().filter(|state| state.is_unsaved());
        match unsaved.map(name_of) {
            Some(name) => {
                self.files.intent = Some(intent);
                self.modal = Some(Modal::Unsaved { name });
            }
            None => self.proceed(ctx, intent),
        }
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
            Intent::Ask(purpose) => self.ask(ctx, purpose),
            Intent::Open(path) => self.open_path(ctx, path),
            Intent::Sample => match pipeline::sample() {
                Ok(report) => {
                    self.show_arrival(Arrival {
                        report,
                        path: None,
                        stamp: None,
                        notes: Vec::new(),
                    });
                }
                Err(problem) => self.tell("不能打开示例", problem),
            },
            Intent::CloseReport => self.close_report(),
            Intent::Quit => {
                self.forget_copy();
                self.files.quits = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    /// Asks for a file by the system's dialog.
    pub(in crate::app) fn ask(&mut self, ctx: &egui::Context, purpose: Purpose) {
        let question = Question {
            purpose,
            suggestion: self.suggestion(purpose),
        };
        self.files.dialogs.ask(&question, ctx);
        self.modal = Some(Modal::Waiting(purpose));
    }

    /// Takes the answer of a dialog, once it is there.
    pub(in crate::app) fn hear_dialog(&mut self, ctx: &egui::Context) {
        let Some(reply) = self.files.dialogs.reply() else {
            return;
        };
        let Some(Modal::Waiting(purpose)) = self.modal else {
            return;
        };
        self.modal = None;
        match reply {
            Reply::Path(path) => self.use_path(ctx, purpose, path, true),
            Reply::Cancelled => self.files.intent = None,
            Reply::Unavailable => {
                self.modal = Some(Modal::Path {
                    purpose,
                    text: self.suggestion(purpose).display().to_string(),
                    fresh: true,
                });
            }
        }
        self.return_focus();
    }

    /// Does with a path what it was asked for. `agreed` when overwriting has been agreed to.
    pub(in crate::app) fn use_path(
        &mut self,
        ctx: &egui::Context,
        purpose: Purpose,
        path: PathBuf,
        agreed: bool,
    ) {
        if purpose.writes() && !agreed && path.exists() {
            self.modal = Some(Modal::Exists { path, purpose });
            return;
        }
        match purpose {
            Purpose::Open => self.open_path(ctx, path),
            Purpose::Import => self.arrive(ctx, "导入", move || pipeline::open_or_import(&path)),
            Purpose::LastYear => {
                self.arrive(ctx, "读取上年报告", move || {
                    pipeline::next_year(&path)
                });
            }
            Purpose::SaveAs => self.save_to(ctx, path, None, true),
            Purpose::Export(_) => self.export(ctx, path),
        }
    }

    /// Opens a report, or imports it when it is none of the program's own.
    pub(in crate::app) fn open_path(&mut self, ctx: &egui::Context, path: PathBuf) {
        self.arrive(ctx, "打开", move || pipeline::open_or_import(&path));
    }

    /// Saves to the report's file, or asks for one.
    pub(in crate::app) fn save(&mut self, ctx: &egui::Context) {
        let path = self.state.as_ref().and_then(|state| state.path.clone());
        match path {
            Some(path) => self.save_to(ctx, path, self.files.stamp, false),
            None => self.ask(ctx, Purpose::SaveAs),
        }
    }

    /// Saves to a file.
    pub(in crate::app) fn save_to(
        &mut self,
        ctx: &egui::Context,
        path: PathBuf,
        expected: Option<Stamp>,
        overwrite: bool,
    ) {
        let Some(state) = &self.state else {
            return;
        };
        let report = Box::new(state.report().clone());
        self.start(ctx, "保存", &["写入文件"], move |_| {
            let result = pipeline::save(&path, &report, expected, overwrite);
            Outcome::Saved {
                path,
                report,
                result,
            }
        });
    }

    /// Makes the PDF in a temporary file and hands it to the system.
    pub(in crate::app) fn print(&mut self, ctx: &egui::Context) {
        let Some(state) = &self.state else {
            return;
        };
        let report = state.report().clone();
        let hand_over = self.files.hand_over;
        self.start(ctx, "打印", &EXPORT_STAGES, move |course| {
            Outcome::Printed(print(&report, hand_over, course))
        });
    }

    /// Fetches what a job has brought.
    pub(in crate::app) fn hear_job(&mut self, ctx: &egui::Context) {
        let Some(job) = &self.files.job else {
            return;
        };
        match job.progress() {
            Progress::Running => ctx.request_repaint_after(Duration::from_millis(100)),
            Progress::Failed => {
                let label = job.label.clone();
                self.files.job = None;
                self.files.intent = None;
                self.tell("没有完成", format!("{label}时程序内部出错，请重试"));
            }
            Progress::Done(outcome) => {
                self.files.job = None;
                self.take_in(ctx, outcome);
            }
        }
    }

    /// Cancels the running job; what it brings is not wanted any more.
    pub(in crate::app) fn cancel_job(&mut self) {
        if let Some(job) = self.files.job.take() {
            job.cancel();
            self.notice = format!("已取消{}", job.label);
        }
        self.files.intent = None;
    }

    /// Opens a report in the window.
    pub(in crate::app) fn open_report(
        &mut self,
        report: Report,
        path: Option<PathBuf>,
        stamp: Option<Stamp>,
        saved: bool,
    ) -> bool {
        match State::new(report, path, saved) {
            Ok(state) => {
                self.forget_copy();
                self.set_state(state);
                self.files.stamp = stamp;
                self.remember();
                true
            }
            Err(problem) => {
                self.tell("不能打开", problem.to_string());
                false
            }
        }
    }

    fn arrive(
        &mut self,
        ctx: &egui::Context,
        label: &str,
        work: impl FnOnce() -> Result<Arrival, String> + Send + 'static,
    ) {
        self.start(ctx, label, &["读取文件"], move |_| {
            Outcome::Arrived(Box::new(work()))
        });
    }

    fn export(&mut self, ctx: &egui::Context, path: PathBuf) {
        let Some(state) = &self.state else {
            return;
        };
        let report = state.report().clone();
        self.start(ctx, "导出", &EXPORT_STAGES, move |course| {
            let result = pipeline::export(&report, &path, course);
            Outcome::Exported { path, result }
        });
    }

    fn start(
        &mut self,
        ctx: &egui::Context,
        label: &str,
        stages: &'static [&'static str],
        work: impl FnOnce(&Course) -> Outcome + Send + 'static,
    ) {
        self.notice.clear();
        match Job::start(ctx, label, stages, work) {
            Ok(job) => self.files.job = Some(job),
            Err(error) => self.tell(
                "没有完成",
                format!("系统不能启动新的任务（{error}），请稍后再试"),
            ),
        }
    }

    fn close_report(&mut self) {
        self.remember();
        self.forget_copy();
        self.state = None;
        self.files.stamp = None;
        self.panels.notes.clear();
        self.notice.clear();
        self.panels.find = None;
    }

    /// Puts the open file in front of the recent ones.
    pub(in crate::app) fn remember(&mut self) {
        let Some(state) = &self.state else {
            return;
        };
        let Some(path) = state.path.clone() else {
            return;
        };
        let path = std::path::absolute(&path).unwrap_or(path);
        self.settings.remember(Recent {
            path,
            agency: state.report().agency.clone(),
            year: state.report().year,
            open_findings: state.findings().len(),
        });
        self.write_settings();
    }

    /// Where a dialog starts: beside the open file or the file opened last, else the home folder.
    fn suggestion(&self, purpose: Purpose) -> PathBuf {
        let open = self.state.as_ref().and_then(|state| state.path.as_deref());
        let recent = self.settings.recent.first().map(|recent| &*recent.path);
        let folder = open.or(recent).and_then(Path::parent).map(Path::to_owned);
        let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"));
        let folder = folder.or(home.map(PathBuf::from)).unwrap_or_default();
        let Some(state) = self.state.as_ref().filter(|_| purpose.writes()) else {
            return folder;
        };
        let name = match open.and_then(Path::file_stem) {
            Some(stem) => stem.to_string_lossy().into_owned(),
            None => {
                let report = state.report();
                format!("{}{}年度报告", report.agency, report.year)
            }
        };
        let name: String = name
            .chars()
            .filter(|c| !"/\\:*?\"<>|".contains(*c))
            .collect();
        folder.join(format!("{name}.{}", purpose.suffix()))
    }

    pub(in crate::app) fn tell(&mut self, title: &str, text: String) {
        self.modal = Some(Modal::Message {
            title: title.to_owned(),
            text,
        });
    }
}

/// The name of an open report, for the title bar and questions.
pub fn name_of(state: &State) -> String {
    match &state.path {
        Some(path) => file_name(path),
        None => {
            let report = state.report();
            format!("{}{}年度报告", report.agency, report.year)
        }
    }
}

pub(in crate::app) fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

fn print(
    report: &Report,
    hand_over: fn(&Path) -> Result<(), String>,
    course: &Course,
) -> Result<(), String> {
    let temporary = tempfile::Builder::new()
        .prefix(&format!("{}年度报告-", report.year))
        .suffix(".pdf")
        .tempfile()
        .and_then(|file| file.into_temp_path().keep().map_err(|error| error.error));
    let path = temporary.map_err(|error| format!("不能建立临时文件（{error}）"))?;
    if pipeline::export(report, &path, course)?.is_some() {
        hand_over(&path)?;
    }
    Ok(())
}
