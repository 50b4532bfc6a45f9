//! Asking for a file: the system's dialogs in a thread, or the news that there are none.

use crate::render::format::{Format, spaced};
use crate::task::report_file;
use eframe::egui;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// The suffixes of what agencies publish.
const PUBLISHED: [&str; 12] = [
    "html", "htm", "mht", "mhtml", "docx", "doc", "wps", "xlsx", "xls", "et", "pdf", "txt",
];

/// What a file is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Open,
    LastYear,
    Import,
    SaveAs,
    Export(&'static Format),
}

/// A question for a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub purpose: Purpose,
    /// Where the dialog starts: a folder, or with a file name for what is written.
    pub suggestion: PathBuf,
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// For a file to be written, the dialog has asked before overwriting.
    Path(PathBuf),
    Cancelled,
    /// This machine has no file dialog.
    Unavailable,
}

/// Something that asks for files. The answer comes later.
pub trait Dialogs {
    fn ask(&mut self, question: &Asked, ctx: &egui::Context);

    /// The answer, once it is there; it is given once.
    fn reply(&mut self) -> Option<Reply>;
}

/// The system's own dialogs.
#[derive(Debug, Default)]
pub struct SystemDialogs {
    asked: Option<Receiver<Reply>>,
}

/// A dialog that is closed faster than a hand can do it was never shown.
const TOO_FAST: Duration = Duration::from_millis(200);

impl Purpose {
    /// The dialog's title.
    pub fn title(self) -> String {
        let fixed = match self {
            Purpose::Open => "打开报告",
            Purpose::LastYear => "选择上年的报告",
            Purpose::Import => "选择已发布的报告",
            Purpose::SaveAs => "另存为",
            Purpose::Export(format) => return format!("导出{}", spaced(format.name)),
        };
        fixed.to_owned()
    }

    /// Whether the file will be written.
    pub fn writes(self) -> bool {
        matches!(self, Purpose::SaveAs | Purpose::Export(_))
    }

    /// The kinds of file: a word and the suffixes, the usual kind first.
    fn filters(self) -> Vec<(&'static str, Vec<&'static str>)> {
        match self {
            Purpose::Open => vec![("年报文件", vec![report_file::SUFFIX, "ron"])],
            Purpose::SaveAs => vec![("年报文件", vec![report_file::SUFFIX])],
            Purpose::LastYear => vec![
                ("年报文件", vec![report_file::SUFFIX, "ron"]),
                ("已发布的报告", PUBLISHED.to_vec()),
            ],
            Purpose::Import => vec![("已发布的报告", PUBLISHED.to_vec())],
            Purpose::Export(format) => vec![(format.name, vec![format.suffix])],
        }
    }

    /// The suffix that a file to be written gets when it has none.
    pub fn suffix(self) -> &'static str {
        match self {
            Purpose::Export(format) => format.suffix,
            _ => report_file::SUFFIX,
        }
    }

    /// Whether a file to be written may have this suffix.
    fn takes(self, suffix: &OsStr) -> bool {
        let suffix = suffix.to_string_lossy();
        match self {
            Purpose::SaveAs => suffix == report_file::SUFFIX || suffix == "ron",
            // What looks like the suffix of a format that is not there is told, not hidden.
            Purpose::Export(_) => {
                suffix.len() <= 5 && suffix.chars().all(|c| c.is_ascii_alphabetic())
            }
            _ => true,
        }
    }
}

impl Dialogs for SystemDialogs {
    fn ask(&mut self, question: &Asked, ctx: &egui::Context) {
        let (sender, receiver) = channel();
        self.asked = Some(receiver);
        let (question, ctx) = (question.clone(), ctx.clone());
        let started = thread::Builder::new()
            .name("nianbao dialog".to_owned())
            .spawn(move || {
                let _ = sender.send(show(&question));
                ctx.request_repaint();
            });
        if started.is_err() {
            self.asked = Some(channel().1);
        }
    }

    fn reply(&mut self) -> Option<Reply> {
        let reply = match self.asked.as_ref()?.try_recv() {
            Ok(reply) => reply,
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) => Reply::Unavailable,
        };
        self.asked = None;
        Some(reply)
    }
}

fn show(question: &Asked) -> Reply {
    if !has_dialogs() {
        return Reply::Unavailable;
    }
    let mut dialog = rfd::FileDialog::new().set_title(question.purpose.title());
    for (kind, suffixes) in question.purpose.filters() {
        dialog = dialog.add_filter(kind, &suffixes);
    }
    if !question.purpose.writes() {
        dialog = dialog.add_filter("所有文件", &["*"]);
    }
    let suggestion = &question.suggestion;
    let folder = match question.purpose.writes() {
        true => suggestion.parent(),
        false => Some(suggestion.as_path()),
    };
    if let Some(folder) = folder.filter(|folder| folder.is_dir()) {
        dialog = dialog.set_directory(folder);
    }
    let begun = Instant::now();
    let chosen = match question.purpose.writes() {
        true => {
            let name = suggestion.file_name().unwrap_or_default();
            dialog.set_file_name(name.to_string_lossy()).save_file()
        }
        false => dialog.pick_file(),
    };
    match chosen {
        Some(path) => Reply::Path(path),
        None if begun.elapsed() < TOO_FAST => Reply::Unavailable,
        None => Reply::Cancelled,
    }
}

/// The path with the purpose's suffix when it has none of its own.
pub fn with_suffix(path: PathBuf, purpose: Purpose) -> PathBuf {
    let has = path.extension().is_some_and(|suffix| purpose.takes(suffix));
    if !purpose.writes() || has || path.file_name().is_none() {
        return path;
    }
    // A point in a name is no suffix: 2024.1 stays whole.
    let mut whole = path.into_os_string();
    whole.push(format!(".{}", purpose.suffix()));
    PathBuf::from(whole)
}

/// Whether a desktop portal or zenity can be had; elsewhere than on Linux the system always has dialogs.
fn has_dialogs() -> bool {
    if !cfg!(all(unix, not(target_os = "macos"))) {
        return true;
    }
    let in_folders = |folders: &str, file: &str| {
        std::env::split_paths(folders).any(|folder| folder.join(file).exists())
    };
    let path = std::env::var("PATH").unwrap_or_default();
    let data =
        std::env::var("XDG_DATA_DIRS").unwrap_or_else(|_| "/usr/local/share:/usr/share".to_owned());
    let has_bus = std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some()
        || std::env::var_os("XDG_RUNTIME_DIR")
            .is_some_and(|folder| Path::new(&folder).join("bus").exists());
    let portal = "dbus-1/services/org.freedesktop.portal.Desktop.service";
    in_folders(&path, "zenity") || has_bus && in_folders(&data, portal)
}
