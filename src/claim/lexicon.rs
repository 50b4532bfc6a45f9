//! All words that mean something in a claim; of several at one place the longest counts.

use super::grammar::{PLAIN, WORDS, Word};
use super::words::Words;
use crate::template::{Measure, Template};

/// What a word means; indexes into the form's claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Topic(usize),
    /// Index into the lexicon's readings: the measures that the word may name, one a topic.
    Measure(usize),
    Column(usize),
    Rate(usize),
    /// A thing that no table counts.
    Elsewhere,
    OtherScope,
    OwnScope,
    /// The whole territory: 全市.
    Territory,
    /// The end of a public body's name.
    Body,
    Narrowing,
    /// The end of a list of narrowing words that leaves none out: 三种渠道.
    AllWays,
    Word(Word),
    Plain,
}

/// The words of a form's claims and of the language.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    words: Words<Meaning>,
    readings: Vec<Vec<(usize, usize)>>,
    units: Vec<Vec<char>>,
    fillers: Words<()>,
    deeds: Vec<Vec<char>>,
    /// The report's year, for words that name the one before or after it.
    year: u16,
}

impl Lexicon {
    /// For texts of one year's report, so that words may name the years beside it.
    pub fn of(template: &Template, year: u16) -> Lexicon {
        let claims = &template.claims();
        let mut lexicon = Lexicon {
            year,
            ..Lexicon::default()
        };
        let lists = [
            (&claims.together, Meaning::Word(Word::Together)),
            (&claims.plain, Meaning::Plain),
            (&claims.ways, Meaning::AllWays),
            (&claims.own_scopes, Meaning::OwnScope),
            (&claims.territories, Meaning::Territory),
            (&claims.elsewhere_scopes, Meaning::OtherScope),
            (&claims.elsewhere, Meaning::Elsewhere),
            (&claims.narrowing, Meaning::Narrowing),
        ];
        for (index, topic) in claims.topics.iter().enumerate() {
            lexicon.add(&topic.words, Meaning::Topic(index));
        }
        for (index, topic) in claims.topics.iter().enumerate() {
            for (measure_index, measure) in topic.measures.iter().enumerate() {
                lexicon.add_measure(measure, (index, measure_index));
            }
        }
        for (index, column) in claims.columns.iter().enumerate() {
            lexicon.add(&column.words, Meaning::Column(index));
        }
        for (index, rate) in claims.rates.iter().enumerate() {
            lexicon.add(&rate.words, Meaning::Rate(index));
        }
        for (words, meaning) in lists {
            lexicon.add(words, meaning);
        }
        lexicon.add(&PLAIN, Meaning::Plain);
        for (word, written) in WORDS {
            lexicon.add(written, Meaning::Word(word));
        }
        lexicon.add(&claims.bodies, Meaning::Body);
        lexicon.units = claims.units.iter().map(|u| u.chars().collect()).collect();
        lexicon
            .units
            .sort_by_key(|unit| std::cmp::Reverse(unit.len()));
        lexicon.deeds = claims.deeds.iter().map(|d| d.chars().collect()).collect();
        for filler in &claims.fillers {
            let known = lexicon.fillers.entry(filler.chars());
            known.map(|word| word.insert(()));
        }
        lexicon
    }

    /// How long the small words are that may begin a text.
    pub(super) fn fillers<'w>(&'w self, text: &'w [char]) -> impl Iterator<Item = usize> + 'w {
        self.fillers.starts(text).map(|(_, length)| length)
    }

    /// How long the word is, at the start of a text, of what an applicant does; 0 when there is none.
    pub(super) fn deed(&self, text: &[char]) -> usize {
        let deeds = self.deeds.iter().filter(|deed| text.starts_with(deed));
        deeds.map(Vec::len).max().unwrap_or(0)
    }

    /// The same for a word that a text ends with.
    pub(super) fn deed_at_end(&self, text: &[char]) -> usize {
        let deeds = self.deeds.iter().filter(|deed| text.ends_with(deed));
        deeds.map(Vec::len).max().unwrap_or(0)
    }

    /// The longest word at the start of a text: its meaning and length.
    pub(super) fn at(&self, text: &[char]) -> Option<(Meaning, usize)> {
        let found = self.words.longest(text);
        found.map(|(meaning, length)| (*meaning, length))
    }

    /// The measures that a word may name, as (topic, measure).
    pub(super) fn readings(&self, reading: usize) -> &[(usize, usize)] {
        self.readings.get(reading).map_or(&[], Vec::as_slice)
    }

    /// The unit at the start of a text: its index and characters.
    pub(super) fn unit(&self, text: &[char]) -> Option<(usize, &[char])> {
        let mut units = self.units.iter().map(Vec::as_slice).enumerate();
        units.find(|(_, unit)| text.starts_with(unit))
    }

    /// Whether the unit with this index is written so.
    pub(super) fn is_unit(&self, index: usize, written: &str) -> bool {
        self.units
            .get(index)
            .is_some_and(|unit| unit.iter().copied().eq(written.chars()))
    }

    /// Adds words that are not yet known.
    fn add(&mut self, words: &[impl AsRef<str>], meaning: Meaning) {
        for word in words {
            let known = self.words.entry(word.as_ref().chars());
            known.map(|known| known.get_or_insert(meaning));
        }
    }

    /// A word with its years: 结转至{next}年.
    fn written(&self, word: &str) -> Vec<char> {
        if !word.contains('{') {
            return word.chars().collect();
        }
        let last = self.year.saturating_sub(1).to_string();
        let next = self.year.saturating_add(1).to_string();
        let written = word.replace("{last}", &last).replace("{next}", &next);
        written.chars().collect()
    }

    fn add_measure(&mut self, measure: &Measure, reading: (usize, usize)) {
        for word in &measure.words {
            let written = self.written(word);
            let Some(known) = self.words.entry(written) else {
                continue;
            };
            match known {
                Some(Meaning::Measure(index)) => {
                    if let Some(readings) = self.readings.get_mut(*index) {
                        readings.push(reading);
                    }
                }
                Some(_) => {}
                None => {
                    *known = Some(Meaning::Measure(self.readings.len()));
                    self.readings.push(vec![reading]);
                }
            }
        }
    }
}
