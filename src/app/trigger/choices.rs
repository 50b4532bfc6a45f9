//! What is done with the choice that one makes in a question over the window.

use crate::app::App;
use crate::app::files::dialogs::Purpose;
use crate::app::front::modal::{Choice, Modal};
use crate::report::Report;
use crate::template::Template;
use eframe::egui;

impl App {
    /// Does what the choice asks for; the caret goes back to where it was.
    pub(in crate::app) fn hear_choice(&mut self, ctx: &egui::Context, choice: Choice) {
        self.obey(ctx, choice);
        self.return_focus();
    }

    fn obey(&mut self, ctx: &egui::Context, choice: Choice) {
        let Some(modal) = self.modal.take() else {
            return;
        };
        match (modal, choice) {
            (Modal::New { .. }, Choice::Create { agency, year }) => self.create(&agency, year),
            (Modal::Unsaved { .. }, Choice::Save) => self.save(ctx),
            (Modal::Unsaved { .. }, Choice::Discard) => {
                if let Some(intent) = self.files.intent.take() {
                    self.proceed(ctx, intent);
                }
            }
            (Modal::ChangedOnDisk { path }, Choice::Overwrite) => {
                self.save_to(ctx, path, None, true);
            }
            (Modal::ChangedOnDisk { .. }, Choice::SaveElsewhere) => self.ask(ctx, Purpose::SaveAs),
            (Modal::Exists { path, purpose }, Choice::Overwrite) => {
                self.use_path(ctx, purpose, path, true);
            }
            (Modal::Path { purpose, .. }, Choice::Path(path)) => {
                self.use_path(ctx, purpose, path, false);
            }
            (Modal::Recovery(left), Choice::Restore) => self.restore(&left),
            (Modal::Recovery(left), Choice::Discard) => {
                crate::app::files::recovery::forget(&left.file)
            }
            (Modal::Message { .. } | Modal::Keys | Modal::Guide | Modal::About, _) => {}
            _ => self.files.intent = None,
        }
    }

    fn create(&mut self, agency: &str, year: u16) {
        match Template::for_year(year) {
            Ok(template) => {
                let report = Report::new(&template, agency, year);
                self.open_report(report, None, None, true);
            }
            Err(problem) => {
                self.modal = Some(Modal::Message {
                    title: "不能新建".to_owned(),
                    text: problem.to_string(),
                });
            }
        }
    }
}
