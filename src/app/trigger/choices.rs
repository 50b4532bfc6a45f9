//! What is done with the choice that one makes in a question over the window.

use crate::app::App;
use crate::app::files::asking::TypedPath;
use crate::app::files::dialogs::Purpose;
use crate::app::files::jobs::Order;
use crate::app::front::modal::{Choice, Modal};
use crate::report::Report;
use crate::session::Edit;
use crate::task::Opened;
use eframe::egui;

impl App {
    /// Does what the choice asks for; the caret goes back to where it was.
    pub(in crate::app) fn hear_choice(&mut self, ctx: &egui::Context, choice: Choice) {
        self.obey(ctx, choice);
        self.show_trying();
        // The button that was pressed is gone with its question.
        ctx.memory_mut(|memory| {
            if let Some(id) = memory.focused() {
                memory.surrender_focus(id);
            }
        });
        if !matches!(self.modal, Some(Modal::Trying { .. })) {
            self.return_keyboard();
        }
    }

    fn obey(&mut self, ctx: &egui::Context, choice: Choice) {
        let Some(modal) = self.modal.take() else {
            return;
        };
        match (modal, choice) {
            (Modal::New { .. }, Choice::Create { agency, year }) => self.create(&agency, year),
            (Modal::Unsaved { intent, .. }, Choice::Save) => self.save(ctx, Some(intent)),
            (Modal::Unsaved { intent, .. }, Choice::Discard) => {
                self.files.given_up = self.sitting_and_revision();
                self.proceed(ctx, intent);
            }
            (Modal::ChangedOnDisk { then, .. }, Choice::Overwrite) => {
                self.save_over(ctx, true, then);
            }
            (
                Modal::ChangedOnDisk { then, .. } | Modal::NotSaved { then, .. },
                Choice::SaveElsewhere,
            ) => self.ask(ctx, Purpose::SaveAs, then),
            (
                Modal::Exists {
                    path,
                    purpose,
                    then,
                },
                Choice::Overwrite,
            ) => {
                self.use_path(ctx, purpose, path, true, then);
            }
            (
                Modal::Path {
                    purpose,
                    text,
                    then,
                    ..
                },
                Choice::Path(path),
            ) => {
                self.files.typed = Some(TypedPath {
                    purpose,
                    text,
                    path: path.clone(),
                    then: then.clone(),
                });
                self.use_path(ctx, purpose, path, false, then);
            }
            (Modal::Exists { path, .. }, _) => {
                if let Some(typed) = self.take_typed(Some(&path)) {
                    self.ask_again(typed, None);
                }
            }
            (Modal::Several { path, .. }, Choice::OneOf(number)) => {
                self.order(ctx, Order::OneOf(path, number));
            }
            (Modal::InUse { path, .. }, choice) => self.open_in_use(&path, &choice),
            (Modal::Versions(versions), Choice::Version(index)) => {
                if let Some(version) = versions.into_iter().nth(index) {
                    self.restore_version(ctx, version);
                }
            }
            (Modal::Rules(rows), Choice::SwitchRule(index)) => {
                let row = rows.into_iter().nth(index);
                if let Some((rule, is_on)) = row.and_then(|row| Some((row.id, row.is_on?))) {
                    self.edit(ctx, Edit::SwitchRule { rule, on: !is_on });
                }
                self.show_rules();
            }
            (Modal::Recovery { left, .. }, Choice::Restore) => self.restore(left),
            (Modal::Recovery { left, .. }, Choice::Discard) => self.forget_left(left),
            (Modal::Recovery { left, .. }, Choice::OpenFile) => self.open_instead(ctx, &left),
            (Modal::Trying { .. }, _) => self.cancel_trying(),
            // Neither a report that has come nor a typed path is kept for a question that was put away.
            _ => (self.files.arrived, self.files.typed) = (None, None),
        }
    }

    fn create(&mut self, agency: &str, year: u16) {
        match self.files.office.forms.for_year(year) {
            Ok(template) => {
                let report = Report::new(&template, agency, year);
                let forms = self.files.office.forms.clone();
                self.open_report(Opened::new(report, template, forms), true);
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
