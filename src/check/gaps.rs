//! Cells taken one by one: figures that a cell cannot hold, cells without one, figures without a cell.

use super::figures::offers;
use super::{Finding, Remedy, Severity, finding};
use crate::place::Place;
use crate::report::{Entry, Figures, PastYear, Report};
use crate::template::{CellSpec, Kind, Template};
use rust_decimal::Decimal;

/// Figures that their cell cannot hold: a negative count, half a case, more decimals than the form has.
pub(super) fn impossible_figures(
    template: &Template,
    figures: &Figures,
    findings: &mut Vec<Finding>,
) {
    let reproach = &template.form.figure_kind;
    for (index, cell) in template.cells.iter().enumerate() {
        let figure = figures.get(index);
        let Some(entry) = figure.entered.or(figure.stated) else {
            continue;
        };
        let Some(fault) = entry.value().and_then(|value| fault(&cell.kind, value)) else {
            continue;
        };
        let mut found = finding(
            Severity::Error,
            "figure_kind",
            &reproach.law,
            &reproach.advice,
        );
        found.left_cells = vec![Place::Figure(cell.address.clone())];
        found.left = entry.value();
        found.message = format!(
            "{}：填的是 {}，{fault}。",
            cell.label(),
            entry.without_note()
        );
        findings.push(found.with_fingerprint(""));
    }
}

/// Why a cell of this kind cannot hold a number; `None` when it can.
pub(super) fn fault(kind: &Kind, value: Decimal) -> Option<String> {
    // No agency counts in trillions; a number of this size is two numbers run together.
    let too_large = value.abs() >= Decimal::from(1_000_000_000_000_i64);
    let negative = value.is_sign_negative() && !value.is_zero();
    let fraction = !value.fract().is_zero();
    match kind {
        _ if too_large => Some("数字太大".to_owned()),
        Kind::Count | Kind::Money { .. } if negative => Some("不能是负数".to_owned()),
        Kind::Count | Kind::SignedCount if fraction => Some("应当是整数".to_owned()),
        Kind::Money { decimals, .. } if value.normalize().scale() > *decimals => {
            Some(format!("最多保留 {decimals} 位小数"))
        }
        _ => None,
    }
}

/// One finding a row that lacks figures, or one for a table that has none at all.
pub(super) fn unfilled_cells(
    template: &Template,
    figures: &Figures,
    prior: Option<&PastYear>,
    findings: &mut Vec<Finding>,
) {
    let lacks = |index: &usize| {
        let figure = figures.get(*index);
        !template.cells[*index].is_total() && figure.entered.and_then(Entry::value).is_none()
    };
    let missing: Vec<usize> = (0..template.cells.len()).filter(lacks).collect();
    if missing.is_empty() {
        return;
    }
    let offers = offers(template, figures, prior);
    for table in 0..template.form.tables.len() {
        let of_table = |index: &&usize| template.cells[**index].table == table;
        let gaps: Vec<usize> = missing.iter().filter(of_table).copied().collect();
        let entered = template
            .cells
            .iter()
            .filter(|cell| cell.table == table && !cell.is_total());
        let nothing_entered =
            gaps.len() == entered.count() && gaps.iter().all(|&c| figures.get(c).entered.is_none());
        if nothing_entered && !gaps.is_empty() {
            findings.push(empty_table(template, table, &gaps));
            continue;
        }
        let row = |index: usize| {
            let cell = &template.cells[index];
            (cell.band, cell.row)
        };
        for cells in gaps.chunk_by(|a, b| row(*a) == row(*b)) {
            unfilled_row(template, figures, cells, &offers, findings);
        }
    }
}

fn empty_table(template: &Template, table: usize, gaps: &[usize]) -> Finding {
    let id = &template.form.tables[table].id;
    let heading = template
        .section_of_table(id)
        .map_or(id.to_string(), |section| {
            format!("{}{}", section.number, section.heading)
        });
    let message = format!("{heading}：表格还没有填写，共 {} 格。", gaps.len());
    unfilled(template, gaps, message)
}

fn unfilled_row(
    template: &Template,
    figures: &Figures,
    cells: &[usize],
    offers: &[(usize, Decimal)],
    findings: &mut Vec<Finding>,
) {
    let (marked, empty): (Vec<usize>, Vec<usize>) = cells
        .iter()
        .partition(|&&cell| figures.get(cell).entered.is_some());
    let row = row_label(&template.cells[cells[0]]);
    if !empty.is_empty() {
        let columns: Vec<String> = empty.iter().map(|&c| column_label(template, c)).collect();
        let message = format!("{row}{}还没有填。", columns.join("、"));
        let mut found = unfilled(template, &empty, message);
        let offered = |cell: usize| offers.iter().find(|offer| offer.0 == cell);
        if let [cell] = empty.as_slice()
            && let Some((_, figure)) = offered(*cell)
        {
            found.remedy = Some(Remedy::Fill(template.cells[*cell].address.clone(), *figure));
        }
        findings.push(found);
    }
    if !marked.is_empty() {
        let marks: Vec<String> = marked
            .iter()
            .map(|&cell| {
                let mark = figures.printed(cell).unwrap_or_default();
                format!("{}填的是“{mark}”", column_label(template, cell))
            })
            .collect();
        let message = format!("{row}{}，不是数字。", marks.join("，"));
        findings.push(unfilled(template, &marked, message));
    }
}

fn unfilled(template: &Template, cells: &[usize], message: String) -> Finding {
    let reproach = &template.form.unfilled;
    let mut found = finding(
        Severity::Unfilled,
        "unfilled",
        &reproach.law,
        &reproach.advice,
    );
    let place = |&cell: &usize| Place::Figure(template.cells[cell].address.clone());
    found.left_cells = cells.iter().map(place).collect();
    found.message = message;
    found.with_fingerprint("")
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
    let cell = &template.cells[cell];
    match cell.row_path.is_empty() {
        true => cell.column_path.join("/"),
        false => cell.column_path.last().cloned().unwrap_or_default(),
    }
}

/// Figures at addresses that the form does not have: they would be neither checked nor printed.
pub(super) fn unknown_addresses(template: &Template, report: &Report, findings: &mut Vec<Finding>) {
    let is_total = |address: &str| template.cell(address).map(CellSpec::is_total);
    let entered = report
        .entries
        .iter()
        .filter(|e| is_total(e.0) != Some(false));
    let stated = report.stated.iter().filter(|e| is_total(e.0) != Some(true));
    for (address, entry) in entered.chain(stated) {
        let (law, advice) = (
            &template.form.law,
            "请把它移到正确的单元格，或从文件中删去。",
        );
        let mut found = finding(Severity::Error, "unknown_address", law, advice);
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
}
