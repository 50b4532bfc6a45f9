//! Drafts beside their targets: made for the user's eyes alone, and removed when the program that wrote them was killed.

use super::disk::{Disk, Draft, FileType, Owner};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How the name of a draft begins. It is short, so that a target may have as long a name as the system allows.
pub const TEMPORARY: &str = ".nianbao-";

const SUFFIX: &str = ".tmp";

/// A younger draft may belong to a program that has made it and not yet locked it.
const OLD_ENOUGH: Duration = Duration::from_secs(30);

static NUMBER: AtomicU64 = AtomicU64::new(0);

/// Makes an empty draft in a folder, with the rights of what it will replace, or for the user alone.
pub fn draft(
    disk: &dyn Disk,
    folder: &Path,
    owner: Option<&Owner>,
) -> io::Result<(PathBuf, Box<dyn Draft>)> {
    let process = std::process::id();
    for _ in 0..1000 {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!("{TEMPORARY}{process}-{number}{SUFFIX}"));
        match disk.draft(&path, owner) {
            Ok(draft) => return Ok((path, draft)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => {
                // Made, but its rights or its lock were refused.
                let _ = disk.remove(&path);
                return Err(error);
            }
        }
    }
    Err(io::Error::other("不能在这个文件夹里建立临时文件"))
}

/// Removes drafts that nobody holds any more.
pub fn clear(disk: &dyn Disk, folder: &Path) {
    for path in disk.list(folder).unwrap_or_default() {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_draft = name
            .strip_prefix(TEMPORARY)
            .and_then(|rest| rest.strip_suffix(SUFFIX))
            .is_some_and(|middle| middle.chars().all(|c| c.is_ascii_digit() || c == '-'));
        if is_draft && is_left(disk, &path) {
            let _ = disk.remove(&path);
        }
    }
}

fn is_left(disk: &dyn Disk, path: &Path) -> bool {
    let Ok(found) = disk.look(path) else {
        return false;
    };
    let age = found
        .modified
        .and_then(|written| disk.now().duration_since(written).ok());
    found.kind == FileType::File && age.is_some_and(|age| age >= OLD_ENOUGH) && !disk.is_held(path)
}
