//! The list of findings: grouped and counted, each with its remedy, its law and the way to its place.

use crate::app::look::marks::{self, Sign, severity_word};
use crate::app::look::theme::Look;
use crate::app::panels::account::Account;
use crate::app::panels::agreed::agreed_ui;
use crate::app::panels::answers::{AnswerMemory, answer_ui, answered_ui, begun_words, homeless_ui};
use crate::app::panels::news::News;
use crate::app::trigger::action::Action;
use crate::check::{Finding, Severity};
use crate::session::edit::Edit;
use crate::session::findings::{
    Walk, goto_of, groups, of, position, remedy_of, remedy_of_all, told,
};
use crate::session::state::State;
use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{self, Align, FontId, Id, Pos2, Rect, RichText, Sense, vec2};
use std::collections::HashMap;

/// What the list keeps between frames.
#[derive(Debug, Default)]
pub struct FindingsMemory {
    /// Fingerprint of the finding that is unfolded.
    selected: Option<String>,
    /// Its number among all, for when it is settled.
    at: usize,
    /// The selected one should come into view.
    reveal: bool,
    /// The answer that is being written.
    answering: AnswerMemory,
    /// Heights of rows at a width, so that rows out of view cost nothing.
    heights: HashMap<String, f32>,
    width: f32,
}

impl FindingsMemory {
    /// Unfolds a finding and brings it into view.
    pub fn select(&mut self, fingerprint: &str, at: usize) {
        self.selected = Some(fingerprint.to_owned());
        self.at = at;
        self.reveal = true;
    }

    /// Unfolds the first question whose answer was begun, so that one sees where it goes on.
    pub fn select_begun(&mut self, state: &State) {
        let begun = &state.report().begun_answers;
        let mut found = state.findings().iter();
        if let Some(finding) = found.find(|finding| begun.contains_key(&finding.fingerprint)) {
            let at = position(state, &finding.fingerprint);
            self.select(&finding.fingerprint, at.unwrap_or(0));
        }
    }

    /// Where one stands among the findings.
    pub fn walk(&self) -> Walk<'_> {
        Walk {
            selected: self.selected.as_deref(),
            at: self.at,
        }
    }
}

/// Draws the list.
pub fn findings_ui(
    ui: &mut egui::Ui,
    (state, account): (&State, &Account),
    memory: &mut FindingsMemory,
    look: &Look,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let width = ui.available_width();
    if (memory.width - width).abs() > 0.5 {
        memory.heights.clear();
        memory.width = width;
    }
    egui::ScrollArea::vertical()
        .id_salt("findings")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            if state.findings().is_empty() {
                nothing_ui(ui, look);
            }
            for severity in groups(state) {
                group_ui(ui, (state, account), severity, memory, look, &mut actions);
            }
            answered_ui(ui, state, look, &mut actions);
            homeless_ui(ui, state, look, &mut actions);
            agreed_ui(ui, state, look, &mut actions);
        });
    memory.reveal = false;
    actions
}

fn nothing_ui(ui: &mut egui::Ui, look: &Look) {
    ui.add_space(look.sizes.margin);
    ui.horizontal_wrapped(|ui| {
        marks::sign_ui(ui, Sign::Done, look);
        ui.label("没有需要处理的问题，可以送审");
    });
    ui.add_space(look.sizes.margin);
}

fn group_ui(
    ui: &mut egui::Ui,
    (state, account): (&State, &Account),
    severity: Severity,
    memory: &mut FindingsMemory,
    look: &Look,
    actions: &mut Vec<Action>,
) {
    let count = of(state, severity).count();
    if count == 0 {
        return;
    }
    let holds_selected = memory.reveal
        && of(state, severity).any(|f| Some(&f.fingerprint) == memory.selected.as_ref());
    let title = format!("{} {count} 处", severity_word(severity));
    let header = egui::CollapsingHeader::new(RichText::new(title).strong())
        .id_salt(("group", severity_word(severity)))
        .default_open(true)
        .open(holds_selected.then_some(true));
    header.show_unindented(ui, |ui| {
        for finding in of(state, severity) {
            row_ui(ui, (state, account), finding, memory, look, actions);
        }
    });
    ui.add_space(look.sizes.gap);
}

fn row_ui(
    ui: &mut egui::Ui,
    (state, account): (&State, &Account),
    finding: &Finding,
    memory: &mut FindingsMemory,
    look: &Look,
    actions: &mut Vec<Action>,
) {
    let is_selected = memory.selected.as_ref() == Some(&finding.fingerprint);
    let reveal = is_selected && memory.reveal;
    let top = ui.cursor().min;
    let begun = begun_words(state, finding);
    // The height of what is being written on is not known from before.
    let lasts = !is_selected && begun.is_none();
    if lasts && let Some(&height) = memory.heights.get(&finding.fingerprint) {
        let rect = Rect::from_min_size(top, vec2(ui.available_width(), height));
        if !ui.is_rect_visible(rect) {
            ui.allocate_space(rect.size());
            return;
        }
    }
    let begun = begun.filter(|_| !is_selected);
    let response = message_ui(ui, finding, begun.as_deref(), is_selected, look);
    if lasts {
        let height = response.rect.height();
        memory.heights.insert(finding.fingerprint.clone(), height);
    }
    if response.clicked() {
        memory.at = position(state, &finding.fingerprint).unwrap_or(0);
        memory.selected = Some(finding.fingerprint.clone());
        actions.extend(goto_of(finding, state.report()).map(Action::Select));
    }
    if reveal {
        response.scroll_to_me(Some(Align::Center));
    }
    if is_selected {
        details_ui(ui, (state, account), finding, memory, look, actions);
    }
}

/// The message as one clickable row with its sign, and under it what is written so far of its answer.
fn message_ui(
    ui: &mut egui::Ui,
    finding: &Finding,
    begun: Option<&str>,
    is_selected: bool,
    look: &Look,
) -> egui::Response {
    let sign = Sign::of_severity(finding.severity);
    let indent = look.sizes.body + 18.0;
    let width = ui.available_width();
    let line = |size: f32, color| TextFormat::simple(FontId::proportional(size), color);
    let mut job = LayoutJob::default();
    job.wrap.max_width = width - indent - 8.0;
    let own = line(look.sizes.body - 0.5, look.colors.text.0);
    job.append(&finding.message, 0.0, own);
    if let Some(begun) = begun {
        let small = line(look.sizes.small, look.colors.question.0);
        job.append(&format!("\n{begun}"), 0.0, small);
    }
    let galley = ui.painter().layout_job(job);
    let size = vec2(width, galley.size().y + 14.0);
    let id = Id::unique(("finding", &finding.fingerprint));
    let rect = Rect::from_min_size(ui.cursor().min, size);
    let (rect, _) = ui.allocate_exact_size(rect.size(), Sense::hover());
    let response = ui.interact(rect, id, Sense::click());
    let begun = begun.map_or(String::new(), |begun| format!("；{begun}"));
    let severity = severity_word(finding.severity);
    let name = format!("{severity}：{}{begun}", finding.message);
    response
        .widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, is_selected, &name));
    let fill = match (is_selected, response.hovered() || response.has_focus()) {
        (true, _) => look.colors.accent_soft.0,
        (false, true) => look.colors.hover.0,
        (false, false) => look.colors.raised.0,
    };
    let painter = ui.painter();
    painter.rect_filled(rect, look.sizes.corner, fill);
    if response.has_focus() {
        let stroke = egui::Stroke::new(1.5, look.colors.accent.0);
        painter.rect_stroke(rect, look.sizes.corner, stroke, egui::StrokeKind::Inside);
    }
    let side = look.sizes.body;
    let corner = rect.min + vec2(8.0, 8.0);
    marks::paint(
        painter,
        Rect::from_min_size(corner, vec2(side, side)),
        sign,
        look,
    );
    painter.galley(
        Pos2::new(rect.min.x + indent, rect.min.y + 7.0),
        galley,
        look.colors.text.0,
    );
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// Advice, law, remedy and answer of the unfolded finding.
fn details_ui(
    ui: &mut egui::Ui,
    (state, account): (&State, &Account),
    finding: &Finding,
    memory: &mut FindingsMemory,
    look: &Look,
    actions: &mut Vec<Action>,
) {
    let frame = egui::Frame::new().inner_margin(egui::Margin {
        left: (look.sizes.body + 18.0) as i8,
        right: 8,
        top: 2,
        bottom: 10,
    });
    frame.show(ui, |ui| {
        if !finding.advice.is_empty() {
            ui.label(RichText::new(&finding.advice).size(look.sizes.small + 0.5));
        }
        if let Some(reason) = account.withheld(finding.cells()) {
            let said = format!("导入时留空：{reason}。填写前请先看来源。");
            let said = RichText::new(said).size(look.sizes.small + 0.5);
            ui.label(said.color(look.colors.question.0));
        }
        if !finding.law.is_empty() {
            let law = format!("依据：{}", finding.law);
            ui.label(
                RichText::new(law)
                    .size(look.sizes.small - 0.5)
                    .color(look.colors.weak.0),
            );
        }
        if finding.remedy.is_none() && finding.severity != Severity::Question {
            return;
        }
        ui.horizontal_wrapped(|ui| {
            let remedy = finding.remedy.as_ref();
            if let Some((word, edit)) = remedy.and_then(|r| remedy_of(r, state))
                && accent_button_ui(ui, &word, look).clicked()
            {
                let several = matches!(&edit, Edit::Entries(cells) if cells.len() > 1);
                settle(state, (&word, edit), several, actions);
            }
            let waits = |other: &Finding| account.withheld(other.cells()).is_some();
            if let Some((word, edit)) = remedy_of_all(state, finding, &waits)
                && several_ui(ui, state, &word, &edit).clicked()
            {
                settle(state, (&word, edit), true, actions);
            }
            if finding.severity == Severity::Question && ui.button("回答…").clicked() {
                memory.answering.open(&finding.fingerprint);
                ui.ctx().request_repaint();
            }
        });
        answer_ui(ui, state, finding, &mut memory.answering, look, actions);
    });
}

/// A button that settles several findings; a pointer that rests on it is told which.
fn several_ui(ui: &mut egui::Ui, state: &State, word: &str, edit: &Edit) -> egui::Response {
    let button = ui.button(word);
    match button.hovered() {
        true => button.on_hover_text(told(state, edit).join("\n")),
        false => button,
    }
}

/// Settles findings; what was done in several places is told place by place, with the way back.
fn settle(state: &State, (word, edit): (&str, Edit), tells: bool, actions: &mut Vec<Action>) {
    let places = told(state, &edit);
    actions.push(Action::Edit(edit));
    if tells {
        let done = format!("{word}：已完成。");
        actions.push(Action::Tell(News::undoable(done, places)));
    }
}

/// A button in the accent colour, for the one thing to do.
pub fn accent_button_ui(ui: &mut egui::Ui, text: &str, look: &Look) -> egui::Response {
    let text = RichText::new(text).color(look.colors.on_accent.0);
    ui.add(egui::Button::new(text).fill(look.colors.accent.0))
}
