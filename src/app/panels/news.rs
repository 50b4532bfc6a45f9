//! What just happened, over the editor: what a large change did and the way back.

use crate::app::App;
use crate::app::look::theme::Look;
use crate::app::trigger::action::Action;
use crate::app::trigger::command::Command;
use crate::document::compose::part_number;
use crate::session::edit::Edit;
use crate::session::state::State;
use eframe::egui::{self, Margin, RichText};

/// Height of the lines over the editor, in points; more are scrolled.
const MOST_HEIGHT: f32 = 150.0;

/// What happened, what is to be said about it, and what one may want to do now.
#[derive(Debug, Clone, PartialEq)]
pub struct News {
    pub text: String,
    pub details: Vec<String>,
    pub ways: Vec<(String, Action)>,
    /// The report's revision when it was first shown: what can be undone is the last change only.
    shown_at: Option<u64>,
}

impl News {
    pub fn new(text: String, details: Vec<String>, ways: Vec<(String, Action)>) -> News {
        News {
            text,
            details,
            ways,
            shown_at: None,
        }
    }

    /// Something that can be undone at once.
    pub fn undoable(text: String, details: Vec<String>) -> News {
        let undo = Command::Undo;
        let way = (undo.label().to_owned(), Action::Command(undo));
        News::new(text, details, vec![way])
    }

    /// Whether it offers to undo what is no longer the last change of the report.
    fn is_past(&mut self, revision: Option<u64>) -> bool {
        let undoes = |(_, action): &(String, Action)| *action == Action::Command(Command::Undo);
        if self.shown_at.is_none() {
            self.shown_at = revision;
        }
        self.ways.iter().any(undoes) && self.shown_at != revision
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
        let revision = self.state.as_ref().map(State::revision);
        let past = |news: &mut News| news.is_past(revision);
        self.panels.news.take_if(past);
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
            lines_ui(ui, &news.details, look);
        });
        ui.add_space(look.sizes.gap);
        if away {
            self.panels.news = None;
        }
    }
}

/// Lines of which only some are seen when there are many, so that the editor keeps its room.
fn lines_ui(ui: &mut egui::Ui, lines: &[String], look: &Look) {
    if lines.is_empty() {
        return;
    }
    egui::ScrollArea::vertical()
        .id_salt("news")
        .max_height(MOST_HEIGHT)
        .show(ui, |ui| {
            for line in lines {
                ui.label(RichText::new(line).size(look.sizes.small + 0.5));
            }
        });
}

pub(in crate::app) fn frame(look: &Look) -> egui::Frame {
    egui::Frame::new()
        .fill(look.colors.accent_soft.0)
        .corner_radius(look.sizes.corner)
        .inner_margin(Margin::symmetric(12, 8))
}
