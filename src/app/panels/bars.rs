//! The bar with menus and buttons at the top, and the status line at the bottom.

use crate::app::look::marks::{self, Sign, severity_word};
use crate::app::look::theme::Look;
use crate::app::trigger::action::Action;
use crate::app::trigger::command::{Command, CommandContext};
use crate::app::trigger::context_menu::walk;
use crate::app::trigger::menus::{MENUS, Menu};
use crate::check::Severity;
use crate::session::state::State;
use eframe::egui::{self, Button, RichText};

/// The commands that have a button of their own.
const BUTTONS: [Command; 5] = [
    Command::Save,
    Command::Undo,
    Command::Redo,
    Command::Export(0),
    Command::Print,
];

/// The menu of the buttons that find no room.
const MORE: &str = "更多";

/// The panels that are opened and closed from the bar.
const PANELS: [Command; 3] = [
    Command::ToggleLastYear,
    Command::ToggleFindings,
    Command::TogglePreview,
];

/// Room at both sides of a panel's name, in points.
const PANEL_PADDING: f32 = 8.0;
/// Height that a menu leaves to the bar and the edges of the window, in points.
const AROUND_MENU: f32 = 64.0;

/// What the status line tells.
pub struct Status<'a> {
    pub state: Option<&'a State>,
    /// What happened last.
    pub notice: &'a str,
    /// The running job: its label, its stage and how far it is.
    pub job: Option<(&'a str, &'static str, f32)>,
    pub zoom: f32,
    /// Where the caret is, in words.
    pub place: String,
}

/// Draws menus and buttons. `open_panels` says which of the panels at the right is open, `opens` which menu was asked
/// for by a key.
pub fn top_ui(
    ui: &mut egui::Ui,
    now: &CommandContext,
    open_panels: [bool; 3],
    opens: Option<usize>,
    actions: &mut Vec<Action>,
) {
    let mut asked_for = None;
    egui::MenuBar::new().ui(ui, |ui| {
        for (index, menu) in MENUS.iter().enumerate() {
            let button = ui.menu_button(menu.title, |ui| {
                // A menu longer than the window would lie over the bar.
                let most = ui.ctx().content_rect().height() - AROUND_MENU;
                egui::ScrollArea::vertical()
                    .max_height(most)
                    .min_scrolled_height(most)
                    .show(ui, |ui| menu_ui(ui, menu, now, actions));
            });
            if opens == Some(index) {
                asked_for = Some(button.response);
            }
        }
        let panels: f32 = PANELS
            .iter()
            .map(|command| button_width(ui, command.label(), PANEL_PADDING))
            .sum();
        if !now.report() || ui.available_width() < panels {
            return;
        }
        ui.separator();
        let room = ui.available_width() - panels;
        buttons_ui(ui, room, now, actions);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().button_padding.x = PANEL_PADDING;
            for (command, is_open) in PANELS.into_iter().zip(open_panels).rev() {
                let button = Button::selectable(is_open, command.label());
                command_ui(ui, button, command, now, actions);
            }
        });
    });
    // Behind all of the bar: while one menu is open, another opens where the pointer rests.
    if let Some(button) = asked_for {
        // Arrows go on from the button into its menu.
        button.request_focus();
        egui::Popup::open_id(ui.ctx(), egui::Popup::default_response_id(&button));
        ui.ctx().request_repaint();
    }
}

/// The commands with a button, and those that find no room in a menu at the end.
fn buttons_ui(ui: &mut egui::Ui, room: f32, now: &CommandContext, actions: &mut Vec<Action>) {
    let padding = ui.spacing().button_padding.x;
    let names = BUTTONS.map(|command| {
        let name = command.name(now);
        (command, name.trim_end_matches('…').to_owned())
    });
    let widths = names.each_ref();
    let widths = widths.map(|(_, name)| button_width(ui, name, padding));
    let fitting = |room: f32| {
        let mut taken = 0.0;
        let fits = widths.iter().take_while(|width| {
            taken += **width;
            taken <= room
        });
        fits.count()
    };
    let count = match fitting(room) {
        all if all == BUTTONS.len() => all,
        _ => fitting(room - button_width(ui, MORE, padding)),
    };
    let (shown, rest) = names.split_at(count.min(names.len()));
    for (command, name) in shown {
        command_ui(ui, Button::new(name), *command, now, actions);
    }
    if rest.is_empty() {
        return;
    }
    ui.menu_button(MORE, |ui| {
        let mut ids = Vec::new();
        for (command, name) in rest {
            ids.extend(row_ui(ui, *command, name, now, actions));
        }
        walk(ui, &ids, false);
    });
}

/// What a button takes up of the bar, with the room beside it.
fn button_width(ui: &egui::Ui, name: &str, padding: f32) -> f32 {
    let font = egui::TextStyle::Button.resolve(ui.style());
    let color = egui::Color32::PLACEHOLDER;
    let text = ui.painter().layout_no_wrap(name.to_owned(), font, color);
    text.size().x + 2.0 * padding + ui.spacing().item_spacing.x
}

fn menu_ui(ui: &mut egui::Ui, menu: &Menu, now: &CommandContext, actions: &mut Vec<Action>) {
    ui.set_min_width(220.0);
    let mut ids = Vec::new();
    for (index, rows) in menu.groups.iter().enumerate() {
        if index > 0 {
            ui.separator();
        }
        for command in rows
            .iter()
            .flat_map(|row| row.commands(now.section_count()))
        {
            ids.extend(row_ui(ui, command, &command.name(now), now, actions));
        }
    }
    let reached = walk(ui, &ids, false).and_then(|row| ui.ctx().read_response(row));
    if let Some(row) = reached {
        // Arrows lead to rows of a menu that is higher than the window.
        ui.scroll_to_rect(row.rect, None);
    }
}

/// A row of a menu; its id where the keyboard can go there.
fn row_ui(
    ui: &mut egui::Ui,
    command: Command,
    name: &str,
    now: &CommandContext,
    actions: &mut Vec<Action>,
) -> Option<egui::Id> {
    let button = Button::new(name).shortcut_text(command.key_text());
    let response = command_ui(ui, button, command, now, actions);
    if response.clicked() {
        ui.close();
    }
    response.enabled().then_some(response.id)
}

/// A button for a command, with its tooltip and key.
fn command_ui(
    ui: &mut egui::Ui,
    button: Button,
    command: Command,
    now: &CommandContext,
    actions: &mut Vec<Action>,
) -> egui::Response {
    let tip = format!("{}（{}）", command.tooltip(), command.key_text());
    let response = ui.add_enabled(command.is_enabled(now), button);
    response.widget_info(|| {
        let enabled = command.is_enabled(now);
        egui::WidgetInfo::labeled(egui::Role::Button, enabled, command.name(now))
    });
    let response = response.on_hover_text(tip);
    if response.clicked() {
        actions.push(Action::Command(command));
    }
    response
}

/// Draws the status line; `true` when the running job should be cancelled.
pub fn status_ui(ui: &mut egui::Ui, status: &Status, look: &Look) -> bool {
    let small = |text: &str| RichText::new(text).size(look.sizes.small);
    let weak = |text: &str| small(text).color(look.colors.weak.0);
    let mut cancels = false;
    ui.horizontal(|ui| {
        if let Some((label, stage, done)) = status.job {
            ui.label(small(&format!("{label}：{stage}")));
            let bar = egui::ProgressBar::new(done)
                .desired_width(120.0)
                .desired_height(8.0);
            let response = ui.add(bar);
            ui.ctx()
                .accesskit_node_builder(response.id, |node| node.set_label(label));
            cancels = ui.button(small("取消")).clicked();
            return;
        }
        if let Some(state) = status.state {
            counts_ui(ui, state, look);
            let saved = match (state.is_unsaved(), &state.path) {
                (true, _) => "有未保存的修改",
                (false, Some(_)) => "已保存",
                (false, None) => "还没有保存到文件",
            };
            ui.label(weak(saved));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(weak(&format!("{:.0}%", status.zoom * 100.0)));
            let text = match status.notice.is_empty() {
                true => status.place.as_str(),
                false => status.notice,
            };
            ui.add(egui::Label::new(weak(text)).truncate())
                .on_hover_text(text);
        });
    });
    cancels
}

/// How many findings there are of each kind, by shape, word and colour.
fn counts_ui(ui: &mut egui::Ui, state: &State, look: &Look) {
    let mut any = false;
    for severity in [Severity::Error, Severity::Unfilled, Severity::Question] {
        let found = state.findings().iter();
        let count = found.filter(|finding| finding.severity == severity).count();
        if count > 0 {
            any = true;
            marks::sign_ui(ui, Sign::of_severity(severity), look);
            let text = format!("{} {count}", severity_word(severity));
            ui.label(RichText::new(text).size(look.sizes.small));
        }
    }
    if !any {
        marks::sign_ui(ui, Sign::Done, look);
        ui.label(RichText::new("没有问题").size(look.sizes.small));
    }
}
