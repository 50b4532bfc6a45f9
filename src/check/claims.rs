//! Numbers that a text tells against the figures of the tables.

use super::Finding;
use super::prose::in_words;
use super::rules::finding;
use crate::place::{Address, Place};
use crate::report::{Figures, Report, Sum};
use crate::template::{Ask, Question, Template};
use crate::text::numeral::amounts;
use crate::text::{mentions, sentence::clauses};
use rust_decimal::Decimal;

/// The number that a part tells, against the sums that it may tell.
pub(super) fn against_figures(
    template: &Template,
    report: &Report,
    question: &Question,
) -> Option<Finding> {
    let Ask::Tells {
        section,
        part,
        sums,
        ..
    } = &question.ask
    else {
        return None;
    };
    let parts = &report.prose.get(section)?.parts;
    let index = parts.iter().position(|written| &written.id == part)?;
    let told = numbers(&parts[index].text, report.year, &question.ask);
    let first = *told.first()?;
    let figures = Figures::of(template, report);
    let value = |address: &Address| figures.value(template.cell_index(address)?);
    let sum = |addresses: &Vec<Address>| {
        let figures = addresses.iter().map(|address| (false, value(address)));
        Sum::of(figures).known()
    };
    let compared = sums.first()?;
    let right = sum(compared)?;
    let legitimate: Vec<Decimal> = sums.iter().filter_map(sum).collect();
    let together = Sum::of(told.iter().map(|number| (false, Some(*number)))).known();
    if told
        .iter()
        .chain(&together)
        .any(|number| legitimate.contains(number))
    {
        return None;
    }
    let difference = first.checked_sub(right).map(|gap| gap.abs());
    let mut found = finding(question);
    let place = Place::PartText(section.clone(), index);
    let labels: Vec<String> = compared
        .iter()
        .filter_map(|address| Some(template.cell(address)?.label()))
        .collect();
    found.message = format!(
        "{}文字写的是 {first}，表格里“{}”是 {right}，相差 {}。",
        in_words(template, report, &place),
        labels.join("”加“"),
        difference.map_or(String::new(), |gap| gap.to_string())
    );
    found.left_cells = vec![place];
    let cells = compared.iter().cloned();
    found.right_cells = cells.map(Place::Figure).collect();
    (found.left, found.right) = (Some(first), Some(right));
    found.difference = difference;
    Some(found.with_fingerprint(""))
}

/// The numbers that a text tells about the object of the question, in reading order; a negation tells 0.
fn numbers(text: &str, year: u16, ask: &Ask) -> Vec<Decimal> {
    let Ask::Tells {
        object,
        verbs,
        negations,
        units,
        together,
        until,
        not_about,
        ..
    } = ask
    else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut negated = false;
    for sentence in text.split(['。', '；', ';', '！', '？', '\n']) {
        if !sentence.contains(object.as_str()) {
            continue;
        }
        let mut year_told = year;
        let mut after_verb = false;
        for clause in clauses(sentence) {
            let characters: Vec<char> = clause.chars().collect();
            if let Some(mention) = mentions(&characters).last() {
                year_told = mention.year;
            }
            let plain = clause.trim_start();
            let carries_on =
                after_verb && together.iter().any(|word| plain.starts_with(word.as_str()));
            after_verb = false;
            if year_told != year || not_about.iter().any(|word| clause.contains(word.as_str())) {
                continue;
            }
            let named = clause
                .match_indices(object.as_str())
                .any(|(at, _)| !clause[at + object.len()..].starts_with('人'));
            if named && negations.iter().any(|word| clause.contains(word.as_str())) {
                negated = true;
                continue;
            }
            let verb = verbs
                .iter()
                .filter_map(|verb| Some(clause.find(verb.as_str())? + verb.len()))
                .min();
            let start = match verb {
                Some(end) if named => end,
                _ if carries_on => 0,
                _ => continue,
            };
            after_verb = true;
            let told = &clause[start..];
            let end = until
                .iter()
                .filter_map(|word| told.find(word.as_str()))
                .min();
            let told: Vec<char> = told[..end.unwrap_or(told.len())].chars().collect();
            found.extend(amounts(&told, units).into_iter().map(|t| t.value));
        }
    }
    if found.is_empty() && negated {
        found.push(Decimal::ZERO);
    }
    found
}
