//! The list of keys under F1, read from the commands.

use crate::app::look::theme::Look;
use crate::app::trigger::command::CommandContext;
use crate::app::trigger::menus::MENUS;
use eframe::egui::{self, Key, RichText};

/// Keys that are no commands: how one moves in tables and texts.
const MOVES: [(&str, &str); 10] = [
    (
        "Tab、Shift+Tab",
        "到右边、左边的单元格，或下一个、上一个栏目",
    ),
    ("Enter", "表格里到下一行；正文里另起一段"),
    ("方向键", "在表格里移动"),
    ("F2", "修改单元格里已有的内容"),
    ("Delete", "清除选中的单元格"),
    (
        "Ctrl+C、Ctrl+X、Ctrl+V",
        "复制、剪切、粘贴，表格可以与 Excel、WPS 互贴",
    ),
    ("Shift+方向键", "选中一片单元格或文字"),
    (
        "Alt+F、E、V、H",
        "打开文件、编辑、视图、帮助菜单，方向键选择，Enter 执行",
    ),
    ("Shift+F10、菜单键", "光标处的菜单：剪切、复制、粘贴、填 0"),
    ("Esc", "放弃正在输入的单元格，关闭对话框"),
];

/// Height that the list leaves to its heading, its button and the window around it.
const OTHERS: f32 = 190.0;
/// Width of the column of keys, in points.
const KEYS_WIDTH: f32 = 170.0;

/// Draws the list of keys; `true` when it should close.
pub fn keys_ui(ui: &mut egui::Ui, now: &CommandContext, look: &Look) -> bool {
    ui.heading("按键一览");
    ui.add_space(look.sizes.gap);
    egui::ScrollArea::vertical()
        .max_height(ui.ctx().content_rect().height() - OTHERS)
        .show(ui, |ui| {
            ui.spacing_mut().interact_size.y = 0.0;
            ui.scroll_with_delta_animation(
                egui::vec2(0.0, -turned_by(ui)),
                egui::style::ScrollAnimation::none(),
            );
            for menu in &MENUS {
                let rows = menu.groups.iter().copied().flatten();
                let commands = rows.flat_map(|row| row.commands(now.section_count()));
                let rows = commands.map(|command| {
                    let name = command.name(now);
                    let name = name.trim_end_matches('…').to_owned();
                    (command.key_text(), name, command.tooltip())
                });
                group_ui(ui, menu.title, rows, look);
            }
            let rows = MOVES.map(|(key, what)| (key.to_owned(), String::new(), what));
            group_ui(ui, "移动和输入", rows.into_iter(), look);
        });
    ui.add_space(look.sizes.gap);
    ui.button("关闭").clicked()
}

/// How far down the keys go, in points.
fn turned_by(ui: &egui::Ui) -> f32 {
    let page = 0.9 * ui.clip_rect().height();
    let ways = [
        (Key::ArrowDown, 40.0),
        (Key::ArrowUp, -40.0),
        (Key::PageDown, page),
        (Key::Space, page),
        (Key::PageUp, -page),
        (Key::End, 1e6),
        (Key::Home, -1e6),
    ];
    let pressed = ways
        .iter()
        .filter(|(key, _)| ui.input(|input| input.key_pressed(*key)));
    pressed.map(|(_, by)| by).sum()
}

fn group_ui<'a>(
    ui: &mut egui::Ui,
    title: &str,
    rows: impl Iterator<Item = (String, String, &'a str)>,
    look: &Look,
) {
    ui.label(RichText::new(title).strong().color(look.colors.accent.0));
    let space = look.sizes.wide_gap * 1.5;
    let keys = KEYS_WIDTH.min(ui.available_width() / 3.0);
    egui::Grid::new(("keys", title))
        .num_columns(2)
        // The groups stand under each other in the same columns.
        .min_col_width(keys)
        .max_col_width((ui.available_width() - keys - space).max(keys))
        .spacing([space, 4.0])
        .show(ui, |ui| {
            for (key, name, what) in rows {
                ui.label(RichText::new(key).color(look.colors.text.0));
                let text = match name.is_empty() {
                    true => what.to_owned(),
                    false => format!("{name}：{what}"),
                };
                ui.label(RichText::new(text).color(look.colors.weak.0));
                ui.end_row();
            }
        });
    ui.add_space(look.sizes.wide_gap);
}
