//! One text of the report as a field: typed text becomes edits, a composition waits until it is committed.

use crate::app::look::theme::Look;
use crate::app::trigger::action::Action;
use crate::place::Place;
use crate::session::edit::Edit;
use crate::session::state::State;
use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::{self, Id, TextEdit};
use std::ops::Range;

/// Text that an input method is composing: it is in the field but not yet in the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub place: Place,
    pub text: String,
}

/// What fields share while one frame is drawn.
pub struct Fields<'a> {
    pub state: &'a State,
    pub look: &'a Look,
    pub draft: &'a mut Option<Draft>,
    pub composing: bool,
    /// Where the caret should go; a field that shows the place takes it.
    pub goto: &'a mut Option<Place>,
    /// Which characters to select there.
    pub select: &'a mut Option<Range<usize>>,
    /// The place the caret is in.
    pub focus: &'a mut Option<Place>,
    pub actions: Vec<Action>,
}

/// How a field looks.
#[derive(Debug, Clone)]
pub struct FieldStyle<'a> {
    /// The name for screen readers.
    pub name: &'a str,
    /// Shown in grey while the field is empty.
    pub hint: &'a str,
    /// Lines it has at least; one line makes a field without line breaks.
    pub lines: usize,
    pub size: f32,
    pub width: f32,
}

/// The id of the field that shows a place.
pub fn field_id(place: &Place) -> Id {
    Id::unique(("field", place.to_string()))
}

impl Fields<'_> {
    /// Draws the field of one text.
    pub fn text_ui(
        &mut self,
        ui: &mut egui::Ui,
        place: &Place,
        style: &FieldStyle,
    ) -> egui::Response {
        let id = field_id(place);
        let written = self.state.report().text(place).unwrap_or_default();
        let mut text = match self.draft.as_ref().filter(|draft| draft.place == *place) {
            Some(draft) => draft.text.clone(),
            None => written.to_owned(),
        };
        let wanted = self.goto.as_ref() == Some(place);
        if wanted && !self.composing {
            *self.goto = None;
            let select = self.select.take();
            self.send_caret(ui, id, select, text.chars().count());
        }
        let shown = edit_of(&mut text, style, self.look).id(id).show(ui);
        let response = shown.response.response;
        ui.ctx()
            .accesskit_node_builder(id, |node| node.set_label(style.name));
        if wanted {
            response.scroll_to_me(Some(egui::Align::Center));
        }
        if response.has_focus() {
            *self.focus = Some(place.clone());
        }
        self.take_over(place, text, response.has_focus(), written);
        response
    }

    /// A composition stays a draft; everything else becomes an edit.
    fn take_over(&mut self, place: &Place, text: String, has_focus: bool, written: &str) {
        let is_draft = self
            .draft
            .as_ref()
            .is_some_and(|draft| draft.place == *place);
        if self.composing && has_focus {
            if text != written || is_draft {
                *self.draft = Some(Draft {
                    place: place.clone(),
                    text,
                });
            }
            return;
        }
        if is_draft {
            *self.draft = None;
        }
        if text != written {
            self.actions.push(Action::Edit(Edit::Text {
                place: place.clone(),
                text,
            }));
        }
    }

    fn send_caret(&self, ui: &egui::Ui, id: Id, select: Option<Range<usize>>, length: usize) {
        let mut memory = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
        // Without a wanted range the caret stays where it was, or goes to the end the first time.
        let wanted = match (select, memory.cursor.char_range()) {
            (None, Some(_)) => None,
            (None, None) => Some(length..length),
            (select, _) => select,
        };
        if let Some(range) = wanted {
            memory.cursor.set_char_range(Some(CCursorRange::two(
                CCursor::new(range.start),
                CCursor::new(range.end),
            )));
        }
        memory.store(ui.ctx(), id);
        ui.memory_mut(|memory| memory.request_focus(id));
    }
}

fn edit_of<'t>(text: &'t mut String, style: &FieldStyle, look: &Look) -> TextEdit<'t> {
    let edit = match style.lines {
        0 | 1 => TextEdit::singleline(text),
        lines => TextEdit::multiline(text).desired_rows(lines),
    };
    edit.hint_text(
        egui::RichText::new(style.hint)
            .color(look.colors.hint.0)
            .size(look.sizes.body),
    )
    .font(egui::FontId::proportional(style.size))
    .desired_width(style.width)
    .margin(egui::Margin::symmetric(10, 8))
}
