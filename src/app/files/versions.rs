//! Earlier versions of the open report's file: shown, and brought back as one step that can be undone.

use crate::app::App;
use crate::app::front::modal::Modal;
use crate::app::panels::news::News;
use crate::session::edit::Edit;
use crate::task::versions::Version;
use eframe::egui;

impl App {
    /// Shows the saved versions of the open report's file.
    pub(in crate::app) fn show_versions(&mut self) {
        let found = self.state.as_ref().and_then(|state| {
            let (versions, path) = (self.files.versions.as_ref()?, state.path.as_ref()?);
            let (template, report) = (state.template(), state.report());
            Some(versions.of(&self.files.office, path, template, report))
        });
        match found {
            Some(versions) if !versions.is_empty() => self.modal = Some(Modal::Versions(versions)),
            _ => self.tell(
                "没有历史版本",
                "这份报告还没有保存过；每次保存都会留下一个版本，最近的十个可以找回。".to_owned(),
            ),
        }
    }

    /// Brings an earlier version back; what stood there comes back with 撤销.
    pub(in crate::app) fn restore_version(&mut self, ctx: &egui::Context, version: Version) {
        let saved = version.saved_in_words();
        self.edit(ctx, Edit::Report(Box::new(version.report)));
        let text = format!("已恢复为 {saved} 保存的版本。");
        self.panels.news = Some(News::undoable(text, Vec::new()));
    }
}
