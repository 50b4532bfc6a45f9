//! The question for a path, where no file dialog can be had.

use crate::app::files::dialogs::{Purpose, with_suffix};
use crate::app::front::modal::Choice;
use crate::app::look::theme::Look;
use crate::app::panels::findings::accent_button_ui;
use crate::app::texts::line::wide_line_ui;
use crate::storage::typed_path;
use crate::task::folders;
use eframe::egui::{self, Id, Key, RichText};

/// Asks for a path; `problem` says why the one that stands there did not serve.
pub fn path_ui(
    ui: &mut egui::Ui,
    purpose: Purpose,
    text: &mut String,
    problem: Option<&str>,
    fresh: &mut bool,
    look: &Look,
) -> Option<Choice> {
    ui.heading(purpose.title());
    ui.add_space(look.sizes.gap);
    ui.label("这台电脑没有可用的文件对话框，请写出文件的完整路径。");
    ui.add_space(look.sizes.gap);
    let id = Id::unique("path");
    if *fresh {
        // The caret of an earlier question is not this one's.
        let end = egui::text::CCursor::new(text.chars().count());
        let range = match purpose.writes() || problem.is_some() {
            true => egui::text::CCursorRange::one(end),
            // The folder that is suggested gives way to a whole path.
            false => egui::text::CCursorRange::two(egui::text::CCursor::default(), end),
        };
        let mut memory = egui::TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
        memory.cursor.set_char_range(Some(range));
        memory.store(ui.ctx(), id);
    }
    let field = wide_line_ui(ui, id, text, "文件路径", "");
    if let Some(problem) = problem {
        ui.add_space(look.sizes.gap);
        let problem = RichText::new(problem).size(look.sizes.small + 0.5);
        ui.label(problem.color(look.colors.error.0));
    }
    if std::mem::take(fresh) {
        field.request_focus();
    }
    // A click beside the field takes the keyboard from it; Enter is still the button's.
    let is_left = field.lost_focus() || ui.memory(|memory| memory.focused().is_none());
    let entered = is_left && ui.input(|input| input.key_pressed(Key::Enter));
    ui.add_space(look.sizes.wide_gap);
    let mut answer = None;
    ui.horizontal(|ui| {
        let word = if purpose.writes() { "保存" } else { "打开" };
        let can = !text.trim().is_empty();
        let clicked = ui
            .add_enabled_ui(can, |ui| accent_button_ui(ui, word, look).clicked())
            .inner;
        if can && (clicked || entered) {
            let path = typed_path(text, folders::home().as_deref());
            answer = Some(Choice::Path(with_suffix(path, purpose)));
        }
        if ui.button("取消").clicked() {
            answer = Some(Choice::Cancel);
        }
    });
    answer
}
