//! Years in carried text: which move on with the report's year, which stay, and which look left over.

use super::contexts::Context;
use super::mentions::{Form, Mention, mentions, written_like};
use super::reason::{Reason, Verdict};
use super::sentences::{sentence_among, sentences};
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
    pub words: String,
    /// The year with a few characters around it.
    pub excerpt: String,
    /// Characters of its first doubtful year.
    pub range: Range<usize>,
    pub year: u16,
    pub reason: Reason,
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
            let has_year =
                |range: &Range<usize>| years.iter().any(|m| range.contains(&m.range.start));
            for range in sentences(&text).into_iter().filter(has_year) {
                last.keys.insert(sentence_key(&text[range.clone()]));
                last.sentences.insert(text[range].iter().collect());
            }
        }
        last
    }

    /// Whether this sentence stood there, years aside.
    pub fn has(&self, sentence: &[char]) -> bool {
        !self.keys.is_empty() && self.keys.contains(&sentence_key(sentence))
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
    let sentences = sentences(&characters);
    let mut shifted = Shifted::default();
    let mut copied_to = 0;
    let mut length = 0;
    for (index, mention) in found.iter().enumerate() {
        let sentence = sentence_among(&sentences, mention.range.start);
        let context = Context::of(&characters, &found, index, sentence.clone());
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

/// The sentences of the report of `this` year that name a year which looks left over, one question a sentence.
///
/// Last year in new text is asked about unless something explains it: a comparison, a budget, a founding, a title, this
/// year in the same clause, or one of the `history` words there. Older years are asked about where they open a sentence.
/// Where the sentence was copied from last year's report, titles and budgets are asked about too, and years around it
/// that could not be moved with certainty. `settled` are the first characters of years the user already judged.
pub fn left_over(
    text: &str,
    this: u16,
    last_year: &LastYear,
    settled: &[usize],
    history: &[String],
) -> Vec<LeftOver> {
    let characters: Vec<char> = text.chars().collect();
    let found = mentions(&characters);
    if found.is_empty() {
        return Vec::new();
    }
    let sentences = sentences(&characters);
    let mut questions: Vec<LeftOver> = Vec::new();
    for (index, mention) in found.iter().enumerate() {
        if mention.year.abs_diff(this) > 3 || settled.contains(&mention.range.start) {
            continue;
        }
        let sentence = sentence_among(&sentences, mention.range.start);
        // Years come in order, so only the last question can be about the same sentence.
        if questions.last().is_some_and(|q| q.sentence == sentence) {
            continue;
        }
        let words = &characters[sentence.clone()];
        let is_copy = last_year.has(words);
        // New text may name this year and later ones.
        if !is_copy && mention.year >= this {
            continue;
        }
        let context = Context::of(&characters, &found, index, sentence.clone());
        let reason = if is_copy {
            reason_in_copy(&context, this, last_year.has_exactly(words))
        } else {
            reason_in_new_text(&context, this, history)
        };
        // A period that begins last year and ends this year: 2024年12月1日至2025年11月30日.
        let next = found
            .get(index + 1)
            .filter(|next| sentence.contains(&next.range.start));
        let runs_into_this_year = context.is_period() && next.is_some_and(|next| next.year == this);
        questions.extend(
            reason
                .filter(|_| !runs_into_this_year)
                .map(|reason| LeftOver {
                    words: words.iter().collect(),
                    excerpt: excerpt(&characters, &sentence, &mention.range),
                    sentence,
                    range: mention.range.clone(),
                    year: mention.year,
                    reason,
                }),
        );
    }
    questions
}

/// A year with up to eight characters on both sides, within its sentence.
fn excerpt(text: &[char], sentence: &Range<usize>, year: &Range<usize>) -> String {
    let start = year.start.saturating_sub(8).max(sentence.start);
    let end = (year.end + 8).min(sentence.end);
    let excerpt: String = text[start..end].iter().collect();
    excerpt.trim().to_owned()
}

/// Why a year looks left over in a sentence that stood in last year's report, years aside or exactly.
fn reason_in_copy(context: &Context, this: u16, is_exact: bool) -> Option<Reason> {
    let last = this.saturating_sub(1);
    match (
        i32::from(context.year()) - i32::from(last),
        context.verdict(last),
    ) {
        (0, Verdict::Stays(Reason::Comparison)) => is_exact.then_some(Reason::Comparison),
        (0, Verdict::Moves) => (!context.is_comparison()).then_some(Reason::Bare),
        (0, Verdict::Stays(reason)) => Some(reason).filter(|reason| reason.is_doubtful()),
        (-1, Verdict::Stays(reason)) => Some(reason).filter(|r| r.is_doubtful() && !r.is_name()),
        (1, Verdict::Stays(reason)) => {
            Some(reason).filter(|r| is_exact && r.is_doubtful() && !r.is_name())
        }
        _ => None,
    }
}

/// Why a year looks left over in a sentence that was written this year.
fn reason_in_new_text(context: &Context, this: u16, history: &[String]) -> Option<Reason> {
    let last = this.saturating_sub(1);
    let is_older = context.year() < last;
    let is_explained = context.is_told_as_history(this, history) || context.is_comparison();
    if context.year() > last || is_explained || is_older && !context.opens_sentence() {
        return None;
    }
    match context.verdict(context.year()) {
        Verdict::Moves => Some(Reason::Bare),
        Verdict::Stays(reason) => Some(reason).filter(|r| r.is_doubtful() && !r.is_name()),
    }
}

/// Whether it is last year or a neighbour of it.
fn is_near(mention: &Mention, last: u16) -> bool {
    mention.year.abs_diff(last) <= 1 && mention.form != Form::DocumentNumber
}
