//! Keys in order and input methods in peace: a hook before egui sees any event.

use eframe::egui::{self, Context, Event, Key, Modifiers, RawInput};
use std::collections::VecDeque;

/// Lets at most one event that may move the focus into a frame, alone and in order, and knows whether an input method
/// composes.
///
/// egui applies text and keys of one frame without order, so that fast typing with Tab or Enter would land in the wrong
/// cell; events that come after such a key wait for the next frame.
#[derive(Debug, Default)]
pub struct InputOrder {
    waiting: VecDeque<Event>,
    composing: bool,
    committed: bool,
    paste: PasteKey,
    hold: Hold,
    /// Frames in a row for which the keyboard was on its way.
    held: usize,
}

/// Whether what is typed and clicked has to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hold {
    #[default]
    Nothing,
    /// The keyboard is on its way to a field: until it is there, letters would go nowhere.
    OnItsWay,
    /// A question stands over the window for as long as a job goes on. Clicks and Esc are its own; what is typed is for
    /// the report behind it.
    Question,
}

/// Longer, in frames, the keyboard is never on its way; a place that cannot be gone to must not hold up everything.
const LONGEST_WAY: usize = 6;

/// The key that pastes. egui keeps its press for itself, and gives nothing when it finds no text on the clipboard: then
/// the key comes up alone.
#[derive(Debug, Default)]
struct PasteKey {
    /// The press was seen, as of any other key, or what it pasted was.
    answered: bool,
    /// Until when Ctrl was held, in seconds; endless while it is.
    held: f64,
    /// The key came up in this frame and nothing was pasted.
    unanswered: bool,
}

/// How long after Ctrl the other key may come up.
const APART_SECONDS: f64 = 0.5;

impl PasteKey {
    fn follow(&mut self, input: &RawInput) {
        let now = input.time.unwrap_or_default();
        self.unanswered = false;
        for event in &input.events {
            match event {
                Event::Paste(_) | Event::PasteImage(_) => self.answered = true,
                Event::ModifiersChanged(modifiers) if modifiers.command => {
                    self.held = f64::INFINITY
                }
                Event::ModifiersChanged(_) => self.held = self.held.min(now),
                Event::Key {
                    key: Key::V | Key::Paste,
                    pressed,
                    modifiers,
                    ..
                } => {
                    let held = modifiers.command || now - self.held < APART_SECONDS;
                    self.unanswered |= !pressed && !self.answered && held;
                    self.answered = *pressed;
                }
                _ => {}
            }
        }
    }
}

impl egui::Plugin for InputOrder {
    fn debug_name(&self) -> &'static str {
        "input order"
    }

    fn input_hook(&mut self, _ctx: &Context, input: &mut RawInput) {
        self.paste.follow(input);
        let is_alt = |modifiers: Modifiers| modifiers.alt && !modifiers.ctrl;
        let mut alt = false;
        // A letter with Alt is for the menus; the system sends it as text all the same. AltGr counts as Ctrl and Alt.
        let typed = input.events.drain(..).filter(|event| match event {
            Event::Key { modifiers, .. } => {
                alt = is_alt(*modifiers);
                true
            }
            Event::Text(_) => !alt,
            _ => true,
        });
        self.waiting.extend(typed);
        if self.hold_back(&mut input.events) {
            self.follow_composition(&input.events);
            return;
        }
        let mut filled = false;
        while let Some(event) = self.waiting.front() {
            let alone = moves_focus(event);
            if alone && filled {
                break;
            }
            filled |= fills(event);
            if let Some(event) = self.waiting.pop_front() {
                input.events.push(event);
            }
            if alone {
                break;
            }
        }
        self.follow_composition(&input.events);
    }

    fn on_end_pass(&mut self, ui: &mut egui::Ui) {
        if !self.waiting.is_empty() {
            ui.ctx().request_repaint();
        }
    }
}

impl InputOrder {
    /// What has to wait from the next frame on. Nothing that waited for a question's end is kept when another question
    /// comes in its stead.
    pub fn hold(&mut self, hold: Hold, is_asked: bool) {
        if self.hold == Hold::Question && hold != self.hold && is_asked {
            self.waiting.clear();
        }
        self.hold = hold;
    }

    /// Lets only those events pass that need not wait; `false` when none has to.
    fn hold_back(&mut self, passed: &mut Vec<Event>) -> bool {
        self.held = match self.hold {
            Hold::OnItsWay => self.held.saturating_add(1),
            _ => 0,
        };
        if self.hold == Hold::Nothing || self.held > LONGEST_WAY {
            return false;
        }
        let is_answer = |event: &Event| match event {
            Event::PointerButton { .. } => true,
            Event::Key { key, .. } => *key == Key::Escape,
            _ => false,
        };
        let waiting = std::mem::take(&mut self.waiting);
        for event in waiting {
            let waits = match self.hold {
                Hold::Question => is_input(&event) && !is_answer(&event),
                _ => is_input(&event),
            };
            match waits {
                true => self.waiting.push_back(event),
                false => passed.push(event),
            }
        }
        true
    }

    /// An event for the next frame, behind those that wait.
    pub fn add(&mut self, event: Event) {
        self.waiting.push_back(event);
    }

    fn follow_composition(&mut self, events: &[Event]) {
        self.committed = false;
        for event in events {
            match event {
                Event::Ime(egui::ImeEvent::Preedit { text, .. }) => {
                    self.composing = !text.is_empty();
                }
                Event::Ime(egui::ImeEvent::Commit(_)) => {
                    self.composing = false;
                    self.committed = true;
                }
                Event::WindowFocused(false) => self.composing = false,
                _ => {}
            }
        }
    }
}

/// An input method is composing: what stands in the text being edited is not yet written.
pub fn is_composing(ctx: &Context) -> bool {
    ctx.with_plugin(|order: &mut InputOrder| order.composing)
        .unwrap_or(false)
}

/// An input method committed in this frame.
pub fn has_committed(ctx: &Context) -> bool {
    ctx.with_plugin(|order: &mut InputOrder| order.committed)
        .unwrap_or(false)
}

/// A key asked in this frame to paste, and there was no text.
pub fn has_pasted_nothing(ctx: &Context) -> bool {
    ctx.with_plugin(|order: &mut InputOrder| order.paste.unanswered)
        .unwrap_or(false)
}

/// Whether an event may take the focus elsewhere or run a command.
fn moves_focus(event: &Event) -> bool {
    match event {
        Event::Key {
            key,
            pressed: true,
            modifiers,
            ..
        } => leaves_text(*key, *modifiers),
        Event::PointerButton { pressed: true, .. } | Event::Paste(_) | Event::Cut => true,
        _ => false,
    }
}

/// Every key but those that only type into the text in focus: it may move the focus, or run a command.
fn leaves_text(key: Key, modifiers: Modifiers) -> bool {
    let types = matches!(key, Key::Space | Key::Backspace | Key::Delete)
        || (Key::Colon..=Key::Z).contains(&key);
    modifiers.command || modifiers.alt || !types
}

/// Whether an event is meant for what has the keyboard, or for what is under the pointer.
fn is_input(event: &Event) -> bool {
    matches!(
        event,
        Event::Text(_)
            | Event::Ime(_)
            | Event::Key { .. }
            | Event::PointerButton { .. }
            | Event::Paste(_)
            | Event::Cut
            | Event::Copy
    )
}

/// Whether an event changes what is typed, so that nothing may overtake it.
fn fills(event: &Event) -> bool {
    matches!(
        event,
        Event::Text(_)
            | Event::Ime(_)
            | Event::Key { pressed: true, .. }
            | Event::PointerButton { .. }
    )
}
