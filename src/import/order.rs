//! The order of a table's rows → rows whose label is torn or missing, and rows that stand where the form has others.

use super::cells::Row;
use super::labels::Match;
use super::pieces::letters;
use super::region::is_lone_figure;
use super::rows::{Named, RowId, RowLabels};
use crate::template::Header;
use std::collections::BTreeSet;

/// A row of figures with the lines around it.
#[derive(Debug, Default)]
pub(super) struct Strip {
    pub row: Row,
    /// Lines without figures between the row of figures before and this one.
    pub above: Vec<Row>,
    /// Lines below that belong to its label.
    pub below: Vec<Row>,
    pub named: Option<Named>,
    /// Whether its place among the rows named it, not its label.
    pub is_by_place: bool,
    /// Whether most of its label stands around it.
    pub has_trace: bool,
    /// Whether the source breaks off in it.
    pub is_cut: bool,
    /// Words behind its figures on the same line that are no label.
    pub tail: Option<String>,
    /// Whether the figure below may be the rest of its last number.
    pub is_broken: bool,
}

impl Strip {
    fn target(&self) -> Option<RowId> {
        self.named.as_ref().map(|named| named.row.target)
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        let lines = self.above.iter().chain([&self.row]).chain(&self.below);
        lines.flat_map(Row::texts).map(|(_, text)| text)
    }
}

/// Names the rows between two named ones when there are exactly as many as the form has there.
pub(super) fn name_by_place(strips: &mut [Strip], rows: &RowLabels, leaves: &[Vec<&Header>]) {
    for (band, columns) in leaves.iter().enumerate() {
        let count = rows.count(band);
        if count < 2 {
            continue;
        }
        let whole = columns.len();
        let of_band = |at: &usize| strips[*at].target().is_some_and(|row| row.band == band);
        let named: Vec<usize> = (0..strips.len()).filter(of_band).collect();
        let (Some(&first), Some(&last)) = (named.first(), named.last()) else {
            continue;
        };
        // Every row of figures counts, so that one that was torn or lost figures is no gap for another.
        let is_open = |at: &usize| {
            let strip = &strips[*at];
            strip.named.is_none() && !is_lone_figure(&strip.row) && strip.row.has_figures()
        };
        let is_whole = |at: &usize| {
            let row = &strips[*at].row;
            row.figures().count() == whole && row.unclear().is_none() && rows.group(row).is_none()
        };
        let mut gaps: Vec<(Vec<usize>, usize)> = Vec::new();
        let leaf = |at: usize| strips[at].target().map_or(0, |row| row.leaf);
        gaps.push(((0..first).filter(is_open).collect(), 0));
        for pair in named.windows(2) {
            let between: Vec<usize> = (pair[0] + 1..pair[1]).filter(is_open).collect();
            if leaf(pair[1]) == leaf(pair[0]) + between.len() + 1 {
                gaps.push((between, leaf(pair[0]) + 1));
            }
        }
        gaps.retain(|(open, start)| *start > 0 || open.len() == leaf(first));
        let behind: Vec<usize> = (last + 1..strips.len()).filter(is_open).collect();
        if leaf(last) + 1 + behind.len() == count {
            gaps.push((behind, leaf(last) + 1));
        }
        gaps.retain(|(open, _)| whole > 1 && open.iter().all(is_whole));
        for (open, start) in gaps {
            for (step, at) in open.into_iter().enumerate() {
                let target = RowId {
                    band,
                    leaf: start + step,
                };
                let has_trace = has_trace(strips, at, rows.label(target));
                let strip = &mut strips[at];
                strip.named = Some(Named {
                    row: Match {
                        target,
                        is_near: true,
                    },
                    above: 0,
                    below: 0,
                });
                strip.is_by_place = true;
                strip.has_trace = has_trace;
            }
        }
    }
}

/// Figures right below a row without a label of their own may be the rest of its numbers.
pub(super) fn mark_broken(strips: &mut [Strip]) {
    for at in 1..strips.len() {
        let strip = &strips[at];
        let follows = strip.above.is_empty() && strip.named.is_none() && strip.row.has_figures();
        strips[at - 1].is_broken = follows && strips[at - 1].named.is_some();
    }
}

/// Whether most characters of a label stand in the lines around a row.
fn has_trace(strips: &[Strip], at: usize, label: &str) -> bool {
    let next = strips
        .get(at + 1)
        .into_iter()
        .flat_map(|strip| &strip.above)
        .flat_map(Row::texts)
        .map(|(_, text)| text);
    let around = letters(strips[at].texts().chain(next));
    let label = letters([label]);
    let all: isize = label.values().sum();
    let found: isize = label
        .iter()
        .map(|(c, count)| around.get(c).copied().unwrap_or(0).min(*count))
        .sum();
    all > 0 && 10 * found >= 7 * all
}

/// Rows that stand before or behind others that the form has the other way round, unless they only repeat one.
pub(super) fn misplaced(strips: &[Strip]) -> BTreeSet<usize> {
    let mut rows: Vec<(usize, RowId)> = Vec::new();
    for (at, strip) in strips.iter().enumerate() {
        if let Some(row) = strip.target()
            && !rows
                .iter()
                .any(|(other, known)| *known == row && same_figures(&strips[*other], strip))
        {
            rows.push((at, row));
        }
        // A report has some thirty rows; a source with far more is none.
        if rows.len() > 400 {
            break;
        }
    }
    let mut misplaced = BTreeSet::new();
    for (before, (at, row)) in rows.iter().enumerate() {
        for (other_at, other) in &rows[before + 1..] {
            if row.band == other.band && other.leaf < row.leaf {
                misplaced.extend([*at, *other_at]);
            }
        }
    }
    misplaced
}

fn same_figures(left: &Strip, right: &Strip) -> bool {
    left.row
        .figures()
        .map(|(_, entry)| entry)
        .eq(right.row.figures().map(|(_, entry)| entry))
}
