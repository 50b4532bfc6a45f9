//! Files and jobs: asking for a file, reading and writing beside the window, copies against a crash, settings.

pub mod asking;
pub mod clipboard;
pub mod dialogs;
pub mod differing;
mod held;
pub mod intent;
pub mod jobs;
mod keeping;
pub mod opening;
pub mod outcome;
mod saving;
pub mod settings;
pub mod versions;

use crate::app::Setup;
use crate::app::front::modal::Modal;
use crate::storage::Stamp;
use crate::task::Office;
use crate::task::copies::{Copies, Left};
use crate::task::keeper::Keeper;
use crate::task::open::Copied;
use crate::task::versions::Versions;
use asking::TypedPath;
use dialogs::Dialogs;
use held::Held;
use jobs::Jobs;
use outcome::Arrival;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};

/// What the window keeps about files: dialogs, the queue of jobs, copies against a crash and the way out.
pub struct Files {
    pub(in crate::app) office: Office,
    /// Held for its lock as long as the window lives.
    _copies: Option<Copies>,
    pub(in crate::app) keeper: Option<Keeper>,
    pub(in crate::app) versions: Option<Versions>,
    /// Copies of earlier starts that have not been asked about.
    pub(in crate::app) left: Vec<Left>,
    /// What of the open report the keeper was told last: its sitting and revision; `None` when it keeps nothing.
    pub(in crate::app) kept: Option<(u64, u64)>,
    pub(in crate::app) dialogs: Box<dyn Dialogs>,
    pub(in crate::app) hand_over: fn(&Path) -> Result<(), String>,
    pub(in crate::app) copy_page: fn(&str, &str) -> Result<(), String>,
    pub(in crate::app) copied: fn() -> Result<Copied, String>,
    /// Opens a file or a folder with the system's program for it.
    pub(in crate::app) show: fn(&Path) -> Result<(), String>,
    pub(in crate::app) last_year: u16,
    /// A file to open at once.
    pub(in crate::app) open: Option<PathBuf>,
    pub(in crate::app) jobs: Jobs,
    /// Questions that wait until the one over the window is answered.
    pub(in crate::app) questions: VecDeque<Modal>,
    /// A report that has come and is not shown yet.
    pub(in crate::app) arrived: Option<Arrival>,
    /// The window may close without asking.
    pub(in crate::app) quits: bool,
    /// Counts the reports that were open, so that what a job brings is never taken for another's.
    pub(in crate::app) sitting: u64,
    /// How the open file stood when it was last read or written here.
    pub(in crate::app) stamp: Option<Stamp>,
    /// Says to others that the open file is open here.
    pub(in crate::app) held: Option<Held>,
    /// Who else has the open file open, and since when, in words: it is saved elsewhere only.
    pub(in crate::app) holder: Option<String>,
    /// A path that was typed and has not served yet.
    pub(in crate::app) typed: Option<TypedPath>,
    /// Whether the open report's file was last found changed by someone else.
    pub(in crate::app) is_theirs: bool,
    /// The report, by its sitting and revision, whose unsaved work the user gave up.
    pub(in crate::app) given_up: Option<(u64, u64)>,
}

impl Files {
    /// Opens the folder of copies, and asks what earlier starts left there.
    pub(in crate::app) fn new(setup: Setup) -> Files {
        let mut office = Office {
            storage: setup.storage,
            ..Office::default()
        };
        for folder in &setup.form_folders {
            office.add_forms(folder);
        }
        let settings = setup.settings_folder.as_deref();
        let copies = settings.map(|folder| Copies::open(office.storage.clone(), folder));
        let left = copies.as_ref().map(Copies::left_behind);
        let start = |copies: &Copies| Keeper::start(office.storage.clone(), copies.own().into());
        Files {
            keeper: copies.as_ref().and_then(start),
            versions: settings.map(|folder| Versions::new(office.storage.clone(), folder)),
            _copies: copies,
            office,
            left: left.unwrap_or_default(),
            kept: None,
            dialogs: setup.dialogs,
            hand_over: setup.hand_over,
            copy_page: setup.copy_page,
            copied: setup.copied,
            show: setup.show,
            last_year: setup.last_year,
            open: setup.open,
            jobs: Jobs::default(),
            questions: VecDeque::new(),
            arrived: None,
            quits: false,
            sitting: 0,
            stamp: None,
            held: None,
            holder: None,
            typed: None,
            is_theirs: false,
            given_up: None,
        }
    }
}
