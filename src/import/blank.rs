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
            for terms in self.groups_without_total(row) {
                let reason = "来源这一组的总计是空的，各数可能移了位、漏了或连在一起，没有填入";
                self.empty(row, &terms, reason);
            }
        }
    }

    /// The terms of a row's groups whose total alone is blank, when another group has its total.
    fn groups_without_total(&self, row: RowId) -> Vec<BTreeSet<usize>> {
        let figures = self.read_row(row).figures;
        let is_unread = |column: &usize| {
            let cell = self.cells.get(&(row, *column));
            cell.is_some_and(|cell| self.unread.contains(cell))
        };
        // What is no whole number is a figure all the same, though nobody knows which.
        let value = |column: &usize| {
            let found = figures.iter().find(|(at, _)| at == column);
            let unknown = is_unread(column).then_some(Decimal::ONE);
            found.map_or(unknown, |(_, entry)| entry.value())
        };
        let groups = row_sums::groups(self.leaves_of(row.band));
        let has_total = |(total, _): &(usize, Vec<usize>)| {
            let is_read = figures.iter().any(|(at, _)| at == total);
            is_read && value(total).is_some()
        };
        let (with, mut without): (Vec<_>, Vec<_>) = groups.into_iter().partition(has_total);
        // Where a term is blank or a mark, a blank total is as it should be.
        without.retain(|(total, terms)| {
            let known: Option<Vec<Decimal>> = terms.iter().map(value).collect();
            let has_figures = known.is_some_and(|known| !known.iter().all(Decimal::is_zero));
            !with.is_empty() && self.is_blank(row, *total) && has_figures
        });
        let terms = without.into_iter().map(|(_, terms)| terms);
        terms.map(|terms| terms.into_iter().collect()).collect()
    }

    /// Names the figures of rows in text whose next row has fewer: a cell that both share leaves no trace there. Where
    /// rows have totals, these tell.
    pub(super) fn doubt_figures_of_two_rows(&mut self, strips: &[Strip]) {
        for [strip, next] in strips.array_windows() {
            let Some(target) = strip.named.as_ref().map(|named| named.row.target) else {
                continue;
            };
            let below = RowId {
                leaf: target.leaf + 1,
                ..target
            };
            let leaves = self.leaves_of(target.band);
            let has_totals = leaves.iter().any(|leaf| leaf.formula.is_some());
            if strip.row.columns.is_some()
                || has_totals
                || below.leaf >= self.rows.count(target.band)
            {
                continue;
            }
            let own = self.cells_of(target, &self.read_row(target).figures);
            let is_next = next.named.as_ref().is_some_and(|n| n.row.target == below);
            let mut above = next.above.iter();
            let is_bare = |row: &Row| {
                let named = self.rows.name(row, &[], &[]);
                named.is_some_and(|named| named.row.target == below && !named.row.is_near)
            };
            let is_fewer = match is_next {
                true => next.row.figures().count() < strip.row.figures().count(),
                false => above.any(is_bare),
            };
            if is_fewer && !own.is_empty() {
                let doubt = format!(
                    "来源的下一行“{}”少了数字，可能与这一行合用一格，请对照原件",
                    self.rows.label(below)
                );
                let cells = own.into_iter().map(|(cell, _)| cell).collect();
                self.reading.doubts.push((cells, doubt));
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
