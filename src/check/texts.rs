//! Questions that a text answers by itself: years left over, words to be replaced, marks doubled, unpaired or missing.

use super::Finding;
use super::prose::in_words;
use super::rules::finding;
use super::usage::{self, Ink};
use super::{Correction, Remedy};
use crate::place::Place;
use crate::report::Report;
use crate::template::{Ask, Question, SectionContent, Template};
use crate::text::years::left_over;
use crate::text::{LastYear, Reason, mark};
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
    let topics = &template.form.claims.topics;
    topics.iter().position(|topic| topic.parts.contains(&path))
}

/// What one question asks about one text; nothing when the question is not about texts one by one.
pub(super) fn ask(
    question: &Question,
    text: &Text,
    ink: &Ink,
    year: u16,
    last_year: &LastYear,
) -> Vec<Finding> {
    let raise = |about: &str, message: String, span: Range<usize>| {
        let mut found = raise(question, text, about, &message);
        found.spans = vec![span];
        found
    };
    let found = match &question.ask {
        Ask::LeftOverYear { history } => {
            let found = left_over(text.words, year, last_year, &text.settled, history);
            let found = found.into_iter().map(|found| {
                let why = match found.reason {
                    Reason::Bare => String::new(),
                    reason => format!("（{}）", reason.in_words()),
                };
                let (excerpt, year) = (found.excerpt, found.year);
                let message = format!("“{excerpt}”里的 {year} 年像是以前留下的{why}。");
                raise(&found.words, message, ink.bytes(&found.range))
            });
            return found.collect();
        }
        Ask::NoEndMark if matches!(text.place, Place::PartHeading(..)) => None,
        Ask::NoEndMark => {
            let mut start = 0;
            let mut found = Vec::new();
            for line in text.words.split_inclusive('\n') {
                let paragraph = line.trim_end();
                let end = start + paragraph.len();
                start += line.len();
                if mark::lacks_end(paragraph) {
                    let excerpt = excerpt(text.words, end, end);
                    let message = format!("“{excerpt}”这一段末尾没有标点。");
                    let last = paragraph.chars().next_back().map_or(0, char::len_utf8);
                    let mut unended = raise(paragraph, message, end - last..end);
                    let stop = Correction {
                        range: end..end,
                        instead: "。".to_owned(),
                    };
                    unended.remedy = Some(Remedy::Correct(text.place.clone(), vec![stop]));
                    found.push(unended);
                }
            }
            return found;
        }
        Ask::Placeholder { words } => mark::placeholder(text.words, words).map(|(at, word)| {
            let excerpt = excerpt(text.words, at, at + word.len());
            let message = format!("“{excerpt}”里的“{word}”还没有写完。");
            raise(&excerpt, message, at..at + word.len())
        }),
        Ask::DoubledPunctuation => mark::doubled(text.words).map(|range| {
            let excerpt = excerpt(text.words, range.start, range.end);
            let message = format!("“{excerpt}”里的标点重复了。");
            raise(&excerpt, message, range)
        }),
        Ask::UnpairedMarks => mark::unpaired(text.words).map(|(at, mark)| {
            let excerpt = excerpt(text.words, at, at + mark.len_utf8());
            let message = format!("“{excerpt}”里的 {mark} 没有配对。");
            raise(&excerpt, message, at..at + mark.len_utf8())
        }),
        Ask::Mentions { .. } | Ask::Claims | Ask::RepeatedParagraph | Ask::Carried => None,
        _ => return usage::ask(question, text, ink, year),
    };
    found.into_iter().collect()
}

/// A question about a text; `about` are the words that its answer holds for.
pub(super) fn raise(question: &Question, text: &Text, about: &str, message: &str) -> Finding {
    let mut found = finding(question);
    found.left_cells = vec![text.place.clone()];
    found.message = format!("{}{message}", text.heading);
    found.with_fingerprint(about)
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
