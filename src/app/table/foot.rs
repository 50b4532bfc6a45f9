//! The note under a table.

use crate::app::table::TableView;
use crate::app::texts::field::{FieldStyle, Fields};
use crate::app::trigger::action::Action;
use crate::place::Place;
use eframe::egui::{RichText, Ui};

/// The footnote's field with its name; what is typed becomes an edit unless an input method composes.
pub fn footnote_ui(ui: &mut Ui, view: &mut TableView) -> Vec<Action> {
    let (sizes, colors) = (&view.look.sizes, &view.look.colors);
    ui.add_space(sizes.gap);
    let name = "表下注";
    ui.label(RichText::new(name).size(sizes.small).color(colors.weak.0));
    let style = FieldStyle {
        name,
        hint: "可不填。需要说明的写在这里，例如：注：……",
        lines: 2,
        size: sizes.body,
        width: sizes.prose_width,
    };
    let place = Place::Footnote(view.table.clone());
    let mut fields = Fields {
        state: view.state,
        look: view.look,
        draft: &mut view.memory.footnote,
        composing: view.composing,
        goto: view.goto,
        found: view.found,
        selection: view.selection,
        focus: view.focus,
        actions: Vec::new(),
    };
    fields.text_ui(ui, &place, &style);
    fields.actions
}
