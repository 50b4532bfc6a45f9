//! The editor of a prose section: its lead and its parts, with guidance while empty and their length against the usual.

use crate::app::texts::field::{FieldStyle, Fields};
use crate::app::trigger::action::Action;
use crate::check::Severity;
use crate::document::compose::part_number;
use crate::place::Place;
use crate::report::{Part, Prose};
use crate::session::edit::Edit;
use crate::template::{Section, SectionContent, StandardPart};
use eframe::egui::{self, RichText};

/// Room for a part's number and a heading that one can read, in points.
const NARROWEST_HEADING: f32 = 260.0;

/// Draws a prose section.
pub fn prose_ui(ui: &mut egui::Ui, fields: &mut Fields, section: &Section) {
    let SectionContent::Prose {
        guidance,
        usual,
        parts: standard,
    } = &section.content
    else {
        return;
    };
    let empty = Prose::default();
    let report = fields.state.report();
    let prose = report.prose.get(&section.id).unwrap_or(&empty).clone();
    let has_parts = !prose.parts.is_empty();
    let width = ui.available_width();
    let lead = Place::Lead(section.id.clone());
    let name = match has_parts {
        true => format!("{}：导语", section.heading),
        false => format!("{}：正文", section.heading),
    };
    label_ui(ui, fields, if has_parts { "导语" } else { "正文" });
    let style = FieldStyle {
        name: &name,
        hint: guidance,
        lines: if has_parts { 3 } else { 10 },
        size: fields.look.sizes.body + 1.0,
        width,
    };
    fields.text_ui(ui, &lead, &style);
    waiting_ui(ui, fields, &lead, &name);
    count_ui(ui, fields, &prose.lead, *usual);
    for index in 0..prose.parts.len() {
        ui.add_space(fields.look.sizes.wide_gap);
        part_ui(ui, fields, section, standard, &prose, index);
    }
    ui.add_space(fields.look.sizes.wide_gap);
    add_ui(ui, fields, section, standard, &prose);
}

fn part_ui(
    ui: &mut egui::Ui,
    fields: &mut Fields,
    section: &Section,
    standard: &[StandardPart],
    prose: &Prose,
    index: usize,
) {
    let Some(part) = prose.parts.get(index) else {
        return;
    };
    let known = standard.iter().find(|known| known.id == part.id);
    let number = part_number(index);
    let title = match part.heading.is_empty() {
        true => number.clone(),
        false => format!("{number}{}", part.heading),
    };
    let buttons = 4.0 * (fields.look.sizes.button_height + fields.look.sizes.gap) + 40.0;
    // Where a heading would have room for a few characters only, its buttons stand below.
    let is_narrow = ui.available_width() < buttons + NARROWEST_HEADING;
    ui.horizontal(|ui| {
        ui.label(
            RichText::new(&number)
                .size(fields.look.sizes.body + 1.0)
                .strong(),
        );
        let heading = Place::PartHeading(section.id.clone(), index);
        let beside = if is_narrow { 0.0 } else { buttons };
        let style = FieldStyle {
            name: &format!("{number}小标题"),
            hint: known.map_or("小标题（可以不写）", |known| {
                known.heading.as_str()
            }),
            lines: 1,
            size: fields.look.sizes.body + 1.0,
            width: (ui.available_width() - beside).clamp(80.0, 420.0),
        };
        fields.text_ui(ui, &heading, &style);
        if !is_narrow {
            arrange_ui(ui, fields, section, prose, index, &title);
        }
    });
    if is_narrow {
        ui.horizontal(|ui| arrange_ui(ui, fields, section, prose, index, &title));
    }
    let text = Place::PartText(section.id.clone(), index);
    let style = FieldStyle {
        name: &format!("{title}：正文"),
        hint: known.map_or("写这一部分的内容，一个自然段一行", |known| {
            known.guidance.as_str()
        }),
        lines: 5,
        size: fields.look.sizes.body + 1.0,
        width: ui.available_width(),
    };
    fields.text_ui(ui, &text, &style);
    waiting_ui(ui, fields, &text, &title);
    let usual = known.map_or((0, 0), |known| known.usual);
    count_ui(ui, fields, &part.text, usual);
}

/// Buttons that move or remove a part.
fn arrange_ui(
    ui: &mut egui::Ui,
    fields: &mut Fields,
    section: &Section,
    prose: &Prose,
    index: usize,
    title: &str,
) {
    let last = prose.parts.len() - 1;
    let button = |ui: &mut egui::Ui, sign: &str, name: String, enabled: bool| {
        let response = ui.add_enabled(enabled, egui::Button::new(sign));
        response
            .widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, enabled, name.as_str()));
        response.on_hover_text(name).clicked()
    };
    let move_to = |to: usize| {
        Action::Edit(Edit::MovePart {
            section: section.id.clone(),
            from: index,
            to,
        })
    };
    if button(ui, "↑", format!("上移“{title}”"), index > 0) {
        fields.actions.push(move_to(index - 1));
    }
    if button(ui, "↓", format!("下移“{title}”"), index < last) {
        fields.actions.push(move_to(index + 1));
    }
    if button(ui, "删除", format!("删除“{title}”，可以撤销"), true) {
        fields.actions.push(Action::Edit(Edit::RemovePart {
            section: section.id.clone(),
            index,
        }));
    }
}

/// Buttons that add a part: an empty one, or a standard one that was removed.
fn add_ui(
    ui: &mut egui::Ui,
    fields: &mut Fields,
    section: &Section,
    standard: &[StandardPart],
    prose: &Prose,
) {
    let mut add = |index: usize, id: &str, heading: &str| {
        fields.actions.push(Action::Edit(Edit::AddPart {
            section: section.id.clone(),
            index,
            part: Part {
                id: id.to_owned(),
                heading: heading.to_owned(),
                text: String::new(),
            },
        }));
        let place = Place::PartHeading(section.id.clone(), index);
        fields.actions.push(Action::Go(place));
    };
    ui.horizontal_wrapped(|ui| {
        if ui.button("＋ 添加一个部分").clicked() {
            add(prose.parts.len(), "", "");
        }
        let mut before = 0;
        for known in standard {
            if prose.parts.iter().any(|part| part.id == known.id) {
                before += 1;
                continue;
            }
            if ui.button(format!("＋ {}", known.heading)).clicked() {
                add(before, &known.id, &known.heading);
            }
        }
    });
}

fn label_ui(ui: &mut egui::Ui, fields: &Fields, text: &str) {
    ui.label(
        RichText::new(text)
            .size(fields.look.sizes.small)
            .color(fields.look.colors.weak.0),
    );
}

/// Says that a text was carried over from last year and waits for confirmation.
fn waiting_ui(ui: &mut egui::Ui, fields: &mut Fields, place: &Place, title: &str) {
    if !fields.state.report().carried.contains(place) {
        return;
    }
    ui.horizontal(|ui| {
        crate::app::look::marks::sign_ui(
            ui,
            crate::app::look::marks::Sign::of_severity(Severity::Question),
            fields.look,
        );
        let text = RichText::new("待确认：从上年带来").size(fields.look.sizes.small);
        ui.label(text.color(fields.look.colors.question.0));
        let button = ui.button(RichText::new("确认").size(fields.look.sizes.small));
        let name = format!("确认“{title}”");
        button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
        if button
            .on_hover_text("内容仍然符合今年的情况（F6）")
            .clicked()
        {
            fields
                .actions
                .push(Action::Edit(Edit::Confirm(vec![place.clone()])));
        }
    });
}

/// The number of characters against the usual.
fn count_ui(ui: &mut egui::Ui, fields: &Fields, text: &str, usual: (u32, u32)) {
    let count = characters(text);
    let words = match usual {
        (_, 0) => format!("{count} 字"),
        (0, most) => format!("{count} 字，通常不超过 {most} 字"),
        (least, most) => format!("{count} 字，通常 {least}—{most} 字"),
    };
    let is_unusual =
        count > 0 && usual.1 > 0 && (count < usual.0 as usize || count > usual.1 as usize);
    let color = match is_unusual {
        true => fields.look.colors.unfilled.0,
        false => fields.look.colors.weak.0,
    };
    let words = match (is_unusual, count < usual.0 as usize) {
        (true, true) => format!("{words}（偏短）"),
        (true, false) => format!("{words}（偏长）"),
        _ => words,
    };
    ui.label(
        RichText::new(words)
            .size(fields.look.sizes.small)
            .color(color),
    );
}

/// Characters of a text as one counts them: without white space.
pub fn characters(text: &str) -> usize {
    // The last white space of all is that of full width.
    let is_ink = |c: &char| *c > '\u{3000}' || !c.is_whitespace();
    text.chars().filter(is_ink).count()
}
