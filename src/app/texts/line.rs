//! A field of one line that screen readers call by its name.

use eframe::egui::{Id, Response, TextEdit, Ui};

/// Draws the field; `name` is what a screen reader calls it.
pub fn line_ui(ui: &mut Ui, id: Id, name: &str, field: TextEdit) -> Response {
    let response = field.id(id).show(ui).response.response;
    ui.ctx()
        .accesskit_node_builder(id, |node| node.set_label(name));
    response
}
