//! A copied table with its labels → figures by the cells that the labels name; one copied value → what its cell holds.

use super::account::account_within;
use super::figure::figure;
use super::region::Piece;
use super::tables::read_table;
use super::units::fit;
use super::{Note, NoteKind, import_text};
use crate::place::Place;
use crate::report::Entry;
use crate::source::tidy;
use crate::template::{Kind, Template};
use std::collections::{BTreeMap, BTreeSet};

/// What was read from a copied table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PastedTable {
    /// Figures by the index of their cell in the template, totals among them.
    pub figures: BTreeMap<usize, Entry>,
    /// What found no cell, and what is doubtful: one sentence each.
    pub remarks: Vec<String>,
}

/// Characters of a remark on a copied table.
const LONGEST_REMARK: usize = 240;

/// Why a cell stays as it is although its row was found: nothing stands there in the copied table.
const BLANK: &str = "来源的单元格是空的";

impl Note {
    /// Whether cells were left empty for another reason than that nothing stands there in the source.
    pub fn withholds(&self) -> bool {
        self.kind == NoteKind::LeftEmpty && self.sentence != BLANK
    }
}

/// Reads rows of copied cells as a table of the form, by its labels alone. What fits nowhere is named, never guessed.
pub fn read_pasted_table(template: &Template, table: usize, rows: &[Vec<String>]) -> PastedTable {
    let lines: Vec<String> = rows.iter().map(|row| tidy(&row.join("\t"))).collect();
    let pieces: Vec<Piece> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| Piece::Line(at, line))
        .collect();
    let reading = read_table(template, table, &pieces, (0, false));
    if reading.figures.is_empty() {
        return read_as_section(template, table, &lines);
    }
    let mut remarks: Vec<String> = Vec::new();
    for text in reading.leftovers.iter().chain(&reading.remarks) {
        remarks.push(format!("没有放入：“{text}”"));
    }
    if !reading.footnote.is_empty() {
        remarks.push(format!("没有放入表下注：“{}”", reading.footnote));
    }
    let said = |reason: &&String| **reason != BLANK;
    let reasons: BTreeSet<&String> = reading.reasons.values().filter(said).collect();
    remarks.extend(reasons.into_iter().map(|reason| format!("{reason}。")));
    remarks.extend(
        reading
            .doubts
            .into_iter()
            .map(|(_, doubt)| format!("{doubt}。")),
    );
    let figures = reading.figures.into_iter();
    let figures = figures.map(|(cell, entry)| (cell, without_unit(entry)));
    PastedTable {
        figures: figures.collect(),
        remarks,
    }
}

/// The same by all that the import of a whole report knows: where labels alone say too little, as in a table that lost a
/// column, sums may prove the places of its figures.
fn read_as_section(template: &Template, table: usize, lines: &[String]) -> PastedTable {
    let form = template.form.tables.get(table);
    let section = form.and_then(|form| Some((form, template.section_of_table(&form.id)?)));
    let Some((form, section)) = section else {
        return PastedTable::default();
    };
    let mut text = lines.join("\n");
    if !lines.iter().any(|line| line.contains(&*section.heading)) {
        text = format!("{}{}\n{text}", section.number, &*section.heading);
    }
    // Its name stands in messages of a whole report alone.
    let Ok(imported) = import_text(&text, "", Some(template)) else {
        return PastedTable::default();
    };
    let figures = imported.report.entries.into_iter();
    let own = figures.filter(|(address, _)| address.table() == form.id.as_str());
    let placed = own.filter_map(|(address, entry)| Some((template.cell_index(&address)?, entry)));
    let figures: BTreeMap<usize, Entry> = placed.collect();
    if figures.is_empty() {
        return PastedTable::default();
    }
    let is_of_table = |note: &&Note| {
        let is_own =
            |place: &Place| matches!(place, Place::Figure(at) if at.table() == form.id.as_str());
        note.kind != NoteKind::Filled && note.places.iter().any(is_own)
    };
    let notes: Vec<Note> = imported.notes.iter().filter(is_of_table).cloned().collect();
    PastedTable {
        figures,
        remarks: account_within(&notes, LONGEST_REMARK),
    }
}

/// Reads one copied value for a cell of a kind; `None` when it is blank.
///
/// Thousands separators, full-width digits, needless decimals and units that say nothing new go; a note in brackets
/// stays.
///
/// # Errors
/// A sentence when the text is no figure, or none that the cell can hold.
pub fn read_value(text: &str, kind: &Kind) -> Result<Option<Entry>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let Some(entry) = figure(text.trim()) else {
        return Err(format!("“{}”不是数字", text.trim()));
    };
    let fitted =
        fit(&entry.fitting(kind), kind).map_err(|_| format!("“{}”不能填在这一格", text.trim()))?;
    Ok(Some(without_unit(fitted.entry).fitting(kind)))
}

/// A figure without the unit behind it; a note in brackets stays.
fn without_unit(entry: Entry) -> Entry {
    match entry {
        Entry::Number { value, plus, note } if !note.starts_with(['（', '(', '【', '[']) => {
            Entry::Number {
                value,
                plus,
                note: String::new(),
            }
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copied_value_becomes_what_it_is_or_is_refused() {
        for (text, expected) in [
            ("3.0", "3"),
            ("1,024 件", "1024"),
            ("７", "7"),
            ("+3", "3"),
            ("3万件", "30000"),
            ("22（其中修订16件）", "22（其中修订16件）"),
            ("/", "/"),
        ] {
            let entry = read_value(text, &Kind::Count).expect(text).expect(text);
            assert_eq!(entry.to_string(), expected, "{text}");
        }
        for text in ["3.5", "-3", "约10", "12%", "公民", "1,23", "3 4"] {
            assert!(read_value(text, &Kind::Count).is_err(), "{text}");
        }
        assert_eq!(read_value("  ", &Kind::Count), Ok(None));
    }
}
