//! What the header of a source says about the columns of a band, and about one row under it.

use super::cells::{Content, Row};
use super::labels;
use std::collections::{BTreeMap, BTreeSet};

/// Labels of a header's line that are looked at; a report has fifteen.
const MOST_LABELS: usize = 60;

/// What a source's header says about the columns of a band.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Columns {
    /// Columns in the order of the source, as indexes of the band's leaves.
    pub listed: Vec<usize>,
    /// Grid positions of the listed columns, when the cells of the header stand over their columns.
    pub positions: Option<Vec<usize>>,
    /// Columns of the source's table in which those positions are counted.
    pub grid_columns: Option<usize>,
    /// Whether a header was there but cannot be understood.
    pub is_unclear: bool,
    /// Whether it has several labels with words of their own, so that its columns may be others than the form's.
    pub is_foreign: bool,
    /// Whether it bears every label of the form and nothing else, so that the columns are the form's in its order.
    pub is_complete: bool,
    /// Whether it lists columns in another order than the form's, where moved labels and moved columns look the same.
    pub is_permuted: bool,
    /// Whether it bears every label of the form, each whole, in an order that is not the form's, wherever they stand.
    pub is_rearranged: bool,
    /// Whether it lists them level by level, so that only the sums can tell it from one that is permuted.
    pub needs_sums: bool,
    /// Whether it lists some of the columns without the label of their group, and whether those stand in one line.
    pub lacks_group: bool,
    pub is_one_line: bool,
    /// Places of what stands behind all columns of the form in a real table: a remark, last year's figures.
    pub behind: Vec<usize>,
    /// Places of labels that name a column once more, with the place of the first; they may be its own, merged.
    pub doubled: Vec<(usize, usize)>,
    /// Whether one of them says something else in brackets: another year, another office.
    pub has_rivals: bool,
    /// Places of what stands before them: the label of the row, the number of its line.
    pub before: BTreeSet<usize>,
    /// Units that labels of columns name, other than the form's.
    pub units: BTreeMap<usize, &'static str>,
    /// Columns whose label lacks the unit that the form's has.
    pub without_unit: BTreeSet<usize>,
    /// How many columns the widest band of the form's table has.
    pub reach: usize,
    /// Labels that are spelled differently, as written.
    pub near: Vec<String>,
}

impl Columns {
    /// What the header says about one row. Some columns without their group may be all that is left of a header that
    /// lost a line; they are trusted where the row has a cell, be it blank, under each of them and no other.
    pub fn for_row(&self, row: &Row) -> Columns {
        let mut columns = self.clone();
        let cells = row.behind_label().iter().map(|cell| cell.at);
        let is_under = match &self.positions {
            Some(positions) => row.is_grid && cells.eq(positions.iter().copied()),
            None => false,
        };
        columns.is_unclear |= self.lacks_group && !(self.is_one_line && is_under);
        columns
    }

    /// Whether a row is blank below every label, and its figures stand further to the right than any column of the form's
    /// table.
    pub fn leaves_aside(&self, row: &Row) -> bool {
        let Some(positions) = self.positions.as_ref().filter(|_| self.reach > 0) else {
            return false;
        };
        let is_blank = |at: &usize| {
            let cell = row.cells.iter().find(|cell| cell.at == *at);
            cell.is_some_and(|cell| cell.content == Content::Blank)
        };
        let end = positions.iter().max().map(|last| last + self.reach);
        let mut figures = row.figures().map(|(at, _)| at);
        row.is_grid
            && row.columns == self.grid_columns
            && positions.iter().all(is_blank)
            && figures.all(|at| end.is_some_and(|end| at >= end))
    }

    /// Notes where a line names a column more than once.
    pub fn note_doubled(&mut self, lines: &[Row], class_of: &dyn Fn(&str) -> Option<usize>) {
        for row in lines.iter().filter(|row| row.is_grid) {
            let mut known: BTreeMap<usize, (usize, &str)> = BTreeMap::new();
            for (at, text) in row.texts().take(MOST_LABELS) {
                let Some(class) = class_of(text) else {
                    continue;
                };
                match known.get(&class) {
                    Some((first, other)) => {
                        self.has_rivals |= labels::plain(other) != labels::plain(text);
                        self.doubled.push((*first, at));
                    }
                    None => drop(known.insert(class, (at, text))),
                }
            }
        }
    }

    /// Whether a row has another figure below a label that names a column once more, or the labels themselves differ.
    pub fn is_doubled_in(&self, row: &Row) -> bool {
        let content = |at: usize| {
            let cell = row.cells.iter().find(|cell| cell.at == at);
            cell.map(|cell| &cell.content)
        };
        let is_figure = |content: &&Content| matches!(content, Content::Figure(_));
        let differs = |(first, again): &(usize, usize)| {
            let again = content(*again).filter(is_figure);
            again.is_some() && again != content(*first)
        };
        row.is_grid && (self.has_rivals || self.doubled.iter().any(differs))
    }

    /// The places of what a real table's header has behind all columns of the form, of which there are `count`.
    pub fn behind_all(&self, lines: &[Row], count: usize) -> Vec<usize> {
        let last = self.positions.iter().flatten().max();
        let places = lines.iter().flat_map(Row::texts).map(|(at, _)| at);
        let behind = places.filter(|at| self.is_beside(*at, count) && Some(at) > last);
        let behind: BTreeSet<usize> = behind.collect();
        behind.into_iter().collect()
    }

    /// The places of what a real table's header has before all columns of the form.
    pub fn before_all(&self, lines: &[Row]) -> BTreeSet<usize> {
        let first = self.positions.iter().flatten().min();
        let places = lines.iter().flat_map(Row::texts).map(|(at, _)| at);
        places
            .filter(|at| first.is_some_and(|first| at < first))
            .collect()
    }

    /// Whether a place in a real table is before or behind all columns of the form, of which there are `count`, as the
    /// row's number and a remark are.
    pub fn is_beside(&self, at: usize, count: usize) -> bool {
        let positions = self.positions.as_deref().unwrap_or_default();
        let is_whole = positions.len() == count;
        let ends = positions.iter().min().zip(positions.iter().max());
        is_whole && ends.is_some_and(|(first, last)| at < *first || at > *last)
    }
}

pub(super) fn is_ascending(columns: &[usize]) -> bool {
    columns.is_sorted_by(|one, next| one < next)
}
