//! What was compared and is right, folded under the findings: a quiet tick for each.

use crate::app::look::marks::{self, Sign};
use crate::app::look::theme::Look;
use crate::app::trigger::action::Action;
use crate::session::findings::goto_words;
use crate::session::state::State;
use eframe::egui::{self, RichText};

/// Draws the folded list; a click goes to the words.
pub fn agreed_ui(ui: &mut egui::Ui, state: &State, look: &Look, actions: &mut Vec<Action>) {
    let agreed = state.agreed();
    if agreed.is_empty() {
        return;
    }
    let title = format!("已核对 {} 处", agreed.len());
    let title = RichText::new(title).color(look.colors.weak.0);
    egui::CollapsingHeader::new(title)
        .id_salt("agreed")
        .show_unindented(ui, |ui| {
            for one in agreed {
                ui.horizontal_wrapped(|ui| {
                    marks::sign_ui(ui, Sign::Done, look);
                    let words = RichText::new(&one.words).size(look.sizes.small + 0.5);
                    let link = ui.link(words.color(look.colors.weak.0));
                    if link.clicked() {
                        let goto = goto_words(&one.place, &one.span, state.report());
                        actions.extend(goto.map(Action::Select));
                    }
                });
            }
        });
}
