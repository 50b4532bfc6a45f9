//! What the window remembers: size, zoom, theme, panels and recent files, in one RON file.

use crate::storage::{Storage, StorageError};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Recent files that are remembered.
const RECENT: usize = 8;

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
        let text = Storage::default().read(&file(folder)).unwrap_or_default();
        let mut settings: Settings = ron::de::from_bytes(&text).unwrap_or_default();
        // Older programs had room for one panel.
        if settings.side == Side::Preview {
            (settings.side, settings.preview) = (Side::Findings, true);
        }
        settings
    }

    /// Writes the settings into a folder, whole or not at all.
    ///
    /// # Errors
    /// When the folder cannot be made or the file cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), StorageError> {
        let pretty = ron::ser::PrettyConfig::default();
        let text = ron::ser::to_string_pretty(self, pretty).unwrap_or_default();
        Storage::default().keep_private(&file(folder), text.as_bytes())
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

    /// Puts a file in front of the recent ones.
    pub fn remember(&mut self, recent: Recent) {
        self.recent.retain(|known| known.path != recent.path);
        self.recent.insert(0, recent);
        self.recent.truncate(RECENT);
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("settings.ron")
}
