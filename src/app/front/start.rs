//! The start page: the ways in and the recent files.

use crate::app::files::settings::Recent;
use crate::app::look::theme::Look;
use crate::app::trigger::command::{Command, CommandContext};
use eframe::egui::{self, FontId, Galley, Pos2, RichText, Sense, vec2};
use std::path::PathBuf;
use std::sync::Arc;

/// What the user chose on the start page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WayIn {
    Command(Command),
    Open(PathBuf),
    /// Take a file off the list.
    Forget(PathBuf),
}

/// The large ways in.
const LARGE: [Command; 3] = [Command::New, Command::Open, Command::StartFromLastYear];

/// The widest the page gets.
const WIDTH: f32 = 860.0;

/// Draws the start page.
pub fn start_ui(
    ui: &mut egui::Ui,
    recent: &[Recent],
    now: &CommandContext,
    look: &Look,
) -> Option<WayIn> {
    let mut way = None;
    egui::ScrollArea::vertical()
        .auto_shrink([false, false])
        .show(ui, |ui| {
            let width = (ui.available_width() - 2.0 * look.sizes.margin).min(WIDTH);
            let side = (ui.available_width() - width) / 2.0;
            ui.horizontal_top(|ui| {
                ui.add_space(side - ui.spacing().item_spacing.x);
                ui.vertical(|ui| {
                    ui.set_width(width);
                    page_ui(ui, recent, now, look, &mut way);
                });
            });
        });
    way
}

fn page_ui(
    ui: &mut egui::Ui,
    recent: &[Recent],
    now: &CommandContext,
    look: &Look,
    way: &mut Option<WayIn>,
) {
    ui.add_space((ui.ctx().content_rect().height() * 0.07).max(look.sizes.margin));
    ui.label(RichText::new("政府信息公开工作年度报告").size(look.sizes.title));
    ui.label(RichText::new("填写、检查、印制，都在这里完成").color(look.colors.weak.0));
    ui.add_space(look.sizes.margin);
    large_ui(ui, now, look, way);
    ui.add_space(look.sizes.wide_gap);
    ui.horizontal_wrapped(|ui| {
        for command in [
            Command::ImportReport,
            Command::ImportCopied,
            Command::OpenSample,
        ] {
            let button = egui::Button::new(command.label());
            let response = ui.add_enabled(command.is_enabled(now), button);
            if response.on_hover_text(command.tooltip()).clicked() {
                *way = Some(WayIn::Command(command));
            }
        }
        ui.label(
            RichText::new("也可以把文件拖到窗口里")
                .size(look.sizes.small)
                .color(look.colors.weak.0),
        );
    });
    ui.add_space(look.sizes.margin);
    if !recent.is_empty() {
        ui.label(RichText::new("最近打开").strong());
        for file in recent {
            recent_ui(ui, file, look, way);
        }
    }
    ui.add_space(look.sizes.margin);
}

fn large_ui(ui: &mut egui::Ui, now: &CommandContext, look: &Look, way: &mut Option<WayIn>) {
    let gap = look.sizes.wide_gap;
    let width = ui.available_width();
    let stacked = width < 520.0;
    let card = match stacked {
        true => width,
        false => (width - 2.0 * gap) / 3.0,
    };
    let layout = match stacked {
        true => egui::Layout::top_down(egui::Align::Min),
        false => egui::Layout::left_to_right(egui::Align::Min),
    };
    let height = LARGE.map(|command| {
        let [title, text] = texts(ui, command, card, look);
        title.size().y + text.size().y + look.sizes.small + 40.0
    });
    let least = if stacked { 84.0 } else { 124.0 };
    let height = height.into_iter().fold(least, f32::max);
    let area = vec2(
        width,
        if stacked {
            3.0 * (height + gap)
        } else {
            height
        },
    );
    ui.allocate_ui_with_layout(area, layout, |ui| {
        ui.spacing_mut().item_spacing = vec2(gap, gap);
        for command in LARGE {
            let enabled = command.is_enabled(now);
            if card_ui(ui, command, vec2(card, height), enabled, look).clicked() && enabled {
                *way = Some(WayIn::Command(command));
            }
        }
    });
}

/// One large way in: its name, what it does and its key.
fn card_ui(
    ui: &mut egui::Ui,
    command: Command,
    size: egui::Vec2,
    enabled: bool,
    look: &Look,
) -> egui::Response {
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response
        .widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, enabled, command.label()));
    let lit = response.hovered() || response.has_focus();
    let (fill, line) = match lit {
        true => (look.colors.accent_soft.0, look.colors.accent.0),
        false => (look.colors.raised.0, look.colors.line.0),
    };
    let painter = ui.painter();
    painter.rect(
        rect,
        look.sizes.corner + 2.0,
        fill,
        egui::Stroke::new(1.0, line),
        egui::StrokeKind::Inside,
    );
    let [title, text] = texts(ui, command, size.x, look);
    let top = rect.min + vec2(18.0, 16.0);
    let below = Pos2::new(top.x, top.y + title.size().y + 8.0);
    painter.galley(top, title, look.colors.accent.0);
    painter.galley(below, text, look.colors.weak.0);
    painter.text(
        rect.max - vec2(14.0, 12.0),
        egui::Align2::RIGHT_BOTTOM,
        command.key_text(),
        FontId::proportional(look.sizes.small - 1.0),
        look.colors.hint.0,
    );
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// A card's name and what it does, broken in its width.
fn texts(ui: &egui::Ui, command: Command, width: f32, look: &Look) -> [Arc<Galley>; 2] {
    let layout = |text: &str, size: f32, color: egui::Color32| {
        let font = FontId::proportional(size);
        ui.painter()
            .layout(text.to_owned(), font, color, width - 36.0)
    };
    let label = command.label().trim_end_matches('…');
    let sizes = look.sizes;
    [
        layout(label, sizes.heading, look.colors.accent.0),
        layout(command.tooltip(), sizes.small + 0.5, look.colors.weak.0),
    ]
}

fn recent_ui(ui: &mut egui::Ui, file: &Recent, look: &Look, way: &mut Option<WayIn>) {
    let findings = match file.open_findings {
        0 => "没有待处理的问题".to_owned(),
        count => format!("{count} 处待处理"),
    };
    let agency = match file.agency.is_empty() {
        true => "（未填机关名称）",
        false => file.agency.as_str(),
    };
    let year = match file.year {
        0 => "（未填年度）".to_owned(),
        year => format!("{year}年"),
    };
    let title = format!("{agency}　{year}");
    let detail = format!("{findings}　{}", file.path.display());
    let name = format!("打开 {title}，{findings}");
    let forget = 64.0;
    ui.horizontal(|ui| {
        let size = vec2(ui.available_width() - forget, 52.0);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name.as_str()));
        let painter = ui.painter_at(rect);
        if response.hovered() || response.has_focus() {
            painter.rect_filled(rect, look.sizes.corner, look.colors.hover.0);
        }
        painter.text(
            rect.min + vec2(10.0, 6.0),
            egui::Align2::LEFT_TOP,
            title,
            FontId::proportional(look.sizes.body),
            look.colors.text.0,
        );
        painter.text(
            Pos2::new(rect.min.x + 10.0, rect.max.y - 6.0),
            egui::Align2::LEFT_BOTTOM,
            detail,
            FontId::proportional(look.sizes.small - 0.5),
            look.colors.weak.0,
        );
        if response
            .on_hover_cursor(egui::CursorIcon::PointingHand)
            .clicked()
        {
            *way = Some(WayIn::Open(file.path.clone()));
        }
        let off = ui.button("移除");
        off.widget_info(|| {
            let name = format!("从列表移除 {agency} {year}");
            egui::WidgetInfo::labeled(egui::Role::Button, true, name)
        });
        if off.on_hover_text("从列表移除，文件不会删除").clicked() {
            *way = Some(WayIn::Forget(file.path.clone()));
        }
    });
}
