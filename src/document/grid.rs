//! A table of the form as one grid: the bands' own columns become spans over common tracks.

use super::number::add_numbers;
use super::{Cell, Grid, Role};
use crate::report::Figures;
use crate::template::{Band, Label, Template, axis};

/// One table, given by its index in the form, without figures: where everything stands. A table that the form does not
/// have is empty.
pub fn frame(template: &Template, table: usize) -> Grid {
    let Some(form) = template.form.tables.get(table) else {
        return Grid::default();
    };
    let mut composer = Composer {
        grid: Grid {
            table: Some(form.id.clone()),
            ..Grid::default()
        },
    };
    let (tracks, bands) = common_tracks(&form.bands);
    composer.grid.tracks = tracks;
    for (index, (band, edges)) in form.bands.iter().zip(&bands).enumerate() {
        if index > 0 {
            composer.grid.band_starts.push(composer.grid.rows);
        }
        composer.push_header(band, edges);
        if form.bands.len() == 1 {
            composer.grid.header_rows = composer.grid.rows;
        }
        composer.push_stub(band, edges);
        let cells = template.cells.iter().enumerate();
        for (figure, cell) in cells.filter(|(_, c)| c.table == table && c.band == index) {
            let role = match cell.is_total() {
                true => Role::Total,
                false => Role::Figure,
            };
            let columns = edges.columns(cell.column, 1);
            let placed = composer.push(composer.grid.rows + cell.row, 1, columns, role);
            placed.figure = Some(figure);
            placed.address = Some(cell.address.clone());
        }
        composer.grid.rows += band.row_leaves().len();
    }
    composer.grid
}

/// One table with its figures as printed.
pub(super) fn compose_grid(template: &Template, table: usize, figures: &Figures) -> Grid {
    let mut grid = frame(template, table);
    for cell in &mut grid.cells {
        if let Some(figure) = cell.figure {
            cell.text = figures.printed(figure).unwrap_or_default();
        }
    }
    add_numbers(template, figures, &mut grid);
    grid
}

/// Which of the common tracks' edges are edges of one band: those of its stub's levels, then those of its columns.
struct BandEdges {
    stub_levels: usize,
    edges: Vec<usize>,
}

struct Composer {
    grid: Grid,
}

/// First and last edge of a cell, as indexes of the common tracks' edges.
type Between = (usize, usize);

impl BandEdges {
    /// From and to of some levels of the stub.
    fn stub(&self, level: usize, levels: usize) -> Between {
        self.between(level, levels)
    }

    /// From and to of some columns.
    fn columns(&self, first: usize, count: usize) -> Between {
        self.between(self.stub_levels + first, count)
    }

    fn all(&self) -> Between {
        self.between(0, self.edges.len())
    }

    fn between(&self, first: usize, count: usize) -> Between {
        let last = self.edges.len().saturating_sub(1);
        let edge = |index: usize| self.edges.get(index.min(last)).copied().unwrap_or(0);
        (edge(first), edge(first.saturating_add(count)))
    }
}

impl Composer {
    /// Caption, corner and column headers of a band.
    fn push_header(&mut self, band: &Band, edges: &BandEdges) {
        let top = self.grid.rows;
        if !band.caption.is_empty() {
            self.push(top, 1, edges.all(), Role::Caption).text = band.caption.clone();
            self.grid.rows += 1;
        }
        let row = self.grid.rows;
        let over = usize::from(!band.over_columns.is_empty());
        let levels = over + axis::depth(&band.columns);
        if edges.stub_levels > 0 {
            let stub = edges.stub(0, edges.stub_levels);
            self.push(row, levels, stub, Role::Corner)
                .write(&band.corner);
        }
        if over > 0 {
            let all = edges.columns(0, band.column_leaves().len());
            self.push(row, 1, all, Role::ColumnHeader)
                .write(&band.over_columns);
        }
        for placed in axis::place(&band.columns) {
            let columns = edges.columns(placed.first_leaf, placed.leaf_span);
            let row = row + over + placed.level;
            self.push(row, placed.level_span, columns, Role::ColumnHeader)
                .write(&placed.header.label);
        }
        self.grid.rows += levels;
    }

    /// The row labels of a band.
    fn push_stub(&mut self, band: &Band, edges: &BandEdges) {
        if edges.stub_levels == 0 {
            return;
        }
        for placed in axis::place(&band.rows) {
            let stub = edges.stub(placed.level, placed.level_span);
            let row = self.grid.rows + placed.first_leaf;
            self.push(row, placed.leaf_span, stub, Role::RowHeader)
                .write(&placed.header.label);
        }
    }

    /// Adds an empty cell.
    fn push(&mut self, row: usize, row_span: usize, (from, to): Between, role: Role) -> &mut Cell {
        self.grid.cells.push_mut(Cell {
            row,
            track: from,
            row_span,
            track_span: to.saturating_sub(from),
            text: String::new(),
            breaks: Vec::new(),
            number: None,
            role,
            figure: None,
            address: None,
        })
    }
}

impl Cell {
    fn write(&mut self, label: &Label) {
        label.as_str().clone_into(&mut self.text);
        label.breaks().clone_into(&mut self.breaks);
    }
}

/// The shares of the finest columns, and which of their edges each band has.
///
/// Edges closer than a thousandth of the width (0.16 mm) are one; two edges of one band are two all the same.
fn common_tracks(bands: &[Band]) -> (Vec<f32>, Vec<BandEdges>) {
    const SAME: f32 = 1e-3;
    let own = bands.iter().map(own_edges).enumerate();
    let mut order: Vec<(f32, usize)> = own
        .flat_map(|(band, edges)| edges.into_iter().map(move |at| (at, band)))
        .collect();
    order.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let mut common: Vec<f32> = Vec::new();
    let mut bands: Vec<BandEdges> = bands
        .iter()
        .map(|band| BandEdges {
            stub_levels: band.stub_widths.len(),
            edges: Vec::new(),
        })
        .collect();
    for (at, band) in order {
        let Some(BandEdges { edges, .. }) = bands.get_mut(band) else {
            continue;
        };
        let last = common.last().copied();
        let taken = edges.last().is_some_and(|edge| edge + 1 == common.len());
        if taken || last.is_none_or(|last| (at - last).abs() >= SAME) {
            common.push(at);
        }
        edges.push(common.len() - 1);
    }
    let tracks = common
        .array_windows()
        .map(|[left, right]| right - left)
        .collect();
    (tracks, bands)
}

/// The vertical edges of one band as shares of the table's width, from 0 to 1.
fn own_edges(band: &Band) -> Vec<f32> {
    let columns = match band.column_widths.is_empty() {
        true => vec![1.0; band.column_leaves().len()],
        false => band.column_widths.clone(),
    };
    let whole: f32 = band.stub_widths.iter().chain(&columns).sum();
    let mut edges = vec![0.0];
    let mut reached = 0.0;
    for width in band.stub_widths.iter().chain(&columns) {
        reached += width;
        edges.push(reached / whole);
    }
    edges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stacked_bands_share_tracks_and_short_bands_span_them() {
        let template = Template::built_in("2021").expect("a built-in form");
        let grid = frame(&template, 0);
        assert_eq!(grid.tracks.len(), 4);
        let figures = grid.cells.iter().filter(|cell| cell.figure.is_some());
        let spans: Vec<usize> = figures.map(|cell| cell.track_span).collect();
        assert_eq!(spans, [1, 1, 1, 1, 1, 1, 3, 3, 3, 3]);
    }

    #[test]
    fn short_rows_span_the_remaining_stub_levels() {
        let template = Template::built_in("2021").expect("a built-in form");
        let grid = frame(&template, 1);
        let stubs: Vec<(usize, usize)> = grid
            .cells
            .iter()
            .filter(|cell| cell.role == Role::RowHeader)
            .map(|cell| (cell.row_span, cell.track_span))
            .take(5)
            .collect();
        assert_eq!(stubs, [(1, 3), (1, 3), (22, 1), (1, 2), (1, 2)]);
        assert_eq!(grid.header_rows, 3);
    }
}
