//! What was found in each text, kept from one check to the next, so that only changed passages are read again.

use super::Finding;
use super::passage::{Ink, Passage, passages};
use super::prose;
use super::reckoned::Reckoned;
use super::slip::{self, Slip};
use super::texts::Text;
use super::usage;
use crate::claim::{self, Claim, Lexicon, Setting};
use crate::place::Place;
use crate::report::Report;
use crate::template::Template;
use crate::text::LastYear;
use std::collections::BTreeMap;
use std::ops::Range;

/// What a caller keeps between two checks. It never changes what is found, only how soon.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    /// The form by its number.
    form: u64,
    year: u16,
    agency: Vec<char>,
    /// The report's title in each wording of the form.
    titles: Vec<String>,
    lexicon: Lexicon,
    /// Last year's texts by place, and the sentences made of them.
    past_texts: BTreeMap<Place, String>,
    last_year: LastYear,
    readings: BTreeMap<Place, Reading>,
    /// What questions about several texts together found, by the index of the question.
    of_several: BTreeMap<usize, Vec<Finding>>,
    pub(super) reckoned: Reckoned,
}

/// What is known of the texts of a report.
pub(super) struct Known<'m> {
    /// The readings of the texts, in their order.
    pub readings: Vec<&'m Reading>,
    of_several: &'m BTreeMap<usize, Vec<Finding>>,
}

/// A text as it was read, and what each question found in it.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    heading: String,
    settled: Vec<usize>,
    topic: Option<usize>,
    passages: Vec<ReadPassage>,
    /// With the index of the question, in its order.
    findings: Vec<(usize, Finding)>,
}

/// A passage as it was read; everything in it is counted from its own first byte.
#[derive(Debug, Clone)]
struct ReadPassage {
    words: String,
    settled: Vec<usize>,
    /// With the index of the question.
    slips: Vec<(usize, Slip)>,
    claims: Vec<Told>,
}

/// A claim with the words that make it.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub words: String,
    /// Bytes of its passage.
    within: Range<usize>,
    /// The first byte of its sentence.
    sentence: usize,
    pub claim: Claim,
}

impl Told {
    /// The first byte of its sentence in a text where it stands itself at some bytes.
    pub fn sentence(&self, span: &Range<usize>) -> usize {
        span.start.saturating_sub(self.within.start) + self.sentence
    }
}

impl Memory {
    /// What is known of these texts, all of them; what changed since the last time is read.
    pub(super) fn read(
        &mut self,
        template: &Template,
        report: &Report,
        texts: &[Text],
    ) -> Known<'_> {
        self.forget_other(template, report);
        let mut changed: Vec<&Place> = Vec::new();
        for text in texts {
            if self
                .readings
                .get(&text.place)
                .is_some_and(|known| known.is_of(text))
            {
                continue;
            }
            let before = self.readings.remove(&text.place);
            let reading = self.reading(template, text, before);
            self.readings.insert(text.place.clone(), reading);
            changed.push(&text.place);
        }
        let is_there = |place: &Place, _: &mut Reading| texts.iter().any(|t| t.place == *place);
        let gone: Vec<Place> = match self.readings.len() > texts.len() {
            true => self
                .readings
                .extract_if(.., |p, r| !is_there(p, r))
                .map(|(place, _)| place)
                .collect(),
            false => Vec::new(),
        };
        changed.extend(&gone);
        if !changed.is_empty() {
            let questions = template.form.questions.iter().enumerate();
            self.of_several
                .extend(questions.filter_map(|(index, question)| {
                    Some((index, prose::of_several(question, texts, &changed)?))
                }));
        }
        let readings = texts.iter();
        Known {
            readings: readings
                .filter_map(|text| self.readings.get(&text.place))
                .collect(),
            of_several: &self.of_several,
        }
    }

    /// Forgets everything when what the readings depend on besides their texts is no longer the same.
    fn forget_other(&mut self, template: &Template, report: &Report) {
        let nothing = BTreeMap::new();
        let past_texts = report.prior().map_or(&nothing, |past| &past.texts);
        let is_same = self.form == template.number
            && self.year == report.year
            && self.agency.iter().copied().eq(report.agency.chars())
            && self.past_texts == *past_texts;
        if !is_same {
            *self = Memory {
                form: template.number,
                year: report.year,
                agency: report.agency.chars().collect(),
                titles: template.titles(&report.agency, report.year),
                lexicon: Lexicon::of(template, report.year),
                past_texts: past_texts.clone(),
                last_year: LastYear::of(past_texts.values().map(String::as_str)),
                // It knows by itself what it depends on.
                reckoned: std::mem::take(&mut self.reckoned),
                ..Memory::default()
            };
        }
    }

    /// What is in a text; passages that stood there before are not read again.
    fn reading(&self, template: &Template, text: &Text, before: Option<Reading>) -> Reading {
        let passages = self.passages(template, text, before);
        let ink = Ink::of(text.words);
        let mut findings = Vec::new();
        for (index, question) in template.form.questions.iter().enumerate() {
            let of_text = usage::in_text(&question.ask, text.words, &ink, &self.titles);
            let of_passages = with_starts(&passages).flat_map(|(start, passage)| {
                let own = passage.slips.iter().filter(move |(of, _)| *of == index);
                own.map(move |(_, slip)| (start, slip))
            });
            let slips = of_text.iter().map(|slip| (0, slip)).chain(of_passages);
            let found = slip::findings(question, text, slips);
            findings.extend(found.into_iter().map(|finding| (index, finding)));
        }
        Reading {
            heading: text.heading.clone(),
            settled: text.settled.clone(),
            topic: text.topic,
            passages,
            findings,
        }
    }

    /// The passages of a text. Those at its beginning and its end that are as they were come from the reading before.
    fn passages(
        &self,
        template: &Template,
        text: &Text,
        before: Option<Reading>,
    ) -> Vec<ReadPassage> {
        let mut now = divided(text);
        let before = before.filter(|reading| reading.topic == text.topic);
        let mut known = before.map_or(Vec::new(), |reading| reading.passages);
        let pairs = known.iter().zip(&now);
        let first = pairs.take_while(|(old, new)| old.is_of(new)).count();
        let shorter = known.len().min(now.len()) - first;
        let pairs = known.iter().rev().zip(now.iter().rev()).take(shorter);
        let last = pairs.take_while(|(old, new)| old.is_of(new)).count();
        let behind = known.split_off(known.len() - last);
        now.truncate(now.len() - last);
        known.truncate(first);
        for (words, settled) in now.drain(first..) {
            let is_heading = matches!(text.place, Place::PartHeading(..));
            known.push(self.read_passage(template, words, settled, (is_heading, text.topic)));
        }
        known.extend(behind);
        known
    }

    fn read_passage(
        &self,
        template: &Template,
        words: &str,
        settled: Vec<usize>,
        (is_heading, topic): (bool, Option<usize>),
    ) -> ReadPassage {
        let passage = Passage::of(words, is_heading, &settled);
        let questions = template.form.questions.iter().enumerate();
        let slips = questions.flat_map(|(index, question)| {
            let slips = usage::in_passage(&question.ask, &passage, self.year, &self.last_year);
            slips.into_iter().map(move |slip| (index, slip))
        });
        let slips = slips.collect();
        ReadPassage {
            slips,
            claims: self.claims(template, words, topic),
            words: words.to_owned(),
            settled,
        }
    }

    /// What each line of a passage claims.
    fn claims(&self, template: &Template, passage: &str, topic: Option<usize>) -> Vec<Told> {
        let setting = Setting {
            year: self.year,
            agency: &self.agency,
            topic,
        };
        let mut told = Vec::new();
        let mut start = 0;
        for line in passage.split('\n') {
            let ink = Ink::of(line);
            let claims = claim::read(template, &self.lexicon, &ink.characters, setting);
            told.extend(claims.into_iter().map(|claim| {
                let bytes = ink.bytes(&claim.range);
                Told {
                    words: line.get(bytes.clone()).unwrap_or_default().to_owned(),
                    within: bytes.start + start..bytes.end + start,
                    sentence: ink.bytes(&(claim.sentence..claim.sentence)).start + start,
                    claim,
                }
            }));
            start += line.len() + 1;
        }
        told
    }
}

/// The passages of a text, each with the first characters of the years in it that the user already judged.
fn divided<'t>(text: &Text<'t>) -> Vec<(&'t str, Vec<usize>)> {
    let mut start = 0;
    let mut settled = text.settled.iter().copied().peekable();
    let divide = |words: &'t str| {
        if settled.peek().is_none() {
            return (words, Vec::new());
        }
        let end = start + words.chars().count();
        let own = std::iter::from_fn(|| settled.next_if(|at| *at < end).map(|at| at - start));
        let own = own.collect();
        start = end + 1;
        (words, own)
    };
    passages(text.words).map(divide).collect()
}

/// Passages with the byte of the text at which each begins.
fn with_starts(passages: &[ReadPassage]) -> impl Iterator<Item = (usize, &ReadPassage)> {
    passages.iter().scan(0, |next, passage| {
        let start = *next;
        *next += passage.words.len() + 1;
        Some((start, passage))
    })
}

impl ReadPassage {
    fn is_of(&self, (words, settled): &(&str, Vec<usize>)) -> bool {
        self.words == *words && self.settled == *settled
    }
}

impl Reading {
    fn is_of(&self, text: &Text) -> bool {
        let words = self.passages.iter().map(|passage| passage.words.as_str());
        self.heading == text.heading
            && self.settled == text.settled
            && self.topic == text.topic
            && words.eq(passages(text.words))
    }

    /// What the text claims, with the bytes of the text that each claim stands at.
    pub fn claims(&self) -> impl Iterator<Item = (Range<usize>, &Told)> {
        with_starts(&self.passages).flat_map(|(start, passage)| {
            let claims = passage.claims.iter();
            claims.map(move |told| (told.within.start + start..told.within.end + start, told))
        })
    }
}

impl Known<'_> {
    /// What the question with this index found in the texts.
    pub fn findings(&self, question: usize) -> impl Iterator<Item = Finding> {
        let single = self.readings.iter().flat_map(|reading| &reading.findings);
        let own = single.filter(move |(of, _)| *of == question);
        let of_several = self.of_several.get(&question);
        let all = of_several
            .into_iter()
            .flatten()
            .chain(own.map(|(_, finding)| finding));
        all.cloned()
    }
}
