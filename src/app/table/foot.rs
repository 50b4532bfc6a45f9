//! The note under a table.

use crate::app::table::TableView;
use crate::app::trigger::action::Action;
use crate::place::Place;
use crate::session::edit::Edit;
use eframe::egui::{self, Id, RichText, TextEdit, Ui};

/// The footnote's field with its name; what is typed becomes an edit unless an input method composes.
pub fn footnote_ui(ui: &mut Ui, view: &mut TableView) -> Vec<Action> {
    let mut actions = Vec::new();
    let id = Id::unique(("footnote", view.table));
    let place = Place::Footnote(view.table.clone());
    let mut go_there = false;
    if view.goto.as_ref().is_some_and(|goto| goto.place == place) {
        *view.goto = None;
        go_there = true;
    }
    let stands = view.state.report().footnotes.get(view.table);
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    let mut text = match view.memory.footnote.take() {
        Some(text) if has_focus && view.composing => text,
        _ => stands.cloned().unwrap_or_default(),
    };
    ui.add_space(view.look.sizes.gap);
    ui.label(
        RichText::new("表下注")
            .size(view.look.sizes.small)
            .color(view.look.colors.weak.0),
    );
    let edit = TextEdit::multiline(&mut text)
        .id(id)
        .desired_rows(1)
        .desired_width(f32::INFINITY)
        .hint_text("可不填。需要说明的写在这里，例如：注：……");
    let response = ui.add(edit);
    let name = "表下注";
    ui.ctx()
        .accesskit_node_builder(id, |node| node.set_label(name));
    if go_there {
        response.request_focus();
        response.scroll_to_me(Some(egui::Align::Center));
    }
    if response.changed() && !view.composing {
        actions.push(Action::Edit(Edit::Text {
            place: place.clone(),
            text: text.clone(),
        }));
    }
    if response.has_focus() {
        *view.focus = Some(place);
        view.memory.footnote = Some(text);
    }
    actions
}
