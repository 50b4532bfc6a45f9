//! Years in carried text: which move on with the report's year, which stay, and which look left over.

use super::contexts::{Context, Reason, Verdict};
use super::mentions::{Form, Mention, mentions, written_like};
use super::sentences::{sentence_at, sentences};
use super::similarity::sentence_key;
use std::collections::BTreeSet;
use std::ops::Range;

/// A text with its years moved on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shifted {
    pub text: String,
    pub moved: Vec<Moved>,
    /// Mentions of last year, and doubtful ones, that stand as they were.
    pub kept: Vec<Kept>,
}

/// One year that moved: its first character in the new text, and how it was and is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    pub start: usize,
    pub before: String,
    pub after: String,
}

/// One year that was left alone, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub year: String,
    pub sentence: String,
    pub reason: Reason,
}

/// A sentence of this year's text that still names another year, and should perhaps not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOver {
    /// Characters of the sentence.
    pub sentence: Range<usize>,
    /// Characters of its first doubtful year.
    pub range: Range<usize>,
    pub year: u16,
    pub reason: Reason,
}

/// Last year's sentences, to tell what was copied from what was written anew.
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
            for range in sentences(&text) {
                last.keys.insert(sentence_key(&text[range.clone()]));
                last.sentences.insert(text[range].iter().collect());
            }
        }
        last
    }

    /// Whether this sentence stood there, years aside.
    pub fn has(&self, sentence: &[char]) -> bool {
        self.keys.contains(&sentence_key(sentence))
    }

    fn has_exactly(&self, sentence: &[char]) -> bool {
        self.sentences
            .contains(&sentence.iter().collect::<String>())
    }
}

/// Moves the years of a text from the report of `last` to the report of `this`, where that is certain.
pub fn shift(text: &str, last: u16, this: u16) -> Shifted {
    let characters: Vec<char> = text.chars().collect();
    let found = mentions(&characters);
    let mut shifted = Shifted::default();
    let mut copied_to = 0;
    let mut length = 0;
    for (index, mention) in found.iter().enumerate() {
        let context = Context::of(&characters, &found, index);
        let written: String = characters[mention.range.clone()].iter().collect();
        match context.verdict(last) {
            Verdict::Moves => {
                let before = &characters[copied_to..mention.range.start];
                shifted.text.extend(before);
                length += before.len();
                let after = written_like(
                    &characters[mention.range.clone()],
                    (mention.year + this).saturating_sub(last),
                );
                shifted.text.push_str(&after);
                shifted.moved.push(Moved {
                    start: length,
                    before: written,
                    after,
                });
                length += mention.range.len();
                copied_to = mention.range.end;
            }
            Verdict::Stays(reason)
                if mention.year == last || reason.is_doubtful() && is_near(mention, last) =>
            {
                let sentence = sentence_at(&characters, mention.range.start);
                shifted.kept.push(Kept {
                    year: written,
                    sentence: characters[sentence].iter().collect(),
                    reason,
                });
            }
            Verdict::Stays(_) => {}
        }
    }
    shifted.text.extend(&characters[copied_to..]);
    shifted
}

/// The sentences of the report of `this` year that name a year which looks left over, one finding a sentence.
///
/// Last year in new text is asked about unless something explains it (a comparison, a budget, a founding, a title).
/// Where the sentence was copied from last year's report, titles and budgets are asked about too, and years around it
/// that could not be moved with certainty. `settled` are the first characters of years the user already judged.
pub fn left_over(text: &str, this: u16, last_year: &LastYear, settled: &[usize]) -> Vec<LeftOver> {
    let characters: Vec<char> = text.chars().collect();
    let found = mentions(&characters);
    let last = this.saturating_sub(1);
    let mut questions: Vec<LeftOver> = Vec::new();
    for (index, mention) in found.iter().enumerate() {
        let sentence = sentence_at(&characters, mention.range.start);
        let is_known = settled.contains(&mention.range.start)
            || questions.iter().any(|other| other.sentence == sentence);
        if is_known || !is_near(mention, last) {
            continue;
        }
        let context = Context::of(&characters, &found, index);
        let verdict = context.verdict(last);
        let words = &characters[sentence.clone()];
        let is_copied = last_year.has(words);
        // A period that begins last year and ends this year: 2024年12月1日至2025年11月30日.
        let runs_into = |year: u16| {
            let next = found.get(index + 1);
            context.is_period()
                && next.is_some_and(|n| n.year == year && sentence.contains(&n.range.start))
        };
        let reason = match (i32::from(mention.year) - i32::from(last), verdict) {
            (0, Verdict::Moves) if context.is_comparison() || runs_into(this) => None,
            (0, Verdict::Moves) => Some(Reason::Bare),
            (0, Verdict::Stays(Reason::Comparison)) if !last_year.has_exactly(words) => None,
            (0, Verdict::Stays(reason)) if reason.is_name() && !is_copied => None,
            (0, Verdict::Stays(reason)) if reason.is_doubtful() => Some(reason),
            (-1, Verdict::Stays(reason))
                if reason.is_doubtful() && !reason.is_name() && is_copied =>
            {
                Some(reason)
            }
            (1, Verdict::Stays(reason))
                if reason.is_doubtful() && !reason.is_name() && last_year.has_exactly(words) =>
            {
                Some(reason)
            }
            _ => None,
        };
        questions.extend(reason.map(|reason| LeftOver {
            sentence,
            range: mention.range.clone(),
            year: mention.year,
            reason,
        }));
    }
    questions
}

/// Whether it is last year or a neighbour of it.
fn is_near(mention: &Mention, last: u16) -> bool {
    mention.year.abs_diff(last) <= 1 && mention.form != Form::DocumentNumber
}
