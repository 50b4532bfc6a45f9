//! A table as a source has it: rows of cells with their columns and spans.

use super::tidy::tidy;
use super::{Block, Line, Origin, Source};

const MAX_COLUMNS: usize = 200;
const MAX_CELLS: usize = 200_000;

/// A table of a source. Cells stand in the row in which they begin, in the order of their columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grid {
    pub columns: usize,
    pub rows: Vec<Vec<GridCell>>,
    pub origin: Origin,
    /// Rows with which a new page begins in the middle of the table.
    pub tears: Vec<usize>,
}

/// One cell with the columns and rows it covers.
#[derive(Debug, Clone, PartialEq)]
pub struct GridCell {
    pub column: usize,
    pub column_span: usize,
    pub row_span: usize,
    /// Paragraphs and broken lines are separated by line feeds.
    pub text: String,
}

/// A cell as a row of a source writes it, before its column is known.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct WrittenCell {
    pub text: String,
    pub column_span: usize,
    pub row_span: usize,
}

impl Grid {
    pub fn cells(&self) -> impl Iterator<Item = &GridCell> {
        self.rows.iter().flatten()
    }

    /// A line for each row, its cells between tabs, as a spreadsheet copies them; columns that a cell covers are blank.
    pub fn to_tabbed(&self) -> String {
        let mut text = String::new();
        for row in &self.rows {
            let mut column = 0;
            for cell in row {
                let gap = cell.column.saturating_sub(column);
                text.extend(std::iter::repeat_n('\t', gap));
                text.push_str(&cell.text.replace(['\n', '\t'], " "));
                column = cell.column;
            }
            text.push('\n');
        }
        text
    }

    /// Lays rows of cells as a browser does: each cell takes the first columns that no cell from above covers.
    pub(super) fn lay(rows: Vec<Vec<WrittenCell>>, origin: Origin) -> Grid {
        let mut grid = Grid {
            origin,
            ..Grid::default()
        };
        // For each column, how many more rows a cell from above covers.
        let mut covered: Vec<usize> = Vec::new();
        let mut count = 0;
        let height = rows.len();
        for (at, row) in rows.into_iter().enumerate() {
            let mut laid: Vec<GridCell> = Vec::new();
            let mut column = 0;
            for cell in row {
                while covered.get(column).is_some_and(|left| *left > 0) {
                    column += 1;
                }
                count += 1;
                if column >= MAX_COLUMNS || count > MAX_CELLS {
                    break;
                }
                let column_span = cell.column_span.clamp(1, MAX_COLUMNS - column);
                let row_span = cell.row_span.clamp(1, height - at);
                covered.resize(covered.len().max(column + column_span), 0);
                let under = covered.iter_mut().skip(column).take(column_span);
                under.for_each(|left| *left = row_span);
                laid.push(GridCell {
                    column,
                    column_span,
                    row_span,
                    text: tidy_cell(&cell.text),
                });
                column += column_span;
            }
            for left in &mut covered {
                *left = left.saturating_sub(1);
            }
            grid.rows.push(laid);
        }
        grid.columns = covered.len();
        grid
    }

    /// Puts the table into a source. Rows that are one cell become lines, for they are captions, headings and notes;
    /// in a sheet that holds a whole document also those whose first cell alone has a text.
    pub(super) fn put_into(self, source: &mut Source) {
        let is_sheet = self.is_sheet();
        let mut rest = Grid {
            columns: self.columns,
            origin: self.origin,
            ..Grid::default()
        };
        let mut covered_rows = 0;
        for (at, row) in self.rows.into_iter().enumerate() {
            let is_covered = covered_rows > at;
            covered_rows = row
                .iter()
                .map(|cell| at + cell.row_span)
                .fold(covered_rows, usize::max);
            let is_line = match row.as_slice() {
                [only] => !is_covered && only.row_span == 1 && only.column_span >= self.columns,
                row => is_sheet && !is_covered && is_single(row),
            };
            if !is_line {
                if self.tears.contains(&at) {
                    rest.tears.push(rest.rows.len());
                }
                rest.rows.push(row);
                continue;
            }
            rest.flush(source);
            for line in row.iter().flat_map(|cell| cell.text.lines()) {
                let text = line.trim_end().to_owned();
                source.blocks.push(Block::Line(Line {
                    text,
                    origin: self.origin,
                    is_link: false,
                }));
            }
        }
        rest.flush(source);
    }

    /// Whether it is a sheet of cells that holds paragraphs and tables one below the other.
    fn is_sheet(&self) -> bool {
        let is_paragraph = |row: &&Vec<GridCell>| {
            row.len() > 1 && is_single(row) && row.first().is_some_and(|c| c.text.contains('。'))
        };
        self.rows.iter().filter(is_paragraph).count() >= 2
    }

    fn flush(&mut self, source: &mut Source) {
        let rows = std::mem::take(&mut self.rows);
        let tears = std::mem::take(&mut self.tears);
        if rows.iter().flatten().any(|cell| !cell.text.is_empty()) {
            source.blocks.push(Block::Grid(Grid {
                columns: self.columns,
                rows,
                origin: self.origin,
                tears,
            }));
        }
    }

    /// Whether it only arranges text: a cell of several sentences beside others.
    pub(super) fn arranges_text(rows: &[Vec<WrittenCell>]) -> bool {
        let is_prose = |cell: &WrittenCell| {
            cell.text.matches('。').count() >= 2 && cell.text.chars().count() > 120
        };
        rows.iter()
            .any(|row| row.len() > 1 && row.iter().any(is_prose))
    }
}

/// Whether the first cell of a row alone has a text, and the row begins and ends with it.
fn is_single(row: &[GridCell]) -> bool {
    match row {
        [first, rest @ ..] => {
            first.column == 0
                && !first.text.is_empty()
                && row.iter().all(|cell| cell.row_span == 1)
                && rest.iter().all(|cell| cell.text.is_empty())
        }
        [] => false,
    }
}

fn tidy_cell(text: &str) -> String {
    let tidy = tidy(text);
    let lines: Vec<&str> = tidy
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\n")
}
