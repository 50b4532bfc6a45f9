//! The figures of a table against the form's arithmetic → the cells that may have changed places, which stay empty.

use crate::report::Entry;
use crate::template::{Operand, Template, Term};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// A sum of the form over cells that are all known: with these signs they add up to 0.
struct Sum {
    terms: Vec<(bool, usize)>,
    /// Whether it runs along a row.
    is_row: bool,
}

/// The figures of a table by cell, as numbers.
type Values = BTreeMap<usize, Decimal>;

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

/// The numbers of a table and the sums of the form whose figures are all known.
struct Weigher<'t> {
    template: &'t Template,
    values: Values,
    sums: Vec<Sum>,
    /// The sums in which each cell stands.
    touching: BTreeMap<usize, Vec<usize>>,
}

impl<'t> Weigher<'t> {
    fn of(template: &'t Template, table: usize, values: Values) -> Weigher<'t> {
        let sums = sums_of(template, table, &values);
        let mut touching: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, sum) in sums.iter().enumerate() {
            for (_, cell) in &sum.terms {
                touching.entry(*cell).or_default().push(at);
            }
        }
        Weigher {
            template,
            values,
            sums,
            touching,
        }
    }

    fn value(&self, cell: usize) -> Option<Decimal> {
        self.values.get(&cell).copied()
    }

    /// The sums in which a cell stands.
    fn around(&self, cell: usize) -> impl Iterator<Item = usize> {
        self.touching.get(&cell).into_iter().flatten().copied()
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "the indexes come from counting through the sums, which stay as they are"
    )]
    fn sum(&self, at: usize) -> &Sum {
        &self.sums[at]
    }

    fn gap(&self, sum: usize) -> Option<Decimal> {
        self.sum(sum).gap(|cell| self.value(cell))
    }

    fn holds(&self, sum: usize) -> bool {
        self.sum(sum).holds_with(|cell| self.value(cell))
    }

    fn crossings(&self, failing: &[usize], crossed: &mut BTreeSet<usize>) {
        let (rows, columns): (Vec<usize>, Vec<usize>) =
            failing.iter().partition(|at| self.sum(**at).is_row);
        let signed = |sum: usize, minus: bool| match minus {
            true => self.gap(sum).map(|gap| -gap),
            false => self.gap(sum),
        };
        for (row, column) in rows
            .iter()
            .flat_map(|row| columns.iter().map(|column| (*row, *column)))
        {
            for (row_minus, cell) in &self.sum(row).terms {
                let mut terms = self.sum(column).terms.iter();
                let Some((column_minus, _)) = terms.find(|(_, other)| other == cell) else {
                    continue;
                };
                let gap = signed(row, *row_minus);
                let is_same = gap.is_some() && gap == signed(column, *column_minus);
                if is_same && !self.template.cell_at(*cell).is_total() {
                    crossed.insert(*cell);
                }
            }
        }
    }

    /// Two figures of one row or one column that, exchanged, would mend every sum they touch.
    fn swaps(&self, touched: &BTreeSet<usize>, doubtful: &mut BTreeSet<usize>) {
        let cells: Vec<usize> = touched.iter().copied().collect();
        for (at, &left) in cells.iter().enumerate() {
            for &right in cells.iter().skip(at + 1) {
                let (a, b) = (self.template.cell_at(left), self.template.cell_at(right));
                let is_line = a.band == b.band && (a.row == b.row || a.column == b.column);
                if is_line
                    && self.values.get(&left) != self.values.get(&right)
                    && self.mends(&[(left, right), (right, left)])
                {
                    doubtful.extend([left, right]);
                }
            }
        }
    }

    /// Figures of one row that, moved by a cell, would mend every sum they touch.
    fn shifts(&self, touched: &BTreeSet<usize>, doubtful: &mut BTreeSet<usize>) {
        let mut rows: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for &cell in self.values.keys() {
            let spec = self.template.cell_at(cell);
            rows.entry((spec.band, spec.row)).or_default().push(cell);
        }
        for cells in rows
            .values()
            .filter(|cells| cells.iter().any(|cell| touched.contains(cell)))
        {
            for count in 3..=cells.len() {
                for part in cells.windows(count) {
                    for step in [1, count - 1] {
                        let from = part.iter().copied().cycle().skip(step);
                        let moved: Vec<(usize, usize)> = part.iter().copied().zip(from).collect();
                        if self.mends(&moved) {
                            doubtful.extend(part);
                        }
                    }
                }
            }
        }
    }

    /// Whether giving each cell the figure of another mends all sums that these cells touch, two or more at once.
    fn mends(&self, moves: &[(usize, usize)]) -> bool {
        let mut sums: Vec<usize> = moves
            .iter()
            .flat_map(|(cell, _)| self.around(*cell))
            .collect();
        sums.sort_unstable();
        sums.dedup();
        if sums.iter().filter(|at| !self.holds(**at)).count() < 2 {
            return false;
        }
        let value = |cell: usize| {
            let from = moves
                .iter()
                .find(|(to, _)| *to == cell)
                .map_or(cell, |(_, from)| *from);
            self.value(from)
        };
        sums.iter().all(|at| self.sum(*at).holds_with(value))
    }
}

impl Sum {
    fn holds_with(&self, value: impl Fn(usize) -> Option<Decimal>) -> bool {
        self.gap(value).is_some_and(|gap| gap.is_zero())
    }

    /// What the terms add up to; `None` when a figure is unknown or the sum is beyond all numbers.
    fn gap(&self, value: impl Fn(usize) -> Option<Decimal>) -> Option<Decimal> {
        self.terms
            .iter()
            .try_fold(Decimal::ZERO, |sum, (minus, cell)| match minus {
                true => sum.checked_sub(value(*cell)?),
                false => sum.checked_add(value(*cell)?),
            })
    }
}

fn values_of(figures: &BTreeMap<usize, Entry>) -> Values {
    figures
        .iter()
        .filter_map(|(cell, entry)| Some((*cell, entry.value()?)))
        .collect()
}

/// Every sum of the form in a table whose figures are all known.
fn sums_of(template: &Template, table: usize, values: &Values) -> Vec<Sum> {
    let mut sums = Vec::new();
    let mut add = |terms: Vec<(bool, usize)>| {
        if terms.len() < 2 || !terms.iter().all(|(_, cell)| values.contains_key(cell)) {
            return;
        }
        let rows: BTreeSet<usize> = terms
            .iter()
            .map(|(_, cell)| template.cell_at(*cell).row)
            .collect();
        sums.push(Sum {
            terms,
            is_row: rows.len() == 1,
        });
    };
    let terms_of = |terms: &[Term], is_left: bool| -> Option<Vec<(bool, usize)>> {
        let of = |term: &Term| match term.operand {
            Operand::Cell(cell) => Some((term.minus == is_left, cell)),
            Operand::Prior(_) => None,
        };
        terms.iter().map(of).collect()
    };
    for (total, spec) in template
        .cells
        .iter()
        .enumerate()
        .filter(|(_, spec)| spec.table == table)
    {
        for formula in &spec.formulas {
            let mut terms = terms_of(formula, false).unwrap_or_default();
            terms.push((false, total));
            add(terms);
        }
    }
    for equation in template
        .equations
        .iter()
        .filter(|equation| equation.total.is_none())
    {
        let sides = (
            terms_of(&equation.left, true),
            terms_of(&equation.right, false),
        );
        let (Some(left), Some(right)) = sides else {
            continue;
        };
        let is_own = |terms: &[(bool, usize)]| {
            terms
                .first()
                .is_some_and(|(_, cell)| template.cell_at(*cell).table == table)
        };
        if is_own(&left) {
            add([left, right].concat());
        }
    }
    sums
}
