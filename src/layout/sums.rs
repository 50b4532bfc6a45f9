//! Running sums over a run: the width of any stretch of it in one step, so that no text is long enough to be slow.

use std::ops::Range;

use crate::layout::shape::Shaped;

/// Entry i of each list covers the characters before i. Sums are in `f64`: a text may be a million characters long.
pub struct Sums {
    width_pt: Vec<f64>,
    /// Gaps before characters, the first character's left out.
    gap_pt: Vec<f64>,
    stretch: Vec<f64>,
    /// Blank that may be taken away inside a line: half of what there is.
    blank_pt: Vec<f64>,
    /// How many spaces stand directly before a character.
    spaces: Vec<usize>,
}

impl Sums {
    pub fn of(characters: &[Shaped]) -> Self {
        let list = || Vec::with_capacity(characters.len() + 1);
        let mut sums = Self {
            width_pt: list(),
            gap_pt: list(),
            stretch: list(),
            blank_pt: list(),
            spaces: Vec::with_capacity(characters.len() + 1),
        };
        let (mut width, mut gap, mut stretch, mut blank, mut spaces) = (0.0, 0.0, 0.0, 0.0, 0);
        sums.push(width, gap, stretch, blank, spaces);
        for shaped in characters {
            width += f64::from(shaped.width_pt);
            gap += f64::from(shaped.gap_pt);
            stretch += f64::from(shaped.stretch);
            blank += f64::from(shaped.blank_left_pt + shaped.blank_right_pt) / 2.0;
            spaces = if shaped.character == ' ' {
                spaces + 1
            } else {
                0
            };
            sums.push(width, gap, stretch, blank, spaces);
        }
        sums
    }

    fn push(&mut self, width: f64, gap: f64, stretch: f64, blank: f64, spaces: usize) {
        self.width_pt.push(width);
        self.gap_pt.push(gap);
        self.stretch.push(stretch);
        self.blank_pt.push(blank);
        self.spaces.push(spaces);
    }

    /// A line without the spaces at its end: these hang over its edge, however many they are.
    pub fn seen(&self, line: &Range<usize>) -> Range<usize> {
        let spaces = self.spaces.get(line.end).copied().unwrap_or(0);
        line.start..line.end - spaces.min(line.len())
    }

    /// Width of a line set as it is.
    pub fn natural_pt(&self, line: &Range<usize>) -> f32 {
        let seen = self.seen(line);
        grown(&self.width_pt, seen.start, seen.end) + self.gaps_pt(&seen)
    }

    /// The gaps between latin and Chinese characters inside a line.
    pub fn gaps_pt(&self, line: &Range<usize>) -> f32 {
        inside(&self.gap_pt, line)
    }

    /// How much of a line's stretch its gaps take, in gaps.
    pub fn stretch(&self, line: &Range<usize>) -> f32 {
        inside(&self.stretch, line)
    }

    /// The blank of brackets and stops that may be taken away.
    pub fn blanks_pt(&self, line: &Range<usize>) -> f32 {
        grown(&self.blank_pt, line.start, line.end)
    }
}

/// What stands between the characters of a line; what stands before its first does not count.
fn inside(sums: &[f64], line: &Range<usize>) -> f32 {
    if line.is_empty() {
        return 0.0;
    }
    grown(sums, line.start + 1, line.end)
}

/// What a sum has grown by from one character to another.
#[expect(
    clippy::indexing_slicing,
    reason = "lines are stretches of the run that was summed up, and the sums have an entry more than it has characters"
)]
fn grown(sums: &[f64], from: usize, to: usize) -> f32 {
    (sums[to] - sums[from]) as f32
}
