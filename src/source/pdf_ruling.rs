//! Ruling lines of a page → tables: which cells they part, and the glyphs in each.

use super::dress::STRUCK;
use super::grid::WrittenCell;
use super::pdf_lines::{Glyph, lines};

const MAX_RULES: usize = 20_000;
/// How far lines that meet may stand apart, in points.
const SLACK: f64 = 2.5;
/// A filled area thinner than this is a line.
const THICKEST: f64 = 3.0;

/// Lines at about one height that are looked at for one glyph; a page of text has a handful.
const MOST_BESIDE: usize = 200;

/// The horizontal and vertical lines of a page.
#[derive(Debug, Default)]
pub(super) struct Rules {
    across: Vec<Rule>,
    down: Vec<Rule>,
}

/// A line at a place across its direction, from one end to the other along it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Rule {
    at: f64,
    from: f64,
    to: f64,
}

impl Rules {
    /// Adds a stroked line when it is straight along an axis.
    pub fn add(&mut self, x0: f64, y0: f64, x1: f64, y1: f64) {
        let is_finite = [x0, y0, x1, y1].iter().all(|value| value.is_finite());
        if !is_finite || self.across.len() + self.down.len() > MAX_RULES {
            return;
        }
        let (width, height) = ((x1 - x0).abs(), (y1 - y0).abs());
        if height < 0.6 && width > 3.0 {
            self.across.push(Rule {
                at: (y0 + y1) / 2.0,
                from: x0.min(x1),
                to: x0.max(x1),
            });
        } else if width < 0.6 && height > 3.0 {
            self.down.push(Rule {
                at: (x0 + x1) / 2.0,
                from: y0.min(y1),
                to: y0.max(y1),
            });
        }
    }

    /// Marks the glyphs that a line goes through: about their middle, above any underline.
    pub fn strike(&self, glyphs: &mut [Glyph]) {
        let mut across: Vec<&Rule> = self.across.iter().collect();
        across.sort_by(|a, b| a.at.total_cmp(&b.at));
        for glyph in glyphs {
            let (x, _) = glyph.center();
            let (top, bottom) = (glyph.y - 0.6 * glyph.size, glyph.y - 0.15 * glyph.size);
            let first = across.partition_point(|rule| rule.at < top);
            let crossing = across.iter().skip(first).take(MOST_BESIDE);
            let mut crossing = crossing.take_while(|rule| rule.at <= bottom);
            if crossing.any(|rule| rule.from < x && x < rule.to) {
                let plain = std::mem::take(&mut glyph.text);
                STRUCK.put_on(&plain, &mut glyph.text);
            }
        }
    }

    /// Adds a filled area when it is as thin as a line.
    pub fn add_filled(&mut self, x0: f64, y0: f64, x1: f64, y1: f64) {
        let (width, height) = (x1 - x0, y1 - y0);
        if height < THICKEST && width > 2.0 * height {
            let y = (y0 + y1) / 2.0;
            self.add(x0, y, x1, y);
        } else if width < THICKEST && height > 2.0 * width {
            let x = (x0 + x1) / 2.0;
            self.add(x, y0, x, y1);
        }
    }
}

/// A table by its lines, with the glyphs of each elementary cell.
#[derive(Debug)]
pub(super) struct RuledTable {
    across: Vec<Rule>,
    down: Vec<Rule>,
    xs: Vec<f64>,
    ys: Vec<f64>,
    /// For each elementary cell, row by row, the cell it belongs to.
    owner: Vec<usize>,
    glyphs: Vec<Vec<Glyph>>,
}

/// The tables that lines make: lines that touch belong to one.
pub(super) fn tables(rules: &Rules) -> Vec<RuledTable> {
    let (across, down) = (joined(&rules.across), joined(&rules.down));
    if across.len() < 2 || down.len() < 2 || across.len() * down.len() > 4_000_000 {
        return Vec::new();
    }
    let mut groups = Groups::new(across.len() + down.len());
    for (a, row) in across.iter().enumerate() {
        for (d, column) in down.iter().enumerate() {
            let meets = column.at > row.from - SLACK
                && column.at < row.to + SLACK
                && row.at > column.from - SLACK
                && row.at < column.to + SLACK;
            if meets {
                groups.join(a, across.len() + d);
            }
        }
    }
    let roots: std::collections::BTreeSet<usize> =
        (0..across.len()).map(|a| groups.root(a)).collect();
    let mut tables = Vec::new();
    for root in roots {
        let rows = across.iter().enumerate();
        let rows: Vec<Rule> = rows
            .filter_map(|(a, row)| (groups.root(a) == root).then_some(*row))
            .collect();
        let columns = down.iter().enumerate();
        let columns: Vec<Rule> = columns
            .filter_map(|(d, column)| (groups.root(across.len() + d) == root).then_some(*column))
            .collect();
        let xs = places(&columns);
        tables.extend(RuledTable::of(rows, columns, xs));
    }
    tables
}

impl RuledTable {
    /// A table by its lines, with these places between its columns.
    fn of(across: Vec<Rule>, down: Vec<Rule>, xs: Vec<f64>) -> Option<RuledTable> {
        let ys = places(&across);
        if xs.len() < 2 || ys.len() < 2 || xs.len() > 150 || ys.len() > 600 {
            return None;
        }
        let (rows, columns) = (ys.len() - 1, xs.len() - 1);
        let mut groups = Groups::new(rows * columns);
        let covers = |rules: &[Rule], at: f64, middle: f64| {
            rules
                .iter()
                .any(|rule| (rule.at - at).abs() < SLACK && rule.from < middle && middle < rule.to)
        };
        for (row, [top, bottom]) in ys.array_windows().enumerate() {
            for (column, [left, right]) in xs.array_windows().enumerate() {
                let own = row * columns + column;
                let (x, y) = ((left + right) / 2.0, (top + bottom) / 2.0);
                if column + 1 < columns && !covers(&down, *right, y) {
                    groups.join(own, own + 1);
                }
                if row + 1 < rows && !covers(&across, *bottom, x) {
                    groups.join(own, own + columns);
                }
            }
        }
        let owner = (0..rows * columns).map(|cell| groups.root(cell)).collect();
        Some(RuledTable {
            glyphs: vec![Vec::new(); rows * columns],
            across,
            down,
            xs,
            ys,
            owner,
        })
    }

    /// Whether both tables begin and end at the same places across the page, as the parts of a torn one do.
    pub fn is_as_wide_as(&self, other: &RuledTable) -> bool {
        let ends = |table: &RuledTable| Some((*table.xs.first()?, *table.xs.last()?));
        ends(self).zip(ends(other)).is_some_and(|(own, other)| {
            (own.0 - other.0).abs() < SLACK && (own.1 - other.1).abs() < SLACK
        })
    }

    /// Gives the parts of a torn table the columns of all of them: on one page only some of its lines may be drawn.
    pub fn share_columns(parts: &mut [&mut RuledTable]) {
        let rules: Vec<Rule> = parts.iter().flat_map(|part| part.down.clone()).collect();
        let xs = places(&rules);
        for part in parts {
            let laid = RuledTable::of(part.across.clone(), part.down.clone(), xs.clone());
            if let Some(laid) = laid {
                **part = laid;
            }
        }
    }

    pub fn top(&self) -> f64 {
        self.ys.first().copied().unwrap_or(0.0)
    }

    pub fn bottom(&self) -> f64 {
        self.ys.last().copied().unwrap_or(0.0)
    }

    pub fn holds(&self, (x, y): (f64, f64)) -> bool {
        let inside = |places: &[f64], at: f64| {
            places.first().is_some_and(|first| *first <= at)
                && places.last().is_some_and(|last| at <= *last)
        };
        inside(&self.xs, x) && inside(&self.ys, y)
    }

    /// Gives each glyph to its cell.
    #[expect(
        clippy::indexing_slicing,
        reason = "`index` stays between the edges, and no glyph of a figure may be passed over"
    )]
    pub fn take(&mut self, glyphs: Vec<Glyph>) {
        let columns = self.xs.len() - 1;
        let index = |places: &[f64], at: f64| {
            places
                .partition_point(|place| *place <= at)
                .clamp(1, places.len() - 1)
                - 1
        };
        for glyph in glyphs {
            let (x, y) = glyph.center();
            let cell = index(&self.ys, y) * columns + index(&self.xs, x);
            self.glyphs[self.owner[cell]].push(glyph);
        }
    }

    /// The rows of its cells with their spans.
    pub fn into_rows(mut self) -> Vec<Vec<WrittenCell>> {
        let (rows, columns) = (self.ys.len() - 1, self.xs.len() - 1);
        let mut written = Vec::new();
        for row in 0..rows {
            let mut cells = Vec::new();
            for column in 0..columns {
                let own = row * columns + column;
                let owner = |row: usize, column: usize| self.owner.get(row * columns + column);
                let is_own = |row: usize, column: usize| owner(row, column) == Some(&own);
                if !is_own(row, column) {
                    continue;
                }
                let column_span = (column..columns)
                    .take_while(|column| is_own(row, *column))
                    .count();
                let row_span = (row..rows).take_while(|row| is_own(*row, column)).count();
                let glyphs = self.glyphs.get_mut(own).map(std::mem::take);
                let found = lines(glyphs.unwrap_or_default());
                let text: Vec<String> = found.into_iter().map(|line| line.text).collect();
                cells.push(WrittenCell {
                    text: text.join("\n"),
                    column_span,
                    row_span,
                });
            }
            written.push(cells);
        }
        written
    }
}

/// Lines with those that continue or double each other joined.
fn joined(rules: &[Rule]) -> Vec<Rule> {
    let mut sorted = rules.to_vec();
    sorted.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut joined: Vec<Rule> = Vec::new();
    for rule in sorted {
        // Of the lines at this place one may go on here; those before it lie further up.
        let known = joined
            .iter_mut()
            .rev()
            .take(60)
            .take_while(|known| rule.at - known.at < 1.2);
        let fits = |known: &&mut Rule| rule.from < known.to + 1.2 && rule.to > known.from - 1.2;
        match known.into_iter().find(fits) {
            Some(known) => {
                known.from = known.from.min(rule.from);
                known.to = known.to.max(rule.to);
            }
            None => joined.push(rule),
        }
    }
    joined
}

/// The places of lines, each once.
fn places(rules: &[Rule]) -> Vec<f64> {
    let mut places: Vec<f64> = rules.iter().map(|rule| rule.at).collect();
    places.sort_by(f64::total_cmp);
    places.dedup_by(|next, last| *next - *last < SLACK);
    places
}

/// Things that belong together, by their least index.
struct Groups(Vec<usize>);

#[expect(
    clippy::indexing_slicing,
    reason = "all indexes are below the count that `new` was given, those in the list as well"
)]
impl Groups {
    fn new(count: usize) -> Groups {
        Groups((0..count).collect())
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, left: usize, right: usize) {
        let (left, right) = (self.root(left), self.root(right));
        self.0[left.max(right)] = left.min(right);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_through_characters_strikes_them_and_one_below_does_not() {
        let mut rules = Rules::default();
        rules.add(10.0, 96.5, 30.0, 96.5);
        rules.add_filled(10.0, 101.0, 90.0, 101.6);
        let glyph = |x: f64| Glyph {
            x,
            y: 100.0,
            size: 10.0,
            text: "5".to_owned(),
        };
        let mut glyphs = [glyph(11.0), glyph(24.0), glyph(31.0)];
        rules.strike(&mut glyphs);
        let texts = glyphs.map(|glyph| glyph.text);
        assert_eq!(texts, ["5\u{336}", "5\u{336}", "5"]);
    }
}
