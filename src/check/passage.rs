//! The parts of a text that are read for themselves, so that a change in one leaves the others known.

use crate::text::YearText;
use std::cell::OnceCell;
use std::ops::Range;

/// A paragraph; with those behind it where it ends with a semicolon, since its sentence goes on there.
pub(super) struct Passage<'a> {
    pub words: &'a str,
    pub ink: Ink,
    /// Whether it is a heading, which needs no mark at its end.
    pub is_heading: bool,
    /// First characters of the years in it that the user already judged.
    pub settled: &'a [usize],
    years: OnceCell<YearText>,
}

impl<'a> Passage<'a> {
    pub fn of(words: &'a str, is_heading: bool, settled: &'a [usize]) -> Passage<'a> {
        Passage {
            words,
            ink: Ink::of(words),
            is_heading,
            settled,
            years: OnceCell::new(),
        }
    }

    /// The words read for their years, once for all questions.
    pub fn years(&self) -> &YearText {
        self.years.get_or_init(|| YearText::of(self.words))
    }
}

/// The passages of a text, without the line feeds between them.
pub(super) fn passages(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let words = rest?;
        let mut ends = words.match_indices('\n').map(|(at, _)| at);
        let end = ends.find(|end| {
            let before = words.get(..*end).unwrap_or_default();
            !before.ends_with(['；', ';'])
        });
        let (passage, behind) = match end.and_then(|end| words.split_at_checked(end)) {
            Some((passage, behind)) => (passage, behind.strip_prefix('\n')),
            None => (words, None),
        };
        rest = behind;
        Some(passage)
    })
}

/// Words in characters.
pub(super) struct Ink {
    pub characters: Vec<char>,
    /// The byte of each and of the end, once one asks for them.
    bytes: OnceCell<Vec<usize>>,
}

impl Ink {
    pub fn of(words: &str) -> Ink {
        let mut characters = Vec::with_capacity(words.chars().count());
        characters.extend(words.chars());
        Ink {
            characters,
            bytes: OnceCell::new(),
        }
    }

    /// The bytes of a range of characters.
    pub fn bytes(&self, range: &Range<usize>) -> Range<usize> {
        let bytes = self.bytes.get_or_init(|| {
            let ends = self.characters.iter().scan(0, |end, c| {
                *end += c.len_utf8();
                Some(*end)
            });
            std::iter::once(0).chain(ends).collect()
        });
        let byte = |at: usize| bytes.get(at).or(bytes.last()).copied().unwrap_or(0);
        byte(range.start)..byte(range.end)
    }

    /// A range of characters with a few around it, within its line.
    pub fn excerpt(&self, range: &Range<usize>) -> String {
        let in_line = |c: &&char| **c != '\n';
        let before = self.before(range.start).take_while(in_line);
        let start = range.start - before.take(6).count();
        let behind = self.characters.iter().skip(range.end).take_while(in_line);
        let end = range.end + behind.take(6).count();
        self.words(start..end.min(start + 60)).trim().to_owned()
    }

    /// The characters before one, from it backwards.
    pub fn before(&self, at: usize) -> impl Iterator<Item = &char> {
        self.characters.iter().take(at).rev()
    }

    pub fn words(&self, range: Range<usize>) -> String {
        self.characters
            .iter()
            .take(range.end)
            .skip(range.start)
            .collect()
    }
}
