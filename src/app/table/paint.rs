//! Paints a table: shades, rules, labels, figures and marks. Nothing here takes input.

use crate::app::look::theme::Look;
use crate::app::table::sheet::Sheet;
use crate::check::Severity;
use crate::document::{Cell, Role};
use crate::layout::cells::is_left;
use crate::session::find::Find;
use crate::session::table::caret::Caret;
use crate::session::table::layout::{LINE, Shown};
use crate::session::table::marks::Mark;
use eframe::egui::{
    self, Align2, Color32, FontId, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, vec2,
};

/// What is painted where.
pub struct Canvas<'a> {
    pub ui: &'a Ui,
    pub sheet: &'a Sheet,
    pub look: &'a Look,
    /// Upper left corner of the table.
    pub origin: Pos2,
}

impl Canvas<'_> {
    pub fn rect_of(&self, cell: &Cell) -> Rect {
        let [left, top, right, bottom] = self.sheet.layout.bounds(cell);
        Rect::from_min_max(self.at(left, top), self.at(right, bottom))
    }

    /// The part of a stated total's cell that offers the computed figure.
    pub fn settle_rect(&self, cell: &Cell) -> Rect {
        let rect = self.rect_of(cell);
        let height = self.sheet.sizes.text * LINE + 2.0;
        Rect::from_min_max(Pos2::new(rect.left(), rect.bottom() - height), rect.max).shrink(2.0)
    }

    /// The whole table; `hidden` is the cell whose editor stands in its place.
    pub fn paint(&self, caret: Option<&Caret>, has_focus: bool, hidden: Option<usize>) {
        let selected: Vec<usize> = match caret {
            Some(caret) if has_focus && caret.is_block(self.sheet.lines()) => {
                let block = caret.block(self.sheet.lines());
                block
                    .into_iter()
                    .flatten()
                    .map(|figure| figure.cell)
                    .collect()
            }
            _ => Vec::new(),
        };
        let clip = self.ui.clip_rect();
        for (cell, lines) in self.sheet.grid().cells.iter().zip(&self.sheet.layout.lines) {
            let rect = self.rect_of(cell);
            if !clip.intersects(rect) {
                continue;
            }
            match cell.figure {
                Some(index) => {
                    self.shade_figure(rect, index, selected.contains(&index));
                    if hidden != Some(index) {
                        self.figure(rect, index, lines);
                    }
                }
                None => self.label(rect, cell, lines),
            }
        }
        self.rules();
        let Some(figure) = caret.and_then(|caret| self.sheet.lines().figure_at(caret.at)) else {
            return;
        };
        if let Some(cell) = self.cell(figure.cell) {
            let color = match has_focus {
                true => self.look.colors.accent.0,
                false => self.look.colors.weak.0,
            };
            let stroke = Stroke::new(if has_focus { 2.0 } else { 1.0 }, color);
            let rect = self.rect_of(cell);
            self.ui
                .painter()
                .rect_stroke(rect, 0.0, stroke, StrokeKind::Middle);
        }
    }

    /// The cells in which the search found something, marked as hits in texts are.
    pub fn paint_found(&self, find: &Find) {
        let template = &self.sheet.frame.template;
        for (address, is_current) in find.cells() {
            let index = template.cell_index(address);
            let Some(cell) = index.and_then(|index| self.cell(index)) else {
                continue;
            };
            let color = match is_current {
                true => self.look.colors.unfilled.0,
                false => self.look.colors.accent.0,
            };
            self.fill(self.rect_of(cell).shrink(1.0), color.gamma_multiply(0.28));
        }
    }

    /// The rows of headers alone, where the table's columns are one above the other; what is below them is clipped.
    pub fn paint_head(&self) {
        let grid = self.sheet.grid();
        for (cell, lines) in grid.cells.iter().zip(&self.sheet.layout.lines) {
            if cell.row < grid.header_rows {
                self.label(self.rect_of(cell), cell, lines);
            }
        }
        self.rules();
    }

    /// All labels from one track to the figures at another, those of the headers among them; labels that begin further
    /// left are cut short. What is above or below the part that is meant is clipped.
    pub fn paint_stub(&self, [from, first_figure]: [usize; 2]) {
        let grid = self.sheet.grid();
        let xs = &self.sheet.layout.xs;
        let left = xs.get(from).copied().unwrap_or(0.0);
        for (cell, lines) in grid.cells.iter().zip(&self.sheet.layout.lines) {
            let end = cell.track + cell.track_span;
            let is_beside = cell.track < first_figure || cell.role == Role::Caption;
            if cell.figure.is_some() || end <= from || !is_beside {
                continue;
            }
            let [own_left, top, right, bottom] = self.sheet.layout.bounds(cell);
            if own_left >= left {
                self.label(self.rect_of(cell), cell, lines);
                continue;
            }
            let rect = Rect::from_min_max(self.at(left, top), self.at(right, bottom));
            self.short_label(rect, cell);
        }
        self.rules();
        let edge = self.at(xs.get(first_figure).copied().unwrap_or(0.0), 0.0);
        let stroke = Stroke::new(2.0, self.look.colors.rule.0);
        let bottom = edge.y + self.sheet.layout.height();
        self.ui
            .painter()
            .vline(edge.x - 1.0, edge.y..=bottom, stroke);
    }

    /// A label in less room than it was laid out for.
    fn short_label(&self, rect: Rect, cell: &Cell) {
        let colors = &self.look.colors;
        let fill = match cell.role {
            Role::Caption => colors.caption.0,
            _ => colors.header.0,
        };
        self.fill(rect, fill);
        let sizes = self.sheet.sizes;
        let width = rect.width() - 2.0 * sizes.pad;
        let font = FontId::proportional(sizes.small);
        let painter = self.ui.painter();
        let galley = painter.layout(cell.text.clone(), font, colors.text.0, width);
        let top = (rect.center().y - galley.size().y / 2.0).max(rect.top() + 1.0);
        let clip = rect.intersect(painter.clip_rect());
        let at = Pos2::new(rect.left() + sizes.pad, top);
        painter
            .with_clip_rect(clip)
            .galley(at, galley, colors.text.0);
    }

    /// The grid's cell of a figure.
    pub fn cell(&self, figure: usize) -> Option<&Cell> {
        let cells = &self.sheet.grid().cells;
        cells.iter().find(|cell| cell.figure == Some(figure))
    }

    fn at(&self, x: f32, y: f32) -> Pos2 {
        self.origin + vec2(x, y)
    }

    fn rules(&self) {
        let stroke = Stroke::new(self.look.sizes.table_rule, self.look.colors.rule.0);
        let shapes = self.sheet.layout.rules.iter().map(|[from, to]| {
            let (from, to) = (self.at(from.0, from.1), self.at(to.0, to.1));
            match from.y == to.y {
                true => Shape::hline(from.x..=to.x, from.y, stroke),
                false => Shape::vline(from.x, from.y..=to.y, stroke),
            }
        });
        self.ui.painter().extend(shapes);
    }

    fn label(&self, rect: Rect, cell: &Cell, lines: &[String]) {
        let fill = match cell.role {
            Role::Caption => self.look.colors.caption.0,
            _ => self.look.colors.header.0,
        };
        self.fill(rect, fill);
        let size = self.sheet.sizes.text;
        let high = size * LINE;
        let is_stub = is_left(self.sheet.grid(), cell);
        let mut y = rect.center().y - high * (lines.len() as f32 - 1.0) / 2.0;
        for line in lines {
            let (x, align) = match is_stub {
                true => (
                    rect.left() + self.sheet.sizes.pad + 1.0,
                    Align2::LEFT_CENTER,
                ),
                false => (rect.center().x, Align2::CENTER_CENTER),
            };
            self.text(Pos2::new(x, y), align, line, size, self.look.colors.text.0);
            y += high;
        }
    }

    fn shade_figure(&self, rect: Rect, index: usize, selected: bool) {
        let colors = &self.look.colors;
        let is_total = self.sheet.is_total(index);
        let mark = self.sheet.marks.get(&index).filter(|mark| mark.is_shaded);
        let shade = mark.map(|mark| mark.severity);
        let fill = match shade {
            Some(Severity::Error) => colors.error_soft.0,
            Some(Severity::Question) => colors.question_soft.0,
            _ if is_total => colors.computed.0,
            _ => colors.field.0,
        };
        self.fill(rect, fill);
        if selected {
            self.fill(rect, colors.selection.0.gamma_multiply(0.6));
        }
    }

    fn figure(&self, rect: Rect, index: usize, note: &[String]) {
        let colors = &self.look.colors;
        let Some(shown) = self.sheet.shown(index) else {
            return;
        };
        let is_total = self.sheet.is_total(index);
        let color = if is_total {
            colors.computed_text.0
        } else {
            colors.text.0
        };
        let sizes = self.sheet.sizes;
        let middle = rect.center().x;
        let lines = note.len() as f32 * sizes.small
            + if shown.instead.is_some() {
                sizes.text
            } else {
                0.0
            };
        let mark = self.sheet.marks.get(&index);
        let mut y = rect.center().y - (lines * LINE + shown.free_below(sizes)) / 2.0;
        let differs = mark.is_some_and(|mark| mark.difference.is_some());
        if differs && lines == 0.0 && shown.under == 0 {
            // Room for the difference at the lower edge.
            y -= 0.55 * sizes.small;
        }
        match &shown.instead {
            None => {
                self.text(
                    Pos2::new(middle, y),
                    Align2::CENTER_CENTER,
                    &shown.figure,
                    sizes.text,
                    color,
                );
                y += (sizes.text + sizes.small) * LINE / 2.0;
            }
            Some(computed) => {
                self.both(Pos2::new(middle, y), shown, computed, rect);
                y += (sizes.text * 3.0 + sizes.small) * LINE / 2.0;
            }
        }
        for line in note {
            self.text(
                Pos2::new(middle, y),
                Align2::CENTER_CENTER,
                line,
                sizes.small,
                colors.weak.0,
            );
            y += sizes.small * LINE;
        }
        if let Some(beside) = self.sheet.beside.get(&index) {
            let at = rect.center_bottom() - vec2(0.0, 1.0);
            let size = sizes.small - 1.0;
            self.text(at, Align2::CENTER_BOTTOM, beside, size, colors.weak.0);
        }
        if let Some(mark) = mark {
            self.mark(rect, mark, shown);
        } else if shown.figure.is_empty() && !is_total {
            let center = Pos2::new(rect.left() + sizes.pad + 1.0, rect.center().y);
            let color = colors.unfilled.0.gamma_multiply(0.55);
            self.ui.painter().circle_filled(center, 1.8, color);
        }
    }

    /// 印 and the stated total, 算 and the computed one below it on a button.
    fn both(&self, at: Pos2, shown: &Shown, computed: &str, rect: Rect) {
        let colors = &self.look.colors;
        let size = self.sheet.sizes.text;
        let below = Pos2::new(at.x, at.y + size * LINE);
        let chip = Rect::from_center_size(below, vec2(rect.width() - 4.0, size * 1.3));
        let stroke = Stroke::new(1.0, colors.good.0);
        let painter = self.ui.painter();
        painter.rect(chip, 3.0, colors.good_soft.0, stroke, StrokeKind::Inside);
        for (at, word, figure, color) in [
            (at, "印", shown.figure.as_str(), colors.error.0),
            (below, "算", computed, colors.good.0),
        ] {
            let at = at + vec2(0.5 * self.sheet.sizes.small, 0.0);
            let font = FontId::proportional(size);
            let left = painter
                .text(at, Align2::CENTER_CENTER, figure, font, color)
                .left();
            let before = Pos2::new(left - 3.0, at.y);
            self.text(
                before,
                Align2::RIGHT_CENTER,
                word,
                self.sheet.sizes.small,
                color,
            );
        }
    }

    /// A filled corner for an error, a ring for a question, and the difference where there is room for it.
    fn mark(&self, rect: Rect, mark: &Mark, shown: &Shown) {
        let reach = 0.6 * self.sheet.sizes.text;
        let corner = rect.left_top() + vec2(1.0, 1.0);
        let color = match mark.severity {
            Severity::Error => self.look.colors.error.0,
            _ => self.look.colors.question.0,
        };
        match mark.severity {
            Severity::Error => {
                let points = vec![corner, corner + vec2(reach, 0.0), corner + vec2(0.0, reach)];
                self.ui
                    .painter()
                    .add(Shape::convex_polygon(points, color, Stroke::NONE));
            }
            _ => {
                let center = corner + vec2(reach, reach) * 0.7;
                let ring = Shape::circle_stroke(center, reach * 0.4, Stroke::new(1.5, color));
                self.ui.painter().add(ring);
            }
        }
        let has_room = shown.instead.is_none() && shown.note.is_empty();
        if let Some(difference) = mark.difference.as_ref().filter(|_| has_room) {
            let size = self.sheet.sizes.small - 1.0;
            // Above last year's figure, where that is shown.
            let below = match shown.under {
                0 => 1.0,
                _ => 1.0 + self.sheet.sizes.small * LINE,
            };
            let at = rect.center_bottom() - vec2(0.0, below);
            self.text(
                at,
                Align2::CENTER_BOTTOM,
                &format!("差{difference}"),
                size,
                color,
            );
        }
    }

    fn fill(&self, rect: Rect, color: Color32) {
        self.ui.painter().rect_filled(rect, 0.0, color);
    }

    /// Writes a text and gives back its left edge.
    fn text(&self, at: Pos2, align: Align2, text: &str, size: f32, color: Color32) -> f32 {
        if text.is_empty() {
            return at.x;
        }
        let font = FontId::proportional(size);
        self.ui.painter().text(at, align, text, font, color).left()
    }
}

/// A sentence under a cell, in front of everything.
pub fn hint_ui(ui: &Ui, under: Rect, message: &str, look: &Look) {
    let area = egui::Area::new(egui::Id::unique("table hint"))
        .order(egui::Order::Tooltip)
        .fixed_pos(under.left_bottom() + vec2(0.0, 4.0))
        .constrain(true);
    area.show(ui.ctx(), |ui| {
        egui::Frame::popup(ui.style()).show(ui, |ui| {
            ui.set_max_width(28.0 * look.sizes.body);
            ui.label(message);
        });
    });
}
