//! 雷同: how much of each section stands word for word in last year's report.

use super::{PastYear, Report};
use crate::place::{Id, Place};
use crate::template::Template;
use crate::text::{sentence_key, sentences};
use std::collections::BTreeSet;
use std::ops::Range;

/// How the measure is explained to the user.
pub const MEASURE: &str = "雷同比例：本节中与上年报告整句相同的字数占全节字数的百分比。按句比较；年份、空格和标点的差别不算不同，不足 8 个字的短句不计。";

/// Sentences shorter than this many characters are set phrases and count neither way.
const SHORTEST: usize = 8;

/// How much of a section was there last year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Similarity {
    pub section: Id,
    /// Characters of the section's sentences that count, and of those that stand in last year's text.
    pub characters: usize,
    pub same_characters: usize,
    pub same: Vec<SameSentence>,
}

/// A sentence that stood in last year's report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameSentence {
    pub place: Place,
    /// Characters of the text at the place.
    pub range: Range<usize>,
    pub text: String,
}

impl Similarity {
    /// Whole per cent, rounded down; `None` when the section has nothing to compare.
    pub fn percent(&self) -> Option<usize> {
        (self.same_characters * 100).checked_div(self.characters)
    }
}

/// Each prose section beside last year's texts, in the form's order; empty when these are not known.
pub fn similarity(template: &Template, report: &Report) -> Vec<Similarity> {
    let Some(past) = report.prior().filter(|past| !past.texts.is_empty()) else {
        return Vec::new();
    };
    let sections = template.form.sections.iter();
    let sections = sections.filter(|section| report.prose.contains_key(&section.id));
    sections
        .map(|section| similarity_of(template, report, past, &section.id))
        .collect()
}

fn similarity_of(
    template: &Template,
    report: &Report,
    past: &PastYear,
    section: &Id,
) -> Similarity {
    let older = template.predecessor(&past.template, section);
    let older = older.as_deref().unwrap_or(section);
    let last: BTreeSet<String> = past
        .texts
        .iter()
        .filter(|(place, _)| place.prose_section().is_some_and(|of| *of == *older))
        .flat_map(|(_, text)| keys(text))
        .collect();
    let mut similarity = Similarity {
        section: section.clone(),
        characters: 0,
        same_characters: 0,
        same: Vec::new(),
    };
    let is_own =
        |place: &Place| matches!(place, Place::Lead(of) | Place::PartText(of, _) if of == section);
    for place in report.text_places().filter(is_own) {
        let text: Vec<char> = report.text(&place).unwrap_or_default().chars().collect();
        for range in sentences(&text) {
            let Some(sentence) = text.get(range.clone()) else {
                continue;
            };
            let key = sentence_key(sentence);
            let length = key.chars().count();
            if length < SHORTEST {
                continue;
            }
            similarity.characters += length;
            if last.contains(&key) {
                similarity.same_characters += length;
                similarity.same.push(SameSentence {
                    place: place.clone(),
                    text: sentence.iter().collect(),
                    range,
                });
            }
        }
    }
    similarity
}

fn keys(text: &str) -> Vec<String> {
    let text: Vec<char> = text.chars().collect();
    let ranges = sentences(&text);
    ranges
        .into_iter()
        .filter_map(|range| text.get(range))
        .map(sentence_key)
        .collect()
}
