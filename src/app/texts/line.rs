//! Fields of one line that screen readers call by their names.

use eframe::egui::{Id, Margin, Response, TextEdit, Ui};

/// Draws the field; `name` is what a screen reader calls it.
pub fn line_ui(ui: &mut Ui, id: Id, name: &str, field: TextEdit) -> Response {
    let response = field.id(id).show(ui).response.response;
    ui.ctx()
        .accesskit_node_builder(id, |node| node.set_label(name));
    response
}

/// A field as wide as there is room; the hint stands in it while it is empty.
pub fn wide_line_ui(ui: &mut Ui, id: Id, text: &mut String, name: &str, hint: &str) -> Response {
    let field = TextEdit::singleline(text)
        .hint_text(hint)
        .desired_width(f32::INFINITY)
        .margin(Margin::symmetric(10, 8));
    line_ui(ui, id, name, field)
}
