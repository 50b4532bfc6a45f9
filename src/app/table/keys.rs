//! What keys and the clipboard ask of a table, taken out of the input before any editor sees it.

use crate::session::table::block;
use crate::session::table::caret::Step;
use eframe::egui::{Event, FocusDirection, Key, Modifiers, Ui};

/// How the active cell takes keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// The cell is selected: typing replaces it, arrows move on.
    #[default]
    Ready,
    /// Something was typed: arrows still move on.
    Typing,
    /// F2 or a double click: arrows move within the text.
    Editing,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Gesture {
    Move {
        step: Step,
        extend: bool,
    },
    /// F2.
    Edit,
    /// Esc.
    Revert,
    Clear,
    Copy,
    Cut,
    Paste(String),
    SelectAll,
    /// Shift+F10, or the key for it: the menu of the cell.
    Menu,
    /// Text for a cell that cannot be typed into.
    Refuse,
}

/// Takes what the table answers itself; the rest is left to the cell's editor.
///
/// Events after typed text are left as they are: they belong to what is being typed.
pub fn take(ui: &Ui, mode: Mode, is_total: bool, page_lines: usize) -> Vec<Gesture> {
    let mut gestures = Vec::new();
    let mut typed = false;
    ui.input_mut(|input| {
        input.events.retain(|event| {
            if typed {
                return true;
            }
            if is_typing(event) {
                typed = true;
                if is_total {
                    gestures.push(Gesture::Refuse);
                }
                return !is_total;
            }
            match gesture(event, mode, is_total, page_lines) {
                Some(gesture) => {
                    gestures.push(gesture);
                    false
                }
                None => true,
            }
        });
    });
    if !gestures.is_empty() {
        // egui may have seen the same arrow before the cell could claim it.
        ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
    }
    gestures
}

fn is_typing(event: &Event) -> bool {
    match event {
        Event::Text(text) => !text.chars().all(char::is_control),
        Event::Ime(_) => true,
        _ => false,
    }
}

fn gesture(event: &Event, mode: Mode, is_total: bool, page_lines: usize) -> Option<Gesture> {
    let ready = mode == Mode::Ready;
    match event {
        Event::Copy if ready => Some(Gesture::Copy),
        Event::Cut if ready => Some(Gesture::Cut),
        Event::Paste(text) if ready || block::is_block(text) => Some(Gesture::Paste(text.clone())),
        Event::Key {
            key,
            pressed: true,
            modifiers,
            ..
        } => key_gesture(*key, *modifiers, mode, is_total, page_lines),
        _ => None,
    }
}

fn key_gesture(
    key: Key,
    modifiers: Modifiers,
    mode: Mode,
    is_total: bool,
    page_lines: usize,
) -> Option<Gesture> {
    if modifiers.alt {
        return None;
    }
    let (ctrl, shift) = (modifiers.command, modifiers.shift);
    let step = match (key, ctrl) {
        (Key::Enter, false) if shift => return Some(moved(Step::Above, false)),
        (Key::Enter, false) => return Some(moved(Step::Below, false)),
        (Key::Tab, false) if shift => return Some(moved(Step::Previous, false)),
        (Key::Tab, false) => return Some(moved(Step::Next, false)),
        (Key::Escape, false) => return Some(Gesture::Revert),
        (Key::F10, false) if shift => return Some(Gesture::Menu),
        (Key::Menu, _) => return Some(Gesture::Menu),
        _ if mode == Mode::Editing => return None,
        (Key::F2, false) => return Some(Gesture::Edit),
        (Key::Delete, false) if mode == Mode::Ready => return Some(Gesture::Clear),
        (Key::Backspace, false) if is_total => return Some(Gesture::Clear),
        (Key::A, true) if mode == Mode::Ready => return Some(Gesture::SelectAll),
        (Key::ArrowLeft, false) => Step::Left,
        (Key::ArrowRight, false) => Step::Right,
        (Key::ArrowUp, false) => Step::Up,
        (Key::ArrowDown, false) => Step::Down,
        (Key::ArrowLeft, true) | (Key::Home, false) => Step::LineStart,
        (Key::ArrowRight, true) | (Key::End, false) => Step::LineEnd,
        (Key::ArrowUp, true) => Step::PageUp(usize::MAX),
        (Key::ArrowDown, true) => Step::PageDown(usize::MAX),
        (Key::Home, true) => Step::First,
        (Key::End, true) => Step::Last,
        (Key::PageUp, false) => Step::PageUp(page_lines),
        (Key::PageDown, false) => Step::PageDown(page_lines),
        _ => return None,
    };
    Some(moved(step, shift))
}

fn moved(step: Step, extend: bool) -> Gesture {
    Gesture::Move { step, extend }
}
