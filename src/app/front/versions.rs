//! The saved versions of a file: when, how large, and what they show otherwise than now.

use crate::app::front::modal::Choice;
use crate::app::look::theme::Look;
use crate::task::versions::Version;
use eframe::egui::{self, RichText};

/// Height of the list, and what it leaves to its heading, its button and the window around it, in points.
const LIST: f32 = 360.0;
const OTHERS: f32 = 190.0;

/// Draws the list; gives the choice once there is one.
pub fn versions_ui(ui: &mut egui::Ui, versions: &[Version], look: &Look) -> Option<Choice> {
    let mut choice = None;
    ui.heading("历史版本");
    ui.add_space(look.sizes.gap);
    ui.label("最近保存的版本。恢复只改动窗口里的报告，可以撤销；保存以后才写入文件。");
    ui.add_space(look.sizes.gap);
    egui::ScrollArea::vertical()
        .max_height(LIST.min(ui.ctx().content_rect().height() - OTHERS))
        .show(ui, |ui| {
            for (index, version) in versions.iter().enumerate() {
                ui.horizontal(|ui| {
                    let differs = !version.changes.is_empty();
                    let saved = version.saved_in_words();
                    let name = format!("恢复 {saved} 的版本");
                    let button = ui.add_enabled(differs, egui::Button::new("恢复"));
                    ui.ctx()
                        .accesskit_node_builder(button.id, |node| node.set_label(name.as_str()));
                    if differs && ui.memory(|memory| memory.focused().is_none()) {
                        button.request_focus();
                    }
                    if button.gained_focus() {
                        button.scroll_to_me(None);
                    }
                    if button.clicked() {
                        choice = Some(Choice::Version(index));
                    }
                    ui.vertical(|ui| {
                        let kilobytes = version.bytes.div_ceil(1024);
                        ui.label(format!("{saved}　{kilobytes} KB"));
                        let changes = match differs {
                            true => format!("与现在不同：{}", version.changes),
                            false => "与现在相同".to_owned(),
                        };
                        let small = RichText::new(changes).size(look.sizes.small);
                        ui.label(small.color(look.colors.weak.0));
                    });
                });
                ui.add_space(look.sizes.gap);
            }
        });
    ui.add_space(look.sizes.gap);
    let close = ui.button("关闭");
    if ui.memory(|memory| memory.focused().is_none()) {
        close.request_focus();
    }
    if close.clicked() {
        choice = Some(Choice::Cancel);
    }
    choice
}
