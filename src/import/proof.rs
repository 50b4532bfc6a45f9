//! The figures of a table against the form's arithmetic → the cells that may have changed places, which stay empty.

use super::weigher::{Sum, Weigher, values_of};
use crate::report::Entry;
use crate::template::{Operand, Template};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// What the arithmetic of a table says about what was read from it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Verdict {
    /// Cells whose figures another order would explain as well or better: neither is taken.
    pub doubtful: BTreeSet<usize>,
    /// Entered figures where a row and a column fail by the same difference: each alone would explain both.
    pub crossed: BTreeSet<usize>,
    /// Columns, by band and leaf, in which a sum does not hold although all its figures are known.
    pub broken_columns: BTreeSet<(usize, usize)>,
    /// Whether sums down the columns were known and all of them hold, one of them with figures that are not 0.
    pub is_proven: bool,
}

/// Weighs the figures of a table.
///
/// Published reports do hold wrong totals, so a sum that fails alone changes nothing. But where figures that changed
/// places would mend every sum they touch, two readings fit and neither is taken.
pub(super) fn weigh(weigher: &Weigher) -> Verdict {
    let sums = &weigher.sums;
    let failing: Vec<usize> = (0..sums.len()).filter(|at| !weigher.holds(*at)).collect();
    let is_nonzero = |sum: &&Sum| {
        sum.terms
            .iter()
            .any(|(_, cell)| weigher.value(*cell).is_some_and(|value| !value.is_zero()))
    };
    let mut columns = sums.iter().filter(|sum| !sum.is_row);
    let mut verdict = Verdict {
        is_proven: failing.is_empty() && columns.any(|sum| is_nonzero(&sum)),
        broken_columns: broken_columns(weigher),
        ..Verdict::default()
    };
    if failing.is_empty() {
        return verdict;
    }
    let mut touched: BTreeSet<usize> = failing
        .iter()
        .flat_map(|at| weigher.sum(*at).terms.iter().map(|term| term.1))
        .collect();
    touched.retain(|cell| weigher.values.contains_key(cell));
    weigher.crossings(&failing, &mut verdict.crossed);
    weigher.swaps(&touched, &mut verdict.doubtful);
    weigher.shifts(&touched, &mut verdict.doubtful);
    verdict
}

/// Columns, by band and leaf, in which a sum does not hold although all its figures are known.
pub(super) fn broken_columns(weigher: &Weigher) -> BTreeSet<(usize, usize)> {
    let sums = (0..weigher.sums.len()).filter(|at| !weigher.holds(*at));
    let columns = sums.map(|at| weigher.sum(at)).filter(|sum| !sum.is_row);
    let place = |sum: &Sum| sum.terms.first().map(|(_, cell)| weigher.place(*cell));
    columns.filter_map(place).collect()
}

/// How many columns of a band have figures that are not 0 and sums that all hold, and how many have one that does not;
/// sums of fewer than `least` terms, which hold by chance, are left aside.
pub(super) fn telling_columns(weigher: &Weigher, band: usize, least: usize) -> (usize, usize) {
    let mut columns: BTreeMap<usize, (bool, bool)> = BTreeMap::new();
    for (at, sum) in weigher.sums.iter().enumerate() {
        let place = sum.terms.first().map(|(_, cell)| weigher.place(*cell));
        let is_meant = |own: usize| own == band && !sum.is_row && sum.terms.len() >= least;
        let Some((_, column)) = place.filter(|(own, _)| is_meant(*own)) else {
            continue;
        };
        let mut values = sum
            .terms
            .iter()
            .filter_map(|(_, cell)| weigher.value(*cell));
        let is_telling = values.any(|value| !value.is_zero());
        let known = columns.entry(column).or_insert((false, true));
        *known = (known.0 || is_telling, known.1 && weigher.holds(at));
    }
    let telling = columns.values().filter(|(is_telling, _)| *is_telling);
    let holding = telling.clone().filter(|(_, holds)| *holds).count();
    (holding, telling.count() - holding)
}

/// The one total of a row that, changed by one amount, makes every sum hold that the row's cells stand in, when each of
/// them stands in a sum down its column; and what it would be then.
pub(super) fn explaining_total(weigher: &Weigher, row: &[usize]) -> Option<(usize, Decimal)> {
    let own: BTreeSet<usize> = row.iter().flat_map(|cell| weigher.around(*cell)).collect();
    if !row.iter().all(|cell| weigher.down(*cell).next().is_some()) {
        return None;
    }
    let mut totals = row.iter().filter(|cell| weigher.is_total(**cell));
    totals.find_map(|total| Some((*total, weigher.mended(*total, &own)?)))
}

/// Whether a total, changed by one amount, makes its row's sum and every known sum down its column hold, of which there is
/// one: then it is wrong in the source, whatever other columns say. Figures that moved do not look so.
pub(super) fn is_wrong_total(weigher: &Weigher, total: usize) -> bool {
    let own: BTreeSet<usize> = weigher.around(total).collect();
    weigher.down(total).next().is_some() && weigher.mended(total, &own).is_some()
}

/// Whether a cell stands in sums that are all known, and every one of them holds.
pub(super) fn holds_around(weigher: &Weigher, cell: usize) -> bool {
    weigher.all_hold(weigher.around(cell))
}

/// Whether a cell stands in sums down its column that are all known, and every one of them holds.
pub(super) fn holds_in_column(weigher: &Weigher, cell: usize) -> bool {
    weigher.all_hold(weigher.down(cell))
}

/// Whether a cell stands in a sum of figures that are all known and that holds: the others may have a wrong total.
pub(super) fn holds_somewhere(weigher: &Weigher, cell: usize) -> bool {
    let is_telling = weigher.value(cell).is_some_and(|value| !value.is_zero());
    is_telling && weigher.around(cell).any(|at| weigher.holds(at))
}

/// Whether the form's balances hold in a table once the totals that are missing are computed.
pub(super) fn balances(
    template: &Template,
    table: usize,
    figures: &BTreeMap<usize, Entry>,
) -> bool {
    let mut values = values_of(figures);
    for &total in template
        .totals
        .iter()
        .filter(|total| template.cell_at(**total).table == table)
    {
        let computed = template.cell_at(total).formulas.iter().find_map(|formula| {
            formula
                .iter()
                .try_fold(Decimal::ZERO, |sum, term| match term.operand {
                    Operand::Cell(cell) if term.minus => sum.checked_sub(*values.get(&cell)?),
                    Operand::Cell(cell) => sum.checked_add(*values.get(&cell)?),
                    Operand::Prior(_) => None,
                })
        });
        if let (None, Some(computed)) = (values.get(&total), computed) {
            values.insert(total, computed);
        }
    }
    let is_own = |operand: Option<&Operand>| matches!(operand, Some(Operand::Cell(cell)) if template.cell_at(*cell).table == table);
    let mut balances = template
        .equations
        .iter()
        .filter(|equation| equation.total.is_none());
    let has_balance =
        balances.any(|equation| is_own(equation.left.first().map(|term| &term.operand)));
    let weigher = Weigher::of_values(template, table, values);
    has_balance && (0..weigher.sums.len()).all(|at| weigher.holds(at))
}
