//! Saving a report: never over what someone else wrote meanwhile, never over a newer program's file.

use super::office::Office;
use super::problem::TaskError;
use super::report_file;
use crate::report::Report;
use crate::storage::Stamp;
use crate::template::Template;
use std::path::Path;

/// What may stand where a report is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Nothing.
    Nothing,
    /// What stood there when it was last read or written here, or nothing.
    Stamp(Stamp),
    /// Anything: the user has agreed to replace it.
    Anything,
}

/// Writes a report; gives how its file stands now.
///
/// # Errors
/// When there is a file already, when it changed meanwhile, or when it cannot be written; what was there is untouched
/// then.
pub fn save(
    office: &Office,
    path: &Path,
    template: &Template,
    report: &Report,
    expected: Expected,
) -> Result<Stamp, TaskError> {
    let now = office.storage.stamp(path);
    let changed = matches!((expected, now), (Expected::Stamp(before), Some(now)) if before != now);
    if changed {
        return Err(TaskError::ChangedOnDisk {
            file: path.display().to_string(),
        });
    }
    let overwrite = match expected {
        Expected::Nothing => false,
        Expected::Stamp(_) => now.is_some(),
        Expected::Anything => true,
    };
    Ok(report_file::write(
        &office.storage,
        path,
        template,
        report,
        overwrite,
    )?)
}

/// Refuses to write over the file that is read, by whatever name.
///
/// # Errors
/// When both are one file.
pub fn guard_source(office: &Office, source: &Path, target: &Path) -> Result<(), TaskError> {
    match office.storage.is_same(source, target) {
        true => Err(TaskError::SameFile {
            file: target.display().to_string(),
        }),
        false => Ok(()),
    }
}
