//! The list at the left: the particulars and the form's sections, each with its state by shape and word.

use crate::app::look::marks::{self, Sign, status_word};
use crate::app::look::theme::Look;
use crate::app::trigger::action::Action;
use crate::app::trigger::command::Command;
use crate::document::hinted;
use crate::layout::cells;
use crate::session::state::State;
use crate::session::status::SectionStatus;
use eframe::egui::{self, FontId, Id, Pos2, Rect, Sense, vec2};
use std::sync::Arc;

/// Between number and sign in the narrow list, in points.
const NARROW_GAP: f32 = 5.0;

/// Draws the list. `shown` is the section that is open, `None` for the particulars; `narrow` leaves only the numbers.
pub fn sections_ui(
    ui: &mut egui::Ui,
    state: &State,
    shown: Option<usize>,
    narrow: bool,
    look: &Look,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let last = Id::unique("section shown last");
    let moved = ui.data(|data| data.get_temp(last)) != Some(shown);
    ui.data_mut(|data| data.insert_temp(last, shown));
    let entry = Entry {
        number: if narrow { "信息" } else { "" },
        heading: Command::Particulars.label(),
        hinted: Command::Particulars.label().to_owned(),
        status: state.status(None),
        is_shown: shown.is_none(),
    };
    let response = entry_ui(ui, &entry, narrow, look);
    if entry.is_shown && moved {
        response.scroll_to_me(None);
    }
    if response.clicked() {
        actions.push(Action::Command(Command::Particulars));
    }
    for (index, section) in state.template().form.sections.iter().enumerate() {
        let entry = Entry {
            number: &section.number,
            heading: &section.heading,
            hinted: hinted(&section.heading, section.heading.breaks()),
            status: state.status(Some(index)),
            is_shown: shown == Some(index),
        };
        let response = entry_ui(ui, &entry, narrow, look);
        if entry.is_shown && moved {
            response.scroll_to_me(None);
        }
        let Ok(number) = u8::try_from(index) else {
            continue;
        };
        let command = Command::Section(number);
        if response.on_hover_text(command.key_text()).clicked() {
            actions.push(Action::Command(command));
        }
    }
    actions
}

struct Entry<'a> {
    number: &'a str,
    heading: &'a str,
    /// The heading with its words marked.
    hinted: String,
    status: SectionStatus,
    is_shown: bool,
}

fn entry_ui(ui: &mut egui::Ui, entry: &Entry, narrow: bool, look: &Look) -> egui::Response {
    let width = ui.available_width();
    let text = match narrow {
        true => entry.number.trim_end_matches('、').to_owned(),
        false => format!("{}{}", entry.number, entry.hinted),
    };
    let word = status_word(entry.status);
    let sign = Sign::of_status(entry.status);
    let side = look.sizes.body;
    let indent = if narrow { 0.0 } else { side + 12.0 };
    let font = FontId::proportional(look.sizes.body);
    let color = look.colors.text.0;
    let galley = evenly(ui, &text, font, color, width - indent - 20.0);
    let small = FontId::proportional(look.sizes.small - 0.5);
    let state_galley = match narrow {
        true => None,
        false => Some(
            ui.painter()
                .layout_no_wrap(word.clone(), small, sign.color(look)),
        ),
    };
    let below = state_galley
        .as_ref()
        .map_or(0.0, |galley| galley.size().y + 3.0);
    let around = if narrow { 10.0 } else { 18.0 };
    let size = vec2(width, galley.size().y + below + around);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let name = format!("{}{}，{word}", entry.number, entry.heading);
    response.widget_info(|| {
        egui::WidgetInfo::selected(egui::Role::Button, true, entry.is_shown, &name)
    });
    let fill = match (entry.is_shown, response.hovered()) {
        (true, _) => Some(look.colors.accent_soft.0),
        (false, true) => Some(look.colors.hover.0),
        (false, false) => None,
    };
    let painter = ui.painter();
    if let Some(fill) = fill {
        painter.rect_filled(rect, look.sizes.corner, fill);
    }
    if entry.is_shown {
        let bar = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
        painter.rect_filled(bar, 1.5, look.colors.accent.0);
    }
    // In the narrow list number and sign stand side by side, so that a low window shows all of them.
    let both = galley.size().x + NARROW_GAP + side;
    let text_at = match narrow {
        true => Pos2::new(rect.center().x - both / 2.0, rect.min.y + around / 2.0),
        false => Pos2::new(rect.min.x + 10.0 + indent, rect.min.y + 9.0),
    };
    let bottom = text_at.y + galley.size().y;
    let sign_at = match narrow {
        true => Pos2::new(text_at.x + both - side, rect.center().y - side / 2.0),
        false => Pos2::new(rect.min.x + 12.0, rect.min.y + 10.5),
    };
    marks::paint(
        painter,
        Rect::from_min_size(sign_at, vec2(side, side)),
        sign,
        look,
    );
    painter.galley(text_at, galley, look.colors.text.0);
    if let Some(galley) = state_galley {
        painter.galley(Pos2::new(text_at.x, bottom + 3.0), galley, sign.color(look));
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// Lays a text out in lines that are broken between its words.
fn evenly(
    ui: &egui::Ui,
    text: &str,
    font: FontId,
    color: egui::Color32,
    width: f32,
) -> Arc<egui::Galley> {
    let size = font.size;
    let lines =
        ui.fonts_mut(|fonts| cells::words(text, size, width, &mut |c| fonts.glyph_width(&font, c)));
    ui.painter().layout_no_wrap(lines.join("\n"), font, color)
}
