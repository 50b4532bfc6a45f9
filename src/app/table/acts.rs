//! What keys, pointer and clipboard do to a table: caret, text and the edits that follow.

use crate::app::panels::news::News;
use crate::app::table::cells::{self, Touched};
use crate::app::table::keys::{self, Gesture, Mode};
use crate::app::table::paint::Canvas;
use crate::app::table::sheet::Sheet;
use crate::app::table::{TableMemory, TableView, active_cell, active_id, entry_of};
use crate::app::trigger::action::Action;
use crate::app::trigger::command::Command;
use crate::place::Place;
use crate::report::Entry;
use crate::session::edit::Edit;
use crate::session::state::State;
use crate::session::table::caret::{Caret, Spot, Step};
use crate::session::table::lines::FigureLines;
use crate::session::table::{block, paste};
use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::{self, Ui, text_edit::TextEditState};

/// Goes where the app wants the caret.
pub fn obey_goto(ui: &Ui, view: &mut TableView, sheet: &Sheet) {
    let Some(Place::Figure(address)) = view.goto.as_ref().map(|goto| &goto.place) else {
        return;
    };
    let cell = view.state.template().cell_index(address);
    let Some(spot) = cell.and_then(|cell| sheet.lines().spot_of(cell)) else {
        return;
    };
    if view.goto.take().is_some_and(|goto| goto.only_shown) {
        // The search bar keeps the keyboard.
        view.memory.settle();
        view.memory.had_focus = false;
        view.memory.caret = Caret::at(spot);
        view.memory.follow = true;
        return;
    }
    // Back in the cell where one was, a selected block stays selected.
    let stays = active_cell(view.memory, sheet) == cell && view.memory.text_of == cell;
    let caret = match stays {
        true => view.memory.caret,
        false => Caret::at(spot),
    };
    move_to(ui, view, sheet, caret);
}

/// Follows the focus that Tab, a screen reader or a click gave to a cell, and keeps the text true to the report.
pub fn obey_focus(ui: &Ui, view: &mut TableView, sheet: &Sheet) {
    let focused = ui.memory(|memory| memory.focused());
    let cell = focused.and_then(|id| sheet.frame.cell_of(id));
    let escaped = view.memory.had_focus
        && focused.is_none()
        && ui.input(|input| input.key_pressed(egui::Key::Escape));
    if escaped && let Some(id) = active_id(view.memory, sheet) {
        ui.memory_mut(|memory| memory.request_focus(id));
        return;
    }
    if view.memory.menu.is_some_and(|menu| menu.by_key) && cell.is_none() {
        // The menu of the cell has the keyboard for a while.
        return;
    }
    view.memory.had_focus = cell.is_some();
    let Some(cell) = cell else {
        if !view.memory.had_focus {
            view.memory.mode = Mode::Ready;
            view.memory.text_of = None;
            // What was said of the cell is not left over the window when one goes elsewhere.
            view.memory.hint = None;
        }
        return;
    };
    if active_cell(view.memory, sheet) != Some(cell)
        && let Some(spot) = sheet.lines().spot_of(cell)
    {
        move_to(ui, view, sheet, Caret::at(spot));
    }
    let stands = entry_of(view.state, cell);
    if view.memory.text_of != Some(cell) {
        begin(ui, view, sheet, cell);
    } else if !view.composing && view.memory.written.as_ref() != stands {
        view.memory.written = stands.cloned();
        view.memory.text = stands.map(Entry::to_string).unwrap_or_default();
        view.memory.mode = Mode::Ready;
        select_all(ui, view.memory, sheet);
    }
}

/// Whether nothing in front of the table waits for keys.
pub fn takes_keys(ui: &Ui) -> bool {
    let in_front = ui.memory(|memory| memory.allows_interaction(ui.layer_id()));
    in_front && !egui::Popup::is_any_open(ui.ctx())
}

/// What is typed or pasted while a menu is open is not for the cell below it, which would take a whole table for one
/// text.
pub fn hold_back_under_menu(ui: &Ui) {
    if !egui::Popup::is_any_open(ui.ctx()) {
        return;
    }
    let is_writing = |event: &egui::Event| match event {
        egui::Event::Text(_) | egui::Event::Paste(_) | egui::Event::Cut => true,
        egui::Event::Key { key, .. } => matches!(key, egui::Key::Delete | egui::Key::Backspace),
        _ => false,
    };
    ui.input_mut(|input| input.events.retain(|event| !is_writing(event)));
}

/// Does what keys and the clipboard ask for.
pub fn obey_keys(ui: &Ui, view: &mut TableView, sheet: &Sheet, actions: &mut Vec<Action>) {
    let Some(figure) = sheet.lines().figure_at(view.memory.caret.at).copied() else {
        return;
    };
    let row = sheet.sizes.row.max(1.0);
    let page_lines = ((ui.clip_rect().height() / row) as usize)
        .saturating_sub(2)
        .max(1);
    for gesture in keys::take(ui, view.memory.mode, figure.is_total, page_lines) {
        act(ui, view, sheet, gesture, actions);
    }
}

fn act(ui: &Ui, view: &mut TableView, sheet: &Sheet, gesture: Gesture, actions: &mut Vec<Action>) {
    let lines = sheet.lines();
    let caret = view.memory.caret;
    match gesture {
        Gesture::Move { step, extend } => {
            let next = caret.moved(lines, step, extend);
            let forward = step == Step::Next;
            if next == caret && (forward || step == Step::Previous) {
                actions.push(Action::GoBeside { forward });
            }
            move_to(ui, view, sheet, next);
        }
        Gesture::Edit => edit_in_place(ui, view, sheet),
        Gesture::Revert if view.memory.mode == Mode::Ready => {
            move_to(ui, view, sheet, Caret::at(caret.at))
        }
        Gesture::Revert => revert(ui, view, sheet, actions),
        Gesture::SelectAll => {
            view.memory.caret = Caret {
                at: last_spot(lines),
                anchor: caret.moved(lines, Step::First, false).at,
            };
            move_to(ui, view, sheet, view.memory.caret);
        }
        Gesture::Copy => copy(ui, view, sheet),
        Gesture::Cut => {
            copy(ui, view, sheet);
            clear(view, sheet, actions);
        }
        Gesture::Clear => clear(view, sheet, actions),
        Gesture::Menu => view.memory.wants_menu = true,
        Gesture::Paste(text) => paste(ui, view, sheet, &text, actions),
        Gesture::Refuse => {
            let said = "这一格由程序按公式计算，不能直接填写；要改合计，请改相加的各格。";
            view.memory.hint = Some(said.to_owned());
        }
    }
}

/// Whether keys came after the pointer moved last.
pub fn is_quiet(ui: &Ui, was: bool) -> bool {
    ui.input(|input| {
        let moved = input.pointer.delta() != egui::Vec2::ZERO || input.pointer.any_pressed();
        let typed = |event: &egui::Event| match event {
            egui::Event::Text(_) | egui::Event::Ime(_) | egui::Event::Paste(_) => true,
            egui::Event::Key { pressed, .. } => *pressed,
            _ => false,
        };
        !moved && (was || input.events.iter().any(typed))
    })
}

/// Does what the pointer or a screen reader asked for.
pub fn obey_pointer(
    ui: &Ui,
    view: &mut TableView,
    canvas: &Canvas,
    touched: Touched,
    actions: &mut Vec<Action>,
) {
    let sheet = canvas.sheet;
    actions.extend(touched.actions);
    if touched.drag {
        view.memory.dragging = true;
    }
    if let Some((spot, extend)) = touched.caret
        && !view.composing
    {
        let caret = cells::caret_after(view.memory.caret, spot, extend);
        let in_block = ui.input(|input| input.pointer.secondary_pressed())
            && holds(view.memory.caret, sheet, spot);
        if !in_block {
            move_to(ui, view, sheet, caret);
            ui.ctx().request_repaint();
        }
    }
    let (down, point) =
        ui.input(|input| (input.pointer.primary_down(), input.pointer.latest_pos()));
    view.memory.dragging &= down;
    if view.memory.dragging
        && view.memory.mode == Mode::Ready
        && let Some(spot) = point.and_then(|point| cells::spot_at(canvas, point))
        && spot != view.memory.caret.at
    {
        let caret = cells::caret_after(view.memory.caret, spot, true);
        move_to(ui, view, sheet, caret);
    }
    let is_by_key = view.memory.menu.is_some_and(|menu| menu.by_key);
    let opened = touched.menu.is_some() || view.memory.menu.is_some();
    if touched.menu_ended || opened && !is_by_key {
        // egui takes the focus from a text when one clicks elsewhere, as on the menu.
        if let Some(id) = active_id(view.memory, sheet) {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
    }
    if touched.copy || touched.cut {
        copy(ui, view, sheet);
    }
    if touched.clear || touched.cut {
        clear(view, sheet, actions);
    }
    if touched.paste {
        actions.push(Action::Command(Command::Paste));
    }
    if touched.edit || touched.note {
        edit_in_place(ui, view, sheet);
    }
    if touched.note {
        add_note(ui, view, sheet);
    }
}

/// Whether a spot lies in a selected block of several cells.
fn holds(caret: Caret, sheet: &Sheet, spot: Spot) -> bool {
    let Some(wanted) = sheet.lines().figure_at(spot) else {
        return false;
    };
    let mut block = caret.block(sheet.lines()).into_iter().flatten();
    caret.is_block(sheet.lines()) && block.any(|figure| figure.cell == wanted.cell)
}

fn move_to(ui: &Ui, view: &mut TableView, sheet: &Sheet, caret: Caret) {
    let memory = &mut *view.memory;
    memory.caret = caret;
    memory.follow = true;
    memory.hint = None;
    memory.had_focus = true;
    if let Some(id) = active_id(memory, sheet)
        && ui.memory(|memory| memory.focused()) != Some(id)
    {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    if let Some(cell) = active_cell(memory, sheet) {
        begin(ui, view, sheet, cell);
    }
}

/// Takes the text of a cell up, all of it selected, so that typing replaces it.
fn begin(ui: &Ui, view: &mut TableView, sheet: &Sheet, cell: usize) {
    let stands = entry_of(view.state, cell);
    let place = place_of(view.state, cell);
    let memory = &mut *view.memory;
    memory.mode = Mode::Ready;
    memory.text_of = Some(cell);
    memory.was_carried = place.is_some_and(|place| view.state.report().carried.contains(&place));
    memory.before = stands.cloned();
    memory.written = stands.cloned();
    memory.text = stands.map(Entry::to_string).unwrap_or_default();
    select_all(ui, memory, sheet);
}

fn revert(ui: &Ui, view: &mut TableView, sheet: &Sheet, actions: &mut Vec<Action>) {
    let memory = &mut *view.memory;
    memory.mode = Mode::Ready;
    memory.text = memory
        .before
        .as_ref()
        .map(Entry::to_string)
        .unwrap_or_default();
    if let Some(cell) = memory.text_of
        && let Some(place) = place_of(view.state, cell)
    {
        let entry = memory.before.clone();
        let is_carried = view.state.report().carried.contains(&place);
        let is_as_before = entry_of(view.state, cell) == entry.as_ref();
        let waits = memory.was_carried && !is_carried;
        let back = place.address().cloned().filter(|_| !is_as_before || waits);
        if let Some(address) = back {
            let entry = Edit::Entry { address, entry };
            actions.push(Action::Edit(match waits {
                // What was typed and taken back confirms nothing.
                true => Edit::Batch(vec![entry, Edit::Carry(vec![place])]),
                false => entry,
            }));
        }
    }
    select_all(ui, memory, sheet);
}

fn place_of(state: &State, cell: usize) -> Option<Place> {
    let spec = state.template().cells.get(cell)?;
    Some(Place::Figure(spec.address.clone()))
}

fn edit_in_place(ui: &Ui, view: &mut TableView, sheet: &Sheet) {
    let figure = sheet.lines().figure_at(view.memory.caret.at);
    match figure {
        Some(figure) if figure.is_total => act(ui, view, sheet, Gesture::Refuse, &mut Vec::new()),
        Some(_) => {
            view.memory.mode = Mode::Editing;
            let end = view.memory.text.chars().count();
            put_cursor(ui, view.memory, sheet, end, end);
        }
        None => {}
    }
}

/// Writes brackets behind the figure and puts the cursor between them.
fn add_note(ui: &Ui, view: &mut TableView, sheet: &Sheet) {
    if view.memory.mode != Mode::Editing {
        return;
    }
    if !view.memory.text.ends_with('）') {
        view.memory.text.push_str("（）");
    }
    let at = view.memory.text.chars().count() - 1;
    put_cursor(ui, view.memory, sheet, at, at);
}

fn copy(ui: &Ui, view: &TableView, sheet: &Sheet) {
    let figures = view.state.figures();
    ui.copy_text(block::copied(sheet.lines(), &view.memory.caret, &figures));
}

fn clear(view: &mut TableView, sheet: &Sheet, actions: &mut Vec<Action>) {
    let figures = view.state.figures();
    let edit = block::cleared(
        sheet.lines(),
        &view.memory.caret,
        view.state.template(),
        &figures,
    );
    if edit.is_some() && !is_on_total(view, sheet) {
        view.memory.text.clear();
        view.memory.written = None;
    }
    actions.extend(edit.map(Action::Edit));
}

/// Whether the caret stands on a computed cell.
fn is_on_total(view: &TableView, sheet: &Sheet) -> bool {
    let figure = sheet.lines().figure_at(view.memory.caret.at);
    figure.is_some_and(|figure| figure.is_total)
}

fn paste(ui: &Ui, view: &mut TableView, sheet: &Sheet, text: &str, actions: &mut Vec<Action>) {
    let paste = paste::pasted(
        sheet.lines(),
        &view.memory.caret,
        view.state.template(),
        view.state.report(),
        text,
    );
    move_to(ui, view, sheet, paste.caret);
    view.memory.text_of = None;
    let changes = paste.edit.is_some();
    actions.extend(paste.edit.map(Action::Edit));
    match (paste.message, changes) {
        // More than a line: it stands over the table, with the way back.
        (Some(text), true) if paste.by_labels || !paste.details.is_empty() => {
            actions.push(Action::Tell(News::undoable(text, paste.details)));
        }
        (Some(text), false) if !paste.details.is_empty() => {
            actions.push(Action::Tell(News::new(text, paste.details, Vec::new())));
        }
        (message, _) => view.memory.hint = message,
    }
}

fn select_all(ui: &Ui, memory: &TableMemory, sheet: &Sheet) {
    let end = memory.text.chars().count();
    put_cursor(ui, memory, sheet, 0, end);
}

fn put_cursor(ui: &Ui, memory: &TableMemory, sheet: &Sheet, from: usize, to: usize) {
    let Some(id) = active_id(memory, sheet) else {
        return;
    };
    let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let range = CCursorRange::two(CCursor::new(from), CCursor::new(to));
    state.cursor.set_char_range(Some(range));
    state.clear_undoer();
    state.store(ui.ctx(), id);
}

fn last_spot(lines: &FigureLines) -> Spot {
    Caret::default().moved(lines, Step::Last, false).at
}
