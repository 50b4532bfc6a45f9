//! What the program is, and how it is used: the two pages of help.

use crate::app::look::theme::Look;
use eframe::egui::{self, RichText};

/// Height that a page leaves to its heading, its button and the window around it.
const OTHERS: f32 = 190.0;

/// Draws version and licences; `true` when the page should close.
pub fn about_ui(ui: &mut egui::Ui, look: &Look) -> bool {
    page_ui(ui, "关于", look, |_| {})
}

/// Draws the instructions; `true` when the page should close.
pub fn guide_ui(ui: &mut egui::Ui, look: &Look) -> bool {
    page_ui(ui, "使用说明", look, |_| {})
}

fn page_ui(
    ui: &mut egui::Ui,
    title: &str,
    look: &Look,
    content: impl FnOnce(&mut egui::Ui),
) -> bool {
    ui.heading(title);
    ui.add_space(look.sizes.gap);
    egui::ScrollArea::vertical()
        .max_height(ui.ctx().content_rect().height() - OTHERS)
        .show(ui, |ui| {
            ui.label(RichText::new(env!("CARGO_PKG_VERSION")));
            content(ui);
        });
    ui.add_space(look.sizes.gap);
    ui.button("关闭").clicked()
}
