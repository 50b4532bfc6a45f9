//! The question for agency and year of a new report.

use crate::app::front::modal::Choice;
use crate::app::look::theme::Look;
use crate::app::panels::findings::accent_button_ui;
use crate::app::texts::line::wide_line_ui;
use crate::app::texts::year;
use eframe::egui::{self, Id, Key, RichText};

/// Asks for both; Enter goes on once both are there.
pub fn new_ui(
    ui: &mut egui::Ui,
    agency: &mut String,
    year: &mut String,
    fresh: &mut bool,
    look: &Look,
) -> Option<Choice> {
    ui.heading("新建年度报告");
    ui.add_space(look.sizes.gap);
    ui.label("机关名称");
    let id = Id::unique("new agency");
    let field = wide_line_ui(ui, id, agency, "机关名称", "例如：某某市某某局");
    if std::mem::take(fresh) {
        field.request_focus();
    }
    // A click beside the fields takes the keyboard from them; Enter is still the button's.
    let is_left = field.lost_focus() || ui.memory(|memory| memory.focused().is_none());
    let mut entered = is_left && ui.input(|input| input.key_pressed(Key::Enter));
    ui.add_space(look.sizes.gap);
    ui.label("报告年度");
    let year_field = year::year_ui(ui, Id::unique("new year"), year, look);
    entered |= year_field.entered;
    ui.add_space(look.sizes.gap);
    ui.label(
        RichText::new("表格的格式随年度而定。机关名称以后还可以改。")
            .size(look.sizes.small)
            .color(look.colors.weak.0),
    );
    ui.add_space(look.sizes.wide_gap);
    let ready = (!agency.trim().is_empty())
        .then(|| year::parse(year).ok())
        .flatten();
    if entered && ready.is_none() {
        // Enter goes to what is missing instead of making a report without it.
        match agency.trim().is_empty() {
            true => field.request_focus(),
            false => year_field.response.request_focus(),
        }
    }
    let mut answer = None;
    ui.horizontal(|ui| {
        let make = ui.add_enabled_ui(ready.is_some(), |ui| accent_button_ui(ui, "新建", look));
        let make = make.inner.on_disabled_hover_text("请先写机关名称和年度");
        if let Some(year) = ready.filter(|_| make.clicked() || entered) {
            answer = Some(Choice::Create {
                agency: agency.trim().to_owned(),
                year,
            });
        }
        if ui.button("取消").clicked() {
            answer = Some(Choice::Cancel);
        }
    });
    answer
}
