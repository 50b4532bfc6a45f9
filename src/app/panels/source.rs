//! The source's tables over the editor: opened at the row of the cell that is to be filled, with that row marked.

use crate::app::look::theme::Look;
use crate::import::SourceTable;
use crate::place::{Address, Id, Place};
use crate::session::state::State;
use crate::template::CellSpec;
use eframe::egui::{self, Rangef, Rect, RichText, Sense};
use std::ops::RangeInclusive;

/// How much of the central area's height a table of the source gets at most, and takes when it has that many rows.
const SHARE: f32 = 0.42;
/// Bounds of a column's width in points: a longer label is broken over lines and leaves its figures in sight.
const WIDTHS: (f32, f32) = (84.0, 240.0);
/// A label gets more than an equal share of the width, since figures take less.
const LABEL_SHARE: f32 = 1.5;
/// Frames for which the view is led to a row: in the first ones a grid does not know its sizes yet.
const LEADING: u8 = 3;

/// The tables of an import's source in which cells stayed empty.
#[derive(Debug, Default)]
pub(super) struct Sources {
    tables: Vec<SourceTable>,
    /// The block selected: the table, the corner it began at and the one it reaches.
    selected: Option<(usize, Corner, Corner)>,
    lead: Option<Lead>,
}

/// Row and column.
type Corner = (usize, usize);

/// Where an open table leads to.
#[derive(Debug)]
struct Lead {
    table: usize,
    /// The figure that had the caret when it was opened or gone to.
    focus: Option<Address>,
    /// The rows of the source that are marked.
    rows: Option<RangeInclusive<usize>>,
    frames: u8,
}

impl Sources {
    pub fn of(tables: Vec<SourceTable>) -> Sources {
        Sources {
            tables,
            selected: None,
            lead: None,
        }
    }

    /// Whether one of the tables is unfolded.
    pub fn is_open(&self) -> bool {
        self.lead.is_some()
    }

    /// The tables of the source for the table of the report that is shown, else all of them: the others would push
    /// its cells down. `central` is the height of the area that they share with it, in points.
    pub fn show(
        &mut self,
        ui: &mut egui::Ui,
        state: &State,
        shown: Option<&Id>,
        central: f32,
        look: &Look,
    ) {
        let is_of = |source: &SourceTable| shown.is_none_or(|id| source.table == *id);
        if (self.lead.as_ref()).is_some_and(|lead| !self.tables.get(lead.table).is_some_and(is_of))
        {
            self.lead = None;
        }
        for index in 0..self.tables.len() {
            if self.tables.get(index).is_some_and(is_of) {
                self.table_ui(ui, state, index, central, look);
            }
        }
    }

    /// One table: a click selects a cell, a click with Shift a block.
    fn table_ui(
        &mut self,
        ui: &mut egui::Ui,
        state: &State,
        index: usize,
        central: f32,
        look: &Look,
    ) {
        let Some(table) = self.tables.get(index) else {
            return;
        };
        let (title, rows) = (format!("来源里的表格：{}", table.name), table.rows.clone());
        let fold = egui::CollapsingHeader::new(title).id_salt(("source", index));
        let fold = fold.show(ui, |ui| {
            self.follow(index, state);
            self.copy_ui(ui, index, look);
            let most = SHARE * central;
            let area = egui::ScrollArea::both().id_salt(("source rows", index));
            let area = area.min_scrolled_height(most).max_height(most);
            area.animated(false)
                .show(ui, |ui| self.grid_ui(ui, index, &rows, look));
        });
        match self.lead.as_mut().filter(|lead| lead.table == index) {
            Some(_) if fold.fully_closed() => self.lead = None,
            Some(lead) if lead.frames > 0 => {
                // While the fold opens, the view is too low to be led anywhere.
                lead.frames -= u8::from(fold.fully_open());
                ui.ctx().request_repaint();
            }
            _ => {}
        }
    }

    /// Leads to the row of the empty cell that has the caret, else of the first one that stayed empty; later to the
    /// row of each cell that gets the caret.
    fn follow(&mut self, index: usize, state: &State) {
        let Some(table) = self.tables.get(index) else {
            return;
        };
        let focus = state.focus.as_ref().and_then(Place::address);
        let focus = focus.filter(|address| address.table() == table.table.as_str());
        let entries = &state.report().entries;
        let aim = match self.lead.as_ref().filter(|lead| lead.table == index) {
            Some(lead) if focus.is_none() || lead.focus.as_ref() == focus => return,
            Some(_) => focus.cloned(),
            None => {
                let is_empty = |cell: &&CellSpec| {
                    cell.address.table() == table.table.as_str()
                        && !cell.is_total()
                        && !entries.contains_key(&cell.address)
                };
                let empty: Vec<&CellSpec> =
                    state.template().cells.iter().filter(is_empty).collect();
                let own = empty.iter().find(|cell| Some(&cell.address) == focus);
                own.or(empty.first()).map(|cell| cell.address.clone())
            }
        };
        let cell = aim.and_then(|address| state.template().cell(&address));
        self.lead = Some(Lead {
            table: index,
            focus: focus.cloned(),
            rows: cell.and_then(|cell| table.rows_of(cell, state.template())),
            frames: LEADING,
        });
    }

    fn copy_ui(&self, ui: &mut egui::Ui, index: usize, look: &Look) {
        ui.horizontal(|ui| {
            ui.label(
                RichText::new("单击选一格，按住 Shift 再单击选一块，复制后粘贴到空着的单元格")
                    .size(look.sizes.small)
                    .color(look.colors.weak.0),
            );
            let block = self
                .selected
                .filter(|(table, ..)| *table == index)
                .and_then(|_| self.block());
            let copy = ui.add_enabled(block.is_some(), egui::Button::new("复制选中的格"));
            if let (true, Some(block)) = (copy.clicked(), block) {
                ui.ctx().copy_text(block);
            }
        });
    }

    fn grid_ui(&mut self, ui: &mut egui::Ui, index: usize, rows: &[Vec<String>], look: &Look) {
        let lead = self.lead.as_ref().filter(|lead| lead.table == index);
        let marked = lead.and_then(|lead| lead.rows.clone());
        let leads = lead.is_some_and(|lead| lead.frames > 0);
        let (picked, mark) = (marked.clone(), look.colors.unfilled_soft.0);
        let columns = rows.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let share = LABEL_SHARE * ui.available_width() / columns as f32;
        let grid = egui::Grid::new(("source grid", index))
            .max_col_width(share.clamp(WIDTHS.0, WIDTHS.1))
            .with_row_color(move |row, style| match &picked {
                Some(rows) if rows.contains(&row) => Some(mark),
                _ => (row % 2 == 0).then_some(style.visuals.faint_bg_color),
            });
        let mut found: Option<Rangef> = None;
        grid.show(ui, |ui| {
            for (row, cells) in rows.iter().enumerate() {
                for (column, text) in cells.iter().enumerate() {
                    let rect = self.cell_ui(ui, (index, row, column), text, look);
                    if marked.as_ref().is_some_and(|rows| rows.contains(&row)) {
                        let own = rect.y_range();
                        found = Some(found.map_or(own, |known| {
                            Rangef::new(known.min.min(own.min), known.max.max(own.max))
                        }));
                    }
                }
                ui.end_row();
            }
        });
        if let (true, Some(found)) = (leads, found) {
            let across = ui.clip_rect().x_range();
            // Across nothing is to move: the labels stand at the left.
            let across = Rangef::point(across.center());
            ui.scroll_to_rect(
                Rect::from_x_y_ranges(across, found),
                Some(egui::Align::Center),
            );
        }
    }

    fn cell_ui(
        &mut self,
        ui: &mut egui::Ui,
        (table, row, column): (usize, usize, usize),
        text: &str,
        look: &Look,
    ) -> Rect {
        let shown = if text.is_empty() { "　" } else { text };
        let mut shown = RichText::new(shown).size(look.sizes.small);
        if self.is_selected(table, (row, column)) {
            shown = shown.background_color(look.colors.selection.0).strong();
        }
        let label = egui::Label::new(shown).wrap();
        let response = ui.add(label.selectable(false).sense(Sense::click()));
        if response.clicked() {
            let reaches = ui.input(|input| input.modifiers.shift);
            self.select(table, (row, column), reaches);
        }
        response.rect
    }

    /// Selects one cell of a table, or reaches out to it from the cell selected before.
    fn select(&mut self, table: usize, corner: Corner, reaches: bool) {
        self.selected = match self.selected {
            Some((known, anchor, _)) if reaches && known == table => Some((table, anchor, corner)),
            _ => Some((table, corner, corner)),
        };
    }

    /// The selected block as text.
    fn block(&self) -> Option<String> {
        let (table, anchor, end) = self.selected?;
        Some(self.tables.get(table)?.block(anchor, end))
    }

    fn is_selected(&self, table: usize, (row, column): Corner) -> bool {
        self.selected.is_some_and(|(known, one, other)| {
            let within = |at: usize, one: usize, other: usize| {
                (one.min(other)..=one.max(other)).contains(&at)
            };
            known == table && within(row, one.0, other.0) && within(column, one.1, other.1)
        })
    }
}
