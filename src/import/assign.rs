//! The figures of one row → its columns, only where it is certain which figure belongs to which column.

use super::cells::{Cell, Content, MERGED, Row};
use super::columns::{Columns, is_ascending};
pub(super) use super::figure::{is_plain_zero, quote};
use super::marks::dense;
use super::row_sums::{RowSum, is_proven, sums};
use super::{figure, units};
use crate::report::Entry;
use crate::template::axis::Header;
use crate::text::Stretch;

/// The figures of a row by column of the band, with what is doubtful about them.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Assigned {
    pub figures: Vec<(usize, Entry)>,
    pub doubts: Vec<String>,
    /// Cells that stay empty, each with the reason.
    pub refused: Vec<(usize, String)>,
    /// Numbers that a narrow cell broke over lines, or with struck-out or raised digits, as one, until the sums prove it.
    pub broken: Vec<(usize, Entry)>,
    /// Columns that are blank although others of the row are not, the first or the last among them: a row that moved
    /// by one cell looks the same.
    pub blank_edges: Vec<usize>,
    /// Whether every figure stood in a table's cell right under the label of its column.
    pub is_under_labels: bool,
    /// Whether, besides, the source's table is a real one and has every column of the form.
    pub is_in_full_grid: bool,
}

/// Why the figures of a row cannot be told apart.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Unclear {
    pub reason: String,
    /// Columns that hold 0 if the sums of the table prove it: the row has nothing but zeros.
    pub maybe_zero: Vec<usize>,
    /// The order of the figures, if only the header is not understood and the whole table may prove it.
    pub order: Option<Order>,
    /// The figures by column, if only a sum of the row fails and the columns may show that it is a total that is wrong.
    pub contested: Option<Vec<(usize, Entry)>>,
    /// The figures of a row that has fewer than a header that lists all columns: some of its cells are blank.
    pub few: Option<Vec<Entry>>,
}

/// In which order the figures of a row may stand whose header is not understood.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Order {
    /// The form's own: the figures by column.
    Form(Vec<(usize, Entry)>),
    MovedTotal(Box<MovedTotal>),
}

/// Gives each figure of a row its column.
///
/// # Errors
/// When the number of figures, the header or the sums leave a doubt which figure belongs where.
pub(super) fn assign(
    row: &Row,
    columns: &Columns,
    leaves: &[&Header],
) -> Result<Assigned, Unclear> {
    let entries: Vec<Entry> = row.figures().map(|(_, entry)| entry.clone()).collect();
    let is_zero = entries.iter().all(is_plain_zero) && row.unclear().is_none();
    let unclear = |reason: String| Unclear {
        reason,
        maybe_zero: match is_zero && !columns.is_unclear && 2 * entries.len() >= leaves.len() {
            true if columns.listed.is_empty() => (0..leaves.len()).collect(),
            true => columns.listed.clone(),
            false => Vec::new(),
        },
        ..Unclear::default()
    };
    if let (Some(text), false) = (row.unclear(), row.is_grid) {
        return Err(unclear(format!("来源这一行的“{text}”不是一个完整的数字")));
    }
    if columns.is_permuted && !is_zero {
        let reason =
            "来源的列标题次序与格式不同，可能是标题错位，也可能是各列调换，分不清各属哪一列";
        return Err(Unclear {
            order: MovedTotal::of(row, columns, leaves).map(Order::MovedTotal),
            ..unclear(reason.to_owned())
        });
    }
    let assigned = if let Some(assigned) = by_position(row, columns) {
        Assigned {
            is_under_labels: true,
            is_in_full_grid: row.columns.is_some() && columns.listed.len() == leaves.len(),
            ..assigned
        }
    } else if columns.leaves_aside(row) {
        return Err(unclear(format!(
            "来源这一行在列标题下面是空的，数字（{}）在表格的右边以外",
            row.quoted()
        )));
    } else if !columns.behind.is_empty() {
        return Err(unclear(format!(
            "来源的表格比格式多出几列，这一行的数字（{}）分不清各属哪一列",
            row.quoted()
        )));
    } else if let Some(assigned) = by_cells(row, columns, leaves.len()) {
        assigned
    } else if has_gap(row) {
        return Err(unclear(format!(
            "来源这一行的数字（{}）之间有空格或文字，分不清各属哪一列",
            row.quoted()
        )));
    } else {
        let is_few = columns.is_complete && (2..leaves.len()).contains(&entries.len());
        by_count(&entries, columns, leaves, is_zero).map_err(|(reason, by_form)| Unclear {
            order: by_form.map(Order::Form),
            few: is_few.then(|| entries.clone()),
            ..unclear(reason)
        })?
    };
    check_sums(&assigned, columns, leaves).map_err(unclear)?;
    let assigned = fit_kinds(assigned, columns, leaves).map_err(unclear)?;
    match check_row(row, columns, &assigned, leaves) {
        Ok(()) => Ok(assigned),
        Err(reason) => Err(Unclear {
            contested: Some(assigned.figures),
            ..unclear(reason)
        }),
    }
}

/// A row under a header that has all columns in the form's order but for one total: the label may have moved alone, or
/// the figures with it. Sums prove where a total stands, though not the order of the others.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MovedTotal {
    pub by_header: Vec<(usize, Entry)>,
    pub by_form: Vec<(usize, Entry)>,
}

impl MovedTotal {
    fn of(row: &Row, columns: &Columns, leaves: &[&Header]) -> Option<Box<MovedTotal>> {
        let is_total = |column: &usize| {
            let leaf = leaves.get(*column);
            leaf.is_some_and(|leaf| leaf.formula.is_some())
        };
        let (totals, others): (Vec<usize>, Vec<usize>) =
            columns.listed.iter().copied().partition(is_total);
        let is_whole = columns.listed.len() == leaves.len();
        if !is_whole || totals.len() != 1 || !is_ascending(&others) {
            return None;
        }
        let cells: Vec<&Cell> = match &columns.positions {
            Some(places) if row.is_grid && row.columns == columns.grid_columns => {
                let cells = places.iter();
                let cells = cells.map(|place| row.cells.iter().find(|cell| cell.at == *place));
                cells.collect::<Option<_>>()?
            }
            _ => row.behind_label().iter().collect(),
        };
        let is_known = |cell: &&Cell| matches!(cell.content, Content::Figure(_) | Content::Blank);
        let figures = cells.iter().filter(|cell| is_figure(cell)).count();
        if cells.len() != leaves.len()
            || figures != row.figures().count()
            || !cells.iter().all(is_known)
        {
            return None;
        }
        let laid = |order: &mut dyn Iterator<Item = usize>| {
            let laid = order
                .zip(&cells)
                .filter_map(|(column, cell)| match &cell.content {
                    Content::Figure(entry) => Some((column, entry.clone())),
                    _ => None,
                });
            laid.collect()
        };
        Some(Box::new(MovedTotal {
            by_header: laid(&mut columns.listed.iter().copied()),
            by_form: laid(&mut (0..leaves.len())),
        }))
    }
}

fn is_figure(cell: &Cell) -> bool {
    matches!(cell.content, Content::Figure(_) | Content::Unclear(_))
}

/// By the place of the cells under the header, when every figure stands under a listed column.
fn by_position(row: &Row, columns: &Columns) -> Option<Assigned> {
    let positions = columns.positions.as_ref()?;
    if !row.is_grid || columns.is_unclear || row.columns != columns.grid_columns {
        return None;
    }
    let mut cells = Vec::new();
    for (&position, &column) in positions.iter().zip(&columns.listed) {
        cells.push((column, row.cells.iter().find(|cell| cell.at == position)?));
    }
    let assigned = laid(&cells)?;
    // A row that lost a cell has none below the last label.
    let has_cell = |at: &usize| row.cells.iter().any(|cell| cell.at == *at);
    // One that has a cell twice goes on behind what stands behind the columns.
    let last = columns.behind.iter().max();
    let goes_on = last.is_some_and(|last| row.cells.iter().any(|cell| cell.at > *last));
    if goes_on || !columns.behind.iter().all(has_cell) {
        return None;
    }
    // What stands before the label is the row's number, and what stands below a label of its own before the columns is
    // no figure of them; a figure between them is one of the row's that moved. A label among the figures begins another
    // row.
    let first = positions.iter().min()?;
    let labels = row.texts().map(|(at, _)| at).filter(|at| at < first);
    let label = labels.max();
    let is_behind_label = |cell: &Cell| {
        label.is_some_and(|label| cell.at > label) && !columns.before.contains(&cell.at)
    };
    let is_own = |cell: &&Cell| {
        (cell.at >= *first || is_figure(cell) && is_behind_label(cell))
            && !columns.behind.contains(&cell.at)
    };
    let own: Vec<&Cell> = row.cells.iter().filter(is_own).collect();
    let found = own.iter().filter(|cell| is_figure(cell)).count();
    let has_label = own
        .iter()
        .any(|cell| matches!(cell.content, Content::Text(_)));
    (!has_label && assigned.figures.len() + assigned.refused.len() == found).then_some(assigned)
}

/// By the cells behind the label, when there are as many as the form has columns and the header lists them all.
fn by_cells(row: &Row, columns: &Columns, whole: usize) -> Option<Assigned> {
    let cells = row.behind_label();
    if !(row.is_grid || row.is_gathered)
        || cells.len() != whole
        || !columns.is_complete
        || columns.is_permuted
        || begins_outside(row, cells, columns)
    {
        return None;
    }
    laid(&cells.iter().enumerate().collect::<Vec<_>>())
}

/// Whether the cells behind a label begin with a blank that stands before the first column of the header: it belongs to
/// the label, which was merged over several columns.
fn begins_outside(row: &Row, cells: &[Cell], columns: &Columns) -> bool {
    let first_column = columns.positions.as_ref().and_then(|places| places.first());
    match (cells.first(), first_column) {
        (Some(cell), Some(first)) if row.columns == columns.grid_columns => {
            cell.content == Content::Blank && cell.at < *first
        }
        _ => false,
    }
}

/// Cells that stand under their columns; `None` when one of them is a text.
fn laid(cells: &[(usize, &Cell)]) -> Option<Assigned> {
    let mut assigned = Assigned::default();
    let mut blanks = Vec::new();
    for (column, cell) in cells {
        match &cell.content {
            Content::Figure(entry) => assigned.figures.push((*column, entry.clone())),
            Content::Blank => blanks.push(*column),
            Content::Unclear(text) => {
                let reason = format!("来源的“{text}”不是一个完整的数字");
                assigned.refused.push((*column, reason));
                let whole = dense(&figure::undressed(text.trim_end_matches(MERGED)));
                let entry = Entry::parse(&whole)
                    .filter(|entry| entry.value().is_some() && !figure::is_end_of_number(&whole));
                assigned.broken.extend(entry.map(|entry| (*column, entry)));
            }
            Content::Text(_) => return None,
        }
    }
    let is_edge = |column: &usize| {
        cells.first().is_some_and(|(at, _)| at == column)
            || cells.last().is_some_and(|(at, _)| at == column)
    };
    if blanks.iter().any(is_edge) {
        assigned.blank_edges = blanks;
    }
    (!assigned.figures.is_empty() || !assigned.refused.is_empty()).then_some(assigned)
}

/// Whether blanks or words stand between the figures of a row.
fn has_gap(row: &Row) -> bool {
    let cells = row.cells.as_slice();
    let (first, last) = (
        cells.iter().position(is_figure),
        cells.iter().rposition(is_figure),
    );
    match (first, last) {
        (Some(first), Some(last)) => !cells.part(first..last + 1).iter().all(is_figure),
        _ => false,
    }
}

type Refusal = (String, Option<Vec<(usize, Entry)>>);

/// What is said of a row of zeros under labels of something else, such as departments.
const ZEROS_OF_OTHERS: &str = "来源的列标题不是格式的各列，但这一行都是 0，按 0 填入，请对照原件";

/// By the number of figures: as many as the header lists, or as many as the form has.
fn by_count(
    entries: &[Entry],
    columns: &Columns,
    leaves: &[&Header],
    is_zero: bool,
) -> Result<Assigned, Refusal> {
    let count = entries.len();
    let whole = leaves.len();
    let listed = &columns.listed;
    let fill = |order: &[usize], doubt: Option<String>| Assigned {
        figures: order.iter().copied().zip(entries.iter().cloned()).collect(),
        doubts: doubt.into_iter().collect(),
        ..Assigned::default()
    };
    let form: Vec<usize> = (0..whole).collect();
    let by_form = || (count == whole).then(|| fill(&form, None).figures);
    if count == whole && is_zero {
        // Whatever the columns are: nothing of this row is more than 0 in them, if they are the report's at all.
        let is_of_others = columns.is_unclear && columns.is_foreign;
        return Ok(fill(
            &form,
            is_of_others.then(|| ZEROS_OF_OTHERS.to_owned()),
        ));
    }
    if columns.is_unclear {
        let reason = format!(
            "来源的列标题读不明白，这一行的数字（{}）分不清各属哪一列",
            quote(entries)
        );
        return Err((reason, by_form().filter(|_| !columns.is_foreign)));
    }
    // In a grid a row that is not under its header has moved; only in the form's own order is that harmless.
    let may_move = columns.positions.is_none() || is_ascending(listed);
    if count == listed.len() && may_move {
        return Ok(fill(listed, None));
    }
    if count == whole && listed.is_empty() {
        let assigned = fill(&form, Some("来源没有列标题，按格式的顺序填入".to_owned()));
        return match whole == 1 || is_proven(&assigned, leaves) {
            true => Ok(assigned),
            false => Err((
                format!(
                    "来源没有列标题，这一行的数字（{}）分不清各属哪一列",
                    quote(entries)
                ),
                by_form(),
            )),
        };
    }
    if count == whole && is_ascending(listed) {
        let doubt = "来源的列标题不全，但数字个数与格式的列数相同，按格式的顺序填入";
        return Ok(fill(&form, Some(doubt.to_owned())));
    }
    let expected = match listed.len() {
        0 => whole,
        some => some,
    };
    let reason = format!(
        "来源这一行有 {count} 个数字（{}），列标题却有 {expected} 列，分不清各属哪一列",
        quote(entries)
    );
    Err((reason, None))
}

/// A row whose header lost a column must not add up to more than its total.
fn check_sums(assigned: &Assigned, columns: &Columns, leaves: &[&Header]) -> Result<(), String> {
    if columns.listed.len() == leaves.len() || assigned.figures.len() == leaves.len() {
        return Ok(());
    }
    let is_more = |sum: &&RowSum| sum.sum.is_none_or(|found| found > sum.total);
    match sums(assigned, leaves).iter().find(is_more) {
        Some(sum) => Err(format!(
            "来源缺列，这一行{}，比合计 {} 还大，分不清各属哪一列",
            sum.said(),
            sum.total
        )),
        None => Ok(()),
    }
}

/// Rows whose order nothing else shows must add up: those with several numbers in a cell, those gathered from lines of
/// one figure, where a lost and a doubled line together leave their number as it was, and those under a header of two
/// lines made one.
fn check_row(
    row: &Row,
    columns: &Columns,
    assigned: &Assigned,
    leaves: &[&Header],
) -> Result<(), String> {
    let is_zero = || {
        assigned
            .figures
            .iter()
            .all(|(_, entry)| is_plain_zero(entry))
    };
    if row.is_split && !is_proven(assigned, leaves) && !is_zero() {
        return Err(format!(
            "来源这一行有的单元格里不止一个数（{}），合计又不能证明各属哪一列",
            row.quoted()
        ));
    }
    let sums = sums(assigned, leaves);
    let Some(failing) = sums.iter().find(|sum| !sum.holds()) else {
        return Ok(());
    };
    let (said, total) = (failing.said(), failing.total);
    match (row.is_gathered, columns.needs_sums) {
        (true, _) => Err(format!(
            "来源的数字一行一个，这一行{said}，合计却是 {total}，可能漏了或多了数字"
        )),
        (_, true) => Err(format!(
            "来源的两行列标题并成了一行，这一行{said}，合计却是 {total}，分不清各属哪一列"
        )),
        _ => Ok(()),
    }
}

/// Fits every figure to its column. One with a word behind it that says nothing exact is left out; a bare one of
/// another kind makes the whole row doubtful, for then it may have moved.
#[expect(
    clippy::indexing_slicing,
    reason = "columns are counted along the form's; a figure of none must not get lost"
)]
fn fit_kinds(
    mut assigned: Assigned,
    columns: &Columns,
    leaves: &[&Header],
) -> Result<Assigned, String> {
    let mut fitted = Vec::new();
    for (column, entry) in std::mem::take(&mut assigned.figures) {
        let header = leaves[column];
        let entry = match columns.units.get(&column) {
            Some(unit) => units::with_unit(entry, unit),
            None => entry,
        };
        match units::fit(&entry, &header.kind) {
            Ok(figure) => {
                assigned.doubts.extend(figure.doubt);
                let is_open = columns.without_unit.contains(&column);
                let doubt = is_open.then(|| units::doubt_of_unit(&figure.entry, header));
                assigned.doubts.extend(doubt.flatten());
                fitted.push((column, figure.entry));
            }
            Err(reason) => match &entry {
                Entry::Number { note, .. } if note.is_empty() => {
                    return Err(format!("来源的“{entry}”不是“{}”应有的数字", header.label));
                }
                _ => assigned.refused.push((column, reason)),
            },
        }
    }
    assigned.figures = fitted;
    Ok(assigned)
}
