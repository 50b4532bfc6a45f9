//! Years in carried text: which move on with the report's year, which stay, and which look left over.

use super::context::{Context, YearText};
use super::key::LastYear;
use super::mention::{Mention, YearForm, written_like};
use super::reason::{Reason, Verdict};
use super::sentence::shown;
use super::stretch::Stretch;
use std::ops::Range;

/// How many characters around a year are told with it, on each side, within its sentence.
pub const AROUND: usize = 100;

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
    /// The year with its clause.
    pub excerpt: String,
    /// Characters of its first doubtful year.
    pub range: Range<usize>,
    pub year: u16,
    pub reason: Reason,
}

/// Moves the years of a text from the report of `last` to the report of `this`, where that is certain.
///
/// A year that would need other than four digits stays.
pub fn shift(text: &str, last: u16, this: u16) -> Shifted {
    let text = YearText::of(text);
    let characters = &text.characters;
    let mut shifted = Shifted::default();
    let mut copied_to = 0;
    let mut length = 0;
    for context in text.contexts() {
        let mention = context.mention();
        let verdict = context.verdict(last);
        let later = i32::from(mention.year) + i32::from(this) - i32::from(last);
        let later = u16::try_from(later).ok();
        let later = later.filter(|year| (1000..=9999).contains(year));
        match (verdict, later) {
            (Verdict::Moves, Some(later)) => {
                let before = characters.part(copied_to..mention.range.start);
                shifted.text.extend(before);
                length += before.len();
                let written = characters.part(mention.range.clone());
                let after = written_like(written, later);
                shifted.text.push_str(&after);
                let width = after.chars().count();
                shifted.moved.push(Moved {
                    start: length,
                    before: written.iter().collect(),
                    after,
                });
                length += width;
                copied_to = mention.range.end;
            }
            (Verdict::Stays(reason), _)
                if mention.year == last || reason.is_doubtful() && is_near(mention, last) =>
            {
                let around = around(&context.sentence(), &mention.range);
                shifted.kept.push(Kept {
                    year: characters.part(mention.range.clone()).iter().collect(),
                    sentence: characters.part(around).iter().collect(),
                    reason,
                });
            }
            _ => {}
        }
    }
    shifted.text.extend(characters.onward(copied_to));
    shifted
}

/// What is told with a year: its sentence, cut where that is endless.
pub fn around(sentence: &Range<usize>, year: &Range<usize>) -> Range<usize> {
    let start = sentence.start.max(year.start.saturating_sub(AROUND));
    let end = sentence.end.min(year.end.saturating_add(AROUND));
    start.min(year.start)..end.max(year.end)
}

/// The sentences of the report of `this` year that name a year which looks left over, one question a sentence.
///
/// Last year in new text is asked about unless something explains it: a comparison, a budget, a founding, a title, this
/// year in the same clause, or one of the `history` words there. Older years are asked about where they open a sentence.
/// Where the sentence was copied from last year's report, titles and budgets are asked about too, and years around it
/// that could not be moved with certainty. `settled` are the first characters of years the user already judged,
/// in order.
pub fn left_over(
    text: &YearText,
    this: u16,
    last_year: &LastYear,
    settled: &[usize],
    history: &[String],
) -> Vec<LeftOver> {
    let mut questions: Vec<LeftOver> = Vec::new();
    // Whether a sentence stood in last year's report, years aside and exactly, told once for all its years.
    let mut copied: Option<(usize, bool, bool)> = None;
    for (index, context) in text.contexts().enumerate() {
        let mention = context.mention();
        if mention.year.abs_diff(this) > 3 || settled.binary_search(&mention.range.start).is_ok() {
            continue;
        }
        let sentence = context.sentence();
        // Years come in order, so only the last question can be about the same sentence.
        if questions.last().is_some_and(|q| q.sentence == sentence) {
            continue;
        }
        let words = text.characters.part(sentence.clone());
        let known = copied.filter(|(start, ..)| *start == sentence.start);
        let (_, is_copy, is_exact) = *copied.insert(known.unwrap_or_else(|| {
            let is_copy = last_year.has(words);
            let is_exact = is_copy && last_year.has_exactly(words);
            (sentence.start, is_copy, is_exact)
        }));
        // 本年度（2024年）: which year the report is of is no matter of doubt.
        let is_of_this = ["本年度（", "本年（", "今年（", "本报告年度（", "报告年度（"]
            .iter()
            .any(|word| context.before.ends_with(word));
        if is_of_this && mention.year != this && context.after.starts_with('）') {
            questions.push(LeftOver {
                words: words.iter().collect(),
                excerpt: shown(&text.characters, mention.range.clone()),
                sentence,
                range: mention.range.clone(),
                year: mention.year,
                reason: Reason::Bare,
            });
            continue;
        }
        // New text may name this year and later ones, but not what was done in a year that is to come.
        if !is_copy && mention.year >= this {
            let is_early = mention.year == this.saturating_add(1) && context.is_told_as_done();
            if !is_early {
                continue;
            }
        }
        let reason = if is_copy {
            reason_in_copy(&context, this, is_exact)
        } else if mention.year > this {
            Some(Reason::Neighbour)
        } else {
            reason_in_new_text(&context, this, history)
        };
        // A period that begins last year and ends this year: 2024年12月1日至2025年11月30日.
        let next = text.mentions.get(index + 1);
        let next = next.filter(|next| sentence.contains(&next.range.start));
        let runs_into_this_year = context.is_period() && next.is_some_and(|next| next.year == this);
        questions.extend(
            reason
                .filter(|_| !runs_into_this_year)
                .map(|reason| LeftOver {
                    words: words.iter().collect(),
                    excerpt: shown(&text.characters, mention.range.clone()),
                    sentence,
                    range: mention.range.clone(),
                    year: mention.year,
                    reason,
                }),
        );
    }
    questions
}

/// Years up to the report's that are named with what is yet to come, as ranges of characters.
///
/// One of the words in the same sentence says that it is to come; 将继续 and the like do so behind a year that opens it.
pub fn overdue(text: &YearText, this: u16, words: &[String]) -> Vec<Range<usize>> {
    let contexts = text.contexts();
    let late = contexts
        .filter(|context| context.mention().year <= this && context.is_for_what_comes(words));
    late.map(|context| context.mention().range.clone())
        .collect()
}

/// Why a year looks left over in a sentence that stood in last year's report, years aside or exactly.
fn reason_in_copy(context: &Context, this: u16, is_exact: bool) -> Option<Reason> {
    let last = this.saturating_sub(1);
    match (
        i32::from(context.mention().year) - i32::from(last),
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
    let is_older = context.mention().year < last;
    let is_explained = context.is_told_as_history(this, history) || context.is_comparison();
    if context.mention().year > last || is_explained || is_older && !context.opens_sentence() {
        return None;
    }
    match context.verdict(context.mention().year) {
        Verdict::Moves => Some(Reason::Bare),
        Verdict::Stays(reason) => Some(reason).filter(|r| r.is_doubtful() && !r.is_name()),
    }
}

/// Whether it is last year or a neighbour of it.
fn is_near(mention: &Mention, last: u16) -> bool {
    mention.year.abs_diff(last) <= 1 && mention.form != YearForm::DocumentNumber
}
