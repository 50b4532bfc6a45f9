//! The rows of figures of a table's grid: what the caret moves over.

use crate::document::{Grid, Role, grid};
use crate::template::Template;

/// The figures of a table, row by row from the top.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FigureLines {
    pub rows: Vec<FigureLine>,
    /// Number of tracks of the grid.
    pub tracks: usize,
}

/// The figures of one row, from the left.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FigureLine {
    /// The row of the grid.
    pub row: usize,
    pub figures: Vec<LineFigure>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineFigure {
    /// Index into `Template::cells`.
    pub cell: usize,
    pub track: usize,
    pub track_span: usize,
    /// Computed figures are looked at, not typed into.
    pub is_total: bool,
}

impl FigureLines {
    /// The figures of a table of the form; none when there is no such table.
    pub fn of(template: &Template, table: &str) -> FigureLines {
        let mut tables = template.form.tables.iter();
        let index = tables.position(|known| known.id == table);
        index.map_or_else(FigureLines::default, |index| {
            FigureLines::in_grid(&grid::frame(template, index))
        })
    }

    pub fn in_grid(grid: &Grid) -> FigureLines {
        let mut rows: Vec<FigureLine> = Vec::new();
        let mut cells: Vec<_> = grid.cells.iter().collect();
        cells.sort_by_key(|cell| (cell.row, cell.track));
        for cell in cells {
            let Some(figure) = cell.figure else { continue };
            if rows.last().is_none_or(|line| line.row != cell.row) {
                rows.push(FigureLine {
                    row: cell.row,
                    figures: Vec::new(),
                });
            }
            if let Some(line) = rows.last_mut() {
                line.figures.push(LineFigure {
                    cell: figure,
                    track: cell.track,
                    track_span: cell.track_span,
                    is_total: cell.role == Role::Total,
                });
            }
        }
        FigureLines {
            rows,
            tracks: grid.tracks.len(),
        }
    }

    /// Rows of captions and headers above the first figures.
    pub fn header_rows(&self) -> usize {
        self.rows.first().map_or(0, |line| line.row)
    }
}
