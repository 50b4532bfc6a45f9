//! A table of the form as one grid: the bands' own columns become spans over common tracks.

use super::number::number;
use super::{Cell, Grid, Role};
use crate::report::{Figures, Place};
use crate::template::{Band, Template, axis};
use std::collections::HashMap;

/// Composes one table, given by its index in the form, with its figures as printed.
pub(super) fn compose_grid(template: &Template, table: usize, figures: &Figures) -> Grid {
    let form = &template.form.tables[table];
    let edges: Vec<BandEdges> = form.bands.iter().map(BandEdges::of).collect();
    let mut composer = Composer {
        tracks: common_edges(&edges),
        cells: Vec::new(),
        rows: 0,
    };
    let mut band_starts = Vec::new();
    let mut header_rows = 0;
    let mut placed = HashMap::new();
    for (index, band) in form.bands.iter().enumerate() {
        if index > 0 {
            band_starts.push(composer.rows);
        }
        composer.push_header(band, &edges[index]);
        if form.bands.len() == 1 {
            header_rows = composer.rows;
        }
        composer.push_stub(band, &edges[index]);
        let cells = template.cells.iter().enumerate();
        for (cell_index, cell) in cells.filter(|(_, c)| c.table == table && c.band == index) {
            let role = if cell.is_total() {
                Role::Total
            } else {
                Role::Figure
            };
            let text = figures.printed(cell_index).unwrap_or_default();
            let place = Place::Figure(cell.address.clone()).to_string();
            let row = composer.rows + cell.row;
            let columns = edges[index].columns(cell.column, 1);
            placed.insert(cell_index, composer.cells.len());
            composer.push(row, 1, columns, text, role, place);
        }
        composer.rows += band.row_leaves().len();
    }
    for (of_form, of_grid) in &placed {
        composer.cells[*of_grid].number = Some(number(template, *of_form, figures, &placed));
    }
    Grid {
        table: form.id.clone(),
        tracks: composer
            .tracks
            .windows(2)
            .map(|edge| edge[1] - edge[0])
            .collect(),
        rows: composer.rows,
        header_rows,
        band_starts,
        cells: composer.cells,
    }
}

/// The vertical edges of one band as shares of the table's width, from 0 to 1.
struct BandEdges {
    stub_levels: usize,
    edges: Vec<f32>,
}

struct Composer {
    tracks: Vec<f32>,
    cells: Vec<Cell>,
    rows: usize,
}

impl BandEdges {
    fn of(band: &Band) -> BandEdges {
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
        BandEdges {
            stub_levels: band.stub_widths.len(),
            edges,
        }
    }

    /// From and to of some levels of the stub.
    fn stub(&self, level: usize, levels: usize) -> (f32, f32) {
        (self.edges[level], self.edges[level + levels])
    }

    /// From and to of some columns.
    fn columns(&self, first: usize, count: usize) -> (f32, f32) {
        let first = self.stub_levels + first;
        (self.edges[first], self.edges[first + count])
    }
}

impl Composer {
    /// Caption, corner and column headers of a band.
    fn push_header(&mut self, band: &Band, edges: &BandEdges) {
        if !band.caption.is_empty() {
            let text = band.caption.clone();
            self.push(self.rows, 1, (0.0, 1.0), text, Role::Caption, String::new());
            self.rows += 1;
        }
        let over = usize::from(!band.over_columns.is_empty());
        let levels = over + axis::depth(&band.columns);
        let column_count = band.column_leaves().len();
        if edges.stub_levels > 0 {
            let (text, stub) = (band.corner.clone(), edges.stub(0, edges.stub_levels));
            self.push(self.rows, levels, stub, text, Role::Corner, String::new());
        }
        if over > 0 {
            let (text, all) = (band.over_columns.clone(), edges.columns(0, column_count));
            self.push(self.rows, 1, all, text, Role::ColumnHeader, String::new());
        }
        for placed in axis::place(&band.columns) {
            let columns = edges.columns(placed.first_leaf, placed.leaf_span);
            let row = self.rows + over + placed.level;
            let text = placed.header.label.clone();
            self.push(
                row,
                placed.level_span,
                columns,
                text,
                Role::ColumnHeader,
                String::new(),
            );
        }
        self.rows += levels;
    }

    /// The row labels of a band.
    fn push_stub(&mut self, band: &Band, edges: &BandEdges) {
        if edges.stub_levels == 0 {
            return;
        }
        for placed in axis::place(&band.rows) {
            let stub = edges.stub(placed.level, placed.level_span);
            let (row, text) = (self.rows + placed.first_leaf, placed.header.label.clone());
            self.push(
                row,
                placed.leaf_span,
                stub,
                text,
                Role::RowHeader,
                String::new(),
            );
        }
    }

    fn push(
        &mut self,
        row: usize,
        row_span: usize,
        (from, to): (f32, f32),
        text: String,
        role: Role,
        place: String,
    ) {
        let track = self.track_at(from);
        self.cells.push(Cell {
            row,
            track,
            row_span,
            track_span: self.track_at(to) - track,
            text,
            role,
            place,
            number: None,
        });
    }

    fn track_at(&self, edge: f32) -> usize {
        self.tracks
            .iter()
            .position(|&track| is_same_edge(track, edge))
            .unwrap_or(0)
    }
}

/// The edges of all bands together, each once, in order.
fn common_edges(bands: &[BandEdges]) -> Vec<f32> {
    let mut edges: Vec<f32> = bands
        .iter()
        .flat_map(|band| band.edges.iter().copied())
        .collect();
    edges.sort_by(f32::total_cmp);
    edges.dedup_by(|next, kept| is_same_edge(*next, *kept));
    edges
}

/// Edges closer than a thousandth of the width (0.16 mm) are one.
fn is_same_edge(a: f32, b: f32) -> bool {
    (a - b).abs() < 1e-3
}
