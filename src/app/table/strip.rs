//! The strip under a table whose columns must balance, drawn below its columns.

use crate::app::look::theme::Look;
use crate::session::table::balance::{Balance, BalanceColumn, said};
use crate::session::table::layout::{TableLayout, TableSizes};
use eframe::egui::{
    Align2, Color32, FontId, Galley, Id, Pos2, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui,
    WidgetInfo, vec2,
};
use std::sync::Arc;

/// Where and how the strip is drawn.
pub struct Strip<'a> {
    pub ui: &'a Ui,
    pub balances: &'a [Balance],
    pub layout: &'a TableLayout,
    pub sizes: TableSizes,
    pub look: &'a Look,
    pub extent: Extent,
    /// The right edge of the labels that stay in sight at the left, where the names of the lines stay with them.
    pub pinned: Option<f32>,
}

/// How much of each balance the strip shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Both sums and the verdict.
    Whole,
    /// The verdict alone, where the sums would take the room of the headers.
    Verdict,
}

impl Extent {
    fn lines(self) -> usize {
        match self {
            Extent::Whole => 3,
            Extent::Verdict => 1,
        }
    }
}

/// Height of one line of the strip, in its text size.
const LINE: f32 = 1.6;

impl Strip<'_> {
    pub fn height_of(balances: &[Balance], sizes: TableSizes, extent: Extent) -> f32 {
        balances.len() as f32 * high(sizes, extent)
    }

    /// Draws the strip with its upper left corner at a point; each column has a name for screen readers.
    pub fn show(&self, at: Pos2) {
        for (index, balance) in self.balances.iter().enumerate() {
            let top = at + vec2(0.0, index as f32 * self.height_of_one());
            self.one(index, balance, top);
        }
    }

    fn height_of_one(&self) -> f32 {
        high(self.sizes, self.extent)
    }

    fn one(&self, index: usize, balance: &Balance, top: Pos2) {
        let colors = &self.look.colors;
        let size = vec2(self.layout.width(), self.height_of_one());
        let frame = Rect::from_min_size(top, size);
        self.ui.painter().rect_filled(frame, 0.0, colors.raised.0);
        // The cells that the strip covers are not clicked through it.
        let cover = Id::unique(("balance", index, "cover"));
        self.ui.interact(frame, cover, Sense::CLICK);
        for column in &balance.columns {
            let cell = self.column(column, top);
            let id = Id::unique(("balance", index, column.track));
            let response = self.ui.interact(cell, id, Sense::hover());
            let named = || WidgetInfo::labeled(Role::Label, true, said(balance, column));
            response.widget_info(named);
            if response.hovered() {
                response.on_hover_text(said(balance, column));
            }
        }
        self.names(balance, frame);
        let stroke = Stroke::new(1.0, colors.rule.0);
        let painter = self.ui.painter();
        painter.rect_stroke(frame, 0.0, stroke, StrokeKind::Middle);
    }

    /// What each line is, before the columns, or over those that are scrolled past the left edge.
    fn names(&self, balance: &Balance, frame: Rect) {
        let colors = &self.look.colors;
        let margin = self.sizes.pad + 2.0;
        let names = [&balance.left_name, &balance.right_name, "相差"];
        let names = names.into_iter().rev().take(self.extent.lines()).rev();
        let font = || FontId::proportional(self.sizes.text);
        let painter = self.ui.painter();
        let lay = |name: &str| painter.layout_no_wrap(name.to_owned(), font(), colors.weak.0);
        let names: Vec<Arc<Galley>> = names.map(lay).collect();
        let first = balance.columns.iter().map(|column| column.track).min();
        let mut right = frame.left() + self.x(first.unwrap_or(0));
        if let Some(pinned) = self.pinned {
            // Names that are wider than the labels above them cover a little of the figures.
            let width = names.iter().map(|name| name.size().x).fold(0.0, f32::max);
            let left = self.ui.clip_rect().left();
            right = pinned.max(left + width + 2.0 * margin);
            let cover = frame.with_min_x(left).with_max_x(right);
            painter.rect_filled(cover, 0.0, colors.raised.0);
            let stroke = Stroke::new(2.0, colors.rule.0);
            painter.vline(right - 1.0, cover.y_range(), stroke);
        }
        for (line, name) in names.into_iter().enumerate() {
            let at = Pos2::new(right - margin, self.y(frame.min, line));
            let rect = Align2::RIGHT_CENTER.anchor_size(at, name.size());
            painter.galley(rect.min, name, colors.weak.0);
        }
    }

    /// Both sums and the verdict of one column; gives back where they stand.
    fn column(&self, column: &BalanceColumn, top: Pos2) -> Rect {
        let colors = &self.look.colors;
        let from = Pos2::new(top.x + self.x(column.track), top.y);
        let right = top.x + self.x(column.track + column.track_span);
        let cell = Rect::from_min_max(from, Pos2::new(right, top.y + self.height_of_one()));
        let fill = match column.difference() {
            None => colors.raised.0,
            Some(difference) if difference.is_zero() => colors.good_soft.0,
            Some(_) => colors.error_soft.0,
        };
        self.ui.painter().rect_filled(cell, 0.0, fill);
        let verdict = self.extent.lines() - 1;
        let sums = [column.left, column.right].into_iter().take(verdict);
        for (line, value) in sums.enumerate() {
            let (shown, color) = match value {
                Some(value) => (value.normalize().to_string(), colors.text.0),
                None => ("—".to_owned(), colors.hint.0),
            };
            let at = Pos2::new(cell.center().x, self.y(top, line));
            self.text(at, Align2::CENTER_CENTER, &shown, self.sizes.text, color);
        }
        self.verdict(column, Pos2::new(cell.center().x, self.y(top, verdict)));
        cell
    }

    /// Even: a tick. Uneven: a triangle and the difference. Not filled in: the word.
    fn verdict(&self, column: &BalanceColumn, at: Pos2) {
        let colors = &self.look.colors;
        let reach = 0.36 * self.sizes.text;
        match column.difference() {
            None => {
                let size = self.sizes.small;
                self.text(at, Align2::CENTER_CENTER, "未填", size, colors.unfilled.0);
            }
            Some(difference) if difference.is_zero() => self.tick(at, reach, colors.good.0),
            Some(difference) => {
                let shown = difference.normalize().to_string();
                let at = at + vec2(reach, 0.0);
                let color = colors.error.0;
                let left = self.text(at, Align2::CENTER_CENTER, &shown, self.sizes.text, color);
                self.triangle(Pos2::new(left - 1.6 * reach, at.y), reach, color);
            }
        }
    }

    fn tick(&self, center: Pos2, reach: f32, color: Color32) {
        let points = [(-1.0, 0.0), (-0.25, 0.75), (1.0, -0.75)];
        let points = points.map(|(x, y)| center + vec2(x, y) * reach).to_vec();
        let line = Shape::line(points, Stroke::new(2.0, color));
        self.ui.painter().add(line);
    }

    fn triangle(&self, center: Pos2, reach: f32, color: Color32) {
        let points = [(0.0, -1.0), (1.1, 0.9), (-1.1, 0.9)];
        let points = points.map(|(x, y)| center + vec2(x, y) * reach).to_vec();
        let shape = Shape::convex_polygon(points, color, Stroke::NONE);
        self.ui.painter().add(shape);
    }

    fn x(&self, track: usize) -> f32 {
        self.layout.xs.get(track).copied().unwrap_or(0.0)
    }

    fn y(&self, top: Pos2, line: usize) -> f32 {
        top.y + self.sizes.pad + (line as f32 + 0.5) * self.sizes.text * LINE
    }

    /// Writes a text; gives back where it begins.
    fn text(&self, at: Pos2, align: Align2, text: &str, size: f32, color: Color32) -> f32 {
        let font = FontId::proportional(size);
        self.ui.painter().text(at, align, text, font, color).left()
    }
}

/// Height of one rule's lines.
fn high(sizes: TableSizes, extent: Extent) -> f32 {
    extent.lines() as f32 * sizes.text * LINE + 2.0 * sizes.pad
}
