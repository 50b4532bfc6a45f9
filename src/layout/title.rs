//! The title → lines broken by meaning, in the shape of a trapezium or lozenge (GB/T 9704-2012, 7.3.1).

use std::ops::Range;

use crate::layout::balance;
use crate::layout::breaks::{Break, is_han};
use crate::layout::shape::{Run, Shaped};
use crate::layout::sums::Sums;

/// The most lines that are weighed against each other; a longer title is only balanced.
const LINES_MAX: usize = 4;
/// A title with more characters than these does not fit that many lines; it is only balanced.
const CHARACTERS_MAX: usize = 160;
/// What another line costs.
const LINE: f32 = 45.0;
/// A break inside a name, behind the name of a province, city or county in it, and before a year.
const TORN_NAME: f32 = 60.0;
const BEHIND_REGION: f32 = 15.0;
const BEFORE_NUMBER: f32 = 20.0;
/// A break that parts fewer than `SPLINTER_LETTERS` characters from the name they end or begin.
const SPLINTER: f32 = 60.0;
const SPLINTER_LETTERS: usize = 4;
/// A line shorter than the lines above and below it.
const HOURGLASS: f32 = 25.0;
/// All lines of one length.
const RECTANGLE: f32 = 4.0;
/// Characters of difference that the eye sees.
const SEEN_EM: f32 = 0.6;

/// Breaks a title into centred lines of at most `width_pt`.
pub fn lines(run: &Run, width_pt: f32) -> Vec<Range<usize>> {
    let characters = &run.characters;
    if characters.len() > CHARACTERS_MAX {
        return balance::balance(run, width_pt);
    }
    let search = Search {
        characters,
        sums: Sums::of(characters),
        breaks: (0..characters.len())
            .map(|at| break_cost(characters, at))
            .collect(),
        size_pt: run.size_pt,
        width_pt,
    };
    let mut best = None;
    search.extend(&mut vec![0], 0.0, &mut best);
    match best {
        Some((_, starts)) => {
            let ends = starts.iter().skip(1).copied().chain([characters.len()]);
            starts
                .iter()
                .zip(ends)
                .map(|(from, to)| *from..to)
                .collect()
        }
        None => balance::balance(run, width_pt),
    }
}

struct Search<'a> {
    characters: &'a [Shaped],
    sums: Sums,
    /// What a line that starts at each character costs; `None` where none may.
    breaks: Vec<Option<f32>>,
    size_pt: f32,
    width_pt: f32,
}

impl Search<'_> {
    /// Tries all ways to break the rest of the title; `starts` are the lines begun, the last still open.
    fn extend(&self, starts: &mut Vec<usize>, cost: f32, best: &mut Option<(f32, Vec<usize>)>) {
        let Some(&start) = starts.last() else { return };
        for end in start + 1..=self.characters.len() {
            if self.line_pt(start..end) > self.width_pt + 0.01 {
                return;
            }
            let Some((next, step)) = self.characters.get(end).zip(self.breaks.get(end)) else {
                let total = cost + self.shape_cost(starts);
                if best.as_ref().is_none_or(|(least, _)| total < *least) {
                    *best = Some((total, starts.clone()));
                }
                return;
            };
            if let Some(step) = step
                && starts.len() < LINES_MAX
            {
                starts.push(end);
                self.extend(starts, cost + LINE + step, best);
                starts.pop();
            }
            if next.before == Break::Must {
                return;
            }
        }
    }

    fn line_pt(&self, range: Range<usize>) -> f32 {
        let last = self.characters.get(range.clone()).and_then(<[_]>::last);
        let tail = last.map_or(0.0, |last| last.blank_right_pt);
        self.sums.natural_pt(&range) - tail
    }

    fn shape_cost(&self, starts: &[usize]) -> f32 {
        let ends = starts
            .iter()
            .skip(1)
            .copied()
            .chain([self.characters.len()]);
        let widths: Vec<f32> = starts
            .iter()
            .zip(ends)
            .map(|(from, to)| self.line_pt(*from..to) / self.size_pt)
            .collect();
        let mean = widths.iter().sum::<f32>() / widths.len() as f32;
        let uneven: f32 = widths.iter().map(|width| (width - mean).powi(2)).sum();
        let waists = widths
            .array_windows()
            .filter(|[above, line, below]| *line < above - SEEN_EM && *line < below - SEEN_EM)
            .count();
        let even = widths.iter().all(|width| (width - mean).abs() < SEEN_EM);
        let rectangle = if even { RECTANGLE } else { 0.0 };
        uneven + HOURGLASS * waists as f32 + rectangle
    }
}

/// What a line that starts at a character costs; `None` where none may.
fn break_cost(characters: &[Shaped], at: usize) -> Option<f32> {
    let next = characters.get(at)?;
    let before = characters.get(at.checked_sub(1)?)?.character;
    match next.before {
        Break::Never | Break::Emergency => None,
        Break::Preferred | Break::Must => Some(0.0),
        Break::Allowed { cost } => Some(match () {
            () if next.character.is_ascii_digit() => cost + BEFORE_NUMBER,
            () if ends_region(before) && !ends_region(next.character) => cost + BEHIND_REGION,
            () if is_han(before) && is_han(next.character) => {
                let splinter = is_splinter(characters, at);
                cost + TORN_NAME + if splinter { SPLINTER } else { 0.0 }
            }
            () => cost,
        }),
    }
}

/// Whether a break leaves less than a word of a name on either side.
fn is_splinter(characters: &[Shaped], at: usize) -> bool {
    let Some((ahead, [_, behind @ ..])) = characters.split_at_checked(at) else {
        return false;
    };
    let ahead = ahead.iter().rev();
    let ahead = ahead.take_while(|c| is_han(c.character) && !ends_region(c.character));
    let behind = behind.iter();
    let behind = behind.take_while(|c| is_han(c.character) && c.before != Break::Preferred);
    ahead.count().min(behind.count() + 1) < SPLINTER_LETTERS
}

fn ends_region(character: char) -> bool {
    matches!(
        character,
        '省' | '市' | '区' | '县' | '州' | '盟' | '旗' | '乡' | '镇'
    )
}
