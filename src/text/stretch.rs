//! Stretches of a text by the places of its characters; where a text has ended nothing stands.

use std::ops::Range;

/// A text, or a list of its parts, that is asked for what stands somewhere.
pub trait Stretch {
    type Part;

    /// What stands before a place.
    fn upto(&self, end: usize) -> &[Self::Part];

    /// What stands from a place on.
    fn onward(&self, start: usize) -> &[Self::Part];

    /// What stands between two places.
    fn part(&self, range: Range<usize>) -> &[Self::Part];
}

impl<T> Stretch for [T] {
    type Part = T;

    fn upto(&self, end: usize) -> &[T] {
        self.get(..end).unwrap_or(self)
    }

    fn onward(&self, start: usize) -> &[T] {
        self.get(start..).unwrap_or_default()
    }

    fn part(&self, range: Range<usize>) -> &[T] {
        self.upto(range.end).onward(range.start)
    }
}

/// Whether a text ends with one of some words.
pub fn ends_with_any(text: &[char], words: &[&str]) -> bool {
    words.iter().any(|word| {
        let mut characters = text.iter().rev();
        word.chars().rev().all(|c| characters.next() == Some(&c))
    })
}

#[cfg(test)]
mod tests {
    use super::{Stretch, ends_with_any};

    #[test]
    fn a_text_ends_with_one_of_some_words() {
        let text: Vec<char> = "网上6件，合计".chars().collect();
        assert!(ends_with_any(&text, &["共计", "，合计"]));
        assert!(!ends_with_any(&text, &["共计", "总合计"]));
        assert!(!ends_with_any(text.upto(1), &["合网"]));
    }

    #[test]
    fn nothing_stands_beyond_a_text() {
        let text = ['一', '二', '三'];
        assert_eq!(text.upto(2), ['一', '二']);
        assert_eq!(text.upto(9), text);
        assert_eq!(text.onward(2), ['三']);
        assert!(text.onward(9).is_empty());
        assert_eq!(text.part(1..2), ['二']);
        assert_eq!(text.part(1..9), ['二', '三']);
        assert!(text.part(2..2).is_empty());
    }
}
