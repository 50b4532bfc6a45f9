//! The page 报告信息: agency, year, wording of the title, preface, signature and date.

use crate::app::texts::field::{Draft, FieldStyle, Fields, field_id};
use crate::app::texts::year;
use crate::app::trigger::action::Action;
use crate::place::Place;
use crate::session::edit::Edit;
use eframe::egui::{self, Id, RichText};

/// Draws the particulars of the report.
pub fn particulars_ui(ui: &mut egui::Ui, fields: &mut Fields) {
    let gap = fields.look.sizes.wide_gap;
    let width = ui.available_width().min(520.0);
    line_ui(
        ui,
        fields,
        "机关名称",
        &Place::Agency,
        "写全称，与印章一致",
        width,
    );
    ui.add_space(gap);
    year_ui(ui, fields);
    ui.add_space(gap);
    title_ui(ui, fields);
    ui.add_space(gap);
    caption_ui(ui, fields, "题下说明");
    let style = FieldStyle {
        name: "题下说明",
        hint: "标题下面的一段话，一般写编制依据和统计期限；不需要就留空",
        lines: 4,
        size: fields.look.sizes.body + 1.0,
        width: ui.available_width(),
    };
    fields.text_ui(ui, &Place::Preface, &style);
    ui.add_space(gap);
    line_ui(
        ui,
        fields,
        "落款",
        &Place::Signature,
        "一般与机关名称相同；不署名就留空",
        width,
    );
    ui.add_space(gap);
    line_ui(
        ui,
        fields,
        "成文日期",
        &Place::Date,
        "例如 2026年1月20日；写上以后这一页才算完成",
        width,
    );
}

fn line_ui(
    ui: &mut egui::Ui,
    fields: &mut Fields,
    name: &str,
    place: &Place,
    hint: &str,
    width: f32,
) {
    caption_ui(ui, fields, name);
    let style = FieldStyle {
        name,
        hint,
        lines: 1,
        size: fields.look.sizes.body + 1.0,
        width,
    };
    fields.text_ui(ui, place, &style);
}

/// The year; what is typed waits until it is a year.
fn year_ui(ui: &mut egui::Ui, fields: &mut Fields) {
    caption_ui(ui, fields, "报告年度");
    let old = fields.state.report().year;
    let id = field_id(&Place::Year);
    let draft = fields.draft.take_if(|draft| draft.place == Place::Year);
    // 0 stands for a year that an import did not find.
    let known = || (old != 0).then(|| old.to_string());
    let mut text = draft.map_or_else(|| known().unwrap_or_default(), |draft| draft.text);
    if fields
        .goto
        .take_if(|goto| goto.place == Place::Year)
        .is_some()
    {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let field = year::year_ui(ui, id, &mut text, fields.look);
    let name = &fields.state.template().form.name;
    ui.label(
        RichText::new(name)
            .size(fields.look.sizes.small)
            .color(fields.look.colors.weak.0),
    );
    if field.response.has_focus() {
        *fields.focus = Some(Place::Year);
    }
    match year::parse(&text) {
        Ok(year) if year != old => fields.actions.push(Action::Edit(Edit::Year(year))),
        Ok(_) => {}
        // Left alone, the field says the report's year again.
        Err(_) if field.response.has_focus() => {
            *fields.draft = Some(Draft {
                place: Place::Year,
                text,
            });
        }
        Err(_) => {}
    }
}

fn title_ui(ui: &mut egui::Ui, fields: &mut Fields) {
    caption_ui(ui, fields, "标题写法");
    let report = fields.state.report();
    let template = fields.state.template();
    let wanted = fields
        .goto
        .as_ref()
        .is_some_and(|goto| goto.place == Place::Title);
    for wording in 0..template.form.titles.len() {
        let agency = match report.agency.is_empty() {
            true => "（机关名称）",
            false => report.agency.as_str(),
        };
        let title = match report.year {
            0 => template.title_with(wording, agency, "（年度）"),
            year => template.title(wording, agency, year),
        };
        let response = ui
            .scope(|ui| {
                // The ring of the one that is not chosen is to be seen, too.
                let ring = egui::Stroke::new(1.0, fields.look.colors.weak.0);
                ui.visuals_mut().widgets.inactive.bg_stroke = ring;
                ui.radio(report.title_wording == wording, title)
            })
            .inner;
        if response.clicked() && report.title_wording != wording {
            fields
                .actions
                .push(Action::Edit(Edit::TitleWording(wording)));
        }
        if wanted && report.title_wording == wording {
            *fields.goto = None;
            response.request_focus();
        }
        if response.has_focus() {
            *fields.focus = Some(Place::Title);
            let focused = response.id;
            ui.ctx()
                .data_mut(|data| data.insert_temp(title_id(), focused));
        }
    }
}

/// Under this id the window knows which of the wordings had the keyboard last.
pub fn title_id() -> Id {
    Id::unique("title wording in focus")
}

fn caption_ui(ui: &mut egui::Ui, fields: &Fields, text: &str) {
    ui.label(
        RichText::new(text)
            .size(fields.look.sizes.small)
            .color(fields.look.colors.weak.0),
    );
}
