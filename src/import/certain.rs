//! What was read of a table → what of it is certain: by its sums, by the rows beside it, or not at all.

use super::assign::{self, Assigned, MovedTotal};
use super::rows::RowId;
use super::tables::TableReader;
use super::{proof, row_sums};
use crate::report::Entry;
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::collections::BTreeSet;

impl TableReader<'_> {
    /// Takes rows whose header is not understood when every row and column of the table proves the form's own order.
    pub(super) fn prove_unclear(&mut self) {
        let unclear = std::mem::take(&mut self.unclear);
        for band in 0..self.leaves.len() {
            let rows: Vec<&(RowId, Vec<(usize, Entry)>)> =
                unclear.iter().filter(|(row, _)| row.band == band).collect();
            // Rows of zeros are read whatever the order of the columns.
            let is_zero = |row: &RowId| {
                let entries = self.seen.get(row);
                let is_zero = |entries: &Vec<Entry>| {
                    !entries.is_empty() && entries.iter().all(assign::is_plain_zero)
                };
                entries.is_some_and(is_zero) && !unclear.iter().any(|(other, _)| other == row)
            };
            let own = self.seen.keys().filter(|row| row.band == band);
            let count = self.rows.count(band);
            let all = count.saturating_sub(own.filter(|row| is_zero(row)).count());
            let mut tried = self.reading.figures.clone();
            let mut is_proven = rows.len() == all;
            let mut is_any = false;
            for (row, figures) in &rows {
                let assigned = Assigned {
                    figures: figures.clone(),
                    ..Assigned::default()
                };
                let is_zero = figures
                    .iter()
                    .all(|(_, entry)| assign::is_plain_zero(entry));
                let row_holds = row_sums::is_proven(&assigned, self.leaves_of(band));
                is_any |= row_holds;
                is_proven &= is_zero || row_holds;
                tried.extend(self.cells_of(*row, figures));
            }
            if !is_proven || !is_any {
                continue;
            }
            let verdict = proof::weigh(&self.weigher_of(&tried));
            if count > 1 && !verdict.is_proven || !verdict.broken_columns.is_empty() {
                continue;
            }
            for (row, figures) in rows {
                let doubt = "来源的列标题读不明白，但各行各列的合计都成立，按格式的顺序读入";
                self.accept(*row, figures.clone(), Some(doubt));
            }
        }
    }

    /// Takes rows under a header that has a total in another place than the form, when the sums of nearly all of them
    /// show whether the figures have moved with the label, and none shows the contrary.
    pub(super) fn prove_moved_totals(&mut self) {
        let moved = std::mem::take(&mut self.moved);
        for band in 0..self.leaves.len() {
            let rows: Vec<&(RowId, MovedTotal)> =
                moved.iter().filter(|(row, _)| row.band == band).collect();
            let adds_up = |figures: &[(usize, Entry)]| {
                let assigned = Assigned {
                    figures: figures.to_vec(),
                    ..Assigned::default()
                };
                row_sums::adds_up_with_blanks(&assigned, self.leaves_of(band))
            };
            let verdicts = rows.iter().map(|(_, row)| {
                let is_telling = |(_, entry): &&(usize, Entry)| !assign::is_plain_zero(entry);
                let telling = row.by_form.iter().filter(is_telling).count() > 1;
                telling.then(|| (adds_up(&row.by_header), adds_up(&row.by_form)))
            });
            let verdicts: Vec<(bool, bool)> = verdicts.flatten().collect();
            let count = |verdict| verdicts.iter().filter(|known| **known == verdict).count();
            let (by_header, by_form) = (count((true, false)), count((false, true)));
            let is_shown =
                |one: usize, other: usize| other == 0 && one >= 2 && 5 * one >= 4 * verdicts.len();
            let doubt = "来源的列标题次序与格式不同，各行的合计证明了总计的位置，据此读入";
            let goes_with_label = is_shown(by_header, by_form);
            if !goes_with_label && !is_shown(by_form, by_header) {
                continue;
            }
            for (row, moved) in rows {
                let figures = match goes_with_label {
                    true => moved.by_header.clone(),
                    false => moved.by_form.clone(),
                };
                self.accept(*row, figures, Some(doubt));
            }
        }
    }

    /// Takes rows that do not add up when all columns hold but for one total: then that total is wrong in the source.
    pub(super) fn settle_contested(&mut self) {
        let contested = std::mem::take(&mut self.contested);
        let mut tried = self.reading.figures.clone();
        for (row, figures) in &contested {
            tried.extend(self.cells_of(*row, figures));
        }
        let weigher = self.weigher_of(&tried);
        for (row, figures) in contested {
            let cells: Vec<usize> = self
                .cells_of(row, &figures)
                .into_iter()
                .map(|(cell, _)| cell)
                .collect();
            if let Some((total, right)) = proof::explaining_total(&weigher, &cells) {
                self.accept(row, figures, None);
                // Nobody knows whether such a total is wrong in the source or has lost its last digits on the way.
                let stated = self.reading.figures.get(&total).and_then(Entry::value);
                if stated.is_some_and(|stated| row_sums::goes_on(stated, right)) {
                    self.reading.figures.remove(&total);
                    let reason = "来源的合计像是缺了末尾几位，没有读入，由程序计算".to_owned();
                    self.reading.reasons.insert(total, reason);
                    self.unread.insert(total);
                }
                continue;
            }
            let proven = row_sums::proven_groups(&figures, self.leaves_of(row.band));
            if !proven.is_empty() && proven.len() < figures.len() {
                self.accept(row, proven, None);
            }
        }
    }

    /// Takes rows with one figure less than the header when all rows lack it, the last figures cannot be totals, and the
    /// balances hold: then the totals are blank. The balances alone would hold as well if another column were lost.
    pub(super) fn prove_without_totals(&mut self) {
        let few = self.few.clone();
        for band in 0..self.leaves.len() {
            let columns = self.leaves_of(band).len();
            let is_one_less = |(row, entries): &&(RowId, Vec<Entry>)| {
                row.band == band && entries.len() + 1 == columns
            };
            let rows: Vec<&(RowId, Vec<Entry>)> = few.iter().filter(is_one_less).collect();
            let last = self.leaves_of(band).last();
            let others = self.seen.keys().filter(|row| row.band == band).count();
            let is_total = last.is_some_and(|leaf| leaf.formula.is_some());
            let is_alike = is_total && rows.len() == others;
            if !is_alike || !are_no_totals(&rows) {
                continue;
            }
            let in_order =
                |entries: &[Entry]| entries.iter().cloned().enumerate().collect::<Vec<_>>();
            let figures: Vec<(RowId, Vec<(usize, Entry)>)> = rows
                .iter()
                .map(|(row, entries)| (*row, in_order(entries)))
                .collect();
            let mut tried = self.reading.figures.clone();
            for (row, figures) in &figures {
                tried.extend(self.cells_of(*row, figures));
            }
            if proof::balances(self.template, self.table_index, &tried) {
                for (row, figures) in figures {
                    self.accept(
                        row,
                        figures,
                        Some("来源没有填写合计，各列的勾稽关系都成立，据此读入"),
                    );
                }
            }
        }
    }

    /// Takes the last figure of each row as its total when all rows of a band lack as many figures, and the last is the
    /// sum of the others in every one of them: which columns the others stand in remains unknown.
    pub(super) fn prove_totals(&mut self) {
        let few = std::mem::take(&mut self.few);
        for band in 0..self.leaves.len() {
            let rows: Vec<&(RowId, Vec<Entry>)> =
                few.iter().filter(|(row, _)| row.band == band).collect();
            let all = self.seen.keys().filter(|row| row.band == band).count();
            let count = rows.first().map_or(0, |(_, entries)| entries.len());
            let is_alike = rows.len() == all && rows.iter().all(|(_, row)| row.len() == count);
            let leaves = self.leaves_of(band);
            let totals = leaves.iter().filter(|leaf| leaf.formula.is_some()).count();
            let ends_in_total = leaves.last().is_some_and(|leaf| leaf.formula.is_some());
            let last_column = leaves.len().saturating_sub(1);
            if !is_alike || totals != 1 || !ends_in_total || !are_all_sums(&rows) {
                continue;
            }
            let totals: Vec<(RowId, Vec<(usize, Entry)>)> = rows
                .iter()
                .filter_map(|(row, entries)| {
                    Some((*row, vec![(last_column, entries.last()?.clone())]))
                })
                .collect();
            for (row, total) in totals {
                let doubt = "来源这几行的数字比列数少，最后一个都是前面各数之和，只作为总计读入";
                self.accept(row, total, Some(doubt));
            }
        }
    }

    /// Takes numbers that a narrow cell broke over lines, or in which digits are struck out or raised, where a sum they
    /// stand in holds.
    pub(super) fn join_broken(&mut self) {
        let broken = std::mem::take(&mut self.broken);
        let mut tried = self.reading.figures.clone();
        tried.extend(broken.clone());
        let weigher = self.weigher_of(&tried);
        for (cell, entry) in broken {
            if proof::holds_somewhere(&weigher, cell) {
                let doubt = format!(
                    "来源的数字断开、有划去的字或带注码，读成“{entry}”与合计相符，据此读入"
                );
                self.reading.reasons.remove(&cell);
                self.reading.figures.insert(cell, entry);
                self.reading.doubts.push((vec![cell], doubt));
            }
        }
    }

    /// Puts figures into a row that was empty until now.
    fn accept(&mut self, row: RowId, figures: Vec<(usize, Entry)>, doubt: Option<&str>) {
        let cells: Vec<usize> = self
            .cells_of(row, &figures)
            .into_iter()
            .map(|(cell, _)| cell)
            .collect();
        for cell in &cells {
            self.reading.reasons.remove(cell);
        }
        let assigned = Assigned {
            figures,
            ..Assigned::default()
        };
        self.put_assigned(row, &assigned);
        if let Some(doubt) = doubt {
            self.reading.doubts.push((cells, doubt.to_owned()));
        }
    }

    pub(super) fn cells_of(&self, row: RowId, figures: &[(usize, Entry)]) -> Vec<(usize, Entry)> {
        let cell = |(column, entry): &(usize, Entry)| {
            Some((*self.cells.get(&(row, *column))?, entry.clone()))
        };
        figures.iter().filter_map(cell).collect()
    }
}

/// Whether every row ends in the sum of its other figures, and several different ones say something.
fn are_all_sums(rows: &[&(RowId, Vec<Entry>)]) -> bool {
    let mut telling = BTreeSet::new();
    let is_sum = |(_, entries): &&(RowId, Vec<Entry>)| {
        let values: Option<Vec<Decimal>> = entries.iter().map(Entry::value).collect();
        let values = values.unwrap_or_default();
        let Some((last, rest)) = values.split_last() else {
            return false;
        };
        let mut rest = rest.iter();
        let sum = rest.try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value));
        if !last.is_zero() {
            telling.insert(*last);
        }
        sum == Some(*last)
    };
    rows.iter().all(is_sum) && telling.len() >= 3
}

/// Whether the last figures of rows are no totals: none is the sum of the others, and most are less than it, which no
/// total of counts is, whatever column was lost before it.
fn are_no_totals(rows: &[&(RowId, Vec<Entry>)]) -> bool {
    let values = |(_, entries): &&(RowId, Vec<Entry>)| -> Vec<Decimal> {
        entries.iter().filter_map(Entry::value).collect()
    };
    let is_telling =
        |values: &Vec<Decimal>| values.iter().filter(|value| !value.is_zero()).count() >= 2;
    let against_rest = |values: Vec<Decimal>| {
        let (last, rest) = values.split_last()?;
        let mut rest = rest.iter();
        let sum = rest.try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value))?;
        Some(last.cmp(&sum))
    };
    let telling = rows.iter().map(values).filter(is_telling);
    let orders: Option<Vec<Ordering>> = telling.map(against_rest).collect();
    let orders = orders.unwrap_or_default();
    let less = orders.iter().filter(|order| order.is_lt()).count();
    less >= 3 && 2 * less > orders.len() && !orders.iter().any(|order| order.is_eq())
}
