//! How wide and how high the cells of a table are drawn, and where its labels break. Pure.

use crate::document::{Cell, Grid, Role};
use crate::layout::cells;

/// Sizes the layout works with, in points of the window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TableSizes {
    pub text: f32,
    /// Size of notes inside cells.
    pub small: f32,
    pub row: f32,
    /// Room between a rule and a text, left and right.
    pub pad: f32,
}

/// What is drawn in a figure's cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    pub figure: String,
    pub note: String,
    /// The computed figure beside a stated one that differs.
    pub instead: Option<String>,
    /// Small lines that are kept free under it.
    pub under: u8,
}

impl Shown {
    /// Height of the lines that are kept free under it.
    pub fn free_below(&self, sizes: TableSizes) -> f32 {
        f32::from(self.under) * sizes.small * LINE
    }
}

/// A table's cells with their places, from its upper left corner.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableLayout {
    /// Left edges of the tracks, and the right edge of the last.
    pub xs: Vec<f32>,
    /// Upper edges of the rows, and the lower edge of the last.
    pub ys: Vec<f32>,
    /// Lines of each cell of the grid: of its label, or of its note.
    pub lines: Vec<Vec<String>>,
    /// Rules between cells: from, to.
    pub rules: Vec<[(f32, f32); 2]>,
}

/// Measures a text in a size, in points.
pub type Measure<'a> = dyn FnMut(&str, f32) -> f32 + 'a;

/// Height of a line, in its size.
pub const LINE: f32 = 1.35;
/// Wider than this, in text sizes, a table is harder to read than useful.
const WIDEST: f32 = 84.0;
/// Room beside a header that would have to break otherwise.
const TIGHT_PAD: f32 = 2.0;
/// A header stays on one line up to this width, in text sizes.
const SHORT_HEADER: f32 = 3.0;
/// Lines a label may take before its column has to be wider.
const MOST_LINES: usize = 4;

impl TableLayout {
    /// Lays a grid out in the width; it gets wider than that when its texts need it.
    ///
    /// `shown` gives what stands in the figure of a template cell.
    pub fn new(
        grid: &Grid,
        shown: &dyn Fn(usize) -> Shown,
        width: f32,
        sizes: TableSizes,
        measure: &mut Measure,
    ) -> TableLayout {
        let least = least_widths(grid, shown, sizes, measure);
        let wanted = width.min(WIDEST * sizes.text).max(least.iter().sum());
        let xs = edges(shared_out(&grid.tracks, &least, wanted));
        let mut lines = Vec::with_capacity(grid.cells.len());
        let mut needs = Vec::with_capacity(grid.cells.len());
        for cell in &grid.cells {
            let right = edge(&xs, cell.track + cell.track_span);
            let room = right - edge(&xs, cell.track) - 2.0 * sizes.pad;
            let (broken, need) = match cell.figure {
                Some(index) => figure_lines(cell, &shown(index), room, sizes, measure),
                None => label_lines(cell, room, sizes, measure),
            };
            lines.push(broken);
            needs.push(need + sizes.pad + 1.0);
        }
        let ys = edges(row_heights(grid, &needs, sizes.row));
        let rules = rules(grid, &xs, &ys);
        TableLayout {
            xs,
            ys,
            lines,
            rules,
        }
    }

    pub fn width(&self) -> f32 {
        self.xs.last().copied().unwrap_or(0.0)
    }

    pub fn height(&self) -> f32 {
        self.ys.last().copied().unwrap_or(0.0)
    }

    /// Left, top, right and lower edge of a cell.
    pub fn bounds(&self, cell: &Cell) -> [f32; 4] {
        [
            edge(&self.xs, cell.track),
            edge(&self.ys, cell.row),
            edge(&self.xs, cell.track + cell.track_span),
            edge(&self.ys, cell.row + cell.row_span),
        ]
    }
}

/// Where a track or row begins, or the last one ends.
fn edge(edges: &[f32], at: usize) -> f32 {
    edges.get(at).copied().unwrap_or(0.0)
}

/// The lines of a label and their height.
fn label_lines(
    cell: &Cell,
    room: f32,
    sizes: TableSizes,
    measure: &mut Measure,
) -> (Vec<String>, f32) {
    let mut width_of = |text: &str| measure(text, sizes.text);
    // A header that fits with less room beside it stays whole.
    let fits = cell.role == Role::ColumnHeader
        && width_of(&cell.text) <= room + 2.0 * (sizes.pad - TIGHT_PAD);
    let broken = match fits {
        true => vec![cell.text.clone()],
        false => broken(cell, &cell.hinted(), sizes.text, room, measure),
    };
    let need = broken.len() as f32 * sizes.text * LINE;
    (broken, need)
}

/// The lines of a note and the height the whole figure needs.
fn figure_lines(
    cell: &Cell,
    shown: &Shown,
    room: f32,
    sizes: TableSizes,
    measure: &mut Measure,
) -> (Vec<String>, f32) {
    let mut need = sizes.text * LINE;
    if shown.instead.is_some() {
        need += sizes.text * LINE;
    }
    need += shown.free_below(sizes);
    if shown.note.is_empty() {
        return (Vec::new(), need);
    }
    let lines = broken(cell, &shown.note, sizes.small, room, measure);
    need += lines.len() as f32 * sizes.small * LINE;
    (lines, need)
}

/// Lines as the printed page would break them.
fn broken(cell: &Cell, text: &str, size: f32, room: f32, measure: &mut Measure) -> Vec<String> {
    cells::lines(cell, text, size, room, &mut |character| {
        measure(character.encode_utf8(&mut [0; 4]), size)
    })
}

fn widest_word(text: &str, size: f32, measure: &mut Measure) -> f32 {
    cells::widest_word(text, size, &mut |character| {
        measure(character.encode_utf8(&mut [0; 4]), size)
    })
}

/// The least width of each track, from the cells that lie in it alone.
fn least_widths(
    grid: &Grid,
    shown: &dyn Fn(usize) -> Shown,
    sizes: TableSizes,
    measure: &mut Measure,
) -> Vec<f32> {
    let mut least = vec![0.0_f32; grid.tracks.len()];
    for cell in &grid.cells {
        if cell.track_span != 1 {
            continue;
        }
        let need = match cell.figure {
            Some(index) => {
                let shown = shown(index);
                let instead = shown.instead.as_deref().unwrap_or_default();
                let marked = if instead.is_empty() {
                    0.0
                } else {
                    2.0 * sizes.small
                };
                let note = widest_word(&shown.note, sizes.small, measure);
                let figure = measure(&shown.figure, sizes.text).max(measure(instead, sizes.text));
                (figure + marked).max(note)
            }
            None => {
                let whole = measure(&cell.text, sizes.text);
                let lines = cell.row_span.max(MOST_LINES) as f32;
                let unbroken = widest_word(&cell.hinted(), sizes.text, measure);
                // A short header looks torn on two lines.
                let is_short =
                    cell.role == Role::ColumnHeader && whole <= SHORT_HEADER * sizes.text;
                let unbroken = match is_short {
                    true => whole - 2.0 * (sizes.pad - TIGHT_PAD),
                    false => unbroken,
                };
                (whole / lines).max(unbroken).max(2.0 * sizes.text)
            }
        };
        if let Some(least) = least.get_mut(cell.track) {
            *least = least.max(need + 2.0 * sizes.pad + 1.0);
        }
    }
    least
}

/// Shares a width out over the tracks; none gets less than its least.
fn shared_out(shares: &[f32], least: &[f32], width: f32) -> Vec<f32> {
    struct Track {
        share: f32,
        least: f32,
        /// Whether its share would be too narrow, so that it gets its least.
        held: bool,
    }
    let track = |(share, least): (&f32, &f32)| Track {
        share: *share,
        least: *least,
        held: false,
    };
    let mut tracks: Vec<Track> = shares.iter().zip(least).map(track).collect();
    loop {
        let held: f32 = tracks.iter().filter(|t| t.held).map(|t| t.least).sum();
        let open: f32 = tracks.iter().filter(|t| !t.held).map(|t| t.share).sum();
        let (rest, open) = (width - held, open.max(f32::EPSILON));
        let fair = |track: &Track| track.share / open * rest;
        let mut free = tracks.iter_mut().filter(|track| !track.held);
        if let Some(short) = free.find(|track| fair(track) < track.least) {
            short.held = true;
            continue;
        }
        let width_of = |track: &Track| match track.held {
            true => track.least,
            false => fair(track),
        };
        return tracks.iter().map(width_of).collect();
    }
}

/// Row heights in which every cell finds room; what a merged cell lacks is shared by its rows.
fn row_heights(grid: &Grid, needs: &[f32], least: f32) -> Vec<f32> {
    let mut heights = vec![least; grid.rows];
    let mut order: Vec<(&Cell, &f32)> = grid.cells.iter().zip(needs).collect();
    order.sort_by_key(|(cell, _)| cell.row_span);
    for (cell, need) in order {
        let Some(rows) = heights.get_mut(cell.row..cell.row + cell.row_span) else {
            continue;
        };
        let lacking = need - rows.iter().sum::<f32>();
        if lacking > 0.0 {
            for height in rows {
                *height += lacking / cell.row_span as f32;
            }
        }
    }
    heights
}

/// Edges rounded to whole points, so that rules stay sharp.
fn edges(sizes: Vec<f32>) -> Vec<f32> {
    let mut edges = vec![0.0];
    let mut sum = 0.0;
    for size in sizes {
        sum += size;
        edges.push(sum.ceil());
    }
    edges
}

/// Every rule once: the left and upper edges of all cells, joined, and the outer frame.
fn rules(grid: &Grid, xs: &[f32], ys: &[f32]) -> Vec<[(f32, f32); 2]> {
    let mut across = Vec::new();
    let mut down = Vec::new();
    for cell in &grid.cells {
        across.push((cell.row, cell.track, cell.track + cell.track_span));
        down.push((cell.track, cell.row, cell.row + cell.row_span));
    }
    across.push((grid.rows, 0, grid.tracks.len()));
    down.push((grid.tracks.len(), 0, grid.rows));
    let mut rules = Vec::new();
    let (x, y) = (|track| edge(xs, track), |row| edge(ys, row));
    for (row, from, to) in joined(across) {
        rules.push([(x(from), y(row)), (x(to), y(row))]);
    }
    for (track, from, to) in joined(down) {
        rules.push([(x(track), y(from)), (x(track), y(to))]);
    }
    rules
}

/// Joins segments on one line that touch.
fn joined(mut segments: Vec<(usize, usize, usize)>) -> Vec<(usize, usize, usize)> {
    segments.sort_unstable();
    let mut joined: Vec<(usize, usize, usize)> = Vec::new();
    for (line, from, to) in segments {
        match joined.last_mut() {
            Some(last) if last.0 == line && last.2 >= from => last.2 = last.2.max(to),
            _ => joined.push((line, from, to)),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::Template;

    const SIZES: TableSizes = TableSizes {
        text: 14.0,
        small: 11.0,
        row: 28.0,
        pad: 5.0,
    };

    fn measure(text: &str, size: f32) -> f32 {
        text.chars()
            .map(|c| if c.is_ascii() { 0.5 } else { 1.0 })
            .sum::<f32>()
            * size
    }

    fn layout(table: &str, width: f32, figure: &str, note: &str) -> (Grid, TableLayout) {
        let template = Template::built_in("2021").expect("a built-in form");
        let mut tables = template.form.tables.iter();
        let index = tables.position(|known| known.id == table).expect("a table");
        let grid = crate::document::grid::frame(&template, index);
        let shown = |index: usize| Shown {
            figure: if index.is_multiple_of(3) {
                figure.to_owned()
            } else {
                String::new()
            },
            note: if index.is_multiple_of(5) {
                note.to_owned()
            } else {
                String::new()
            },
            instead: None,
            under: 0,
        };
        let layout = TableLayout::new(&grid, &shown, width, SIZES, &mut measure);
        (grid, layout)
    }

    #[test]
    fn no_text_is_clipped_however_narrow_the_window() {
        for table in ["disclosed", "requests", "appeals"] {
            for width in [200.0, 480.0, 640.0, 900.0, 3000.0] {
                for (figure, note) in [("0", ""), ("12345678", ""), ("22", "（其中修订16件）")]
                {
                    let (grid, layout) = layout(table, width, figure, note);
                    for (cell, lines) in grid.cells.iter().zip(&layout.lines) {
                        let [left, top, right, bottom] = layout.bounds(cell);
                        let size = match cell.figure {
                            Some(_) => SIZES.small,
                            None => SIZES.text,
                        };
                        // The blank half of a bracket at a line's end may hang.
                        let ink = |line: &String| {
                            let hangs = line.ends_with(['）', '，', '、', '：', '”']);
                            measure(line, size) - if hangs { size / 2.0 } else { 0.0 }
                        };
                        let widest = lines.iter().map(ink).fold(0.0, f32::max);
                        let pad = match cell.role {
                            Role::ColumnHeader if lines.len() == 1 => TIGHT_PAD,
                            _ => SIZES.pad,
                        };
                        assert!(
                            widest <= right - left - 2.0 * pad + 0.5,
                            "{table} {width} {lines:?}"
                        );
                        assert!(
                            lines.len() as f32 * size * LINE <= bottom - top,
                            "{table} {width} {lines:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn a_table_follows_the_window_within_its_limits() {
        assert!(layout("requests", 300.0, "0", "").1.width() > 300.0);
        let fitting = layout("requests", 900.0, "0", "").1.width();
        assert!((fitting - 900.0).abs() < 12.0, "{fitting}");
        assert!(layout("requests", 9000.0, "0", "").1.width() < 1200.0);
    }

    #[test]
    fn a_short_header_is_never_torn() {
        for width in [200.0, 480.0, 640.0] {
            let (grid, layout) = layout("requests", width, "0", "");
            let headers = grid.cells.iter().zip(&layout.lines);
            let short = headers.filter(|(cell, _)| {
                cell.role == Role::ColumnHeader && cell.text.chars().count() <= 3
            });
            let lines: Vec<usize> = short.map(|(_, lines)| lines.len()).collect();
            assert_eq!(lines, [1, 1, 1], "{width}");
        }
    }

    #[test]
    fn merged_cells_are_not_crossed_by_rules() {
        let (grid, layout) = layout("requests", 900.0, "0", "");
        for cell in &grid.cells {
            let [left, top, right, bottom] = layout.bounds(cell);
            for [(x1, y1), (x2, y2)] in &layout.rules {
                let inside_x = *x1 > left && *x1 < right && x1 == x2 && *y1 < bottom && *y2 > top;
                let inside_y = *y1 > top && *y1 < bottom && y1 == y2 && *x1 < right && *x2 > left;
                assert!(!inside_x && !inside_y, "{}", cell.text);
            }
        }
    }
}
