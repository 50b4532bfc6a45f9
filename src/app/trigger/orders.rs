//! Carrying out actions and commands: the one place where something happens to the open report.

use crate::app::files::dialogs::Purpose;
use crate::app::files::intent::Intent;
use crate::app::files::settings::Side;
use crate::app::panels::modal::{Choice, Modal};
use crate::app::table::TableMemory;
use crate::app::trigger::action::Action;
use crate::app::trigger::command::Command;
use crate::app::trigger::input;
use crate::app::{App, theme_preference};
use crate::place::Place;
use crate::report::Report;
use crate::session::edit::Edit;
use crate::session::fill::{Span, fill_zero};
use crate::session::find::Find;
use crate::session::findings;
use crate::template::{SectionContent, Template};
use eframe::egui::{self, Key, ViewportCommand};

/// The least and the most the window is zoomed.
pub const ZOOM: [f32; 2] = [0.8, 2.0];

impl App {
    /// Runs the command whose key was pressed. While an input method composes, keys are its own.
    pub(in crate::app) fn hear_keys(&mut self, ctx: &egui::Context) {
        if self.modal.is_some() || input::is_composing(ctx) {
            return;
        }
        let now = self.command_context();
        for command in ordered_for_keys() {
            let mut keys = command
                .key()
                .into_iter()
                .chain(command.other_keys().to_vec());
            let pressed = ctx.input_mut(|input| keys.any(|key| input.consume_shortcut(&key)));
            if pressed {
                if command.is_enabled(&now) {
                    self.run(ctx, command);
                }
                return;
            }
        }
    }

    /// Gives keys that no widget waits for to the open table; else egui would move to the menus and what is typed
    /// would be lost.
    pub(in crate::app) fn hold_focus(&mut self, ctx: &egui::Context) {
        let is_free = ctx.memory(|memory| memory.focused().is_none())
            && self.modal.is_none()
            && !egui::Popup::is_any_open(ctx);
        if !is_free || !ctx.input(|input| input.events.iter().any(is_for_table)) {
            return;
        }
        let section = self
            .state
            .as_ref()
            .zip(self.section)
            .and_then(|(state, index)| {
                let section = state.template().form.sections.get(index)?;
                match &section.content {
                    SectionContent::Table(table) => self.panels.tables.get(table),
                    SectionContent::Prose { .. } => None,
                }
            });
        if let Some(id) = section.and_then(TableMemory::caret_id) {
            ctx.memory_mut(|memory| {
                memory.move_focus(egui::FocusDirection::None);
                memory.request_focus(id);
            });
        }
    }

    /// Does what widgets ask for.
    pub(in crate::app) fn act(&mut self, ctx: &egui::Context, actions: Vec<Action>) {
        for action in actions {
            match action {
                Action::Edit(edit) => self.edit(ctx, edit),
                Action::Command(command) => {
                    if command.is_enabled(&self.command_context()) {
                        self.run(ctx, command);
                    }
                }
                Action::Go(place) => self.go(place),
                Action::ShowFinding(fingerprint) => {
                    self.settings.side = Side::Findings;
                    self.panels.findings.selected = Some(fingerprint);
                    self.panels.findings.reveal = true;
                }
            }
            ctx.request_repaint();
        }
    }

    /// Runs a command that can be given.
    pub(in crate::app) fn run(&mut self, ctx: &egui::Context, command: Command) {
        self.notice.clear();
        match command {
            Command::New => self.intend(ctx, Intent::New),
            Command::Open => self.intend(ctx, Intent::Ask(Purpose::Open)),
            Command::StartFromLastYear => self.intend(ctx, Intent::Ask(Purpose::LastYear)),
            Command::ImportReport => self.intend(ctx, Intent::Ask(Purpose::Import)),
            Command::OpenSample => self.intend(ctx, Intent::Sample),
            Command::Save => self.save(ctx),
            Command::SaveAs => self.ask(ctx, Purpose::SaveAs),
            Command::ExportPdf => self.ask(ctx, Purpose::ExportPdf),
            Command::Print => self.print(ctx),
            Command::CloseReport => self.intend(ctx, Intent::CloseReport),
            Command::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
            Command::Undo | Command::Redo => self.travel(command),
            Command::Find | Command::Replace => self.open_find(command == Command::Replace),
            Command::FindNext => self.step_find(true),
            Command::FindPrevious => self.step_find(false),
            Command::NextFinding => self.step_finding(true),
            Command::PreviousFinding => self.step_finding(false),
            Command::FillRowZero => self.fill(ctx, Span::Row),
            Command::FillColumnZero => self.fill(ctx, Span::Column),
            Command::FillTableZero => self.fill(ctx, Span::Table),
            Command::Particulars => self.show_section(ctx, None),
            Command::Section(index) => self.show_section(ctx, Some(usize::from(index))),
            Command::ToggleFindings => self.toggle(Side::Findings),
            Command::TogglePreview => self.toggle(Side::Preview),
            Command::ToggleLastYear => self.toggle(Side::LastYear),
            Command::Confirm => self.confirm(ctx),
            Command::ConfirmSection => self.confirm_section(ctx),
            Command::ZoomIn => self.zoom(ctx, ctx.zoom_factor() + 0.1),
            Command::ZoomOut => self.zoom(ctx, ctx.zoom_factor() - 0.1),
            Command::ZoomReset => self.zoom(ctx, 1.0),
            Command::Theme => {
                let dark = ctx.theme() == egui::Theme::Light;
                self.settings.dark = Some(dark);
                ctx.set_theme(theme_preference(Some(dark)));
                self.write_settings();
            }
            Command::Keys => self.modal = Some(Modal::Keys),
        }
    }

    /// Does what the choice in a modal asks for.
    pub(in crate::app) fn hear_choice(&mut self, ctx: &egui::Context, choice: Choice) {
        self.obey(ctx, choice);
        self.return_focus();
    }

    /// What stood over the window is gone: the caret goes back to where it was.
    pub(in crate::app) fn return_focus(&mut self) {
        if let (None, Some(state)) = (&self.modal, &mut self.state)
            && state.goto.is_none()
        {
            state.goto = state.focus.clone();
        }
    }

    fn obey(&mut self, ctx: &egui::Context, choice: Choice) {
        let Some(modal) = self.modal.take() else {
            return;
        };
        match (modal, choice) {
            (Modal::New { .. }, Choice::Create { agency, year }) => self.create(&agency, year),
            (Modal::Unsaved { .. }, Choice::Save) => self.save(ctx),
            (Modal::Unsaved { .. }, Choice::Discard) => {
                if let Some(intent) = self.files.intent.take() {
                    self.proceed(ctx, intent);
                }
            }
            (Modal::ChangedOnDisk { path }, Choice::Overwrite) => {
                self.save_to(ctx, path, None, true);
            }
            (Modal::ChangedOnDisk { .. }, Choice::SaveElsewhere) => self.ask(ctx, Purpose::SaveAs),
            (Modal::Exists { path, purpose }, Choice::Overwrite) => {
                self.use_path(ctx, purpose, path, true);
            }
            (Modal::Path { purpose, .. }, Choice::Path(path)) => {
                self.use_path(ctx, purpose, path, false);
            }
            (Modal::Recovery(left), Choice::Restore) => self.restore(&left),
            (Modal::Recovery(left), Choice::Discard) => {
                crate::app::files::recovery::forget(&left.file)
            }
            (Modal::Message { .. } | Modal::Keys, _) => {}
            _ => self.files.intent = None,
        }
    }

    /// Applies an edit, unless an input method composes; a commit is a step of its own.
    pub(in crate::app) fn edit(&mut self, ctx: &egui::Context, edit: Edit) {
        let seconds = ctx.input(|input| input.time);
        let alone = input::has_committed(ctx);
        if let Some(state) = &mut self.state {
            state.edit(edit, seconds, alone);
        }
    }

    fn travel(&mut self, command: Command) {
        self.panels.draft = None;
        let Some(state) = &mut self.state else {
            return;
        };
        let moved = match command {
            Command::Undo => state.undo(),
            _ => state.redo(),
        };
        if moved && let Some(place) = state.goto.take() {
            self.go(place);
        }
    }

    /// Opens the section of a place and sends the caret there.
    pub(in crate::app) fn go(&mut self, place: Place) {
        let Some(state) = &mut self.state else {
            return;
        };
        let exists = match &place {
            Place::PartText(..) | Place::PartHeading(..) => state.report().text(&place).is_some(),
            _ => true,
        };
        self.section = state.section_of(&place);
        if exists {
            state.goto = Some(place);
        }
        state.seal();
    }

    /// Opens a section and sends the caret to its first field.
    fn show_section(&mut self, ctx: &egui::Context, section: Option<usize>) {
        let Some(state) = &self.state else {
            return;
        };
        let first = state.first_place(section);
        self.section = section;
        ctx.memory_mut(|memory| {
            if let Some(id) = memory.focused() {
                memory.surrender_focus(id);
            }
        });
        if let Some(place) = first {
            self.go(place);
        }
    }

    fn create(&mut self, agency: &str, year: u16) {
        match Template::for_year(year) {
            Ok(template) => {
                let report = Report::new(&template, agency, year);
                self.open_report(report, None, None, true);
            }
            Err(problem) => {
                self.modal = Some(Modal::Message {
                    title: "不能新建".to_owned(),
                    text: problem.to_string(),
                });
            }
        }
    }

    fn fill(&mut self, ctx: &egui::Context, span: Span) {
        let Some(state) = &self.state else {
            return;
        };
        let Some(Place::Figure(address)) = &state.focus else {
            return;
        };
        match fill_zero(state.template(), state.report(), address, span) {
            Some(edit) => self.edit(ctx, edit),
            None => self.notice = "没有空白的单元格".to_owned(),
        }
    }

    fn open_find(&mut self, replaces: bool) {
        let find = self.panels.find.get_or_insert_with(Find::default);
        find.replaces |= replaces;
        find.wants_focus = true;
    }

    fn step_find(&mut self, forward: bool) {
        let (Some(find), Some(state)) = (&mut self.panels.find, &self.state) else {
            return;
        };
        find.refresh(state);
        if let Some(hit) = find.step(forward) {
            self.go(hit.place);
            self.panels.select = Some(hit.range);
        }
    }

    fn step_finding(&mut self, forward: bool) {
        let Some(state) = &self.state else {
            return;
        };
        let selected = self.panels.findings.selected.as_deref();
        let Some(finding) = findings::step(state, selected, forward) else {
            return;
        };
        self.panels.findings.selected = Some(finding.fingerprint.clone());
        self.panels.findings.reveal = true;
        if self.settings.side == Side::Closed {
            self.settings.side = Side::Findings;
        }
        if let Some(place) = findings::place_of(&finding) {
            self.go(place);
        }
    }

    fn toggle(&mut self, side: Side) {
        self.settings.side = match self.settings.side == side {
            true => Side::Closed,
            false => side,
        };
        self.write_settings();
    }

    fn zoom(&mut self, ctx: &egui::Context, zoom: f32) {
        let zoom = ((zoom * 10.0).round() / 10.0).clamp(ZOOM[0], ZOOM[1]);
        ctx.set_zoom_factor(zoom);
        self.settings.zoom = zoom;
        self.write_settings();
    }
}

/// Commands with more modifiers first, so that Ctrl+S does not swallow Ctrl+Shift+S.
fn ordered_for_keys() -> Vec<Command> {
    let mut commands: Vec<Command> = Command::all().collect();
    let shifted = |command: &Command| command.key().is_some_and(|key| key.modifiers.shift);
    commands.sort_by_key(|command| !shifted(command));
    commands
}

/// What a table answers while one of its cells has the focus.
fn is_for_table(event: &egui::Event) -> bool {
    match event {
        egui::Event::Text(_) | egui::Event::Paste(_) | egui::Event::Copy => true,
        egui::Event::Key {
            key,
            pressed: true,
            modifiers,
            ..
        } => {
            let moves = matches!(
                key,
                Key::Tab
                    | Key::Enter
                    | Key::ArrowUp
                    | Key::ArrowDown
                    | Key::ArrowLeft
                    | Key::ArrowRight
                    | Key::Delete
                    | Key::Backspace
                    | Key::F2
            );
            moves && !modifiers.alt
        }
        _ => false,
    }
}
