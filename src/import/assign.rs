//! The figures of one row → its columns, only where it is certain which figure belongs to which column.

use super::cells::{Content, Row};
use super::header::{Columns, is_ascending};
use crate::report::Entry;
use crate::template::axis::Header;
use crate::template::{Kind, equation};
use rust_decimal::Decimal;

/// The figures of a row by column of the band, with what is doubtful about them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Assigned {
    pub figures: Vec<(usize, Entry)>,
    pub doubt: Option<String>,
}

/// Why the figures of a row cannot be told apart.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Unclear {
    pub reason: String,
    /// Columns that hold 0 if the sums of the table prove it: the row has nothing but zeros.
    pub maybe_zero: Vec<usize>,
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
    let figures: Vec<(usize, Entry)> = row.figures().map(|(at, e)| (at, e.clone())).collect();
    let entries: Vec<Entry> = figures.iter().map(|(_, entry)| entry.clone()).collect();
    let is_zero = entries.iter().all(is_plain_zero);
    let unclear = |reason: String| Unclear {
        reason,
        maybe_zero: match is_zero && !columns.is_unclear && 2 * entries.len() >= leaves.len() {
            true if columns.listed.is_empty() => (0..leaves.len()).collect(),
            true => columns.listed.clone(),
            false => Vec::new(),
        },
    };
    let assigned = if let Some(assigned) = by_position(row, columns) {
        assigned
    } else if has_gap(row) {
        return Err(unclear(format!(
            "来源这一行的数字（{}）之间有空格或文字，分不清各属哪一列",
            quote(&entries)
        )));
    } else {
        by_count(&entries, columns, leaves, is_zero).map_err(unclear)?
    };
    check_sums(&assigned, columns, leaves).map_err(unclear)?;
    check_gathered(row, &assigned, leaves).map_err(unclear)?;
    check_kinds(&assigned, leaves).map_err(unclear)?;
    Ok(assigned)
}

/// Figures as a sentence quotes them.
pub(super) fn quote(entries: &[Entry]) -> String {
    let shown: Vec<String> = entries.iter().take(20).map(Entry::to_string).collect();
    shown.join("、")
}

pub(super) fn is_plain_zero(entry: &Entry) -> bool {
    *entry == Entry::number(Decimal::ZERO)
}

/// By the place of the cells under the header, when every figure stands under a listed column.
fn by_position(row: &Row, columns: &Columns) -> Option<Assigned> {
    let positions = columns.positions.as_ref()?;
    if !row.is_grid || columns.is_unclear {
        return None;
    }
    let mut figures = Vec::new();
    let mut filled = Vec::new();
    for (&position, &column) in positions.iter().zip(&columns.listed) {
        let cell = row.cells.iter().find(|cell| cell.at == position)?;
        match &cell.content {
            Content::Figure(entry) => {
                figures.push((column, entry.clone()));
                filled.push(true);
            }
            Content::Blank => filled.push(false),
            Content::Text(_) => return None,
        }
    }
    if figures.len() != row.figures().count() {
        return None;
    }
    let starts = filled.first() == Some(&true);
    let ends = filled.last() == Some(&true);
    let fits = row.cells.len() == columns.width && positions.last() == Some(&(columns.width - 1));
    // A blank at the edge may also come from figures that moved, so the row must be as wide as its header.
    (starts && (ends || fits)).then_some(Assigned {
        figures,
        doubt: None,
    })
}

/// Whether blanks or words stand between the figures of a row.
fn has_gap(row: &Row) -> bool {
    let is_figure = |content: &Content| matches!(content, Content::Figure(_));
    let cells: Vec<&Content> = row.cells.iter().map(|cell| &cell.content).collect();
    let first = cells.iter().position(|content| is_figure(content));
    let last = cells.iter().rposition(|content| is_figure(content));
    match (first, last) {
        (Some(first), Some(last)) => !cells[first..=last].iter().all(|c| is_figure(c)),
        _ => false,
    }
}

/// By the number of figures: as many as the header lists, or as many as the form has.
fn by_count(
    entries: &[Entry],
    columns: &Columns,
    leaves: &[&Header],
    is_zero: bool,
) -> Result<Assigned, String> {
    let count = entries.len();
    let whole = leaves.len();
    let listed = &columns.listed;
    let fill = |order: &[usize], doubt: Option<String>| Assigned {
        figures: order.iter().copied().zip(entries.iter().cloned()).collect(),
        doubt,
    };
    let form: Vec<usize> = (0..whole).collect();
    if count == whole && is_zero {
        return Ok(fill(&form, None));
    }
    if columns.is_unclear {
        return Err(format!(
            "来源的列标题读不明白，这一行的数字（{}）分不清各属哪一列",
            quote(entries)
        ));
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
            false => Err(format!(
                "来源没有列标题，这一行的数字（{}）分不清各属哪一列",
                quote(entries)
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
    Err(format!(
        "来源这一行有 {count} 个数字（{}），列标题却有 {expected} 列，分不清各属哪一列",
        quote(entries)
    ))
}

/// Whether every total of the row is the sum of its columns and one of them is not 0.
fn is_proven(assigned: &Assigned, leaves: &[&Header]) -> bool {
    let sums = sums(assigned, leaves);
    let holds = |(total, sum, is_whole): &(Decimal, Decimal, bool)| *is_whole && total == sum;
    !sums.is_empty() && sums.iter().all(holds) && sums.iter().any(|(total, ..)| !total.is_zero())
}

/// A row whose header lost a column must not add up to more than its total.
fn check_sums(assigned: &Assigned, columns: &Columns, leaves: &[&Header]) -> Result<(), String> {
    if columns.listed.len() == leaves.len() || assigned.figures.len() == leaves.len() {
        return Ok(());
    }
    match sums(assigned, leaves)
        .iter()
        .find(|(total, sum, _)| sum > total)
    {
        Some((total, sum, _)) => Err(format!(
            "来源缺列，这一行各列相加得 {sum}，比合计 {total} 还大，分不清各属哪一列"
        )),
        None => Ok(()),
    }
}

/// Figures that stood one a line must add up, for a lost and a doubled line together leave their number as it was.
fn check_gathered(row: &Row, assigned: &Assigned, leaves: &[&Header]) -> Result<(), String> {
    let sums = sums(assigned, leaves);
    match sums.iter().find(|(total, sum, _)| total != sum) {
        Some((total, sum, _)) if row.is_gathered => Err(format!(
            "来源的数字一行一个，这一行各列相加得 {sum}，合计却是 {total}，可能漏了或多了数字"
        )),
        _ => Ok(()),
    }
}

/// For each total of a row: the total, the sum of the columns known, and whether all of them are.
fn sums(assigned: &Assigned, leaves: &[&Header]) -> Vec<(Decimal, Decimal, bool)> {
    let value = |id: &str| {
        let column = leaves.iter().position(|leaf| leaf.id == id)?;
        let found = assigned.figures.iter().find(|(at, _)| *at == column)?;
        found.1.value()
    };
    let mut sums = Vec::new();
    for leaf in leaves {
        let Some(formula) = &leaf.formula else {
            continue;
        };
        let (Some(total), Ok(terms)) = (value(&leaf.id), equation::parse_formula(formula)) else {
            continue;
        };
        let mut sum = Decimal::ZERO;
        let mut is_whole = true;
        for term in terms {
            match value(&term.id) {
                Some(value) if term.minus => sum = sum.saturating_sub(value),
                Some(value) => sum = sum.saturating_add(value),
                None => is_whole = false,
            }
        }
        sums.push((total, sum, is_whole));
    }
    sums
}

/// Every figure must be of its column's kind; one that is not makes the whole row doubtful.
fn check_kinds(assigned: &Assigned, leaves: &[&Header]) -> Result<(), String> {
    for (column, entry) in &assigned.figures {
        let Entry::Number { value, plus, note } = entry else {
            continue;
        };
        let header = leaves[*column];
        let is_whole = value.fract().is_zero();
        let is_bracketed = note.is_empty() || note.starts_with(['（', '(']);
        let fits = match &header.kind {
            Kind::Count => is_whole && !plus && !value.is_sign_negative() && !note.ends_with('元'),
            Kind::SignedCount => is_whole && !note.ends_with('元'),
            Kind::Money { unit, .. } => !value.is_sign_negative() && (is_bracketed || note == unit),
        };
        if !fits {
            return Err(format!("来源的“{entry}”不是“{}”应有的数字", header.label));
        }
    }
    Ok(())
}
