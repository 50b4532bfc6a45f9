//! Doing what is asked for: the one place where something happens to the open report.

use crate::app::files::dialogs::Purpose;
use crate::app::files::intent::Intent;
use crate::app::files::jobs::Order;
use crate::app::files::settings::Side;
use crate::app::front::modal::Modal;
use crate::app::front::rule_list::rows;
use crate::app::panels::news::News;
use crate::app::table::TableMemory;
use crate::app::trigger::action::Action;
use crate::app::trigger::command::Command;
use crate::app::trigger::input::{self, InputOrder};
use crate::app::{App, theme_preference};
use crate::place::{Id, Place};
use crate::render::format::FORMATS;
use crate::report::Part;
use crate::session::edit::Edit;
use crate::session::fill::{Span, fill_zero};
use crate::session::findings;
use crate::session::goto::Goto;
use eframe::egui::{self, Event, Key, Modifiers, ViewportCommand};

/// The least and the most the window is zoomed.
pub const ZOOM: [f32; 2] = [0.8, 2.0];

impl App {
    /// Does what widgets ask for.
    pub(in crate::app) fn act(&mut self, ctx: &egui::Context, actions: Vec<Action>) {
        for action in actions {
            match action {
                Action::Edit(edit) => self.edit(ctx, edit),
                Action::ReplaceAll { edit, count } => {
                    self.edit(ctx, edit);
                    let text = format!("已替换 {count} 处。");
                    self.panels.news = Some(News::undoable(text, Vec::new()));
                }
                Action::Command(command) => {
                    if command.is_enabled(&self.command_context()) {
                        self.run(ctx, command);
                    }
                }
                Action::Go(place) => self.go(Goto::to(place)),
                Action::Select(goto) => self.go(goto),
                Action::GoBeside { forward } => self.go_beside(forward),
                Action::Tell(news) => self.panels.news = Some(news),
                Action::Show(path) => self.order(ctx, Order::Show(path)),
                Action::ShowFinding(fingerprint) => {
                    let Some(state) = &self.state else { continue };
                    let at = findings::position(state, &fingerprint);
                    self.show_findings();
                    self.panels.findings.select(&fingerprint, at.unwrap_or(0));
                }
            }
            ctx.request_repaint();
        }
    }

    /// Runs a command that can be given.
    pub(in crate::app) fn run(&mut self, ctx: &egui::Context, command: Command) {
        self.notice.clear();
        self.files.typed = None;
        match command {
            Command::New => self.intend(ctx, Intent::New),
            Command::Open => self.intend(ctx, Intent::Ask(Purpose::Open)),
            Command::StartFromLastYear => self.intend(ctx, Intent::Ask(Purpose::LastYear)),
            Command::ImportReport => self.intend(ctx, Intent::Ask(Purpose::Import)),
            Command::ImportCopied => self.intend(ctx, Intent::ImportCopied),
            Command::OpenSample => self.intend(ctx, Intent::Sample),
            Command::Save => {
                self.settle_tables();
                self.save(ctx, None);
            }
            Command::SaveAs => {
                self.settle_tables();
                self.ask(ctx, Purpose::SaveAs, None);
            }
            Command::Export(index) => self.ask_export(ctx, index),
            Command::CopyWebPage => self.copy_web_page(),
            Command::Print => self.order(ctx, Order::Print),
            Command::Versions => self.show_versions(),
            Command::CloseReport => self.intend(ctx, Intent::CloseReport),
            Command::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
            Command::Undo => self.travel(true),
            Command::Redo => self.travel(false),
            Command::Cut => self.hand_to_editor(ctx, Event::Cut),
            Command::Copy => self.hand_to_editor(ctx, Event::Copy),
            Command::SelectAll => self.hand_to_editor(ctx, select_all()),
            Command::Paste => self.paste(ctx),
            Command::Find | Command::Replace => self.open_find(command == Command::Replace),
            Command::FindNext => self.step_find(true, true),
            Command::FindPrevious => self.step_find(false, true),
            Command::NextFinding => self.step_finding(true),
            Command::PreviousFinding => self.step_finding(false),
            Command::FillRowZero => self.fill(ctx, Span::Row),
            Command::FillColumnZero => self.fill(ctx, Span::Column),
            Command::FillTableZero => self.fill(ctx, Span::Table),
            Command::AddPart => self.add_part(ctx),
            Command::MovePartUp => self.move_part(ctx, false),
            Command::MovePartDown => self.move_part(ctx, true),
            Command::RemovePart => self.remove_part(ctx),
            Command::Particulars => self.show_section(ctx, None),
            Command::Section(index) => self.show_section(ctx, Some(usize::from(index))),
            Command::ToggleFindings => self.toggle_side(Side::Findings),
            Command::TogglePreview => self.toggle_side(Side::Preview),
            Command::ToggleLastYear => self.toggle_side(Side::LastYear),
            Command::FocusPanel => self.focus_next_side(),
            Command::Confirm => self.confirm(ctx),
            Command::ConfirmSection => self.confirm_section(ctx),
            Command::ZoomIn => self.zoom(ctx, ctx.zoom_factor() + 0.1),
            Command::ZoomOut => self.zoom(ctx, ctx.zoom_factor() - 0.1),
            Command::ZoomReset => self.zoom(ctx, 1.0),
            Command::Theme => self.switch_theme(ctx),
            Command::OfficialFaces => self.switch_faces(),
            Command::Keys => self.modal = Some(Modal::Keys),
            Command::Rules => self.show_rules(),
            Command::Guide => self.modal = Some(Modal::Guide),
            Command::About => self.modal = Some(Modal::About),
        }
    }

    /// What is typed in an open cell stands once it is saved.
    fn settle_tables(&mut self) {
        let tables = self.panels.tables.values_mut();
        tables.for_each(TableMemory::settle);
    }

    fn ask_export(&mut self, ctx: &egui::Context, index: u8) {
        if let Some(format) = FORMATS.get(usize::from(index)) {
            self.ask(ctx, Purpose::Export(format), None);
        }
    }

    fn paste(&mut self, ctx: &egui::Context) {
        self.return_keyboard();
        if !self.paste_page(ctx) {
            ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
        }
    }

    fn switch_theme(&mut self, ctx: &egui::Context) {
        let dark = ctx.theme() == egui::Theme::Light;
        self.settings.dark = Some(dark);
        ctx.set_theme(theme_preference(dark));
        self.write_settings();
    }

    /// Shows the rules of the open report's form.
    pub(in crate::app) fn show_rules(&mut self) {
        let state = self.state.as_ref();
        self.modal = state.map(|state| Modal::Rules(rows(state.template(), state.report())));
    }

    /// Takes the official faces of this machine from now on, or those of the program again.
    fn switch_faces(&mut self) {
        self.settings.official_faces = !self.settings.official_faces;
        self.panels.preview.lay_out_again();
        self.notice = match self.settings.official_faces {
            true => "预览、导出和打印改用本机的公文字体，本机没有的仍用自带的；导出时逐一说明",
            false => "预览、导出和打印改回程序自带的字体",
        }
        .to_owned();
        self.write_settings();
    }

    /// Applies an edit, unless an input method composes; a commit is a step of its own.
    pub(in crate::app) fn edit(&mut self, ctx: &egui::Context, edit: Edit) {
        let seconds = ctx.input(|input| input.time);
        let alone = input::has_committed(ctx);
        let Some(state) = &mut self.state else {
            return;
        };
        let news = News::of_removal(state, &edit);
        let removes = matches!(edit, Edit::RemovePart { .. });
        let shows = removes.then(|| edit.clone());
        if !state.edit(edit, seconds, alone) {
            return;
        }
        // What was said of an earlier edit has no way back any more.
        self.panels.news = news;
        if let Some(goto) =
            shows.and_then(|edit| Goto::after(state.template(), state.report(), &edit))
        {
            self.go(goto);
        }
    }

    /// Takes the last step back, or does it again; the caret stands behind what changed.
    fn travel(&mut self, back: bool) {
        self.panels.draft = None;
        let Some(state) = &mut self.state else {
            return;
        };
        let goto = match back {
            true => state.undo(),
            false => state.redo(),
        };
        if let Some(goto) = goto {
            self.go(goto);
        }
    }

    /// Lets the editor that had the caret answer what its own key would have asked of it.
    fn hand_to_editor(&mut self, ctx: &egui::Context, event: Event) {
        self.return_keyboard();
        ctx.with_plugin(|order: &mut InputOrder| order.add(event));
    }

    /// Pastes a page that another program copied without its text, which egui does not see; whether there was one.
    fn paste_page(&mut self, ctx: &egui::Context) -> bool {
        let copied = (self.files.copied)().ok();
        let Some(text) = copied.and_then(|copied| copied.text_of_page()) else {
            return false;
        };
        ctx.with_plugin(|order: &mut InputOrder| order.add(Event::Paste(text)));
        ctx.request_repaint();
        true
    }

    /// Answers a key that asked to paste and for which egui found no text.
    pub(in crate::app) fn hear_empty_paste(&mut self, ctx: &egui::Context) {
        if input::has_pasted_nothing(ctx) {
            self.paste_page(ctx);
        }
    }

    /// The part that holds the caret: its section and index.
    pub(in crate::app) fn part_in_focus(&self) -> Option<(Id, usize)> {
        match self.state.as_ref()?.focus.clone()? {
            Place::PartHeading(section, part) | Place::PartText(section, part) => {
                Some((section, part))
            }
            _ => None,
        }
    }

    /// Adds a part behind the one that holds the caret, or behind the last.
    fn add_part(&mut self, ctx: &egui::Context) {
        let Some((state, index)) = self.state.as_ref().zip(self.section) else {
            return;
        };
        let Some(section) = state.template().form.sections.get(index) else {
            return;
        };
        let id = section.id.clone();
        let prose = state.report().prose.get(&id);
        let count = prose.map_or(0, |prose| prose.parts.len());
        let index = match self.part_in_focus() {
            Some((section, part)) if section == id => part.saturating_add(1).min(count),
            _ => count,
        };
        self.edit(
            ctx,
            Edit::AddPart {
                section: id.clone(),
                index,
                part: Part::default(),
            },
        );
        self.go(Goto::to(Place::PartHeading(id, index)));
    }

    fn move_part(&mut self, ctx: &egui::Context, down: bool) {
        let Some((section, from)) = self.part_in_focus() else {
            return;
        };
        let to = match down {
            true => from.saturating_add(1),
            false => from.saturating_sub(1),
        };
        let is_heading = self
            .state
            .as_ref()
            .is_some_and(|state| matches!(state.focus, Some(Place::PartHeading(..))));
        let place = match is_heading {
            true => Place::PartHeading(section.clone(), to),
            false => Place::PartText(section.clone(), to),
        };
        self.edit(ctx, Edit::MovePart { section, from, to });
        self.go(Goto::to(place));
    }

    /// Removes the part that holds the caret; where text goes with it, the way back is shown.
    fn remove_part(&mut self, ctx: &egui::Context) {
        if let Some((section, index)) = self.part_in_focus() {
            self.edit(ctx, Edit::RemovePart { section, index });
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

    fn zoom(&mut self, ctx: &egui::Context, zoom: f32) {
        let zoom = ((zoom * 10.0).round() / 10.0).clamp(ZOOM[0], ZOOM[1]);
        ctx.set_zoom_factor(zoom);
        self.settings.zoom = zoom;
        self.write_settings();
    }
}

/// The key by which an editor selects all it holds.
fn select_all() -> Event {
    Event::Key {
        key: Key::A,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::COMMAND | Modifiers::CTRL,
    }
}
