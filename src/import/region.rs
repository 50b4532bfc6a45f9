//! The lines and tables of a table's section → its rows, and the note under the table.

use super::cells::{Cell, Content, Row};
use super::figure::figure;
use crate::report::Entry;
use crate::source::{Grid, GridCell};

/// One piece of a section: a line, or a table of the source.
#[derive(Debug, Clone, Copy)]
pub(super) enum Piece<'a> {
    Line(usize, &'a str),
    Grid(usize, &'a Grid),
}

impl<'a> Piece<'a> {
    /// The piece, or the table that stands for it.
    pub fn or((piece, other): (&Piece<'a>, &'a Option<Grid>)) -> Piece<'a> {
        match (piece, other) {
            (Piece::Grid(at, _), Some(grid)) => Piece::Grid(*at, grid),
            (piece, _) => *piece,
        }
    }
}

/// The pieces of a region as rows; figures that stand one a line are gathered when no row has more than one.
pub(super) fn rows_of(pieces: &[Piece]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Line(at, text) => rows.extend(Row::of(*at, text).split_runs()),
            Piece::Grid(at, grid) => {
                rows.extend(grid.rows.iter().enumerate().map(|(number, cells)| {
                    let mut row = Row {
                        follows_tear: grid.tears.contains(&number),
                        ..Row::of_grid(*at, grid.columns, cells)
                    };
                    let has_label = |cell: &GridCell| {
                        figure(&cell.text).is_none() && !cell.text.trim().is_empty()
                    };
                    let next = grid.rows.get(number + 1);
                    if next.is_some_and(|next| next.iter().any(has_label)) {
                        row.leave_merged(cells);
                    }
                    row
                }));
            }
        }
    }
    rows.retain(|row| !row.cells.is_empty());
    let is_lone_figure = |row: &Row| !row.is_grid && !row.has_text() && row.cells.len() == 1;
    let is_vertical = rows
        .iter()
        .all(|row| !row.has_figures() || is_lone_figure(row));
    let is_kept = |row: &Row| row.has_text() || row.has_figures();
    if !is_vertical {
        rows.retain(is_kept);
        return rows;
    }
    let mut gathered: Vec<Row> = Vec::new();
    for mut row in rows {
        match gathered.last_mut() {
            Some(last) if last.has_figures() && !row.has_text() => {
                last.is_gathered = true;
                last.cells.append(&mut row.cells);
            }
            _ if is_kept(&row) => gathered.push(row),
            // A blank before the first figure of a row stands for a figure.
            _ => gathered.push(row),
        }
    }
    gathered
        .iter_mut()
        .for_each(|row| join_groups(&mut row.cells));
    merge_leading_blanks(gathered)
}

/// Joins numbers that a narrow column broke in a group of three digits (67,34 and 1): neither piece is a number of its
/// own there. Whether the row is right is left to its sums.
fn join_groups(cells: &mut Vec<Cell>) {
    let mut joined: Vec<Cell> = Vec::new();
    for cell in cells.drain(..) {
        let whole = match (joined.last().map(|last| &last.content), &cell.content) {
            (Some(Content::Unclear(start)), Content::Figure(Entry::Number { value, note, .. }))
                if note.is_empty() && start.contains(',') && value.is_integer() =>
            {
                figure(&format!("{start}{value}"))
            }
            _ => None,
        };
        match (whole, joined.last_mut()) {
            (Some(entry @ Entry::Number { .. }), Some(last)) => {
                last.content = Content::Figure(entry);
            }
            _ => joined.push(cell),
        }
    }
    *cells = joined;
}

/// Puts a blank that stood alone before figures into their row.
fn merge_leading_blanks(rows: Vec<Row>) -> Vec<Row> {
    let mut merged: Vec<Row> = Vec::new();
    let mut blanks = Vec::new();
    for mut row in rows {
        if !row.has_text() && !row.has_figures() {
            blanks.append(&mut row.cells);
            continue;
        }
        let before = std::mem::take(&mut blanks);
        if row.has_figures() && !row.has_text() && !before.is_empty() {
            row.cells.splice(0..0, before);
            row.is_gathered = true;
        }
        merged.push(row);
    }
    merged
}

/// Parts the note under a table ("注：…") from its pieces; it goes on until the end, a label or a row with cells.
pub(super) fn split_footnote<'a>(
    pieces: &[Piece<'a>],
    is_label: &dyn Fn(&str) -> bool,
) -> (Vec<Piece<'a>>, String) {
    let mut table = Vec::new();
    let mut notes: Vec<String> = Vec::new();
    let mut is_note = false;
    for &piece in pieces {
        let Piece::Line(at, text) = piece else {
            is_note = false;
            table.push(piece);
            continue;
        };
        if begins_note(text) {
            is_note = true;
        } else if is_note {
            let row = Row::of(at, text);
            is_note =
                !(row.has_figures() || row.cells.len() > 1 && row.is_grid || is_label(text.trim()));
        }
        if !is_note {
            table.push(piece);
            continue;
        }
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '|');
        if text.is_empty() {
            continue;
        }
        match notes.last_mut() {
            Some(last) if !last.ends_with(['。', '；']) && !begins_note(text) => {
                last.push_str(text)
            }
            _ => notes.push(text.to_owned()),
        }
    }
    (table, notes.join("\n"))
}

fn begins_note(text: &str) -> bool {
    const STARTS: [&str; 12] = [
        "注：",
        "注:",
        "注 ：",
        "备注：",
        "备注:",
        "说明：",
        "说明:",
        "※",
        "*注",
        "＊",
        "注1",
        "注１",
    ];
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '|');
    STARTS.iter().any(|start| text.starts_with(start))
}

/// Whether a row holds nothing but a figure, as a page number between rows does.
pub(super) fn is_lone_figure(row: &Row) -> bool {
    let is_figure = |content: &Content| matches!(content, Content::Figure(_) | Content::Unclear(_));
    !row.is_grid && matches!(row.cells.as_slice(), [only] if is_figure(&only.content))
}
