//! The texts of a report with what is asked about them, and how a question names one.

use super::Finding;
use super::prose::in_words;
use super::rules::finding;
use crate::place::Place;
use crate::report::Report;
use crate::template::{Question, SectionContent, Template};
use crate::text::shown;
use std::ops::Range;

/// A text of the report, with all that the questions about it depend on besides the report's year and last year's texts.
pub(super) struct Text<'a> {
    pub place: Place,
    pub words: &'a str,
    /// The place in words, with a colon after it.
    pub heading: String,
    /// First characters of the years in it that the user already judged.
    pub settled: Vec<usize>,
    /// The topic of claims that its part is about.
    pub topic: Option<usize>,
}

/// Every text that is not empty, in the form's order.
pub(super) fn texts<'a>(template: &Template, report: &'a Report) -> Vec<Text<'a>> {
    let mut texts = Vec::new();
    let mut add = |place: Place, words: &'a str| {
        if !words.trim().is_empty() {
            texts.push(Text {
                heading: in_words(template, report, &place),
                settled: report.years_taken_back(&place),
                topic: topic(template, report, &place),
                place,
                words,
            });
        }
    };
    add(Place::Preface, &report.preface);
    for section in &template.form.sections {
        if let SectionContent::Table(table) = &section.content {
            let words = report.footnotes.get(table).map_or("", String::as_str);
            add(Place::Footnote(table.clone()), words);
        }
        let Some(prose) = report.prose.get(&section.id) else {
            continue;
        };
        add(Place::Lead(section.id.clone()), &prose.lead);
        for (index, part) in prose.parts.iter().enumerate() {
            add(Place::PartHeading(section.id.clone(), index), &part.heading);
            add(Place::PartText(section.id.clone(), index), &part.text);
        }
    }
    texts
}

/// The topic of claims that a standard part is about.
fn topic(template: &Template, report: &Report, place: &Place) -> Option<usize> {
    let Place::PartText(section, index) = place else {
        return None;
    };
    let part = report.prose.get(section)?.parts.get(*index)?;
    let path = format!("{section}.{}", part.id);
    let topics = &template.claims().topics;
    topics.iter().position(|topic| topic.parts.contains(&path))
}

/// A question about a text; `about` are the words that its answer holds for.
pub(super) fn raise(question: &Question, text: &Text, about: &str, message: &str) -> Finding {
    let mut found = finding(question);
    found.left_cells = vec![text.place.clone()];
    found.message = format!("{}{message}", text.heading);
    found.with_fingerprint(about)
}

/// Bytes of a text with the rest of their clause.
pub(super) fn shown_of(text: &str, span: &Range<usize>) -> String {
    let characters: Vec<char> = text.chars().collect();
    let at = |byte: usize| text.get(..byte).map_or(0, |before| before.chars().count());
    shown(&characters, at(span.start)..at(span.end))
}

/// A few characters on both sides of a range of bytes, within its line.
pub(super) fn excerpt(text: &str, start: usize, end: usize) -> String {
    let parts = (text.get(..start), text.get(start..end), text.get(end..));
    let (Some(before), Some(within), Some(after)) = parts else {
        return String::new();
    };
    let in_line = |c: &char| *c != '\n';
    let before: Vec<char> = before.chars().rev().take_while(in_line).take(8).collect();
    let after = after.chars().take_while(in_line).take(8);
    let before = before.into_iter().rev();
    let all: String = before.chain(within.chars()).chain(after).collect();
    all.trim().to_owned()
}
