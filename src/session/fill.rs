//! Zeros for all that is blank in a row, a column or a table.

use super::edit::Edit;
use crate::report::{Entry, Report};
use crate::template::{CellSpec, Template};

/// Which cells around one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    Row,
    Column,
    Table,
}

/// The edit that writes 0 into every blank entered cell of the row, column or table of a cell.
pub fn fill_zero(template: &Template, report: &Report, address: &str, span: Span) -> Option<Edit> {
    let at = template.cell(address)?;
    let beside = |cell: &&CellSpec| {
        cell.table == at.table
            && match span {
                Span::Row => cell.band == at.band && cell.row == at.row,
                Span::Column => cell.band == at.band && cell.column == at.column,
                Span::Table => true,
            }
    };
    let blank = template
        .cells
        .iter()
        .filter(beside)
        .filter(|cell| !cell.is_total() && !report.entries.contains_key(&cell.address));
    let zeros: Vec<_> = blank
        .map(|cell| (cell.address.clone(), Some(Entry::number(0))))
        .collect();
    (!zeros.is_empty()).then_some(Edit::Entries(zeros))
}
