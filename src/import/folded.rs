//! A row for each group of columns, where the form has them side by side in one row → that one row.

use super::cells::{Cell, Content, Row};
use super::labels::{self, Key};
use super::torn::Sums;
use crate::template::{Band, Table, axis};
use std::collections::BTreeMap;

/// A group of the form's columns that bears the same labels as the other groups.
struct Group {
    label: Vec<char>,
    first_leaf: usize,
}

/// The rows with those of a table's groups made one, under the form's own header; as they were when a group is missing,
/// comes twice, or, in text, does not add up.
pub(super) fn folded(rows: Vec<Row>, table: &Table, sums: &[Sums]) -> Vec<Row> {
    let folded = fold(&rows, table, sums);
    folded.unwrap_or(rows)
}

fn fold(rows: &[Row], table: &Table, sums: &[Sums]) -> Option<Vec<Row>> {
    let [band] = table.bands.as_slice() else {
        return None;
    };
    let is_unlabelled =
        matches!(band.row_leaves().as_slice(), [(_, leaf)] if leaf.label.is_empty());
    let (groups, leaves) = groups_of(band)?;
    if !is_unlabelled {
        return None;
    }
    let mut found: BTreeMap<usize, Vec<Cell>> = BTreeMap::new();
    let mut header: Option<(Vec<usize>, bool)> = None;
    // In a real table the labels over and beside a figure say what it is.
    let mut is_real = true;
    let mut caption: Vec<char> = Vec::new();
    for row in rows {
        if !row.has_figures() {
            match header_of(row, &leaves) {
                Some(places) => {
                    is_real &= row.columns.is_some();
                    header = Some((places, row.is_grid));
                }
                None => caption = plain_of(row),
            }
            continue;
        }
        let label = match row.has_text() {
            true => plain_of(row),
            false => std::mem::take(&mut caption),
        };
        let mut named = groups.iter().filter(|group| contains(&label, &group.label));
        let group = named.next().filter(|_| named.next().is_none())?;
        let (places, is_grid) = header.as_ref().filter(|_| !row.is_unpaired)?;
        is_real &= row.columns.is_some();
        let figures = figures_under(row, places, *is_grid)?;
        if found.insert(group.first_leaf, figures).is_some() {
            return None;
        }
    }
    let row: Vec<Cell> = (found.values().flatten().cloned().enumerate())
        .map(|(at, cell)| Cell { at, ..cell })
        .collect();
    let row = Row {
        line: rows.first()?.line,
        cells: row,
        is_grid: true,
        columns: Some(groups.len() * leaves.len()),
        ..Row::default()
    };
    let is_shown = is_real || sums.iter().any(|sums| sums.prove(&row));
    let is_whole = found.len() == groups.len() && is_shown;
    is_whole.then(|| form_header(band, &row).into_iter().chain([row]).collect())
}

/// The lowest groups of a band when all of them bear the same labels and no column stands alone; and those labels.
fn groups_of(band: &Band) -> Option<(Vec<Group>, Vec<Key>)> {
    let places = axis::place(&band.columns);
    let is_lowest = |header: &crate::template::Header| {
        !header.is_leaf() && header.children.iter().all(|child| child.is_leaf())
    };
    let lowest = places.iter().filter(|placed| is_lowest(placed.header));
    let mut labels: Option<Vec<&str>> = None;
    let mut groups = Vec::new();
    let mut covered = 0;
    for placed in lowest {
        let own = placed.header.children.iter();
        let own: Vec<&str> = own.map(|child| child.label.as_str()).collect();
        if labels.as_ref().is_some_and(|known| *known != own) {
            return None;
        }
        covered += own.len();
        labels = Some(own);
        groups.push(Group {
            label: labels::plain(&placed.header.label),
            first_leaf: placed.first_leaf,
        });
    }
    let labels = labels?;
    let is_whole = groups.len() > 1 && covered == band.column_leaves().len();
    is_whole.then(|| (groups, labels.into_iter().map(Key::of).collect()))
}

/// Where the labels of a group's columns stand, when a line bears all of them once and in the form's order.
fn header_of(row: &Row, leaves: &[Key]) -> Option<Vec<usize>> {
    let words = row.texts().flat_map(|(at, text)| {
        let words = text.split_whitespace();
        words.map(move |word| (at, Key::of(word)))
    });
    let found: Vec<(usize, Key)> = words.filter(|(_, key)| leaves.contains(key)).collect();
    let in_order = found.iter().map(|(_, key)| key).eq(leaves);
    in_order.then(|| found.into_iter().map(|(at, _)| at).collect())
}

/// The cells of a row under those places, or behind its label where a text keeps no places; a figure more is none.
fn figures_under(row: &Row, places: &[usize], is_grid: bool) -> Option<Vec<Cell>> {
    let is_figure = |cell: &&Cell| !matches!(cell.content, Content::Text(_) | Content::Blank);
    let all = row.cells.iter().filter(is_figure).count();
    let under: Vec<Cell> = match is_grid && row.is_grid {
        true => {
            let cells = places.iter();
            let cells = cells.map(|at| row.cells.iter().find(|cell| cell.at == *at).cloned());
            cells.collect::<Option<_>>()?
        }
        false => row.behind_label().to_vec(),
    };
    let figures = under.iter().filter(is_figure).count();
    let has_text = under
        .iter()
        .any(|cell| matches!(cell.content, Content::Text(_)));
    // A blank at an end beside figures may be all that tells of a row that moved by a cell.
    let is_blank = |cell: Option<&Cell>| cell.is_none_or(|cell| cell.content == Content::Blank);
    let has_moved = figures > 0 && (is_blank(under.first()) || is_blank(under.last()));
    let is_whole = under.len() == places.len() && figures == all;
    (is_whole && !has_text && !has_moved).then_some(under)
}

/// The form's header over a row, as a real table has it.
fn form_header(band: &Band, row: &Row) -> Vec<Row> {
    let places = axis::place(&band.columns);
    let depth = places.iter().map(|placed| placed.level + 1).max();
    let level = |level: usize| Row {
        cells: (places.iter().filter(|placed| placed.level == level))
            .map(|placed| Cell {
                at: placed.first_leaf,
                content: Content::Text(placed.header.label.to_string()),
            })
            .collect(),
        ..row.clone()
    };
    (0..depth.unwrap_or(0)).map(level).collect()
}

fn plain_of(row: &Row) -> Vec<char> {
    row.texts()
        .flat_map(|(_, text)| labels::plain(text))
        .collect()
}

fn contains(text: &[char], part: &[char]) -> bool {
    !part.is_empty() && text.windows(part.len()).any(|window| window == part)
}
