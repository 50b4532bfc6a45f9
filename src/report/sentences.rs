//! Where the sentences of a text begin and end.

use std::ops::Range;

/// The sentences of a text, as ranges of its characters, without white space around them.
///
/// A sentence ends after 。！？； (with the closing quotes and brackets behind it) or with its line.
pub fn sentences(text: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut position = 0;
    while position < text.len() {
        let ends = matches!(text[position], '。' | '！' | '？' | '；' | '!' | '?' | ';');
        let is_line_end = text[position] == '\n';
        position += 1;
        if ends {
            while position < text.len() && matches!(text[position], '”' | '’' | '）' | '」' | '》')
            {
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

/// The sentence that holds a position; the position alone when it stands between sentences.
pub fn sentence_at(text: &[char], position: usize) -> Range<usize> {
    sentence_among(&sentences(text), position)
}

/// The same as [`sentence_at`], for a text whose sentences are known.
pub fn sentence_among(sentences: &[Range<usize>], position: usize) -> Range<usize> {
    let index = sentences.partition_point(|range| range.end <= position);
    let found = sentences
        .get(index)
        .filter(|range| range.contains(&position));
    found.cloned().unwrap_or(position..position)
}

fn trimmed(text: &[char], range: Range<usize>) -> Option<Range<usize>> {
    let is_ink = |position: &usize| !text[*position].is_whitespace();
    let first = range.clone().find(is_ink)?;
    let last = range.rev().find(is_ink)?;
    Some(first..last + 1)
}
