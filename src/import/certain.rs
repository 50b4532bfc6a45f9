//! What was read of a table → what of it is certain: by its sums, by the rows beside it, or not at all.

use super::assign::{self, Assigned, assign, quote};
use super::labels;
use super::proof;
use super::rows::RowId;
use super::tables::TableReader;
use crate::report::Entry;
use crate::text::Stretch;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

impl TableReader<'_> {
    /// Takes rows whose header is not understood when every row and column of the table proves the form's own order.
    pub(super) fn prove_unclear(&mut self) {
        let unclear = std::mem::take(&mut self.unclear);
        for band in 0..self.leaves.len() {
            let rows: Vec<&(RowId, Vec<(usize, Entry)>)> =
                unclear.iter().filter(|(row, _)| row.band == band).collect();
            let all = self.rows.count(band);
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
                let row_holds = assign::is_proven(&assigned, self.leaves_of(band));
                is_any |= row_holds;
                is_proven &= is_zero || row_holds;
                tried.extend(self.cells_of(*row, figures));
            }
            if !is_proven || !is_any {
                continue;
            }
            let verdict = proof::weigh(self.template, self.table_index, &tried);
            if all > 1 && !verdict.is_proven || !verdict.broken_columns.is_empty() {
                continue;
            }
            for (row, figures) in rows {
                let doubt = "来源的列标题读不明白，但各行各列的合计都成立，按格式的顺序读入";
                self.accept(*row, figures.clone(), Some(doubt));
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
        for (row, figures) in contested {
            let cells: Vec<usize> = self
                .cells_of(row, &figures)
                .into_iter()
                .map(|(cell, _)| cell)
                .collect();
            if proof::is_explained_by_a_total(self.template, self.table_index, &tried, &cells) {
                self.accept(row, figures, None);
            }
        }
    }

    /// Takes rows with one figure less than the header when all rows lack it, no last figure is the sum of the others,
    /// and the balances hold: then the totals are blank.
    pub(super) fn prove_without_totals(&mut self) {
        let one_less = std::mem::take(&mut self.one_less);
        for band in 0..self.leaves.len() {
            let rows: Vec<&(RowId, Vec<Entry>)> = one_less
                .iter()
                .filter(|(row, _)| row.band == band)
                .collect();
            let last = self.leaves_of(band).last();
            let others = self.seen.keys().filter(|row| row.band == band).count();
            let is_total = last.is_some_and(|leaf| leaf.formula.is_some());
            let is_alike = is_total && rows.len() == others;
            if !is_alike || !are_no_sums(&rows) {
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

    /// Takes numbers that a narrow cell broke over lines as one where every sum they stand in holds.
    pub(super) fn join_broken(&mut self) {
        let broken = std::mem::take(&mut self.broken);
        let mut tried = self.reading.figures.clone();
        tried.extend(broken.clone());
        for (cell, entry) in broken {
            if proof::holds_around(self.template, self.table_index, &tried, cell) {
                let doubt =
                    format!("来源的数字断成了两行，连起来的“{entry}”与各项合计都相符，据此读入");
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

    fn cells_of(&self, row: RowId, figures: &[(usize, Entry)]) -> Vec<(usize, Entry)> {
        let cell = |(column, entry): &(usize, Entry)| {
            Some((*self.cells.get(&(row, *column))?, entry.clone()))
        };
        figures.iter().filter_map(cell).collect()
    }

    /// Keeps rows with blanks at an edge only when their sums or the rows beside them show that they have not moved.
    pub(super) fn settle_blanks(&mut self) {
        for (row, assigned) in std::mem::take(&mut self.edgy) {
            let own = self.blanks.get(&row).cloned().unwrap_or_default();
            let others: Vec<&Vec<usize>> = self
                .blanks
                .iter()
                .filter(|(other, _)| other.band == row.band && **other != row)
                .map(|(_, blanks)| blanks)
                .collect();
            let is_common = !others.is_empty() && others.iter().all(|blanks| **blanks == own);
            if !is_common {
                self.summed.insert(row);
            }
            let leaves = self.leaves_of(row.band);
            if !is_common
                && !assign::adds_up_with_blanks(&assigned, leaves)
                && !assign::lacks_all_totals(&own, leaves)
                && !self.holds_in_columns(row, &assigned)
            {
                let entries: Vec<Entry> = assigned
                    .figures
                    .into_iter()
                    .map(|(_, entry)| entry)
                    .collect();
                let reason = format!(
                    "来源这一行的两端有空格，数字（{}）可能移了位，没有填入",
                    quote(&entries)
                );
                self.refuse(row, &reason);
            }
        }
    }

    /// Whether every figure of a row stands in sums down its column that hold, and one of them is not 0.
    fn holds_in_columns(&self, row: RowId, assigned: &Assigned) -> bool {
        let cells = self.cells_of(row, &assigned.figures);
        let holds = |cell: usize| {
            proof::holds_around(self.template, self.table_index, &self.reading.figures, cell)
        };
        let is_telling = |(_, entry): &(usize, Entry)| !assign::is_plain_zero(entry);
        cells.iter().any(is_telling) && cells.iter().all(|(cell, _)| holds(*cell))
    }

    /// Empties a table in which most rows do not add up: not its totals are wrong then, but its columns have moved.
    fn refuse_contradicted(&mut self) {
        for band in 0..self.leaves.len() {
            let mut rows: Vec<(RowId, bool)> = Vec::new();
            for row in self.seen.keys().filter(|row| row.band == band) {
                let figures = (0..self.leaves_of(band).len()).filter_map(|column| {
                    let entry = self.reading.figures.get(self.cells.get(&(*row, column))?)?;
                    Some((column, entry.clone()))
                });
                let assigned = Assigned {
                    figures: figures.collect(),
                    ..Assigned::default()
                };
                let is_telling = assigned
                    .figures
                    .iter()
                    .any(|(_, entry)| !assign::is_plain_zero(entry));
                if is_telling && assigned.figures.len() == self.leaves_of(band).len() {
                    rows.push((
                        *row,
                        assign::contradicts_itself(&assigned, self.leaves_of(band)),
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

    /// Takes out what the sums show to be in doubt.
    pub(super) fn weigh(&mut self) {
        self.refuse_contradicted();
        let verdict = proof::weigh(self.template, self.table_index, &self.reading.figures);
        // Where the labels of row and column stand over and beside a figure, it is what the source says.
        let (labelled, moved): (BTreeSet<usize>, BTreeSet<usize>) = verdict
            .crossed
            .difference(&verdict.doubtful)
            .partition(|cell| self.under_labels.contains(cell));
        for cell in labelled {
            let doubt = "来源这一格的数字与所在行、列的合计都不相符，按来源填入".to_owned();
            self.reading.doubts.push((vec![cell], doubt));
        }
        for cell in verdict.doubtful.into_iter().chain(moved) {
            if let Some(entry) = self.reading.figures.remove(&cell) {
                let reason = format!(
                    "来源的“{entry}”与合计不符，换个位置却都相符，分不清是错位还是原文有误，没有填入"
                );
                self.reading.reasons.insert(cell, reason);
            }
        }
        // A row of small numbers that moved by a cell may add up by chance; the columns then do not.
        for row in std::mem::take(&mut self.summed) {
            let is_broken = |column: usize| {
                verdict.broken_columns.contains(&(row.band, column))
                    && self
                        .cells
                        .get(&(row, column))
                        .is_some_and(|cell| self.reading.figures.contains_key(cell))
            };
            if (0..self.leaves_of(row.band).len()).any(is_broken) {
                self.refuse(
                    row,
                    "来源这一行的两端有空格，各列的合计又不相符，数字可能移了位，没有填入",
                );
            }
        }
        // Without a label only the sums speak for a row, so they have to.
        let bands: BTreeSet<usize> = verdict
            .broken_columns
            .iter()
            .map(|(band, _)| *band)
            .collect();
        for row in std::mem::take(&mut self.placed) {
            if bands.contains(&row.band) || !verdict.is_proven {
                self.refuse(
                    row,
                    "来源的这一行没有行标题，合计又不能证明它的位置，没有填入",
                );
            }
        }
    }

    /// Settles rows that stand for a whole group: only zeros can be divided among its rows.
    pub(super) fn finish_groups(&mut self) {
        for (label, members, row) in std::mem::take(&mut self.group_rows) {
            let has_member = members
                .iter()
                .any(|member| self.seen.contains_key(member) || self.is_mentioned(*member));
            let Some(band) = members.first().map(|member| member.band) else {
                continue;
            };
            let header = self.header_of(band).for_row(&row);
            let assigned = assign(&row, &header, self.leaves_of(band));
            let zeros = assigned.ok().filter(|assigned| {
                let is_zero = |(_, entry): &(usize, Entry)| assign::is_plain_zero(entry);
                !has_member && !self.has_unnamed && assigned.figures.iter().all(is_zero)
            });
            let shown = row
                .figures()
                .map(|(_, entry)| entry.to_string())
                .collect::<Vec<_>>()
                .join(" ");
            match zeros {
                Some(zeros) => {
                    members
                        .iter()
                        .for_each(|member| self.put_assigned(*member, &zeros));
                    let cells = members.iter().flat_map(|member| {
                        zeros
                            .figures
                            .iter()
                            .filter_map(|(column, _)| self.cells.get(&(*member, *column)).copied())
                    });
                    let doubt = format!("来源的“{label}”只有一行，数字都是 0，其下各项都填 0");
                    self.reading.doubts.push((cells.collect(), doubt));
                }
                None => {
                    let reason = format!(
                        "来源的“{label}”只有一行（{shown}），格式要求分项填写，请按台账分到各项"
                    );
                    for member in members {
                        if !self.seen.contains_key(&member) {
                            self.refuse(member, &reason);
                        }
                    }
                    self.leftover(format!("{label} {shown}"));
                }
            }
        }
    }

    /// Whether the words of a row's label stand somewhere in the table.
    fn is_mentioned(&self, row: RowId) -> bool {
        let core = labels::Key::of(self.rows.label(row)).core;
        let start = core.upto(6);
        start.len() >= 4
            && self
                .texts
                .iter()
                .any(|text| text.windows(start.len()).any(|part| part == start))
    }
}

/// Whether several rows say something and none of them ends in the sum of its other figures.
fn are_no_sums(rows: &[&(RowId, Vec<Entry>)]) -> bool {
    let values = |entries: &[Entry]| {
        entries
            .iter()
            .filter_map(Entry::value)
            .collect::<Vec<Decimal>>()
    };
    let rows: Vec<Vec<Decimal>> = rows.iter().map(|(_, entries)| values(entries)).collect();
    let is_telling =
        |values: &&Vec<Decimal>| values.iter().filter(|value| !value.is_zero()).count() >= 2;
    let ends_in_sum = |values: &&Vec<Decimal>| match values.split_last() {
        Some((last, rest)) => {
            let sum = rest
                .iter()
                .try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value));
            sum.is_none_or(|sum| sum == *last)
        }
        None => true,
    };
    let telling: Vec<&Vec<Decimal>> = rows.iter().filter(is_telling).collect();
    telling.len() >= 3 && !telling.iter().any(ends_in_sum)
}
