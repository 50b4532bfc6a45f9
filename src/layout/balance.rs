//! Short texts → few lines of even length, for narrow cells and signatures.

use std::ops::Range;

use crate::layout::breaks::{self, Break};
use crate::layout::shape::{Run, Shaped, width_pt};
use crate::layout::sums::Sums;

const EMERGENCY: f32 = 500.0;
/// More lines than these are filled one after the other; nobody sees whether they are even.
const BALANCED_MAX: usize = 40;
/// More places to break than these do not come together in that many lines, unless characters have no width.
const POINTS_MAX: usize = 4_000;
/// Breaks that are weighed for the start of one line.
const STARTS_MAX: usize = 512;
/// A line of one character beside longer ones.
const LONELY: f32 = 60.0;
/// A break inside a word of a text whose words are marked, which only a line narrower than the word needs.
const UNMARKED: f32 = 80.0;

/// Breaks a text into as few lines as `width_pt` allows and makes them as even as the breaks permit.
pub fn balance(run: &Run, width_pt: f32) -> Vec<Range<usize>> {
    let characters = &run.characters;
    if characters.is_empty() {
        return Vec::new();
    }
    let text = Text {
        characters,
        sums: Sums::of(characters),
        breaks: breakpoints(characters, width_pt),
        limit_pt: width_pt,
    };
    let full = text.full_lines();
    if full.len() > BALANCED_MAX {
        return full;
    }
    // Where the breaks do not allow so few lines, one more mostly will do.
    let even = (full.len()..=full.len() + 1).find_map(|lines| text.even_lines(lines));
    even.unwrap_or(full)
}

/// Width of the longest part of a text that only an emergency breaks.
pub fn longest_word(characters: &[Shaped]) -> f32 {
    characters
        .chunk_by(|_, next| {
            !matches!(
                next.before,
                Break::Allowed { .. } | Break::Preferred | Break::Must
            )
        })
        .map(|word| width_pt(without_spaces(word)))
        .fold(0.0, f32::max)
}

/// Width of the longest part of a text between the breaks that its author marked, and stops.
pub fn longest_marked(characters: &[Shaped]) -> f32 {
    characters
        .chunk_by(|_, next| !matches!(next.before, Break::Preferred | Break::Must))
        .map(|word| width_pt(without_spaces(word)))
        .fold(0.0, f32::max)
}

/// Spaces at the end of a line take no room.
fn without_spaces(mut word: &[Shaped]) -> &[Shaped] {
    while let [head @ .., last] = word
        && last.character == ' '
    {
        word = head;
    }
    word
}

/// Cost of a break before each character in a balanced text; `None` where no line may end.
fn breakpoints(characters: &[Shaped], limit_pt: f32) -> Vec<Option<f32>> {
    let emergency = longest_word(characters) > limit_pt;
    let marked = characters.iter().any(|c| c.before == Break::Preferred);
    let words_fit = marked && longest_marked(characters) <= limit_pt;
    let mut result: Vec<Option<f32>> = characters
        .iter()
        .map(|shaped| match shaped.before {
            Break::Never => None,
            Break::Emergency => emergency.then_some(EMERGENCY),
            Break::Allowed { cost } => Some(cost.min(20.0)),
            Break::Preferred | Break::Must => Some(-40.0),
        })
        .collect();
    for ([previous, next], cost) in characters.array_windows().zip(result.iter_mut().skip(1)) {
        let (before, after) = (previous.character, next.character);
        let parts = breaks::is_opening(after) || breaks::is_closing(before);
        let number = breaks::is_han(before) && after.is_ascii_digit();
        let torn = breaks::is_han(before) && breaks::is_han(after);
        let torn = torn && matches!(next.before, Break::Allowed { .. });
        if torn && words_fit {
            *cost = None;
        }
        if let Some(cost) = cost {
            *cost -= if parts { 12.0 } else { 0.0 } + if number { 6.0 } else { 0.0 };
            *cost += if torn && marked { UNMARKED } else { 0.0 };
        }
    }
    if let Some(first) = result.first_mut() {
        *first = None;
    }
    result
}

/// A text to be broken into lines of at most `limit_pt`.
struct Text<'a> {
    characters: &'a [Shaped],
    sums: Sums,
    breaks: Vec<Option<f32>>,
    limit_pt: f32,
}

impl Text<'_> {
    fn fits(&self, line: &Range<usize>) -> bool {
        let tail = self.characters.get(line.clone()).and_then(<[_]>::last);
        let tail = tail.map_or(0.0, |shaped| shaped.blank_right_pt);
        self.sums.natural_pt(line) - tail <= self.limit_pt + 0.01
    }

    /// Lines as full as they may be, one after the other: the fewest there can be.
    fn full_lines(&self) -> Vec<Range<usize>> {
        let count = self.characters.len();
        let mut ranges = Vec::new();
        let mut start = 0;
        let mut candidate = None;
        let mut end = 1;
        while end <= count {
            if !self.fits(&(start..end)) && end > start + 1 {
                let next = candidate.filter(|at| *at > start).unwrap_or(end - 1);
                ranges.push(start..next);
                (start, candidate) = (next, None);
                end = start + 1;
                continue;
            }
            if self.breaks.get(end).is_some_and(Option::is_some) {
                candidate = Some(end);
            }
            let next = self.characters.get(end);
            if next.is_some_and(|next| next.before == Break::Must) {
                ranges.push(start..end);
                (start, candidate) = (end, None);
            }
            end += 1;
        }
        ranges.push(start..count);
        ranges
    }

    /// The most even way to make `lines` lines; `None` when the breaks do not allow it, or there are too many of them.
    #[expect(
        clippy::indexing_slicing,
        reason = "`before`, `cost` and `best` are as long as `points`, and all indices come from counting through it"
    )]
    fn even_lines(&self, lines: usize) -> Option<Vec<Range<usize>>> {
        let count = self.characters.len();
        let inner = self.breaks.iter().enumerate().skip(1);
        let inner = inner.filter_map(|(at, cost)| cost.is_some().then_some(at));
        let points: Vec<usize> = std::iter::once(0).chain(inner).chain([count]).collect();
        if points.len() > POINTS_MAX {
            return None;
        }
        let ideal_pt = self.sums.natural_pt(&(0..count)) / lines as f32;
        let widths = self.characters.iter().map(|shaped| shaped.width_pt);
        let em_pt = widths.fold(1.0, f32::max);
        let mut before = vec![f32::INFINITY; points.len()];
        before[0] = 0.0;
        let mut from = Vec::with_capacity(lines);
        for line in 1..=lines {
            let mut cost = vec![f32::INFINITY; points.len()];
            let mut best = vec![0; points.len()];
            for (to, &end) in points.iter().enumerate().skip(line) {
                let step = self.breaks.get(end).copied().flatten().unwrap_or(0.0);
                let lowest = to.saturating_sub(STARTS_MAX).max(line - 1);
                for start in (lowest..to).rev() {
                    let range = points[start]..end;
                    if range.len() > 1 && !self.fits(&range) {
                        break;
                    }
                    let lonely = count > 2 && lines > 1 && range.len() == 1 && lines < count;
                    let off = (self.sums.natural_pt(&range) - ideal_pt) / em_pt;
                    let uneven = 10.0 * off * off + if lonely { LONELY } else { 0.0 };
                    let total = before[start] + step + uneven;
                    if total < cost[to] {
                        (cost[to], best[to]) = (total, start);
                    }
                    let first = self.characters.get(range.start);
                    if range.start > 0 && first.is_some_and(|c| c.before == Break::Must) {
                        break;
                    }
                }
            }
            from.push(best);
            before = cost;
        }
        before.last().filter(|cost| cost.is_finite())?;
        let mut to = points.len() - 1;
        let mut ranges: Vec<Range<usize>> = Vec::with_capacity(lines);
        for best in from.iter().rev() {
            ranges.push(points[best[to]]..points[to]);
            to = best[to];
        }
        ranges.reverse();
        Some(ranges)
    }
}
