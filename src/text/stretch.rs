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

#[cfg(test)]
mod tests {
    use super::Stretch;

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
