//! Short texts → few lines of even length, for narrow cells and signatures.

use std::ops::Range;

use crate::layout::breaks::{self, Break};
use crate::layout::shape::{Run, Shaped, width_pt};

const EMERGENCY: f32 = 500.0;
/// More lines than these are filled one after the other; nobody sees whether they are even.
const BALANCED_MAX: usize = 40;

/// Breaks a text into as few lines as `width_pt` allows and makes them as even as the breaks permit.
pub fn balance(run: &Run, width_pt: f32) -> Vec<Range<usize>> {
    let characters = &run.characters;
    if characters.is_empty() {
        return Vec::new();
    }
    let breaks = breakpoints(characters, width_pt);
    let full = full_lines(characters, &breaks, width_pt);
    match full.len() {
        0..=BALANCED_MAX => even_lines(characters, &breaks, width_pt, full.len()),
        _ => full,
    }
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
        .map(width_pt)
        .fold(0.0, f32::max)
}

/// Cost of a break before each character in a balanced text; `None` where no line may end.
fn breakpoints(characters: &[Shaped], limit_pt: f32) -> Vec<Option<f32>> {
    let emergency = longest_word(characters) > limit_pt;
    let mut result: Vec<Option<f32>> = characters
        .iter()
        .map(|shaped| match shaped.before {
            Break::Never => None,
            Break::Emergency => emergency.then_some(EMERGENCY),
            Break::Allowed { cost } => Some(cost.min(20.0)),
            Break::Preferred | Break::Must => Some(-40.0),
        })
        .collect();
    for index in 1..characters.len() {
        let (before, after) = (characters[index - 1].character, characters[index].character);
        let parts = breaks::is_opening(after) || breaks::is_closing(before);
        let number = breaks::is_han(before) && after.is_ascii_digit();
        if let Some(cost) = &mut result[index] {
            *cost -= if parts { 12.0 } else { 0.0 } + if number { 6.0 } else { 0.0 };
        }
    }
    result[0] = None;
    result
}

fn fits(characters: &[Shaped], range: Range<usize>, limit_pt: f32) -> bool {
    let line = &characters[range];
    let tail = line.last().map_or(0.0, |shaped| shaped.blank_right_pt);
    width_pt(line) - tail <= limit_pt + 0.01
}

/// Lines as full as they may be, one after the other: the fewest there can be.
fn full_lines(characters: &[Shaped], breaks: &[Option<f32>], limit_pt: f32) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    let mut candidate = None;
    let mut end = 1;
    while end <= characters.len() {
        if !fits(characters, start..end, limit_pt) && end > start + 1 {
            let next = candidate.filter(|at| *at > start).unwrap_or(end - 1);
            ranges.push(start..next);
            (start, candidate) = (next, None);
            end = start + 1;
            continue;
        }
        if end < characters.len() && breaks[end].is_some() {
            candidate = Some(end);
        }
        if characters
            .get(end)
            .is_some_and(|next| next.before == Break::Must)
        {
            ranges.push(start..end);
            (start, candidate) = (end, None);
        }
        end += 1;
    }
    ranges.push(start..characters.len());
    ranges
}

/// The most even way to make `lines` lines, or one more where the breaks do not allow so few.
fn even_lines(
    characters: &[Shaped],
    breaks: &[Option<f32>],
    limit_pt: f32,
    lines: usize,
) -> Vec<Range<usize>> {
    let count = characters.len();
    let ideal_pt = width_pt(characters) / lines as f32;
    let em_pt = characters
        .iter()
        .map(|shaped| shaped.width_pt)
        .fold(1.0, f32::max);
    let mut cost = vec![vec![f32::INFINITY; count + 1]; lines + 1];
    let mut from = vec![vec![0; count + 1]; lines + 1];
    cost[0][0] = 0.0;
    for line in 1..=lines {
        for end in line..=count {
            let step = if end == count { Some(0.0) } else { breaks[end] };
            let Some(step) = step else { continue };
            for start in (line - 1..end).rev() {
                if end > start + 1 && !fits(characters, start..end, limit_pt) {
                    break;
                }
                let lonely = count > 2 && lines > 1 && end - start == 1 && lines < count;
                let off = (width_pt(&characters[start..end]) - ideal_pt) / em_pt;
                let uneven = 10.0 * off * off + if lonely { 60.0 } else { 0.0 };
                let total = cost[line - 1][start] + step + uneven;
                if total < cost[line][end] {
                    (cost[line][end], from[line][end]) = (total, start);
                }
                if start > 0 && characters[start].before == Break::Must {
                    break;
                }
            }
        }
    }
    if !cost[lines][count].is_finite() {
        return if lines < count {
            even_lines(characters, breaks, limit_pt, lines + 1)
        } else {
            (0..count).map(|index| index..index + 1).collect()
        };
    }
    let mut ranges = Vec::new();
    let mut end = count;
    for line in (1..=lines).rev() {
        ranges.push(from[line][end]..end);
        end = from[line][end];
    }
    ranges.reverse();
    ranges
}
