//! The labels of a header's groups of columns → whether they stand in the form's order.

use super::cells::Row;
use super::labels::{self, Key};
use crate::template::Header;
use crate::template::axis;

/// Where a label stands in a header, and whether it has its line for itself.
#[derive(Clone, Copy)]
struct Place {
    line: usize,
    /// The cell's place and the word's in the cell.
    at: (usize, usize),
    is_alone: bool,
    is_in_grid: bool,
    /// How many words of the header come before it.
    before: usize,
}

/// Whether two groups of a level have changed places in the lines of a header. Their columns bear the same labels, so
/// that nothing but the groups' own tells whose figures stand below.
pub(super) fn are_out_of_order(axis: &[Header], lines: &[Row]) -> bool {
    let placed = axis::place(axis);
    let groups: Vec<_> = placed
        .iter()
        .filter(|placed| !placed.header.is_leaf())
        .collect();
    if groups.len() < 2 {
        return false;
    }
    let keys: Vec<(Key, usize)> = groups
        .iter()
        .enumerate()
        .map(|(at, placed)| (Key::of(&placed.header.label), at))
        .collect();
    let mut places: Vec<Option<Place>> = vec![None; groups.len()];
    let mut count = 0;
    for (line, row) in lines.iter().enumerate() {
        let find = |text: &str| labels::find_exact(&Key::of(text), &keys);
        // Words with one space between them are one text; they may be labels side by side.
        let words = row.texts().flat_map(|(at, text)| {
            let whole = find(text).map(|group| (at, 0, Some(group)));
            let parts = text.split_whitespace().enumerate();
            let parts = parts.map(move |(word, part)| (at, word, find(part)));
            whole
                .into_iter()
                .chain(parts.filter(move |_| whole.is_none()))
        });
        let words: Vec<(usize, usize, Option<usize>)> = words.collect();
        for (at, word, group) in &words {
            if let Some(place @ None) = group.and_then(|group| places.get_mut(group)) {
                *place = Some(Place {
                    line,
                    at: (*at, *word),
                    is_alone: words.len() == 1,
                    is_in_grid: row.is_grid,
                    before: count,
                });
            }
            count += 1;
        }
    }
    let found: Vec<_> = groups.iter().zip(places).collect();
    found.iter().enumerate().any(|(index, (group, place))| {
        found.iter().skip(index + 1).any(|(next, other)| {
            let are_beside = next.level == group.level;
            match (place, other) {
                (Some(place), Some(other)) if are_beside => {
                    // In text a group whose columns came before it may have been printed anywhere.
                    let leaves = group.leaf_span + next.leaf_span;
                    let has_columns = count > place.before.max(other.before) + leaves;
                    let is_in_grid = place.is_in_grid && other.is_in_grid;
                    (is_in_grid || has_columns) && stands_behind(*place, *other)
                }
                _ => false,
            }
        })
    })
}

/// Whether a label stands behind another: to the right of it, or below it where both stand alone. A text that keeps the
/// layout of a page may have labels side by side on different lines, about as far from the left.
fn stands_behind(one: Place, other: Place) -> bool {
    if one.line == other.line {
        return one.at > other.at;
    }
    match one.is_alone && other.is_alone {
        true => one.line > other.line,
        false => one.is_in_grid && other.is_in_grid && one.at > other.at,
    }
}
