//! What was found in each text, kept from one check to the next, so that only changed texts are read again.

use super::Finding;
use super::texts::{self, Text};
use super::usage::Ink;
use crate::claim::{self, Claim, Lexicon, Setting};
use crate::place::Place;
use crate::report::Report;
use crate::template::{ClaimWords, Question, Template};
use crate::text::LastYear;
use std::collections::BTreeMap;
use std::ops::Range;

/// What a caller keeps between two checks. It never changes what is found, only how soon.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    questions: Vec<Question>,
    year: u16,
    agency: Vec<char>,
    /// The words of the form's claims.
    words: ClaimWords,
    lexicon: Lexicon,
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
    /// Each paragraph with what it claims.
    claims: Vec<(String, Vec<Told>)>,
    topic: Option<usize>,
}

/// A claim with the words that make it.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub words: String,
    /// Bytes of the text.
    pub span: Range<usize>,
    /// Bytes of its paragraph.
    within: Range<usize>,
    pub claim: Claim,
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
                let reading = self.reading(template, text, known);
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
            && self.agency.iter().copied().eq(report.agency.chars())
            && self.past_texts == *past_texts
            && self.questions == *questions
            && self.words == template.form.claims;
        if !is_same {
            *self = Memory {
                questions: questions.clone(),
                year: report.year,
                agency: report.agency.chars().collect(),
                words: template.form.claims.clone(),
                lexicon: Lexicon::of(template, report.year),
                past_texts: past_texts.clone(),
                last_year: LastYear::of(past_texts.values().map(String::as_str)),
                readings: BTreeMap::new(),
            };
        }
    }

    /// What is in a text; paragraphs that stood there before are not read for claims again.
    fn reading(&self, template: &Template, text: &Text, before: Option<&Reading>) -> Reading {
        let ink = Ink::of(text.words);
        let questions = self.questions.iter().enumerate();
        let found = questions.flat_map(|(index, question)| {
            let found = texts::ask(question, text, &ink, self.year, &self.last_year);
            found.into_iter().map(move |finding| (index, finding))
        });
        Reading {
            words: text.words.to_owned(),
            heading: text.heading.clone(),
            settled: text.settled.clone(),
            findings: found.collect(),
            claims: self.claims(template, text, before),
            topic: text.topic,
        }
    }

    fn claims(
        &self,
        template: &Template,
        text: &Text,
        before: Option<&Reading>,
    ) -> Vec<(String, Vec<Told>)> {
        let setting = Setting {
            year: self.year,
            agency: &self.agency,
            topic: text.topic,
        };
        let before = before.filter(|reading| reading.topic == text.topic);
        let known: BTreeMap<&str, &Vec<Told>> = before
            .iter()
            .flat_map(|reading| &reading.claims)
            .map(|(words, claims)| (words.as_str(), claims))
            .collect();
        let mut start = 0;
        let mut paragraphs = Vec::new();
        for paragraph in text.words.split('\n') {
            let claims = match known.get(paragraph) {
                Some(claims) => claims.iter().map(|told| told.moved(start)).collect(),
                None => self.claims_of(template, paragraph, start, setting),
            };
            paragraphs.push((paragraph.to_owned(), claims));
            start += paragraph.len() + 1;
        }
        paragraphs
    }

    /// The claims of one paragraph that begins at this byte of its text.
    fn claims_of(
        &self,
        template: &Template,
        paragraph: &str,
        start: usize,
        setting: Setting,
    ) -> Vec<Told> {
        let ink = Ink::of(paragraph);
        let claims = claim::read(template, &self.lexicon, &ink.characters, setting);
        let told = |claim: Claim| {
            let within = ink.bytes(&claim.range);
            Told {
                words: paragraph.get(within.clone()).unwrap_or_default().to_owned(),
                span: within.start + start..within.end + start,
                within,
                claim,
            }
        };
        claims.into_iter().map(told).collect()
    }
}

impl Told {
    /// The same claim in a paragraph that begins at this byte of its text.
    fn moved(&self, start: usize) -> Told {
        Told {
            span: self.within.start + start..self.within.end + start,
            ..self.clone()
        }
    }
}

impl Reading {
    fn is_of(&self, text: &Text) -> bool {
        self.words == text.words && self.heading == text.heading && self.settled == text.settled
    }

    /// What the question with this index found.
    pub(super) fn findings(&self, question: usize) -> impl Iterator<Item = Finding> {
        let own = self.findings.iter().filter(move |(of, _)| *of == question);
        own.map(|(_, finding)| finding.clone())
    }

    /// What the text claims.
    pub(super) fn claims(&self) -> impl Iterator<Item = &Told> {
        self.claims.iter().flat_map(|(_, claims)| claims)
    }
}
