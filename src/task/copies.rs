//! Copies of unsaved work beside the settings, offered at the next start after a crash.

use super::office::Office;
use super::open::Opened;
use super::problem::TaskError;
use crate::report::difference::{Difference, differences};
use crate::report::file;
use crate::storage::{Hold, Locked, Stamp, Storage, StorageError, has_ended, own_process};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Unsaved work as it was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The file it belongs to, when it had one whose name can be written down.
    pub path: Option<PathBuf>,
    /// How that file stood when the work began.
    #[serde(default)]
    pub stamp: Option<Stamp>,
    /// The saving that had begun when the copy was written. Whether it went through, its file tells.
    #[serde(default)]
    pub saving: Option<Saving>,
    /// Older copies whose work is in this one: a program that ended before it could remove them left them behind.
    #[serde(default)]
    pub took_over: Vec<PathBuf>,
    /// The report as its file would have it.
    pub report: String,
}

/// A saving that is to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saving {
    pub path: PathBuf,
    /// How the file will stand.
    pub stamp: Stamp,
}

/// This window's copy and those that windows before it left behind.
#[derive(Debug)]
pub struct Copies {
    storage: Storage,
    folder: PathBuf,
    own: PathBuf,
    /// Held as long as this window lives, so that another start leaves its copy alone.
    _hold: Option<Hold>,
}

/// A copy that was left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    pub file: PathBuf,
    pub kept: Kept,
    /// When it was written.
    pub written: Option<SystemTime>,
}

/// A copy opened again, and how its file stands meanwhile.
#[derive(Debug, Clone)]
pub struct Restored {
    pub opened: Opened,
    /// What the copy and the file show differently, when someone changed the file since; the copy's side first.
    pub changed: Option<Vec<Difference>>,
    /// All of it stands in the file: the program ended between saving and dropping its copy.
    pub is_saved: bool,
}

impl Copies {
    /// Opens the folder of copies under the settings' folder.
    pub fn open(storage: Storage, settings: &Path) -> Copies {
        let folder = settings.join("recovery");
        let process = std::process::id();
        let names = (0..1000).map(|number| folder.join(format!("{process}-{number}.ron")));
        // The folder is made by the first lock in it.
        let _ = storage.make_folder(&folder);
        let mut free = names.filter(|own| storage.look(own).is_none());
        let found = free.find_map(|own| Some((hold(&own)?, own)));
        clear_locks(&storage, &folder, found.as_ref().map(|(_, own)| own));
        let (hold, own) = match found {
            Some((hold, own)) => (Some(hold), own),
            None => (None, folder.join(format!("{process}.ron"))),
        };
        Copies {
            storage,
            folder,
            own,
            _hold: hold,
        }
    }

    /// Where this window keeps its copy.
    pub fn own(&self) -> &Path {
        &self.own
    }

    /// Copies whose windows are gone, the newest first. Those that a newer one took over go.
    pub fn left_behind(&self) -> Vec<Left> {
        let files = self.storage.list(&self.folder);
        let mut left: Vec<Left> = files
            .into_iter()
            .filter(|file| file.extension().is_some_and(|suffix| suffix == "ron"))
            .filter(|file| *file != self.own && is_left(file))
            .filter_map(|file| {
                let kept = ron::de::from_bytes(&self.storage.read(&file).ok()?).ok()?;
                let written = self.storage.modified(&file);
                Some(Left {
                    file,
                    kept,
                    written,
                })
            })
            .collect();
        left.sort_by_key(|left| std::cmp::Reverse(left.written));
        let taken = left.iter().flat_map(|left| left.kept.took_over.iter());
        let taken: BTreeSet<PathBuf> = taken.cloned().collect();
        left.retain(|left| {
            let is_taken = taken.contains(&left.file);
            if is_taken {
                // One that cannot be removed is not asked about either; the next start tries again.
                let _ = self.storage.remove(&left.file);
            }
            !is_taken
        });
        left
    }
}

/// Writes a copy, whole or not at all.
///
/// # Errors
/// When the disk refuses; an older copy is still there then.
pub fn keep(storage: &Storage, file: &Path, kept: &Kept) -> Result<(), StorageError> {
    let text = ron::to_string(kept).or_else(|_| {
        // A path that is no Unicode cannot be written down; the work matters more.
        ron::to_string(&Kept {
            path: None,
            saving: None,
            took_over: Vec::new(),
            ..kept.clone()
        })
    });
    let text = text.map_err(|error| StorageError::Unwritable {
        file: file.display().to_string(),
        reason: error.to_string(),
        existed: false,
    })?;
    storage.keep_private(file, text.as_bytes())
}

/// Opens a copy, and looks whether its file was changed meanwhile.
///
/// # Errors
/// When the copy is no report any more.
pub fn restore(office: &Office, left: &Left) -> Result<Restored, TaskError> {
    let (path, stamp) = stood(&office.storage, &left.kept);
    let name = path.clone().unwrap_or_else(|| left.file.clone());
    let report = file::from_text(&left.kept.report, &name.display().to_string())?;
    let (template, forms) = office.forms_of(&report, &name)?;
    let now = path.as_deref().and_then(|path| office.storage.stamp(path));
    let on_disk = path.as_deref().and_then(|path| {
        let opened = super::open::open(office, path).ok()?;
        Some(opened.report)
    });
    let is_changed = now.is_some() && now != stamp;
    let changed = is_changed.then(|| {
        let found = |on_disk| differences(&template, &report, on_disk);
        on_disk.as_ref().map(found).unwrap_or_default()
    });
    Ok(Restored {
        is_saved: on_disk.as_ref() == Some(&report),
        opened: Opened {
            path,
            stamp,
            ..Opened::new(report, template, forms)
        },
        changed,
    })
}

/// The file that a copy belongs to and how it stood: that of a saving that went through, else that of before.
fn stood(storage: &Storage, kept: &Kept) -> (Option<PathBuf>, Option<Stamp>) {
    match &kept.saving {
        Some(saving) if storage.stamp(&saving.path) == Some(saving.stamp) => {
            (Some(saving.path.clone()), Some(saving.stamp))
        }
        _ => (kept.path.clone(), kept.stamp),
    }
}

/// Removes the locks of windows that ended without doing so.
fn clear_locks(storage: &Storage, folder: &Path, own: Option<&PathBuf>) {
    for lock in storage.list(folder) {
        let is_lock = lock.extension().is_some_and(|suffix| suffix == "lock");
        if is_lock && own.is_none_or(|own| own.with_extension("lock") != lock) {
            // A lock that can be had goes with its hold.
            drop(hold(&lock));
        }
    }
}

fn hold(copy: &Path) -> Option<Hold> {
    match ask(copy)? {
        Locked::Mine(hold) => Some(hold),
        Locked::Theirs(_) => None,
    }
}

/// Whether the window that wrote a copy is gone. One that was killed a moment ago may still have its lock.
fn is_left(copy: &Path) -> bool {
    match ask(copy) {
        Some(Locked::Mine(_)) => true,
        Some(Locked::Theirs(word)) => std::str::from_utf8(&word).is_ok_and(has_ended),
        None => false,
    }
}

fn ask(copy: &Path) -> Option<Locked> {
    Hold::claim(&copy.with_extension("lock"), own_process().as_bytes()).ok()
}
