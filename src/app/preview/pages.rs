//! Draws the pages one below the other and says what of them was seen and clicked.

use crate::app::look::theme::Look;
use crate::app::preview::follow::Target;
use crate::app::preview::{OWN_SIZE, Picture, Zoom, page_keys};
use crate::layout::{Pages, Rect as Printed};
use crate::place::Place;
use eframe::egui::{
    self, Color32, CursorIcon, Id, Pos2, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

/// What is to be shown.
pub struct Shown<'a> {
    pub pages: &'a Pages,
    pub pictures: &'a [Option<Picture>],
    pub look: &'a Look,
    pub zoom: Zoom,
    /// The place one edits is framed.
    pub focus: Option<&'a Place>,
    /// The panel around the pages has the keyboard.
    pub has_keys: bool,
}

/// What the user saw and did.
#[derive(Debug, Default)]
pub struct Seen {
    /// The page in the middle of the view.
    pub page: usize,
    /// Points of that page above the middle of the view.
    pub above_middle_pt: f32,
    /// Pages in view, and one before and after.
    pub visible: Vec<usize>,
    /// Pixels for a point of the page.
    pub scale: f32,
    /// The place that was clicked.
    pub clicked: Option<Place>,
    /// Pages to turn by key.
    pub step: Option<isize>,
    /// The size that Ctrl and the wheel ask for.
    pub zoom: Option<Zoom>,
    /// The paper was clicked where nothing is printed.
    takes_focus: bool,
    /// Areas in view.
    pub areas: Vec<(Place, Rect)>,
}

/// Room around the pages, in points of the window.
const MARGIN: f32 = 12.0;

/// Shows the pages, scrolled to `target` when there is one.
pub fn pages_ui(ui: &mut Ui, shown: &Shown, target: Option<Target>) -> Seen {
    let mut seen = Seen::default();
    let frame = egui::Frame::NONE.fill(shown.look.colors.desk.0);
    frame.show(ui, |ui| {
        let bar = ui.spacing().scroll.bar_width + ui.spacing().scroll.bar_inner_margin;
        let width = ui.available_width() - bar;
        let zoom = shown.zoom.factor(shown.pages, width - 2.0 * MARGIN);
        let pixels = ui.ctx().pixels_per_point();
        seen.scale = whole_pixels(shown.pages.width_pt, zoom * pixels);
        let zoom = seen.scale / pixels;
        let page = vec2(shown.pages.width_pt, shown.pages.height_pt) * zoom;
        let pitch = page.y + MARGIN;
        let count = shown.pages.pages.len();
        let size = vec2(
            (page.x + 2.0 * MARGIN).max(width),
            pitch * count as f32 + MARGIN,
        );
        ui.spacing_mut().scroll.fade.strength = 0.0;
        let area = ScrollArea::both().id_salt("preview").auto_shrink(false);
        area.show_viewport(ui, |ui, viewport| {
            let (desk, response) = ui.allocate_exact_size(size, Sense::click());
            let name = "页面预览";
            response.widget_info(|| WidgetInfo::labeled(Role::Document, true, name));
            let focus_id = response.id;
            hold_keys(ui, focus_id);
            seen.step = page_keys(ui, focus_id, shown.has_keys);
            let left = desk.left() + ((size.x - page.x) / 2.0).max(MARGIN);
            let top_of = |index: usize| desk.top() + MARGIN + pitch * index as f32;
            for index in 0..count {
                let rect = Rect::from_min_size(snapped(pos2(left, top_of(index)), pixels), page);
                let is_near = rect.top() < ui.clip_rect().bottom() + pitch / 2.0
                    && rect.bottom() > ui.clip_rect().top() - pitch / 2.0;
                if is_near {
                    page_ui(ui, shown, index, rect, zoom, &mut seen);
                }
            }
            if response.clicked() || seen.takes_focus {
                ui.memory_mut(|memory| memory.request_focus(focus_id));
            }
            let middle = viewport.center().y.max(0.0);
            seen.page = ((middle / pitch) as usize).min(count.saturating_sub(1));
            let top = pitch * seen.page as f32 + MARGIN;
            seen.above_middle_pt = ((middle - top) / zoom).max(1.0);
            if let Some(target) = target {
                let at = pos2(left, top_of(target.page) + target.y_pt * zoom);
                let seen = ui
                    .clip_rect()
                    .shrink2(vec2(0.0, ui.clip_rect().height() * 0.1));
                if !target.only_if_hidden || !seen.y_range().contains(at.y) {
                    scroll_to(ui, at, target.y_pt == 0.0);
                }
            }
            if ui.rect_contains_pointer(ui.clip_rect()) {
                seen.zoom = wheel_zoom(ui, zoom);
            }
        });
    });
    seen.visible.sort_by_key(|index| index.abs_diff(seen.page));
    seen
}

/// The size of the pages after Ctrl and the wheel; `None` while they rest.
fn wheel_zoom(ui: &Ui, zoom: f32) -> Option<Zoom> {
    let by = ui.input(|input| input.zoom_delta());
    let is_asked = (by - 1.0).abs() > 1e-3;
    is_asked.then(|| Zoom::Factor((zoom * by / OWN_SIZE).clamp(0.25, 4.0)))
}

fn page_ui(ui: &Ui, shown: &Shown, index: usize, rect: Rect, zoom: f32, seen: &mut Seen) {
    seen.visible.push(index);
    let colors = &shown.look.colors;
    let shadow = rect.translate(vec2(1.0, 2.0)).expand(1.0);
    ui.painter()
        .rect_filled(shadow, 2.0, colors.shadow.0.gamma_multiply(0.5));
    ui.painter().rect_filled(rect, 0.0, colors.paper.0);
    if let Some(Some(picture)) = shown.pictures.get(index) {
        let whole = Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0));
        ui.painter()
            .image(picture.texture.id(), rect, whole, Color32::WHITE);
    }
    let Some(page) = shown.pages.pages.get(index) else {
        return;
    };
    let response = ui.interact(rect, Id::unique(("preview page", index)), Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("第 {} 页", index + 1)));
    let pointer = response.hover_pos();
    let mut hovered: Option<(&Place, Rect)> = None;
    for area in &page.areas {
        let at = on_screen(&area.rect, rect, zoom);
        if at.intersects(ui.clip_rect()) {
            seen.areas.push((area.place.clone(), at));
        }
        if shown.focus == Some(&area.place) {
            let stroke = Stroke::new(1.5, colors.accent.0);
            ui.painter()
                .rect_stroke(at.expand(2.0), 2.0, stroke, StrokeKind::Outside);
        }
        let is_smaller = hovered.is_none_or(|(_, known)| at.area() < known.area());
        if pointer.is_some_and(|at_pointer| at.contains(at_pointer)) && is_smaller {
            hovered = Some((&area.place, at));
        }
    }
    let Some((place, at)) = hovered else {
        if response.clicked() {
            seen.takes_focus = true;
        }
        return;
    };
    ui.painter()
        .rect_filled(at.expand(2.0), 2.0, colors.accent.0.gamma_multiply(0.12));
    ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
    if response.clicked() {
        seen.clicked = Some(place.clone());
    }
}

/// Keeps keys that turn pages with the preview while it has the focus.
fn hold_keys(ui: &Ui, id: Id) {
    let filter = egui::EventFilter {
        vertical_arrows: false,
        ..Default::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
}

fn on_screen(printed: &Printed, page: Rect, zoom: f32) -> Rect {
    let from = page.min + vec2(printed.x_pt, printed.y_pt) * zoom;
    Rect::from_min_size(from, vec2(printed.width_pt, printed.height_pt) * zoom)
}

/// A scale at which the page is a whole number of pixels wide, so that its picture is shown as it was drawn.
fn whole_pixels(width_pt: f32, scale: f32) -> f32 {
    (width_pt * scale).round().max(1.0) / width_pt.max(1.0)
}

fn snapped(at: Pos2, pixels: f32) -> Pos2 {
    pos2(
        (at.x * pixels).round() / pixels,
        (at.y * pixels).round() / pixels,
    )
}

/// Brings a point of a page into the upper third of the view, or a page's top to the top.
fn scroll_to(ui: &Ui, at: Pos2, is_top: bool) {
    let high = ui.clip_rect().height();
    let (above, below) = match is_top {
        true => (MARGIN, high - MARGIN),
        false => (high * 0.3, high * 0.7),
    };
    let rect = Rect::from_min_max(at - vec2(0.0, above), at + vec2(1.0, below));
    ui.scroll_to_rect_animation(
        rect,
        Some(egui::Align::TOP),
        egui::style::ScrollAnimation::none(),
    );
}
