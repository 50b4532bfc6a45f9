//! Characters → lines: justified paragraphs on the grid, balanced lines for titles and narrow cells.

use std::ops::Range;

use crate::layout::breaks::{self, Break};
use crate::layout::shape::{Run, STRETCH_MAX_EM, Shaped, width_pt};
use crate::layout::{FaceId, Glyph, Item, Text};

/// A last line of one character is avoided at this cost.
const LONELY_CHARACTER: f32 = 30.0;
/// What every line costs, so that a paragraph is not longer than it must be.
const LINE: f32 = 1.0;
const EMERGENCY: f32 = 500.0;

/// One line: glyphs with x from the line's left edge, and the line's width.
#[derive(Debug, Clone, Default)]
pub struct Line {
    pub glyphs: Vec<PlacedGlyph>,
    pub size_pt: f32,
    pub width_pt: f32,
}

#[derive(Debug, Clone, Copy)]
pub struct PlacedGlyph {
    pub character: char,
    pub face: FaceId,
    pub x_pt: f32,
}

impl Line {
    /// The line as items, one for each run of one face.
    pub fn items(&self, x_pt: f32, baseline_pt: f32) -> impl Iterator<Item = Item> + '_ {
        self.glyphs
            .chunk_by(|left, right| left.face == right.face)
            .map(move |run| {
                let glyph = |placed: &PlacedGlyph| Glyph {
                    character: placed.character,
                    x_pt: x_pt + placed.x_pt,
                };
                Item::Text(Text {
                    baseline_pt,
                    face: run.first().map_or(FaceId::Extra(0), |first| first.face),
                    size_pt: self.size_pt,
                    glyphs: run.iter().map(glyph).collect(),
                })
            })
    }
}

/// Breaks a paragraph into lines of `width_pt`, the first shortened by `indent_pt`, all but the last justified.
pub fn justify(run: &Run, width_pt: f32, indent_pt: f32) -> Vec<Line> {
    if run.characters.is_empty() {
        return Vec::new();
    }
    let sums = Sums::of(&run.characters);
    let measure = Measure {
        run,
        sums,
        width_pt,
        indent_pt,
    };
    let ranges = measure
        .best(false)
        .or_else(|| measure.best(true))
        .unwrap_or_else(|| measure.by_force());
    let last = ranges.len().saturating_sub(1);
    ranges
        .into_iter()
        .enumerate()
        .map(|(index, range)| measure.set(range, index == last))
        .collect()
}

/// Breaks a text into as few lines as `width_pt` allows and makes them as even as the breaks permit.
pub fn balance(run: &Run, width_pt: f32) -> Vec<Range<usize>> {
    let characters = &run.characters;
    if characters.is_empty() {
        return Vec::new();
    }
    let breaks = breakpoints(characters, width_pt);
    let fewest = fewest_lines(characters, &breaks, width_pt);
    even_lines(characters, &breaks, width_pt, fewest)
}

/// Sets characters at their natural width, starting at x 0.
pub fn set_natural(run: &Run, range: Range<usize>) -> Line {
    let mut line = Line {
        size_pt: run.size_pt,
        ..Line::default()
    };
    let mut x_pt = 0.0;
    for (index, shaped) in run.characters[range].iter().enumerate() {
        if index > 0 {
            x_pt += shaped.gap_pt;
        }
        line.push(shaped, x_pt);
        x_pt += shaped.width_pt;
    }
    line.width_pt = x_pt;
    line
}

impl Line {
    fn push(&mut self, shaped: &Shaped, x_pt: f32) {
        self.glyphs.push(PlacedGlyph {
            character: shaped.character,
            face: shaped.face,
            x_pt: x_pt + shaped.shift_pt,
        });
    }
}

/// Running sums over a paragraph: entry i covers the characters before i.
struct Sums {
    width_pt: Vec<f32>,
    /// Gaps before characters, character 0 excluded.
    gap_pt: Vec<f32>,
    stretch: Vec<f32>,
    /// Blank that may be taken away inside a line: half of what there is.
    blank_pt: Vec<f32>,
}

impl Sums {
    fn of(characters: &[Shaped]) -> Self {
        let mut sums = Self {
            width_pt: vec![0.0],
            gap_pt: vec![0.0],
            stretch: vec![0.0],
            blank_pt: vec![0.0],
        };
        let (mut width, mut gap, mut stretch, mut blank) = (0.0, 0.0, 0.0, 0.0);
        for shaped in characters {
            width += shaped.width_pt;
            gap += shaped.gap_pt;
            stretch += shaped.stretch;
            blank += (shaped.blank_left_pt + shaped.blank_right_pt) / 2.0;
            sums.width_pt.push(width);
            sums.gap_pt.push(gap);
            sums.stretch.push(stretch);
            sums.blank_pt.push(blank);
        }
        sums
    }
}

/// How a line meets its width.
struct Fit {
    cost: f32,
    /// Added to each gap that stretches.
    stretch_pt: f32,
    /// Share of the blanks that is taken away.
    shrink: f32,
    /// Share of the latin gaps that is taken away.
    gap_shrink: f32,
    /// Taken from the last character's blank.
    tail_pt: f32,
}

struct Measure<'a> {
    run: &'a Run,
    sums: Sums,
    width_pt: f32,
    indent_pt: f32,
}

impl Measure<'_> {
    /// The cheapest breaks; `None` when no breaks make every line fit.
    fn best(&self, emergency: bool) -> Option<Vec<Range<usize>>> {
        let count = self.run.characters.len();
        let mut cost = vec![f32::INFINITY; count + 1];
        let mut from = vec![0; count + 1];
        cost[0] = 0.0;
        for end in 1..=count {
            let (step, must) = self.break_cost(end, emergency);
            let Some(step) = step else { continue };
            for start in (0..end).rev() {
                if self.least_width(start, end) > self.line_width(start) {
                    break;
                }
                if cost[start].is_finite() {
                    let fit = self.fit(start, end, end == count || must);
                    let total = cost[start] + step + fit.cost + LINE;
                    if total < cost[end] {
                        (cost[end], from[end]) = (total, start);
                    }
                }
                if start > 0 && self.run.characters[start].before == Break::Must {
                    break;
                }
            }
        }
        cost[count].is_finite().then(|| path(&from, count))
    }

    /// As many characters as fit, whatever they are: for a line narrower than its content.
    fn by_force(&self) -> Vec<Range<usize>> {
        let count = self.run.characters.len();
        let mut ranges = Vec::new();
        let mut start = 0;
        while start < count {
            let mut end = start + 1;
            while end < count && self.least_width(start, end + 1) <= self.line_width(start) {
                end += 1;
            }
            ranges.push(start..end);
            start = end;
        }
        ranges
    }

    /// Cost of ending a line before `end`, and whether one must end there.
    fn break_cost(&self, end: usize, emergency: bool) -> (Option<f32>, bool) {
        let Some(next) = self.run.characters.get(end) else {
            return (Some(0.0), true);
        };
        match next.before {
            Break::Never => (None, false),
            Break::Emergency => (emergency.then_some(EMERGENCY), false),
            Break::Allowed { cost } => (Some(cost), false),
            Break::Preferred => (Some(0.0), false),
            Break::Must => (Some(0.0), true),
        }
    }

    fn line_width(&self, start: usize) -> f32 {
        self.width_pt - if start == 0 { self.indent_pt } else { 0.0 }
    }

    fn natural_width(&self, start: usize, end: usize) -> f32 {
        let sums = &self.sums;
        let hanging = trailing_spaces(&self.run.characters[start..end]);
        sums.width_pt[end - hanging] - sums.width_pt[start] + sums.gap_pt[end]
            - sums.gap_pt[start + 1]
    }

    fn tail_blank(&self, end: usize) -> f32 {
        self.run.characters[end - 1].blank_right_pt
    }

    fn least_width(&self, start: usize, end: usize) -> f32 {
        let sums = &self.sums;
        let gaps = sums.gap_pt[end] - sums.gap_pt[start + 1];
        let blanks = sums.blank_pt[end] - sums.blank_pt[start];
        let tail = self.tail_blank(end) / 2.0;
        self.natural_width(start, end) - gaps - blanks - tail - 0.01
    }

    fn fit(&self, start: usize, end: usize, last: bool) -> Fit {
        let sums = &self.sums;
        let slack = self.line_width(start) - self.natural_width(start, end);
        let mut fit = Fit {
            cost: 0.0,
            stretch_pt: 0.0,
            shrink: 0.0,
            gap_shrink: 0.0,
            tail_pt: 0.0,
        };
        if slack >= 0.0 {
            if last {
                let seen = self.run.characters[start..end].iter();
                let letters = seen
                    .filter(|shaped| !breaks::is_closing(shaped.character))
                    .count();
                fit.cost = if start > 0 && letters < 2 {
                    LONELY_CHARACTER
                } else {
                    0.0
                };
                return fit;
            }
            let gaps = (sums.stretch[end] - sums.stretch[start + 1]).max(0.1);
            let share = slack / gaps / (self.run.size_pt * STRETCH_MAX_EM);
            fit.stretch_pt = slack / gaps;
            fit.cost = 10.0 * share * share + 10.0 * (share - 1.0).max(0.0);
            return fit;
        }
        let mut need = -slack;
        fit.tail_pt = need.min(self.tail_blank(end));
        need -= fit.tail_pt;
        let gaps = sums.gap_pt[end] - sums.gap_pt[start + 1];
        if need > 0.0 && gaps > 0.0 {
            fit.gap_shrink = (need / gaps).min(1.0);
            need -= fit.gap_shrink * gaps;
        }
        // The tail's own blank is spent above and does not count twice.
        let blanks = sums.blank_pt[end] - sums.blank_pt[start] - self.tail_blank(end) / 2.0;
        if need > 0.0 && blanks > 0.0 {
            fit.shrink = need / blanks;
        }
        fit.cost = 2.0 * fit.gap_shrink * fit.gap_shrink
            + 6.0 * fit.shrink * fit.shrink
            + if fit.tail_pt > 0.0 { 0.3 } else { 0.0 };
        fit
    }

    fn set(&self, range: Range<usize>, last: bool) -> Line {
        let (start, end) = (range.start, range.end);
        let must = self
            .run
            .characters
            .get(end)
            .is_some_and(|next| next.before == Break::Must);
        let fit = self.fit(start, end, last || must);
        let stretch = fit.stretch_pt.min(self.run.size_pt * STRETCH_MAX_EM);
        let mut line = Line {
            size_pt: self.run.size_pt,
            ..Line::default()
        };
        let mut x_pt = if start == 0 { self.indent_pt } else { 0.0 };
        for (index, shaped) in self.run.characters[range].iter().enumerate() {
            if index > 0 {
                x_pt += shaped.gap_pt * (1.0 - fit.gap_shrink);
                x_pt += shaped.stretch * stretch;
            }
            let tail = start + index + 1 == end;
            let (left, right) = (shaped.blank_left_pt / 2.0, shaped.blank_right_pt / 2.0);
            x_pt -= left * fit.shrink;
            line.push(shaped, x_pt);
            x_pt += shaped.width_pt
                - if tail {
                    fit.tail_pt
                } else {
                    right * fit.shrink
                };
        }
        line.width_pt = x_pt;
        line
    }
}

fn trailing_spaces(characters: &[Shaped]) -> usize {
    characters
        .iter()
        .rev()
        .take_while(|shaped| shaped.character == ' ')
        .count()
}

fn path(from: &[usize], count: usize) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut end = count;
    while end > 0 {
        ranges.push(from[end]..end);
        end = from[end];
    }
    ranges.reverse();
    ranges
}

/// Cost of a break before each character in a balanced text; `None` where no line may end.
fn breakpoints(characters: &[Shaped], limit_pt: f32) -> Vec<Option<f32>> {
    let longest_word = characters
        .chunk_by(|_, next| {
            !matches!(
                next.before,
                Break::Allowed { .. } | Break::Preferred | Break::Must
            )
        })
        .map(width_pt)
        .fold(0.0, f32::max);
    let emergency = longest_word > limit_pt;
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

fn fewest_lines(characters: &[Shaped], breaks: &[Option<f32>], limit_pt: f32) -> usize {
    let mut lines = 1;
    let mut start = 0;
    let mut candidate = None;
    let mut end = 1;
    while end <= characters.len() {
        if !fits(characters, start..end, limit_pt) && end > start + 1 {
            start = candidate.filter(|at| *at > start).unwrap_or(end - 1);
            candidate = None;
            lines += 1;
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
            (start, candidate) = (end, None);
            lines += 1;
        }
        end += 1;
    }
    lines
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
