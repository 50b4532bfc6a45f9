//! The page preview: the pages as they will be printed, from the same placed items as the PDF.

mod bar;
mod follow;
mod pages;
mod raster;
mod worker;

use crate::app::look::theme::Look;
use crate::app::preview::follow::{Followed, Target, follow};
use crate::app::preview::pages::Shown;
use crate::app::preview::raster::Inks;
use crate::app::preview::worker::{Done, Laid, Order, PageId, Worker};
use crate::app::trigger::action::Action;
use crate::layout::Pages;
use crate::place::Place;
use crate::session::state::State;
use eframe::egui::{
    ColorImage, Id, Key, Modifiers, Rect, RichText, TextureHandle, TextureOptions, Ui,
};
use std::sync::Arc;
use std::sync::mpsc::TryRecvError;

/// What the preview keeps between frames: the pages of one revision, zoom, page.
#[derive(Debug, Default)]
pub struct PreviewMemory {
    worker: Option<Worker>,
    /// The revision that was sent to be laid out.
    sent: Option<u64>,
    /// What was asked for last, so that it is not asked for twice.
    asked: Option<Asked>,
    pages: Option<(u64, Laid)>,
    pictures: Vec<Option<Picture>>,
    pub(in crate::app) zoom: Zoom,
    /// The page in the middle of the view, from 0.
    page: usize,
    target: Option<Target>,
    followed: Option<Followed>,
    /// Where areas stood when they were drawn last.
    drawn: Vec<(Place, Rect)>,
    failed: bool,
}

/// A drawn page and what it was drawn from.
#[derive(Clone)]
pub struct Picture {
    page: PageId,
    scale: f32,
    inks: Inks,
    pub texture: TextureHandle,
}

#[derive(Debug, Clone, PartialEq)]
struct Asked {
    revision: u64,
    pages: Vec<usize>,
    scale: f32,
    inks: Inks,
}

/// How large the pages are shown.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Zoom {
    #[default]
    FitWidth,
    /// 1 is the size of the paper.
    Factor(f32),
}

/// What the preview sees.
pub struct PreviewView<'a> {
    /// Lay the pages out again only when `state.revision()` changed.
    pub state: &'a State,
    pub memory: &'a mut PreviewMemory,
    pub look: &'a Look,
    /// The place one edits, which the preview follows.
    pub focus: Option<&'a Place>,
    /// How far down its text the caret stands there, from 0 to 1.
    pub caret: Option<f32>,
    /// Index of the section one edits, `None` for the particulars.
    pub section: Option<usize>,
    /// The official faces of this machine, where it has them.
    pub official_faces: bool,
    /// The panel around the pages has the keyboard, so that its keys turn them.
    pub has_keys: bool,
}

/// Points of the window for a point of the page at its own size: 96 to the inch against 72.
const OWN_SIZE: f32 = 96.0 / 72.0;
/// Cells that a message names.
const NAMED: usize = 3;

/// Draws the pages; a click actions to go to the place that was clicked.
pub fn preview_ui(ui: &mut Ui, view: &mut PreviewView) -> Vec<Action> {
    lay_out(ui, view);
    receive(ui, view.memory);
    follow(view, ui.available_width());
    let margin = eframe::egui::Margin::symmetric(8, 4);
    eframe::egui::Frame::new()
        .inner_margin(margin)
        .show(ui, |ui| bar::bar_ui(ui, view));
    let Some((_, Laid { pages, .. })) = view.memory.pages.clone() else {
        let said = match view.memory.failed {
            true => "页面暂时排不出来，改动后会再试",
            false => "正在排版…",
        };
        ui.label(RichText::new(said).color(view.look.colors.weak.0));
        return Vec::new();
    };
    missing_ui(ui, &pages, view.look);
    cut_ui(ui, &pages, view);
    let shown = Shown {
        pages: &pages,
        pictures: &view.memory.pictures,
        look: view.look,
        zoom: view.memory.zoom,
        focus: view.focus,
        has_keys: view.has_keys,
    };
    let seen = pages::pages_ui(ui, &shown, view.memory.target.take());
    view.memory.page = seen.page;
    view.memory.drawn = seen.areas;
    if let Some(step) = seen.step {
        view.memory.turn(step);
    }
    if let Some(zoom) = seen.zoom {
        view.memory.zoom = zoom;
        // What was in the middle stays in sight.
        view.memory.target = Some(Target {
            page: seen.page,
            y_pt: seen.above_middle_pt,
            only_if_hidden: true,
        });
    }
    ask(view, &pages, seen.visible, seen.scale);
    seen.clicked.map(Action::Go).into_iter().collect()
}

impl PreviewMemory {
    /// Whether what is shown is what was asked for last.
    pub fn is_settled(&self) -> bool {
        let laid = self.pages.as_ref().map(|(revision, _)| *revision);
        let pending = self.asked.as_ref().is_some_and(|asked| {
            asked
                .pages
                .iter()
                .any(|page| !self.is_drawn(*page, asked.scale, asked.inks))
        });
        self.failed || laid.is_some() && laid == self.sent && !pending
    }

    /// What the pages are made from has changed, though not the report.
    pub(in crate::app) fn lay_out_again(&mut self) {
        self.sent = None;
    }

    /// The pages as they are laid out now.
    pub fn pages(&self) -> Option<&Arc<Pages>> {
        self.pages.as_ref().map(|(_, laid)| &laid.pages)
    }

    /// The page in view, from 0.
    pub fn page(&self) -> usize {
        self.page
    }

    /// Where a place is drawn in the window, when it is in view.
    pub fn rect_of(&self, place: &Place) -> Option<Rect> {
        self.drawn
            .iter()
            .find(|(drawn, _)| drawn == place)
            .map(|(_, rect)| *rect)
    }

    pub(in crate::app) fn turn(&mut self, by: isize) {
        let last = self
            .pages
            .as_ref()
            .map_or(0, |(_, laid)| laid.ids.len().saturating_sub(1));
        self.page = self.page.saturating_add_signed(by).min(last);
        self.target = Some(Target {
            page: self.page,
            y_pt: 0.0,
            only_if_hidden: false,
        });
    }

    fn is_drawn(&self, page: usize, scale: f32, inks: Inks) -> bool {
        let wanted = self.pages.as_ref().and_then(|(_, laid)| laid.ids.get(page));
        let picture = self.pictures.get(page).and_then(Option::as_ref);
        picture.is_some_and(|picture| {
            picture.scale == scale && picture.inks == inks && Some(&picture.page) == wanted
        })
    }
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Picture")
            .field("scale", &self.scale)
            .finish_non_exhaustive()
    }
}

/// Sends a changed report to be laid out.
fn lay_out(ui: &Ui, view: &mut PreviewView) {
    let revision = view.state.revision();
    if view.memory.sent == Some(revision) {
        return;
    }
    let memory = &mut *view.memory;
    memory.sent = Some(revision);
    memory.asked = None;
    memory.failed = false;
    if memory.worker.is_none() {
        memory.worker = Worker::start(ui.ctx());
    }
    let order = Order {
        revision,
        source: Some((
            Arc::clone(view.state.template()),
            view.state.shared_report(),
        )),
        pages: Vec::new(),
        scale: 1.0,
        inks: inks(view.look),
        official_faces: view.official_faces,
    };
    let heard = memory
        .worker
        .as_ref()
        .is_some_and(|worker| worker.order(order));
    if !heard {
        memory.worker = None;
        memory.failed = true;
    }
}

/// Takes what the worker has done.
fn receive(ui: &Ui, memory: &mut PreviewMemory) {
    loop {
        let done = match memory.worker.as_ref().map(Worker::next) {
            Some(Ok(done)) => done,
            Some(Err(TryRecvError::Disconnected)) => {
                memory.worker = None;
                memory.failed = true;
                return;
            }
            Some(Err(TryRecvError::Empty)) | None => return,
        };
        match done {
            Done::Pages(revision, laid) => {
                memory.pictures.resize_with(laid.ids.len(), || None);
                memory.pages = Some((revision, laid));
                memory.asked = None;
            }
            Done::Picture {
                index,
                page,
                scale,
                inks,
                picture,
            } => {
                let texture = texture(ui, memory, index, picture);
                if let Some(slot) = memory.pictures.get_mut(index) {
                    *slot = Some(Picture {
                        page,
                        scale,
                        inks,
                        texture,
                    });
                }
            }
        }
    }
}

/// The page's texture with a new picture in it.
fn texture(ui: &Ui, memory: &PreviewMemory, index: usize, picture: ColorImage) -> TextureHandle {
    match memory.pictures.get(index).and_then(Option::as_ref) {
        Some(known) => {
            let mut texture = known.texture.clone();
            texture.set(picture, TextureOptions::LINEAR);
            texture
        }
        None => ui
            .ctx()
            .load_texture(format!("page {index}"), picture, TextureOptions::LINEAR),
    }
}

/// Asks for pictures of the visible pages that are missing or out of date.
fn ask(view: &mut PreviewView, pages: &Pages, visible: Vec<usize>, scale: f32) {
    let Some(revision) = view.memory.pages.as_ref().map(|(revision, _)| *revision) else {
        return;
    };
    if Some(revision) != view.memory.sent {
        return;
    }
    let inks = inks(view.look);
    let lacking = visible
        .into_iter()
        .filter(|page| *page < pages.pages.len() && !view.memory.is_drawn(*page, scale, inks));
    let wanted = Asked {
        revision,
        pages: lacking.collect(),
        scale,
        inks,
    };
    if wanted.pages.is_empty() || view.memory.asked.as_ref() == Some(&wanted) {
        return;
    }
    if let Some(worker) = &view.memory.worker {
        worker.order(Order {
            revision,
            source: None,
            pages: wanted.pages.clone(),
            scale,
            inks: wanted.inks,
            official_faces: view.official_faces,
        });
    }
    view.memory.asked = Some(wanted);
}

fn inks(look: &Look) -> Inks {
    Inks {
        paper: look.colors.paper.0,
        ink: look.colors.ink.0,
    }
}

impl Zoom {
    /// Points of the window for a point of the page.
    pub fn factor(self, pages: &Pages, width: f32) -> f32 {
        match self {
            Zoom::FitWidth => (width / pages.width_pt.max(1.0)).clamp(0.2, 4.0),
            Zoom::Factor(factor) => factor * OWN_SIZE,
        }
    }
}

/// Names the characters that no face has: they are missing in print as well.
fn missing_ui(ui: &mut Ui, pages: &Pages, look: &Look) {
    let mut missing: Vec<char> = pages
        .missing
        .iter()
        .map(|missing| missing.character)
        .collect();
    missing.sort_unstable();
    missing.dedup();
    if missing.is_empty() {
        return;
    }
    let codes = missing
        .iter()
        .take(5)
        .map(|c| format!("U+{:04X}", u32::from(*c)));
    let said = format!(
        "有 {} 个字没有字形，打印时会缺：{}",
        missing.len(),
        codes.collect::<Vec<_>>().join("、")
    );
    ui.label(
        RichText::new(said)
            .color(look.colors.error.0)
            .size(look.sizes.small),
    );
}

/// Says that cells hold more than a page can show.
fn cut_ui(ui: &mut Ui, pages: &Pages, view: &PreviewView) {
    if pages.cut.is_empty() {
        return;
    }
    let template = view.state.template();
    let cells = pages.cut.iter().take(NAMED);
    let names = cells.filter_map(|address| Some(format!("“{}”", template.cell(address)?.label())));
    let names = names.collect::<Vec<_>>().join("、");
    let count = match pages.cut.len() {
        count if count > NAMED => format!("等 {count} 格"),
        _ => String::new(),
    };
    let said =
        format!("{names}{count}的内容太长，一页放不下，只印出开头；请缩短，长的说明写在表下注里");
    ui.label(
        RichText::new(said)
            .color(view.look.colors.error.0)
            .size(view.look.sizes.small),
    );
}

/// Keys that turn pages while the preview or the panel around it has the focus: how many pages on.
pub fn page_keys(ui: &Ui, id: Id, has_keys: bool) -> Option<isize> {
    if !has_keys && !ui.memory(|memory| memory.has_focus(id)) {
        return None;
    }
    let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::PageDown) {
        Some(1)
    } else if pressed(Key::PageUp) {
        Some(-1)
    } else if pressed(Key::Home) {
        Some(isize::MIN)
    } else if pressed(Key::End) {
        Some(isize::MAX)
    } else {
        None
    }
}
