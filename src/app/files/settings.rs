//! What the window remembers: size, zoom, theme, panels and recent files, in one RON file.

use crate::storage::{Hold, Locked, Storage, StorageError};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Recent files that are remembered.
const RECENT: usize = 8;

/// How long another window may take to write them, and how often one looks.
const PATIENCE: Duration = Duration::from_millis(300);
const LOOK: Duration = Duration::from_millis(5);

/// Everything that is remembered between starts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub window_width: f32,
    pub window_height: f32,
    pub zoom: f32,
    /// The window filled the screen.
    pub maximized: bool,
    /// Light unless the user chose otherwise.
    pub dark: Option<bool>,
    /// Which panel stands at the right.
    pub side: Side,
    /// The pages are shown: beside that panel where the window is wide, in its place where it is not.
    pub preview: bool,
    /// Preview, export and printing take the official faces that this machine has.
    pub official_faces: bool,
    pub recent: Vec<Recent>,
}

/// The panel at the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Side {
    #[default]
    Findings,
    Preview,
    LastYear,
    Closed,
}

/// A file that was open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    pub path: PathBuf,
    pub agency: String,
    pub year: u16,
    /// Findings that were open when it was last seen.
    pub open_findings: usize,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            window_width: 1280.0,
            window_height: 800.0,
            zoom: 1.0,
            maximized: false,
            dark: None,
            side: Side::Findings,
            preview: false,
            official_faces: false,
            recent: Vec::new(),
        }
    }
}

impl Settings {
    /// Reads the settings of a folder; what is missing or unreadable takes its usual value.
    pub fn read(folder: &Path) -> Settings {
        Settings::found(folder).unwrap_or_default()
    }

    fn found(folder: &Path) -> Option<Settings> {
        let text = Storage::default().read(&file(folder)).ok()?;
        let mut settings: Settings = ron::de::from_bytes(&text).ok()?;
        // Older programs had room for one panel.
        if settings.side == Side::Preview {
            (settings.side, settings.preview) = (Side::Findings, true);
        }
        Some(settings)
    }

    /// What is to be written where another window has written `theirs` since the settings stood as `before`: its own
    /// choices where this window made none, and its list of recent files.
    fn over(&self, before: &Settings, theirs: Settings) -> Settings {
        // Taken apart in full, so that a new setting cannot be forgotten here.
        let Settings {
            window_width,
            window_height,
            zoom,
            maximized,
            dark,
            side,
            preview,
            official_faces,
            recent: _,
        } = self.clone();
        Settings {
            window_width: chosen(window_width, before.window_width, theirs.window_width),
            window_height: chosen(window_height, before.window_height, theirs.window_height),
            zoom: chosen(zoom, before.zoom, theirs.zoom),
            maximized: chosen(maximized, before.maximized, theirs.maximized),
            dark: chosen(dark, before.dark, theirs.dark),
            side: chosen(side, before.side, theirs.side),
            preview: chosen(preview, before.preview, theirs.preview),
            official_faces: chosen(official_faces, before.official_faces, theirs.official_faces),
            recent: theirs.recent,
        }
    }

    /// Whether the dark look was chosen.
    pub fn is_dark(&self) -> bool {
        self.dark.unwrap_or(false)
    }

    /// The panels that stand at the right, from the edge of the window inwards. A wide window has room for two.
    pub fn panels(&self, wide: bool) -> Vec<Side> {
        let mut panels = Vec::new();
        if self.preview {
            panels.push(Side::Preview);
        }
        if self.side != Side::Closed && (wide || !self.preview) {
            panels.push(self.side);
        }
        panels
    }

    /// Opens or closes a panel.
    pub fn toggle(&mut self, side: Side, wide: bool) {
        let is_open = self.panels(wide).contains(&side);
        match side {
            Side::Preview => self.preview = !is_open,
            _ if is_open => self.side = Side::Closed,
            side => self.open(side, wide),
        }
    }

    /// Opens a panel beside the pages, or in their place.
    pub fn open(&mut self, side: Side, wide: bool) {
        self.side = side;
        self.preview &= wide;
    }
}

/// A change of the list of recent files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecentChange {
    /// Put a file in front.
    Front(Recent),
    /// Take a file off.
    Off(PathBuf),
}

impl RecentChange {
    fn apply(self, recent: &mut Vec<Recent>) {
        match self {
            RecentChange::Front(file) => {
                recent.retain(|known| known.path != file.path);
                recent.insert(0, file);
                recent.truncate(RECENT);
            }
            RecentChange::Off(path) => recent.retain(|known| known.path != path),
        }
    }
}

/// The file of the settings, which every open window writes.
#[derive(Debug)]
pub struct SettingsFile {
    /// `None` keeps nothing.
    folder: Option<PathBuf>,
    /// The settings as this window read or wrote them last.
    before: Settings,
}

impl SettingsFile {
    /// Reads the settings of a folder.
    pub fn open(folder: Option<&Path>) -> (SettingsFile, Settings) {
        let settings = folder.map(Settings::read).unwrap_or_default();
        let file = SettingsFile {
            folder: folder.map(Path::to_owned),
            before: settings.clone(),
        };
        (file, settings)
    }

    /// Writes what this window changed since the last time, whole or not at all; what other windows wrote meanwhile
    /// stays. The list of recent files is changed as it stands in the file by now, and taken from there.
    ///
    /// # Errors
    /// When the folder cannot be made or the file cannot be written.
    pub fn write(
        &mut self,
        settings: &mut Settings,
        change: Option<RecentChange>,
    ) -> Result<(), StorageError> {
        let Some(folder) = &self.folder else {
            change
                .into_iter()
                .for_each(|change| change.apply(&mut settings.recent));
            return Ok(());
        };
        let storage = Storage::default();
        storage.make_folder(folder)?;
        let _turn = turn(folder);
        let theirs = Settings::found(folder).unwrap_or_else(|| settings.clone());
        let mut whole = settings.over(&self.before, theirs);
        if let Some(change) = change {
            change.apply(&mut whole.recent);
        }
        settings.recent.clone_from(&whole.recent);
        let pretty = ron::ser::PrettyConfig::default();
        let text = ron::ser::to_string_pretty(&whole, pretty).unwrap_or_default();
        storage.keep_private(&file(folder), text.as_bytes())?;
        self.before = settings.clone();
        Ok(())
    }
}

/// One window writes after the other. Where no lock can be had, or its window hangs, writing goes on without.
fn turn(folder: &Path) -> Option<Hold> {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let word = format!("{} {number}", std::process::id());
        match Hold::claim(&folder.join("settings.lock"), word.as_bytes()) {
            // Its file may have gone between opening and locking it.
            Ok(Locked::Mine(hold)) if !hold.is_lost() => return Some(hold),
            Ok(_) => std::thread::sleep(LOOK),
            Err(_) => return None,
        }
    }
    None
}

/// This window's value where it changed it, else the other's.
fn chosen<T: PartialEq>(own: T, before: T, theirs: T) -> T {
    if own == before { theirs } else { own }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("settings.ron")
}
