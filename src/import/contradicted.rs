//! Rows that do not add up → kept where the columns show that a total is wrong, told as doubtful, or emptied.

use super::assign::{self, Assigned};
use super::proof;
use super::row_sums::{self, RowSum};
use super::rows::RowId;
use super::tables::TableReader;
use super::weigher::{Values, Weigher};
use crate::report::Entry;
use crate::template::{Operand, Term};
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Terms of a sum at least that figures which moved do not satisfy by chance, and columns in which they do not satisfy
/// short ones either.
const LONG_SUM: usize = 6;
const MANY_COLUMNS: usize = 4;

impl TableReader<'_> {
    /// Empties a table in which most rows do not add up: not its totals are wrong then, but its columns have moved.
    pub(super) fn refuse_contradicted(&mut self) {
        for band in 0..self.leaves.len() {
            let mut rows: Vec<(RowId, bool)> = Vec::new();
            for row in self.seen.keys().filter(|row| row.band == band) {
                let assigned = self.read_row(*row);
                let is_telling = assigned
                    .figures
                    .iter()
                    .any(|(_, entry)| !assign::is_plain_zero(entry));
                if is_telling && assigned.figures.len() == self.leaves_of(band).len() {
                    rows.push((
                        *row,
                        row_sums::contradicts_itself(&assigned, self.leaves_of(band)),
                    ));
                }
            }
            let contradicted = rows
                .iter()
                .filter(|(_, is_contradicted)| *is_contradicted)
                .count();
            if contradicted >= 3 && 2 * contradicted > rows.len() {
                for (row, _) in rows {
                    self.refuse(
                        row,
                        "来源的这个表格多数行与合计不符，各列可能错位，没有填入",
                    );
                }
            }
        }
    }

    /// Empties a band most of whose columns fail, while they hold once the figures from some row on stand one row higher
    /// or lower: labels and figures have moved against each other. Where nothing mends them, every figure is named.
    pub(super) fn refuse_shifted_rows(&mut self) {
        for band in 0..self.leaves.len() {
            let weigher = self.weigher();
            let (holding, broken) = proof::telling_columns(&weigher, band, 0);
            if broken < 2 || broken <= holding {
                continue;
            }
            let rows: Vec<RowId> = (self.seen.keys().copied())
                .filter(|row| row.band == band)
                .collect();
            if self.is_mended_by_shift(band, &weigher) {
                for row in rows {
                    let reason =
                        "来源的行标题和数字像是错开了一行（错回一行各列的合计就成立），没有填入";
                    self.refuse(row, reason);
                }
                continue;
            }
            let figures = rows
                .iter()
                .flat_map(|row| self.cells_of(*row, &self.read_row(*row).figures));
            let telling = figures.filter(|(_, entry)| !assign::is_plain_zero(entry));
            let cells = telling.map(|(cell, _)| cell).collect();
            let doubt = "来源这个表格多数列的合计不成立，行标题和数字可能错开，请对照原件";
            self.reading.doubts.push((cells, doubt.to_owned()));
        }
    }

    /// Empties a row that has, column by column, what a total's row right above it should have, when that one was not
    /// read: its label was lost, and the next one stands beside its figures.
    pub(super) fn refuse_row_of_lost_total(&mut self) {
        let figures = &self.reading.figures;
        let value = |cell: &usize| figures.get(cell).and_then(Entry::value);
        let computed = |cell: &usize| -> Option<Decimal> {
            let spec = self.template.cell_at(*cell);
            let is_down = |term: &Term| match term.operand {
                Operand::Cell(cell) => self.template.cell_at(cell).column == spec.column,
                Operand::Prior(_) => false,
            };
            let down = (spec.formulas.iter()).find(|formula| formula.iter().all(is_down))?;
            let mut terms = down.iter();
            terms.try_fold(Decimal::ZERO, |sum, term| match term.operand {
                Operand::Cell(cell) => sum.checked_add(value(&cell)?),
                Operand::Prior(_) => None,
            })
        };
        let rows = self.seen.keys().copied().filter(|row| {
            let Some(above) = row.leaf.checked_sub(1) else {
                return false;
            };
            let above = RowId {
                leaf: above,
                ..*row
            };
            let columns = 0..self.leaves_of(row.band).len();
            let pairs = columns.map(|column| {
                let own = self.cells.get(&(*row, column)).and_then(value);
                let total = self.cells.get(&(above, column));
                (own, total.and_then(computed), total.and_then(value))
            });
            let pairs: Vec<_> = pairs.collect();
            let is_same =
                |(own, sum, read): &(Option<Decimal>, Option<Decimal>, Option<Decimal>)| {
                    read.is_none() && own.is_some() && own == sum
                };
            let is_telling =
                |(own, ..): &&(Option<Decimal>, _, _)| own.is_some_and(|own| !own.is_zero());
            pairs.iter().filter(is_telling).count() > 1 && pairs.iter().all(is_same)
        });
        for row in rows.collect::<Vec<_>>() {
            let reason =
                "来源这一行的数字正好是上一行没有读到的总计，行标题可能错开了一行，没有填入";
            self.refuse(row, reason);
        }
    }

    /// Whether most columns of a band hold once the figures from some row on are given to the row before or behind.
    fn is_mended_by_shift(&self, band: usize, weigher: &Weigher) -> bool {
        let count = self.rows.count(band);
        let place: BTreeMap<usize, (RowId, usize)> = self
            .cells
            .iter()
            .map(|(place, cell)| (*cell, *place))
            .collect();
        let shifted = |from: usize, is_up: bool| -> Values {
            let moved = weigher.values.iter().filter_map(|(cell, value)| {
                let (row, column) = place.get(cell)?;
                let leaf = match row.leaf >= from {
                    _ if row.band != band => row.leaf,
                    false => row.leaf,
                    true if is_up => row.leaf.checked_sub(1)?,
                    true => row.leaf + 1,
                };
                let target = RowId { leaf, ..*row };
                Some((*self.cells.get(&(target, *column))?, *value))
            });
            moved.collect()
        };
        let holds = |values: Values| {
            let weigher = Weigher::of_values(self.template, self.table_index, values);
            let (long, long_broken) = proof::telling_columns(&weigher, band, LONG_SUM);
            let (all, broken) = proof::telling_columns(&weigher, band, 0);
            long >= 2 && long > 2 * long_broken || all >= MANY_COLUMNS && broken == 0
        };
        (0..count).any(|from| {
            [true, false]
                .into_iter()
                .any(|is_up| holds(shifted(from, is_up)))
        })
    }

    /// Empties the rows of a band none of which has its total, while in each the last figure is as much as all others
    /// together: then a column was lost, and the totals stand one place to the left.
    pub(super) fn refuse_moved_totals(&mut self) {
        for band in 0..self.leaves.len() {
            let rows = self.seen.keys().copied().filter(|row| row.band == band);
            let rows: Vec<RowId> = rows.collect();
            let leaves = self.leaves_of(band);
            let (mut telling, mut differing) = (0, 0);
            for row in &rows {
                let assigned = self.read_row(*row);
                let figures = assigned.figures.iter().filter_map(|(_, e)| e.value());
                match figures.filter(|value| !value.is_zero()).count() {
                    0 => {}
                    _ if !row_sums::ends_in_total_of_more(&assigned, leaves) => differing += 1,
                    1 | 2 => {}
                    _ => telling += 1,
                }
            }
            if telling >= 3 && differing == 0 {
                for row in rows {
                    let reason = "来源的合计一列是空的，各行最后一个数又不小于其余各数之和，各列可能错位，没有填入";
                    self.refuse(row, reason);
                }
            }
        }
    }

    /// Empties the rows of a band none of which has its total, while in none the first figure is less than all others
    /// together: then the totals may stand first. Natural persons alone outnumber all others in a few rows, not in many.
    pub(super) fn refuse_leading_totals(&mut self) {
        for band in 0..self.leaves.len() {
            let rows = self.seen.keys().copied().filter(|row| row.band == band);
            let rows: Vec<RowId> = rows.collect();
            let leaves = self.leaves_of(band);
            let orders = rows
                .iter()
                .filter_map(|row| row_sums::first_against_rest(&self.read_row(*row), leaves));
            let orders: Vec<(Ordering, usize)> = orders.collect();
            let equal = orders.iter().filter(|(order, _)| order.is_eq()).count();
            let several = orders.iter().filter(|(_, others)| *others > 1).count();
            let has_no_total = |row: &RowId| {
                let last = leaves.len().saturating_sub(1);
                !self
                    .cells
                    .get(&(*row, last))
                    .is_some_and(|c| self.reading.figures.contains_key(c))
            };
            if orders.is_empty()
                || orders.iter().any(|(order, _)| order.is_lt())
                || !rows.iter().all(has_no_total)
            {
                continue;
            }
            if equal >= 2 || several >= 5 {
                for row in rows {
                    let reason = "来源的合计一列是空的，各行第一个数又不小于其余各数之和，合计可能印在前面，没有填入";
                    self.refuse(row, reason);
                }
            } else if several > 0 || equal > 0 {
                let cells = rows
                    .iter()
                    .flat_map(|row| self.cells_of(*row, &self.read_row(*row).figures));
                let cells = cells.map(|(cell, _)| cell).collect();
                let doubt = "来源没有合计，各行第一个数又不小于其余各数之和，合计也可能印在前面，请对照原件";
                self.reading.doubts.push((cells, doubt.to_owned()));
            }
        }
    }

    /// Empties the rows of a band whose header lacks a column while some of them have more figures than it lists: then
    /// the header lost the column, and rows with as many figures as it lists have a blank cell.
    pub(super) fn refuse_short_headers(&mut self) {
        let rows: Vec<(RowId, usize)> = self
            .seen
            .iter()
            .map(|(row, entries)| (*row, entries.len()))
            .collect();
        for band in 0..self.leaves.len() {
            let listed = self.header_of(band).listed.len();
            let whole = self.leaves_of(band).len();
            // Rows that have all of the form's columns need no header.
            let own = || {
                let rows = rows.iter();
                rows.filter(|(row, count)| row.band == band && *count < whole)
            };
            if listed == 0 || !own().any(|(_, count)| *count > listed) {
                continue;
            }
            for (row, _) in own() {
                let cells = self.cells_of(*row, &self.read_row(*row).figures);
                let mut cells = cells.iter().map(|(cell, _)| cell);
                if !cells.all(|cell| self.under_labels.contains(cell)) {
                    let reason = "来源的列标题比数字少，分不清这一行的数字各属哪一列";
                    self.refuse(*row, reason);
                }
            }
        }
    }

    /// Keeps rows in another order than the form's only where the sums down their columns hold: all that are known, or
    /// by far the most of a band's. A row in another's place breaks every column in which the two differ, a wrong total
    /// its own.
    pub(super) fn settle_misplaced(&mut self) {
        let rows = std::mem::take(&mut self.misplaced);
        let weigher = self.weigher_of(&self.with_blanks_as_zero(true));
        let cells = |row: &RowId| -> Vec<usize> {
            let cells = self.cells_of(*row, &self.read_row(*row).figures);
            cells.into_iter().map(|(cell, _)| cell).collect()
        };
        let known: Vec<(RowId, Vec<usize>)> = rows.iter().map(|row| (*row, cells(row))).collect();
        let holds = |cell: &usize| proof::holds_in_column(&weigher, *cell);
        let is_borne_out = |band: usize| {
            let (holding, broken) = proof::telling_columns(&weigher, band, 0);
            holding >= 3 && holding >= 2 * broken
        };
        let (whole, others): (Vec<_>, Vec<_>) = known.into_iter().partition(|(row, cells)| {
            !cells.is_empty() && (cells.iter().all(holds) || is_borne_out(row.band))
        });
        let what = match self.is_turned {
            true => "来源的表格行列互换",
            false => "来源里这几行的次序与格式不同",
        };
        for (row, _) in others {
            let reason =
                format!("{what}，各列的合计又不能证明它们，行标题和数字可能错位，没有填入");
            self.refuse(row, &reason);
        }
        let kept: Vec<usize> = whole.into_iter().flat_map(|(_, cells)| cells).collect();
        if !kept.is_empty() {
            let doubt = format!("{what}，各列的合计成立，按行标题填入");
            self.reading.doubts.push((kept, doubt));
        }
    }

    /// Empties rows of figures below a label of their own line where other figures have no label at all, unless their
    /// columns add up: then labels and figures stand apart, and the label below may be theirs as well as the one above.
    pub(super) fn refuse_apart(&mut self) {
        let weigher = self.weigher();
        for row in std::mem::take(&mut self.apart) {
            let cells = self.cells_of(row, &self.read_row(row).figures);
            let mut cells = cells.iter().map(|(cell, _)| *cell);
            let holds = |cell| proof::holds_in_column(&weigher, cell);
            if !cells.all(holds) {
                let reason = "来源的行标题和数字不在一行，有些数字又没有行标题，分不清各属哪一行";
                self.refuse(row, reason);
            }
        }
    }

    /// Tells every row that does not add up, unless the columns show that its total alone is wrong, and empties those
    /// that look as if their figures had moved.
    pub(super) fn doubt_contradicted(&mut self) {
        let mut weigher = self.weigher();
        let broken = proof::broken_columns(&weigher);
        let rows: Vec<RowId> = self.seen.keys().copied().collect();
        for row in rows {
            let assigned = self.read_row(row);
            let leaves = self.leaves_of(row.band);
            let sums = row_sums::sums(&assigned, leaves);
            let failing: Vec<&RowSum> = sums
                .iter()
                .filter(|sum| !sum.holds() && sum.has_terms())
                .filter(|sum| sum.is_exceeded() || self.is_known(row, sum))
                .collect();
            let Some(first) = failing.first() else {
                continue;
            };
            let cells = self.cells_of(row, &assigned.figures);
            let own: Vec<usize> = cells.iter().map(|(cell, _)| *cell).collect();
            if proof::explaining_total(&weigher, &own).is_some() {
                continue;
            }
            let are_most = 2 * failing.iter().filter(|sum| sum.is_whole).count() > sums.len();
            let has_moved = failing.iter().any(|sum| sum.may_have_moved())
                || sums.len() > 1 && are_most
                || self.is_crossed(row, &assigned, &failing, (&weigher, &broken));
            let columns: BTreeSet<usize> = failing
                .iter()
                .flat_map(|sum| &sum.columns)
                .copied()
                .collect();
            let said = format!("来源这一行{}，合计却是 {}", first.said(), first.total);
            match has_moved {
                true => {
                    let reason = format!("{said}，数字可能错位，没有填入");
                    self.empty(row, &columns, &reason);
                    weigher = self.weigher();
                }
                false => {
                    let doubt = format!("{said}，可能是原文有误，也可能是数字错位，请对照原件");
                    let doubted = columns.iter().filter_map(|column| {
                        let cell = self.cells.get(&(row, *column))?;
                        self.reading.figures.contains_key(cell).then_some(*cell)
                    });
                    let doubted: Vec<usize> = doubted.collect();
                    self.contradicted.extend(&doubted);
                    self.reading.doubts.push((doubted, doubt));
                }
            }
        }
    }

    /// Whether, in text without labels over each figure, columns fail beside a row that has all its figures and none of
    /// its totals is shown to be wrong: it may have lost one figure and have another twice.
    fn is_crossed(
        &self,
        row: RowId,
        assigned: &Assigned,
        failing: &[&RowSum],
        (weigher, broken): (&Weigher, &BTreeSet<(usize, usize)>),
    ) -> bool {
        let leaves = self.leaves_of(row.band);
        let cell = |column: &usize| self.cells.get(&(row, *column)).copied();
        let is_wrong_total =
            |cell: usize| weigher.is_total(cell) && proof::is_wrong_total(weigher, cell);
        let is_entered = |column: usize| {
            let leaf = leaves.get(column);
            leaf.is_some_and(|leaf| leaf.formula.is_none())
        };
        let columns = || assigned.figures.iter().map(|(column, _)| *column);
        let mut own = columns().filter_map(|column| cell(&column));
        let is_labelled = own.all(|cell| self.under_labels.contains(&cell));
        let is_explained = |sum: &&RowSum| {
            let mut cells = sum.columns.iter().filter_map(cell);
            cells.any(is_wrong_total)
        };
        !is_labelled
            && failing.iter().any(|sum| sum.is_whole)
            && columns().any(|column| is_entered(column) && broken.contains(&(row.band, column)))
            && !failing.iter().all(is_explained)
    }

    /// Whether the figures of a sum were read or are blank in the source: one that the header lacks or that was refused
    /// explains why the others do not add up.
    fn is_known(&self, row: RowId, sum: &RowSum) -> bool {
        let listed = &self.header_of(row.band).listed;
        sum.columns.iter().all(|column| {
            let cell = self.cells.get(&(row, *column));
            cell.is_some_and(|cell| {
                let is_read = self.reading.figures.contains_key(cell);
                let is_blank = listed.is_empty() || listed.contains(column);
                is_read || is_blank && !self.unread.contains(cell)
            })
        })
    }

    /// What was read of a row, by column.
    pub(super) fn read_row(&self, row: RowId) -> Assigned {
        let figures = (0..self.leaves_of(row.band).len()).filter_map(|column| {
            let entry = self.reading.figures.get(self.cells.get(&(row, column))?)?;
            Some((column, entry.clone()))
        });
        Assigned {
            figures: figures.collect(),
            ..Assigned::default()
        }
    }

    /// Empties some columns of a row; their figures may be those of other rows.
    pub(super) fn empty(&mut self, row: RowId, columns: &BTreeSet<usize>, reason: &str) {
        for column in columns {
            let Some(&cell) = self.cells.get(&(row, *column)) else {
                continue;
            };
            if let Some(entry) = self.reading.figures.remove(&cell) {
                self.unsure.insert(cell, entry);
            }
            self.reading.maybe_zero.remove(&cell);
            self.reading.reasons.insert(cell, reason.to_owned());
            let doubts = self.reading.doubts.iter_mut();
            doubts.for_each(|(cells, _)| cells.retain(|other| *other != cell));
        }
        self.reading.doubts.retain(|(cells, _)| !cells.is_empty());
    }
}
