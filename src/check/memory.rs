//! What was found in each text, kept from one check to the next, so that only changed texts are read again.

use super::Finding;
use super::texts::{self, Text};
use crate::place::Place;
use crate::report::Report;
use crate::template::{Question, Template};
use crate::text::LastYear;
use std::collections::BTreeMap;

/// What a caller keeps between two checks. It never changes what is found, only how soon.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    questions: Vec<Question>,
    year: u16,
    /// Last year's texts by place, and the sentences made of them.
    past_texts: BTreeMap<Place, String>,
    last_year: LastYear,
    readings: BTreeMap<Place, Reading>,
}

/// A text as it was read, and what each question found in it.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    words: String,
    heading: String,
    settled: Vec<usize>,
    /// With the index of the question, in its order.
    findings: Vec<(usize, Finding)>,
}

impl Memory {
    /// The readings of these texts, in their order.
    pub(super) fn read(
        &mut self,
        template: &Template,
        report: &Report,
        texts: &[Text],
    ) -> Vec<&Reading> {
        self.forget_other(template, report);
        for text in texts {
            let known = self.readings.get(&text.place);
            if !known.is_some_and(|reading| reading.is_of(text)) {
                let reading = Reading::of(text, &self.questions, self.year, &self.last_year);
                self.readings.insert(text.place.clone(), reading);
            }
        }
        if self.readings.len() > texts.len() {
            self.readings
                .retain(|place, _| texts.iter().any(|text| text.place == *place));
        }
        texts
            .iter()
            .filter_map(|text| self.readings.get(&text.place))
            .collect()
    }

    /// Forgets everything when what the readings depend on besides their texts is no longer the same.
    fn forget_other(&mut self, template: &Template, report: &Report) {
        let nothing = BTreeMap::new();
        let past_texts = report.prior().map_or(&nothing, |past| &past.texts);
        let questions = &template.form.questions;
        let is_same = self.year == report.year
            && self.past_texts == *past_texts
            && self.questions == *questions;
        if !is_same {
            *self = Memory {
                questions: questions.clone(),
                year: report.year,
                past_texts: past_texts.clone(),
                last_year: LastYear::of(past_texts.values().map(String::as_str)),
                readings: BTreeMap::new(),
            };
        }
    }
}

impl Reading {
    fn of(text: &Text, questions: &[Question], year: u16, last_year: &LastYear) -> Reading {
        let found = questions.iter().enumerate().flat_map(|(index, question)| {
            let found = texts::ask(question, text, year, last_year);
            found.into_iter().map(move |finding| (index, finding))
        });
        Reading {
            words: text.words.to_owned(),
            heading: text.heading.clone(),
            settled: text.settled.clone(),
            findings: found.collect(),
        }
    }

    fn is_of(&self, text: &Text) -> bool {
        self.words == text.words && self.heading == text.heading && self.settled == text.settled
    }

    /// What the question with this index found.
    pub(super) fn findings(&self, question: usize) -> impl Iterator<Item = Finding> {
        let own = self.findings.iter().filter(move |(of, _)| *of == question);
        own.map(|(_, finding)| finding.clone())
    }
}
