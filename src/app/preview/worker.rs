//! Lays pages out and draws them beside the window, always the newest state and only what is seen.

use crate::app::preview::raster::{Inks, draw};
use crate::document::Document;
use crate::document::compose::compose;
use crate::layout::fonts::Faces;
use crate::layout::{Page, Pages, lay_out};
use crate::machine;
use crate::report::Report;
use crate::template::Template;
use eframe::egui::{ColorImage, Context};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};

/// What is to be done; a newer order takes the place of an older one.
#[derive(Debug, Clone)]
pub struct Order {
    pub revision: u64,
    /// The report, when it changed since the last order.
    pub source: Option<(Arc<Template>, Arc<Report>)>,
    /// Pages that are seen and have no picture yet, the most wanted first.
    pub pages: Vec<usize>,
    /// Pixels for a point.
    pub scale: f32,
    pub inks: Inks,
    /// The official faces of this machine; heeded with a source.
    pub official_faces: bool,
}

/// Tells one page's content from another's: a page that a change left as it was keeps its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageId(u64);

/// Pages and their ids.
#[derive(Debug, Clone)]
pub struct Laid {
    pub pages: Arc<Pages>,
    pub ids: Vec<PageId>,
}

/// What came of it.
#[derive(Debug)]
pub enum Done {
    Pages(u64, Laid),
    Picture {
        index: usize,
        page: PageId,
        scale: f32,
        inks: Inks,
        picture: ColorImage,
    },
}

/// The thread that works; it ends when this is dropped.
#[derive(Debug)]
pub struct Worker {
    orders: Sender<Order>,
    done: Receiver<Done>,
}

impl Worker {
    /// Starts a thread; `None` when the system gives none.
    pub fn start(ctx: &Context) -> Option<Worker> {
        let (orders, ordered) = channel();
        let (finished, done) = channel();
        let ctx = ctx.clone();
        let thread = std::thread::Builder::new().name("preview".to_owned());
        thread
            .spawn(move || {
                work(&ordered, |what| {
                    let heard = finished.send(what).is_ok();
                    ctx.request_repaint();
                    heard
                });
            })
            .ok()?;
        Some(Worker { orders, done })
    }

    /// Gives an order; `false` when the thread is gone.
    pub fn order(&self, order: Order) -> bool {
        self.orders.send(order).is_ok()
    }

    /// The next thing that is done.
    ///
    /// # Errors
    /// `Disconnected` when the thread is gone, `Empty` when there is nothing yet.
    pub fn next(&self) -> Result<Done, TryRecvError> {
        self.done.try_recv()
    }
}

/// Works until nobody listens any more.
fn work(orders: &Receiver<Order>, tell: impl Fn(Done) -> bool) {
    let mut faces = KnownFaces::default();
    let mut last: Option<(u64, Laid)> = None;
    let mut ids = (0..).map(PageId);
    let Ok(mut order) = orders.recv() else {
        return;
    };
    loop {
        order = newest(order, orders);
        if let Some((template, report)) = order.source.take() {
            let document = compose(&template, &report);
            if faces.take_official(order.official_faces) {
                // Every page is drawn anew, also one on which everything stands where it stood.
                last = None;
            }
            let pages = lay_out(&document, faces.showing(&document));
            let laid = identified(pages, last.as_ref().map(|(_, laid)| laid), &mut ids);
            last = Some((order.revision, laid.clone()));
            if !tell(Done::Pages(order.revision, laid)) {
                return;
            }
        }
        let mut next = None;
        if let Some((revision, Laid { pages, ids })) = &last
            && *revision == order.revision
        {
            let open = faces.faces.open();
            for index in std::mem::take(&mut order.pages) {
                let (Some(page), Some(id)) = (pages.pages.get(index), ids.get(index)) else {
                    continue;
                };
                let picture = Done::Picture {
                    index,
                    page: *id,
                    scale: order.scale,
                    inks: order.inks,
                    picture: draw(pages, page, &open, order.scale, order.inks),
                };
                if !tell(picture) {
                    return;
                }
                next = orders.try_recv().ok();
                if next.is_some() {
                    break;
                }
            }
        }
        order = match next.map_or_else(|| orders.recv(), Ok) {
            Ok(order) => order,
            Err(_) => return,
        };
    }
}

/// Gives pages their ids: those of the pages before where nothing changed.
fn identified(pages: Pages, last: Option<&Laid>, fresh: &mut impl Iterator<Item = PageId>) -> Laid {
    let known = |index: usize, page: &Page| {
        let last = last?;
        (last.pages.pages.get(index)? == page).then(|| last.ids.get(index).copied())?
    };
    let ids = pages.pages.iter().enumerate();
    let ids = ids.filter_map(|(index, page)| known(index, page).or_else(|| fresh.next()));
    Laid {
        ids: ids.collect(),
        pages: Arc::new(pages),
    }
}

/// The bundled faces or the official ones, and installed ones for the rare characters met so far, as the PDF takes them.
struct KnownFaces {
    /// Those of the five roles.
    base: Faces,
    faces: Faces,
    official: bool,
    /// Characters that installed faces were searched for; the search takes long, so it is not done twice.
    searched: Vec<char>,
}

impl Default for KnownFaces {
    fn default() -> Self {
        Self {
            base: Faces::bundled(),
            faces: Faces::bundled(),
            official: false,
            searched: Vec::new(),
        }
    }
}

impl KnownFaces {
    /// Changes to the official faces or back; `true` when that is a change.
    fn take_official(&mut self, official: bool) -> bool {
        if self.official == official {
            return false;
        }
        self.official = official;
        let found = match official {
            true => machine::official_faces(),
            false => Vec::new(),
        };
        let roles = found.into_iter();
        self.base = roles.fold(Faces::bundled(), |faces, (role, data)| {
            faces.replace(role, data)
        });
        self.faces = self.base.clone();
        self.searched.clear();
        true
    }

    fn showing(&mut self, document: &Document) -> &Faces {
        let missing = self.faces.missing_characters(document);
        if missing
            .iter()
            .any(|character| !self.searched.contains(character))
        {
            self.searched = self.base.missing_characters(document);
            self.faces = self
                .base
                .clone()
                .with_extra(machine::faces_for(&self.searched));
        }
        &self.faces
    }
}

/// Skips orders that a newer one has overtaken, but not a changed report.
fn newest(mut order: Order, orders: &Receiver<Order>) -> Order {
    while let Ok(mut newer) = orders.try_recv() {
        if newer.source.is_none() {
            newer.source = order.source.take();
        }
        order = newer;
    }
    order
}
