//! Opening, starting from last year and closing a report; exporting, printing and showing what was written.

use crate::app::App;
use crate::app::files::asking::whole;
use crate::app::files::jobs::Order;
use crate::app::files::outcome::{Arrival, Outcome};
use crate::app::files::settings::{Recent, RecentChange};
use crate::app::front::modal::Choice;
use crate::import::{ImportError, Note, NoteKind};
use crate::session::State;
use crate::task::export::{self, Choices};
use crate::task::in_use::{self, InUse};
use crate::task::next_year::{self, NextYear};
use crate::task::open::Copied;
use crate::task::{Opened, TaskError, clock, open, print};
use eframe::egui;
use std::path::{Path, PathBuf};

const READING: [&str; 1] = ["读取文件"];

impl App {
    /// Opens a report, or imports it when it is none of the program's own.
    pub(in crate::app) fn open_path(&mut self, ctx: &egui::Context, path: PathBuf) {
        self.order(ctx, Order::Open(whole(&path)));
    }

    pub(in crate::app) fn open_sample(&mut self) {
        match open::sample(&self.files.office) {
            Ok(opened) => self.show(opened, None, None),
            Err(problem) => self.tell("不能打开示例", problem.to_string()),
        }
    }

    /// Opens a report in the window; `saved` says whether it stands like this in its file.
    pub(in crate::app) fn open_report(&mut self, opened: Opened, saved: bool) -> bool {
        let Opened {
            report,
            forms,
            path,
            stamp,
            ..
        } = opened;
        match State::with_forms(report, &forms, path, saved) {
            Ok(state) => {
                self.forget_copy();
                self.begin_sitting();
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

    pub(in crate::app) fn close_report(&mut self) {
        self.remember();
        self.forget_copy();
        self.begin_sitting();
        self.state = None;
        self.panels.account.clear();
        self.notice.clear();
        self.panels.find = None;
    }

    /// Another report, or none: nothing of the last one's file is true of it.
    fn begin_sitting(&mut self) {
        self.files.sitting += 1;
        self.files.stamp = None;
        self.files.held = None;
        self.files.holder = None;
        self.files.is_theirs = false;
    }

    /// Puts the open file in front of the recent ones.
    pub(in crate::app) fn remember(&mut self) {
        let Some(state) = &self.state else {
            return;
        };
        let Some(path) = state.path.clone() else {
            return;
        };
        let path = self.files.office.storage.full_path(&path);
        let recent = Recent {
            path,
            agency: state.report().agency.clone(),
            year: state.report().year,
            open_findings: state.findings().len(),
        };
        self.write_recent(Some(RecentChange::Front(recent)));
    }

    pub(super) fn start_open(&mut self, ctx: &egui::Context, path: PathBuf) -> std::io::Result<()> {
        let office = self.files.office.clone();
        // A file that is held here already must not be found in use by ourselves.
        let is_held = self.files.held.is_some() && self.is_open_here(&path);
        self.notice.clear();
        self.files.jobs.start(ctx, "打开", &READING, move |_| {
            let opened = match open::open_or_import(&office, &path, None) {
                Err(TaskError::Import(ImportError::SeveralReports { titles, .. })) => {
                    return Outcome::Several(path, titles);
                }
                opened => opened,
            };
            Outcome::Opened(opened.map(|opened| {
                let mut arrival = Arrival::free(opened);
                if let Some(path) = arrival.opened.path.as_ref().filter(|_| !is_held) {
                    match in_use::claim(&office.storage, path) {
                        InUse::Free(hold) => arrival.hold = hold,
                        InUse::Taken(who) => arrival.taken = Some(who),
                    }
                }
                Box::new(arrival)
            }))
        })
    }

    /// Imports one of the reports that a file holds.
    pub(super) fn start_one_of(
        &mut self,
        ctx: &egui::Context,
        path: PathBuf,
        number: usize,
    ) -> std::io::Result<()> {
        let office = self.files.office.clone();
        self.notice.clear();
        self.files.jobs.start(ctx, "打开", &READING, move |_| {
            let opened = open::import(&office, &path, None, Some(number));
            Outcome::Opened(opened.map(|opened| Box::new(Arrival::free(opened))))
        })
    }

    /// Imports what is on the clipboard now; it may hold something else when its turn comes.
    pub(in crate::app) fn import_copied(&mut self, ctx: &egui::Context) {
        match (self.files.copied)() {
            Ok(copied) => self.order(ctx, Order::ImportCopied(copied)),
            Err(problem) => self.tell("没有导入", problem),
        }
    }

    pub(super) fn start_import_copied(
        &mut self,
        ctx: &egui::Context,
        copied: Copied,
    ) -> std::io::Result<()> {
        let office = self.files.office.clone();
        self.notice.clear();
        self.files.jobs.start(ctx, "粘贴导入", &READING, move |_| {
            let opened = open::import_copied(&office, &copied);
            Outcome::Opened(opened.map(|opened| Box::new(Arrival::free(opened))))
        })
    }

    pub(super) fn start_last_year(
        &mut self,
        ctx: &egui::Context,
        path: PathBuf,
    ) -> std::io::Result<()> {
        let office = self.files.office.clone();
        self.notice.clear();
        self.files
            .jobs
            .start(ctx, "读取上年报告", &READING, move |_| {
                let next = next_year::start(&office, &path, None, None);
                Outcome::Opened(next.map(|next| Box::new(Arrival::free(arrived(next)))))
            })
    }

    pub(super) fn start_export(
        &mut self,
        ctx: &egui::Context,
        path: PathBuf,
    ) -> std::io::Result<()> {
        let Some(state) = &self.state else {
            return Ok(());
        };
        let office = self.files.office.clone();
        let (report, template) = (state.shared_report(), state.template().clone());
        let choices = self.export_choices();
        self.notice.clear();
        self.files
            .jobs
            .start(ctx, "导出", &export::STAGES, move |cancellation| {
                let target = export::Target {
                    path: &path,
                    overwrite: true,
                };
                let result =
                    export::export(&office, &template, &report, target, &choices, cancellation);
                Outcome::Exported(path, result)
            })
    }

    fn export_choices(&self) -> Choices {
        Choices {
            official_faces: self.settings.official_faces,
            ..Choices::usual(clock::now())
        }
    }

    /// Makes the PDF in a folder for things that pass and hands it to the system.
    pub(super) fn start_print(&mut self, ctx: &egui::Context) -> std::io::Result<()> {
        let Some(state) = &self.state else {
            return Ok(());
        };
        let office = self.files.office.clone();
        let (report, template) = (state.shared_report(), state.template().clone());
        let (hand_over, choices) = (self.files.hand_over, self.export_choices());
        self.notice.clear();
        self.files
            .jobs
            .start(ctx, "打印", &export::STAGES, move |cancellation| {
                let made = print::make_pdf(&office, &template, &report, &choices, cancellation);
                let printed = made.map_err(|problem| problem.to_string());
                Outcome::Printed(printed.and_then(|(path, exported)| {
                    hand_over(&path)?;
                    Ok(exported)
                }))
            })
    }

    pub(super) fn start_show(&mut self, ctx: &egui::Context, path: PathBuf) -> std::io::Result<()> {
        let show = self.files.show;
        self.files.jobs.start(ctx, "打开", &READING, move |_| {
            Outcome::Shown(show(&path))
        })
    }

    /// Does what was chosen about a report that someone else has open.
    pub(in crate::app) fn open_in_use(&mut self, path: &Path, choice: &Choice) {
        let Some(arrival) = self.files.arrived.take() else {
            return;
        };
        match choice {
            Choice::ReadOnly => self.show(arrival.opened, None, arrival.taken),
            Choice::TakeOver => {
                let hold = in_use::take_over(&self.files.office.storage, path);
                self.show(arrival.opened, hold, None);
            }
            _ => {}
        }
    }

    pub(super) fn is_open_here(&self, path: &Path) -> bool {
        let own = self.state.as_ref().and_then(|state| state.path.as_deref());
        own.is_some_and(|own| self.files.office.storage.is_same(own, path))
    }
}

/// Next year's report as it is shown, with what the user should know of it.
fn arrived(next: NextYear) -> Opened {
    let note = |kind, sentence: String| Note {
        kind,
        places: Vec::new(),
        sentence: sentence.trim_end_matches('。').to_owned(),
        listed: Vec::new(),
    };
    let report = next.succession.report;
    let carried = format!(
        "从 {} 年的报告带来 {} 处内容，改动了 {} 处年份；确认和撤回在右边的“上年”栏里",
        next.last.report.year,
        report.carried.len(),
        report.year_changes.len()
    );
    let mut notes = vec![note(NoteKind::Filled, carried)];
    if !next.errors.is_empty() {
        let count = next.errors.len();
        let sentence = format!("上年报告里有 {count} 处错误没有处理，带来的数字请多加核对");
        notes.push(note(NoteKind::Doubted, sentence));
    }
    let doubted = next.remarks.into_iter();
    notes.extend(doubted.map(|remark| note(NoteKind::Doubted, remark)));
    let dropped = next.succession.dropped.into_iter();
    notes.extend(dropped.map(|dropped| note(NoteKind::NotPlaced, dropped)));
    Opened {
        notes,
        ..Opened::new(report, next.template, next.last.forms)
    }
}
