//! The panel 上年: what waits for confirmation, the years that moved, what was copied, the figures over the years.

use crate::app::App;
use crate::app::look::theme::Look;
use crate::app::panels::chart::{ChartMemory, chart_ui};
use crate::app::panels::findings::accent_button_ui;
use crate::app::trigger::action::Action;
use crate::place::Place;
use crate::report::account::place_in_words;
use crate::report::similarity::{MEASURE, Similarity, similarity};
use crate::report::{Figures, YearChange};
use crate::session::edit::Edit;
use crate::session::goto::Goto;
use crate::session::state::State;
use crate::template::Section;
use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{self, FontId, RichText};
use std::collections::HashMap;

/// What the panel keeps between frames.
#[derive(Debug, Default)]
pub struct LastYearMemory {
    /// What was copied, as of a revision of the report.
    similar: Option<(u64, Vec<Similarity>)>,
    chart: ChartMemory,
    /// It was drawn before, and may stand where one left it.
    seen: bool,
}

/// Draws the panel.
pub fn last_year_ui(
    ui: &mut egui::Ui,
    state: &State,
    memory: &mut LastYearMemory,
    look: &Look,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let mut area = egui::ScrollArea::vertical()
        .id_salt("last year")
        .auto_shrink([false, false]);
    if !std::mem::replace(&mut memory.seen, true) {
        area = area.vertical_scroll_offset(0.0);
    }
    area.show(ui, |ui| {
        let Some(past) = state.report().prior() else {
            ui.label("这份报告里没有上年的数字。用“以上年报告为起点”生成的报告才能与上年比较。");
            return;
        };
        ui.label(RichText::new(format!("与 {} 年的报告比较", past.year)).strong());
        ui.label(weak("表格里每格下面的小字是上年的数字和增减", look));
        ui.add_space(look.sizes.gap);
        waiting_ui(ui, state, &mut actions);
        changes_ui(ui, state, look, &mut actions);
        similar_ui(ui, state, memory, look, &mut actions);
        chart_ui(ui, state, &mut memory.chart, look);
    });
    actions
}

/// Over a section's editor: how much of it waits for confirmation, and the button for all of it.
pub fn carried_ui(
    ui: &mut egui::Ui,
    state: &State,
    section: &Section,
    look: &Look,
    actions: &mut Vec<Action>,
) {
    let places = carried_in(state, &section.id);
    if places.is_empty() {
        return;
    }
    ui.horizontal(|ui| {
        let text = format!("从上年带来的 {} 处待确认", places.len());
        ui.label(RichText::new(text).color(look.colors.question.0));
        if accent_button_ui(ui, "全部确认", look)
            .on_hover_text("本节内容仍然符合今年的情况（Shift+F6）")
            .clicked()
        {
            actions.push(Action::Edit(Edit::Confirm(places)));
        }
    });
    ui.add_space(look.sizes.gap);
}

/// Last year's figure of each cell and the change since: `7 +2`.
pub fn beside(state: &State, figures: &Figures) -> HashMap<usize, String> {
    let template = state.template();
    let Some(past) = state.report().prior() else {
        return HashMap::new();
    };
    let cells = template.cells.iter().enumerate();
    cells
        .filter_map(|(index, cell)| {
            let last = past.figure(template, &cell.address)?;
            let change = figures.value(index).zip(last.value());
            let change = change.and_then(|(this, last)| this.checked_sub(last));
            let text = match change.filter(|change| !change.is_zero()) {
                Some(change) if change.is_sign_negative() => {
                    format!("{} {change}", last.without_note())
                }
                Some(change) => format!("{} +{change}", last.without_note()),
                None => last.without_note(),
            };
            Some((index, text))
        })
        .collect()
}

impl App {
    /// Confirms what the caret is in, then goes to the next that waits.
    pub(in crate::app) fn confirm(&mut self, ctx: &egui::Context) {
        let Some(state) = &self.state else {
            return;
        };
        let template = state.template().clone();
        let mut waiting: Vec<Place> = state.report().carried.iter().cloned().collect();
        waiting.sort_by_key(|place| template.position(place));
        let here = state.focus.as_ref();
        let at = waiting.iter().position(|place| Some(place) == here);
        if let Some(at) = at {
            let place = waiting.remove(at);
            self.edit(ctx, Edit::Confirm(vec![place]));
            let count = waiting.len();
            waiting.rotate_left(at.min(count));
        }
        match waiting.into_iter().next() {
            Some(next) => self.go(Goto::to(next)),
            None => self.notice = "从上年带来的内容已全部确认".to_owned(),
        }
    }

    /// Confirms all that waits in the open section.
    pub(in crate::app) fn confirm_section(&mut self, ctx: &egui::Context) {
        let Some((state, section)) = self.state.as_ref().zip(self.section) else {
            return;
        };
        let Some(section) = state.template().form.sections.get(section) else {
            return;
        };
        let places = carried_in(state, &section.id);
        match places.is_empty() {
            true => self.notice = "本节没有待确认的内容".to_owned(),
            false => self.edit(ctx, Edit::Confirm(places)),
        }
    }
}

fn carried_in(state: &State, section: &str) -> Vec<Place> {
    let carried = state.report().carried.iter();
    let own = carried.filter(|place| {
        state
            .template()
            .section_of(place)
            .is_some_and(|id| *id == *section)
    });
    own.cloned().collect()
}

fn waiting_ui(ui: &mut egui::Ui, state: &State, actions: &mut Vec<Action>) {
    let count = state.report().carried.len();
    let text = match count {
        0 => "从上年带来的内容已全部确认".to_owned(),
        _ => format!("还有 {count} 处待确认"),
    };
    ui.label(text);
    for section in &state.template().form.sections {
        let places = carried_in(state, &section.id);
        let Some(first) = places
            .iter()
            .min_by_key(|place| state.template().position(place))
        else {
            continue;
        };
        ui.horizontal_wrapped(|ui| {
            let name = format!("{}{}：{} 处", section.number, section.heading, places.len());
            if ui.link(name).clicked() {
                actions.push(Action::Go(first.clone()));
            }
        });
    }
    ui.separator();
}

/// Each moved year before and after, with the way back.
fn changes_ui(ui: &mut egui::Ui, state: &State, look: &Look, actions: &mut Vec<Action>) {
    let report = state.report();
    let title = format!("改动的年份 {} 处", report.year_changes.len());
    let header = egui::CollapsingHeader::new(RichText::new(title).strong()).default_open(true);
    header.id_salt("year changes").show_unindented(ui, |ui| {
        for (index, change) in report.year_changes.iter().enumerate() {
            let place = place_in_words(state.template(), report, &change.place);
            if ui.link(&place).clicked() {
                actions.push(Action::Go(change.place.clone()));
            }
            ui.label(sentence_of(change, look));
            let (word, name) = match change.taken_back {
                false => (
                    "撤回",
                    format!(
                        "撤回第 {} 处：{}→{}",
                        index + 1,
                        change.before,
                        change.after
                    ),
                ),
                true => (
                    "再改",
                    format!(
                        "再改第 {} 处：{}→{}",
                        index + 1,
                        change.before,
                        change.after
                    ),
                ),
            };
            let button = ui.button(format!("{word}（{} → {}）", change.before, change.after));
            button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
            if button
                .on_hover_text("这一句后来改写过的，请直接在文字里改")
                .clicked()
            {
                actions.push(Action::Edit(Edit::TakeBack(index)));
            }
            ui.add_space(look.sizes.gap);
        }
    });
    ui.separator();
}

/// The sentence with the year that went struck through and the year that stands there marked.
fn sentence_of(change: &YearChange, look: &Look) -> LayoutJob {
    let size = look.sizes.small + 0.5;
    let plain = TextFormat::simple(FontId::proportional(size), look.colors.text.0);
    let gone = TextFormat {
        color: look.colors.weak.0,
        strikethrough: egui::Stroke::new(1.0, look.colors.weak.0),
        ..plain.clone()
    };
    let stands = TextFormat {
        color: look.colors.accent.0,
        background: look.colors.accent_soft.0,
        ..plain.clone()
    };
    let (head, tail) = change.around();
    let (was, is) = match change.taken_back {
        false => (&change.before, &change.after),
        true => (&change.after, &change.before),
    };
    let mut job = LayoutJob::default();
    job.append(&head, 0.0, plain.clone());
    job.append(was, 0.0, gone);
    job.append(is, 2.0, stands);
    job.append(&tail, 0.0, plain);
    job
}

/// How much of each section stands in last year's, and which sentences.
fn similar_ui(
    ui: &mut egui::Ui,
    state: &State,
    memory: &mut LastYearMemory,
    look: &Look,
    actions: &mut Vec<Action>,
) {
    if memory
        .similar
        .as_ref()
        .is_none_or(|(revision, _)| *revision != state.revision())
    {
        let found = similarity(state.template(), state.report());
        memory.similar = Some((state.revision(), found));
    }
    ui.label(RichText::new("雷同").strong())
        .on_hover_text(MEASURE);
    ui.label(weak("各节文字与上年整句相同的比例", look))
        .on_hover_text(MEASURE);
    let found = memory.similar.as_ref().map_or(&[][..], |(_, found)| found);
    for similar in found {
        let Some((section, percent)) = state
            .template()
            .section(&similar.section)
            .zip(similar.percent())
        else {
            continue;
        };
        let title = format!("{}{}：{percent}%", section.number, section.heading);
        let header = egui::CollapsingHeader::new(title).id_salt(("similar", &similar.section));
        let shown = header.show_unindented(ui, |ui| {
            for sentence in &similar.same {
                let text = RichText::new(&sentence.text).size(look.sizes.small + 0.5);
                if ui.link(text).clicked() {
                    actions.push(Action::Go(sentence.place.clone()));
                }
            }
        });
        shown.header_response.on_hover_text(MEASURE);
    }
    ui.separator();
}

fn weak(text: &str, look: &Look) -> RichText {
    RichText::new(text)
        .size(look.sizes.small)
        .color(look.colors.weak.0)
}
