//! Report files on disk: read with one clear sentence when that fails, and never written over a newer program's work.

use crate::report::Report;
use crate::report::file::{self, FORMAT, FileError};
use crate::storage::{Stamp, Storage};
use crate::template::Template;
use std::path::Path;

/// The suffix of report files; `.ron` is opened as well.
pub const SUFFIX: &str = "nianbao";

/// Reads a report file.
///
/// # Errors
/// One sentence for each way in which this fails; the file itself is never changed.
pub fn read(storage: &Storage, path: &Path) -> Result<Report, FileError> {
    let bytes = storage.read(path)?;
    file::from_bytes(&bytes, &path.display().to_string())
}

/// Writes a report file: whole or not at all; gives how it stands now.
///
/// # Errors
/// When the file exists and may not be overwritten, holds a newer format, or cannot be written. What was there before
/// is untouched then.
pub fn write(
    storage: &Storage,
    path: &Path,
    template: &Template,
    report: &Report,
    overwrite: bool,
) -> Result<Stamp, FileError> {
    guard_newer(storage, path)?;
    let text = file::to_text(template, report);
    // Whatever cannot be opened again must not take the place of what can.
    file::from_text(&text, &path.display().to_string())?;
    match overwrite {
        true => storage.replace(path, text.as_bytes())?,
        false => storage.create(path, text.as_bytes())?,
    }
    Ok(Stamp::of(text.as_bytes()))
}

/// Refuses to write where a file of a newer format stands, however large it is and however it is encoded.
fn guard_newer(storage: &Storage, path: &Path) -> Result<(), FileError> {
    // What cannot be read is judged by the writing itself.
    let Ok(head) = storage.read_head(path) else {
        return Ok(());
    };
    match file::format_of_bytes(&head) {
        Some(found) if found > FORMAT => Err(FileError::Newer {
            file: path.display().to_string(),
            found,
            known: FORMAT,
        }),
        _ => Ok(()),
    }
}
