//! One text of the report as a field: typed text becomes edits, a composition waits until it is committed.

use crate::app::look::theme::Look;
use crate::app::texts::breaking;
use crate::app::texts::buffer::Buffer;
use crate::app::trigger::action::Action;
use crate::app::trigger::command::Command;
use crate::app::trigger::context_menu::{self, MenuRow};
use crate::check::Severity;
use crate::place::Place;
use crate::session::edit::Edit;
use crate::session::find::Find;
use crate::session::goto::Goto;
use crate::session::state::State;
use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::{self, Id, TextEdit};
use std::ops::Range;

/// Underlined findings of a text, spans of a finding and characters of a span; more would cost time and show no more.
const MOST_UNDERLINED: usize = 40;
const LONGEST_UNDERLINE: usize = 120;

/// What the menu of a text offers.
const CLIPBOARD: [Command; 4] = [
    Command::Cut,
    Command::Copy,
    Command::Paste,
    Command::SelectAll,
];

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
    pub goto: &'a mut Option<Goto>,
    /// The open search, whose hits are marked.
    pub found: Option<&'a Find>,
    /// What is selected in the text that has the caret. egui forgets it when a menu takes the keyboard.
    pub selection: &'a mut Option<Goto>,
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
        let mut text = Buffer(
            match self.draft.as_ref().filter(|draft| draft.place == *place) {
                Some(draft) => draft.text.clone(),
                None => written.to_owned(),
            },
        );
        let wanted = self
            .goto
            .take_if(|goto| goto.place == *place && !self.composing);
        if let Some(goto) = &wanted {
            self.send_caret(ui, id, goto, text.0.chars().count());
        }
        if ui.memory(|memory| memory.has_focus(id)) {
            *self.selection = selection_of(ui, id, place);
        }
        let (size, color) = (style.size, self.look.colors.text.0);
        let mut lines = |ui: &egui::Ui, text: &dyn egui::TextBuffer, width: f32| {
            let font = egui::FontId::proportional(size);
            breaking::laid_out(ui, id, text.as_str(), font, color, width)
        };
        let mut edit = edit_of(&mut text, style, self.look).id(id);
        if style.lines > 1 {
            edit = edit.layouter(&mut lines);
        }
        let shown = edit.show(ui);
        self.mark_hits(ui, place, &shown);
        self.underline_doubts(ui, place, &shown);
        let response = shown.response.response.clone();
        ui.ctx()
            .accesskit_node_builder(id, |node| node.set_label(style.name));
        if let Some(goto) = &wanted {
            scroll(ui, &shown, goto);
        }
        self.menu_ui(ui, place, &shown);
        if response.has_focus() {
            *self.focus = Some(place.clone());
        }
        self.take_over(place, text.0, response.has_focus(), written);
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

    fn send_caret(&self, ui: &egui::Ui, id: Id, goto: &Goto, length: usize) {
        let mut memory = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
        // Without a wanted range the caret stays where it was, or goes to the end the first time.
        let wanted = match (goto.select.clone(), memory.cursor.char_range()) {
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
        if !goto.only_shown {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
    }

    /// Marks what the search found in this text, as one sees it while the search bar has the keyboard.
    fn mark_hits(&self, ui: &egui::Ui, place: &Place, shown: &egui::text_edit::TextEditOutput) {
        let Some(find) = self.found else {
            return;
        };
        for (hit, is_current) in find.hits_at(place) {
            let color = match is_current {
                true => self.look.colors.unfilled.0,
                false => self.look.colors.accent.0,
            };
            for rect in rects_of(shown, hit) {
                let painter = ui.painter().with_clip_rect(shown.text_clip_rect);
                painter.rect_filled(rect, 2.0, color.gamma_multiply(0.28));
            }
        }
    }

    /// Underlines the words that findings are about, unless a composition stands in the field.
    fn underline_doubts(
        &self,
        ui: &egui::Ui,
        place: &Place,
        shown: &egui::text_edit::TextEditOutput,
    ) {
        if self
            .draft
            .as_ref()
            .is_some_and(|draft| draft.place == *place)
        {
            return;
        }
        let written = self.state.report().text(place).unwrap_or_default();
        let own = self.state.findings_at(place);
        let own = own.filter(|finding| finding.left_cells.first() == Some(place));
        for finding in own.take(MOST_UNDERLINED) {
            let color = match finding.severity {
                Severity::Error => self.look.colors.error.0,
                Severity::Unfilled => self.look.colors.unfilled.0,
                Severity::Question => self.look.colors.question.0,
            };
            let painter = ui.painter().with_clip_rect(shown.text_clip_rect);
            let stroke = egui::Stroke::new(1.5, color);
            for span in finding.spans.iter().take(MOST_UNDERLINED) {
                let characters = |bytes: Range<usize>| Some(written.get(bytes)?.chars().count());
                let (Some(start), Some(length)) =
                    (characters(0..span.start), characters(span.clone()))
                else {
                    continue;
                };
                for rect in rects_of(shown, &(start..start + length.min(LONGEST_UNDERLINE))) {
                    painter.hline(rect.x_range(), rect.max.y - 1.0, stroke);
                }
            }
        }
    }

    /// Right click, or the key for it: the clipboard.
    fn menu_ui(&mut self, ui: &egui::Ui, place: &Place, shown: &egui::text_edit::TextEditOutput) {
        let response = &shown.response.response;
        let id = egui::Popup::default_response_id(response);
        let was_open = egui::Popup::is_id_open(ui.ctx(), id);
        let by_key =
            response.has_focus() && !was_open && !self.composing && context_menu::is_asked_for(ui);
        let at = id.with("at");
        if by_key {
            let caret = shown.cursor_range.map(|range| range.primary);
            let rect = shown.galley.pos_from_cursor(caret.unwrap_or_default());
            let below = shown.galley_pos + rect.left_bottom().to_vec2();
            ui.data_mut(|data| data.insert_temp(at, below));
            egui::Popup::open_id(ui.ctx(), id);
        } else if !was_open {
            ui.data_mut(|data| data.remove_temp::<egui::Pos2>(at));
        }
        let below: Option<egui::Pos2> = ui.data(|data| data.get_temp(at));
        let takes_keys = below.is_some();
        let mut popup = egui::Popup::context_menu(response);
        if let Some(below) = below {
            popup = popup.at_position(below);
        }
        let rows = CLIPBOARD.map(MenuRow::of);
        let chosen = popup.show(|ui| context_menu::rows_ui(ui, &rows, takes_keys));
        let chosen = chosen.and_then(|chosen| chosen.inner);
        if let Some(command) = chosen.and_then(|chosen| CLIPBOARD.get(chosen)) {
            self.actions.push(Action::Command(*command));
        } else if was_open && !egui::Popup::is_id_open(ui.ctx(), id) {
            // The menu was put away by a key: one writes on where one was.
            let back = self.selection.clone().filter(|goto| goto.place == *place);
            self.actions.extend(back.map(Action::Select));
        }
    }
}

fn selection_of(ui: &egui::Ui, id: Id, place: &Place) -> Option<Goto> {
    let range = TextEdit::load_state(ui.ctx(), id)?.cursor.char_range()?;
    let range = range.as_sorted_char_range();
    Some(Goto::select(place.clone(), range.start.0..range.end.0))
}

/// Where some characters of a text stand on the screen, line by line.
fn rects_of(shown: &egui::text_edit::TextEditOutput, hit: &Range<usize>) -> Vec<egui::Rect> {
    let mut rects: Vec<egui::Rect> = Vec::new();
    for index in hit.clone() {
        let from = shown.galley.pos_from_cursor(CCursor::new(index));
        let to = shown.galley.pos_from_cursor(CCursor::new(index + 1));
        // The last character of a line ends where the next line begins.
        let right = if to.min.y > from.min.y {
            from.min.x + from.height() * 0.8
        } else {
            to.min.x
        };
        let rect = egui::Rect::from_min_max(from.min, egui::pos2(right, from.max.y));
        let rect = rect.translate(shown.galley_pos.to_vec2());
        match rects.last_mut() {
            Some(last) if last.min.y == rect.min.y => *last = last.union(rect),
            _ => rects.push(rect),
        }
    }
    rects
}

/// Brings the caret into view, or the whole field when nothing is selected there.
fn scroll(ui: &egui::Ui, shown: &egui::text_edit::TextEditOutput, goto: &Goto) {
    let caret = goto.select.as_ref().map(|range| {
        let at = shown.galley.pos_from_cursor(CCursor::new(range.start));
        at.translate(shown.galley_pos.to_vec2()).expand(24.0)
    });
    match caret {
        Some(rect) => ui.scroll_to_rect(rect, None),
        None => shown.response.response.scroll_to_me(None),
    }
}

fn edit_of<'t>(text: &'t mut Buffer, style: &FieldStyle, look: &Look) -> TextEdit<'t> {
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
