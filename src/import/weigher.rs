//! The numbers of a table with the form's sums over them → which hold, and what figures that changed places would mend.

use crate::report::Entry;
use crate::template::{Operand, Template, Term};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// A sum of the form over cells that are all known: with these signs they add up to 0.
pub(super) struct Sum {
    pub terms: Vec<(bool, usize)>,
    /// The total that is the sum of the other terms; none in a balance.
    pub total: Option<usize>,
    /// Whether it runs along a row.
    pub is_row: bool,
}

/// The figures of a table by cell, as numbers.
pub(super) type Values = BTreeMap<usize, Decimal>;

/// The numbers of a table and the sums of the form whose figures are all known.
pub(super) struct Weigher<'t> {
    template: &'t Template,
    pub values: Values,
    pub sums: Vec<Sum>,
    /// The sums in which each cell stands.
    touching: BTreeMap<usize, Vec<usize>>,
}

impl<'t> Weigher<'t> {
    pub fn of(
        template: &'t Template,
        table: usize,
        figures: &BTreeMap<usize, Entry>,
    ) -> Weigher<'t> {
        Weigher::of_values(template, table, values_of(figures))
    }

    pub fn of_values(template: &'t Template, table: usize, values: Values) -> Weigher<'t> {
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

    pub fn value(&self, cell: usize) -> Option<Decimal> {
        self.values.get(&cell).copied()
    }

    /// The sums in which a cell stands.
    pub fn around(&self, cell: usize) -> impl Iterator<Item = usize> {
        self.touching.get(&cell).into_iter().flatten().copied()
    }

    /// The sums down its column in which a cell stands.
    pub fn down(&self, cell: usize) -> impl Iterator<Item = usize> {
        self.around(cell).filter(|at| !self.sum(*at).is_row)
    }

    /// Whether there are sums and all of them hold.
    pub fn all_hold(&self, sums: impl Iterator<Item = usize>) -> bool {
        let mut sums = sums.peekable();
        sums.peek().is_some() && sums.all(|at| self.holds(at))
    }

    /// What a figure would be if, changed by one amount, it made all these sums hold, some of which do not.
    pub fn mended(&self, cell: usize, sums: &BTreeSet<usize>) -> Option<Decimal> {
        let gaps = sums.iter().filter_map(|at| self.gap(*at));
        let gaps: BTreeSet<Decimal> = gaps.filter(|gap| !gap.is_zero()).collect();
        let mut changes = gaps.iter().flat_map(|gap| [*gap, -*gap]);
        changes.find_map(|change| {
            let changed = self.value(cell)?.checked_add(change)?;
            let value = |other: usize| match other == cell {
                true => Some(changed),
                false => self.value(other),
            };
            let mut sums = sums.iter();
            let holds = sums.all(|at| self.sum(*at).holds_with(value));
            holds.then_some(changed)
        })
    }

    pub fn is_total(&self, cell: usize) -> bool {
        self.template.cell_at(cell).is_total()
    }

    /// The band and the column in which a cell stands.
    pub fn place(&self, cell: usize) -> (usize, usize) {
        let spec = self.template.cell_at(cell);
        (spec.band, spec.column)
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "the indexes come from counting through the sums, which stay as they are"
    )]
    pub fn sum(&self, at: usize) -> &Sum {
        &self.sums[at]
    }

    pub fn gap(&self, sum: usize) -> Option<Decimal> {
        self.sum(sum).gap(|cell| self.value(cell))
    }

    pub fn holds(&self, sum: usize) -> bool {
        self.sum(sum).holds_with(|cell| self.value(cell))
    }

    pub fn crossings(&self, failing: &[usize], crossed: &mut BTreeSet<usize>) {
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
    pub fn swaps(&self, touched: &BTreeSet<usize>, doubtful: &mut BTreeSet<usize>) {
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
    pub fn shifts(&self, touched: &BTreeSet<usize>, doubtful: &mut BTreeSet<usize>) {
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
    pub fn holds_with(&self, value: impl Fn(usize) -> Option<Decimal>) -> bool {
        self.gap(value).is_some_and(|gap| gap.is_zero())
    }

    /// What the terms add up to; `None` when a figure is unknown or the sum is beyond all numbers.
    pub fn gap(&self, value: impl Fn(usize) -> Option<Decimal>) -> Option<Decimal> {
        self.terms
            .iter()
            .try_fold(Decimal::ZERO, |sum, (minus, cell)| match minus {
                true => sum.checked_sub(value(*cell)?),
                false => sum.checked_add(value(*cell)?),
            })
    }
}

pub(super) fn values_of(figures: &BTreeMap<usize, Entry>) -> Values {
    figures
        .iter()
        .filter_map(|(cell, entry)| Some((*cell, entry.value()?)))
        .collect()
}

/// Every sum of the form in a table whose figures are all known.
fn sums_of(template: &Template, table: usize, values: &Values) -> Vec<Sum> {
    let mut sums = Vec::new();
    let mut add = |terms: Vec<(bool, usize)>, total: Option<usize>| {
        if terms.len() < 2 || !terms.iter().all(|(_, cell)| values.contains_key(cell)) {
            return;
        }
        let rows: BTreeSet<usize> = terms
            .iter()
            .map(|(_, cell)| template.cell_at(*cell).row)
            .collect();
        sums.push(Sum {
            terms,
            total,
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
            add(terms, Some(total));
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
            add([left, right].concat(), None);
        }
    }
    sums
}
