//! Next year's report from last year's: what is carried over, what begins anew, and what has no successor.

use super::carried::YearChange;
use super::{Entry, PastYear, Prose, Report};
use crate::place::{Address, Place};
use crate::template::{Operand, SectionContent, Template, Term};
use crate::text::sentences;
use crate::text::years::{Kept, shift};
use std::collections::BTreeSet;

/// Earlier years that a file keeps.
pub const LONGEST_HISTORY: usize = 10;

/// A report that starts from another.
#[derive(Debug, Clone, PartialEq)]
pub struct Succession {
    /// The draft: what waits for confirmation is in its `carried`, the moved years in its `year_changes`.
    pub report: Report,
    /// What last year's report holds and this form has no place for, one Chinese sentence each.
    pub dropped: Vec<String>,
    /// Years in carried texts that name last year, or its neighbours in doubt, and were left alone.
    pub kept: Vec<(Place, Kept)>,
}

/// The report of `year` under `template`, started from last year's.
///
/// Agency, title wording, preface, headings, prose and signature are carried over. Figures begin empty, but for those
/// that a rule of the form equates with one figure of last year (上年结转). All figures of last year, and the earlier
/// ones that it carried, travel in the history.
pub fn next(last: &Report, last_template: &Template, year: u16, template: &Template) -> Succession {
    let mut past = last.as_past_year(last_template);
    past.texts = last.texts();
    let mut report = Report {
        agency: last.agency.clone(),
        signature: last.signature.clone(),
        title_wording: title_wording(last, last_template, template),
        history: history(past, last),
        ..Report::new(template, &last.agency, year)
    };
    let mut dropped = Vec::new();
    report.preface = last.preface.clone();
    carry_prose(last, last_template, template, &mut report, &mut dropped);
    let kept = carry_texts(template, &mut report, last.year);
    carry_figures(&mut report, last, template);
    dropped.extend(dropped_footnotes(last, last_template));
    dropped.extend(dropped_figures(last, last_template, template));
    Succession {
        report,
        dropped,
        kept,
    }
}

impl PastYear {
    /// What stood in that year where this form has the given address; `None` when that form had no such number.
    pub fn figure(&self, template: &Template, address: &str) -> Option<&Entry> {
        self.figures
            .get(template.predecessor(&self.template, address)?.as_str())
    }

    /// The figures that live on in this form, at its addresses.
    pub fn under(&self, template: &Template) -> PastYear {
        let moved = self.figures.iter().filter_map(|(address, entry)| {
            let address = template.figure_successor(&self.template, address)?;
            Some((address, entry.clone()))
        });
        PastYear {
            year: self.year,
            template: template.form.id.clone(),
            figures: moved.collect(),
            texts: self.texts.clone(),
        }
    }
}

impl Report {
    /// The texts that are not empty.
    fn texts(&self) -> std::collections::BTreeMap<Place, String> {
        self.text_places()
            .filter_map(|place| {
                let text = self.text(&place).filter(|text| !text.trim().is_empty())?;
                let text = text.to_owned();
                Some((place, text))
            })
            .collect()
    }
}

/// The wording that reads the same in this form; the usual one when there is none.
fn title_wording(last: &Report, last_template: &Template, template: &Template) -> usize {
    let wording = last_template.form.titles.get(last.title_wording);
    let same = template
        .form
        .titles
        .iter()
        .position(|title| Some(title) == wording);
    same.unwrap_or(0)
}

/// Last year first, then what it knew of earlier years, without their texts.
fn history(past: PastYear, last: &Report) -> Vec<PastYear> {
    let mut earlier: Vec<PastYear> = last
        .history
        .iter()
        .filter(|p| p.year < last.year)
        .cloned()
        .collect();
    earlier.sort_by_key(|past| std::cmp::Reverse(past.year));
    earlier.dedup_by_key(|past| past.year);
    for past in &mut earlier {
        past.texts.clear();
    }
    let years = std::iter::once(past).chain(earlier);
    years.take(LONGEST_HISTORY).collect()
}

/// Takes over the prose of every section that lives on.
fn carry_prose(
    last: &Report,
    last_template: &Template,
    template: &Template,
    report: &mut Report,
    dropped: &mut Vec<String>,
) {
    let older = &last_template.form.id;
    for (id, prose) in &last.prose {
        let successor = template.successor(older, id).and_then(|id| {
            let section = template.section(&id);
            let section = section?;
            matches!(section.content, SectionContent::Prose { .. }).then(|| section.id.clone())
        });
        let Some(section) = successor else {
            if prose.has_text() {
                let heading = last_template
                    .section(id)
                    .map_or(id.as_str(), |section| &section.heading);
                dropped.push(format!(
                    "“{heading}”在 {} 格式里没有对应的部分，文字没有转入。",
                    template.form.id
                ));
            }
            continue;
        };
        let mut carried = prose.clone();
        for part in carried.parts.iter_mut().filter(|part| !part.id.is_empty()) {
            let path = template.successor(older, &format!("{id}.{}", part.id));
            let part_id = path
                .as_deref()
                .and_then(|path| path.strip_prefix(&format!("{section}.")));
            part.id = part_id.unwrap_or_default().to_owned();
        }
        report.prose.insert(section, carried);
    }
}

/// Moves the years of every carried text on and marks the paragraphs as carried.
fn carry_texts(template: &Template, report: &mut Report, last_year: u16) -> Vec<(Place, Kept)> {
    let mut places: Vec<Place> = report.text_places().collect();
    places.sort_by_cached_key(|place| template.position(place));
    let mut kept = Vec::new();
    for place in places {
        let year = report.year;
        let Some(text) = report
            .text_mut(&place)
            .filter(|text| !text.trim().is_empty())
        else {
            continue;
        };
        let shifted = shift(text, last_year, year);
        text.clone_from(&shifted.text);
        let characters: Vec<char> = shifted.text.chars().collect();
        let sentences = sentences(&characters);
        let changes = shifted.moved.iter();
        let changes = changes.map(|moved| YearChange::at(&place, &characters, &sentences, moved));
        report.year_changes.extend(changes);
        kept.extend(shifted.kept.into_iter().map(|kept| (place.clone(), kept)));
        if !matches!(place, Place::PartHeading(..)) {
            report.carried.insert(place);
        }
    }
    kept
}

/// Fills what a rule equates with one figure of last year, when that is the year just before.
fn carry_figures(report: &mut Report, last: &Report, template: &Template) {
    let Some(past) = report.prior().filter(|past| past.year == last.year) else {
        return;
    };
    let mut carried = Vec::new();
    for equation in &template.equations {
        let ([left], [right]) = (equation.left.as_slice(), equation.right.as_slice()) else {
            continue;
        };
        let (cell, prior) = match (&left.operand, &right.operand) {
            (Operand::Cell(cell), Operand::Prior(prior)) => (*cell, prior),
            (Operand::Prior(prior), Operand::Cell(cell)) => (*cell, prior),
            _ => continue,
        };
        if left.minus || right.minus {
            continue;
        }
        let value = past.figure(template, prior).and_then(Entry::value);
        let spec = template.cell_at(cell);
        if let Some(value) = value.filter(|_| !spec.is_total()) {
            carried.push((spec.address.clone(), Entry::number(value)));
        }
    }
    for (address, entry) in carried {
        report.carried.insert(Place::Figure(address.clone()));
        report.entries.insert(address, entry);
    }
}

fn dropped_footnotes(last: &Report, last_template: &Template) -> Vec<String> {
    let notes = last
        .footnotes
        .iter()
        .filter(|(_, note)| !note.trim().is_empty());
    notes
        .map(|(table, _)| {
            let section = last_template.section_of_table(table);
            let heading = section.map_or(table.as_str(), |section| &section.heading);
            format!("“{heading}”表下的注说的是上年的数字，没有转入。")
        })
        .collect()
}

/// A sentence for each row of last year's tables whose figures have no successor.
fn dropped_figures(last: &Report, last_template: &Template, template: &Template) -> Vec<String> {
    if template.form.id == last_template.form.id {
        return Vec::new();
    }
    let mut rows: Vec<(String, Vec<String>)> = Vec::new();
    let past = last.as_past_year(last_template);
    for cell in &last_template.cells {
        let is_lost = past.figures.contains_key(&cell.address)
            && template
                .successor(&last_template.form.id, &cell.address)
                .is_none();
        if !is_lost {
            continue;
        }
        let row = cell.row_path.join("/");
        let column = cell.column_path.join("/");
        match rows.last_mut().filter(|(known, _)| *known == row) {
            Some((_, columns)) => columns.push(column),
            None => rows.push((row, vec![column])),
        }
    }
    let id = &template.form.id;
    let sentence = |(row, columns): (String, Vec<String>)| {
        let columns = columns.join("、");
        format!("“{row}”的{columns}在 {id} 格式里没有对应的项，上年数字只留在历年数据里。")
    };
    rows.into_iter().map(sentence).collect()
}

/// Addresses whose figure a rule ties to last year's figures: an equal one there is no surprise.
pub fn tied_to_last_year(template: &Template) -> BTreeSet<&Address> {
    let has_prior = |terms: &[Term]| {
        terms
            .iter()
            .any(|term| matches!(term.operand, Operand::Prior(_)))
    };
    let tied = template
        .equations
        .iter()
        .filter(|e| has_prior(&e.left) || has_prior(&e.right));
    tied.flat_map(|equation| equation.left.iter().chain(&equation.right))
        .filter_map(|term| match &term.operand {
            Operand::Cell(cell) => Some(&template.cell_at(*cell).address),
            Operand::Prior(_) => None,
        })
        .collect()
}

impl Prose {
    /// Whether anything but headings stands in it.
    pub fn has_text(&self) -> bool {
        let parts = self.parts.iter().map(|part| &part.text);
        parts
            .chain([&self.lead])
            .any(|text| !text.trim().is_empty())
    }
}
