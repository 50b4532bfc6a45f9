//! The lines of one cell's text: the printed page and the window's table break and align them by the same rules.

use std::ops::Range;

use crate::document::{Cell, Grid, Role};
use crate::layout::balance;
use crate::layout::breaks;
use crate::layout::shape::{self, Run};

/// Rows over which a label may run down a column so narrow that its words would be torn anyway.
const TALL_ROWS: usize = 2;
/// Such a column is narrower than this, in characters.
const NARROW_EM: f32 = 3.0;

/// Width of a character in a size, in the unit of that size; asked of who draws.
pub type Advance<'a> = dyn FnMut(char) -> f32 + 'a;

/// Whether a label begins at the left edge of its cell; the others stand in the middle.
pub fn is_left(grid: &Grid, cell: &Cell) -> bool {
    cell.role == Role::RowHeader && cell.row_span == 1 && grid.header_rows > 0
}

/// Breaks a cell's text, or what a window shows in its stead, for who draws in a face of his own.
///
/// Lengths are in one unit of the caller's choice. A part that cannot be broken may be wider than `room`.
pub fn lines(cell: &Cell, text: &str, size: f32, room: f32, advance: &mut Advance) -> Vec<String> {
    let run = shape::drawn(text, size, advance);
    written(&run, broken(cell, &run, room))
}

/// Breaks a text outside any table in the same way, between its words where they are marked.
pub fn words(text: &str, size: f32, room: f32, advance: &mut Advance) -> Vec<String> {
    let run = shape::drawn(text, size, advance);
    written(&run, balance::balance(&run, room))
}

fn written(run: &Run, lines: Vec<Range<usize>>) -> Vec<String> {
    let line = |range: Range<usize>| {
        let characters = run.characters.get(range).unwrap_or_default();
        let line: String = characters.iter().map(|c| c.character).collect();
        line.trim_end().to_owned()
    };
    lines.into_iter().map(line).collect()
}

/// Width of the widest part of a text that no line ends in.
pub fn widest_word(text: &str, size: f32, advance: &mut Advance) -> f32 {
    let run = shape::drawn(text, size, advance);
    let marked = run
        .characters
        .iter()
        .any(|c| c.before == breaks::Break::Preferred);
    match marked {
        true => balance::longest_marked(&run.characters),
        false => balance::longest_word(&run.characters),
    }
}

/// The lines of a run in a cell that leaves it `room`.
pub(super) fn broken(cell: &Cell, run: &Run, room: f32) -> Vec<Range<usize>> {
    let ranges = balance::balance(run, room);
    let lonely = |range: &Range<usize>| letters(run, range) < 2;
    let narrow = cell.row_span > TALL_ROWS && room < NARROW_EM * run.size_pt;
    match narrow && ranges.len() > 1 && ranges.iter().any(lonely) {
        true => one_by_one(run),
        false => ranges,
    }
}

fn letters(run: &Run, range: &Range<usize>) -> usize {
    let seen = run.characters.get(range.clone()).unwrap_or(&[]).iter();
    seen.filter(|shaped| !breaks::is_closing(shaped.character))
        .count()
}

/// One character a line, as a label runs down a narrow column; stops stay with the character before them.
fn one_by_one(run: &Run) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (index, shaped) in run.characters.iter().enumerate() {
        match ranges.last_mut() {
            Some(range) if breaks::is_closing(shaped.character) => range.end = index + 1,
            _ => ranges.push(index..index + 1),
        }
    }
    ranges
}
