//! Pieces of a header's labels: how they join, in which order groups stand, and which characters there are.

use super::labels;
use crate::text::Stretch;

/// How often each character stands in a text.
pub(super) type Letters = std::collections::HashMap<char, isize>;

pub(super) fn letters<'a>(texts: impl IntoIterator<Item = &'a str>) -> Letters {
    let mut letters = Letters::new();
    for c in texts
        .into_iter()
        .flat_map(labels::plain)
        .filter(|c| !matches!(c, '(' | ')'))
    {
        *letters.entry(c).or_default() += 1;
    }
    letters
}

/// A label found in the header: its class, line and place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub class: usize,
    pub line: usize,
    pub at: usize,
}

/// Characters of a header that are no whole label.
pub(super) struct Piece {
    pub text: Vec<char>,
    pub line: usize,
    pub at: usize,
}

/// Every label of a band in plain characters, with its column's class if it is one.
type Words = [(Vec<char>, Option<usize>)];

impl Piece {
    /// Whether it has a character that no label has.
    pub fn is_foreign(&self, words: &Words) -> bool {
        let is_known = |c: &char| words.iter().any(|(word, _)| word.contains(c));
        self.text.iter().any(|c| c.is_alphabetic() && !is_known(c))
    }

    pub fn is_part_of_label(&self, words: &Words) -> bool {
        let mut words = words.iter();
        words.any(|(word, _)| word.windows(self.text.len()).any(|part| part == self.text))
    }

    /// The one class of columns whose labels it is a part of.
    fn class(&self, words: &Words) -> Option<usize> {
        let size = self.text.len().max(1);
        let has_part = |word: &[char]| word.windows(size).any(|part| part == self.text);
        let own = words.iter().filter(|(word, _)| has_part(word));
        let mut classes: Vec<usize> = own.filter_map(|(_, class)| *class).collect();
        classes.sort_unstable();
        classes.dedup();
        match classes.as_slice() {
            [only] if self.text.len() > 1 => Some(*only),
            _ => None,
        }
    }
}

/// Whether parts of labels stand on one line in another order than the form's, as an office's own short labels may.
///
/// `last` is the last class of all: where groups bear the same labels, one begins anew behind the last of another.
pub(super) fn are_out_of_order(pieces: &[Piece], words: &Words, last: usize) -> bool {
    let parts = pieces.iter();
    let parts = parts.filter_map(|piece| Some((piece.line, piece.at, piece.class(words)?)));
    let mut parts: Vec<(usize, usize, usize)> = parts.collect();
    parts.sort_unstable();
    let follows = |one: usize, next: usize| next > one || one + 1 >= last;
    let mut pairs = parts.array_windows();
    pairs.any(|[one, next]| one.0 == next.0 && one.1 < next.1 && !follows(one.2, next.2))
}

/// Groups stay where the form has them; single columns keep the order in which they were read.
pub(super) fn order_around_groups(ordered: Vec<(usize, Vec<usize>)>) -> Vec<usize> {
    let mut singles: Vec<(usize, Vec<usize>)> = ordered
        .iter()
        .filter(|(place, _)| *place != usize::MAX)
        .cloned()
        .collect();
    singles.sort_by_key(|(place, _)| *place);
    let mut singles = singles.into_iter();
    let mut columns = Vec::new();
    for (place, members) in ordered {
        match place {
            usize::MAX => columns.extend(members),
            _ => columns.extend(
                singles
                    .next()
                    .map(|(_, members)| members)
                    .unwrap_or_default(),
            ),
        }
    }
    columns
}

pub(super) fn lay<'a>(
    mut classes: impl Iterator<Item = &'a usize>,
    columns: impl Iterator<Item = (usize, &'a usize)>,
) -> Option<Vec<usize>> {
    let mut laid = Vec::new();
    let mut next = classes.next();
    for (column, class) in columns {
        if next == Some(class) {
            laid.push(column);
            next = classes.next();
        }
    }
    next.is_none().then_some(laid)
}

/// Pieces that together make a label: each on a later line than the one before, as near below it as can be.
pub(super) fn broken_label(label: &[char], pieces: &[Piece]) -> Option<Vec<usize>> {
    for (first, piece) in pieces.iter().enumerate() {
        if piece.text.len() >= label.len() || !label.starts_with(&piece.text) {
            continue;
        }
        let mut used = vec![first];
        let mut length = piece.text.len();
        while length < label.len() {
            let last = pieces.get(*used.last()?)?;
            let next = pieces
                .iter()
                .enumerate()
                .filter(|(at, next)| {
                    !used.contains(at)
                        && next.line > last.line
                        && label.onward(length).starts_with(&next.text)
                })
                .min_by_key(|(_, next)| (next.at.abs_diff(piece.at), next.line));
            let Some((at, next)) = next else {
                break;
            };
            used.push(at);
            length += next.text.len();
        }
        if length == label.len() {
            return Some(used);
        }
    }
    None
}
