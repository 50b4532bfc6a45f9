//! The open file's lock: held here, watched over, and lost when someone else takes the file over.

use crate::app::App;
use crate::app::look::theme::Look;
use crate::app::panels::news::frame;
use crate::app::trigger::action::Action;
use crate::app::trigger::command::Command;
use crate::storage::Hold;
use crate::task::watch::Watch;
use eframe::egui::{self, Event, RichText};

/// The lock of the open file, which says to others that it is open here.
#[derive(Debug)]
pub struct Held {
    hold: Hold,
    /// None until the first frame.
    watch: Option<Watch>,
}

impl From<Hold> for Held {
    fn from(hold: Hold) -> Held {
        Held { hold, watch: None }
    }
}

impl Held {
    /// Who took the file over, once it was found out. Looks at once when the window comes to the front.
    fn taken_by(&mut self, ctx: &egui::Context) -> Option<String> {
        if self.watch.is_none() {
            let ctx = ctx.clone();
            self.watch = Watch::start(&self.hold, move || ctx.request_repaint());
        }
        let watch = self.watch.as_ref()?;
        let in_front = |event: &Event| matches!(event, Event::WindowFocused(true));
        if ctx.input(|input| input.events.iter().any(in_front)) {
            watch.look();
        }
        watch.taken_by()
    }
}

impl App {
    /// Whether someone else has the open file open, so that it is saved elsewhere only.
    pub(in crate::app) fn is_read_only(&self) -> bool {
        self.files.holder.is_some()
    }

    /// A file that someone took over is only read from now on.
    pub(in crate::app) fn watch_file(&mut self, ctx: &egui::Context) {
        let held = self.files.held.as_mut();
        if let Some(who) = held.and_then(|held| held.taken_by(ctx)) {
            self.files.held = None;
            self.files.holder = Some(who);
        }
    }

    /// Says over the editor that the file is only read, and the way on.
    pub(in crate::app) fn holder_ui(
        &self,
        ui: &mut egui::Ui,
        look: &Look,
        actions: &mut Vec<Action>,
    ) {
        let Some(who) = &self.files.holder else {
            return;
        };
        frame(look).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_wrapped(|ui| {
                let text = format!("只读：{who}；改动请另存");
                ui.label(RichText::new(text).strong());
                if ui.button(Command::SaveAs.label()).clicked() {
                    actions.push(Action::Command(Command::SaveAs));
                }
            });
        });
        ui.add_space(look.sizes.gap);
    }
}
