//! The preview's bar: the page one sees, and how large.

use crate::app::preview::{PreviewView, Zoom};
use eframe::egui::{self, Button, Pos2, Ui, Vec2, vec2};

const ZOOMS: [f32; 8] = [0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0];

/// Buttons for page and zoom.
pub(in crate::app) fn bar_ui(ui: &mut Ui, view: &mut PreviewView) {
    let memory = &mut *view.memory;
    let count = memory.pages().map_or(0, |pages| pages.pages.len());
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for (sign, name, step) in [("▲", "上一页", -1), ("▼", "下一页", 1)] {
            let enabled = match step {
                -1 => memory.page() > 0,
                _ => memory.page() + 1 < count,
            };
            if arrow_ui(ui, enabled, name, sign == "▲") {
                memory.turn(step);
            }
        }
        let at = if count == 0 { 0 } else { memory.page() + 1 };
        ui.label(format!("第 {at} / {count} 页"));
        ui.separator();
        if named(ui, Button::new("−"), "缩小页面") {
            memory.zoom = zoomed(memory.zoom, false);
        }
        if let Zoom::Factor(factor) = memory.zoom {
            ui.label(format!("{:.0}%", factor * 100.0));
        }
        if named(ui, Button::new("+"), "放大页面") {
            memory.zoom = zoomed(memory.zoom, true);
        }
        let fit = Button::new("适合宽度").selected(memory.zoom == Zoom::FitWidth);
        if named(ui, fit, "页面与窗格同宽") {
            memory.zoom = Zoom::FitWidth;
        }
    });
}

/// A button with a drawn arrow.
fn arrow_ui(ui: &mut Ui, enabled: bool, name: &str, up: bool) -> bool {
    let size = Vec2::splat(ui.spacing().interact_size.y);
    let response = ui.add_enabled(enabled, Button::new("").min_size(size));
    let color = match enabled {
        true => ui.visuals().widgets.inactive.fg_stroke.color,
        false => ui.visuals().weak_text_color(),
    };
    let (reach, center) = (size.y * 0.16, response.rect.center());
    let y = if up { -reach } else { reach };
    let points = [vec2(0.0, y), vec2(-1.2 * reach, -y), vec2(1.2 * reach, -y)];
    let points: Vec<Pos2> = points.into_iter().map(|offset| center + offset).collect();
    let shape = egui::Shape::convex_polygon(points, color, egui::Stroke::NONE);
    ui.painter().add(shape);
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(name));
    response.on_hover_text(name).clicked()
}

fn named(ui: &mut Ui, button: Button, name: &str) -> bool {
    let response = ui.add(button);
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(name));
    response.on_hover_text(name).clicked()
}

/// The next larger or smaller size.
fn zoomed(zoom: Zoom, larger: bool) -> Zoom {
    let now = match zoom {
        Zoom::FitWidth => 0.75,
        Zoom::Factor(factor) => factor,
    };
    let next = match larger {
        true => ZOOMS.into_iter().find(|factor| *factor > now + 0.01),
        false => ZOOMS.into_iter().rev().find(|factor| *factor < now - 0.01),
    };
    Zoom::Factor(next.unwrap_or(now))
}
