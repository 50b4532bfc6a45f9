//! Where a file is really written: behind links, also dangling ones, and only where that is allowed.

use super::disk::{AtPath, Disk, FileType};
use super::problem::StorageError;
use std::path::{Path, PathBuf};

/// As many links as the system itself follows.
const MOST_LINKS: usize = 40;

/// What a path leads to when it is a link; a link stays a link, and what it points to is written.
pub fn end_of_links(disk: &dyn Disk, path: &Path) -> PathBuf {
    let mut end = path.to_owned();
    for _ in 0..MOST_LINKS {
        let Some(next) = disk.link_target(&end) else {
            break;
        };
        end = folder_of(&end).join(next);
    }
    end
}

/// The folder that a file stands in.
pub fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Whether a file may be written where this stands; `path` is how the user named it.
pub fn admits(path: &Path, existing: Option<&AtPath>, overwrite: bool) -> Result<(), StorageError> {
    let file = || path.display().to_string();
    match existing {
        None => Ok(()),
        Some(found) if found.kind == FileType::Folder => Err(StorageError::Folder { file: file() }),
        Some(found) if found.kind == FileType::Other => {
            Err(StorageError::NotAFile { file: file() })
        }
        Some(_) if !overwrite => Err(StorageError::Exists { file: file() }),
        Some(found) if found.owner.is_read_only() => Err(StorageError::ReadOnly { file: file() }),
        Some(_) => Ok(()),
    }
}
