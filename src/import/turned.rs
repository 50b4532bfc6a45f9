//! A table that stands on its side: the form's columns run down, its rows run across → upright again.

use super::labels::Key;
use crate::source::{Grid, GridCell};
use crate::template::{Table, axis};
use std::collections::{BTreeMap, BTreeSet};

/// Labels of the form's columns, or of its rows, that have to stand in one line of the source at least.
const LEAST_LABELS: usize = 4;

/// Rows of a table on its side at most; a report's has some ten.
const MAX_ROWS: usize = 100;

/// The table upright; `None` when it is so already, or when its labels do not tell.
///
/// Only a table of one band can be told: in stacked bands labels of columns stand one above the other as well.
pub(super) fn upright(grid: &Grid, table: &Table) -> Option<Grid> {
    let ([band], true) = (table.bands.as_slice(), grid.rows.len() <= MAX_ROWS) else {
        return None;
    };
    let cores = |headers: &[crate::template::Header]| -> BTreeSet<Vec<char>> {
        let labels = axis::leaves(headers).into_iter();
        let cores = labels.map(|(_, leaf)| Key::of(&leaf.label).core);
        cores.filter(|core| !core.is_empty()).collect()
    };
    let columns = cores(&band.columns);
    let down = most_in_line(grid, &columns, |_, cell| cell.column);
    let across = most_in_line(grid, &columns, |row, _| row);
    let rows = cores(&band.rows);
    let rows_across = most_in_line(grid, &rows, |row, _| row);
    let rows_down = most_in_line(grid, &rows, |_, cell| cell.column);
    let is_turned = down >= LEAST_LABELS.max(across + 2)
        && (rows.is_empty() || rows_across >= LEAST_LABELS.max(rows_down + 2));
    is_turned.then(|| turned(grid))
}

/// The most labels that stand in one line of a grid, each counted once.
fn most_in_line(
    grid: &Grid,
    labels: &BTreeSet<Vec<char>>,
    line: impl Fn(usize, &GridCell) -> usize,
) -> usize {
    let mut found: BTreeMap<usize, BTreeSet<Vec<char>>> = BTreeMap::new();
    for (row, cells) in grid.rows.iter().enumerate() {
        for cell in cells {
            let core = Key::of(&cell.text).core;
            if labels.contains(&core) {
                found.entry(line(row, cell)).or_default().insert(core);
            }
        }
    }
    found.values().map(BTreeSet::len).max().unwrap_or(0)
}

/// Rows become columns.
fn turned(grid: &Grid) -> Grid {
    let mut rows: Vec<Vec<GridCell>> = vec![Vec::new(); grid.columns];
    for (row, cells) in grid.rows.iter().enumerate() {
        for cell in cells {
            if let Some(line) = rows.get_mut(cell.column) {
                line.push(GridCell {
                    column: row,
                    column_span: cell.row_span,
                    row_span: cell.column_span,
                    text: cell.text.clone(),
                });
            }
        }
    }
    Grid {
        columns: grid.rows.len(),
        rows,
        origin: grid.origin,
        tears: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::Template;

    /// Rows of cells that cover nothing but their own place.
    fn grid(rows: &[&[&str]]) -> Grid {
        let cell = |(column, text): (usize, &&str)| GridCell {
            column,
            column_span: 1,
            row_span: 1,
            text: (*text).to_owned(),
        };
        let rows = rows
            .iter()
            .map(|row| row.iter().enumerate().map(cell).collect());
        Grid {
            columns: 5,
            rows: rows.collect(),
            ..Grid::default()
        }
    }

    #[test]
    fn only_a_table_on_its_side_is_turned() {
        let template = Template::built_in("2021").expect("the form");
        let appeals = template.form.tables.get(2).expect("table four");
        let on_side = grid(&[
            &["", "行政复议", "未经复议直接起诉"],
            &["结果维持", "1", "2"],
            &["结果纠正", "3", "4"],
            &["其他结果", "5", "6"],
            &["尚未审结", "7", "8"],
            &["总计", "16", "20"],
        ]);
        let upright = upright(&on_side, appeals).expect("turned");
        let texts: Vec<&str> = upright.cells().map(|cell| cell.text.as_str()).collect();
        assert_eq!(
            texts.iter().skip(6).take(6).collect::<Vec<_>>(),
            [&"行政复议", &"1", &"3", &"5", &"7", &"16"]
        );
        assert_eq!(super::upright(&upright, appeals), None);
    }
}
