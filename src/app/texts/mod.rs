//! The editors of texts: one field for each, the page of particulars, the sections of prose.

mod breaking;
mod buffer;
pub mod field;
pub mod line;
pub mod particulars;
pub mod prose;
pub mod words;
pub mod year;

use eframe::egui::{Context, Id, TextEdit};

/// Whether a widget is one in which one writes.
pub fn is_text(ctx: &Context, widget: Id) -> bool {
    TextEdit::load_state(ctx, widget).is_some()
}
