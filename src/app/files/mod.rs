//! Files and jobs: asking for a file, reading and writing beside the window, copies against a crash, settings.

pub mod clipboard;
pub mod dialogs;
pub mod intent;
pub mod jobs;
mod keeping;
mod outcomes;
pub mod pipeline;
pub mod recovery;
pub mod settings;

use crate::app::Setup;
use crate::storage::Stamp;
use dialogs::Dialogs;
use intent::{Intent, Outcome};
use jobs::Job;
use recovery::{Left, Recovery};
use std::path::{Path, PathBuf};

/// What the window keeps about files: dialogs, the running job, copies against a crash and the way out.
pub struct Files {
    pub(in crate::app) settings_folder: Option<PathBuf>,
    pub(in crate::app) recovery: Option<Recovery>,
    /// Copies of earlier starts that have not been asked about.
    pub(in crate::app) left: Vec<Left>,
    pub(in crate::app) kept_revision: Option<u64>,
    pub(in crate::app) unkept_since: Option<f64>,
    pub(in crate::app) dialogs: Box<dyn Dialogs>,
    pub(in crate::app) hand_over: fn(&Path) -> Result<(), String>,
    pub(in crate::app) copy_page: fn(&str, &str) -> Result<(), String>,
    pub(in crate::app) last_year: u16,
    /// A file to open at once.
    pub(in crate::app) open: Option<PathBuf>,
    pub(in crate::app) job: Option<Job<Outcome>>,
    /// What one wants to do once unsaved work is out of the way.
    pub(in crate::app) intent: Option<Intent>,
    /// The window may close without asking.
    pub(in crate::app) quits: bool,
    /// How the open file stood when it was last read or written here.
    pub(in crate::app) stamp: Option<Stamp>,
}

impl Files {
    /// Opens the folder of copies, and asks what earlier starts left there.
    pub(in crate::app) fn new(setup: Setup) -> Files {
        let recovery = setup.settings_folder.as_deref().map(Recovery::open);
        let left = recovery.as_ref().map(Recovery::left_behind);
        Files {
            settings_folder: setup.settings_folder,
            recovery,
            left: left.unwrap_or_default(),
            kept_revision: None,
            unkept_since: None,
            dialogs: setup.dialogs,
            hand_over: setup.hand_over,
            copy_page: setup.copy_page,
            last_year: setup.last_year,
            open: setup.open,
            job: None,
            intent: None,
            quits: false,
            stamp: None,
        }
    }
}
