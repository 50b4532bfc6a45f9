//! Figures as read → the report: entered cells and stated totals, zeros that the sums prove, and what stays empty.

use super::tables::TableReading;
use super::{Note, NoteKind};
use crate::place::Place;
use crate::report::{Entry, Report};
use crate::template::{Operand, Template};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// Why cells are 0 that the source does not show in their columns.
pub(super) const PROVEN: &str =
    "来源有些行的数字个数比列数少，但都是 0，且所在列的总计减去其他各行正好为 0，据此填 0";

/// Puts the figures of a table into the report and says what was filled, doubted and left.
pub(super) fn settle(
    template: &Template,
    table: usize,
    mut reading: TableReading,
    report: &mut Report,
    notes: &mut Vec<Note>,
) {
    let proven = prove_zeros(template, &mut reading);
    for (&cell, entry) in &reading.figures {
        let spec = template.cell_at(cell);
        let figures = match spec.is_total() {
            true => &mut report.stated,
            false => &mut report.entries,
        };
        figures.insert(spec.address.clone(), entry.clone().fitting(&spec.kind));
    }
    if !reading.figures.is_empty() {
        notes.push(filled_note(template, table, &reading));
    }
    if !proven.is_empty() {
        notes.push(Note {
            kind: NoteKind::Doubted,
            sentence: PROVEN.to_owned(),
            places: places(template, &proven),
            listed: labels(template, &proven),
        });
    }
    note_doubts(template, &reading, notes);
    note_empty(template, table, &reading, notes);
    if let (Some(table), false) = (template.form.tables.get(table), reading.footnote.is_empty()) {
        report.footnotes.insert(table.id.clone(), reading.footnote);
    }
    let left = reading.leftovers.into_iter();
    let left = left.map(|text| format!("“{text}”不是{}的内容，没有放入", name(template, table)));
    let remarks = reading.remarks.into_iter();
    let remarks = remarks.map(|text| {
        format!(
            "“{text}”有{}的标题里没有的字，没有放入",
            name(template, table)
        )
    });
    notes.extend(
        (left.chain(remarks)).map(|sentence| Note::new(NoteKind::NotPlaced, Vec::new(), sentence)),
    );
}

/// The name of a table in sentences: its section's number and heading.
fn name(template: &Template, table: usize) -> String {
    let id = template.form.tables.get(table).map(|table| &table.id);
    match (id, id.and_then(|id| template.section_of_table(id))) {
        (_, Some(section)) => format!("“{}{}”表格", section.number, section.heading),
        (Some(id), None) => format!("表格 {id}"),
        (None, None) => "表格".to_owned(),
    }
}

/// Fills cells of rows that hold nothing but zeros where a total, less all other figures, leaves 0: counts are never
/// negative, so each of them is 0.
pub(super) fn prove_zeros(template: &Template, reading: &mut TableReading) -> Vec<usize> {
    let mut proven = BTreeSet::new();
    for &total in &template.totals {
        let Some(stated) = reading.figures.get(&total).and_then(Entry::value) else {
            continue;
        };
        for formula in &template.cell_at(total).formulas {
            let mut sum = Some(Decimal::ZERO);
            let mut unknown = Vec::new();
            for term in formula {
                let Operand::Cell(cell) = term.operand else {
                    continue;
                };
                match reading.figures.get(&cell).and_then(Entry::value) {
                    Some(value) if !term.minus => sum = sum.and_then(|sum| sum.checked_add(value)),
                    _ => unknown.push(cell),
                }
            }
            if sum == Some(stated) {
                proven.extend(
                    unknown
                        .into_iter()
                        .filter(|c| reading.maybe_zero.contains(c)),
                );
            }
        }
    }
    for cell in &proven {
        reading.figures.insert(*cell, Entry::number(Decimal::ZERO));
    }
    proven.into_iter().collect()
}

fn filled_note(template: &Template, table: usize, reading: &TableReading) -> Note {
    let entered = |total: bool| {
        let of_kind = |cell: &&usize| template.cell_at(**cell).is_total() == total;
        reading.figures.keys().filter(of_kind).count()
    };
    let all = template
        .cells
        .iter()
        .filter(|cell| cell.table == table && !cell.is_total())
        .count();
    let totals = match entered(true) {
        0 => String::new(),
        count => format!("，读到 {count} 个合计"),
    };
    Note {
        kind: NoteKind::Filled,
        places: places(
            template,
            &reading.figures.keys().copied().collect::<Vec<_>>(),
        ),
        sentence: format!(
            "{}填入 {} 个数字，共 {all} 个{totals}",
            name(template, table),
            entered(false)
        ),
        listed: Vec::new(),
    }
}

fn note_doubts(template: &Template, reading: &TableReading, notes: &mut Vec<Note>) {
    let mut doubts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (cells, doubt) in &reading.doubts {
        doubts.entry(doubt).or_default().extend(cells);
    }
    for (doubt, mut cells) in doubts {
        cells.sort_unstable();
        cells.dedup();
        notes.push(Note {
            kind: NoteKind::Doubted,
            sentence: doubt.to_owned(),
            places: places(template, &cells),
            listed: labels(template, &cells),
        });
    }
}

/// Names every cell that has no figure and gets none by its formula, with the reason; cells of one reason together.
fn note_empty(template: &Template, table: usize, reading: &TableReading, notes: &mut Vec<Note>) {
    let mut by_reason: Vec<(&str, Vec<usize>)> = Vec::new();
    let own = template.cells.iter().enumerate();
    let own = own.filter(|(_, spec)| spec.table == table);
    for (cell, spec) in own {
        let reason = reading.reasons.get(&cell).map(String::as_str);
        let reason = match (reason, spec.is_total()) {
            _ if reading.figures.contains_key(&cell) => continue,
            (Some(reason), _) => reason,
            (None, true) if has_figure(template, cell, reading) => continue,
            (None, true) => "来源没有读到这个合计，补齐各项后由程序计算",
            (None, false) => "来源里找不到这一行",
        };
        match by_reason.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, cells)) => cells.push(cell),
            None => by_reason.push((reason, vec![cell])),
        }
    }
    let entered = template.cells.iter();
    let entered = entered.filter(|spec| spec.table == table && !spec.is_total());
    let is_without_reason = reading.reasons.is_empty() && reading.figures.is_empty();
    if reading.rows_found == 0 && is_without_reason {
        let count = entered.count();
        let cells: Vec<usize> = by_reason.into_iter().flat_map(|(_, cells)| cells).collect();
        notes.push(Note {
            kind: NoteKind::LeftEmpty,
            places: places(template, &cells),
            sentence: format!(
                "来源里找不到{}的数字，{count} 个单元格全部留空，请对照原件填写",
                name(template, table)
            ),
            listed: Vec::new(),
        });
        return;
    }
    for (reason, cells) in by_reason {
        notes.push(Note {
            kind: NoteKind::LeftEmpty,
            places: places(template, &cells),
            listed: labels(template, &cells),
            sentence: reason.to_owned(),
        });
    }
}

/// Whether a cell was read or is a total of cells that were.
fn has_figure(template: &Template, cell: usize, reading: &TableReading) -> bool {
    let is_known = |operand: &Operand| match operand {
        Operand::Cell(cell) => has_figure(template, *cell, reading),
        Operand::Prior(_) => false,
    };
    let mut formulas = template.cell_at(cell).formulas.iter();
    reading.figures.contains_key(&cell)
        || formulas.any(|formula| formula.iter().all(|term| is_known(&term.operand)))
}

fn places(template: &Template, cells: &[usize]) -> Vec<Place> {
    let place = |cell: &usize| Place::Figure(template.cell_at(*cell).address.clone());
    cells.iter().map(place).collect()
}

fn labels(template: &Template, cells: &[usize]) -> Vec<String> {
    let label = |cell: &usize| template.cell_at(*cell).label();
    cells.iter().map(label).collect()
}
