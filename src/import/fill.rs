//! One row of figures → the cells of the report, and what is said of those that stay empty.

use super::assign::{Assigned, Order, Unclear, assign, quote};
use super::columns::Columns;
use super::order::Strip;
use super::row_sums;
use super::rows::{Named, RowId};
use super::tables::{TableReader, words};
use crate::report::Entry;

impl TableReader<'_> {
    pub(super) fn fill(&mut self, strip: &Strip, named: &Named) {
        self.reading.rows_found += 1;
        let (row, target) = (&strip.row, named.row.target);
        let entries: Vec<Entry> = row.figures().map(|(_, entry)| entry.clone()).collect();
        if let Some(before) = self.seen.get(&target) {
            // What was refused before keeps its reason.
            if *before != entries && !before.is_empty() {
                let reason = format!(
                    "来源里这一行出现了两次，数字不同（{}；{}），没有填入",
                    quote(before),
                    quote(&entries)
                );
                self.refuse(target, &reason);
            }
            return;
        }
        self.seen.insert(target, entries);
        if row.is_joined {
            self.joined.insert(target);
        }
        if row.is_unpaired {
            let reason = format!(
                "来源这一行上年和本年的数字没有成对（本年一列是 {}），可能移了位，没有填入",
                row.quoted()
            );
            self.refuse(target, &reason);
            return;
        }
        let mut header = self.header_of(target.band).for_row(row);
        header.reach = self.leaves.iter().map(Vec::len).max().unwrap_or(0);
        if header.is_doubled_in(row) {
            let reason = "来源有几列的标题说的是格式的同一列，分不清哪一列是本机关本年的";
            self.refuse(target, reason);
            return;
        }
        match assign(row, &header, self.leaves_of(target.band)) {
            Ok(mut assigned) => {
                // The last figure of a source that stops in its row may have lost digits.
                let cut = match strip.is_cut {
                    true => assigned.figures.pop(),
                    false => None,
                };
                match self.is_shaky(strip, target, &assigned) {
                    true => self.put_contested(strip, target, assigned.figures),
                    false => {
                        self.put_assigned(target, &assigned);
                        self.doubt_row(strip, named, &header, &assigned);
                    }
                }
                if let Some(&cell) = cut.and_then(|(at, _)| self.cells.get(&(target, at))) {
                    self.unread.insert(cell);
                    self.reading
                        .reasons
                        .insert(cell, "来源在这个数字处中断，数字可能不全".to_owned());
                }
            }
            Err(unclear) if strip.is_cut => {
                let reason = unclear.reason;
                self.put_unclear(
                    target,
                    Unclear {
                        reason,
                        ..Unclear::default()
                    },
                );
            }
            Err(unclear) => self.put_unclear(target, unclear),
        }
        self.name_lost_columns(target, &header);
    }

    fn put_contested(&mut self, strip: &Strip, target: RowId, figures: Vec<(usize, Entry)>) {
        let reason = format!(
            "来源这一行的数字（{}）与合计不符，行标题或数字又有断开，可能缺了一部分",
            strip.row.quoted()
        );
        self.unsure.extend(self.cells_of(target, &figures));
        let contested = (!strip.is_broken).then_some(figures);
        self.put_unclear(
            target,
            Unclear {
                reason,
                contested,
                ..Unclear::default()
            },
        );
    }

    /// Whether a row is torn in some way and its own sums do not show that nothing is lost.
    fn is_shaky(&self, strip: &Strip, target: RowId, assigned: &Assigned) -> bool {
        let leaves = self.leaves_of(target.band);
        let has_total = leaves.iter().any(|leaf| leaf.formula.is_some());
        let is_contradicted = row_sums::contradicts_itself(assigned, leaves);
        let is_cut = !strip.row.is_grid && row_sums::lacks_digits(assigned, leaves);
        is_cut
            || strip.is_broken && (!has_total || is_contradicted)
            || strip.is_by_place && is_contradicted
    }

    pub(super) fn put_assigned(&mut self, target: RowId, assigned: &Assigned) {
        for (column, entry) in &assigned.figures {
            if let Some(&cell) = self.cells.get(&(target, *column)) {
                self.reading.figures.insert(cell, entry.clone());
                if assigned.is_under_labels {
                    self.under_labels.insert(cell);
                }
            }
        }
        for (column, reason) in &assigned.refused {
            if let Some(&cell) = self.cells.get(&(target, *column)) {
                self.reading.reasons.insert(cell, reason.clone());
                self.unread.insert(cell);
            }
        }
        for (column, entry) in &assigned.broken {
            if let Some(&cell) = self.cells.get(&(target, *column)) {
                self.broken.insert(cell, entry.clone());
            }
        }
        if !assigned.blank_edges.is_empty() {
            self.edgy.push((target, assigned.clone()));
        }
        let filled = |column: &usize| assigned.figures.iter().any(|(at, _)| at == column);
        let blank = (0..self.leaves_of(target.band).len()).filter(|column| !filled(column));
        self.blanks.insert(target, blank.collect());
    }

    fn put_unclear(&mut self, target: RowId, unclear: Unclear) {
        self.refuse(target, &unclear.reason);
        for column in &unclear.maybe_zero {
            if let Some(&cell) = self.cells.get(&(target, *column)) {
                self.reading.maybe_zero.insert(cell);
            }
        }
        match unclear.order {
            Some(Order::Form(figures)) => self.unclear.push((target, figures)),
            Some(Order::MovedTotal(moved)) => self.moved.push((target, *moved)),
            None => {}
        }
        if let Some(figures) = unclear.contested {
            self.unsure.extend(self.cells_of(target, &figures));
            self.contested.push((target, figures));
        }
        self.few
            .extend(unclear.few.map(|entries| (target, entries)));
    }

    fn doubt_row(&mut self, strip: &Strip, named: &Named, header: &Columns, assigned: &Assigned) {
        let cells = assigned
            .figures
            .iter()
            .filter_map(|(column, _)| self.cells.get(&(named.row.target, *column)));
        let filled: Vec<usize> = cells.copied().collect();
        let mut doubts = assigned.doubts.clone();
        if strip.row.is_joined {
            doubts.push("来源的数字断成了几行，连起来与合计相符，据此读入".to_owned());
        }
        if strip.row.is_split {
            doubts.push("来源有的单元格里不止一个数，拆开后与合计相符，据此读入".to_owned());
        }
        if strip.is_by_place {
            doubts.push("来源的行标题断开或残缺，按格式的行序读入".to_owned());
        } else if named.row.is_near {
            let label = words(&strip.row);
            doubts.push(format!(
                "来源的行标题“{label}”与格式写法不完全相同，按最接近的一行填入"
            ));
        }
        for label in &header.near {
            doubts.push(format!(
                "来源的列标题“{label}”与格式写法不完全相同，按最接近的一列填入"
            ));
        }
        self.reading
            .doubts
            .extend(doubts.into_iter().map(|doubt| (filled.clone(), doubt)));
    }

    /// Empties a row and says why.
    pub(super) fn refuse(&mut self, row: RowId, reason: &str) {
        for column in 0..self.leaves_of(row.band).len() {
            if let Some(&cell) = self.cells.get(&(row, column)) {
                self.reading.figures.remove(&cell);
                self.reading.maybe_zero.remove(&cell);
                self.reading.reasons.insert(cell, reason.to_owned());
            }
        }
        let is_own = |cell: &usize| {
            let spec = self.template.cell_at(*cell);
            (spec.table, spec.band, spec.row) == (self.table_index, row.band, row.leaf)
        };
        (self.reading.doubts.iter_mut()).for_each(|(cells, _)| cells.retain(|cell| !is_own(cell)));
        self.reading.doubts.retain(|(cells, _)| !cells.is_empty());
        self.seen.entry(row).or_default();
        self.unclear.retain(|(other, _)| *other != row);
        self.moved.retain(|(other, _)| *other != row);
        self.contested.retain(|(other, _)| *other != row);
        self.few.retain(|(other, _)| *other != row);
        self.edgy.retain(|(other, _)| *other != row);
    }

    /// Says of the cells of columns that the header lacks that the column was lost.
    fn name_lost_columns(&mut self, row: RowId, header: &Columns) {
        if header.listed.is_empty() || header.is_unclear {
            return;
        }
        for (column, leaf) in self.leaves_of(row.band).to_vec().into_iter().enumerate() {
            let Some(&cell) = self.cells.get(&(row, column)) else {
                continue;
            };
            if self.reading.figures.contains_key(&cell) {
                continue;
            }
            if !header.listed.contains(&column) {
                let computed = match leaf.formula {
                    Some(_) => "，合计由程序计算",
                    None => "",
                };
                let reason = format!("来源的表格缺少“{}”一列{computed}", leaf.label);
                self.reading.reasons.insert(cell, reason);
            } else {
                let blank = "来源的单元格是空的".to_owned();
                self.reading.reasons.entry(cell).or_insert(blank);
            }
        }
    }
}
