//! Asking for a file: by the system's dialog or by a typed path, and what is done with the answer.

use crate::app::App;
use crate::app::files::dialogs::{Asked, Purpose, Reply, with_suffix};
use crate::app::files::intent::Intent;
use crate::app::files::jobs::{Order, Save};
use crate::app::front::modal::Modal;
use crate::storage::clean_name;
use crate::task::folders;
use crate::task::in_use::{self, InUse};
use eframe::egui;
use std::path::{Path, PathBuf};

/// A path that was typed and is being tried. Where it does not serve it comes back into its field.
#[derive(Debug, Clone)]
pub struct TypedPath {
    pub purpose: Purpose,
    /// As it was typed.
    pub text: String,
    pub path: PathBuf,
    pub then: Option<Intent>,
}

/// The path from the root, whatever folder the program was started in.
pub fn whole(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

impl App {
    /// Asks for a file by the system's dialog. `then` is what one wants to do afterwards.
    pub(in crate::app) fn ask(
        &mut self,
        ctx: &egui::Context,
        purpose: Purpose,
        then: Option<Intent>,
    ) {
        self.files.typed = None;
        let question = Asked {
            purpose,
            suggestion: self.suggestion(purpose),
        };
        self.files.dialogs.ask(&question, ctx);
        self.modal = Some(Modal::Waiting { purpose, then });
    }

    /// Takes the answer of a dialog, once it is there.
    pub(in crate::app) fn hear_dialog(&mut self, ctx: &egui::Context) {
        let Some(reply) = self.files.dialogs.reply() else {
            return;
        };
        let Some(Modal::Waiting { purpose, then }) = self.modal.take_if(is_waiting) else {
            return;
        };
        match reply {
            Reply::Path(chosen) => {
                // The dialog has asked before overwriting what was chosen, not what a suffix makes of it.
                let path = with_suffix(chosen.clone(), purpose);
                let agreed = path == chosen;
                self.use_path(ctx, purpose, path, agreed, then);
            }
            Reply::Cancelled => {}
            Reply::Unavailable => {
                self.modal = Some(Modal::Path {
                    purpose,
                    text: self.suggestion(purpose).display().to_string(),
                    problem: None,
                    fresh: true,
                    then,
                });
            }
        }
        self.return_keyboard();
    }

    /// Does with a path what it was asked for. `agreed` when overwriting has been agreed to.
    pub(in crate::app) fn use_path(
        &mut self,
        ctx: &egui::Context,
        purpose: Purpose,
        path: PathBuf,
        agreed: bool,
        then: Option<Intent>,
    ) {
        let path = whole(&path);
        if let Some(who) = self.held_elsewhere(purpose, &path) {
            let text = format!(
                "{}：{who}。请另起一个文件名，或者关闭后重新打开，再选“接管”。",
                path.display()
            );
            self.refuse_file("文件已经在别处打开", Some(&path), text);
            return;
        }
        if purpose.writes() && !agreed && self.files.office.storage.look(&path).is_some() {
            self.ask_user(Modal::Exists {
                path,
                purpose,
                then,
            });
            return;
        }
        match purpose {
            Purpose::Open | Purpose::Import => self.open_path(ctx, path),
            Purpose::LastYear => self.order(ctx, Order::LastYear(path)),
            Purpose::SaveAs => {
                let save = Save {
                    sitting: self.files.sitting,
                    elsewhere: Some(path),
                    anything: true,
                    then,
                };
                self.order(ctx, Order::Save(save));
            }
            Purpose::Export(_) => self.order(ctx, Order::Export(path)),
        }
    }

    /// Who has the file open that a report would be saved over; `None` when nobody else has.
    fn held_elsewhere(&self, purpose: Purpose, path: &Path) -> Option<String> {
        let storage = &self.files.office.storage;
        let own = self.state.as_ref().and_then(|state| state.path.as_deref());
        let is_held_here =
            !self.is_read_only() && own.is_some_and(|own| storage.is_same(own, path));
        if purpose != Purpose::SaveAs || is_held_here || storage.look(path).is_none() {
            return None;
        }
        match in_use::claim_at_once(storage, path) {
            InUse::Taken(who) => Some(who),
            InUse::Free(_) => None,
        }
    }

    /// The typed path that a file was asked for by: the one that was to be written, or else the one to be read.
    pub(in crate::app) fn take_typed(&mut self, written: Option<&Path>) -> Option<TypedPath> {
        self.files.typed.take_if(|typed| match written {
            Some(path) => typed.purpose.writes() && whole(&typed.path) == path,
            None => !typed.purpose.writes(),
        })
    }

    /// Says why a file does not serve. A path that was typed comes back into its field, the sentence under it.
    pub(in crate::app) fn refuse_file(
        &mut self,
        title: &str,
        written: Option<&Path>,
        problem: String,
    ) {
        match self.take_typed(written) {
            Some(typed) => self.ask_again(typed, Some(problem)),
            None => self.tell(title, problem),
        }
    }

    /// Puts a typed path back into its field.
    pub(in crate::app) fn ask_again(&mut self, typed: TypedPath, problem: Option<String>) {
        self.ask_user(Modal::Path {
            purpose: typed.purpose,
            text: typed.text,
            problem,
            fresh: true,
            then: typed.then,
        });
    }

    /// Keeps the question for a path over the window while the path is being tried.
    pub(in crate::app) fn show_trying(&mut self) {
        if self.modal.is_none()
            && self.files.jobs.is_busy()
            && let Some(typed) = &self.files.typed
        {
            self.modal = Some(Modal::Trying {
                purpose: typed.purpose,
                text: typed.text.clone(),
            });
        }
    }

    /// Puts that question away once it is known what became of the path, or something else is to be asked.
    pub(in crate::app) fn end_trying(&mut self) {
        let is_known = self.files.typed.is_none() || !self.files.jobs.is_busy();
        let is_over = is_known || !self.files.questions.is_empty();
        let trying = |modal: &mut Modal| matches!(modal, Modal::Trying { .. });
        if is_over && self.modal.take_if(trying).is_some() {
            self.return_keyboard();
        }
    }

    /// Where a dialog starts: beside the open file or the file opened last, else the home folder.
    fn suggestion(&self, purpose: Purpose) -> PathBuf {
        let open = self.state.as_ref().and_then(|state| state.path.as_deref());
        let open = open.map(whole);
        let open = open.as_deref();
        let recent = self.settings.recent.first().map(|recent| &*recent.path);
        let folder = open.or(recent).and_then(Path::parent).map(Path::to_owned);
        let folder = folder.or_else(folders::home).unwrap_or_default();
        let Some(state) = self.state.as_ref().filter(|_| purpose.writes()) else {
            return folder;
        };
        let is_foreign = self.is_read_only() || self.files.is_theirs;
        let name = match open.and_then(Path::file_stem) {
            // A file that is only read, or that is someone else's by now, is saved under another name.
            Some(stem) if purpose == Purpose::SaveAs && is_foreign => {
                format!("{}（副本）", stem.to_string_lossy())
            }
            Some(stem) => stem.to_string_lossy().into_owned(),
            None => state.report().name(),
        };
        folder.join(clean_name(&name, purpose.suffix()))
    }
}

fn is_waiting(modal: &mut Modal) -> bool {
    matches!(modal, Modal::Waiting { .. })
}
