//! Where the sentences and clauses of a text begin and end.

use super::mark::{closes, ends_sentence};
use super::numeral::{digit, half_width};
use std::ops::Range;

/// The sentences of a text, as ranges of its characters, without white space around them.
///
/// A sentence ends after 。！？； (with the closing quotes and brackets behind it) or with its line.
pub fn sentences(text: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut position = 0;
    while position < text.len() {
        let ends = ends_sentence(text[position]);
        let is_line_end = text[position] == '\n';
        position += 1;
        if ends {
            while position < text.len() && closes(text[position]) {
                position += 1;
            }
        }
        if ends || is_line_end || position == text.len() {
            found.extend(trimmed(text, start..position));
            start = position;
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
        let after = at + comma.len();
        if !separates_thousands(&sentence[..at], &sentence[after..]) {
            clauses.push(&sentence[start..at]);
            start = after;
        }
    }
    clauses.push(&sentence[start..]);
    clauses
}

/// Whether a comma between these two texts stands before three digits of a number.
fn separates_thousands(before: &str, after: &str) -> bool {
    let is_digit = |c: char| digit(half_width(c)).is_some();
    before.chars().next_back().is_some_and(is_digit)
        && after.chars().take(3).filter(|c| is_digit(*c)).count() == 3
}

fn trimmed(text: &[char], range: Range<usize>) -> Option<Range<usize>> {
    let is_ink = |position: &usize| !text[*position].is_whitespace();
    let first = range.clone().find(is_ink)?;
    let last = range.rev().find(is_ink)?;
    Some(first..last + 1)
}
