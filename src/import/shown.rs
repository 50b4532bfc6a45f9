//! A table of a source as it can be shown beside the report's: rows of texts, and blocks of them to copy.

use super::cells::{Content, Row};
use super::labels::{self, Key};
use super::region::Piece;
use crate::place::Id;
use crate::template::{CellSpec, Template};
use std::ops::RangeInclusive;

/// Rows that are shown at most; a report's longest table has thirty.
const MAX_ROWS: usize = 300;
/// Cells of a row that are shown at most.
const MAX_COLUMNS: usize = 60;

/// What a source holds where the report has a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceTable {
    /// The report's table.
    pub table: Id,
    /// The number and heading of its section.
    pub name: String,
    /// The texts of each row; a merged cell has its text at its first place, the others are empty.
    pub rows: Vec<Vec<String>>,
}

impl SourceTable {
    /// The block between two corners (row and column, in any order) as text that spreadsheets and our tables paste.
    pub fn block(&self, one: (usize, usize), other: (usize, usize)) -> String {
        let (top, bottom) = (one.0.min(other.0), one.0.max(other.0));
        let (left, right) = (one.1.min(other.1), one.1.max(other.1));
        let cell = |row: usize, column: usize| {
            let text = self.rows.get(row).and_then(|row| row.get(column));
            text.map_or("", String::as_str)
        };
        let line = |row| (left..=right).map(move |column| cell(row, column));
        let lines = (top..=bottom).map(|row| line(row).collect::<Vec<_>>().join("\t"));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The rows that bear the label of a cell's row: one, or more where the label is broken over lines; `None` when
    /// none does, or when it cannot be told which.
    pub fn rows_of(&self, cell: &CellSpec, template: &Template) -> Option<RangeInclusive<usize>> {
        let (label, above) = cell.row_path.split_last()?;
        let mut known: Vec<(Key, &str)> = Vec::new();
        for other in template.cells.iter().filter(|c| c.table == cell.table) {
            for label in &other.row_path {
                if known.iter().all(|(_, one)| one != label) {
                    known.push((Key::of(label), label));
                }
            }
        }
        let bears = |row: usize, label: &str| {
            let mut cells = self.rows.get(row).into_iter().flatten();
            cells.any(|text| {
                let found = labels::find(&Key::of(text), &known);
                found.is_some_and(|found| found.target == label)
            })
        };
        let rows = (0..self.rows.len()).filter(|row| bears(*row, label));
        let rows: Vec<usize> = rows.collect();
        match rows.as_slice() {
            [] => self.broken(label),
            [row] => Some(*row..=*row),
            // The one that follows on the label over it.
            several => {
                let over = above.last()?;
                let befores = std::iter::once(0).chain(several.iter().map(|row| row + 1));
                let mut fitting = several
                    .iter()
                    .zip(befores)
                    .filter(|(row, before)| (*before..=**row).any(|row| bears(row, over)));
                let (row, _) = fitting.next()?;
                fitting.next().is_none().then_some(*row..=*row)
            }
        }
    }

    /// The rows over which a label is broken, when it stands in them once, whatever stands around it.
    fn broken(&self, label: &str) -> Option<RangeInclusive<usize>> {
        let sought = labels::plain(label);
        let mut written: Vec<(char, usize)> = Vec::new();
        for (row, cells) in self.rows.iter().enumerate() {
            for text in cells {
                let is_figure = text.parse::<f64>().is_ok();
                let plain = labels::plain(text).into_iter();
                written.extend(plain.filter(|_| !is_figure).map(|c| (c, row)));
            }
        }
        let mut found = (written.windows(sought.len().max(1)))
            .filter(|window| window.iter().map(|(c, _)| c).eq(&sought));
        let window = found.next()?;
        let rows = window.first()?.1..=window.last()?.1;
        found.next().is_none().then_some(rows)
    }
}

/// The rows of a table's region; empty when it has no figures to look at.
pub(super) fn rows_shown(pieces: &[Piece]) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Line(at, text) => rows.push(line_shown(*at, text)),
            Piece::Grid(_, grid) => rows.extend(grid.rows.iter().map(|cells| {
                let mut row = vec![String::new(); grid.columns.min(MAX_COLUMNS)];
                for cell in cells {
                    if let Some(place) = row.get_mut(cell.column) {
                        *place = cell.text.replace('\n', "");
                    }
                }
                row
            })),
        }
    }
    rows.retain(|row| row.iter().any(|text| !text.is_empty()));
    rows.truncate(MAX_ROWS);
    let has_figure = |row: &Vec<String>| {
        let is_figure = |text: &String| text.starts_with(|c: char| c.is_ascii_digit());
        row.iter().any(is_figure)
    };
    match rows.iter().any(has_figure) {
        true => rows,
        false => Vec::new(),
    }
}

fn line_shown(at: usize, text: &str) -> Vec<String> {
    let row = Row::of(at, text);
    let cells = row.cells.into_iter().map(|cell| match cell.content {
        Content::Text(text) | Content::Unclear(text) => text,
        Content::Figure(entry) => entry.to_string(),
        Content::Blank => String::new(),
    });
    cells.take(MAX_COLUMNS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_copied_whichever_corner_comes_first() {
        let lines = ["规章\t1\t\t3", "行政规范性文件 4 5 6", "", "注"];
        let pieces: Vec<Piece> = (lines.iter().enumerate())
            .map(|(at, line)| Piece::Line(at, line))
            .collect();
        let rows = rows_shown(&pieces);
        assert_eq!(rows.len(), 3);
        let table = SourceTable {
            table: Id::parse("disclosed").expect("an id"),
            name: String::new(),
            rows,
        };
        assert_eq!(table.block((0, 1), (1, 3)), "1\t\t3\n4\t5\t6");
        assert_eq!(table.block((1, 3), (0, 1)), "1\t\t3\n4\t5\t6");
        assert_eq!(table.block((2, 0), (2, 1)), "注\t");
        assert_eq!(rows_shown(&pieces[3..]), Vec::<Vec<String>>::new());
    }
}
