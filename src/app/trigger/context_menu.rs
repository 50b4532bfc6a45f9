//! The rows of a menu that stands at a text or a cell: pointer and keys choose one.

use crate::app::trigger::command::Command;
use eframe::egui::{
    Button, Context, FocusDirection, Id, Key, LayerId, Modifiers, Popup, Pos2, Rect, Role, Ui,
    WidgetInfo,
};

/// One row of a menu.
#[derive(Debug, Clone)]
pub struct MenuRow {
    pub label: &'static str,
    /// The key that does the same.
    pub key: String,
    /// What it does, when the pointer rests there.
    pub tip: &'static str,
    pub enabled: bool,
    /// A line stands above it.
    pub is_parted: bool,
}

impl MenuRow {
    /// The row of a command.
    pub fn of(command: Command) -> MenuRow {
        MenuRow {
            label: command.label(),
            key: command.key_text(),
            tip: command.tooltip(),
            enabled: true,
            is_parted: false,
        }
    }
}

/// Closes the open menu when the pointer is pressed outside it. egui closes it at a click only: at the end of a press
/// that was short and did not move, while what was pressed has long taken the keyboard. In the bar of menus egui decides.
pub fn close_where_pressed_elsewhere(ctx: &Context, bar: Rect) {
    if !Popup::is_any_open(ctx) {
        return;
    }
    let pressed = ctx.input(|input| {
        let at = input.pointer.interact_pos();
        at.filter(|_| input.pointer.any_pressed())
    });
    let is_outside = |at: &Pos2| {
        let layer = ctx.layer_id_at(*at);
        !bar.contains(*at) && layer.is_none_or(|layer| layer == LayerId::background())
    };
    if pressed.is_some_and(|at| is_outside(&at)) {
        Popup::close_all(ctx);
    }
}

/// Whether the key is pressed that asks for the menu of what has the keyboard.
pub fn is_asked_for(ui: &Ui) -> bool {
    ui.input_mut(|input| {
        input.consume_key(Modifiers::SHIFT, Key::F10)
            || input.consume_key(Modifiers::NONE, Key::Menu)
    })
}

/// Draws the rows; gives the index of the one that was chosen. `takes_keys` while the menu stands that a key asked for:
/// one of the rows has the keyboard then.
pub fn rows_ui(ui: &mut Ui, rows: &[MenuRow], takes_keys: bool) -> Option<usize> {
    let mut chosen = None;
    let mut ids = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        if row.is_parted {
            ui.separator();
        }
        let button = Button::new(row.label).shortcut_text(&*row.key);
        let mut response = ui.add_enabled(row.enabled, button);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, row.enabled, row.label));
        if row.enabled {
            ids.push(response.id);
        }
        if !row.tip.is_empty() {
            response = response.on_hover_text(row.tip);
        }
        if response.clicked() {
            chosen = Some(index);
            ui.close();
        }
    }
    walk(ui, &ids, takes_keys);
    chosen
}

/// Arrows go from row to row, round the menu; `takes_keys` when the first has the keyboard from the start. Gives the row
/// that has just got it.
pub fn walk(ui: &Ui, rows: &[Id], takes_keys: bool) -> Option<Id> {
    let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let (down, up) = (pressed(Key::ArrowDown), pressed(Key::ArrowUp));
    let focused = ui.memory(|memory| memory.focused());
    let at = rows.iter().position(|row| Some(*row) == focused);
    let last = rows.len().saturating_sub(1);
    let next = match at {
        Some(at) if down => Some(if at == last { 0 } else { at + 1 }),
        Some(at) if up => Some(at.checked_sub(1).unwrap_or(last)),
        None if up => Some(last),
        None if down || takes_keys => Some(0),
        _ => None,
    };
    let reached = *rows.get(next?)?;
    ui.memory_mut(|memory| {
        memory.move_focus(FocusDirection::None);
        memory.request_focus(reached);
    });
    Some(reached)
}
