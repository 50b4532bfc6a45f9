//! What widgets ask for: the only way from a panel to the report.

use super::command::Command;
use crate::app::panels::news::News;
use crate::place::Place;
use crate::session::edit::Edit;
use crate::session::goto::Goto;
use std::path::PathBuf;

/// What a widget asks for. Widgets change nothing themselves; the app does what they ask for.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    Edit(Edit),
    /// Replace every hit of the search, which are so many.
    ReplaceAll {
        edit: Edit,
        count: usize,
    },
    /// Say what just happened.
    Tell(News),
    Command(Command),
    /// Go to a place: open its section and put the caret there.
    Go(Place),
    /// Go to a place and select words there.
    Select(Goto),
    /// Go to the next text or table of the report, or to the one before.
    GoBeside {
        forward: bool,
    },
    /// Hand a file or folder to the system.
    Show(PathBuf),
    /// Show the finding with this fingerprint in the list of findings.
    ShowFinding(String),
}
