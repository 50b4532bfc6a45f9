//! A settled table, or the part of it on one page → items: shades, texts and rules.

use std::ops::Range;

use crate::document::{Cell, Role};
use crate::layout::table::{Align, CellText, PAD_X_PT, SettledTable};
use crate::layout::{Area, Item, Page, Rect, baseline_pt};
use crate::page::CAPTION_GRAY;
use crate::place::Place;

/// The rows of a table that stand on one page, and the room each gets beyond its least height.
#[derive(Debug, Clone)]
pub struct Torn {
    /// Whether the header is repeated above the rows.
    pub header: bool,
    pub rows: Range<usize>,
    pub air_pt: f32,
}

impl Torn {
    /// The rows of the grid in the order in which this part shows them.
    fn shown(&self, table: &SettledTable) -> Vec<usize> {
        let header = if self.header {
            0..table.grid.header_rows
        } else {
            0..0
        };
        header.chain(self.rows.clone()).collect()
    }

    pub fn height_pt(&self, table: &SettledTable) -> f32 {
        let shown = self.shown(table);
        let least: f32 = shown.iter().filter_map(|row| table.rows_pt.get(*row)).sum();
        least + self.air_pt * shown.len() as f32
    }
}

/// Places a part of a table with its upper left corner at the given point.
///
/// `elements` are the cells' own; each is taken by the first part that shows the cell, so that repeated headers and
/// labels are said once.
pub fn draw(
    table: &SettledTable,
    part: &Torn,
    (x_pt, y_pt): (f32, f32),
    rule_pt: f32,
    elements: &mut [Option<usize>],
    page: &mut Page,
) {
    let shown = part.shown(table);
    let mut tops_pt = vec![y_pt];
    for row in &shown {
        let height = table.rows_pt.get(*row).copied().unwrap_or(0.0) + part.air_pt;
        tops_pt.push(tops_pt.last().copied().unwrap_or(y_pt) + height);
    }
    let frame = Frame {
        table,
        shown,
        tops_pt,
        x_pt,
    };
    let mut texts = Vec::new();
    let cells = table.grid.cells.iter().zip(&table.cells);
    for ((cell, text), element) in cells.zip(elements) {
        let Some(rect) = frame.rect(cell) else {
            continue;
        };
        if cell.role == Role::Caption {
            page.items.push(Item::Shade {
                rect,
                gray: CAPTION_GRAY,
            });
        }
        if let Some(address) = &cell.address {
            page.areas.push(Area {
                rect,
                place: Place::Figure(address.clone()),
            });
        }
        texts.push((place_text(text, rect), element.take()));
    }
    for (items, element) in texts {
        page.extend(items.into_iter(), element);
    }
    page.items.extend(frame.rules(rule_pt));
}

/// Where rows and tracks lie on the page.
struct Frame<'a> {
    table: &'a SettledTable<'a>,
    shown: Vec<usize>,
    tops_pt: Vec<f32>,
    x_pt: f32,
}

impl Frame<'_> {
    /// The part of a cell that stands on this page.
    fn rect(&self, cell: &Cell) -> Option<Rect> {
        let inside = |row: &usize| (cell.row..cell.row + cell.row_span).contains(row);
        let first = self.shown.iter().position(inside)?;
        let last = self.shown.iter().rposition(inside)?;
        let edges = &self.table.edges_pt;
        let end = (cell.track + cell.track_span).min(edges.len().saturating_sub(1));
        let (left, right) = (edges.get(cell.track)?, edges.get(end)?);
        let (top, bottom) = (self.tops_pt.get(first)?, self.tops_pt.get(last + 1)?);
        Some(Rect {
            x_pt: self.x_pt + left,
            y_pt: *top,
            width_pt: right - left,
            height_pt: bottom - top,
        })
    }

    fn rules(&self, width_pt: f32) -> Vec<Item> {
        let owner = self.owners();
        let tracks = self.table.edges_pt.len().saturating_sub(1);
        let rows = self.shown.len();
        let at = |row: usize, track: usize| owner.get(row).and_then(|row| row.get(track)).copied();
        let mut items = Vec::new();
        let half = width_pt / 2.0;
        for (line, &y_pt) in self.tops_pt.iter().enumerate() {
            let edge = line == 0 || line == rows;
            let drawn = |track: &usize| {
                edge || at(line - 1, *track) != at(line, *track) || at(line, *track) == Some(None)
            };
            for run in runs((0..tracks).filter(drawn)) {
                let (x1_pt, x2_pt) = (self.edge(run.start) - half, self.edge(run.end) + half);
                items.push(Item::Rule {
                    x1_pt,
                    y1_pt: y_pt,
                    x2_pt,
                    y2_pt: y_pt,
                    width_pt,
                });
            }
        }
        for line in 0..=tracks {
            let edge = line == 0 || line == tracks;
            let drawn = |row: &usize| {
                edge || at(*row, line - 1) != at(*row, line) || at(*row, line) == Some(None)
            };
            for run in runs((0..rows).filter(drawn)) {
                let x_pt = self.edge(line);
                let ends = self.tops_pt.get(run.start).zip(self.tops_pt.get(run.end));
                let Some((&y1_pt, &y2_pt)) = ends else {
                    continue;
                };
                items.push(Item::Rule {
                    x1_pt: x_pt,
                    y1_pt,
                    x2_pt: x_pt,
                    y2_pt,
                    width_pt,
                });
            }
        }
        items
    }

    fn edge(&self, track: usize) -> f32 {
        self.x_pt + self.table.edges_pt.get(track).copied().unwrap_or(0.0)
    }

    /// Which cell covers each place of the part; `None` where none does.
    fn owners(&self) -> Vec<Vec<Option<usize>>> {
        let tracks = self.table.edges_pt.len().saturating_sub(1);
        let mut owner = vec![vec![None; tracks]; self.shown.len()];
        for (index, cell) in self.table.grid.cells.iter().enumerate() {
            for (places, row) in owner.iter_mut().zip(&self.shown) {
                if !(cell.row..cell.row + cell.row_span).contains(row) {
                    continue;
                }
                let covered = places.iter_mut().skip(cell.track).take(cell.track_span);
                covered.for_each(|place| *place = Some(index));
            }
        }
        owner
    }
}

fn place_text(text: &CellText, rect: Rect) -> Vec<Item> {
    let mut items = Vec::new();
    let height = text.leading_pt * text.lines.len() as f32;
    let top = rect.y_pt + (rect.height_pt - height) / 2.0;
    for (index, line) in text.lines.iter().enumerate() {
        let mut slack = rect.width_pt - line.width_pt;
        if slack < 2.0 * PAD_X_PT {
            slack += line.tail_pt;
        }
        let x_pt = rect.x_pt
            + match text.align {
                Align::Centre => slack / 2.0,
                Align::Left { pad_pt } => pad_pt,
                Align::Figure { right_pt } => slack - right_pt,
            };
        let line_top = top + index as f32 * text.leading_pt;
        items.extend(line.items(x_pt, baseline_pt(line_top, text.leading_pt, line.size_pt)));
    }
    items
}

/// Joins neighbouring indices to ranges.
fn runs(indices: impl Iterator<Item = usize>) -> Vec<Range<usize>> {
    let mut result: Vec<Range<usize>> = Vec::new();
    for index in indices {
        match result.last_mut() {
            Some(run) if run.end == index => run.end += 1,
            _ => result.push(index..index + 1),
        }
    }
    result
}
