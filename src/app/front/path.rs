//! The question for a path, where no file dialog can be had.

use crate::app::files::dialogs::{Purpose, with_suffix};
use crate::app::front::modal::Choice;
use crate::app::look::theme::Look;
use crate::app::panels::findings::accent_button_ui;
use crate::app::texts::line::wide_line_ui;
use crate::storage::typed_path;
use crate::task::folders;
use eframe::egui::{self, Id, Key, RichText};
use std::path::Path;

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
        let start = egui::text::CCursor::new(replaced_from(purpose, text, problem));
        let range = egui::text::CCursorRange::two(start, end);
        let mut memory = egui::TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
        memory.cursor.set_char_range(Some(range));
        memory.store(ui.ctx(), id);
        // A field without the keyboard would forget its selection.
        ui.memory_mut(|memory| memory.request_focus(id));
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

/// The character from which on a suggested path is selected, so that typing takes its place: the name of a file that is
/// to be written, the whole of one that is to be read. What was typed already is only written on.
fn replaced_from(purpose: Purpose, text: &str, problem: Option<&str>) -> usize {
    let count = text.chars().count();
    if problem.is_some() {
        return count;
    }
    let name = Path::new(text).file_name().filter(|_| purpose.writes());
    match name {
        Some(name) => count.saturating_sub(name.to_string_lossy().chars().count()),
        None => 0,
    }
}

/// The same question while the path is being tried: what is typed meanwhile must not go into the report behind it.
pub fn trying_ui(ui: &mut egui::Ui, purpose: Purpose, text: &str, look: &Look) -> Option<Choice> {
    ui.heading(purpose.title());
    ui.add_space(look.sizes.gap);
    let doing = if purpose.writes() { "写入" } else { "读取" };
    ui.label(format!("正在{doing} {text}，请稍候。"));
    ui.add_space(look.sizes.wide_gap);
    let cancel = ui.button("取消");
    cancel.clicked().then_some(Choice::Cancel)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::format::FORMATS;

    #[test]
    fn typing_replaces_the_proposed_name_and_leaves_the_folder() {
        let selected = |purpose, text: &str, problem| -> String {
            let from = replaced_from(purpose, text, problem);
            text.chars().skip(from).collect()
        };
        let text = "/家/文件/某局2024年度报告.nianbao";
        assert_eq!(
            selected(Purpose::SaveAs, text, None),
            "某局2024年度报告.nianbao"
        );
        let export = Purpose::Export(FORMATS[0]);
        assert_eq!(selected(export, "年报.pdf", None), "年报.pdf");
        assert_eq!(selected(Purpose::Open, "/家/文件", None), "/家/文件");
        assert_eq!(selected(Purpose::SaveAs, text, Some("没有")), "");
    }
}
