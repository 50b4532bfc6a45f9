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
    let top = seen.top().ceil();
    let lowest = canvas.origin.y + canvas.sheet.layout.height() - height;
    if height <= 0.0 || canvas.origin.y >= top || top > lowest {
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

/// The labels beside the figures stay in sight, at the left edge of what is seen of the table.
pub fn stub_ui(ui: &mut Ui, canvas: &Canvas, head: f32) {
    let seen = canvas.ui.clip_rect();
    let grid = canvas.sheet.grid();
    let xs = &canvas.sheet.layout.xs;
    let figures = grid.cells.iter().filter(|cell| cell.figure.is_some());
    let Some(first) = figures
        .map(|cell| cell.track)
        .min()
        .filter(|first| *first > 0)
    else {
        return;
    };
    let right = xs.get(first).copied().unwrap_or(0.0);
    let most = seen.width() * MOST_STUB;
    let fits = |track: &usize| xs.get(*track).is_some_and(|left| right - left <= most);
    let Some(from) = (0..first).find(fits) else {
        return;
    };
    let left = xs.get(from).copied().unwrap_or(0.0);
    if canvas.origin.x + left >= seen.left() {
        return;
    }
    let floats = head > 0.0 && canvas.origin.y < seen.top();
    let rows = match floats {
        true => seen.top() + head,
        false => canvas.origin.y + canvas.sheet.layout.ys.get(grid.header_rows).unwrap_or(&0.0),
    };
    let bottom = canvas.origin.y + canvas.sheet.layout.height();
    let corner = pos2(seen.left(), rows);
    let rect = Rect::from_min_max(corner, pos2(seen.left() + right - left, bottom + 1.0));
    let mut over = ui.new_child(UiBuilder::new().max_rect(rect));
    over.set_clip_rect(seen.intersect(rect));
    let stub = Canvas {
        ui: &over,
        sheet: canvas.sheet,
        look: canvas.look,
        origin: pos2(seen.left() - left, canvas.origin.y),
    };
    stub.paint_stub(from, first);
    // The cells that the labels cover are not clicked through them.
    canvas
        .ui
        .interact(rect.intersect(seen), Id::unique("table stub"), Sense::CLICK);
}
