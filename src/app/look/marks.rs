//! Small drawn signs: shape and word beside colour, so that no state is told by colour alone.

use crate::app::look::theme::Look;
use crate::check::Severity;
use crate::session::status::SectionStatus;
use eframe::egui::{self, Color32, Pos2, Rect, Sense, Shape, Stroke, vec2};

/// A sign with its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// A ring: nothing there.
    Empty,
    /// A ring half filled: in work.
    Half,
    /// A disc with a tick: done.
    Done,
    /// A triangle with an exclamation mark: broken.
    Error,
    /// A square, hollow: missing.
    Unfilled,
    /// A diamond: to be looked at.
    Question,
}

impl Sign {
    pub fn of_severity(severity: Severity) -> Sign {
        match severity {
            Severity::Error => Sign::Error,
            Severity::Unfilled => Sign::Unfilled,
            Severity::Question => Sign::Question,
        }
    }

    pub fn of_status(status: SectionStatus) -> Sign {
        match status {
            SectionStatus::Empty => Sign::Empty,
            SectionStatus::InWork(_) => Sign::Half,
            SectionStatus::Waiting(_) => Sign::Question,
            SectionStatus::Complete => Sign::Done,
            SectionStatus::Errors(_) => Sign::Error,
        }
    }

    pub fn color(self, look: &Look) -> Color32 {
        match self {
            Sign::Empty => look.colors.hint.0,
            Sign::Half => look.colors.accent.0,
            Sign::Done => look.colors.good.0,
            Sign::Error => look.colors.error.0,
            Sign::Unfilled => look.colors.unfilled.0,
            Sign::Question => look.colors.question.0,
        }
    }
}

/// The word of a severity.
pub fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "错误",
        Severity::Unfilled => "未填",
        Severity::Question => "待核",
    }
}

/// The words of a status.
pub fn status_word(status: SectionStatus) -> String {
    match status {
        SectionStatus::Empty => "空白".to_owned(),
        SectionStatus::InWork(0) => "进行中".to_owned(),
        SectionStatus::InWork(count) => format!("进行中，{count} 处待确认"),
        SectionStatus::Waiting(count) => format!("{count} 处待确认"),
        SectionStatus::Complete => "完成".to_owned(),
        SectionStatus::Errors(count) => format!("{count} 处错误"),
    }
}

/// Draws a sign as wide as a line of small text.
pub fn sign_ui(ui: &mut egui::Ui, sign: Sign, look: &Look) {
    let side = look.sizes.body;
    let (rect, _) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
    paint(ui.painter(), rect, sign, look);
}

/// Paints a sign into a rectangle.
pub fn paint(painter: &egui::Painter, rect: Rect, sign: Sign, look: &Look) {
    let color = sign.color(look);
    let on = look.colors.raised.0;
    let center = rect.center();
    let radius = rect.width().min(rect.height()) * 0.44;
    let thin = Stroke::new(1.6, color);
    let at = |x: f32, y: f32| Pos2::new(center.x + x * radius, center.y + y * radius);
    match sign {
        Sign::Empty => {
            painter.circle_stroke(center, radius * 0.9, thin);
        }
        Sign::Half => {
            let arc = (0..=16).map(|step| {
                let angle = std::f32::consts::PI * (0.5 + step as f32 / 16.0);
                at(angle.cos() * 0.9, angle.sin() * 0.9)
            });
            painter.add(Shape::convex_polygon(arc.collect(), color, Stroke::NONE));
            painter.circle_stroke(center, radius * 0.9, thin);
        }
        Sign::Done => {
            painter.circle_filled(center, radius, color);
            let tick = vec![at(-0.5, 0.05), at(-0.12, 0.42), at(0.52, -0.36)];
            painter.add(Shape::line(tick, Stroke::new(1.8, on)));
        }
        Sign::Error => {
            let triangle = vec![at(0.0, -1.0), at(1.05, 0.9), at(-1.05, 0.9)];
            painter.add(Shape::convex_polygon(triangle, color, Stroke::NONE));
            painter.line_segment([at(0.0, -0.35), at(0.0, 0.3)], Stroke::new(1.8, on));
            painter.circle_filled(at(0.0, 0.6), 1.1, on);
        }
        Sign::Unfilled => {
            let square = Rect::from_center_size(center, vec2(radius * 1.6, radius * 1.6));
            painter.rect_stroke(square, 2.0, thin, egui::StrokeKind::Inside);
        }
        Sign::Question => {
            let diamond = vec![at(0.0, -1.05), at(1.05, 0.0), at(0.0, 1.05), at(-1.05, 0.0)];
            painter.add(Shape::convex_polygon(diamond, color, Stroke::NONE));
            painter.circle_filled(center, 1.6, on);
        }
    }
}
