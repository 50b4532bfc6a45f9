//! The order of a table's rows → rows whose label is torn or missing, and rows that stand where the form has others.

use super::cells::Row;
use super::labels::Match;
use super::pieces::letters;
use super::region::is_lone_figure;
use super::rows::{Named, RowId, RowLabels};
use crate::template::Header;
use crate::text::Stretch;
use std::collections::BTreeSet;
use std::ops::Range;

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

    /// Whether it begins right below a whole label that is not its own.
    fn follows_label(&self, is_label: &dyn Fn(&str) -> bool) -> bool {
        let used = self.named.as_ref().map_or(0, |named| named.above);
        let others = self.above.upto(self.above.len() - used);
        let mut texts = others.first().into_iter().flat_map(Row::texts);
        texts.next().is_some_and(|(_, text)| is_label(text))
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
        // Where each row of the band stands among the strips, and among the rows of the form.
        let named: Vec<(usize, usize)> = strips
            .iter()
            .enumerate()
            .filter_map(|(at, strip)| Some((at, strip.target()?)))
            .filter_map(|(at, row)| (row.band == band).then_some((at, row.leaf)))
            .collect();
        let ends = named.first().zip(named.last());
        let Some((&(first, first_leaf), &(last, last_leaf))) = ends else {
            continue;
        };
        // Every row of figures counts, so that one that was torn or lost figures is no gap for another.
        let is_open = |strip: &Strip| {
            strip.named.is_none() && !is_lone_figure(&strip.row) && strip.row.has_figures()
        };
        let open = |places: Range<usize>| -> Vec<usize> {
            let strips = strips.iter().enumerate();
            let strips = strips.take(places.end).skip(places.start);
            let open = strips.filter(|(_, strip)| is_open(strip));
            open.map(|(at, _)| at).collect()
        };
        let is_whole = |at: &usize| {
            strips.get(*at).is_some_and(|Strip { row, .. }| {
                row.figures().count() == whole
                    && row.unclear().is_none()
                    && rows.group(row).is_none()
            })
        };
        let mut gaps: Vec<(Vec<usize>, usize)> = Vec::new();
        gaps.push((open(0..first), 0));
        for [(at, leaf), (next_at, next_leaf)] in named.array_windows() {
            let between = open(at + 1..*next_at);
            if *next_leaf == leaf + between.len() + 1 {
                gaps.push((between, leaf + 1));
            }
        }
        gaps.retain(|(open, start)| *start > 0 || open.len() == first_leaf);
        let behind = open(last + 1..strips.len());
        if last_leaf + 1 + behind.len() == count {
            gaps.push((behind, last_leaf + 1));
        }
        gaps.retain(|(open, _)| whole > 1 && open.iter().all(is_whole));
        for (open, start) in gaps {
            for (step, at) in open.into_iter().enumerate() {
                let target = RowId {
                    band,
                    leaf: start + step,
                };
                let has_trace = has_trace(strips, at, rows.label(target));
                let Some(strip) = strips.get_mut(at) else {
                    continue;
                };
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

/// Figures right below a row without a label of their own may be the rest of its numbers, also below what a page prints
/// at its end and its beginning.
pub(super) fn mark_broken(strips: &mut [Strip], is_row: &dyn Fn(&str) -> bool) {
    let mut rest = strips;
    while let [strip, below @ ..] = rest {
        if let Some(next) = below.first() {
            let mut between = next.above.iter().flat_map(Row::texts);
            let follows = next.named.is_none()
                && next.row.has_figures()
                && (next.above.is_empty()
                    || !next.row.has_text() && !between.any(|(_, text)| is_row(text)));
            strip.is_broken = follows && strip.named.is_some();
        }
        rest = below;
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
    let own = strips.get(at).into_iter().flat_map(Strip::texts);
    let around = letters(own.chain(next));
    let label = letters([label]);
    let all: isize = label.values().sum();
    let found: isize = label
        .iter()
        .map(|(c, count)| around.get(c).copied().unwrap_or(0).min(*count))
        .sum();
    all > 0 && 10 * found >= 7 * all
}

/// Rows of figures below a label of its own line that stand, with no row in between that has its label beside it, in one
/// run with figures that nothing labels: labels may stand below their figures there, and the one above be another's.
///
/// A figure alone in its line may be a page number; it counts when the run ends in a label without figures.
pub(super) fn apart(
    strips: &[Strip],
    begins_label: &dyn Fn(&str) -> bool,
    is_label: &dyn Fn(&str) -> bool,
) -> BTreeSet<usize> {
    let mut apart = BTreeSet::new();
    let mut run: Vec<usize> = Vec::new();
    let mut has_bare = false;
    let mut has_lone = false;
    for (at, strip) in strips.iter().enumerate() {
        let Strip { row, above, .. } = strip;
        let is_bare = !row.has_text() && row.has_figures();
        if has_lone && strip.follows_label(is_label) {
            apart.extend(&run);
        }
        match &strip.named {
            Some(named) if is_bare && !strip.is_by_place => {
                run.extend((named.above > 0 && named.below == 0).then_some(at));
            }
            Some(_) => {
                let is_apart = has_bare && is_run(&run, strips);
                apart.extend(run.drain(..).filter(|_| is_apart));
                (has_bare, has_lone) = (false, false);
            }
            None => {
                let last = above.iter().rev().flat_map(Row::texts).next();
                let is_led = is_bare && last.is_some_and(|(_, text)| begins_label(text));
                has_bare |= row.has_figures() && !is_lone_figure(row) && !is_led;
                has_lone |= is_lone_figure(row) && !is_led;
            }
        }
    }
    let is_apart = has_bare && is_run(&run, strips);
    apart.extend(run.into_iter().filter(|_| is_apart));
    apart
}

/// Whether rows make a run; one row of a table's cells may have lost its label to a page.
fn is_run(rows: &[usize], strips: &[Strip]) -> bool {
    let first = rows.first().and_then(|first| strips.get(*first));
    rows.len() > 1 || first.is_some_and(|first| !first.row.is_grid)
}

/// Rows that stand before or behind others that the form has the other way round, unless they only repeat one.
pub(super) fn misplaced(strips: &[Strip]) -> BTreeSet<usize> {
    let mut rows: Vec<(usize, RowId, &Strip)> = Vec::new();
    for (at, strip) in strips.iter().enumerate() {
        if let Some(row) = strip.target()
            && !rows
                .iter()
                .any(|(_, known, other)| *known == row && same_figures(other, strip))
        {
            rows.push((at, row, strip));
        }
        // A report has some thirty rows; a source with far more is none.
        if rows.len() > 400 {
            break;
        }
    }
    let mut misplaced = BTreeSet::new();
    for (before, (at, row, _)) in rows.iter().enumerate() {
        for (other_at, other, _) in rows.iter().skip(before + 1) {
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
