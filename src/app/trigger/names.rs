//! What the table says of a command: its name, its key, and whether it can be given now.

use crate::app::trigger::command::{Command, CommandContext};
use crate::app::trigger::menus::{MENUS, Row};
use crate::render::format::{FORMATS, spaced};
use eframe::egui::{Key, KeyboardShortcut, Modifiers};
use std::borrow::Cow;

impl Command {
    /// Every command, in the order of the menus, with one for each of so many sections.
    pub fn all(sections: usize) -> impl Iterator<Item = Command> {
        let rows = MENUS
            .iter()
            .flat_map(|menu| menu.groups.iter().copied().flatten());
        rows.flat_map(move |row| row.commands(sections))
    }

    /// As menus and buttons write it; ends in … when it opens a dialog.
    pub fn label(self) -> &'static str {
        self.row().map_or("", |row| row.label)
    }

    /// As menus write it: a section by the name that the form gives it.
    pub fn name(self, now: &CommandContext) -> Cow<'static, str> {
        let named = match self {
            Command::Section(index) => {
                let form = now.form.as_ref().map(|form| &form.form);
                let section = form.and_then(|form| form.sections.get(usize::from(index)));
                section.map(|section| format!("{}{}", section.number, section.heading))
            }
            Command::Export(index) => {
                let format = FORMATS.get(usize::from(index));
                format.map(|format| format!("导出{}…", spaced(format.name)))
            }
            _ => None,
        };
        named.map_or(self.label().into(), Cow::Owned)
    }

    /// One line on what it does, for tooltips and the list of keys.
    pub fn tooltip(self) -> &'static str {
        match self {
            Command::Export(index) => FORMATS
                .get(usize::from(index))
                .map_or("", |format| format.about),
            _ => self.row().map_or("", |row| row.tooltip),
        }
    }

    /// The key that triggers it. Sections and formats beyond the ninth have none.
    pub fn key(self) -> Option<KeyboardShortcut> {
        const NUMBERS: [Key; 9] = [
            Key::Num1,
            Key::Num2,
            Key::Num3,
            Key::Num4,
            Key::Num5,
            Key::Num6,
            Key::Num7,
            Key::Num8,
            Key::Num9,
        ];
        match self {
            Command::Section(index) => {
                let key = NUMBERS.get(usize::from(index))?;
                Some(KeyboardShortcut::new(Modifiers::COMMAND, *key))
            }
            Command::Export(index @ 1..) => {
                let key = NUMBERS.get(usize::from(index))?;
                let held = Modifiers::COMMAND.plus(Modifiers::ALT);
                Some(KeyboardShortcut::new(held, *key))
            }
            _ => self.keys().first().copied(),
        }
    }

    /// All keys that trigger it, the usual one first; of a section see [`Command::key`].
    pub fn keys(self) -> &'static [KeyboardShortcut] {
        match self {
            // The other formats go by their numbers, see [`Command::key`].
            Command::Export(1..) => &[],
            _ => self.row().map_or(&[], |row| row.keys),
        }
    }

    /// The key in words, as menus and the list of keys show it.
    pub fn key_text(self) -> String {
        let Some(shortcut) = self.key() else {
            return String::new();
        };
        let modifiers = shortcut.modifiers;
        let key = match shortcut.logical_key {
            Key::Plus => "+",
            Key::Minus => "-",
            Key::Backtick => "`",
            Key::ArrowUp => "↑",
            Key::ArrowDown => "↓",
            key => key.name(),
        };
        let held = [
            (modifiers.command, "Ctrl+"),
            (modifiers.alt, "Alt+"),
            (modifiers.shift, "Shift+"),
        ];
        let held = held.iter().filter(|(is_held, _)| *is_held);
        let prefix: String = held.map(|(_, word)| *word).collect();
        format!("{prefix}{key}")
    }

    pub fn is_enabled(self, now: &CommandContext) -> bool {
        match self {
            Command::Section(index) => usize::from(index) < now.section_count(),
            _ => self.row().is_some_and(|row| (row.is_enabled)(now)),
        }
    }

    /// The command that a key triggers; `None` also for keys that the editor in focus answers itself.
    pub fn of_key(key: Key, modifiers: Modifiers, sections: usize) -> Option<Command> {
        let is_pressed = |shortcut: &KeyboardShortcut| {
            shortcut.logical_key == key && modifiers.matches_exact(shortcut.modifiers)
        };
        Command::all(sections).find(|command| {
            let answers_itself = command.row().is_some_and(|row| row.by_editor);
            let mut keys = command.keys().iter().copied().chain(command.key());
            !answers_itself && keys.any(|shortcut| is_pressed(&shortcut))
        })
    }

    fn row(self) -> Option<&'static Row> {
        let wanted = match self {
            Command::Section(_) => Command::Section(0),
            Command::Export(_) => Command::Export(0),
            command => command,
        };
        let mut groups = MENUS.iter().flat_map(|menu| menu.groups);
        groups.find_map(|rows| rows.iter().find(|row| row.command == wanted))
    }
}
