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
pub(super) fn weigh(
    template: &Template,
    table: usize,
    figures: &BTreeMap<usize, Entry>,
) -> Verdict {
    let weigher = Weigher::of(template, table, values_of(figures));
    let sums = &weigher.sums;
    let failing: Vec<usize> = (0..sums.len()).filter(|at| !weigher.holds(*at)).collect();
    let terms = |at: &usize| &weigher.sum(*at).terms;
    let is_nonzero = |sum: &&Sum| {
        sum.terms
            .iter()
            .any(|(_, cell)| weigher.value(*cell).is_some_and(|value| !value.is_zero()))
    };
    let mut columns = sums.iter().filter(|sum| !sum.is_row);
    let mut verdict = Verdict {
        is_proven: failing.is_empty() && columns.any(|sum| is_nonzero(&sum)),
        ..Verdict::default()
    };
    if failing.is_empty() {
        return verdict;
    }
    for at in &failing {
        if let (false, Some((_, cell))) = (weigher.sum(*at).is_row, terms(at).first()) {
            let spec = template.cell_at(*cell);
            verdict.broken_columns.insert((spec.band, spec.column));
        }
    }
    let mut touched: BTreeSet<usize> = failing
        .iter()
        .flat_map(|at| terms(at).iter().map(|term| term.1))
        .collect();
    touched.retain(|cell| weigher.values.contains_key(cell));
    weigher.crossings(&failing, &mut verdict.crossed);
    weigher.swaps(&touched, &mut verdict.doubtful);
    weigher.shifts(&touched, &mut verdict.doubtful);
    verdict
}

/// The one total of a row that, changed by one amount, makes every sum hold that the row's cells stand in, when each of
/// them stands in a sum down its column; and what it would be then.
pub(super) fn explaining_total(
    template: &Template,
    table: usize,
    figures: &BTreeMap<usize, Entry>,
    row: &[usize],
) -> Option<(usize, Decimal)> {
    let weigher = Weigher::of(template, table, values_of(figures));
    let own: BTreeSet<usize> = row.iter().flat_map(|cell| weigher.around(*cell)).collect();
    let in_column = |cell: &usize| weigher.around(*cell).any(|at| !weigher.sum(at).is_row);
    if !row.iter().all(in_column) {
        return None;
    }
    let gaps: BTreeSet<Decimal> = own
        .iter()
        .filter_map(|at| weigher.gap(*at))
        .filter(|gap| !gap.is_zero())
        .collect();
    let mut totals = row
        .iter()
        .copied()
        .filter(|cell| template.cell_at(*cell).is_total());
    totals.find_map(|total| {
        gaps.iter()
            .flat_map(|gap| [*gap, -*gap])
            .find_map(|change| {
                let changed = weigher.value(total)?.checked_add(change)?;
                let value = |cell: usize| match cell == total {
                    true => Some(changed),
                    false => weigher.value(cell),
                };
                let holds = own.iter().all(|at| weigher.sum(*at).holds_with(value));
                holds.then_some((total, changed))
            })
    })
}

/// Whether a total, changed by one amount, makes its row's sum and every known sum down its column hold, of which there is
/// one: then it is wrong in the source, whatever other columns say. Figures that moved do not look so.
pub(super) fn is_wrong_total(
    template: &Template,
    table: usize,
    figures: &BTreeMap<usize, Entry>,
    total: usize,
) -> bool {
    let weigher = Weigher::of(template, table, values_of(figures));
    let own: Vec<usize> = weigher.around(total).collect();
    let is_crossed = own.iter().any(|at| !weigher.sum(*at).is_row);
    let gaps = own.iter().filter_map(|at| weigher.gap(*at));
    let mends = |change: Decimal| {
        let changed = weigher
            .value(total)
            .and_then(|value| value.checked_add(change));
        let value = |cell: usize| match cell == total {
            true => changed,
            false => weigher.value(cell),
        };
        own.iter().all(|at| weigher.sum(*at).holds_with(value))
    };
    let changes: BTreeSet<Decimal> = gaps.flat_map(|gap| [gap, -gap]).collect();
    is_crossed && changes.into_iter().any(mends)
}

/// Whether a cell stands in sums that are all known, and every one of them holds.
pub(super) fn holds_around(
    template: &Template,
    table: usize,
    figures: &BTreeMap<usize, Entry>,
    cell: usize,
) -> bool {
    let weigher = Weigher::of(template, table, values_of(figures));
    weigher.around(cell).next().is_some() && weigher.around(cell).all(|at| weigher.holds(at))
}

/// Whether a cell stands in sums down its column that are all known, and every one of them holds.
pub(super) fn holds_in_column(
    template: &Template,
    table: usize,
    figures: &BTreeMap<usize, Entry>,
    cell: usize,
) -> bool {
    let weigher = Weigher::of(template, table, values_of(figures));
    let mut column = weigher
        .around(cell)
        .filter(|at| !weigher.sum(*at).is_row)
        .peekable();
    column.peek().is_some() && column.all(|at| weigher.holds(at))
}

/// Whether a cell stands in a sum of figures that are all known and that holds: the others may have a wrong total.
pub(super) fn holds_somewhere(
    template: &Template,
    table: usize,
    figures: &BTreeMap<usize, Entry>,
    cell: usize,
) -> bool {
    let weigher = Weigher::of(template, table, values_of(figures));
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
    let weigher = Weigher::of(template, table, values);
    has_balance && (0..weigher.sums.len()).all(|at| weigher.holds(at))
}
