//! Paragraphs → lines on the grid, each as wide as the page, with the least hurt over the whole paragraph.

use std::ops::Range;

use crate::layout::breaks::{self, Break};
use crate::layout::lines::Line;
use crate::layout::shape::{Run, STRETCH_MAX_EM, Shaped};

/// A last line of one character is avoided at this cost.
const LONELY_CHARACTER: f32 = 30.0;
/// What every line costs, so that a paragraph is not longer than it must be.
const LINE: f32 = 1.0;
const EMERGENCY: f32 = 500.0;

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
