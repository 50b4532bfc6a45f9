//! Where each key goes: the one answer to "what does this key do here?".
//!
//! 1. While an input method composes, under a question and in an open menu, keys belong to what is in front.
//! 2. The keys of commands run the command wherever the caret is ([`Command::of_key`]).
//! 3. Alt and its letter open a menu of the bar; when it closes, one is back where one was.
//! 4. In the search bar Enter and Shift+Enter go from hit to hit; Esc closes the bar.
//! 5. In a table the cell answers (`table::keys`); Tab beyond its last cell goes on as in a text.
//! 6. In a text Tab and Shift+Tab go to the next and the last text or table (`session::places`), never to a button.
//! 7. Where nothing has the keyboard, the open table takes keys, and Tab and Esc go back to the place one came from.
//! 8. Everything else is left to the widget in focus.

use crate::app::App;
use crate::app::panels::find;
use crate::app::table::TableMemory;
use crate::app::texts::field;
use crate::app::texts::particulars::title_id;
use crate::app::trigger::command::Command;
use crate::app::trigger::input;
use crate::app::trigger::menus::MENUS;
use crate::place::Place;
use crate::template::SectionContent;
use eframe::egui::{self, Event, FocusDirection, Key, Modifiers, PointerState};

/// What has the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// A composition, a question over the window or an open menu.
    Front,
    FindBar,
    /// The second field of the search bar.
    Replacement,
    /// A cell of the open table.
    Cell,
    /// A text of the report.
    Text,
    /// A button, a list or another field.
    Widget,
    Nothing,
}

/// Who answers a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Receiver {
    /// Whatever widget has the focus, as egui does it.
    Widget,
    Command(Command),
    /// The next hit, or the one before; the search bar keeps the focus.
    Hit {
        forward: bool,
    },
    CloseFind,
    /// From one field of the search bar to the other.
    FindField {
        forward: bool,
    },
    /// The next text or table of the report, or the one before.
    Place {
        forward: bool,
    },
    /// Nothing: the text gives up the caret.
    Leave,
    /// A menu of the bar, counted from 0.
    Menu(usize),
    /// The place that had the caret last.
    Back,
    /// The open table, which does not have the focus yet.
    Table,
}

/// What of the window decides where a key goes.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings {
    pub focus: Focus,
    /// The search bar is open.
    pub finds: bool,
    /// It has its second field.
    pub replaces: bool,
    /// The open section is a table.
    pub table: bool,
    pub sections: usize,
}

/// Who answers a pressed key.
pub fn route(key: Key, modifiers: Modifiers, around: Surroundings) -> Receiver {
    let bare = !modifiers.command && !modifiers.alt && !modifiers.ctrl;
    let forward = !modifiers.shift;
    if around.focus == Focus::Front {
        return Receiver::Widget;
    }
    let in_bar = matches!(around.focus, Focus::FindBar | Focus::Replacement);
    if in_bar && modifiers.command && matches!(key, Key::Z | Key::Y) {
        // What was typed there is taken back, not the report.
        return Receiver::Widget;
    }
    if let Some(command) = Command::of_key(key, modifiers, around.sections) {
        return Receiver::Command(command);
    }
    if modifiers.alt && !modifiers.command && !modifiers.ctrl && !modifiers.shift {
        let index = MENUS.iter().position(|menu| menu.key == key);
        return index.map_or(Receiver::Widget, Receiver::Menu);
    }
    match (around.focus, key) {
        _ if !bare => match around.focus {
            Focus::Nothing if around.table => Receiver::Table,
            _ => Receiver::Widget,
        },
        (Focus::FindBar, Key::Enter) => Receiver::Hit { forward },
        (Focus::FindBar | Focus::Replacement, Key::Escape) => Receiver::CloseFind,
        (Focus::FindBar, Key::Tab) if forward && around.replaces => Receiver::FindField { forward },
        (Focus::Replacement, Key::Tab) if !forward => Receiver::FindField { forward },
        (Focus::Text, Key::Tab) => Receiver::Place { forward },
        (Focus::Text | Focus::Nothing, Key::Escape) if around.finds => Receiver::CloseFind,
        (Focus::Text, Key::Escape) => Receiver::Leave,
        // egui takes the focus from a widget on Esc before the key is seen here.
        (Focus::Widget | Focus::Nothing, Key::Escape) => Receiver::Back,
        (Focus::Nothing, _) if around.table => Receiver::Table,
        (Focus::Nothing, Key::Tab) => Receiver::Back,
        _ => Receiver::Widget,
    }
}

impl App {
    /// Hands each pressed key to its receiver; what no one takes stays for egui's widgets.
    pub(in crate::app) fn hear_keys(&mut self, ctx: &egui::Context) {
        let pressed: Vec<(Key, Modifiers)> = ctx.input(|input| {
            let keys = input.events.iter().filter_map(|event| match event {
                Event::Key {
                    key,
                    pressed: true,
                    modifiers,
                    ..
                } => Some((*key, *modifiers)),
                _ => None,
            });
            keys.collect()
        });
        for (key, modifiers) in pressed {
            let around = self.surroundings(ctx);
            match route(key, modifiers, around) {
                Receiver::Widget => {}
                Receiver::Table => self.focus_table(ctx),
                receiver => {
                    take(ctx, key, modifiers);
                    self.deliver(ctx, receiver);
                }
            }
        }
        let writes = ctx.input(|input| {
            let mut events = input.events.iter();
            events.any(|event| matches!(event, Event::Text(_) | Event::Paste(_) | Event::Copy))
        });
        let around = self.surroundings(ctx);
        if writes && around.focus == Focus::Nothing && around.table {
            self.focus_table(ctx);
        }
    }

    fn deliver(&mut self, ctx: &egui::Context, receiver: Receiver) {
        match receiver {
            Receiver::Command(command) => {
                if command.is_enabled(&self.command_context()) {
                    self.run(ctx, command);
                }
            }
            Receiver::Hit { forward } => self.step_find(forward, false),
            Receiver::CloseFind => self.close_find(),
            Receiver::FindField { forward } => {
                let [query, replacement] = find::FIELDS.map(egui::Id::unique);
                let to = if forward { replacement } else { query };
                ctx.memory_mut(|memory| memory.request_focus(to));
            }
            Receiver::Place { forward } => self.go_beside(forward),
            Receiver::Back => self.return_focus(),
            Receiver::Menu(index) => {
                // A pointer that rests on the bar would open the menu under it instead. It is back when it moves.
                ctx.input_mut(|input| input.pointer = PointerState::default());
                self.panels.opens_menu = Some(index);
            }
            Receiver::Leave => ctx.memory_mut(|memory| {
                if let Some(id) = memory.focused() {
                    memory.surrender_focus(id);
                }
            }),
            Receiver::Widget | Receiver::Table => {}
        }
        ctx.request_repaint();
    }

    fn surroundings(&self, ctx: &egui::Context) -> Surroundings {
        Surroundings {
            focus: self.key_focus(ctx),
            finds: self.panels.find.is_some(),
            replaces: self.panels.find.as_ref().is_some_and(|find| find.replaces),
            table: self.open_table().is_some(),
            sections: self
                .state
                .as_ref()
                .map_or(0, |state| state.template().form.sections.len()),
        }
    }

    /// What has the keyboard now.
    pub(in crate::app) fn key_focus(&self, ctx: &egui::Context) -> Focus {
        if self.modal.is_some() || input::is_composing(ctx) || egui::Popup::is_any_open(ctx) {
            return Focus::Front;
        }
        let Some(id) = ctx.memory(|memory| memory.focused()) else {
            return match self.state {
                Some(_) => Focus::Nothing,
                None => Focus::Widget,
            };
        };
        let [query, replacement] = find::FIELDS.map(egui::Id::unique);
        if id == query || id == replacement {
            return match id == query {
                true => Focus::FindBar,
                false => Focus::Replacement,
            };
        }
        if self.open_table().and_then(TableMemory::caret_id) == Some(id) {
            return Focus::Cell;
        }
        let place = self.state.as_ref().and_then(|state| state.focus.as_ref());
        match place {
            Some(Place::Figure(_)) | None => Focus::Widget,
            Some(Place::Title) if ctx.data(|data| data.get_temp(title_id())) == Some(id) => {
                Focus::Text
            }
            Some(place) if field::field_id(place) == id => Focus::Text,
            Some(_) => Focus::Widget,
        }
    }

    fn open_table(&self) -> Option<&TableMemory> {
        let form = &self.state.as_ref()?.template().form;
        match &form.sections.get(self.section?)?.content {
            SectionContent::Table(table) => self.panels.tables.get(table),
            SectionContent::Prose { .. } => None,
        }
    }

    /// Gives the keyboard to the open table; else egui would move to the menus and what is typed would be lost.
    fn focus_table(&self, ctx: &egui::Context) {
        if let Some(id) = self.open_table().and_then(TableMemory::caret_id) {
            ctx.memory_mut(|memory| {
                memory.move_focus(FocusDirection::None);
                memory.request_focus(id);
            });
        }
    }
}

/// Takes a key out of the input, so that no widget answers it too.
fn take(ctx: &egui::Context, wanted: Key, held: Modifiers) {
    let mut taken = false;
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            let is_it = matches!(event, Event::Key { key, pressed: true, modifiers, .. }
                if *key == wanted && *modifiers == held);
            let stays = taken || !is_it;
            taken |= is_it;
            stays
        });
    });
    // egui has seen Tab before anyone else and would move on by itself.
    ctx.memory_mut(|memory| memory.move_focus(FocusDirection::None));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(focus: Focus) -> Surroundings {
        Surroundings {
            focus,
            finds: true,
            replaces: true,
            table: false,
            sections: 7,
        }
    }

    #[test]
    fn each_key_has_one_receiver() {
        use Focus::{Cell, FindBar, Front, Nothing, Text, Widget};
        let (none, shift, ctrl) = (
            Modifiers::NONE,
            Modifiers::SHIFT,
            Modifiers::COMMAND | Modifiers::CTRL,
        );
        let cases = [
            (Text, Key::Tab, none, Receiver::Place { forward: true }),
            (Text, Key::Tab, shift, Receiver::Place { forward: false }),
            (Text, Key::Enter, none, Receiver::Widget),
            (Cell, Key::Tab, none, Receiver::Widget),
            (Cell, Key::Enter, none, Receiver::Widget),
            (Widget, Key::Tab, none, Receiver::Widget),
            (FindBar, Key::Enter, none, Receiver::Hit { forward: true }),
            (FindBar, Key::Enter, shift, Receiver::Hit { forward: false }),
            (FindBar, Key::Escape, none, Receiver::CloseFind),
            (
                FindBar,
                Key::Tab,
                none,
                Receiver::FindField { forward: true },
            ),
            (FindBar, Key::Z, ctrl, Receiver::Widget),
            (Focus::Replacement, Key::Tab, none, Receiver::Widget),
            (Focus::Replacement, Key::Escape, none, Receiver::CloseFind),
            (Text, Key::Escape, none, Receiver::CloseFind),
            (Cell, Key::Escape, none, Receiver::Widget),
            (Nothing, Key::Tab, none, Receiver::Back),
            (Widget, Key::Escape, none, Receiver::Back),
            (Front, Key::Enter, none, Receiver::Widget),
            (Front, Key::S, ctrl, Receiver::Widget),
            (Text, Key::S, ctrl, Receiver::Command(Command::Save)),
            (Text, Key::C, ctrl, Receiver::Widget),
            (
                Text,
                Key::Num7,
                ctrl,
                Receiver::Command(Command::Section(6)),
            ),
            (Cell, Key::F6, none, Receiver::Command(Command::Confirm)),
            (
                Text,
                Key::S,
                ctrl | shift,
                Receiver::Command(Command::SaveAs),
            ),
            (Cell, Key::ArrowUp, ctrl, Receiver::Widget),
            (Cell, Key::E, Modifiers::ALT, Receiver::Menu(1)),
            (Text, Key::K, Modifiers::ALT, Receiver::Widget),
        ];
        for (focus, key, modifiers, receiver) in cases {
            assert_eq!(
                route(key, modifiers, at(focus)),
                receiver,
                "{key:?} {modifiers:?} in {focus:?}"
            );
        }
    }

    #[test]
    fn an_open_table_takes_the_keys_that_nothing_waits_for() {
        let around = Surroundings {
            table: true,
            ..at(Focus::Nothing)
        };
        for key in [Key::Tab, Key::ArrowDown, Key::Enter, Key::F2] {
            assert_eq!(route(key, Modifiers::NONE, around), Receiver::Table);
        }
    }
}
