//! The editor of one table of the form.

use super::edit::Wish;
use super::state::State;
use super::theme::Look;
use eframe::egui;

/// What the table editor keeps between frames: the selection, the cell being typed into.
#[derive(Debug, Default)]
pub struct TableMemory {}

/// What the table editor sees and answers.
pub struct TableView<'a> {
    /// The report, its template, findings and figures; `state.goto` may name a place in this table.
    pub state: &'a State,
    /// Id of the table to draw.
    pub table: &'a str,
    pub memory: &'a mut TableMemory,
    pub look: &'a Look,
    /// An input method is composing: change nothing in the report, move no focus.
    pub composing: bool,
    /// Take it (set it to `None`) once the focus has been moved there.
    pub goto: &'a mut Option<crate::report::Place>,
    /// Set it to the place of the selected cell or footnote while the table has the focus.
    pub focus: &'a mut Option<crate::report::Place>,
}

/// Draws the table with its footnote and, where the form balances columns, the balance strip.
pub fn table_ui(ui: &mut egui::Ui, view: &mut TableView) -> Vec<Wish> {
    ui.label(view.table);
    Vec::new()
}
