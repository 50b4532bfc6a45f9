//! What was read of a table → what of it is certain: by its sums, by the rows beside it, or not at all.

use super::assign::{self, Assigned, assign, quote};
use super::labels;
use super::proof;
use super::rows::RowId;
use super::tables::TableReader;
use crate::report::Entry;
use std::collections::BTreeSet;

impl TableReader<'_> {
    /// Takes rows whose header is not understood when every row and column of the table proves the form's own order.
    pub(super) fn prove_unclear(&mut self) {
        let unclear = std::mem::take(&mut self.unclear);
        for band in 0..self.leaves.len() {
            let rows: Vec<&(RowId, Vec<(usize, Entry)>)> =
                unclear.iter().filter(|(row, _)| row.band == band).collect();
            let all = self.template.form.tables[self.table_index].bands[band]
                .row_leaves()
                .len();
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
                let row_holds = assign::is_proven(&assigned, &self.leaves[band]);
                is_any |= row_holds;
                is_proven &= is_zero || row_holds;
                let cells = figures.iter().filter_map(|(column, entry)| {
                    Some((*self.cells.get(&(*row, *column))?, entry.clone()))
                });
                tried.extend(cells);
            }
            if !is_proven || !is_any {
                continue;
            }
            let verdict = proof::weigh(self.template, self.table_index, &tried);
            if all > 1 && !verdict.is_proven || !verdict.broken_columns.is_empty() {
                continue;
            }
            for (row, figures) in rows {
                let assigned = Assigned {
                    figures: figures.clone(),
                    ..Assigned::default()
                };
                self.put_assigned(*row, &assigned);
                let cells: Vec<usize> = figures
                    .iter()
                    .filter_map(|(column, _)| self.cells.get(&(*row, *column)).copied())
                    .collect();
                cells.iter().for_each(|cell| {
                    self.reading.reasons.remove(cell);
                });
                let doubt =
                    "来源的列标题读不明白，但各行各列的合计都成立，按格式的顺序读入".to_owned();
                self.reading.doubts.push((cells, doubt));
            }
        }
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
            if !is_common && !assign::adds_up_with_blanks(&assigned, &self.leaves[row.band]) {
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

    /// Takes out what the sums show to be in doubt.
    pub(super) fn weigh(&mut self) {
        let verdict = proof::weigh(self.template, self.table_index, &self.reading.figures);
        for cell in verdict.doubtful {
            if let Some(entry) = self.reading.figures.remove(&cell) {
                let reason = format!(
                    "来源的“{entry}”与合计不符，换个位置却都相符，分不清是错位还是原文有误，没有填入"
                );
                self.reading.reasons.insert(cell, reason);
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
            let assigned = assign(&row, &self.headers[band], &self.leaves[band]);
            let zeros = assigned.ok().filter(|assigned| {
                let is_zero = |(_, entry): &(usize, Entry)| assign::is_plain_zero(entry);
                !has_member && assigned.figures.iter().all(is_zero)
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
        let start: &[char] = &core[..core.len().min(6)];
        start.len() >= 4
            && self
                .texts
                .iter()
                .any(|text| text.windows(start.len()).any(|part| part == start))
    }
}
