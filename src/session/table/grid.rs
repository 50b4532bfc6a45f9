//! Which cell of a table sits where: captions, merged headers and figures on the tracks and rows of one frame.

use crate::template::{Band, Template, axis};

/// A table as one grid: bands stacked over common tracks, as it is printed.
#[derive(Debug, Clone, PartialEq)]
pub struct TableGrid {
    /// Share of the width of each track; the shares add up to 1.
    pub tracks: Vec<f32>,
    pub rows: usize,
    /// Rows at the top that hold only headers of the first band.
    pub header_rows: usize,
    pub cells: Vec<GridCell>,
    /// The rows that hold figures, from the top: what the arrow keys move over.
    pub lines: Vec<FigureLine>,
}

/// One cell and the rows and tracks it covers.
#[derive(Debug, Clone, PartialEq)]
pub struct GridCell {
    pub row: usize,
    pub track: usize,
    pub row_span: usize,
    pub track_span: usize,
    pub part: Part,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Caption,
    Corner,
    ColumnHeader,
    RowHeader,
    /// Index into `Template::cells`.
    Figure(usize),
}

/// The figures of one row, from the left.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FigureLine {
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

impl TableGrid {
    /// The grid of a table of the template; empty when there is no such table.
    pub fn of(template: &Template, table_id: &str) -> TableGrid {
        let tables = &template.form.tables;
        let Some(table_index) = tables.iter().position(|table| table.id == table_id) else {
            return TableGrid::empty();
        };
        let bands = &tables[table_index].bands;
        let edges = common_edges(bands);
        let mut grid = TableGrid::empty();
        grid.tracks = edges.windows(2).map(|pair| pair[1] - pair[0]).collect();
        for (band_index, band) in bands.iter().enumerate() {
            let first_row = grid.rows;
            BandPlacer::new(band, &edges, first_row).place(&mut grid);
            if band_index == 0 {
                grid.header_rows = grid.rows - band.row_leaves().len();
            }
            grid.add_figures(template, table_index, band_index, &edges);
        }
        grid
    }

    fn empty() -> TableGrid {
        TableGrid {
            tracks: Vec::new(),
            rows: 0,
            header_rows: 0,
            cells: Vec::new(),
            lines: Vec::new(),
        }
    }

    fn add_figures(&mut self, template: &Template, table: usize, band_index: usize, edges: &[f32]) {
        let band = &template.form.tables[table].bands[band_index];
        let own_edges = band_edges(band);
        let levels = stub_levels(band);
        let leaf_count = band.row_leaves().len();
        let first_line = self.lines.len();
        let first_row = self.rows - leaf_count;
        self.lines.extend((0..leaf_count).map(|leaf| FigureLine {
            row: first_row + leaf,
            figures: Vec::new(),
        }));
        for (index, spec) in template.cells.iter().enumerate() {
            if spec.table != table || spec.band != band_index {
                continue;
            }
            let column = levels + spec.column;
            let (track, track_span) = tracks_between(edges, &own_edges, column, column + 1);
            self.cells.push(GridCell {
                row: first_row + spec.row,
                track,
                row_span: 1,
                track_span,
                part: Part::Figure(index),
                text: String::new(),
            });
            if let Some(line) = self.lines.get_mut(first_line + spec.row) {
                line.figures.push(LineFigure {
                    cell: index,
                    track,
                    track_span,
                    is_total: spec.is_total(),
                });
                line.figures.sort_by_key(|figure| figure.track);
            }
        }
    }
}

/// Puts the caption and the headers of one band onto the common tracks.
struct BandPlacer<'a> {
    band: &'a Band,
    edges: &'a [f32],
    own_edges: Vec<f32>,
    first_row: usize,
}

impl<'a> BandPlacer<'a> {
    fn new(band: &'a Band, edges: &'a [f32], first_row: usize) -> Self {
        BandPlacer {
            band,
            edges,
            own_edges: band_edges(band),
            first_row,
        }
    }

    fn place(&self, grid: &mut TableGrid) {
        let levels = stub_levels(self.band);
        let columns = self.band.column_leaves().len();
        let mut row = self.first_row;
        if !self.band.caption.is_empty() {
            let caption = self.cell(row, 1, 0, levels + columns, Part::Caption);
            grid.cells.push(caption.with_text(&self.band.caption));
            row += 1;
        }
        let over = usize::from(!self.band.over_columns.is_empty());
        let header_rows = over + axis::depth(&self.band.columns);
        if levels > 0 {
            let corner = self.cell(row, header_rows, 0, levels, Part::Corner);
            grid.cells.push(corner.with_text(&self.band.corner));
        }
        if over > 0 {
            let header = self.cell(row, 1, levels, levels + columns, Part::ColumnHeader);
            grid.cells.push(header.with_text(&self.band.over_columns));
        }
        for placed in axis::place(&self.band.columns) {
            let first = levels + placed.first_leaf;
            let header = self.cell(
                row + over + placed.level,
                placed.level_span,
                first,
                first + placed.leaf_span,
                Part::ColumnHeader,
            );
            grid.cells.push(header.with_text(&placed.header.label));
        }
        row += header_rows;
        if levels > 0 {
            for placed in axis::place(&self.band.rows) {
                let header = self.cell(
                    row + placed.first_leaf,
                    placed.leaf_span,
                    placed.level,
                    placed.level + placed.level_span,
                    Part::RowHeader,
                );
                grid.cells.push(header.with_text(&placed.header.label));
            }
        }
        grid.rows = row + self.band.row_leaves().len();
    }

    /// A cell over the band's own columns `from..to`, stub levels counted first.
    fn cell(&self, row: usize, row_span: usize, from: usize, to: usize, part: Part) -> GridCell {
        let (track, track_span) = tracks_between(self.edges, &self.own_edges, from, to);
        GridCell {
            row,
            track,
            row_span,
            track_span,
            part,
            text: String::new(),
        }
    }
}

impl GridCell {
    fn with_text(mut self, text: &str) -> GridCell {
        text.clone_into(&mut self.text);
        self
    }
}

/// Levels of row labels that are drawn; none when the band gives them no width.
fn stub_levels(band: &Band) -> usize {
    if band.stub_widths.is_empty() {
        0
    } else {
        axis::depth(&band.rows)
    }
}

/// Where the band's own columns begin and end, from 0 to 1, stub levels first.
fn band_edges(band: &Band) -> Vec<f32> {
    let columns = band.column_leaves().len();
    let stub = (0..stub_levels(band)).map(|level| band.stub_widths.get(level).copied());
    let own = (0..columns).map(|column| band.column_widths.get(column).copied());
    let shares: Vec<f32> = stub.chain(own).map(|share| share.unwrap_or(1.0)).collect();
    let whole: f32 = shares.iter().sum();
    let mut edges = vec![0.0];
    let mut sum = 0.0;
    for share in shares {
        sum += share;
        edges.push(sum / whole);
    }
    edges
}

const SAME_EDGE: f32 = 1e-4;

/// Every edge of every band, each once.
fn common_edges(bands: &[Band]) -> Vec<f32> {
    let mut edges: Vec<f32> = bands.iter().flat_map(band_edges).collect();
    edges.sort_by(f32::total_cmp);
    edges.dedup_by(|a, b| (*a - *b).abs() < SAME_EDGE);
    edges
}

/// The first common track between two of a band's own edges, and how many there are.
fn tracks_between(edges: &[f32], own: &[f32], from: usize, to: usize) -> (usize, usize) {
    let at = |edge: usize| {
        let wanted = own.get(edge).copied().unwrap_or(1.0);
        edges
            .iter()
            .position(|e| (e - wanted).abs() < 2.0 * SAME_EDGE)
    };
    let first = at(from).unwrap_or(0);
    let last = at(to).unwrap_or(edges.len().saturating_sub(1));
    (first, last.saturating_sub(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(form: &str, table: &str) -> TableGrid {
        let template = Template::built_in(form).expect("a built-in form");
        TableGrid::of(&template, table)
    }

    #[test]
    fn every_table_is_covered_without_gap_or_overlap() {
        for form in ["2021", "2019"] {
            let template = Template::built_in(form).expect("a built-in form");
            for table in &template.form.tables {
                let grid = TableGrid::of(&template, &table.id);
                let mut covered = vec![0; grid.rows * grid.tracks.len()];
                for cell in &grid.cells {
                    for row in cell.row..cell.row + cell.row_span {
                        for track in cell.track..cell.track + cell.track_span {
                            covered[row * grid.tracks.len() + track] += 1;
                        }
                    }
                }
                assert!(
                    covered.iter().all(|times| *times == 1),
                    "{form} {}",
                    table.id
                );
                assert!((grid.tracks.iter().sum::<f32>() - 1.0).abs() < 1e-3);
                let figures: usize = grid.lines.iter().map(|line| line.figures.len()).sum();
                let index = template.form.tables.iter().position(|t| t.id == table.id);
                let own = template
                    .cells
                    .iter()
                    .filter(|cell| Some(cell.table) == index);
                assert_eq!(figures, own.count(), "{form} {}", table.id);
            }
        }
    }

    #[test]
    fn stacked_bands_share_tracks_and_short_bands_span_them() {
        let grid = grid("2021", "disclosed");
        assert_eq!(grid.tracks.len(), 4);
        let spans: Vec<usize> = grid
            .lines
            .iter()
            .map(|line| line.figures[0].track_span)
            .collect();
        assert_eq!(spans, [1, 1, 3, 3, 3, 3]);
    }

    #[test]
    fn short_rows_span_the_remaining_stub_levels() {
        let grid = grid("2021", "requests");
        let stubs: Vec<(usize, usize)> = grid
            .cells
            .iter()
            .filter(|cell| cell.part == Part::RowHeader)
            .map(|cell| (cell.row_span, cell.track_span))
            .take(5)
            .collect();
        assert_eq!(stubs, [(1, 3), (1, 3), (22, 1), (1, 2), (1, 2)]);
        assert_eq!(grid.header_rows, 4 - 1);
    }
}
