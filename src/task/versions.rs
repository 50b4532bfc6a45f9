//! Earlier versions of a report file: the last ten that were saved, beside the settings, each as it stood.

use super::clock;
use super::office::Office;
use crate::digest::Digest;
use crate::report::account::place_in_words;
use crate::report::difference::differences;
use crate::report::{Report, file};
use crate::storage::{Stamp, Storage, StorageError};
use crate::template::Template;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How many versions of one file are kept.
pub const MOST: usize = 10;
/// Changes that a version names.
const NAMED: usize = 3;
const SUFFIX: &str = "nianbao";

/// One saved version of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    pub saved: SystemTime,
    pub bytes: usize,
    pub report: Report,
    /// What it shows otherwise than the report as it is now, in words; empty when nothing.
    pub changes: String,
}

/// Where the versions of all files are kept.
#[derive(Debug, Clone)]
pub struct Versions {
    storage: Storage,
    folder: PathBuf,
}

impl Versions {
    pub fn new(storage: Storage, settings: &Path) -> Versions {
        Versions {
            storage,
            folder: settings.join("versions"),
        }
    }

    /// Keeps what stands in a file; the oldest beyond [`MOST`] go. The same content as last time is kept once.
    ///
    /// # Errors
    /// When the file cannot be read or the version cannot be written.
    pub fn keep(&self, file: &Path) -> Result<(), StorageError> {
        let bytes = self.storage.read(file)?;
        let folder = self.folder_of(file);
        let known = self.storage.list(&folder);
        let last = known.last().and_then(|last| self.storage.stamp(last));
        if last == Some(Stamp::of(&bytes)) {
            return Ok(());
        }
        let written = self.storage.modified(file).unwrap_or_else(SystemTime::now);
        let after = known.last().and_then(|last| moment(last));
        // Names sort by time, also when two files say the same or the clock was set back.
        let millis = match after {
            Some(after) => millis(written).max(after.saturating_add(1)),
            None => millis(written),
        };
        let name = format!("{millis:015}.{SUFFIX}");
        self.storage.keep_private(&folder.join(name), &bytes)?;
        let surplus = (known.len() + 1).saturating_sub(MOST);
        for old in known.iter().take(surplus) {
            self.storage.remove(old)?;
        }
        Ok(())
    }

    /// The versions of a file, the newest first, told against a report as it is now. Those that cannot be read are
    /// left out.
    pub fn of(
        &self,
        office: &Office,
        path: &Path,
        template: &Template,
        now: &Report,
    ) -> Vec<Version> {
        let mut found: Vec<Version> = self
            .storage
            .list(&self.folder_of(path))
            .iter()
            .filter_map(|version| {
                let bytes = self.storage.read(version).ok()?;
                let report = file::from_bytes(&bytes, &version.display().to_string()).ok()?;
                // One that follows a form that is not here any more could not be shown.
                office.forms_of(&report, path).ok()?;
                Some(Version {
                    saved: UNIX_EPOCH.checked_add(Duration::from_millis(moment(version)?))?,
                    bytes: bytes.len(),
                    changes: changes(template, now, &report),
                    report,
                })
            })
            .collect();
        found.reverse();
        found
    }

    /// The folder of a file's versions: named after the file, told apart by its whole path.
    fn folder_of(&self, file: &Path) -> PathBuf {
        // However the path was written, the file has one history.
        let whole = self.storage.full_path(file);
        let digest = Digest::of(whole.as_os_str().as_encoded_bytes());
        self.folder.join(format!("{digest:016x}"))
    }
}

impl Version {
    /// When it was saved, as people read it.
    pub fn saved_in_words(&self) -> String {
        clock::in_words_to_the_second(self.saved)
    }
}

/// What a version shows otherwise than the report as it is now.
fn changes(template: &Template, now: &Report, version: &Report) -> String {
    let found = differences(template, now, version);
    let named: Vec<String> = found
        .iter()
        .take(NAMED)
        .map(|difference| place_in_words(template, now, &difference.place))
        .collect();
    match found.len() {
        0 => String::new(),
        count if count > NAMED => format!("{} 等 {count} 处", named.join("、")),
        _ => named.join("、"),
    }
}

fn millis(moment: SystemTime) -> u64 {
    let since = moment.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

fn moment(version: &Path) -> Option<u64> {
    version.file_stem()?.to_str()?.parse().ok()
}
