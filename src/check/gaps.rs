//! What is missing and what is too much: cells without a figure, figures and texts without a cell.

use super::offers::offers;
use super::rules::finding;
use super::{Finding, Remedy, Severity};
use crate::place::{Address, Id, Place};
use crate::report::{Entry, Figures, PastYear, Report};
use crate::template::{CellSpec, SectionContent, Standing, Table, Template};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// What lacks figures: a table that has none at all, its rows that have none, and each row that lacks some.
pub(super) fn unfilled_cells(
    template: &Template,
    figures: &Figures,
    prior: Option<&PastYear>,
    rule: &Standing,
    findings: &mut Vec<Finding>,
) {
    let lacks = |index: &usize| {
        let figure = figures.get(*index);
        !template.cell_at(*index).is_total() && figure.entered.and_then(Entry::value).is_none()
    };
    let missing: Vec<usize> = (0..template.cells.len()).filter(lacks).collect();
    if missing.is_empty() {
        return;
    }
    let unfilled = Unfilled {
        template,
        figures,
        rule,
        offers: offers(template, figures, prior),
    };
    for (index, table) in template.form.tables.iter().enumerate() {
        let of_table = |cell: &&usize| template.cell_at(**cell).table == index;
        let gaps: Vec<usize> = missing.iter().filter(of_table).copied().collect();
        findings.extend(unfilled.table(index, table, &gaps));
    }
}

/// What is needed to say which cells lack a figure.
struct Unfilled<'a> {
    template: &'a Template,
    figures: &'a Figures<'a>,
    rule: &'a Standing,
    /// Figures that follow from a rule, by cell.
    offers: Vec<(usize, Decimal)>,
}

impl Unfilled<'_> {
    fn table(&self, index: usize, table: &Table, gaps: &[usize]) -> Vec<Finding> {
        let is_blank = |cell: &usize| self.figures.get(*cell).entered.is_none();
        let mut findings = Vec::new();
        // Rows that have nothing at all are told together, so that a long table is one line of the list.
        let mut blank: Vec<&[usize]> = Vec::new();
        let mut partly: Vec<&[usize]> = Vec::new();
        for row in gaps.chunk_by(|a, b| self.row(*a) == self.row(*b)) {
            let is_whole = |cell: &usize| row.len() == self.entered_in_row(*cell);
            match row.first().is_some_and(is_whole) && row.iter().all(is_blank) {
                true => blank.push(row),
                false => partly.push(row),
            }
        }
        let all_rows = || {
            let entered = self.template.cells.iter().enumerate();
            let entered = entered.filter(|(_, cell)| cell.table == index && !cell.is_total());
            let mut rows: Vec<_> = entered.map(|(index, _)| self.row(index)).collect();
            rows.dedup();
            rows.len()
        };
        match blank.as_slice() {
            [] => {}
            [row] if all_rows() > 1 => partly.push(row),
            rows => findings.push(self.blank_rows(table, rows, rows.len() == all_rows())),
        }
        self.partly_filled_rows(table, partly, &mut findings);
        findings
    }

    /// Rows that lack the same columns are one line of the list, when there are several.
    fn partly_filled_rows(&self, table: &Table, rows: Vec<&[usize]>, findings: &mut Vec<Finding>) {
        const SEVERAL: usize = 3;
        let lacks = |row: &[usize]| -> Vec<usize> {
            let columns = row.iter().map(|cell| self.template.cell_at(*cell).column);
            columns.collect()
        };
        let is_blank = |cell: &usize| self.figures.get(*cell).entered.is_none();
        let mut alike: BTreeMap<(usize, Vec<usize>), Vec<&[usize]>> = BTreeMap::new();
        for row in rows {
            match row.first().filter(|_| row.iter().all(is_blank)) {
                Some(first) => {
                    let band = self.template.cell_at(*first).band;
                    alike.entry((band, lacks(row))).or_default().push(row);
                }
                None => self.partly_filled(row, findings),
            }
        }
        for rows in alike.into_values() {
            match rows.as_slice() {
                [[first, ..], .., [last, ..]] if rows.len() >= SEVERAL => {
                    let columns = rows.first().into_iter().flat_map(|row| row.iter());
                    let columns: Vec<String> = columns
                        .map(|cell| column_label(self.template, *cell))
                        .collect();
                    let cells: Vec<usize> = rows.concat();
                    let message = format!(
                        "{}：从“{}”到“{}”，有 {} 行的{}还没有填，共 {} 格。",
                        self.heading(table),
                        self.row_name(*first),
                        self.row_name(*last),
                        rows.len(),
                        columns.join("、"),
                        cells.len()
                    );
                    findings.push(self.finding(&cells, message));
                }
                few => few.iter().for_each(|row| self.partly_filled(row, findings)),
            }
        }
    }

    /// The section of a table in words.
    fn heading(&self, table: &Table) -> String {
        let section = self.template.section_of_table(&table.id);
        section.map_or(table.id.to_string(), |section| {
            format!("{}{}", section.number, section.heading)
        })
    }

    fn row(&self, index: usize) -> (usize, usize) {
        let cell = self.template.cell_at(index);
        (cell.band, cell.row)
    }

    fn entered_in_row(&self, of: usize) -> usize {
        let cell = self.template.cell_at(of);
        let own = self.template.cells.iter().filter(|other| {
            (other.table, other.band, other.row) == (cell.table, cell.band, cell.row)
        });
        own.filter(|cell| !cell.is_total()).count()
    }

    /// One finding for all rows of a table that have no figure.
    fn blank_rows(&self, table: &Table, rows: &[&[usize]], whole_table: bool) -> Finding {
        let heading = self.heading(table);
        let cells: Vec<usize> = rows.concat();
        let count = cells.len();
        let message = match (whole_table, rows) {
            (false, [[first, ..], .., [last, ..]]) => format!(
                "{heading}：从“{}”到“{}”，有 {} 行还没有填，共 {count} 格。",
                self.row_name(*first),
                self.row_name(*last),
                rows.len()
            ),
            _ => format!("{heading}：表格还没有填写，共 {count} 格。"),
        };
        self.finding(&cells, message)
    }

    fn partly_filled(&self, cells: &[usize], findings: &mut Vec<Finding>) {
        let (marked, empty): (Vec<usize>, Vec<usize>) = cells
            .iter()
            .partition(|&&cell| self.figures.get(cell).entered.is_some());
        let first = cells.first().map(|cell| self.template.cell_at(*cell));
        let row = first.map_or(String::new(), row_label);
        let column = |cell: usize| column_label(self.template, cell);
        if !empty.is_empty() {
            let columns: Vec<String> = empty.iter().map(|&cell| column(cell)).collect();
            let message = format!("{row}{}还没有填。", columns.join("、"));
            findings.push(self.finding(&empty, message));
        }
        let mark = |cell: usize| self.figures.printed(cell).unwrap_or_default();
        // Who writes 1,0 meant a figure; who writes — or / says that there is none.
        let is_mistyped = |&cell: &usize| mark(cell).contains(|c: char| c.is_numeric());
        let (mistyped, marked): (Vec<usize>, Vec<usize>) =
            marked.into_iter().partition(is_mistyped);
        for (cells, is_wrong) in [(mistyped, true), (marked, false)] {
            if cells.is_empty() {
                continue;
            }
            let marks: Vec<String> = cells
                .iter()
                .map(|&cell| format!("{}填的是“{}”", column(cell), mark(cell)))
                .collect();
            let message = format!("{row}{}，不是数字。", marks.join("，"));
            let mut found = self.finding(&cells, message);
            if is_wrong {
                found.severity = Severity::Error;
                found.advice = "请改成数字。".to_owned();
            }
            findings.push(found);
        }
    }

    fn finding(&self, cells: &[usize], message: String) -> Finding {
        let mut found = finding(self.rule);
        let address = |cell: usize| self.template.cell_at(cell).address.clone();
        found.left_cells = cells.iter().map(|&c| Place::Figure(address(c))).collect();
        found.message = message;
        let offered = self.offers.iter().filter(|offer| cells.contains(&offer.0));
        let figures: Vec<(Address, Decimal)> = offered
            .map(|(cell, figure)| (address(*cell), *figure))
            .collect();
        found.remedy = (!figures.is_empty()).then_some(Remedy::Fill(figures));
        found.with_fingerprint("")
    }

    fn row_name(&self, cell: usize) -> String {
        let path = &self.template.cell_at(cell).row_path;
        path.last().cloned().unwrap_or_default()
    }
}

/// The row in words with a colon after it; empty when the table's rows have no labels.
fn row_label(cell: &CellSpec) -> String {
    match cell.row_path.last() {
        Some(label) => format!("{label}："),
        None => String::new(),
    }
}

/// The column in words, with its groups where the rows have no labels.
fn column_label(template: &Template, cell: usize) -> String {
    let cell = template.cell_at(cell);
    match cell.row_path.is_empty() {
        true => cell.column_path.join("/"),
        false => cell.column_path.last().cloned().unwrap_or_default(),
    }
}

/// Figures at addresses that the form does not have: they would be neither checked nor printed.
pub(super) fn unknown_addresses(
    template: &Template,
    report: &Report,
    rule: &Standing,
    findings: &mut Vec<Finding>,
) {
    let is_total = |address: &str| template.cell(address).map(CellSpec::is_total);
    let entered = report
        .entries
        .iter()
        .filter(|e| is_total(e.0) != Some(false));
    let stated = report.stated.iter().filter(|e| is_total(e.0) != Some(true));
    for (address, entry) in entered.chain(stated) {
        let mut found = finding(rule);
        found.left_cells = vec![Place::Figure(address.clone())];
        found.left = entry.value();
        let kind = match is_total(address) {
            Some(true) => "是自动计算的合计，不能录入",
            Some(false) => "是录入的单元格，不是合计",
            None => "不是这个格式里的单元格",
        };
        found.message = format!("{address}（数字 {entry}）{kind}，不会打印出来。");
        findings.push(found.with_fingerprint(""));
    }
    let is_prose = |id: &Id| {
        let section = template.section(id);
        section.is_some_and(|section| matches!(section.content, SectionContent::Prose { .. }))
    };
    let texts = report
        .prose
        .iter()
        .filter(|(id, prose)| !is_prose(id) && prose.has_text());
    let texts = texts.map(|(id, _)| (Place::Lead(id.clone()), "文字部分"));
    let notes = report.footnotes.iter();
    let notes = notes.filter(|(id, note)| template.table(id).is_none() && !note.trim().is_empty());
    let notes = notes.map(|(id, _)| (Place::Footnote(id.clone()), "表格"));
    for (place, what) in texts.chain(notes) {
        let mut found = finding(rule);
        found.message = format!("{place} 不是这个格式里的{what}，它的文字不会打印出来。");
        found.left_cells = vec![place];
        findings.push(found.with_fingerprint(""));
    }
}
