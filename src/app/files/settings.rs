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
    /// `None` follows the system.
    pub dark: Option<bool>,
    /// Which panel stands at the right.
    pub side: Side,
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
            dark: None,
            side: Side::Findings,
            recent: Vec::new(),
        }
    }
}

impl Settings {
    /// Reads the settings of a folder; what is missing or unreadable takes its usual value.
    pub fn read(folder: &Path) -> Settings {
        let text = Storage::default().read(&file(folder)).unwrap_or_default();
        ron::de::from_bytes(&text).unwrap_or_default()
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

    /// Whether a panel stands at the right.
    pub fn shows(&self, side: Side) -> bool {
        self.side == side
    }

    /// Puts a file in front of the recent ones.
    pub fn remember(&mut self, recent: Recent) {
        self.recent.retain(|known| known.path != recent.path);
        self.recent.insert(0, recent);
        self.recent.truncate(RECENT);
    }
}

/// The program's folder under the platform's configuration folder; `None` when the system names none.
pub fn system_folder() -> Option<PathBuf> {
    let from = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let base = if cfg!(windows) {
        from("APPDATA")
    } else if cfg!(target_os = "macos") {
        from("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        from("XDG_CONFIG_HOME").or_else(|| from("HOME").map(|home| home.join(".config")))
    };
    Some(base?.join("nianbao"))
}

fn file(folder: &Path) -> PathBuf {
    folder.join("settings.ron")
}
