//! A table of a source as it can be shown beside the report's: rows of texts, and blocks of them to copy.

use super::cells::{Content, Row};
use super::region::Piece;
use crate::place::Id;

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
