//! What two sentences must share to be the same, and last year's sentences by it.

use super::mention::mentions;
use super::numeral::half_width;
use super::sentence::sentences;
use super::stretch::Stretch;
use std::collections::BTreeSet;
use std::ops::Range;

/// What two sentences must share to be the same: neither years nor white space nor punctuation count.
pub fn sentence_key(sentence: &[char]) -> String {
    let mut years = mentions(sentence).into_iter().map(|m| m.range).peekable();
    let mut key = String::new();
    for (position, c) in sentence.iter().enumerate() {
        while years.next_if(|year| year.end <= position).is_some() {}
        let is_year = years.peek().is_some_and(|year| year.start <= position);
        // Letters, digits and hanzi.
        if !is_year && half_width(*c).is_alphanumeric() {
            key.push(half_width(*c));
        }
    }
    key
}

/// Last year's sentences with years, to tell what was copied from what was written anew.
#[derive(Debug, Clone, Default)]
pub struct LastYear {
    /// As they were.
    sentences: BTreeSet<String>,
    /// Without what does not count: years, white space, punctuation.
    keys: BTreeSet<String>,
}

impl LastYear {
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> LastYear {
        let mut last = LastYear::default();
        for text in texts {
            let text: Vec<char> = text.chars().collect();
            let years = mentions(&text);
            // Sentences without a year are never asked for.
            let has_year = |range: &Range<usize>| {
                let first = years.partition_point(|year| year.range.start < range.start);
                years
                    .get(first)
                    .is_some_and(|year| range.contains(&year.range.start))
            };
            for range in sentences(&text).into_iter().filter(has_year) {
                let sentence = text.part(range);
                last.keys.insert(sentence_key(sentence));
                last.sentences.insert(sentence.iter().collect());
            }
        }
        last
    }

    /// Whether this sentence stood there, years aside.
    pub fn has(&self, sentence: &[char]) -> bool {
        !self.keys.is_empty() && self.keys.contains(&sentence_key(sentence))
    }

    /// Whether this sentence stood there as it is.
    pub fn has_exactly(&self, sentence: &[char]) -> bool {
        self.sentences
            .contains(&sentence.iter().collect::<String>())
    }
}
