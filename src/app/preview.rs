//! The page preview: the pages as they will be printed.

use super::edit::Wish;
use super::state::State;
use super::theme::Look;
use crate::report::Place;
use eframe::egui;

/// What the preview keeps between frames: the pages of one revision, zoom, page.
#[derive(Debug, Default)]
pub struct PreviewMemory {}

/// What the preview sees.
pub struct PreviewView<'a> {
    /// Lay the pages out again only when `state.revision()` changed.
    pub state: &'a State,
    pub memory: &'a mut PreviewMemory,
    pub look: &'a Look,
    /// The place one edits, which the preview follows.
    pub focus: Option<&'a Place>,
    /// Index of the section one edits, `None` for the particulars.
    pub section: Option<usize>,
}

/// Draws the pages; a click wishes to go to the place that was clicked.
pub fn preview_ui(ui: &mut egui::Ui, view: &mut PreviewView) -> Vec<Wish> {
    let _ = view.state.revision();
    ui.label("页面预览");
    Vec::new()
}
