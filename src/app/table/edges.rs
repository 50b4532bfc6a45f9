//! What stays in sight of a table while it is scrolled: its headers, the labels of its rows, the balance strip.

use crate::app::table::paint::Canvas;
use crate::app::table::sheet::Sheet;
use crate::app::table::strip::{Extent, Strip};
use eframe::egui::{Id, Pos2, Rect, Sense, Ui, UiBuilder, pos2, vec2};

/// Headers stay in sight when so many rows are seen between them and the balance strip.
const LEAST_ROWS: f32 = 2.2;
/// The balance strip shows its sums when so many rows are seen beside it.
const GOOD_ROWS: f32 = 4.5;
/// Labels that stay in sight take no more than this share of the width.
const MOST_STUB: f32 = 0.55;

/// The strip stays in sight: below the table, or at the lower edge of what is seen of it.
pub fn strip_corner(canvas: &Canvas, below: f32, height: f32) -> Pos2 {
    let seen = canvas.ui.clip_rect().bottom() - height - 2.0;
    let ys = &canvas.sheet.layout.ys;
    let first_rows = canvas.sheet.lines().header_rows() + 2;
    let least = canvas.origin.y + ys.get(first_rows).copied().unwrap_or(0.0);
    pos2(canvas.origin.x, below.min(seen.max(least)).round())
}

/// The strip gives way to the headers where both, whole, would leave little room for the rows.
pub fn strip_extent(ui: &Ui, sheet: &Sheet) -> Extent {
    let fits = |(extent, rows): &(Extent, f32)| {
        let strip = Strip::height_of(&sheet.balances, sheet.sizes, *extent);
        sheet.grid().header_rows == 0 || leaves(ui, sheet, strip) > rows * sheet.sizes.row
    };
    let extents = [(Extent::Whole, GOOD_ROWS), (Extent::Verdict, LEAST_ROWS)];
    let fitting = extents.into_iter().find(fits);
    fitting.map_or(Extent::Whole, |(extent, _)| extent)
}

/// Height of the headers that stay in sight; 0 where they would take the room from the rows, or stand in each band.
pub fn head_height(ui: &Ui, sheet: &Sheet, strip: f32) -> f32 {
    let is_roomy = leaves(ui, sheet, strip) > LEAST_ROWS * sheet.sizes.row;
    if is_roomy { headers(sheet) } else { 0.0 }
}

/// What headers and strip leave to the rows of what is seen.
fn leaves(ui: &Ui, sheet: &Sheet, strip: f32) -> f32 {
    ui.clip_rect().height() - headers(sheet) - strip
}

fn headers(sheet: &Sheet) -> f32 {
    let below = sheet.layout.ys.get(sheet.grid().header_rows);
    below.copied().unwrap_or(0.0)
}

/// The headers stay in sight, at the upper edge of what is seen of the table.
pub fn head_ui(ui: &mut Ui, canvas: &Canvas, height: f32) {
    let seen = canvas.ui.clip_rect();
    let top = head_top(canvas, height);
    if top <= canvas.origin.y {
        return;
    }
    let origin = pos2(canvas.origin.x, top);
    let rect = Rect::from_min_size(origin, vec2(canvas.sheet.layout.width(), height));
    let mut over = ui.new_child(UiBuilder::new().max_rect(rect));
    over.set_clip_rect(seen.intersect(rect.expand(1.0)));
    let head = Canvas {
        ui: &over,
        sheet: canvas.sheet,
        look: canvas.look,
        origin,
    };
    head.paint_head();
    // The cells that the headers cover are not clicked through them.
    canvas
        .ui
        .interact(rect, Id::unique("table head"), Sense::CLICK);
}

/// The labels beside the figures that stay in sight at the left edge of what is seen of a table.
#[derive(Debug, Clone, Copy)]
pub struct Stub {
    /// The first track of these labels, and the first of the figures.
    tracks: [usize; 2],
    /// Where the first track begins in the table, and the width of all of them.
    left: f32,
    width: f32,
}

impl Stub {
    /// `None` while all labels are seen where they stand, or where they would take the room from the figures.
    pub fn of(canvas: &Canvas) -> Option<Stub> {
        let seen = canvas.ui.clip_rect();
        let xs = &canvas.sheet.layout.xs;
        let figures = canvas.sheet.grid().cells.iter();
        let figures = figures.filter(|cell| cell.figure.is_some());
        let first = figures.map(|cell| cell.track).min();
        let first = first.filter(|first| *first > 0)?;
        let right = xs.get(first).copied().unwrap_or(0.0);
        let most = seen.width() * MOST_STUB;
        let fits = |track: &usize| xs.get(*track).is_some_and(|left| right - left <= most);
        let from = (0..first).find(fits)?;
        let left = xs.get(from).copied().unwrap_or(0.0);
        let scrolled = canvas.origin.x + left < seen.left();
        scrolled.then_some(Stub {
            tracks: [from, first],
            left,
            width: right - left,
        })
    }

    /// The right edge of the labels on the screen.
    pub fn right(&self, canvas: &Canvas) -> f32 {
        canvas.ui.clip_rect().left() + self.width
    }

    /// Draws the labels of the rows, below the headers.
    pub fn rows_ui(&self, ui: &mut Ui, canvas: &Canvas, head: f32) {
        let top = head_top(canvas, head) + headers(canvas.sheet);
        let bottom = canvas.origin.y + canvas.sheet.layout.height() + 1.0;
        self.part_ui(ui, canvas, [top, bottom], canvas.origin.y, "table stub");
    }

    /// Draws what stands over them in the headers, whether these stay in sight themselves or stand where they are.
    pub fn corner_ui(&self, ui: &mut Ui, canvas: &Canvas, head: f32) {
        let top = head_top(canvas, head);
        let bottom = top + headers(canvas.sheet);
        if bottom > top {
            self.part_ui(ui, canvas, [top, bottom], top, "table corner");
        }
    }

    /// Draws the labels between two heights, with the table's upper edge at `origin`.
    fn part_ui(
        &self,
        ui: &mut Ui,
        canvas: &Canvas,
        [top, bottom]: [f32; 2],
        origin: f32,
        name: &str,
    ) {
        let seen = canvas.ui.clip_rect();
        let corner = pos2(seen.left(), top);
        let rect = Rect::from_min_max(corner, pos2(self.right(canvas), bottom));
        let mut over = ui.new_child(UiBuilder::new().max_rect(rect));
        over.set_clip_rect(seen.intersect(rect));
        let stub = Canvas {
            ui: &over,
            sheet: canvas.sheet,
            look: canvas.look,
            origin: pos2(seen.left() - self.left, origin),
        };
        stub.paint_stub(self.tracks);
        // The cells that the labels cover are not clicked through them.
        let covered = rect.intersect(seen);
        canvas.ui.interact(covered, Id::unique(name), Sense::CLICK);
    }
}

/// The upper edge of the headers on the screen: at the edge of what is seen while they stay in sight.
fn head_top(canvas: &Canvas, height: f32) -> f32 {
    let seen = canvas.ui.clip_rect().top().ceil();
    let lowest = canvas.origin.y + canvas.sheet.layout.height() - height;
    let stays = height > 0.0 && canvas.origin.y < seen && seen <= lowest;
    if stays { seen } else { canvas.origin.y }
}
