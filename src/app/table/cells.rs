//! The cells of a table as widgets: pointer, names for screen readers, and the editor of the active cell.

use crate::app::table::keys::Mode;
use crate::app::table::paint::Canvas;
use crate::app::table::sheet::Sheet;
use crate::app::trigger::action::Action;
use crate::app::trigger::command::Command;
use crate::app::trigger::context_menu::{self, MenuRow};
use crate::document::Cell;
use crate::session::edit::Edit;
use crate::session::table::caret::{Caret, Spot};
use eframe::egui::{
    self, Align2, Color32, EventFilter, FontId, Id, Margin, Pos2, Rect, Response, Role, Sense,
    TextEdit, Ui, WidgetInfo, vec2,
};

/// What the pointer or a screen reader did to the cells in this frame.
#[derive(Debug, Default)]
pub struct Touched {
    /// Where the caret goes, and whether the block grows.
    pub caret: Option<(Spot, bool)>,
    /// A double click: edit in place.
    pub edit: bool,
    /// A drag over the cells has begun.
    pub drag: bool,
    /// A note is to be written.
    pub note: bool,
    pub copy: bool,
    pub cut: bool,
    pub clear: bool,
    pub paste: bool,
    /// Where the menu opens.
    pub menu: Option<Pos2>,
    /// The menu that stood there is gone.
    pub menu_ended: bool,
    /// One types: no tooltip may hide the cells around a pointer that rests.
    pub quiet: bool,
    pub actions: Vec<Action>,
}

/// The cell that takes the keyboard.
#[derive(Debug, Clone, Copy)]
pub struct Active {
    pub cell: usize,
    pub mode: Mode,
    pub has_editor: bool,
}

/// Registers every figure and asks it what happened; the active one is left to [`editor_ui`] when it has an editor.
pub fn cells_ui(ui: &Ui, canvas: &Canvas, active: Option<Active>, touched: &mut Touched) {
    let sheet = canvas.sheet;
    for (cell, widget) in sheet.grid().cells.iter().zip(&sheet.frame.widgets) {
        let (Some(index), Some((id, name))) = (cell.figure, widget) else {
            continue;
        };
        let rect = canvas.rect_of(cell);
        if active.is_some_and(|active| active.has_editor && active.cell == index) {
            continue;
        }
        let response = ui.interact(rect, *id, Sense::click_and_drag());
        response.widget_info(|| info(sheet, index, name));
        // On Linux screen readers are told the value of a field that has the focus only; the description of any.
        ui.ctx().accesskit_node_builder(*id, |node| {
            node.set_description(value(sheet, index).unwrap_or_default());
        });
        let is_active = active.is_some_and(|active| active.cell == index);
        if is_active {
            lock_focus(ui, *id);
        }
        if response.contains_pointer() || is_active {
            touch(ui, canvas, index, response, touched);
        }
        if sheet
            .shown(index)
            .is_some_and(|shown| shown.instead.is_some())
        {
            settle_ui(ui, canvas, canvas.settle_rect(cell), index, name, touched);
        }
    }
}

/// The editor of the active cell. Gives back whether its text changed.
pub fn editor_ui(
    ui: &mut Ui,
    canvas: &Canvas,
    active: Active,
    text: &mut String,
    touched: &mut Touched,
) -> bool {
    let frame = &canvas.sheet.frame;
    let Some(position) = frame
        .grid
        .cells
        .iter()
        .position(|cell| cell.figure == Some(active.cell))
    else {
        return false;
    };
    let (Some(cell), Some(Some((id, name)))) =
        (frame.grid.cells.get(position), frame.widgets.get(position))
    else {
        return false;
    };
    let ready = active.mode == Mode::Ready;
    let sizes = canvas.sheet.sizes;
    let cell_rect = canvas.rect_of(cell);
    let mut rect = cell_rect;
    let colors = &canvas.look.colors;
    if !ready {
        rect = widened(ui, rect, text, sizes.text, sizes.pad);
        ui.painter().rect(
            rect,
            0.0,
            colors.field.0,
            (2.0, colors.accent.0),
            egui::StrokeKind::Middle,
        );
    }
    let edit = TextEdit::singleline(text)
        .id(*id)
        .frame(egui::Frame::NONE.inner_margin(Margin::symmetric(sizes.pad as i8, 0)))
        .font(FontId::proportional(sizes.text))
        .text_color(if ready {
            Color32::TRANSPARENT
        } else {
            colors.text.0
        })
        .align(Align2::CENTER_CENTER)
        .desired_width(rect.width())
        .event_filter(HELD_KEYS);
    // A child of its own: a scope would move what is drawn after the table up to the cell.
    let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(rect));
    if ready {
        let visuals = inner.visuals_mut();
        visuals.text_cursor.blink = false;
        visuals.text_cursor.stroke.color = Color32::TRANSPARENT;
        visuals.selection.bg_fill = Color32::TRANSPARENT;
        visuals.selection.stroke.color = Color32::TRANSPARENT;
    }
    let changed = inner.put(rect, edit).changed();
    ui.ctx()
        .accesskit_node_builder(*id, |node| node.set_label(name.as_str()));
    if ready {
        let pointer = Sense::CLICK | Sense::DRAG;
        let cover = ui.interact(cell_rect, id.with("cover"), pointer);
        touch(ui, canvas, active.cell, cover, touched);
    }
    changed
}

/// Keeps egui from moving the focus by keys that the table answers.
pub fn lock_focus(ui: &Ui, id: Id) {
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, HELD_KEYS));
}

const HELD_KEYS: EventFilter = EventFilter {
    tab: true,
    horizontal_arrows: true,
    vertical_arrows: true,
    escape: true,
};

/// The figure under a point of the window.
pub fn spot_at(canvas: &Canvas, point: Pos2) -> Option<Spot> {
    let grid = canvas.sheet.grid();
    let under = |cell: &&Cell| cell.figure.is_some() && canvas.rect_of(cell).contains(point);
    let cell = grid.cells.iter().find(under)?;
    canvas.sheet.lines().spot_of(cell.figure?)
}

fn touch(ui: &Ui, canvas: &Canvas, index: usize, response: Response, touched: &mut Touched) {
    let sheet = canvas.sheet;
    let Some(spot) = sheet.lines().spot_of(index) else {
        return;
    };
    let (pressed, secondary, shift) = ui.input(|input| {
        (
            input.pointer.primary_pressed(),
            input.pointer.secondary_pressed(),
            input.modifiers.shift,
        )
    });
    let under = response.contains_pointer();
    if under && pressed && response.is_pointer_button_down_on() {
        touched.caret = Some((spot, shift));
        touched.drag = true;
    } else if under && secondary {
        touched.caret.get_or_insert((spot, false));
    }
    // The cell that was pressed has become the active one meanwhile, another widget.
    if under && ui.input(|input| input.pointer.secondary_released()) {
        touched.menu = ui.input(|input| input.pointer.interact_pos());
    }
    if response.double_clicked() {
        touched.caret = Some((spot, false));
        touched.edit = true;
    } else if response.clicked() && under {
        touched.caret.get_or_insert((spot, shift));
    }
    let mark = sheet.marks.get(&index);
    if let Some(mark) = mark.filter(|_| pressed && under && !shift) {
        touched
            .actions
            .push(Action::ShowFinding(mark.fingerprint.clone()));
    }
    if let Some(mark) = mark.filter(|_| !touched.quiet) {
        response.on_hover_text(mark.messages.join("\n"));
    }
}

/// What the menu of a cell offers, and what each row asks for.
#[derive(Debug, Clone, Copy)]
enum CellRow {
    Cut,
    Copy,
    Paste,
    Clear,
    Note,
    Fill(Command),
}

const CELL_ROWS: [CellRow; 8] = [
    CellRow::Cut,
    CellRow::Copy,
    CellRow::Paste,
    CellRow::Clear,
    CellRow::Note,
    CellRow::Fill(Command::FillRowZero),
    CellRow::Fill(Command::FillColumnZero),
    CellRow::Fill(Command::FillTableZero),
];

impl CellRow {
    fn menu_row(self, is_total: bool) -> MenuRow {
        let of_table = |label, key: &str| MenuRow {
            label,
            key: key.to_owned(),
            tip: "",
            enabled: true,
            is_parted: false,
        };
        match self {
            CellRow::Cut => MenuRow {
                enabled: !is_total,
                ..MenuRow::of(Command::Cut)
            },
            CellRow::Copy => MenuRow::of(Command::Copy),
            CellRow::Paste => MenuRow::of(Command::Paste),
            CellRow::Clear => of_table("清除", "Delete"),
            CellRow::Note => MenuRow {
                enabled: !is_total,
                ..of_table("加注…", "")
            },
            CellRow::Fill(command) => MenuRow {
                is_parted: command == Command::FillRowZero,
                ..MenuRow::of(command)
            },
        }
    }

    fn choose(self, touched: &mut Touched) {
        match self {
            CellRow::Cut => touched.cut = true,
            CellRow::Copy => touched.copy = true,
            CellRow::Paste => touched.paste = true,
            CellRow::Clear => touched.clear = true,
            CellRow::Note => touched.note = true,
            CellRow::Fill(command) => touched.actions.push(Action::Command(command)),
        }
    }
}

/// Where the menu of the active cell stands.
#[derive(Debug, Clone, Copy)]
pub struct CellMenu {
    pub at: Pos2,
    /// It was asked for by a key, and is walked through by keys.
    pub by_key: bool,
}

/// The menu of the active cell, where it has just been asked for, or where it stands. `true` while it does.
pub fn menu_ui(
    ui: &Ui,
    sheet: &Sheet,
    index: usize,
    menu: CellMenu,
    opens: bool,
    touched: &mut Touched,
) -> bool {
    let cell = sheet.frame.template.cells.get(index);
    let is_total = cell.is_none_or(|spec| spec.is_total());
    let id = Id::unique("table menu");
    let popup = egui::Popup::new(id, ui.ctx().clone(), menu.at, ui.layer_id())
        .kind(egui::PopupKind::Menu)
        .layout(egui::Layout::top_down_justified(egui::Align::Min))
        .style(egui::containers::menu::menu_style)
        .open_memory(opens.then_some(egui::SetOpenCommand::Bool(true)));
    let rows = CELL_ROWS.map(|row| row.menu_row(is_total));
    let shown = popup.show(|ui| context_menu::rows_ui(ui, &rows, menu.by_key));
    let Some(shown) = shown else {
        return false;
    };
    if let Some(row) = shown.inner.and_then(|chosen| CELL_ROWS.get(chosen)) {
        row.choose(touched);
    }
    true
}

fn settle_ui(
    ui: &Ui,
    canvas: &Canvas,
    rect: Rect,
    index: usize,
    name: &str,
    touched: &mut Touched,
) {
    let Some(spec) = canvas.sheet.frame.template.cells.get(index) else {
        return;
    };
    let Some(computed) = canvas
        .sheet
        .shown(index)
        .and_then(|shown| shown.instead.clone())
    else {
        return;
    };
    let id = crate::app::table::sheet::figure_id(&spec.address).with("settle");
    let response = ui.interact(rect, id, Sense::click());
    let said = format!("采用计算值 {computed}：{name}");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
    if response.hovered() {
        ui.set_cursor_icon(egui::CursorIcon::PointingHand);
    }
    if response.clicked() {
        touched
            .actions
            .push(Action::Edit(Edit::Settle(spec.address.clone())));
    }
    response.on_hover_text(format!(
        "原报告印的合计与计算值不同，点击采用计算值 {computed}"
    ));
}

/// As screen readers hear a cell.
fn info(sheet: &Sheet, index: usize, name: &str) -> WidgetInfo {
    let mut info = WidgetInfo::labeled(Role::TextInput, true, name);
    info.current_text_value = value(sheet, index);
    info
}

/// What a cell holds, as it is read aloud.
fn value(sheet: &Sheet, index: usize) -> Option<String> {
    let shown = sheet.shown(index)?;
    Some(match &shown.instead {
        None => format!("{}{}", shown.figure, shown.note),
        Some(computed) => format!("印 {}，算 {computed}", shown.figure),
    })
}

/// The cell's rectangle, wider to the left when the text needs it, or to the right where there is no room.
fn widened(ui: &Ui, rect: Rect, text: &str, size: f32, pad: f32) -> Rect {
    let font = FontId::proportional(size);
    let width: f32 = ui.fonts_mut(|fonts| text.chars().map(|c| fonts.glyph_width(&font, c)).sum());
    let lacking = width + 2.0 * pad + 6.0 - rect.width();
    if lacking <= 0.0 {
        return rect;
    }
    let bounds = ui.clip_rect();
    let left = (rect.left() - lacking).max(bounds.left().min(rect.left()));
    let right =
        (rect.right() + (lacking - (rect.left() - left))).min(bounds.right().max(rect.right()));
    Rect::from_min_max(
        Pos2::new(left, rect.top()),
        rect.max + vec2(right - rect.right(), 0.0),
    )
}

/// The caret after what the pointer did.
pub fn caret_after(caret: Caret, at: Spot, extend: bool) -> Caret {
    Caret {
        at,
        anchor: if extend { caret.anchor } else { at },
    }
}
