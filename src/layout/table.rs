//! A grid with merged cells → track widths, row heights and the text of each cell, in the largest size that fits.

use crate::document::{Cell, Grid, Role};
use crate::layout::OpenFaces;
use crate::layout::balance;
use crate::layout::breaks::Break;
use crate::layout::cells;
use crate::layout::lines::{self, Line};
use crate::layout::shape::{self, Missing, Run, width_pt};
use crate::page::{POINTS_PER_MM, PageStyle};
use crate::place::{Address, Place};

/// 小五, the smallest size of a table's text.
const SIZE_LEAST_PT: f32 = 9.0;
/// The smallest size of a figure that fits nowhere else.
const FIGURE_LEAST_PT: f32 = 7.5;
const SIZE_STEP_PT: f32 = 0.5;
/// Distance of text from the rules at its sides.
pub const PAD_X_PT: f32 = 2.0;
/// Distance of left-aligned labels from the rule at their left.
const LABEL_PAD_X_PT: f32 = 4.0;
/// The least distance of text from the rules above and below.
const PAD_Y_PT: f32 = 1.5;
const LEADING: f32 = 1.2;
/// What a row gets beyond its least height, as a share of the size: as a rule, and at most.
const AIR: f32 = 0.6;
const AIR_MAX: f32 = 1.1;
/// Less air than this makes rows crowded; a smaller size is better as long as there is one.
const AIR_LEAST: f32 = 0.25;
/// No cell takes more of a page's height than this, and more characters than these never fit into that; the rest of
/// such a text is cut off and the cell named to the user.
const CELL_HEIGHT_MAX: f32 = 0.6;
const CELL_CHARACTERS_MAX: usize = 2_000;
/// How much a column of labels may give away to figures that do not fit.
const STUB_GIVES: f32 = 0.2;

/// A grid whose texts have met their faces; sizes and widths are still open.
pub struct TableText<'a> {
    pub grid: &'a Grid,
    runs: Vec<Run>,
    /// Whether a cell's text goes on after its run.
    longer: Vec<bool>,
    width_pt: f32,
    page_pt: f32,
    size_pt: f32,
}

/// A grid with everything settled but the page it stands on.
pub struct SettledTable<'a> {
    pub grid: &'a Grid,
    pub size_pt: f32,
    /// Left edges of the tracks and the right edge of the last, from the type area's left edge.
    pub edges_pt: Vec<f32>,
    /// The least height of each row.
    pub rows_pt: Vec<f32>,
    pub cells: Vec<CellText>,
}

pub struct CellText {
    pub lines: Vec<Line>,
    /// Height of one line.
    pub leading_pt: f32,
    pub align: Align,
    /// Whether there was more text than a page can hold.
    pub is_cut: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Align {
    Centre,
    Left {
        pad_pt: f32,
    },
    /// Figures of a column end at one edge, so far left of the cell's right edge.
    Figure {
        right_pt: f32,
    },
}

impl<'a> TableText<'a> {
    pub fn new(
        grid: &'a Grid,
        place: &Place,
        style: &PageStyle,
        faces: &OpenFaces,
        missing: &mut Missing,
    ) -> Self {
        let size_pt = style.table.size_pt;
        let shape_cell = |cell: &Cell| {
            let mut text = match cell.role {
                Role::Caption | Role::Corner | Role::ColumnHeader => style.table_header,
                Role::RowHeader | Role::Figure | Role::Total => style.table,
            };
            text.size_pt = size_pt;
            let hinted = cell.hinted();
            let kept = beginning(&hinted);
            let own = cell.address.clone().map(Place::Figure);
            let place = own.as_ref().unwrap_or(place);
            let mut note = |character| missing.note(place, character);
            shape::shape(kept, text, size_pt, faces, &mut note)
        };
        Self {
            grid,
            runs: grid.cells.iter().map(shape_cell).collect(),
            longer: grid
                .cells
                .iter()
                .map(|cell| cell.text.chars().nth(CELL_CHARACTERS_MAX).is_some())
                .collect(),
            width_pt: style.type_width_mm * POINTS_PER_MM,
            page_pt: style.type_height_mm * POINTS_PER_MM,
            size_pt,
        }
    }

    /// The table in the largest size in which its figures fit their columns and its rows fit `height_pt`.
    pub fn fitting(&self, height_pt: f32) -> Option<SettledTable<'a>> {
        let mut crowded = None;
        for size_pt in self.sizes() {
            let Some(table) = self.settle(size_pt, false) else {
                continue;
            };
            let least_pt = table.least_height_pt(0..self.grid.rows);
            let air_pt = AIR_LEAST * size_pt * self.grid.rows as f32;
            if least_pt + air_pt <= height_pt {
                return Some(table);
            }
            // The smallest size that fits has the most air of all.
            if least_pt <= height_pt {
                crowded = Some(table);
            }
        }
        let forced = || {
            let table = self.settle(SIZE_LEAST_PT, true)?;
            (table.least_height_pt(0..self.grid.rows) <= height_pt).then_some(table)
        };
        crowded.or_else(forced)
    }

    /// The table in every size in which its figures fit their columns, the largest first.
    pub fn variants(&self) -> impl Iterator<Item = SettledTable<'a>> + '_ {
        let forced = std::iter::once_with(|| self.settle(SIZE_LEAST_PT, true));
        self.sizes()
            .map(|size_pt| self.settle(size_pt, false))
            .chain(forced)
            .flatten()
    }

    fn sizes(&self) -> impl Iterator<Item = f32> + '_ {
        let steps = ((self.size_pt - SIZE_LEAST_PT) / SIZE_STEP_PT).max(0.0) as usize;
        (0..=steps).map(|step| self.size_pt - step as f32 * SIZE_STEP_PT)
    }

    /// Settles one size; `None` when figures do not fit and `force` does not make them.
    fn settle(&self, size_pt: f32, force: bool) -> Option<SettledTable<'a>> {
        let runs: Vec<Run> = self.runs.iter().map(|run| run.scaled(size_pt)).collect();
        let tracks_pt = self.tracks(&runs, force)?;
        let mut edges_pt = vec![0.0];
        for track_pt in &tracks_pt {
            edges_pt.push(edges_pt.last().copied().unwrap_or(0.0) + track_pt);
        }
        let mut cells: Vec<CellText> = self
            .grid
            .cells
            .iter()
            .zip(&runs)
            .map(|(cell, run)| cell_text(self.grid, cell, run, &edges_pt))
            .collect();
        for (text, longer) in cells.iter_mut().zip(&self.longer) {
            text.cut(CELL_HEIGHT_MAX * self.page_pt, *longer);
        }
        align_figures(self.grid, &mut cells, &edges_pt);
        let rows_pt = row_heights(self.grid, &cells, size_pt);
        Some(SettledTable {
            grid: self.grid,
            size_pt,
            edges_pt,
            rows_pt,
            cells,
        })
    }

    /// Widths of the tracks: the form's shares, shifted from tracks with room to tracks whose figures need it.
    fn tracks(&self, runs: &[Run], force: bool) -> Option<Vec<f32>> {
        let track = |share: &f32| Track {
            width_pt: share * self.width_pt,
            need_pt: 0.0,
            floor_pt: None,
        };
        let mut tracks: Vec<Track> = self.grid.tracks.iter().map(track).collect();
        for (cell, run) in self.grid.cells.iter().zip(runs) {
            let figure = matches!(cell.role, Role::Figure | Role::Total);
            if let (1, true, Some(track)) = (cell.track_span, figure, tracks.get_mut(cell.track)) {
                let longest = match force {
                    // A note gives way before a figure does.
                    true => balance::longest_word(&run.characters),
                    false => longest_piece(run),
                };
                track.need_pt = track.need_pt.max(longest + 2.0 * PAD_X_PT);
                track.floor_pt = Some(2.0 * run.size_pt + 2.0 * PAD_X_PT);
            }
        }
        let lacking: f32 = tracks.iter().map(Track::lacking_pt).sum();
        if lacking <= 0.0 {
            return Some(tracks.iter().map(|track| track.width_pt).collect());
        }
        let spares: Vec<f32> = tracks.iter().map(|track| track.spare_pt(force)).collect();
        let total: f32 = spares.iter().sum();
        if total < lacking && !force {
            return None;
        }
        let given = lacking.min(total);
        let width = |(track, spare): (&Track, f32)| {
            let gets = track.lacking_pt() * given / lacking;
            let gives = if total > 0.0 {
                spare * given / total
            } else {
                0.0
            };
            track.width_pt + (gets - gives)
        };
        Some(tracks.iter().zip(spares).map(width).collect())
    }
}

/// A track while widths are shifted.
struct Track {
    width_pt: f32,
    /// What its figures need.
    need_pt: f32,
    /// The least width of a track that holds figures.
    floor_pt: Option<f32>,
}

impl Track {
    fn lacking_pt(&self) -> f32 {
        (self.need_pt - self.width_pt).max(0.0)
    }

    /// What it can give away; a column of labels does so only when forced.
    fn spare_pt(&self, force: bool) -> f32 {
        match self.floor_pt {
            Some(floor_pt) => (self.width_pt - self.need_pt.max(floor_pt)).max(0.0),
            None if force => self.width_pt * STUB_GIVES,
            None => 0.0,
        }
    }
}

impl CellText {
    /// Leaves only the lines that fit `height_pt`.
    fn cut(&mut self, height_pt: f32, longer: bool) {
        let room = (height_pt / self.leading_pt).max(1.0) as usize;
        self.is_cut = longer || self.lines.len() > room;
        self.lines.truncate(room);
    }
}

impl SettledTable<'_> {
    /// Places of the cells of which only the beginning stands in the table.
    pub fn cut(&self) -> impl Iterator<Item = &Address> {
        let cells = self.grid.cells.iter().zip(&self.cells);
        cells
            .filter(|(_, text)| text.is_cut)
            .filter_map(|(cell, _)| cell.address.as_ref())
    }

    /// Height of these rows with nothing to spare.
    pub fn least_height_pt(&self, rows: std::ops::Range<usize>) -> f32 {
        self.rows_pt.get(rows).map_or(0.0, |rows| rows.iter().sum())
    }

    /// What each row should get beyond its least height.
    pub fn air_pt(&self) -> f32 {
        AIR * self.size_pt
    }

    /// What each row may get beyond its least height.
    pub fn air_max_pt(&self) -> f32 {
        AIR_MAX * self.size_pt
    }

    /// How many merged labels a page break before `row` would tear.
    pub fn torn_labels(&self, row: usize) -> usize {
        let torn = |cell: &&Cell| cell.row < row && row < cell.row + cell.row_span;
        self.grid.cells.iter().filter(torn).count()
    }

    /// Whether every merged label still fits beside the rows it keeps when only `rows` stand on a page.
    pub fn labels_fit(&self, rows: std::ops::Range<usize>, air_pt: f32) -> bool {
        let fits = |(cell, text): (&Cell, &CellText)| {
            let from = cell.row.max(rows.start);
            let to = (cell.row + cell.row_span).min(rows.end);
            if from >= to || to - from == cell.row_span {
                return true;
            }
            let height_pt = self.least_height_pt(from..to) + air_pt * (to - from) as f32;
            text.leading_pt * text.lines.len() as f32 <= height_pt
        };
        self.grid.cells.iter().zip(&self.cells).all(fits)
    }
}

/// As much of a cell's text as a page could hold.
fn beginning(text: &str) -> &str {
    let end = text.char_indices().nth(CELL_CHARACTERS_MAX);
    end.and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// The longest part of a run that no line break parts.
fn longest_piece(run: &Run) -> f32 {
    let joined = |before: Break| matches!(before, Break::Never | Break::Emergency);
    run.characters
        .chunk_by(|_, next| {
            joined(next.before) || matches!(next.before, Break::Allowed { cost } if cost > 0.0)
        })
        .map(width_pt)
        .fold(0.0, f32::max)
}

fn cell_text(grid: &Grid, cell: &Cell, run: &Run, edges_pt: &[f32]) -> CellText {
    let last = edges_pt.len().saturating_sub(1);
    let left = edges_pt.get(cell.track.min(last)).copied().unwrap_or(0.0);
    let right = edges_pt
        .get((cell.track + cell.track_span).min(last))
        .copied()
        .unwrap_or(0.0);
    let label = cells::is_left(grid, cell);
    let align = match label {
        true => Align::Left {
            pad_pt: LABEL_PAD_X_PT,
        },
        false => Align::Centre,
    };
    let pads = if label {
        LABEL_PAD_X_PT + PAD_X_PT
    } else {
        2.0 * PAD_X_PT
    };
    let room = right - left - pads;
    let run = match cell.role {
        Role::Figure | Role::Total => shrunk(run, room),
        _ => run.clone(),
    };
    let ranges = cells::broken(cell, &run, room);
    CellText {
        lines: ranges
            .into_iter()
            .map(|range| lines::set_natural(&run, range))
            .collect(),
        leading_pt: run.size_pt * LEADING,
        align,
        is_cut: false,
    }
}

/// A figure that does not fit, made smaller as far as it may be; beyond that it is broken over lines.
fn shrunk(run: &Run, room_pt: f32) -> Run {
    let least_size = |longest: f32| run.size_pt * room_pt / longest.max(room_pt);
    let sizes = [longest_piece(run), balance::longest_word(&run.characters)].map(least_size);
    let size_pt = sizes.into_iter().find(|size| *size >= FIGURE_LEAST_PT);
    match size_pt {
        Some(size_pt) if size_pt < run.size_pt => run.scaled(size_pt - 0.01),
        _ => run.clone(),
    }
}

/// Lets the figures of one column end at one edge, the widest of them standing in the column's middle.
fn align_figures(grid: &Grid, cells: &mut [CellText], edges_pt: &[f32]) {
    let band = |row: usize| {
        grid.band_starts
            .iter()
            .filter(|start| **start <= row)
            .count()
    };
    let column = |cell: &Cell| (band(cell.row), cell.track, cell.track_span);
    let plain = |cell: &Cell, text: &CellText| {
        let digits = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '−' | '.' | ',');
        matches!(cell.role, Role::Figure | Role::Total)
            && text.lines.len() == 1
            && cell.text.chars().all(digits)
    };
    let mut widest = std::collections::BTreeMap::new();
    for (cell, text) in grid.cells.iter().zip(cells.iter()) {
        if plain(cell, text) {
            let width_pt = text.lines.first().map_or(0.0, |line| line.width_pt);
            let most: &mut f32 = widest.entry(column(cell)).or_insert(0.0);
            *most = most.max(width_pt);
        }
    }
    for (cell, text) in grid.cells.iter().zip(cells.iter_mut()) {
        let end = cell.track + cell.track_span;
        let (Some(left), Some(right)) = (edges_pt.get(cell.track), edges_pt.get(end)) else {
            continue;
        };
        if let (true, Some(most)) = (plain(cell, text), widest.get(&column(cell))) {
            let right_pt = (right - left - most) / 2.0;
            text.align = Align::Figure { right_pt };
        }
    }
}

fn row_heights(grid: &Grid, cells: &[CellText], size_pt: f32) -> Vec<f32> {
    let mut rows_pt = vec![size_pt * LEADING + 2.0 * PAD_Y_PT; grid.rows];
    let mut order: Vec<(&Cell, &CellText)> = grid.cells.iter().zip(cells).collect();
    order.sort_by_key(|(cell, _)| cell.row_span);
    for (cell, text) in order {
        let needed = text.leading_pt * text.lines.len() as f32 + 2.0 * PAD_Y_PT;
        let end = (cell.row + cell.row_span).min(rows_pt.len());
        let Some(spanned) = rows_pt.get_mut(cell.row..end) else {
            continue;
        };
        let lacking = needed - spanned.iter().sum::<f32>();
        if lacking > 0.0 && !spanned.is_empty() {
            let share = lacking / spanned.len() as f32;
            spanned.iter_mut().for_each(|row_pt| *row_pt += share);
        }
    }
    rows_pt
}
