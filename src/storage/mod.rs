//! The only disk: bounded reading, and writing that leaves either the old file or the new one, whole.

mod disk;
mod hold;
mod left_over;
mod living;
mod name;
mod problem;
mod sole;
mod stamp;
mod target;

pub use disk::{AtPath, Disk, Draft, FileType, Owner, SystemDisk};
pub use hold::{Hold, Locked, Mark};
pub use left_over::TEMPORARY;
pub use living::{has_ended, own_process};
pub use name::{LONGEST_NAME, clean_name, kept_by_windows, typed_path, without_verbatim_mark};
pub use problem::{StorageError, reason};
pub use stamp::Stamp;

use std::ffi::OsStr;
use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// Larger files are refused before they are read; a report with ten years of history has a fiftieth of this.
pub const LARGEST_BYTES: u64 = 16 * 1024 * 1024;

/// Where files are kept: the system's disk, or one that a test lets fail.
#[derive(Clone)]
pub struct Storage {
    disk: Arc<dyn Disk>,
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// Refused when there is one.
    New,
    /// Over whatever is there.
    Replace,
    /// Over whatever is there, for the eyes of the user alone, in a folder that is made when it is missing.
    Private,
}

impl Default for Storage {
    fn default() -> Storage {
        Storage::on(Arc::new(SystemDisk))
    }
}

impl fmt::Debug for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Storage")
    }
}

impl Storage {
    pub fn on(disk: Arc<dyn Disk>) -> Storage {
        Storage { disk }
    }

    /// Reads any file of moderate size: a report, a form or a source to import.
    ///
    /// # Errors
    /// When it is missing, a folder, a device, larger than [`LARGEST_BYTES`] or not readable.
    pub fn read(&self, path: &Path) -> Result<Vec<u8>, StorageError> {
        let bytes = self.read_head(path)?;
        match bytes.len() as u64 > LARGEST_BYTES {
            true => Err(StorageError::TooLarge {
                file: shown(path),
                megabytes: self
                    .look(path)
                    .map_or(0, |found| found.bytes.div_ceil(1024 * 1024)),
            }),
            false => Ok(bytes),
        }
    }

    /// The first bytes of a file, one more than [`LARGEST_BYTES`] when it is larger than that.
    ///
    /// # Errors
    /// When it is missing, a folder, a device or not readable.
    pub fn read_head(&self, path: &Path) -> Result<Vec<u8>, StorageError> {
        refuse_kept_name(path)?;
        let file = || shown(path);
        let unreadable = |error: io::Error| StorageError::reading(path, &error);
        match self.disk.look(path).map_err(unreadable)?.kind {
            FileType::Folder => Err(StorageError::Folder { file: file() }),
            FileType::Other => Err(StorageError::NotAFile { file: file() }),
            FileType::File => self.disk.read(path, LARGEST_BYTES + 1).map_err(unreadable),
        }
    }

    /// Writes a new file, whole or not at all.
    ///
    /// # Errors
    /// When there is one already, or it cannot be written.
    pub fn create(&self, path: &Path, bytes: &[u8]) -> Result<(), StorageError> {
        self.write(path, bytes, Manner::New)
    }

    /// Writes a file over whatever is there, whole or not at all; rights and owner stay as they were.
    ///
    /// # Errors
    /// When it is read-only, a folder, or cannot be written. What was there before is untouched then.
    pub fn replace(&self, path: &Path, bytes: &[u8]) -> Result<(), StorageError> {
        self.write(path, bytes, Manner::Replace)
    }

    /// Writes a file that only the user may read, over whatever is there; its folder is made when it is missing.
    ///
    /// # Errors
    /// As [`Storage::replace`], and when the folder cannot be made.
    pub fn keep_private(&self, path: &Path, bytes: &[u8]) -> Result<(), StorageError> {
        self.make_folder(&target::folder_of(path))?;
        self.write(path, bytes, Manner::Private)
    }

    /// Removes a file; one that is not there is no error.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn remove(&self, path: &Path) -> Result<(), StorageError> {
        match self.disk.remove(path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(StorageError::writing(path, &error))
            }
            _ => Ok(()),
        }
    }

    /// What stands in a folder, by name; nothing when it cannot be read.
    pub fn list(&self, folder: &Path) -> Vec<PathBuf> {
        let mut found = self.disk.list(folder).unwrap_or_default();
        found.sort();
        found
    }

    /// What stands at a path; `None` when there is nothing.
    pub fn look(&self, path: &Path) -> Option<AtPath> {
        self.disk.look(path).ok()
    }

    /// When a file was last written, as far as the system knows.
    pub fn modified(&self, path: &Path) -> Option<SystemTime> {
        self.look(path)?.modified
    }

    /// By what a change of a file is noticed; `None` when there is none that can be read.
    pub fn stamp(&self, path: &Path) -> Option<Stamp> {
        Some(Stamp::of(&self.read_head(path).ok()?))
    }

    /// Makes a folder and those above it, for the user alone; one that is there is no error.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn make_folder(&self, folder: &Path) -> Result<(), StorageError> {
        self.disk
            .make_folder(folder)
            .map_err(|error| StorageError::writing(folder, &error))
    }

    /// The path from the root to where the links of a path end.
    pub fn full_path(&self, path: &Path) -> PathBuf {
        let target = target::end_of_links(&*self.disk, path);
        self.disk.full_path(&target).unwrap_or(target)
    }

    /// Whether two paths lead to one file, by whatever links and names.
    pub fn is_same(&self, one: &Path, other: &Path) -> bool {
        let both = [one, other].map(|path| self.disk.identity(path));
        self.full_path(one) == self.full_path(other) || both[0].is_some() && both[0] == both[1]
    }

    fn write(&self, path: &Path, bytes: &[u8], manner: Manner) -> Result<(), StorageError> {
        refuse_kept_name(path)?;
        let target = target::end_of_links(&*self.disk, path);
        let existing = self.disk.look(&target).ok();
        target::admits(path, existing.as_ref(), manner != Manner::New)?;
        let folder = target::folder_of(&target);
        if !self
            .disk
            .look(&folder)
            .is_ok_and(|found| found.kind == FileType::Folder)
        {
            return Err(StorageError::NoFolder {
                folder: shown(&folder),
            });
        }
        left_over::clear(&*self.disk, &folder);
        let draft = self
            .put(&target, &folder, bytes, existing.as_ref(), manner)
            .map_err(|error| match error.kind() {
                ErrorKind::AlreadyExists if manner == Manner::New => {
                    StorageError::Exists { file: shown(path) }
                }
                _ => StorageError::writing(path, &error).over(existing.is_some()),
            })?;
        // A drive that only claims to have renamed must not make the window forget its copy of the work.
        match self.disk.read(&target, bytes.len() as u64 + 1) {
            Ok(found) if found == bytes => Ok(()),
            _ => {
                let _ = self.disk.remove(&draft);
                Err(StorageError::Overtaken { file: shown(path) })
            }
        }
    }

    /// A draft beside the target is written, read back and flushed, then takes its name; returns its own.
    fn put(
        &self,
        target: &Path,
        folder: &Path,
        bytes: &[u8],
        existing: Option<&AtPath>,
        manner: Manner,
    ) -> io::Result<PathBuf> {
        let owner = existing
            .map(|found| found.owner.clone())
            .filter(|_| manner != Manner::Private);
        let (path, mut draft) = left_over::draft(&*self.disk, folder, owner.as_ref())?;
        let outcome = (|| {
            draft.write(bytes)?;
            if owner.is_none() && manner != Manner::Private {
                draft.open_to_others()?;
            }
            draft.sync()?;
            // A network drive may lose what it has confirmed; then the old file is better than a torn one.
            if self.disk.read(&path, bytes.len() as u64 + 1)? != bytes {
                return Err(io::Error::other("写下的内容读回来不一样"));
            }
            drop(draft);
            match manner {
                Manner::New => self.disk.rename_to_new(&path, target),
                Manner::Replace | Manner::Private => self.disk.rename(&path, target),
            }
        })();
        if let Err(error) = outcome {
            let _ = self.disk.remove(&path);
            return Err(error);
        }
        // The name is on disk only when the folder is; some file systems cannot flush a folder, and the file is whole
        // anyway.
        let _ = self.disk.sync_folder(folder);
        Ok(path)
    }
}

/// Windows would open a device in place of a file with such a name, read from it for ever or write into nothing; of one
/// that is too long it says that there is none.
fn refuse_kept_name(path: &Path) -> Result<(), StorageError> {
    if !cfg!(windows) {
        return Ok(());
    }
    let file = shown(path);
    let length = |name: &OsStr| name.to_string_lossy().encode_utf16().count();
    if path.file_name().map_or(0, length) > LONGEST_NAME {
        return Err(StorageError::TooLongName { file });
    }
    match kept_by_windows(&file).map(str::to_owned) {
        Some(name) => Err(StorageError::Reserved { name, file }),
        None => Ok(()),
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
