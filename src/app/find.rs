//! Finding and replacing over all texts of the report.

use super::command::Command;
use super::edit::{Edit, Wish};
use super::state::State;
use super::theme::Look;
use crate::place::Place;
use crate::report::Report;
use crate::template::{SectionContent, Template};
use eframe::egui::{self, Id, Key, RichText};
use std::ops::Range;

/// An open search.
#[derive(Debug, Default)]
pub struct Find {
    pub query: String,
    pub replacement: String,
    pub replaces: bool,
    /// The search field should get the focus.
    pub wants_focus: bool,
    hits: Vec<Hit>,
    /// Index of the hit one stands at.
    at: Option<usize>,
    /// The revision and the query that the hits are of.
    seen: (u64, String),
}

/// One place where the query stands; the range counts characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub place: Place,
    pub range: Range<usize>,
}

impl Find {
    /// Searches again when the report or the query changed.
    pub fn refresh(&mut self, state: &State) {
        if self.seen.0 == state.revision() && self.seen.1 == self.query {
            return;
        }
        if self.seen.1 != self.query {
            self.at = None;
        }
        self.hits = hits(state.template(), state.report(), &self.query);
        self.seen = (state.revision(), self.query.clone());
    }

    pub fn has_hits(&self) -> bool {
        !self.hits.is_empty()
    }

    pub fn hit_count(&self) -> usize {
        self.hits.len()
    }

    /// Goes to the next hit or the one before, round the report.
    pub fn step(&mut self, forward: bool) -> Option<Hit> {
        let count = self.hits.len();
        if count == 0 {
            return None;
        }
        let next = match (self.at, forward) {
            (None, true) => 0,
            (None, false) => count - 1,
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => (at + count - 1) % count,
        };
        self.at = Some(next);
        self.hits.get(next).cloned()
    }

    /// The edit that replaces the hit one stands at.
    fn replace_one(&mut self, state: &State) -> Option<Edit> {
        let hit = self.hits.get(self.at.unwrap_or(0))?.clone();
        let text = state.report().text(&hit.place)?;
        let before: String = text.chars().take(hit.range.start).collect();
        let after: String = text.chars().skip(hit.range.end).collect();
        // The hits move up by one, so that the index stands at the next hit, which a step forward would pass over.
        self.at = match self.at.unwrap_or(0) {
            0 => None,
            at => Some(at - 1),
        };
        Some(Edit::Text {
            place: hit.place,
            text: format!("{before}{}{after}", self.replacement),
        })
    }

    /// The edit that replaces every hit, as one step.
    fn replace_all(&self, state: &State) -> Option<Edit> {
        let mut places: Vec<&Place> = self.hits.iter().map(|hit| &hit.place).collect();
        places.dedup();
        let edits: Vec<Edit> = places
            .into_iter()
            .filter_map(|place| {
                let text = state.report().text(place)?;
                Some(Edit::Text {
                    place: place.clone(),
                    text: text.replace(&self.query, &self.replacement),
                })
            })
            .collect();
        (!edits.is_empty()).then_some(Edit::Batch(edits))
    }
}

/// Every place where a query stands, in the report's order.
pub fn hits(template: &Template, report: &Report, query: &str) -> Vec<Hit> {
    if query.is_empty() {
        return Vec::new();
    }
    let length = query.chars().count();
    let mut found = Vec::new();
    for place in texts(template, report) {
        let text = report.text(&place).unwrap_or_default();
        for (byte, _) in text.match_indices(query) {
            let start = text[..byte].chars().count();
            found.push(Hit {
                place: place.clone(),
                range: start..start + length,
            });
        }
    }
    found
}

/// The places of all texts, in the report's order.
fn texts(template: &Template, report: &Report) -> Vec<Place> {
    let mut places = vec![Place::Agency, Place::Preface];
    for section in &template.form.sections {
        match &section.content {
            SectionContent::Prose { .. } => {
                places.push(Place::Lead(section.id.clone()));
                let count = report
                    .prose
                    .get(&section.id)
                    .map_or(0, |prose| prose.parts.len());
                for part in 0..count {
                    places.push(Place::PartHeading(section.id.clone(), part));
                    places.push(Place::PartText(section.id.clone(), part));
                }
            }
            SectionContent::Table(table) => places.push(Place::Footnote(table.clone())),
        }
    }
    places.extend([Place::Signature, Place::Date]);
    places
}

/// Draws the search bar; `false` when it should close.
pub fn find_ui(
    ui: &mut egui::Ui,
    find: &mut Find,
    state: &State,
    look: &Look,
    wishes: &mut Vec<Wish>,
) -> bool {
    let mut stays = true;
    ui.horizontal(|ui| {
        ui.label("查找");
        let entered = query_ui(ui, find);
        find.refresh(state);
        let forward = ui.input(|input| !input.modifiers.shift);
        if entered {
            wishes.push(Wish::Command(match forward {
                true => Command::FindNext,
                false => Command::FindPrevious,
            }));
        }
        count_ui(ui, find, look);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            stays = !ui.button("关闭").on_hover_text("Esc").clicked();
        });
    });
    ui.horizontal_wrapped(|ui| {
        for command in [Command::FindPrevious, Command::FindNext] {
            let button = egui::Button::new(command.label());
            if ui
                .add_enabled(find.has_hits(), button)
                .on_hover_text(command.key_text())
                .clicked()
            {
                wishes.push(Wish::Command(command));
            }
        }
        if !find.replaces && ui.button(Command::Replace.label()).clicked() {
            wishes.push(Wish::Command(Command::Replace));
        }
    });
    if find.replaces {
        replace_ui(ui, find, state, wishes);
    }
    stays && !ui.input(|input| input.key_pressed(Key::Escape))
}

fn count_ui(ui: &mut egui::Ui, find: &Find, look: &Look) {
    if find.query.is_empty() {
        return;
    }
    let count = match find.at {
        _ if find.hits.is_empty() => "没有找到".to_owned(),
        Some(at) => format!("第 {} 处，共 {} 处", at + 1, find.hits.len()),
        None => format!("共 {} 处", find.hits.len()),
    };
    ui.label(RichText::new(count).color(look.colors.weak.0));
}

fn query_ui(ui: &mut egui::Ui, find: &mut Find) -> bool {
    let id = Id::unique("find query");
    if std::mem::take(&mut find.wants_focus) {
        let mut memory = egui::TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
        let all = egui::text::CCursorRange::two(
            egui::text::CCursor::new(0),
            egui::text::CCursor::new(find.query.chars().count()),
        );
        memory.cursor.set_char_range(Some(all));
        memory.store(ui.ctx(), id);
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let field = named_field_ui(ui, id, &mut find.query, "查找内容");
    field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

fn replace_ui(ui: &mut egui::Ui, find: &mut Find, state: &State, wishes: &mut Vec<Wish>) {
    ui.horizontal_wrapped(|ui| {
        ui.label("替换");
        let id = Id::unique("find replacement");
        named_field_ui(ui, id, &mut find.replacement, "替换为");
        let can = find.has_hits();
        if ui
            .add_enabled(can, egui::Button::new("替换这一处"))
            .clicked()
            && let Some(edit) = find.replace_one(state)
        {
            wishes.push(Wish::Edit(edit));
            wishes.push(Wish::Command(Command::FindNext));
        }
        if ui.add_enabled(can, egui::Button::new("全部替换")).clicked()
            && let Some(edit) = find.replace_all(state)
        {
            wishes.push(Wish::Edit(edit));
        }
    });
}

fn named_field_ui(ui: &mut egui::Ui, id: Id, text: &mut String, name: &str) -> egui::Response {
    let field = egui::TextEdit::singleline(text)
        .id(id)
        .desired_width((ui.available_width() - 200.0).clamp(100.0, 260.0))
        .margin(egui::Margin::symmetric(8, 5))
        .show(ui)
        .response
        .response;
    ui.ctx()
        .accesskit_node_builder(id, |node| node.set_label(name));
    field
}
