//! The recovery copy: unsaved work beside the settings, offered at the next start after a crash.

use crate::storage::{Storage, StorageError};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// Unsaved work as it was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The file it belongs to, when it had one.
    pub path: Option<PathBuf>,
    /// The report as its file would have it.
    pub report: String,
}

/// This window's copy and those that windows before it left behind.
#[derive(Debug)]
pub struct Recovery {
    folder: PathBuf,
    own: PathBuf,
    /// Locked as long as this window lives, so that another start leaves its copy alone.
    _lock: Option<File>,
}

/// A copy that was left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    pub file: PathBuf,
    pub kept: Kept,
}

impl Recovery {
    /// Opens the recovery folder under the settings' folder.
    pub fn open(settings_folder: &Path) -> Recovery {
        let folder = settings_folder.join("recovery");
        let _ = fs::create_dir_all(&folder);
        let id = std::process::id();
        let (own, lock) = (0..)
            .map(|number| folder.join(format!("{id}-{number}.ron")))
            .take(1000)
            .filter(|own| !own.exists())
            .find_map(|own| Some((own.clone(), lock(&own)?)))
            .map_or((folder.join(format!("{id}.ron")), None), |(own, lock)| {
                (own, Some(lock))
            });
        Recovery {
            folder,
            own,
            _lock: lock,
        }
    }

    /// Where this window keeps its copy.
    pub fn own(&self) -> &Path {
        &self.own
    }

    /// Copies whose windows are gone, the newest first.
    pub fn left_behind(&self) -> Vec<Left> {
        let files = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let mut left: Vec<_> = files
            .map(|entry| entry.path())
            .filter(|file| file.extension().is_some_and(|suffix| suffix == "ron"))
            .filter(|file| *file != self.own && lock(file).is_some())
            .filter_map(|file| {
                let kept = ron::from_str(&fs::read_to_string(&file).ok()?).ok()?;
                let changed = fs::metadata(&file).and_then(|data| data.modified()).ok();
                Some((changed, Left { file, kept }))
            })
            .collect();
        left.sort_by(|(a, _), (b, _)| b.cmp(a));
        left.into_iter().map(|(_, left)| left).collect()
    }

    /// Forgets this window's copy, once its work is saved or given up.
    pub fn forget(&self) {
        forget(&self.own);
    }
}

impl Drop for Recovery {
    fn drop(&mut self) {
        if !self.own.exists() {
            let _ = fs::remove_file(lock_file(&self.own));
        }
    }
}

/// Writes a copy.
///
/// # Errors
/// When the disk refuses.
pub fn keep(file: &Path, kept: &Kept) -> Result<(), StorageError> {
    let text = ron::to_string(kept).unwrap_or_default();
    Storage::default().keep_private(file, text.as_bytes())
}

/// Forgets a copy.
pub fn forget(file: &Path) {
    let _ = fs::remove_file(file);
}

/// Takes the lock of a copy; `None` while its window lives.
fn lock(copy: &Path) -> Option<File> {
    let file = File::create(lock_file(copy)).ok()?;
    file.try_lock().ok()?;
    Some(file)
}

fn lock_file(copy: &Path) -> PathBuf {
    copy.with_extension("lock")
}
