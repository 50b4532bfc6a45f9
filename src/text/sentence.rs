//! Where the sentences and clauses of a text begin and end.

use super::mark::{closes, ends_sentence};
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
