//! Where the sentences and clauses of a text begin and end.

use super::mark::{closes, ends_clause, ends_sentence};
use super::numeral::{digit, half_width};
use super::stretch::Stretch;
use std::ops::Range;

/// The sentences of a text, as ranges of its characters, without white space around them.
///
/// A sentence ends after 。！？； (with the closing quotes and brackets behind it) or with its line.
pub fn sentences(text: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut characters = text.iter().enumerate().peekable();
    while let Some((at, c)) = characters.next() {
        let mut end = at + 1;
        let ends = ends_sentence(*c);
        if ends {
            while characters.next_if(|(_, c)| closes(**c)).is_some() {
                end += 1;
            }
        }
        if ends || *c == '\n' || end == text.len() {
            found.extend(trimmed(text, start..end));
            start = end;
        }
    }
    found
}

/// The one of a text's sentences that holds a position; the position alone when it stands between sentences.
pub fn sentence_among(sentences: &[Range<usize>], position: usize) -> Range<usize> {
    let index = sentences.partition_point(|range| range.end <= position);
    let found = sentences
        .get(index)
        .filter(|range| range.contains(&position));
    found.cloned().unwrap_or(position..position)
}

/// Words of a text with the rest of their clause, so that a reader sees what is meant; ……, where it goes on far.
pub fn shown(text: &[char], words: Range<usize>) -> String {
    const AROUND: usize = 24;
    const LONGEST: usize = 72;
    let is_edge = |c: &char| ends_clause(*c);
    let (before, behind) = (text.upto(words.start), text.onward(words.end));
    let lead = before.iter().rev().take(AROUND + 1);
    let lead = lead.take_while(|c| !is_edge(c)).count();
    let tail = behind.iter().take(AROUND + 1);
    let mut tail = tail.take_while(|c| !is_edge(c)).count();
    // 2024年，我局公开信息: a clause that says too little alone.
    if lead + words.len() + tail < 8 && matches!(behind.get(tail), Some('，' | '：')) {
        let next = behind.onward(tail + 1).iter().take(AROUND - tail);
        tail += 1 + next.take_while(|c| !is_edge(c)).count();
    }
    let cut = |length: usize| {
        if length > AROUND {
            (14, "……")
        } else {
            (length, "")
        }
    };
    let ((lead, before), (tail, after)) = (cut(lead), cut(tail));
    // A number is shown whole.
    let is_digit = |c: &&char| digit(**c).is_some();
    let first = before_digits(text, words.start - lead);
    let digits = behind.onward(tail).iter().take_while(is_digit).count();
    let goes_on = text.get((words.end + tail).saturating_sub(1));
    let tail = tail
        + if goes_on.is_some_and(|c| is_digit(&c)) {
            digits
        } else {
            0
        };
    let told = text.part(first..words.end + tail);
    let told: String = match told.len() > LONGEST {
        true => {
            let first = told.upto(LONGEST - 20).iter();
            let last = told.onward(told.len() - 18).iter();
            first.chain(&['…', '…']).chain(last).collect()
        }
        false => told.iter().collect(),
    };
    format!("{before}{}{after}", told.trim())
}

/// Where the number begins that a position lies within; the position where it lies in none.
fn before_digits(text: &[char], at: usize) -> usize {
    let is_digit = |c: &char| digit(*c).is_some();
    match text.get(at).is_some_and(is_digit) {
        true => {
            at - text
                .upto(at)
                .iter()
                .rev()
                .take_while(|c| is_digit(c))
                .count()
        }
        false => at,
    }
}

/// The clauses of a sentence; a comma between groups of digits separates thousands, not clauses.
pub fn clauses(sentence: &str) -> Vec<&str> {
    let mut clauses = Vec::new();
    let mut start = 0;
    for (at, comma) in sentence.match_indices(['，', ',', '：']) {
        let end = at + comma.len();
        let around = sentence.get(..at).zip(sentence.get(end..));
        if around.is_some_and(|(before, after)| !separates_thousands(before, after)) {
            clauses.extend(sentence.get(start..at));
            start = end;
        }
    }
    clauses.extend(sentence.get(start..));
    clauses
}

/// Whether a comma between these two texts stands before three digits of a number.
fn separates_thousands(before: &str, after: &str) -> bool {
    let is_digit = |c: char| digit(half_width(c)).is_some();
    before.chars().next_back().is_some_and(is_digit)
        && after.chars().take(3).filter(|c| is_digit(*c)).count() == 3
}

fn trimmed(text: &[char], range: Range<usize>) -> Option<Range<usize>> {
    let is_ink = |c: &char| !c.is_whitespace();
    let part = text.part(range.clone());
    let first = part.iter().position(is_ink)?;
    let last = part.iter().rposition(is_ink)?;
    Some(range.start + first..range.start + last + 1)
}
