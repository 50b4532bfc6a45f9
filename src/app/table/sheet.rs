//! All that is drawn of a table at one revision of the report, kept until the report, the window or the zoom changes.

use crate::app::look::theme::Look;
use crate::document::{Cell, Grid, grid};
use crate::report::{Figure, Figures};
use crate::session::state::State;
use crate::session::table::balance::{self, Balance};
use crate::session::table::layout::{Shown, TableLayout, TableSizes};
use crate::session::table::lines::FigureLines;
use crate::session::table::marks::{self, Mark};
use crate::template::Template;
use eframe::egui::{FontId, Id, Ui};
use std::collections::HashMap;
use std::sync::Arc;

/// A table as it stands: where its cells are, what they show, what is marked.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub frame: Arc<Frame>,
    /// What stands in each figure, by index in the template.
    pub shown: HashMap<usize, Shown>,
    pub marks: HashMap<usize, Mark>,
    /// Last year's figure and the change since, where they are to be shown.
    pub beside: HashMap<usize, String>,
    pub balances: Vec<Balance>,
    pub layout: TableLayout,
    pub sizes: TableSizes,
    key: Key,
}

/// What of a table only depends on the form.
#[derive(Debug)]
pub struct Frame {
    pub table: String,
    /// Kept, so that its address stays its own.
    pub template: Arc<Template>,
    pub grid: Grid,
    pub lines: FigureLines,
    /// Widget and name of each cell of the grid; headers have none.
    pub widgets: Vec<Option<(Id, String)>>,
    by_id: HashMap<Id, usize>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Key {
    revision: u64,
    width: f32,
    pixels_per_point: f32,
    sizes: TableSizes,
    beside: bool,
}

impl Sheet {
    /// The sheet to draw; `last` is taken when nothing changed since.
    pub fn of(
        ui: &Ui,
        state: &State,
        table: &str,
        look: &Look,
        width: f32,
        beside: bool,
        last: Option<Arc<Sheet>>,
    ) -> Arc<Sheet> {
        let sizes = TableSizes {
            text: look.sizes.table_text,
            small: (look.sizes.table_text * 0.82).round(),
            row: look.sizes.table_row,
            pad: 5.0,
        };
        let key = Key {
            revision: state.revision(),
            width: width.floor(),
            pixels_per_point: ui.ctx().pixels_per_point(),
            sizes,
            beside,
        };
        let last = last.filter(|last| {
            last.frame.table == table && Arc::ptr_eq(&last.frame.template, state.template())
        });
        match last {
            Some(last) if last.key == key => last,
            last => {
                let frame = match last {
                    Some(last) => Arc::clone(&last.frame),
                    None => Arc::new(Frame::new(state.template(), table)),
                };
                Arc::new(Sheet::new(ui, state, frame, key))
            }
        }
    }

    fn new(ui: &Ui, state: &State, frame: Arc<Frame>, key: Key) -> Sheet {
        let figures = state.figures();
        let mut shown = HashMap::new();
        for line in &frame.lines.rows {
            for figure in &line.figures {
                shown.insert(figure.cell, shown_of(&figures.get(figure.cell)));
            }
        }
        let beside = match key.beside {
            true => crate::app::panels::last_year::beside(state, &figures),
            false => HashMap::new(),
        };
        let marks = marks::marks(state.template(), state.findings());
        for cell in beside.keys() {
            let differs = marks
                .get(cell)
                .is_some_and(|mark| mark.difference.is_some());
            if let Some(shown) = shown.get_mut(cell) {
                shown.under = 1 + u8::from(differs);
            }
        }
        let of = |cell: usize| shown.get(&cell).cloned().unwrap_or_default();
        let mut measure = |text: &str, size: f32| {
            let font = FontId::proportional(size);
            ui.fonts_mut(|fonts| text.chars().map(|c| fonts.glyph_width(&font, c)).sum())
        };
        let layout = TableLayout::new(&frame.grid, &of, key.width, key.sizes, &mut measure);
        Sheet {
            beside,
            marks,
            balances: balances(&frame, &figures),
            shown,
            layout,
            sizes: key.sizes,
            frame,
            key,
        }
    }

    pub fn grid(&self) -> &Grid {
        &self.frame.grid
    }

    /// The rows of figures, over which the caret moves.
    pub fn lines(&self) -> &FigureLines {
        &self.frame.lines
    }

    pub fn shown(&self, cell: usize) -> Option<&Shown> {
        self.shown.get(&cell)
    }

    /// Whether a cell of the form is computed.
    pub fn is_total(&self, cell: usize) -> bool {
        let spec = self.frame.template.cells.get(cell);
        spec.is_some_and(|spec| spec.is_total())
    }
}

impl Frame {
    fn new(template: &Arc<Template>, table: &str) -> Frame {
        let mut tables = template.form.tables.iter();
        let index = tables.position(|known| known.id == table);
        let grid = index.map_or_else(Grid::default, |index| grid::frame(template, index));
        let widget = |cell: &Cell| {
            let spec = template.cells.get(cell.figure?)?;
            Some((figure_id(&spec.address), spec.label()))
        };
        let widgets: Vec<_> = grid.cells.iter().map(widget).collect();
        let by_id = widgets
            .iter()
            .zip(&grid.cells)
            .filter_map(|(widget, cell)| Some((widget.as_ref()?.0, cell.figure?)))
            .collect();
        Frame {
            table: table.to_owned(),
            template: Arc::clone(template),
            lines: FigureLines::in_grid(&grid),
            grid,
            widgets,
            by_id,
        }
    }

    /// The template's cell that a widget shows.
    pub fn cell_of(&self, id: Id) -> Option<usize> {
        self.by_id.get(&id).copied()
    }
}

/// The widget of the figure at an address.
pub fn figure_id(address: &str) -> Id {
    Id::unique(("figure", address))
}

fn balances(frame: &Frame, figures: &Figures) -> Vec<Balance> {
    balance::balances(&frame.template, &frame.table, &frame.lines, figures)
}

fn shown_of(figure: &Figure) -> Shown {
    if figure.is_unsettled()
        && let (Some(stated), Some(computed)) = (figure.stated, figure.computed)
    {
        return Shown {
            figure: stated.without_note(),
            note: note_of(figure),
            instead: Some(computed.to_string()),
            under: 0,
        };
    }
    let entry = figure.entered.or(figure.stated);
    Shown {
        figure: match entry {
            Some(entry) => entry.without_note(),
            None => figure
                .computed
                .map(|sum| sum.to_string())
                .unwrap_or_default(),
        },
        note: note_of(figure),
        instead: None,
        under: 0,
    }
}

fn note_of(figure: &Figure) -> String {
    match figure.entered.or(figure.stated) {
        Some(crate::report::Entry::Number { note, .. }) => note.clone(),
        _ => String::new(),
    }
}
