//! Where one types in a table: the caret, the block it spans, and how keys move them. Pure.

use crate::session::table::lines::{FigureLine, FigureLines, LineFigure};

/// A position on the figures of a table: a line and a track the figure covers.
///
/// The track is kept when one passes lines with wider figures, so that going down and up again comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spot {
    pub line: usize,
    pub track: usize,
}

/// The caret and the opposite corner of the selected block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Caret {
    pub at: Spot,
    pub anchor: Spot,
}

/// Where a key takes the caret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Left,
    Right,
    Up,
    Down,
    LineStart,
    LineEnd,
    First,
    Last,
    /// Lines of one page up or down.
    PageUp(usize),
    PageDown(usize),
    /// Tab: the next figure that is typed, over the lines.
    Next,
    Previous,
    /// Enter: the next figure that is typed below, then the top of the next column.
    Below,
    Above,
}

impl Caret {
    pub fn at(spot: Spot) -> Caret {
        Caret {
            at: spot,
            anchor: spot,
        }
    }

    /// The caret after a step; `extend` keeps the anchor, so that the block grows.
    pub fn moved(self, lines: &FigureLines, step: Step, extend: bool) -> Caret {
        let at = lines.stepped(self.at, step);
        Caret {
            at,
            anchor: if extend { self.anchor } else { at },
        }
    }

    pub fn is_block(&self, lines: &FigureLines) -> bool {
        lines.figure_at(self.at) != lines.figure_at(self.anchor)
    }

    /// The figures of the selected block, line by line.
    pub fn block<'a>(&self, lines: &'a FigureLines) -> Vec<Vec<&'a LineFigure>> {
        let (top, bottom) = ordered(self.at.line, self.anchor.line);
        let (left, right) = self.track_range(lines);
        let lines = lines.rows.iter().skip(top).take(bottom + 1 - top);
        lines
            .map(|line| {
                let within = |figure: &&LineFigure| {
                    figure.track < right && figure.track + figure.track_span > left
                };
                line.figures.iter().filter(within).collect()
            })
            .collect()
    }

    /// The tracks from the left edge of the block to its right edge, the right one excluded.
    fn track_range(&self, lines: &FigureLines) -> (usize, usize) {
        let mut range = (usize::MAX, 0);
        for spot in [self.at, self.anchor] {
            if let Some(figure) = lines.figure_at(spot) {
                range.0 = range.0.min(figure.track);
                range.1 = range.1.max(figure.track + figure.track_span);
            }
        }
        range
    }
}

impl FigureLines {
    /// The figure under a spot.
    pub fn figure_at(&self, spot: Spot) -> Option<&LineFigure> {
        let line = self.rows.get(spot.line)?;
        line.figures.get(figure_index(line, spot.track)?)
    }

    /// The spot of a template cell.
    pub fn spot_of(&self, cell: usize) -> Option<Spot> {
        self.rows.iter().enumerate().find_map(|(index, line)| {
            let figure = line.figures.iter().find(|figure| figure.cell == cell)?;
            Some(Spot {
                line: index,
                track: figure.track,
            })
        })
    }

    /// The first figure that is typed.
    pub fn first_entered(&self) -> Option<Spot> {
        self.spots().find(|spot| !self.is_total(*spot))
    }

    fn stepped(&self, from: Spot, step: Step) -> Spot {
        let last_line = self.rows.len().saturating_sub(1);
        match step {
            Step::Left => self.beside(from, -1),
            Step::Right => self.beside(from, 1),
            Step::Up => on_line(from, from.line.saturating_sub(1)),
            Step::Down => on_line(from, from.line.saturating_add(1).min(last_line)),
            Step::PageUp(lines) => on_line(from, from.line.saturating_sub(lines)),
            Step::PageDown(lines) => on_line(from, from.line.saturating_add(lines).min(last_line)),
            Step::LineStart => self.edge_of(from.line, false),
            Step::LineEnd => self.edge_of(from.line, true),
            Step::First => self.edge_of(0, false),
            Step::Last => self.edge_of(last_line, true),
            Step::Next => self.entered_after(from, self.spots()),
            Step::Previous => {
                self.entered_after(from, self.spots().collect::<Vec<_>>().into_iter().rev())
            }
            Step::Below => self.entered_below(from),
            Step::Above => self.entered_above(from),
        }
    }

    fn beside(&self, from: Spot, by: isize) -> Spot {
        let Some(line) = self.rows.get(from.line) else {
            return from;
        };
        let index = figure_index(line, from.track).unwrap_or(0);
        let beside = index
            .saturating_add_signed(by)
            .min(line.figures.len().saturating_sub(1));
        if beside == index {
            return from;
        }
        line.figures.get(beside).map_or(from, |figure| Spot {
            line: from.line,
            track: figure.track,
        })
    }

    fn edge_of(&self, line: usize, end: bool) -> Spot {
        let figures = self.rows.get(line).map(|line| line.figures.as_slice());
        let figure = match end {
            true => figures.and_then(<[LineFigure]>::last),
            false => figures.and_then(<[LineFigure]>::first),
        };
        Spot {
            line,
            track: figure.map_or(0, |figure| figure.track),
        }
    }

    fn spots(&self) -> impl Iterator<Item = Spot> + '_ {
        self.rows.iter().enumerate().flat_map(|(line, row)| {
            row.figures.iter().map(move |figure| Spot {
                line,
                track: figure.track,
            })
        })
    }

    fn is_total(&self, spot: Spot) -> bool {
        self.figure_at(spot).is_none_or(|figure| figure.is_total)
    }

    /// The first typed figure after the one at `from`, in the order given; `from` itself when there is none.
    fn entered_after(&self, from: Spot, order: impl Iterator<Item = Spot>) -> Spot {
        let here = self.figure_at(from).map(|figure| figure.cell);
        order
            .skip_while(|spot| self.figure_at(*spot).map(|figure| figure.cell) != here)
            .skip(1)
            .find(|spot| !self.is_total(*spot))
            .unwrap_or(from)
    }

    fn entered_below(&self, from: Spot) -> Spot {
        let below = (from.line + 1..self.rows.len()).map(|line| on_line(from, line));
        below
            .chain(self.columns_after(from))
            .find(|spot| !self.is_total(*spot))
            .unwrap_or(from)
    }

    fn entered_above(&self, from: Spot) -> Spot {
        (0..from.line)
            .rev()
            .map(|line| on_line(from, line))
            .find(|spot| !self.is_total(*spot))
            .unwrap_or(from)
    }

    /// From the top of the next column on, column by column, figures that begin there. Below a narrow column the
    /// caret stands in a wider figure; it is the narrow column's neighbour that comes next.
    fn columns_after(&self, from: Spot) -> impl Iterator<Item = Spot> + '_ {
        let here = self
            .figure_at(from)
            .map_or(from.track, |figure| figure.track.max(from.track));
        (here + 1..self.tracks).flat_map(move |track| {
            (0..self.rows.len())
                .map(move |line| Spot { line, track })
                .filter(move |spot| {
                    self.figure_at(*spot)
                        .is_some_and(|figure| figure.track == track)
                })
        })
    }
}

fn on_line(from: Spot, line: usize) -> Spot {
    Spot { line, ..from }
}

/// The figure of a line that covers a track, else the nearest one.
fn figure_index(line: &FigureLine, track: usize) -> Option<usize> {
    let after = line
        .figures
        .iter()
        .position(|figure| track < figure.track + figure.track_span);
    after.or(line.figures.len().checked_sub(1))
}

fn ordered(a: usize, b: usize) -> (usize, usize) {
    (a.min(b), a.max(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::Template;

    struct Walk {
        template: std::sync::Arc<Template>,
        lines: FigureLines,
        caret: Caret,
    }

    impl Walk {
        fn new(table: &str) -> Walk {
            let template = Template::built_in("2021").expect("a built-in form");
            let lines = FigureLines::of(&template, table);
            Walk {
                template,
                caret: Caret::at(lines.first_entered().expect("a figure")),
                lines,
            }
        }

        fn step(&mut self, step: Step) -> &mut Walk {
            self.caret = self.caret.moved(&self.lines, step, false);
            self
        }

        fn extend(&mut self, step: Step) -> &mut Walk {
            self.caret = self.caret.moved(&self.lines, step, true);
            self
        }

        fn address(&self) -> &str {
            let figure = self.lines.figure_at(self.caret.at).expect("a figure");
            &self.template.cells[figure.cell].address
        }
    }

    #[test]
    fn going_down_through_wide_bands_and_up_again_comes_back() {
        let mut walk = Walk::new("disclosed");
        walk.step(Step::Right).step(Step::Right);
        assert_eq!(walk.address(), "disclosed.regulations.in_force");
        walk.step(Step::Down).step(Step::Down);
        assert_eq!(walk.address(), "disclosed.permits.decisions");
        walk.step(Step::Down).step(Step::Up).step(Step::Up);
        assert_eq!(walk.address(), "disclosed.normative_documents.in_force");
    }

    #[test]
    fn enter_runs_down_a_column_past_totals_and_on_to_the_next() {
        let mut walk = Walk::new("requests");
        for _ in 0..23 {
            walk.step(Step::Below);
        }
        assert_eq!(walk.address(), "requests.carried_out.natural");
        walk.step(Step::Below);
        assert_eq!(walk.address(), "requests.new.business");
        walk.step(Step::Last);
        assert_eq!(walk.address(), "requests.carried_out.total");
        walk.step(Step::Below);
        assert_eq!(walk.address(), "requests.carried_out.total");
    }

    #[test]
    fn tab_goes_across_past_totals_to_the_next_line_and_back() {
        let mut walk = Walk::new("requests");
        for _ in 0..6 {
            walk.step(Step::Next);
        }
        assert_eq!(walk.address(), "requests.carried_in.natural");
        walk.step(Step::Previous);
        assert_eq!(walk.address(), "requests.new.other");
        walk.step(Step::Right);
        assert_eq!(walk.address(), "requests.new.total");
    }

    #[test]
    fn enter_alone_reaches_every_typed_figure() {
        for table in ["disclosed", "requests", "appeals"] {
            let mut walk = Walk::new(table);
            let wanted = walk
                .lines
                .spots()
                .filter(|spot| !walk.lines.is_total(*spot))
                .count();
            let mut seen = std::collections::BTreeSet::new();
            for _ in 0..2 * wanted {
                seen.insert(walk.address().to_owned());
                walk.step(Step::Below);
            }
            assert_eq!(seen.len(), wanted, "{table}");
        }
    }

    #[test]
    fn a_block_is_the_rectangle_between_anchor_and_caret() {
        let mut walk = Walk::new("requests");
        walk.extend(Step::Down)
            .extend(Step::Right)
            .extend(Step::Right);
        let shape: Vec<usize> = walk.caret.block(&walk.lines).iter().map(Vec::len).collect();
        assert_eq!(shape, [3, 3]);
        assert!(walk.caret.is_block(&walk.lines));
        walk.step(Step::Left);
        assert!(!walk.caret.is_block(&walk.lines));
    }

    #[test]
    fn home_end_and_pages_stay_within_the_table() {
        let mut walk = Walk::new("requests");
        walk.step(Step::LineEnd);
        assert_eq!(walk.address(), "requests.new.total");
        walk.step(Step::PageDown(100)).step(Step::LineStart);
        assert_eq!(walk.address(), "requests.carried_out.natural");
        walk.step(Step::PageUp(3)).step(Step::First);
        assert_eq!(walk.address(), "requests.new.natural");
    }
}
