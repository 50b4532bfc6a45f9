//! What was read of a table → what the sums contradict or leave open, taken out again.

use super::assign::{self, Assigned, assign, quote};
use super::rows::RowId;
use super::tables::TableReader;
use super::weigher::Weigher;
use super::{labels, proof, row_sums};
use crate::report::Entry;
use crate::text::Stretch;
use std::collections::BTreeSet;

impl TableReader<'_> {
    /// Keeps rows with blanks at an edge only when their sums or the rows beside them show that they have not moved.
    pub(super) fn settle_blanks(&mut self) {
        let mut weigher = self.weigher();
        for (row, assigned) in std::mem::take(&mut self.edgy) {
            let own = self.blanks.get(&row).cloned().unwrap_or_default();
            // A row that was not read says nothing of its blanks, and may have one cell less.
            let others = self.seen.keys();
            let mut others = others
                .filter(|other| other.band == row.band && **other != row)
                .map(|other| self.blanks.get(other))
                .peekable();
            let is_common = others.peek().is_some() && others.all(|blanks| blanks == Some(&own));
            if !is_common {
                self.summed.insert(row);
            }
            let leaves = self.leaves_of(row.band);
            // In a real table with all its labels a blank cell is known to be blank, unless the sums tell otherwise.
            let is_labelled = assigned.is_in_full_grid
                && !row_sums::contradicts_itself(&assigned, leaves)
                && (is_common || !row_sums::ends_in_total_of_more(&assigned, leaves));
            if is_common
                || row_sums::adds_up_with_blanks(&assigned, leaves)
                || row_sums::lacks_all_totals(&own, leaves)
                || self.holds_in_columns(&weigher, row, &assigned)
            {
                continue;
            }
            let is_telling = |(_, entry): &(usize, Entry)| !assign::is_plain_zero(entry);
            if is_labelled && assigned.figures.iter().any(is_telling) {
                let doubt =
                    "来源这一行的两端有空格，合计不能证明它没有移位，按列标题填入，请对照原件";
                let cells = self.cells_of(row, &assigned.figures);
                let cells = cells.into_iter().map(|(cell, _)| cell).collect();
                self.reading.doubts.push((cells, doubt.to_owned()));
            } else if !is_labelled {
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
                weigher = self.weigher();
            }
        }
    }

    /// Whether every figure of a row stands in sums down its column that hold, and one of them is not 0.
    fn holds_in_columns(&self, weigher: &Weigher, row: RowId, assigned: &Assigned) -> bool {
        let cells = self.cells_of(row, &assigned.figures);
        let holds = |cell: usize| proof::holds_around(weigher, cell);
        let is_telling = |(_, entry): &(usize, Entry)| !assign::is_plain_zero(entry);
        cells.iter().any(is_telling) && cells.iter().all(|(cell, _)| holds(*cell))
    }

    /// Takes out what the sums show to be in doubt.
    pub(super) fn weigh(&mut self) {
        self.settle_misplaced();
        self.refuse_short_headers();
        self.refuse_apart();
        self.refuse_contradicted();
        self.refuse_shifted_rows();
        self.refuse_row_of_lost_total();
        self.refuse_moved_totals();
        self.refuse_leading_totals();
        self.refuse_groups_without_total();
        self.doubt_contradicted();
        self.refuse_beside_blanks();
        let verdict = proof::weigh(&self.weigher());
        // Where the labels of row and column stand over and beside a figure, it is what the source says.
        let (labelled, moved): (BTreeSet<usize>, BTreeSet<usize>) = verdict
            .crossed
            .difference(&verdict.doubtful)
            .partition(|cell| self.under_labels.contains(cell));
        for cell in labelled {
            let doubt = "来源这一格的数字与所在行、列的合计都不相符，按来源填入".to_owned();
            self.reading.doubts.push((vec![cell], doubt));
            self.contradicted.insert(cell);
        }
        let mut exchanged = BTreeSet::new();
        if !self.unsure.is_empty() {
            // A figure that was refused with its row may be the one that another row has in its place.
            let mut all = std::mem::take(&mut self.unsure);
            all.extend(self.reading.figures.clone());
            exchanged = proof::weigh(&self.weigher_of(&all)).doubtful;
        }
        for cell in verdict.doubtful.into_iter().chain(moved).chain(exchanged) {
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
        for row in std::mem::take(&mut self.joined) {
            let columns = 0..self.leaves_of(row.band).len();
            let is_broken = |column| verdict.broken_columns.contains(&(row.band, column));
            if columns.into_iter().any(is_broken) {
                self.refuse(
                    row,
                    "来源这一行的数字断成了几行，各列的合计又不相符，没有填入",
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
        self.doubt_under_short_headers();
        self.doubt_at_cut_edge();
        self.tell_wrong_totals();
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
