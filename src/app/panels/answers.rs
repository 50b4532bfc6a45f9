//! Answers to questions: the field in which one is written, those that were given, those that lost their question.

use crate::app::look::theme::Look;
use crate::app::texts::line::line_ui;
use crate::app::trigger::action::Action;
use crate::app::trigger::input;
use crate::check::Finding;
use crate::session::edit::Edit;
use crate::session::state::State;
use eframe::egui::{self, Id, RichText};

/// Characters of an answer that was begun which are shown under its question.
const QUOTED: usize = 20;

/// What the field keeps between frames. What is written in it stands in the report.
#[derive(Debug, Default)]
pub struct AnswerMemory {
    /// The question whose field was opened, by its fingerprint.
    opened: Option<String>,
    /// The field should get the focus, once the click that opened it is over.
    wants_focus: bool,
    /// The question and the text of its field while an input method composes in it.
    composed: Option<(String, String)>,
}

impl AnswerMemory {
    /// Opens the field of a question, or goes back into it; what is written there stays.
    pub fn open(&mut self, fingerprint: &str) {
        self.opened = Some(fingerprint.to_owned());
        self.wants_focus = true;
    }
}

/// What is written so far of the answer to a question, in a few words; `None` when it was not begun.
pub fn begun_words(state: &State, finding: &Finding) -> Option<String> {
    let begun = state.report().begun_answers.get(&finding.fingerprint)?;
    Some(format!("回答还没有记下：{}", shortened(begun)))
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// The field for the answer to the unfolded question, once it was opened or begun.
pub fn answer_ui(
    ui: &mut egui::Ui,
    state: &State,
    finding: &Finding,
    memory: &mut AnswerMemory,
    look: &Look,
    actions: &mut Vec<Action>,
) {
    let fingerprint = &finding.fingerprint;
    let begun = state.report().begun_answers.get(fingerprint);
    if begun.is_none() && memory.opened.as_ref() != Some(fingerprint) {
        return;
    }
    let id = Id::unique(("answer reason", fingerprint));
    if memory.wants_focus && !ui.input(|input| input.pointer.any_click()) {
        memory.wants_focus = false;
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let written = begun.map_or("", String::as_str);
    let composed = memory.composed.take().filter(|(of, _)| of == fingerprint);
    let mut text = composed.map_or_else(|| written.to_owned(), |(_, text)| text);
    let field = egui::TextEdit::singleline(&mut text)
        .hint_text("写明理由，例如：含上年结转")
        .desired_width(f32::INFINITY)
        .margin(egui::Margin::symmetric(8, 6));
    let field = line_ui(ui, id, "回答的理由", field);
    if field.has_focus() && input::is_composing(ui.ctx()) {
        // What an input method composes is not written yet.
        memory.composed = Some((fingerprint.clone(), text));
        return;
    }
    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    let has_reason = !text.trim().is_empty();
    let mut end = None;
    ui.horizontal(|ui| {
        let button = ui.add_enabled(has_reason, egui::Button::new("记下回答"));
        if (button.clicked() || entered) && has_reason {
            end = Some(Edit::Answer {
                fingerprint: fingerprint.clone(),
                reason: text.trim().to_owned(),
            });
        }
        if ui.button("取消").clicked() {
            end = Some(begin(fingerprint, ""));
        }
    });
    let hint = match has_reason {
        true => "记下以后，这个问题就不再列出",
        false => "写了理由才能记下",
    };
    let hint = RichText::new(hint).size(look.sizes.small);
    ui.label(hint.color(look.colors.weak.0));
    if text != written {
        actions.push(Action::Edit(begin(fingerprint, &text)));
    }
    if let Some(end) = end {
        actions.push(Action::Edit(end));
        memory.opened = None;
    }
}

fn begin(fingerprint: &str, text: &str) -> Edit {
    Edit::BeginAnswer {
        fingerprint: fingerprint.to_owned(),
        text: text.to_owned(),
    }
}

/// Answered questions, folded; each can be taken back.
pub fn answered_ui(ui: &mut egui::Ui, state: &State, look: &Look, actions: &mut Vec<Action>) {
    let answered = state.answered();
    if answered.is_empty() {
        return;
    }
    let title = format!("已回答 {} 处", answered.len());
    egui::CollapsingHeader::new(title)
        .id_salt("answered")
        .show_unindented(ui, |ui| {
            for (message, answer) in answered {
                ui.label(RichText::new(message).size(look.sizes.small + 0.5));
                ui.horizontal_wrapped(|ui| {
                    let reason = format!("回答：{}", answer.reason);
                    ui.label(
                        RichText::new(reason)
                            .size(look.sizes.small)
                            .color(look.colors.weak.0),
                    );
                    if ui.button("收回回答").clicked() {
                        actions.push(Action::Edit(Edit::Unanswer(answer.fingerprint.clone())));
                    }
                });
                ui.separator();
            }
        });
}

/// Answers that were begun to questions that are no longer asked: what was typed is still to be seen.
pub fn homeless_ui(ui: &mut egui::Ui, state: &State, look: &Look, actions: &mut Vec<Action>) {
    let asked = |fingerprint: &str| {
        let mut findings = state.findings().iter();
        findings.any(|finding| finding.fingerprint == fingerprint)
    };
    let begun = state.report().begun_answers.iter();
    for (fingerprint, text) in begun.filter(|(fingerprint, _)| !asked(fingerprint)) {
        ui.add_space(look.sizes.gap);
        ui.horizontal_wrapped(|ui| {
            let said = format!("没有记下的回答，它的问题已经不再提出：{text}");
            ui.label(RichText::new(said).size(look.sizes.small));
            let drop = ui.button("删除").on_hover_text("可以撤销");
            if drop.clicked() {
                actions.push(Action::Edit(begin(fingerprint, "")));
            }
        });
    }
}
