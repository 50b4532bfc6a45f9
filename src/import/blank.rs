//! Blank cells of a source → the figures beside them, or of other tables, that they leave in doubt.

use super::cells::{Content, Row};
use super::order::Strip;
use super::proof;
use super::row_sums;
use super::rows::RowId;
use super::tables::TableReader;
use crate::report::Entry;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

impl TableReader<'_> {
    /// Empties rows that are blank in one place of the source and have figures in another: the figures may be those of
    /// another year or of an annex.
    pub(super) fn refuse_rows_blank_elsewhere(&mut self, strips: &[Strip]) {
        let mut filled: BTreeMap<RowId, Vec<usize>> = BTreeMap::new();
        for (at, strip) in strips.iter().enumerate() {
            let target = strip.named.as_ref().map(|named| named.row.target);
            if let Some(target) = target {
                filled.entry(target).or_default().push(at);
            }
        }
        let mut doubtful = BTreeSet::new();
        for (at, strip) in strips.iter().enumerate() {
            let last = strip.above.len().saturating_sub(1);
            for (line, row) in strip.above.iter().enumerate() {
                if !is_blank_row(row) {
                    continue;
                }
                let Some(named) = self.rows.name(row, &[], &[]) else {
                    continue;
                };
                // A label that a page repeats stands right before or behind its figures.
                let is_beside =
                    |other: usize| other == at && line == last || other + 1 == at && line == 0;
                let target = named.row.target;
                let mut others = filled.get(&target).into_iter().flatten();
                if !named.row.is_near && others.any(|other| !is_beside(*other)) {
                    doubtful.insert(target);
                }
            }
        }
        for row in doubtful {
            let reason =
                "来源里这一行出现了两次，一处是空的，一处有数字，可能是上年或附件的数字，没有填入";
            self.refuse(row, reason);
        }
    }

    /// Empties the groups of a row whose total is blank while another group has its own: nothing shows then that no
    /// figure was lost or joined with the next.
    pub(super) fn refuse_groups_without_total(&mut self) {
        let rows: Vec<RowId> = self.seen.keys().copied().collect();
        for row in rows {
            let figures = self.read_row(row).figures;
            let value = |column: &usize| {
                let found = figures.iter().find(|(at, _)| at == column)?;
                found.1.value()
            };
            let groups = row_sums::groups(self.leaves_of(row.band));
            let (with, without): (Vec<_>, Vec<_>) = groups
                .into_iter()
                .partition(|(total, _)| value(total).is_some());
            if with.is_empty() {
                continue;
            }
            for (total, terms) in without {
                // Where a term is blank or a mark, a blank total is as it should be.
                let terms_known: Option<Vec<Decimal>> = terms.iter().map(value).collect();
                let has_figures = |terms: Vec<Decimal>| !terms.iter().all(Decimal::is_zero);
                if self.is_blank(row, total) && terms_known.is_some_and(has_figures) {
                    let reason = "来源这一组的总计是空的，各数可能移了位、漏了或连在一起，没有填入";
                    self.empty(row, &terms.into_iter().collect(), reason);
                }
            }
        }
    }

    /// Empties figures that, exchanged with the blank cell beside them, would mend every sum that they break.
    pub(super) fn refuse_beside_blanks(&mut self) {
        let figures = self.with_blanks_as_zero(false);
        if figures.len() == self.reading.figures.len() {
            return;
        }
        let beside: BTreeSet<usize> = (self.blanks.iter())
            .filter(|(_, columns)| !columns.is_empty())
            .flat_map(|(row, _)| self.cells_of(*row, &self.read_row(*row).figures))
            .map(|(cell, _)| cell)
            .collect();
        let doubtful = proof::weigh(&self.weigher_of(&figures)).doubtful;
        for cell in doubtful.into_iter().filter(|cell| beside.contains(cell)) {
            if let Some(entry) = self.reading.figures.remove(&cell) {
                let reason = format!(
                    "来源的“{entry}”与各列的合计不符，放到旁边的空格里却都相符，分不清是错位还是原文有误，没有填入"
                );
                self.reading.reasons.insert(cell, reason);
            }
        }
    }

    /// What was read, with 0 in the cells of rows read that are blank in the source, those of totals or not.
    pub(super) fn with_blanks_as_zero(&self, with_totals: bool) -> BTreeMap<usize, Entry> {
        let mut figures = self.reading.figures.clone();
        for (row, columns) in &self.blanks {
            let cells = columns
                .iter()
                .filter_map(|column| self.cells.get(&(*row, *column)));
            let is_meant = |cell: &usize| {
                (with_totals || !self.template.cell_at(*cell).is_total())
                    && !self.unread.contains(cell)
            };
            for cell in cells.filter(|cell| is_meant(cell)) {
                let zero = Entry::number(Decimal::ZERO);
                figures.entry(*cell).or_insert(zero);
            }
        }
        figures
    }

    /// Whether the source has a blank cell there.
    fn is_blank(&self, row: RowId, column: usize) -> bool {
        let listed = &self.header_of(row.band).listed;
        let is_listed = listed.is_empty() || listed.contains(&column);
        let blanks = self.blanks.get(&row);
        let cell = self.cells.get(&(row, column));
        is_listed
            && blanks.is_some_and(|blanks| blanks.contains(&column))
            && cell.is_some_and(|cell| !self.unread.contains(cell))
    }
}

/// Whether a row of a table has a label and blank cells behind it, and no figure.
fn is_blank_row(row: &Row) -> bool {
    let behind = row.behind_label();
    let is_blank = |content: &Content| *content == Content::Blank;
    row.is_grid
        && row.has_text()
        && !behind.is_empty()
        && behind.iter().all(|cell| is_blank(&cell.content))
}
