//! The window: panels around the open report. Widgets return wishes; only [`App`] carries them out.

pub mod files;
pub mod look;
pub mod panels;
pub mod preview;
pub mod table;
pub mod trigger;

pub use crate::session::State;
pub use trigger::command::Command;
pub use trigger::wish::Wish;

use crate::import::Note;
use crate::session::find::Find;
use eframe::egui::{self, ViewportCommand};
use files::dialogs::Dialogs;
use files::intent::{Intent, Outcome, name_of};
use files::jobs::Job;
use files::pipeline::Stamp;
use files::recovery::{Left, Recovery};
use files::settings::Settings;
use look::theme::{Theme, ThemeError};
use panels::field::Draft;
use panels::findings::FindingsMemory;
use panels::last_year::LastYearMemory;
use panels::modal::Modal;
use preview::PreviewMemory;
use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use table::TableMemory;
use trigger::command::Circumstances;
use trigger::input::{self, InputOrder};
use trigger::orders;

/// What the window needs from outside; tests give their own.
pub struct Setup {
    /// Where settings and recovery copies are kept; `None` keeps nothing.
    pub settings_folder: Option<PathBuf>,
    pub dialogs: Box<dyn Dialogs>,
    /// Hands a PDF to the system for printing.
    pub hand_over: fn(&Path) -> Result<(), String>,
    /// The year that a new report is usually of: the last calendar year.
    pub last_year: u16,
    /// A file to open at once.
    pub open: Option<PathBuf>,
}

/// The program's window.
pub struct App {
    state: Option<State>,
    /// The section that is open; `None` for the particulars.
    section: Option<usize>,
    theme: Theme,
    settings: Settings,
    settings_folder: Option<PathBuf>,
    recovery: Option<Recovery>,
    /// Copies of earlier starts that have not been asked about.
    left: Vec<Left>,
    kept_revision: Option<u64>,
    unkept_since: Option<f64>,
    dialogs: Box<dyn Dialogs>,
    hand_over: fn(&Path) -> Result<(), String>,
    last_year: u16,
    open: Option<PathBuf>,
    job: Option<Job<Outcome>>,
    modal: Option<Modal>,
    /// What one wants to do once unsaved work is out of the way.
    intent: Option<Intent>,
    /// The window may close without asking.
    quits: bool,
    /// How the open file stood when it was last read or written here.
    stamp: Option<Stamp>,
    draft: Option<Draft>,
    /// Which characters to select at the place one goes to.
    select: Option<Range<usize>>,
    find: Option<Find>,
    findings: FindingsMemory,
    tables: HashMap<String, TableMemory>,
    preview: PreviewMemory,
    last_year_memory: LastYearMemory,
    /// What happened last, for the status line.
    notice: String,
    /// What an import has to say.
    notes: Vec<Note>,
    title: String,
}

impl App {
    /// Builds the window's content.
    ///
    /// # Errors
    /// When the built-in look cannot be read.
    pub fn new(ctx: &egui::Context, setup: Setup) -> Result<App, ThemeError> {
        let theme = Theme::built_in()?;
        let folder = setup.settings_folder;
        let settings = folder.as_deref().map(Settings::read).unwrap_or_default();
        let recovery = folder.as_deref().map(Recovery::open);
        let left = recovery.as_ref().map(Recovery::left_behind);
        theme.apply(ctx);
        ctx.set_theme(theme_preference(settings.dark));
        ctx.set_zoom_factor(settings.zoom.clamp(orders::ZOOM[0], orders::ZOOM[1]));
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        ctx.add_plugin(InputOrder::default());
        Ok(App {
            state: None,
            section: None,
            theme,
            settings,
            settings_folder: folder,
            recovery,
            left: left.unwrap_or_default(),
            kept_revision: None,
            unkept_since: None,
            dialogs: setup.dialogs,
            hand_over: setup.hand_over,
            last_year: setup.last_year,
            open: setup.open,
            job: None,
            modal: None,
            intent: None,
            quits: false,
            stamp: None,
            draft: None,
            select: None,
            find: None,
            findings: FindingsMemory::default(),
            tables: HashMap::new(),
            preview: PreviewMemory::default(),
            last_year_memory: LastYearMemory::default(),
            notice: String::new(),
            notes: Vec::new(),
            title: String::new(),
        })
    }

    /// The open report.
    pub fn state(&self) -> Option<&State> {
        self.state.as_ref()
    }

    /// The section that is open; `None` for the particulars.
    pub fn section(&self) -> Option<usize> {
        self.section
    }

    /// What stands over the window.
    pub fn modal(&self) -> Option<&Modal> {
        self.modal.as_ref()
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What happened last, as the status line says it.
    pub fn notice(&self) -> &str {
        &self.notice
    }

    /// The text in the title bar.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Whether a job runs beside the window.
    pub fn is_busy(&self) -> bool {
        self.job.is_some()
    }

    /// Shows another report, from its beginning.
    pub(crate) fn set_state(&mut self, state: State) {
        self.section = match state.report().agency.is_empty() {
            true => None,
            false => Some(0),
        };
        self.state = Some(state);
        self.draft = None;
        self.select = None;
        self.find = None;
        self.findings = FindingsMemory::default();
        self.tables.clear();
        self.preview = PreviewMemory::default();
        self.last_year_memory = LastYearMemory::default();
        self.notice.clear();
        self.notes.clear();
    }

    /// What decides which commands can be given.
    pub fn circumstances(&self) -> Circumstances {
        let state = self.state.as_ref();
        let history = state.map(State::history);
        Circumstances {
            report: state.is_some(),
            sections: state.map_or(0, |state| state.template().form.sections.len()),
            can_undo: history.is_some_and(|history| history.can_undo()),
            can_redo: history.is_some_and(|history| history.can_redo()),
            findings: state.is_some_and(|state| !state.findings().is_empty()),
            figure: state
                .is_some_and(|state| matches!(&state.focus, Some(crate::report::Place::Figure(_)))),
            busy: self.job.is_some(),
            carried: state.is_some_and(|state| !state.report().carried.is_empty()),
            hits: self.find.as_ref().is_some_and(Find::has_hits),
        }
    }

    /// The title bar: program, file and the mark of unsaved work.
    fn write_title(&mut self, ctx: &egui::Context) {
        let title = match &self.state {
            Some(state) => {
                let mark = if state.is_unsaved() { "*" } else { "" };
                format!("{mark}{} - 年报", name_of(state))
            }
            None => "年报".to_owned(),
        };
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    /// The window is asked to close: unsaved work stops it.
    fn hear_close(&mut self, ctx: &egui::Context) {
        if !ctx.input(|input| input.viewport().close_requested()) || self.quits {
            return;
        }
        if self.state.as_ref().is_some_and(State::is_unsaved) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.intend(ctx, Intent::Quit);
        } else {
            self.remember();
            self.quits = true;
        }
    }

    fn hear_drop(&mut self, ctx: &egui::Context) {
        let dropped = ctx.input(|input| {
            let first = input.raw.dropped_files.first();
            first.map(|file| file.path().to_owned())
        });
        let Some(path) = dropped else {
            return;
        };
        if self.job.is_some() || self.modal.is_some() {
            self.notice = "请先处理完当前的事情，再拖入文件".to_owned();
        } else {
            self.intend(ctx, Intent::Open(path));
        }
    }

    /// Offers what an earlier start left behind, one after the other.
    fn offer_recovery(&mut self) {
        if self.modal.is_none() && self.state.is_none() && self.job.is_none() {
            self.modal = self.left.pop().map(Modal::Recovery);
        }
    }

    fn remember_window(&mut self, ctx: &egui::Context) {
        let (size, fixed) = ctx.input(|input| {
            let viewport = input.viewport();
            let fixed = viewport.maximized == Some(true) || viewport.fullscreen == Some(true);
            (viewport.inner_rect.map(|rect| rect.size()), fixed)
        });
        if let (Some(size), false) = (size, fixed) {
            let size = size * ctx.zoom_factor();
            (self.settings.window_width, self.settings.window_height) = (size.x, size.y);
        }
    }

    pub(crate) fn write_settings(&mut self) {
        if let Some(folder) = &self.settings_folder
            && let Err(error) = self.settings.write(folder)
        {
            self.notice = format!("设置没有记住（{error}）");
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        if let Some(path) = self.open.take() {
            self.open_path(ctx, path);
        }
        self.offer_recovery();
        self.hear_close(ctx);
        self.hear_drop(ctx);
        self.hear_dialog(ctx);
        self.hear_job(ctx);
        self.hear_keys(ctx);
        self.hold_focus(ctx);
        self.keep_copy(ctx, input::is_composing(ctx));
        self.remember_window(ctx);
        self.write_title(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.window_ui(ui);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.write_settings();
        if self.quits
            && let Some(recovery) = &self.recovery
        {
            recovery.forget();
        }
    }
}

pub(crate) fn theme_preference(dark: Option<bool>) -> egui::ThemePreference {
    match dark {
        None => egui::ThemePreference::System,
        Some(true) => egui::ThemePreference::Dark,
        Some(false) => egui::ThemePreference::Light,
    }
}
