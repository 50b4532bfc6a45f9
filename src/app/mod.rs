//! The window: panels around the open report. Widgets return actions; only [`App`] carries them out.

pub mod files;
pub mod front;
pub mod look;
pub mod panels;
pub mod preview;
pub mod table;
pub mod texts;
pub mod trigger;

pub use crate::session::State;
pub use trigger::action::Action;
pub use trigger::command::Command;

use crate::place::Place;
use crate::session::find::Find;
use crate::session::goto::Goto;
use crate::storage::{FileType, Storage, StorageError};
use crate::task::open::Copied;
use crate::template::SectionContent;
use eframe::egui::{self, ViewportCommand};
use files::Files;
use files::dialogs::Dialogs;
use files::intent::{Intent, name_of};
use files::settings::{RecentChange, Settings, SettingsFile};
use front::modal::Modal;
use look::theme::{Theme, ThemeError};
use panels::PanelMemory;
use std::path::{Path, PathBuf};
use trigger::command::CommandContext;
use trigger::context_menu::close_where_pressed_elsewhere;
use trigger::input::InputOrder;
use trigger::orders;

/// What the window needs from outside; tests give their own.
pub struct Setup {
    /// The disk.
    pub storage: Storage,
    /// Where settings, copies and versions are kept; `None` keeps nothing.
    pub settings_folder: Option<PathBuf>,
    pub dialogs: Box<dyn Dialogs>,
    /// Hands a PDF to the system for printing.
    pub hand_over: fn(&Path) -> Result<(), String>,
    /// Opens a file or a folder with the system's own program for it.
    pub show: fn(&Path) -> Result<(), String>,
    /// Where forms are looked for that do not come with the program.
    pub form_folders: Vec<PathBuf>,
    /// Puts a piece of HTML and its text on the clipboard.
    pub copy_page: fn(&str, &str) -> Result<(), String>,
    /// What was copied in another program.
    pub copied: fn() -> Result<Copied, String>,
    /// The year that a new report is usually of: the last calendar year.
    pub last_year: u16,
    /// A file to open at once.
    pub open: Option<PathBuf>,
}

/// What is said to files that are dropped at the wrong time, or together.
const BUSY: &str = "请先处理完当前的事情，再拖入文件";
const ONE_BY_ONE: &str = "一次只能打开一个文件";

/// A size that lasts so long, in seconds, is one that the user chose.
const LASTING_SECONDS: f64 = 0.5;

/// About the height of a window's own frame, in points.
const TITLE_BAR: f32 = 32.0;

/// The program's window: the open report, and what each room keeps beside it.
pub struct App {
    state: Option<State>,
    /// The section that is open; `None` for the particulars.
    section: Option<usize>,
    panels: PanelMemory,
    files: Files,
    modal: Option<Modal>,
    settings: Settings,
    settings_file: SettingsFile,
    theme: Theme,
    /// The window is wide enough for two panels at the right.
    wide: bool,
    /// The window is so narrow that panels at the right give way to the open table.
    cramped: bool,
    /// Where the bar of menus stands.
    bar: egui::Rect,
    /// The window was made to fit its screen.
    is_placed: bool,
    /// Size of the window as it was seen, and since when, until it is known to last.
    seen_size: Option<(egui::Vec2, f64)>,
    /// What happened last, for the status line.
    notice: String,
    /// The text in the title bar, as it was set last.
    title: String,
}

impl App {
    /// Builds the window's content.
    ///
    /// # Errors
    /// When the built-in look cannot be read.
    pub fn new(ctx: &egui::Context, setup: Setup) -> Result<App, ThemeError> {
        let theme = Theme::built_in()?;
        let folder = setup.settings_folder.as_deref();
        let (settings_file, settings) = SettingsFile::open(folder);
        theme.apply(ctx);
        ctx.set_theme(theme_preference(settings.is_dark()));
        ctx.set_zoom_factor(settings.zoom.clamp(orders::ZOOM[0], orders::ZOOM[1]));
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        ctx.add_plugin(InputOrder::default());
        Ok(App {
            state: None,
            section: None,
            panels: PanelMemory::default(),
            files: Files::new(setup),
            modal: None,
            settings,
            settings_file,
            theme,
            wide: false,
            cramped: false,
            bar: egui::Rect::NOTHING,
            is_placed: false,
            seen_size: None,
            notice: String::new(),
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
        self.files.jobs.is_busy()
    }

    /// Shows another report, from its beginning.
    pub(crate) fn set_state(&mut self, state: State) {
        self.section = match state.report().agency.is_empty() {
            true => None,
            false => Some(0),
        };
        let first = state.first_place(self.section);
        self.panels = PanelMemory::default();
        self.panels.findings.select_begun(&state);
        self.state = Some(state);
        self.notice.clear();
        if let Some(place) = first {
            self.go(Goto::to(place));
        }
    }

    /// What decides which commands can be given.
    pub fn command_context(&self) -> CommandContext {
        let state = self.state.as_ref();
        let history = state.map(State::history);
        let focus = state.and_then(|state| state.focus.as_ref());
        let part = self.part_in_focus().and_then(|(section, index)| {
            let prose = state?.report().prose.get(&section)?;
            Some((index, prose.parts.len()))
        });
        let section = state.zip(self.section);
        let section = section.and_then(|(state, index)| state.template().form.sections.get(index));
        CommandContext {
            form: state.map(|state| state.template().clone()),
            can_undo: history.is_some_and(|history| history.can_undo()),
            can_redo: history.is_some_and(|history| history.can_redo()),
            findings: state.is_some_and(|state| !state.findings().is_empty()),
            figure: matches!(focus, Some(Place::Figure(_))),
            editable: focus.is_some(),
            prose: section
                .is_some_and(|section| matches!(section.content, SectionContent::Prose { .. })),
            part,
            busy: self.files.jobs.is_busy(),
            carried: state.is_some_and(|state| !state.report().carried.is_empty()),
            hits: self.panels.find.as_ref().is_some_and(Find::has_hits),
            panel: !self.sides().is_empty(),
        }
    }

    /// The title bar: program, file and the mark of unsaved work.
    fn write_title(&mut self, ctx: &egui::Context) {
        let title = match &self.state {
            Some(state) => {
                let mark = if state.is_unsaved() { "*" } else { "" };
                let locked = if self.is_read_only() {
                    "（只读）"
                } else {
                    ""
                };
                format!("{mark}{}{locked} - 年报", name_of(state))
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
        if !ctx.input(|input| input.viewport().close_requested()) || self.files.quits {
            return;
        }
        if self.state.as_ref().is_some_and(State::is_unsaved) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.intend(ctx, Intent::Quit);
        } else {
            self.remember();
            self.files.quits = true;
        }
    }

    fn hear_drop(&mut self, ctx: &egui::Context) {
        let dropped: Vec<PathBuf> = ctx.input(|input| {
            let files = input.raw.dropped_files.iter();
            files.map(|file| file.path().to_owned()).collect()
        });
        let Some(path) = dropped.first() else {
            return;
        };
        let storage = &self.files.office.storage;
        let found = storage.look(path);
        if self.takes_no_files() {
            self.notice = BUSY.to_owned();
        } else if dropped.len() > 1 {
            let count = dropped.len();
            let text = format!("拖入了 {count} 个文件，都没有打开。请一次拖入一个。");
            self.tell(ONE_BY_ONE, text);
        } else if found.is_some_and(|found| found.kind == FileType::Folder) {
            let file = path.display().to_string();
            self.tell("不能打开", StorageError::Folder { file }.to_string());
        } else {
            self.intend(ctx, Intent::Open(path.clone()));
        }
    }

    /// Whether a file that is dropped would have to wait for something else.
    fn takes_no_files(&self) -> bool {
        self.files.jobs.is_busy() || self.modal.is_some()
    }

    /// Fills the screen at the start where the user left it so, or where the window would be larger than the screen.
    fn place_window(&mut self, ctx: &egui::Context) {
        if std::mem::replace(&mut self.is_placed, true) {
            return;
        }
        let (screen, size) = ctx.input(|input| {
            let viewport = input.viewport();
            let size = viewport.inner_rect.map(|rect| rect.size());
            (viewport.monitor_size, size)
        });
        if self.settings.maximized || is_too_large(screen, size) {
            ctx.send_viewport_cmd(ViewportCommand::Maximized(true));
        }
    }

    /// Remembers how large the window is, once it stays so: while it is maximised, or its zoom changes, sizes come that
    /// are none that the user chose.
    fn remember_window(&mut self, ctx: &egui::Context) {
        let (size, fills, now) = ctx.input(|input| {
            let viewport = input.viewport();
            let fills = viewport.maximized == Some(true) || viewport.fullscreen == Some(true);
            let size = viewport.inner_rect.map(|rect| rect.size());
            (size, fills, input.time)
        });
        let Some(size) = size.map(|size| (size * ctx.zoom_factor()).round()) else {
            return;
        };
        match self.seen_size {
            Some((seen, since)) if seen == size => {
                if now - since >= LASTING_SECONDS {
                    self.settings.maximized = fills;
                    if !fills {
                        (self.settings.window_width, self.settings.window_height) =
                            (size.x, size.y);
                    }
                }
            }
            _ => {
                self.seen_size = Some((size, now));
                ctx.request_repaint_after(std::time::Duration::from_secs_f64(LASTING_SECONDS));
            }
        }
    }

    pub(crate) fn write_settings(&mut self) {
        self.write_recent(None);
    }

    /// Writes the settings with a change of the list of recent files.
    pub(crate) fn write_recent(&mut self, change: Option<RecentChange>) {
        if let Err(error) = self.settings_file.write(&mut self.settings, change) {
            self.notice = format!("设置没有记住（{error}）");
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.remember_field(ctx);
        self.offer_recovery();
        if self.modal.is_none()
            && let Some(path) = self.files.open.take()
        {
            self.open_path(ctx, path);
        }
        self.hear_close(ctx);
        self.hear_drop(ctx);
        self.hear_dialog(ctx);
        self.hear_job(ctx);
        self.watch_file(ctx);
        close_where_pressed_elsewhere(ctx, self.bar);
        self.hear_menu_end(ctx);
        self.hear_keys(ctx);
        self.hear_empty_paste(ctx);
        self.keep_copy();
        self.place_window(ctx);
        self.remember_window(ctx);
        self.write_title(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.window_ui(ui);
        // The next frame may be long in coming.
        self.keep_copy();
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.write_settings();
        self.end_keeping();
    }
}

/// Whether a window with its frame has no room on the screen.
fn is_too_large(screen: Option<egui::Vec2>, size: Option<egui::Vec2>) -> bool {
    match (screen, size) {
        (Some(screen), Some(size)) => size.x > screen.x || size.y + TITLE_BAR > screen.y,
        _ => false,
    }
}

pub(crate) fn theme_preference(dark: bool) -> egui::ThemePreference {
    match dark {
        true => egui::ThemePreference::Dark,
        false => egui::ThemePreference::Light,
    }
}

#[cfg(test)]
mod tests {
    use super::is_too_large;
    use eframe::egui::vec2;

    #[test]
    fn a_window_larger_than_its_screen_is_seen() {
        let screen = Some(vec2(1280.0, 720.0));
        assert!(is_too_large(screen, Some(vec2(1280.0, 800.0))));
        assert!(is_too_large(screen, Some(vec2(1300.0, 600.0))));
        assert!(!is_too_large(screen, Some(vec2(1280.0, 680.0))));
        assert!(!is_too_large(None, Some(vec2(9999.0, 9999.0))));
    }
}
