//! The editor of one table of the form, drawn as it will be printed.

mod acts;
mod cells;
mod edges;
mod foot;
mod keys;
mod paint;
mod sheet;
mod strip;

use crate::app::look::theme::Look;
use crate::app::table::cells::{Active, CellMenu, Touched};
use crate::app::table::edges::Stub;
use crate::app::table::keys::Mode;
use crate::app::table::paint::Canvas;
use crate::app::table::sheet::{Sheet, figure_id};
use crate::app::table::strip::Strip;
use crate::app::texts::field::Draft;
use crate::app::trigger::action::Action;
use crate::place::Place;
use crate::report::Entry;
use crate::session::edit::Edit;
use crate::session::find::Find;
use crate::session::goto::Goto;
use crate::session::state::State;
use crate::session::table::caret::Caret;
use eframe::egui::{self, Id, Rect, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};
use std::sync::Arc;

/// What the table editor keeps between frames: the selection, the cell being typed into, what is drawn.
#[derive(Debug, Default)]
pub struct TableMemory {
    pub(in crate::app) sheet: Option<Arc<Sheet>>,
    pub(in crate::app) caret: Caret,
    pub(in crate::app) mode: Mode,
    /// The active cell's text while it is typed.
    pub(in crate::app) text: String,
    /// The template's cell whose text this is.
    pub(in crate::app) text_of: Option<usize>,
    /// What stood there before, for Esc, and whether it waited to be confirmed.
    pub(in crate::app) before: Option<Entry>,
    pub(in crate::app) was_carried: bool,
    /// What the text stands for in the report; when the report says something else, it was changed from elsewhere.
    pub(in crate::app) written: Option<Entry>,
    pub(in crate::app) had_focus: bool,
    pub(in crate::app) dragging: bool,
    /// A key came after the pointer moved last.
    pub(in crate::app) quiet: bool,
    /// The caret moved: bring it into view.
    pub(in crate::app) follow: bool,
    pub(in crate::app) hint: Option<String>,
    /// Where the menu of the active cell stands while it is open.
    pub(in crate::app) menu: Option<CellMenu>,
    /// The menu was asked for by key.
    pub(in crate::app) wants_menu: bool,
    /// The footnote while an input method composes in it.
    pub(in crate::app) footnote: Option<Draft>,
}

impl TableMemory {
    /// What is typed in the open cell stands; Esc does not go back behind it any more.
    pub fn settle(&mut self) {
        self.mode = Mode::Ready;
        self.text_of = None;
    }

    /// The widget of the cell under the caret.
    pub fn caret_id(&self) -> Option<Id> {
        active_id(self, self.sheet.as_deref()?)
    }
}

/// What the table editor sees and answers.
pub struct TableView<'a> {
    /// The report, its template, findings and figures; `state.goto` may name a place in this table.
    pub state: &'a State,
    /// Id of the table to draw.
    pub table: &'a crate::place::Id,
    pub memory: &'a mut TableMemory,
    pub look: &'a Look,
    /// Show last year's figure in each cell.
    pub beside: bool,
    /// An input method is composing: change nothing in the report, move no focus.
    pub composing: bool,
    /// What is selected in the footnote.
    pub selection: &'a mut Option<Goto>,
    /// The open search, whose hits are marked.
    pub found: Option<&'a Find>,
    /// Take it (set it to `None`) once the focus has been moved there.
    pub goto: &'a mut Option<Goto>,
    /// Set it to the place of the selected cell or footnote while the table has the focus.
    pub focus: &'a mut Option<Place>,
}

/// Draws the table with its footnote and, where the form balances columns, the balance strip.
pub fn table_ui(ui: &mut Ui, view: &mut TableView) -> Vec<Action> {
    let sheet = refreshed(ui, view);
    let mut actions = Vec::new();
    acts::obey_goto(ui, view, &sheet);
    acts::obey_focus(ui, view, &sheet);
    if view.memory.had_focus && !view.composing {
        match acts::takes_keys(ui) {
            true => acts::obey_keys(ui, view, &sheet, &mut actions),
            false => acts::hold_back_under_menu(ui),
        }
    }
    let scrolls = sheet.layout.width() > ui.available_width() + 1.0;
    let followed = if scrolls {
        let area = ScrollArea::horizontal().id_salt("table").animated(false);
        // The labels that stay at the edge are not to fade there.
        let fade = std::mem::take(&mut ui.spacing_mut().scroll.fade.strength);
        let shown = area.show(ui, |ui| draw(ui, view, &sheet, &mut actions));
        ui.spacing_mut().scroll.fade.strength = fade;
        shown.inner
    } else {
        draw(ui, view, &sheet, &mut actions)
    };
    if let Some(rect) = followed {
        // A scroll area keeps targets of both axes to itself, so each one is told.
        scroll_to(ui, rect);
    }
    actions.extend(foot::footnote_ui(ui, view));
    if view.memory.had_focus {
        let cell = active_cell(view.memory, &sheet);
        *view.focus = cell
            .and_then(|cell| place_of(view.state, cell))
            .or(view.focus.take());
    }
    actions
}

fn refreshed(ui: &Ui, view: &mut TableView) -> Arc<Sheet> {
    let last = view.memory.sheet.take();
    let frame = last.as_ref().map(|last| Arc::clone(&last.frame));
    let sheet = Sheet::of(
        ui,
        view.state,
        view.table,
        view.look,
        ui.available_width() - 2.0,
        view.beside,
        last,
    );
    if frame.is_none_or(|frame| !Arc::ptr_eq(&frame, &sheet.frame)) {
        *view.memory = TableMemory {
            caret: Caret::at(sheet.lines().first_entered().unwrap_or_default()),
            ..TableMemory::default()
        };
    }
    view.memory.sheet = Some(Arc::clone(&sheet));
    sheet
}

/// Draws the table; gives back what is to be scrolled into view.
fn draw(
    ui: &mut Ui,
    view: &mut TableView,
    sheet: &Sheet,
    actions: &mut Vec<Action>,
) -> Option<Rect> {
    let extent = edges::strip_extent(ui, sheet);
    let strip_height = Strip::height_of(&sheet.balances, sheet.sizes, extent);
    let gap = if strip_height > 0.0 { 6.0 } else { 0.0 };
    let high = sheet.layout.height() + gap + strip_height + 2.0;
    let size = vec2(sheet.layout.width() + 2.0, high);
    let (outer, _) = ui.allocate_exact_size(size, Sense::hover());
    let canvas = Canvas {
        ui: &ui.new_child(UiBuilder::new().max_rect(outer)),
        sheet,
        look: view.look,
        origin: outer.min.round() + vec2(1.0, 1.0),
    };
    let active = active(view, sheet);
    let editor = active.filter(|active| active.has_editor);
    let hidden = editor.filter(|active| active.mode != Mode::Ready);
    let hidden = hidden.map(|active| active.cell);
    canvas.paint(Some(&view.memory.caret), view.memory.had_focus, hidden);
    if let Some(find) = view.found {
        canvas.paint_found(find);
    }
    view.memory.quiet = acts::is_quiet(ui, view.memory.quiet);
    let mut touched = Touched {
        quiet: view.memory.quiet,
        ..Touched::default()
    };
    cells::cells_ui(ui, &canvas, active, &mut touched);
    if let Some(active) = editor {
        type_ui(ui, view, &canvas, active, &mut touched, actions);
    }
    let head = edges::head_height(ui, sheet, strip_height);
    let followed = follow(view, &canvas, head, strip_height + gap);
    if let Some(rect) = followed {
        scroll_to(ui, rect);
    }
    let stub = Stub::of(&canvas);
    let strip = Strip {
        ui: canvas.ui,
        balances: &sheet.balances,
        layout: &sheet.layout,
        sizes: sheet.sizes,
        look: view.look,
        extent,
        pinned: stub.map(|stub| stub.right(&canvas)),
    };
    if let Some(stub) = &stub {
        stub.rows_ui(ui, &canvas, head);
    }
    edges::head_ui(ui, &canvas, head);
    if let Some(stub) = &stub {
        stub.corner_ui(ui, &canvas, head);
    }
    let below = outer.bottom() - strip_height - 2.0;
    let corner = edges::strip_corner(&canvas, below, strip_height);
    if corner.y < below - 1.0 {
        // Rows below the strip would look as if the table went on there.
        let seen = ui.clip_rect();
        let rest = Rect::from_min_max(corner, pos2(outer.right(), seen.bottom()));
        let fill = view.look.colors.background.0;
        canvas.ui.painter().rect_filled(rest, 0.0, fill);
    }
    strip.show(corner);
    cell_menu_ui(view, &canvas, &mut touched);
    acts::obey_pointer(ui, view, &canvas, touched, actions);
    hint_ui(ui, view, &canvas);
    followed
}

/// The menu of the active cell, which a click with the other button or a key asks for.
fn cell_menu_ui(view: &mut TableView, canvas: &Canvas, touched: &mut Touched) {
    let Some(cell) = active_cell(view.memory, canvas.sheet) else {
        return;
    };
    let by_key = std::mem::take(&mut view.memory.wants_menu);
    let below = || {
        let cell = canvas.cell(cell)?;
        Some(canvas.rect_of(cell).left_bottom())
    };
    let at = touched.menu.or_else(|| by_key.then(below).flatten());
    let opens = at.map(|at| CellMenu { at, by_key });
    if let Some(menu) = opens.or(view.memory.menu) {
        let (ui, sheet) = (canvas.ui, canvas.sheet);
        let stays = cells::menu_ui(ui, sheet, cell, menu, opens.is_some(), touched);
        view.memory.menu = stays.then_some(menu);
        touched.menu_ended = !stays;
    }
}

/// The cell that takes the keyboard, while the table has it.
fn active(view: &TableView, sheet: &Sheet) -> Option<Active> {
    let figure = sheet.lines().figure_at(view.memory.caret.at)?;
    view.memory.had_focus.then_some(Active {
        cell: figure.cell,
        mode: view.memory.mode,
        has_editor: !figure.is_total,
    })
}

/// The active cell's editor; what it changes becomes an edit unless an input method composes.
fn type_ui(
    ui: &mut Ui,
    view: &mut TableView,
    canvas: &Canvas,
    active: Active,
    touched: &mut Touched,
    actions: &mut Vec<Action>,
) {
    let memory = &mut *view.memory;
    if !cells::editor_ui(ui, canvas, active, &mut memory.text, touched) {
        return;
    }
    if memory.mode == Mode::Ready {
        memory.mode = Mode::Typing;
        memory.caret.anchor = memory.caret.at;
        ui.ctx().request_repaint();
    }
    memory.hint = None;
    if !view.composing
        && let Some(spec) = view.state.template().cells.get(active.cell)
    {
        memory.written = Entry::parse(&memory.text);
        actions.push(Action::Edit(Edit::Entry {
            address: spec.address.clone(),
            entry: memory.written.clone(),
        }));
    }
}

/// Where the active cell stands after it moved, with the room that the headers and the balance strip take.
fn follow(view: &mut TableView, canvas: &Canvas, head: f32, strip: f32) -> Option<Rect> {
    if !std::mem::take(&mut view.memory.follow) {
        return None;
    }
    let cell = canvas.cell(active_cell(view.memory, canvas.sheet)?)?;
    let mut rect = canvas.rect_of(cell).expand2(vec2(4.0, 8.0));
    rect.max.y += strip;
    rect.min.y -= head;
    if cell.row <= canvas.sheet.lines().header_rows() {
        rect.min.y = canvas.origin.y;
    }
    Some(rect)
}

fn scroll_to(ui: &Ui, rect: Rect) {
    ui.scroll_to_rect_animation(rect, None, egui::style::ScrollAnimation::none());
}

fn hint_ui(ui: &Ui, view: &TableView, canvas: &Canvas) {
    let cell = active_cell(view.memory, canvas.sheet).and_then(|cell| canvas.cell(cell));
    if let (Some(message), Some(cell)) = (&view.memory.hint, cell) {
        paint::hint_ui(ui, canvas.rect_of(cell), message, view.look);
    }
}

/// The cell under the caret.
pub(in crate::app) fn active_cell(memory: &TableMemory, sheet: &Sheet) -> Option<usize> {
    sheet
        .lines()
        .figure_at(memory.caret.at)
        .map(|figure| figure.cell)
}

/// Its widget.
pub(in crate::app) fn active_id(memory: &TableMemory, sheet: &Sheet) -> Option<Id> {
    let spec = sheet
        .frame
        .template
        .cells
        .get(active_cell(memory, sheet)?)?;
    Some(figure_id(&spec.address))
}

/// What stands in a cell.
pub(in crate::app) fn entry_of(state: &State, cell: usize) -> Option<&Entry> {
    state
        .report()
        .entries
        .get(&state.template().cells.get(cell)?.address)
}

fn place_of(state: &State, cell: usize) -> Option<Place> {
    let spec = state.template().cells.get(cell)?;
    Some(Place::Figure(spec.address.clone()))
}
