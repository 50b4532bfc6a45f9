//! A copied table with its labels → figures by the cells that the labels name; one copied value → what its cell holds.

use super::account::account_within;
use super::content::Content;
use super::figure::figure;
use super::outline::Outline;
use super::region::Piece;
use super::tables::read_table;
use super::units::fit;
use super::{Note, NoteKind, import_text, settle, title};
use crate::place::Place;
use crate::report::Entry;
use crate::source;
use crate::template::{Kind, Section, SectionContent, Template};
use std::collections::{BTreeMap, BTreeSet};

/// What was read from a copied table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PastedTable {
    /// Figures by the index of their cell in the template, totals among them.
    pub figures: BTreeMap<usize, Entry>,
    /// How many rows with figures have a label of this table.
    pub rows_found: usize,
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
///
/// What was copied with the headings of sections is parted by them as a report is, and only the section of this table
/// is read.
pub fn read_pasted_table(template: &Template, table: usize, rows: &[Vec<String>]) -> PastedTable {
    let source = source::read_text(&text_of(rows));
    let content = Content::of(&source);
    let title = title::find(&content, template);
    let year = title.as_ref().map_or(0, |title| title.year);
    let outline = Outline::of(&content, template, title);
    let whole: Vec<(usize, &str)> =
        (content.lines.iter().map(String::as_str).enumerate()).collect();
    let lines = match outline.sections.iter().any(|section| section.is_found) {
        true => own_lines(&outline, template, table),
        // A header may stand above the first label of a row: without a heading nothing is parted.
        false => whole,
    };
    let pieces: Vec<Piece> = (lines.iter())
        .map(|(at, line)| Piece::Line(*at, line))
        .collect();
    let mut reading = read_table(template, table, &pieces, (year, false));
    let proven = settle::prove_zeros(template, &mut reading);
    if reading.figures.is_empty()
        && let Some(read) = read_as_section(template, table, rows)
    {
        return read;
    }
    if reading.rows_found == 0 {
        return PastedTable::default();
    }
    let mut remarks: Vec<String> = Vec::new();
    for text in reading.leftovers.iter().chain(&reading.remarks) {
        remarks.push(format!("没有放入：“{text}”"));
    }
    if !reading.footnote.is_empty() {
        remarks.push(format!("没有放入表下注：“{}”", reading.footnote));
    }
    let said = |(cell, reason): &(&usize, &String)| {
        **reason != BLANK && !reading.figures.contains_key(cell)
    };
    let reasons = reading.reasons.iter().filter(said);
    let reasons: BTreeSet<&String> = reasons.map(|(_, reason)| reason).collect();
    remarks.extend(reasons.into_iter().map(|reason| format!("{reason}。")));
    if !proven.is_empty() {
        remarks.push(format!("{}（{} 格）。", settle::PROVEN, proven.len()));
    }
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
        rows_found: reading.rows_found,
        remarks,
    }
}

/// The lines of the section that holds a table.
fn own_lines<'o>(outline: &'o Outline, template: &Template, table: usize) -> Vec<(usize, &'o str)> {
    let id = template.form.tables.get(table).map(|table| &table.id);
    let is_own = |section: &Section| match &section.content {
        SectionContent::Table(own) => Some(own) == id,
        SectionContent::Prose { .. } => false,
    };
    let sections = outline.sections.iter().zip(&template.form.sections);
    let own = sections.filter(|(_, known)| is_own(known));
    own.flat_map(|(section, _)| &section.lines)
        .map(|(at, line)| (*at, line.as_str()))
        .collect()
}

/// The same by all that the import of a whole report knows: where labels alone say too little, as in a table that lost a
/// column, sums may prove the places of its figures.
fn read_as_section(template: &Template, table: usize, rows: &[Vec<String>]) -> Option<PastedTable> {
    let form = template.form.tables.get(table)?;
    let section = template.section_of_table(&form.id)?;
    let mut text = text_of(rows);
    if !text.contains(&*section.heading) {
        text = format!("{}{}\n{text}", section.number, &*section.heading);
    }
    // Its name stands in messages of a whole report alone.
    let imported = import_text(&text, "", Some(template)).ok()?;
    let figures = imported.report.entries.into_iter();
    let own = figures.filter(|(address, _)| address.table() == form.id.as_str());
    let placed = own.filter_map(|(address, entry)| Some((template.cell_index(&address)?, entry)));
    let figures: BTreeMap<usize, Entry> = placed.collect();
    if figures.is_empty() {
        return None;
    }
    let is_of_table = |note: &&Note| {
        let is_own =
            |place: &Place| matches!(place, Place::Figure(at) if at.table() == form.id.as_str());
        note.kind != NoteKind::Filled && note.places.iter().any(is_own)
    };
    let notes: Vec<Note> = imported.notes.iter().filter(is_of_table).cloned().collect();
    let row = |cell: &usize| (template.cell_at(*cell).band, template.cell_at(*cell).row);
    let rows: BTreeSet<(usize, usize)> = figures.keys().map(row).collect();
    Some(PastedTable {
        rows_found: rows.len(),
        figures,
        remarks: account_within(&notes, LONGEST_REMARK),
    })
}

/// Copied cells as text, a line a row.
fn text_of(rows: &[Vec<String>]) -> String {
    let lines: Vec<String> = rows.iter().map(|row| row.join("\t")).collect();
    lines.join("\n")
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
