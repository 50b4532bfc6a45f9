//! The bar for finding and replacing.

use crate::app::look::theme::Look;
use crate::app::texts::line::line_ui;
use crate::app::trigger::action::Action;
use crate::app::trigger::command::Command;
use crate::session::find::Find;
use crate::session::state::State;
use eframe::egui::{self, Id, Key, RichText};

/// The fields of the bar, by which the keyboard is known to be in it.
pub const FIELDS: [&str; 2] = ["find query", "find replacement"];

/// Draws the search bar; `false` when it should close. Something that stands over the window keeps Esc for itself
/// (`covered`).
pub fn find_ui(
    ui: &mut egui::Ui,
    find: &mut Find,
    state: &State,
    covered: bool,
    look: &Look,
    actions: &mut Vec<Action>,
) -> bool {
    let mut stays = true;
    ui.horizontal(|ui| {
        ui.label("查找");
        let entered = query_ui(ui, find);
        find.refresh(state);
        let forward = ui.input(|input| !input.modifiers.shift);
        if entered {
            actions.push(Action::Command(match forward {
                true => Command::FindNext,
                false => Command::FindPrevious,
            }));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            stays = !ui.button("关闭").on_hover_text("Esc").clicked();
        });
    });
    ui.horizontal_wrapped(|ui| {
        for command in [Command::FindPrevious, Command::FindNext] {
            let button = egui::Button::new(command.label());
            if ui
                .add_enabled(find.has_hits(), button)
                .on_hover_text(command.key_text())
                .clicked()
            {
                actions.push(Action::Command(command));
            }
        }
        if !find.replaces && ui.button(Command::Replace.label()).clicked() {
            actions.push(Action::Command(Command::Replace));
        }
        count_ui(ui, find, look);
    });
    if find.replaces {
        replace_ui(ui, find, state, actions);
    }
    stays && (covered || !ui.input(|input| input.key_pressed(Key::Escape)))
}

fn count_ui(ui: &mut egui::Ui, find: &Find, look: &Look) {
    if find.query.is_empty() {
        return;
    }
    let count = match find.at() {
        _ if !find.has_hits() => "没有找到".to_owned(),
        Some(at) => format!("第 {} 处，共 {} 处", at + 1, find.hit_count()),
        None => format!("共 {} 处", find.hit_count()),
    };
    let in_tables = find.hit_count().saturating_sub(find.text_count());
    let count = match in_tables {
        0 => count,
        _ if find.replaces => format!("{count}；表格里的 {in_tables} 处不替换"),
        _ => format!("{count}，表格里 {in_tables} 处"),
    };
    // Where it has no room behind the buttons it stands below them, whole.
    let count = egui::Label::new(RichText::new(count).color(look.colors.weak.0));
    ui.add(count.wrap_mode(egui::TextWrapMode::Extend));
}

fn query_ui(ui: &mut egui::Ui, find: &mut Find) -> bool {
    let id = Id::unique(FIELDS[0]);
    if std::mem::take(&mut find.wants_focus) {
        let mut memory = egui::TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
        let all = egui::text::CCursorRange::two(
            egui::text::CCursor::new(0),
            egui::text::CCursor::new(find.query.chars().count()),
        );
        memory.cursor.set_char_range(Some(all));
        memory.store(ui.ctx(), id);
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let field = named_field_ui(ui, id, &mut find.query, "查找内容");
    field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

fn replace_ui(ui: &mut egui::Ui, find: &mut Find, state: &State, actions: &mut Vec<Action>) {
    ui.horizontal_wrapped(|ui| {
        ui.label("替换");
        let id = Id::unique(FIELDS[1]);
        named_field_ui(ui, id, &mut find.replacement, "替换为");
        let one = ui.add_enabled(find.can_replace(), egui::Button::new("替换这一处"));
        let one = one.on_disabled_hover_text("表格里的数字只查找，不替换；要改请到单元格里改");
        if one.clicked()
            && let Some(edit) = find.replace_one(state)
        {
            actions.push(Action::Edit(edit));
            actions.push(Action::Command(Command::FindNext));
        }
        let can = find.text_count() > 0;
        if ui.add_enabled(can, egui::Button::new("全部替换")).clicked()
            && let Some(edit) = find.replace_all(state)
        {
            actions.push(Action::ReplaceAll {
                edit,
                count: find.text_count(),
            });
        }
    });
}

fn named_field_ui(ui: &mut egui::Ui, id: Id, text: &mut String, name: &str) -> egui::Response {
    let field = egui::TextEdit::singleline(text)
        .desired_width((ui.available_width() - 200.0).clamp(100.0, 260.0))
        .margin(egui::Margin::symmetric(8, 5));
    line_ui(ui, id, name, field)
}
