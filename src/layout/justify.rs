//! Paragraphs → lines on the grid, each as wide as the page, with the least hurt over the whole paragraph.

use std::ops::Range;

use crate::layout::breaks::{self, Break};
use crate::layout::lines::Line;
use crate::layout::shape::{Run, STRETCH_MAX_EM};
use crate::layout::sums::Sums;

/// A last line of one character is avoided at this cost.
const LONELY_CHARACTER: f32 = 30.0;
/// What every line costs, so that a paragraph is not longer than it must be.
const LINE: f32 = 1.0;
const EMERGENCY: f32 = 500.0;
/// Breaks that are weighed for the start of one line; only characters without width bring more onto a line.
const STARTS_MAX: usize = 512;

/// Breaks a paragraph into lines of `width_pt`, the first shortened by `indent_pt`, all but the last justified.
pub fn justify(run: &Run, width_pt: f32, indent_pt: f32) -> Vec<Line> {
    if run.characters.is_empty() {
        return Vec::new();
    }
    let measure = Measure {
        run,
        sums: Sums::of(&run.characters),
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

/// How a line meets its width.
#[derive(Default)]
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

/// A place where a line may end, and the cheapest way to get there.
struct Point {
    at: usize,
    cost: f32,
    /// Whether the next line must begin here.
    must: bool,
    /// Index of the point where that way's last line begins.
    from: usize,
}

impl Measure<'_> {
    /// The cheapest breaks; `None` when no breaks make every line fit.
    fn best(&self, emergency: bool) -> Option<Vec<Range<usize>>> {
        let count = self.run.characters.len();
        let mut points = vec![Point {
            at: 0,
            cost: 0.0,
            must: false,
            from: 0,
        }];
        for end in 1..=count {
            let (step, must) = self.break_cost(end, emergency);
            let Some(step) = step else { continue };
            let (mut cost, mut from) = (f32::INFINITY, 0);
            for (index, start) in points.iter().enumerate().rev().take(STARTS_MAX) {
                let line = start.at..end;
                if self.least_width(&line) > self.line_width(start.at) {
                    break;
                }
                if start.cost.is_finite() {
                    let fit = self.fit(&line, end == count || must);
                    let total = start.cost + step + fit.cost + LINE;
                    if total < cost {
                        (cost, from) = (total, index);
                    }
                }
                if start.must {
                    break;
                }
            }
            points.push(Point {
                at: end,
                cost,
                must,
                from,
            });
        }
        path(&points)
    }

    /// As many characters as fit, whatever they are: for a line narrower than its content.
    fn by_force(&self) -> Vec<Range<usize>> {
        let count = self.run.characters.len();
        let mut ranges = Vec::new();
        let mut start = 0;
        while start < count {
            let mut end = start + 1;
            while end < count && self.least_width(&(start..end + 1)) <= self.line_width(start) {
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

    fn tail_blank(&self, end: usize) -> f32 {
        let last = end
            .checked_sub(1)
            .and_then(|at| self.run.characters.get(at));
        last.map_or(0.0, |shaped| shaped.blank_right_pt)
    }

    fn least_width(&self, line: &Range<usize>) -> f32 {
        let sums = &self.sums;
        let tail = self.tail_blank(line.end) / 2.0;
        sums.natural_pt(line) - sums.gaps_pt(line) - sums.blanks_pt(line) - tail - 0.01
    }

    fn fit(&self, line: &Range<usize>, last: bool) -> Fit {
        let sums = &self.sums;
        let slack = self.line_width(line.start) - sums.natural_pt(line);
        let mut fit = Fit::default();
        if slack >= 0.0 {
            if last {
                let seen = self.run.characters.get(line.clone()).unwrap_or_default();
                let letters = seen
                    .iter()
                    .filter(|shaped| !breaks::is_closing(shaped.character))
                    .take(2)
                    .count();
                if line.start > 0 && letters < 2 {
                    fit.cost = LONELY_CHARACTER;
                }
                return fit;
            }
            let gaps = sums.stretch(&sums.seen(line)).max(0.1);
            let share = slack / gaps / (self.run.size_pt * STRETCH_MAX_EM);
            fit.stretch_pt = slack / gaps;
            fit.cost = 10.0 * share * share + 10.0 * (share - 1.0).max(0.0);
            return fit;
        }
        let mut need = -slack;
        fit.tail_pt = need.min(self.tail_blank(line.end));
        need -= fit.tail_pt;
        let gaps = sums.gaps_pt(line);
        if need > 0.0 && gaps > 0.0 {
            fit.gap_shrink = (need / gaps).min(1.0);
            need -= fit.gap_shrink * gaps;
        }
        // The tail's own blank is spent above and does not count twice.
        let blanks = sums.blanks_pt(line) - self.tail_blank(line.end) / 2.0;
        if need > 0.0 && blanks > 0.0 {
            fit.shrink = need / blanks;
        }
        fit.cost = 2.0 * fit.gap_shrink * fit.gap_shrink
            + 6.0 * fit.shrink * fit.shrink
            + if fit.tail_pt > 0.0 { 0.3 } else { 0.0 };
        fit
    }

    fn set(&self, range: Range<usize>, last: bool) -> Line {
        let must = self
            .run
            .characters
            .get(range.end)
            .is_some_and(|next| next.before == Break::Must);
        let fit = self.fit(&range, last || must);
        let stretch = fit.stretch_pt.min(self.run.size_pt * STRETCH_MAX_EM);
        let mut line = Line {
            size_pt: self.run.size_pt,
            ..Line::default()
        };
        let mut x_pt = if range.start == 0 {
            self.indent_pt
        } else {
            0.0
        };
        let seen = self.sums.seen(&range);
        let characters = self.run.characters.iter().enumerate();
        for (index, shaped) in characters.take(seen.end).skip(seen.start) {
            if index > range.start {
                x_pt += shaped.gap_pt * (1.0 - fit.gap_shrink);
                x_pt += shaped.stretch * stretch;
            }
            let tail = index + 1 == range.end;
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
        line.hang(self.run, seen.end..range.end);
        line
    }
}

/// The lines of the cheapest way to the last point; `None` when none leads there.
fn path(points: &[Point]) -> Option<Vec<Range<usize>>> {
    let mut point = points.last().filter(|point| point.cost.is_finite())?;
    let mut ranges = Vec::new();
    while point.at > 0 {
        let before = points.get(point.from)?;
        ranges.push(before.at..point.at);
        point = before;
    }
    ranges.reverse();
    Some(ranges)
}
