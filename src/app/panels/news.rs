//! What just happened, over the editor: what a large change did and the way back, and what an import has to say.

use crate::app::App;
use crate::app::look::theme::Look;
use crate::app::trigger::action::Action;
use crate::app::trigger::command::Command;
use crate::document::compose::part_number;
use crate::import::Note;
use crate::session::edit::Edit;
use crate::session::state::State;
use eframe::egui::{self, Margin, RichText};

/// Figures that a note of an import names.
const NAMED: usize = 2;
/// Height of the lines over the editor, in points; more are scrolled.
const MOST_HEIGHT: f32 = 150.0;

/// What happened, what is to be said about it, and what one may want to do now.
#[derive(Debug, Clone, PartialEq)]
pub struct News {
    pub text: String,
    pub details: Vec<String>,
    pub ways: Vec<(String, Action)>,
}

impl News {
    /// Something that can be undone at once.
    pub fn undoable(text: String, details: Vec<String>) -> News {
        News {
            text,
            details,
            ways: vec![(
                Command::Undo.label().to_owned(),
                Action::Command(Command::Undo),
            )],
        }
    }

    /// What to say when an edit takes a part away that is not empty.
    pub fn of_removal(state: &State, edit: &Edit) -> Option<News> {
        let Edit::RemovePart { section, index } = edit else {
            return None;
        };
        let part = state.report().prose.get(section)?.parts.get(*index)?;
        if part.text.trim().is_empty() {
            return None;
        }
        let count = part.text.chars().filter(|c| !c.is_whitespace()).count();
        let name = format!("{}{}", part_number(*index), part.heading);
        let text = format!("已删除“{name}”，连同其中的 {count} 字。");
        Some(News::undoable(text, Vec::new()))
    }
}

impl App {
    /// What just happened, until it is put away or something else happens.
    pub(in crate::app) fn news_ui(
        &mut self,
        ui: &mut egui::Ui,
        look: &Look,
        actions: &mut Vec<Action>,
    ) {
        let Some(news) = &self.panels.news else {
            return;
        };
        let mut away = false;
        frame(look).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new(&news.text).strong());
                for (word, action) in &news.ways {
                    if ui.button(word).clicked() {
                        actions.push(action.clone());
                        away |= matches!(action, Action::Command(_));
                    }
                }
                away |= ui.button("收起").clicked();
            });
            lines_ui(ui, "news", news.details.iter().map(String::as_str), look);
        });
        ui.add_space(look.sizes.gap);
        if away {
            self.panels.news = None;
        }
    }

    /// What an import has to say, until it is put away.
    pub(in crate::app) fn notes_ui(&mut self, ui: &mut egui::Ui, look: &Look) {
        if self.panels.notes.is_empty() {
            return;
        }
        let mut away = false;
        frame(look).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| {
                ui.label(RichText::new("请核对读入的内容").strong());
                away = ui.button("收起").clicked();
            });
            let said: Vec<String> = self.panels.notes.iter().map(in_brief).collect();
            lines_ui(ui, "notes", said.iter().map(String::as_str), look);
        });
        ui.add_space(look.sizes.gap);
        if away {
            self.panels.notes.clear();
        }
    }
}

/// Lines of which only some are seen when there are many, so that the editor keeps its room.
fn lines_ui<'a>(
    ui: &mut egui::Ui,
    id: &str,
    lines: impl ExactSizeIterator<Item = &'a str>,
    look: &Look,
) {
    if lines.len() == 0 {
        return;
    }
    egui::ScrollArea::vertical()
        .id_salt(id)
        .max_height(MOST_HEIGHT)
        .show(ui, |ui| {
            for line in lines {
                ui.label(RichText::new(line).size(look.sizes.small + 0.5));
            }
        });
}

fn frame(look: &Look) -> egui::Frame {
    egui::Frame::new()
        .fill(look.colors.accent_soft.0)
        .corner_radius(look.sizes.corner)
        .inner_margin(Margin::symmetric(12, 8))
}

/// A note that names its first figures only; the findings and the table show where the others are.
fn in_brief(note: &Note) -> String {
    let count = note.listed.len();
    if count == 0 {
        return note.to_string();
    }
    let shown: Vec<&str> = note.listed.iter().take(NAMED).map(String::as_str).collect();
    let rest = match count > NAMED {
        true => format!("等 {count} 格"),
        false => String::new(),
    };
    let (kind, sentence) = (note.kind.label(), &note.sentence);
    format!("{kind}：{sentence}：{}{rest}", shown.join("；"))
}
