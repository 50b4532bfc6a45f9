//! Stated totals that contradict what they add up → told, each once, when nothing else was said of them.

use super::assign::{self, Assigned};
use super::rows::RowId;
use super::tables::TableReader;
use super::{proof, row_sums};
use crate::report::Entry;
use crate::template::Header;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// Wrong totals that are told each by itself at most.
const MOST_SINGLE: usize = 3;

impl TableReader<'_> {
    /// Keeps a label that has words which no label of the form has.
    pub(super) fn tell_foreign(&mut self, text: &str) {
        if self.rows.has_foreign_words(text) && self.left.insert(text.to_owned()) {
            self.reading.remarks.push(text.to_owned());
        }
    }

    /// Names the figures of a band whose header lacks a column when a row's total is more than the others: the column
    /// that the rows lack may be another, and rows that have 0 there add up all the same.
    pub(super) fn doubt_under_short_headers(&mut self) {
        for band in 0..self.leaves.len() {
            let listed = &self.header_of(band).listed;
            let leaves = self.leaves_of(band);
            let lost = (0..leaves.len()).filter(|column| !listed.contains(column));
            let lost: Vec<&str> = (lost.filter_map(|column| leaves.get(column)))
                .filter(|leaf| leaf.formula.is_none())
                .map(|leaf| leaf.label.as_str())
                .collect();
            if listed.is_empty() || lost.is_empty() {
                continue;
            }
            let rows = self.seen.keys().filter(|row| row.band == band);
            let rows = rows.map(|row| (*row, self.read_row(*row).figures));
            let short = rows.filter(|(_, figures)| figures.len() < leaves.len());
            let is_telling = |figures: &[(usize, Entry)]| {
                !figures
                    .iter()
                    .all(|(_, entry)| assign::is_plain_zero(entry))
            };
            let short: Vec<(RowId, Vec<(usize, Entry)>)> =
                short.filter(|(_, figures)| is_telling(figures)).collect();
            let (failing, others): (Vec<_>, Vec<_>) =
                short.into_iter().partition(|(_, figures)| {
                    let assigned = Assigned {
                        figures: figures.clone(),
                        ..Assigned::default()
                    };
                    row_sums::contradicts_itself(&assigned, leaves)
                });
            let cells = |rows: Vec<(RowId, Vec<(usize, Entry)>)>| -> Vec<usize> {
                let cells = rows
                    .iter()
                    .flat_map(|(row, figures)| self.cells_of(*row, figures));
                cells.map(|(cell, _)| cell).collect()
            };
            let failing = cells(failing);
            if failing.is_empty() {
                continue;
            }
            let doubt = format!(
                "来源的列标题缺少“{}”，有些行其余各数相加又不等于合计，可能缺的是别的列，请对照原件",
                lost.join("”“")
            );
            let all = failing.iter().copied().chain(cells(others)).collect();
            self.contradicted.extend(failing);
            self.reading.doubts.push((all, doubt));
        }
    }

    /// Names the last figures of rows whose header lacks columns of its end: where a page cut them off, it may have cut
    /// these as well.
    pub(super) fn doubt_at_cut_edge(&mut self) {
        for band in 0..self.leaves.len() {
            let leaves = self.leaves_of(band);
            let Some(&last) = self.header_of(band).listed.iter().max() else {
                continue;
            };
            let is_entered = |leaf: &&&Header| leaf.formula.is_none();
            if leaves.iter().skip(last + 1).find(is_entered).is_none() {
                continue;
            }
            let rows = self.seen.keys().filter(|row| row.band == band);
            let cells = rows.filter_map(|row| self.cells.get(&(*row, last)));
            let is_telling = |cell: &&usize| {
                let entry = self.reading.figures.get(cell);
                entry.is_some_and(|entry| !assign::is_plain_zero(entry))
            };
            let cells: Vec<usize> = cells.filter(is_telling).copied().collect();
            if !cells.is_empty() {
                let doubt = "来源的表格右边缺列，最后一列的数字也可能不全，请对照原件";
                self.reading.doubts.push((cells, doubt.to_owned()));
            }
        }
    }

    /// Names every stated total that is not the sum of its terms, and balances that fail without one.
    pub(super) fn tell_wrong_totals(&mut self) {
        let weigher = self.weigher();
        let failing = (0..weigher.sums.len()).filter(|at| !weigher.holds(*at));
        let (rows, columns): (Vec<usize>, Vec<usize>) =
            failing.partition(|at| weigher.sum(*at).is_row);
        let mut doubted = std::mem::take(&mut self.contradicted);
        let mut wrong: BTreeMap<usize, Option<Decimal>> = BTreeMap::new();
        let mut balances: BTreeSet<usize> = BTreeSet::new();
        // A row shows best which of its totals is wrong; a column that holds it is then explained.
        for at in rows.into_iter().chain(columns) {
            let sum = weigher.sum(at);
            let cells: Vec<usize> = sum.terms.iter().map(|(_, cell)| *cell).collect();
            if cells.iter().any(|cell| doubted.contains(cell)) {
                continue;
            }
            let explained = match sum.is_row {
                true => proof::explaining_total(&weigher, &cells),
                false => None,
            };
            let total = sum.total.filter(|total| weigher.is_total(*total));
            let Some((cell, right)) =
                explained
                    .map(|(cell, right)| (cell, Some(right)))
                    .or_else(|| {
                        total.map(|total| (total, weigher.mended(total, &BTreeSet::from([at]))))
                    })
            else {
                doubted.extend(&cells);
                balances.extend(cells);
                continue;
            };
            doubted.insert(cell);
            wrong.insert(cell, right);
        }
        if !balances.is_empty() {
            let doubt = "来源的这几个数不符合表格的勾稽关系，按来源填入，请对照原件";
            self.reading
                .doubts
                .push((balances.into_iter().collect(), doubt.to_owned()));
        }
        self.doubt_exchanged_columns(&wrong);
        if wrong.len() > MOST_SINGLE {
            let doubt = "来源的合计与各项相加不相符，按来源保留，请对照原件";
            self.reading
                .doubts
                .push((wrong.into_keys().collect(), doubt.to_owned()));
            return;
        }
        for (cell, right) in wrong {
            let stated = self.reading.figures.get(&cell).map(ToString::to_string);
            let right = right.map_or(String::new(), |right| format!("，各项相加得 {right}"));
            let doubt = format!(
                "来源的合计是 {}{right}，按来源保留，请对照原件",
                stated.unwrap_or_default()
            );
            self.reading.doubts.push((vec![cell], doubt));
        }
    }

    /// Names the figures of columns whose totals, in one row, are wrong by amounts that cancel each other: rows may have
    /// them exchanged, as below a header that came again in another order.
    fn doubt_exchanged_columns(&mut self, wrong: &BTreeMap<usize, Option<Decimal>>) {
        // A column and by how much its total is wrong, where that is known.
        type Gap = (usize, Option<Decimal>);
        let mut rows: BTreeMap<(usize, usize), Vec<Gap>> = BTreeMap::new();
        for (cell, right) in wrong {
            let spec = self.template.cell_at(*cell);
            let stated = self.reading.figures.get(cell).and_then(Entry::value);
            let gap = stated
                .zip(*right)
                .and_then(|(stated, right)| stated.checked_sub(right));
            rows.entry((spec.band, spec.row))
                .or_default()
                .push((spec.column, gap));
        }
        for ((band, _), gaps) in rows {
            let mut all = gaps.iter();
            let sum = all.try_fold(Decimal::ZERO, |sum, (_, gap)| sum.checked_add((*gap)?));
            if gaps.len() < 2 || sum != Some(Decimal::ZERO) {
                continue;
            }
            let columns: BTreeSet<usize> = gaps.into_iter().map(|(column, _)| column).collect();
            let is_meant = |cell: &&usize| {
                let spec = self.template.cell_at(**cell);
                spec.band == band && columns.contains(&spec.column)
            };
            let cells = self.reading.figures.keys().filter(is_meant);
            let cells = cells.copied().collect();
            let doubt =
                "来源这几列的合计与各项之和相差的数正好抵消，有些行的数字可能放错了列，请对照原件";
            self.reading.doubts.push((cells, doubt.to_owned()));
        }
    }
}
